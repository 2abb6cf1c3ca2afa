"""The difference of two independent proportions, with intervals that hold in small groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import scipy

from imt_core.comparisons.rate_difference import difference_limits
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_number
from imt_core.estimates.distributions import z_of
from imt_core.estimates.proportions import check_conf_level, check_count, wilson

DifferenceConfType = Literal["newcombe", "miettinen-nurminen"]

DIFFERENCE_CONF_TYPES: Final[dict[DifferenceConfType, str]] = {
    "newcombe": "Newcombe (from Wilson limits)",
    "miettinen-nurminen": "Miettinen-Nurminen score",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProportionDifference:
    """The difference of two proportions, first less second, with its interval.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Numerator and denominator of the first and of the second group.
    estimate, conf_low, conf_high : float or None
        Differences of fractions, from -1 to 1; ``None`` where a group is empty.
    conf_level : float
    conf_type : {"newcombe", "miettinen-nurminen"}
    reason : str
        Why the difference is not estimable; empty where it is.
    """

    x1: int
    n1: int
    x2: int
    n2: int
    estimate: float | None
    conf_low: float | None
    conf_high: float | None
    conf_level: float
    conf_type: DifferenceConfType
    reason: str = ""

    @property
    def method(self) -> str:
        """How the interval is made."""
        level = format_number(100 * self.conf_level, decimals=0)
        return f"{level}% CI of the difference: {DIFFERENCE_CONF_TYPES[self.conf_type]}"


def proportion_difference(
    x1: int,
    n1: int,
    x2: int,
    n2: int,
    *,
    conf_level: float = 0.95,
    conf_type: DifferenceConfType = "newcombe",
) -> ProportionDifference:
    """Estimate by how much the proportion of a first group exceeds that of a second.

    Parameters
    ----------
    x1, x2 : int
        Cases with the property, from 0 to the group's size.
    n1, n2 : int
        Cases looked at, at least 0. No case is in both groups.
    conf_level : float
        Between 0 and 1.
    conf_type : {"newcombe", "miettinen-nurminen"}

    Returns
    -------
    ProportionDifference
        A fraction from -1 to 1; estimate and limits are ``None`` where a group is empty.

    Raises
    ------
    ImtError
        If the counts are impossible, `conf_level` is not between 0 and 1, or `conf_type` is
        unknown.

    Notes
    -----
    R has neither in its base; tests/oracles/r/record_proportion_difference.R computes both.

    Examples
    --------
    >>> d = proportion_difference(56, 70, 48, 80)
    >>> round(d.estimate, 4), round(d.conf_low, 4), round(d.conf_high, 4)
    (0.2, 0.0524, 0.3339)
    >>> proportion_difference(3, 5, 0, 0).reason
    'the second group is empty'
    """
    check_count(x1, n1, x_name="x1", n_name="n1")
    check_count(x2, n2, x_name="x2", n_name="n2")
    check_conf_level(conf_level)
    if conf_type not in DIFFERENCE_CONF_TYPES:
        raise ImtError(
            "conf_type must be newcombe or miettinen-nurminen, but "
            f"{conf_type} was found. Choose one."
        )
    reason = empty_group_reason(n1, n2)
    estimate = low = high = None
    if not reason:
        interval = newcombe if conf_type == "newcombe" else miettinen_nurminen
        estimate = x1 / n1 - x2 / n2
        low, high = interval(x1, n1, x2, n2, conf_level=conf_level)
    return ProportionDifference(
        x1=x1,
        n1=n1,
        x2=x2,
        n2=n2,
        estimate=estimate,
        conf_low=low,
        conf_high=high,
        conf_level=conf_level,
        conf_type=conf_type,
        reason=reason,
    )


def empty_group_reason(n1: int, n2: int) -> str:
    """Name the group without cases; empty text where both have some.

    Examples
    --------
    >>> empty_group_reason(0, 4)
    'the first group is empty'
    >>> empty_group_reason(0, 0), empty_group_reason(3, 4)
    ('both groups are empty', '')
    """
    if n1 and n2:
        return ""
    if n1 or n2:
        return f"the {'second' if n1 else 'first'} group is empty"
    return "both groups are empty"


def newcombe(
    x1: int, n1: int, x2: int, n2: int, *, conf_level: float = 0.95
) -> tuple[float, float]:
    """Compute Newcombe's hybrid score interval (his method 10) of p1 - p2.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Numerators and denominators, neither group empty.
    conf_level : float

    Returns
    -------
    tuple of float
        Lower and upper limit, from -1 to 1.

    Notes
    -----
    With Wilson limits l, u of each group and d = p1 - p2, the limits are
    ``d - sqrt((p1 - l1)^2 + (u2 - p2)^2)`` and ``d + sqrt((u1 - p1)^2 + (p2 - l2)^2)``.
    R: from ``prop.test(x, n, correct = FALSE)$conf.int`` of each group.

    References
    ----------
    Newcombe RG. Stat Med 1998;17:873-890.
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I

    Examples
    --------
    >>> [round(x, 4) for x in newcombe(9, 10, 3, 10)]
    [0.1705, 0.809]
    >>> [round(x, 4) for x in newcombe(10, 10, 0, 20)]
    [0.6791, 1.0]
    """
    limits1 = wilson(x1, n1, conf_level=conf_level)
    limits2 = wilson(x2, n2, conf_level=conf_level)
    return difference_limits(x1 / n1, limits1, x2 / n2, limits2)


def miettinen_nurminen(
    x1: int, n1: int, x2: int, n2: int, *, conf_level: float = 0.95
) -> tuple[float, float]:
    """Compute the score interval of Miettinen and Nurminen of p1 - p2.

    Parameters
    ----------
    x1, n1, x2, n2 : int
        Numerators and denominators, neither group empty.
    conf_level : float

    Returns
    -------
    tuple of float
        Lower and upper limit, from -1 to 1.

    Notes
    -----
    The differences d that a score test accepts: ``(p1 - p2 - d)^2 <= z^2 V(d)`` with
    ``V(d) = (q1 (1 - q1) / n1 + q2 (1 - q2) / n2) N / (N - 1)``, where q1 and q2 are the most
    likely proportions that differ by d, and N = n1 + n2. statsmodels' ``method="score"`` finds no
    limit in most small tables (0.15.0), so the two equations are solved here.
    R: ``uniroot`` on the score, in tests/oracles/r/record_proportion_difference.R.

    References
    ----------
    Miettinen O, Nurminen M. Stat Med 1985;4:213-226. doi:10.1002/sim.4780040211

    Examples
    --------
    >>> [round(x, 4) for x in miettinen_nurminen(9, 10, 3, 10)]
    [0.17, 0.8406]
    >>> [round(x, 4) for x in miettinen_nurminen(10, 10, 0, 20)]
    [0.7156, 1.0]
    """
    tail = (1 - conf_level) / 2
    z_squared = z_of(1 - 2 * tail) ** 2
    high = _score_limit(x1, n1, x2, n2, z_squared)
    return -_score_limit(x2, n2, x1, n1, z_squared), high


def _score_limit(x1: int, n1: int, x2: int, n2: int, z_squared: float) -> float:
    """The largest difference accepted; the smallest is that of the groups swapped, negated."""
    observed = x1 / n1 - x2 / n2
    if observed == 1:
        return 1.0
    scaled = z_squared * (n1 + n2) / (n1 + n2 - 1)

    def excess(d: float) -> float:
        q1, q2 = _likeliest(x1, n1, x2, n2, d)
        variance = q1 * (1 - q1) / n1 + q2 * (1 - q2) / n2
        return (observed - d) ** 2 - scaled * variance

    # The observed difference itself solves the equation where it is 0 with nobody or everybody
    # alike, and is no limit: start just beside it.
    return float(scipy.optimize.brentq(excess, observed + 1e-12, 1.0, xtol=1e-15, rtol=1e-14))


def _likeliest(x1: int, n1: int, x2: int, n2: int, d: float) -> tuple[float, float]:
    """Proportions p1 = p2 + d of greatest likelihood, for any d from -1 to 1."""
    if d < 0:
        q2, q1 = _likeliest(x2, n2, x1, n1, -d)
        return q1, q2
    if d == 0:
        pooled = (x1 + x2) / (n1 + n2)
        return pooled, pooled
    # p2 = t and 1 - p1 = room - t, both from 0 to `room`; the likelihood rises to its only
    # maximum, and `slope` has the sign of its derivative. Root finding keeps the digits that the
    # closed form of the cubic loses where two of its roots meet.
    room = 1 - d

    def slope(t: float) -> float:
        a = t if x2 else 1.0
        b = room - t if x1 < n1 else 1.0
        inner = x1 / (t + d) - (n2 - x2) / (room - t + d)
        return a * b * inner - (n1 - x1) * a + x2 * b

    if slope(0.0) <= 0:
        t = 0.0
    elif slope(room) >= 0:
        t = room
    else:
        t = float(scipy.optimize.brentq(slope, 0.0, room, xtol=1e-16, rtol=1e-14))
    return t + d, t
