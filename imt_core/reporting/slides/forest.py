"""Forest slides: a table of subgroups with their intervals drawn in one of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pptx.slide import Slide

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.forest.forest import Forest
from imt_core.conventions.formatting import NOT_ESTIMABLE
from imt_core.reporting.design.theme import LIGHT
from imt_core.reporting.figures.forest import (
    ForestLine,
    axis_title,
    describe_forest,
    forest_lines,
    square_size,
)
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.chart_axes import ValueAxis, set_axes
from imt_core.reporting.slides.pptx_charts import (
    Marker,
    Points,
    add_points_chart,
    draw_longest_first,
    style_points,
)
from imt_core.reporting.slides.slide_colours import MUTED, PAPER, TEXT, line, slide_colour
from imt_core.reporting.slides.slide_frame import add_slide
from imt_core.reporting.slides.slide_table import MARGIN, Cell, add_table
from imt_core.reporting.slides.slide_text import Box, Run, add_text, clean, fitted, text_width
from imt_core.reporting.tables.forest_table import format_counts, format_rate

_HEADER: Final = 0.34
_AXIS: Final = 0.66
_ROW: Final = 0.285
_LOWEST_ROW: Final = 0.232
_INDENT: Final = 0.18
_NARROWEST_LABEL: Final = 1.9
_POINTS: Final = 0.62
"""Points of a square for each of its pixels on screen."""


@draw_slides.register
def _(result: Forest, view: ComputedView, canvas: Canvas) -> None:
    lines = forest_lines(result)
    room = canvas.content.height - _HEADER - _AXIS
    pages = _pages(lines, int(room / _LOWEST_ROW))
    for number, page in enumerate(pages, start=1):
        slide = add_slide(canvas, view, finding(result, view), part=(number, len(pages)))
        _draw(slide, canvas, result, page)


def finding(forest: Forest, view: ComputedView) -> str:
    """Rate, population and cases: the title of a forest."""
    overall = forest.overall
    told = f"{format_counts(overall)}, {format_rate(overall)}"
    if forest.measure != "orr":
        # Of a survival rate the events are no numerator.
        told = f"{format_rate(overall)}, {overall.n_event} events in {overall.n}"
    return f"{forest.measure_label} by subgroup, {view.population}: {forest.count}; overall {told}"


def _pages(lines: Sequence[ForestLine], most: int) -> list[list[ForestLine]]:
    """Lines on slides of about equal length; a column's heading is repeated where it is parted."""
    n_pages = -(-len(lines) // most)
    # Each slide after the first may begin with a repeated heading.
    n_pages = n_pages if n_pages == 1 else -(-(len(lines) + n_pages - 1) // most)
    target = -(-(len(lines) + n_pages - 1) // n_pages)
    pages: list[list[ForestLine]] = [[]]
    heading: ForestLine | None = None
    for line_ in lines:
        is_alone = line_.row is None and len(pages[-1]) >= target - 1
        if len(pages[-1]) >= target or is_alone:
            again = line_.row is not None and heading is not None
            pages.append([_continued(heading)] if again and heading else [])
        heading = line_ if line_.row is None else heading
        pages[-1].append(line_)
    return [page for page in pages if page]


def _continued(heading: ForestLine) -> ForestLine:
    return ForestLine(text=f"{heading.text} (continued)", row=None, block=heading.block)


def _draw(slide: Slide, canvas: Canvas, forest: Forest, lines: Sequence[ForestLine]) -> None:
    box = canvas.content
    row = min(max((box.height - _HEADER - _AXIS) / len(lines), _LOWEST_ROW), _ROW)
    size = 12.0 if row >= 0.255 else 11.0
    rows = [entry.row for entry in lines if entry.row]
    counts = [format_counts(entry) for entry in rows]
    # Counts make up a response rate; a Kaplan-Meier rate is no quotient of its counts.
    equals = "= " if forest.measure == "orr" else ""
    heading = f"Rate ({forest.conventions.conf_label})"
    rates = [NOT_ESTIMABLE if r.estimate is None else equals + format_rate(r) for r in rows]
    label = _width([entry.text for entry in lines], size, box.width * 0.3) + _INDENT
    label = max(label, _NARROWEST_LABEL)
    n = _width(["n/N", *counts], size, 1.5)
    rate = _width([heading, *rates], size, box.width * 0.26)
    bars = box.width - label - n - rate
    table = [
        [
            Cell(text="Subgroup", size=size, bold=True),
            Cell(text="n/N", size=size, bold=True, align="r"),
            Cell(text="", size=size),
            Cell(text=heading, size=size, bold=True),
        ]
    ]
    told = dict(zip(map(id, rows), zip(counts, rates, strict=True), strict=True))
    for entry in lines:
        count, estimate = told.get(id(entry.row), ("", ""))
        text = fitted(entry.text, size, label - 2 * MARGIN - _INDENT, bold=True)
        table.append(
            [
                Cell(
                    text=text, size=size, bold=entry.bold, indent=_INDENT if entry.indented else 0.0
                ),
                Cell(text=count, size=size, align="r", bold=entry.bold),
                Cell(text="", size=size),
                Cell(text=estimate, size=size, bold=entry.bold),
            ]
        )
    drawn = add_table(
        slide,
        left=box.left,
        top=box.top,
        widths=(label, n, bars, rate),
        heights=[_HEADER, *[row] * len(lines)],
        rows=table,
        name="Subgroups",
        alt=describe_forest(forest),
    )
    plot = Box(
        left=box.left + label + n + 0.25,
        top=box.top + _HEADER,
        width=bars - 0.5,
        height=row * len(lines),
    )
    frame = Box(
        left=box.left + label + n, top=box.top, width=bars, height=_HEADER + plot.height + _AXIS
    )
    _draw_intervals(slide, forest, lines, frame, plot)
    note = Box(left=box.left, top=drawn.bottom + 0.08, width=label + n, height=_AXIS)
    run = Run(text=f"n/N: {forest.count_label}", size=11, colour=MUTED)
    add_text(slide, note, [[run]], name="What is counted")


def _width(texts: Sequence[str], size: float, most: float) -> float:
    return min(max(text_width(text, size, bold=True) for text in texts) + 2 * MARGIN + 0.06, most)


def _draw_intervals(
    slide: Slide, forest: Forest, lines: Sequence[ForestLine], frame: Box, plot: Box
) -> None:
    series: list[Points] = []
    looks: list[str] = []
    n_rows = float(len(lines))
    overall = forest.overall.estimate
    if overall is not None:
        series.append(Points(name="Overall", x=[100 * overall] * 2, y=[0.0, n_rows]))
        looks.append(line(MUTED, 1.25, "dash"))
    shown = []
    for position, entry in enumerate(lines):
        row, y = entry.row, position + 0.5
        if row is None or row.estimate is None:
            continue
        shown.append((row, 100 * row.estimate, y))
        if row.conf_low is not None and row.conf_high is not None:
            ends = [100 * row.conf_low, 100 * row.conf_high]
            series.append(Points(name=clean(f"{row.name}: interval"), x=ends, y=[y, y]))
            looks.append(line(TEXT, 1.5))
    if not shown:
        return
    estimates = Points(
        name=forest.measure_label, x=[x for _, x, _ in shown], y=[y for _, _, y in shown]
    )
    chart = add_points_chart(
        slide,
        frame,
        plot,
        [*series, estimates],
        name="Rates with intervals",
        alt=describe_forest(forest),
        size=11,
    )
    *intervals, points = chart.plots[0].series
    for one, look in zip(intervals, looks, strict=True):
        style_points(one, line_xml=look)
    largest = max((row.n for row in forest.rows[1:]), default=1)
    style_points(
        points,
        line_xml=line(None),
        marker=Marker(symbol="square", fill=slide_colour(LIGHT.colour(0)), edge=PAPER),
        points={
            index: Marker(
                symbol="diamond" if row.is_overall else "square",
                size=max(4, round(_POINTS * square_size(row, largest))),
                edge=PAPER,
                edge_width=0.5,
                fill=TEXT if row.is_overall else slide_colour(LIGHT.colour(0)),
            )
            for index, (row, _, _) in enumerate(shown)
        },
    )
    draw_longest_first(chart)
    set_axes(
        chart,
        ValueAxis(
            low=0.0,
            high=100.0,
            step=25.0,
            number_format='0"%"',
            grid=True,
            title=axis_title(forest),
        ),
        ValueAxis(low=0.0, high=n_rows, step=n_rows, shown=False, reverse=True),
        size=11,
    )
