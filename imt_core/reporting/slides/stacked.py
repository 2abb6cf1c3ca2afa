"""Slides of stacked bars: one for each group, its rates and who is not in it beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pptx.enum.chart import XL_CHART_TYPE
from pptx.slide import Slide

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.response import ResponseTable
from imt_core.analyses.toxicity import ToxicityTable
from imt_core.analyses.transitions import Transitions
from imt_core.reporting.content.titles import view_title
from imt_core.reporting.design.response import response_chart
from imt_core.reporting.design.stacked import StackedChart, StackedPart, StackedRow
from imt_core.reporting.design.theme import LIGHT, PART_INK, mixed, shortened
from imt_core.reporting.design.toxicity import toxicity_chart
from imt_core.reporting.design.transitions import transition_chart
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.chart_axes import ValueAxis, set_bar_axes
from imt_core.reporting.slides.pptx_charts import Bars, add_bars_chart, add_legend, style_bars
from imt_core.reporting.slides.slide_colours import PAPER, line, patterned, slide_colour
from imt_core.reporting.slides.slide_frame import add_slide, say_nothing_drawn
from imt_core.reporting.slides.slide_table import MARGIN, Cell, add_table
from imt_core.reporting.slides.slide_text import Box, clean, count_lines, line_height, text_width

_SIZE: Final = 13.0
_HEADER: Final = 0.5
_AXIS: Final = 0.62
_HIGHEST_ROW: Final = 1.1
_LOWEST_ROW: Final = 0.44
_BAR: Final = 45
_WIDE: Final = 10.5
_LONGEST_REASONS: Final = 60
_RATES: Final = 3
"""The column of the response rates, one below the other."""


@draw_slides.register
def _(result: ResponseTable, view: ComputedView, canvas: Canvas) -> None:
    _draw_slides(view, canvas, response_chart(result))


@draw_slides.register
def _(result: ToxicityTable, view: ComputedView, canvas: Canvas) -> None:
    _draw_slides(view, canvas, toxicity_chart(result))


@draw_slides.register
def _(result: Transitions, view: ComputedView, canvas: Canvas) -> None:
    _draw_slides(view, canvas, transition_chart(result))


def _draw_slides(view: ComputedView, canvas: Canvas, chart: StackedChart) -> None:
    """Add the slides of a chart, as many as its rows need."""
    if not chart.rows:
        say_nothing_drawn(add_slide(canvas, view, view_title(view)), canvas, chart.empty)
        return
    room = canvas.content.height - _HEADER - _AXIS
    most = max(1, int(room / _LOWEST_ROW))
    n_slides = -(-len(chart.rows) // most)
    per_slide = -(-len(chart.rows) // n_slides)
    for number in range(n_slides):
        rows = chart.rows[number * per_slide : (number + 1) * per_slide]
        part, told = (number + 1, n_slides), [chart.reading] if chart.reading else []
        slide = add_slide(canvas, view, view_title(view), part=part, told=told)
        _draw(slide, canvas, chart, rows)


def _draw(slide: Slide, canvas: Canvas, chart: StackedChart, rows: Sequence[StackedRow]) -> None:
    box = canvas.content
    size = _SIZE if box.width >= _WIDE else 11.0
    height = min((box.height - _HEADER - _AXIS) / len(rows), _HIGHEST_ROW)
    names = [_lines_that_fit(row.label, size, box.width * 0.22, height) for row in rows]
    others = [shortened(row.aside, _LONGEST_REASONS) for row in rows]
    columns = (
        (chart.grouping, names, 0.22, 1.2),
        (chart.whole_heading, [row.whole for row in rows], 0.13, 1.1),
        ("", [""] * len(rows), 0.0, 0.0),
        (chart.rates_heading, [row.rates[0].value for row in rows], 0.24, 1.5),
        (chart.aside_heading, others, 0.15, 1.2),
    )
    second = [chart.rates_below, *(row.rates[1].value for row in rows)]
    label, n, _, rate, gone = (
        _column(size, title or "Group", texts, box.width * most, least)
        for title, texts, most, least in columns
    )
    rate = max(rate, _column(min(size, 12), "", second, box.width * 0.24, 1.5))
    bars = box.width - label - n - rate - gone
    sizes = (size, min(size, 12), size, min(size, 12), 11)
    cells = [[Cell(text=title, size=size, bold=bool(title)) for title, *_ in columns]]
    for texts in zip(*(texts for _, texts, *_ in columns), strict=True):
        cells.append(
            [
                Cell(text=text, size=points, bold=index == 0)
                for index, (text, points) in enumerate(zip(texts, sizes, strict=True))
            ]
        )
    for row, below in zip(cells, second, strict=True):
        row[_RATES] = replace(row[_RATES], below=below, size=min(size, 12))
    add_table(
        slide,
        left=box.left,
        top=box.top,
        widths=(label, n, bars, rate, gone),
        heights=[_HEADER, *[height] * len(rows)],
        rows=cells,
        name=f"{chart.name}, rates",
        alt=chart.alt,
    )
    plot = Box(
        left=box.left + label + n + 0.15,
        top=box.top + _HEADER,
        width=bars - 0.45,
        height=height * len(rows),
    )
    frame = Box(
        left=plot.left - 0.15, top=box.top, width=bars, height=plot.height + _HEADER + _AXIS
    )
    if chart.levels:
        _draw_bars(slide, chart, rows, frame, plot)


def _column(size: float, title: str, cells: Sequence[str], most: float, least: float) -> float:
    widest = max(
        text_width(title, size, bold=True), *(text_width(cell, size, bold=True) for cell in cells)
    )
    return min(max(widest + 2 * MARGIN + 0.04, least), most)


def _lines_that_fit(text: str, size: float, width: float, height: float) -> str:
    """A name cut in its middle until its lines fit in a row."""
    most = max(int((height - 0.05) / line_height(size)), 1)
    longest = len(text)
    while longest > 8 and (
        count_lines(shortened(text, longest), size, width - 2 * MARGIN, bold=True) > most
    ):
        longest -= 1
    return shortened(text, longest)


def _has_room(part: StackedPart, width: float) -> bool:
    """Whether a part of a bar is wide enough for its name and count."""
    return 0 < text_width(part.text, _SIZE, bold=True) <= width * part.share / 100


def _draw_bars(
    slide: Slide, chart: StackedChart, rows: Sequence[StackedRow], frame: Box, plot: Box
) -> None:
    bars = [
        Bars(name=level.short, values=[row.parts[index].n if row.parts else 0 for row in rows])
        for index, level in enumerate(chart.levels)
    ]
    native = add_bars_chart(
        slide,
        XL_CHART_TYPE.BAR_STACKED_100,
        frame,
        plot,
        [clean(row.label) for row in rows],
        bars,
        number_format="0",
        name=chart.name,
        alt=chart.alt,
        size=12,
    )
    native.plots[0].gap_width, native.plots[0].overlap = _BAR, 100
    for index, level in enumerate(chart.levels):
        look = level.look(LIGHT)
        style_bars(
            native.plots[0].series[index],
            fill=patterned(
                look.pattern, mixed(look.ink, look.fill, PART_INK), slide_colour(look.fill)
            ),
            edge=line(PAPER, 1.5),
            label_colour=look.ink,
            size=_SIZE,
            labels={
                at: bool(row.parts) and _has_room(row.parts[index], plot.width)
                for at, row in enumerate(rows)
            },
        )
    shares = chart.axis
    axis = ValueAxis(
        low=shares.low / 100,
        high=shares.high / 100,
        step=shares.step / 100,
        number_format=f"0{shares.unit}",
        grid=True,
        title=shares.title,
    )
    set_bar_axes(native, axis, size=12, labels=False)
    legend = Box(left=plot.left, top=frame.top + 0.08, width=plot.width, height=_HEADER - 0.12)
    add_legend(native, frame, legend, size=12)
