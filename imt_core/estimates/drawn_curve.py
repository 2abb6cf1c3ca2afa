"""A survival curve from elsewhere, as read off a printed figure: drawn, and never tested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Final

from imt_core.conventions.errors import ImtError

MOST_POINTS: Final = 500
LONGEST_MONTHS: Final = 1_200.0
LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCurve:
    """A curve read off a figure.

    Parameters
    ----------
    name : str
    months : tuple of float
        From 0, not decreasing.
    survival : tuple of float
        Fractions, not increasing.
    n_risk : tuple of int or None
        At risk at each of them, where that was read too; not increasing.
    """

    name: str
    months: tuple[float, ...]
    survival: tuple[float, ...]
    n_risk: tuple[int | None, ...] = ()

    @property
    def n(self) -> int | None:
        """How many it began with; ``None`` where that is not known."""
        return next((n for n in self.n_risk if n is not None), None)


def check_drawn_curve(curve: DrawnCurve) -> None:
    """Refuse a curve that no survival curve can be.

    Raises
    ------
    ImtError
        With the first thing that is wrong.

    Examples
    --------
    >>> check_drawn_curve(DrawnCurve(name="CREATE", months=(0.0, 6.0), survival=(1.0, 0.8)))
    >>> check_drawn_curve(DrawnCurve(name="CREATE", months=(0.0, 6.0), survival=(0.8, 0.9)))
    Traceback (most recent call last):
        ...
    imt_core.ImtError: survival must not increase, but does from month 0 to 6. Correct the points \
read off the figure.
    """
    name, months, survival = curve.name, curve.months, curve.survival
    _must(
        0 < len(name) <= LONGEST_NAME and name.isprintable() and bool(name.strip()),
        f"a curve must have a name of at most {LONGEST_NAME} characters, but has not. Name it.",
    )
    _must(
        2 <= len(months) <= MOST_POINTS and len(months) == len(survival),
        f"a curve must have from 2 to {MOST_POINTS:,} points, each with time and survival, but has "
        "not. Read them off the figure anew.",
    )
    _must(
        all(isfinite(time) and 0 <= time <= LONGEST_MONTHS for time in months),
        f"times must lie from 0 to {LONGEST_MONTHS:,g} months, but one does not. Correct it, or "
        "say in which unit they are.",
    )
    _must(
        all(isfinite(share) and 0 <= share <= 1 for share in survival),
        "survival must lie from 0 to 100%, but a value does not. Correct it.",
    )
    for (sooner, later), (before, after) in zip(pairwise(months), pairwise(survival), strict=True):
        _must(
            sooner <= later,
            f"times must not decrease, but do from {sooner:g} to {later:g}. Sort the points.",
        )
        _must(
            after <= before,
            f"survival must not increase, but does from month {sooner:g} to {later:g}. Correct the "
            "points read off the figure.",
        )
    _check_at_risk(curve.n_risk, len(months))


def _check_at_risk(n_risk: Sequence[int | None], n_points: int) -> None:
    known = [n for n in n_risk if n is not None]
    _must(
        len(n_risk) in (0, n_points) and all(n >= 0 for n in known),
        "numbers at risk must be 0 or more, one beside each time or none, but are not. Correct "
        "them.",
    )
    _must(
        known == sorted(known, reverse=True),
        "numbers at risk must not increase, but do. Correct them.",
    )


def _must(is_so: bool, message: str) -> None:
    if not is_so:
        raise ImtError(message)
