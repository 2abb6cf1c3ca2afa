"""A waterfall for a room: bars over the full width, the groups' names large above them."""

from __future__ import annotations

from typing import Any, Final

from imt_core.reporting.design.chart import Axis
from imt_core.reporting.design.target_axis import CUT, Threshold
from imt_core.reporting.design.theme import INDEX, PART_INK, RESPONSE_PATTERNS, Theme
from imt_core.reporting.design.waterfall import WaterfallBar, WaterfallChart
from imt_core.reporting.figures.layout import Figure, translucent
from imt_core.reporting.screen.canvas import draw_page
from imt_core.reporting.screen.stage import (
    LINE,
    TEXT,
    WIDTH,
    Box,
    axes,
    fitted,
    staged,
    text_width,
    words,
)

LEFT: Final = 100
RIGHT: Final = 80
_KEY: Final = 24


@draw_page.register
def _(chart: WaterfallChart, theme: Theme, height: float) -> Figure:
    named = any(group.name for group in chart.groups)
    top = LINE + 14 + (2 * LINE if named else 0)
    box = Box(LEFT, top, WIDTH - RIGHT, height - 2 * LINE - 6)
    place = box.width / chart.width
    unseen = Axis(low=0.0, high=chart.width, ticks=(), title="")
    below = [
        words(fitted(text, WIDTH), 0, height - (1.5 - at) * LINE, height, theme.muted)
        for at, text in enumerate((chart.axis.title, chart.reading))
    ]
    texts = [*below, *_key(chart, theme, height), *_names(chart, theme, height, box, place)]
    texts += [_threshold_name(one, chart.axis, box, theme, height) for one in chart.thresholds]
    texts += [_index(bar, chart, box, place, theme, height) for bar in chart.bars if bar.is_index]
    layout = axes(theme, box, height, unseen, chart.axis) | {
        "annotations": texts,
        "shapes": [
            *_key_boxes(chart, theme, height),
            *(threshold_rule(one, theme) for one in chart.thresholds),
        ],
        "barmode": "overlay",
    }
    layout["xaxis"] |= {"showgrid": False, "showline": False, "showticklabels": False, "ticks": ""}
    layout["yaxis"] |= {"zeroline": True, "zerolinecolor": theme.muted}
    data = [_bars(chart, level, place, theme) for level in chart.levels]
    if cut := [bar for bar in chart.bars if bar.cut]:
        data.append(_cuts(cut, place, theme))
    return staged(theme, height, data, layout)


def _bars(chart: WaterfallChart, level: str, place: float, theme: Theme) -> dict[str, Any]:
    bars = [bar for bar in chart.bars if bar.level == level]
    return {
        "type": "bar",
        "x": [bar.x for bar in bars],
        "y": [bar.change for bar in bars],
        "width": [0.94] * len(bars),
        "marker": {
            "color": theme.response[level],
            "line": {
                "color": [theme.text if bar.is_index else theme.paper for bar in bars],
                "width": [5 if bar.is_index else min(place / 8, 1.5) for bar in bars],
            },
            "pattern": {
                "shape": RESPONSE_PATTERNS[level],
                "fillmode": "overlay",
                "solidity": 0.14,
                "size": 11,
                "fgcolor": translucent(theme.on_response[level], PART_INK),
            },
        },
    }


def _cuts(bars: list[WaterfallBar], place: float, theme: Theme) -> dict[str, Any]:
    """A mark on each bar that goes on, and its number where it has room."""
    has_room = place >= text_width("+100%")
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [bar.x for bar in bars],
        "y": [CUT + 4] * len(bars),
        "text": [bar.cut if has_room else "" for bar in bars],
        "textposition": "top center",
        "textfont": {"size": TEXT, "color": theme.text},
        "marker": {"symbol": "triangle-up", "size": min(place, 16), "color": theme.text},
    }


def threshold_rule(threshold: Threshold, theme: Theme) -> dict[str, Any]:
    """A dashed line over the whole chart."""
    return {
        "type": "line",
        "xref": "x domain",
        "x0": 0,
        "x1": 1,
        "yref": "y",
        "y0": threshold.change,
        "y1": threshold.change,
        "line": {"color": theme.muted, "width": 2.5, "dash": "dash"},
    }


def down(axis: Axis, box: Box, change: float) -> float:
    """Where a change lies on the stage, in pixels from its top."""
    return box.top + box.height * (axis.high - change) / (axis.high - axis.low)


def _threshold_name(
    threshold: Threshold, axis: Axis, box: Box, theme: Theme, height: float
) -> dict[str, Any]:
    y = down(axis, box, threshold.change)
    return words(threshold.name, box.right + 8, y, height, theme.muted)


def _index(
    bar: WaterfallBar, chart: WaterfallChart, box: Box, place: float, theme: Theme, height: float
) -> dict[str, Any]:
    """The index patient in words, on the free side of 0 and of the bars beside."""
    half = text_width(INDEX, bold=True) / 2
    middle = box.left + bar.x * place
    x = min(max(middle, box.left + half), box.right - half)
    reach = (half + abs(x - middle)) / place
    clear = down(chart.axis, box, chart.clear_of(bar, reach))
    y = clear + (LINE / 2 + 4) * (1 if bar.change > 0 else -1)
    return words(INDEX, x, y, height, theme.text, anchor="center", bold=True)


def _names(
    chart: WaterfallChart, theme: Theme, height: float, box: Box, place: float
) -> list[dict[str, Any]]:
    """Each group's name over its bars, and how many reached -30%, as far as there is room."""
    ends = [*(group.start for group in chart.groups[1:]), chart.width]
    texts = []
    for group, end in zip(chart.groups, ends, strict=True):
        room, x = (end - group.start) * place - 6, box.left + group.start * place
        if not group.name or room < text_width("000"):
            continue
        name = fitted(group.name, room, bold=True)
        texts.append(words(name, x, box.top - 1.5 * LINE - 4, height, theme.text, bold=True))
        if text_width(group.size) <= room:
            texts.append(words(group.size, x, box.top - LINE / 2 - 4, height, theme.text))
    return texts


def _key(chart: WaterfallChart, theme: Theme, height: float) -> list[dict[str, Any]]:
    return [
        words(level, x + _KEY + 8, LINE / 2, height, theme.text)
        for level, x in zip(chart.levels, _key_places(chart), strict=True)
    ]


def _key_boxes(chart: WaterfallChart, theme: Theme, height: float) -> list[dict[str, Any]]:
    """A box in the colour of each best response; patterns are those of the bars."""
    return [
        {
            "type": "rect",
            "xref": "paper",
            "yref": "paper",
            "x0": x / WIDTH,
            "x1": (x + _KEY) / WIDTH,
            "y0": 1 - (LINE - 5) / height,
            "y1": 1 - 5 / height,
            "fillcolor": theme.response[level],
            "line": {"width": 0},
        }
        for level, x in zip(chart.levels, _key_places(chart), strict=True)
    ]


def _key_places(chart: WaterfallChart) -> list[float]:
    places, x = [], float(LEFT)
    for level in chart.levels:
        places.append(x)
        x += _KEY + 8 + text_width(level) + 28
    return places
