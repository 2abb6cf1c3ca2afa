"""Checked months and event indicators of one endpoint: what every survival estimator takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from imt_core.conventions.errors import ImtError

FloatArray = NDArray[np.floating[Any]]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.signedinteger[Any]]

TIE_TOLERANCE: Final = float(np.sqrt(np.finfo(np.float64).eps))
"""R's ``timefix`` tolerance: the square root of the machine epsilon."""


class PlacedTimes(NamedTuple):
    """Distinct times, and where each case lies among them.

    Parameters
    ----------
    time : numpy.ndarray of float, shape (k,)
        Distinct times in months, ascending; a subset may leave some of them without a case.
    position : numpy.ndarray of int, shape (n,)
        The place of each case: its months are ``time[position]``.
    """

    time: FloatArray
    position: IntArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TimeToEvent:
    """Months at risk and whether the event ended them. Made by `time_to_event`.

    Parameters
    ----------
    months : numpy.ndarray of float, shape (n,)
        Follow-up in months, at least 0; times that differ only by rounding are equal.
    event : numpy.ndarray of bool, shape (n,)
        True where the event happened, False where the patient was censored.
    places : PlacedTimes or None
        Where the cases lie among the times of the whole they were taken from, if that is known.
    """

    months: FloatArray
    event: BoolArray
    places: PlacedTimes | None = None

    @property
    def n(self) -> int:
        """Number of cases."""
        return self.months.size

    @property
    def n_event(self) -> int:
        """Number of events."""
        return int(np.count_nonzero(self.event))

    def placed(self) -> PlacedTimes:
        """Place the cases among distinct times, which may be those of a larger whole."""
        return place_times(self.months) if self.places is None else self.places

    def subset(self, chosen: BoolArray) -> TimeToEvent:
        """Keep the chosen cases; ties found over all cases stay tied."""
        rows = np.flatnonzero(chosen)
        time, position = self.placed()
        return TimeToEvent(
            months=self.months[rows],
            event=self.event[rows],
            places=PlacedTimes(time=time, position=position[rows]),
        )


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
    if not (durations.min(initial=0) >= 0 and durations.max(initial=0) < np.inf):
        raise ImtError(
            "months must be finite and at least 0, but a negative or missing time was found. "
            "Correct it, or leave that case out of this endpoint."
        )
    if flags.dtype != np.bool_ and not ((flags == 0) | (flags == 1)).all():
        raise ImtError(
            "event must hold only 0 (censored) and 1 (event), but another value was found. "
            "Recode it, or leave that case out of this endpoint."
        )
    places = place_times(durations)
    all_differ = places.time.size == durations.size
    return TimeToEvent(
        months=durations if all_differ else places.time[places.position],
        event=flags.astype(np.bool_),
        places=places,
    )


def place_times(months: FloatArray) -> PlacedTimes:
    """Place each case among the distinct times; close times are set to the earliest of them.

    Parameters
    ----------
    months : numpy.ndarray of float, shape (n,)

    Returns
    -------
    PlacedTimes

    Examples
    --------
    >>> time, position = place_times(np.array([2.0, 1.0, 1.0 + 1e-12]))
    >>> time.tolist(), position.tolist()
    ([1.0, 2.0], [1, 0, 0])
    """
    if _repeats(months):
        codes, found = pd.factorize(months)
        time, position = place_times(found)
        return PlacedTimes(time=time, position=position[codes])
    order = np.argsort(months)
    ordered = months[order]
    starts = np.ones(months.size, dtype=np.bool_)
    starts[1:] = ordered[1:] > ordered[:-1]
    mean = ordered.sum(where=starts) / max(np.count_nonzero(starts), 1)
    starts[1:] = ordered[1:] - ordered[:-1] > TIE_TOLERANCE * max(1.0, mean)
    position = np.empty_like(order)
    position[order] = np.cumsum(starts)
    position -= 1
    return PlacedTimes(time=ordered[starts], position=position)


def _repeats(months: FloatArray) -> bool:
    """Whether many cases share their time: a hash table then beats a sort."""
    return months.size > 10_000 and len(pd.unique(months[:1_000])) < 900
