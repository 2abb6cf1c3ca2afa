"""Survival where a patient counts with several lines: limits that let lines be alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from imt_core.conventions.choices import SurvivalConfType
from imt_core.conventions.errors import ImtError
from imt_core.estimates.kaplan_meier import SurvivalCurve, count_at_times, kaplan_meier
from imt_core.estimates.survival_limits import survival_limits
from imt_core.estimates.time_to_event import FloatArray, IntArray, TimeToEvent

ROUNDING: Final = 1e-12
"""A patient who pulls less than this does not pull."""

TOO_FEW_PATIENTS: Final = "too few patients to allow for several lines of each"

_CELLS_AT_ONCE: Final = 1_000_000


def clustered_std_error(times: TimeToEvent, cluster: ArrayLike) -> FloatArray:
    """Estimate the standard error of a Kaplan-Meier curve whose lines are grouped by patient.

    Parameters
    ----------
    times : TimeToEvent
        Months and event indicators of n lines; may be empty.
    cluster : array_like, shape (n,)
        The patient of each line, in any naming.

    Returns
    -------
    numpy.ndarray of float, shape (k,)
        Standard error of the estimate (not of its logarithm) at each distinct time, a fraction.
        0 while the estimate is 1. NaN where it is not defined: where the estimate is 0, and where
        every patient pulls equally, so that no difference between patients can be seen (always
        so with a single patient).

    Raises
    ------
    ImtError
        If `cluster` does not name one patient for each line.

    Notes
    -----
    The infinitesimal jackknife. With ``d`` events among ``n`` at risk at each time ``s``, patient
    ``c`` pulls the estimate by ``U_c(t) = -S(t) sum over s <= t of [dN_c(s) / (n - d) - Y_c(s) d /
    (n (n - d))]``, where ``dN_c`` are the patient's own events and ``Y_c`` the patient's own lines
    at risk; the variance is the sum of ``U_c(t)**2``. With one line a patient this is Greenwood's.
    R: ``survfit(Surv(months, event) ~ 1, cluster = patient)$std.err``, already that of S where a
    cluster is given (without one it is that of log S), and the same in ``summary()``. R gives 0
    where this gives NaN. With few patients (below some 20) it tends to be too small.

    References
    ----------
    Ying Z, Wei LJ. J Multivar Anal 1994;50:17-29. doi:10.1006/jmva.1994.1031

    Examples
    --------
    >>> from imt_core import time_to_event
    >>> times = time_to_event([1, 2, 3, 4], [1, 0, 1, 1])
    >>> clustered_std_error(times, ["a", "a", "b", "c"]).round(4).tolist()
    [0.1531, 0.1531, 0.276, nan]
    >>> clustered_std_error(time_to_event([1, 2], [1, 0]), ["a", "a"]).tolist()
    [nan, nan]
    """
    patient = number_patients(cluster, times.n)
    time, n_risk, n_event, _ = count_at_times(times)
    estimate = np.cumprod(1.0 - n_event / np.maximum(n_risk, 1))
    at_event = n_event > 0
    log_std_error = np.zeros(at_event.sum() + 1)
    log_std_error[1:] = _pull_on_log_scale(
        times, patient, time[at_event], n_risk[at_event], n_event[at_event]
    )
    pull = log_std_error[np.cumsum(at_event)]
    defined = (estimate > 0) & ((pull > ROUNDING) | (estimate == 1))
    return np.where(defined, estimate * pull, np.nan)


def clustered_kaplan_meier(
    times: TimeToEvent,
    cluster: ArrayLike,
    *,
    conf_level: float = 0.95,
    conf_type: SurvivalConfType = "log",
) -> SurvivalCurve:
    """Estimate a survival curve, with limits that hold where patients count with several lines.

    Parameters
    ----------
    times : TimeToEvent
        Months and event indicators of n lines; may be empty.
    cluster : array_like, shape (n,)
        The patient of each line.
    conf_level : float
        Between 0 and 1.
    conf_type : {"log", "log-log", "plain"}
        Scale of the confidence limits.

    Returns
    -------
    SurvivalCurve
        The estimate of `kaplan_meier`; ``std_error`` is that of `clustered_std_error`, and the
        limits come from it. They are NaN where it is, and log-log limits where the estimate is 1.

    Raises
    ------
    ImtError
        If `cluster` does not name one patient for each line, `conf_level` is not between 0 and 1
        or `conf_type` is none of the three.

    Notes
    -----
    R: ``survfit(Surv(months, event) ~ 1, cluster = patient, conf.type = "log")``. Where S is 0,
    plain limits are 0 and 0 in R, and not defined here.

    References
    ----------
    Ying Z, Wei LJ. J Multivar Anal 1994;50:17-29. doi:10.1006/jmva.1994.1031

    Examples
    --------
    >>> from imt_core import time_to_event
    >>> times = time_to_event([1, 1, 5, 7], [1, 1, 0, 0])
    >>> curve = clustered_kaplan_meier(times, ["a", "a", "b", "c"], conf_type="plain")
    >>> [round(float(curve.std_error[0]), 4), round(float(kaplan_meier(times).std_error[0]), 4)]
    [0.3062, 0.25]
    >>> clustered_kaplan_meier(time_to_event([5], [0]), ["a"]).conf_low.tolist()
    [1.0]
    """
    if conf_type in ("bpcp", "bpcp-midp"):
        raise ImtError(
            "conf_type must be log, log-log or plain for a standard error clustered by patient, "
            f"but {conf_type} was found. Choose one of the three."
        )
    curve = kaplan_meier(times, conf_level=conf_level, conf_type=conf_type)
    std_error = clustered_std_error(times, cluster)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_std_error = std_error / curve.estimate
    conf_low, conf_high = survival_limits(
        curve.estimate, log_std_error, conf_level=conf_level, conf_type=conf_type
    )
    return replace(curve, std_error=std_error, conf_low=conf_low, conf_high=conf_high)


def rate_pulls(
    times: TimeToEvent, patient: IntArray, months: float, *, n_patients: int
) -> FloatArray:
    """How far each patient pulls survival at one time, as in `clustered_std_error`.

    Parameters
    ----------
    times : TimeToEvent
    patient : array_like of int
        The patient of each line, from 0, as `number_patients` numbers them over all groups.
    months : float
        At least 0, and within the follow-up.
    n_patients : int
        Patients in all groups together; those without a line here pull nothing.

    Returns
    -------
    numpy.ndarray of float, shape (n_patients,)
        Fractions. The sum of their squares is the variance clustered by patient.

    Examples
    --------
    >>> from imt_core import time_to_event
    >>> times = time_to_event([1, 2, 3, 4], [1, 0, 1, 1])
    >>> rate_pulls(times, np.array([0, 0, 1, 2]), 1, n_patients=4).round(4).tolist()
    [-0.125, 0.0625, 0.0625, 0.0]
    """
    time, n_risk, n_event, _ = count_at_times(times)
    inside = np.arange(time.size) <= kaplan_meier(times).step_at(months)
    estimate = float(np.prod(1.0 - n_event[inside] / n_risk[inside]))
    return _pulls(times, patient, np.where(inside, estimate, 0.0), n_patients)


def mean_pulls(
    times: TimeToEvent, patient: IntArray, horizon: float, *, n_patients: int
) -> FloatArray:
    """How far each patient pulls the restricted mean, in months; see `rate_pulls`.

    Examples
    --------
    >>> from imt_core import time_to_event
    >>> times = time_to_event([6, 6, 20, 20], [1, 1, 0, 0])
    >>> mean_pulls(times, np.array([0, 0, 1, 2]), 12, n_patients=3).tolist()
    [-1.5, 0.75, 0.75]
    """
    time, n_risk, n_event, _ = count_at_times(times)
    estimate = np.cumprod(1.0 - n_event / n_risk)
    widths = np.diff(np.minimum(np.append(time, np.inf), horizon))
    remaining = np.cumsum((estimate * widths)[::-1])[::-1]
    return _pulls(times, patient, remaining, n_patients)


def _pulls(
    times: TimeToEvent, patient: IntArray, weight: FloatArray, n_patients: int
) -> FloatArray:
    """What each patient's lines pull, where a unit of pull on log S at a time counts `weight`."""
    time, n_risk, n_event, _ = count_at_times(times)
    survivors = n_risk - n_event
    # Where nobody survives S is 0 whatever the weights: that time pulls nothing.
    event_pull = np.divide(weight, survivors, out=np.zeros(time.size), where=survivors > 0)
    risk_pull = np.cumsum(event_pull * n_event / n_risk)
    position = np.searchsorted(time, times.months)
    own = risk_pull[position] - times.event * event_pull[position]
    return np.bincount(patient, weights=own, minlength=n_patients).astype(np.float64)


def number_patients(cluster: ArrayLike, n_lines: int) -> IntArray:
    """Patients as whole numbers from 0, in order of first appearance."""
    names = np.asarray(cluster)
    if names.shape != (n_lines,):
        raise ImtError(
            f"cluster must name one patient for each of {n_lines} lines, but shape {names.shape} "
            "was found. Give the patient of each line, in the order of the lines."
        )
    patient, _ = pd.factorize(names)
    if (patient < 0).any():
        raise ImtError(
            f"cluster must name a patient for each line, but {np.count_nonzero(patient < 0)} are "
            "missing. Name them, or leave those lines out."
        )
    return patient


def _pull_on_log_scale(
    times: TimeToEvent, patient: IntArray, time: FloatArray, n_risk: IntArray, n_event: IntArray
) -> FloatArray:
    """Root of the summed squares of the patients' pulls on log S, at each event time."""
    survivors = n_risk - n_event
    # Where nobody survives S is 0 whatever the weights: that time pulls nothing.
    event_pull = np.divide(1.0, survivors, out=np.zeros(time.size), where=survivors > 0)
    risk_pull = event_pull * n_event / n_risk
    order = np.argsort(patient, kind="stable")
    ordered_patient = patient[order]
    event = times.event[order]
    n_patients = int(patient.max(initial=-1)) + 1
    # A line is at risk at the event times before `leaves`; its own event is at the last of them.
    leaves = np.searchsorted(time, times.months[order], side="right")
    columns = time.size + 1
    squares = np.zeros(time.size)
    step = max(_CELLS_AT_ONCE // columns, 1)
    for first in range(0, n_patients, step):
        size = min(step, n_patients - first)
        lines = slice(*np.searchsorted(ordered_patient, [first, first + size]))
        cell = (ordered_patient[lines] - first) * columns + leaves[lines]
        left = np.bincount(cell, minlength=size * columns).reshape(size, columns)
        own_events = np.bincount(cell[event[lines]], minlength=size * columns)
        at_risk = left.sum(axis=1, keepdims=True) - np.cumsum(left, axis=1)[:, :-1]
        pull = own_events.reshape(size, columns)[:, 1:] * event_pull - at_risk * risk_pull
        squares += np.square(np.cumsum(pull, axis=1)).sum(axis=0)
    return np.sqrt(squares)
