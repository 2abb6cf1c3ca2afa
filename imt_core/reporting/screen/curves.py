"""Curves for a room: over the full width, the key where no curve is, the number at risk below."""

from __future__ import annotations

from dataclasses import replace
from textwrap import wrap
from typing import Any, Final

import numpy as np

from imt_core.reporting.design.chart import Chart
from imt_core.reporting.design.survival import CurveBehind, GroupCurve, IndexTrack, SurvivalChart
from imt_core.reporting.design.theme import Theme, index_stretch
from imt_core.reporting.figures.layout import CENSOR_MARKS, Figure, translucent
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

_MOST_GROUPS: Final = 6
_IN_FULL: Final = 3
"""Groups whose cases and median are told in words."""
_TICKS: Final = 34
_EDGE: Final = 30
_SAMPLE: Final = 46
_NAME: Final = 300.0
_DASHES: Final = "7px,5px"


@chart_pages.register
def _(chart: SurvivalChart) -> tuple[Chart, ...]:
    starts = range(0, len(chart.curves), _MOST_GROUPS)
    return tuple(replace(chart, curves=chart.curves[at : at + _MOST_GROUPS]) for at in starts)


@draw_page.register
def _(chart: SurvivalChart, theme: Theme, height: float) -> Figure:
    curves = chart.curves
    key = [_told(chart, curve) for curve in curves]
    if chart.behind is not None:
        key.append(fitted(f"{chart.behind.name} · published, not tested", WIDTH / 2))
    key_height = LINE * len(key) + 8
    names = [fitted(curve.label, _NAME, bold=True) for curve in curves]
    left = max(90.0, *(text_width(name, bold=True) + 34 for name in names))
    table = LINE * len(curves)
    reading = wrap(chart.reading, int(WIDTH / text_width("x")))
    read = LINE * len(reading)
    box = Box(left, LINE, WIDTH - _EDGE, height - _TICKS - LINE - table - read - 4)
    key_width = _SAMPLE + max(map(text_width, key))
    place = _free(chart, box, key_width, key_height)
    if place is None:
        box = Box(box.left, box.top + key_height, box.right, box.bottom)
        # Above the curves, or further left where it is wider than these.
        place = (min(box.left, WIDTH - key_width), 0.0)
    below = box.bottom + _TICKS
    rows = Box(box.left, below + LINE, box.right, below + LINE + table)
    tracks = [(curve, curve.index) for curve in curves if curve.index is not None]
    data = _behind(chart.behind, len(curves), theme)
    data += [_stretch(curve, track, theme) for curve, track in tracks]
    data += [trace for curve in curves for trace in _traces(curve, theme)]
    data += [_index_ends(track, theme) for _, track in tracks]
    data += [_counts(curve, chart, at, theme) for at, curve in enumerate(curves)]
    data += [_sample(curve, at, theme) for at, curve in enumerate(curves)]
    key_box = Box(place[0], place[1], place[0] + _SAMPLE, place[1] + key_height)
    ground = translucent(theme.paper, 0.8)
    texts = [
        words(chart.percent.title, 0, box.top - LINE / 2, height, theme.muted),
        words(chart.risk_heading, 0, below + LINE / 2, height, theme.muted),
        words(chart.months.title, box.right, below + LINE / 2, height, theme.muted, anchor="right"),
    ]
    texts += [
        words(line, 0, rows.bottom + LINE * (at + 0.5), height, theme.muted)
        for at, line in enumerate(reading)
    ]
    for at, (curve, name) in enumerate(zip(curves, names, strict=True)):
        colour, y = theme.colour(curve.style.colour), rows.top + LINE * (at + 0.5)
        texts.append(words(name, 0, y, height, colour, bold=True))
    for at, text in enumerate(key):
        y = key_box.top + 4 + LINE * (at + 0.5)
        texts.append(words(text, key_box.right, y, height, theme.text, ground=ground))
    texts += [_index_name(chart, track, box, height, theme) for _, track in tracks]
    layout = axes(theme, box, height, chart.months, chart.percent) | {
        "yaxis2": rows_axis(rows, height, len(curves)) | {"anchor": "x"},
        "xaxis3": _unseen(key_box, height),
        "yaxis3": rows_axis(key_box, height, key_height) | {"anchor": "x3"},
        "annotations": texts,
    }
    return staged(theme, height, data, layout)


def _told(chart: SurvivalChart, curve: GroupCurve) -> str:
    """What the key tells of a group: in full where there are few."""
    if len(chart.curves) <= _IN_FULL:
        return fitted(f"{curve.label} · {curve.counted} · {curve.median}", WIDTH - 2 * _SAMPLE)
    return fitted(f"{curve.label} · {curve.median_cell}", WIDTH / 2)


def _free(
    chart: SurvivalChart, box: Box, width: float, height: float
) -> tuple[float, float] | None:
    """Where in a box no curve runs through the key: above at the right, or below at the left."""
    months, percent = chart.months, chart.percent
    share = min(width / box.width, 1.0)
    tall = (height / box.height) * (percent.high - percent.low)
    starts, ends = months.high - share * months.high, share * months.high
    heights = [
        (np.append(y[x <= at][-1:], y[(x >= at) & (x <= to)]))
        for at, to in ((starts, months.high), (0.0, ends))
        for curve in chart.curves
        for x, y in (_whole(curve),)
    ]
    later, sooner = heights[: len(chart.curves)], heights[len(chart.curves) :]
    if all(y.max(initial=0.0) < percent.high - tall for y in later):
        return box.right - width, box.top
    if all(y.min(initial=100.0) > tall + percent.low for y in sooner):
        return box.left + 8, box.bottom - height
    return None


def _whole(curve: GroupCurve) -> tuple[Any, Any]:
    parts = [part for part in (curve.solid, curve.dashed) if part is not None]
    if not parts:
        return np.array([0.0]), np.array([0.0])
    return np.concatenate([x for x, _ in parts]), np.concatenate([y for _, y in parts])


def _behind(behind: CurveBehind | None, at: int, theme: Theme) -> list[dict[str, Any]]:
    """A curve of others, thin and grey, and its line in the key."""
    if behind is None:
        return []
    (x, y), place = behind.steps, [4 + LINE * (at + 0.5)] * 2
    look = {"type": "scatter", "mode": "lines", "line": {"color": theme.muted, "width": 2}}
    sample = {"x": [0.08, 0.8], "y": place, "xaxis": "x3", "yaxis": "y3"}
    return [look | {"x": x, "y": y}, look | sample]


def _traces(curve: GroupCurve, theme: Theme) -> list[dict[str, Any]]:
    """The band, the curve with its two dashes, and its censor marks."""
    colour, traces = theme.colour(curve.style.colour), []
    line = {"type": "scatter", "mode": "lines"}
    if curve.band is not None:
        x, y = curve.band
        fill = translucent(colour, 0.13)
        traces.append(
            line | {"x": x, "y": y, "fill": "toself", "fillcolor": fill, "line": {"width": 0}}
        )
    for part, dash in ((curve.solid, "solid"), (curve.dashed, _DASHES)):
        if part is not None:
            look = {"color": colour, "width": 4, "dash": dash}
            traces.append(line | {"x": part[0], "y": part[1], "line": look})
    x, y = curve.censored
    return [*traces, _marks(curve, theme) | {"x": x, "y": y, "mode": "markers"}]


def _stretch(curve: GroupCurve, track: IndexTrack, theme: Theme) -> dict[str, Any]:
    """A broad stretch under the curve while the index patient is at risk."""
    x, y = track.line
    look = {"color": index_stretch(theme, curve.style.colour), "width": 15}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": look, "cliponaxis": False}


def _index_ends(track: IndexTrack, theme: Theme) -> dict[str, Any]:
    """What ends the index patient's time at risk."""
    x, y = zip(*track.ends, strict=True)
    inks = [theme.text if is_event else theme.paper for is_event in track.is_event]
    mark = {"symbol": list(track.marks), "size": 18, "color": inks}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "marker": mark | {"line": {"width": 3, "color": theme.text}},
        "cliponaxis": False,
    }


def _index_name(
    chart: SurvivalChart, track: IndexTrack, box: Box, height: float, theme: Theme
) -> dict[str, Any]:
    """What the index patient is called, above the last end, on the side that has room."""
    months, percent = chart.months, chart.percent
    x, y = track.ends[-1]
    across = box.left + box.width * (x - months.low) / (months.high - months.low)
    down = box.top + box.height * (percent.high - y) / (percent.high - percent.low)
    is_late = x > 0.75 * months.high
    at = across - 12 if is_late else across + 12
    return words(
        track.name,
        at,
        max(down - LINE, box.top),
        height,
        theme.text,
        bold=True,
        anchor="right" if is_late else "left",
        ground=translucent(theme.paper, 0.85),
    )


def _marks(curve: GroupCurve, theme: Theme) -> dict[str, Any]:
    colour = theme.colour(curve.style.colour)
    mark = {"symbol": CENSOR_MARKS[curve.style.mark], "size": 15, "color": colour}
    return {
        "type": "scatter",
        "cliponaxis": False,
        "marker": mark | {"line": {"width": 2.5, "color": colour}},
    }


def _sample(curve: GroupCurve, at: int, theme: Theme) -> dict[str, Any]:
    """Line and censor mark in the key."""
    marks = _marks(curve, theme)
    marks["marker"] |= {
        "size": [0, 15, 0],
        "line": {"width": [0, 2.5, 0], "color": theme.colour(curve.style.colour)},
    }
    return marks | {
        "mode": "lines+markers",
        "x": [0.08, 0.44, 0.8],
        "y": [4 + LINE * (at + 0.5)] * 3,
        "line": {"color": theme.colour(curve.style.colour), "width": 4},
        "xaxis": "x3",
        "yaxis": "y3",
    }


def _counts(curve: GroupCurve, chart: SurvivalChart, at: int, theme: Theme) -> dict[str, Any]:
    """The numbers at risk of a group, below the ticks of the axis."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": chart.months.ticks,
        "y": [at + 0.5] * len(chart.months.ticks),
        "text": [str(n) for n in curve.rows[0].counts],
        "textfont": {"size": TEXT, "color": theme.colour(curve.style.colour)},
        "yaxis": "y2",
        "cliponaxis": False,
    }


def _unseen(box: Box, height: float) -> dict[str, Any]:
    return rows_axis(box, height, 1) | {
        "domain": box.domains(height)[0],
        "range": [0, 1],
        "anchor": "y3",
    }
