"""The smallest p of a test: worked by hand, and every split looked at one by one."""

from __future__ import annotations

from itertools import permutations, product
from math import comb, log

import numpy as np
import pytest

from imt_core import time_to_event
from imt_core.comparisons.log_rank_scores import log_rank_scores
from imt_core.comparisons.smallest_p import smallest_log_rank_p, smallest_share
from imt_core.comparisons.split_enumeration import count_splits, log_splits
from imt_core.estimates.time_to_event import FloatArray


def every_share(scores: list[FloatArray], sizes: list[list[int]]) -> float:
    """The share of all splits, made one by one, whose statistic is the largest."""
    covariance = sum(
        (a @ a) / max(a.size - 1, 1) * (np.diag(n) - np.outer(n, n) / a.size)
        for a, n in zip(scores, np.array(sizes), strict=True)
    )
    inverse = np.linalg.pinv(covariance)
    sums = []
    for a, n in zip(scores, sizes, strict=True):
        labels = [group for group, size in enumerate(n) for _ in range(size)]
        splits = set(permutations(labels))
        sums.append([np.bincount(split, weights=a, minlength=len(n)) for split in splits])
    totals = [np.sum(chosen, axis=0) for chosen in product(*sums)]
    roots = np.sqrt([max(float(total @ inverse @ total), 0.0) for total in totals])
    return float(np.mean(roots >= roots.max() - 1.5e-8))


def test_two_events_in_forty_cases_fall_into_one_of_two_equal_groups_in_almost_half_of_splits() -> (
    None
):
    one = time_to_event([3, 4, *[9] * 18], [1, 1, *[0] * 18])
    other = time_to_event([9] * 20, [0] * 20)
    assert smallest_log_rank_p([one, other]) == pytest.approx(2 * 20 * 19 / (40 * 39))


def test_the_groups_own_split_does_not_matter() -> None:
    apart = [time_to_event([1, 2], [1, 1]), time_to_event([8, 9], [1, 1])]
    mixed = [time_to_event([1, 9], [1, 1]), time_to_event([2, 8], [1, 1])]
    assert smallest_log_rank_p(apart) == smallest_log_rank_p(mixed) == 1 / 3


def test_groups_of_two_sizes_reach_their_largest_statistic_on_one_side() -> None:
    # Scores 1 - 1/5, 1 - 9/20, ...: the last case has -77/60, and no other is as far from 0.
    alone, four = time_to_event([5], [1]), time_to_event([1, 2, 3, 4], [1] * 4)
    assert smallest_log_rank_p([alone, four]) == 1 / 5


def test_within_strata_each_stratum_is_split_apart() -> None:
    # Two strata of one against one: both agree in 2 of the 4 ways.
    groups = [time_to_event([1, 2], [1, 1]), time_to_event([3, 4], [1, 1])]
    assert smallest_log_rank_p(groups) == 1 / 3
    assert smallest_log_rank_p(groups, strata=[["a", "b"], ["a", "b"]]) == 1 / 2


def test_large_groups_are_exact_too() -> None:
    early = time_to_event(range(1, 21), [1] * 20)
    late = time_to_event(range(21, 41), [1] * 20)
    assert smallest_log_rank_p([early, late]) == 2 / comb(40, 20)


def test_an_empty_group_takes_no_part() -> None:
    one, other = time_to_event([1, 2], [1, 1]), time_to_event([8, 9], [1, 1])
    assert smallest_log_rank_p([one, time_to_event([], []), other]) == 1 / 3


def test_where_no_event_tells_groups_apart_there_is_no_smallest_p() -> None:
    censored, forced = time_to_event([5, 6], [0, 0]), time_to_event([5, 5], [1, 1])
    assert smallest_log_rank_p([censored, censored]) is None
    assert smallest_log_rank_p([forced, forced]) is None


def test_eight_groups_of_eight_sizes_are_not_enumerated_and_of_one_size_are() -> None:
    sizes = range(1, 9)
    groups = [time_to_event(np.arange(n) + 1.0, [1] * n) for n in sizes]
    assert smallest_log_rank_p(groups) is None
    alone = [time_to_event([month], [1]) for month in sizes]
    # With one case in each group every split is as extreme as any other.
    assert smallest_log_rank_p(alone) == 1


def test_random_small_cohorts_have_the_share_of_all_splits_one_by_one() -> None:
    draw = np.random.default_rng(12)
    looked_at = 0
    for _ in range(60):
        n_groups, n_strata = int(draw.integers(2, 4)), int(draw.integers(1, 3))
        sizes = draw.integers(1, 3, size=(n_strata, n_groups)).tolist()
        scores = [
            log_rank_scores([time_to_event(draw.integers(0, 4, n), draw.random(n) < 0.7)])
            for n in map(sum, sizes)
        ]
        if any(np.any(part) for part in scores):
            looked_at += 1
            assert smallest_share(scores, sizes) == pytest.approx(every_share(scores, sizes))
    assert looked_at > 50


@pytest.mark.parametrize("sizes", [[3], [2, 5], [40, 20, 1], [900, 1100]])
def test_the_logarithm_of_the_number_of_splits_is_that_of_the_number(sizes: list[int]) -> None:
    assert log_splits(sizes) == pytest.approx(log(count_splits(sizes)), abs=1e-9)


@pytest.mark.parametrize("n", [300, 540])
def test_a_share_too_small_for_a_number_is_zero_and_one_that_is_not_is_exact(n: int) -> None:
    # Distinct scores: two splits, each filled from one end, are the most extreme of all.
    scores = np.arange(2 * n) - (2 * n - 1) / 2
    assert smallest_share([scores], [[n, n]]) == 2 / comb(2 * n, n)


def test_of_very_many_cases_one_split_is_no_share_of_all() -> None:
    scores = np.arange(100_000) - 99_999 / 2
    assert smallest_share([scores], [[40_000, 60_000]]) == 0.0
