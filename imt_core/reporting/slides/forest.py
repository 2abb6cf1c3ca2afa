"""Forest slides: a table of subgroups with their intervals drawn in one of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from pptx.slide import Slide

from imt_core.analyses.benchmark.benchmark import Benchmark
from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.forest.forest import Forest
from imt_core.reporting.content.titles import view_title
from imt_core.reporting.design.benchmark import benchmark_chart
from imt_core.reporting.design.forest import ForestChart, ForestLine, forest_chart
from imt_core.reporting.design.theme import LIGHT
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.chart_axes import ValueAxis, set_axes
from imt_core.reporting.slides.pptx_charts import (
    Marker,
    Points,
    add_points_chart,
    draw_longest_first,
    style_points,
)
from imt_core.reporting.slides.slide_colours import MUTED, PAPER, line, slide_colour
from imt_core.reporting.slides.slide_frame import add_slide, say_nothing_drawn
from imt_core.reporting.slides.slide_table import MARGIN, Cell, add_table
from imt_core.reporting.slides.slide_text import Box, Run, add_text, clean, fitted, text_width

_HEADER: Final = 0.34
_AXIS: Final = 0.66
_ROW: Final = 0.285
_LOWEST_ROW: Final = 0.232
_INDENT: Final = 0.18
_NARROWEST_LABEL: Final = 1.9
_SQUARE: Final = 10.5
"""Points of the largest square."""


@draw_slides.register
def _(result: Forest, view: ComputedView, canvas: Canvas) -> None:
    _draw_pages(forest_chart(result), view, canvas)


@draw_slides.register
def _(result: Benchmark, view: ComputedView, canvas: Canvas) -> None:
    chart = benchmark_chart(result)
    if chart.empty:
        say_nothing_drawn(add_slide(canvas, view, view_title(view)), canvas, chart.empty)
    else:
        _draw_pages(chart, view, canvas)


def _draw_pages(chart: ForestChart, view: ComputedView, canvas: Canvas) -> None:
    room = canvas.content.height - _HEADER - _AXIS
    pages = _pages(chart.lines, int(room / _LOWEST_ROW))
    for number, page in enumerate(pages, start=1):
        slide = add_slide(canvas, view, view_title(view), part=(number, len(pages)))
        _draw(slide, canvas, chart, page)


def _pages(lines: Sequence[ForestLine], most: int) -> list[list[ForestLine]]:
    """Lines on slides of about equal length; a column's heading is repeated where it is parted."""
    n_pages = -(-len(lines) // most)
    # Each slide after the first may begin with a repeated heading.
    n_pages = n_pages if n_pages == 1 else -(-(len(lines) + n_pages - 1) // most)
    target = -(-(len(lines) + n_pages - 1) // n_pages)
    pages: list[list[ForestLine]] = [[]]
    heading: ForestLine | None = None
    for entry in lines:
        is_heading = not entry.counts
        is_alone = is_heading and len(pages[-1]) >= target - 1
        if len(pages[-1]) >= target or is_alone:
            again = not is_heading and heading is not None
            pages.append([_continued(heading)] if again and heading else [])
        heading = entry if is_heading else heading
        pages[-1].append(entry)
    return [page for page in pages if page]


def _continued(heading: ForestLine) -> ForestLine:
    return replace(heading, text=f"{heading.text} (continued)")


def _draw(slide: Slide, canvas: Canvas, chart: ForestChart, lines: Sequence[ForestLine]) -> None:
    box, (subgroup, counts, rates) = canvas.content, chart.headings
    row = min(max((box.height - _HEADER - _AXIS) / len(lines), _LOWEST_ROW), _ROW)
    size = 12.0 if row >= 0.255 else 11.0
    label = _width([entry.text for entry in lines], size, box.width * 0.3) + _INDENT
    label = max(label, _NARROWEST_LABEL)
    n = _width([counts, *(entry.counts for entry in lines)], size, 1.5)
    rate = _width([rates, *(entry.rate for entry in lines)], size, box.width * 0.26)
    bars = box.width - label - n - rate
    table = [
        [
            Cell(text=subgroup, size=size, bold=True),
            Cell(text=counts, size=size, bold=True, align="r"),
            Cell(text="", size=size),
            Cell(text=rates, size=size, bold=True),
        ]
    ]
    for entry in lines:
        text = fitted(entry.text, size, label - 2 * MARGIN - _INDENT, bold=True)
        look: dict[str, Any] = {
            "size": size,
            "bold": entry.bold,
            "colour": slide_colour(entry.text_colour(LIGHT)),
        }
        table.append(
            [
                Cell(text=text, indent=_INDENT if entry.indented else 0.0, **look),
                Cell(text=entry.counts, align="r", **look),
                Cell(text="", size=size),
                Cell(text=entry.rate, **look),
            ]
        )
    drawn = add_table(
        slide,
        left=box.left,
        top=box.top,
        widths=(label, n, bars, rate),
        heights=[_HEADER, *[row] * len(lines)],
        rows=table,
        name=subgroup,
        alt=chart.alt,
    )
    left, height = box.left + label + n, row * len(lines)
    plot = Box(left=left + 0.25, top=box.top + _HEADER, width=bars - 0.5, height=height)
    frame = Box(left=left, top=box.top, width=bars, height=_HEADER + height + _AXIS)
    _draw_intervals(slide, chart, lines, frame, plot)
    note = Box(left=box.left, top=drawn.bottom + 0.08, width=label + n, height=_AXIS)
    run = Run(text=chart.counted, size=11, colour=MUTED)
    add_text(slide, note, [[run]], name="What is counted")


def _width(texts: Sequence[str], size: float, most: float) -> float:
    return min(max(text_width(text, size, bold=True) for text in texts) + 2 * MARGIN + 0.06, most)


def _draw_intervals(
    slide: Slide, chart: ForestChart, lines: Sequence[ForestLine], frame: Box, plot: Box
) -> None:
    n_rows = float(len(lines))
    heights = [(entry, position + 0.5) for position, entry in enumerate(lines)]
    squares = [(entry, entry.estimate, y) for entry, y in heights if entry.estimate is not None]
    if not squares:
        return
    drawn: list[tuple[Points, str]] = []
    if chart.reference is not None:
        overall = Points(name="Overall", x=[chart.reference] * 2, y=[0.0, n_rows])
        drawn.append((overall, line(MUTED, 1.25, "dash")))
    for entry, y in heights:
        if entry.limits:
            name = clean(f"{entry.name}: interval")
            look = line(slide_colour(entry.text_colour(LIGHT)), 1.5)
            drawn.append((Points(name=name, x=entry.limits, y=[y, y]), look))
    estimates = Points(
        name=chart.measure, x=[x for _, x, _ in squares], y=[y for _, _, y in squares]
    )
    made = add_points_chart(
        slide,
        frame,
        plot,
        [*(points for points, _ in drawn), estimates],
        name="Rates with intervals",
        alt=chart.alt,
        size=11,
    )
    *intervals, points = made.plots[0].series
    for one, (_, look) in zip(intervals, drawn, strict=True):
        style_points(one, line_xml=look)
    marks = {index: _square(entry) for index, (entry, _, _) in enumerate(squares)}
    style_points(points, line_xml=line(None), marker=_square(lines[-1]), points=marks)
    draw_longest_first(made)
    rows = ValueAxis(low=0.0, high=n_rows, step=n_rows, shown=False, reverse=True)
    set_axes(made, ValueAxis.of(chart.axis, grid=True), rows, size=11)


def _square(entry: ForestLine) -> Marker:
    return Marker(
        symbol="diamond" if entry.is_overall else "square",
        size=max(4, round(_SQUARE * entry.size)),
        edge=PAPER,
        edge_width=0.5,
        fill=slide_colour(entry.mark_colour(LIGHT)),
    )
