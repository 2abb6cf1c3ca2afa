"""Bars of parts one after the other, drawn with Plotly."""

from __future__ import annotations

from math import ceil
from typing import Any, Final

from imt_core.analyses.response import ResponseTable
from imt_core.reporting.design.response import response_chart
from imt_core.reporting.design.stacked import StackedChart, StackedPart
from imt_core.reporting.design.theme import LIGHT, PART_INK, Theme, n_letters, shortened
from imt_core.reporting.figures.canvas import draw_figure
from imt_core.reporting.figures.layout import (
    STAMP_LETTERS,
    STAMP_LINE,
    Figure,
    axis,
    base_layout,
    escaped,
    figure,
    stamp,
    translucent,
)

BAR_HEIGHT: Final = 108
_BAR_SHARE: Final = 0.36
"""Of a row's height; the name and the rates stand above the bar."""
_AIR: Final = 0.06
"""Of a row's height below its bar."""
_LEGEND: Final = 30
_BELOW: Final = 58
"""Pixels of the axis' labels and title."""
_EDGE: Final = 22
"""Pixels left and right of the bars: half of the axis' last label."""
_LONGEST_NAME: Final = 26
_NARROWEST_LABEL: Final = 6.0
"""Percent: the text of a narrower part would run into its neighbours."""
_WIDTH: Final = 600
_LETTER: Final = 7
"""Pixels of the bars on a page, and of a letter."""
_KEY: Final = 45
_LEGEND_LINE: Final = 23
"""Pixels of a key with the room around its name, and from one line of the legend to the next."""


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
    >>> [(trace.name, list(trace.x)) for trace in drawn.data if trace.type == "bar"]
    [('PR', [50.0]), ('SD', [50.0])]
    """
    return draw_figure(response_chart(table), theme)


@draw_figure.register
def _(chart: StackedChart, theme: Theme) -> Figure:
    bars = [_bars(chart, index, theme) for index in range(len(chart.levels))]
    names = [_names(chart, theme)] if chart.drawn else []
    return figure([*bars, *names], _layout(chart, theme))


def _bars(chart: StackedChart, index: int, theme: Theme) -> dict[str, Any]:
    """The parts of one level, a bar each."""
    level = chart.levels[index]
    look = level.look(theme)
    parts = [row.parts[index] for row in chart.drawn]
    return {
        "type": "bar",
        "orientation": "h",
        "name": escaped(level.name),
        "x": [part.share for part in parts],
        "y": list(range(len(parts))),
        "text": [_text(part) for part in parts],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        "textfont": {"color": look.ink, "size": 14},
        "marker": {
            "color": look.fill,
            "line": {"color": theme.paper, "width": 2},
            "pattern": {
                "shape": look.pattern,
                "fillmode": "overlay",
                "solidity": 0.12,
                "size": 9,
                "fgcolor": translucent(look.ink, PART_INK),
            },
        },
        "hovertext": [
            f"<b>{escaped(row.label)}</b><br>{part.told}"
            for row, part in zip(chart.drawn, parts, strict=True)
        ],
        "hoverinfo": "text",
    }


def _text(part: StackedPart) -> str:
    """As much of name and count as a part has room for."""
    if part.share < _NARROWEST_LABEL:
        return ""
    is_whole = _LETTER * n_letters(part.text) <= _WIDTH * part.share / 100
    return escaped(part.text) if is_whole else f"{part.n}"


def _legend_height(chart: StackedChart) -> int:
    """Entries of one line are as wide as their names; of several, all as wide as the widest."""
    widths = [_KEY + 1.1 * _LETTER * n_letters(level.name) for level in chart.levels]
    if sum(widths) <= _WIDTH + 2 * _EDGE:
        return _LEGEND
    in_a_line = max(int(_WIDTH / max(widths)), 1)
    return _LEGEND + _LEGEND_LINE * (ceil(len(widths) / in_a_line) - 1)


def _names(chart: StackedChart, theme: Theme) -> dict[str, Any]:
    """The name of each group and its rates, above its bar."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [chart.axis.low] * len(chart.drawn),
        "y": [place - _BAR_SHARE / 2 for place in range(len(chart.drawn))],
        "text": [
            "<br>".join(
                (
                    f"<b>{escaped(shortened(row.label, _LONGEST_NAME))}</b> · {row.whole}",
                    *(rate.text for rate in row.rates),
                )
            )
            for row in chart.drawn
        ],
        "textposition": "top right",
        "textfont": {"size": 14, "color": theme.text},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }


def _layout(chart: StackedChart, theme: Theme) -> dict[str, Any]:
    n = len(chart.drawn)
    below = _BELOW + STAMP_LINE * ceil(1.1 * len(chart.stamp) / STAMP_LETTERS)
    top = _legend_height(chart)
    return base_layout(theme, height=round(top + below + BAR_HEIGHT * max(n, 1))) | {
        "barmode": "stack",
        "bargap": 1 - _BAR_SHARE,
        "margin": {"l": _EDGE, "r": _EDGE, "t": top, "b": below},
        "annotations": [stamp(chart.stamp, theme, below=_BELOW - 8)],
        "xaxis": axis(
            theme,
            automargin=False,
            range=[chart.axis.low, chart.axis.high],
            tickvals=list(chart.axis.ticks),
            ticktext=list(chart.axis.labels),
            title={"text": chart.axis.title, "standoff": 8},
        ),
        "yaxis": axis(
            theme,
            visible=False,
            range=[n - 1 + _BAR_SHARE / 2 + _AIR, _BAR_SHARE / 2 + _AIR - 1],
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
