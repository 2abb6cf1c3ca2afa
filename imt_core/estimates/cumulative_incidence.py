"""Cumulative incidence where an event and another one that rules it out compete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from imt_core.conventions.choices import SurvivalConfType
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_number
from imt_core.estimates.survival_rates import SurvivalRate
from imt_core.estimates.time_to_event import BoolArray, FloatArray, IntArray, time_to_event

if TYPE_CHECKING:
    import greenwood

CAUSES: Final = ("censored", "event", "competing")
"""What ended a case's time, by its code: 0, 1 and 2."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CompetingTimes:
    """Months at risk and what ended them. Made by `competing_times`.

    Parameters
    ----------
    months : numpy.ndarray of float, shape (n,)
        Follow-up in months, at least 0; times that differ only by rounding are equal.
    cause : numpy.ndarray of int, shape (n,)
        0 censored, 1 the event of interest, 2 the competing event.
    """

    months: FloatArray
    cause: IntArray

    @property
    def n(self) -> int:
        """Number of cases."""
        return self.months.size

    @property
    def n_event(self) -> int:
        """Number of events of interest."""
        return int(np.count_nonzero(self.cause == 1))

    @property
    def n_competing(self) -> int:
        """Number of competing events."""
        return int(np.count_nonzero(self.cause == 2))

    def subset(self, chosen: BoolArray) -> CompetingTimes:
        """Keep the chosen cases; ties found over all cases stay tied."""
        return CompetingTimes(months=self.months[chosen], cause=self.cause[chosen])


def competing_times(months: ArrayLike, cause: ArrayLike) -> CompetingTimes:
    """Check and pair times with what ended them.

    Parameters
    ----------
    months : array_like of float, shape (n,)
        Follow-up in months, each finite and at least 0.
    cause : array_like of int, shape (n,)
        0 censored, 1 the event of interest, 2 the competing event.

    Returns
    -------
    CompetingTimes
        Times that differ only by rounding are made equal, as by `time_to_event`.

    Raises
    ------
    ImtError
        If the lengths differ, a time is negative or not finite, or a cause is none of the three.

    Examples
    --------
    >>> times = competing_times([6, 12, 12], [1, 2, 0])
    >>> times.n, times.n_event, times.n_competing
    (3, 1, 1)
    >>> competing_times([6], [3])
    Traceback (most recent call last):
        ...
    imt_core.ImtError: cause must hold only 0 (censored), 1 (event) and 2 (competing event), but \
another value was found. Recode it, or leave that case out.
    """
    codes = np.asarray(cause)
    if not np.isin(codes, (0, 1, 2)).all():
        raise ImtError(
            "cause must hold only 0 (censored), 1 (event) and 2 (competing event), but another "
            "value was found. Recode it, or leave that case out."
        )
    return CompetingTimes(months=time_to_event(months, codes > 0).months, cause=codes.astype(int))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IncidenceCurve:
    """The incidence of one cause: a step function from (0 months, 0).

    Parameters
    ----------
    time : numpy.ndarray of float, shape (k,)
        Distinct times in months, ascending.
    n_risk, n_event, n_competing, n_censor : numpy.ndarray of int, shape (k,)
        Cases with follow-up of at least ``time``; at ``time``, events of this cause, events of the
        other one, and censorings.
    estimate : numpy.ndarray of float, shape (k,)
        Share with the event of this cause by each time, a fraction.
    std_error : numpy.ndarray of float, shape (k,)
    conf_low, conf_high : numpy.ndarray of float, shape (k,)
        Pointwise limits, fractions; NaN where they are not defined.
    conf_level : float
    conf_type : {"log", "log-log", "plain"}
    """

    time: FloatArray
    n_risk: IntArray
    n_event: IntArray
    n_competing: IntArray
    n_censor: IntArray
    estimate: FloatArray
    std_error: FloatArray
    conf_low: FloatArray
    conf_high: FloatArray
    conf_level: float
    conf_type: SurvivalConfType

    @property
    def n(self) -> int:
        """Number of cases."""
        return int(self.n_risk[0]) if self.n_risk.size else 0

    @property
    def last_follow_up(self) -> float | None:
        """Longest follow-up in months; ``None`` without cases."""
        return float(self.time[-1]) if self.time.size else None

    @property
    def is_complete(self) -> bool:
        """Whether everyone had one of the events: the incidence then stays what it is."""
        return bool(self.time.size) and not self.n_censor[-1]

    def n_risk_at(self, months: FloatArray) -> IntArray:
        """Cases whose follow-up is at least each of the given months."""
        leaving = np.append(self.n_risk, 0)
        return leaving[np.searchsorted(self.time, months, side="left")]

    def to_frame(self) -> pd.DataFrame:
        """One row for each distinct time, unformatted."""
        names = ("time", "n_risk", "n_event", "n_competing", "n_censor", "estimate", "std_error")
        return pd.DataFrame({name: getattr(self, name) for name in (*names, *_LIMITS)})


_LIMITS: Final = ("conf_low", "conf_high")
_ESTIMATES: Final = ("estimate", "std_error", *_LIMITS)
_ROUNDING: Final = 1e-12


def cumulative_incidence(
    times: CompetingTimes, *, conf_level: float = 0.95, conf_type: SurvivalConfType = "log"
) -> tuple[IncidenceCurve, IncidenceCurve]:
    """Estimate how many have had each of two competing events by each time.

    Parameters
    ----------
    times : CompetingTimes
        May be empty.
    conf_level : float
        Between 0 and 1.
    conf_type : {"log", "log-log", "plain"}
        Scale of the confidence limits.

    Returns
    -------
    tuple of IncidenceCurve
        Of the event of interest, and of the competing event.

    Raises
    ------
    ImtError
        If `conf_level` is not between 0 and 1 or `conf_type` is none of the three.

    Notes
    -----
    Aalen-Johansen: the incidence of a cause rises at each time by ``S(t-) d / n``, where S is the
    Kaplan-Meier estimate for events of either kind, d the events of this cause and n the cases at
    risk. One minus a Kaplan-Meier estimate that censors the competing event would be too high: it
    lets those who died have the event still. The two incidences and S add up to 1. The variance
    is Aalen's; limits are symmetric for the incidence, its logarithm or its log(-log). They are
    not defined where the incidence is 0 (but for plain ones) or 1; R writes 1 and 1 there.
    Worked out by the package greenwood.
    R: ``survfit(Surv(months, factor(cause, 0:2)) ~ 1, id = id, conf.type = "log")``.

    References
    ----------
    Aalen OO, Johansen S. Scand J Stat 1978;5:141-150.
    Putter H, Fiocco M, Geskus RB. Stat Med 2007;26:2389-2430. doi:10.1002/sim.2712

    Examples
    --------
    >>> event, competing = cumulative_incidence(competing_times([2, 4, 6, 8], [1, 2, 1, 0]))
    >>> event.estimate.tolist(), competing.estimate.tolist()
    ([0.25, 0.25, 0.5, 0.5], [0.0, 0.25, 0.25, 0.25])
    >>> cumulative_incidence(competing_times([], []))[0].n
    0
    """
    if not 0 < conf_level < 1:
        raise ImtError(
            f"conf_level must lie between 0 and 1, but {conf_level} was found. Give 0.95."
        )
    if conf_type not in ("log", "log-log", "plain"):
        raise ImtError(
            f"conf_type must be log, log-log or plain, but {conf_type} was found. Choose one."
        )
    time, position = np.unique(times.months, return_inverse=True)
    n_censor, *ended = (
        np.bincount(position[times.cause == code], minlength=time.size)
        for code in range(len(CAUSES))
    )
    n_leaving = np.bincount(position, minlength=time.size)
    event, competing = (
        IncidenceCurve(
            time=time,
            n_risk=times.n - np.cumsum(n_leaving) + n_leaving,
            n_event=own,
            n_competing=other,
            n_censor=n_censor,
            estimate=estimates[:, 0],
            std_error=estimates[:, 1],
            conf_low=estimates[:, 2],
            conf_high=estimates[:, 3],
            conf_level=conf_level,
            conf_type=conf_type,
        )
        for own, other, estimates in zip(
            ended, reversed(ended), _aalen_johansen(times, conf_level, conf_type), strict=True
        )
    )
    return event, competing


def _aalen_johansen(times: CompetingTimes, conf_level: float, conf_type: str) -> FloatArray:
    """Of each cause, at each distinct time: the estimate, its standard error and its limits."""
    if not times.n:
        return np.empty((2, 0, len(_ESTIMATES)))
    # Half a second to import, which the first curve need not wait for.
    import greenwood  # noqa: PLC0415

    fit = greenwood.AalenJohansen(conf_level=conf_level, conf_type=conf_type)
    # A long tail has limits beyond what a float holds: they are 0.
    with np.errstate(over="ignore"):
        frame = fit.fit(_as_surv(times)).to_frame(format="pandas")
    values: FloatArray = frame[list(_ESTIMATES)].to_numpy().reshape(2, -1, len(_ESTIMATES))
    # At 1, but for rounding, nothing is left to vary.
    values[values[..., 0] > 1 - _ROUNDING] = (1.0, 0.0, np.nan, np.nan)
    return values


def _as_surv(times: CompetingTimes) -> greenwood.Surv:
    """Competing times as the package greenwood takes them."""
    import greenwood  # noqa: PLC0415

    return greenwood.Surv(
        times.months, event=pd.Categorical.from_codes(times.cause, pd.Index(CAUSES))
    )


def incidence_at(curve: IncidenceCurve, months: float) -> SurvivalRate:
    """Read the incidence of a cause off its curve at one time.

    Parameters
    ----------
    curve : IncidenceCurve
    months : float
        At least 0.

    Returns
    -------
    SurvivalRate
        Its estimate is the share with the event. Beyond the last follow-up there is none, unless
        everyone had one of the events.

    Raises
    ------
    ImtError
        If `months` is negative or not finite.

    Notes
    -----
    R: ``summary(survfit(...), times = months)``; `cmprsk::timepoints` carries the last value on.

    Examples
    --------
    >>> event, _ = cumulative_incidence(competing_times([2, 4, 6, 8], [1, 2, 1, 0]))
    >>> incidence_at(event, 6).estimate, incidence_at(event, 1).estimate
    (0.5, 0.0)
    >>> incidence_at(event, 12).reason
    'beyond the last follow-up (8.0 months)'
    """
    if not (np.isfinite(months) and months >= 0):
        raise ImtError(f"months must be at least 0, but {months} was found. Give a time in months.")
    n_risk = int(curve.n_risk_at(np.array([months]))[0])
    last = curve.last_follow_up
    estimate, low, high, reason = 0.0, np.nan, np.nan, ""
    step = int(np.searchsorted(curve.time, months, side="right")) - 1
    if last is None:
        reason = "no cases"
    elif months > last and not curve.is_complete:
        reason = f"beyond the last follow-up ({format_number(last)} months)"
    elif step >= 0:
        estimate, low, high = (
            float(values[step]) for values in (curve.estimate, curve.conf_low, curve.conf_high)
        )
    return SurvivalRate(
        months=months,
        estimate=None if reason else estimate,
        conf_low=None if np.isnan(low) else low,
        conf_high=None if np.isnan(high) else high,
        n_risk=n_risk,
        reason=reason,
    )
