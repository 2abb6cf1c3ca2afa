"""The slide of a spider: a native chart of lines over time, then the table."""

from __future__ import annotations

from typing import Final

from pptx.slide import Slide

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.spider import SpiderPlot
from imt_core.reporting.content.titles import view_title
from imt_core.reporting.design.spider import SpiderChart, SpiderLook, SpiderThread, spider_chart
from imt_core.reporting.design.target_axis import CUT
from imt_core.reporting.design.theme import INDEX, LIGHT
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.chart_axes import ValueAxis, set_axes
from imt_core.reporting.slides.pptx_charts import (
    Marker,
    Points,
    add_legend,
    add_points_chart,
    draw_longest_first,
    style_points,
)
from imt_core.reporting.slides.slide_colours import MUTED, TEXT, line, slide_colour
from imt_core.reporting.slides.slide_frame import add_slide, say_nothing_drawn
from imt_core.reporting.slides.slide_text import Box, Run, add_text
from imt_core.reporting.slides.survival_curves import CENSOR_MARKS
from imt_core.reporting.slides.waterfall import (
    READING,
    RIGHT,
    change_values,
    down,
    draw_threshold,
    say,
)

_SIZE: Final = 12.0
_LEGEND: Final = 0.4
_AXIS: Final = 0.7
_LEFT: Final = 1.0


@draw_slides.register
def _(result: SpiderPlot, view: ComputedView, canvas: Canvas) -> None:
    chart = spider_chart(result, index=view.request.index)
    slide = add_slide(canvas, view, view_title(view), told=[chart.reading])
    if chart.empty:
        say_nothing_drawn(slide, canvas, chart.empty)
        return
    _draw(slide, chart, canvas.content)


def _draw(slide: Slide, chart: SpiderChart, box: Box) -> None:
    frame = Box(left=box.left, top=box.top, width=box.width - RIGHT, height=box.height - READING)
    plot = Box(
        left=frame.left + _LEFT,
        top=frame.top + _LEGEND,
        width=frame.width - _LEFT,
        height=frame.height - _LEGEND - _AXIS,
    )
    series = [_points(look.name, look.threads) for look in chart.looks]
    index = [thread for thread in chart.threads if thread.is_index]
    series += [_points(INDEX, index)] if index else []
    made = add_points_chart(
        slide, frame, plot, series, name="Change over time", alt=chart.alt, size=_SIZE
    )
    drawn = list(made.plots[0].series)
    for one, look in zip(drawn, chart.looks, strict=False):
        colour = slide_colour(look.colour_in(LIGHT))
        style_points(one, line_xml=line(colour, 1.75), points=_ends(look, colour))
    if index:
        style_points(drawn[-1], line_xml=line(TEXT, 4.0))
    draw_longest_first(made)
    set_axes(made, ValueAxis.of(chart.months, grid=True), change_values(chart.change), size=_SIZE)
    legend = Box(left=plot.left, top=frame.top, width=plot.width, height=_LEGEND)
    add_legend(made, frame, legend, size=_SIZE)
    for threshold in chart.thresholds:
        draw_threshold(slide, threshold, chart.change, plot)
    months = chart.months
    for month, text in chart.cuts:
        middle = plot.left + plot.width * (month - months.low) / (months.high - months.low)
        top = down(chart.change, plot, CUT) - 0.28
        say(slide, text, middle, top, 0.8, name=f"Cut: {text}")
    foot = Box(left=plot.left, top=frame.bottom, width=plot.width, height=READING)
    run = Run(text=chart.reading, size=11.0, colour=MUTED)
    add_text(slide, foot, [[run]], name="How it is read")


def _points(name: str, threads: list[SpiderThread] | tuple[SpiderThread, ...]) -> Points:
    """Lines as one series; a point without a height parts them."""
    return Points(
        name=name,
        x=[month for one in threads for month in (*one.x, one.x[-1])],
        y=[change for one in threads for change in (*one.y, None)],
    )


def _ends(look: SpiderLook, colour: str) -> dict[int, Marker]:
    """The mark at the last assessment of each line, by its place in the series."""
    symbol = CENSOR_MARKS[look.mark][0]
    fill = colour if look.mark == "dot" else None
    mark = Marker(symbol=symbol, size=8, fill=fill, edge=colour, edge_width=1.5)
    ends, at = {}, -1
    for thread in look.threads:
        at += len(thread.x)
        ends[at] = mark
        at += 1
    return ends
