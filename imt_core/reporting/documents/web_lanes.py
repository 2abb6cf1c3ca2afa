"""A swimmer plot as marks of a page: as wide as the reader's screen, drawn without a script."""

from __future__ import annotations

from typing import Any, Final

from imt_core.reporting.design.chart import Axis
from imt_core.reporting.design.swimmer import KeyPart, SwimmerChart
from imt_core.reporting.design.swimmer_lanes import (
    ChartGroup,
    ChartLane,
    LaneBar,
    LaneEvent,
    bars_by_look,
    events_by_kind,
)
from imt_core.reporting.design.swimmer_pages import MOST_NAMED, paper_pages
from imt_core.reporting.design.theme import EVENT_MARKS, Theme, event_colour

_MOST_NAMED: Final = 36
"""On one page of paper."""

_ROW, _THIN_ROW = 20.0, 5.6
"""Pixels of a lane, with its name and without."""

_LETTER: Final = 7.4
_NAMES_GAP: Final = 10
_NARROWEST: Final = 220
"""Pixels of the months."""

_MOST_TICKS: Final = 6
"""On a phone; of more every other one is labelled, and of more than twice as many every fourth."""

_KINDS: Final = tuple(EVENT_MARKS)


def lane_colours(theme: Theme) -> dict[str, str]:
    """The colours of swimmer plots, by the names that their marks have on the page."""
    found: dict[str, str] = {}
    for at, level in enumerate(theme.response):
        found |= {f"r{at}": theme.response[level], f"i{at}": theme.on_response[level]}
    for at, kind in enumerate(_KINDS):
        fill = event_colour(theme, kind)
        edge = theme.text if fill == theme.paper else theme.paper
        found |= {f"e{at}": fill, f"o{at}": fill if EVENT_MARKS[kind] == "tick" else edge}
    return found


def web_lanes(chart: SwimmerChart, name: str, theme: Theme) -> dict[str, Any]:
    """Lay a swimmer plot out for the template of lanes.

    Parameters
    ----------
    chart : SwimmerChart
    name : str
        Of its section: it tells its fills from those of others on the page.
    theme : Theme
        Tells the order of the responses.

    Returns
    -------
    dict
        Places along the months are percentages, places down the lanes are pixels.
    """
    levels = list(theme.response)
    looks = [found[0][1] for found in bars_by_look(chart.lanes)]
    is_thin = len(chart.lanes) > MOST_NAMED
    row = _THIN_ROW if is_thin else _ROW
    pages = paper_pages(chart, most_named=_MOST_NAMED)
    longest = max(len(lane.label) for page in pages for lane in page.lanes)
    left = _NAMES_GAP + round(_LETTER * longest) if longest else 0
    fills = {(look.name, look.pattern): f"{name}-l{at}" for at, look in enumerate(looks)}
    return {
        "alt": chart.alt,
        "stamp": chart.stamp,
        "least": left + _NARROWEST,
        "left": left,
        "is_thin": is_thin,
        "is_cut": chart.is_cut,
        "ticks": _ticks(chart.axis),
        "axis": chart.axis.title,
        "fills": [
            {"id": fill, "level": levels.index(look.response), "shape": look.pattern}
            for look, fill in zip(looks, fills.values(), strict=True)
        ],
        "key": [_key(part, name, levels) for part in chart.key if part.entries],
        "pages": [
            [_group(group, chart.axis, row, fills) for group in page.groups] for page in pages
        ],
    }


def _key(part: KeyPart, name: str, levels: list[str]) -> dict[str, Any]:
    """A part of the key: each entry with what its sample is drawn of."""
    entries: list[dict[str, Any]] = []
    for at, entry in enumerate(part.entries):
        shown: dict[str, Any] = {"shows": entry.shows, "name": entry.name}
        if entry.shows == "response":
            shown["level"] = levels.index(entry.value)
        elif entry.shows == "event":
            shown |= {"kind": _KINDS.index(entry.value), "mark": EVENT_MARKS[entry.value]}
        elif entry.shows == "pattern":
            shown |= {"id": f"{name}-k{at}", "shape": entry.value}
        entries.append(shown)
    return {"title": part.title, "entries": entries}


def _ticks(axis: Axis) -> list[dict[str, Any]]:
    n = len(axis.ticks)
    every = 1 if n <= _MOST_TICKS else 2 if n <= 2 * _MOST_TICKS else 4
    return [
        {"x": _share(tick, axis), "text": text, "is_rare": bool(at % every)}
        for at, (tick, text) in enumerate(zip(axis.ticks, axis.labels, strict=True))
    ]


def _group(
    group: ChartGroup, axis: Axis, row: float, fills: dict[tuple[str, str], str]
) -> dict[str, Any]:
    """A group's lanes, in pixels from the top of its own drawing."""
    lanes = group.lanes
    height = {lane.key: round(row * (at + 0.5), 1) for at, lane in enumerate(lanes)}
    return {
        "name": group.name,
        "size": group.size,
        "height": round(row * len(lanes), 1),
        "row": row,
        "bar": round(0.74 * row, 1),
        "names": [
            {"y": height[lane.key], "text": lane.label, "is_index": lane.is_index}
            for lane in lanes
            if lane.label
        ],
        "bands": [round(height[lane.key] - row / 2, 1) for lane in lanes if lane.is_index],
        "follow_up": [
            {"from": _share(start, axis), "to": _share(end, axis), "y": height[lane.key]}
            for lane in lanes
            for start, end in lane.follow_up
        ],
        "bars": [
            {
                "fill": fills[found[0][1].name, found[0][1].pattern],
                "of": [
                    {
                        "x": _share(bar.start, axis),
                        "width": round(100 * bar.length / (axis.high - axis.low), 2),
                        "y": round(height[lane.key] - 0.37 * row, 1),
                        "told": _told(lane, bar),
                    }
                    for lane, bar in found
                ],
            }
            for found in bars_by_look(lanes)
        ],
        "events": [
            {
                "kind": _KINDS.index(kind),
                "mark": EVENT_MARKS[kind],
                "of": [
                    {
                        "x": _share(event.month, axis),
                        "y": height[lane.key],
                        "told": _told(lane, event),
                    }
                    for lane, event in found
                ],
            }
            for kind, found in events_by_kind(lanes).items()
        ],
    }


def _share(month: float, axis: Axis) -> float:
    """Where a month is along the axis, in percent."""
    return round(100 * (month - axis.low) / (axis.high - axis.low), 2)


def _told(lane: ChartLane, one: LaneBar | LaneEvent) -> str:
    return lane.patient_id + "\n".join(one.told)
