"""A forest for a room: as many lines as can be read at once, everybody's on every page."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any, Final

from imt_core.reporting.design.chart import Axis, Chart
from imt_core.reporting.design.forest import ForestChart, ForestLine
from imt_core.reporting.design.theme import Theme
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

_MOST_LINES: Final = 15
_HIGHEST: Final = 44.0
_BELOW: Final = 34 + LINE
_INDENT: Final = 24
_LABEL: Final = 410.0
_GAP: Final = 24
_LARGEST: Final = 22


@chart_pages.register
def _(chart: ForestChart) -> tuple[Chart, ...]:
    """Columns stay together where they can; a longer one goes on under its heading again."""
    everybody = [line for line in chart.lines if line.is_overall]
    room, pages = _MOST_LINES - len(everybody), [[*everybody]]
    for _, found in groupby(chart.lines[len(everybody) :], key=lambda line: line.block):
        heading, *levels = found
        while levels:
            left = _MOST_LINES - len(pages[-1])
            if left < min(1 + len(levels), room):
                pages.append([*everybody])
                continue
            pages[-1] += [heading, *levels[: left - 1]]
            levels = levels[left - 1 :]
            heading = replace(heading, text=f"{heading.name} (continued)")
    return tuple(replace(chart, lines=tuple(page)) for page in pages)


@draw_page.register
def _(chart: ForestChart, theme: Theme, height: float) -> Figure:
    lines, (subgroup, counts, rates) = chart.lines, chart.headings
    row = min((height - LINE - _BELOW) / len(lines), _HIGHEST)
    told = [line.rate for line in lines]
    label = min(
        max(text_width(text, bold=True) + _INDENT for text in (subgroup, *(x.text for x in lines))),
        _LABEL,
    )
    n_wide = max(text_width(text, bold=True) for text in (counts, *(x.counts for x in lines)))
    rate = max(text_width(text, bold=True) for text in (rates, *told))
    at_rate = WIDTH - rate
    at_counts = at_rate - _GAP
    box = Box(label + _GAP, LINE, at_counts - n_wide - _GAP, LINE + row * len(lines))
    texts = [
        words(subgroup, 0, LINE / 2, height, theme.muted),
        words(counts, at_counts, LINE / 2, height, theme.muted, anchor="right"),
        words(rates, at_rate, LINE / 2, height, theme.muted),
        words(
            fitted(f"{chart.axis.title}; {chart.counted}", WIDTH),
            WIDTH / 2,
            box.bottom + 34 + LINE / 2,
            height,
            theme.muted,
            anchor="center",
        ),
    ]
    for at, (line, text) in enumerate(zip(lines, told, strict=True)):
        y, indent = LINE + row * (at + 0.5), _INDENT if line.indented else 0
        name = fitted(line.text, label - indent, bold=line.bold)
        look: dict[str, Any] = {"bold": line.bold}
        colour = line.text_colour(theme)
        texts.append(words(name, indent, y, height, colour, **look))
        if line.counts:
            texts.append(words(line.counts, at_counts, y, height, colour, anchor="right", **look))
            texts.append(words(text, at_rate, y, height, colour, **look))
    rows = Axis(low=float(len(lines)), high=0.0, ticks=(), title="")
    layout = axes(theme, box, height, chart.axis, rows)
    layout["yaxis"] |= rows_axis(box, height, len(lines))
    layout |= {
        "annotations": texts,
        "shapes": [*_bands(chart, theme, box, height), *_dashed(chart, theme)],
    }
    data = [_limits(lines, theme.text), _squares(lines, theme)]
    if any(line.is_faded for line in lines):
        data.insert(1, _limits(lines, theme.muted, is_faded=True))
    return staged(theme, height, data, layout)


def _limits(
    lines: tuple[ForestLine, ...], colour: str, *, is_faded: bool = False
) -> dict[str, Any]:
    """Intervals of one colour as one trace with breaks."""
    found = [
        (*line.limits, at + 0.5)
        for at, line in enumerate(lines)
        if line.limits and line.is_faded == is_faded
    ]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for low, high, _ in found for x in (low, high, None)],
        "y": [y for *_, at in found for y in (at, at, None)],
        "line": {"color": colour, "width": 2.5},
    }


def _squares(lines: tuple[ForestLine, ...], theme: Theme) -> dict[str, Any]:
    found = [(at + 0.5, line) for at, line in enumerate(lines) if line.estimate is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [line.estimate for _, line in found],
        "y": [at for at, _ in found],
        "cliponaxis": False,
        "marker": {
            "symbol": ["diamond" if line.is_overall else "square" for _, line in found],
            "size": [_LARGEST * line.size for _, line in found],
            "color": [line.mark_colour(theme) for _, line in found],
            "line": {"color": theme.paper, "width": 1},
            "opacity": 1,
        },
    }


def _bands(chart: ForestChart, theme: Theme, box: Box, height: float) -> list[dict[str, Any]]:
    """A quiet band behind every other column, from edge to edge."""
    row = box.height / len(chart.lines)
    look = {"type": "rect", "layer": "below", "xref": "paper", "yref": "paper", "x0": 0, "x1": 1}
    look |= {"line": {"width": 0}, "fillcolor": translucent(theme.grid, 0.45)}
    return [
        look
        | {"y0": 1 - (box.top + row * at) / height, "y1": 1 - (box.top + row * (at + 1)) / height}
        for at, line in enumerate(chart.lines)
        if line.block % 2
    ]


def _dashed(chart: ForestChart, theme: Theme) -> list[dict[str, Any]]:
    """The rate of everybody."""
    if chart.reference is None:
        return []
    line = {"color": theme.muted, "width": 2, "dash": "dash"}
    at = {"x0": chart.reference, "x1": chart.reference, "y0": 0, "y1": len(chart.lines)}
    return [{"type": "line", "layer": "below", "xref": "x", "yref": "y", "line": line, **at}]
