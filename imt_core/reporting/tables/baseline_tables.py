"""Who was treated, as tables: the baseline table, and how complete the columns are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from types import MappingProxyType
from typing import Final

import pandas as pd

from imt_core.analyses.baseline import BaselineRow, BaselineTable, CountCell
from imt_core.analyses.completeness import Completeness
from imt_core.cohort.counting import count_cases
from imt_core.cohort.labels import level_text
from imt_core.cohort.schema import DERIVED_COLUMNS, NOT_RECORDED, column_label, level_texts
from imt_core.conventions.formatting import (
    EN_DASH,
    format_count_percent,
    format_estimate,
    format_number,
)
from imt_core.estimates.quartiles import NumberSummary
from imt_core.reporting.design.theme import INDEX
from imt_core.reporting.tables.baseline_lines import BaselineLine, baseline_lines, is_of_nobody
from imt_core.reporting.tables.cells import (
    HALVES,
    QUARTERS,
    Quantiles,
    Share,
    TableValues,
    without_ends,
)
from imt_core.reporting.tables.counts import (
    WITHHELD,
    Cell,
    Count,
    CountId,
    Counts,
    Seen,
    Size,
    Text,
)
from imt_core.reporting.tables.result_tables import ResultTable, ResultTables, result_tables

WORKED_OUT: Final = "none: worked out"
"""In place of the name of a column that no file holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredNumber:
    """The median of a measured number with its spread, and for how many it is not recorded.

    `rounded` is of so few decimals that it does not tell whether their number is even.
    """

    lines: Count
    recorded: Count
    missing: Count
    numbers: Quantiles
    rounded: Quantiles

    @property
    def text(self) -> str:
        """Such as ``34 (22–51), 3 not recorded``."""
        return _with_missing(self.numbers.text, self.missing)

    def masked(self, seen: Seen) -> Cell:
        """Without the median of a few values, which tells them.

        That it is told says no more than a reader sees: how many are recorded at least.
        """
        most, told = seen.at_most(self.missing), Text(EN_DASH)
        if most is not None and seen.is_shown(self.lines):
            numbers = self.numbers if seen.is_shown(self.missing) else self.rounded
            told = numbers.of_enough(self.lines.n - most, seen)
        return Text(_with_missing(told.text, seen.cell(self.missing)))


def _with_missing(numbers: str, missing: Cell) -> str:
    return numbers + (f", {missing.text} not recorded" if missing.text != "0" else "")


@dataclass(frozen=True, slots=True)
class OfOne:
    """What is known of one patient."""

    text: str

    def masked(self, seen: Seen) -> Cell:
        """Nothing: whoever it is, one is fewer than any threshold."""
        return WITHHELD


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A group's id, size and cells."""

    size: Size
    cells: tuple[Share | MeasuredNumber, ...]


def _columns(table: BaselineTable) -> list[_Column]:
    columns = []
    for at, group in enumerate(table.groups):
        cases = CountId(table.unit).in_group(group.levels)
        size = Size.of(cases, group.count)
        columns.append(
            _Column(
                size=size,
                cells=tuple(_cell(cases, size.lines, row, row.cells[at]) for row in table.rows),
            )
        )
    return columns


def _cell(
    cases: CountId, lines: Count, row: BaselineRow, cell: CountCell | NumberSummary
) -> Share | MeasuredNumber:
    variable = row.variable
    if isinstance(cell, CountCell):
        within = cases.in_group([variable.within] if variable.within else [])
        level = Count(within.having(variable.column, row.level or ""), cell.count)
        return Share(count=level, total=Count(within, cell.total))
    missing = Count(cases.having(variable.column, NOT_RECORDED), cell.n_missing)
    numbers = partial(_quantiles, cell, is_iqr=variable.statistic == "median_iqr")
    return MeasuredNumber(
        lines=lines,
        recorded=Count(cases.having(("recorded", variable.column), "yes"), cell.n),
        missing=missing,
        numbers=numbers(grain=1),
        rounded=numbers(grain=4),
    )


def _quantiles(cell: NumberSummary, *, is_iqr: bool, grain: int) -> Quantiles:
    """In whole numbers where all three are, if not for what is `grain` times as fine."""
    low, high = (cell.q1, cell.q3) if is_iqr else (cell.minimum, cell.maximum)
    values = (cell.median, low, high)
    is_whole = all(value is None or float(grain * value).is_integer() for value in values)
    decimals = 0 if is_whole else 1
    text = format_estimate(*values, decimals=decimals)
    alone = without_ends(format_number(cell.median, decimals=decimals))
    told = ((QUARTERS, text), (HALVES, alone)) if is_iqr else ((HALVES, alone),)
    return Quantiles(text=text, told=told, n=cell.n, rests_on=())


def baseline_values(table: BaselineTable) -> TableValues:
    """A line for each variable, its levels below it; a column for each group."""
    columns, lines = _columns(table), baseline_lines(table)
    rows: tuple[tuple[Cell, ...], ...] = (
        (Text("Treatment lines"), *(column.size.lines for column in columns)),
        (Text("Patients"), *(column.size.patients for column in columns)),
        *(
            (
                Text(line.text),
                *(Text("") if line.row is None else column.cells[line.row] for column in columns),
            )
            for line in lines
        ),
    )
    labels = [group.label for group in table.groups]
    if table.index_rows is not None:
        size = count_cases(table.index_rows)
        own = [str(size.n_lines), str(size.n_patients)]
        own += [_of_one(table, table.index_rows, line) for line in lines]
        rows = tuple((*row, OfOne(text)) for row, text in zip(rows, own, strict=True))
        labels.append(f"{INDEX[:1].upper()}{INDEX[1:]}")
    usual = sorted(range(len(lines)), key=lambda at: table.usual.index(lines[at].variable))
    return TableValues(
        columns=("Characteristic", *labels),
        rows=rows,
        masked_order=(0, 1, *(at + 2 for at in usual)),
    )


def _of_one(table: BaselineTable, rows: pd.DataFrame, line: BaselineLine) -> str:
    """What a line tells of one patient: the values, or whether a level below is the patient's."""
    if line.row is None:
        return ""
    variable, cells = line.variable, rows
    if variable.within is not None:
        column, level = variable.within
        cells = rows[level_texts(rows[column]) == level]
    texts = level_texts(cells[variable.column]).tolist()
    if line.is_below:
        n = texts.count(table.rows[line.row].level)
        return "" if not n else "yes" if len(rows) == 1 else f"{n} of {len(rows)}"
    words = [level_text(variable.column, text) for text in dict.fromkeys(texts)]
    return "; ".join(words) or EN_DASH


def format_baseline_table(table: BaselineTable) -> pd.DataFrame:
    """A line for each variable, its levels below it; a column for each group.

    Examples
    --------
    >>> from imt_core.analyses.baseline import baseline_table
    >>> from imt_core.cohort.example import example_cohort
    >>> format_baseline_table(baseline_table(example_cohort())).values.tolist()
    [['Treatment lines', '6'], ['Patients', '6'], \
['Age (years), median (Q1–Q3)', '31 (30–40), 1 not recorded'], ['Sex: male', '3 (50.0%)']]
    """
    return baseline_values(table).to_frame()


@result_tables.register
def _(table: BaselineTable) -> ResultTables:
    columns = _columns(table)
    # Without cases there is no column, and nobody in it.
    sizes = [column.size for column in columns] or [Size.of(CountId(table.unit), table.count)]
    shown = ResultTable(
        name="baseline",
        heading="Baseline table",
        values=baseline_values(table),
        numbers=table.to_frame(),
    )
    return ResultTables(tables=(shown,), size=sizes[-1], counts=_counts(table, columns, sizes))


def _counts(table: BaselineTable, columns: Sequence[_Column], sizes: Sequence[Size]) -> Counts:
    counts = Counts()
    counts.add_sizes(*sizes)
    if len(sizes) > 1:
        counts.add_groups(sizes[-1], sizes[:-1], table.grouping.columns)
    written = {line.row for line in baseline_lines(table)}
    # Where nobody has a level, the lines tell that they are 0; where a level or a group is named,
    # that somebody has it.
    named = [at for at, row in enumerate(table.rows) if not is_of_nobody(row.cells)]
    rows = {at: [_counted(column.cells[at]) for column in columns] for at in named}
    for at, row in rows.items():
        counts.add(*row, unseen=at not in written)
    for _, variable in groupby(named, lambda at: table.rows[at].variable):
        places = list(variable)
        for column in columns:
            cells = [column.cells[at] for at in places]
            first = cells[0]
            if isinstance(first, MeasuredNumber):
                counts.add_rest(column.size.lines, first.missing, first.recorded.id)
            else:
                # The percentages tell it.
                counts.add(first.total)
                counts.add_sum(first.total, [_counted(cell) for cell in cells])
    for column in columns:
        _add_parents(counts, table, column)
    for at, row in rows.items():
        if len(columns) > 1:
            counts.add_sum(row[-1], row[:-1])
        if isinstance(columns[-1].cells[at], Share):
            counts.at_least[row[-1].id] = 1
    return counts


def _add_parents(counts: Counts, table: BaselineTable, column: _Column) -> None:
    """Say what denominators within a variable that has no row of its own add up to."""
    shown = {row.variable.column for row in table.rows if row.variable.within is None}
    totals: dict[str, list[Count]] = {}
    for row, cell in zip(table.rows, column.cells, strict=True):
        within = row.variable.within
        if (
            within
            and within[0] not in shown
            and isinstance(cell, Share)
            and not cell.total.is_nobody
        ):
            totals.setdefault(within[0], []).append(cell.total)
    lines = column.size.lines
    for parent, parts in totals.items():
        known = list(dict.fromkeys(parts))
        others = lines.id.having(("neither", parent), "yes")
        rest = Count(others, lines.n - sum(part.n for part in known))
        if rest.n:
            counts.add(rest, unseen=True)
        counts.add_sum(lines, [*known, rest] if rest.n else known)


def _counted(cell: Share | MeasuredNumber) -> Count:
    return cell.count if isinstance(cell, Share) else cell.missing


def format_completeness_table(
    completeness: Completeness, *, headers: Mapping[str, str] = MappingProxyType({})
) -> pd.DataFrame:
    """One row for each column, the least complete first.

    Parameters
    ----------
    completeness : Completeness
    headers : dict of str to str
        What the file calls a column, where that is another name.

    Examples
    --------
    >>> from imt_core.analyses.completeness import completeness_table
    >>> from imt_core.cohort.example import example_cohort
    >>> format_completeness_table(completeness_table(example_cohort())).iloc[0, 0]
    'Age (years)'
    """
    ordered = sorted(
        completeness.columns,
        key=lambda column: column.n_recorded / column.n_expected if column.n_expected else 1.0,
    )
    return pd.DataFrame(
        [
            {
                "Column": column.label,
                "Recorded": format_count_percent(column.n_recorded, column.n_expected),
                "Of lines": column.n_expected,
                "Counted where": _condition(column.only_where),
                "Name in the file": _name_in_file(column.column, headers),
            }
            for column in ordered
        ]
    )


def _condition(only_where: str) -> str:
    column, _, levels = only_where.partition(" = ")
    return f"{column_label(column)}: {levels}" if only_where else "all lines in view"


def _name_in_file(column: str, headers: Mapping[str, str]) -> str:
    is_derived = any(column == derived.name for derived in DERIVED_COLUMNS)
    return WORKED_OUT if is_derived else headers.get(column, column)
