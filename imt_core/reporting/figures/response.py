"""Stacked bars of best response, drawn with Plotly."""

from __future__ import annotations

from typing import Any, Final

from imt_core.analyses.response import ResponseTable
from imt_core.reporting.design.response import ResponseChart, response_chart
from imt_core.reporting.design.theme import LIGHT, PART_INK, RESPONSE_PATTERNS, Theme
from imt_core.reporting.figures.canvas import draw_figure
from imt_core.reporting.figures.layout import (
    Figure,
    axis,
    base_layout,
    escaped,
    figure,
    stamp,
    translucent,
)

BAR_HEIGHT: Final = 58
_NARROWEST_LABEL: Final = 6.0
"""Percent: the text of a narrower part would run into its neighbours."""


def response_figure(table: ResponseTable, *, theme: Theme = LIGHT) -> Figure:
    """Draw the share of each best response among evaluable cases.

    Parameters
    ----------
    table : ResponseTable
    theme : Theme

    Returns
    -------
    plotly.graph_objects.Figure
        One horizontal bar for each group with evaluable cases, 100% wide, the count in each part.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.response import response_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "best_response": ["PR", "SD"]})
    >>> drawn = response_figure(response_table(Cohort(frame=frame, name="two")))
    >>> [(trace.name, list(trace.x)) for trace in drawn.data]
    [('PR', [50.0]), ('SD', [50.0])]
    """
    return draw_figure(response_chart(table), theme)


@draw_figure.register
def _(chart: ResponseChart, theme: Theme) -> Figure:
    bars = [_bars(chart, index, theme) for index in range(len(chart.levels))]
    return figure(bars, _layout(chart, theme))


def _bars(chart: ResponseChart, index: int, theme: Theme) -> dict[str, Any]:
    """The parts of one level, a bar each."""
    level = chart.levels[index]
    parts = [row.parts[index] for row in chart.drawn]
    return {
        "type": "bar",
        "orientation": "h",
        "name": level,
        "x": [part.share for part in parts],
        "y": list(range(len(parts))),
        "text": [part.text if part.share >= _NARROWEST_LABEL else "" for part in parts],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        "textfont": {"color": theme.on_response[level], "size": 16},
        "marker": {
            "color": theme.response[level],
            "line": {"color": theme.paper, "width": 2},
            "pattern": {
                "shape": RESPONSE_PATTERNS[level],
                "fillmode": "overlay",
                "solidity": 0.12,
                "size": 9,
                "fgcolor": translucent(theme.on_response[level], PART_INK),
            },
        },
        "hovertext": [
            f"<b>{escaped(row.label)}</b><br>{part.told}"
            for row, part in zip(chart.drawn, parts, strict=True)
        ],
        "hoverinfo": "text",
    }


def _layout(chart: ResponseChart, theme: Theme) -> dict[str, Any]:
    n = len(chart.drawn)
    return base_layout(theme, height=150 + BAR_HEIGHT * max(n, 1)) | {
        "barmode": "stack",
        "bargap": 0.3,
        "margin": {"l": 40, "r": 24, "t": 44, "b": 84},
        "annotations": [stamp(chart.stamp, theme, below=56)],
        "xaxis": axis(
            theme,
            range=[chart.axis.low, chart.axis.high],
            tickvals=list(chart.axis.ticks),
            ticktext=list(chart.axis.labels),
            title={"text": chart.axis.title, "standoff": 8},
        ),
        "yaxis": axis(
            theme,
            tickvals=list(range(n)),
            ticktext=[f"<b>{escaped(row.label)}</b><br>{row.evaluable}" for row in chart.drawn],
            showgrid=False,
            ticks="",
            range=[n - 0.5, -0.5],
            fixedrange=True,
        ),
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "traceorder": "normal",
            "font": {"size": 15},
            "bgcolor": "rgba(0,0,0,0)",
            "itemclick": False,
            "itemdoubleclick": False,
        },
    }
