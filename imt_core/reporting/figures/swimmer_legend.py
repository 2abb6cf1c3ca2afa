"""What a swimmer plot's legends say: colour, pattern and mark, explained apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.cohort.schema import COLUMN_BY_NAME, NOT_RECORDED
from imt_core.reporting.design.theme import Theme, pattern, shortened
from imt_core.reporting.figures.layout import escaped, translucent
from imt_core.reporting.figures.swimmer_words import group_name

LONGEST_LABEL: Final = 34
"""Characters of a name beside the plot; the hover has the whole of it."""

EVENT_LEGEND: Final = "legend3"
"""Where the marks of events are explained."""

LEGEND_TITLES: Final = {
    "legend": "Best response",
    "legend2": "Regimen group",
    EVENT_LEGEND: "Events",
}

_ROW: Final = 21
_TITLE: Final = 24
_GAP: Final = 16
_RESPONSES: Final = (*COLUMN_BY_NAME["best_response"].values, NOT_RECORDED)
_KNOWN_GROUPS: Final = COLUMN_BY_NAME["regimen_group"].values


def group_order(plot: SwimmerPlot) -> tuple[str, ...]:
    """Regimen groups by fixed place, so that a filter does not change a group's pattern."""
    present = {bar.regimen_group for lane in plot.lanes for bar in lane.bars}
    if present == {NOT_RECORDED}:
        return ()
    own = sorted(present - {*_KNOWN_GROUPS, NOT_RECORDED})
    return (*_KNOWN_GROUPS, *own, *([NOT_RECORDED] if NOT_RECORDED in present else []))


def drawn_responses(plot: SwimmerPlot) -> list[str]:
    """The best responses that bars show, in the order of the legend."""
    responses = {bar.best_response for lane in plot.lanes for bar in lane.bars}
    return [response for response in _RESPONSES if response in responses]


def drawn_groups(plot: SwimmerPlot) -> list[str]:
    """The regimen groups that bars show, in the order of the legend."""
    groups = {bar.regimen_group for lane in plot.lanes for bar in lane.bars}
    return [group for group in group_order(plot) if group in groups]


def bar_fill(response: str, group: str, order: Sequence[str], theme: Theme) -> dict[str, Any]:
    """Colour of a best response, pattern of a regimen group."""
    marker: dict[str, Any] = {
        "color": theme.response[response],
        "line": {"color": theme.paper, "width": 0.5},
    }
    shape = pattern(order.index(group)) if group in order else ""
    if shape:
        marker["pattern"] = {
            "shape": shape,
            "size": 7,
            "solidity": 0.2,
            "fillmode": "overlay",
            "bgcolor": theme.response[response],
            "fgcolor": translucent(theme.on_response[response], 0.6),
            "fgopacity": 1,
        }
    return marker


def legend_keys(
    plot: SwimmerPlot, order: Sequence[str], theme: Theme, *, axis: str
) -> list[dict[str, Any]]:
    """Entries that explain colour and pattern apart from one another, drawn on `axis`."""
    key = {
        "type": "bar",
        "orientation": "h",
        "x": [None],
        "y": [None],
        "hoverinfo": "skip",
        "showlegend": True,
        "xaxis": axis,
    }
    keys = [
        {
            **key,
            "name": response,
            "legend": "legend",
            "marker": {**bar_fill(response, "", (), theme), "line": {"width": 0}},
        }
        for response in drawn_responses(plot)
    ]
    keys += [
        {
            **key,
            "name": escaped(shortened(group_name(group), LONGEST_LABEL)),
            "legend": "legend2",
            "marker": _group_key(group, order, theme),
        }
        for group in drawn_groups(plot)
    ]
    return keys


def _group_key(group: str, order: Sequence[str], theme: Theme) -> dict[str, Any]:
    """A pattern without any response's colour."""
    marker = bar_fill(NOT_RECORDED, group, order, theme)
    marker |= {"color": theme.paper, "line": {"color": theme.muted, "width": 1}}
    if "pattern" in marker:
        marker["pattern"] |= {"bgcolor": theme.paper, "fgcolor": theme.muted}
    return marker


def legend_heights(data: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Pixels that each legend with entries takes."""
    entries = {
        name: sum(trace.get("legend") == name and trace["showlegend"] for trace in data)
        for name in LEGEND_TITLES
    }
    return {name: _TITLE + n * _ROW + _GAP for name, n in entries.items() if n}


def legends(heights: Mapping[str, int], drawable: float) -> dict[str, Any]:
    """The legends one below the other, right of a drawing area of `drawable` pixels."""
    layout: dict[str, Any] = {}
    offset = 0.0
    for name, height in heights.items():
        layout[name] = {
            "title": {"text": f"<b>{LEGEND_TITLES[name]}</b>", "font": {"size": 13}},
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
