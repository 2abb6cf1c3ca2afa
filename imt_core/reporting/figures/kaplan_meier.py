"""Kaplan-Meier curves with censor marks, confidence bands and an aligned number-at-risk table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from imt_core.analyses.survival import SurvivalSummary
from imt_core.reporting.design.chart import Axis
from imt_core.reporting.design.survival import GroupCurve, Points, SurvivalChart, survival_chart
from imt_core.reporting.design.theme import LIGHT, Theme
from imt_core.reporting.figures.canvas import draw_figure
from imt_core.reporting.figures.layout import (
    CENSOR_MARKS,
    STAMP_HEIGHT,
    Figure,
    base_layout,
    escaped,
    figure,
    number_axis,
    stamp,
    translucent,
)

CURVE_HEIGHT: Final = 420
RISK_ROW_HEIGHT: Final = 24
RISK_HEADING_HEIGHT: Final = 72
DASHES: Final = "4px,3px"

_RISK_HEADING_BELOW: Final = 46
_LEGEND_ROW_HEIGHT: Final = 33
_LEGEND_WIDTH: Final = 700


def kaplan_meier_figure(
    summary: SurvivalSummary, *, theme: Theme = LIGHT, show_band: bool = True
) -> Figure:
    """Draw the curves of a survival summary.

    Parameters
    ----------
    summary : SurvivalSummary
    theme : Theme
    show_band : bool
        Whether to shade the pointwise confidence limits; never with more than `MOST_BANDS` groups.

    Returns
    -------
    plotly.graph_objects.Figure
        Curves above, the number at risk below on the same time axis. A curve is dashed where
        fewer than `FEW_AT_RISK` cases are at risk.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.survival import survival_summary
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "os_months": [6.0, 10.0], "os_event": [1.0, 0.0]})
    >>> drawn = kaplan_meier_figure(survival_summary(Cohort(frame=frame, name="two"), "os"))
    >>> [trace.name for trace in drawn.data if trace.showlegend]
    ['All (n = 2)']
    """
    return draw_figure(survival_chart(summary, show_band=show_band), theme)


@draw_figure.register
def _(chart: SurvivalChart, theme: Theme) -> Figure:
    data: list[dict[str, Any]] = []
    for row, curve in enumerate(chart.curves):
        colour = theme.colour(curve.style.colour)
        shared = {"type": "scatter", "legendgroup": curve.label, "showlegend": False}
        drawn = [
            *_lines(curve, colour),
            _censor_marks(curve, colour),
            _legend_key(curve, colour),
            _numbers_at_risk(curve, colour, chart.months, row=row),
        ]
        data += [shared | trace for trace in drawn]
    return figure(data, _layout(chart, theme))


def _lines(curve: GroupCurve, colour: str) -> list[dict[str, Any]]:
    """The band, and the curve with its two dashes."""

    def trace(points: Points, **look: Any) -> dict[str, Any]:
        return {"mode": "lines", "x": points[0], "y": points[1], "hoverinfo": "skip", **look}

    band, traces = curve.band, []
    if band is not None:
        fill = translucent(colour, 0.13)
        traces.append(trace(band, fill="toself", fillcolor=fill, line={"width": 0}))
    for part, dash in ((curve.solid, "solid"), (curve.dashed, DASHES)):
        if part is not None:
            traces.append(trace(part, line={"color": colour, "width": 3, "dash": dash}))
    return traces


def _censor_marks(curve: GroupCurve, colour: str) -> dict[str, Any]:
    """A mark at each censoring, and unseen points that carry the hover text of each event."""
    seen = curve.is_censored
    return {
        "mode": "markers",
        "x": curve.points[0],
        "y": curve.points[1],
        "marker": _mark(curve, colour)
        | {"size": np.where(seen, 11, 8), "opacity": seen.astype(float)},
        "hovertext": [
            f"<b>{escaped(curve.label)}</b><br>{escaped(text)}".replace("\n", "<br>")
            for text in curve.hovers
        ],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _legend_key(curve: GroupCurve, colour: str) -> dict[str, Any]:
    """Line and censor mark together: the colour alone repeats after the last."""
    return {
        "mode": "lines+markers",
        "x": [None],
        "y": [None],
        "line": {"color": colour, "width": 3},
        "marker": _mark(curve, colour) | {"size": 11},
        "name": escaped(curve.name),
        "showlegend": True,
        "hoverinfo": "skip",
    }


def _mark(curve: GroupCurve, colour: str) -> dict[str, Any]:
    symbol = CENSOR_MARKS[curve.style.mark]
    return {"symbol": symbol, "color": colour, "line": {"width": 2, "color": colour}}


def _numbers_at_risk(curve: GroupCurve, colour: str, months: Axis, *, row: int) -> dict[str, Any]:
    """One row of the table, at the ticks of the shared axis."""
    return {
        "mode": "text",
        "x": months.ticks,
        "y": [row] * len(months.ticks),
        "text": [str(n) for n in curve.n_risk],
        "textfont": {"color": colour, "size": 14},
        "yaxis": "y2",
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _layout(chart: SurvivalChart, theme: Theme) -> dict[str, Any]:
    n_rows = max(len(chart.curves), 1)
    table_height = RISK_HEADING_HEIGHT + RISK_ROW_HEIGHT * n_rows
    legend_height = _LEGEND_ROW_HEIGHT * _legend_rows(chart.curves)
    height = CURVE_HEIGHT + table_height + legend_height + STAMP_HEIGHT
    layout = base_layout(theme, height=height)
    top, bottom = legend_height + 12, 8 + STAMP_HEIGHT
    layout["margin"] = {"l": 70, "r": 24, "t": top, "b": bottom}
    drawable = height - top - bottom
    layout |= {
        "xaxis": number_axis(theme, chart.months, title={"standoff": 6}, anchor="y"),
        "yaxis": number_axis(theme, chart.percent, domain=[table_height / drawable, 1]),
        "yaxis2": {
            "domain": [0, RISK_ROW_HEIGHT * n_rows / drawable],
            "range": [n_rows - 0.5, -0.5],
            "showgrid": False,
            "zeroline": False,
            "showticklabels": True,
            "tickvals": list(range(len(chart.curves))),
            "ticktext": [f"<b>{escaped(curve.label)}</b>" for curve in chart.curves],
            "automargin": True,
            "anchor": "x",
            "fixedrange": True,
            # Half of the number at month 0 stands left of the axis: unseen ticks keep names apart.
            "ticks": "outside",
            "ticklen": 12,
            "tickcolor": "rgba(0,0,0,0)",
        },
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "font": {"size": 15},
            "bgcolor": "rgba(0,0,0,0)",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "annotations": [
            # In pixels below the curves: a legend that takes more rows moves it with the axis.
            stamp(chart.risk_heading, theme, below=_RISK_HEADING_BELOW)
            | {"yref": "y domain", "font": {"size": 14, "color": theme.muted}},
            stamp(chart.stamp, theme, below=8),
        ],
        "hovermode": "closest",
    }
    return layout


def _legend_rows(curves: Sequence[GroupCurve]) -> int:
    """Rows of a horizontal legend on a laptop, from the length of its labels."""
    width = sum(60 + 8.5 * len(escaped(curve.name)) for curve in curves)
    return max(1, math.ceil(width / _LEGEND_WIDTH))
