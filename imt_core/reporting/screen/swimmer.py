"""A swimmer plot for a room: at most twelve lanes a page, the key at the right."""

from __future__ import annotations

from typing import Any, Final

from imt_core.reporting.design.chart import Axis, Chart
from imt_core.reporting.design.swimmer import KeyEntry, SwimmerChart
from imt_core.reporting.design.swimmer_lanes import ChartLane, bars_by_look, events_by_kind
from imt_core.reporting.design.swimmer_pages import swimmer_pages
from imt_core.reporting.design.theme import EVENT_MARKS, Theme, event_colour, index_band
from imt_core.reporting.figures.layout import Figure
from imt_core.reporting.figures.swimmer import SYMBOLS
from imt_core.reporting.figures.swimmer_legend import bar_fill
from imt_core.reporting.screen.canvas import chart_pages, draw_page
from imt_core.reporting.screen.stage import (
    LINE,
    TEXT,
    WIDTH,
    Box,
    axes,
    fitted,
    rows_axis,
    staged,
    text_width,
    words,
)

MOST_LANES: Final = 12
"""On one page."""

_TICKS: Final = 34
_KEY: Final = 386
_SAMPLE: Final = 40
_LABEL: Final = 260.0
_HIGHEST: Final = 56.0
_LARGER: Final = 1.5


@chart_pages.register
def _(chart: SwimmerChart) -> tuple[Chart, ...]:
    return swimmer_pages(chart, most=MOST_LANES)


@draw_page.register
def _(chart: SwimmerChart, theme: Theme, height: float) -> Figure:
    row = min((height - _TICKS - LINE) / chart.n_rows, _HIGHEST)
    labels = [fitted(lane.label, _LABEL, bold=lane.is_index) for lane in chart.lanes]
    widths = (
        text_width(label, bold=lane.is_index)
        for lane, label in zip(chart.lanes, labels, strict=True)
    )
    left = max(widths) + 12 if chart.has_labels else 0.0
    box = Box(max(left, 16.0), 0, WIDTH - _KEY - 30, row * chart.n_rows)
    months = Axis(
        low=chart.axis.low,
        high=chart.axis.high,
        ticks=_apart(chart.axis, box.width),
        title=chart.axis.title,
    )
    rows = Axis(low=chart.n_rows, high=0.0, ticks=(), title="")
    layout = axes(theme, box, height, months, rows)
    layout["yaxis"] |= rows_axis(box, height, chart.n_rows)
    layout["xaxis"] |= {"layer": "below traces"}
    below = box.bottom + _TICKS + LINE / 2
    title = fitted(f"{chart.axis.title} · {chart.stamp.partition('; ')[2]}", WIDTH)
    texts = [words(title, 0, below, height, theme.muted)]
    texts += [
        words(
            label,
            box.left - 8,
            row * lane.row,
            height,
            theme.text,
            anchor="right",
            bold=lane.is_index,
        )
        for lane, label in zip(chart.lanes, labels, strict=True)
        if chart.has_labels
    ]
    for group in chart.groups:
        text = fitted(f"{group.label} · {group.size}", box.width, bold=True)
        y = row * group.row
        texts.append(words(text, box.left, y, height, theme.text, bold=True, ground=theme.paper))
    key_data, key_layout, key_texts = _key(chart, theme, height)
    data = [*_lanes(chart, theme), *key_data]
    return staged(
        theme,
        height,
        data,
        layout
        | key_layout
        | {"barmode": "overlay", "annotations": texts + key_texts, "shapes": _bands(chart, theme)},
    )


def _bands(chart: SwimmerChart, theme: Theme) -> list[dict[str, Any]]:
    """What lies behind the index patient's lanes."""
    return [
        {
            "type": "rect",
            "xref": "x domain",
            "x0": 0,
            "x1": 1,
            "y0": lane.row - 0.5,
            "y1": lane.row + 0.5,
            "line": {"width": 0},
            "fillcolor": index_band(theme),
            "layer": "below",
        }
        for lane in chart.lanes
        if lane.is_index
    ]


def _apart(axis: Axis, width: float) -> tuple[float, ...]:
    """As many of the ticks as have room for their labels."""
    room = 1.6 * max(text_width(label) for label in axis.labels)
    apart = width * axis.step / (axis.high - axis.low)
    every = next((n for n in (1, 2, 5, 10) if n * apart >= room), 20)
    return axis.ticks[::every]


def _lanes(chart: SwimmerChart, theme: Theme) -> list[dict[str, Any]]:
    """Follow-up, bars upon it, events upon these."""
    lanes = chart.lanes
    data = [_follow_up(lanes, theme)]
    for found in bars_by_look(lanes):
        look = found[0][1]
        data.append(
            _bar(look.response, look.pattern, theme)
            | {
                "base": [bar.start for _, bar in found],
                "x": [bar.length for _, bar in found],
                "y": [lane.row for lane, _ in found],
                "width": [0.76] * len(found),
            }
        )
    for kind, events in events_by_kind(lanes).items():
        at = {"x": [event.month for _, event in events], "y": [lane.row for lane, _ in events]}
        data += [trace | at for trace in _marks(kind, theme)]
    return data


def _follow_up(lanes: tuple[ChartLane, ...], theme: Theme) -> dict[str, Any]:
    stretches = [(*stretch, lane.row) for lane in lanes for stretch in lane.follow_up]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [month for start, end, _ in stretches for month in (start, end, None)],
        "y": [height for *_, row in stretches for height in (row, row, None)],
        "line": {"color": theme.muted, "width": 2.5},
    }


def _bar(response: str, pattern: str, theme: Theme) -> dict[str, Any]:
    return {"type": "bar", "orientation": "h", "marker": bar_fill(response, pattern, theme)}


def _marks(kind: str, theme: Theme) -> list[dict[str, Any]]:
    """Shape and colour of an event, outlined so that it stands out from any bar."""
    symbol, size = SYMBOLS[EVENT_MARKS[kind]]
    colour = event_colour(theme, kind)
    mark = {"symbol": symbol, "size": _LARGER * size, "color": colour, "opacity": 1}
    trace: dict[str, Any] = {"type": "scatter", "mode": "markers", "cliponaxis": True}
    if EVENT_MARKS[kind] == "tick":
        # A line has no outline: a paler one behind it parts it from a dark bar.
        pale = {"color": theme.paper, "line": {"color": theme.paper, "width": 7}}
        edge = {"color": colour, "width": 3}
        return [trace | {"marker": mark | pale}, trace | {"marker": mark | {"line": edge}}]
    edge = {"color": theme.text if colour == theme.paper else theme.paper, "width": 1.5}
    return [trace | {"marker": mark | {"line": edge}}]


def _key(
    chart: SwimmerChart, theme: Theme, height: float
) -> tuple[list[dict[str, Any]], dict[str, Any], list[dict[str, Any]]]:
    """Traces, axes and texts of the key, one entry below the other."""
    parts = [part for part in chart.key if part.entries]
    n_lines = sum(len(part.entries) + 1.3 for part in parts)
    line = min(height / max(n_lines, 1), LINE)
    left = WIDTH - _KEY
    box = Box(left, 0, left + _SAMPLE, height)
    on = {"xaxis": "x3", "yaxis": "y3"}
    data, texts, at = [], [], 0.0
    for part in parts:
        texts.append(words(part.title, left, line * (at + 0.5), height, theme.muted, size=TEXT))
        at += 1
        for entry in part.entries:
            y = line * (at + 0.5)
            data += [trace | on for trace in _sample(entry, y, 0.72 * line, theme)]
            name = fitted(entry.name, _KEY - _SAMPLE)
            texts.append(words(name, box.right, y, height, theme.text))
            at += 1
        at += 0.3
    unseen = rows_axis(box, height, height) | {"anchor": "x3"}
    across = unseen | {"domain": box.domains(height)[0], "range": [0, 1], "anchor": "y3"}
    return data, {"xaxis3": across, "yaxis3": unseen}, texts


def _sample(entry: KeyEntry, y: float, thick: float, theme: Theme) -> list[dict[str, Any]]:
    """What an entry of the key explains."""
    at = {"x": [0.7], "y": [y], "width": [thick]}
    match entry.shows:
        case "response":
            return [_bar(entry.value, "", theme) | at]
        case "pattern":
            marker = bar_fill("not recorded", entry.value, theme)
            marker |= {"color": theme.paper, "line": {"color": theme.muted, "width": 1}}
            if "pattern" in marker:
                marker["pattern"] |= {"bgcolor": theme.paper, "fgcolor": theme.muted}
            return [{"type": "bar", "orientation": "h", "marker": marker} | at]
        case "event":
            return [trace | {"x": [0.35], "y": [y]} for trace in _marks(entry.value, theme)]
        case "follow-up":
            line = {"color": theme.muted, "width": 2.5}
            return [
                {"type": "scatter", "mode": "lines", "x": [0.0, 0.7], "y": [y, y], "line": line}
            ]
