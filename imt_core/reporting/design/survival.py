"""Kaplan-Meier curves in neutral terms: steps, limits, marks, and the counts below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from imt_core.analyses.survival import GroupSurvival, SurvivalSummary
from imt_core.analyses.view_request import AxisEnd, RiskRows, ViewRequest
from imt_core.conventions.formatting import format_count, format_number
from imt_core.estimates.cumulative_incidence import IncidenceCurve
from imt_core.estimates.drawn_curve import DrawnCurve
from imt_core.estimates.kaplan_meier import SurvivalCurve
from imt_core.estimates.small_groups import FEW_AT_RISK
from imt_core.estimates.survival_rates import SurvivalRate
from imt_core.estimates.time_to_event import FloatArray
from imt_core.reporting.design.chart import Axis, Chart, design
from imt_core.reporting.design.coinciding import describe_coinciding
from imt_core.reporting.design.group_style import GroupStyle, group_styles
from imt_core.reporting.design.theme import INDEX, INDEX_SIGN, Mark
from imt_core.reporting.tables.survival_comparisons import describe_comparison
from imt_core.reporting.tables.survival_tables import format_survival_table
from imt_core.reporting.tables.survival_words import describe_events, describe_median

MOST_BANDS: Final = 8
"""With more groups than this, confidence bands would hide each other and are left out."""

MOST_IN_THREE: Final = 3
"""With more groups than this, three rows for each would leave too little room for the curves."""

FEW: Final = f"fewer than {FEW_AT_RISK} at risk"
"""Why a curve is dashed."""

LEAST_AT_RISK: Final = 3
LEAST_SHARE: Final = 0.1
"""The time axis ends where every group has fewer at risk than these, or than this part of it."""

_INDEX_READING: Final = (
    f" Broad: the {INDEX} while at risk, to an event (diamond) or censoring (open circle)."
)

_NEAR_THE_END: Final = 0.85
"""A tail shorter than the rest of the follow-up is not worth leaving out."""

_TICK_STEPS: Final = (1, 2, 3, 6, 12, 24, 36, 48, 60, 120, 240)
_MOST_STEPS: Final = 8

Points: TypeAlias = tuple[FloatArray, FloatArray]
"""Months and percent of points, or of the corners of a line."""


@dataclass(frozen=True, slots=True)
class RiskRow:
    """Counts of one group at the ticks of the time axis, and what they count.

    Where there is no other row than that at risk, `counted` is empty.
    """

    counted: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IndexTrack:
    """The index patient on the curve of a group.

    Parameters
    ----------
    line : tuple of float array
        The steps of the curve while any of the patient's cases is at risk.
    ends : tuple of (float, float)
        Where each case ends on the curve.
    is_event : tuple of bool
        Whether an event ends it; else it is censored.
    name : str
        What stands at the last end.
    told : str
        The same within a sentence, with the months.
    """

    line: Points
    ends: tuple[tuple[float, float], ...]
    is_event: tuple[bool, ...]
    name: str
    told: str

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What stands at each end in the text's colour: filled for an event, open for censoring."""
        return tuple("diamond" if is_event else "circle" for is_event in self.is_event)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupCurve:
    """The curve of one group.

    Parameters
    ----------
    label, name : str
        The group, and how the key names it.
    style : GroupStyle
    solid, dashed : tuple of float array or None
        The steps while enough are at risk, and after that; one begins where the other ends.
    limits : tuple of tuple or None
        Steps of the lower and of the upper limit, as far as they are defined; ``None`` where they
        are not drawn.
    points : tuple of float array
        The curve at each distinct time.
    hovers : tuple of str
        What happened at each of them, in two lines.
    is_censored : bool array
        At which of them the censor mark stands.
    rows : tuple of RiskRow
        Those at risk at the ticks of the time axis, and where three rows are shown, those censored
        and those with an event before.
    n : int
    events : str
        As a table has them; beside deaths told by lines, how many patients died.
    counted, median : str
        Cases and events, and the median with its limits, in words.
    median_cell : str
        The same median as a table has it.
    index : IndexTrack or None
        ``None`` where the index patient is not in the group, or nobody is marked.
    """

    label: str
    name: str
    style: GroupStyle
    solid: Points | None
    dashed: Points | None
    limits: tuple[Points, Points] | None
    points: Points
    hovers: tuple[str, ...]
    is_censored: NDArray[np.bool_]
    rows: tuple[RiskRow, ...]
    n: int
    events: str
    counted: str
    median: str
    median_cell: str
    index: IndexTrack | None = None

    @property
    def censored(self) -> Points:
        """Where the censor marks stand."""
        return self.points[0][self.is_censored], self.points[1][self.is_censored]

    @property
    def band(self) -> Points | None:
        """The outline of the area between the limits."""
        if self.limits is None:
            return None
        (x_low, y_low), (x_high, y_high) = self.limits
        return np.concatenate((x_high, x_low[::-1])), np.concatenate((y_high, y_low[::-1]))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CurveBehind:
    """A curve that others published, behind those of the cohort: thin, grey and never tested."""

    name: str
    steps: Points


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SurvivalChart(Chart):
    """Curves with the number at risk below, and where few groups leave room, what became of others.

    Parameters
    ----------
    curves : tuple of GroupCurve
        In the order of key and numbers at risk.
    months, percent : Axis
    grouping, median_heading, risk_heading : str
        Headings of the groups, their medians and the counts below.
    comparison : str
        The test between the groups, or why there is none; empty for one group.
    behind : CurveBehind or None
    """

    curves: tuple[GroupCurve, ...]
    months: Axis
    percent: Axis
    grouping: str
    median_heading: str
    risk_heading: str
    comparison: str
    behind: CurveBehind | None = None


@design.register
def _(result: SurvivalSummary, request: ViewRequest) -> SurvivalChart:
    return survival_chart(
        result,
        show_band=request.show_band,
        risk_rows=request.risk_rows,
        axis=request.axis,
        drawn=request.drawn_curve,
    )


def survival_chart(
    summary: SurvivalSummary,
    *,
    show_band: bool = True,
    risk_rows: RiskRows = "three",
    axis: AxisEnd = "informative",
    drawn: DrawnCurve | None = None,
) -> SurvivalChart:
    """Describe the curves of a survival summary.

    Parameters
    ----------
    summary : SurvivalSummary
    show_band : bool
        Whether to draw the pointwise limits; never with more than `MOST_BANDS` groups.
    risk_rows : {"three", "at risk"}
        Whether the cases censored and those with an event before each tick stand below those at
        risk; never with more than `MOST_IN_THREE` groups.
    axis : {"informative", "whole"}
        Whether the time axis ends where few are left at risk, see `axis_end`; `reading` says so.
    drawn : DrawnCurve or None
        A curve of others to stand behind.

    Returns
    -------
    SurvivalChart
        Colour and mark of a group follow its place among all groups of the cohort.

    Notes
    -----
    The three rows are those that most readers of a survey preferred: the cases at risk, and how
    many were censored and had the event so far. In each column they add up to all cases: who leaves
    at a tick is still at risk there.

    References
    ----------
    Morris TP et al. Proposals on Kaplan-Meier plots in medical research and a survey of
    stakeholder views: KMunicate. BMJ Open 2019;9:e030215. doi:10.1136/bmjopen-2019-030215

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.survival import survival_summary
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "os_months": [6.0, 10.0], "os_event": [1.0, 0.0]})
    >>> chart = survival_chart(survival_summary(Cohort(frame=frame, name="two"), "os"))
    >>> chart.curves[0].name, chart.months.title
    ('All (n = 2)', 'Months from day 1 of cycle 1')
    >>> [(row.counted, row.counts[-3:]) for row in chart.curves[0].rows]
    [('at risk', (2, 1, 1)), ('censored', (0, 0, 0)), ('events', (0, 1, 1))]
    >>> chart.reading
    'Marks: censored; dashed: fewer than 5 at risk; around a curve: its pointwise 95% CI; \
below: censored and events so far.'
    """
    groups = summary.groups
    curves = [group.curve for group in groups]
    told = [month for g in groups for month in months_told(g.curve, g.rates, g.median.estimate)]
    told += [case.months for group in groups for case in group.index_cases]
    end, last = axis_end(curves, axis, told), last_month(curves)
    months = months_axis(end, f"Months from {summary.endpoint.origin}")
    has_band = show_band and len(groups) <= MOST_BANDS
    in_three = risk_rows == "three" and len(groups) <= MOST_IN_THREE
    heading = f"Median, months ({summary.conventions.conf_label})"
    medians = format_survival_table(summary)[heading] if groups else ()
    styles = group_styles([group.place for group in groups])
    shown = tuple(
        _group_curve(
            summary,
            group,
            style,
            _risk_rows(group.curve, months.ticks, in_three=in_three),
            str(median),
            end,
            has_band=has_band,
        )
        for group, style, median in zip(groups, styles, medians, strict=True)
    )
    return SurvivalChart(
        alt=describe_curves(summary) + _describe_behind(drawn),
        stamp=f"{summary.count}; {summary.curve_method}",
        reading=read_coinciding(shown)
        + _reading(summary, show_band=show_band, has_band=has_band, in_three=in_three)
        + (_INDEX_READING if any(group.index_cases for group in groups) else "")
        + describe_axis_end(end, last)
        + _read_behind(drawn),
        empty="" if groups else describe_curves(summary),
        curves=shown,
        months=months,
        # A curve at 100% needs room above it.
        percent=Axis(
            low=0.0,
            high=102.0,
            ticks=(0.0, 25.0, 50.0, 75.0, 100.0),
            title=f"{summary.endpoint.label} (%)",
        ),
        grouping=summary.grouping.label,
        median_heading=heading,
        risk_heading="Number at risk"
        + (", censored, events" if in_three else "")
        + f" ({summary.unit})",
        comparison=describe_comparison(summary),
        behind=None if drawn is None else _behind(drawn, end),
    )


def read_coinciding(curves: Sequence[GroupCurve]) -> str:
    """Which curves hide one another, as a sentence before others; empty where all are seen."""
    return describe_coinciding([(curve.label, (curve.solid, curve.dashed)) for curve in curves])


def _behind(drawn: DrawnCurve, end: float) -> CurveBehind | None:
    """The steps of a curve of others as far as the time axis goes."""
    months, percent = np.array(drawn.months), 100 * np.array(drawn.survival)
    # From one point to the next it stays, and then falls.
    steps = until((np.repeat(months, 2)[1:], np.repeat(percent, 2)[:-1]), end)
    return None if steps is None else CurveBehind(name=drawn.name, steps=steps)


def _describe_behind(drawn: DrawnCurve | None) -> str:
    if drawn is None:
        return ""
    last = f"{100 * drawn.survival[-1]:.1f}% at {format_number(drawn.months[-1])} months"
    return f" Behind them in grey, as others published it and not tested: {drawn.name}, {last}."


def _read_behind(drawn: DrawnCurve | None) -> str:
    if drawn is None:
        return ""
    n = "" if drawn.n is None else f" (n = {drawn.n})"
    return f" Thin grey: {drawn.name}{n}, read off a published figure; not tested."


def _risk_rows(
    curve: SurvivalCurve, ticks: Sequence[float], *, in_three: bool
) -> tuple[RiskRow, ...]:
    months = np.array(ticks)
    at_risk = tuple(curve.n_risk_at(months).tolist())
    if not in_three:
        return (RiskRow("", at_risk),)
    return (
        RiskRow("at risk", at_risk),
        RiskRow("censored", tuple(curve.n_censor_before(months).tolist())),
        RiskRow("events", tuple(curve.n_event_before(months).tolist())),
    )


def _reading(summary: SurvivalSummary, *, show_band: bool, has_band: bool, in_three: bool) -> str:
    limits = ""
    if has_band:
        limits = f"; around a curve: its pointwise {summary.conventions.conf_label}"
    elif show_band:
        limits = f"; more than {MOST_BANDS} groups have no {summary.conventions.conf_label} drawn"
    adding = ""
    if in_three:
        adding = "; below: censored and events so far"
    return f"Marks: censored; dashed: {FEW}{limits}{adding}."


def _group_curve(
    summary: SurvivalSummary,
    group: GroupSurvival,
    style: GroupStyle,
    rows: tuple[RiskRow, ...],
    median_cell: str,
    end: float,
    *,
    has_band: bool,
) -> GroupCurve:
    curve, events = group.curve, describe_events(summary, group)
    died = f" ({group.n_died} died)" if summary.repeats_deaths else ""
    solid, dashed = curve_parts(curve)
    shown = curve.time <= end
    return GroupCurve(
        label=group.label,
        name=f"{group.label} (n = {curve.n})",
        style=style,
        solid=until(solid, end),
        dashed=until(dashed, end),
        limits=limits_until(curve_limits(curve), end) if has_band else None,
        points=(curve.time[shown], 100 * curve.estimate[shown]),
        hovers=_hovers(curve)[: int(shown.sum())],
        is_censored=curve.n_censor[shown] > 0,
        rows=rows,
        n=curve.n,
        events=f"{group.n_event}{died}",
        counted=f"{format_count(curve.n, summary.unit.removesuffix('s'))}, {events}",
        median=describe_median(group, summary.conventions.conf_label),
        median_cell=median_cell,
        index=_index_track(group),
    )


def _index_track(group: GroupSurvival) -> IndexTrack | None:
    """The curve as far as the index patient is at risk in the group."""
    cases = sorted(group.index_cases, key=lambda case: case.months)
    if not cases:
        return None
    curve = group.curve
    # The very times of the curve: those that differ by rounding alone are one there.
    places = [int(np.abs(curve.time - case.months).argmin()) for case in cases]
    ends = tuple((float(curve.time[at]), float(100 * curve.estimate[at])) for at in places)
    x, y = step_points(curve.time[: places[-1] + 1], curve.estimate[: places[-1] + 1])
    told = [
        f"{'event' if case.is_event else 'censored'} at {format_number(case.months)} months"
        for case in cases
    ]
    return IndexTrack(
        line=(x, 100 * y),
        ends=ends,
        is_event=tuple(case.is_event for case in cases),
        name=f"{INDEX_SIGN} {INDEX}",
        told=f"{group.label}, {' and '.join(told)}",
    )


def _hovers(curve: SurvivalCurve) -> tuple[str, ...]:
    return tuple(
        f"{time:.1f} months: {100 * estimate:.1f}%"
        f"\n{format_count(int(events), 'event')}, {censored} censored, {risk} at risk"
        for time, estimate, events, censored, risk in zip(
            curve.time, curve.estimate, curve.n_event, curve.n_censor, curve.n_risk, strict=True
        )
    )


def last_month(curves: Iterable[SurvivalCurve | IncidenceCurve]) -> float:
    """The last follow-up of all curves."""
    return max((curve.last_follow_up or 0.0 for curve in curves), default=0.0)


def months_told(
    curve: SurvivalCurve | IncidenceCurve,
    rates: Iterable[SurvivalRate],
    median: float | None = None,
) -> tuple[float, ...]:
    """The months of known rates and of the median of a group that says where the axis ends."""
    if curve.n < LEAST_AT_RISK:
        return ()
    known = [rate.months for rate in rates if rate.estimate is not None]
    return (*known, *(() if median is None else (median,)))


def axis_end(
    curves: Sequence[SurvivalCurve | IncidenceCurve], axis: AxisEnd, told: Iterable[float] = ()
) -> float:
    """The month at which the time axis of curves ends.

    Parameters
    ----------
    curves : sequence of SurvivalCurve or IncidenceCurve
    axis : {"informative", "whole"}
    told : iterable of float
        Months of which something is told beside the curves: what is told is seen.

    Returns
    -------
    float
        The last follow-up, or, unless the whole is asked for, the last month at which some group
        has at least `LEAST_AT_RISK` and at least `LEAST_SHARE` of its cases at risk, and never
        before a month that is told. It is the last follow-up all the same where little would be
        left out, and where no group is so large.

    Examples
    --------
    >>> import numpy as np
    >>> from imt_core.estimates.kaplan_meier import kaplan_meier
    >>> from imt_core.estimates.time_to_event import time_to_event
    >>> curve = kaplan_meier(time_to_event([1.0, 2, 3, 4, 90], [True] * 5))
    >>> axis_end([curve], "informative"), axis_end([curve], "whole")
    (3.0, 90.0)
    >>> axis_end([curve], "informative", told=[12.0])
    12.0
    """
    last = last_month(curves)
    if axis == "whole":
        return last
    ends = [
        float(curve.time[curve.n_risk >= max(LEAST_AT_RISK, LEAST_SHARE * curve.n)][-1])
        for curve in curves
        if curve.n >= LEAST_AT_RISK
    ]
    end = max((*ends, *told)) if ends else last
    return end if end < _NEAR_THE_END * last else last


def describe_axis_end(end: float, last: float) -> str:
    """What a shorter axis leaves out, as a sentence after others; empty where it shows all.

    Examples
    --------
    >>> describe_axis_end(58.0, 187.2)
    ' The axis ends at month 58.0 (then fewer than 3 or a tenth are at risk); last follow-up: \
month 187.2.'
    """
    if end >= last:
        return ""
    return (
        f" The axis ends at month {format_number(end)} (then fewer than {LEAST_AT_RISK} or a tenth "
        f"are at risk); last follow-up: month {format_number(last)}."
    )


def months_axis(end: float, title: str) -> Axis:
    """A time axis from month 0, with a little room after its end."""
    return Axis(low=0.0, high=1.02 * (end or 1), ticks=month_ticks(end), title=title)


def until(points: Points | None, end: float) -> Points | None:
    """The corners of a step function up to a month; its last height lasts to there.

    Examples
    --------
    >>> x, y = until((np.array([0.0, 2, 2, 9]), np.array([100.0, 100, 50, 50])), 5.0)
    >>> x.tolist(), y.tolist()
    ([0.0, 2.0, 2.0, 5.0], [100.0, 100.0, 50.0, 50.0])
    """
    if points is None or points[0][-1] <= end:
        return points
    shown = points[0] <= end
    if not shown.any() or points[0][0] >= end:
        return None
    x, y = points[0][shown], points[1][shown]
    return np.append(x, end), np.append(y, y[-1])


def limits_until(limits: tuple[Points, Points] | None, end: float) -> tuple[Points, Points] | None:
    """Both limits of a curve up to a month."""
    if limits is None:
        return None
    low, high = (until(one, end) for one in limits)
    return None if low is None or high is None else (low, high)


def month_ticks(last: float) -> tuple[float, ...]:
    """Where the months axis of curves that end at month `last` is labelled.

    Examples
    --------
    >>> month_ticks(20.0), month_ticks(0.0)
    ((0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 18.0), (0.0,))
    """
    step = next((s for s in _TICK_STEPS if last / s <= _MOST_STEPS), _TICK_STEPS[-1])
    return tuple(float(tick) for tick in np.arange(0.0, last + 1e-9, step)) if last else (0.0,)


def step_points(time: FloatArray, height: FloatArray, *, start: float = 1.0) -> Points:
    """Corners of a step function that starts at month 0.

    Examples
    --------
    >>> x, y = step_points(np.array([2.0]), np.array([0.5]))
    >>> x.tolist(), y.tolist()
    ([0.0, 2.0, 2.0], [1.0, 1.0, 0.5])
    """
    x = np.concatenate(([0.0], np.repeat(time, 2)))
    before = np.concatenate(([start], height))
    return x, np.repeat(before, 2)[:-1]


def curve_parts(
    curve: SurvivalCurve | IncidenceCurve, *, start: float = 1.0
) -> tuple[Points | None, Points | None]:
    """Corners of a curve where enough are at risk to draw it solid, and where they are not.

    Examples
    --------
    >>> from imt_core.estimates.kaplan_meier import kaplan_meier
    >>> from imt_core.estimates.time_to_event import time_to_event
    >>> solid, (x, y) = curve_parts(kaplan_meier(time_to_event([2.0], [True])))
    >>> solid, x.tolist(), y.tolist()
    (None, [0.0, 2.0, 2.0], [100.0, 100.0, 0.0])
    """
    n_solid = int((curve.n_risk >= FEW_AT_RISK).sum())
    x, y = step_points(curve.time, curve.estimate, start=start)
    # The interval that ends at time[i] has n_risk[i] at risk: it is points 2i and 2i+1.
    solid, dashed = slice(0, 2 * n_solid + 1), slice(2 * n_solid, None)
    return (
        (x[solid], 100 * y[solid]) if x[solid].size > 1 else None,
        (x[dashed], 100 * y[dashed]) if x[dashed].size > 1 else None,
    )


def curve_limits(
    curve: SurvivalCurve | IncidenceCurve, *, start: float = 1.0
) -> tuple[Points, Points] | None:
    """Corners of a curve's lower and upper limit where they are defined, to where they end.

    Examples
    --------
    >>> from imt_core.estimates.kaplan_meier import kaplan_meier
    >>> from imt_core.estimates.time_to_event import time_to_event
    >>> (x, low), (_, high) = curve_limits(kaplan_meier(time_to_event([2.0, 3.0], [False] * 2)))
    >>> x.tolist(), low.min(), high.min()
    ([0.0, 2.0, 2.0, 3.0, 3.0], np.float64(100.0), np.float64(100.0))
    """
    defined = ~np.isnan(curve.conf_low) & ~np.isnan(curve.conf_high)
    if not defined.any():
        return None
    last = int(np.flatnonzero(defined)[-1]) + 1

    def corners(limit: FloatArray, at_start: float) -> Points:
        drawn = np.where(defined, limit, start)[:last]
        x, y = step_points(curve.time[:last], drawn, start=at_start)
        if last < curve.time.size:
            x, y = np.append(x, curve.time[last]), np.append(y, y[-1])
        return x, 100 * y

    low_at_start = curve.conf_low_at_start if isinstance(curve, SurvivalCurve) else start
    return corners(curve.conf_low, low_at_start), corners(curve.conf_high, start)


def describe_curves(summary: SurvivalSummary) -> str:
    """Alternative text: what the curves show, for a reader who cannot see them.

    Examples
    --------
    >>> from imt_core.analyses.survival import survival_summary
    >>> from imt_core.cohort.example import example_cohort
    >>> describe_curves(survival_summary(example_cohort(""), "os"))
    'No curve: nobody in view enters this endpoint.'
    """
    if not summary.groups:
        return "No curve: nobody in view enters this endpoint."
    parts = [
        f"{group.label}: {describe_events(summary, group)} in {group.curve.n}, median "
        + _months_or_not_reached(group)
        for group in summary.groups
    ]
    marked = [track.told for group in summary.groups if (track := _index_track(group))]
    which = f" Marked: the {INDEX} in {'; in '.join(marked)}." if marked else ""
    return "Kaplan-Meier curves. " + "; ".join(parts) + "." + which


def _months_or_not_reached(group: GroupSurvival) -> str:
    median = group.median.estimate
    return "not reached" if median is None else f"{format_number(median)} months"
