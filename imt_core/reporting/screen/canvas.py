"""How a chart finds the module that breaks it into pages, and draws one on the stage."""

from __future__ import annotations

from functools import singledispatch

from imt_core.reporting.design.chart import Chart
from imt_core.reporting.design.theme import Theme
from imt_core.reporting.figures.layout import Figure


@singledispatch
def chart_pages(chart: Chart) -> tuple[Chart, ...]:
    """Break a chart into charts of which each can be read from afar; most are one."""
    return (chart,)


@singledispatch
def draw_page(chart: Chart, theme: Theme, height: float) -> Figure:
    """Draw a page of a chart; each module of this package registers the chart that it draws."""
    raise NotImplementedError(f"no module of the screen draws a {type(chart).__name__}")
