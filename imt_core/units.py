"""Months and days: the one conversion this project uses."""

from __future__ import annotations

from typing import Final

DAYS_PER_MONTH: Final = 30.4375
"""Mean length of a month in days: 365.25 / 12."""


def months_from_days(days: float) -> float:
    """Convert days to months of 30.4375 days.

    Parameters
    ----------
    days : float
        A duration in days.

    Returns
    -------
    float
        The same duration in months.

    Examples
    --------
    >>> months_from_days(365.25)
    12.0
    >>> months_from_days(0)
    0.0
    """
    return days / DAYS_PER_MONTH
