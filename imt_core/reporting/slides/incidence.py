"""Slides of cumulative incidence: step curves, the number at risk, the incidences beside them."""

from __future__ import annotations

import pandas as pd

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.incidence import IncidenceSummary
from imt_core.reporting.content.titles import view_subject, view_title
from imt_core.reporting.design.incidence import incidence_chart
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.slide_frame import add_slide, say_nothing_drawn
from imt_core.reporting.slides.survival import draw_beside, risk_frame
from imt_core.reporting.slides.survival_curves import MOST_BESIDE
from imt_core.reporting.slides.tables import TextTable, draw_tables
from imt_core.reporting.tables.incidence_tables import (
    format_incidence_rates,
    format_incidence_table,
)


@draw_slides.register
def _(result: IncidenceSummary, view: ComputedView, canvas: Canvas) -> None:
    chart = incidence_chart(result, show_band=view.request.show_band, axis=view.request.axis)
    end = result.endpoint
    told = [
        f"{end.event}, with {end.competing.lower()} competing; month 0 is {end.origin}.",
        f"Comparison: {chart.comparison or 'none, one group'}",
    ]
    slide = add_slide(canvas, view, view_title(view), told=told)
    if chart.empty:
        say_nothing_drawn(slide, canvas, chart.empty)
        return
    tables = [TextTable(caption="Events", frame=format_incidence_table(result))]
    if result.groups[0].rates:
        rates = format_incidence_rates(result)
        tables.append(TextTable(caption="Cumulative incidence", frame=rates))
    if len(chart.curves) > MOST_BESIDE:
        tables.append(TextTable(caption=chart.risk_heading, frame=risk_frame(chart)))
    draw_beside(slide, canvas, chart, pd.DataFrame())
    heading = f"{view_subject(view)}: events and incidences, {result.count}"
    draw_tables(canvas, view, heading, tables, alt=chart.alt, told=told)
