"""The slide of the growth modulation index: a native chart of pairs, the shares beside it."""

from __future__ import annotations

from typing import Final

from pptx.slide import Slide

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.growth_modulation import NOT_TESTED, GrowthModulation
from imt_core.reporting.content.titles import view_title
from imt_core.reporting.design.growth import GrowthChart, growth_chart
from imt_core.reporting.design.theme import LIGHT
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
from imt_core.reporting.slides.slide_colours import MUTED, line, slide_colour
from imt_core.reporting.slides.slide_frame import add_slide, say_nothing_drawn
from imt_core.reporting.slides.slide_text import Box, Paragraph, Run, add_text
from imt_core.reporting.slides.survival_curves import CENSOR_MARKS
from imt_core.reporting.tables.growth_table import format_growth_table

_SIZE: Final = 12.0
_PANEL: Final = 0.34
_LEGEND: Final = 0.62
_AXIS: Final = 0.7
_LABELS: Final = 0.8


@draw_slides.register
def _(result: GrowthModulation, view: ComputedView, canvas: Canvas) -> None:
    chart = growth_chart(result)
    told = [f"The index is {NOT_TESTED}."]
    slide = add_slide(canvas, view, view_title(view), told=told)
    if chart.empty:
        say_nothing_drawn(slide, canvas, chart.empty)
        return
    box = canvas.content
    panel = box.width * _PANEL
    frame = Box(left=box.left, top=box.top, width=box.width - panel - 0.3, height=box.height)
    _draw_chart(slide, chart, frame)
    beside = Box(left=frame.right + 0.3, top=box.top, width=panel, height=box.height)
    shares = format_growth_table(result)
    told_beside: list[Paragraph] = []
    for name, value in shares.itertuples(index=False):
        told_beside += [[Run(text=name, size=_SIZE)], [Run(text=value, size=15.0, bold=True)]]
    told_beside.append([Run(text=chart.reading, size=11.0, colour=MUTED)])
    told_beside.append([Run(text=f"The index is {NOT_TESTED}.", size=11.0, colour=MUTED)])
    add_text(slide, beside, told_beside, name="Shares", space=4.0)


def _draw_chart(slide: Slide, chart: GrowthChart, frame: Box) -> None:
    plot = Box(
        left=frame.left + _LABELS,
        top=frame.top + _LEGEND,
        width=frame.width - _LABELS - 0.2,
        height=frame.height - _LEGEND - _AXIS,
    )
    guides = [Points(name=guide.name, x=guide.x, y=guide.y) for guide in chart.guides]
    points = [Points(name=points.name, x=points.x, y=points.y) for points in chart.points]
    made = add_points_chart(
        slide, frame, plot, [*guides, *points], name="Successive lines", alt=chart.alt, size=_SIZE
    )
    series = list(made.plots[0].series)
    for one, guide in zip(series, chart.guides, strict=False):
        style_points(one, line_xml=line(MUTED, 1.25, "dash" if guide.dashed else "solid"))
    for one, drawn in zip(series[len(guides) :], chart.points, strict=True):
        colour = slide_colour(LIGHT.colour(drawn.colour))
        fill = colour if drawn.mark == "dot" else None
        symbol = CENSOR_MARKS[drawn.mark][0]
        marker = Marker(symbol=symbol, size=9, fill=fill, edge=colour, edge_width=1.75)
        style_points(one, line_xml=line(None), marker=marker)
    draw_longest_first(made)
    set_axes(
        made,
        ValueAxis.of(chart.before, grid=True),
        ValueAxis.of(chart.after, grid=True),
        size=_SIZE,
    )
    legend = Box(left=plot.left, top=frame.top, width=plot.width, height=_LEGEND)
    add_legend(made, frame, legend, size=_SIZE)
