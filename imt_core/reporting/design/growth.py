"""Growth modulation in neutral terms: a point for each pair of lines, and guides of equal ratio."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log2
from typing import Final

from imt_core.analyses.growth_modulation import THRESHOLD, GrowthModulation, LinePair
from imt_core.analyses.view_request import ViewRequest
from imt_core.conventions.formatting import format_count, format_number
from imt_core.reporting.design.chart import Axis, Chart, design
from imt_core.reporting.design.theme import Mark

NO_PAIR: Final = (
    "No pair of successive lines in view has a PFS of the line before that ended, and one after it."
)

_READING: Final = (
    "A point for each pair, both axes doubling from tick to tick. Above the dashed line the later "
    f"line held more than {THRESHOLD} times as long as the one before; below the solid line, less "
    "long. Open triangle: the later line was censored, so the point is at least that high."
)
_ROOM: Final = 1.15


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthPoints:
    """Points that are drawn alike.

    Parameters
    ----------
    name : str
        What they have in common, with how many there are.
    colour : int
        Position among the colours of a theme.
    mark : str
        Of `theme.CENSOR_MARKS`: a dot where the later line ended, a triangle where it is censored.
    x, y : tuple of float
        Months of the line before, and of the line.
    hovers : tuple of str
        Each pair in two lines.
    patients : tuple of str
        Whose each is.
    """

    name: str
    colour: int
    mark: Mark
    x: tuple[float, ...]
    y: tuple[float, ...]
    hovers: tuple[str, ...]
    patients: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A line of equal ratio, from the bottom or the left to the top."""

    name: str
    dashed: bool
    x: tuple[float, float]
    y: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GrowthChart(Chart):
    """Successive lines against each other.

    Parameters
    ----------
    before, after : Axis
        Of the same ends and ticks, so that equal ratios lie on one slope.
    points : tuple of GrowthPoints
    guides : tuple of Guide
    """

    before: Axis
    after: Axis
    points: tuple[GrowthPoints, ...]
    guides: tuple[Guide, ...]


@design.register
def _(result: GrowthModulation, request: ViewRequest) -> GrowthChart:
    return growth_chart(result)


def growth_chart(result: GrowthModulation) -> GrowthChart:
    """Describe the pairs of successive lines.

    Parameters
    ----------
    result : GrowthModulation

    Returns
    -------
    GrowthChart
        A line of 0 months stands at the lower end of its axis, which cannot reach 0.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.growth_modulation import growth_modulation
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("aabb"), "line_number": [1.0, 2, 1, 2],
    ...     "pfs_months": [4.0, 6.0, 5.0, 3.0], "pfs_event": [1.0, 1.0, 1.0, 0.0]})
    >>> chart = growth_chart(growth_modulation(Cohort(frame=frame, name="four lines")))
    >>> [points.name for points in chart.points], chart.before.ticks
    (['above 1.33 (1)', '1.33 or less so far, censored (1)'], (2.0, 4.0, 8.0))
    """
    axis = _axis(result)
    return GrowthChart(
        alt=_describe(result),
        stamp=f"{count_pairs(result)}; PFS of a line over PFS of the line before; described, not "
        "tested",
        reading=_READING,
        empty="" if result.pairs else NO_PAIR,
        of_patients=True,
        before=axis("PFS of the line before (months)"),
        after=axis("PFS of the line (months)"),
        points=_points(result.pairs, axis("").low),
        guides=tuple(_guide(ratio, axis("")) for ratio in (1.0, THRESHOLD)),
    )


def count_pairs(result: GrowthModulation) -> str:
    """Pairs and patients in words.

    Examples
    --------
    >>> from imt_core.analyses.growth_modulation import growth_modulation
    >>> from imt_core.cohort.schema import Cohort
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"patient_id": list("aa"), "line_number": [1.0, 2],
    ...     "pfs_months": [4.0, 6.0], "pfs_event": [1.0, 1.0]})
    >>> count_pairs(growth_modulation(Cohort(frame=frame, name="two lines")))
    '1 pair in 1 patient'
    """
    pairs, patients = result.count.n_lines, result.count.n_patients
    return f"{format_count(pairs, 'pair')} in {format_count(patients, 'patient')}"


@dataclass(frozen=True, slots=True)
class _Doubling:
    """Powers of 2 that hold all months."""

    low: int
    high: int

    def __call__(self, title: str) -> Axis:
        ticks = tuple(2.0**power for power in range(self.low, self.high + 1))
        return Axis(low=ticks[0], high=ticks[-1], ticks=ticks, title=title, doubles=True)


def _axis(result: GrowthModulation) -> _Doubling:
    months = [m for pair in result.pairs for m in (pair.months_before, pair.months) if m > 0]
    low, high = min(months, default=1.0), max(months, default=2.0)
    return _Doubling(floor(log2(low / _ROOM)), ceil(log2(high * _ROOM)))


def _points(pairs: tuple[LinePair, ...], low: float) -> tuple[GrowthPoints, ...]:
    kinds: tuple[tuple[str, int, Mark, bool, bool], ...] = (
        (f"above {THRESHOLD}", 0, "dot", True, True),
        (f"above {THRESHOLD}, censored: at least that", 0, "triangle", True, False),
        (f"{THRESHOLD} or less", 1, "dot", False, True),
        (f"{THRESHOLD} or less so far, censored", 1, "triangle", False, False),
    )
    made = []
    for name, colour, mark, is_above, event in kinds:
        own = [pair for pair in pairs if (pair.is_above, pair.event) == (is_above, event)]
        if own:
            made.append(
                GrowthPoints(
                    name=f"{name} ({len(own)})",
                    colour=colour,
                    mark=mark,
                    x=tuple(pair.months_before for pair in own),
                    y=tuple(max(pair.months, low) for pair in own),
                    hovers=tuple(map(_hover, own)),
                    patients=tuple(pair.patient_id for pair in own),
                )
            )
    return tuple(made)


def _hover(pair: LinePair) -> str:
    least = "" if pair.event else "at least "
    months, before = format_number(pair.months), format_number(pair.months_before)
    return (
        f"ratio {least}{format_number(pair.ratio, decimals=2)}: {months} months over {before}"
        f"\nline {pair.line} ({pair.regimen}) after line {pair.line_before} ({pair.regimen_before})"
    )


def _guide(ratio: float, axis: Axis) -> Guide:
    return Guide(
        name=f"ratio {ratio:g}" if ratio == THRESHOLD else "ratio 1.0",
        dashed=ratio == THRESHOLD,
        x=(axis.low, axis.high / ratio),
        y=(axis.low * ratio, axis.high),
    )


def _describe(result: GrowthModulation) -> str:
    """Alternative text: what the points show, for a reader who cannot see them."""
    if not result.pairs:
        return NO_PAIR
    ratios = ", ".join(
        f"{format_number(pair.ratio, decimals=2)}{'' if pair.event else '+'}"
        for pair in result.pairs
    )
    n = format_count(len(result.pairs), "pair")
    return (
        f"PFS of a line against PFS of the line before, {n} of successive lines. Ratios: {ratios}."
    )
