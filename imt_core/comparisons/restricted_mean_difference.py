"""The difference of two restricted means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot

import numpy as np

from imt_core.conventions.errors import ImtError
from imt_core.estimates.clustered_kaplan_meier import ROUNDING, TOO_FEW_PATIENTS
from imt_core.estimates.distributions import two_sided_p, z_of
from imt_core.estimates.kaplan_meier import SurvivalCurve
from imt_core.estimates.restricted_mean import RestrictedMean, restricted_mean
from imt_core.estimates.time_to_event import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictedMeanDifference:
    """Difference of two restricted means, the first less the second.

    Parameters
    ----------
    horizon : float
        Months.
    estimate, std_error, conf_low, conf_high, p_value : float or None
        Months, and the two-sided p; ``None`` where not estimable.
    means : tuple of RestrictedMean
        Of both groups.
    conf_level : float
    reason : str
        Why something is missing; empty where nothing is.
    method : str
    """

    horizon: float
    estimate: float | None
    std_error: float | None
    conf_low: float | None
    conf_high: float | None
    p_value: float | None
    means: tuple[RestrictedMean, RestrictedMean]
    conf_level: float
    reason: str = ""
    method: str = "difference of restricted means, Greenwood's variance, normal interval and test"


def restricted_mean_difference(
    a: SurvivalCurve,
    b: SurvivalCurve,
    *,
    horizon: float,
    pulls: tuple[FloatArray, FloatArray] | None = None,
) -> RestrictedMeanDifference:
    """Compare two groups by their mean time up to a horizon.

    Parameters
    ----------
    a, b : SurvivalCurve
        Of independent groups, unless `pulls` are given, with one `conf_level`.
    horizon : float
        Months, above 0.
    pulls : tuple of array, optional
        Of both groups, `mean_pulls` to that horizon over the same patients: the variance is then
        clustered by patient, and patients may have lines in both groups.

    Returns
    -------
    RestrictedMeanDifference
        ``a`` less ``b``. Without an estimate where either group has none; without limits and p
        where either group has no standard error.

    Raises
    ------
    ImtError
        If `horizon` is not above 0, or the curves differ in `conf_level`.

    Notes
    -----
    ``z = difference / sqrt(std_error_a² + std_error_b²)``, two-sided p from the normal
    distribution; it does not assume proportional hazards. Clustered by patient, the variance is
    the sum over patients of ``(pull_a - pull_b)²``.
    R: ``survRM2::rmst2(time, status, arm, tau = horizon)$unadjusted.result``.

    References
    ----------
    Royston P, Parmar MKB. BMC Med Res Methodol 2013;13:152. doi:10.1186/1471-2288-13-152

    Examples
    --------
    >>> from imt_core import kaplan_meier, time_to_event
    >>> late = kaplan_meier(time_to_event([6, 6, 20, 20], [1, 1, 0, 0]))
    >>> early = kaplan_meier(time_to_event([2, 2, 20, 20], [1, 1, 0, 0]))
    >>> difference = restricted_mean_difference(late, early, horizon=12)
    >>> difference.estimate, round(difference.std_error, 3), round(difference.p_value, 3)
    (2.0, 2.915, 0.493)
    >>> restricted_mean_difference(late, early, horizon=24).reason
    'first group: the horizon is beyond the last follow-up (20.0 months)'
    """
    if a.conf_level != b.conf_level:
        raise ImtError(
            f"a and b must have one conf_level, but {a.conf_level} and {b.conf_level} were found. "
            "Estimate both curves with the same."
        )
    mean_a, mean_b = (restricted_mean(curve, horizon=horizon) for curve in (a, b))
    estimate = (
        None
        if mean_a.estimate is None or mean_b.estimate is None
        else mean_a.estimate - mean_b.estimate
    )
    without = RestrictedMeanDifference(
        horizon=horizon,
        estimate=estimate,
        std_error=None,
        conf_low=None,
        conf_high=None,
        p_value=None,
        means=(mean_a, mean_b),
        conf_level=a.conf_level,
    )
    if estimate is None or mean_a.std_error is None or mean_b.std_error is None:
        # What stops the estimate is said before what stops only its standard error.
        named = [("first group", mean_a), ("second group", mean_b)]
        name, mean = min(
            (pair for pair in named if pair[1].reason),
            key=lambda pair: pair[1].estimate is not None,
        )
        return replace(without, reason=f"{name}: {mean.reason}")
    std_error, method = hypot(mean_a.std_error, mean_b.std_error), without.method
    if pulls is not None:
        std_error = float(np.linalg.norm(pulls[0] - pulls[1]))
        method = method.replace("Greenwood's variance", "variance clustered by patient")
        if std_error < ROUNDING:
            return replace(without, reason=TOO_FEW_PATIENTS)
    half_width = z_of(a.conf_level) * std_error
    return RestrictedMeanDifference(
        horizon=horizon,
        estimate=estimate,
        std_error=std_error,
        conf_low=estimate - half_width,
        conf_high=estimate + half_width,
        p_value=two_sided_p(estimate / std_error),
        means=(mean_a, mean_b),
        conf_level=a.conf_level,
        method=method,
    )
