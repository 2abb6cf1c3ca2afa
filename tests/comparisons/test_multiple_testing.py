"""Holm's adjustment and pairwise tests: worked by hand, R, and theorems."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core import TimeToEvent, log_rank, time_to_event
from imt_core.comparisons.multiple_testing import holm
from imt_core.comparisons.pairwise_log_rank import pairwise_log_rank
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import assert_agree, named_test, recording

COMPARISONS = recording("comparisons.json")
P_VALUES = st.lists(st.none() | st.floats(0, 1), max_size=12)


def early_and_late() -> tuple[TimeToEvent, TimeToEvent]:
    return time_to_event([1, 2, 3], [1, 1, 1]), time_to_event([7, 8, 9], [1, 1, 1])


# Holm.


def test_the_smallest_is_multiplied_by_the_number_of_tests_and_the_others_by_fewer() -> None:
    assert holm([0.01, 0.02, 0.5]) == pytest.approx((0.03, 0.04, 0.5))


def test_no_adjusted_p_is_smaller_than_that_of_a_smaller_p() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))


def test_no_adjusted_p_exceeds_1() -> None:
    assert holm([0.6, 0.7]) == (1.0, 1.0)


def test_a_test_that_was_not_made_does_not_count() -> None:
    assert holm([0.02, None, 0.03]) == pytest.approx((0.04, None, 0.04))


@pytest.mark.parametrize("p_values", [[], [None], [None, None]])
def test_without_p_values_there_is_nothing_to_adjust(p_values: list[None]) -> None:
    assert holm(p_values) == tuple(p_values)


@pytest.mark.parametrize("case", COMPARISONS["holm"], ids=lambda case: str(case["p_value"])[:40])
def test_adjusted_p_values_are_rs(case: dict[str, Any]) -> None:
    assert_agree(holm(case["p_value"]), case["p_adjusted"])


@pytest.mark.parametrize("p_value", [-0.01, 1.5, float("nan")])
def test_a_p_value_outside_0_to_1_is_refused(p_value: float) -> None:
    with pytest.raises(ImtError, match="p_values must lie from 0 to 1"):
        holm([0.5, p_value])


@given(P_VALUES)
def test_an_adjusted_p_is_never_smaller_than_the_p(p_values: list[float | None]) -> None:
    pairs = [(p, a) for p, a in zip(p_values, holm(p_values), strict=True) if p is not None and a]
    assert all(p <= adjusted <= 1 for p, adjusted in pairs)


@given(P_VALUES, st.randoms())
def test_the_order_of_the_tests_does_not_matter(p_values: list[float | None], random: Any) -> None:
    order = random.sample(range(len(p_values)), len(p_values))
    adjusted = holm(p_values)
    assert holm([p_values[i] for i in order]) == tuple(adjusted[i] for i in order)


# Every two groups.


@pytest.mark.parametrize("name", COMPARISONS["pairwise"])
def test_pairwise_tests_are_rs(name: str) -> None:
    test, r = named_test(name), COMPARISONS["pairwise"][name]
    pairs = pairwise_log_rank(test.groups, test.r["levels"])
    assert [pair.group_1 for pair in pairs] == r["group_1"]
    assert [pair.group_2 for pair in pairs] == r["group_2"]
    assert_agree([pair.p_value for pair in pairs], r["p_value"])
    assert_agree([pair.p_adjusted for pair in pairs], r["p_adjusted"])


def test_a_pair_that_cannot_be_tested_is_kept_with_its_reason_and_does_not_count() -> None:
    early, late = early_and_late()
    pairs = pairwise_log_rank([early, late, time_to_event([], [])], ["a", "b", "none"])
    assert [(p.p_adjusted is None, p.test.reason != "") for p in pairs] == [
        (False, False),
        (True, True),
        (True, True),
    ]
    assert pairs[0].p_adjusted == pairs[0].p_value
    assert {p.n_tests for p in pairs} == {1}


def test_weights_and_strata_are_those_of_each_pair() -> None:
    early, late = early_and_late()
    strata = [["x", "x", "y"], ["x", "y", "y"], ["y", "x", "x"]]
    pairs = pairwise_log_rank(
        [early, late, early], ["a", "b", "c"], weights="tarone-ware", strata=strata
    )
    direct = log_rank([late, early], weights="tarone-ware", strata=strata[1:])
    assert pairs[2].p_value == direct.p_value
    assert pairs[2].method == (
        "two-sided Tarone-Ware, stratified (2 strata), adjusted for 3 pairs (Holm)"
    )


def test_there_is_one_test_for_each_pair() -> None:
    early, late = early_and_late()
    pairs = pairwise_log_rank([early, late, late], ["a", "b", "c"])
    assert [(p.group_1, p.group_2) for p in pairs] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert [round(p.p_adjusted or 0, 3) for p in pairs] == [0.074, 0.074, 1.0]


@pytest.mark.parametrize(
    ("labels", "strata", "message"),
    [
        (["a"], None, "labels must name each of 2 groups"),
        (["a", "b"], [["x"] * 3], "strata must hold one list of labels for each of 2 groups"),
    ],
)
def test_labels_and_strata_that_do_not_fit_the_groups_are_refused(
    labels: list[str], strata: Any, message: str
) -> None:
    with pytest.raises(ImtError, match=message):
        pairwise_log_rank(early_and_late(), labels, strata=strata)


def test_a_single_group_has_no_pair() -> None:
    with pytest.raises(ImtError, match="groups must hold at least two"):
        pairwise_log_rank(early_and_late()[:1], ["a"])
