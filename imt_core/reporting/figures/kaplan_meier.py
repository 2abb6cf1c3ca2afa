"""Kaplan-Meier curves with censor marks, confidence bands and an aligned number-at-risk table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from imt_core.analyses.survival import GroupSurvival, SurvivalSummary
from imt_core.conventions.formatting import format_count, format_number
from imt_core.estimates.kaplan_meier import SurvivalCurve
from imt_core.estimates.small_groups import FEW_AT_RISK
from imt_core.estimates.time_to_event import FloatArray
from imt_core.reporting.design.theme import CENSOR_SYMBOLS, LIGHT, Theme
from imt_core.reporting.figures.layout import (
    STAMP_HEIGHT,
    Figure,
    axis,
    base_layout,
    escaped,
    figure,
    stamp,
    translucent,
)

CURVE_HEIGHT: Final = 420
RISK_ROW_HEIGHT: Final = 24
RISK_HEADING_HEIGHT: Final = 72
MOST_BANDS: Final = 8
"""With more groups than this, confidence bands would hide each other and are left out."""

_RISK_HEADING_BELOW: Final = 46
_LEGEND_ROW_HEIGHT: Final = 33
_TICK_STEPS: Final = (1, 2, 3, 6, 12, 24, 36, 48, 60, 120, 240)
_TARGET_TICKS: Final = 8
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
    groups = summary.groups
    last = max((group.curve.last_follow_up or 0.0 for group in groups), default=0.0)
    ticks = month_ticks(last)
    data: list[dict[str, Any]] = []
    for index, group in enumerate(groups):
        colour = theme.colour(index)
        if show_band and len(groups) <= MOST_BANDS:
            data.append(_band(group, colour))
        data += _steps(group, colour)
        data.append(_censor_marks(group, colour, index))
        data.append(_legend_key(group, colour, index))
        data.append(_numbers_at_risk(group, theme, colour, ticks, row=index))
    return figure(data, _layout(summary, theme, last, ticks))


def _label(group: GroupSurvival) -> str:
    return f"{escaped(group.label)} (n = {group.curve.n})"


def step_points(
    time: FloatArray, height: FloatArray, *, start: float = 1.0
) -> tuple[FloatArray, FloatArray]:
    """Corners of a step function that starts at month 0.

    Examples
    --------
    >>> x, y = step_points(np.array([2.0]), np.array([0.5]))
    >>> x.tolist(), y.tolist()
    ([0.0, 2.0, 2.0], [1.0, 1.0, 0.5])
    """
    x = np.concatenate(([0.0], np.repeat(time, 2)))
    before = np.concatenate(([start], height))
    return x, np.repeat(before, 2)[:-1]


def curve_parts(curve: SurvivalCurve) -> list[tuple[FloatArray, FloatArray, bool]]:
    """Corners of a curve in months and percent, and whether enough are at risk to draw it solid.

    Examples
    --------
    >>> from imt_core.estimates.kaplan_meier import kaplan_meier
    >>> from imt_core.estimates.time_to_event import time_to_event
    >>> [(x, y, is_solid)] = curve_parts(kaplan_meier(time_to_event([2.0], [True])))
    >>> x.tolist(), y.tolist(), is_solid
    ([0.0, 2.0, 2.0], [100.0, 100.0, 0.0], False)
    """
    n_solid = int((curve.n_risk >= FEW_AT_RISK).sum())
    x, y = step_points(curve.time, curve.estimate)
    # The interval that ends at time[i] has n_risk[i] at risk: it is points 2i and 2i+1.
    parts = ((slice(0, 2 * n_solid + 1), True), (slice(2 * n_solid, None), False))
    return [(x[part], 100 * y[part], is_solid) for part, is_solid in parts if x[part].size > 1]


def _steps(group: GroupSurvival, colour: str) -> list[dict[str, Any]]:
    """The curve, solid while enough are at risk and dashed after that."""
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": x,
            "y": y,
            "line": {"color": colour, "width": 3, "dash": "solid" if is_solid else "4px,3px"},
            "legendgroup": group.label,
            "showlegend": False,
            "hoverinfo": "skip",
        }
        for x, y, is_solid in curve_parts(group.curve)
    ]


def _legend_key(group: GroupSurvival, colour: str, index: int) -> dict[str, Any]:
    """Line and censor mark together: the colour alone repeats after the last."""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [None],
        "y": [None],
        "line": {"color": colour, "width": 3},
        "marker": _mark(colour, index) | {"size": 11},
        "name": _label(group),
        "legendgroup": group.label,
        "showlegend": True,
        "hoverinfo": "skip",
    }


def band_outline(curve: SurvivalCurve) -> tuple[FloatArray, FloatArray]:
    """Corners of the area between a curve's limits, in months and percent, where they are defined.

    Examples
    --------
    >>> from imt_core.estimates.kaplan_meier import kaplan_meier
    >>> from imt_core.estimates.time_to_event import time_to_event
    >>> x, y = band_outline(kaplan_meier(time_to_event([2.0, 3.0], [False, False])))
    >>> x.max(), y.min()
    (np.float64(3.0), np.float64(100.0))
    """
    defined = ~np.isnan(curve.conf_low) & ~np.isnan(curve.conf_high)
    last = int(np.flatnonzero(defined)[-1]) + 1 if defined.any() else 0
    low = np.where(defined, curve.conf_low, 1.0)[:last]
    high = np.where(defined, curve.conf_high, 1.0)[:last]
    x_low, y_low = step_points(curve.time[:last], low, start=curve.conf_low_at_start)
    x_high, y_high = step_points(curve.time[:last], high)
    if 0 < last < curve.time.size:
        x_low, y_low = np.append(x_low, curve.time[last]), np.append(y_low, low[-1])
        x_high, y_high = np.append(x_high, curve.time[last]), np.append(y_high, high[-1])
    return np.concatenate((x_high, x_low[::-1])), 100 * np.concatenate((y_high, y_low[::-1]))


def _band(group: GroupSurvival, colour: str) -> dict[str, Any]:
    """Shading between the limits."""
    x, y = band_outline(group.curve)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": translucent(colour, 0.13),
        "line": {"width": 0},
        "legendgroup": group.label,
        "showlegend": False,
        "hoverinfo": "skip",
    }


def _censor_marks(group: GroupSurvival, colour: str, index: int) -> dict[str, Any]:
    """A mark at each censoring, and unseen points that carry the hover text of each event."""
    curve = group.curve
    marked = curve.n_censor > 0
    texts = [
        f"<b>{escaped(group.label)}</b><br>{time:.1f} months: {100 * estimate:.1f}%"
        f"<br>{format_count(int(events), 'event')}, {censored} censored, {risk} at risk"
        for time, estimate, events, censored, risk in zip(
            curve.time, curve.estimate, curve.n_event, curve.n_censor, curve.n_risk, strict=True
        )
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": curve.time,
        "y": 100 * curve.estimate,
        "marker": _mark(colour, index)
        | {"size": np.where(marked, 11, 8), "opacity": marked.astype(float)},
        "hovertext": texts,
        "hoverinfo": "text",
        "legendgroup": group.label,
        "showlegend": False,
    }


def _mark(colour: str, index: int) -> dict[str, Any]:
    return {
        "symbol": CENSOR_SYMBOLS[index % len(CENSOR_SYMBOLS)],
        "color": colour,
        "line": {"width": 2, "color": colour},
    }


def _numbers_at_risk(
    group: GroupSurvival, theme: Theme, colour: str, ticks: FloatArray, *, row: int
) -> dict[str, Any]:
    """One row of the table, at the ticks of the shared axis."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": ticks,
        "y": np.full(ticks.size, row),
        "text": [str(n) for n in group.curve.n_risk_at(ticks)],
        "textfont": {"color": colour, "size": 14},
        "yaxis": "y2",
        "legendgroup": group.label,
        "showlegend": False,
        "hoverinfo": "skip",
    }


def month_ticks(last: float) -> FloatArray:
    """Where the months axis of curves that end at month `last` is labelled.

    Examples
    --------
    >>> month_ticks(20.0).tolist(), month_ticks(0.0).tolist()
    ([0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 18.0], [0.0])
    """
    step = next((s for s in _TICK_STEPS if last / s <= _TARGET_TICKS), _TICK_STEPS[-1])
    return np.arange(0.0, last + 1e-9, step) if last else np.array([0.0])


def _layout(
    summary: SurvivalSummary, theme: Theme, last: float, ticks: FloatArray
) -> dict[str, Any]:
    n_rows = max(len(summary.groups), 1)
    table_height = RISK_HEADING_HEIGHT + RISK_ROW_HEIGHT * n_rows
    legend_height = _LEGEND_ROW_HEIGHT * _legend_rows(summary.groups)
    height = CURVE_HEIGHT + table_height + legend_height + STAMP_HEIGHT
    layout = base_layout(theme, height=height)
    top, bottom = legend_height + 12, 8 + STAMP_HEIGHT
    layout["margin"] = {"l": 70, "r": 24, "t": top, "b": bottom}
    drawable = height - top - bottom
    table_top = RISK_ROW_HEIGHT * n_rows / drawable
    curve_bottom = table_height / drawable
    names = [f"<b>{escaped(group.label)}</b>  " for group in summary.groups]
    layout |= {
        "xaxis": axis(
            theme,
            title={"text": f"Months from {summary.endpoint.origin}", "standoff": 6},
            range=[-0.015 * (last or 1), 1.02 * (last or 1)],
            tickvals=ticks,
            anchor="y",
        ),
        "yaxis": axis(
            theme,
            title={"text": f"{summary.endpoint.label} (%)"},
            range=[0, 102],
            tickvals=[0, 25, 50, 75, 100],
            domain=[curve_bottom, 1],
        ),
        "yaxis2": {
            "domain": [0, table_top],
            "range": [n_rows - 0.5, -0.5],
            "showgrid": False,
            "zeroline": False,
            "showticklabels": True,
            "tickvals": list(range(len(names))),
            "ticktext": names,
            "automargin": True,
            "anchor": "x",
            "fixedrange": True,
            "ticks": "",
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
            _risk_heading(summary, theme),
            stamp(f"{summary.count}; {summary.curve_method}", theme, below=8),
        ],
        "hovermode": "closest",
    }
    return layout


def _legend_rows(groups: Sequence[GroupSurvival]) -> int:
    """Rows of a horizontal legend on a laptop, from the length of its labels."""
    width = sum(60 + 8.5 * len(_label(group)) for group in groups)
    return max(1, math.ceil(width / _LEGEND_WIDTH))


def _risk_heading(summary: SurvivalSummary, theme: Theme) -> dict[str, Any]:
    """Stands in pixels below the curves: a legend that takes more rows moves it with the axis."""
    return {
        "text": f"Number at risk ({summary.unit})",
        "xref": "paper",
        "yref": "y domain",
        "x": 0,
        "y": 0,
        "yshift": -_RISK_HEADING_BELOW,
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 14, "color": theme.muted},
    }


def describe_curves(groups: Sequence[GroupSurvival]) -> str:
    """Alternative text: what the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> describe_curves([])
    'No curve: nobody in view enters this endpoint.'
    """
    if not groups:
        return "No curve: nobody in view enters this endpoint."
    parts = [
        f"{group.label}: {group.n_event} events in {group.curve.n}, median "
        + _months_or_not_reached(group)
        for group in groups
    ]
    return "Kaplan-Meier curves. " + "; ".join(parts) + "."


def _months_or_not_reached(group: GroupSurvival) -> str:
    median = group.median.estimate
    return "not reached" if median is None else f"{format_number(median)} months"
