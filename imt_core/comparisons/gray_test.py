"""Gray's test: whether groups share one cumulative incidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from imt_core.conventions.errors import ImtError
from imt_core.estimates.cumulative_incidence import CompetingTimes, competing_times
from imt_core.estimates.distributions import chi_square_p
from imt_core.estimates.time_to_event import FloatArray, TimeToEvent, time_to_event

_NO_SPREAD: Final = 1e-6
_ROUNDING: Final = 1e-7
_BEYOND: Final = 1e4
"""Months that no follow-up reaches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrayTest:
    """Gray's test of the event of interest.

    Parameters
    ----------
    statistic, p_value : float or None
        Chi-square and p; ``None`` where the test is not estimable.
    df : int
        Degrees of freedom: groups, less one.
    n, observed : tuple of int
        Cases and events of interest of each group, in the order given.
    reason : str
        Why the test is not estimable; empty where it is.
    method : str
    """

    statistic: float | None
    df: int
    p_value: float | None
    n: tuple[int, ...]
    observed: tuple[int, ...]
    reason: str = ""
    method: str = "Gray's test"

    def to_frame(self, groups: Sequence[str]) -> pd.DataFrame:
        """One row for each group, unformatted; `groups` names them."""
        return pd.DataFrame(
            {
                "group": list(groups),
                "n": self.n,
                "observed": self.observed,
                "statistic": self.statistic,
                "df": self.df,
                "p_value": self.p_value,
                "method": self.method,
            }
        )


def gray_test(groups: Sequence[CompetingTimes]) -> GrayTest:
    """Test whether groups share one cumulative incidence of the event of interest.

    Parameters
    ----------
    groups : sequence of CompetingTimes
        At least two, each with cases; ties are looked for over all groups together.

    Returns
    -------
    GrayTest
        Not estimable (``p_value is None``, with the reason) without events of interest, and where
        these events cannot tell the groups apart: their variance is 0.

    Raises
    ------
    ImtError
        If fewer than two groups are given, or one has no case.

    Notes
    -----
    It weighs, as the log-rank test does, the events of a group against those expected, but of the
    subdistribution hazard: whoever had the competing event stays at risk. It therefore compares
    the curves of incidence that are drawn, where a log-rank test that censors the competing event
    compares hazards. The weights are 1 (``rho = 0``). Our own: the
    package greenwood gives the same, but tests where the variance is 0 but for rounding.
    R: ``cmprsk::cuminc(months, cause, group)$Tests``; it writes -1, or a negative chi-square, where
    the variance is 0, and stops where all of a group had the event and one group is left.

    References
    ----------
    Gray RJ. Ann Stat 1988;16:1141-1154. doi:10.1214/aos/1176350951

    Examples
    --------
    >>> early = competing_times([1, 2, 3, 4, 9], [1, 1, 1, 2, 0])
    >>> late = competing_times([5, 6, 7, 8, 9], [2, 1, 0, 2, 0])
    >>> round(gray_test([early, late]).p_value, 4)
    0.1719
    >>> gray_test([late, competing_times([5], [2])]).n
    (5, 1)
    >>> gray_test([competing_times([5], [2]), competing_times([6], [0])]).reason
    'no event of interest was observed'
    """
    if len(groups) < 2 or not all(group.n for group in groups):
        raise ImtError(
            "groups must hold at least two, each with cases, but fewer were found. Add a group, or "
            "leave out those without a case."
        )
    statistic, reason = None, "no event of interest was observed"
    if any(group.n_event for group in groups):
        excess, variance = _score(groups)
        reason = ""
        if _is_singular(variance):
            reason = "these events cannot tell the groups apart (their variance is 0)"
        else:
            statistic = float(excess @ np.linalg.solve(variance, excess))
    df = len(groups) - 1
    return GrayTest(
        statistic=statistic,
        df=df,
        p_value=None if statistic is None else chi_square_p(statistic, df),
        n=tuple(group.n for group in groups),
        observed=tuple(group.n_event for group in groups),
        reason=reason,
    )


def _score(groups: Sequence[CompetingTimes]) -> tuple[FloatArray, FloatArray]:
    """Events of interest less those expected in all groups but the last, and their variance.

    Gray's formulas, one step for each time with an event of either kind. At time t, of group k:
    `n_risk` cases under observation, `survival` free of both events and `incidence` just before t;
    ``n_risk / survival`` stands for the cases at risk of the event of interest, those who had the
    competing one among them.
    """
    n_groups = len(groups)
    together = competing_times(
        np.concatenate([group.months for group in groups]),
        np.concatenate([group.cause for group in groups]),
    )
    time, at = np.unique(together.months, return_inverse=True)
    own = np.repeat(np.arange(n_groups), [group.n for group in groups])
    ended = np.zeros((3, time.size, n_groups))
    np.add.at(ended, (together.cause, at, own), 1.0)
    n_risk = np.array([float(group.n) for group in groups])
    survival, incidence, pooled = np.ones(n_groups), np.zeros(n_groups), 0.0
    excess, variance = np.zeros(n_groups), np.zeros((n_groups, n_groups))
    drift = np.zeros((n_groups, n_groups))
    carried, cross = np.zeros(n_groups), np.zeros((n_groups, n_groups))
    for censored, events, others in zip(*ended, strict=True):
        n_event = events.sum()
        if n_event or others.any():
            risk = np.maximum(n_risk, 1.0)
            weight = np.divide(n_risk, survival, out=np.zeros(n_groups), where=n_risk > 0)
            total = weight.sum()
            after = survival * (1 - (events + others) / risk)
            share = weight * (1 - incidence)
            excess += events - n_event * share / share.sum()
            step = np.diag(weight) - np.outer(weight, weight) / total
            if n_event and 1 - pooled > _ROUNDING:
                drift += step * n_event / (total * (1 - pooled))
            elif n_event and np.abs(step).max() > _ROUNDING:
                # All are taken to have had the event, and groups are still compared: no variance.
                return excess[:-1], np.zeros((n_groups - 1, n_groups - 1))
            pooled += n_event / total
            left = np.divide(1 - pooled, after, out=np.zeros(n_groups), where=after > 0)
            parts = (
                (
                    step - drift * (1 - left),
                    1 - left,
                    survival
                    * n_event
                    / (total * risk)
                    * _without_ties(n_event, total * survival)
                    * (n_risk > 0),
                ),
                (
                    drift * left,
                    -left,
                    (survival / risk) ** 2 * others * _without_ties(others, n_risk) * (after > 0),
                ),
            )
            for pull, factor, spread in parts:
                carried += factor**2 * spread
                cross += pull * factor * spread
                variance += (pull * spread) @ pull.T
            incidence, survival = incidence + survival * events / risk, after
        n_risk = n_risk - censored - events - others
    variance += (drift * carried) @ drift.T + drift @ cross.T + cross @ drift.T
    return excess[:-1], variance[:-1, :-1]


def _without_ties(n_event: FloatArray | float, n_risk: FloatArray) -> FloatArray:
    """The correction of a variance for events at one time: 1 where there is one alone."""
    return 1 - np.divide(n_event - 1, n_risk - 1, out=np.zeros(n_risk.size), where=n_risk > 1)


def _is_singular(variance: FloatArray) -> bool:
    """Whether the groups' excesses do not vary freely, but for rounding."""
    scale = np.sqrt(np.diag(variance).clip(min=0.0))
    if scale.min() < _NO_SPREAD:
        return True
    return bool(np.linalg.eigvalsh(variance / np.outer(scale, scale)).min() < _ROUNDING)


def stays_at_risk(times: CompetingTimes) -> TimeToEvent:
    """The event of interest with whoever had the competing one at risk beyond every event.

    Parameters
    ----------
    times : CompetingTimes

    Returns
    -------
    TimeToEvent
        A log-rank test of these is Gray's test where nobody is censored, and near it elsewhere.

    Examples
    --------
    >>> subdistribution = stays_at_risk(competing_times([2, 3, 4], [2, 1, 0]))
    >>> subdistribution.event.tolist(), subdistribution.months.tolist()
    ([False, True, False], [10000.0, 3.0, 4.0])
    """
    months = np.where(times.cause == 2, _BEYOND, times.months)
    return time_to_event(months, times.cause == 1)
