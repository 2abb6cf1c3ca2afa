"""Kaplan-Meier curves with censor marks, confidence bands and an aligned number-at-risk table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from imt_core.analyses.survival import SurvivalSummary
from imt_core.analyses.view_request import RiskRows
from imt_core.reporting.design.chart import Axis
from imt_core.reporting.design.survival import (
    GroupCurve,
    Points,
    RiskRow,
    SurvivalChart,
    survival_chart,
)
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
NAMED_ROW_HEIGHT: Final = 21
"""Of three rows below their group's name."""
RISK_HEADING_HEIGHT: Final = 72
DASHES: Final = "4px,3px"

_RISK_HEADING_BELOW: Final = 46
_LEGEND_ROW_HEIGHT: Final = 33
_LEGEND_WIDTH: Final = 700


def kaplan_meier_figure(
    summary: SurvivalSummary,
    *,
    theme: Theme = LIGHT,
    show_band: bool = True,
    risk_rows: RiskRows = "three",
) -> Figure:
    """Draw the curves of a survival summary.

    Parameters
    ----------
    summary : SurvivalSummary
    theme : Theme
    show_band : bool
        Whether to shade the pointwise confidence limits; never with more than `MOST_BANDS` groups.
    risk_rows : {"three", "at risk"}
        What stands below the curves; see `survival_chart`.

    Returns
    -------
    plotly.graph_objects.Figure
        Curves above, the counts below on the same time axis. A curve is dashed where
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
    chart = survival_chart(summary, show_band=show_band, risk_rows=risk_rows)
    return draw_figure(chart, theme)


@draw_figure.register
def _(chart: SurvivalChart, theme: Theme) -> Figure:
    data: list[dict[str, Any]] = []
    places = _places(chart)
    for index, curve in enumerate(chart.curves):
        colour = theme.colour(curve.style.colour)
        shared = {"type": "scatter", "legendgroup": curve.label, "showlegend": False}
        drawn = [
            *_lines(curve, colour),
            _censor_marks(curve, colour),
            _legend_key(curve, colour),
            *(
                _counts(place.row, colour, chart.months, place.at)
                for place in places
                if place.curve == index and place.row is not None
            ),
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


@dataclass(frozen=True, slots=True)
class _Place:
    """A line of the table: counts of a group, or its name where several rows follow."""

    at: int
    curve: int
    name: str
    row: RiskRow | None = None


def _places(chart: SurvivalChart) -> list[_Place]:
    """The lines from top to bottom; one group needs no name."""
    lines: list[tuple[int, str, RiskRow | None]] = []
    for index, curve in enumerate(chart.curves):
        if len(curve.rows) > 1 and len(chart.curves) > 1:
            lines.append((index, curve.label, None))
        lines += [(index, row.counted or curve.label, row) for row in curve.rows]
    return [_Place(at, *line) for at, line in enumerate(lines)]


def _counts(row: RiskRow, colour: str, months: Axis, at: int) -> dict[str, Any]:
    """One row of the table, at the ticks of the shared axis."""
    return {
        "mode": "text",
        "x": months.ticks,
        "y": [at] * len(months.ticks),
        "text": [str(n) for n in row.counts],
        "textfont": {"color": colour, "size": 14},
        "yaxis": "y2",
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _layout(chart: SurvivalChart, theme: Theme) -> dict[str, Any]:
    places = _places(chart)
    n_rows = max(len(places), 1)
    rows = [place for place in places if place.row is not None]
    row_height = RISK_ROW_HEIGHT if len(rows) == len(chart.curves) else NAMED_ROW_HEIGHT
    table_height = RISK_HEADING_HEIGHT + row_height * n_rows
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
            "domain": [0, row_height * n_rows / drawable],
            "range": [n_rows - 0.5, -0.5],
            "showgrid": False,
            "zeroline": False,
            "showticklabels": True,
            "tickvals": [place.at for place in rows],
            "ticktext": [_row_name(chart, place) for place in rows],
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
            *(_group_name(chart, place, theme) for place in places if place.row is None),
        ],
        "hovermode": "closest",
    }
    return layout


def _row_name(chart: SurvivalChart, place: _Place) -> str:
    """What a row is called: its group where it has one row, else what it counts."""
    name = escaped(place.name)
    return f"<b>{name}</b>" if len(chart.curves[place.curve].rows) == 1 else name


def _group_name(chart: SurvivalChart, place: _Place, theme: Theme) -> dict[str, Any]:
    """The name of a group above its rows, where the columns begin."""
    colour = theme.colour(chart.curves[place.curve].style.colour)
    return {
        "text": f"<b>{escaped(place.name)}</b>",
        "xref": "paper",
        "yref": "y2",
        "x": 0,
        "y": place.at,
        "xanchor": "left",
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": 14, "color": colour},
    }


def _legend_rows(curves: Sequence[GroupCurve]) -> int:
    """Rows of a horizontal legend on a laptop, from the length of its labels."""
    width = sum(60 + 8.5 * len(escaped(curve.name)) for curve in curves)
    return max(1, math.ceil(width / _LEGEND_WIDTH))
