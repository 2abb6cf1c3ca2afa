"""A swimmer plot in neutral terms: its lanes in rows, its axis, and the key to all of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from imt_core.analyses.swimmer.one_course import Course
from imt_core.analyses.swimmer.plot import Lane, SwimmerPlot
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import COLUMN_BY_NAME, NOT_RECORDED
from imt_core.reporting.design.chart import Axis, Chart, design
from imt_core.reporting.design.swimmer_lanes import (
    LONGEST_NAME,
    ChartGroup,
    ChartLane,
    LaneBar,
    LaneEvent,
)
from imt_core.reporting.design.swimmer_words import (
    EVENTS,
    bar_told,
    describe_bars,
    describe_course,
    describe_swimmer,
    follow_up_name,
    group_name,
    group_size,
    mark_told,
    months_title,
)
from imt_core.reporting.design.theme import INDEX, INDEX_SIGN, pattern, shortened

_HEADING_ROWS: Final = 1.35
_ABOVE: Final = 0.6
_GAP_ROWS: Final = 0.45
_BEFORE: Final = 0.014
_BEYOND: Final = 1.025
_MONTH_STEPS: Final = (1, 2, 3, 6)
_YEAR_STEPS: Final = (12, 24, 36, 60, 120, 240)
_MOST_MONTH_TICKS: Final = 8
_MOST_TICKS: Final = 17
_RESPONSES: Final = (*COLUMN_BY_NAME["best_response"].values, NOT_RECORDED)
_KNOWN_GROUPS: Final = COLUMN_BY_NAME["regimen_group"].values


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEntry:
    """One entry of the key: what is shown (a response, a pattern or an event) and its name."""

    shows: Literal["response", "pattern", "event", "follow-up"]
    value: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPart:
    """One part of the key, which explains one thing apart from the others; it may be empty."""

    title: str
    entries: tuple[KeyEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SwimmerChart(Chart):
    """Lanes of bars and events.

    Parameters
    ----------
    groups : tuple of ChartGroup
        From top to bottom, each with its lanes.
    n_rows : float
        Height of all lanes and headings.
    key : tuple of KeyPart
        Responses, regimen groups, events: always three.
    axis : Axis
        Of months.
    is_cut : bool
        Whether the axis ends before the last event.
    has_labels : bool
        Whether lanes are named.
    """

    groups: tuple[ChartGroup, ...]
    n_rows: float
    key: tuple[KeyPart, ...]
    axis: Axis
    is_cut: bool
    has_labels: bool

    @property
    def lanes(self) -> tuple[ChartLane, ...]:
        """All lanes from top to bottom."""
        return tuple(lane for group in self.groups for lane in group.lanes)

    @property
    def rules(self) -> tuple[float, ...]:
        """Rows at which a quiet line parts a group from the one above."""
        return tuple(group.row - _ABOVE - _GAP_ROWS / 2 for group in self.groups[1:])


def swimmer_chart(plot: SwimmerPlot, *, until_months: float | None = None) -> SwimmerChart:
    """Describe a swimmer plot.

    Parameters
    ----------
    plot : SwimmerPlot
    until_months : float or None
        Where the time axis ends; ``None`` shows everything.

    Returns
    -------
    SwimmerChart
        Known regimen groups have the same pattern in every cohort, others in every view of theirs.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.swimmer.lines import swimmer_lines
    >>> frame = pd.DataFrame({"patient_id": ["a"], "pfs_months": [6.0], "pfs_event": [1.0]})
    >>> chart = swimmer_chart(swimmer_lines(Cohort(frame=frame, name="one")))
    >>> chart.groups[0].size, chart.lanes[0].bars[0].end, chart.axis.ticks
    ('1 line', 6.0, (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0))
    >>> [[entry.name for entry in part.entries] for part in chart.key]
    [['not recorded'], [], ['Progression or relapse']]
    >>> swimmer_chart(swimmer_lines(Cohort(frame=frame.head(0), name="none"))).empty
    'No lines are in view, so there is nothing to draw.'
    """
    patterns = group_patterns(plot)
    groups, row = [], 0.0
    for group in plot.groups:
        members = [lane for lane in plot.lanes if lane.group == group.label]
        first = row + _HEADING_ROWS + 0.5
        groups.append(
            ChartGroup(
                label=group.label,
                size=group_size(group, plot),
                row=row + _ABOVE,
                lanes=tuple(_lane(lane, first + i, patterns) for i, lane in enumerate(members)),
            )
        )
        row += _HEADING_ROWS + len(members) + _GAP_ROWS
    return SwimmerChart(
        alt=describe_swimmer(plot),
        stamp=describe_bars(plot),
        empty="" if plot.lanes else plot.notes[0].message,
        of_patients=True,
        groups=tuple(groups),
        n_rows=row,
        key=_key(plot, patterns),
        axis=_months(plot, until_months),
        is_cut=until_months is not None,
        has_labels=plot.label != "none" or any(lane.is_index for lane in plot.lanes),
    )


@design.register
def _(result: SwimmerPlot, request: ViewRequest) -> SwimmerChart:
    return swimmer_chart(result, until_months=request.until_months)


@design.register
def _(result: Course, request: ViewRequest) -> SwimmerChart:
    """One patient's lanes are a swimmer plot of this patient's lines."""
    chart = swimmer_chart(result.plot, until_months=request.until_months)
    name = f"{result.patient_id} · {INDEX}" if result.is_index else result.patient_id
    return replace(
        chart,
        alt=describe_course(result),
        # Each mark would open the course that is seen.
        of_patients=False,
        groups=tuple(replace(group, label=name) for group in chart.groups),
        axis=replace(chart.axis, title=f"Months from {result.plot.origin}"),
    )


def _lane(lane: Lane, row: float, patterns: dict[str, str]) -> ChartLane:
    return ChartLane(
        key=lane.key,
        label=_index_label(lane.label) if lane.is_index else shortened(lane.label, LONGEST_NAME),
        patient_id=lane.patient_id,
        row=row,
        bars=tuple(
            LaneBar(
                start=bar.start,
                end=bar.end,
                response=bar.best_response,
                group=group_name(bar.regimen_group),
                pattern=patterns.get(bar.regimen_group, ""),
                told=bar_told(bar),
            )
            for bar in lane.bars
        ),
        follow_up=tuple((s.start, s.end) for s in lane.segments if s.kind == "survival"),
        events=tuple(
            LaneEvent(kind=marker.kind, month=marker.month, told=mark_told(marker))
            for marker in lane.markers
        ),
        is_index=lane.is_index,
    )


def _index_label(label: str) -> str:
    mark = f"{INDEX_SIGN} {INDEX}"
    return f"{mark} · {shortened(label, LONGEST_NAME - len(mark) - 3)}" if label else mark


def group_patterns(plot: SwimmerPlot) -> dict[str, str]:
    """The pattern of each regimen group by its fixed place; none where no group is recorded."""
    if set(plot.regimen_groups) <= {NOT_RECORDED}:
        return {}
    own = [level for level in plot.regimen_groups if level not in (*_KNOWN_GROUPS, NOT_RECORDED)]
    return {level: pattern(i) for i, level in enumerate((*_KNOWN_GROUPS, *own, NOT_RECORDED))}


def _key(plot: SwimmerPlot, patterns: dict[str, str]) -> tuple[KeyPart, ...]:
    bars = [bar for lane in plot.lanes for bar in lane.bars]
    responses, groups = {b.best_response for b in bars}, {b.regimen_group for b in bars}
    kinds = {marker.kind for lane in plot.lanes for marker in lane.markers}
    events = [
        KeyEntry(shows="event", value=kind, name=name)
        for kind, name in EVENTS.items()
        if kind in kinds
    ]
    if any(segment.kind == "survival" for lane in plot.lanes for segment in lane.segments):
        events.insert(0, KeyEntry(shows="follow-up", value="", name=follow_up_name(plot)))
    return (
        KeyPart(
            title="Best response",
            entries=tuple(
                KeyEntry(shows="response", value=level, name=level)
                for level in _RESPONSES
                if level in responses
            ),
        ),
        KeyPart(
            title="Regimen group",
            entries=tuple(
                KeyEntry(
                    shows="pattern", value=shape, name=shortened(group_name(level), LONGEST_NAME)
                )
                for level, shape in patterns.items()
                if level in groups
            ),
        ),
        KeyPart(title="Events", entries=tuple(events)),
    )


def _months(plot: SwimmerPlot, until_months: float | None) -> Axis:
    longest = max(plot.longest if until_months is None else until_months, 1.0)
    high = longest * (_BEYOND if until_months is None else 1.0)
    return Axis(
        # Room for a mark at month 0, and for one at the end.
        low=-_BEFORE * longest,
        high=high,
        ticks=tuple(np.arange(0.0, high + 1e-9, tick_step(longest)).tolist()),
        title=months_title(plot),
    )


def tick_step(longest: float) -> int:
    """Whole years, few enough that their labels stand apart; parts of years in a short plot.

    Examples
    --------
    >>> [tick_step(longest) for longest in (1.0, 5.0, 24.0, 48.0, 60.0, 187.2, 400.0)]
    [1, 1, 3, 6, 12, 12, 24]
    """
    steps = (
        *(step for step in _MONTH_STEPS if longest / step <= _MOST_MONTH_TICKS),
        *(step for step in _YEAR_STEPS if longest / step <= _MOST_TICKS),
        _YEAR_STEPS[-1],
    )
    return steps[0]
