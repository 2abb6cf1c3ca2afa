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
from imt_core.reporting.content.plain_xml import clean
from imt_core.reporting.content.titles import view_title
from imt_core.reporting.design.response import response_chart
from imt_core.reporting.design.stacked import StackedChart, StackedLevel, StackedPart, StackedRow
from imt_core.reporting.design.theme import LIGHT, PART_INK, mixed, shortened
from imt_core.reporting.design.toxicity import toxicity_chart
from imt_core.reporting.design.transitions import transition_chart
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.chart_axes import ValueAxis, fitted_title, set_bar_axes
from imt_core.reporting.slides.key import KeyEntry, Swatch, cut_to_lines, draw_key, key_height
from imt_core.reporting.slides.pptx_charts import BarLabel, Bars, add_bars_chart, style_bars
from imt_core.reporting.slides.slide_colours import MUTED, PAPER, line, patterned, slide_colour
from imt_core.reporting.slides.slide_frame import add_slide, say_nothing_drawn
from imt_core.reporting.slides.slide_table import MARGIN, Cell, add_table
from imt_core.reporting.slides.slide_text import (
    SMALLEST_TEXT,
    TEXT_THAT_MATTERS,
    Box,
    count_lines,
    line_height,
    text_width,
)
from imt_core.reporting.slides.told import told_tables

_SIZE: Final = SMALLEST_TEXT
_HEADER: Final = line_height(SMALLEST_TEXT) + 0.06
_HIGHER_HEADER: Final = _HEADER + line_height(SMALLEST_TEXT)
_BELOW_KEY: Final = 0.06
_AXIS: Final = 0.74
_HIGHEST_ROW: Final = 1.15
_ROW_PADDING: Final = 0.05
_LOWEST_ROW: Final = line_height(TEXT_THAT_MATTERS) + _ROW_PADDING
_NAMES: Final = (TEXT_THAT_MATTERS, 16.0, SMALLEST_TEXT)
"""Sizes of the names of groups."""
_BAR: Final = 45
_BESIDE_LABEL: Final = 0.08
_WIDEST_NAMES: Final = 0.28
_WIDEST_RATES: Final = 0.36
"""Of the width of a slide."""
_LONGEST_IN_KEY: Final = 40


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
    content = canvas.content
    entries = [
        KeyEntry(sample=_swatch(level), name=shortened(level.short, _LONGEST_IN_KEY))
        for level in chart.levels
    ]
    key = key_height(entries, content.width) + _BELOW_KEY
    box = replace(content, top=content.top + key, height=content.height - key)
    most = max(1, int((box.height - _HEADER - _AXIS) / _LOWEST_ROW))
    n_slides = -(-len(chart.rows) // most)
    per_slide = -(-len(chart.rows) // n_slides)
    told = [*([chart.reading] if chart.reading else []), *told_tables(view.result)]
    for number in range(n_slides):
        rows = chart.rows[number * per_slide : (number + 1) * per_slide]
        part = (number + 1, n_slides)
        slide = add_slide(canvas, view, view_title(view), part=part, told=told)
        draw_key(slide, entries, content)
        _draw(slide, box, chart, rows)


def _draw(slide: Slide, box: Box, chart: StackedChart, rows: Sequence[StackedRow]) -> None:
    room = box.height - _HIGHER_HEADER - _AXIS
    # How many lines stand below a name.
    below = int((min(room / len(rows), _HIGHEST_ROW) - _LOWEST_ROW) / line_height(_SIZE))
    head = _HIGHER_HEADER if below > 0 else _HEADER
    height = min((box.height - head - _AXIS) / len(rows), _HIGHEST_ROW)
    label = _WIDEST_NAMES * box.width
    room = label - 2 * MARGIN - 0.04
    names = [_name(row, chart, room, height - _ROW_PADDING) for row in rows]
    widest = [text_width(cell.text, cell.size, bold=True) for cell in names]
    widest += [text_width(chart.grouping or "Group", _SIZE, bold=True)]
    widest += [min(text_width(cell.below, _SIZE), label) for cell in names]
    label = min(max(widest) + 2 * MARGIN + 0.06, label)
    rates, rate = _rates(chart, rows, box.width, has_below=below > 0)
    bars = box.width - label - rate
    header = [
        Cell(text=chart.grouping or "Group", size=_SIZE, bold=True),
        Cell(text="", size=_SIZE),
        Cell(
            text=chart.rates_heading,
            below=chart.rates_below if below > 0 else "",
            size=_SIZE,
            below_size=_SIZE,
            bold=True,
        ),
    ]
    add_table(
        slide,
        left=box.left,
        top=box.top,
        widths=(label, bars, rate),
        heights=[head, *[height] * len(rows)],
        rows=[
            header,
            *(
                [name, Cell(text="", size=_SIZE), told]
                for name, told in zip(names, rates, strict=True)
            ),
        ],
        name=f"{chart.name}, rates",
        alt=chart.alt,
    )
    plot = Box(
        left=box.left + label + 0.25,
        top=box.top + head,
        width=bars - 0.55,
        height=height * len(rows),
    )
    frame = Box(left=plot.left - 0.25, top=plot.top, width=bars, height=plot.height + _AXIS)
    if chart.levels:
        _draw_bars(slide, chart, rows, frame, plot)


def _name(row: StackedRow, chart: StackedChart, width: float, height: float) -> Cell:
    """A group, and below it of whom its bar is, and who is not in it, as far as there is room."""

    def lines(size: float) -> int:
        return max(min(2, int(height / line_height(size))), 1)

    # A name is smaller before it is cut.
    whole = (s for s in _NAMES if count_lines(row.label, s, width, bold=True) <= lines(s))
    size = next(whole, _NAMES[-1])
    line_of_name = line_height(size)
    n_lines = min(count_lines(row.label, size, width, bold=True), lines(size))
    name = cut_to_lines(row.label, size, width, n_lines, bold=True)
    n_below = int((height - n_lines * line_of_name) / line_height(_SIZE))
    aside = f"{chart.aside_heading[:1].lower()}{chart.aside_heading[1:]}: {row.aside}"
    longer = f"{row.whole}; {aside}"
    fits = [text for text in (longer, row.whole) if count_lines(text, _SIZE, width) <= n_below]
    return Cell(text=name, below=fits[0] if fits else "", size=size, below_size=_SIZE, bold=True)


def _rates(
    chart: StackedChart, rows: Sequence[StackedRow], width: float, *, has_below: bool
) -> tuple[list[Cell], float]:
    """The numbers beside the bars, the first as large as the slide's width allows, and theirs."""
    others = [chart.rates_heading, chart.rates_below, *(row.rates[1].value for row in rows)]
    least = max(text_width(text, _SIZE, bold=True) for text in others if has_below or text)
    first = [row.rates[0].value for row in rows]
    for size in (TEXT_THAT_MATTERS, 16.0, _SIZE):
        widest = max(*(text_width(text, size) for text in first), least)
        if widest + 2 * MARGIN <= _WIDEST_RATES * width:
            break
    cells = [
        Cell(
            text=row.rates[0].value,
            below=row.rates[1].value if has_below else "",
            size=size,
            below_size=_SIZE,
        )
        for row in rows
    ]
    return cells, min(widest + 2 * MARGIN + 0.06, _WIDEST_RATES * width)


def _label(part: StackedPart, width: float) -> BarLabel:
    """What a part of a bar is wide enough for; a part of nobody has no label."""
    room = width * part.share / 100 - _BESIDE_LABEL
    if part.n and text_width(part.text, _SIZE, bold=True) <= room:
        return "name"
    return "value" if part.n and text_width(str(part.n), _SIZE, bold=True) <= room else ""


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
        size=_SIZE,
    )
    native.plots[0].gap_width, native.plots[0].overlap = _BAR, 100
    for index, level in enumerate(chart.levels):
        sample = _swatch(level)
        style_bars(
            native.plots[0].series[index],
            fill=sample.fill,
            edge=line(PAPER, 1.5),
            label_colour=level.look(LIGHT).ink,
            label_ground=slide_colour(level.look(LIGHT).fill),
            size=_SIZE,
            labels={
                at: _label(row.parts[index], plot.width) if row.parts else ""
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
        title=fitted_title(shares.title, frame.width),
    )
    set_bar_axes(native, axis, size=_SIZE, labels=False)


def _swatch(level: StackedLevel) -> Swatch:
    """A part's fill; its edge is seen on paper only."""
    look = level.look(LIGHT)
    ink = mixed(look.ink, look.fill, PART_INK)
    return Swatch(fill=patterned(look.pattern, ink, slide_colour(look.fill)), edge=line(MUTED, 0.5))
