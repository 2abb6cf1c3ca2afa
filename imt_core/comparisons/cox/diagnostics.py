"""How well a Cox regression fits: the test of proportional hazards, and concordance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from imt_core.comparisons.cox.likelihood import partial_likelihood
from imt_core.estimates.distributions import chi_square_p
from imt_core.estimates.kaplan_meier import kaplan_meier
from imt_core.estimates.time_to_event import FloatArray, TimeToEvent

GLOBAL_TERM: Final = "all covariates together"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProportionalHazardsTest:
    """Score test that the log hazard ratios of one covariate do not change with time.

    Parameters
    ----------
    term : str
        The covariate's column, or `GLOBAL_TERM`.
    statistic, p_value : float or None
        Chi-square and p; ``None`` where the events tell nothing about a change with time.
    df : int
        Coefficients of the covariate.
    """

    term: str
    statistic: float | None
    df: int
    p_value: float | None


def proportional_hazards(
    times: TimeToEvent, x: FloatArray, coefficients: FloatArray, *, names: Sequence[str]
) -> tuple[ProportionalHazardsTest, ...]:
    """Test each covariate, then all together; `names` tells whose each column of `x` is."""
    scale = x.std(axis=0)
    z = (x - x.mean(axis=0)) / scale
    parts = partial_likelihood(times, z, coefficients * scale)
    curve = kaplan_meier(times)
    before = np.concatenate(([1.0], curve.estimate))[np.searchsorted(curve.time, parts.month)]
    g = before.mean() - before
    score = g @ parts.residuals
    now = parts.variances.sum(axis=0)
    mixed = np.tensordot(g, parts.variances, axes=1)
    # Variance of the score for the change with time, given that the coefficients were estimated.
    variance = np.tensordot(g**2, parts.variances, axes=1) - mixed @ np.linalg.solve(now, mixed)
    members = {name: [i for i, other in enumerate(names) if other == name] for name in names}
    members[GLOBAL_TERM] = list(range(len(names)))
    return tuple(
        _score_test(term, score[chosen], variance[np.ix_(chosen, chosen)])
        for term, chosen in members.items()
    )


def _score_test(term: str, score: FloatArray, variance: FloatArray) -> ProportionalHazardsTest:
    df = score.size
    if np.linalg.matrix_rank(variance, tol=1e-10) < df:
        return ProportionalHazardsTest(term=term, statistic=None, df=df, p_value=None)
    statistic = float(score @ np.linalg.solve(variance, score))
    return ProportionalHazardsTest(
        term=term, statistic=statistic, df=df, p_value=chi_square_p(statistic, df)
    )


def concordance(times: TimeToEvent, eta: FloatArray) -> float | None:
    """Share of pairs of which the case with the event first has the higher linear predictor."""
    events = np.flatnonzero(times.event)[:, np.newaxis]
    later = times.months > times.months[events]
    later |= (times.months == times.months[events]) & ~times.event
    if not later.any():
        return None
    # The same covariates give the same linear predictor but for rounding.
    gap = np.where(np.isclose(eta[events], eta, rtol=0, atol=1e-9), 0.0, eta[events] - eta)
    return float((later * (0.5 + 0.5 * np.sign(gap))).sum() / later.sum())
