"""Restricted mean survival: the months lived, on average, up to a horizon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_number
from imt_core.estimates.distributions import z_of
from imt_core.estimates.kaplan_meier import SurvivalCurve

_NO_SPREAD = "before the horizon no event left others at risk, so there is no standard error"


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictedMean:
    """Mean time to the event or to the horizon, whichever comes first.

    Parameters
    ----------
    horizon : float
        Months.
    estimate : float or None
        Months; ``None`` where follow-up does not reach the horizon.
    std_error, conf_low, conf_high : float or None
        Months; ``None`` where there is no estimate, or no event by which to judge its spread.
    conf_level : float
    reason : str
        Why the estimate, or only its standard error, is missing; empty where neither is.
    method : str
    """

    horizon: float
    estimate: float | None
    std_error: float | None
    conf_low: float | None
    conf_high: float | None
    conf_level: float
    reason: str = ""
    method: str = "area under the Kaplan-Meier curve, Greenwood's variance, normal interval"


def restricted_mean(curve: SurvivalCurve, *, horizon: float) -> RestrictedMean:
    """Estimate the mean time up to a horizon.

    Parameters
    ----------
    curve : SurvivalCurve
        Its `conf_level` is used; its `conf_type` plays no part.
    horizon : float
        Months, above 0. Choose it before looking at the data, within both groups' follow-up.

    Returns
    -------
    RestrictedMean
        Beyond the last follow-up there is no estimate, unless the curve has come down to 0.

    Raises
    ------
    ImtError
        If `horizon` is not above 0 or not finite.

    Notes
    -----
    Area under S from 0 to the horizon. Its variance adds, over the event times before the
    horizon, ``(area from that time to the horizon)² d / (n (n - d))``, without the factor
    ``m / (m - 1)``. Limits are ``estimate ± z std_error``, cut at 0 and the horizon.
    R: ``summary(survfit(Surv(months, event) ~ 1), rmean = horizon)$table``; package survRM2 gives
    the same. Beyond the last follow-up R carries the last value forward; where nobody had an event
    before the horizon, R's standard error is 0.

    References
    ----------
    Irwin JO. J Hyg 1949;47:188-189. doi:10.1017/S0022172400014443
    Royston P, Parmar MKB. BMC Med Res Methodol 2013;13:152. doi:10.1186/1471-2288-13-152

    Examples
    --------
    Half live 6 months, half live to the horizon of 12 or longer:

    >>> from imt_core import kaplan_meier, time_to_event
    >>> curve = kaplan_meier(time_to_event([6, 6, 20, 20], [1, 1, 0, 0]))
    >>> mean = restricted_mean(curve, horizon=12)
    >>> mean.estimate, mean.std_error
    (9.0, 1.5)
    >>> restricted_mean(curve, horizon=24).reason
    'the horizon is beyond the last follow-up (20.0 months)'
    """
    if not (np.isfinite(horizon) and horizon > 0):
        raise ImtError(
            f"horizon must be above 0 and finite, but {horizon} was found. Give a time in months."
        )
    reason = _reason(curve, horizon)
    if reason:
        return RestrictedMean(
            horizon=horizon,
            estimate=None,
            std_error=None,
            conf_low=None,
            conf_high=None,
            conf_level=curve.conf_level,
            reason=reason,
        )
    inside = curve.time < horizon
    survival = np.concatenate(([1.0], curve.estimate[inside]))
    widths = np.diff(np.concatenate(([0.0], curve.time[inside], [horizon])))
    area = survival * widths
    estimate = float(area.sum())
    # The area to the right of each time; where all at risk had the event there is none.
    remaining = np.cumsum(area[::-1])[::-1][1:]
    n_risk, n_event = curve.n_risk[inside], curve.n_event[inside]
    survivors = n_risk - n_event
    greenwood = n_event / (n_risk * np.maximum(survivors, 1))
    std_error = float(np.sqrt(np.where(survivors > 0, remaining**2 * greenwood, 0.0).sum()))
    if std_error == 0:
        return RestrictedMean(
            horizon=horizon,
            estimate=estimate,
            std_error=None,
            conf_low=None,
            conf_high=None,
            conf_level=curve.conf_level,
            reason=_NO_SPREAD,
        )
    half_width = z_of(curve.conf_level) * std_error
    return RestrictedMean(
        horizon=horizon,
        estimate=estimate,
        std_error=std_error,
        conf_low=max(estimate - half_width, 0.0),
        conf_high=min(estimate + half_width, float(horizon)),
        conf_level=curve.conf_level,
    )


def _reason(curve: SurvivalCurve, horizon: float) -> str:
    if curve.last_follow_up is None:
        return "no cases"
    if curve.ends_before(horizon) and curve.estimate[-1] > 0:
        last = format_number(curve.last_follow_up)
        return f"the horizon is beyond the last follow-up ({last} months)"
    return ""
