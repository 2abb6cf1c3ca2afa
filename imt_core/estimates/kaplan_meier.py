"""The Kaplan-Meier estimate of a survival curve, with pointwise confidence limits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from imt_core.conventions.choices import SurvivalConfType
from imt_core.conventions.errors import ImtError
from imt_core.estimates.beta_product import beta_product_steps
from imt_core.estimates.survival_limits import survival_limits
from imt_core.estimates.time_to_event import TIE_TOLERANCE, FloatArray, IntArray, TimeToEvent


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SurvivalCurve:
    """A step function from (0 months, 1), one entry for each distinct time.

    Parameters
    ----------
    time : numpy.ndarray of float, shape (k,)
        Distinct times in months, ascending.
    n_risk, n_event, n_censor : numpy.ndarray of int, shape (k,)
        Cases with follow-up of at least ``time``; events; censorings at ``time``.
    estimate : numpy.ndarray of float, shape (k,)
        Survival just after each time, a fraction.
    std_error : numpy.ndarray of float, shape (k,)
        Greenwood's standard error of the estimate; NaN where it is not defined (estimate 0).
    conf_low, conf_high : numpy.ndarray of float, shape (k,)
        Pointwise limits just after each time, fractions; NaN where they are not defined.
    conf_low_at_start : float
        The lower limit before the first time: 1, but for the beta product; NaN without cases.
    conf_level : float
    conf_type : {"log", "log-log", "plain", "bpcp", "bpcp-midp"}
    """

    time: FloatArray
    n_risk: IntArray
    n_event: IntArray
    n_censor: IntArray
    estimate: FloatArray
    std_error: FloatArray
    conf_low: FloatArray
    conf_high: FloatArray
    conf_low_at_start: float
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
    def has_limits(self) -> bool:
        """Whether the limits say anything: not where there is no event, but for the beta product.

        Where limits are 1 and 1, or are not defined, they say nothing.
        """
        return bool((self.conf_low < self.conf_high).any())

    def n_risk_at(self, months: FloatArray) -> IntArray:
        """Cases whose follow-up is at least each of the given months, but for rounding."""
        leaving = np.append(self.n_risk, 0)
        return leaving[np.searchsorted(self.time, months - self._rounding, side="left")]

    def step_at(self, months: float) -> int:
        """The last of the curve's times that is not later, but for rounding; -1 before the first.

        A time and the curve's own that differ by no more than tied times do are one time.
        """
        return int(np.searchsorted(self.time, months + self._rounding, side="right")) - 1

    def ends_before(self, months: float) -> bool:
        """Whether follow-up ends before this time, more than by rounding."""
        return not self.time.size or bool(months > self.time[-1] + self._rounding)

    @property
    def _rounding(self) -> float:
        return TIE_TOLERANCE * max(1.0, float(self.time.mean()) if self.time.size else 0.0)

    def n_event_before(self, months: FloatArray) -> IntArray:
        """Events before each of the given months.

        With the cases at risk and those censored before, they are all cases.
        """
        return self._before(self.n_event, months)

    def n_censor_before(self, months: FloatArray) -> IntArray:
        """Cases censored before each of the given months."""
        return self._before(self.n_censor, months)

    def _before(self, leaving: IntArray, months: FloatArray) -> IntArray:
        so_far = np.concatenate(([0], np.cumsum(leaving)))
        return so_far[np.searchsorted(self.time, months, side="left")]

    def to_frame(self) -> pd.DataFrame:
        """One row for each distinct time, unformatted."""
        return pd.DataFrame(
            {
                "time": self.time,
                "n_risk": self.n_risk,
                "n_event": self.n_event,
                "n_censor": self.n_censor,
                "estimate": self.estimate,
                "std_error": self.std_error,
                "conf_low": self.conf_low,
                "conf_high": self.conf_high,
            }
        )


def kaplan_meier(
    times: TimeToEvent, *, conf_level: float = 0.95, conf_type: SurvivalConfType = "log"
) -> SurvivalCurve:
    """Estimate a survival curve by the product-limit method.

    Parameters
    ----------
    times : TimeToEvent
        Months and event indicators; may be empty.
    conf_level : float
        Between 0 and 1.
    conf_type : {"log", "log-log", "plain", "bpcp", "bpcp-midp"}
        Scale of the confidence limits; or the beta product confidence procedure, plain or mid-p.

    Returns
    -------
    SurvivalCurve
        One entry for each distinct time, events and censorings alike.

    Raises
    ------
    ImtError
        If `conf_level` is not between 0 and 1 or `conf_type` is unknown.

    Notes
    -----
    ``S(t) = prod over t_i <= t of (1 - d_i / n_i)`` with ``d_i`` events among ``n_i`` at risk at
    ``t_i``; a case censored at ``t_i`` is still at risk there. Greenwood's variance of log S is
    ``sum d_i / (n_i (n_i - d_i))``. Its limits where S is 0, and log-log limits where S is 1, are
    not defined; R leaves them missing too. Beta product limits (`beta_product_limits`) do not use
    it, are defined everywhere, and fall at censorings too; at the last follow-up the lower is 0.
    Below a curve stand, for each month of its axis, the cases at risk and those that before it were
    censored or had the event: together they are all cases.
    R: ``summary(survfit(Surv(months, event) ~ 1, conf.type = "log"), censored = TRUE)``.

    References
    ----------
    Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457-481. doi:10.1080/01621459.1958.10501452

    Morris TP et al. (KMunicate: what stands below). BMJ Open 2019;9:e030215.
    doi:10.1136/bmjopen-2019-030215

    Examples
    --------
    >>> from imt_core import time_to_event
    >>> curve = kaplan_meier(time_to_event([6, 6, 6, 7], [1, 1, 1, 1]))
    >>> curve.estimate.tolist(), curve.n_risk.tolist()
    ([0.25, 0.0], [4, 1])
    >>> kaplan_meier(time_to_event([5], [0])).estimate.tolist()
    [1.0]
    """
    time, n_risk, n_event, n_censor = count_at_times(times)
    return product_limit(
        time=time,
        n_risk=n_risk,
        n_event=n_event,
        n_censor=n_censor,
        n_exposed=n_risk,
        conf_level=conf_level,
        conf_type=conf_type,
    )


def count_at_times(times: TimeToEvent) -> tuple[FloatArray, IntArray, IntArray, IntArray]:
    """Distinct times, and at each: cases at risk, events, censorings."""
    time, position = times.placed()
    n_leaving = np.bincount(position, minlength=time.size)
    n_event = np.bincount(position[np.flatnonzero(times.event)], minlength=time.size)
    own = n_leaving > 0
    if not own.all():
        time, n_leaving, n_event = time[own], n_leaving[own], n_event[own]
    n_risk = times.n - np.cumsum(n_leaving) + n_leaving
    return time, n_risk, n_event, n_leaving - n_event


def product_limit(
    *,
    time: FloatArray,
    n_risk: IntArray,
    n_event: IntArray,
    n_censor: IntArray,
    n_exposed: IntArray,
    conf_level: float,
    conf_type: SurvivalConfType,
) -> SurvivalCurve:
    """Multiply the conditional survivals ``1 - n_event / n_exposed`` and add limits.

    `n_exposed` is the number exposed to the event at each time. It is `n_risk` for survival; for
    follow-up, where censoring is the event, those who die on that day have left already.
    """
    if not 0 < conf_level < 1:
        raise ImtError(
            f"conf_level must lie between 0 and 1, but {conf_level} was found. Give 0.95."
        )
    estimate, log_std_error = _multiply(n_exposed, n_event)
    if conf_type in ("bpcp", "bpcp-midp"):
        low, high = beta_product_steps(
            n_exposed=n_exposed,
            n_event=n_event,
            n_risk=n_risk,
            conf_level=conf_level,
            mid_p=conf_type == "bpcp-midp",
        )
        at_start, conf_low, conf_high = float(low[0]), low[1:], high[1:]
    else:
        at_start = 1.0
        conf_low, conf_high = survival_limits(
            estimate, log_std_error, conf_level=conf_level, conf_type=conf_type
        )
    with np.errstate(invalid="ignore"):
        std_error = estimate * log_std_error
    return SurvivalCurve(
        time=time,
        n_risk=n_risk,
        n_event=n_event,
        n_censor=n_censor,
        estimate=estimate,
        std_error=std_error,
        conf_low=conf_low,
        conf_high=conf_high,
        conf_low_at_start=at_start if time.size else np.nan,
        conf_level=conf_level,
        conf_type=conf_type,
    )


def _multiply(n_exposed: IntArray, n_event: IntArray) -> tuple[FloatArray, FloatArray]:
    """Survival, and the standard error of its logarithm."""
    exposed = np.maximum(n_exposed, 1)
    hazard = n_event / exposed
    with np.errstate(divide="ignore"):
        log_variance = np.cumsum(hazard / (exposed - n_event))
    return np.cumprod(1.0 - hazard), np.sqrt(log_variance)
