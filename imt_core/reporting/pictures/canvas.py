"""How a chart finds the module that draws it with Matplotlib."""

from __future__ import annotations

from functools import singledispatch

from imt_core.reporting.design.chart import Chart
from imt_core.reporting.pictures.sheet import Sheet


@singledispatch
def draw_chart(chart: Chart, sheet: Sheet, top: float) -> float:
    """Draw a chart on a sheet from `top`, and return where it ends.

    Each module of pictures registers the chart that it draws.
    """
    raise NotImplementedError(f"no module of pictures draws a {type(chart).__name__}")
