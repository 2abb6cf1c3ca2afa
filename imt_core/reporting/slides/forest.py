"""Forest slides: a table of subgroups with their intervals drawn in one of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Final

from pptx.slide import Slide

from imt_core.analyses.benchmark.benchmark import Benchmark
from imt_core.analyses.benchmark.difference import DIFFERENT_PATIENTS
from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.forest.forest import Forest
from imt_core.reporting.content.plain_xml import clean
from imt_core.reporting.content.titles import view_title
from imt_core.reporting.design.benchmark import benchmark_chart
from imt_core.reporting.design.chart import Axis
from imt_core.reporting.design.forest import ForestChart, ForestLine, forest_chart
from imt_core.reporting.design.theme import LIGHT
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.chart_axes import ValueAxis, fitted_title, set_axes
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
from imt_core.reporting.slides.slide_text import (
    SMALLEST_TEXT,
    TEXT_THAT_MATTERS,
    Box,
    Paragraph,
    Run,
    add_text,
    fitted,
    line_height,
    text_width,
)
from imt_core.reporting.slides.told import told_tables
from imt_core.reporting.tables.benchmark_table import format_card_differences

_HEADER: Final = line_height(SMALLEST_TEXT) + 0.05
_AXIS: Final = 0.74
_ROW_PADDING: Final = 0.03
_SIZES: Final = (TEXT_THAT_MATTERS, 16.0, SMALLEST_TEXT)
_LOWEST_ROW: Final = line_height(SMALLEST_TEXT) + _ROW_PADDING
_HIGHEST_ROW: Final = 0.4
_MOST_DIFFERENCES: Final = 3
"""Differences from a series that stand below the rates; the notes hold all."""
_WIDEST_LABEL, _WIDEST_NUMBERS = 0.36, 0.36
"""Names, and counts with rates, of the width of a slide."""
_MOST_REPEATED: Final = 0.34
"""Of a slide, which a cohort's own rates may take on each."""
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
        return
    below = _differences(result, canvas.content.width)
    _draw_pages(chart, view, canvas, below, n_on_each=len(result.own))


def _differences(result: Benchmark, width: float) -> list[Paragraph]:
    """Differences from one series, a line each; of several groups with the adjusted p value."""
    if not result.differences:
        return []
    is_adjusted = len(result.own) > 1
    told: list[Paragraph] = []
    for name, points, p, adjusted, *_ in format_card_differences(result).itertuples(index=False):
        p_value = f"{adjusted}, Holm-adjusted" if is_adjusted else p
        numbers = f": {points} points, {p_value}"
        room = width - text_width(numbers, SMALLEST_TEXT) - 0.05
        told.append([Run(text=fitted(name, SMALLEST_TEXT, room) + numbers, size=SMALLEST_TEXT)])
    return told[:_MOST_DIFFERENCES]


def _draw_pages(
    chart: ForestChart,
    view: ComputedView,
    canvas: Canvas,
    below: Sequence[Paragraph] = (),
    *,
    n_on_each: int = 0,
) -> None:
    """Draw lines on as many slides as they need, and on each the first ones and what is `below`."""
    foot = len(below) * line_height(SMALLEST_TEXT)
    box = replace(canvas.content, height=canvas.content.height - foot)
    room = box.height - _HEADER - _AXIS
    most, lines = int(room / _LOWEST_ROW), chart.lines
    first = lines[:n_on_each] if len(lines) > most and n_on_each <= _MOST_REPEATED * most else ()
    pages = [[*first, *page] for page in _pages(lines[len(first) :], most - len(first))]
    told = [f"{chart.counted}.", *filter(None, [chart.reading]), *told_tables(view.result)]
    for number, page in enumerate(pages, start=1):
        part = (number, len(pages))
        slide = add_slide(canvas, view, view_title(view), part=part, told=told)
        _draw(slide, box, chart, page)
        if below:
            place = Box(left=box.left, top=box.bottom, width=box.width, height=foot)
            add_text(slide, place, below, name=DIFFERENT_PATIENTS)


def _pages(lines: Sequence[ForestLine], most: int) -> list[list[ForestLine]]:
    """Lines on slides, a column's together where no more slides are needed for it."""
    blocks = [list(block) for _, block in groupby(lines, key=lambda entry: entry.block)]
    together: list[list[ForestLine]] = [[]]
    for block in blocks:
        if together[-1] and len(together[-1]) + len(block) > most:
            together.append([])
        together[-1] += block
    parted = _equal_pages(lines, most)
    fits = all(len(page) <= most for page in together)
    return together if fits and len(together) <= len(parted) else parted


def _equal_pages(lines: Sequence[ForestLine], most: int) -> list[list[ForestLine]]:
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


def _draw(slide: Slide, box: Box, chart: ForestChart, lines: Sequence[ForestLine]) -> None:
    subgroup, counts, rates = chart.headings
    row = min((box.height - _HEADER - _AXIS) / len(lines), _HIGHEST_ROW)
    for size in _SIZES:
        n = _width([counts, *(entry.counts for entry in lines)], size)
        rate = _width([rates, *(entry.rate for entry in lines)], size)
        label = max(_width([entry.text for entry in lines], size) + _INDENT, _NARROWEST_LABEL)
        fits = label <= _WIDEST_LABEL * box.width and n + rate <= _WIDEST_NUMBERS * box.width
        if fits and line_height(size) + _ROW_PADDING <= row:
            break
    label = min(label, _WIDEST_LABEL * box.width)
    bars = box.width - label - n - rate
    table = [
        [
            Cell(text=subgroup, size=SMALLEST_TEXT, bold=True),
            Cell(text=counts, size=SMALLEST_TEXT, bold=True, align="r"),
            Cell(text="", size=SMALLEST_TEXT),
            Cell(text=rates, size=SMALLEST_TEXT, bold=True),
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
    title, _, dashed = chart.axis.title.partition("; ")
    title = fitted_title(title, frame.width)
    _draw_intervals(slide, chart, replace(chart.axis, title=title), lines, (frame, plot))
    note = Box(
        left=box.left,
        top=drawn.bottom + 0.08,
        width=label + n - 0.1,
        height=box.bottom - drawn.bottom - 0.08,
    )
    told = "; ".join(filter(None, (chart.counted, dashed)))
    run = Run(text=told, size=SMALLEST_TEXT, colour=MUTED)
    add_text(slide, note, [[run]], name="What is counted")


def _width(texts: Sequence[str], size: float) -> float:
    return max(text_width(text, size, bold=True) for text in texts) + 2 * MARGIN + 0.06


def _draw_intervals(
    slide: Slide,
    chart: ForestChart,
    axis: Axis,
    lines: Sequence[ForestLine],
    boxes: tuple[Box, Box],
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
        *boxes,
        [*(points for points, _ in drawn), estimates],
        name="Rates with intervals",
        alt=chart.alt,
        size=SMALLEST_TEXT,
    )
    *intervals, points = made.plots[0].series
    for one, (_, look) in zip(intervals, drawn, strict=True):
        style_points(one, line_xml=look)
    marks = {index: _square(entry) for index, (entry, _, _) in enumerate(squares)}
    style_points(points, line_xml=line(None), marker=_square(lines[-1]), points=marks)
    draw_longest_first(made)
    rows = ValueAxis(low=0.0, high=n_rows, step=n_rows, shown=False, reverse=True)
    set_axes(made, ValueAxis.of(axis, grid=True), rows, size=SMALLEST_TEXT)


def _square(entry: ForestLine) -> Marker:
    return Marker(
        symbol="diamond" if entry.is_overall else "square",
        size=max(4, round(_SQUARE * entry.size)),
        edge=PAPER,
        edge_width=0.5,
        fill=slide_colour(entry.mark_colour(LIGHT)),
    )
