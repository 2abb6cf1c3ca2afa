"""A view in small: the shapes of its chart, or of a table, without a word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import log2
from typing import Any, Final

from imt_core.reporting.design.chart import Axis, Chart
from imt_core.reporting.design.forest import ForestChart
from imt_core.reporting.design.growth import GrowthChart
from imt_core.reporting.design.spider import SpiderChart
from imt_core.reporting.design.stacked import StackedChart
from imt_core.reporting.design.survival import SurvivalChart
from imt_core.reporting.design.swimmer import SwimmerChart
from imt_core.reporting.design.theme import Theme
from imt_core.reporting.design.waterfall import WaterfallChart

SIZE: Final = (128, 72)
"""Pixels."""

_EDGE: Final = 5
_MOST_POINTS: Final = 120
_MOST_ROWS: Final = 24


def thumbnail(chart: Chart | None, theme: Theme) -> str:
    """Draw a chart as small as a stamp, or where there is none, a table.

    Parameters
    ----------
    chart : Chart or None
    theme : Theme

    Returns
    -------
    str
        SVG without any text: nothing of whom it shows can be read in it but the shapes.

    Examples
    --------
    >>> from imt_core.reporting.design.theme import LIGHT
    >>> thumbnail(None, LIGHT).count("<rect")
    25
    """
    wide, high = SIZE
    draw = None if chart is None or chart.empty else _SHAPES.get(type(chart))
    shapes = _table(theme) if draw is None else draw(chart, theme)
    ground = _box(0, 0, wide, high, theme.paper)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}">{ground}{"".join(shapes)}</svg>'
    )


def _box(left: float, top: float, wide: float, high: float, colour: str) -> str:
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}" '
        f'fill="{colour}"/>'
    )


def _line(points: Iterable[tuple[float, float]], colour: str, dash: str = "") -> str:
    told = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<polyline points="{told}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>'


def _across(axis: Axis, value: float) -> float:
    """Where a value lies from left to right."""
    return _EDGE + (SIZE[0] - 2 * _EDGE) * (value - axis.low) / (axis.high - axis.low)


def _down(axis: Axis, value: float) -> float:
    return SIZE[1] - _EDGE - (SIZE[1] - 2 * _EDGE) * (value - axis.low) / (axis.high - axis.low)


def _table(theme: Theme) -> list[str]:
    wide = (SIZE[0] - 2 * _EDGE) / 4
    return [
        _box(_EDGE + column * wide, 7 + 10 * row, wide * (0.9 if column == 0 else 0.6), 4, colour)
        for row in range(6)
        for column in range(4)
        for colour in (theme.muted if row == 0 else theme.grid,)
    ]


def _curves(chart: SurvivalChart, theme: Theme) -> list[str]:
    return [
        _line(_thinned(chart, *part), theme.colour(curve.style.colour), dash)
        for curve in chart.curves
        for part, dash in ((curve.solid, ""), (curve.dashed, "3,2"))
        if part is not None
    ]


def _thinned(chart: SurvivalChart, x: Any, y: Any) -> list[tuple[float, float]]:
    """The corners of a curve, or where there are many, some of them and the last."""
    every = max(len(x) // _MOST_POINTS, 1)
    kept = [*range(0, len(x) - 1, every), len(x) - 1]
    return [(_across(chart.months, x[at]), _down(chart.percent, y[at])) for at in kept]


def _bars(chart: StackedChart, theme: Theme) -> list[str]:
    rows = chart.drawn[:6]
    high = (SIZE[1] - 2 * _EDGE) / len(rows)
    return [
        _box(left, _EDGE + high * at, right - left, 0.7 * high, part.level.look(theme).fill)
        for at, row in enumerate(rows)
        for part in row.parts
        for left, right in (
            (_across(chart.axis, part.start), _across(chart.axis, part.start + part.share)),
        )
    ]


def _squares(chart: ForestChart, theme: Theme) -> list[str]:
    lines = [line for line in chart.lines if line.estimate is not None][:_MOST_ROWS]
    high = (SIZE[1] - 2 * _EDGE) / max(len(lines), 1)
    shapes = []
    for at, line in enumerate(lines):
        y = _EDGE + high * (at + 0.5)
        if line.limits:
            shapes.append(_line([(_across(chart.axis, x), y) for x in line.limits], theme.muted))
        middle = _across(chart.axis, line.estimate or 0.0)
        shapes.append(_box(middle - 2.5, y - 2.5, 5, 5, line.mark_colour(theme)))
    return shapes


def _lanes(chart: SwimmerChart, theme: Theme) -> list[str]:
    lanes = chart.lanes[:_MOST_ROWS]
    high = (SIZE[1] - 2 * _EDGE) / max(len(lanes), 1)
    return [
        _box(left, _EDGE + high * at, right - left, 0.7 * high, theme.response[bar.response])
        for at, lane in enumerate(lanes)
        for bar in lane.bars
        for left, right in (
            (_across(chart.axis, bar.start), _across(chart.axis, min(bar.end, chart.axis.high))),
        )
    ]


def _points(chart: GrowthChart, theme: Theme) -> list[str]:
    low, high = chart.before.low, chart.before.high
    guide = [(_EDGE, SIZE[1] - _EDGE), (SIZE[0] - _EDGE, _EDGE)]
    return [_line(guide, theme.muted)] + [
        f'<circle cx="{_doubled(x, low, high, SIZE[0]):.1f}" '
        f'cy="{SIZE[1] - _doubled(y, low, high, SIZE[1]):.1f}" r="3" '
        f'fill="{theme.colour(points.colour)}"/>'
        for points in chart.points
        for x, y in zip(points.x, points.y, strict=True)
    ]


def _changes(chart: WaterfallChart, theme: Theme) -> list[str]:
    place, zero = (SIZE[0] - 2 * _EDGE) / chart.width, _down(chart.axis, 0.0)
    shapes = []
    for bar in chart.bars:
        end = _down(chart.axis, bar.change)
        left, top = _EDGE + (bar.x - 0.45) * place, min(zero, end)
        shapes.append(_box(left, top, 0.9 * place, abs(zero - end), theme.response[bar.level]))
    return shapes


def _threads(chart: SpiderChart, theme: Theme) -> list[str]:
    return [
        _line(
            [
                (_across(chart.months, x), _down(chart.change, y))
                for x, y in zip(one.x, one.y, strict=True)
            ],
            look.colour_in(theme),
        )
        for look in chart.looks
        for one in look.threads
    ]


def _doubled(value: float, low: float, high: float, size: float) -> float:
    """Where a value lies on an axis of equal ratios."""
    return _EDGE + (size - 2 * _EDGE) * log2(value / low) / log2(high / low)


_SHAPES: Final[Mapping[type[Chart], Callable[[Any, Theme], list[str]]]] = {
    SurvivalChart: _curves,
    StackedChart: _bars,
    WaterfallChart: _changes,
    SpiderChart: _threads,
    ForestChart: _squares,
    SwimmerChart: _lanes,
    GrowthChart: _points,
}
"""What is seen of each chart from afar."""
