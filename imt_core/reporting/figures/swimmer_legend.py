"""The legends of a swimmer plot: colour, pattern and mark, explained apart."""

from __future__ import annotations

from typing import Any, Final

from imt_core.cohort.schema import NOT_RECORDED
from imt_core.reporting.design.swimmer import KeyEntry, SwimmerChart
from imt_core.reporting.design.theme import BAR_INK, Theme, n_letters
from imt_core.reporting.figures.layout import escaped, translucent

EVENT_LEGEND: Final = "legend3"
"""Where the marks of events are explained."""

_LEGENDS: Final = ("legend", "legend2", EVENT_LEGEND)
_ROW: Final = 21
_TITLE: Final = 24
_GAP: Final = 16
_KEY: Final = 64
_LETTER: Final = 6.6


def bar_fill(response: str, pattern: str, theme: Theme) -> dict[str, Any]:
    """Colour of a best response, pattern of a regimen group."""
    marker: dict[str, Any] = {
        "color": theme.response[response],
        "line": {"color": theme.paper, "width": 0.5},
    }
    if pattern:
        marker["pattern"] = {
            "shape": pattern,
            "size": 7,
            "solidity": 0.2,
            "fillmode": "overlay",
            "bgcolor": theme.response[response],
            "fgcolor": translucent(theme.on_response[response], BAR_INK),
            "fgopacity": 1,
        }
    return marker


def legend_keys(chart: SwimmerChart, theme: Theme, *, axis: str) -> list[dict[str, Any]]:
    """Entries that explain colour and pattern apart from one another, drawn on `axis`."""
    return [
        {
            "type": "bar",
            "orientation": "h",
            "x": [None],
            "y": [None],
            "hoverinfo": "skip",
            "showlegend": True,
            "xaxis": axis,
            "name": escaped(entry.name),
            "legend": legend,
            "marker": _sample(entry, theme),
        }
        for legend, part in zip(_LEGENDS[:2], chart.key, strict=False)
        for entry in part.entries
    ]


def _sample(entry: KeyEntry, theme: Theme) -> dict[str, Any]:
    if entry.shows == "response":
        return bar_fill(entry.value, "", theme) | {"line": {"width": 0}}
    # A pattern without any response's colour.
    marker = bar_fill(NOT_RECORDED, entry.value, theme)
    marker |= {"color": theme.paper, "line": {"color": theme.muted, "width": 1}}
    if "pattern" in marker:
        marker["pattern"] |= {"bgcolor": theme.paper, "fgcolor": theme.muted}
    return marker


def legend_heights(chart: SwimmerChart) -> tuple[int, ...]:
    """Pixels that each legend takes, none where it is empty."""
    sizes = [len(part.entries) for part in chart.key]
    return tuple(_TITLE + n * _ROW + _GAP if n else 0 for n in sizes)


def legend_width(chart: SwimmerChart) -> float:
    """Pixels that the widest entry takes, its key before it and a gap on either side."""
    names = [name for part in chart.key for name in (part.title, *(e.name for e in part.entries))]
    return _KEY + _LETTER * max(map(n_letters, names), default=0)


def legends(chart: SwimmerChart, drawable: float) -> dict[str, Any]:
    """The legends one below the other, right of a drawing area of `drawable` pixels."""
    layout: dict[str, Any] = {}
    offset = 0.0
    for name, part, height in zip(_LEGENDS, chart.key, legend_heights(chart), strict=True):
        if not height:
            continue
        layout[name] = {
            "title": {"text": f"<b>{part.title}</b>", "font": {"size": 13}},
            "font": {"size": 13},
            "bgcolor": "rgba(0,0,0,0)",
            "x": 1.015,
            "xanchor": "left",
            "y": 1 - offset / drawable,
            "yanchor": "top",
            "traceorder": "normal",
            "itemclick": "toggle" if name == EVENT_LEGEND else False,
            "itemdoubleclick": False,
            "itemsizing": "trace",
            "tracegroupgap": 0,
            "groupclick": "togglegroup",
        }
        offset += height
    return layout
