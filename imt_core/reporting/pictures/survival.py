"""Kaplan-Meier curves as a picture: a key with medians, the curves, the number at risk below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes

from imt_core.analyses.survival import GroupSurvival, SurvivalSummary
from imt_core.estimates.small_groups import FEW_AT_RISK
from imt_core.reporting.design.theme import CENSOR_SYMBOLS, LIGHT
from imt_core.reporting.figures.kaplan_meier import (
    MOST_BANDS,
    band_outline,
    curve_parts,
    describe_curves,
    month_ticks,
)
from imt_core.reporting.pictures.legend import KEY, Key, draw_key
from imt_core.reporting.pictures.picture_style import MARKS, text_width, wrapped
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
from imt_core.reporting.tables.survival_comparisons import describe_test
from imt_core.reporting.tables.survival_tables import format_survival_table

_DASHES: Final = (0, (2.6, 1.8))
_LOWEST, _HIGHEST = 140.0, 250.0
_SHADING: Final = 0.13
_LINE_WIDTH: Final = 1.4
_GAP: Final = 8.0
_KEY: Final = KEY + 2


def draw_survival(sheet: Sheet, summary: SurvivalSummary, top: float, *, show_band: bool) -> float:
    """Draw the curves of a survival summary, and return where they end."""
    if not summary.groups:
        return paragraph(sheet, top, describe_curves(summary.groups), colour=LIGHT.muted)
    has_band = show_band and len(summary.groups) <= MOST_BANDS
    top = _draw_key(sheet, summary, top) + _GAP
    top = _draw_curves(sheet, summary, top, has_band=has_band) + _GAP / 2
    top = paragraph(sheet, top, describe_test(summary))
    shading = f"; shading: pointwise {summary.conventions.conf_label}" if has_band else ""
    reading = f"Marks: censored; dashed: fewer than {FEW_AT_RISK} at risk{shading}."
    return paragraph(sheet, top, reading, size=sheet.small, colour=LIGHT.muted)


def _mark(index: int) -> dict[str, Any]:
    """The censor mark of a group, open so that the curve shows through it."""
    symbol = MARKS[CENSOR_SYMBOLS[index % len(CENSOR_SYMBOLS)]]
    return {
        "marker": symbol,
        "markersize": 6 if symbol == "|" else 4.2,
        "color": LIGHT.colour(index),
        "markerfacecolor": "none",
        "markeredgewidth": 0.9,
    }


def _draw_key(sheet: Sheet, summary: SurvivalSummary, top: float) -> float:
    """A small table: each group's line and mark, its cases, events and median."""
    rows = _key_rows(summary)
    widths = _key_widths(sheet, rows)
    for index, row in enumerate(rows):
        is_head = index == 0
        if not is_head:
            draw_key(sheet, _key(index - 1, row[0]), MARGIN, top + 0.62 * sheet.size)
        left, bottoms = MARGIN + _KEY, []
        for column, (text, width) in enumerate(zip(row, widths, strict=True)):
            bold = column == 0 and not is_head
            bottoms.append(
                write_lines(
                    sheet,
                    left,
                    top,
                    wrapped(text, width - _GAP, sheet.size, bold=bold),
                    bold=bold,
                    colour=LIGHT.muted if is_head else LIGHT.text,
                )
            )
            left += width
        top = max(bottoms)
    return top


def _key(index: int, name: str) -> Key:
    line = {"color": LIGHT.colour(index), "linewidth": _LINE_WIDTH}
    return Key(name=name, mark=_mark(index), line=line)


def _key_rows(summary: SurvivalSummary) -> list[tuple[str, str, str, str]]:
    """Headings, then the texts of each group, the median as the table of the page has it."""
    shown = format_survival_table(summary)
    median = next(name for name in map(str, shown) if name.startswith("Median, months"))
    # The bracket of the heading is not broken.
    head = (summary.grouping.label, "n", "Events", median.replace("% CI", "%\u00a0CI"))
    return [head] + [
        (group.label, str(group.curve.n), str(group.n_event), str(text))
        for group, text in zip(summary.groups, shown[median], strict=True)
    ]


def _key_widths(sheet: Sheet, rows: Sequence[tuple[str, ...]]) -> list[float]:
    """The columns' widths: the median keeps one line while half of the room is left for names."""
    wanted = [
        max(text_width(row[i], sheet.size, bold=i == 0) for row in rows) + _GAP for i in range(4)
    ]
    room = sheet.inner - _KEY - wanted[1] - wanted[2]
    names = min(wanted[0], max(room - wanted[3], room * 0.5))
    return [names, wanted[1], wanted[2], room - names + _GAP]


def _draw_curves(sheet: Sheet, summary: SurvivalSummary, top: float, *, has_band: bool) -> float:
    groups, size = summary.groups, sheet.size
    last = max((group.curve.last_follow_up or 0.0) for group in groups)
    ticks = month_ticks(last)
    beside = max(text_width(group.label, size, bold=True) for group in groups) + _GAP
    is_beside = beside <= 0.24 * sheet.width
    left = MARGIN + max(text_width("100", size) + 2.4 * size, beside if is_beside else 0.0)
    width = sheet.right - left - 2
    height = min(max(0.55 * width, _LOWEST), _HIGHEST)
    axes = add_axes(sheet, left, top, width, height)
    low, high = -0.015 * (last or 1), 1.02 * (last or 1)
    axes.set(xlim=(low, high), ylim=(0, 102), xticks=ticks, yticks=[0, 25, 50, 75, 100])
    axes.set_xticklabels([f"{tick:.0f}" for tick in ticks])
    axes.grid(visible=True)
    axes.set_ylabel(f"{summary.endpoint.label} (%)", fontsize=size, labelpad=3)
    for index, group in enumerate(groups):
        _draw_curve(axes, group, index, has_band=has_band)
    top += height + 5 + LINE * size
    middle = left + width / 2
    top = axis_name(sheet, middle, top, f"Months from {summary.endpoint.origin}")
    top = write(sheet, MARGIN, top + 3, f"Number at risk ({summary.unit})", colour=LIGHT.muted)
    at = [left + width * (tick - low) / (high - low) for tick in ticks]
    for index, group in enumerate(groups):
        colour = LIGHT.colour(index)
        room = beside if is_beside else sheet.inner
        name = wrapped(group.label, room, size, bold=True)
        below = write_lines(sheet, MARGIN, top, name, bold=True, colour=colour)
        top = top if is_beside else below
        for x, n in zip(at, group.curve.n_risk_at(ticks), strict=True):
            write(sheet, x, top, str(n), colour=colour, align="center")
        top += LINE * size
    return top


def _draw_curve(axes: Axes, group: GroupSurvival, index: int, *, has_band: bool) -> None:
    colour, curve = LIGHT.colour(index), group.curve
    if has_band:
        x, y = band_outline(curve)
        axes.fill(x, y, color=colour, alpha=_SHADING, linewidth=0, zorder=1.5 + index / 100)
    for x, y, is_solid in curve_parts(curve):
        axes.plot(
            x,
            y,
            color=colour,
            linewidth=_LINE_WIDTH,
            linestyle="-" if is_solid else _DASHES,
            zorder=3,
        )
    marked = curve.n_censor > 0
    axes.plot(
        curve.time[marked],
        100 * curve.estimate[marked],
        linestyle="none",
        zorder=4,
        clip_on=False,
        **_mark(index),
    )
