"""A forest plot as a picture: a row for each subgroup, its interval, counts and rate beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from matplotlib.axes import Axes

from imt_core.analyses.forest.forest import Forest
from imt_core.conventions.formatting import format_percent
from imt_core.reporting.design.theme import LIGHT
from imt_core.reporting.figures.forest import ForestLine, axis_title, forest_lines, square_size
from imt_core.reporting.pictures.picture_style import mixed, text_width, wrapped
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
from imt_core.reporting.tables.forest_table import format_counts, format_rate

_INDENT: Final = 7.0
_GAP: Final = 8.0
_PAD: Final = 2.0
_NARROW: Final = 300.0
_SQUARE: Final = 0.05
"""Points of a square for each of its pixels on screen and each point of the type's size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Where the columns stand, and how much room they have, in points."""

    label: float
    plot: tuple[float, float]
    counts: float
    rate: tuple[float, float]


def draw_forest(sheet: Sheet, forest: Forest, top: float) -> float:
    """Draw the rows of a forest, and return where they end."""
    narrow = replace(sheet, size=sheet.small) if sheet.inner < _NARROW else sheet
    top = _draw_table(narrow, forest, top)
    top = paragraph(sheet, top, f"{axis_title(forest)}.")
    return paragraph(sheet, top, f"n/N: {forest.count_label}.")


def _draw_table(sheet: Sheet, forest: Forest, top: float) -> float:
    size, lines = sheet.size, forest_lines(forest)
    told = [_rate(forest, line) for line in lines]
    heading = f"Rate ({forest.conventions.conf_label})"
    columns = _columns(sheet, lines, [heading, *told])
    at_rate, room = columns.rate
    write(sheet, columns.counts, top, "n/N", colour=LIGHT.muted, align="right")
    start = top = write(sheet, at_rate, top, heading, colour=LIGHT.muted)
    middles = []
    for line, rate in zip(lines, told, strict=True):
        indent = _INDENT if line.indented else 0.0
        names = wrapped(line.text, columns.label - indent, size, bold=line.bold)
        rates = wrapped(rate, room, size, bold=line.bold)
        height = max(len(names), len(rates)) * LINE * size + 2 * _PAD
        if line.block % 2:
            band = mixed(LIGHT.grid, LIGHT.paper, 0.45)
            add_box(sheet, 0, top, sheet.width, height, facecolor=band, linewidth=0, zorder=0)
        write_lines(sheet, MARGIN + indent, top + _PAD, names, bold=line.bold)
        write_lines(sheet, at_rate, top + _PAD, rates, bold=line.bold)
        if line.row:
            write(
                sheet,
                columns.counts,
                top + _PAD,
                format_counts(line.row),
                bold=line.bold,
                align="right",
            )
        middles.append(top + _PAD + LINE * size / 2 - start)
        top += height
    left, width = columns.plot
    axes = add_axes(sheet, left, start, width, top - start)
    ticks = _ticks(width / size)
    axes.set(xlim=(-2, 102), ylim=(top - start, 0), yticks=[], xticks=list(ticks))
    axes.set_xticklabels(list(ticks.values()))
    axes.spines.left.set_visible(False)
    axes.grid(visible=True, axis="x")
    _draw_rows(axes, forest, lines, middles, square=_SQUARE * size)
    return top + 8 + LINE * size


def _ticks(room: float) -> dict[int, str]:
    """Ticks whose labels stand apart in a plot so many times as wide as its type is high."""
    if room > 9:
        return {tick: f"{tick}%" for tick in ((0, 25, 50, 75, 100) if room > 15 else (0, 50, 100))}
    # Where signs would touch each other, the last stands for all.
    return {0: "0", 50: "50", 100: "100%"} if room > 7 else {0: "0", 100: "100%"}


def _rate(forest: Forest, line: ForestLine) -> str:
    if line.row is None:
        return ""
    # Counts make up a response rate; a Kaplan-Meier rate is no quotient of its counts.
    is_quotient = forest.measure == "orr" and line.row.estimate is not None
    return f"{'= ' if is_quotient else ''}{format_rate(line.row)}"


def _columns(sheet: Sheet, lines: Sequence[ForestLine], rates: Sequence[str]) -> _Columns:
    """As much room as the texts need, within bounds; the plot has the rest."""

    def widest(texts: Sequence[str]) -> float:
        return max(text_width(text, sheet.size, bold=True) for text in texts)

    counts = widest(["n/N", *(format_counts(line.row) for line in lines if line.row)])
    label = min(widest([line.text for line in lines]) + _INDENT, 0.3 * sheet.inner)
    # A reason why there is no rate is long, and is broken into lines.
    longest = widest([f"= {format_percent(1.0)} ({format_percent(1.0)}–{format_percent(1.0)}"])
    rate = min(widest(rates), max(longest, 0.2 * sheet.inner))
    left = MARGIN + label + _GAP
    at_counts = sheet.right - rate - 4
    return _Columns(
        label=label,
        plot=(left, at_counts - counts - _GAP - left),
        counts=at_counts,
        rate=(sheet.right - rate, rate),
    )


def _draw_rows(
    axes: Axes,
    forest: Forest,
    lines: Sequence[ForestLine],
    middles: Sequence[float],
    *,
    square: float,
) -> None:
    overall = forest.overall.estimate
    if overall is not None:
        dashes = (0, (4, 3))
        axes.axvline(100 * overall, color=LIGHT.muted, linewidth=0.8, linestyle=dashes, zorder=1)
    largest = max((row.n for row in forest.rows[1:]), default=1)
    for line, middle in zip(lines, middles, strict=True):
        row = line.row
        if row is None or row.estimate is None:
            continue
        if row.conf_low is not None and row.conf_high is not None:
            ends = (100 * row.conf_low, 100 * row.conf_high)
            axes.plot(ends, (middle, middle), color=LIGHT.text, linewidth=0.9, zorder=2)
        axes.plot(
            100 * row.estimate,
            middle,
            marker="D" if row.is_overall else "s",
            markersize=square * square_size(row, largest),
            markeredgewidth=0.4,
            markeredgecolor=LIGHT.paper,
            clip_on=False,
            zorder=3,
            color=LIGHT.text if row.is_overall else LIGHT.colour(0),
        )
