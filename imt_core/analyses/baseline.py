"""The baseline table (Table 1): who was treated, by group, with every denominator named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal

import pandas as pd

from imt_core.cohort.counting import CaseCount, Unit, cases_in_unit, count_cases
from imt_core.cohort.grouping import ALL_LABEL, Group, Grouping, group_rows
from imt_core.cohort.named_subgroups import GroupBy
from imt_core.cohort.pseudonyms import patient_of_key
from imt_core.cohort.schema import NOT_RECORDED, Cohort, column_label, level_texts
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.conventions.formatting import format_count
from imt_core.conventions.notes import Note
from imt_core.estimates.quartiles import NumberSummary, summarize_numbers

Statistic = Literal["count", "median_iqr", "median_range"]

BaselineOrder = Literal["usual", "name", "missing"]
"""As papers do; by the variables' names; or the one with most cells empty first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineVariable:
    """One variable of the table.

    Parameters
    ----------
    column : str
    statistic : {"count", "median_iqr", "median_range"}
    within : tuple of (str, str), or None
        A column and the level within which this variable is counted: its denominator.
    """

    column: str
    statistic: Statistic = "count"
    within: tuple[str, str] | None = None


DEFAULT_VARIABLES: Final = (
    BaselineVariable(column="age_years", statistic="median_iqr"),
    BaselineVariable(column="sex"),
    BaselineVariable(column="primary_site"),
    BaselineVariable(column="alk_status"),
    BaselineVariable(column="alk_method", within=("alk_status", "positive")),
    BaselineVariable(column="alk_method", within=("alk_status", "negative")),
    BaselineVariable(column="stage"),
    BaselineVariable(column="regimen"),
    BaselineVariable(column="prior_lines", statistic="median_range"),
    BaselineVariable(column="line_group"),
    BaselineVariable(column="cycles", statistic="median_range"),
    BaselineVariable(column="stop_reason"),
    BaselineVariable(column="later_alk_inhibitor"),
)
"""The model paper's Table 1, followed by its treatment section."""


def default_variables(cohort: Cohort) -> tuple[BaselineVariable, ...]:
    """The usual variables; a biomarker of the sheet's own stands before ALK status.

    Examples
    --------
    >>> cohort = Cohort(frame=pd.DataFrame({"patient_id": ["a"]}), name="one", biomarker="HER2")
    >>> [variable.column for variable in default_variables(cohort)][3:5]
    ['HER2', 'alk_status']
    """
    variables = list(DEFAULT_VARIABLES)
    if cohort.biomarker != "alk_status":
        place = variables.index(BaselineVariable(column="alk_status"))
        variables.insert(place, BaselineVariable(column=cohort.biomarker))
    return tuple(variables)


def offered_characteristics(cohort: Cohort) -> tuple[str, ...]:
    """The columns that the usual table is of, as far as the cohort has them.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> offered_characteristics(example_cohort())
    ('age_years', 'sex')
    """
    columns = dict.fromkeys(variable.column for variable in default_variables(cohort))
    return tuple(column for column in columns if column in cohort.frame)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountCell:
    """Cases with a level, and the denominator they are counted in."""

    count: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineRow:
    """One line of the table.

    Parameters
    ----------
    variable : BaselineVariable
    label : str
        The variable's name for a reader.
    level : str or None
        The level counted; ``None`` for a measured number.
    cells : tuple of CountCell or NumberSummary
        One for each group, in order.
    """

    variable: BaselineVariable
    label: str
    level: str | None
    cells: tuple[CountCell | NumberSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BaselineTable:
    """Baseline characteristics by group.

    Parameters
    ----------
    unit : {"lines", "patients"}
    grouping : Grouping
    groups : tuple of Group
        The columns of the table: the groups, and all together last if there are several.
    count : CaseCount
    rows : tuple of BaselineRow
        Variable after variable, each level that the cases have or, of one within another, could.
    usual : tuple of BaselineVariable
        The variables of the rows in an order that tells nothing of their numbers.
    conventions : Conventions
    notes : tuple of Note
    index_rows : pandas.DataFrame or None
        The cases of the index patient, who counts in the columns like everybody; ``None`` where
        nobody is marked, or none of the cases is of this patient.
    """

    unit: Unit
    grouping: Grouping
    groups: tuple[Group, ...]
    count: CaseCount
    rows: tuple[BaselineRow, ...]
    usual: tuple[BaselineVariable, ...]
    conventions: Conventions
    notes: tuple[Note, ...]
    index_rows: pd.DataFrame | None = None

    @property
    def method(self) -> str:
        """Counting unit, denominators and quartiles, in one sentence."""
        return (
            f"counts are {self.unit}; percentages are of the {self.unit} of the column, or of the "
            f"level named after 'within'; {self.conventions.quartile_method}"
        )

    def to_frame(self) -> pd.DataFrame:
        """One row for each table row and group; unformatted."""
        records: list[dict[str, object]] = []
        for row in self.rows:
            for group, cell in zip(self.groups, row.cells, strict=True):
                record: dict[str, object] = {
                    "variable": row.variable.column,
                    "label": column_label(row.variable.column),
                    "within": "=".join(row.variable.within or ()),
                    "level": row.level,
                    "group": group.label,
                    "unit": self.unit,
                    "statistic": row.variable.statistic,
                }
                if isinstance(cell, CountCell):
                    record |= {"count": cell.count, "total": cell.total}
                else:
                    record |= {
                        "n": cell.n,
                        "n_missing": cell.n_missing,
                        "median": cell.median,
                        "q1": cell.q1,
                        "q3": cell.q3,
                        "minimum": cell.minimum,
                        "maximum": cell.maximum,
                    }
                records.append(record | {"method": self.method})
        return pd.DataFrame(records)


def baseline_table(
    cohort: Cohort,
    *,
    by: GroupBy = (),
    unit: Unit = "lines",
    variables: Sequence[BaselineVariable] | None = None,
    hidden: Collection[str] = (),
    order: BaselineOrder = "usual",
    index: str = "",
    conventions: Conventions = AS_PUBLISHED,
) -> BaselineTable:
    """Describe the cases of a cohort by group.

    Parameters
    ----------
    cohort : Cohort
        The lines in view.
    by : sequence of str or of NamedSubgroup
        Columns whose levels, crossed, make the groups, or subgroups by name, in one of which each
        line is (`within_subgroups`); none for all together.
    unit : {"lines", "patients"}
    variables : sequence of BaselineVariable, optional
        Those whose column the cohort lacks, or of which every group has one level by what makes
        it, are left out; without any, the usual ones (`default_variables`).
    hidden : collection of str
        Columns of variables that are left out.
    order : {"usual", "name", "missing"}
        As the variables are given; by their names; or by the share of cells that are empty among
        all cases, the largest first.
    index : str
        The key of the patient whose own values are told beside, as `patient_key` gives it.
    conventions : Conventions
        Gives the quartile type.

    Returns
    -------
    BaselineTable

    Notes
    -----
    The type of a variable comes from the schema, never from how many values it has. Empty cells are
    a level of their own and stay in the denominator.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("abc"), "line_number": [1.0] * 3,
    ...                       "age_years": [20.0, 30.0, 50.0], "sex": ["male", "male", None]})
    >>> table = baseline_table(Cohort(frame=frame, name="three"))
    >>> [(row.label, row.level) for row in table.rows]
    [('Age (years)', None), ('Sex', 'male'), ('Sex', 'not recorded')]
    >>> table.rows[1].cells[0]
    CountCell(count=2, total=3)
    """
    rows = cases_in_unit(cohort.frame, unit)
    grouping = group_rows(cohort, rows, by)
    groups = grouping.groups
    if len(groups) > 1:
        groups = (*groups, Group(label=ALL_LABEL, rows=rows, levels=()))
    chosen = {
        variable: found
        for variable in (default_variables(cohort) if variables is None else variables)
        if _is_available(cohort, variable) and variable.column not in (*grouping.alike, *hidden)
        if (found := _rows(cohort, groups, variable, conventions))
    }
    own = rows[rows["patient_id"].astype(str) == patient_of_key(cohort, index)]
    return BaselineTable(
        index_rows=own if len(own) else None,
        unit=unit,
        grouping=grouping,
        groups=groups,
        count=count_cases(rows),
        rows=tuple(chain(*sorted(chosen.values(), key=_ORDERS[order]))),
        usual=tuple(chosen),
        conventions=conventions,
        notes=(*_overlap_notes(grouping), *_index_note(len(own))),
    )


def _overlap_notes(grouping: Grouping) -> tuple[Note, ...]:
    if not grouping.n_shared_patients:
        return grouping.empty_note
    who = format_count(grouping.n_shared_patients, "patient is", "patients are")
    message = (
        f"{who} in more than one column{grouping.told_shared}, so the columns' patients add up to "
        "more than all."
    )
    return (Note(code="shared_patients", message=message), *grouping.empty_note)


def _index_note(n: int) -> tuple[Note, ...]:
    if not n:
        return ()
    message = "The index patient's own values stand beside; the columns count this patient too."
    return (Note(code="index_patient", message=message),)


def _is_available(cohort: Cohort, variable: BaselineVariable) -> bool:
    columns = (variable.column, *([variable.within[0]] if variable.within else []))
    return cohort.has(*columns)


def _rows(
    cohort: Cohort, groups: Sequence[Group], variable: BaselineVariable, conventions: Conventions
) -> list[BaselineRow]:
    label = cohort.label(variable.column)
    if variable.statistic != "count":
        cells = tuple(
            summarize_numbers(group.rows[variable.column], quartile_type=conventions.quartile_type)
            for group in groups
        )
        return [BaselineRow(variable=variable, label=label, level=None, cells=cells)]
    counts = [Counter(level_texts(_denominator(group.rows, variable))) for group in groups]
    if not any(counts):
        return []
    levels = [
        level
        for level in cohort.levels(variable.column)
        if level != NOT_RECORDED or any(count[NOT_RECORDED] for count in counts)
    ]
    return [
        BaselineRow(
            variable=variable,
            label=label,
            level=level,
            cells=tuple(CountCell(count=count[level], total=count.total()) for count in counts),
        )
        for level in levels
    ]


def _name(rows: Sequence[BaselineRow]) -> str:
    return rows[0].label.casefold()


def _share_recorded(rows: Sequence[BaselineRow]) -> float:
    """Of all cases together, which stand last."""
    together = [(row.level, row.cells[-1]) for row in rows]
    n_missing, n = 0, 0
    for level, cell in together:
        if isinstance(cell, NumberSummary):
            n_missing, n = cell.n_missing, cell.n + cell.n_missing
        else:
            n_missing, n = n_missing + cell.count * (level == NOT_RECORDED), cell.total
    return 1 - n_missing / n if n else 1.0


_ORDERS: Final[dict[BaselineOrder, Callable[[Sequence[BaselineRow]], str | float]]] = {
    "usual": lambda _: 0.0,
    "name": _name,
    "missing": _share_recorded,
}


def _denominator(rows: pd.DataFrame, variable: BaselineVariable) -> pd.Series:
    if variable.within is None:
        return rows[variable.column]
    column, level = variable.within
    return rows.loc[level_texts(rows[column]) == level, variable.column]
