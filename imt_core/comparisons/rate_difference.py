"""The difference of two independent rates of which an estimate and limits are known."""

from __future__ import annotations

from math import hypot
from typing import TypeAlias

Limits: TypeAlias = tuple[float, float]


def difference_limits(
    first: float, first_limits: Limits, second: float, second_limits: Limits
) -> Limits:
    """Recover the limits of a difference from those of its two parts.

    Parameters
    ----------
    first, second : float
        The estimates, fractions.
    first_limits, second_limits : tuple of float
        Their limits, of one confidence level.

    Returns
    -------
    tuple of float
        Limits of `first` less `second`, of the same level.

    Notes
    -----
    MOVER, the square-and-add method: with limits l, u of each part and d = p1 - p2 they are
    ``d - sqrt((p1 - l1)^2 + (u2 - p2)^2)`` and ``d + sqrt((u1 - p1)^2 + (p2 - l2)^2)``. Nothing but
    estimates and limits is asked of either part, so that a printed interval can be used.
    R: the two formulas.

    References
    ----------
    Zou GY, Donner A. Stat Med 2008;27:1693-1702. doi:10.1002/sim.3095

    Examples
    --------
    >>> [round(x, 3) for x in difference_limits(0.3, (0.1, 0.6), 0.7, (0.4, 0.8))]
    [-0.624, 0.024]
    """
    (low1, high1), (low2, high2) = first_limits, second_limits
    difference = first - second
    return (
        difference - hypot(first - low1, high2 - second),
        difference + hypot(high1 - first, second - low2),
    )
