"""The log-rank test: hand-worked fractions, a printed test, R, lifelines, and theorems."""

from __future__ import annotations

import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from imt_core import LogRankTest, TimeToEvent, log_rank, time_to_event
from imt_core.errors import ImtError
from tests.core.oracle import (
    RecordedTest,
    agree,
    assert_agree,
    named_test,
    named_tests,
    random_tests,
)

GROUPS = st.lists(st.tuples(st.integers(0, 10), st.booleans()), min_size=1, max_size=20)


def times_of(cohort: list[tuple[int, bool]]) -> TimeToEvent:
    return time_to_event([month for month, _ in cohort], [event for _, event in cohort])


def is_testable(r: dict) -> bool:
    return r["error"] is None and r["df"] >= 1


def differs_from_r(test: RecordedTest) -> bool:
    ours, r = log_rank(test.groups), test.r
    same_counts = list(ours.n) == r["n"] and agree(ours.observed, r["observed"])
    same_expected = agree(ours.expected, r["expected"])
    same_test = ours.df == r["df"] and agree(
        [ours.statistic, ours.p_value], [r["chisq"], r["p_value"]]
    )
    return not (same_counts and same_expected and same_test)


# Worked by hand.


def test_expected_events_are_the_fractions_worked_by_hand() -> None:
    early, late = time_to_event([1, 2, 3], [1, 1, 1]), time_to_event([7, 8, 9], [1, 1, 1])
    test = log_rank([early, late])
    first = Fraction(3, 6) + Fraction(2, 5) + Fraction(1, 4)
    assert test.observed == (3, 3)
    assert test.expected == pytest.approx((float(first), float(6 - first)))


def test_statistic_and_p_value_are_those_worked_by_hand() -> None:
    early, late = time_to_event([1, 2, 3], [1, 1, 1]), time_to_event([7, 8, 9], [1, 1, 1])
    test = log_rank([early, late])
    excess = 3 - (Fraction(1, 2) + Fraction(2, 5) + Fraction(1, 4))
    variance = Fraction(1, 4) + Fraction(6, 25) + Fraction(3, 16)
    assert test.statistic == pytest.approx(float(excess**2 / variance))
    assert test.variance[0, 0] == pytest.approx(float(variance))
    assert (test.df, round(test.p_value, 4)) == (1, 0.0246)


def test_the_variance_of_tied_events_is_hypergeometric() -> None:
    # Two events on one day among two cases of each group: 2 * 1/2 * 1/2 * (4 - 2) / (4 - 1).
    test = log_rank([time_to_event([1, 5], [1, 0]), time_to_event([1, 5], [1, 0])])
    assert test.variance[0, 0] == pytest.approx(1 / 3)
    assert test.variance[0, 1] == pytest.approx(-1 / 3)


def test_the_test_is_the_one_printed_for_6_mercaptopurine() -> None:
    """Freireich et al., Blood 1963;21:699; as in Kleinbaum and Klein, Survival Analysis."""
    weeks = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    treated = time_to_event(weeks, [1] * 9 + [0] * 12)
    weeks = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    test = log_rank([treated, time_to_event(weeks, [1] * 21)])
    assert test.observed == (9, 21)
    assert [round(x, 2) for x in test.expected] == [19.25, 10.75]
    assert round(test.statistic, 2) == 16.79


# R.


@pytest.mark.parametrize(
    "test", [t for t in named_tests() if is_testable(t.r)], ids=lambda test: test.name
)
def test_the_test_is_rs_in_every_named_case(test: RecordedTest) -> None:
    ours, r = log_rank(test.groups), test.r
    assert list(ours.n) == r["n"]
    assert_agree(ours.observed, r["observed"])
    assert_agree(ours.expected, r["expected"])
    assert_agree(ours.variance.ravel(), np.ravel(r["variance"]))
    assert_agree([ours.statistic, ours.p_value, ours.df], [r["chisq"], r["p_value"], r["df"]])


def test_the_test_is_rs_in_every_random_cohort() -> None:
    testable = [t for t in random_tests() if is_testable(t.r)]
    assert [t.name for t in testable if differs_from_r(t)] == []
    assert len(testable) > 800


def test_where_r_has_no_test_or_a_p_of_1_without_a_test_ours_is_not_estimable() -> None:
    untestable = [t for t in random_tests() if not is_testable(t.r)]
    ours = [log_rank(t.groups) for t in untestable]
    assert len(ours) > 100
    assert {(test.statistic, test.p_value, test.reason != "") for test in ours} == {
        (None, None, True)
    }


# A second Python implementation.


@pytest.mark.parametrize("seed", range(5))
def test_the_test_is_lifelines(seed: int) -> None:
    draw = np.random.default_rng(seed)
    group = draw.integers(0, 3, 90)
    months = draw.integers(1, 30, 90) / 2 + group
    event = draw.random(90) < 0.6
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifelines.statistics import multivariate_logrank_test  # noqa: PLC0415

        theirs = multivariate_logrank_test(months, group, event)
    times = time_to_event(months, event)
    ours = log_rank([times.subset(group == level) for level in range(3)])
    assert_agree([ours.statistic, ours.p_value], [theirs.test_statistic, theirs.p_value])


# The small cases every estimator meets.


def assert_not_estimable(test: LogRankTest, reason: str) -> None:
    assert (test.statistic, test.p_value, test.reason) == (None, None, reason)


def test_without_events_the_test_is_not_estimable() -> None:
    assert_not_estimable(
        log_rank(named_test("two_groups_no_events").groups), "no event was observed"
    )


def test_without_cases_the_test_is_not_estimable() -> None:
    nobody = time_to_event([], [])
    assert_not_estimable(log_rank([nobody, nobody]), "no event was observed")


def test_where_one_group_left_before_the_first_event_the_test_is_not_estimable() -> None:
    test = log_rank(named_test("group_that_expects_none").groups)
    assert_not_estimable(test, "only one group was at risk when events happened")
    assert test.df == 0


def test_where_everybody_had_the_event_on_one_day_the_test_is_not_estimable() -> None:
    test = log_rank(named_test("two_groups_all_events_on_one_day").groups)
    assert_not_estimable(test, "every event was forced: all cases at risk had it")


def test_a_group_that_expects_no_event_costs_a_degree_of_freedom() -> None:
    test = log_rank(named_test("three_groups_one_expects_none").groups)
    assert (test.df, test.expected[0]) == (1, 0.0)
    assert test.p_value == pytest.approx(0.059595116629450044)


def test_a_group_without_events_that_expects_some_is_tested() -> None:
    test = log_rank(named_test("group_without_events").groups)
    assert test.observed == (4, 0)
    assert test.p_value == pytest.approx(0.04550026389635847)


def test_identical_groups_have_a_statistic_of_0() -> None:
    test = log_rank(named_test("identical_groups").groups)
    assert (test.statistic, test.p_value) == (pytest.approx(0, abs=1e-12), pytest.approx(1))


def test_events_at_time_0_are_compared_too() -> None:
    test = log_rank([time_to_event([0, 3], [1, 0]), time_to_event([2, 4], [0, 0])])
    assert test.expected == (0.5, 0.5)


def test_an_empty_group_expects_nothing() -> None:
    some = time_to_event([1, 2], [1, 1])
    test = log_rank([some, time_to_event([], []), time_to_event([3, 4], [1, 1])])
    assert (test.n, test.expected[1], test.df) == ((2, 0, 2), 0.0, 1)


def test_times_of_two_groups_that_differ_only_by_rounding_are_tied() -> None:
    separately = log_rank([time_to_event([0.1 + 0.2, 2], [1, 0]), time_to_event([0.3, 2], [1, 0])])
    assert separately.variance[0, 0] == pytest.approx(1 / 3)


def test_months_that_tie_only_as_days_give_the_test_of_the_days() -> None:
    months = log_rank(named_test("ties_only_as_days").groups)
    assert months.p_value == pytest.approx(log_rank(named_test("ties_in_days").groups).p_value)


@pytest.mark.parametrize("n_groups", [0, 1])
def test_fewer_than_two_groups_are_refused(n_groups: int) -> None:
    with pytest.raises(ImtError, match="groups must hold at least two"):
        log_rank([time_to_event([1], [1])] * n_groups)


def test_the_frame_has_one_row_for_each_group() -> None:
    test = log_rank([time_to_event([1, 5], [1, 0]), time_to_event([1, 5], [1, 0])])
    frame = test.to_frame(["a", "b"])
    assert frame.columns.tolist() == [
        "group", "n", "observed", "expected", "statistic", "df", "p_value", "method",
    ]  # fmt: skip
    assert frame[["group", "n", "observed", "expected"]].to_numpy().tolist() == [
        ["a", 2, 1, 1.0],
        ["b", 2, 1, 1.0],
    ]
    assert frame["method"].unique().tolist() == ["two-sided log-rank"]


# Theorems.


@given(st.lists(GROUPS, min_size=2, max_size=4), st.randoms())
def test_the_order_of_the_groups_does_not_matter(
    cohorts: list[list[tuple[int, bool]]], random
) -> None:
    groups = [times_of(cohort) for cohort in cohorts]
    test, shuffled = log_rank(groups), log_rank(random.sample(groups, len(groups)))
    assert_agree([shuffled.statistic, shuffled.df], [test.statistic, test.df])
    assert shuffled.reason == test.reason


@given(GROUPS, GROUPS)
def test_swapping_two_groups_swaps_what_they_expect(
    one: list[tuple[int, bool]], other: list[tuple[int, bool]]
) -> None:
    test, swapped = (log_rank([times_of(a), times_of(b)]) for a, b in ((one, other), (other, one)))
    assert_agree(swapped.expected, test.expected[::-1])
    assert swapped.observed == test.observed[::-1]


@given(GROUPS, st.integers(2, 3))
def test_copies_of_one_group_have_a_statistic_of_0(
    cohort: list[tuple[int, bool]], copies: int
) -> None:
    test = log_rank([times_of(cohort)] * copies)
    assume(test.statistic is not None)
    assert test.statistic == pytest.approx(0, abs=1e-9)


@given(st.lists(GROUPS, min_size=2, max_size=4))
def test_as_many_events_are_expected_as_observed(cohorts: list[list[tuple[int, bool]]]) -> None:
    test = log_rank([times_of(cohort) for cohort in cohorts])
    assert sum(test.expected) == pytest.approx(sum(test.observed))


@given(st.lists(GROUPS, min_size=2, max_size=4))
def test_the_rows_of_the_variance_add_to_0(cohorts: list[list[tuple[int, bool]]]) -> None:
    test = log_rank([times_of(cohort) for cohort in cohorts])
    assert test.variance.sum(axis=1).tolist() == pytest.approx([0] * len(cohorts), abs=1e-9)
