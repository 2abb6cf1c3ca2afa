"""The log-rank test for two or more groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import chi2

from imt_core.errors import ImtError
from imt_core.time_to_event import FloatArray, TimeToEvent, merge_close_times


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LogRankTest:
    """A log-rank test.

    Parameters
    ----------
    statistic, p_value : float or None
        Chi-square and two-sided p; ``None`` where the test is not estimable.
    df : int
        Degrees of freedom: groups that expect an event, less one.
    n, observed : tuple of int
        Cases and events of each group, in the order given.
    expected : tuple of float
        Events each group expects if all had one hazard.
    variance : numpy.ndarray of float, shape (g, g)
        Hypergeometric variance of observed minus expected.
    reason : str
        Why the test is not estimable; empty where it is.
    method : str
        The test's name.
    """

    statistic: float | None
    df: int
    p_value: float | None
    n: tuple[int, ...]
    observed: tuple[int, ...]
    expected: tuple[float, ...]
    variance: FloatArray
    reason: str = ""
    method: str = "two-sided log-rank"

    def to_frame(self, groups: Sequence[str]) -> pd.DataFrame:
        """One row for each group, unformatted; `groups` names them."""
        return pd.DataFrame(
            {
                "group": list(groups),
                "n": self.n,
                "observed": self.observed,
                "expected": self.expected,
                "statistic": self.statistic,
                "df": self.df,
                "p_value": self.p_value,
                "method": self.method,
            }
        )


def log_rank(groups: Sequence[TimeToEvent]) -> LogRankTest:
    """Test whether two or more groups share one hazard.

    Parameters
    ----------
    groups : sequence of TimeToEvent
        At least two; ties are looked for over all groups together. An empty group is allowed.

    Returns
    -------
    LogRankTest
        Not estimable (``p_value is None``, with the reason) without events, with fewer than two
        groups at risk when an event happens, or where every event was forced.

    Raises
    ------
    ImtError
        If fewer than two groups are given.

    Notes
    -----
    At each event time the events of a group are compared with those expected from its share of
    the cases at risk; the variance is hypergeometric, with the correction for ties. A group that
    expects no event is left out and costs a degree of freedom.
    R: ``survdiff(Surv(months, event) ~ group)``.

    References
    ----------
    Peto R, Peto J. J R Stat Soc A 1972;135:185-207. doi:10.2307/2344317

    Examples
    --------
    >>> from imt_core import time_to_event
    >>> early, late = time_to_event([1, 2, 3], [1, 1, 1]), time_to_event([7, 8, 9], [1, 1, 1])
    >>> round(log_rank([early, late]).p_value, 4)
    0.0246
    >>> log_rank([time_to_event([5], [0]), time_to_event([6], [0])]).reason
    'no event was observed'
    """
    if len(groups) < 2:
        raise ImtError(f"groups must hold at least two, but {len(groups)} was found. Add a group.")
    at_risk, events = _tabulate(_tie_across(groups))
    n_risk, n_event = at_risk.sum(axis=1), events.sum(axis=1)
    share = at_risk / n_risk[:, np.newaxis]
    expected = n_event @ share
    tie_correction = (n_risk - n_event) / np.maximum(n_risk - 1, 1)
    weight = n_event * tie_correction
    variance = np.diag(weight @ share) - (share * weight[:, np.newaxis]).T @ share

    expects = expected > 0
    df = max(int(expects.sum()) - 1, 0)
    excess = (events.sum(axis=0) - expected)[expects][1:]
    reduced = variance[np.ix_(expects, expects)][1:, 1:]
    if not n_event.any():
        reason = "no event was observed"
    elif df == 0:
        reason = "only one group was at risk when events happened"
    elif np.linalg.matrix_rank(reduced) < df:
        reason = "every event was forced: all cases at risk had it"
    else:
        reason = ""
    statistic = None if reason else float(excess @ np.linalg.solve(reduced, excess))
    return LogRankTest(
        statistic=statistic,
        df=df,
        p_value=None if statistic is None else float(chi2.sf(statistic, df)),
        n=tuple(group.n for group in groups),
        observed=tuple(group.n_event for group in groups),
        expected=tuple(expected.tolist()),
        variance=variance,
        reason=reason,
    )


def _tie_across(groups: Sequence[TimeToEvent]) -> list[TimeToEvent]:
    """Set close times of different groups equal, as those of one group are already."""
    months = merge_close_times(np.concatenate([group.months for group in groups]))
    ends = np.cumsum([group.n for group in groups])[:-1]
    return [
        TimeToEvent(months=part, event=group.event)
        for part, group in zip(np.split(months, ends), groups, strict=True)
    ]


def _tabulate(groups: Sequence[TimeToEvent]) -> tuple[FloatArray, FloatArray]:
    """At each distinct event time, cases at risk and events: one row a time, one column a group."""
    event_times = np.unique(np.concatenate([group.months[group.event] for group in groups]))
    at_risk = np.empty((event_times.size, len(groups)))
    events = np.empty_like(at_risk)
    for column, group in enumerate(groups):
        ordered = np.sort(group.months)
        at_risk[:, column] = group.n - np.searchsorted(ordered, event_times, side="left")
        position = np.searchsorted(event_times, group.months[group.event])
        events[:, column] = np.bincount(position, minlength=event_times.size)
    return at_risk, events
