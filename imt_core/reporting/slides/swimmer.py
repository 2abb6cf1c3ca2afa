"""Swimmer slides: stacked bars of months, the events on them, in columns on two slides at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import Any, Final, TypeAlias, cast

from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.slide import Slide

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.swimmer.one_course import Course
from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.reporting.content.plain_xml import clean
from imt_core.reporting.content.titles import view_title
from imt_core.reporting.design.chart import design
from imt_core.reporting.design.swimmer import SwimmerChart
from imt_core.reporting.design.swimmer_lanes import ChartGroup, ChartLane, LaneBar, events_by_kind
from imt_core.reporting.design.swimmer_words import EVENTS
from imt_core.reporting.design.theme import (
    BAR_INK,
    EVENT_MARKS,
    INDEX,
    INDEX_SIGN,
    LIGHT,
    index_band,
    mixed,
)
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.chart_axes import ValueAxis, set_axes, set_bar_axes
from imt_core.reporting.slides.key import (
    Letter,
    Stroke,
    add_outline,
    before_numbers,
    draw_key,
    key_height,
)
from imt_core.reporting.slides.pptx_charts import (
    Bars,
    Points,
    add_bars_chart,
    add_points_chart,
    draw_longest_first,
    style_bars,
    style_points,
)
from imt_core.reporting.slides.slide_colours import PAPER, TEXT, line, patterned, solid
from imt_core.reporting.slides.slide_frame import add_slide, say_nothing_drawn
from imt_core.reporting.slides.slide_text import (
    SMALLEST_TEXT,
    TEXT_THAT_MATTERS,
    Box,
    Run,
    add_text,
    fitted,
    text_height,
    text_width,
)
from imt_core.reporting.slides.swimmer_key import (
    FOLLOW_UP_LINE,
    TICK_WIDTH,
    event_sample,
    key_entries,
)
from imt_core.reporting.slides.swimmer_summary import draw_summary

MOST_SLIDES: Final = 2
"""A plot that would need more is summed up on one."""

_SIZE: Final = SMALLEST_TEXT
_AXIS: Final = 0.74
_BELOW_KEY: Final = 0.08
_HIGHEST_ROW: Final = 0.4
_LOWEST_ROW: Final = 0.24
_BETWEEN: Final = 0.35
_WIDEST_LABELS: Final = 0.34
_TICK_ROOM: Final = 0.52
_GAP_WIDTH: Final = 30
_TICK: Final = 0.47
_HEADING: Final = (TEXT_THAT_MATTERS, 99.0)
"""Points of a heading, and the inches that it may take: it stands on one line."""
_TICK_LINE: Final = line(TEXT, TICK_WIDTH)
_COLUMNS: Final = (1, 2, 2 * MOST_SLIDES)
"""On a slide lanes stand in one column or two."""

_Row: TypeAlias = ChartLane | ChartGroup
_Look: TypeAlias = tuple[str, str, str]


@draw_slides.register
def _(result: SwimmerPlot, view: ComputedView, canvas: Canvas) -> None:
    _draw_slides(result, view, canvas)


@draw_slides.register
def _(result: Course, view: ComputedView, canvas: Canvas) -> None:
    _draw_slides(result.plot, view, canvas)


def _draw_slides(plot: SwimmerPlot, view: ComputedView, canvas: Canvas) -> None:
    chart = cast("SwimmerChart", design(view.result, view.request))
    if chart.empty:
        say_nothing_drawn(add_slide(canvas, view, view_title(view)), canvas, chart.empty)
        return
    told = [f"Month 0 is {plot.origin}.", f"{chart.stamp}."]
    box = canvas.content
    entries = key_entries(chart)
    key = key_height(entries, box.width) + _BELOW_KEY
    lanes = replace(box, top=box.top + key, height=box.height - key)
    columns = _columns(chart, int((lanes.height - _AXIS) / _LOWEST_ROW))
    if not columns:
        draw_summary(chart, plot, view, canvas, told)
        return
    per_slide = min(len(columns), 2)
    n_slides = len(columns) // per_slide
    for number in range(n_slides):
        part = (number + 1, n_slides)
        slide = add_slide(canvas, view, view_title(view), part=part, told=told)
        draw_key(slide, entries, box)
        shown = columns[number * per_slide : (number + 1) * per_slide]
        width = (lanes.width - _BETWEEN * (per_slide - 1)) / per_slide
        for at, rows in enumerate(shown):
            left = lanes.left + at * (width + _BETWEEN)
            height = min((lanes.height - _AXIS) / max(map(len, columns)), _HIGHEST_ROW)
            _draw(slide, chart, rows, replace(lanes, left=left, width=width), height)


def _columns(chart: SwimmerChart, most: int) -> list[list[_Row]]:
    """Lanes under their headings in few columns of about equal length; none where too many."""
    rows: list[_Row] = []
    for group in chart.groups:
        rows += [group] if len(chart.groups) > 1 else []
        rows += group.lanes
    for n in _COLUMNS:
        for length in range(max(-(-len(rows) // n), 2), most + 1):
            columns = _broken(rows, length)
            if len(columns) == n:
                return columns
            if len(columns) < n:
                break
    return []


def _broken(rows: Sequence[_Row], length: int) -> list[list[_Row]]:
    """Rows in columns no longer than `length`; a heading ends none, and is repeated."""
    columns: list[list[_Row]] = [[]]
    heading: ChartGroup | None = None
    for row in rows:
        is_heading = isinstance(row, ChartGroup)
        if len(columns[-1]) >= length - is_heading:
            columns.append([] if is_heading or heading is None else [heading])
        heading = row if isinstance(row, ChartGroup) else heading
        columns[-1].append(row)
    return columns


def _label(lane: ChartLane, widest: float) -> str:
    """The name of a lane; of the index patient's the words alone where the name has no room."""
    text = clean(lane.label)
    if lane.is_index and text_width(text, _SIZE) > widest:
        text = f"{INDEX_SIGN} {INDEX}"
    return fitted(text, _SIZE, widest)


def _draw(slide: Slide, chart: SwimmerChart, rows: Sequence[_Row], box: Box, height: float) -> None:
    """Draw one column of lanes."""
    widest = _WIDEST_LABELS * box.width
    labels = [_label(row, widest) if isinstance(row, ChartLane) else " " for row in rows]
    beside = 0.12
    if chart.has_labels:
        beside += max(text_width(label, _SIZE) for label in labels) + 0.12
    months = chart.axis
    # PowerPoint counts ticks from where an axis begins: what lies before the first is left free.
    width = box.width - 0.2 - beside
    before = width * (months.ticks[0] - months.low) / (months.high - months.low)
    plot = Box(
        left=box.left + beside + before,
        top=box.top,
        width=width - before,
        height=height * len(rows),
    )
    frame = Box(left=box.left, top=box.top, width=box.width, height=plot.height + _AXIS)
    fewer = ceil(len(months.ticks) * _TICK_ROOM / plot.width)
    axis = replace(ValueAxis.of(months, grid=True), low=months.ticks[0], step=fewer * months.step)
    for position, row in enumerate(rows):
        if isinstance(row, ChartLane) and row.is_index:
            top = plot.top + height * position
            band = Box(left=box.left, top=top, width=plot.right - box.left, height=height)
            parts = (solid(index_band(LIGHT)), line(None))
            add_outline(slide.shapes, MSO_SHAPE.RECTANGLE, band, parts, f"Band of the {INDEX}")
    _draw_bars(slide, chart, rows, labels, (frame, plot), axis)
    _draw_events(slide, chart, rows, (frame, plot), axis)
    for position, row in enumerate(rows):
        if isinstance(row, ChartGroup):
            # Whether its lanes began in the column before.
            is_again = not position and rows[1] is not row.lanes[0]
            ending = f" · {'continued' if is_again else row.size}"
            room = plot.width - 0.06 - text_width(ending, TEXT_THAT_MATTERS)
            name = fitted(row.name, TEXT_THAT_MATTERS, room, bold=True)
            told = [
                Run(text=before_numbers(name), size=TEXT_THAT_MATTERS, bold=True),
                Run(text=ending, size=TEXT_THAT_MATTERS),
            ]
            middle, high = plot.top + height * (position + 0.5), text_height(name, *_HEADING)
            add_text(
                slide,
                Box(left=plot.left + 0.06, top=middle - high / 2, width=plot.width, height=high),
                [told],
                name=f"Group: {row.label}",
                anchor=MSO_ANCHOR.MIDDLE,
            )


def _stretches(lane: ChartLane) -> list[tuple[float, LaneBar | None]]:
    """Lengths one after the other; ``None`` where nothing is drawn in between."""
    stretches: list[tuple[float, LaneBar | None]] = []
    at = 0.0
    for bar in sorted(lane.bars, key=lambda one: (one.start, one.end)):
        if bar.start > at:
            stretches.append((bar.start - at, None))
        stretches.append((bar.length, bar))
        at = bar.end
    return stretches


def _draw_bars(
    slide: Slide,
    chart: SwimmerChart,
    rows: Sequence[_Row],
    labels: Sequence[str],
    boxes: tuple[Box, Box],
    axis: ValueAxis,
) -> None:
    """Series in order of time: all first stretches, each look its own, then all second ones."""
    lanes = [_stretches(row) if isinstance(row, ChartLane) else [] for row in rows]
    series: dict[tuple[int, _Look | None], list[float | None]] = {}
    for index, stretches in enumerate(lanes):
        for place, (length, bar) in enumerate(stretches):
            look = (bar.name, bar.response, bar.pattern) if bar else None
            series.setdefault((place, look), [None] * len(rows))[index] = length
    kinds = sorted(series, key=lambda kind: kind[0])
    bars = [
        Bars(name=clean(look[0]) if look else "Before the next line", values=series[place, look])
        for place, look in kinds
    ]
    native = add_bars_chart(
        slide,
        XL_CHART_TYPE.BAR_STACKED,
        *boxes,
        labels,
        bars,
        number_format="0.0",
        name="Lanes",
        alt=chart.alt,
        size=_SIZE,
    )
    native.plots[0].gap_width, native.plots[0].overlap = _GAP_WIDTH, 100
    for one, (_, look) in zip(native.plots[0].series, kinds, strict=True):
        if look:
            style_bars(one, fill=_bar_fill(*look[1:]), edge=line(PAPER, 0.5))
        else:
            style_bars(one, fill="<a:noFill/>", edge=line(None))
    set_bar_axes(native, axis, size=_SIZE, labels=chart.has_labels)


def _bar_fill(response: str, pattern: str) -> str:
    """DrawingML of a bar: colour of its best response, pattern of its regimen group."""
    ink, paper = LIGHT.on_response[response], LIGHT.response[response]
    return patterned(pattern, mixed(ink, paper, BAR_INK), paper)


def _draw_events(
    slide: Slide, chart: SwimmerChart, rows: Sequence[_Row], boxes: tuple[Box, Box], axis: ValueAxis
) -> None:
    """A second chart over the first, on the same axes: follow-up lines and marks of events."""
    at = {row.key: i + 0.5 for i, row in enumerate(rows) if isinstance(row, ChartLane)}
    lanes = [row for row in rows if isinstance(row, ChartLane)]
    drawn: list[tuple[str, Points]] = []
    ends = [
        ((start, at[lane.key]), (min(end, axis.high), at[lane.key]))
        for lane in lanes
        for start, end in lane.follow_up
        if start < axis.high
    ]
    if ends:
        (name,) = (one.name for one in chart.key[2].entries if one.shows == "follow-up")
        drawn.append(("", _strokes(name, ends)))
    for kind, found in events_by_kind(lanes).items():
        # PowerPoint draws beyond the end of an axis.
        points = [(e.month, at[lane.key]) for lane, e in found if e.month <= axis.high]
        if points and EVENT_MARKS[kind] == "tick":
            # Short vertical lines: no native mark is one.
            ends = [((month, y - _TICK), (month, y + _TICK)) for month, y in points]
            drawn.append((kind, _strokes(EVENTS[kind], ends)))
        elif points:
            x, y = zip(*points, strict=True)
            drawn.append((kind, Points(name=EVENTS[kind], x=x, y=y)))
    if not drawn:
        return
    names = ", ".join(points.name.lower() for _, points in drawn)
    native = add_points_chart(
        slide,
        *boxes,
        [points for _, points in drawn],
        name="Events",
        alt=f"On the lanes: {names}.",
        size=_SIZE,
    )
    for series, (kind, _) in zip(native.plots[0].series, drawn, strict=True):
        _style_events(series, kind)
    draw_longest_first(native)
    n_rows = float(len(rows))
    set_axes(
        native,
        ValueAxis(low=axis.low, high=axis.high, step=axis.step, shown=False),
        ValueAxis(low=0.0, high=n_rows, step=n_rows, shown=False, reverse=True),
        size=_SIZE,
    )


_End: TypeAlias = tuple[float, float]


def _strokes(name: str, ends: Sequence[tuple[_End, _End]]) -> Points:
    """Separate straight lines as one series."""
    x = [month for first, second in ends for month in (first[0], second[0], second[0])]
    y = [height for first, second in ends for height in (first[1], second[1], None)]
    return Points(name=name, x=x, y=y)


def _style_events(series: Any, kind: str) -> None:
    if not kind or EVENT_MARKS[kind] == "tick":
        style_points(series, line_xml=_TICK_LINE if kind else FOLLOW_UP_LINE)
        return
    match event_sample(kind):
        case Letter(text=text, colour=colour):
            style_points(series, line_xml=line(None), label=(text, colour, SMALLEST_TEXT))
        case Stroke(marker=marker):
            style_points(series, line_xml=line(None), marker=marker)
