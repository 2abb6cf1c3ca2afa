"""Figures of a page in both appearances, and how narrow each may become."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from markupsafe import Markup

from imt_core.reporting.design.chart import Chart
from imt_core.reporting.design.forest import ForestChart
from imt_core.reporting.design.stacked import StackedChart
from imt_core.reporting.design.survival import SurvivalChart
from imt_core.reporting.design.waterfall import WaterfallChart
from imt_core.reporting.figures.layout import Figure
from imt_core.reporting.figures.offline import figure_json, page_json

PHONE: Final = 340
"""Pixels that a figure has on a phone; a wider one slides in its own box."""

_TABLE: Final = 640
_MANY_LEVELS: Final = 5
_LETTER: Final = 7.5


def drawn_figure(light: Figure, dark: Figure, alt: str, *, least: int = PHONE) -> dict[str, Any]:
    """What the page's template takes of a figure, the same on light and on dark paper."""
    colours = differing_texts(light.to_plotly_json(), dark.to_plotly_json())
    return {
        "chart": Markup(figure_json(light)),
        "dark": Markup(page_json(colours)),
        "alt": alt,
        "height": light.layout.height,
        "least": least,
    }


def narrowest(chart: Chart, figure: Figure) -> int:
    """Pixels of width below which words of a chart would lie upon each other."""
    match chart:
        case ForestChart():
            return _TABLE
        case SurvivalChart(curves=curves, months=months):
            # The numbers at risk stand side by side below the ticks.
            digits = len(str(max((curve.n for curve in curves), default=0)))
            beside = len(months.ticks) * _LETTER * (digits + 1)
            return max(PHONE, round(beside + _margins(figure)))
        case StackedChart(levels=levels) if len(levels) > _MANY_LEVELS:
            return _TABLE
        case WaterfallChart(groups=groups, width=width):
            room = [
                max(len(group.name), len(group.size)) * width / (group.end - group.start)
                for group in groups
            ]
            return max(PHONE, round(min(_LETTER * max(room), _TABLE) + _margins(figure)))
        case _:
            return PHONE


def _margins(figure: Figure) -> float:
    margin = figure.layout.margin
    return float(margin.l) + float(margin.r)


def differing_texts(one: Any, other: Any) -> dict[str, Any]:
    """The texts of `other` that are not those of `one`, by the same names and places.

    Examples
    --------
    >>> light = {"paper": "white", "data": [{"x": [1, 2], "line": {"color": "black"}}]}
    >>> dark = {"paper": "black", "data": [{"x": [1, 2], "line": {"color": "white"}}]}
    >>> differing_texts(light, dark)
    {'paper': 'black', 'data': {'0': {'line': {'color': 'white'}}}}
    """
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        pairs = [(name, one.get(name), value) for name, value in other.items()]
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple):
        pairs = [(str(at), *pair) for at, pair in enumerate(zip(one, other, strict=True))]
    else:
        return {}
    found = {
        name: there if isinstance(there, str) and there != here else differing_texts(here, there)
        for name, here, there in pairs
    }
    return {name: value for name, value in found.items() if value}
