"""Every two of several groups compared by the log-rank test, with adjusted p values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from numpy.typing import ArrayLike

from imt_core.comparisons.clustered_log_rank import clustered_log_rank
from imt_core.comparisons.log_rank import LogRankTest, LogRankWeights, log_rank
from imt_core.comparisons.multiple_testing import holm
from imt_core.conventions.errors import ImtError
from imt_core.estimates.time_to_event import TimeToEvent


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairwiseTest:
    """Two groups out of several, compared.

    Parameters
    ----------
    group_1, group_2 : str
        The groups' labels.
    test : LogRankTest
        Of these two groups alone.
    p_adjusted : float or None
        Adjusted for all pairs that could be tested; ``None`` where this pair could not.
    n_tests : int
        Pairs that could be tested: those that the adjustment counts.
    adjustment : str
    """

    group_1: str
    group_2: str
    test: LogRankTest
    p_adjusted: float | None
    n_tests: int
    adjustment: str = "Holm"

    @property
    def p_value(self) -> float | None:
        """Before the adjustment."""
        return self.test.p_value

    @property
    def method(self) -> str:
        """The test and the adjustment."""
        return f"{self.test.method}, adjusted for {self.n_tests} pairs ({self.adjustment})"


def pairwise_log_rank(
    groups: Sequence[TimeToEvent],
    labels: Sequence[str],
    *,
    weights: LogRankWeights = "log-rank",
    rho: float = 0.0,
    gamma: float = 0.0,
    strata: Sequence[ArrayLike] | None = None,
    clusters: Sequence[ArrayLike] | None = None,
    reference: str | None = None,
) -> tuple[PairwiseTest, ...]:
    """Compare every two of several groups, or each with one of them.

    Parameters
    ----------
    groups : sequence of TimeToEvent
        At least two.
    labels : sequence of str
        One for each group.
    weights, rho, gamma, strata
        As in `log_rank`.
    clusters : sequence of array_like, optional
        For each group the patient of each line: the variance is clustered by patient, as in
        `clustered_log_rank`, which has no weights and no strata.
    reference : str, optional
        The label of the group that each other is compared with; without it all pairs are.

    Returns
    -------
    tuple of PairwiseTest
        First with second, first with third, and so on, or each other group with the reference.
        Pairs that cannot be tested are kept, with the reason, and do not count in the adjustment.

    Raises
    ------
    ImtError
        If fewer than two groups are given, if there is not one label for each, if `reference` is
        none of them, or as `log_rank`.

    Notes
    -----
    R: ``survdiff`` on the cases of each pair, then ``p.adjust(p, method = "holm")``; as
    ``survminer::pairwise_survdiff(..., p.adjust.method = "holm")``.

    References
    ----------
    Holm S. Scand J Stat 1979;6:65-70. https://www.jstor.org/stable/4615733

    Examples
    --------
    >>> from imt_core import time_to_event
    >>> early, late = time_to_event([1, 2, 3], [1, 1, 1]), time_to_event([7, 8, 9], [1, 1, 1])
    >>> pairs = pairwise_log_rank([early, late, late], ["a", "b", "c"])
    >>> [(p.group_1, p.group_2, round(p.p_adjusted, 3)) for p in pairs]
    [('a', 'b', 0.074), ('a', 'c', 0.074), ('b', 'c', 1.0)]
    >>> pairs = pairwise_log_rank([early, late, late], ["a", "b", "c"], reference="c")
    >>> [(p.group_1, p.group_2, round(p.p_adjusted, 3)) for p in pairs]
    [('a', 'c', 0.049), ('b', 'c', 1.0)]
    >>> nobody = time_to_event([], [])
    >>> pairwise_log_rank([early, nobody], ["a", "b"])[0].p_adjusted is None
    True
    """
    if len(groups) < 2:
        raise ImtError(f"groups must hold at least two, but {len(groups)} was found. Add a group.")
    if len(labels) != len(groups):
        raise ImtError(
            f"labels must name each of {len(groups)} groups, but {len(labels)} were found. "
            "Give one label for each group."
        )
    if strata is not None and len(strata) != len(groups):
        raise ImtError(
            f"strata must hold one list of labels for each of {len(groups)} groups, but "
            f"{len(strata)} were found. Give each case its stratum."
        )
    pairs = pairs_of(labels, reference)
    tests: list[LogRankTest] = [
        log_rank(
            [groups[i], groups[j]],
            weights=weights,
            rho=rho,
            gamma=gamma,
            strata=None if strata is None else [strata[i], strata[j]],
        )
        if clusters is None
        else clustered_log_rank([groups[i], groups[j]], [clusters[i], clusters[j]])
        for i, j in pairs
    ]
    p_values = [test.p_value for test in tests]
    n_tests = sum(p is not None for p in p_values)
    return tuple(
        PairwiseTest(
            group_1=labels[i], group_2=labels[j], test=test, p_adjusted=adjusted, n_tests=n_tests
        )
        for (i, j), test, adjusted in zip(pairs, tests, holm(p_values), strict=True)
    )


def pairs_of(labels: Sequence[str], reference: str | None = None) -> list[tuple[int, int]]:
    """The positions of every two groups, or of each group and the reference.

    Raises
    ------
    ImtError
        If `reference` is none of the labels.

    Examples
    --------
    >>> pairs_of(["a", "b", "c"]), pairs_of(["a", "b", "c"], "b")
    ([(0, 1), (0, 2), (1, 2)], [(0, 1), (2, 1)])
    """
    places = range(len(labels))
    if reference is None:
        return list(combinations(places, 2))
    if reference not in labels:
        raise ImtError(
            f"reference must be one of {', '.join(labels)}, but {reference} was found. Choose one."
        )
    base = list(labels).index(reference)
    return [(place, base) for place in places if place != base]
