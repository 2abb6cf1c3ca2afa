"""Survival of a cohort by group: curves, medians, landmark rates, follow-up and the test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.conventions import AS_PUBLISHED, Conventions
from imt_core.counting import CaseCount, Unit
from imt_core.endpoints import Endpoint, EndpointName, LeftOut, derive_endpoint
from imt_core.follow_up import follow_up
from imt_core.grouping import Grouping, group_rows
from imt_core.kaplan_meier import SurvivalCurve, kaplan_meier
from imt_core.log_rank import LogRankTest, log_rank
from imt_core.notes import Note, distinct_notes
from imt_core.schema import Cohort
from imt_core.small_groups import few_events_note, no_event_note, small_group_note
from imt_core.survival_quantiles import SurvivalQuantile, survival_quantile
from imt_core.survival_rates import SurvivalRate, survival_rate
from imt_core.time_to_event import time_to_event

QUARTILES: Final = (0.25, 0.5, 0.75)
DEFAULT_RATE_MONTHS: Final = (12.0, 24.0, 60.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupSurvival:
    """Survival of one group.

    Parameters
    ----------
    label : str
    count : CaseCount
        Lines and patients that enter.
    n_event : int
    curve : SurvivalCurve
    quantiles : tuple of SurvivalQuantile
        For 0.25, 0.5 and 0.75.
    rates : tuple of SurvivalRate
    follow_up : tuple of SurvivalQuantile or None
        Quartiles of follow-up for overall survival, reverse Kaplan-Meier; ``None`` where the
        cohort has no overall survival.
    """

    label: str
    count: CaseCount
    n_event: int
    curve: SurvivalCurve
    quantiles: tuple[SurvivalQuantile, ...]
    rates: tuple[SurvivalRate, ...]
    follow_up: tuple[SurvivalQuantile, ...] | None

    @property
    def median(self) -> SurvivalQuantile:
        """The median, with its limits."""
        return self.quantiles[1]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SurvivalSummary:
    """Survival by group, everything a figure and its tables need.

    Parameters
    ----------
    endpoint : Endpoint
    unit : {"lines", "patients"}
    grouping : Grouping
    count : CaseCount
        Lines and patients that enter.
    left_out : tuple of LeftOut
        Cases in view that do not enter, by reason.
    groups : tuple of GroupSurvival
    test : LogRankTest or None
        ``None`` where no test is made; `test_reason` says why.
    test_reason : str
    conventions : Conventions
    notes : tuple of Note
    """

    endpoint: Endpoint
    unit: Unit
    grouping: Grouping
    count: CaseCount
    left_out: tuple[LeftOut, ...]
    groups: tuple[GroupSurvival, ...]
    test: LogRankTest | None
    test_reason: str
    conventions: Conventions
    notes: tuple[Note, ...]

    @property
    def method(self) -> str:
        """Every method behind the numbers, in one sentence."""
        return f"{self.conventions.survival_method}; {self.conventions.quantile_method}"

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
            for quantile, name in zip(group.quantiles, ("q1", "median", "q3"), strict=True):
                row[f"{name}_months"] = quantile.estimate
                row[f"{name}_conf_low"] = quantile.conf_low
                row[f"{name}_conf_high"] = quantile.conf_high
            for name, index in (("q1", 0), ("median", 1), ("q3", 2)):
                row[f"follow_up_{name}_months"] = (
                    group.follow_up[index].estimate if group.follow_up else None
                )
            rows.append(row | {"conf_level": self.conventions.conf_level, "method": self.method})
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
                    "estimate": rate.estimate,
                    "conf_low": rate.conf_low,
                    "conf_high": rate.conf_high,
                    "n_risk": rate.n_risk,
                    "reason": rate.reason,
                    "conf_level": self.conventions.conf_level,
                    "method": self.conventions.survival_method,
                }
                for group in self.groups
                for rate in group.rates
            ]
        )

    def curves_to_frame(self) -> pd.DataFrame:
        """One row for each group and distinct time: the steps that are drawn; unformatted."""
        frames = [
            group.curve.to_frame().assign(
                endpoint=self.endpoint.name, group=group.label, unit=self.unit,
                conf_level=self.conventions.conf_level, method=self.conventions.survival_method,
            )
            for group in self.groups
        ]  # fmt: skip
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def survival_summary(
    cohort: Cohort,
    endpoint: EndpointName,
    *,
    by: Sequence[str] = (),
    unit: Unit = "lines",
    rate_months: Sequence[float] = DEFAULT_RATE_MONTHS,
    conventions: Conventions = AS_PUBLISHED,
) -> SurvivalSummary:
    """Estimate one endpoint in every group of a cohort.

    Parameters
    ----------
    cohort : Cohort
        The lines in view.
    endpoint : {"pfs", "rfs", "os"}
    by : sequence of str
        Columns whose levels, crossed, make the groups; none for all together.
    unit : {"lines", "patients"}
    rate_months : sequence of float
        Landmark times.
    conventions : Conventions

    Returns
    -------
    SurvivalSummary
        Without cases it has no groups. Groups that share patients are drawn but not tested.

    Raises
    ------
    ImtError
        If the cohort lacks the endpoint's columns.

    Notes
    -----
    R: ``survfit(Surv(months, event) ~ group)``, ``survdiff(Surv(months, event) ~ group)``.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("abcd"), "line_number": [1.0] * 4,
    ...     "sex": ["male", "male", "female", "female"],
    ...     "os_months": [6.0, 10.0, 14.0, 20.0], "os_event": [1.0, 1.0, 1.0, 0.0]})
    >>> summary = survival_summary(Cohort(frame=frame, name="four"), "os", by=["sex"])
    >>> [(g.label, g.median.estimate) for g in summary.groups]
    [('male', 8.0), ('female', None)]
    >>> survival_summary(Cohort(frame=frame.head(0), name="none"), "os").groups
    ()
    """
    cases = derive_endpoint(cohort, endpoint, unit=unit)
    grouping = group_rows(cohort, cases.rows, by)
    ordered = cases.rows.index
    times = [
        cases.times.subset(ordered.isin(group.rows.index))
        for group in grouping.groups
    ]  # fmt: skip
    groups = tuple(
        GroupSurvival(
            label=group.label,
            count=group.count,
            n_event=group_times.n_event,
            curve=(curve := kaplan_meier(
                group_times,
                conf_level=conventions.conf_level,
                conf_type=conventions.survival_conf_type,
            )),
            quantiles=_quartiles(curve, conventions),
            rates=tuple(survival_rate(curve, months) for months in rate_months),
            follow_up=_follow_up(group.rows, conventions),
        )
        for group, group_times in zip(grouping.groups, times, strict=True)
        if group_times.n
    )  # fmt: skip
    if len(groups) < 2:
        test, reason = None, "one group: nothing to compare"
    elif grouping.n_shared_patients:
        test, reason = None, "the groups share patients"
    else:
        test = log_rank(times)
        reason = test.reason
    return SurvivalSummary(
        endpoint=cases.endpoint,
        unit=unit,
        grouping=grouping,
        count=cases.count,
        left_out=cases.left_out,
        groups=groups,
        test=test,
        test_reason=reason,
        conventions=conventions,
        notes=_notes(groups, grouping, unit, test),
    )


def _quartiles(curve: SurvivalCurve, conventions: Conventions) -> tuple[SurvivalQuantile, ...]:
    return tuple(survival_quantile(curve, p, rule=conventions.quantile_rule) for p in QUARTILES)


def _follow_up(rows: pd.DataFrame, conventions: Conventions) -> tuple[SurvivalQuantile, ...] | None:
    if not {"os_months", "os_event"} <= set(rows.columns):
        return None
    known = rows[rows["os_months"].notna() & rows["os_event"].notna()]
    if known.empty:
        return None
    curve = follow_up(
        time_to_event(known["os_months"], known["os_event"]),
        conf_level=conventions.conf_level,
        conf_type=conventions.survival_conf_type,
    )
    return _quartiles(curve, conventions)


def _notes(
    groups: Sequence[GroupSurvival], grouping: Grouping, unit: Unit, test: LogRankTest | None
) -> tuple[Note, ...]:
    noun = unit.removesuffix("s")
    notes = list(grouping.notes)
    for group in groups:
        notes += small_group_note(group.label, group.curve.n, noun)
        if group.n_event == 0:
            notes += no_event_note(group.label, group.curve.n, noun)
        if any(_limit_is_misleading(rate) for rate in group.rates):
            message = (
                f"{group.label}: an upper limit of 100% after events have happened is an artefact "
                "of the log scale; the log(-log) scale does not produce it."
            )
            notes.append(Note(code="limit_of_one", message=message))
    if test is not None and test.p_value is not None:
        notes += few_events_note(sum(test.observed))
    return distinct_notes(notes)


def _limit_is_misleading(rate: SurvivalRate) -> bool:
    return rate.estimate is not None and rate.estimate < 1 and rate.conf_high == 1
