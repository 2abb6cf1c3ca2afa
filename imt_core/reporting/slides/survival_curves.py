"""Kaplan-Meier curves as a native chart, with the number at risk in a table below its ticks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np
from pptx.slide import Slide

from imt_core.reporting.content.plain_xml import clean
from imt_core.reporting.design.survival import FEW, GroupCurve, IndexTrack, Points, SurvivalChart
from imt_core.reporting.design.theme import INDEX, LIGHT, Mark, index_stretch
from imt_core.reporting.slides.chart_axes import ValueAxis, set_axes
from imt_core.reporting.slides.key import SAMPLE, Stroke, draw_sample
from imt_core.reporting.slides.pptx_charts import (
    Marker,
    add_points_chart,
    draw_longest_first,
    style_points,
)
from imt_core.reporting.slides.pptx_charts import Points as Series
from imt_core.reporting.slides.slide_colours import MUTED, PAPER, TEXT, line, slide_colour
from imt_core.reporting.slides.slide_table import MARGIN, Cell, add_table
from imt_core.reporting.slides.slide_text import SMALLEST_TEXT, Box, Run, add_text, text_width

CENSOR_MARKS: Final[Mapping[Mark, str]] = {
    "plus": "plus",
    "x": "x",
    "circle": "circle",
    "triangle": "triangle",
    "square": "square",
    "diamond": "diamond",
    "star": "star",
    "dot": "circle",
}
"""DrawingML's symbol for each censor mark."""

_SIZE: Final = SMALLEST_TEXT
_CURVE: Final = 3.0
_BEHIND: Final = line(MUTED, 1.25)
_RISK_ROW: Final = 0.28
_BELOW_AXIS: Final = 0.74
_ABOVE: Final = 0.1
_LEFT: Final = 0.95
"""Inches of the vertical axis with its title, which the samples of the rows below fit into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where curves and number at risk stand, so that columns stand below ticks."""

    frame: Box
    plot: Box
    table_left: float
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Drawn:
    """One series of the chart: its points, and its look."""

    name: str
    points: Points
    line: str
    marker: Marker | None = None


def draw_curves(slide: Slide, chart: SurvivalChart, region: Box) -> None:
    """Draw the curves and the number at risk in a region of a slide."""
    place = _place(chart, region)
    _draw_chart(slide, chart, place)
    for curve in chart.curves:
        if curve.index is not None:
            _name_index(slide, chart, curve.index, place.plot)
    _draw_risk_table(slide, chart, place)


def group_colour(curve: GroupCurve) -> str:
    """The colour of a group, by the name under which a template may change it."""
    return slide_colour(LIGHT.colour(curve.style.colour))


def curve_sample(curve: GroupCurve) -> Stroke:
    """A group's line with its censor mark."""
    return Stroke(line=line(group_colour(curve), _CURVE), marker=_censor_marker(curve))


def behind_sample() -> Stroke:
    """The line of a curve of others."""
    return Stroke(line=_BEHIND)


def _place(chart: SurvivalChart, region: Box) -> _Place:
    months = chart.months
    step = months.step / months.high if len(months.ticks) > 1 else 0.2
    after = max(step / 2 - (1 - months.ticks[-1] / months.high), 0.0)
    # The first column is centred below month 0, so half of it stands left of the axis.
    label = max(_LEFT - region.width * step / 2, SAMPLE + 2 * MARGIN)
    width = (region.width - label) / (1 + step / 2 + after)
    if label + width * step / 2 < _LEFT:
        width = (region.width - _LEFT) / (1 + after)
        label = _LEFT - width * step / 2
    left = region.left + label + width * step / 2
    table = _RISK_ROW * (len(chart.curves) + 1)
    plot = Box(
        left=left,
        top=region.top + _ABOVE,
        width=width,
        height=region.height - _ABOVE - _BELOW_AXIS - table,
    )
    frame = Box(
        left=left - _LEFT,
        top=region.top,
        width=_LEFT + width * (1 + after),
        height=_ABOVE + plot.height + _BELOW_AXIS,
    )
    return _Place(
        frame=frame,
        plot=plot,
        table_left=region.left,
        widths=(label, *[width * step] * len(months.ticks)),
    )


def _draw_chart(slide: Slide, chart: SurvivalChart, place: _Place) -> None:
    series = [
        drawn
        for curve in chart.curves
        for drawn in (*_stretch(curve), *_group_series(curve), *_index_ends(curve))
    ]
    if chart.behind is not None:
        name = clean(chart.behind.name)
        series.append(_Drawn(name=name, points=chart.behind.steps, line=_BEHIND))
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


def _group_series(curve: GroupCurve) -> list[_Drawn]:
    """A curve's solid and dashed parts, its limits and its censor marks."""
    colour, name = group_colour(curve), clean(curve.name)
    drawn: list[_Drawn] = []
    # One series cannot change its dashes on the way, so each part has its own.
    for part, dash in ((curve.solid, "solid"), (curve.dashed, "sysDash")):
        if part is not None:
            look, ending = line(colour, _CURVE, dash), f": {FEW}" if drawn else ""
            drawn.append(_Drawn(name=name + ending, points=part, line=look))
    for side, part in zip(("lower", "upper"), curve.limits or (), strict=False):
        look = line(colour, 1.0, "sysDot")
        drawn.append(_Drawn(name=f"{name}: {side} limit", points=part, line=look))
    if curve.is_censored.any():
        points, look, marker = curve.censored, line(None), _censor_marker(curve)
        drawn.append(_Drawn(name=f"{name}: censored", points=points, line=look, marker=marker))
    return drawn


def _censor_marker(curve: GroupCurve) -> Marker:
    colour, mark = group_colour(curve), curve.style.mark
    return Marker(
        symbol=CENSOR_MARKS[mark],
        size=10,
        fill=colour if mark == "dot" else None,
        edge=colour,
        edge_width=2.0,
    )


def _stretch(curve: GroupCurve) -> list[_Drawn]:
    """A broad stretch under the curve while the index patient is at risk."""
    if curve.index is None:
        return []
    pale = line(index_stretch(LIGHT, curve.style.colour), 3.0 * _CURVE)
    return [_Drawn(name=f"{clean(curve.name)}: {INDEX}", points=curve.index.line, line=pale)]


def _index_ends(curve: GroupCurve) -> list[_Drawn]:
    """What ends the index patient's time at risk."""
    track, name = curve.index, clean(curve.name)
    if track is None:
        return []
    drawn = []
    for (x, y), mark, is_event in zip(track.ends, track.marks, track.is_event, strict=True):
        marker = Marker(
            symbol=CENSOR_MARKS[mark],
            size=11,
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
    width, height = text_width(track.name, _SIZE, bold=True) + 0.1, 0.26
    is_late = x > 0.75 * months.high
    left = across - width - 0.08 if is_late else across + 0.08
    place = Box(left=left, top=max(down - 0.34, plot.top - 0.1), width=width, height=height)
    run = Run(text=track.name, size=_SIZE, bold=True)
    add_text(slide, place, [[run]], name=f"Name of the {INDEX}", align="r" if is_late else "l")


def _draw_risk_table(slide: Slide, chart: SurvivalChart, place: _Place) -> None:
    """The number at risk below the ticks; a row is named by its line, as in the key."""
    n_columns = len(place.widths)
    shown = _columns_shown(chart, place.widths[-1])
    heading = Cell(text=chart.risk_heading, size=_SIZE, colour=MUTED, span=n_columns)
    rows = [[heading]]
    for curve in chart.curves:
        colour = group_colour(curve)
        counts = [str(n) if at % shown == 0 else "" for at, n in enumerate(curve.rows[0].counts)]
        rows.append(
            [Cell(text="", size=_SIZE)]
            + [Cell(text=text, size=_SIZE, align="ctr", colour=colour) for text in counts]
        )
    table = add_table(
        slide,
        left=place.table_left,
        top=place.frame.bottom,
        widths=place.widths,
        heights=[_RISK_ROW] * len(rows),
        rows=rows,
        name="Number at risk",
        ruled=False,
        alt=f"{chart.risk_heading} at the ticks of the time axis, a row for each group: "
        + "; ".join(curve.label for curve in chart.curves)
        + ".",
    )
    for at, curve in enumerate(chart.curves, start=1):
        top = table.top + at * _RISK_ROW
        sample = Box(left=table.left + MARGIN, top=top, width=SAMPLE, height=_RISK_ROW)
        draw_sample(slide, curve_sample(curve), sample, name=f"Row: {curve.label}")


def _columns_shown(chart: SurvivalChart, width: float) -> int:
    """Every how many-th tick has its counts, so that they stand apart."""
    counts = (str(n) for curve in chart.curves for n in curve.rows[0].counts)
    needed = max(text_width(count, _SIZE) for count in counts) + 2 * MARGIN
    return max(1, ceil(needed / width))
