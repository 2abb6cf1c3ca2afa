"""Limits of a survival curve by the beta product confidence procedure, made for small samples."""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, betaincc, betainccinv, betaincinv

from imt_core.conventions.errors import ImtError
from imt_core.estimates.time_to_event import BoolArray, FloatArray, IntArray, TimeToEvent


def beta_product_limits(
    times: TimeToEvent, at: FloatArray, *, conf_level: float = 0.95, mid_p: bool = False
) -> tuple[FloatArray, FloatArray]:
    """Compute limits of survival at chosen times by the beta product confidence procedure.

    Parameters
    ----------
    times : TimeToEvent
        Months and event indicators; without cases the limits are 0 and 1.
    at : numpy.ndarray of float, shape (m,)
        Months, each at least 0.
    conf_level : float
        Between 0 and 1.
    mid_p : bool
        Closer to the nominal coverage on average, but without its guarantee.

    Returns
    -------
    tuple of numpy.ndarray of float, shape (m,)
        Lower and upper limits, fractions, defined at every time: before the first event the upper
        limit is 1, from the last follow-up on the lower limit is 0.

    Raises
    ------
    ImtError
        If `conf_level` is not between 0 and 1, or a time is negative or missing.

    Notes
    -----
    Survival just after an event at ``t_i`` is taken as the product of independent
    ``Beta(n_i - d_i + 1, d_i)`` over the events so far, with ``d_i`` events among ``n_i`` at risk.
    The upper limit at t is its upper quantile. The lower limit is the lower quantile of the same
    product times ``Beta(n, 1)``, ``n`` being at risk just after t: as if the next event were about
    to happen. So the lower limit falls at censorings too. `mid_p` takes both quantiles from the
    equal mixture of the two. A product is taken as the one beta distribution with its mean and
    variance, which is exact without censoring: then these are the limits of Clopper and Pearson.
    Limits never rise with time: each is the smallest so far.
    R: ``bpcp::bpcp(months, event, nmc = 0, Delta = 0, alpha = 0.05, midp = FALSE)`` and
    ``StCI(fit, t)``. R solves for mid-p limits to 1.2e-4 in tail probability only, unless it is
    given ``control = bpcpControl(midpMMTol = 1e-12)``.

    References
    ----------
    Fay MP, Brittain EH, Proschan MA. Biostatistics 2013;14:723-736.
    doi:10.1093/biostatistics/kxt016
    Fay MP, Brittain EH. Stat Med 2016;35:2726-2740. doi:10.1002/sim.6905

    Examples
    --------
    Two of four cases had the event, as in a binomial interval of 2 of 4:

    >>> from imt_core import time_to_event
    >>> low, high = beta_product_limits(time_to_event([6, 10, 14, 20], [1] * 4), np.array([12.0]))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.068], [0.932])

    Nobody had the event; the lower limit falls as cases leave:

    >>> low, high = beta_product_limits(time_to_event([5, 9], [0, 0]), np.array([0.0, 5.0, 9.0]))
    >>> low.round(3).tolist(), high.tolist()
    ([0.158, 0.025, 0.0], [1.0, 1.0, 1.0])
    """
    if not (at >= 0).all():
        raise ImtError(
            "at must hold times of at least 0, but a negative or missing time was found. "
            "Give times in months."
        )
    time, low, high = _steps_of(times, conf_level, mid_p)
    step = np.searchsorted(time, at, side="right")
    return low[step], high[step]


def beta_product_steps(
    *, n_exposed: IntArray, n_event: IntArray, n_risk: IntArray, conf_level: float, mid_p: bool
) -> tuple[FloatArray, FloatArray]:
    """Limits before the first of the distinct times, then just after each: one more than times."""
    if not 0 < conf_level < 1:
        raise ImtError(
            f"conf_level must lie between 0 and 1, but {conf_level} was found. Give 0.95."
        )
    tail = (1 - conf_level) / 2
    # A product has the product of the means, and of the second moments. The latter are carried as
    # second moment / mean^2, which is 1 + variance / mean^2: no digits cancel in a large sample.
    left = n_exposed - n_event + 1.0
    log_mean = np.append(0.0, np.cumsum(np.log(left / (n_exposed + 1))))
    log_excess = np.append(0.0, np.cumsum(np.log1p(n_event / (left * (n_exposed + 2)))))
    n_after = np.append(n_risk, 0)
    n = np.maximum(n_after, 1.0)
    upper = _matched_beta(log_mean, log_excess)
    lower = _matched_beta(log_mean + np.log(n / (n + 1)), log_excess + np.log1p(1 / (n * (n + 2))))
    eventless, nobody_left = log_excess == 0, n_after == 0
    if mid_p:
        low, high = _mixture_limits(tail, lower, upper, eventless, nobody_left)
    else:
        low, high = betaincinv(*lower, tail), betainccinv(*upper, tail)
    low, high = np.where(nobody_left, 0.0, low), np.where(eventless, 1.0, high)
    return np.minimum.accumulate(low), np.minimum.accumulate(high)


def _matched_beta(log_mean: FloatArray, log_excess: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Fit a beta to the logs of mean and second moment / mean^2; Beta(1, 1) stands in at 0, 0."""
    constant = log_excess == 0
    mean, below_one = np.exp(log_mean), -np.expm1(log_mean)
    a = below_one / np.where(constant, 1.0, np.expm1(log_excess)) - mean
    return np.where(constant, 1.0, a), np.where(constant, 1.0, a * below_one / mean)


def _mixture_limits(
    tail: float,
    lower: tuple[FloatArray, FloatArray],
    upper: tuple[FloatArray, FloatArray],
    eventless: BoolArray,
    nobody_left: BoolArray,
) -> tuple[FloatArray, FloatArray]:
    """Quantiles of the equal mixture of the lower and the upper product."""
    # SciPy's optimization takes long to import, which the first curve need not wait for.
    from scipy.optimize.elementwise import find_root  # noqa: PLC0415

    # The quantile of a mixture lies between those of its parts.
    ends = _between(betaincinv(*lower, tail), np.where(eventless, 1.0, betaincinv(*upper, tail)))
    low = find_root(_below, ends, args=(*lower, *upper, ~eventless, 2 * tail)).x
    ends = _between(
        np.where(nobody_left, 0.0, betainccinv(*lower, tail)), betainccinv(*upper, tail)
    )
    high = find_root(_above, ends, args=(*lower, *upper, ~nobody_left, 2 * tail)).x
    return low, high


def _between(one: FloatArray, other: FloatArray) -> tuple[FloatArray, FloatArray]:
    """A bracket a little wider than two fractions, which may be equal but for rounding."""
    return np.minimum(one, other) * (1 - 1e-6), 1 - (1 - np.maximum(one, other)) * (1 - 1e-6)


def _below(q: FloatArray, *parts: FloatArray) -> FloatArray:
    # Without events the upper product is 1 for certain: none of it lies below.
    a_low, b_low, a_high, b_high, has_event, tails = parts
    return betainc(a_low, b_low, q) + has_event * betainc(a_high, b_high, q) - tails


def _above(q: FloatArray, *parts: FloatArray) -> FloatArray:
    # With nobody left the lower product is 0 for certain: none of it lies above.
    a_low, b_low, a_high, b_high, has_next, tails = parts
    return tails - has_next * betaincc(a_low, b_low, q) - betaincc(a_high, b_high, q)


def _steps_of(
    times: TimeToEvent, conf_level: float, mid_p: bool
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Distinct times, and the limits before the first and just after each."""
    leaving, events = np.sort(times.months), np.sort(times.months[times.event])
    time = np.unique(leaving)
    n_risk = times.n - np.searchsorted(leaving, time)
    n_event = np.searchsorted(events, time, side="right") - np.searchsorted(events, time)
    low, high = beta_product_steps(
        n_exposed=n_risk, n_event=n_event, n_risk=n_risk, conf_level=conf_level, mid_p=mid_p
    )
    return time, low, high
