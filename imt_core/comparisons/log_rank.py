"""The log-rank test for two or more groups, weighted and stratified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from imt_core.comparisons.log_rank_weights import (
    WEIGHT_NAMES,
    LogRankWeights,
    check_weights,
    event_weights,
    weights_label,
)
from imt_core.conventions.errors import ImtError
from imt_core.estimates.distributions import chi_square_p
from imt_core.estimates.time_to_event import FloatArray, TimeToEvent, time_to_event

__all__ = [
    "WEIGHT_NAMES",
    "LogRankTest",
    "LogRankWeights",
    "log_rank",
    "split_by_stratum",
    "tie_across",
]


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
    excess : tuple of float
        Weighted sum of observed minus expected; ``observed - expected`` where all weights are 1.
    variance : numpy.ndarray of float, shape (g, g)
        Hypergeometric variance of the excess.
    reason : str
        Why the test is not estimable; empty where it is.
    method : str
        The test's name, with its weights and strata.
    """

    statistic: float | None
    df: int
    p_value: float | None
    n: tuple[int, ...]
    observed: tuple[int, ...]
    expected: tuple[float, ...]
    excess: tuple[float, ...]
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
                "excess": self.excess,
                "statistic": self.statistic,
                "df": self.df,
                "p_value": self.p_value,
                "method": self.method,
            }
        )


def log_rank(
    groups: Sequence[TimeToEvent],
    *,
    weights: LogRankWeights = "log-rank",
    rho: float = 0.0,
    gamma: float = 0.0,
    strata: Sequence[ArrayLike] | None = None,
) -> LogRankTest:
    """Test whether two or more groups share one hazard.

    Parameters
    ----------
    groups : sequence of TimeToEvent
        At least two; ties are looked for over all groups together, unless all are subsets of one
        `TimeToEvent`, whose ties they keep. An empty group is allowed.
    weights : {"log-rank", "gehan-wilcoxon", "tarone-ware", "peto-peto", "fleming-harrington"}
        What a difference at each event time counts for; see Notes.
    rho, gamma : float
        At least 0; of the Fleming-Harrington weights alone.
    strata : sequence of array_like, optional
        For each group, the stratum of each of its cases, in the order of its times. Cases are
        compared within their stratum only.

    Returns
    -------
    LogRankTest
        Not estimable (``p_value is None``, with the reason) without events, with fewer than two
        groups at risk when an event happens, or where every event was forced.

    Raises
    ------
    ImtError
        If fewer than two groups are given, `weights` is unknown, `rho` or `gamma` is negative or
        given with other weights, or `strata` does not hold one label for each case.

    Notes
    -----
    At each event time the events of a group are compared with those expected from its share of
    the cases at risk; the variance is hypergeometric, with the correction for ties. A group that
    expects no event is left out and costs a degree of freedom.

    With ``d`` events among ``n`` at risk in all groups at event time t, the difference counts

    - log-rank: 1
    - Gehan-Wilcoxon: n
    - Tarone-Ware: sqrt(n)
    - Peto-Peto: the product of ``1 - d / (n + 1)`` over event times up to and with t
    - Fleming-Harrington: ``S(t-)^rho (1 - S(t-))^gamma``, S the Kaplan-Meier of all groups just
      before t

    ``observed`` and ``expected`` count events whatever the weights. With strata, weights are found
    in each stratum, and excess and variance are added over strata.
    R: ``survdiff(Surv(months, event) ~ group + strata(stratum), rho = rho)``; its ``rho`` is that
    of Fleming-Harrington with ``gamma = 0``, and its ``obs`` and ``exp`` are then weighted.

    References
    ----------
    Peto R, Peto J. J R Stat Soc A 1972;135:185-207. doi:10.2307/2344317
    Gehan EA. Biometrika 1965;52:203-224. doi:10.1093/biomet/52.1-2.203
    Tarone RE, Ware J. Biometrika 1977;64:156-160. doi:10.1093/biomet/64.1.156
    Harrington DP, Fleming TR. Biometrika 1982;69:553-566. doi:10.1093/biomet/69.3.553

    Examples
    --------
    >>> from imt_core import time_to_event
    >>> early, late = time_to_event([1, 2, 3], [1, 1, 1]), time_to_event([7, 8, 9], [1, 1, 1])
    >>> round(log_rank([early, late]).p_value, 4)
    0.0246
    >>> log_rank([early, late], weights="gehan-wilcoxon").method
    'two-sided Gehan-Wilcoxon'
    >>> log_rank([early, late], strata=[["a", "a", "b"], ["a", "b", "b"]]).method
    'two-sided log-rank, stratified (2 strata)'
    >>> log_rank([time_to_event([5], [0]), time_to_event([6], [0])]).reason
    'no event was observed'
    """
    if len(groups) < 2:
        raise ImtError(f"groups must hold at least two, but {len(groups)} was found. Add a group.")
    check_weights(weights, rho=rho, gamma=gamma)
    tied = tie_across(groups)
    parts = [tied] if strata is None else split_by_stratum(tied, strata)
    expected = np.zeros(len(groups))
    weighted_expected, excess = np.zeros(len(groups)), np.zeros(len(groups))
    variance = np.zeros((len(groups), len(groups)))
    any_free = False
    for part in parts:
        at_risk, events = _tabulate(part)
        n_risk, n_event = at_risk.sum(axis=0), events.sum(axis=0)
        weight = event_weights(n_risk, n_event, weights=weights, rho=rho, gamma=gamma)
        share = at_risk / n_risk
        weighted = weight * n_event
        part_expected = share @ weighted
        expected += share @ n_event
        weighted_expected += part_expected
        excess += events @ weight - part_expected
        scale = weight * weighted * (n_risk - n_event) / np.maximum(n_risk - 1, 1)
        any_free |= bool(scale.any())
        variance -= (share * scale) @ share.T
    # Each row adds to 0. Taken from that, a variance that is 0 is exactly 0.
    np.fill_diagonal(variance, 0.0)
    np.fill_diagonal(variance, -variance.sum(axis=1))

    expects = weighted_expected > 0
    df = max(int(expects.sum()) - 1, 0)
    kept = np.flatnonzero(expects)[1:]
    reduced = variance[kept[:, np.newaxis], kept]
    if not expected.any():
        reason = "no event was observed"
    elif not expects.any():
        reason = "the weights leave no event to compare"
    elif df == 0:
        reason = "only one group was at risk when events happened"
    elif not reduced.any() or (df > 1 and np.linalg.matrix_rank(reduced) < df):
        reason = (
            "within strata, some groups are never compared"
            if any_free
            else "every event was forced: all cases at risk had it"
        )
    else:
        reason = ""
    tested = excess[kept]
    statistic = None if reason else float(tested @ np.linalg.solve(reduced, tested))
    return LogRankTest(
        statistic=statistic,
        df=df,
        p_value=None if statistic is None else chi_square_p(statistic, df),
        n=tuple(group.n for group in groups),
        observed=tuple(group.n_event for group in groups),
        expected=tuple(expected.tolist()),
        excess=tuple(excess.tolist()),
        variance=variance,
        reason=reason,
        method="two-sided "
        + weights_label(weights, rho=rho, gamma=gamma)
        + ("" if strata is None else f", stratified ({_strata_count(len(parts))})"),
    )


def tie_across(groups: Sequence[TimeToEvent]) -> list[TimeToEvent]:
    """Place the cases of all groups among one list of times, close ones set equal."""
    shared = groups[0].placed().time
    if all(group.placed().time is shared for group in groups):
        return list(groups)
    pooled = time_to_event(
        np.concatenate([group.months for group in groups]),
        np.concatenate([group.event for group in groups]),
    )
    member = np.repeat(np.arange(len(groups)), [group.n for group in groups])
    return [pooled.subset(member == position) for position in range(len(groups))]


def _strata_count(n: int) -> str:
    return "1 stratum" if n == 1 else f"{n} strata"


def split_by_stratum(
    groups: Sequence[TimeToEvent], strata: Sequence[ArrayLike]
) -> list[list[TimeToEvent]]:
    """For each stratum, the cases of each group that lie in it."""
    labels = [np.asarray(part, dtype=object) for part in strata]
    if [part.shape for part in labels] != [(group.n,) for group in groups]:
        raise ImtError(
            "strata must hold one list of labels for each group, one label for each of its cases, "
            f"but lists of {[len(part) if part.ndim else 1 for part in labels]} were found for "
            f"groups of {[group.n for group in groups]}. Give each case its stratum."
        )
    codes, found = pd.factorize(np.concatenate(labels))
    if (codes < 0).any():
        raise ImtError(
            "strata must name the stratum of every case, but a missing label was found. "
            "Name it, or leave that case out."
        )
    ends = np.cumsum([group.n for group in groups])[:-1]
    return [
        [
            group.subset(part == code)
            for group, part in zip(groups, np.split(codes, ends), strict=True)
        ]
        for code in range(len(found))
    ]


def _tabulate(groups: Sequence[TimeToEvent]) -> tuple[FloatArray, FloatArray]:
    """At each distinct event time, cases at risk and events: one row a group, one column a time.

    The groups have been tied (`tie_across`).
    """
    time = groups[0].placed().time
    at_risk = np.empty((len(groups), time.size))
    events = np.empty_like(at_risk)
    for row, group in enumerate(groups):
        position = group.placed().position
        at_risk[row] = np.bincount(position, minlength=time.size)[::-1].cumsum()[::-1]
        events[row] = np.bincount(position, weights=group.event, minlength=time.size)
    happened = np.flatnonzero(events.any(axis=0))
    return at_risk.take(happened, axis=1), events.take(happened, axis=1)
