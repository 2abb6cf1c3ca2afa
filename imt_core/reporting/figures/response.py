"""Stacked bars of best response, drawn with Plotly."""

from __future__ import annotations

from textwrap import wrap
from typing import Any, Final

from imt_core.analyses.response import ResponseTable
from imt_core.reporting.design.response import ResponseChart, ResponseRow, response_chart
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

BAR_HEIGHT: Final = 98
_BAR_SHARE: Final = 0.42
"""Of a row's height; its rates stand above its bar."""
_LONGEST_LINE: Final = 96
"""Letters of a line of the stamp, which is long here."""
_STAMP_LINE: Final = 16
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


def _rates(row: ResponseRow, place: int, theme: Theme) -> dict[str, Any]:
    """Both response rates of a group, above its bar."""
    return {
        "text": f"ORR {row.rate} of evaluable<br>ORR {row.treated_rate} of all treated",
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": place - _BAR_SHARE / 2,
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"size": 14, "color": theme.text},
    }


def _layout(chart: ResponseChart, theme: Theme) -> dict[str, Any]:
    n, told = (
        len(chart.drawn),
        [escaped(line) for line in wrap(chart.stamp, _LONGEST_LINE, break_on_hyphens=False)],
    )
    below = 68 + _STAMP_LINE * len(told)
    return base_layout(theme, height=66 + below + BAR_HEIGHT * max(n, 1)) | {
        "barmode": "stack",
        "bargap": 1 - _BAR_SHARE,
        "margin": {"l": 40, "r": 24, "t": 44, "b": below},
        "annotations": [
            *(_rates(row, place, theme) for place, row in enumerate(chart.drawn)),
            stamp("", theme, below=56) | {"text": "<br>".join(told), "align": "left"},
        ],
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
            range=[n - 0.6, -0.75],
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
