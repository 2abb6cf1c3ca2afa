"""A swimmer plot broken into pages that hold a number of lanes each."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import Final

from imt_core.reporting.design.swimmer import KeyPart, SwimmerChart
from imt_core.reporting.design.swimmer_lanes import ChartGroup

MOST_NAMED: Final = 88
"""Lanes of a plot that are named; more are drawn thinner, without names."""

MOST_THIN: Final = 130
"""Lanes without names on a page."""

LOWEST_LANE: Final = 9.4
"""Points of a lane with a name; many of them are taller than paper."""

_A4_MM: Final = 297.0
_BESIDE_MM: Final = 60.0
"""Of a picture's height, at least, for title, key and method."""

_HEADING: Final = 1.3
"""Height of a group's heading, in lanes."""


def describe_height(chart: SwimmerChart) -> str:
    """Say that a picture of all lanes with their names is taller than paper; empty where it is not.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from imt_core.analyses.swimmer.lines import swimmer_lines
    >>> from imt_core.cohort.example import example_cohort
    >>> from imt_core.reporting.design.swimmer import swimmer_chart
    >>> chart = swimmer_chart(swimmer_lines(example_cohort()))
    >>> describe_height(chart)
    ''
    >>> describe_height(replace(chart, n_rows=121.0))
    'The lanes alone are 401 mm tall, a sheet of A4 297 mm. The PDF report breaks them into pages.'
    """
    lanes = chart.n_rows * LOWEST_LANE / 72 * 25.4
    if lanes + _BESIDE_MM <= _A4_MM:
        return ""
    return (
        f"The lanes alone are {lanes:.0f} mm tall, a sheet of A4 {_A4_MM:.0f} mm. The PDF report "
        "breaks them into pages."
    )


def paper_pages(chart: SwimmerChart, *, most_named: int) -> tuple[SwimmerChart, ...]:
    """Break a swimmer plot into as few pages of paper as show each lane.

    Parameters
    ----------
    chart : SwimmerChart
    most_named : int
        Lanes with names that a page has room for.

    Returns
    -------
    tuple of SwimmerChart
        Of more than 88 lanes the index patient's alone are named.
    """
    if len(chart.lanes) <= MOST_NAMED:
        return swimmer_pages(chart, most=most_named)
    groups = tuple(
        replace(
            group,
            lanes=tuple(lane if lane.is_index else replace(lane, label="") for lane in group.lanes),
        )
        for group in chart.groups
    )
    has_labels = any(lane.is_index for lane in chart.lanes)
    return swimmer_pages(replace(chart, groups=groups, has_labels=has_labels), most=MOST_THIN)


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
