"""Growth modulation: a point for each pair of successive lines, with guides of equal ratio."""

from __future__ import annotations

from typing import Any, Final

from imt_core.analyses.growth_modulation import GrowthModulation
from imt_core.reporting.design.growth import GrowthChart, GrowthPoints, Guide, growth_chart
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
)

_HEIGHT: Final = 436
_LEGEND: Final = 40
_BELOW: Final = 64


def growth_figure(result: GrowthModulation, *, theme: Theme = LIGHT) -> Figure:
    """Draw the pairs of successive lines.

    Parameters
    ----------
    result : GrowthModulation
    theme : Theme

    Returns
    -------
    plotly.graph_objects.Figure
        The later line's PFS over that of the line before, both axes doubling.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.growth_modulation import growth_modulation
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("aa"), "line_number": [1.0, 2],
    ...     "pfs_months": [4.0, 6.0], "pfs_event": [1.0, 1.0]})
    >>> drawn = growth_figure(growth_modulation(Cohort(frame=frame, name="two lines")))
    >>> [trace.name for trace in drawn.data]
    ['ratio 1.0', 'ratio 1.33', 'above 1.33 (1)']
    """
    return draw_figure(growth_chart(result), theme)


@draw_figure.register
def _(chart: GrowthChart, theme: Theme) -> Figure:
    data = [*(_guide(guide, theme) for guide in chart.guides)]
    data += [_points(points, theme) for points in chart.points]
    layout = base_layout(theme, height=_HEIGHT + _LEGEND + STAMP_HEIGHT)
    layout |= {
        "margin": {"l": 70, "r": 24, "t": _LEGEND, "b": _BELOW + STAMP_HEIGHT},
        "xaxis": number_axis(theme, chart.before),
        "yaxis": number_axis(theme, chart.after),
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
        "annotations": [stamp(chart.stamp, theme, below=_BELOW)],
        "hovermode": "closest",
    }
    return figure(data, layout)


def _guide(guide: Guide, theme: Theme) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": guide.name,
        "x": guide.x,
        "y": guide.y,
        "line": {"color": theme.muted, "width": 1.5, "dash": "dash" if guide.dashed else "solid"},
        "hoverinfo": "skip",
    }


def _points(points: GrowthPoints, theme: Theme) -> dict[str, Any]:
    colour = theme.colour(points.colour)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": escaped(points.name),
        "x": points.x,
        "y": points.y,
        "marker": {
            "symbol": CENSOR_MARKS[points.mark],
            "size": 13,
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        "hovertext": [escaped(text).replace("\n", "<br>") for text in points.hovers],
        "hoverinfo": "text",
        "customdata": [[patient] for patient in points.patients],
        "cliponaxis": False,
    }
