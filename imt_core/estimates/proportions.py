"""Proportions with confidence intervals for small groups: exact, mid-P, Wilson and Jeffreys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Final

import scipy
from scipy.special import betainc, betainccinv, betaincinv

from imt_core.conventions.choices import PROPORTION_CONF_TYPES, ProportionConfType
from imt_core.conventions.errors import ImtError
from imt_core.estimates.distributions import z_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion:
    """A proportion with its interval.

    Parameters
    ----------
    n_success, n : int
        Numerator and denominator.
    estimate, conf_low, conf_high : float or None
        Fractions; ``None`` where the denominator is 0.
    conf_level : float
    conf_type : {"clopper-pearson", "wilson", "jeffreys", "mid-p"}
    """

    n_success: int
    n: int
    estimate: float | None
    conf_low: float | None
    conf_high: float | None
    conf_level: float
    conf_type: ProportionConfType


def proportion(
    n_success: int,
    n: int,
    *,
    conf_level: float = 0.95,
    conf_type: ProportionConfType = "clopper-pearson",
) -> Proportion:
    """Estimate a proportion with a confidence interval.

    Parameters
    ----------
    n_success : int
        Cases with the property, from 0 to `n`.
    n : int
        Cases looked at, at least 0.
    conf_level : float
        Between 0 and 1.
    conf_type : {"clopper-pearson", "wilson", "jeffreys", "mid-p"}

    Returns
    -------
    Proportion
        Fractions; estimate and limits are ``None`` where `n` is 0.

    Raises
    ------
    ImtError
        If the counts are impossible, `conf_level` is not between 0 and 1, or `conf_type` is
        unknown.

    Notes
    -----
    R: ``binom.test(x, n)$conf.int``; ``prop.test(x, n, correct = FALSE)$conf.int``;
    ``qbeta(c(0.025, 0.975), x + 0.5, n - x + 0.5)``; mid-P by ``uniroot``.

    Examples
    --------
    >>> orr = proportion(10, 21)
    >>> round(orr.conf_low, 3), round(orr.conf_high, 3)
    (0.257, 0.702)
    >>> proportion(0, 0).estimate is None
    True
    """
    check_count(n_success, n)
    check_conf_level(conf_level)
    if conf_type not in PROPORTION_CONF_TYPES:
        raise ImtError(
            "conf_type must be clopper-pearson, wilson, jeffreys or mid-p, but "
            f"{conf_type} was found. Choose one."
        )
    interval = INTERVALS[conf_type]
    low, high = interval(n_success, n, conf_level=conf_level) if n else (None, None)
    return Proportion(
        n_success=n_success,
        n=n,
        estimate=n_success / n if n else None,
        conf_low=low,
        conf_high=high,
        conf_level=conf_level,
        conf_type=conf_type,
    )


def clopper_pearson(n_success: int, n: int, *, conf_level: float = 0.95) -> tuple[float, float]:
    """Compute the exact binomial interval of Clopper and Pearson.

    Parameters
    ----------
    n_success, n : int
        Numerator and denominator, ``n >= 1``.
    conf_level : float

    Returns
    -------
    tuple of float
        Lower and upper limit, fractions.

    Notes
    -----
    Each limit is the proportion at which the observed count, or a more extreme one, has
    probability ``(1 - conf_level) / 2``; a quantile of a beta distribution.
    R: ``binom.test(x, n)$conf.int``.

    References
    ----------
    Clopper CJ, Pearson ES. Biometrika 1934;26:404-413. doi:10.1093/biomet/26.4.404

    Examples
    --------
    >>> [round(x, 3) for x in clopper_pearson(2, 4)]
    [0.068, 0.932]
    >>> [round(x, 3) for x in clopper_pearson(0, 3)]
    [0.0, 0.708]
    """
    tail = (1 - conf_level) / 2
    low = 0.0 if n_success == 0 else float(betaincinv(n_success, n - n_success + 1, tail))
    high = 1.0 if n_success == n else float(betainccinv(n_success + 1, n - n_success, tail))
    return low, high


def mid_p(n_success: int, n: int, *, conf_level: float = 0.95) -> tuple[float, float]:
    """Compute the mid-P interval: Clopper-Pearson with half the observed count's probability.

    Parameters
    ----------
    n_success, n : int
        Numerator and denominator, ``n >= 1``.
    conf_level : float

    Returns
    -------
    tuple of float
        Lower and upper limit, fractions.

    Notes
    -----
    The lower limit p solves ``P(X > x) + P(X = x) / 2 = (1 - conf_level) / 2``, which is
    ``(P(X >= x) + P(X >= x + 1)) / 2``, two incomplete beta functions; the upper limit mirrors it.
    Shorter than the exact interval, at the price that coverage holds on average only.
    R: ``uniroot(\\(p) pbinom(x, n, p, lower = FALSE) + dbinom(x, n, p) / 2 - 0.025, 0:1)``.

    References
    ----------
    Lancaster HO. J Am Stat Assoc 1961;56:223-234. doi:10.1080/01621459.1961.10482105
    Newcombe RG. Stat Med 1998;17:857-872.
    doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E

    Examples
    --------
    >>> [round(x, 3) for x in mid_p(10, 21)]
    [0.273, 0.686]
    >>> [round(x, 3) for x in mid_p(0, 3)]
    [0.0, 0.632]
    """
    tail = (1 - conf_level) / 2
    low = _mid_p_low(n_success, n, tail) if n_success else 0.0
    high = 1 - _mid_p_low(n - n_success, n, tail) if n_success < n else 1.0
    return low, high


def _mid_p_low(x: int, n: int, tail: float) -> float:
    def excess(p: float) -> float:
        more = betainc(x + 1, n - x, p) if x < n else 0.0
        return float((betainc(x, n - x + 1, p) + more) / 2) - tail

    return float(scipy.optimize.brentq(excess, 0.0, 1.0, xtol=1e-15, rtol=1e-14))


def wilson(n_success: int, n: int, *, conf_level: float = 0.95) -> tuple[float, float]:
    """Compute the Wilson score interval, without continuity correction.

    Parameters
    ----------
    n_success, n : int
        Numerator and denominator, ``n >= 1``.
    conf_level : float

    Returns
    -------
    tuple of float
        Lower and upper limit, fractions.

    Notes
    -----
    The proportions that a score test at this level does not reject.
    R: ``prop.test(x, n, correct = FALSE)$conf.int``.

    References
    ----------
    Wilson EB. J Am Stat Assoc 1927;22:209-212. doi:10.1080/01621459.1927.10502953

    Examples
    --------
    >>> [round(x, 3) for x in wilson(10, 21)]
    [0.283, 0.676]
    >>> [round(x, 3) for x in wilson(0, 1)]
    [0.0, 0.793]
    """
    z_squared = z_of(conf_level) ** 2
    p = n_success / n
    centre = p + z_squared / (2 * n)
    half_width = sqrt(z_squared * (p * (1 - p) / n + z_squared / (4 * n * n)))
    scale = 1 + z_squared / n
    low = 0.0 if n_success == 0 else (centre - half_width) / scale
    high = 1.0 if n_success == n else (centre + half_width) / scale
    return low, high


def jeffreys(n_success: int, n: int, *, conf_level: float = 0.95) -> tuple[float, float]:
    """Compute the equal-tailed interval under the Jeffreys prior.

    Parameters
    ----------
    n_success, n : int
        Numerator and denominator, ``n >= 1``.
    conf_level : float

    Returns
    -------
    tuple of float
        Lower and upper limit, fractions.

    Notes
    -----
    Quantiles of a beta distribution with ``x + 1/2`` and ``n - x + 1/2``; the lower limit is 0
    where x = 0, the upper is 1 where x = n.
    R: ``qbeta(c(0.025, 0.975), x + 0.5, n - x + 0.5)``.

    References
    ----------
    Brown LD, Cai TT, DasGupta A. Stat Sci 2001;16:101-133. doi:10.1214/ss/1009213286

    Examples
    --------
    >>> [round(x, 3) for x in jeffreys(2, 4)]
    [0.123, 0.877]
    >>> [round(x, 3) for x in jeffreys(0, 3)]
    [0.0, 0.536]
    """
    tail = (1 - conf_level) / 2
    a, b = n_success + 0.5, n - n_success + 0.5
    low = 0.0 if n_success == 0 else float(betaincinv(a, b, tail))
    high = 1.0 if n_success == n else float(betainccinv(a, b, tail))
    return low, high


INTERVALS: Final[dict[ProportionConfType, Callable[..., tuple[float, float]]]] = {
    "clopper-pearson": clopper_pearson,
    "wilson": wilson,
    "jeffreys": jeffreys,
    "mid-p": mid_p,
}


def check_count(x: int, n: int, *, x_name: str = "n_success", n_name: str = "n") -> None:
    """Refuse a count outside 0 to n.

    Examples
    --------
    >>> check_count(0, 0)
    >>> check_count(4, 3)
    Traceback (most recent call last):
        ...
    imt_core.ImtError: n_success must lie from 0 to n, but 4 of 3 was found. \
Check which cases are counted.
    """
    if not 0 <= x <= n:
        raise ImtError(
            f"{x_name} must lie from 0 to {n_name}, but {x} of {n} was found. "
            "Check which cases are counted."
        )


def check_conf_level(conf_level: float) -> None:
    """Refuse a confidence level that is not a fraction between 0 and 1.

    Examples
    --------
    >>> check_conf_level(0.95)
    >>> check_conf_level(95)
    Traceback (most recent call last):
        ...
    imt_core.ImtError: conf_level must lie between 0 and 1, but 95 was found. Give 0.95.
    """
    if not 0 < conf_level < 1:
        raise ImtError(
            f"conf_level must lie between 0 and 1, but {conf_level} was found. Give 0.95."
        )
