"""A waterfall as a picture: the key, the groups' names, then their bars one after the other."""

from __future__ import annotations

from typing import Any, Final

from matplotlib.axes import Axes

from imt_core.reporting.design.target_axis import CUT, Threshold
from imt_core.reporting.design.theme import INDEX, LIGHT, PART_INK, RESPONSE_PATTERNS
from imt_core.reporting.design.waterfall import WaterfallBar, WaterfallChart
from imt_core.reporting.pictures.canvas import draw_chart
from imt_core.reporting.pictures.legend import Key, fill_with, flow_legend
from imt_core.reporting.pictures.picture_style import drawable, fitted, text_width
from imt_core.reporting.pictures.sheet import LINE, MARGIN, Sheet, add_axes, paragraph, write

HIGH: Final = 190.0
"""Points of the drawing area."""
_DASHES: Final = (0, (4, 3))


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
                drawable(bar.name),
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
    return left, sheet.right - left - text_width("-30%", sheet.size)


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
    )


def _names(sheet: Sheet, chart: WaterfallChart, left: float, top: float, place: float) -> float:
    """Each group's name over its bars, where there are groups; upright where one is too narrow."""
    if not any(group.name for group in chart.groups):
        return top
    ends = [*(group.start for group in chart.groups[1:]), chart.width]
    rooms = [(end - group.start) * place - 3 for group, end in zip(chart.groups, ends, strict=True)]
    named = list(zip(chart.groups, rooms, strict=True))
    if all(text_width(group.name, sheet.size, bold=True) <= room for group, room in named):
        for group, room in named:
            x = left + group.start * place
            below = write(sheet, x, top, group.name, bold=True)
            if text_width(group.size, sheet.size) <= room:
                write(sheet, x, below, group.size)
        return top + 2 * LINE * sheet.size + 2
    names = [fitted(group.name, 70.0, sheet.size) for group in chart.groups]
    high = max(text_width(name, sheet.size, bold=True) for name in names)
    for group, name in zip(chart.groups, names, strict=True):
        sheet.figure.text(
            left + group.middle * place,
            top + high,
            drawable(name),
            transform=sheet.transform,
            fontsize=sheet.size,
            rotation=90,
            ha="center",
            va="bottom",
            weight="bold",
        )
    return top + high + 4
