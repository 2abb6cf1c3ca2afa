"""Checked months and event indicators of one endpoint: what every survival estimator takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imt_core.errors import ImtError

FloatArray = NDArray[np.floating[Any]]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.signedinteger[Any]]

TIE_TOLERANCE: Final = float(np.sqrt(np.finfo(np.float64).eps))
"""R's ``timefix`` tolerance: the square root of the machine epsilon."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TimeToEvent:
    """Months at risk and whether the event ended them. Made by `time_to_event`.

    Parameters
    ----------
    months : numpy.ndarray of float, shape (n,)
        Follow-up in months, at least 0; times that differ only by rounding are equal.
    event : numpy.ndarray of bool, shape (n,)
        True where the event happened, False where the patient was censored.
    """

    months: FloatArray
    event: BoolArray

    @property
    def n(self) -> int:
        """Number of cases."""
        return self.months.size

    @property
    def n_event(self) -> int:
        """Number of events."""
        return int(self.event.sum())

    def subset(self, chosen: BoolArray) -> TimeToEvent:
        """Keep the chosen cases; ties found over all cases stay tied."""
        return TimeToEvent(months=self.months[chosen], event=self.event[chosen])


def time_to_event(months: ArrayLike, event: ArrayLike) -> TimeToEvent:
    """Check and pair times with event indicators.

    Parameters
    ----------
    months : array_like of float, shape (n,)
        Follow-up in months, each finite and at least 0.
    event : array_like of bool or 0/1, shape (n,)
        True or 1 where the event happened.

    Returns
    -------
    TimeToEvent

    Raises
    ------
    ImtError
        If the lengths differ, a time is negative or not finite, or an indicator is not 0 or 1.

    Notes
    -----
    Times closer than R's ``timefix`` tolerance (1.49e-8, absolute or relative to the mean of the
    distinct times) are made equal, as ``survival::aeqSurv`` does: months computed by two routes
    differ in the last bit, and would otherwise break a tie.

    Examples
    --------
    >>> times = time_to_event([6, 12.5], [1, 0])
    >>> times.n, times.n_event
    (2, 1)
    >>> time_to_event([0.1 + 0.2, 0.3], [1, 1]).months.tolist()
    [0.3, 0.3]
    """
    durations = np.asarray(months, dtype=np.float64)
    flags = np.asarray(event)
    if durations.ndim != 1 or durations.shape != flags.shape:
        raise ImtError(
            f"months and event must be two lists of one length, but shapes {durations.shape} and "
            f"{flags.shape} were found. Give one event indicator for each time."
        )
    if not np.isfinite(durations).all() or (durations < 0).any():
        raise ImtError(
            "months must be finite and at least 0, but a negative or missing time was found. "
            "Correct it, or leave that case out of this endpoint."
        )
    if not ((flags == 0) | (flags == 1)).all():
        raise ImtError(
            "event must hold only 0 (censored) and 1 (event), but another value was found. "
            "Recode it, or leave that case out of this endpoint."
        )
    return TimeToEvent(months=merge_close_times(durations), event=flags.astype(np.bool_))


def merge_close_times(months: FloatArray) -> FloatArray:
    """Set times within the tie tolerance of each other to the earliest of them.

    Examples
    --------
    >>> merge_close_times(np.array([2.0, 1.0, 1.0 + 1e-12])).tolist()
    [2.0, 1.0, 1.0]
    """
    distinct = np.unique(months)
    gaps = np.diff(distinct)
    tied = gaps <= TIE_TOLERANCE * max(1.0, float(distinct.mean()) if distinct.size else 1.0)
    if not tied.any():
        return months
    starts = distinct[np.concatenate(([True], ~tied))]
    return starts[np.searchsorted(starts, months, side="right") - 1]
