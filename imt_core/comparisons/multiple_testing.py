"""P values of several tests read together: Holm's adjustment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from imt_core.conventions.errors import ImtError


def holm(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Adjust p values so that a true hypothesis among them is seldom rejected.

    Parameters
    ----------
    p_values : sequence of float or None
        Each from 0 to 1; ``None`` for a test that could not be made.

    Returns
    -------
    tuple of float or None
        In the order given, at most 1. ``None`` stays ``None`` and does not count as a test.

    Raises
    ------
    ImtError
        If a p value is outside 0 to 1.

    Notes
    -----
    The i-th smallest of m is multiplied by ``m - i + 1``; none is smaller than the one before.
    Rejecting where the result is at most 0.05 keeps the probability of any false rejection at
    0.05, however the tests depend on each other.
    R: ``p.adjust(p, method = "holm")``, which leaves ``NA`` out of the count as well.

    References
    ----------
    Holm S. Scand J Stat 1979;6:65-70. https://www.jstor.org/stable/4615733

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)
    >>> holm([0.02, None])
    (0.02, None)
    """
    made = [i for i, p in enumerate(p_values) if p is not None]
    known = np.array([p for p in p_values if p is not None], dtype=np.float64)
    outside = known[~((known >= 0) & (known <= 1))]
    if outside.size:
        raise ImtError(
            f"p_values must lie from 0 to 1, but {outside[0]:g} was found. "
            "Give None for a test that could not be made."
        )
    order = np.argsort(known, kind="stable")
    steps = np.arange(known.size, 0, -1)
    adjusted = np.empty(known.size)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps * known[order]), 1.0)
    result: list[float | None] = [None] * len(p_values)
    for i, value in zip(made, adjusted.tolist(), strict=True):
        result[i] = value
    return tuple(result)
