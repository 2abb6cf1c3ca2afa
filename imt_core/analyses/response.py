"""Best response by group: counts, overall response rate and disease control rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from imt_core.cohort.counting import CaseCount, LeftOut, Overlap, Unit, cases_in_unit, count_cases
from imt_core.cohort.grouping import Group, Grouping, group_rows
from imt_core.cohort.overlap import resolve_overlap
from imt_core.cohort.schema import (
    CONTROLLED,
    EVALUABLE_RESPONSES,
    NO_REASON,
    NOT_RECORDED,
    RESPONDERS,
    Cohort,
    level_texts,
)
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.conventions.errors import ImtError
from imt_core.conventions.notes import Note, distinct_notes
from imt_core.estimates.proportions import Proportion, proportion
from imt_core.estimates.small_groups import small_group_note


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupResponse:
    """Best response of one group.

    Parameters
    ----------
    label : str
    count : CaseCount
        All lines and patients of the group.
    counts : dict of str to int
        Cases with CR, PR, SD, PD, in this order.
    n_evaluable : int
        Their sum: the denominator of both rates.
    not_evaluable : tuple of (str, int)
        Reason and number of cases recorded as NE.
    n_not_recorded : int
        Cases without a recorded response.
    orr, dcr : Proportion
        Overall response rate (CR + PR) and disease control rate (CR + PR + SD).
    """

    label: str
    count: CaseCount
    counts: dict[str, int]
    n_evaluable: int
    not_evaluable: tuple[tuple[str, int], ...]
    n_not_recorded: int
    orr: Proportion
    dcr: Proportion

    @property
    def n_not_evaluable(self) -> int:
        """Cases recorded as not evaluable."""
        return sum(n for _, n in self.not_evaluable)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ResponseTable:
    """Best response by group.

    Parameters
    ----------
    unit : {"lines", "patients"}
    cases : pandas.DataFrame
        Everyone counted in view, before anything was done about shared patients.
    overlap : {"keep", "first line", "leave out"}
        What was done where groups share patients.
    grouping : Grouping
    count : CaseCount
        All lines and patients counted.
    left_out : tuple of LeftOut
        Lines left out because groups share patients.
    groups : tuple of GroupResponse
    conventions : Conventions
    notes : tuple of Note
    """

    unit: Unit
    cases: pd.DataFrame
    overlap: Overlap
    grouping: Grouping
    count: CaseCount
    left_out: tuple[LeftOut, ...]
    groups: tuple[GroupResponse, ...]
    conventions: Conventions
    notes: tuple[Note, ...]

    @property
    def method(self) -> str:
        """Criteria, denominator and interval, in one sentence."""
        return (
            f"best response by RECIST v1.1; rates are of evaluable {self.unit}; "
            f"{self.conventions.proportion_method}"
        )

    def to_frame(self) -> pd.DataFrame:
        """One row for each group; counts and fractions, unformatted."""
        return pd.DataFrame(
            [
                {
                    "group": group.label,
                    "unit": self.unit,
                    "n_lines": group.count.n_lines,
                    "n_patients": group.count.n_patients,
                    **group.counts,
                    "n_evaluable": group.n_evaluable,
                    "n_not_evaluable": group.n_not_evaluable,
                    "n_not_recorded": group.n_not_recorded,
                    "reasons_not_evaluable": "; ".join(
                        f"{reason}: {n}" for reason, n in group.not_evaluable
                    ),
                    "orr": group.orr.estimate,
                    "orr_conf_low": group.orr.conf_low,
                    "orr_conf_high": group.orr.conf_high,
                    "dcr": group.dcr.estimate,
                    "dcr_conf_low": group.dcr.conf_low,
                    "dcr_conf_high": group.dcr.conf_high,
                    "conf_level": self.conventions.conf_level,
                    "method": self.method,
                }
                for group in self.groups
            ]
        )


def response_table(
    cohort: Cohort,
    *,
    by: Sequence[str] = (),
    unit: Unit = "lines",
    overlap: Overlap = "keep",
    conventions: Conventions = AS_PUBLISHED,
) -> ResponseTable:
    """Count best responses in every group of a cohort.

    Parameters
    ----------
    cohort : Cohort
        The lines in view.
    by : sequence of str
        Columns whose levels, crossed, make the groups; none for all together.
    unit : {"lines", "patients"}
        With ``"patients"`` the first line in view of each patient is counted.
    overlap : {"keep", "first line", "leave out"}
        What is done where groups share patients; see `resolve_overlap`.
    conventions : Conventions
        Gives the interval and its level.

    Returns
    -------
    ResponseTable
        Without cases it has no groups.

    Raises
    ------
    ImtError
        If the cohort has no column ``best_response``.

    Notes
    -----
    Not evaluable (NE) and unrecorded cases are counted and named, and are in no denominator.
    R: ``binom.test(responders, evaluable)``.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("abcd"), "line_number": [1.0] * 4,
    ...                       "best_response": ["PR", "SD", "NE", None]})
    >>> group = response_table(Cohort(frame=frame, name="four")).groups[0]
    >>> group.orr.estimate, group.n_evaluable, group.not_evaluable, group.n_not_recorded
    (0.5, 2, (('reason not recorded', 1),), 1)
    >>> response_table(Cohort(frame=frame.head(0), name="none")).groups
    ()
    """
    if "best_response" not in cohort.frame:
        raise ImtError(
            "cohort must have the column best_response for a response table, but it is missing. "
            "Add it to the sheet."
        )
    rows = cases_in_unit(cohort.frame, unit)
    resolved = resolve_overlap(group_rows(cohort, rows, by), overlap)
    grouping = resolved.grouping
    groups = tuple(
        _group_response(group, conventions) for group in grouping.groups if len(group.rows)
    )
    notes = [
        note
        for group in groups
        for note in small_group_note(
            group.label, _list_responses(group), f"evaluable {unit.removesuffix('s')}"
        )
    ]
    return ResponseTable(
        unit=unit,
        cases=rows,
        overlap=overlap,
        grouping=grouping,
        count=count_cases(pd.concat([group.rows for group in grouping.groups]))
        if grouping.groups
        else count_cases(rows),
        left_out=resolved.left_out,
        groups=groups,
        conventions=conventions,
        notes=distinct_notes((*resolved.notes, *notes)),
    )


def _group_response(group: Group, conventions: Conventions) -> GroupResponse:
    responses = level_texts(group.rows["best_response"])
    counts = {level: int((responses == level).sum()) for level in EVALUABLE_RESPONSES}
    n_evaluable = sum(counts.values())

    def rate(levels: Sequence[str]) -> Proportion:
        return proportion(
            sum(counts[level] for level in levels),
            n_evaluable,
            conf_level=conventions.conf_level,
            conf_type=conventions.proportion_conf_type,
        )

    return GroupResponse(
        label=group.label,
        count=group.count,
        counts=counts,
        n_evaluable=n_evaluable,
        not_evaluable=_reasons(group.rows[responses == "NE"]),
        n_not_recorded=int((responses == NOT_RECORDED).sum()),
        orr=rate(RESPONDERS),
        dcr=rate(CONTROLLED),
    )


def _list_responses(group: GroupResponse) -> list[str]:
    return [level for level, n in group.counts.items() for _ in range(n)]


def _reasons(rows: pd.DataFrame) -> tuple[tuple[str, int], ...]:
    if "ne_reason" not in rows:
        return ((NO_REASON, len(rows)),) if len(rows) else ()
    counts = rows["ne_reason"].fillna(NO_REASON).value_counts()
    return tuple((str(reason), int(n)) for reason, n in counts.items())
