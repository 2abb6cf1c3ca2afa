"""Limits of a survival curve from its standard error, on a scale that suits a probability."""

from __future__ import annotations

import numpy as np

from imt_core.conventions.choices import SurvivalConfType
from imt_core.conventions.errors import ImtError
from imt_core.estimates.distributions import z_of
from imt_core.estimates.time_to_event import FloatArray


def survival_limits(
    estimate: FloatArray,
    log_std_error: FloatArray,
    *,
    conf_level: float,
    conf_type: SurvivalConfType,
) -> tuple[FloatArray, FloatArray]:
    """Compute pointwise limits of a survival curve.

    Parameters
    ----------
    estimate : numpy.ndarray of float, shape (k,)
        Survival, fractions.
    log_std_error : numpy.ndarray of float, shape (k,)
        Standard error of the logarithm of the estimate.
    conf_level : float
        Between 0 and 1.
    conf_type : {"log", "log-log", "plain"}
        Scale on which the limits are symmetric.

    Returns
    -------
    conf_low, conf_high : numpy.ndarray of float, shape (k,)
        Fractions; NaN where the estimate is 0 or the standard error is not defined, and log-log
        limits where the estimate is 1.

    Raises
    ------
    ImtError
        If `conf_type` is none of the three.

    Examples
    --------
    >>> estimate, log_std_error = np.array([1.0, 0.5, 0.0]), np.array([0.0, 0.5, np.inf])
    >>> low, high = survival_limits(estimate, log_std_error, conf_level=0.95, conf_type="log")
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([1.0, 0.1877, nan], [1.0, 1.0, nan])
    """
    z = z_of(conf_level)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if conf_type == "log":
            undefined = estimate <= 0
            factor = np.exp(z * log_std_error)
            low, high = estimate / factor, estimate * factor
            np.minimum(high, 1.0, out=high)
        elif conf_type == "log-log":
            undefined = (estimate <= 0) | (estimate >= 1)
            exponent = z * log_std_error / np.log(estimate)
            low, high = estimate ** np.exp(-exponent), estimate ** np.exp(exponent)
        elif conf_type == "plain":
            undefined = estimate <= 0
            half_width = z * estimate * log_std_error
            low = np.maximum(estimate - half_width, 0.0)
            high = np.minimum(estimate + half_width, 1.0)
        else:
            raise ImtError(
                "conf_type must be log, log-log or plain, or bpcp or bpcp-midp for small samples, "
                f"but {conf_type} was found. Choose one."
            )
    low[undefined] = high[undefined] = np.nan
    return low, high
