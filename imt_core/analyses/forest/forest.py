"""Subgroups side by side: one rate in every level of several columns, described and not tested."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.analyses.forest.rows import (
    DENOMINATORS,
    RESPONSE_MEASURES,
    ForestRow,
    Measure,
    check_measure,
    response_rate_rows,
    survival_rows,
)
from imt_core.cohort.counting import CaseCount, Unit, count_cases
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.labels import level_text
from imt_core.cohort.schema import Cohort, level_texts
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_count, format_exact, reason_or_no_limits
from imt_core.conventions.notes import Note
from imt_core.estimates.small_groups import FEW_CASES
from imt_core.estimates.survival_rates import limit_notes

__all__ = ["Forest", "ForestRow", "Measure", "subgroup_forest"]

OVERALL_LABEL: Final = "Overall"
_WHOM: Final = {"orr": "evaluable", "orr_treated": "all treated"}
MOST_LEVELS: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forest:
    """One rate overall and in every subgroup.

    Parameters
    ----------
    measure : "orr", "orr_treated" or tuple of (str, float)
        What is estimated; an endpoint with its time in months.
    measure_label : str
        The same for a reader.
    count_label : str
        What `n_event` and `n` count, such as ``"responders/evaluable lines"``.
    unit : {"lines", "patients"}
    count : CaseCount
        Lines and patients behind the overall row's `n`.
    rows : tuple of ForestRow
        The overall row first, then the levels of each column in turn.
    n_subgroups : int
        Subgroups with at least one case.
    conventions : Conventions
    notes : tuple of Note
    """

    measure: Measure
    measure_label: str
    count_label: str
    unit: Unit
    count: CaseCount
    rows: tuple[ForestRow, ...]
    n_subgroups: int
    conventions: Conventions
    notes: tuple[Note, ...]

    @property
    def overall(self) -> ForestRow:
        """The row of everybody."""
        return self.rows[0]

    @property
    def method(self) -> str:
        """Interval and purpose, in one sentence."""
        interval = self.conventions.survival_method
        if self.is_response:
            interval = self.conventions.proportion_method
        whom = "not evaluable (NE) counts as no response; " if self.measure == "orr_treated" else ""
        return f"{whom}{interval}; described by subgroup, no test of interaction"

    @property
    def is_response(self) -> bool:
        """Whether the rate is a quotient of its counts, and not read off a curve."""
        return self.measure in RESPONSE_MEASURES

    @property
    def repeats_deaths(self) -> bool:
        """Whether one death may be several events, one for each line of the patient."""
        return self.overall.n_died is not None and self.count.n_lines > self.count.n_patients

    def to_frame(self) -> pd.DataFrame:
        """One row for each subgroup, the overall row first; unformatted."""
        return pd.DataFrame(
            [
                {
                    "measure": self.measure_label,
                    "column": row.column,
                    "level": row.level,
                    "label": row.name,
                    "unit": self.unit,
                    "n": row.n,
                    "n_event": row.n_event,
                    **({} if row.n_died is None else {"n_died": row.n_died}),
                    "n_risk": row.n_risk,
                    "estimate": row.estimate,
                    "conf_low": row.conf_low,
                    "conf_high": row.conf_high,
                    "reason": reason_or_no_limits(row.reason, row.conf_low, row.conf_high),
                    "conf_level": self.conventions.conf_level,
                    "method": self.method,
                }
                for row in self.rows
            ]
        )


def subgroup_forest(
    cohort: Cohort,
    *,
    columns: Sequence[str],
    measure: Measure = "orr",
    unit: Unit = "lines",
    conventions: Conventions = AS_PUBLISHED,
) -> Forest:
    """Estimate one rate overall and in every level of several columns.

    Parameters
    ----------
    cohort : Cohort
        The lines in view.
    columns : sequence of str
        Each with at most 15 levels; a column named twice is taken once.
    measure : "orr", "orr_treated" or tuple of (str, float)
        The response rate of the evaluable, that of all treated with not evaluable (NE) as no
        response, or survival of an endpoint at a time in months such as ``("pfs", 12)``.
    unit : {"lines", "patients"}
        With ``"patients"`` each patient's first line in view (that can enter) is counted.
    conventions : Conventions
        Gives the intervals and their level.

    Returns
    -------
    Forest
        Every level in view has a row, also one without cases; its reason says so.

    Raises
    ------
    ImtError
        If a column is missing or has too many levels, the measure is unknown, or the cohort lacks
        the columns of the measure.

    Notes
    -----
    A description: no hazard ratio and no test, since subgroups of a small cohort can show neither
    interaction nor its absence. Intervals are not adjusted for the number of subgroups.
    R, in each subgroup: ``binom.test(responders, evaluable)``, or
    ``summary(survfit(Surv(months, event) ~ 1), times = t)``.

    References
    ----------
    Wang R et al. Statistics in medicine: reporting of subgroup analyses. N Engl J Med
    2007;357:2189-2194. doi:10.1056/NEJMsr077003

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> forest = subgroup_forest(example_cohort(), columns=["sex"])
    >>> [(row.name, row.n_event, row.n, round(row.estimate, 3)) for row in forest.rows[1:]]
    [('Sex: male', 2, 3, 0.667), ('Sex: female', 0, 2, 0.0)]
    >>> forest.notes[0].message
    '2 subgroups were looked at: some differ by chance alone.'

    A level without evaluable cases:

    >>> nobody = subgroup_forest(example_cohort("f"), columns=["sex"])
    >>> nobody.rows[1].estimate is None, nobody.rows[1].reason
    (True, 'no evaluable lines')
    """
    chosen = tuple(dict.fromkeys(columns))
    _check_columns(cohort, chosen)
    check_measure(measure)
    if isinstance(measure, str):
        rows, entering, estimate = response_rate_rows(cohort, measure, unit, conventions)
        label = f"Overall response rate of {_WHOM[measure]}"
        counted = f"responders/{DENOMINATORS[measure]} {unit}"
    else:
        rows, entering, estimate = survival_rows(cohort, measure, unit, conventions)
        at = f"{format_exact(measure[1])} months"
        label = f"{ENDPOINTS[measure[0]].label} at {at}"
        counted = f"events by {at}/{unit}"
    forest_rows = [estimate(rows, column=None, level=None, heading="", label=OVERALL_LABEL)]
    for column in chosen:
        texts = level_texts(rows[column])
        forest_rows += [
            estimate(
                rows[texts == level],
                column=column,
                level=level,
                heading=cohort.label(column),
                label=level_text(column, level),
            )
            for level in cohort.levels(column)
        ]
    count = count_cases(entering)
    n_subgroups = sum(row.n > 0 for row in forest_rows[1:])
    return Forest(
        measure=measure,
        measure_label=label,
        count_label=counted,
        unit=unit,
        count=count,
        rows=tuple(forest_rows),
        n_subgroups=n_subgroups,
        conventions=conventions,
        notes=_forest_notes(forest_rows, n_subgroups, count, unit, measure, conventions),
    )


def _forest_notes(
    rows: Sequence[ForestRow],
    n_subgroups: int,
    count: CaseCount,
    unit: Unit,
    measure: Measure,
    conventions: Conventions,
) -> tuple[Note, ...]:
    """Notes on chance, small groups, limits of 100% and repeated patients."""
    notes = []
    if n_subgroups:
        were = "was" if n_subgroups == 1 else "were"
        message = (
            f"{format_count(n_subgroups, 'subgroup')} {were} looked at: "
            "some differ by chance alone."
        )
        notes.append(Note(code="subgroups_looked_at", message=message))
    if small := [row.name for row in rows[1:] if row.is_small]:
        message = (
            f"Fewer than {FEW_CASES} {unit}: {'; '.join(small)}. Read their patients one by one "
            "rather than their percentages."
        )
        notes.append(Note(code="few_cases", message=message))
    if measure not in RESPONSE_MEASURES:
        notes += _survival_notes(rows, conventions)
    if count.n_lines > count.n_patients:
        message = (
            "Some patients count with more than one line; intervals take them for lines of "
            "different patients, so they are too narrow."
        )
        notes.append(Note(code="repeated_patients", message=message))
    return tuple(notes)


def _survival_notes(rows: Sequence[ForestRow], conventions: Conventions) -> list[Note]:
    notes = []
    if flat := [row.name for row in rows if row.estimate == row.conf_low == 1]:
        message = (
            f"No event by then: {'; '.join(flat)}. No limits are defined, and 100% does not show "
            "that the risk is zero."
        )
        notes.append(Note(code="no_events", message=message))
    named = [(row.name, row) for row in rows]
    return [*notes, *limit_notes(named, conventions.survival_conf_type)]


def _check_columns(cohort: Cohort, columns: Iterable[str]) -> None:
    for column in columns:
        if column not in cohort.frame:
            raise ImtError(
                f"columns must be columns of the cohort, but {column} was not found. "
                "Choose among cohort.grouping_columns()."
            )
        n_levels = len(cohort.levels(column))
        if n_levels > MOST_LEVELS + 1:
            raise ImtError(
                f"columns must have at most {MOST_LEVELS} levels, but {column} has {n_levels}. "
                "Choose among cohort.grouping_columns()."
            )
