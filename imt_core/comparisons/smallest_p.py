"""The smallest p value that a test could reach, however its cases had been split into groups.

A test whose smallest p is above 0.05 can find nothing, whatever is true. It is no test, and does
not count where p values are adjusted for their number (Tarone RE. Biometrics 1990;46:515-522.
doi:10.2307/2531456).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import factorial, log, prod, sqrt
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from imt_core.comparisons.log_rank import split_by_stratum, tie_across
from imt_core.comparisons.log_rank_scores import log_rank_scores
from imt_core.comparisons.log_rank_weights import LogRankWeights
from imt_core.comparisons.split_enumeration import count_splits, log_splits
from imt_core.estimates.time_to_event import TIE_TOLERANCE, FloatArray, IntArray, TimeToEvent

MOST_ORDERS: Final = 5_040
"""Orders of the groups that are looked at: all of seven groups of different sizes."""
_LOG_OF_ZERO: Final = -800.0
"""A share below its exponential is 0 as a number: no need to count splits in a million digits."""


def smallest_log_rank_p(
    groups: Sequence[TimeToEvent],
    *,
    weights: LogRankWeights = "log-rank",
    rho: float = 0.0,
    gamma: float = 0.0,
    strata: Sequence[ArrayLike] | None = None,
    clusters: Sequence[ArrayLike] | None = None,
) -> float | None:
    """The permutation p of the most extreme split of these cases into groups of these sizes.

    Parameters
    ----------
    groups : sequence of TimeToEvent
        At least two; an empty group takes no part.
    weights, rho, gamma, strata
        As in `log_rank`; cases are split within their stratum.
    clusters : sequence of array_like, optional
        The patient of each case, for a test by patient: where all cases of each patient are in one
        group, patients are what could have been split otherwise, and p is no smaller than theirs.

    Returns
    -------
    float or None
        Exact, however many splits there are. ``None`` where no split differs from another, and
        where groups of different sizes have more than `MOST_ORDERS` orders (not enumerated).

    Raises
    ------
    ImtError
        As `log_rank`.

    Notes
    -----
    The statistic is that of `permutation_log_rank`, a convex function of the sums of scores in
    the groups. Its largest values therefore belong to splits that fill the groups, in some order,
    with the scores from the lowest upwards; only cases of one score can change places.
    R, for two groups without strata: the ways to reach the highest and the lowest sum, each
    ``choose(tied, needed)``, over ``choose(N, n)``.

    Examples
    --------
    Twenty against twenty with two events: in almost half of all splits one group has both.

    >>> from imt_core import time_to_event
    >>> early = time_to_event([3, 4, *[9] * 18], [1, 1, *[0] * 18])
    >>> late = time_to_event([9] * 20, [0] * 20)
    >>> round(smallest_log_rank_p([early, late]), 3)
    0.487
    >>> smallest_log_rank_p([late, late]) is None
    True

    Three patients against three, of six lines each:

    >>> lines = [time_to_event(range(first, first + 18), [1] * 18) for first in (1, 19)]
    >>> patients = [[patient for patient in names for _ in range(6)] for names in ("abc", "def")]
    >>> smallest_log_rank_p(lines, clusters=patients)
    0.1
    """
    tied = tie_across(groups)
    parts = [tied] if strata is None else split_by_stratum(tied, strata)
    smallest = smallest_share(
        [log_rank_scores(part, weights=weights, rho=rho, gamma=gamma) for part in parts],
        [[group.n for group in part] for part in parts],
    )
    of_patients = None if clusters is None else _share_of_patients(clusters)
    if of_patients is None or not any(group.n_event for group in groups):
        return smallest
    return max(smallest or 0.0, of_patients)


def _share_of_patients(clusters: Sequence[ArrayLike]) -> float | None:
    """The share of one split of the patients, the same with groups of one size swapped."""
    patients = [set(np.asarray(cluster).tolist()) for cluster in clusters]
    sizes = [len(names) for names in patients if names]
    if len(set().union(*patients)) < sum(sizes):
        return None
    return prod(factorial(n) for n in Counter(sizes).values()) / count_splits(sizes)


def smallest_share(scores: Sequence[FloatArray], sizes: Sequence[Sequence[int]]) -> float | None:
    """The share of splits whose statistic is the largest there is.

    Parameters
    ----------
    scores : sequence of numpy.ndarray of float
        For each stratum the scores of its cases, which add to 0.
    sizes : sequence of sequence of int
        For each stratum the cases of each group.

    Returns
    -------
    float or None
        ``None`` as `smallest_log_rank_p`.

    Examples
    --------
    >>> smallest_share([np.array([1.0, 0.0, 0.0, -1.0])], [[2, 2]])
    0.6666666666666666
    """
    taking_part = [
        group for group, in_strata in enumerate(zip(*sizes, strict=True)) if any(in_strata)
    ]
    strata = [
        _Stratum.of(part, np.array([counts[group] for group in taking_part]))
        for part, counts in zip(scores, sizes, strict=True)
    ]
    variance = sum(stratum.variance for stratum in strata)
    kinds = list(zip(*(stratum.sizes.tolist() for stratum in strata), strict=True))
    labellings = prod(factorial(n) for n in Counter(kinds).values())
    if not np.any(variance) or factorial(len(kinds)) // labellings > MOST_ORDERS:
        return None
    orders = np.array(list(_orders(kinds)))
    sums = sum(stratum.sums(orders) for stratum in strata)
    squared = np.einsum("og,gh,oh->o", sums, np.linalg.pinv(variance), sums)
    roots = np.sqrt(np.maximum(squared, 0.0))
    extreme = [
        [stratum.table(order) for stratum in strata]
        for order in orders[roots >= roots.max() - TIE_TOLERANCE]
    ]
    most = max(sum(map(_log_ways, tables)) for tables in extreme)
    of_all = sum(log_splits(stratum.sizes.tolist()) for stratum in strata)
    if log(len(extreme) * labellings) + most - of_all < _LOG_OF_ZERO:
        return 0.0
    ways: dict[tuple[object, ...], int] = {}
    for tables in extreme:
        rows = zip(kinds, np.hstack(tables).tolist(), strict=True)
        alike = Counter((kind, tuple(row)) for kind, row in rows)
        # Groups of one size can swap all their cases; with the same cases that is no other split.
        labelled = labellings // prod(factorial(n) for n in alike.values())
        ways[tuple(sorted(alike.items()))] = labelled * prod(_ways(table) for table in tables)
    return sum(ways.values()) / prod(count_splits(stratum.sizes.tolist()) for stratum in strata)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Stratum:
    """The cases of a stratum by score: the cases of each distinct score, and sums from below."""

    sizes: IntArray
    n_tied: IntArray
    sums_from_below: FloatArray
    variance: FloatArray

    @classmethod
    def of(cls, scores: FloatArray, sizes: IntArray) -> _Stratum:
        ascending = np.sort(scores)
        n = ascending.size
        spread = float(scores @ scores) / max(n - 1, 1)
        starts = np.flatnonzero(np.diff(ascending, prepend=-np.inf) > TIE_TOLERANCE * sqrt(spread))
        return cls(
            sizes=sizes,
            n_tied=np.diff(starts, append=n),
            sums_from_below=np.concatenate(([0.0], np.cumsum(ascending))),
            variance=spread * (np.diag(sizes) - np.outer(sizes, sizes) / max(n, 1)),
        )

    def sums(self, orders: IntArray) -> FloatArray:
        """The scores' sum in each group, filled from below: one row an order."""
        starts, ends = self._bounds(orders)
        return self.sums_from_below[ends] - self.sums_from_below[starts]

    def table(self, order: IntArray) -> IntArray:
        """Cases of each distinct score in each group: one row a group."""
        starts, ends = self._bounds(order)
        above = np.cumsum(self.n_tied)
        bottom = np.maximum(starts[:, np.newaxis], above - self.n_tied)
        inside: IntArray = np.minimum(ends[:, np.newaxis], above) - bottom
        return np.maximum(inside, 0, out=inside)

    def _bounds(self, orders: IntArray) -> tuple[IntArray, IntArray]:
        ends = np.empty_like(orders)
        np.put_along_axis(ends, orders, np.cumsum(self.sizes[orders], axis=-1), axis=-1)
        return ends - self.sizes, ends


def _orders(kinds: Sequence[object], first: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """The orders of the groups; those of one kind keep theirs, since swapping them says nothing."""
    if len(first) == len(kinds):
        yield first
    rest = [group for group in range(len(kinds)) if group not in first]
    for group in {kinds[group]: group for group in reversed(rest)}.values():
        yield from _orders(kinds, (*first, group))


def _ways(table: IntArray) -> int:
    """Ways to choose the cases of each score that go to each group."""
    return prod(map(count_splits, _shared(table)))


def _log_ways(table: IntArray) -> float:
    return sum(map(log_splits, _shared(table)))


def _shared(table: IntArray) -> list[list[int]]:
    """The cases in each group of the scores that stand in more than one."""
    shared: list[list[int]] = table[:, np.count_nonzero(table, axis=0) > 1].T.tolist()
    return shared
