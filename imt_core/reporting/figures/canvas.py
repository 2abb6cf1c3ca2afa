"""How a chart finds the module that draws it with Plotly."""

from __future__ import annotations

from functools import singledispatch

from imt_core.reporting.design.chart import Chart
from imt_core.reporting.design.theme import Theme
from imt_core.reporting.figures.layout import Figure


@singledispatch
def draw_figure(chart: Chart, theme: Theme) -> Figure:
    """Draw a chart with Plotly; each module of figures registers the chart that it draws."""
    raise NotImplementedError(f"no module of figures draws a {type(chart).__name__}")
