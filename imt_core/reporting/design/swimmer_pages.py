"""A swimmer plot broken into pages that hold a number of lanes each."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import Final

from imt_core.reporting.design.swimmer import KeyPart, SwimmerChart
from imt_core.reporting.design.swimmer_lanes import ChartGroup

_HEADING: Final = 1.3
"""Height of a group's heading, in lanes."""


def swimmer_pages(chart: SwimmerChart, *, most: int) -> tuple[SwimmerChart, ...]:
    """Break a swimmer plot into pages of about equally many lanes.

    Parameters
    ----------
    chart : SwimmerChart
    most : int
        Lanes on a page.

    Returns
    -------
    tuple of SwimmerChart
        A group that does not fit goes on upon the next page, under its heading again; each page is
        explained by a key of what it shows.
    """
    n_pages = ceil(len(chart.lanes) / most)
    most = ceil(len(chart.lanes) / n_pages)
    pages: list[list[ChartGroup]] = [[]]
    for group in chart.groups:
        lanes, label = group.lanes, group.label
        while lanes:
            left = most - sum(len(one.lanes) for one in pages[-1])
            if not left:
                pages.append([])
                continue
            pages[-1].append(replace(group, label=label, lanes=lanes[:left]))
            lanes, label = lanes[left:], f"{group.label} (continued)"
    return tuple(_page(chart, groups) for groups in pages)


def _page(chart: SwimmerChart, groups: list[ChartGroup]) -> SwimmerChart:
    """A page of these lanes, in rows from its own top, explained by a key of what it shows."""
    placed, row = [], 0.0
    for group in groups:
        first = row + _HEADING + 0.5
        lanes = tuple(replace(lane, row=first + at) for at, lane in enumerate(group.lanes))
        placed.append(replace(group, row=row + _HEADING / 2, lanes=lanes))
        row += _HEADING + len(lanes)
    page = replace(chart, groups=tuple(placed), n_rows=row)
    bars = [bar for lane in page.lanes for bar in lane.bars]
    seen = {
        "response": {bar.response for bar in bars},
        "pattern": {bar.pattern for bar in bars},
        "event": {event.kind for lane in page.lanes for event in lane.events},
        "follow-up": {"" for lane in page.lanes if lane.follow_up},
    }
    key = tuple(
        KeyPart(
            title=part.title,
            entries=tuple(entry for entry in part.entries if entry.value in seen[entry.shows]),
        )
        for part in chart.key
    )
    return replace(page, key=key)
