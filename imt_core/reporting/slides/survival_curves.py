"""Kaplan-Meier curves as a native chart, with the number at risk in a table below its ticks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from pptx.slide import Slide

from imt_core.reporting.design.survival import FEW, GroupCurve, IndexTrack, Points, SurvivalChart
from imt_core.reporting.design.theme import INDEX, LIGHT, Mark, index_stretch, shortened
from imt_core.reporting.slides.chart_axes import ValueAxis, set_axes
from imt_core.reporting.slides.pptx_charts import (
    Marker,
    add_legend,
    add_points_chart,
    draw_longest_first,
    style_points,
)
from imt_core.reporting.slides.pptx_charts import Points as Series
from imt_core.reporting.slides.slide_colours import MUTED, PAPER, TEXT, line, slide_colour
from imt_core.reporting.slides.slide_table import MARGIN, Cell, add_table
from imt_core.reporting.slides.slide_text import Box, Run, add_text, clean, fitted, text_width

MOST_BESIDE: Final = 10
"""With more groups than this the number at risk has slides of its own."""

CENSOR_MARKS: Final[Mapping[Mark, tuple[str, str]]] = {
    "plus": ("plus", "+"),
    "x": ("x", "×"),
    "circle": ("circle", "○"),
    "triangle": ("triangle", "△"),
    "square": ("square", "□"),
    "diamond": ("diamond", "◇"),
    "star": ("star", "✳"),
    "dot": ("circle", "●"),
}
"""DrawingML's symbol for each censor mark, and the letter that looks like it."""

_SIZE: Final = 12.0
_CURVE: Final = 2.5
_RISK_ROW: Final = 0.27
_SMALL_RISK_ROW: Final = 0.215
_BELOW_AXIS: Final = 0.62
_LEGEND_ROW: Final = 0.3
_LABEL_ROOM: Final = 0.86
_WIDEST_NAME: Final = 2.1
_LONGEST_NAME, _SHORTEST_NAME = 40, 12
_MOST_LEGEND_ROWS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where curves and number at risk stand, so that columns stand below ticks."""

    frame: Box
    plot: Box
    table_left: float
    widths: tuple[float, ...]
    row: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Drawn:
    """One series of the chart: its points, and its look."""

    name: str
    points: Points
    line: str
    marker: Marker | None = None
    in_legend: bool = False


def draw_curves(slide: Slide, chart: SurvivalChart, region: Box) -> None:
    """Draw the curves and the number at risk in a region of a slide."""
    place = _place(chart, region)
    _draw_chart(slide, chart, place)
    for curve in chart.curves:
        if curve.index is not None:
            _name_index(slide, chart, curve.index, place.plot)
    if len(chart.curves) <= MOST_BESIDE:
        _draw_risk_table(slide, chart, place)


def group_colour(curve: GroupCurve) -> str:
    """The colour of a group, by the name under which a template may change it."""
    return slide_colour(LIGHT.colour(curve.style.colour))


def _place(chart: SurvivalChart, region: Box) -> _Place:
    curves, months = chart.curves, chart.months
    beside = len(curves) <= MOST_BESIDE
    label = max(text_width(curve.label, _SIZE, bold=True) for curve in curves) + 2 * MARGIN
    label = min(label, _WIDEST_NAME) if beside else 0.0
    counted = _counted_width(curves)
    label += counted
    step = months.step / months.high if len(months.ticks) > 1 else 0.2
    after = max(step / 2 - (1 - months.ticks[-1] / months.high), 0.0)
    # The first column is centred below month 0, so half of it stands left of the axis.
    width = (region.width - label) / (1 + step / 2 + after)
    if label + width * step / 2 < _LABEL_ROOM:
        width = (region.width - _LABEL_ROOM) / (1 + after)
        label = _LABEL_ROOM - width * step / 2
    left = region.left + label + width * step / 2
    n_rows = sum(len(curve.rows) for curve in curves)
    row = _RISK_ROW if n_rows <= 6 else _SMALL_RISK_ROW
    table = row * (n_rows + 1) if beside else 0.0
    names = _legend_names(curves, width) + _behind_names(chart)
    legend = _LEGEND_ROW * _legend_rows(names, width)
    plot = Box(
        left=left,
        top=region.top + legend,
        width=width,
        height=region.height - legend - _BELOW_AXIS - table,
    )
    frame = Box(
        left=left - _LABEL_ROOM,
        top=region.top,
        width=_LABEL_ROOM + width * (1 + after),
        height=legend + plot.height + _BELOW_AXIS,
    )
    return _Place(
        frame=frame,
        plot=plot,
        table_left=region.left,
        row=row,
        widths=(label - counted, counted, *[width * step] * len(months.ticks))
        if counted
        else (label, *[width * step] * len(months.ticks)),
    )


def _counted_width(curves: Sequence[GroupCurve]) -> float:
    """Of the column that says what the rows count; none where each group has one row."""
    names = {row.counted for curve in curves for row in curve.rows if row.counted}
    return max((text_width(name, _SIZE) + 2 * MARGIN for name in names), default=0.0)


def _legend_names(curves: Sequence[GroupCurve], width: float) -> list[str]:
    """Names in the legend, cut where they would leave too little room for the curves."""
    longest = _LONGEST_NAME
    while True:
        cut = [shortened(curve.label, longest) for curve in curves]
        names = [
            clean(curve.name.replace(curve.label, label, 1))
            for curve, label in zip(curves, cut, strict=True)
        ]
        if longest <= _SHORTEST_NAME or _legend_rows(names, width) <= _MOST_LEGEND_ROWS:
            return names
        longest -= 2


def _behind_names(chart: SurvivalChart) -> list[str]:
    """How the legend names a curve of others, if there is one."""
    return [] if chart.behind is None else [clean(shortened(chart.behind.name, _LONGEST_NAME))]


def _legend_rows(names: Sequence[str], width: float) -> int:
    rows, room = 1, width
    for name in names:
        needed = text_width(name, _SIZE) + 0.7
        if needed > room and room < width:
            rows, room = rows + 1, width
        room -= needed
    return rows


def _draw_chart(slide: Slide, chart: SurvivalChart, place: _Place) -> None:
    names = _legend_names(chart.curves, place.plot.width)
    series = [
        drawn
        for curve, name in zip(chart.curves, names, strict=True)
        for drawn in (
            *_stretch(curve, name),
            *_group_series(curve, name),
            *_index_ends(curve, name),
        )
    ]
    if chart.behind is not None:
        (name,), look = _behind_names(chart), line(MUTED, 1.0)
        series.append(_Drawn(name=name, points=chart.behind.steps, line=look, in_legend=True))
    series.sort(key=lambda drawn: not drawn.in_legend)
    longest = max(series, key=lambda drawn: drawn.points[0].size)
    if not longest.in_legend:
        # See draw_longest_first; entries of the legend are found by their place in the file.
        series.remove(longest)
        series.insert(0, longest)
    drawn_chart = add_points_chart(
        slide,
        place.frame,
        place.plot,
        [
            Series(name=drawn.name, x=drawn.points[0].tolist(), y=drawn.points[1].tolist())
            for drawn in series
        ],
        name="Kaplan-Meier curves",
        alt=chart.alt,
        size=_SIZE,
    )
    for added, drawn in zip(drawn_chart.plots[0].series, series, strict=True):
        style_points(added, line_xml=drawn.line, marker=drawn.marker)
    draw_longest_first(drawn_chart)
    percent = ValueAxis.of(chart.percent, grid=True)
    set_axes(drawn_chart, ValueAxis.of(chart.months), percent, size=_SIZE)
    legend = Box(
        left=place.plot.left,
        top=place.frame.top,
        width=place.plot.width,
        height=place.plot.top - place.frame.top,
    )
    hidden = [index for index, drawn in enumerate(series) if not drawn.in_legend]
    add_legend(drawn_chart, place.frame, legend, size=_SIZE, without=hidden)


def _group_series(curve: GroupCurve, name: str) -> list[_Drawn]:
    """A curve's solid and dashed parts, its limits and its censor marks."""
    colour = group_colour(curve)
    drawn: list[_Drawn] = []
    # One series cannot change its dashes on the way, so each part has its own.
    for part, dash in ((curve.solid, "solid"), (curve.dashed, "sysDash")):
        if part is not None:
            look, ending = line(colour, _CURVE, dash), f": {FEW}" if drawn else ""
            drawn.append(_Drawn(name=name + ending, points=part, line=look, in_legend=not drawn))
    for side, part in zip(("lower", "upper"), curve.limits or (), strict=False):
        look = line(colour, 1.0, "sysDot")
        drawn.append(_Drawn(name=f"{name}: {side} limit", points=part, line=look))
    if curve.is_censored.any():
        mark = curve.style.mark
        marker = Marker(
            symbol=CENSOR_MARKS[mark][0],
            size=8,
            fill=colour if mark == "dot" else None,
            edge=colour,
            edge_width=1.75,
        )
        points, look = curve.censored, line(None)
        drawn.append(_Drawn(name=f"{name}: censored", points=points, line=look, marker=marker))
    return drawn


def _stretch(curve: GroupCurve, name: str) -> list[_Drawn]:
    """A broad stretch under the curve while the index patient is at risk."""
    if curve.index is None:
        return []
    pale = line(index_stretch(LIGHT, curve.style.colour), 3.5 * _CURVE)
    return [_Drawn(name=f"{name}: {INDEX}", points=curve.index.line, line=pale)]


def _index_ends(curve: GroupCurve, name: str) -> list[_Drawn]:
    """What ends the index patient's time at risk."""
    track = curve.index
    if track is None:
        return []
    drawn = []
    for (x, y), mark, is_event in zip(track.ends, track.marks, track.is_event, strict=True):
        marker = Marker(
            symbol=CENSOR_MARKS[mark][0],
            size=10,
            fill=TEXT if is_event else PAPER,
            edge=TEXT,
            edge_width=1.75,
        )
        what = f"{name}: {INDEX}, {'event' if is_event else 'censored'}"
        points = (np.array([x]), np.array([y]))
        drawn.append(_Drawn(name=what, points=points, line=line(None), marker=marker))
    return drawn


def _name_index(slide: Slide, chart: SurvivalChart, track: IndexTrack, plot: Box) -> None:
    """Write what the index patient is called above the last end."""
    months, percent = chart.months, chart.percent
    x, y = track.ends[-1]
    across = plot.left + plot.width * (x - months.low) / (months.high - months.low)
    down = plot.top + plot.height * (percent.high - y) / (percent.high - percent.low)
    width, height = text_width(track.name, _SIZE, bold=True) + 0.1, 0.24
    is_late = x > 0.75 * months.high
    left = across - width - 0.08 if is_late else across + 0.08
    place = Box(left=left, top=max(down - 0.34, plot.top - 0.1), width=width, height=height)
    run = Run(text=track.name, size=_SIZE, bold=True)
    add_text(slide, place, [[run]], name=f"Name of the {INDEX}", align="r" if is_late else "l")


def _draw_risk_table(slide: Slide, chart: SurvivalChart, place: _Place) -> None:
    size = _SIZE if place.row == _RISK_ROW else 11.0
    room = place.widths[0] - 2 * MARGIN
    n_columns = len(place.widths)
    rows = [[Cell(text=chart.risk_heading, size=size, colour=MUTED, span=n_columns)]]
    for curve in chart.curves:
        colour = group_colour(curve)
        name = fitted(curve.label, size, room, bold=True)
        for row in curve.rows:
            counted = [Cell(text=row.counted, size=size, colour=colour)] if row.counted else []
            rows.append(
                [Cell(text=name, size=size, bold=True, colour=colour), *counted]
                + [Cell(text=str(n), size=size, align="ctr", colour=colour) for n in row.counts]
            )
            name = ""
    add_table(
        slide,
        left=place.table_left,
        top=place.frame.bottom,
        widths=place.widths,
        heights=[place.row] * len(rows),
        rows=rows,
        name="Number at risk",
        ruled=False,
        alt=f"{chart.risk_heading} at the ticks of the time axis.",
    )
