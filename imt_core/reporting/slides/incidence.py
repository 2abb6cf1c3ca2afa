"""Slides of cumulative incidence: step curves, the number at risk, the incidences beside them."""

from __future__ import annotations

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.incidence import IncidenceSummary
from imt_core.reporting.content.titles import view_title
from imt_core.reporting.design.incidence import incidence_chart
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.slide_frame import add_slide, say_nothing_drawn
from imt_core.reporting.slides.survival import draw_beside, told_curves
from imt_core.reporting.slides.told import told_tables


@draw_slides.register
def _(result: IncidenceSummary, view: ComputedView, canvas: Canvas) -> None:
    chart = incidence_chart(result, show_band=view.request.show_band, axis=view.request.axis)
    end = result.endpoint
    told = [
        f"{end.event}, with {end.competing.lower()} competing; month 0 is {end.origin}.",
        f"Comparison: {chart.comparison or 'none, one group'}",
        *told_curves(chart),
        *told_tables(result),
    ]
    slide = add_slide(canvas, view, view_title(view), told=told)
    if chart.empty:
        say_nothing_drawn(slide, canvas, chart.empty)
    else:
        draw_beside(slide, canvas, chart)
