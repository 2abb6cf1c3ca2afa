"""The variance of Cox coefficients where a patient counts with several lines."""

from __future__ import annotations

import numpy as np

from imt_core.comparisons.cox.likelihood import (
    CoxFit,
    Inference,
    partial_likelihood,
    wald_inference,
)
from imt_core.estimates.clustered_kaplan_meier import ROUNDING, TOO_FEW_PATIENTS
from imt_core.estimates.time_to_event import FloatArray, IntArray, TimeToEvent


def clustered_inference(
    times: TimeToEvent, x: FloatArray, fit: CoxFit, patient: IntArray, conf_level: float
) -> Inference | str:
    """Wald limits, p values and test with the variance of `clustered_covariance`."""
    covariance = clustered_covariance(times, x, fit.coefficients, patient)
    if covariance is None:
        return TOO_FEW_PATIENTS
    statistic = float(fit.coefficients @ np.linalg.solve(covariance, fit.coefficients))
    by_patient = fit._replace(std_errors=np.sqrt(np.diag(covariance)))
    return wald_inference(by_patient, conf_level, statistic)


def clustered_covariance(
    times: TimeToEvent, x: FloatArray, coefficients: FloatArray, patient: IntArray
) -> FloatArray | None:
    """Estimate the covariance of the coefficients, clustered by patient.

    Parameters
    ----------
    times : TimeToEvent
    x : numpy.ndarray of float, shape (n, p)
    coefficients : numpy.ndarray of float, shape (p,)
        At the maximum of the likelihood.
    patient : numpy.ndarray of int, shape (n,)
        From 0.

    Returns
    -------
    numpy.ndarray of float, shape (p, p), or None
        ``None`` with too few patients: no more than coefficients.

    Notes
    -----
    The sandwich of Lin and Wei: with the score residuals of Efron's likelihood summed over each
    patient's lines to ``u_c``, and the information ``I``, it is the sum over patients of
    ``(I^-1 u_c)(I^-1 u_c)'``. R: ``coxph(..., cluster = patient)$var``.

    References
    ----------
    Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074-1078. doi:10.1080/01621459.1989.10478874

    Examples
    --------
    >>> from imt_core import time_to_event
    >>> times = time_to_event([1, 2, 3, 4], [1, 1, 1, 1])
    >>> x = np.array([[0.0], [1.0], [0.0], [1.0]])
    >>> clustered_covariance(times, x, np.array([-0.9406]), np.array([0, 1, 0, 2])).round(3)
    array([[0.717]])
    >>> clustered_covariance(times, x, np.array([-0.9406]), np.array([0, 0, 0, 0])) is None
    True
    """
    parts = partial_likelihood(times, x, coefficients)
    months, of_month = np.unique(parts.month, return_inverse=True)
    shared = np.array([parts.mean[of_month == place].mean(axis=0) for place in range(months.size)])
    expected = x * parts.share.sum(axis=0)[:, np.newaxis] - parts.share.T @ parts.mean
    residuals = -expected
    events = np.flatnonzero(times.event)
    residuals[events] += x[events] - shared[np.searchsorted(months, times.months[events])]
    pulls = np.zeros((int(patient.max()) + 1, x.shape[1]))
    np.add.at(pulls, patient, residuals @ np.linalg.inv(parts.information))
    n_pulling = np.count_nonzero((np.abs(pulls) > ROUNDING).any(axis=1))
    if n_pulling <= x.shape[1] or np.linalg.matrix_rank(pulls) < x.shape[1]:
        return None
    return np.asarray(pulls.T @ pulls)
