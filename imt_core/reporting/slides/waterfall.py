"""The slide of a waterfall: native upright bars, the groups' names over them, then the table."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR
from pptx.slide import Slide
from pptx.util import Inches

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.waterfall import WaterfallPlot
from imt_core.reporting.content.office_private import nsdecls, parse_xml, qn, xml_of
from imt_core.reporting.content.plain_xml import clean
from imt_core.reporting.content.titles import view_title
from imt_core.reporting.design.chart import Axis
from imt_core.reporting.design.target_axis import CUT, Threshold
from imt_core.reporting.design.theme import INDEX, LIGHT, PART_INK, RESPONSE_PATTERNS, mixed
from imt_core.reporting.design.waterfall import WaterfallBar, WaterfallChart, waterfall_chart
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.chart_axes import ValueAxis, fitted_title, set_column_axes
from imt_core.reporting.slides.key import KeyEntry, Swatch, draw_key, key_height
from imt_core.reporting.slides.pptx_charts import Bars, add_bars_chart, style_bars
from imt_core.reporting.slides.slide_colours import MUTED, PAPER, TEXT, line, patterned
from imt_core.reporting.slides.slide_frame import add_slide, say_nothing_drawn
from imt_core.reporting.slides.slide_text import SMALLEST_TEXT, Box, Run, add_text, text_width
from imt_core.reporting.slides.spans import ABOVE_PLOT, Span, draw_spans, lay_spans
from imt_core.reporting.slides.told import sentences, told_tables

_SIZE: Final = SMALLEST_TEXT
_THIN: Final = 6.0
"""Points; thinner bars have no edge, which would swallow them."""
_INDEX: Final = 1.4
"""Inches of the index patient's word."""
_ARROW: Final = 0.2
"""Inches of the arrow of a bar that is cut."""
_CUT: Final = 0.8
"""Inches of the number of a bar that is cut."""
LEFT: Final = 1.1
"""Inches left of the chart, for its axis."""
RIGHT: Final = 0.75
"""Inches beside the chart, for the names of its thresholds."""
READING: Final = 0.3
"""Inches below it."""
_LEAST_FOR_NAMES: Final = 1.12
"""Of the size of their type: how wide bars must be that are named."""
_UP_TO_THE_CUT: Final = f'[>{CUT:g}]"";[<0]-0"%";0"%"'


@draw_slides.register
def _(result: WaterfallPlot, view: ComputedView, canvas: Canvas) -> None:
    chart = waterfall_chart(result, index=view.request.index)
    told = [chart.reading, *told_tables(result)]
    slide = add_slide(canvas, view, view_title(view), told=told)
    if chart.empty:
        say_nothing_drawn(slide, canvas, chart.empty)
        return
    _draw(slide, chart, canvas.content)


def _draw(slide: Slide, chart: WaterfallChart, box: Box) -> None:
    entries = [KeyEntry(sample=response_swatch(level), name=level) for level in chart.levels]
    key = key_height(entries, box.width)
    draw_key(slide, entries, box)
    spans = [
        Span(name=group.name, told=group.size, start=group.start, end=group.end)
        for group in chart.groups
    ]
    below = replace(box, top=box.top + key, height=box.height - key - READING)
    layout = lay_spans(spans, below, chart.width, left=LEFT, right=RIGHT)
    longest = max(text_width(bar.name, _SIZE) for bar in chart.bars)
    has_names = 72 * layout.bars.width / chart.width >= _LEAST_FOR_NAMES * _SIZE
    labels = longest + 0.12 if longest and has_names else 0.05
    top = below.top + layout.above + ABOVE_PLOT
    plot = replace(layout.bars, top=top, height=below.bottom - labels - top)
    above = top - ABOVE_PLOT
    frame = Box(left=box.left, top=above, width=plot.right - box.left, height=below.bottom - above)
    _draw_bars(slide, chart, frame, plot, has_labels=labels > 0.05)
    for threshold in chart.thresholds:
        draw_threshold(slide, threshold, chart.axis, plot)
    draw_spans(slide, spans, layout, chart.width, above)
    last = plot.left - _ARROW
    for bar in chart.bars:
        middle = plot.left + bar.x * plot.width / chart.width
        if bar.is_index:
            _name_index(slide, bar, chart, plot)
        # One arrow stands for thin bars beside one another.
        if bar.cut and middle - last >= _ARROW:
            _mark_cut(slide, bar, chart, plot)
            last = middle
    foot = Box(left=plot.left, top=below.bottom, width=box.right - plot.left, height=READING)
    draw_reading(slide, chart.reading, foot)


def draw_reading(slide: Slide, text: str, box: Box) -> None:
    """Say below a chart how it is read: as many sentences as a line holds; the notes hold all."""
    shown = ""
    for sentence in sentences(text):
        longer = f"{shown} {sentence}".strip()
        if text_width(longer, _SIZE) > box.width:
            break
        shown = longer
    if shown:
        run = Run(text=shown, size=_SIZE, colour=MUTED)
        add_text(slide, box, [[run]], name="How it is read")


def response_swatch(level: str) -> Swatch:
    """The colour and pattern of a best response."""
    ink, paper = LIGHT.on_response[level], LIGHT.response[level]
    fill = patterned(RESPONSE_PATTERNS[level], mixed(ink, paper, PART_INK), paper)
    return Swatch(fill=fill, edge=line(MUTED, 0.5))


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
        style_bars(
            drawn,
            fill=response_swatch(level).fill,
            edge=line(PAPER if 72 * plot.width / chart.width > _THIN else None, 0.5),
            edges={
                at: line(TEXT, 2.5)
                for at, bar in enumerate(places)
                if bar and bar.is_index and bar.level == level
            },
        )
    axis = change_values(chart.axis, frame.height)
    set_column_axes(native, axis, size=_SIZE, labels=has_labels)


def change_values(axis: Axis, height: float) -> ValueAxis:
    """The axis of change in a chart of some height, without numbers where marks of a cut stand."""
    return ValueAxis(
        low=axis.low,
        high=axis.high,
        step=axis.step,
        title=fitted_title(axis.title, height),
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


def _name_index(slide: Slide, bar: WaterfallBar, chart: WaterfallChart, plot: Box) -> None:
    """The word of the index patient where it hides no bar."""
    middle = plot.left + bar.x * plot.width / chart.width
    clear = down(chart.axis, plot, chart.clear_of(bar, _INDEX / 2 * chart.width / plot.width))
    top = clear + 0.03 if bar.change > 0 else clear - 0.3
    say(slide, INDEX, middle, top, _INDEX, name="Index patient", bold=True)


def _mark_cut(slide: Slide, bar: WaterfallBar, chart: WaterfallChart, plot: Box) -> None:
    """That a bar goes on, and where there is room how far."""
    middle = plot.left + bar.x * plot.width / chart.width
    has_room = plot.width / chart.width >= _CUT
    text, width = (f"{bar.cut} ▲", _CUT) if has_room else ("▲", _ARROW)
    top = down(chart.axis, plot, CUT) - 0.27
    say(slide, text, middle, top, width, name=f"Cut: {bar.cut}")


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
    box = Box(left=middle - width / 2, top=top, width=width, height=0.26)
    add_text(slide, box, [[Run(text=text, size=_SIZE, bold=bold)]], name=name, align="ctr")
