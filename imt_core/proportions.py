"""Proportions with confidence intervals that hold in small groups: Clopper-Pearson and Wilson."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from scipy.stats import beta, norm

from imt_core.conventions import PROPORTION_CONF_TYPES, ProportionConfType
from imt_core.errors import ImtError


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
    conf_type : {"clopper-pearson", "wilson"}
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
    conf_type : {"clopper-pearson", "wilson"}

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
    R: ``binom.test(x, n)$conf.int``; ``prop.test(x, n, correct = FALSE)$conf.int``.

    Examples
    --------
    >>> orr = proportion(10, 21)
    >>> round(orr.conf_low, 3), round(orr.conf_high, 3)
    (0.257, 0.702)
    >>> proportion(0, 0).estimate is None
    True
    """
    if not 0 <= n_success <= n:
        raise ImtError(
            f"n_success must lie from 0 to n, but {n_success} of {n} was found. "
            "Check which cases are counted."
        )
    if not 0 < conf_level < 1:
        raise ImtError(
            f"conf_level must lie between 0 and 1, but {conf_level} was found. Give 0.95."
        )
    if conf_type not in PROPORTION_CONF_TYPES:
        raise ImtError(
            f"conf_type must be clopper-pearson or wilson, but {conf_type} was found. Choose one."
        )
    interval = clopper_pearson if conf_type == "clopper-pearson" else wilson
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
    low = 0.0 if n_success == 0 else float(beta.ppf(tail, n_success, n - n_success + 1))
    high = 1.0 if n_success == n else float(beta.isf(tail, n_success + 1, n - n_success))
    return low, high


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
    z_squared = float(norm.isf((1 - conf_level) / 2)) ** 2
    p = n_success / n
    centre = p + z_squared / (2 * n)
    half_width = sqrt(z_squared * (p * (1 - p) / n + z_squared / (4 * n * n)))
    scale = 1 + z_squared / n
    low = 0.0 if n_success == 0 else (centre - half_width) / scale
    high = 1.0 if n_success == n else (centre + half_width) / scale
    return low, high
