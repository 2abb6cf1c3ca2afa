"""The slide of a waterfall: native upright bars, the groups' names over them, then the table."""

from __future__ import annotations

from typing import Final

from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR
from pptx.slide import Slide
from pptx.util import Inches

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.waterfall import WaterfallPlot
from imt_core.reporting.content.office_private import nsdecls, parse_xml, qn, xml_of
from imt_core.reporting.content.titles import view_title
from imt_core.reporting.design.chart import Axis
from imt_core.reporting.design.target_axis import CUT, Threshold
from imt_core.reporting.design.theme import INDEX, LIGHT, PART_INK, RESPONSE_PATTERNS, mixed
from imt_core.reporting.design.waterfall import WaterfallBar, WaterfallChart, waterfall_chart
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.chart_axes import ValueAxis, set_column_axes
from imt_core.reporting.slides.pptx_charts import Bars, add_bars_chart, add_legend, style_bars
from imt_core.reporting.slides.slide_colours import MUTED, PAPER, TEXT, line, patterned
from imt_core.reporting.slides.slide_frame import add_slide, say_nothing_drawn
from imt_core.reporting.slides.slide_text import Box, Run, add_text, clean, fitted, text_width

_SIZE: Final = 11.0
_LEGEND: Final = 0.34
_NAMES: Final = 0.5
_TURNED: Final = 1.15
"""Inches of names that stand upright, where one has no room."""
_THIN: Final = 6.0
"""Points; thinner bars have no edge, which would swallow them."""
_INDEX: Final = 1.1
"""Inches of the index patient's word."""
_CUT: Final = 0.6
"""Inches of the number of a bar that is cut."""
_LEFT: Final = 0.95
RIGHT: Final = 0.62
"""Inches beside the chart, for the names of its thresholds."""
READING: Final = 0.3
"""Inches below it."""
_UP_TO_THE_CUT: Final = f'[>{CUT:g}]"";[<0]-0"%";0"%"'


@draw_slides.register
def _(result: WaterfallPlot, view: ComputedView, canvas: Canvas) -> None:
    chart = waterfall_chart(result, index=view.request.index)
    slide = add_slide(canvas, view, view_title(view), told=[chart.reading])
    if chart.empty:
        say_nothing_drawn(slide, canvas, chart.empty)
        return
    _draw(slide, chart, canvas.content)


def _draw(slide: Slide, chart: WaterfallChart, box: Box) -> None:
    width = box.width - _LEFT - RIGHT
    place = width / chart.width
    names = _names_height(chart, place)
    longest = max(text_width(bar.name, _SIZE) for bar in chart.bars)
    labels = longest + 0.12 if longest and 72 * place >= 1.25 * _SIZE else 0.0
    plot = Box(
        left=box.left + _LEFT,
        top=box.top + _LEGEND + names,
        width=width,
        height=box.height - _LEGEND - names - labels - READING - 0.05,
    )
    frame = Box(left=box.left, top=box.top, width=box.width - RIGHT, height=box.height - READING)
    _draw_bars(slide, chart, frame, plot, has_labels=labels > 0)
    for threshold in chart.thresholds:
        draw_threshold(slide, threshold, chart.axis, plot)
    _draw_names(slide, chart, plot)
    for bar in chart.bars:
        _mark(slide, bar, chart, plot)
    foot = Box(left=plot.left, top=frame.bottom, width=plot.width, height=READING)
    run = Run(text=chart.reading, size=_SIZE, colour=MUTED)
    add_text(slide, foot, [[run]], name="How it is read")


def _draw_bars(
    slide: Slide, chart: WaterfallChart, frame: Box, plot: Box, *, has_labels: bool
) -> None:
    places: list[WaterfallBar | None] = [None] * round(chart.width)
    for bar in chart.bars:
        places[int(bar.x)] = bar
    series = [
        Bars(
            name=level,
            values=[bar.change if bar and bar.level == level else None for bar in places],
        )
        for level in chart.levels
    ]
    native = add_bars_chart(
        slide,
        XL_CHART_TYPE.COLUMN_STACKED,
        frame,
        plot,
        [clean(bar.name) if bar and bar.name else " " for bar in places],
        series,
        number_format="0",
        name="Best change",
        alt=chart.alt,
        size=_SIZE,
    )
    native.plots[0].gap_width, native.plots[0].overlap = 8, 100
    for level, drawn in zip(chart.levels, native.plots[0].series, strict=True):
        ink, paper = LIGHT.on_response[level], LIGHT.response[level]
        style_bars(
            drawn,
            fill=patterned(RESPONSE_PATTERNS[level], mixed(ink, paper, PART_INK), paper),
            edge=line(PAPER if 72 * plot.width / chart.width > _THIN else None, 0.5),
            edges={
                at: line(TEXT, 2.5)
                for at, bar in enumerate(places)
                if bar and bar.is_index and bar.level == level
            },
        )
    axis = change_values(chart.axis)
    set_column_axes(native, axis, size=_SIZE, labels=has_labels)
    legend = Box(left=plot.left, top=frame.top, width=min(plot.width, 5.0), height=_LEGEND)
    add_legend(native, frame, legend, size=12)


def change_values(axis: Axis) -> ValueAxis:
    """The axis of change without numbers beyond the cut, where marks of what goes on stand."""
    return ValueAxis(
        low=axis.low,
        high=axis.high,
        step=axis.step,
        title=axis.title,
        number_format=_UP_TO_THE_CUT,
        grid=True,
    )


def down(axis: Axis, plot: Box, change: float) -> float:
    """Where a change lies on a slide, in inches from its top."""
    return plot.top + plot.height * (axis.high - change) / (axis.high - axis.low)


def draw_threshold(slide: Slide, threshold: Threshold, axis: Axis, plot: Box) -> None:
    """A dashed line over the chart, and at its end what it stands for."""
    y = down(axis, plot, threshold.change)
    ends = (Inches(plot.left), Inches(y), Inches(plot.right), Inches(y))
    rule = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
    rule.name = f"Threshold {threshold.name}"
    element = xml_of(rule)
    element.spPr.append(parse_xml(line(MUTED, 1.25, "dash").replace(">", f" {nsdecls('a')}>", 1)))
    element.remove(element.find(qn("p:style")))
    place = Box(left=plot.right + 0.06, top=y - 0.14, width=RIGHT - 0.06, height=0.28)
    run = Run(text=threshold.name, size=_SIZE, colour=MUTED)
    add_text(slide, place, [[run]], name=f"Name of {threshold.name}", anchor=MSO_ANCHOR.MIDDLE)


def _names_height(chart: WaterfallChart, place: float) -> float:
    """Inches that the groups' names take: upright where one has no room over its bars."""
    if not any(group.name for group in chart.groups):
        return 0.0
    fits = all(
        text_width(group.name, _SIZE, bold=True) <= room
        for group, room in zip(chart.groups, _rooms(chart, place), strict=True)
    )
    return _NAMES if fits else _TURNED


def _rooms(chart: WaterfallChart, place: float) -> list[float]:
    """Inches over the bars of each group and the gap behind it."""
    ends = [*(group.start for group in chart.groups[1:]), chart.width]
    return [
        (end - group.start) * place - 0.05 for group, end in zip(chart.groups, ends, strict=True)
    ]


def _draw_names(slide: Slide, chart: WaterfallChart, plot: Box) -> None:
    """Each group's name over its bars, and how many reached -30% where there is room."""
    place = plot.width / chart.width
    high = _names_height(chart, place)
    for group, room in zip(chart.groups, _rooms(chart, place), strict=True):
        if not group.name:
            continue
        is_turned = high == _TURNED
        name = fitted(group.name, _SIZE, high - 0.1, bold=True) if is_turned else group.name
        told = [[Run(text=name, size=_SIZE, bold=True)]]
        if not is_turned and text_width(group.size, _SIZE) <= room:
            told.append([Run(text=group.size, size=_SIZE)])
        left, width = plot.left + group.start * place, room
        if is_turned:
            left, width = plot.left + group.middle * place - 0.13, 0.26
        add_text(
            slide,
            Box(left=left, top=plot.top - high, width=width, height=high),
            told,
            name=f"Group: {group.name}",
            anchor=MSO_ANCHOR.MIDDLE if is_turned else MSO_ANCHOR.BOTTOM,
            is_turned=is_turned,
        )


def _mark(slide: Slide, bar: WaterfallBar, chart: WaterfallChart, plot: Box) -> None:
    """The word of the index patient where it hides no bar, and how far a bar goes that is cut."""
    middle = plot.left + bar.x * plot.width / chart.width
    if bar.is_index:
        reach = _INDEX / 2 * chart.width / plot.width
        clear = down(chart.axis, plot, chart.clear_of(bar, reach))
        top = clear + 0.03 if bar.change > 0 else clear - 0.28
        say(slide, INDEX, middle, top, _INDEX, name="Index patient", bold=True)
    if bar.cut:
        has_room = plot.width / chart.width >= _CUT
        text = f"{bar.cut} ▲" if has_room else "▲"
        top = down(chart.axis, plot, CUT) - 0.24
        say(slide, text, middle, top, _CUT + 0.2, name=f"Cut: {bar.cut}")


def say(
    slide: Slide,
    text: str,
    middle: float,
    top: float,
    width: float,
    *,
    name: str,
    bold: bool = False,
) -> None:
    """Write a word about one bar or line, around its middle."""
    box = Box(left=middle - width / 2, top=top, width=width, height=0.25)
    add_text(slide, box, [[Run(text=text, size=_SIZE, bold=bold)]], name=name, align="ctr")
