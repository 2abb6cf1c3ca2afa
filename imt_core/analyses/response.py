"""Best response by group: counts, overall response rate and disease control rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.analyses.response_rates import (
    DEFAULT_DURABLE_MONTHS,
    LASTED,
    NOT_KNOWN,
    ResponseRates,
    response_rates_of,
    stable_for,
)
from imt_core.cohort.counting import CaseCount, LeftOut, Overlap, Unit, cases_in_unit
from imt_core.cohort.grouping import Group, Grouping, group_rows
from imt_core.cohort.named_subgroups import GroupBy
from imt_core.cohort.overlap import resolve_overlap
from imt_core.cohort.schema import EVALUABLE_RESPONSES, NO_REASON, NOT_RECORDED, Cohort, level_texts
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_count, format_exact
from imt_core.conventions.notes import Note, distinct_notes
from imt_core.estimates.proportions import Proportion
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
        Their sum.
    not_evaluable : tuple of (str, int)
        Reason and number of cases recorded as NE.
    n_not_recorded : int
        Cases without a recorded response: in no rate.
    n_stable_lasted, n_stable_not_known : int
        Of the cases with SD, those in which it lasted as long as asked, and those of whom that is
        not known.
    of_evaluable : ResponseRates
        Of CR, PR, SD and PD.
    of_treated : ResponseRates
        Of these and NE, which is no response: of all treated whose response is recorded.
    """

    label: str
    count: CaseCount
    counts: dict[str, int]
    n_evaluable: int
    not_evaluable: tuple[tuple[str, int], ...]
    n_not_recorded: int
    n_stable_lasted: int
    n_stable_not_known: int
    of_evaluable: ResponseRates
    of_treated: ResponseRates

    @property
    def orr(self) -> Proportion:
        """Overall response rate of the evaluable."""
        return self.of_evaluable.orr

    @property
    def dcr(self) -> Proportion:
        """Disease control rate of the evaluable."""
        return self.of_evaluable.dcr

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
    durable_months : float
        How long a stable disease must last to count as durable control.
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
    durable_months: float
    conventions: Conventions
    notes: tuple[Note, ...]

    @property
    def rate_method(self) -> str:
        """Criteria, denominators and interval of the response rates, in one sentence."""
        return (
            f"best response by RECIST v1.1; rates are of evaluable {self.unit}, and of all "
            "treated with not evaluable (NE) as no response; "
            f"{self.conventions.proportion_method}"
        )

    @property
    def tested(self) -> tuple[GroupResponse, ...]:
        """The groups that a test may compare: those that are recorded."""
        made = (group.is_recorded for group in self.grouping.groups if len(group.rows))
        pairs = zip(self.groups, made, strict=True)
        return tuple(group for group, is_recorded in pairs if is_recorded)

    @property
    def method(self) -> str:
        """The same, and what durable control is."""
        months = format_exact(self.durable_months)
        return (
            f"{self.rate_method}; durable control: CR, PR, or SD of at least {months} months from "
            "day 1 by PFS (localized disease: RFS), a range where SD was followed for less"
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
                    "n_treated": group.of_treated.n,
                    "n_not_evaluable": group.n_not_evaluable,
                    "n_not_recorded": group.n_not_recorded,
                    "reasons_not_evaluable": "; ".join(
                        f"{reason}: {n}" for reason, n in group.not_evaluable
                    ),
                    "durable_months": self.durable_months,
                    "n_stable_lasted": group.n_stable_lasted,
                    "n_stable_not_known": group.n_stable_not_known,
                    **_columns(group.of_evaluable, ""),
                    **_columns(group.of_treated, "_treated"),
                    "conf_level": self.conventions.conf_level,
                    "method": self.method,
                }
                for group in self.groups
            ]
        )


def _columns(rates: ResponseRates, of: str) -> dict[str, float | None]:
    return {
        f"orr{of}": rates.orr.estimate,
        f"orr{of}_conf_low": rates.orr.conf_low,
        f"orr{of}_conf_high": rates.orr.conf_high,
        f"dcr{of}": rates.dcr.estimate,
        f"dcr{of}_conf_low": rates.dcr.conf_low,
        f"dcr{of}_conf_high": rates.dcr.conf_high,
        f"durable{of}_at_least": rates.durable.estimate,
        f"durable{of}_at_most": rates.durable_at_most.estimate,
        f"durable{of}_conf_low": rates.durable.conf_low,
        f"durable{of}_conf_high": rates.durable_at_most.conf_high,
    }


def response_table(
    cohort: Cohort,
    *,
    by: GroupBy = (),
    unit: Unit = "lines",
    overlap: Overlap = "keep",
    durable_months: float = DEFAULT_DURABLE_MONTHS,
    conventions: Conventions = AS_PUBLISHED,
) -> ResponseTable:
    """Count best responses in every group of a cohort.

    Parameters
    ----------
    cohort : Cohort
        The lines in view.
    by : sequence of str or of NamedSubgroup
        Columns whose levels, crossed, make the groups, or subgroups by name, in one of which each
        line is (`within_subgroups`); none for all together.
    unit : {"lines", "patients"}
        With ``"patients"`` the first line in view of each patient is counted.
    overlap : {"keep", "first line", "leave out"}
        What is done where groups share patients; see `resolve_overlap`.
    durable_months : float
        How long a stable disease must last to count as durable control.
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
    Every rate has two denominators. RECIST 1.1 asks that all who were treated are accounted for,
    those who could not be evaluated with the reason, and that conclusions rest on all of them, not
    on the evaluable alone: of all treated, not evaluable (NE) counts as no response and no control,
    whatever the reason. Cases without a recorded response are counted and named, and are in neither
    denominator: that a response was not written down does not say that there was none. Durable
    control is CR, PR, or SD of at least `durable_months`; where the last assessment without
    progression came before, it is not known, and the rate is given as bounds.
    R: ``binom.test(responders, evaluable)``, ``binom.test(responders, treated)``.

    References
    ----------
    Eisenhauer EA et al. (RECIST 1.1, section 4.9). Eur J Cancer 2009;45:228-247.
    doi:10.1016/j.ejca.2008.10.026

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("abcd"), "line_number": [1.0] * 4,
    ...                       "best_response": ["PR", "SD", "NE", None]})
    >>> group = response_table(Cohort(frame=frame, name="four")).groups[0]
    >>> group.orr.estimate, group.n_evaluable, group.not_evaluable, group.n_not_recorded
    (0.5, 2, (('reason not recorded', 1),), 1)
    >>> group.of_treated.orr.n_success, group.of_treated.n
    (1, 3)
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
    stable = stable_for(cohort, durable_months)
    groups = tuple(
        _group_response(group, stable[group.rows.index], conventions)
        for group in grouping.groups
        if len(group.rows)
    )
    noun = unit.removesuffix("s")
    notes = [
        note
        for group in groups
        for note in (
            *small_group_note(group.label, _list_responses(group), f"evaluable {noun}"),
            *_unknown_notes(group, noun, durable_months),
        )
    ]
    if any(group.n_not_evaluable for group in groups):
        notes.append(NOT_EVALUABLE)
    return ResponseTable(
        unit=unit,
        cases=rows,
        overlap=overlap,
        grouping=grouping,
        count=grouping.count,
        left_out=resolved.left_out,
        groups=groups,
        durable_months=durable_months,
        conventions=conventions,
        notes=distinct_notes((*resolved.notes, *notes)),
    )


NOT_EVALUABLE: Final = Note(
    code="not_evaluable",
    message="Of all treated, not evaluable counts as no response (RECIST 1.1), also where nothing "
    "could be measured, as after complete resection: a filter on disease extent leaves them out.",
)


def _unknown_notes(group: GroupResponse, noun: str, months: float) -> list[Note]:
    """Who is in no rate, and of whom it is not known how long a stable disease lasted."""
    notes = []
    if n := group.n_not_recorded:
        are = "is" if n == 1 else "are"
        message = (
            f"{group.label}: {format_count(n, noun)} without a recorded response {are} in no rate, "
            "in that of all treated neither."
        )
        notes.append(Note(code="not_recorded", message=message))
    if n := group.n_stable_not_known:
        message = (
            f"{group.label}: of {format_count(n, noun)} with SD it is not known whether it lasted "
            f"{format_exact(months)} months, so durable control is given as a range."
        )
        notes.append(Note(code="stable_not_known", message=message))
    return notes


def _group_response(group: Group, stable: pd.Series, conventions: Conventions) -> GroupResponse:
    responses = level_texts(group.rows["best_response"])
    counts = {level: int((responses == level).sum()) for level in EVALUABLE_RESPONSES}
    n_evaluable = sum(counts.values())
    n_lasted, n_not_known = (int((stable == known).sum()) for known in (LASTED, NOT_KNOWN))

    def rates(n: int) -> ResponseRates:
        return response_rates_of(
            counts, n, n_lasted=n_lasted, n_not_known=n_not_known, conventions=conventions
        )

    return GroupResponse(
        label=group.label,
        count=group.count,
        counts=counts,
        n_evaluable=n_evaluable,
        not_evaluable=_reasons(group.rows[responses == "NE"]),
        n_not_recorded=int((responses == NOT_RECORDED).sum()),
        n_stable_lasted=n_lasted,
        n_stable_not_known=n_not_known,
        of_evaluable=rates(n_evaluable),
        of_treated=rates(n_evaluable + int((responses == "NE").sum())),
    )


def _list_responses(group: GroupResponse) -> list[str]:
    return [level for level, n in group.counts.items() for _ in range(n)]


def _reasons(rows: pd.DataFrame) -> tuple[tuple[str, int], ...]:
    if "ne_reason" not in rows:
        return ((NO_REASON, len(rows)),) if len(rows) else ()
    counts = rows["ne_reason"].fillna(NO_REASON).value_counts()
    return tuple((str(reason), int(n)) for reason, n in counts.items())
