"""Where the number of a group stands on its curve, so that grey curves are told apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from imt_core.estimates.time_to_event import FloatArray
from imt_core.reporting.design.survival import GroupCurve, SurvivalChart

_STEP: Final = 2.0
"""Points between the places that are tried."""
_APART: Final = 2.5
"""Half boxes between a number and other curves beyond which farther is no better."""
_MARK: Final = 1.5
"""Half boxes that keep a number off its own curve's marks."""

_SLACK: Final = 0.05

_Places: TypeAlias = NDArray[np.float64]


def number_places(
    chart: SurvivalChart,
    area: tuple[float, float],
    box: tuple[float, float],
    taken: Sequence[tuple[float, float]] = (),
) -> tuple[tuple[float, float], ...]:
    """Choose for each curve a point on it, as far as can be from other curves, marks and numbers.

    Parameters
    ----------
    chart : SurvivalChart
    area, box : tuple of float
        Width and height of the drawing area and of the largest number, in points.
    taken : sequence of (float, float)
        Points of the area, from its lower left, at which words stand.

    Returns
    -------
    tuple of (float, float)
        Months and percent, in the curves' order.
    """
    low = np.array([chart.months.low, chart.percent.low])
    scale = np.array(area) / (np.array([chart.months.high, chart.percent.high]) - low)
    half = np.array(box) / 2
    lines = [(_line(curve) - low) * scale for curve in chart.curves]
    tried = [_along(line) for line in lines]
    marks = [(np.column_stack(curve.censored) - low) * scale for curve in chart.curves]
    words = np.array(taken).reshape(-1, 2)
    chosen: dict[int, _Places] = {}
    # A short curve has fewer places to choose from.
    for at in sorted(range(len(lines)), key=lambda index: len(tried[index])):
        places = tried[at]
        inside = ((places >= half) & (places <= np.array(area) - half)).all(axis=1)
        places = places[inside] if inside.any() else places
        others = [tried[other] for other in range(len(lines)) if other != at]
        score = np.minimum(_clear(places, others, half), _APART)
        score += np.minimum(_clear(places, marks, half), _MARK)
        score -= np.where(_clear(places, [words, *chosen.values()], 2 * half) < 1, 2 * _APART, 0.0)
        # Of places that are as good, the one next to the curve's middle.
        best = np.flatnonzero(score > score.max() - _SLACK)
        chosen[at] = places[[int(best[np.abs(best - len(places) / 2).argmin()])]]
    found = [chosen[at][0] / scale + low for at in range(len(lines))]
    return tuple((float(x), float(y)) for x, y in found)


def _line(curve: GroupCurve) -> _Places:
    parts = [np.column_stack(part) for part in (curve.solid, curve.dashed) if part is not None]
    return np.concatenate(parts) if parts else np.column_stack(curve.points)


def _along(line: _Places) -> _Places:
    """Points along a line, at equal distances."""
    lengths = np.concatenate([[0.0], np.abs(np.diff(line, axis=0)).sum(axis=1).cumsum()])
    at: FloatArray = np.linspace(0, lengths[-1], max(int(lengths[-1] / _STEP), 1) + 1)
    return np.column_stack([np.interp(at, lengths, line[:, axis]) for axis in (0, 1)])


def _clear(places: _Places, taken: Sequence[_Places], half: _Places) -> FloatArray:
    """How far each place is from the nearest of those taken, in half boxes."""
    points = np.concatenate([np.empty((0, 2)), *taken])
    if not len(points):
        return np.full(len(places), np.inf)
    gaps = np.abs(places[:, None, :] - points[None, :, :]) / half
    nearest: FloatArray = gaps.max(axis=2).min(axis=1)
    return nearest
