"""The log-rank test by permutation: exact where all splits of the cases can be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from imt_core.comparisons.log_rank import log_rank, tie_across
from imt_core.comparisons.log_rank_scores import log_rank_scores
from imt_core.comparisons.log_rank_weights import LogRankWeights, weights_label
from imt_core.comparisons.smallest_p import smallest_share
from imt_core.comparisons.split_enumeration import (
    all_splits,
    count_large,
    count_splits,
    drawn_splits,
    split_statistic,
)
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_p_value
from imt_core.conventions.notes import Note
from imt_core.estimates.time_to_event import TimeToEvent

DIFFERENT_FOLLOW_UP: Final = 0.2
"""Follow-up is called different where its comparison has a smaller p."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PermutationTest:
    """A permutation test.

    Parameters
    ----------
    statistic, p_value : float or None
        Standardised statistic (see `permutation_log_rank`) and two-sided p; ``None`` where the
        test is not estimable.
    std_error : float or None
        Monte Carlo standard error of the p value; ``None`` where it is exact.
    smallest_p : float or None
        The smallest p value that groups of these sizes could reach with these follow-ups, exact
        also where splits are drawn; ``None`` where not enumerated (`smallest_share`).
    n_permutations : int
        Splits looked at: all there are if exact, else those drawn; 0 where not estimable.
    exact : bool
    n : tuple of int
        Cases of each group.
    method : str
        The test's name, and how the p value was found.
    reason : str
        Why the test is not estimable; empty where it is.
    notes : tuple of Note
    """

    statistic: float | None
    p_value: float | None
    std_error: float | None
    smallest_p: float | None
    n_permutations: int
    exact: bool
    n: tuple[int, ...]
    method: str
    reason: str
    notes: tuple[Note, ...]


def permutation_log_rank(
    groups: Sequence[TimeToEvent],
    *,
    weights: LogRankWeights = "log-rank",
    rho: float = 0.0,
    gamma: float = 0.0,
    n_exact: int = 5_000_000,
    n_permutations: int = 9_999,
    seed: int = 20201,
) -> PermutationTest:
    """Test whether two or more groups share one hazard, without a large-sample approximation.

    Parameters
    ----------
    groups : sequence of TimeToEvent
        At least two; an empty group takes no part.
    weights, rho, gamma
        As in `log_rank`.
    n_exact : int
        All splits of the cases into groups of these sizes are looked at if there are at most so
        many; else some are drawn.
    n_permutations : int
        Splits to draw, at least 1.
    seed : int
        Of the draw, at least 0; the same seed gives the same p.

    Returns
    -------
    PermutationTest
        Not estimable (``p_value is None``, with the reason) where the log-rank test is not.

    Raises
    ------
    ImtError
        If fewer than two groups are given, `n_permutations` is less than 1, `seed` is negative,
        or as `log_rank` for the weights.

    Notes
    -----
    Each case has a score, found from all cases together: its own weighted event less
    ``sum w d / n`` over event times up to its own time (for log-rank weights its martingale
    residual). With T_g the sum of the scores a in group g, observed less expected, the statistic
    is ``(N - 1) / sum(a^2) * sum over g of T_g^2 / n_g``; for two groups the square of coin's Z.
    The p value is the share of the splits whose statistic is as large, within 1.5e-8 of its root;
    with drawn splits ``(b + 1) / (m + 1)``.

    Splits are equally likely if neither the hazard nor the follow-up depends on the group: where
    follow-up differs (`follow_up_differs`) the test is not valid, and a note says so.
    R: ``coin::logrank_test(Surv(months, event) ~ group, distribution = "exact")``; types
    "Gehan-Breslow", "Tarone-Ware", "Prentice-Marek" (here Peto-Peto), "Fleming-Harrington".

    References
    ----------
    Hothorn T, Hornik K, van de Wiel MA, Zeileis A. Am Stat 2006;60:257-263.
    doi:10.1198/000313006X118430
    Phipson B, Smyth GK. Stat Appl Genet Mol Biol 2010;9:39. doi:10.2202/1544-6115.1585

    Examples
    --------
    >>> from imt_core import time_to_event
    >>> early, late = time_to_event([1, 2, 3], [1, 1, 1]), time_to_event([7, 8, 9], [1, 1, 1])
    >>> test = permutation_log_rank([early, late])
    >>> test.p_value, test.smallest_p, test.n_permutations
    (0.1, 0.1, 20)
    >>> permutation_log_rank([time_to_event([5], [0]), time_to_event([6], [0])]).reason
    'no event was observed'
    """
    if n_permutations < 1:
        raise ImtError(
            f"n_permutations must be at least 1, but {n_permutations} was found. Give 9999."
        )
    if seed < 0:
        raise ImtError(f"seed must be at least 0, but {seed} was found. Give a whole number.")
    reason = log_rank(groups, weights=weights, rho=rho, gamma=gamma).reason
    sizes = [group.n for group in groups if group.n]
    n_splits = count_splits(sizes)
    exact = n_splits <= n_exact
    n_looked_at = 0 if reason else n_splits if exact else n_permutations
    name = f"two-sided permutation {weights_label(weights, rho=rho, gamma=gamma)}"
    how = f"exact, all {n_splits:,} splits" if exact else f"Monte Carlo, {n_looked_at:,} splits"
    statistic = p_value = smallest = std_error = None
    notes: tuple[Note, ...] = ()
    if not reason:
        scores = log_rank_scores(groups, weights=weights, rho=rho, gamma=gamma)
        statistic = split_statistic(scores, sizes)
        smallest = smallest_share([scores], [sizes])
        if exact:
            p_value = count_large(all_splits(scores, sizes), statistic) / n_splits
        else:
            splits = drawn_splits(scores, sizes, n_permutations, seed)
            p_value = (count_large(splits, statistic) + 1) / (n_permutations + 1)
            std_error = sqrt(p_value * (1 - p_value) / n_permutations)
        different = follow_up_differs(groups)
        notes = () if different is None else (different,)
    return PermutationTest(
        statistic=statistic,
        p_value=p_value,
        std_error=std_error,
        smallest_p=smallest,
        n_permutations=n_looked_at,
        exact=exact,
        n=tuple(group.n for group in groups),
        method=name if reason else f"{name} ({how})",
        reason=reason,
        notes=notes,
    )


def follow_up_differs(groups: Sequence[TimeToEvent]) -> Note | None:
    """Say that censoring differs between groups, where it seems to.

    Parameters
    ----------
    groups : sequence of TimeToEvent
        At least two.

    Returns
    -------
    Note or None
        A note where a log-rank test of the censorings has p below 0.2; ``None`` where it has not,
        and where the censorings cannot be compared.

    Notes
    -----
    Censoring is the event here, and an event censors it. Where both fall on one day the event
    leaves first, as in `follow_up`. A large p does not show that follow-up is alike.

    References
    ----------
    Heller G, Venkatraman ES. Biometrics 1996;52:1204-1213. doi:10.2307/2532836

    Examples
    --------
    >>> from imt_core import time_to_event
    >>> short, long = time_to_event([1, 2, 3], [0, 0, 0]), time_to_event([7, 8, 9], [0, 0, 0])
    >>> follow_up_differs([short, long]).code
    'follow_up_differs'
    >>> follow_up_differs([short, short]) is None
    True
    """
    p_value = log_rank(_reversed(tie_across(groups))).p_value
    if p_value is None or p_value >= DIFFERENT_FOLLOW_UP:
        return None
    message = (
        "Follow-up differs between the groups (log-rank of the censorings: "
        f"{format_p_value(p_value)}): a permutation test may take that for a difference in "
        "survival."
    )
    return Note(code="follow_up_differs", message=message)


def _reversed(groups: Sequence[TimeToEvent]) -> list[TimeToEvent]:
    """Make censoring the event, an event on the same day coming just before it."""
    days = np.unique(np.concatenate([group.months for group in groups]))
    return [
        TimeToEvent(
            months=2.0 * np.searchsorted(days, group.months) + ~group.event, event=~group.event
        )
        for group in groups
    ]
