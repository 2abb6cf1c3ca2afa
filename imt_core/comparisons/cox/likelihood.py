"""Efron's partial likelihood, whether it has a maximum, and where that is."""

from __future__ import annotations

import warnings
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray

from imt_core.estimates.distributions import two_sided_p, z_of
from imt_core.estimates.time_to_event import FloatArray, TimeToEvent

LARGEST_LOG_HAZARD_RATIO: Final = 300
"""Limits beyond exp(300) are not stated: the covariate's unit is too large."""
TOO_LARGE: Final = "a hazard ratio for one unit is too large to state: choose a smaller unit"


class PartialLikelihood(NamedTuple):
    """Efron's log-likelihood with its derivatives; one entry for each event, in order of time.

    `share` has a row for each event and a column for each case: the chance of that case to be the
    one with the event, and `mean` the covariates that the chances expect.
    """

    log_likelihood: float
    month: FloatArray
    residuals: FloatArray
    variances: FloatArray
    share: FloatArray
    mean: FloatArray

    @property
    def score(self) -> FloatArray:
        """First derivative."""
        return np.asarray(self.residuals.sum(axis=0))

    @property
    def information(self) -> FloatArray:
        """Second derivative, negated."""
        return np.asarray(self.variances.sum(axis=0))


def partial_likelihood(
    times: TimeToEvent, x: FloatArray, coefficients: FloatArray
) -> PartialLikelihood:
    """Efron's partial likelihood of the coefficients; `x` has a row for each case."""
    order = np.flatnonzero(times.event)[np.argsort(times.months[times.event], kind="stable")]
    month = times.months[order]
    # Of d events on one day, the k-th (from 0) sees the d with weight 1 - k/d.
    first = np.searchsorted(month, month, side="left")
    n_tied = np.searchsorted(month, month, side="right") - first
    gone = (np.arange(month.size) - first) / n_tied
    at_risk = times.months >= month[:, np.newaxis]
    tied = (times.months == month[:, np.newaxis]) & times.event
    eta = (x - x.mean(axis=0)) @ coefficients
    relative = np.where(at_risk, eta, -np.inf)
    largest = relative.max(axis=1)
    weight = np.exp(relative - largest[:, np.newaxis]) * (at_risk - gone[:, np.newaxis] * tied)
    total = weight.sum(axis=1)
    share = weight / total[:, np.newaxis]
    mean = share @ x
    squares = np.einsum("en,ni,nj->eij", share, x, x, optimize=True)
    return PartialLikelihood(
        log_likelihood=float((eta[order] - largest - np.log(total)).sum()),
        month=month,
        residuals=x[order] - mean,
        variances=squares - mean[:, :, np.newaxis] * mean[:, np.newaxis, :],
        share=share,
        mean=mean,
    )


class CoxFit(NamedTuple):
    """The maximum of the partial likelihood."""

    coefficients: FloatArray
    std_errors: FloatArray
    log_likelihood: float
    log_likelihood_null: float


class Inference(NamedTuple):
    """Coefficients with limits and p values on the log scale, and chi-square of all together."""

    coefficients: FloatArray
    std_errors: FloatArray
    conf_low: FloatArray
    conf_high: FloatArray
    p_values: FloatArray
    log_likelihood: float
    log_likelihood_null: float
    statistic: float


def wald_inference(
    fit: CoxFit, conf_level: float, statistic: float | None = None
) -> Inference | str:
    """Wald limits and p values, with the likelihood ratio unless another `statistic` is given."""
    reach = z_of(conf_level) * fit.std_errors
    if (np.abs(fit.coefficients) + reach > LARGEST_LOG_HAZARD_RATIO).any():
        return TOO_LARGE
    ratio = 2 * (fit.log_likelihood - fit.log_likelihood_null)
    return Inference(
        coefficients=fit.coefficients,
        std_errors=fit.std_errors,
        conf_low=fit.coefficients - reach,
        conf_high=fit.coefficients + reach,
        p_values=np.array([two_sided_p(z) for z in fit.coefficients / fit.std_errors]),
        log_likelihood=fit.log_likelihood,
        log_likelihood_null=fit.log_likelihood_null,
        statistic=ratio if statistic is None else statistic,
    )


def maximise(times: TimeToEvent, x: FloatArray) -> CoxFit | str:
    """Find the maximum of the partial likelihood, or say what failed."""
    scale = x.std(axis=0)
    z = (x - x.mean(axis=0)) / scale
    zero = np.zeros(z.shape[1])
    # Another start can lead the steps away where those from 0, which is R's, arrive.
    maximum = _climb(times, z, zero) or _climb(times, z, _start(times, z))
    if maximum is None:
        return "the computation did not settle on a value"
    coefficients, covariance = maximum
    return CoxFit(
        coefficients=coefficients / scale,
        std_errors=np.sqrt(np.diag(covariance)) / scale,
        log_likelihood=partial_likelihood(times, z, coefficients).log_likelihood,
        log_likelihood_null=partial_likelihood(times, z, zero).log_likelihood,
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


def _climb(
    times: TimeToEvent, z: FloatArray, coefficients: FloatArray
) -> tuple[FloatArray, FloatArray] | None:
    """Newton's steps, halved where they overshoot, to the maximum: coefficients and covariance.

    lifelines stops when the likelihood barely rises, which in small cohorts leaves the sixth digit
    of a coefficient open.
    """
    here = partial_likelihood(times, z, coefficients)
    for _ in range(50):
        information = here.information
        if np.linalg.cond(information) > 1e14:
            return None
        covariance = np.linalg.inv(information)
        step = covariance @ here.score
        if np.abs(step).max() < 1e-9:
            return coefficients + step, covariance
        ahead = partial_likelihood(times, z, coefficients + step)
        while ahead.log_likelihood < here.log_likelihood - 1e-9 and np.abs(step).max() > 1e-9:
            step = step / 2
            ahead = partial_likelihood(times, z, coefficients + step)
        coefficients, here = coefficients + step, ahead
    return None


def monotone_direction(times: TimeToEvent, z: FloatArray, score: FloatArray) -> FloatArray:
    """A combination of covariates along which the likelihood rises for ever; 0 if none does.

    Unknowns are the combination v, in [-1, 1], and for each event time the largest ``z v`` at
    risk: nobody at risk may exceed it, and those with the event must attain it.
    """
    event_times = np.unique(times.months[times.event])
    n_times = event_times.size
    last = np.searchsorted(event_times, times.months, side="right") - 1
    seen = np.flatnonzero(last >= 0)

    def at(index: NDArray[np.integer[Any]]) -> Any:
        ones, rows = np.ones(index.size), np.arange(index.size)
        return scipy.sparse.csr_array((ones, (rows, index)), shape=(index.size, n_times))

    blocks: list[list[Any]] = [
        [scipy.sparse.csr_array(z[seen]), -at(last[seen])],
        [scipy.sparse.csr_array(-z[times.event]), at(last[times.event])],
    ]
    if n_times > 1:
        steps = scipy.sparse.diags_array([-1.0, 1.0], offsets=[0, 1], shape=(n_times - 1, n_times))
        blocks.append([None, steps])
    constraints: Any = scipy.sparse.block_array(blocks, format="csr")
    n_free = z.shape[1]
    solution = scipy.optimize.linprog(
        np.concatenate((-score, np.zeros(n_times))),
        A_ub=constraints,
        b_ub=np.zeros(constraints.shape[0]),
        bounds=[(-1, 1)] * n_free + [(None, None)] * n_times,
        method="highs",
    )
    return np.zeros(n_free) if solution.x is None else np.asarray(solution.x[:n_free])
