"""Survival at chosen times: landmark rates, with what is known and what is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from imt_core.conventions.choices import SurvivalConfType
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_number
from imt_core.conventions.notes import Note
from imt_core.estimates.kaplan_meier import SurvivalCurve

_CUT: Final[dict[SurvivalConfType, tuple[str, str, str, str]]] = {
    "log": (
        "limit_of_one",
        "an upper limit of 100% although events happened comes from the log scale on which limits "
        "are worked out, not from the data",
        "do not give it",
        "does not give it",
    ),
    "plain": (
        "cut_limit",
        "a limit of 0% or 100% is where the plain scale went beyond and was cut",
        "stay within",
        "stays within",
    ),
}


class WithLimits(Protocol):
    """A rate with its limits, fractions."""

    @property
    def estimate(self) -> float | None:
        """The rate; ``None`` where it is not estimable."""

    @property
    def conf_low(self) -> float | None:
        """The lower limit; ``None`` where it is not defined."""

    @property
    def conf_high(self) -> float | None:
        """The upper limit; ``None`` where it is not defined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalRate:
    """Survival at one time.

    Parameters
    ----------
    months : float
    estimate, conf_low, conf_high : float or None
        Fractions; ``None`` where not estimable or where the limit is not defined.
    n_risk : int
        Cases with follow-up of at least `months`.
    reason : str
        Why there is no estimate; empty where there is one.
    """

    months: float
    estimate: float | None
    conf_low: float | None
    conf_high: float | None
    n_risk: int
    reason: str = ""


def survival_rate(curve: SurvivalCurve, months: float) -> SurvivalRate:
    """Read survival off a curve at one time.

    Parameters
    ----------
    curve : SurvivalCurve
    months : float
        At least 0.

    Returns
    -------
    SurvivalRate
        Beyond the last follow-up there is no estimate, unless the curve has come down to 0.

    Raises
    ------
    ImtError
        If `months` is negative or not finite.

    Notes
    -----
    R: ``summary(survfit(...), times = months)``, which leaves out times beyond the last
    follow-up; its ``extend = TRUE`` carries the last value forward, which this does not.

    Examples
    --------
    >>> from imt_core import kaplan_meier, time_to_event
    >>> curve = kaplan_meier(time_to_event([4, 10, 30, 30], [1, 1, 0, 0]))
    >>> survival_rate(curve, 12).estimate
    0.5
    >>> survival_rate(curve, 60).reason
    'beyond the last follow-up (30.0 months)'
    """
    if not (np.isfinite(months) and months >= 0):
        raise ImtError(f"months must be at least 0, but {months} was found. Give a time in months.")
    if curve.last_follow_up is None:
        return SurvivalRate(
            months=months, estimate=None, conf_low=None, conf_high=None, n_risk=0, reason="no cases"
        )
    n_risk = int(curve.n_risk_at(np.array([months]))[0])
    if curve.ends_before(months) and curve.estimate[-1] > 0:
        return SurvivalRate(
            months=months,
            estimate=None,
            conf_low=None,
            conf_high=None,
            n_risk=n_risk,
            reason=f"beyond the last follow-up ({format_number(curve.last_follow_up)} months)",
        )
    step = curve.step_at(months)
    if step < 0:
        return SurvivalRate(
            months=months,
            estimate=1.0,
            conf_low=curve.conf_low_at_start,
            conf_high=1.0,
            n_risk=n_risk,
        )
    return SurvivalRate(
        months=months,
        estimate=float(curve.estimate[step]),
        conf_low=_number_or_none(curve.conf_low[step]),
        conf_high=_number_or_none(curve.conf_high[step]),
        n_risk=n_risk,
    )


def limit_notes(
    rates: Iterable[tuple[str, WithLimits]],
    conf_type: SurvivalConfType,
    *,
    has_product: bool = True,
) -> tuple[Note, ...]:
    """Say which limits of 0% or 100% come from their scale, not from the data.

    Parameters
    ----------
    rates : iterable of (str, rate)
        Whose rate it is, for the reader, and the rate.
    conf_type : str
        Of the limits.
    has_product : bool
        Whether the beta product could stand in, which an incidence does not have.

    Returns
    -------
    tuple of Note
        One, naming everyone concerned once, or none.

    Examples
    --------
    >>> rate = SurvivalRate(months=12, estimate=0.5, conf_low=0.0, conf_high=0.98, n_risk=3)
    >>> limit_notes([("MTX-V", rate)], "plain")[0].message[:50]
    'MTX-V: a limit of 0% or 100% is where the plain sc'
    >>> limit_notes([("MTX-V", rate)], "log-log")
    ()
    """
    if conf_type not in _CUT:
        return ()
    cut = [
        name
        for name, rate in rates
        if rate.estimate not in (None, 0, 1)
        and (rate.conf_high == 1 or (conf_type == "plain" and rate.conf_low == 0))
    ]
    if not cut:
        return ()
    code, why, they, it = _CUT[conf_type]
    better = f"scale and the beta product {they}" if has_product else f"scale {it}"
    message = f"{'; '.join(dict.fromkeys(cut))}: {why}; the log(-log) {better}."
    return (Note(code=code, message=message),)


def no_event_yet_note(early: Sequence[str], *, share: str) -> tuple[Note, ...]:
    """Explain rates before the first event, which have no limits; nothing where there are none.

    Examples
    --------
    >>> no_event_yet_note(["MTX-V at 3"], share="100%")[0].message
    'No event yet: MTX-V at 3 months. No limits are defined there, and 100% does not show that \
the risk is zero.'
    """
    if not early:
        return ()
    message = (
        f"No event yet: {'; '.join(early)} months. No limits are defined there, and {share} does "
        "not show that the risk is zero."
    )
    return (Note(code="no_event_yet", message=message),)


def _number_or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
