"""Stacked bars as a picture: one for each group, its counts and rates above it."""

from __future__ import annotations

from typing import Any, Final

from matplotlib.axes import Axes

from imt_core.reporting.design.stacked import StackedChart, StackedLevel, StackedPart, StackedRow
from imt_core.reporting.design.theme import LIGHT, PART_INK
from imt_core.reporting.pictures.canvas import draw_chart
from imt_core.reporting.pictures.legend import Key, fill_with, flow_legend
from imt_core.reporting.pictures.picture_style import text_width, wrapped
from imt_core.reporting.pictures.sheet import (
    LINE,
    MARGIN,
    Sheet,
    add_axes,
    axis_name,
    paragraph,
    write_lines,
)

_BAR: Final = 15.0
_GAP: Final = 7.0
_EDGE: Final = 8.0
_PAD: Final = 4.0


@draw_chart.register
def _(chart: StackedChart, sheet: Sheet, top: float) -> float:
    keys = [Key(name=level.name, box=_fill(level)) for level in chart.levels]
    top = flow_legend(sheet, top, "", keys) + _GAP / 2
    top = _draw_bars(sheet, chart, top)
    return paragraph(sheet, top, chart.reading, size=sheet.small, colour=LIGHT.muted)


def _fill(level: StackedLevel) -> dict[str, Any]:
    look = level.look(LIGHT)
    return fill_with(look.fill, look.pattern, look.ink, PART_INK, 3)


def _draw_bars(sheet: Sheet, chart: StackedChart, top: float) -> float:
    left, width = MARGIN + _EDGE, sheet.inner - 2 * _EDGE
    start, size = top, sheet.size
    middles = []
    for row in chart.drawn:
        names = wrapped(row.label, width, size, bold=True)
        top = write_lines(sheet, left, top, names, bold=True)
        # A count that its part of the bar is too narrow for is told in words.
        narrow = [part.text for part in row.parts if part.n and not _label(part, width, size)]
        first, *others = (
            f"{title}: {rate.value}"
            for title, rate in zip(chart.rate_titles, row.rates, strict=True)
        )
        joined = f"{row.whole} · {first}"
        parts = [joined] if text_width(joined, size) <= width else [row.whole, first]
        parts = [*parts, *others, *narrow]
        lines = [line for part in parts for line in wrapped(part, width, size)]
        top = write_lines(sheet, left, top, lines) + 2
        middles.append(top + _BAR / 2 - start)
        top += _BAR + _GAP
    axes = add_axes(sheet, left, start, width, top - start)
    shares = chart.axis
    axes.set(xlim=(shares.low, shares.high), ylim=(top - start, 0), yticks=[], xticks=shares.ticks)
    axes.set_xticklabels(shares.labels)
    axes.spines.left.set_visible(False)
    for row, middle in zip(chart.drawn, middles, strict=True):
        _draw_bar(axes, row, middle, width, size)
    top += 5 + LINE * size
    return axis_name(sheet, left + width / 2, top, shares.title)


def _label(part: StackedPart, width: float, size: float) -> str:
    """As much of level and count as a part of a bar of this width has room for."""
    room = width * part.share / 100 - _PAD
    return next((text for text in (part.text, str(part.n)) if text_width(text, size) <= room), "")


def _draw_bar(axes: Axes, row: StackedRow, middle: float, width: float, size: float) -> None:
    for part in row.parts:
        if not part.n:
            continue
        look = part.level.look(LIGHT)
        axes.barh(middle, part.share, left=part.start, height=_BAR, **_fill(part.level))
        if part.start:
            ends = (middle - _BAR / 2, middle + _BAR / 2)
            axes.plot((part.start, part.start), ends, color=LIGHT.paper, linewidth=1, zorder=2)
        # A plain box behind the letters keeps the pattern away from them.
        axes.text(
            part.start + part.share / 2,
            middle,
            _label(part, width, size),
            fontsize=size,
            color=look.ink,
            ha="center",
            va="center_baseline",
            bbox={"facecolor": look.fill, "edgecolor": "none", "pad": 1},
            zorder=3,
        )
