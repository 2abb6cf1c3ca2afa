"""A swimmer plot as a picture: as high as its lanes need, with its key below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes

from imt_core.reporting.design.swimmer import KeyEntry, SwimmerChart
from imt_core.reporting.design.swimmer_lanes import ChartLane, LaneBar, bars_by_look, events_by_kind
from imt_core.reporting.design.swimmer_pages import LOWEST_LANE, MOST_NAMED
from imt_core.reporting.design.theme import (
    BAR_INK,
    EVENT_MARKS,
    LIGHT,
    EventMark,
    event_colour,
    index_band,
)
from imt_core.reporting.pictures.canvas import draw_chart
from imt_core.reporting.pictures.legend import Key, fill_with, flow_legend
from imt_core.reporting.pictures.picture_style import fitted, text_width
from imt_core.reporting.pictures.sheet import (
    LINE,
    MARGIN,
    Sheet,
    add_axes,
    add_line,
    axis_name,
    check_height,
    write,
)

SHAPES: Final[dict[EventMark, tuple[str, float]]] = {
    "tick": ("|", 1.0),
    "triangle": ("^", 1.0),
    "plus": ("P", 1.0),
    "diamond": ("D", 0.85),
    "x": ("X", 1.0),
    "arrow": (">", 1.0),
    "circle": ("o", 0.75),
}
"""Matplotlib's shape for each mark, and its size beside the others."""

_HIGHEST_ROW: Final = 13.0
_THIN_ROW: Final = 4.6
"""Of many lanes without names."""
_COMFORTABLE: Final = 420.0
_BAR: Final = 0.74
_DENSITY: Final = 4
_GAP: Final = 6.0
_PALE: Final = "not recorded"
_OUTLINE: Final[dict[str, Any]] = {"color": LIGHT.muted, "linewidth": 0.6}
_FOLLOW_UP: Final[dict[str, Any]] = {"color": LIGHT.muted, "linewidth": 0.8}


@draw_chart.register
def _(chart: SwimmerChart, sheet: Sheet, top: float) -> float:
    top = _draw_lanes(sheet, chart, top) + _GAP
    for part in chart.key:
        if part.entries:
            top = flow_legend(sheet, top, part.title, [_key(entry) for entry in part.entries])
    return top + _GAP / 2


def _key(entry: KeyEntry) -> Key:
    match entry.shows:
        case "response":
            box = _fill(entry.value, "")
            if entry.value == _PALE:
                box |= {"edgecolor": _OUTLINE["color"], "linewidth": _OUTLINE["linewidth"]}
            return Key(name=entry.name, box=box)
        case "pattern":
            # A pattern without any response's colour.
            box = fill_with(LIGHT.paper, entry.value, LIGHT.muted, 1, _DENSITY)
            return Key(name=entry.name, box=box | {"edgecolor": LIGHT.muted, "linewidth": 0.6})
        case "event":
            return Key(name=entry.name, mark=_mark(entry.value, 6))
        case "follow-up":
            return Key(name=entry.name, line=_FOLLOW_UP)


def _fill(response: str, pattern: str) -> dict[str, Any]:
    """Colour of a best response, pattern of a regimen group."""
    ink = LIGHT.on_response[response]
    return fill_with(LIGHT.response[response], pattern, ink, BAR_INK, _DENSITY)


def _mark(kind: str, size: float) -> dict[str, Any]:
    """Shape and colour of an event, outlined so that it stands out from any bar."""
    colour = event_colour(LIGHT, kind)
    shape, share = SHAPES[EVENT_MARKS[kind]]
    options: dict[str, Any] = {"marker": shape, "color": colour, "markersize": size * share}
    if EVENT_MARKS[kind] == "tick":
        return options | {"markeredgewidth": 1.1}
    outline = LIGHT.text if colour == LIGHT.paper else LIGHT.paper
    return options | {"markeredgewidth": 0.5, "markeredgecolor": outline}


def _draw_lanes(sheet: Sheet, chart: SwimmerChart, top: float) -> float:
    is_thin = len(chart.lanes) > MOST_NAMED and not all(lane.label for lane in chart.lanes)
    lowest = _THIN_ROW if is_thin else LOWEST_LANE
    row = min(max(_COMFORTABLE / chart.n_rows, lowest), _HIGHEST_ROW)
    check_height(row * chart.n_rows)
    label_size = sheet.small
    labels = [fitted(lane.label, 0.34 * sheet.inner, label_size) for lane in chart.lanes]
    left = 4 + MARGIN
    left += max(
        text_width(label, label_size, bold=lane.is_index)
        for lane, label in zip(chart.lanes, labels, strict=True)
    )
    width, height = sheet.right - left - 2, row * chart.n_rows
    axes = add_axes(sheet, left, top, width, height)
    months = chart.axis
    axes.set(xlim=(months.low, months.high), ylim=(chart.n_rows, 0), xticks=months.ticks, yticks=[])
    every = _every(chart, width, sheet.size)
    axes.set_xticklabels([text if i % every == 0 else "" for i, text in enumerate(months.labels)])
    axes.grid(visible=True, axis="x")
    for lane in chart.lanes:
        if lane.is_index:
            span = (lane.row - 0.5, lane.row + 0.5)
            axes.axhspan(*span, color=index_band(LIGHT), linewidth=0, zorder=0.5)
    _draw_bars(axes, chart)
    _draw_marks(axes, chart, 0.68 * row)
    for lane, label in zip(chart.lanes, labels, strict=True):
        at = top + row * lane.row - 0.62 * label_size
        write(sheet, left - 4, at, label, size=label_size, align="right", bold=lane.is_index)
    _draw_headings(sheet, chart, top, left=left, row=row)
    top += height + 5 + LINE * sheet.size
    return axis_name(sheet, left + width / 2, top, months.title)


def _every(chart: SwimmerChart, width: float, size: float) -> int:
    """Which of the ticks are labelled: every one, or as many as a narrow picture has room for."""
    months = chart.axis
    apart = width * months.step / (months.high - months.low)
    room = 1.5 * max(text_width(label, size) for label in months.labels)
    return next((every for every in (1, 2, 5, 10) if every * apart >= room), 20)


def _draw_headings(
    sheet: Sheet, chart: SwimmerChart, top: float, *, left: float, row: float
) -> None:
    """Name each group over its lanes; where one is too long, all begin over the lanes' labels."""
    for rule in (top + row * at for at in chart.rules):
        add_line(sheet, (left, rule), (sheet.right, rule), color=LIGHT.muted, linewidth=0.4)
    room = sheet.right - left - 4
    headings = [f"{group.name} · {group.size}" for group in chart.groups]
    fits = all(text_width(heading, sheet.size, bold=True) <= room for heading in headings)
    x, room = (left + 2, room) if fits else (MARGIN, sheet.inner)
    for group in chart.groups:
        size = f" · {group.size}"
        name_room = room - text_width(size, sheet.size, bold=True)
        heading = fitted(group.name, name_room, sheet.size, bold=True) + size
        at = top + row * group.row - 0.62 * sheet.size
        write(sheet, x, at, heading, bold=True, ground=True)


def _draw_bars(axes: Axes, chart: SwimmerChart) -> None:
    after = [
        point
        for lane in chart.lanes
        for start, end in lane.follow_up
        for point in ((start, lane.row), (end, lane.row), (np.nan, np.nan))
    ]
    if after:
        axes.plot(*zip(*after, strict=True), **_FOLLOW_UP, zorder=1.4)
    for found in bars_by_look(chart.lanes):
        look = found[0][1]
        axes.barh(
            [lane.row for lane, _ in found],
            [bar.length for _, bar in found],
            left=[bar.start for _, bar in found],
            height=_BAR,
            zorder=1.5,
            **_fill(look.response, look.pattern),
        )
        if look.response == _PALE:
            _outline(axes, found)


def _outline(axes: Axes, found: Sequence[tuple[ChartLane, LaneBar]]) -> None:
    """In grey the palest response is told from the next by its outline."""
    corners = [
        corner
        for lane, bar in found
        for low, high, end in [(lane.row - _BAR / 2, lane.row + _BAR / 2, bar.start + bar.length)]
        for corner in (
            (bar.start, low),
            (end, low),
            (end, high),
            (bar.start, high),
            (bar.start, low),
            (np.nan, np.nan),
        )
    ]
    axes.plot(*zip(*corners, strict=True), **_OUTLINE, zorder=1.6)


def _draw_marks(axes: Axes, chart: SwimmerChart, size: float) -> None:
    for order, (kind, found) in enumerate(events_by_kind(chart.lanes).items()):
        at = ([event.month for _, event in found], [lane.row for lane, _ in found])
        options: dict[str, Any] = {"linestyle": "none", "clip_on": chart.is_cut}
        if EVENT_MARKS[kind] == "tick":
            # A pale line behind each tick parts it from a dark bar.
            halo = _mark(kind, size) | {"color": LIGHT.paper, "markeredgewidth": 2.6}
            axes.plot(*at, zorder=2.9, **options, **halo)
        axes.plot(*at, zorder=3 + order / 10, **options, **_mark(kind, size))
