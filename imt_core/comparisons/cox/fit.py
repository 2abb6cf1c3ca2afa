"""The fit of a Cox regression: lifelines starts it, Newton's steps end it."""

from __future__ import annotations

import warnings
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from imt_core.comparisons.cox.likelihood import climb, partial_likelihood
from imt_core.estimates.distributions import z_of
from imt_core.estimates.time_to_event import FloatArray, TimeToEvent

LARGEST_LOG_HAZARD_RATIO: Final = 300
"""Limits beyond exp(300) are not stated: the covariate's unit is too large."""


class CoxFit(NamedTuple):
    """The maximum of the partial likelihood."""

    coefficients: FloatArray
    std_errors: FloatArray
    log_likelihood: float
    log_likelihood_null: float


def maximise(times: TimeToEvent, x: FloatArray, conf_level: float) -> CoxFit | str:
    """Find the maximum of the partial likelihood, or say what failed."""
    scale = x.std(axis=0)
    z = (x - x.mean(axis=0)) / scale
    maximum = climb(times, z, _start(times, z))
    if maximum is None:
        return "the fit did not converge"
    coefficients, covariance = maximum
    std_errors = np.sqrt(np.diag(covariance)) / scale
    widest = np.abs(coefficients / scale) + z_of(conf_level) * std_errors
    if (widest > LARGEST_LOG_HAZARD_RATIO).any():
        return "a hazard ratio for one unit is too large to state: choose a smaller unit"
    return CoxFit(
        coefficients=coefficients / scale,
        std_errors=std_errors,
        log_likelihood=partial_likelihood(times, z, coefficients).log_likelihood,
        log_likelihood_null=partial_likelihood(times, z, 0 * coefficients).log_likelihood,
    )


def _start(times: TimeToEvent, z: FloatArray) -> FloatArray:
    """Coefficients as lifelines fits them, silently; 0 where it gives up."""
    data = pd.DataFrame(z, columns=[f"x{i}" for i in range(z.shape[1])])
    data = data.assign(months=times.months, event=times.event.astype(int))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        from lifelines import CoxPHFitter  # noqa: PLC0415 - a second to load, for this alone
        from lifelines.exceptions import ConvergenceError  # noqa: PLC0415

        try:
            model = CoxPHFitter().fit(data, "months", "event", fit_options={"precision": 1e-12})
        except ConvergenceError:
            return np.zeros(z.shape[1])
    return np.asarray(model.params_.to_numpy(), dtype=np.float64)
