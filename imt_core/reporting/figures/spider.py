"""A spider of the change of target lesions over time, drawn with Plotly."""

from __future__ import annotations

from math import ceil
from typing import Any, Final

from imt_core.analyses.spider import SpiderPlot
from imt_core.reporting.design.spider import SpiderChart, SpiderLook, spider_chart
from imt_core.reporting.design.target_axis import CUT
from imt_core.reporting.design.theme import INDEX, LIGHT, Theme
from imt_core.reporting.figures.canvas import draw_figure
from imt_core.reporting.figures.layout import (
    CENSOR_MARKS,
    STAMP_LETTERS,
    STAMP_LINE,
    Figure,
    base_layout,
    escaped,
    figure,
    number_axis,
    stamp,
)
from imt_core.reporting.figures.waterfall import threshold_line, threshold_name

_HEIGHT: Final = 360
_LEGEND: Final = 40
_BELOW: Final = 58


def spider_figure(plot: SpiderPlot, *, theme: Theme = LIGHT) -> Figure:
    """Draw the change of target lesions over time.

    Parameters
    ----------
    plot : SpiderPlot
    theme : Theme

    Returns
    -------
    plotly.graph_objects.Figure
        A line for each treatment line, a mark at its last assessment. Each point carries its
        patient in ``customdata``.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.spider import spider_plot
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("ab"), "line_number": [1.0, 1.0],
    ...     "best_response": ["PR", "PD"], "target_changes": ["1.8: -12; 3.7: -45", "2: 31"]})
    >>> drawn = spider_figure(spider_plot(Cohort(frame=frame, name="two")))
    >>> [(trace.name, list(trace.y)) for trace in drawn.data if trace.name == "PR (1)"]
    [('PR (1)', [0.0, -12.0, -45.0, None])]
    """
    return draw_figure(spider_chart(plot), theme)


@draw_figure.register
def _(chart: SpiderChart, theme: Theme) -> Figure:
    data = [_lines(look, theme) for look in chart.looks]
    data += [_index(look, theme) for look in chart.looks if any(t.is_index for t in look.threads)]
    below = _BELOW + STAMP_LINE * ceil(1.1 * len(chart.stamp) / STAMP_LETTERS)
    layout = base_layout(theme, height=_HEIGHT + _LEGEND + below) | {
        "margin": {"l": 76, "r": 44, "t": _LEGEND, "b": below},
        "hovermode": "closest",
        "xaxis": number_axis(theme, chart.months, title={"standoff": 8}, fixedrange=True),
        "yaxis": number_axis(
            theme, chart.change, title={"standoff": 6}, zeroline=True, zerolinecolor=theme.muted
        ),
        "shapes": [threshold_line(one, theme) for one in chart.thresholds],
        "annotations": [
            *(threshold_name(one, theme) for one in chart.thresholds),
            *_index_words(chart, theme),
            *(_cut(month, text, theme) for month, text in chart.cuts),
            stamp(chart.stamp, theme, below=_BELOW - 8),
        ],
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "font": {"size": 14},
            "bgcolor": "rgba(0,0,0,0)",
            "itemclick": False,
            "itemdoubleclick": False,
        },
    }
    return figure(data, layout)


def _lines(look: SpiderLook, theme: Theme) -> dict[str, Any]:
    """All lines of one look in one trace with breaks; their marks are at their ends."""
    colour = look.colour_in(theme)
    threads = look.threads
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escaped(look.name),
        "x": [month for one in threads for month in (*one.x, None)],
        "y": [change for one in threads for change in (*one.y, None)],
        "connectgaps": False,
        "line": {"color": colour, "width": 1.8},
        "marker": {
            "symbol": CENSOR_MARKS[look.mark],
            "size": [size for one in threads for size in (*[0] * (len(one.x) - 1), 10, 0)],
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        "customdata": [[one.patient_id] for one in threads for _ in (*one.x, None)],
        "hovertext": [
            escaped(text).replace("\n", "<br>") for one in threads for text in (*one.told, "")
        ],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _index(look: SpiderLook, theme: Theme) -> dict[str, Any]:
    """The lines of the index patient once more, strong."""
    threads = [one for one in look.threads if one.is_index]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": INDEX,
        "x": [month for one in threads for month in (*one.x, None)],
        "y": [change for one in threads for change in (*one.y, None)],
        "connectgaps": False,
        "line": {"color": theme.text, "width": 4},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _index_words(chart: SpiderChart, theme: Theme) -> list[dict[str, Any]]:
    return [
        {
            "text": f"<b>{INDEX}</b>",
            "x": one.x[-1],
            "y": one.y[-1],
            "xanchor": "right",
            "yanchor": "bottom",
            "yshift": 6,
            "showarrow": False,
            "font": {"size": 13, "color": theme.text},
        }
        for one in chart.threads
        if one.is_index
    ]


def _cut(month: float, text: str, theme: Theme) -> dict[str, Any]:
    """How far a line goes that is cut."""
    return {
        "text": text,
        "x": month,
        "y": CUT,
        "yanchor": "bottom",
        "yshift": 6,
        "showarrow": False,
        "font": {"size": 12, "color": theme.text},
    }
