"""A swimmer plot as a picture: as high as its lanes need, with its legends below."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes

from imt_core.analyses.swimmer.plot import Segment, SwimmerPlot
from imt_core.reporting.design.theme import EVENT_SYMBOLS, LIGHT, event_colour, pattern, shortened
from imt_core.reporting.figures.swimmer import (
    GAP_ROWS,
    LaneRows,
    axis_title,
    describe_swimmer,
    follow_up_name,
    group_size,
    lane_rows,
    tick_step,
)
from imt_core.reporting.figures.swimmer_legend import (
    EVENT_LEGEND,
    LEGEND_TITLES,
    LONGEST_LABEL,
    drawn_groups,
    drawn_responses,
    group_order,
)
from imt_core.reporting.figures.swimmer_words import EVENTS, group_name
from imt_core.reporting.pictures.legend import Key, fill_with, flow_legend
from imt_core.reporting.pictures.picture_style import MARKS, text_width
from imt_core.reporting.pictures.sheet import (
    LINE,
    MARGIN,
    Sheet,
    add_axes,
    add_line,
    axis_name,
    check_height,
    paragraph,
    write,
)

_LOWEST_ROW, _HIGHEST_ROW = 8.5, 13.0
_COMFORTABLE: Final = 420.0
_BAR: Final = 0.74
_DENSITY: Final = 4
_GAP: Final = 6.0


def draw_swimmer(
    sheet: Sheet, plot: SwimmerPlot, top: float, *, until_months: float | None
) -> float:
    """Draw the lanes of a swimmer plot, and return where its legends end."""
    if not plot.lanes:
        return paragraph(sheet, top, describe_swimmer(plot), colour=LIGHT.muted)
    top = _draw_lanes(sheet, plot, top, until_months) + _GAP
    order = group_order(plot)
    keys = [Key(name=r, box=_fill(r, "", ())) for r in drawn_responses(plot)]
    top = flow_legend(sheet, top, LEGEND_TITLES["legend"], keys)
    keys = [Key(name=group_name(g), box=_group_fill(g, order)) for g in drawn_groups(plot)]
    if keys:
        top = flow_legend(sheet, top, LEGEND_TITLES["legend2"], keys)
    return flow_legend(sheet, top, LEGEND_TITLES[EVENT_LEGEND], _event_keys(plot)) + _GAP / 2


def _event_keys(plot: SwimmerPlot) -> list[Key]:
    kinds = {marker.kind for lane in plot.lanes for marker in lane.markers}
    keys = [Key(name=name, mark=_mark(kind, 6)) for kind, name in EVENTS.items() if kind in kinds]
    if any(segment.kind == "survival" for lane in plot.lanes for segment in lane.segments):
        keys.append(Key(name=follow_up_name(plot), line=_FOLLOW_UP))
    return keys


_FOLLOW_UP: Final[dict[str, Any]] = {"color": LIGHT.muted, "linewidth": 0.8}


def _fill(response: str, group: str, order: tuple[str, ...]) -> dict[str, Any]:
    """Colour of a best response, pattern of a regimen group."""
    shape = pattern(order.index(group)) if group in order else ""
    return fill_with(LIGHT.response[response], shape, LIGHT.on_response[response], 0.6, _DENSITY)


def _group_fill(group: str, order: tuple[str, ...]) -> dict[str, Any]:
    """A pattern without any response's colour."""
    shape = pattern(order.index(group))
    return fill_with(LIGHT.paper, shape, LIGHT.muted, 1, _DENSITY) | {
        "edgecolor": LIGHT.muted,
        "linewidth": 0.6,
    }


def _mark(kind: str, size: float) -> dict[str, Any]:
    """Shape and colour of an event, outlined so that it stands out from any bar."""
    colour = event_colour(LIGHT, kind)
    options: dict[str, Any] = {"marker": MARKS[EVENT_SYMBOLS[kind]], "color": colour}
    if kind == "end of treatment":
        return options | {"markersize": size, "markeredgewidth": 1.1}
    outline = LIGHT.text if colour == LIGHT.paper else LIGHT.paper
    size *= {"first response": 1.25, "alive": 0.75, "progression": 0.85}.get(kind, 1)
    return options | {"markersize": size, "markeredgewidth": 0.5, "markeredgecolor": outline}


def _draw_lanes(sheet: Sheet, plot: SwimmerPlot, top: float, until_months: float | None) -> float:
    rows = lane_rows(plot)
    row = min(max(_COMFORTABLE / rows.n_rows, _LOWEST_ROW), _HIGHEST_ROW)
    check_height(row * rows.n_rows)
    label_size = min(sheet.small, 0.75 * row)
    labels = [_fitted(lane.label, 0.34 * sheet.inner, label_size) for lane, _ in rows.lanes]
    left = MARGIN + max(text_width(label, label_size) for label in labels) + 4
    width, height = sheet.right - left - 2, row * rows.n_rows
    axes = add_axes(sheet, left, top, width, height)
    longest = max(plot.longest if until_months is None else until_months, 1.0)
    end = longest * (1.025 if until_months is None else 1)
    ticks = np.arange(0.0, longest + 1e-9, _step(longest, width, sheet.size))
    axes.set(xlim=(-0.014 * longest, end), ylim=(rows.n_rows, 0), xticks=ticks, yticks=[])
    axes.set_xticklabels([f"{tick:.0f}" for tick in ticks])
    axes.grid(visible=True, axis="x")
    _draw_segments(axes, plot, rows)
    _draw_marks(axes, rows, 0.68 * row, is_cut=until_months is not None)
    for (_, y), label in zip(rows.lanes, labels, strict=True):
        write(
            sheet,
            left - 4,
            top + row * y - 0.62 * label_size,
            label,
            size=label_size,
            align="right",
        )
    _draw_headings(sheet, plot, rows, top, left=left, row=row)
    top += height + 5 + LINE * sheet.size
    return axis_name(sheet, left + width / 2, top, axis_title(plot))


def _draw_headings(
    sheet: Sheet, plot: SwimmerPlot, rows: LaneRows, top: float, *, left: float, row: float
) -> None:
    """Name each group over its lanes; where one is too long, all begin over the lanes' labels."""
    room = sheet.right - left - 4
    sizes = [f" · {group_size(group, plot)}" for group, _ in rows.headings]
    names = [group.label for group, _ in rows.headings]
    headings = [f"{name}{size}" for name, size in zip(names, sizes, strict=True)]
    fits = all(text_width(heading, sheet.size, bold=True) <= room for heading in headings)
    x, room = (left + 2, room) if fits else (MARGIN, sheet.inner)
    for index, (_, y) in enumerate(rows.headings):
        if index:
            rule = top + row * (y - 0.6 - GAP_ROWS / 2)
            add_line(sheet, (left, rule), (sheet.right, rule), color=LIGHT.muted, linewidth=0.4)
        name_room = room - text_width(sizes[index], sheet.size, bold=True)
        heading = _fitted(names[index], name_room, sheet.size, bold=True) + sizes[index]
        at = top + row * y - 0.62 * sheet.size
        write(sheet, x, at, heading, bold=True, ground=True)


def _fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """A text that is cut in its middle where it is longer than its room."""
    text = " ".join(text.split())
    longest = min(len(text), LONGEST_LABEL)
    while longest > 3 and text_width(shortened(text, longest), size, bold=bold) > room:
        longest -= 1
    return shortened(text, longest)


def _step(longest: float, width: float, size: float) -> int:
    """The step of the screen, or a multiple of it where a narrow picture has no room for it."""
    step = tick_step(longest)
    room = 1.5 * text_width(f"{longest:.0f}", size)
    factor = next((f for f in (1, 2, 5, 10) if width * f * step / longest >= room), 20)
    return step * factor


def _draw_segments(axes: Axes, plot: SwimmerPlot, rows: LaneRows) -> None:
    order = group_order(plot)
    bars: dict[tuple[str, str], list[tuple[Segment, float]]] = {}
    after: list[tuple[float, float]] = []
    for lane, y in rows.lanes:
        for segment in lane.segments:
            if segment.kind == "survival":
                after += [(segment.start, y), (segment.end, y), (np.nan, np.nan)]
            else:
                kind = (segment.best_response, segment.regimen_group)
                bars.setdefault(kind, []).append((segment, y))
    if after:
        axes.plot(*zip(*after, strict=True), **_FOLLOW_UP, zorder=1.4)
    for (response, group), found in bars.items():
        axes.barh(
            [y for _, y in found],
            [bar.length for bar, _ in found],
            left=[bar.start for bar, _ in found],
            height=_BAR,
            zorder=1.5,
            **_fill(response, group, order),
        )


def _draw_marks(axes: Axes, rows: LaneRows, size: float, *, is_cut: bool) -> None:
    for order, kind in enumerate(EVENTS):
        found = [
            (marker.month, y)
            for lane, y in rows.lanes
            for marker in lane.markers
            if marker.kind == kind
        ]
        if not found:
            continue
        months, at = zip(*found, strict=True)
        if kind == "end of treatment":
            # A pale line behind each tick parts it from a dark bar.
            halo = _mark(kind, size) | {"color": LIGHT.paper, "markeredgewidth": 2.6}
            axes.plot(months, at, linestyle="none", clip_on=is_cut, zorder=2.9, **halo)
        axes.plot(
            months, at, linestyle="none", clip_on=is_cut, zorder=3 + order / 10, **_mark(kind, size)
        )
