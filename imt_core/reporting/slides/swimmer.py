"""Swimmer slides: stacked bars of months, the events on them, as many slides as lanes need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.text import MSO_ANCHOR
from pptx.slide import Slide

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.swimmer.plot import Lane, LaneGroup, Segment, SwimmerPlot
from imt_core.reporting.design.theme import LIGHT, event_colour, mixed, pattern, shortened
from imt_core.reporting.figures.swimmer import (
    axis_title,
    describe_swimmer,
    follow_up_name,
    group_size,
    tick_step,
)
from imt_core.reporting.figures.swimmer_legend import LONGEST_LABEL, group_order
from imt_core.reporting.figures.swimmer_words import EVENTS, describe_bars, group_name
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.chart_axes import ValueAxis, set_axes, set_bar_axes
from imt_core.reporting.slides.pptx_charts import (
    Bars,
    Marker,
    Points,
    add_bars_chart,
    add_points_chart,
    draw_longest_first,
    style_bars,
    style_points,
)
from imt_core.reporting.slides.slide_colours import (
    MUTED,
    PAPER,
    TEXT,
    line,
    patterned,
    slide_colour,
)
from imt_core.reporting.slides.slide_frame import add_slide, say_nothing_drawn
from imt_core.reporting.slides.slide_text import Box, Run, add_text, clean, text_width
from imt_core.reporting.slides.swimmer_key import EVENT_MARKS, LETTERS, draw_key

MOST_ROWS: Final = 21
"""Lanes and headings on a slide."""

_SIZE: Final = 11.0
_AXIS: Final = 0.6
_KEY_SHARE: Final = 0.24
_HIGHEST_ROW: Final = 0.38
_LOWEST_ROW: Final = 0.225
_GAP_WIDTH: Final = 30
_TICK: Final = 0.47
_FOLLOW_UP: Final = "follow-up"
_LINES: Final = {_FOLLOW_UP: line(MUTED, 1.5), "end of treatment": line(TEXT, 2.25)}

_Row: TypeAlias = Lane | LaneGroup
_Stretch: TypeAlias = tuple[float, Segment | None]


@draw_slides.register
def _(result: SwimmerPlot, view: ComputedView, canvas: Canvas) -> None:
    lane = result.mode.removesuffix("s")
    title = f"Swimmer plot, {view.population}: {result.count}, one lane per {lane}"
    if not result.lanes:
        slide = add_slide(canvas, view, title)
        say_nothing_drawn(slide, canvas, describe_swimmer(result))
        return
    told = [f"Month 0 is {result.origin}.", f"{describe_bars(result)}."]
    most = min(MOST_ROWS, int((canvas.content.height - _AXIS) / _LOWEST_ROW))
    pages = _pages(result, max(most, 3))
    for number, rows in enumerate(pages, start=1):
        slide = add_slide(canvas, view, title, part=(number, len(pages)), told=told)
        _draw(slide, canvas, result, rows, view.request.until_months)


def _pages(plot: SwimmerPlot, most: int) -> list[list[_Row]]:
    """Lanes under their headings, on slides of about equal length."""
    rows: list[_Row] = []
    for group in plot.groups:
        rows += [group] if len(plot.groups) > 1 else []
        rows += [lane for lane in plot.lanes if lane.group == group.label]
    n_pages = -(-len(rows) // most)
    if n_pages > 1:
        n_pages = -(-(len(rows) + 2 * n_pages) // most)
    target = -(-len(rows) // n_pages)
    pages: list[list[_Row]] = [[]]
    heading: LaneGroup | None = None
    for row in rows:
        is_heading = isinstance(row, LaneGroup)
        if len(pages[-1]) >= (target if not is_heading else target - 1) and (
            len(pages[-1]) >= most - 1 or len(pages) < n_pages
        ):
            pages.append([] if is_heading or heading is None else [heading])
        heading = row if isinstance(row, LaneGroup) else heading
        pages[-1].append(row)
    return pages


@dataclass(frozen=True, slots=True, kw_only=True)
class _Months:
    """The time axis, the same on every slide."""

    end: float
    step: float


def _draw(
    slide: Slide, canvas: Canvas, plot: SwimmerPlot, rows: Sequence[_Row], until: float | None
) -> None:
    box = canvas.content
    key = max(box.width * _KEY_SHARE, 2.2)
    labels = [_label(row) for row in rows]
    beside = 0.12
    if plot.label != "none":
        beside += max(text_width(label, _SIZE) for label in labels) + 0.08
    row = min((box.height - _AXIS) / len(rows), _HIGHEST_ROW)
    plot_box = Box(
        left=box.left + beside,
        top=box.top,
        width=box.width - key - 0.4 - beside,
        height=row * len(rows),
    )
    frame = Box(
        left=box.left, top=box.top, width=box.width - key - 0.15, height=plot_box.height + _AXIS
    )
    longest = max(plot.longest if until is None else until, 1.0)
    months = _Months(
        end=longest * (1.025 if until is None else 1.0), step=float(tick_step(longest))
    )
    _draw_bars(slide, plot, rows, labels, frame, plot_box, months)
    _draw_events(slide, plot, rows, frame, plot_box, months)
    for position, entry in enumerate(rows):
        if isinstance(entry, LaneGroup):
            place = Box(
                left=plot_box.left + 0.06,
                top=plot_box.top + row * position,
                width=plot_box.width - 0.06,
                height=row,
            )
            text = f"{shortened(entry.label, LONGEST_LABEL)} · {group_size(entry, plot)}"
            if position == 0 and _is_continued(plot, rows):
                text += " (continued)"
            add_text(
                slide,
                place,
                [[Run(text=text, size=12, bold=True)]],
                name=f"Group: {entry.label}",
                anchor=MSO_ANCHOR.MIDDLE,
            )
    draw_key(slide, plot, Box(left=box.right - key, top=box.top, width=key, height=box.height))


def _is_continued(plot: SwimmerPlot, rows: Sequence[_Row]) -> bool:
    """Whether the first heading's lanes began on the slide before."""
    heading, first = rows[0], rows[1]
    lanes = [lane for lane in plot.lanes if lane.group == heading.label]
    return isinstance(first, Lane) and first.key != lanes[0].key


def _label(row: _Row) -> str:
    return " " if isinstance(row, LaneGroup) else clean(shortened(row.label, LONGEST_LABEL))


def _stretches(lane: Lane) -> list[_Stretch]:
    """Lengths one after the other; ``None`` where nothing is drawn in between."""
    stretches: list[_Stretch] = []
    at = 0.0
    for segment in sorted(lane.segments, key=lambda one: (one.start, one.end)):
        if segment.kind == "survival":
            continue
        if segment.start > at:
            stretches.append((segment.start - at, None))
        stretches.append((segment.length, segment))
        at = segment.end
    return stretches


def _draw_bars(
    slide: Slide,
    plot: SwimmerPlot,
    rows: Sequence[_Row],
    labels: Sequence[str],
    frame: Box,
    plot_box: Box,
    months: _Months,
) -> None:
    """Series in order of time: all first stretches, each look its own, then all second ones."""
    lanes = [_stretches(row) if isinstance(row, Lane) else [] for row in rows]
    series: dict[tuple[int, str, str], list[float | None]] = {}
    for index, stretches in enumerate(lanes):
        for place, (length, bar) in enumerate(stretches):
            kind = (place, *((bar.best_response, bar.regimen_group) if bar else ("", "")))
            series.setdefault(kind, [None] * len(rows))[index] = length
    kinds = sorted(series, key=lambda kind: kind[0])
    bars = [
        Bars(
            name=clean(f"{response}, {group_name(group)}") if response else "Before the next line",
            values=series[place, response, group],
        )
        for place, response, group in kinds
    ]
    chart = add_bars_chart(
        slide,
        XL_CHART_TYPE.BAR_STACKED,
        frame,
        plot_box,
        labels,
        bars,
        number_format="0.0",
        name="Lanes",
        alt=describe_swimmer(plot),
        size=_SIZE,
    )
    chart.plots[0].gap_width, chart.plots[0].overlap = _GAP_WIDTH, 100
    order = group_order(plot)
    for one, (_, response, group) in zip(chart.plots[0].series, kinds, strict=True):
        if response:
            style_bars(one, fill=bar_fill(response, group, order), edge=line(PAPER, 0.5))
        else:
            style_bars(one, fill="<a:noFill/>", edge=line(None))
    axis = ValueAxis(
        low=0.0,
        high=months.end,
        step=months.step,
        number_format="0",
        grid=True,
        title=axis_title(plot),
    )
    set_bar_axes(chart, axis, size=_SIZE, labels=plot.label != "none")


def bar_fill(response: str, group: str, order: Sequence[str]) -> str:
    """DrawingML of a bar: colour of its best response, pattern of its regimen group."""
    shape = pattern(order.index(group)) if group in order else ""
    ink, paper = LIGHT.on_response[response], LIGHT.response[response]
    return patterned(shape, mixed(ink, paper, 0.55), paper)


def _draw_events(
    slide: Slide,
    plot: SwimmerPlot,
    rows: Sequence[_Row],
    frame: Box,
    plot_box: Box,
    months: _Months,
) -> None:
    """A second chart over the first, on the same axes: follow-up lines and marks of events."""
    at = [(row, position + 0.5) for position, row in enumerate(rows) if isinstance(row, Lane)]
    drawn: dict[str, Points] = {}
    ends = [
        ((segment.start, y), (min(segment.end, months.end), y))
        for row, y in at
        for segment in row.segments
        if segment.kind == "survival" and segment.start < months.end
    ]
    if ends:
        drawn[_FOLLOW_UP] = _strokes(follow_up_name(plot), ends)
    for kind, name in EVENTS.items():
        found = [
            (marker.month, y)
            for row, y in at
            for marker in row.markers
            if marker.kind == kind and marker.month <= months.end
        ]
        if found and kind == "end of treatment":
            # Short vertical lines: no native mark is one.
            ends = [((month, y - _TICK), (month, y + _TICK)) for month, y in found]
            drawn[kind] = _strokes(name, ends)
        elif found:
            drawn[kind] = Points(name=name, x=[x for x, _ in found], y=[y for _, y in found])
    if not drawn:
        return
    names = ", ".join(points.name.lower() for points in drawn.values())
    chart = add_points_chart(
        slide,
        frame,
        plot_box,
        list(drawn.values()),
        name="Events",
        alt=f"On the lanes: {names}.",
        size=_SIZE,
    )
    for series, kind in zip(chart.plots[0].series, drawn, strict=True):
        _style_events(series, kind)
    draw_longest_first(chart)
    n_rows = float(len(rows))
    set_axes(
        chart,
        ValueAxis(low=0.0, high=months.end, step=months.step, shown=False),
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
    if kind in _LINES:
        style_points(series, line_xml=_LINES[kind])
        return
    colour = slide_colour(event_colour(LIGHT, kind))
    if kind in LETTERS:
        ink = TEXT if colour == PAPER else colour
        style_points(series, line_xml=line(None), label=(LETTERS[kind], ink, 12.0))
    else:
        symbol, size = EVENT_MARKS[kind][:2]
        edge = TEXT if colour == PAPER else PAPER
        is_stroke = symbol in ("x", "plus", "star")
        style_points(
            series,
            line_xml=line(None),
            marker=Marker(
                symbol=symbol,
                size=size,
                fill=None if is_stroke else colour,
                edge=colour if is_stroke else edge,
                edge_width=2.25 if is_stroke else 1.0,
            ),
        )
