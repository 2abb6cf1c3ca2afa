"""Curves named at their ends, where the names meet no line and no other name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from imt_core.reporting.design.survival import GroupCurve, Points, SurvivalChart
from imt_core.reporting.design.theme import n_letters

LABEL_SIZE: Final = 14
"""Pixels of the letters."""

_WIDTH: Final = 320.0
_NARROWEST: Final = 170.0
"""Pixels of drawing areas: where the names are still free of lines, and not cut at the right."""
_LETTER: Final = 8.0
_PADDING: Final = 12.0
_HEIGHT: Final = 18.0
_OFF: Final = 3.0
"""Pixels between a line and the name above or below it."""
_SLACK: Final = 0.5
"""Percent by which the room of a name may reach over a line's edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndLabel:
    """A name, the end it stands at, and on which side of it, in Plotly's words."""

    text: str
    curve: GroupCurve
    x: float
    y: float
    side: str


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    right: float
    low: float
    high: float

    def meets(self, line: Points) -> bool:
        """Whether a line of upright and level pieces passes through."""
        (x, y), slack = line, _SLACK
        return bool(
            (
                (np.maximum(x[1:], x[:-1]) > self.left)
                & (np.minimum(x[1:], x[:-1]) < self.right)
                & (np.maximum(y[1:], y[:-1]) > self.low + slack)
                & (np.minimum(y[1:], y[:-1]) < self.high - slack)
            ).any()
        )

    def overlaps(self, other: _Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.low < other.high
            and other.low < self.high
        )


def end_labels(chart: SurvivalChart, curve_height: float) -> tuple[EndLabel, ...]:
    """Where each curve is named at its end; empty where a name is not free, or not needed.

    Parameters
    ----------
    chart : SurvivalChart
    curve_height : float
        Pixels of the drawing area.
    """
    if len(chart.curves) < 2:
        return ()
    lines = [part for c in chart.curves for part in (c.solid, c.dashed) if part is not None]
    boxes: list[_Box] = []
    labels: list[EndLabel] = []
    for curve in chart.curves:
        found = _place(chart, curve, lines, boxes, curve_height)
        if found is None:
            return ()
        label, box = found
        labels.append(label)
        boxes.append(box)
    return tuple(labels)


def _place(
    chart: SurvivalChart,
    curve: GroupCurve,
    lines: Sequence[Points],
    taken: Sequence[_Box],
    curve_height: float,
) -> tuple[EndLabel, _Box] | None:
    part = curve.solid if curve.dashed is None else curve.dashed
    if part is None:
        return None
    x, y = float(part[0][-1]), float(part[1][-1])
    months, pixel = chart.months, (chart.percent.high - chart.percent.low) / curve_height
    name = (_LETTER * n_letters(curve.label) + _PADDING) * (months.high - months.low)
    right, left = name / _NARROWEST, name / _WIDTH
    high, off = _HEIGHT * pixel, _OFF * pixel
    for side, box, shift in (
        ("middle right", _Box(x, x + right, y - high / 2, y + high / 2), 0.0),
        ("bottom left", _Box(x - left, x, y - high, y), -off),
        ("top left", _Box(x - left, x, y, y + high), off),
    ):
        inside = (
            chart.months.low <= box.left
            and box.right <= chart.months.high
            and chart.percent.low <= box.low
            and box.high <= chart.percent.high + high
        )
        if inside and not any(map(box.meets, lines)) and not any(map(box.overlaps, taken)):
            return EndLabel(text=curve.label, curve=curve, x=x, y=y + shift, side=side), box
    return None
