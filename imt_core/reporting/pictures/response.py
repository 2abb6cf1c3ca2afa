"""Best response as a picture: one stacked bar for each group, its counts and rate above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes

from imt_core.analyses.response import GroupResponse, ResponseTable
from imt_core.cohort.schema import EVALUABLE_RESPONSES
from imt_core.reporting.design.theme import LIGHT, RESPONSE_PATTERNS
from imt_core.reporting.figures.response import evaluable_text
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
from imt_core.reporting.tables.response_tables import format_response_table

_BAR: Final = 15.0
_GAP: Final = 7.0
_EDGE: Final = 8.0
_PAD: Final = 4.0


def draw_response(sheet: Sheet, table: ResponseTable, top: float) -> float:
    """Draw the bars of a response table, and return where they end."""
    rates = _rates(table)
    drawn = [group for group in table.groups if group.n_evaluable]
    missing = [group.label for group in table.groups if not group.n_evaluable]
    if drawn:
        keys = [
            Key(name=level, box=_fill(level))
            for level in EVALUABLE_RESPONSES
            if any(group.counts[level] for group in drawn)
        ]
        top = flow_legend(sheet, top, "", keys) + _GAP / 2
        top = _draw_bars(sheet, table, drawn, rates, top)
    if missing or not drawn:
        names = f"{', '.join(missing)}: " if missing else ""
        text = f"Not drawn: {names}nobody is evaluable."
        top = paragraph(sheet, top, text, size=sheet.small, colour=LIGHT.muted)
    return top


def _rates(table: ResponseTable) -> dict[str, str]:
    """Each group's response rate, as the table of the page has it."""
    if not table.groups:
        return {}
    shown = format_response_table(table)
    is_rate = [str(name).startswith("ORR") for name in shown.iloc[:, 0]]
    row = shown[is_rate].iloc[0]
    return {
        group.label: f"{row.iloc[0]}: {row.iloc[1 + index]}"
        for index, group in enumerate(table.groups)
    }


def _fill(level: str) -> dict[str, Any]:
    ink = LIGHT.on_response[level]
    return fill_with(LIGHT.response[level], RESPONSE_PATTERNS[level], ink, 0.35, 3)


def _draw_bars(
    sheet: Sheet,
    table: ResponseTable,
    groups: Sequence[GroupResponse],
    rates: dict[str, str],
    top: float,
) -> float:
    left, width = MARGIN + _EDGE, sheet.inner - 2 * _EDGE
    start, size = top, sheet.size
    middles = []
    for group in groups:
        names = wrapped(group.label, width, size, bold=True)
        top = write_lines(sheet, left, top, names, bold=True)
        # A count that its part of the bar is too narrow for is told in words.
        parts = [evaluable_text(group), rates[group.label], *_narrow(group, width, size)]
        joined = " · ".join(parts)
        parts = [joined] if text_width(joined, size) <= width else parts
        lines = [line for part in parts for line in wrapped(part, width, size)]
        top = write_lines(sheet, left, top, lines) + 2
        middles.append(top + _BAR / 2 - start)
        top += _BAR + _GAP
    axes = add_axes(sheet, left, start, width, top - start)
    axes.set(xlim=(0, 100), ylim=(top - start, 0), yticks=[], xticks=[0, 25, 50, 75, 100])
    axes.set_xticklabels([f"{tick}%" for tick in (0, 25, 50, 75, 100)])
    axes.spines.left.set_visible(False)
    for group, middle in zip(groups, middles, strict=True):
        _draw_bar(axes, group, middle, width, size)
    top += 5 + LINE * size
    title = f"Share of evaluable {table.unit}"
    return axis_name(sheet, left + width / 2, top, title)


def _parts(group: GroupResponse) -> list[tuple[str, int, float, float]]:
    """Level, count, and where its part of the bar begins and how long it is, in percent."""
    parts, start = [], 0.0
    for level, n in group.counts.items():
        share = 100 * n / group.n_evaluable
        if n:
            parts.append((level, n, start, share))
        start += share
    return parts


def _label(level: str, n: int, room: float, size: float) -> str:
    """As much of level and count as a part of the bar has room for."""
    return next((text for text in (f"{level} {n}", str(n)) if text_width(text, size) <= room), "")


def _narrow(group: GroupResponse, width: float, size: float) -> list[str]:
    return [
        f"{level} {n}"
        for level, n, _, share in _parts(group)
        if not _label(level, n, width * share / 100 - _PAD, size)
    ]


def _draw_bar(axes: Axes, group: GroupResponse, middle: float, width: float, size: float) -> None:
    for level, n, start, share in _parts(group):
        axes.barh(middle, share, left=start, height=_BAR, **_fill(level))
        if start:
            ends = (middle - _BAR / 2, middle + _BAR / 2)
            axes.plot((start, start), ends, color=LIGHT.paper, linewidth=1, zorder=2)
        # A plain box behind the letters keeps the pattern away from them.
        axes.text(
            start + share / 2,
            middle,
            _label(level, n, width * share / 100 - _PAD, size),
            fontsize=size,
            color=LIGHT.on_response[level],
            ha="center",
            va="center_baseline",
            bbox={"facecolor": LIGHT.response[level], "edgecolor": "none", "pad": 1},
            zorder=3,
        )
