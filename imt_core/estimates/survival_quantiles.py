"""Medians and quartiles read off a survival curve, with Brookmeyer-Crowley limits."""

from __future__ import annotations

from dataclasses import dataclass

from imt_core.conventions.choices import QuantileRule
from imt_core.conventions.errors import ImtError
from imt_core.estimates.kaplan_meier import SurvivalCurve
from imt_core.estimates.time_to_event import TIE_TOLERANCE, BoolArray, FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalQuantile:
    """The time by which a fraction of the cases had the event.

    Parameters
    ----------
    probability : float
        The fraction, 0.5 for the median.
    estimate, conf_low, conf_high : float or None
        Months; ``None`` where the curve, or its limit, does not come down so far (not reached).
    rule : {"midpoint", "r", "first"}
    conf_level : float
    """

    probability: float
    estimate: float | None
    conf_low: float | None
    conf_high: float | None
    rule: QuantileRule
    conf_level: float


def survival_quantile(
    curve: SurvivalCurve, probability: float = 0.5, *, rule: QuantileRule = "midpoint"
) -> SurvivalQuantile:
    """Read one quantile off a survival curve.

    Parameters
    ----------
    curve : SurvivalCurve
    probability : float
        Between 0 and 1, exclusive; 0.25, 0.5, 0.75 for the quartiles.
    rule : {"midpoint", "r", "first"}
        What to do where the curve is flat at exactly ``1 - probability``. ``"midpoint"`` (SAS PROC
        LIFETEST, the model paper): the middle of the flat, not reached unless the curve then falls
        below. ``"r"``: the same, but a flat that lasts to the end gives the middle between its
        start and the last follow-up. ``"first"``: the start of the flat.

    Returns
    -------
    SurvivalQuantile
        Months, ``None`` where not reached.

    Raises
    ------
    ImtError
        If `probability` is outside 0 to 1 or `rule` is unknown.

    Notes
    -----
    Limits (Brookmeyer and Crowley): the first times at which the curve's lower and upper limit
    are at or below ``1 - probability``, so they follow the curve's own ``conf_type``. Heights are
    compared within 1.49e-8. With a beta product curve the lower limit is 0 where so few cases
    cannot exclude a quantile before the first time, as in R's ``quantile(bpcp::bpcp(...))``.
    R: ``quantile(survfit(...), probs = 0.5)`` for ``rule="r"``.

    References
    ----------
    Brookmeyer R, Crowley J. Biometrics 1982;38:29-41. doi:10.2307/2530286

    Examples
    --------
    A curve that stays at exactly 0.5 from 10 to 14 months, then falls:

    >>> from imt_core import kaplan_meier, time_to_event
    >>> curve = kaplan_meier(time_to_event([6, 10, 14, 20], [1, 1, 1, 1]))
    >>> survival_quantile(curve).estimate, survival_quantile(curve, rule="first").estimate
    (12.0, 10.0)

    A median that is not reached:

    >>> survival_quantile(kaplan_meier(time_to_event([6, 10], [0, 0]))).estimate is None
    True
    """
    if not 0 < probability < 1:
        raise ImtError(
            f"probability must lie between 0 and 1, but {probability} was found. Give 0.5."
        )
    if rule not in ("midpoint", "r", "first"):
        raise ImtError(f"rule must be midpoint, r or first, but {rule} was found. Choose one.")
    height = 1 - probability
    at_or_below = height + TIE_TOLERANCE
    return SurvivalQuantile(
        probability=probability,
        estimate=_crossing(curve.time, curve.estimate, height, rule),
        conf_low=(
            0.0
            if curve.conf_low_at_start <= at_or_below
            else _first(curve.time, curve.conf_low <= at_or_below)
        ),
        conf_high=_first(curve.time, curve.conf_high <= at_or_below),
        rule=rule,
        conf_level=curve.conf_level,
    )


def _crossing(
    time: FloatArray, estimate: FloatArray, height: float, rule: QuantileRule
) -> float | None:
    first = _first(time, estimate <= height + TIE_TOLERANCE)
    if rule == "first" or first is None:
        return first
    below = _first(time, estimate < height - TIE_TOLERANCE)
    if below is None and rule == "r":
        below = float(time[-1])
    return None if below is None else (first + below) / 2


def _first(time: FloatArray, reached: BoolArray) -> float | None:
    """The first time at which a height is reached, which a limit that is NaN never does."""
    return float(time[reached.argmax()]) if reached.any() else None
