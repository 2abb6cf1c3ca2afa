"""Survival at chosen times: landmark rates, with what is known and what is not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_number
from imt_core.estimates.kaplan_meier import SurvivalCurve


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalRate:
    """Survival at one time.

    Parameters
    ----------
    months : float
    estimate, conf_low, conf_high : float or None
        Fractions; ``None`` where not estimable or where the limit is not defined.
    n_risk : int
        Cases with follow-up of at least `months`.
    reason : str
        Why there is no estimate; empty where there is one.
    """

    months: float
    estimate: float | None
    conf_low: float | None
    conf_high: float | None
    n_risk: int
    reason: str = ""


def survival_rate(curve: SurvivalCurve, months: float) -> SurvivalRate:
    """Read survival off a curve at one time.

    Parameters
    ----------
    curve : SurvivalCurve
    months : float
        At least 0.

    Returns
    -------
    SurvivalRate
        Beyond the last follow-up there is no estimate, unless the curve has come down to 0.

    Raises
    ------
    ImtError
        If `months` is negative or not finite.

    Notes
    -----
    R: ``summary(survfit(...), times = months)``, which leaves out times beyond the last
    follow-up; its ``extend = TRUE`` carries the last value forward, which this does not.

    Examples
    --------
    >>> from imt_core import kaplan_meier, time_to_event
    >>> curve = kaplan_meier(time_to_event([4, 10, 30, 30], [1, 1, 0, 0]))
    >>> survival_rate(curve, 12).estimate
    0.5
    >>> survival_rate(curve, 60).reason
    'beyond the last follow-up (30.0 months)'
    """
    if not (np.isfinite(months) and months >= 0):
        raise ImtError(f"months must be at least 0, but {months} was found. Give a time in months.")
    if curve.last_follow_up is None:
        return SurvivalRate(
            months=months, estimate=None, conf_low=None, conf_high=None, n_risk=0, reason="no cases"
        )
    n_risk = int(curve.n_risk_at(np.array([months]))[0])
    if curve.ends_before(months) and curve.estimate[-1] > 0:
        return SurvivalRate(
            months=months,
            estimate=None,
            conf_low=None,
            conf_high=None,
            n_risk=n_risk,
            reason=f"beyond the last follow-up ({format_number(curve.last_follow_up)} months)",
        )
    step = curve.step_at(months)
    if step < 0:
        return SurvivalRate(
            months=months,
            estimate=1.0,
            conf_low=curve.conf_low_at_start,
            conf_high=1.0,
            n_risk=n_risk,
        )
    return SurvivalRate(
        months=months,
        estimate=float(curve.estimate[step]),
        conf_low=_number_or_none(curve.conf_low[step]),
        conf_high=_number_or_none(curve.conf_high[step]),
        n_risk=n_risk,
    )


def _number_or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
