"""Cumulative incidence of a cohort by group: curves of two competing events, rates, Gray's test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from imt_core.analyses.guards import (
    learned_later,
    no_split_reaches,
    not_independent,
    one_group,
    starts_unknown,
    too_few_starts,
    too_many_groups,
)
from imt_core.analyses.survival import DEFAULT_RATE_MONTHS, clustered_conf_type
from imt_core.cohort.competing_cases import CompetingCases, CompetingEndpoint
from imt_core.cohort.counting import CaseCount, LeftOut, Overlap, Unit
from imt_core.cohort.grouping import Group, Grouping, group_rows
from imt_core.cohort.named_subgroups import GroupBy
from imt_core.cohort.next_treatment import derive_competing
from imt_core.cohort.overlap import ResolvedOverlap, resolve_overlap
from imt_core.cohort.schema import Cohort
from imt_core.comparisons.gray_test import GrayTest, gray_test, stays_at_risk
from imt_core.comparisons.smallest_p import smallest_log_rank_p
from imt_core.conventions.choices import AS_PUBLISHED, SURVIVAL_CONF_TYPES, Conventions
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import (
    format_count,
    format_exact,
    format_number,
    reason_or_no_limits,
)
from imt_core.conventions.notes import Note, distinct_notes
from imt_core.estimates.cumulative_incidence import (
    CAUSES,
    CompetingTimes,
    IncidenceCurve,
    cumulative_incidence,
    incidence_at,
)
from imt_core.estimates.small_groups import (
    FEW_CASES,
    few_events_note,
    no_event_note,
    small_group_note,
)
from imt_core.estimates.survival_rates import SurvivalRate, limit_notes, no_event_yet_note


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupIncidence:
    """Both incidences of one group.

    Parameters
    ----------
    label : str
    count : CaseCount
        Lines and patients that enter.
    n_event, n_competing : int
    n_competing_patients : int
        Distinct patients with the competing death, which may end several of their lines.
    event, competing : IncidenceCurve
    rates, competing_rates : tuple of SurvivalRate
        The incidences at the landmark times.
    place : int
        Where the group stands among all groups of the cohort before any filter.
    """

    label: str
    count: CaseCount
    n_event: int
    n_competing: int
    n_competing_patients: int
    event: IncidenceCurve
    competing: IncidenceCurve
    rates: tuple[SurvivalRate, ...]
    competing_rates: tuple[SurvivalRate, ...]
    place: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IncidenceSummary:
    """Cumulative incidence by group, everything a figure and its tables need.

    Parameters
    ----------
    endpoint : CompetingEndpoint
    unit : {"lines", "patients"}
    overlap : {"keep", "first line", "leave out"}
        What was done where groups share patients.
    grouping : Grouping
    count : CaseCount
        Lines and patients that enter.
    left_out : tuple of LeftOut
        Cases in view that do not enter, by reason.
    groups : tuple of GroupIncidence
    n_event, n_competing : int
        Events and competing deaths in all groups together, told by cases, those of a line in
        several groups once.
    n_competing_patients : int
        Distinct patients with the competing death, in all groups together.
    withheld : str
        Why nothing is estimated though cases enter; empty where something is.
    test : GrayTest or None
        Of the event of interest; ``None`` where no test is made; `test_reason` says why.
    test_reason : str
    conventions : Conventions
    notes : tuple of Note
    """

    endpoint: CompetingEndpoint
    unit: Unit
    overlap: Overlap
    grouping: Grouping
    count: CaseCount
    left_out: tuple[LeftOut, ...]
    groups: tuple[GroupIncidence, ...]
    n_event: int
    n_competing: int
    n_competing_patients: int
    withheld: str
    test: GrayTest | None
    test_reason: str
    conventions: Conventions
    notes: tuple[Note, ...]

    @property
    def repeats_deaths(self) -> bool:
        """Whether one competing death is that of several lines."""
        return self.n_competing_patients < self.n_competing

    @property
    def curve_method(self) -> str:
        """How the curves and their limits are made."""
        conf_type = clustered_conf_type(self.conventions.survival_conf_type)
        return (
            f"Aalen-Johansen, {self.conventions.conf_label} on the {SURVIVAL_CONF_TYPES[conf_type]}"
            " of the incidence"
        )

    @property
    def method(self) -> str:
        """The same, and how the two events are told apart, in one sentence."""
        return f"{self.curve_method}; {self.endpoint.rule}"

    def to_frame(self) -> pd.DataFrame:
        """One row for each group: counts of cases and of both events; unformatted."""
        return pd.DataFrame(
            [
                {
                    "endpoint": self.endpoint.name,
                    "group": group.label,
                    "unit": self.unit,
                    "n_lines": group.count.n_lines,
                    "n_patients": group.count.n_patients,
                    "n_event": group.n_event,
                    "n_competing": group.n_competing,
                    "n_competing_patients": group.n_competing_patients,
                    "method": self.method,
                }
                for group in self.groups
            ]
        )

    def rates_to_frame(self) -> pd.DataFrame:
        """One row for each group, cause and landmark time; unformatted."""
        return pd.DataFrame(
            [
                {
                    "endpoint": self.endpoint.name,
                    "group": group.label,
                    "cause": cause,
                    "unit": self.unit,
                    "months": rate.months,
                    "n": group.count.n_lines,
                    "estimate": rate.estimate,
                    "conf_low": rate.conf_low,
                    "conf_high": rate.conf_high,
                    "n_risk": rate.n_risk,
                    "reason": reason_or_no_limits(rate.reason, rate.conf_low, rate.conf_high),
                    "conf_level": self.conventions.conf_level,
                    "method": self.method,
                }
                for group in self.groups
                for cause, rates in zip(
                    CAUSES[1:], (group.rates, group.competing_rates), strict=True
                )
                for rate in rates
            ]
        )

    @property
    def tested(self) -> tuple[GroupIncidence, ...]:
        """The groups that a test may compare: those that are recorded."""
        made = [group for group in self.grouping.groups if len(group.rows)]
        pairs = zip(self.groups, made, strict=False)
        return tuple(group for group, own in pairs if own.is_recorded)

    def test_to_frame(self) -> pd.DataFrame:
        """One row for each group of the test; unformatted; empty without a test."""
        if self.test is None:
            return pd.DataFrame()
        frame = self.test.to_frame([group.label for group in self.tested])
        return frame.assign(endpoint=self.endpoint.name, unit=self.unit, overlap=self.overlap)

    def curves_to_frame(self) -> pd.DataFrame:
        """One row for each group, cause and distinct time: the steps drawn; unformatted."""
        frames = [
            curve.to_frame().assign(
                endpoint=self.endpoint.name,
                group=group.label,
                cause=cause,
                unit=self.unit,
                conf_level=self.conventions.conf_level,
                method=self.method,
            )
            for group in self.groups
            for cause, curve in zip(CAUSES[1:], (group.event, group.competing), strict=True)
        ]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def incidence_summary(
    cohort: Cohort,
    endpoint: str,
    *,
    by: GroupBy = (),
    unit: Unit = "lines",
    overlap: Overlap = "keep",
    rate_months: Sequence[float] = DEFAULT_RATE_MONTHS,
    conventions: Conventions = AS_PUBLISHED,
) -> IncidenceSummary:
    """Estimate the incidence of an event and of the death that rules it out, in every group.

    Parameters
    ----------
    cohort : Cohort
        The lines in view.
    endpoint : {"pfs", "rfs", "ttnt"}
        Progression, recurrence, or next treatment; death without it competes.
    by : sequence of str or of NamedSubgroup
        Columns whose levels, crossed, make the groups, or subgroups by name, in one of which each
        line is (`within_subgroups`); none for all together.
    unit : {"lines", "patients"}
    overlap : {"keep", "first line", "leave out"}
        What is done where groups share patients; see `resolve_overlap`.
    rate_months : sequence of float
        Landmark times.
    conventions : Conventions
        A beta product interval has no counterpart here: log(-log) stands in for it.

    Returns
    -------
    IncidenceSummary
        Without cases, and where too many events have no time, it has no groups. Groups are
        compared by Gray's test where they share no patient.

    Raises
    ------
    ImtError
        If the cohort lacks the endpoint's columns, or `overlap` is ``"cluster"``, which this has
        no variance for.

    Notes
    -----
    R: ``survfit(Surv(months, factor(cause, 0:2)) ~ group, id = id)``,
    ``cmprsk::cuminc(months, cause, group)``.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("abcd"), "line_number": [1.0] * 4,
    ...     "rfs_months": [3.0, 5.0, 7.0, 9.0], "rfs_event": [1.0, 1.0, 1.0, 0.0],
    ...     "os_months": [8.0, 5.0, 9.0, 9.0], "os_event": [1.0, 1.0, 0.0, 0.0]})
    >>> summary = incidence_summary(Cohort(frame=frame, name="four"), "rfs", rate_months=[6])
    >>> group = summary.groups[0]
    >>> group.rates[0].estimate, group.competing_rates[0].estimate, summary.test_reason
    (0.25, 0.25, 'one group: nothing to compare')
    """
    if overlap == "cluster":
        raise ImtError(
            "overlap must be keep, first line or leave out, but cluster was found. An incidence "
            "cannot allow for several lines of a patient: choose another."
        )
    cases = derive_competing(cohort, endpoint, unit=unit)
    resolved = resolve_overlap(group_rows(cohort, cases.rows, by), overlap)
    withheld = too_few_starts(cases.n_untimed, cases.n_timed)
    parts = [
        (group, cases.times.subset(cases.rows.index.isin(group.rows.index)))
        for group in resolved.grouping.groups
        if len(group.rows)
    ]
    groups = (
        ()
        if withheld
        else tuple(
            _group_incidence(group, times, rate_months, conventions) for group, times in parts
        )
    )
    test, reason = _compare(parts, resolved, cases.n_untimed)
    test = None if withheld else test
    return IncidenceSummary(
        endpoint=cases.endpoint,
        unit=unit,
        overlap=overlap,
        grouping=resolved.grouping,
        count=resolved.grouping.count,
        left_out=(*cases.left_out, *resolved.left_out),
        groups=groups,
        n_event=_n_with(1, parts),
        n_competing=_n_with(2, parts),
        n_competing_patients=len(
            set().union(*(_with_competing(group, times) for group, times in parts))
        ),
        withheld=withheld,
        test=test,
        test_reason=withheld or reason,
        conventions=conventions,
        notes=_notes(groups, resolved, cases, test),
    )


def _n_with(cause: int, parts: Sequence[tuple[Group, CompetingTimes]]) -> int:
    """Cases that ended so, each once."""
    ended = (group.rows.index[times.cause == cause] for group, times in parts)
    return len(set().union(*ended))


def _with_competing(group: Group, times: CompetingTimes) -> frozenset[object]:
    """Each patient with the competing death once, however many of their lines it ends."""
    return frozenset(group.rows["patient_id"].to_numpy()[times.cause == 2])


def _group_incidence(
    group: Group, times: CompetingTimes, rate_months: Sequence[float], conventions: Conventions
) -> GroupIncidence:
    event, competing = cumulative_incidence(
        times,
        conf_level=conventions.conf_level,
        conf_type=clustered_conf_type(conventions.survival_conf_type),
    )
    return GroupIncidence(
        label=group.label,
        count=group.count,
        n_event=times.n_event,
        n_competing=times.n_competing,
        n_competing_patients=len(_with_competing(group, times)),
        event=event,
        competing=competing,
        rates=tuple(incidence_at(event, months) for months in rate_months),
        competing_rates=tuple(incidence_at(competing, months) for months in rate_months),
        place=group.place,
    )


def _compare(
    parts: Sequence[tuple[Group, CompetingTimes]], resolved: ResolvedOverlap, n_untimed: int
) -> tuple[GrayTest | None, str]:
    times = [own for group, own in parts if group.is_recorded]
    reason = (
        one_group(len(times))
        or not_independent(resolved.grouping.tested, resolved.overlap)
        or learned_later(resolved.grouping.columns, resolved.grouping.declared)
        or starts_unknown(n_untimed)
        or too_many_groups(len(times), sum(group.n_event for group in times))
        or no_split_reaches(smallest_log_rank_p([stays_at_risk(group) for group in times]))
    )
    if reason:
        return None, reason
    test = gray_test(times)
    return test, test.reason


def _notes(
    groups: Sequence[GroupIncidence],
    resolved: ResolvedOverlap,
    cases: CompetingCases,
    test: GrayTest | None,
) -> tuple[Note, ...]:
    noun = cases.unit.removesuffix("s")
    notes = [*resolved.notes, *resolved.grouping.not_tested_note]
    for group in groups:
        notes += small_group_note(group.label, _list_times(group), noun)
        if group.n_event + group.n_competing == 0:
            level = group.event.conf_level
            notes += no_event_note(group.label, group.event.n, noun, conf_level=level)
    rates = [
        (f"{label}, {group.label}", group, rate)
        for group in groups
        for label, own in (
            (cases.endpoint.event, group.rates),
            (cases.endpoint.competing, group.competing_rates),
        )
        for rate in own
    ]
    early = [
        f"{name} at {format_exact(rate.months)}"
        for name, group, rate in rates
        if rate.estimate == 0 and group.n_event + group.n_competing
    ]
    notes += no_event_yet_note(early, share="0%")
    if groups:
        named = [(name, rate) for name, _, rate in rates]
        notes += limit_notes(named, groups[0].event.conf_type, has_product=False)
    if groups and cases.n_untimed:
        lines = format_count(cases.n_untimed, "line")
        message = (
            f"After {lines} another treatment was given, of which the sheet does not hold the "
            "start: these are left out, so that the incidence of next treatment reads too low."
        )
        notes.append(Note(code="untimed_events", message=message))
    if test is not None and test.p_value is not None:
        notes += few_events_note(sum(test.observed))
    return distinct_notes(notes)


def _list_times(group: GroupIncidence) -> list[str]:
    """Each case's months: a plus for a censored one, a cross for one with the competing event."""
    curve = group.event
    if curve.n >= FEW_CASES:
        return ["" for _ in range(curve.n)]
    steps = zip(curve.time, curve.n_event, curve.n_competing, curve.n_censor, strict=True)
    return [
        f"{format_number(time)}{mark}"
        for time, *counts in steps
        for n, mark in zip(counts, ("", "†", "+"), strict=True)
        for _ in range(int(n))
    ]
