"""Response slides: one stacked bar for each group, its rate and who is not evaluable beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pptx.enum.chart import XL_CHART_TYPE
from pptx.slide import Slide

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.response import GroupResponse, ResponseTable
from imt_core.cohort.schema import EVALUABLE_RESPONSES
from imt_core.reporting.design.theme import LIGHT, RESPONSE_PATTERNS, shortened
from imt_core.reporting.figures.response import describe_responses, evaluable_text
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.chart_axes import ValueAxis, set_bar_axes
from imt_core.reporting.slides.pptx_charts import Bars, add_bars_chart, add_legend, style_bars
from imt_core.reporting.slides.slide_colours import PAPER, line, mixed, patterned
from imt_core.reporting.slides.slide_frame import add_slide, by_groups, say_nothing_drawn
from imt_core.reporting.slides.slide_table import MARGIN, Cell, add_table
from imt_core.reporting.slides.slide_text import Box, clean, count_lines, line_height, text_width
from imt_core.reporting.slides.tables import TextTable, draw_tables
from imt_core.reporting.tables.response_tables import format_response_table

_SIZE: Final = 13.0
_HEADER: Final = 0.5
_AXIS: Final = 0.62
_HIGHEST_ROW: Final = 1.1
_LOWEST_ROW: Final = 0.44
_INK: Final = 0.3
_BAR: Final = 45
_WIDE: Final = 10.5
_MOST_IN_TITLE: Final = 3


@draw_slides.register
def _(result: ResponseTable, view: ComputedView, canvas: Canvas) -> None:
    title = finding(result, view)
    if not result.groups:
        slide = add_slide(canvas, view, title)
        say_nothing_drawn(slide, canvas, "No response: nobody is in view.")
        return
    rates = response_rates(result)
    room = canvas.content.height - _HEADER - _AXIS
    most = max(1, int(room / _LOWEST_ROW))
    n_slides = -(-len(result.groups) // most)
    per_slide = -(-len(result.groups) // n_slides)
    for number in range(n_slides):
        part = slice(number * per_slide, (number + 1) * per_slide)
        slide = add_slide(canvas, view, title, part=(number + 1, n_slides))
        _draw(slide, canvas, result, result.groups[part], rates[part])
    heading = f"Response{by_groups(result.grouping)}, {view.population}: {result.count}, all counts"
    table = TextTable(caption="", frame=format_response_table(result))
    draw_tables(canvas, view, heading, [table], alt=describe_responses(result))


def response_rates(table: ResponseTable) -> list[str]:
    """Each group's response rate in words, as the table of the page has it.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.response import response_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a"], "line_number": [1.0], "best_response": ["PR"]})
    >>> response_rates(response_table(Cohort(frame=frame, name="one")))
    ['1/1 (2.5–100.0%)']
    """
    return _row(table, "ORR")


def _row(table: ResponseTable, start: str) -> list[str]:
    shown = format_response_table(table)
    names = shown.iloc[:, 0].astype(str)
    row = shown[names.str.startswith(start)].iloc[0]
    return [str(cell) for cell in row.iloc[1:]]


def finding(table: ResponseTable, view: ComputedView) -> str:
    """Population, cases and response rate: the title of a slide of responses."""
    text = f"Response{by_groups(table.grouping)}, {view.population}: {table.count}"
    if len(table.groups) == 1:
        return f"{text}; ORR {response_rates(table)[0]}, {table.conventions.conf_label}"
    if 1 < len(table.groups) <= _MOST_IN_TITLE:
        rates = ", ".join(
            f"{group.label} {group.orr.n_success}/{group.n_evaluable}" for group in table.groups
        )
        return f"{text}; ORR {rates}"
    return text


def _draw(
    slide: Slide,
    canvas: Canvas,
    table: ResponseTable,
    groups: Sequence[GroupResponse],
    rates: Sequence[str],
) -> None:
    box = canvas.content
    size = _SIZE if box.width >= _WIDE else 11.0
    row = min((box.height - _HEADER - _AXIS) / len(groups), _HIGHEST_ROW)
    missing = [_not_evaluable(table, group) for group in groups]
    names = [_lines_that_fit(group.label, size, box.width * 0.22, row) for group in groups]
    label = _column(size, "Group", names, box.width * 0.22, 1.2)
    rate_title = f"ORR ({table.conventions.conf_label})"
    rate = _column(size, rate_title, rates, box.width * 0.24, 1.5)
    others = _column(size, "Not evaluable", missing, box.width * 0.15, 1.2)
    evaluable = [evaluable_text(group) for group in groups]
    n = _column(size, "Evaluable", evaluable, box.width * 0.13, 1.1)
    bars = box.width - label - n - rate - others
    header = [
        Cell(text=table.grouping.label if table.grouping.by else "", size=size, bold=True),
        Cell(text="Evaluable", size=size, bold=True),
        Cell(text="", size=size),
        Cell(text=rate_title, size=size, bold=True),
        Cell(text="Not evaluable", size=size, bold=True),
    ]
    rows = [header]
    for name, count, rate_text, gone in zip(names, evaluable, rates, missing, strict=True):
        rows.append(
            [
                Cell(text=name, size=size, bold=True),
                Cell(text=count, size=min(size, 12)),
                Cell(text=""),
                Cell(text=rate_text, size=size),
                Cell(text=gone, size=11),
            ]
        )
    add_table(
        slide,
        left=box.left,
        top=box.top,
        widths=(label, n, bars, rate, others),
        heights=[_HEADER, *[row] * len(groups)],
        rows=rows,
        name="Response rates",
        alt=describe_responses(table),
    )
    plot = Box(
        left=box.left + label + n + 0.15,
        top=box.top + _HEADER,
        width=bars - 0.45,
        height=row * len(groups),
    )
    frame = Box(
        left=plot.left - 0.15, top=box.top, width=bars, height=plot.height + _HEADER + _AXIS
    )
    _draw_bars(slide, table, groups, frame, plot)


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


def _not_evaluable(table: ResponseTable, group: GroupResponse) -> str:
    """Who is in no denominator, as the table of the page has it."""
    index = table.groups.index(group)
    text = _row(table, "Not evaluable")[index]
    if group.n_not_recorded:
        text += f"; {group.n_not_recorded} not recorded"
    return shortened(text, 60)


def _has_room(level: str, group: GroupResponse, width: float) -> bool:
    """Whether a part of a bar is wide enough for its name and count."""
    n = group.counts[level]
    needed = text_width(f"{level} {n}", _SIZE, bold=True)
    return n > 0 and width * n / group.n_evaluable >= needed


def _draw_bars(
    slide: Slide, table: ResponseTable, groups: Sequence[GroupResponse], frame: Box, plot: Box
) -> None:
    levels = [level for level in EVALUABLE_RESPONSES if any(g.counts[level] for g in table.groups)]
    if not levels:
        return
    bars = [Bars(name=level, values=[group.counts[level] for group in groups]) for level in levels]
    chart = add_bars_chart(
        slide,
        XL_CHART_TYPE.BAR_STACKED_100,
        frame,
        plot,
        [clean(group.label) for group in groups],
        bars,
        number_format="0",
        name="Best response",
        alt=describe_responses(table),
        size=12,
    )
    chart.plots[0].gap_width, chart.plots[0].overlap = _BAR, 100
    for series, level in zip(chart.plots[0].series, levels, strict=True):
        ink, paper = LIGHT.on_response[level], LIGHT.response[level]
        style_bars(
            series,
            fill=patterned(RESPONSE_PATTERNS[level], mixed(ink, paper, _INK), paper),
            edge=line(PAPER, 1.5),
            label_colour=ink,
            size=_SIZE,
            labels={
                index: _has_room(level, group, plot.width) for index, group in enumerate(groups)
            },
        )
    axis = ValueAxis(
        low=0.0,
        high=1.0,
        step=0.25,
        number_format="0%",
        grid=True,
        title=f"Share of evaluable {table.unit}",
    )
    set_bar_axes(chart, axis, size=12, labels=False)
    legend = Box(left=plot.left, top=frame.top + 0.08, width=plot.width, height=_HEADER - 0.12)
    add_legend(chart, frame, legend, size=12)
