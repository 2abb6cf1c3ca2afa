"""A forest plot as a picture: a row for each subgroup, its interval, counts and rate beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from matplotlib.axes import Axes

from imt_core.reporting.design.chart import Axis
from imt_core.reporting.design.forest import ForestChart, ForestLine
from imt_core.reporting.design.theme import LIGHT, mixed
from imt_core.reporting.pictures.canvas import draw_chart
from imt_core.reporting.pictures.picture_style import text_width, wrapped
from imt_core.reporting.pictures.sheet import (
    LINE,
    MARGIN,
    Sheet,
    add_axes,
    add_box,
    paragraph,
    write,
    write_lines,
)

_INDENT: Final = 7.0
_GAP: Final = 8.0
_PAD: Final = 2.0
_NARROWEST: Final = 80.0
"""Points of the intervals."""
_SQUARE: Final = 0.85
"""Points of the largest square for each point of the type's size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Where the columns stand, and how much room they have, in points."""

    label: float
    plot: tuple[float, float]
    counts: float
    rate: tuple[float, float]


@draw_chart.register
def _(chart: ForestChart, sheet: Sheet, top: float) -> float:
    top = _draw_table(sheet, chart, top)
    top = paragraph(sheet, top, f"{chart.axis.title}.")
    top = paragraph(sheet, top, f"{chart.counted}.")
    return paragraph(sheet, top, chart.reading, size=sheet.small, colour=LIGHT.muted)


def _draw_table(sheet: Sheet, chart: ForestChart, top: float) -> float:
    size, (subgroup, counts, rate) = sheet.size, _headings(chart)
    told = [f"{one.rate}: {one.reason}" if one.reason else one.rate for one in chart.lines]
    columns = _columns(sheet, chart, told)
    at_rate, room = columns.rate
    write(sheet, MARGIN, top, subgroup, colour=LIGHT.muted)
    write(sheet, columns.counts, top, counts, colour=LIGHT.muted, align="right")
    heading = wrapped(rate, room, size)
    start = top = write_lines(sheet, at_rate, top, heading, colour=LIGHT.muted)
    middles = []
    for line, text in zip(chart.lines, told, strict=True):
        indent, bold = _INDENT if line.indented else 0.0, line.bold
        names = wrapped(line.text, columns.label - indent, size, bold=bold)
        rates = wrapped(text, room, size, bold=bold)
        height = max(len(names), len(rates)) * LINE * size + 2 * _PAD
        if line.block % 2:
            band = mixed(LIGHT.grid, LIGHT.paper, 0.45)
            add_box(sheet, 0, top, sheet.width, height, facecolor=band, linewidth=0, zorder=0)
        look: dict[str, Any] = {"bold": bold, "colour": line.text_colour(LIGHT)}
        write_lines(sheet, MARGIN + indent, top + _PAD, names, **look)
        write_lines(sheet, at_rate, top + _PAD, rates, **look)
        write(sheet, columns.counts, top + _PAD, line.counts_beside, align="right", **look)
        middles.append(top + _PAD + LINE * size / 2 - start)
        top += height
    left, width = columns.plot
    axes = add_axes(sheet, left, start, width, top - start)
    axes.set(xlim=(chart.axis.low, chart.axis.high), ylim=(top - start, 0), yticks=[])
    axes.set_xticks(chart.axis.ticks, _labels(chart.axis, width / size))
    axes.spines.left.set_visible(False)
    axes.grid(visible=True, axis="x")
    _draw_rows(axes, chart, middles, largest=_SQUARE * size)
    return top + 8 + LINE * size


def _headings(chart: ForestChart) -> tuple[str, str, str]:
    subgroup, counts, rate = chart.headings
    # The bracket is not broken.
    return subgroup, counts, rate.replace("% CI", "%\u00a0CI")


def _labels(axis: Axis, room: float) -> list[str]:
    """Labels that stand apart in a plot so many times as wide as its type is high."""
    if room > 15:
        return list(axis.labels)
    last = len(axis.labels) - 1
    shown = {0, last} if room <= 7 else {0, last // 2, last}
    # Where signs would touch each other, the last stands for all.
    plain = [text.removesuffix(axis.unit) for text in axis.labels[:-1]] + [axis.labels[-1]]
    labels = axis.labels if room > 9 else plain
    return [text if index in shown else "" for index, text in enumerate(labels)]


def _columns(sheet: Sheet, chart: ForestChart, told: Sequence[str]) -> _Columns:
    """As much room as the texts need, within bounds; the plot has the rest."""

    def widest(texts: Sequence[str]) -> float:
        return max(text_width(text, sheet.size, bold=True) for text in texts)

    (subgroup, n, heading), room = _headings(chart), 0.3 * sheet.inner
    counts = widest([n, *(line.counts_beside for line in chart.lines)])
    label = min(widest([subgroup, *(line.text for line in chart.lines)]) + _INDENT, room)
    left = MARGIN + label + _GAP
    rates = [heading, *(line.rate for line in chart.lines)]
    if sheet.right - left - counts - _GAP - widest(rates) < _NARROWEST:
        # The interval stands below the rate.
        rates = [part for text in rates for part in text.replace(" (", "\n(").split("\n")]
    # A reason why there is no rate is long, and is broken into lines.
    rate = min(widest([heading, *told]), max(widest(rates), 0.2 * sheet.inner))
    at_counts = sheet.right - rate - 4
    return _Columns(
        label=label,
        plot=(left, at_counts - counts - _GAP - left),
        counts=at_counts,
        rate=(sheet.right - rate, rate),
    )


def _draw_rows(axes: Axes, chart: ForestChart, middles: Sequence[float], *, largest: float) -> None:
    if chart.reference is not None:
        dashes = (0, (4, 3))
        axes.axvline(chart.reference, color=LIGHT.muted, linewidth=0.8, linestyle=dashes, zorder=1)
    for line, middle in zip(chart.lines, middles, strict=True):
        if line.limits:
            colour = line.text_colour(LIGHT)
            axes.plot(line.limits, (middle, middle), color=colour, linewidth=0.9, zorder=2)
        if line.estimate is not None:
            _draw_square(axes, line, line.estimate, middle, largest)


def _draw_square(axes: Axes, line: ForestLine, x: float, middle: float, largest: float) -> None:
    axes.plot(
        x,
        middle,
        marker="D" if line.is_overall else "s",
        markersize=largest * line.size,
        markeredgewidth=0.4,
        markeredgecolor=LIGHT.paper,
        clip_on=False,
        zorder=3,
        color=line.mark_colour(LIGHT),
    )
