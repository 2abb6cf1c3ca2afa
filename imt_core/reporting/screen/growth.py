"""Growth modulation for a room: the pairs over the full width, with their guides."""

from __future__ import annotations

from typing import Any, Final

from imt_core.reporting.design.growth import GrowthChart
from imt_core.reporting.design.theme import Theme
from imt_core.reporting.figures.layout import CENSOR_MARKS, Figure, escaped
from imt_core.reporting.screen.canvas import draw_page
from imt_core.reporting.screen.stage import LINE, TEXT, WIDTH, Box, axes, staged, words

_LEFT: Final = 70
_EDGE: Final = 30
_TICKS: Final = 34


@draw_page.register
def _(chart: GrowthChart, theme: Theme, height: float) -> Figure:
    box = Box(_LEFT, 2 * LINE + 12, WIDTH - _EDGE, height - _TICKS - LINE)
    below = box.bottom + _TICKS + LINE / 2
    texts = [
        words(chart.after.title, 0, 1.5 * LINE + 4, height, theme.muted),
        words(chart.before.title, box.right, below, height, theme.muted, anchor="right"),
    ]
    layout = axes(theme, box, height, chart.before, chart.after) | {
        "annotations": texts,
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yanchor": "top",
            "font": {"size": TEXT},
            "bgcolor": "rgba(0,0,0,0)",
        },
    }
    return staged(theme, height, _traces(chart, theme), layout)


def _traces(chart: GrowthChart, theme: Theme) -> list[dict[str, Any]]:
    """The guides behind the points."""
    guides: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": guide.name,
            "x": guide.x,
            "y": guide.y,
            "line": {
                "color": theme.muted,
                "width": 2.5,
                "dash": "dash" if guide.dashed else "solid",
            },
        }
        for guide in chart.guides
    ]
    points: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": escaped(found.name),
            "x": found.x,
            "y": found.y,
            "cliponaxis": False,
            "marker": {
                "symbol": CENSOR_MARKS[found.mark],
                "size": 20,
                "color": theme.colour(found.colour),
                "line": {"width": 3, "color": theme.colour(found.colour)},
            },
        }
        for found in chart.points
    ]
    return guides + points
