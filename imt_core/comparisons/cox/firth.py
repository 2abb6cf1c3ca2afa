"""Firth's penalised partial likelihood: hazard ratios where the ordinary one has no maximum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import scipy

from imt_core.comparisons.cox.likelihood import (
    LARGEST_LOG_HAZARD_RATIO,
    TOO_LARGE,
    Inference,
    partial_likelihood,
)
from imt_core.estimates.distributions import chi_square_p, z_of
from imt_core.estimates.time_to_event import FloatArray, TimeToEvent

_ITERATIONS: Final = 100
_CLOSE: Final = 1e-8
_ROUNDING: Final = 1e-12
_ASIDE: Final = 1e-5
_LONGEST_STEP: Final = 2.0


class _Penalised(NamedTuple):
    log_likelihood: float
    score: FloatArray
    information: FloatArray


def penalised_inference(times: TimeToEvent, x: FloatArray, conf_level: float) -> Inference | str:
    """Maximise the partial likelihood with half the log determinant of its information added.

    Parameters
    ----------
    times : TimeToEvent
    x : numpy.ndarray of float, shape (n, p)
        Covariates that can be told apart.
    conf_level : float

    Returns
    -------
    Inference or str
        Why there is none, where the steps do not arrive or a limit is too large to state.

    Notes
    -----
    The penalty is Jeffreys': it keeps every coefficient finite, and takes away the bias of order
    1/n. Limits are where the profile of the penalised likelihood has fallen by half a chi-square
    quantile, p values compare it at 0; both keep the whole information in the penalty. Ties by
    Efron; without ties it is R's ``coxphf::coxphf(Surv(months, event) ~ x)``, whose ties are
    Breslow's.

    References
    ----------
    Firth D. Biometrika 1993;80:27-38. doi:10.1093/biomet/80.1.27
    Heinze G, Schemper M. Biometrics 2001;57:114-119. doi:10.1111/j.0006-341X.2001.00114.x

    Examples
    --------
    Three early events in one arm, three late ones in the other; the likelihood has no maximum:

    >>> from imt_core import time_to_event
    >>> times = time_to_event([1, 2, 3, 4, 5, 6], [1] * 6)
    >>> fit = penalised_inference(times, np.array([[1.0], [1], [1], [0], [0], [0]]), 0.95)
    >>> float(np.exp(fit.coefficients[0]).round(2)), float(fit.p_values[0].round(4))
    (13.0, 0.0353)
    """
    scale = x.std(axis=0)
    z = (x - x.mean(axis=0)) / scale
    zero, everything = np.zeros(z.shape[1]), list(range(z.shape[1]))
    found = _climb(times, z, zero, everything)
    if found is None:
        return "the penalised computation did not settle on a value"
    top = _penalised(times, z, found)
    std_errors = np.sqrt(np.diag(np.linalg.inv(top.information)))
    limits = [
        (
            _limit(times, z, found, place, -std_errors[place], top.log_likelihood, conf_level),
            _limit(times, z, found, place, std_errors[place], top.log_likelihood, conf_level),
        )
        for place in everything
    ]
    low, high = (np.array(side) / scale for side in zip(*limits, strict=True))
    if not (np.abs(np.concatenate((low, high))) < LARGEST_LOG_HAZARD_RATIO).all():
        return TOO_LARGE
    falls = [
        2 * (top.log_likelihood - _profile(times, z, found, place, 0.0)) for place in everything
    ]
    # The determinant is of the standardised covariates' information.
    shift = float(np.log(scale).sum())
    null = _penalised(times, z, zero).log_likelihood + shift
    return Inference(
        coefficients=found / scale,
        std_errors=std_errors / scale,
        conf_low=low,
        conf_high=high,
        p_values=np.array([chi_square_p(max(fall, 0.0), 1) for fall in falls]),
        log_likelihood=top.log_likelihood + shift,
        log_likelihood_null=null,
        statistic=max(2 * (top.log_likelihood + shift - null), 0.0),
    )


def _penalised(times: TimeToEvent, z: FloatArray, coefficients: FloatArray) -> _Penalised:
    parts = partial_likelihood(times, z, coefficients)
    information = parts.information
    sign, log_determinant = np.linalg.slogdet(information)
    if sign <= 0:
        return _Penalised(-np.inf, parts.score, information)
    inverse = np.linalg.inv(information)
    # The determinant's slope: at each event the third moments, contracted with the inverse.
    pulled = z @ inverse
    at_mean = parts.mean @ inverse
    distance = (pulled * z).sum(axis=1) - 2 * at_mean @ z.T
    distance += (at_mean * parts.mean).sum(axis=1)[:, np.newaxis]
    weighted = parts.share * distance
    slope = (weighted @ z - weighted.sum(axis=1)[:, np.newaxis] * parts.mean).sum(axis=0)
    return _Penalised(
        parts.log_likelihood + log_determinant / 2, parts.score + slope / 2, information
    )


def _climb(
    times: TimeToEvent, z: FloatArray, start: FloatArray, free: Sequence[int]
) -> FloatArray | None:
    """Newton's steps in the free coefficients, halved where they overshoot."""
    coefficients = start.copy()
    if not free:
        return coefficients
    here = _penalised(times, z, coefficients)
    for _ in range(_ITERATIONS):
        step = np.zeros(coefficients.size)
        curvature = _curvature(times, z, coefficients, free)
        if np.linalg.eigvalsh(curvature).min() <= 0:
            # Far from the maximum the penalised likelihood can curve upwards.
            curvature = here.information[np.ix_(free, free)]
        step[free] = np.linalg.solve(curvature, here.score[free])
        if np.abs(step).max() < _CLOSE:
            return coefficients + step
        step *= min(1.0, _LONGEST_STEP / np.abs(step).max())
        ahead = _penalised(times, z, coefficients + step)
        lowest = here.log_likelihood - _ROUNDING
        while ahead.log_likelihood < lowest and np.abs(step).max() > _CLOSE:
            step = step / 2
            ahead = _penalised(times, z, coefficients + step)
        coefficients, here = coefficients + step, ahead
    return None


def _curvature(
    times: TimeToEvent, z: FloatArray, coefficients: FloatArray, free: Sequence[int]
) -> FloatArray:
    """The second derivative, negated, from the score on both sides of each free coefficient."""
    aside = _ASIDE * np.eye(coefficients.size)[list(free)]
    slopes = np.array(
        [
            _penalised(times, z, coefficients - by).score
            - _penalised(times, z, coefficients + by).score
            for by in aside
        ]
    )[:, free]
    return np.asarray((slopes + slopes.T) / (4 * _ASIDE))


def _profile(
    times: TimeToEvent, z: FloatArray, start: FloatArray, place: int, value: float
) -> float:
    """The greatest penalised likelihood with one coefficient held."""
    held = start.copy()
    held[place] = value
    free = [other for other in range(start.size) if other != place]
    found = _climb(times, z, held, free)
    return -np.inf if found is None else _penalised(times, z, found).log_likelihood


def _limit(
    times: TimeToEvent,
    z: FloatArray,
    found: FloatArray,
    place: int,
    step: float,
    top: float,
    conf_level: float,
) -> float:
    """Where the profile has fallen by half the squared normal quantile, going by `step`."""
    fall = z_of(conf_level) ** 2 / 2

    def missing(value: float) -> float:
        return _profile(times, z, found, place, value) - (top - fall)

    near, far = float(found[place]), float(found[place] + step)
    while missing(far) > 0:
        if abs(far) > LARGEST_LOG_HAZARD_RATIO:
            return np.inf
        near, far = far, far + (far - float(found[place]))
    return float(scipy.optimize.brentq(missing, near, far, xtol=1e-10, rtol=1e-12))
