"""The difference of two groups' survival at one time, with its interval and test."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot, log

import numpy as np

from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_exact
from imt_core.estimates.clustered_kaplan_meier import ROUNDING, TOO_FEW_PATIENTS
from imt_core.estimates.distributions import two_sided_p, z_of
from imt_core.estimates.kaplan_meier import SurvivalCurve
from imt_core.estimates.survival_rates import SurvivalRate, survival_rate
from imt_core.estimates.time_to_event import FloatArray


def _method(variance: str) -> str:
    return (
        f"difference of Kaplan-Meier estimates, interval on the linear scale ({variance}), "
        "two-sided p by the complementary log-log comparison (Klein 2007)"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LandmarkDifference:
    """Survival of the first group less that of the second, at one time.

    Parameters
    ----------
    months : float
    estimate : float or None
        A fraction, from -1 to 1; ``None`` where either group's survival is not estimable.
    std_error, conf_low, conf_high : float or None
        Fractions; ``None`` also where survival of either group is 0 or 1, so that its variance is
        not estimated.
    statistic, p_value : float or None
        Chi-square with one degree of freedom, and its p; ``None`` as the limits.
    rates : tuple of SurvivalRate
        Of both groups, with the limits of their own curves.
    conf_level : float
    reason : str
        Why something is missing; empty where nothing is.
    method : str
    """

    months: float
    estimate: float | None
    std_error: float | None
    conf_low: float | None
    conf_high: float | None
    statistic: float | None
    p_value: float | None
    rates: tuple[SurvivalRate, SurvivalRate]
    conf_level: float
    reason: str = ""
    method: str = _method("Greenwood")


def landmark_difference(
    curve_a: SurvivalCurve,
    curve_b: SurvivalCurve,
    months: float,
    *,
    conf_level: float = 0.95,
    pulls: tuple[FloatArray, FloatArray] | None = None,
) -> LandmarkDifference:
    """Compare survival of two groups at one time that was chosen beforehand.

    Parameters
    ----------
    curve_a, curve_b : SurvivalCurve
        Of independent groups, unless `pulls` are given.
    months : float
        At least 0.
    conf_level : float
        Between 0 and 1.
    pulls : tuple of array, optional
        Of both groups, `rate_pulls` at that time over the same patients: the variance is then
        clustered by patient, and patients may have lines in both groups.

    Returns
    -------
    LandmarkDifference
        Without an estimate beyond either group's last follow-up (unless its curve is 0); without
        limits and p where survival of either group is 0 or 1.

    Raises
    ------
    ImtError
        If `months` is negative or not finite, or `conf_level` is not between 0 and 1.

    Notes
    -----
    Limits: ``Sa - Sb ± z sqrt(se_a² + se_b²)`` with Greenwood's standard errors, cut at -1 and 1.
    Test: the squared difference of ``log(-log S)`` over the sum of the variances
    ``(se / (S log S))²``, a chi-square with one degree of freedom; on this scale it holds its
    level in small groups better than on the linear scale. Limits and test are thus of different
    scales and can disagree when p is near ``1 - conf_level``. Clustered by patient, the variances
    are the sums over patients of ``(pull_a - pull_b)²`` and of ``(pull_a / (Sa log Sa) - pull_b /
    (Sb log Sb))²``, in R from ``survfit(..., cluster = patient, influence = TRUE)``.
    R: ``summary(survfit(Surv(months, event) ~ group), times = months)`` has the estimates and
    standard errors; the formulas are in ``record_regression.R``.

    References
    ----------
    Klein JP, Logan B, Harhoff M, Andersen PK. Stat Med 2007;26:4505-4519. doi:10.1002/sim.2864

    Examples
    --------
    >>> from imt_core import kaplan_meier, time_to_event
    >>> a = kaplan_meier(time_to_event([4, 15, 20, 30, 30], [1, 1, 0, 0, 0]))
    >>> b = kaplan_meier(time_to_event([2, 5, 7, 9, 30], [1, 1, 1, 1, 0]))
    >>> difference = landmark_difference(a, b, 12)
    >>> round(difference.estimate, 3), round(difference.p_value, 3)
    (0.6, 0.085)
    >>> landmark_difference(a, b, 60).reason
    'first group: beyond the last follow-up (30.0 months)'
    """
    if not 0 < conf_level < 1:
        raise ImtError(
            f"conf_level must lie between 0 and 1, but {conf_level} was found. Give 0.95."
        )
    rates = (survival_rate(curve_a, months), survival_rate(curve_b, months))
    a, b = (rate.estimate for rate in rates)
    estimate = None if a is None or b is None else a - b
    reason = next(
        (
            f"{name}: {text}"
            for why in (lambda rate: rate.reason, _why_without_variance)
            for name, rate in zip(("first group", "second group"), rates, strict=True)
            if (text := why(rate))
        ),
        "",
    )
    without = LandmarkDifference(
        months=months,
        estimate=estimate,
        std_error=None,
        conf_low=None,
        conf_high=None,
        statistic=None,
        p_value=None,
        rates=rates,
        conf_level=conf_level,
        reason=reason,
    )
    if a is None or b is None or reason:
        return without
    if pulls is None:
        se_a, se_b = (_std_error(curve, months) for curve in (curve_a, curve_b))
        std_error = hypot(se_a, se_b)
        log_std_error = hypot(se_a / (a * log(a)), se_b / (b * log(b)))
        method = _method("Greenwood")
    else:
        pull_a, pull_b = pulls
        std_error = float(np.linalg.norm(pull_a - pull_b))
        log_std_error = float(np.linalg.norm(pull_a / (a * log(a)) - pull_b / (b * log(b))))
        method = _method("variance clustered by patient")
        if min(std_error, log_std_error) < ROUNDING:
            return replace(without, reason=TOO_FEW_PATIENTS)
    half_width = z_of(conf_level) * std_error
    z = (log(-log(a)) - log(-log(b))) / log_std_error
    return LandmarkDifference(
        months=months,
        estimate=a - b,
        std_error=std_error,
        conf_low=max(a - b - half_width, -1.0),
        conf_high=min(a - b + half_width, 1.0),
        statistic=z**2,
        p_value=two_sided_p(z),
        rates=rates,
        conf_level=conf_level,
        method=method,
    )


def _why_without_variance(rate: SurvivalRate) -> str:
    when = f"by {format_exact(rate.months)} months"
    if rate.estimate == 1:
        return f"no event {when}, so the variance is not estimated"
    if rate.estimate == 0:
        return f"survival is 0 {when}, so the variance is not estimated"
    return ""


def _std_error(curve: SurvivalCurve, months: float) -> float:
    return float(curve.std_error[curve.step_at(months)])
