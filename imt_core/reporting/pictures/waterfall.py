"""A waterfall as a picture: the key, the groups' names, then their bars one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes

from imt_core.reporting.design.target_axis import CUT, Threshold
from imt_core.reporting.design.theme import INDEX, LIGHT, PART_INK, RESPONSE_PATTERNS
from imt_core.reporting.design.waterfall import WaterfallBar, WaterfallChart, WaterfallGroup
from imt_core.reporting.pictures.canvas import draw_chart
from imt_core.reporting.pictures.legend import Key, fill_with, flow_legend
from imt_core.reporting.pictures.picture_style import fitted, text_width, wrapped
from imt_core.reporting.pictures.sheet import LINE, MARGIN, Sheet, add_axes, paragraph, write_lines

HIGH: Final = 190.0
"""Points of the drawing area."""
_DASHES: Final = (0, (4, 3))
_UPRIGHT: Final = 110.0
"""Points of the longest upright name."""
_MOST_LINES: Final = 4


@draw_chart.register
def _(chart: WaterfallChart, sheet: Sheet, top: float) -> float:
    keys = [Key(name=level, box=_fill(level)) for level in chart.levels]
    top = flow_legend(sheet, top, "", keys) + 4
    left, width = change_room(sheet)
    place = width / chart.width
    top = _names(sheet, chart, left, top, place)
    axes = add_axes(sheet, left, top, width, HIGH)
    axes.set(xlim=(0, chart.width), ylim=(chart.axis.low, chart.axis.high), xticks=[])
    axes.set_yticks(chart.axis.ticks, chart.axis.labels)
    axes.set_ylabel(chart.axis.title, fontsize=sheet.size, labelpad=3)
    axes.grid(visible=True, axis="y")
    axes.spines.bottom.set_visible(False)
    axes.axhline(0, color=LIGHT.muted, linewidth=0.6, zorder=2)
    for threshold in chart.thresholds:
        draw_threshold(axes, threshold, chart.width, sheet.small)
    for level in chart.levels:
        bars = [bar for bar in chart.bars if bar.level == level]
        axes.bar([b.x for b in bars], [b.change for b in bars], 0.9, zorder=3, **_fill(level))
    for bar in chart.bars:
        _mark(axes, bar, place, sheet.small)
    top += HIGH + 3
    if place >= sheet.small and any(bar.name for bar in chart.bars):
        for bar in chart.bars:
            sheet.figure.text(
                left + bar.x * place,
                top,
                bar.name,
                transform=sheet.transform,
                fontsize=sheet.small,
                rotation=90,
                ha="center",
                va="top",
            )
        top += max(text_width(bar.name, sheet.small) for bar in chart.bars) + 4
    return paragraph(sheet, top + 3, chart.reading, size=sheet.small, colour=LIGHT.muted)


def change_room(sheet: Sheet) -> tuple[float, float]:
    """Where an axis of change begins, and how wide its chart is, in points."""
    left = MARGIN + text_width("-100%", sheet.size) + 2.4 * sheet.size
    return left, sheet.right - left - text_width("+30%", sheet.size)


def draw_threshold(axes: Axes, threshold: Threshold, end: float, size: float) -> None:
    """A dashed line, and at its end what it stands for."""
    axes.axhline(threshold.change, color=LIGHT.muted, linewidth=0.9, linestyle=_DASHES, zorder=4)
    axes.annotate(
        threshold.name,
        (end, threshold.change),
        xytext=(2, 0),
        textcoords="offset points",
        fontsize=size,
        color=LIGHT.muted,
        va="center",
        annotation_clip=False,
    )


def _fill(level: str) -> dict[str, Any]:
    ink = LIGHT.on_response[level]
    return fill_with(LIGHT.response[level], RESPONSE_PATTERNS[level], ink, PART_INK, 3)


def _mark(axes: Axes, bar: WaterfallBar, place: float, size: float) -> None:
    """The outline and the word of the index patient, and where a bar goes on."""
    if bar.is_index:
        outline: dict[str, Any] = {"facecolor": "none", "edgecolor": LIGHT.text, "linewidth": 1.6}
        axes.bar(bar.x, bar.change, 0.9, zorder=5, **outline)
        is_below = bar.change > 0
        _upright(axes, INDEX, bar.x, -2.0 if is_below else 2.0, size, is_below=is_below)
    if bar.cut:
        axes.plot(bar.x, CUT + 2, marker="^", markersize=min(place, 4), color=LIGHT.text, zorder=5)
        if place >= size:
            _upright(axes, bar.cut, bar.x, CUT + 5, size, is_below=False)


def _upright(axes: Axes, text: str, x: float, y: float, size: float, *, is_below: bool) -> None:
    axes.text(
        x,
        y,
        text,
        fontsize=size,
        rotation=90,
        ha="center",
        va="top" if is_below else "bottom",
        weight="bold",
        zorder=6,
        bbox={"facecolor": LIGHT.paper, "linewidth": 0, "pad": 0.3},
    )


def _names(sheet: Sheet, chart: WaterfallChart, left: float, top: float, place: float) -> float:
    """Each group's name over its bars, where there are groups; upright where one is too narrow."""
    if not any(group.name for group in chart.groups):
        return top
    ends = [*(group.start for group in chart.groups[1:]), chart.width]
    rooms = [(end - group.start) * place - 3 for group, end in zip(chart.groups, ends, strict=True)]
    rooms[-1] += sheet.right - left - chart.width * place
    if all(_fits(group, room, sheet.size) for group, room in zip(chart.groups, rooms, strict=True)):
        return _level_names(sheet, chart, rooms, left, top, place)
    names = [wrapped(group.name, _UPRIGHT, sheet.size, bold=True) for group in chart.groups]
    lines = [
        name
        if len(name) * LINE * sheet.size <= room
        else [fitted(group.name, _UPRIGHT, sheet.size, bold=True)]
        for name, group, room in zip(names, chart.groups, rooms, strict=True)
    ]
    high = max(text_width(line, sheet.size, bold=True) for name in lines for line in name)
    middles = [left + group.middle * place for group in chart.groups]
    thick = [LINE * sheet.size * len(name) for name in lines]
    for name, x in zip(lines, _apart(middles, thick, sheet.right), strict=True):
        sheet.figure.text(
            x,
            top + high,
            "\n".join(name),
            transform=sheet.transform,
            fontsize=sheet.size,
            rotation=90,
            ha="center",
            va="bottom",
            weight="bold",
            linespacing=1.1,
        )
    return top + high + 4


def _fits(group: WaterfallGroup, room: float, size: float) -> bool:
    """Whether a group's name stands over its bars in few lines, with no word broken."""
    words = group.name.replace("-", "- ").split()
    is_whole = all(text_width(word, size, bold=True) <= room for word in words)
    return is_whole and len(wrapped(group.name, room, size, bold=True)) <= _MOST_LINES


def _level_names(
    sheet: Sheet,
    chart: WaterfallChart,
    rooms: Sequence[float],
    left: float,
    top: float,
    place: float,
) -> float:
    """Names over their bars, the last line of each next to them, and what is known of the group."""
    size = sheet.size
    names = [
        wrapped(group.name, room, size, bold=True)
        for group, room in zip(chart.groups, rooms, strict=True)
    ]
    sizes = [
        wrapped(group.size.replace("≤ ", "≤\u00a0"), room, size)
        for group, room in zip(chart.groups, rooms, strict=True)
    ]
    high, low = max(map(len, names)), max(map(len, sizes))
    for group, name, told in zip(chart.groups, names, sizes, strict=True):
        x = left + group.start * place
        below = write_lines(sheet, x, top + (high - len(name)) * LINE * size, name, bold=True)
        write_lines(sheet, x, below, told)
    return top + (high + low) * LINE * size + 2


def _apart(middles: Sequence[float], thick: Sequence[float], end: float) -> list[float]:
    """Move upright names so far that none lies upon another."""
    places = [*middles]
    for at in range(1, len(places)):
        least = places[at - 1] + (thick[at - 1] + thick[at]) / 2
        places[at] = max(places[at], least)
    most = end
    for at in reversed(range(len(places))):
        places[at] = min(places[at], most - thick[at] / 2)
        most = places[at] - thick[at] / 2
    return places
