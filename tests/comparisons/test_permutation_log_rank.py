"""The permutation log-rank test: worked by hand, coin, brute force, and theorems."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core import TimeToEvent, log_rank, time_to_event
from imt_core.comparisons import split_enumeration
from imt_core.comparisons.log_rank_scores import log_rank_scores
from imt_core.comparisons.permutation_log_rank import (
    PermutationTest,
    follow_up_differs,
    permutation_log_rank,
)
from imt_core.conventions.errors import ImtError
from tests.effort import tries
from tests.oracles.oracle import assert_agree, named_test, named_tests, recording

RECORDED = recording("comparisons.json")
PERMUTATION = RECORDED["permutation"]
WITH_EXACT_P = [n for n, case in PERMUTATION.items() if case["coin"][0]["p_exact"]]
CASES = st.lists(st.tuples(st.integers(0, 10), st.booleans()), min_size=1, max_size=6)
WEIGHTS = ("log-rank", "gehan-wilcoxon", "tarone-ware", "peto-peto")


def groups_of(case: dict[str, Any]) -> list[TimeToEvent]:
    months, event = np.array(case["time"], dtype=float), np.array(case["event"])
    group = np.array(case["group"])
    return [time_to_event(months[group == g], event[group == g]) for g in sorted(set(group))]


def times_of(cases: list[tuple[int, bool]]) -> TimeToEvent:
    return time_to_event([month for month, _ in cases], [event for _, event in cases])


def run_like(groups: Sequence[TimeToEvent], r: dict[str, Any]) -> PermutationTest:
    return permutation_log_rank(
        groups, weights=r["weights"], rho=r["rho"], n_exact=20_000_000, n_permutations=99
    )


# Worked by hand.


def test_scores_are_observed_less_expected_events() -> None:
    # At 1, one event among four at risk; at 2, one among two; the case censored at 1 was at risk.
    scores = log_rank_scores([time_to_event([1, 2], [1, 1]), time_to_event([1, 2], [0, 0])])
    assert scores.tolist() == pytest.approx([3 / 4, 1 / 4, -1 / 4, -3 / 4])


def test_the_most_extreme_of_twenty_splits_and_its_mirror_have_p_of_a_tenth() -> None:
    early, late = time_to_event([1, 2, 3], [1, 1, 1]), time_to_event([7, 8, 9], [1, 1, 1])
    test = permutation_log_rank([early, late])
    assert (test.p_value, test.smallest_p, test.n_permutations) == (0.1, 0.1, 20)
    assert (test.exact, test.std_error, test.n) == (True, None, (3, 3))
    assert test.method == "two-sided permutation log-rank (exact, all 20 splits)"


def test_one_case_against_one_can_only_have_p_of_1() -> None:
    test = permutation_log_rank([time_to_event([3], [1]), time_to_event([5], [1])])
    assert (test.p_value, test.smallest_p, test.n_permutations) == (1.0, 1.0, 2)


def test_four_against_thirteen_have_2380_splits() -> None:
    test = permutation_log_rank(groups_of(PERMUTATION["split_4_13"]))
    assert test.n_permutations == 2380


# R package coin.


@pytest.mark.parametrize("name", PERMUTATION)
def test_scores_are_coins(name: str) -> None:
    case = PERMUTATION[name]
    order = np.argsort(case["group"], kind="stable")
    assert_agree(log_rank_scores(groups_of(case)), np.array(case["scores"])[order])


@pytest.mark.parametrize("name", PERMUTATION)
def test_statistics_are_coins_with_all_weights(name: str) -> None:
    groups = groups_of(PERMUTATION[name])
    for r in PERMUTATION[name]["coin"]:
        ours = permutation_log_rank(
            groups, weights=r["weights"], rho=r["rho"], n_exact=0, n_permutations=1
        )
        assert_agree(ours.statistic, r["statistic"])


@pytest.mark.parametrize("name", WITH_EXACT_P)
def test_exact_p_values_of_two_groups_are_coins_with_all_weights(name: str) -> None:
    groups = groups_of(PERMUTATION[name])
    for r in PERMUTATION[name]["coin"]:
        ours = run_like(groups, r)
        # Where Z is 0, coin counts some splits in both tails and says p above 1.
        assert ours.p_value == pytest.approx(min(r["p_exact"], 1.0), abs=1e-10)
        assert ours.exact


@pytest.mark.parametrize(
    "name", ["ovarian", "ovarian_by_residual", "ovarian_by_performance", "aml"]
)
def test_exact_p_values_are_those_of_an_earlier_recording(name: str) -> None:
    r = RECORDED["permutation_recorded_elsewhere"][name]
    ours = permutation_log_rank(groups_of(PERMUTATION[name]), n_exact=20_000_000)
    assert ours.p_value == pytest.approx(r["p_exact"], abs=1e-12)
    assert ours.statistic == pytest.approx(r["z"] ** 2)


# Every split, one by one.


@pytest.mark.parametrize("name", [n for n, case in PERMUTATION.items() if case["enumerated"]])
def test_p_values_and_smallest_p_are_those_of_rs_enumeration(name: str) -> None:
    groups = groups_of(PERMUTATION[name])
    for kind, r in zip(PERMUTATION[name]["coin"], PERMUTATION[name]["enumerated"], strict=True):
        ours = run_like(groups, kind)
        assert ours.n_permutations == r["n_splits"]
        assert_agree([ours.p_value, ours.smallest_p], [r["p_exact"], r["smallest_p"]])


def relabelled_p(groups: Sequence[TimeToEvent]) -> float:
    """The share of relabellings whose own log-rank excess is as large."""
    months = np.concatenate([group.months for group in groups])
    event = np.concatenate([group.event for group in groups])
    pooled = TimeToEvent(months=months, event=event)
    observed = abs(log_rank(groups).excess[0])
    sizes = []
    for members in combinations(range(months.size), groups[0].n):
        inside = np.isin(np.arange(months.size), members)
        sizes.append(abs(log_rank([pooled.subset(inside), pooled.subset(~inside)]).excess[0]))
    return float(np.mean(np.array(sizes) >= observed - 1e-9))


@tries(8)
@given(CASES, CASES)
def test_p_is_the_share_of_relabellings_with_as_large_an_excess(
    one: list[tuple[int, bool]], other: list[tuple[int, bool]]
) -> None:
    groups = [times_of(one[:4]), times_of(other[:4])]
    test = permutation_log_rank(groups)
    assert test.reason or test.p_value == pytest.approx(relabelled_p(groups))


def test_the_size_of_the_chunks_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    groups = groups_of(PERMUTATION["split_4_13_ties"])
    exact, drawn = permutation_log_rank(groups), permutation_log_rank(groups, n_exact=0)
    monkeypatch.setattr(split_enumeration, "CHUNK", 100)
    assert permutation_log_rank(groups) == exact
    assert permutation_log_rank(groups, n_exact=0) == drawn


# Monte Carlo.


@pytest.mark.parametrize("name", ["split_4_13", "split_7_18_ties", "split_3_3_3", "aml"])
def test_a_drawn_p_value_is_the_exact_one_within_its_standard_error(name: str) -> None:
    groups = groups_of(PERMUTATION[name])
    exact, drawn = permutation_log_rank(groups), permutation_log_rank(groups, n_exact=0)
    assert abs(drawn.p_value - exact.p_value) < 4 * drawn.std_error + 1e-4
    assert (drawn.exact, drawn.n_permutations) == (False, 9_999)
    assert drawn.method == "two-sided permutation log-rank (Monte Carlo, 9,999 splits)"


def test_a_drawn_p_value_counts_the_split_that_was_observed() -> None:
    early = time_to_event(range(1, 21), [1] * 20)
    late = time_to_event(range(21, 41), [1] * 20)
    test = permutation_log_rank([early, late], n_permutations=99)
    assert (test.p_value, test.smallest_p) == (0.01, 2 / comb(40, 20))
    assert test.std_error == pytest.approx((0.01 * 0.99 / 99) ** 0.5)


def test_one_seed_gives_one_p_and_another_seed_another() -> None:
    groups = groups_of(PERMUTATION["split_7_18"])
    first, again, other = (permutation_log_rank(groups, n_exact=0, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first.p_value != other.p_value


# The small cases.


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("two_groups_no_events", "no event was observed"),
        ("group_that_expects_none", "only one group was at risk when events happened"),
        ("two_groups_all_events_on_one_day", "every event was forced: all cases at risk had it"),
    ],
)
def test_what_the_log_rank_test_cannot_compare_is_not_estimable(name: str, reason: str) -> None:
    test = permutation_log_rank(named_test(name).groups)
    assert (test.statistic, test.p_value, test.smallest_p, test.std_error) == (None,) * 4
    assert (test.reason, test.n_permutations) == (reason, 0)
    assert test.method == "two-sided permutation log-rank"


def test_without_cases_the_test_is_not_estimable() -> None:
    nobody = time_to_event([], [])
    assert permutation_log_rank([nobody, nobody]).reason == "no event was observed"


def test_an_empty_group_takes_no_part() -> None:
    one, other = groups_of(PERMUTATION["split_2_11"])
    test = permutation_log_rank([one, time_to_event([], []), other])
    direct = permutation_log_rank([one, other])
    assert (test.p_value, test.n) == (direct.p_value, (2, 0, 11))


def test_identical_groups_have_p_of_1() -> None:
    test = permutation_log_rank(named_test("identical_groups").groups)
    assert (test.statistic, test.p_value) == (pytest.approx(0, abs=1e-12), 1.0)


def test_times_of_two_groups_that_differ_only_by_rounding_are_tied() -> None:
    days, months = named_test("ties_in_days").groups, named_test("ties_only_as_days").groups
    assert permutation_log_rank(months).p_value == permutation_log_rank(days).p_value


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_permutations": 0}, "n_permutations must be at least 1"),
        ({"seed": -1}, "seed must be at least 0"),
        ({"weights": "wilcoxon"}, "weights must be one of"),
        ({"rho": 1}, "rho and gamma must be 0 with log-rank weights"),
    ],
)
def test_options_that_make_no_test_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ImtError, match=message):
        permutation_log_rank(named_test("aml").groups, **options)


def test_a_single_group_is_refused() -> None:
    with pytest.raises(ImtError, match="groups must hold at least two"):
        permutation_log_rank([time_to_event([1], [1])])


# Follow-up.


@pytest.mark.parametrize("test", named_tests(), ids=lambda test: test.name)
def test_follow_up_differs_where_rs_test_of_the_censorings_has_p_below_a_fifth(test: Any) -> None:
    p_value = RECORDED["follow_up_p"][test.name]
    note = follow_up_differs(test.groups)
    assert (note is not None) == (p_value is not None and p_value < 0.2)


def test_the_note_gives_the_p_of_the_censorings() -> None:
    note = follow_up_differs(named_test("lung").groups)
    assert note.message == (
        "Follow-up differs between the groups (log-rank of the censorings: p = 0.013): "
        "a permutation test may take that for a difference in survival."
    )
    assert permutation_log_rank(named_test("lung").groups, n_permutations=9).notes == (note,)


def test_an_event_leaves_before_a_censoring_on_the_same_day() -> None:
    # On day 5 nobody of the first group is left to be censored beside those of the second.
    dead, censored = time_to_event([5] * 9, [1] * 9), time_to_event([5] * 9, [0] * 9)
    assert follow_up_differs([dead, censored]) is None


# Theorems.


@given(st.lists(CASES, min_size=2, max_size=3), st.randoms())
def test_the_order_of_the_groups_does_not_matter(
    cohorts: list[list[tuple[int, bool]]], random: Any
) -> None:
    groups = [times_of(cohort[:4]) for cohort in cohorts]
    test = permutation_log_rank(groups)
    shuffled = permutation_log_rank(random.sample(groups, len(groups)))
    assert (shuffled.p_value, shuffled.smallest_p) == (test.p_value, test.smallest_p)


@given(CASES, CASES, st.sampled_from(WEIGHTS))
def test_p_is_a_share_of_all_splits_and_at_least_the_smallest(
    one: list[tuple[int, bool]], other: list[tuple[int, bool]], weights: Any
) -> None:
    test = permutation_log_rank([times_of(one), times_of(other)], weights=weights)
    assert test.reason or 0 < test.smallest_p <= test.p_value <= 1
    assert test.reason or (test.p_value * test.n_permutations) == pytest.approx(
        round(test.p_value * test.n_permutations)
    )


@given(CASES, CASES, st.sampled_from(WEIGHTS))
def test_scores_add_to_0_and_in_each_group_to_its_excess(
    one: list[tuple[int, bool]], other: list[tuple[int, bool]], weights: Any
) -> None:
    groups = [times_of(one), times_of(other)]
    scores = log_rank_scores(groups, weights=weights)
    assert scores.sum() == pytest.approx(0, abs=1e-9)
    excess = log_rank(groups, weights=weights).excess
    assert scores[: groups[0].n].sum() == pytest.approx(excess[0], abs=1e-9)


@given(CASES, CASES)
def test_only_the_order_of_the_times_matters(
    one: list[tuple[int, bool]], other: list[tuple[int, bool]]
) -> None:
    groups = [times_of(one), times_of(other)]
    stretched = [times_of([(m**3 + m, e) for m, e in cases]) for cases in (one, other)]
    assert permutation_log_rank(stretched).p_value == permutation_log_rank(groups).p_value
