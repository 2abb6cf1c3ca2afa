"""Marks of a swimmer plot's events: each kind its own shape, readable on any bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from imt_core.analyses.swimmer.plot import Lane, Marker
from imt_core.reporting.design.theme import EVENT_SYMBOLS, Theme, event_colour
from imt_core.reporting.figures.swimmer_legend import EVENT_LEGEND
from imt_core.reporting.figures.swimmer_words import EVENTS, mark_text


def marks(lanes: Sequence[tuple[Lane, float]], theme: Theme) -> list[dict[str, Any]]:
    """One trace for each kind of event, the most important drawn last.

    Each lane comes with its height in the plot.
    """
    traces = []
    for kind in EVENTS:
        found = [
            (marker, lane, y) for lane, y in lanes for marker in lane.markers if marker.kind == kind
        ]
        if found and kind == "end of treatment":
            traces.append(_halo(found, theme))
        if found:
            traces.append(_mark(kind, found, theme))
    return traces


def _mark(kind: str, found: Sequence[tuple[Marker, Lane, float]], theme: Theme) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [marker.month for marker, _, _ in found],
        "y": [y for _, _, y in found],
        "marker": _symbol(kind, theme),
        "customdata": [[lane.patient_id, lane.key] for _, lane, _ in found],
        "hovertext": [mark_text(marker, lane) for marker, lane, _ in found],
        "hoverinfo": "text",
        "name": EVENTS[kind],
        "legend": EVENT_LEGEND,
        "legendgroup": kind,
        "showlegend": True,
    }


def _symbol(kind: str, theme: Theme) -> dict[str, Any]:
    """Shape and colour, outlined so that it stands out from any bar."""
    colour = event_colour(theme, kind)
    if kind == "end of treatment":
        line = {"color": colour, "width": 2}
        return {"symbol": EVENT_SYMBOLS[kind], "size": 12, "color": colour, "line": line}
    outline = theme.text if colour == theme.paper else theme.paper
    size = {"first response": 11, "ALK inhibitor": 11, "alive": 8, "ongoing": 12}.get(kind, 10)
    line = {"color": outline, "width": 1.2}
    return {
        "symbol": EVENT_SYMBOLS[kind],
        "size": size,
        "color": colour,
        "line": line,
        "opacity": 1,
    }


def _halo(found: Sequence[tuple[Marker, Lane, float]], theme: Theme) -> dict[str, Any]:
    """A paler line behind each tick, to part it from a dark bar."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [marker.month for marker, _, _ in found],
        "y": [y for _, _, y in found],
        "marker": {
            "symbol": EVENT_SYMBOLS["end of treatment"],
            "size": 12,
            "color": theme.paper,
            "line": {"color": theme.paper, "width": 5},
        },
        "hoverinfo": "skip",
        "legend": EVENT_LEGEND,
        "legendgroup": "end of treatment",
        "showlegend": False,
    }
