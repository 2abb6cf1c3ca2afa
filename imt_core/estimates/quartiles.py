"""Median, quartiles and range of a measured number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from imt_core.conventions.choices import QuartileType
from imt_core.conventions.errors import ImtError


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSummary:
    """Median, quartiles and range; ``None`` without values.

    Parameters
    ----------
    n, n_missing : int
        Values recorded and not recorded.
    median, q1, q3, minimum, maximum : float or None
        In the unit of the values.
    """

    n: int
    n_missing: int
    median: float | None
    q1: float | None
    q3: float | None
    minimum: float | None
    maximum: float | None


def summarize_numbers(values: ArrayLike, *, quartile_type: QuartileType = 2) -> NumberSummary:
    """Summarize measured numbers; missing ones (NaN) are counted apart.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        In any unit; NaN is missing.
    quartile_type : {2, 7}
        2: averaged order statistics (SAS); 7: linear interpolation (R's default).

    Returns
    -------
    NumberSummary

    Raises
    ------
    ImtError
        If `quartile_type` is neither 2 nor 7.

    Notes
    -----
    R: ``quantile(x, c(.25, .5, .75), type = 2, na.rm = TRUE)``.

    References
    ----------
    Hyndman RJ, Fan Y. Am Stat 1996;50:361-365. doi:10.1080/00031305.1996.10473566

    Examples
    --------
    >>> summary = summarize_numbers([1, 2, 3, 4, float("nan")])
    >>> summary.q1, summary.median, summary.q3, summary.n_missing
    (1.5, 2.5, 3.5, 1)
    >>> summarize_numbers([1, 2, 3, 4], quartile_type=7).q1
    1.75
    >>> summarize_numbers([]).median is None
    True
    """
    if quartile_type not in (2, 7):
        raise ImtError(f"quartile_type must be 2 or 7, but {quartile_type} was found. Choose one.")
    numbers = np.asarray(values, dtype=np.float64)
    known = numbers[~np.isnan(numbers)]
    n_missing = int(numbers.size - known.size)
    if known.size == 0:
        return NumberSummary(
            n=0, n_missing=n_missing, median=None, q1=None, q3=None, minimum=None, maximum=None
        )
    low, q1, median, q3, high = np.quantile(
        known,
        np.array([0, 0.25, 0.5, 0.75, 1]),
        method="averaged_inverted_cdf" if quartile_type == 2 else "linear",
    ).tolist()
    return NumberSummary(
        n=known.size, n_missing=n_missing, median=median, q1=q1, q3=q3, minimum=low, maximum=high
    )
