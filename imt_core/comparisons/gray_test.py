"""Gray's test: whether groups share one cumulative incidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import greenwood
import numpy as np
import pandas as pd

from imt_core.conventions.errors import ImtError
from imt_core.estimates.cumulative_incidence import CompetingTimes, as_surv, competing_times
from imt_core.estimates.time_to_event import TimeToEvent, time_to_event

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
    compares hazards. The weights are 1 (``rho = 0``). Worked out by the package greenwood.
    R: ``cmprsk::cuminc(months, cause, group)$Tests``; it writes -1 where the variance is 0.

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
    test, reason = None, "no event of interest was observed"
    if any(group.n_event for group in groups):
        together = competing_times(
            np.concatenate([group.months for group in groups]),
            np.concatenate([group.cause for group in groups]),
        )
        labels = np.repeat(np.arange(len(groups)), [group.n for group in groups])
        try:
            # After the last case of a group has left, 0 is divided by 0 and not used.
            with np.errstate(invalid="ignore", divide="ignore"):
                test, reason = greenwood.grays_test(as_surv(together), labels, cause="event"), ""
        except np.linalg.LinAlgError:
            reason = "these events cannot tell the groups apart (their variance is 0)"
    return GrayTest(
        statistic=test.statistic if test else None,
        df=len(groups) - 1,
        p_value=test.p_value if test else None,
        n=tuple(group.n for group in groups),
        observed=tuple(group.n_event for group in groups),
        reason=reason,
    )


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
