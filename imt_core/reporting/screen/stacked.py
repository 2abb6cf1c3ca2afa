"""Stacked bars for a room: a thick one for each group, its rates in words above it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from imt_core.reporting.design.chart import Axis, Chart
from imt_core.reporting.design.stacked import StackedChart, StackedRow
from imt_core.reporting.design.theme import PART_INK, Theme
from imt_core.reporting.figures.layout import Figure, translucent
from imt_core.reporting.screen.canvas import chart_pages, draw_page
from imt_core.reporting.screen.stage import (
    LINE,
    WIDTH,
    Box,
    axes,
    fitted,
    rows_axis,
    staged,
    text_width,
    words,
)

_MOST_GROUPS: Final = 4
_BELOW: Final = 34 + LINE
_SIDE: Final = 36
_TALLEST: Final = 170.0
_GAP: Final = 22
_IN_BAR: Final = 24


@chart_pages.register
def _(chart: StackedChart) -> tuple[Chart, ...]:
    drawn = chart.drawn
    starts = range(0, len(drawn), _MOST_GROUPS)
    return tuple(replace(chart, rows=drawn[at : at + _MOST_GROUPS]) for at in starts)


@draw_page.register
def _(chart: StackedChart, theme: Theme, height: float) -> Figure:
    groups = chart.drawn
    row = min((height - _BELOW) / len(groups), _TALLEST)
    box = Box(_SIDE, 0, WIDTH - _SIDE, row * len(groups))
    # In shares of a row: two lines of text, then the bar.
    middle, thick = (2 * LINE + row - _GAP) / 2 / row, (row - _GAP - 2 * LINE) / row
    data = [
        _bars(chart, index, middle, thick, box.width, theme) for index in range(len(chart.levels))
    ]
    texts = []
    for at, group in enumerate(groups):
        y = row * at + LINE / 2
        name = f"{group.label} · {group.whole}{_narrow(group, box.width)}"
        texts.append(
            words(fitted(name, box.width, bold=True), _SIDE, y, height, theme.text, bold=True)
        )
        texts.append(
            words(fitted(group.rates_in_a_line, box.width), _SIDE, y + LINE, height, theme.text)
        )
    below = box.bottom + 34 + LINE / 2
    title = fitted(chart.axis.title, WIDTH)
    texts.append(words(title, WIDTH / 2, below, height, theme.muted, anchor="center"))
    unseen = Axis(low=float(len(groups)), high=0.0, ticks=(), title="")
    layout = axes(theme, box, height, chart.axis, unseen)
    layout["yaxis"] |= rows_axis(box, height, len(groups))
    layout["xaxis"] |= {"showgrid": False}
    return staged(theme, height, data, layout | {"barmode": "stack", "annotations": texts})


def _fits(text: str, share: float, width: float) -> bool:
    return text_width(text, _IN_BAR) + 10 <= share / 100 * width


def _narrow(group: StackedRow, width: float) -> str:
    """The counts whose parts of the bar are too narrow for them, in words."""
    told = [part.text for part in group.parts if part.n and not _fits(part.text, part.share, width)]
    return f" · {', '.join(told)}" if told else ""


def _bars(
    chart: StackedChart, index: int, middle: float, thick: float, width: float, theme: Theme
) -> dict[str, Any]:
    """The parts of one level, a bar each."""
    level = chart.levels[index]
    parts = [group.parts[index] for group in chart.drawn]
    look = level.look(theme)
    return {
        "type": "bar",
        "orientation": "h",
        "x": [part.share for part in parts],
        "y": [at + middle for at in range(len(parts))],
        "width": [thick] * len(parts),
        "text": [part.text if _fits(part.text, part.share, width) else "" for part in parts],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": look.ink, "size": _IN_BAR},
        "marker": {
            "color": look.fill,
            "line": {"color": theme.paper, "width": 2},
            "pattern": {
                "shape": look.pattern,
                "fillmode": "overlay",
                "solidity": 0.12,
                "size": 12,
                "fgcolor": translucent(look.ink, PART_INK),
            },
        },
    }
