"""The scores of cases whose sums in groups make a log-rank statistic."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from imt_core.comparisons.log_rank import tie_across
from imt_core.comparisons.log_rank_weights import LogRankWeights, check_weights, event_weights
from imt_core.estimates.time_to_event import FloatArray, TimeToEvent


def log_rank_scores(
    groups: Sequence[TimeToEvent],
    *,
    weights: LogRankWeights = "log-rank",
    rho: float = 0.0,
    gamma: float = 0.0,
) -> FloatArray:
    """Score each case by its observed less its expected events, weighted.

    Parameters
    ----------
    groups : sequence of TimeToEvent
        Scores are found from all groups together.
    weights, rho, gamma
        As in `log_rank`.

    Returns
    -------
    numpy.ndarray of float, shape (n,)
        One score for each case, group after group; they add to 0. A group's scores add to its
        ``excess`` in `log_rank`.

    Notes
    -----
    R: ``-coin::logrank_trafo(Surv(months, event))``.

    Examples
    --------
    >>> from imt_core import time_to_event
    >>> log_rank_scores([time_to_event([1, 2], [1, 1])]).tolist()
    [0.5, -0.5]
    >>> log_rank_scores([time_to_event([1, 2], [0, 0])]).tolist()
    [0.0, 0.0]
    """
    check_weights(weights, rho=rho, gamma=gamma)
    tied = tie_across(groups)
    months = np.concatenate([group.months for group in tied])
    event = np.concatenate([group.event for group in tied])
    times, n_event = np.unique(months[event], return_counts=True)
    n_risk = months.size - np.searchsorted(np.sort(months), times, side="left")
    weight = event_weights(n_risk * 1.0, n_event * 1.0, weights=weights, rho=rho, gamma=gamma)
    expected = np.concatenate(([0.0], np.cumsum(weight * n_event / n_risk)))
    n_passed = np.searchsorted(times, months, side="right")
    scores: FloatArray = 0.0 - expected[n_passed]
    scores[event] += weight[n_passed[event] - 1]
    return scores
