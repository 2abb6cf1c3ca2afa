"""Kaplan-Meier curves as a picture: a key with medians, the curves, the number at risk below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes

from imt_core.reporting.design.survival import CurveBehind, GroupCurve, SurvivalChart
from imt_core.reporting.design.theme import LIGHT, index_stretch
from imt_core.reporting.pictures.canvas import draw_chart
from imt_core.reporting.pictures.curve_numbers import number_places
from imt_core.reporting.pictures.legend import KEY, Key, draw_key
from imt_core.reporting.pictures.picture_style import CENSOR_MARKS, text_width, wrapped
from imt_core.reporting.pictures.sheet import (
    LINE,
    MARGIN,
    Sheet,
    add_axes,
    axis_name,
    paragraph,
    write,
    write_lines,
)

_DASHES: Final = (0, (2.6, 1.8))
_LOWEST, _HIGHEST = 140.0, 250.0
_SHADING: Final = 0.13
_LINE_WIDTH: Final = 1.4
_THIN: Final = 0.8
_GAP: Final = 8.0
_KEY: Final = KEY + 2
_LATE: Final = 0.75
"""Part of the time axis from which on the index patient is named on the left."""
_OFF, _ABOVE = 6.0, 9.0
"""Points of that name beside and above the end."""
_PAD: Final = 0.8
"""Points of paper around a number upon its curve."""


@draw_chart.register
def _(chart: SurvivalChart, sheet: Sheet, top: float) -> float:
    top = _draw_key(sheet, chart, top) + _GAP
    top = _draw_curves(sheet, chart, top) + _GAP / 2
    top = paragraph(sheet, top, chart.comparison)
    return paragraph(sheet, top, chart.reading, size=sheet.small, colour=LIGHT.muted)


def _colour(curve: GroupCurve) -> str:
    return LIGHT.colour(curve.style.colour)


def _mark(curve: GroupCurve) -> dict[str, Any]:
    """The censor mark of a group, open so that the curve shows through it."""
    return {
        "marker": CENSOR_MARKS[curve.style.mark],
        "markersize": 5,
        "color": _colour(curve),
        "markerfacecolor": _colour(curve) if curve.style.mark == "dot" else "none",
        "markeredgewidth": 0.9,
    }


def _draw_key(sheet: Sheet, chart: SurvivalChart, top: float) -> float:
    """A small table: each group's number, line and mark, its cases, events and median."""
    # The bracket of the heading is not broken.
    median = chart.median_heading.replace("% CI", "%\u00a0CI")
    rows = [(chart.grouping, "n", "Events", median)]
    rows += [(c.label, str(c.n), c.events, c.median_cell) for c in chart.curves]
    numbers = _numbers(chart)
    start = max(text_width(number, sheet.size, bold=True) for number in numbers)
    start += MARGIN + (_GAP / 2 if start else 0.0)
    widths = _key_widths(sheet, rows, sheet.right - start - _KEY)
    for row, curve, number in zip(rows, (None, *chart.curves), ("", *numbers), strict=True):
        if curve is not None:
            colour = _colour(curve)
            write(sheet, MARGIN, top, number, bold=True, colour=colour)
            line = {"color": colour, "linewidth": _LINE_WIDTH}
            key = Key(name=curve.label, mark=_mark(curve), line=line)
            draw_key(sheet, key, start, top + 0.62 * sheet.size)
        left, bottoms = start + _KEY, []
        for column, (text, width) in enumerate(zip(row, widths, strict=True)):
            bold = column == 0 and curve is not None
            lines = wrapped(text, width - _GAP, sheet.size, bold=bold)
            colour = LIGHT.text if curve else LIGHT.muted
            bottoms.append(write_lines(sheet, left, top, lines, bold=bold, colour=colour))
            left += width
        top = max(bottoms)
    return top if chart.behind is None else _draw_behind_key(sheet, chart.behind, start, top)


def _numbers(chart: SurvivalChart) -> list[str]:
    """Each group's, in key and curve; none where there is nothing to tell apart."""
    return [str(at) if len(chart.curves) > 1 else "" for at in range(1, len(chart.curves) + 1)]


def _draw_behind_key(sheet: Sheet, behind: CurveBehind, start: float, top: float) -> float:
    """The line of a curve of others, and its name."""
    key = Key(name=behind.name, line={"color": LIGHT.muted, "linewidth": _THIN})
    draw_key(sheet, key, start, top + 0.62 * sheet.size)
    name, room = f"{behind.name} (published, not tested)", sheet.right - start - _KEY
    lines = wrapped(name, room, sheet.size)
    return write_lines(sheet, start + _KEY, top, lines, colour=LIGHT.muted)


def _key_widths(sheet: Sheet, rows: Sequence[tuple[str, ...]], room: float) -> list[float]:
    """The columns' widths: the median keeps one line while half of the room is left for names."""
    names, n, events, medians = (list(column) for column in zip(*rows, strict=True))
    # The heading of the medians may be broken before its bracket.
    columns = (names, n, events, [*medians[0].split(" ("), *medians[1:]])
    wanted = [
        max(text_width(text, sheet.size, bold=column is names) for text in column) + _GAP
        for column in columns
    ]
    room -= wanted[1] + wanted[2]
    first = min(wanted[0], max(room - wanted[3], room * 0.5))
    return [first, wanted[1], wanted[2], room - first + _GAP]


def _draw_curves(sheet: Sheet, chart: SurvivalChart, top: float) -> float:
    size, months = sheet.size, chart.months
    # Half of the number at month 0 stands left of the axis.
    number = max(text_width(str(curve.n), size) for curve in chart.curves) / 2
    names = [row.counted or curve.label for curve in chart.curves for row in curve.rows]
    beside = max(text_width(name, size, bold=True) for name in names) + _GAP + number
    is_beside = beside <= 0.24 * sheet.width
    left = MARGIN + max(text_width("100", size) + 2.4 * size, beside if is_beside else 0.0)
    width = sheet.right - left - 2
    height = min(max(0.55 * width, _LOWEST), _HIGHEST)
    axes = add_axes(sheet, left, top, width, height)
    axes.set_xlim(months.low, months.high)
    axes.set_xticks(months.ticks, months.labels)
    axes.set_ylim(chart.percent.low, chart.percent.high)
    axes.set_yticks(chart.percent.ticks, chart.percent.labels)
    axes.grid(visible=True)
    axes.set_ylabel(chart.percent.title, fontsize=size, labelpad=3)
    if chart.behind is not None:
        axes.plot(*chart.behind.steps, color=LIGHT.muted, linewidth=_THIN, zorder=1.4)
    for index, curve in enumerate(chart.curves):
        _draw_curve(axes, curve, index)
    for curve in chart.curves:
        _draw_index(axes, chart, curve, size)
    if len(chart.curves) > 1:
        _draw_numbers(axes, chart, (width, height), sheet.small)
    top = axis_name(sheet, left + width / 2, top + height + 5 + LINE * size, months.title)
    top = write(sheet, MARGIN, top + 3, chart.risk_heading, colour=LIGHT.muted)
    at = [left + width * (t - months.low) / (months.high - months.low) for t in months.ticks]
    for curve in chart.curves:
        top = _draw_counts(sheet, curve, top, at, beside if is_beside else 0.0)
    return top


def _draw_counts(
    sheet: Sheet, curve: GroupCurve, top: float, at: Sequence[float], beside: float
) -> float:
    """The rows of a group below the curves; its name beside its only row, or above several."""
    size, colour = sheet.size, _colour(curve)
    is_beside = beside > 0 and len(curve.rows) == 1
    name = wrapped(curve.label, beside if is_beside else sheet.inner, size, bold=True)
    below = write_lines(sheet, MARGIN, top, name, bold=True, colour=colour)
    top = top if is_beside else below
    for row in curve.rows:
        write(sheet, MARGIN, top, row.counted, colour=colour)
        for x, n in zip(at, row.counts, strict=True):
            write(sheet, x, top, str(n), colour=colour, align="center")
        top += LINE * size
    return top


def _draw_index(axes: Axes, chart: SurvivalChart, curve: GroupCurve, size: float) -> None:
    """The index patient: a broad stretch under the curve, what ends it, and the name."""
    track = curve.index
    if track is None:
        return
    pale = index_stretch(LIGHT, curve.style.colour)
    axes.plot(*track.line, color=pale, linewidth=4 * _LINE_WIDTH, zorder=2.5)
    for end, mark, is_event in zip(track.ends, track.marks, track.is_event, strict=True):
        axes.plot(
            *end,
            marker=CENSOR_MARKS[mark],
            markersize=5.5,
            color=LIGHT.text if is_event else LIGHT.paper,
            markeredgecolor=LIGHT.text,
            markeredgewidth=1.1,
            zorder=5,
            clip_on=False,
        )
    x, _ = track.ends[-1]
    is_late = x > _LATE * chart.months.high
    axes.annotate(
        track.name,
        track.ends[-1],
        xytext=(-_OFF if is_late else _OFF, _ABOVE),
        textcoords="offset points",
        ha="right" if is_late else "left",
        fontsize=size,
        fontweight="bold",
        color=LIGHT.text,
        zorder=6,
        bbox={"facecolor": LIGHT.paper, "alpha": 0.85, "linewidth": 0, "pad": 1},
    )


def _draw_curve(axes: Axes, curve: GroupCurve, index: int) -> None:
    colour, band = _colour(curve), curve.band
    if band is not None:
        axes.fill(*band, color=colour, alpha=_SHADING, linewidth=0, zorder=1.5 + index / 100)
    for part, dashes in ((curve.solid, "-"), (curve.dashed, _DASHES)):
        if part is not None:
            axes.plot(*part, color=colour, linewidth=_LINE_WIDTH, linestyle=dashes, zorder=3)
    axes.plot(*curve.censored, linestyle="none", zorder=4, clip_on=False, **_mark(curve))


def _draw_numbers(axes: Axes, chart: SurvivalChart, area: tuple[float, float], size: float) -> None:
    """Each group's number upon its curve: colours alone would be lost in grey."""
    numbers = _numbers(chart)
    width = max(text_width(number, size, bold=True) for number in numbers)
    box = (width + 2 * _PAD, 0.8 * size + 2 * _PAD)
    places = number_places(chart, area, box, _words(chart, area, size + 1))
    for number, curve, (x, y) in zip(numbers, chart.curves, places, strict=True):
        axes.text(
            x,
            y,
            number,
            fontsize=size,
            weight="bold",
            color=_colour(curve),
            ha="center",
            va="center_baseline",
            zorder=7,
            bbox={"facecolor": LIGHT.paper, "linewidth": 0, "pad": _PAD},
        )


def _words(
    chart: SurvivalChart, area: tuple[float, float], size: float
) -> list[tuple[float, float]]:
    """Points along the names of the index patient, and where they belong."""
    months, percent = chart.months, chart.percent
    found = []
    for track in filter(None, (curve.index for curve in chart.curves)):
        ends = [
            (
                area[0] * (month - months.low) / (months.high - months.low),
                area[1] * (height - percent.low) / (percent.high - percent.low),
            )
            for month, height in track.ends
        ]
        (x, y), width = ends[-1], text_width(track.name, size, bold=True) + _OFF
        sign = -1 if track.ends[-1][0] > _LATE * months.high else 1
        found += [*ends, *((x + sign * width * part / 8, y + _ABOVE) for part in range(9))]
    return found
