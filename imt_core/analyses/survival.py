"""Survival of a cohort by group: curves, medians, landmark rates, follow-up and the test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from imt_core.analyses.guards import (
    duration_is_described,
    learned_later,
    no_split_reaches,
    not_independent,
    one_group,
    too_many_groups,
)
from imt_core.analyses.landmark_analysis import known_at_landmark, landmark_cases
from imt_core.cohort.counting import CaseCount, LeftOut, Overlap, Unit
from imt_core.cohort.duration_of_response import selected_by_response
from imt_core.cohort.endpoint_cases import EndpointCases, derive_endpoint
from imt_core.cohort.endpoints import Endpoint
from imt_core.cohort.grouping import Group, Grouping, group_rows
from imt_core.cohort.named_subgroups import GroupBy, level_columns, named_in
from imt_core.cohort.overlap import ResolvedOverlap, resolve_overlap
from imt_core.cohort.pseudonyms import patient_of_key
from imt_core.cohort.schema import Cohort
from imt_core.comparisons.clustered_log_rank import clustered_log_rank
from imt_core.comparisons.log_rank import LogRankTest, log_rank
from imt_core.comparisons.smallest_p import smallest_log_rank_p
from imt_core.conventions.choices import (
    AS_PUBLISHED,
    SURVIVAL_CONF_TYPES,
    Conventions,
    SurvivalConfType,
)
from imt_core.conventions.formatting import format_exact, format_number, reason_or_no_limits
from imt_core.conventions.notes import Note, distinct_notes
from imt_core.estimates.clustered_kaplan_meier import clustered_kaplan_meier
from imt_core.estimates.follow_up import follow_up
from imt_core.estimates.kaplan_meier import SurvivalCurve, kaplan_meier
from imt_core.estimates.small_groups import (
    FEW_CASES,
    MOST_LISTED,
    few_events_note,
    no_event_note,
    small_group_note,
)
from imt_core.estimates.survival_quantiles import SurvivalQuantile, survival_quantile
from imt_core.estimates.survival_rates import (
    SurvivalRate,
    limit_notes,
    no_event_yet_note,
    survival_rate,
)
from imt_core.estimates.time_to_event import TimeToEvent, time_to_event

QUARTILES: Final = (0.25, 0.5, 0.75)
DEFAULT_RATE_MONTHS: Final = (12.0, 24.0, 60.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexCase:
    """One case of the index patient: months at risk, and whether an event ended them."""

    months: float
    is_event: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupSurvival:
    """Survival of one group.

    Parameters
    ----------
    label : str
    count : CaseCount
        Lines and patients that enter.
    n_event : int
    n_died : int or None
        Distinct patients who died, where death alone is the event; ``None`` of other endpoints.
    curve : SurvivalCurve
    quantiles : tuple of SurvivalQuantile
        For 0.25, 0.5 and 0.75.
    rates : tuple of SurvivalRate
    follow_up : tuple of SurvivalQuantile or None
        Quartiles of follow-up for overall survival, reverse Kaplan-Meier; ``None`` where the
        cohort has no overall survival, or everyone died.
    place : int
        Where the group stands among all groups of the cohort before any filter.
    index_cases : tuple of IndexCase
        Those of its cases that are of the index patient, who counts like everybody.
    """

    label: str
    count: CaseCount
    n_event: int
    n_died: int | None
    curve: SurvivalCurve
    quantiles: tuple[SurvivalQuantile, ...]
    rates: tuple[SurvivalRate, ...]
    follow_up: tuple[SurvivalQuantile, ...] | None
    place: int = 0
    index_cases: tuple[IndexCase, ...] = ()

    @property
    def median(self) -> SurvivalQuantile:
        """The median, with its limits."""
        return self.quantiles[1]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class SurvivalSummary:
    """Survival by group, everything a figure and its tables need.

    Parameters
    ----------
    cases : EndpointCases
        Everyone in view who enters the endpoint, before anything was done about shared patients.
    unit : {"lines", "patients"}
    overlap : {"keep", "first line", "leave out", "cluster"}
        What was done where groups share patients.
    grouping : Grouping
    count : CaseCount
        Lines and patients that enter.
    left_out : tuple of LeftOut
        Cases in view that do not enter, by reason.
    groups : tuple of GroupSurvival
    times : tuple of TimeToEvent
        The cases of each group, in the order of `groups`.
    n_event : int
        Events in all groups together, those of a line in several groups once.
    n_died : int or None
        Distinct patients who died, in all groups together; ``None`` unless death alone is the
        event.
    test : LogRankTest or None
        ``None`` where no test is made; `test_reason` says why.
    test_reason : str
    landmark_months : float or None
        Where time starts and groups are told, in months from day 1; ``None`` for day 1 itself.
    end_rule : str
        By which rules the endpoint ends, in words; empty of overall survival.
    conventions : Conventions
    notes : tuple of Note
    """

    cases: EndpointCases
    unit: Unit
    overlap: Overlap
    grouping: Grouping
    count: CaseCount
    left_out: tuple[LeftOut, ...]
    groups: tuple[GroupSurvival, ...]
    times: tuple[TimeToEvent, ...]
    n_event: int
    n_died: int | None
    test: LogRankTest | None
    test_reason: str
    landmark_months: float | None
    end_rule: str
    conventions: Conventions
    notes: tuple[Note, ...]

    @property
    def endpoint(self) -> Endpoint:
        """What is estimated."""
        return self.cases.endpoint

    @property
    def repeats_deaths(self) -> bool:
        """Whether one death may be several events, one for each line of the patient."""
        return self.endpoint.is_death_alone and self.count.n_lines > self.count.n_patients

    @property
    def method(self) -> str:
        """Every method behind the numbers, in one sentence."""
        methods = [self.curve_method, self.conventions.quantile_method]
        if self.end_rule:
            methods.append(self.end_rule)
        if self.landmark_months is not None:
            at = format_exact(self.landmark_months)
            methods.append(f"landmark analysis: groups as known at month {at}, time from there")
        return "; ".join(methods)

    @property
    def curve_method(self) -> str:
        """How the curves and their limits are made."""
        if self.overlap != "cluster":
            return self.conventions.survival_method
        conf_type = clustered_conf_type(self.conventions.survival_conf_type)
        return (
            f"Kaplan-Meier, {self.conventions.conf_label} on the {SURVIVAL_CONF_TYPES[conf_type]} "
            "(allowing for several lines of a patient: variance clustered by patient)"
        )

    def to_frame(self) -> pd.DataFrame:
        """One row for each group: counts, quartiles with limits, follow-up; unformatted."""
        rows = []
        for group in self.groups:
            row: dict[str, object] = {
                "endpoint": self.endpoint.name,
                "group": group.label,
                "unit": self.unit,
                "n_lines": group.count.n_lines,
                "n_patients": group.count.n_patients,
                "n_event": group.n_event,
            }
            if group.n_died is not None:
                row["n_died"] = group.n_died
            for quantile, name in zip(group.quantiles, ("q1", "median", "q3"), strict=True):
                row[f"{name}_months"] = quantile.estimate
                row[f"{name}_conf_low"] = quantile.conf_low
                row[f"{name}_conf_high"] = quantile.conf_high
            for name, index in (("q1", 0), ("median", 1), ("q3", 2)):
                row[f"follow_up_{name}_months"] = (
                    group.follow_up[index].estimate if group.follow_up else None
                )
            method = f"{self.method}; follow-up by reverse Kaplan-Meier"
            rows.append(row | {"conf_level": self.conventions.conf_level, "method": method})
        return pd.DataFrame(rows)

    def rates_to_frame(self) -> pd.DataFrame:
        """One row for each group and landmark time; unformatted."""
        return pd.DataFrame(
            [
                {
                    "endpoint": self.endpoint.name,
                    "group": group.label,
                    "unit": self.unit,
                    "months": rate.months,
                    "n": group.curve.n,
                    "estimate": rate.estimate,
                    "conf_low": rate.conf_low,
                    "conf_high": rate.conf_high,
                    "n_risk": rate.n_risk,
                    "reason": reason_or_no_limits(rate.reason, rate.conf_low, rate.conf_high),
                    "conf_level": self.conventions.conf_level,
                    "method": self.curve_method,
                }
                for group in self.groups
                for rate in group.rates
            ]
        )

    @property
    def tested(self) -> tuple[tuple[GroupSurvival, TimeToEvent], ...]:
        """The groups that a test may compare, each with its cases: those that are recorded."""
        made = (group.is_recorded for group in self.grouping.groups if len(group.rows))
        of_all = zip(self.groups, self.times, made, strict=True)
        return tuple((group, times) for group, times, is_recorded in of_all if is_recorded)

    def test_to_frame(self) -> pd.DataFrame:
        """One row for each group of the test; unformatted; empty without a test."""
        if self.test is None:
            return pd.DataFrame()
        frame = self.test.to_frame([group.label for group, _ in self.tested])
        return frame.assign(endpoint=self.endpoint.name, unit=self.unit, overlap=self.overlap)

    def curves_to_frame(self) -> pd.DataFrame:
        """One row for each group and distinct time: the steps that are drawn; unformatted."""
        frames = [
            group.curve.to_frame().assign(
                endpoint=self.endpoint.name,
                group=group.label,
                unit=self.unit,
                conf_level=self.conventions.conf_level,
                method=self.curve_method,
            )
            for group in self.groups
        ]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def survival_summary(
    cohort: Cohort,
    endpoint: str | EndpointCases,
    *,
    by: GroupBy = (),
    unit: Unit = "lines",
    overlap: Overlap = "keep",
    rate_months: Sequence[float] = DEFAULT_RATE_MONTHS,
    landmark_months: float | None = None,
    compare_durations: bool = False,
    index: str = "",
    conventions: Conventions = AS_PUBLISHED,
) -> SurvivalSummary:
    """Estimate one endpoint in every group of a cohort.

    Parameters
    ----------
    cohort : Cohort
        The lines in view.
    endpoint : str or EndpointCases
        The latter where the cases are worked out already, as for duration of response.
    by : sequence of str or of NamedSubgroup
        Columns whose levels, crossed, make the groups, or subgroups by name, in one of which each
        line is (`within_subgroups`); none for all together.
    unit : {"lines", "patients"}
    overlap : {"keep", "first line", "leave out", "cluster"}
        What is done where groups share patients; see `resolve_overlap`.
    rate_months : sequence of float
        When survival rates are read.
    landmark_months : float or None
        For a landmark analysis, the month from which time counts; see `landmark_cases`. Subgroups
        by name stay who they are: a landmark tells levels of columns alone. Which line
        of a patient counts is settled before: which reach the landmark is an outcome.
    compare_durations : bool
        Whether durations of response are tested all the same.
    index : str
        The key of the patient whose cases are marked, as `patient_key` gives it.
    conventions : Conventions

    Returns
    -------
    SurvivalSummary
        Without cases it has no groups. Groups in which patients count more than once are drawn, and
        tested only with ``overlap="cluster"``.

    Raises
    ------
    ImtError
        If the cohort lacks the endpoint's columns.

    Notes
    -----
    R: ``survfit(Surv(months, event) ~ group)``, ``survdiff(Surv(months, event) ~ group)``.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> summary = survival_summary(example_cohort(), "os", by=["sex"])
    >>> [(g.label, g.median.estimate) for g in summary.groups]
    [('male', 10.0), ('female', 20.0)]
    >>> survival_summary(example_cohort(""), "os").groups
    ()
    """
    if isinstance(endpoint, EndpointCases):
        cases = endpoint
    else:
        cases = derive_endpoint(cohort, endpoint, unit=unit)
    if landmark_months is not None:
        cohort = known_at_landmark(cohort, level_columns(by), months=landmark_months)
    resolved, chosen = _resolve(cohort, cases, by, overlap, landmark_months)
    if landmark_months is not None:
        cases = landmark_cases(cohort, cases, level_columns(by), months=landmark_months)
    parts = tuple(
        _Part(group=group, times=chosen.times.subset(chosen.rows.index.isin(group.rows.index)))
        for group in resolved.grouping.groups
    )
    counts_deaths = cases.endpoint.is_death_alone
    marked = patient_of_key(cohort, index)
    groups = tuple(
        _group_survival(
            part,
            rate_months,
            conventions,
            clustered=overlap == "cluster",
            counts_deaths=counts_deaths,
            marked=marked,
        )
        for part in parts
        if part.times.n
    )
    described = duration_is_described(cases.endpoint, compares=compare_durations)
    tested = [part for part in parts if part.group.is_recorded and part.times.n]
    n_died = _fewer_died(tested) if counts_deaths else None
    test, reason = _compare(
        tested,
        resolved,
        described=described,
        at_landmark=landmark_months is not None and not named_in(by),
        n_died=n_died,
    )
    return SurvivalSummary(
        cases=cases,
        unit=unit,
        overlap=overlap,
        grouping=resolved.grouping,
        count=resolved.grouping.count,
        left_out=chosen.left_out,
        groups=groups,
        times=tuple(part.times for part in parts if part.times.n),
        n_event=len(set().union(*(part.rows_with_event for part in parts))),
        n_died=len(set().union(*(part.patients_with_event for part in parts)))
        if counts_deaths
        else None,
        test=test,
        test_reason=reason,
        landmark_months=landmark_months,
        end_rule=cohort.rules.of(cases.endpoint),
        conventions=conventions,
        notes=distinct_notes(
            (
                *selected_by_response(cases.endpoint),
                *_notes(groups, resolved, unit, test, n_died=n_died),
            )
        ),
    )


def _resolve(
    cohort: Cohort,
    cases: EndpointCases,
    by: GroupBy,
    overlap: Overlap,
    landmark_months: float | None,
) -> tuple[ResolvedOverlap, EndpointCases]:
    """Choose the lines that count, and only then who of them reaches the landmark."""
    # Groups are those that are known at the landmark, also of cases that do not reach it.
    rows = cohort.frame.loc[cases.rows.index] if landmark_months is not None else cases.rows
    resolved = resolve_overlap(group_rows(cohort, rows, by), overlap)
    left_out = (*cases.left_out, *resolved.left_out)
    if landmark_months is None:
        return resolved, replace(cases, left_out=left_out)
    kept = [row for group in resolved.grouping.groups for row in group.rows.index]
    is_kept = cases.rows.index.isin(kept)
    chosen = landmark_cases(
        cohort,
        replace(
            cases, rows=cases.rows[is_kept], times=cases.times.subset(is_kept), left_out=left_out
        ),
        level_columns(by),
        months=landmark_months,
    )
    at_landmark = group_rows(cohort, chosen.rows, by)
    return replace(resolved, grouping=at_landmark), chosen


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Part:
    """One group with its times."""

    group: Group
    times: TimeToEvent

    @property
    def rows_with_event(self) -> frozenset[object]:
        """By the sheet's number."""
        return frozenset(self.group.rows.index[self.times.event])

    @property
    def patients_with_event(self) -> frozenset[object]:
        """Each of them once, however many of their lines count."""
        return frozenset(self.group.rows["patient_id"].to_numpy()[self.times.event])

    def cases_of(self, patient_id: str) -> tuple[IndexCase, ...]:
        """The cases of one patient."""
        is_own = (self.group.rows["patient_id"].astype(str) == patient_id).to_numpy()
        own = zip(self.times.months[is_own], self.times.event[is_own], strict=True)
        return tuple(IndexCase(months=float(t), is_event=bool(event)) for t, event in own)


def _group_survival(
    part: _Part,
    rate_months: Sequence[float],
    conventions: Conventions,
    *,
    clustered: bool,
    counts_deaths: bool,
    marked: str | None,
) -> GroupSurvival:
    level, conf_type = conventions.conf_level, conventions.survival_conf_type
    if clustered:
        curve = clustered_kaplan_meier(
            part.times,
            part.group.rows["patient_id"],
            conf_level=level,
            conf_type=clustered_conf_type(conf_type),
        )
    else:
        curve = kaplan_meier(part.times, conf_level=level, conf_type=conf_type)
    return GroupSurvival(
        label=part.group.label,
        count=part.group.count,
        n_event=part.times.n_event,
        n_died=len(part.patients_with_event) if counts_deaths else None,
        curve=curve,
        quantiles=_quartiles(curve, conventions),
        rates=tuple(survival_rate(curve, months) for months in rate_months),
        follow_up=_follow_up(part.group.rows, conventions),
        place=part.group.place,
        index_cases=() if marked is None else part.cases_of(marked),
    )


def clustered_conf_type(conf_type: SurvivalConfType) -> SurvivalConfType:
    """The scale of a clustered interval: the beta product has none, log(-log) stands in for it.

    Examples
    --------
    >>> clustered_conf_type("bpcp"), clustered_conf_type("log")
    ('log-log', 'log')
    """
    return "log-log" if conf_type in ("bpcp", "bpcp-midp") else conf_type


def _fewer_died(parts: Sequence[_Part]) -> int | None:
    """How many patients died, where one death is the event of several lines; else ``None``."""
    n_died = len(set().union(*(part.patients_with_event for part in parts)))
    return n_died if n_died < sum(part.times.n_event for part in parts) else None


def _compare(
    tested: Sequence[_Part],
    resolved: ResolvedOverlap,
    *,
    described: str,
    at_landmark: bool,
    n_died: int | None,
) -> tuple[LogRankTest | None, str]:
    times = [part.times for part in tested]
    patients = None
    if resolved.overlap == "cluster":
        patients = [part.group.rows["patient_id"] for part in tested]
    reason = (
        one_group(len(times))
        or described
        or not_independent(resolved.grouping.tested, resolved.overlap)
        or learned_later(
            resolved.grouping.columns, resolved.grouping.declared, at_landmark=at_landmark
        )
        or too_many_groups(len(times), sum(group.n_event for group in times), n_died)
        or no_split_reaches(smallest_log_rank_p(times, clusters=patients))
    )
    if reason:
        return None, reason
    test: LogRankTest
    test = log_rank(times) if patients is None else clustered_log_rank(times, patients)
    return test, test.reason


def _quartiles(curve: SurvivalCurve, conventions: Conventions) -> tuple[SurvivalQuantile, ...]:
    return tuple(survival_quantile(curve, p, rule=conventions.quantile_rule) for p in QUARTILES)


def _follow_up(rows: pd.DataFrame, conventions: Conventions) -> tuple[SurvivalQuantile, ...] | None:
    if not {"os_months", "os_event"} <= set(rows.columns):
        return None
    known = rows[rows["os_months"].notna() & rows["os_event"].notna()]
    # Where everyone had the event, nobody's follow-up ended: there is nothing to estimate.
    if known.empty or known["os_event"].astype(bool).all():
        return None
    curve = follow_up(
        time_to_event(known["os_months"], known["os_event"]),
        conf_level=conventions.conf_level,
        conf_type=conventions.survival_conf_type,
    )
    return _quartiles(curve, conventions)


def _notes(
    groups: Sequence[GroupSurvival],
    resolved: ResolvedOverlap,
    unit: Unit,
    test: LogRankTest | None,
    *,
    n_died: int | None,
) -> tuple[Note, ...]:
    noun = unit.removesuffix("s")
    notes = [*resolved.notes, *resolved.grouping.not_tested_note, *_small_group_notes(groups, noun)]
    for group in groups:
        if group.n_event == 0:
            notes += no_event_note(
                group.label, group.curve.n, noun, conf_level=group.curve.conf_level
            )
    notes += _no_event_yet_note(groups)
    rates = [(group.label, rate) for group in groups for rate in group.rates]
    notes += limit_notes(rates, groups[0].curve.conf_type) if groups else ()
    if test is not None and test.p_value is not None:
        notes += few_events_note(sum(test.observed), n_died)
    return tuple(notes)


def _no_event_yet_note(groups: Sequence[GroupSurvival]) -> tuple[Note, ...]:
    """Explain rates before a group's first event, which have no limits."""
    early = [
        f"{group.label} at {format_exact(rate.months)}"
        for group in groups
        for rate in group.rates
        if group.n_event and rate.estimate == rate.conf_low == 1
    ]
    return no_event_yet_note(early, share="100%")


def _small_group_notes(groups: Sequence[GroupSurvival], noun: str) -> list[Note]:
    """The cases of each small group, or only the groups' names where there are many."""
    small = [group for group in groups if group.curve.n < FEW_CASES]
    if len(small) > MOST_LISTED:
        names = ", ".join(group.label for group in small)
        message = f"{names}: fewer than {FEW_CASES} {noun}s each; group by less to read them."
        return [Note(code="few_cases", message=message)]
    return [
        note
        for group in small
        for note in small_group_note(group.label, _list_times(group.curve), noun)
    ]


def _list_times(curve: SurvivalCurve) -> list[str]:
    """Each case's months, a plus for a censored one."""
    times = zip(curve.time, curve.n_event, curve.n_censor, strict=True)
    return [
        text
        for time, n_event, n_censor in times
        for text in [format_number(time)] * int(n_event)
        + [f"{format_number(time)}+"] * int(n_censor)
    ]
