"""The log-rank test: hand-worked fractions, a printed test, R, lifelines, and theorems."""

from __future__ import annotations

import warnings
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from imt_core import LogRankTest, TimeToEvent, log_rank, time_to_event
from imt_core.comparisons.log_rank import tie_across
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import (
    RecordedTest,
    agree,
    assert_agree,
    named_test,
    named_tests,
    random_tests,
    recording,
)

COMPARISONS = recording("comparisons.json")
OTHER_WEIGHTS = ("gehan-wilcoxon", "tarone-ware", "peto-peto", "fleming-harrington")
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


# Weights and strata: by hand, R, and formulae worked in R.


def test_weights_are_those_worked_by_hand() -> None:
    # Of two against two, one event a day: at risk 4 (2 + 2), 3 (1 + 2), 2 (1 + 1), 1 (0 + 1).
    groups = [time_to_event([1, 3], [1, 1]), time_to_event([2, 4], [1, 1])]
    differences = [Fraction(1, 2), Fraction(-1, 3), Fraction(1, 2)]
    weights = {
        "gehan-wilcoxon": [4, 3, 2],
        "peto-peto": [Fraction(4, 5), Fraction(3, 5), Fraction(2, 5)],
    }
    for name, w in weights.items():
        excess = sum(a * b for a, b in zip(w, differences, strict=True))
        assert log_rank(groups, weights=name).excess[0] == pytest.approx(float(excess))
    weighted = log_rank(groups, weights="fleming-harrington", rho=1, gamma=1)
    before = [Fraction(1), Fraction(3, 4), Fraction(1, 2)]
    excess = sum(s * (1 - s) * d for s, d in zip(before, differences, strict=True))
    assert weighted.excess[0] == pytest.approx(float(excess))


def test_observed_and_expected_are_events_whatever_the_weights() -> None:
    groups = named_test("aml").groups
    plain, weighted = log_rank(groups), log_rank(groups, weights="gehan-wilcoxon")
    assert (weighted.observed, weighted.expected) == (plain.observed, plain.expected)
    assert weighted.excess != plain.excess


def assert_same_test(ours: LogRankTest, r: dict[str, Any]) -> None:
    assert_agree(ours.excess, r["excess"])
    assert_agree(ours.variance.ravel(), np.ravel(r["variance"]))
    assert_agree([ours.statistic, ours.p_value], [r["chisq"], r["p_value"]])
    assert ours.df == r["df"]


@pytest.mark.parametrize("name", COMPARISONS["weighted"])
def test_weighted_tests_are_those_of_the_formulae_worked_in_r(name: str) -> None:
    groups = named_test(name).groups
    for r in COMPARISONS["weighted"][name]["plain"]:
        ours = log_rank(groups, weights=r["weights"], rho=r["rho"], gamma=r["gamma"])
        # Where the only event that can be compared weighs 0, neither has a test.
        assert (ours.statistic is None) == (r["chisq"] is None)
        assert_agree(ours.excess, r["excess"])
        if r["chisq"] is not None:
            assert_same_test(ours, r)


@pytest.mark.parametrize("name", COMPARISONS["weighted"])
def test_fleming_harrington_tests_are_rs(name: str) -> None:
    groups = named_test(name).groups
    for r in COMPARISONS["weighted"][name]["survdiff"]:
        assert_same_test(log_rank(groups, weights="fleming-harrington", rho=r["rho"]), r)


def stratified_case(name: str) -> tuple[list[TimeToEvent], list[np.ndarray]]:
    case = COMPARISONS["stratified"][name]
    times = time_to_event(case["time"], case["event"])
    group, strata = np.array(case["group"]), np.array(case["strata"])
    levels = sorted(set(case["group"]))
    return [times.subset(group == g) for g in levels], [strata[group == g] for g in levels]


@pytest.mark.parametrize("name", COMPARISONS["stratified"])
def test_stratified_tests_are_rs(name: str) -> None:
    groups, strata = stratified_case(name)
    for r in COMPARISONS["stratified"][name]["survdiff"]:
        ours = log_rank(groups, weights="fleming-harrington", rho=r["rho"], strata=strata)
        assert_same_test(ours, r)


@pytest.mark.parametrize("name", COMPARISONS["stratified"])
def test_stratified_weighted_tests_are_those_of_the_formulae_worked_in_r(name: str) -> None:
    groups, strata = stratified_case(name)
    for r in COMPARISONS["stratified"][name]["plain"]:
        ours = log_rank(groups, weights=r["weights"], rho=r["rho"], gamma=r["gamma"], strata=strata)
        assert_same_test(ours, r)


# A second Python implementation.


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("weights", "theirs", "options"),
    [
        ("gehan-wilcoxon", "wilcoxon", {}),
        ("tarone-ware", "tarone-ware", {}),
        ("peto-peto", "peto", {}),
        ("fleming-harrington", "fleming-harrington", {"p": 1, "q": 0}),
        ("fleming-harrington", "fleming-harrington", {"p": 0.5, "q": 1.5}),
    ],
)
def test_weighted_tests_are_lifelines(
    seed: int, weights: Any, theirs: str, options: dict[str, float]
) -> None:
    draw = np.random.default_rng(seed)
    months, group = draw.integers(1, 30, 90) / 2, draw.integers(0, 2, 90) == 1
    event = draw.random(90) < 0.7
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifelines.statistics import logrank_test  # noqa: PLC0415

        other = logrank_test(
            months[group], months[~group], event[group], event[~group], weightings=theirs, **options
        )
    times = time_to_event(months, event)
    ours = log_rank(
        [times.subset(group), times.subset(~group)],
        weights=weights,
        rho=options.get("p", 0),
        gamma=options.get("q", 0),
    )
    assert_agree([ours.statistic, ours.p_value], [other.test_statistic, other.p_value])


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


def test_groups_taken_from_one_whole_are_tied_already() -> None:
    whole = time_to_event([0.1 + 0.2, 0.3, 5, 6], [1, 1, 0, 1])
    groups = [whole.subset(np.array(rows)) for rows in ([True, False] * 2, [False, True] * 2)]
    assert tie_across(groups) == groups


def test_groups_taken_from_one_whole_give_the_test_of_groups_given_apart() -> None:
    months, event, second = [1, 2, 2, 3, 5, 8, 9], [1, 1, 0, 1, 1, 0, 1], np.arange(7) % 2 == 0
    whole = time_to_event(months, event)
    apart = [
        time_to_event(np.array(months)[rows], np.array(event)[rows]) for rows in (~second, second)
    ]
    taken = log_rank([whole.subset(~second), whole.subset(second)])
    assert taken.expected == log_rank(apart).expected
    assert taken.statistic == log_rank(apart).statistic


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
        "group",
        "n",
        "observed",
        "expected",
        "excess",
        "statistic",
        "df",
        "p_value",
        "method",
    ]
    assert frame[["group", "n", "observed", "expected"]].to_numpy().tolist() == [
        ["a", 2, 1, 1.0],
        ["b", 2, 1, 1.0],
    ]
    assert frame["method"].unique().tolist() == ["two-sided log-rank"]


@pytest.mark.parametrize(
    ("options", "method"),
    [
        ({}, "two-sided log-rank"),
        ({"weights": "gehan-wilcoxon"}, "two-sided Gehan-Wilcoxon"),
        ({"weights": "tarone-ware"}, "two-sided Tarone-Ware"),
        ({"weights": "peto-peto"}, "two-sided Peto-Peto"),
        (
            {"weights": "fleming-harrington", "rho": 1},
            "two-sided Fleming-Harrington (rho 1, gamma 0)",
        ),
        ({"strata": [[1, 2], [1, 2]]}, "two-sided log-rank, stratified (2 strata)"),
        ({"strata": [[1, 1], [1, 1]]}, "two-sided log-rank, stratified (1 stratum)"),
    ],
)
def test_the_method_names_weights_and_strata(options: dict[str, Any], method: str) -> None:
    groups = [time_to_event([1, 5], [1, 0]), time_to_event([2, 6], [1, 0])]
    assert log_rank(groups, **options).method == method


def test_groups_that_are_never_in_one_stratum_are_not_compared() -> None:
    groups = [time_to_event([1, 5], [1, 0]), time_to_event([2, 6], [1, 0])]
    test = log_rank(groups, strata=[["a", "a"], ["b", "b"]])
    assert_not_estimable(test, "within strata, some groups are never compared")


def test_weights_that_are_0_at_the_only_event_leave_nothing_to_compare() -> None:
    groups = [time_to_event([1, 5], [1, 0]), time_to_event([2, 6], [0, 0])]
    test = log_rank(groups, weights="fleming-harrington", gamma=1)
    assert_not_estimable(test, "the weights leave no event to compare")


def test_a_group_that_leaves_while_weights_are_0_costs_a_degree_of_freedom() -> None:
    groups = [time_to_event(m, [1] * len(m)) for m in ([1], [2, 5], [3, 6])]
    assert log_rank(groups, weights="fleming-harrington", gamma=1).df == 1
    assert log_rank(groups).df == 2


def test_a_stratum_with_one_group_adds_nothing() -> None:
    groups = [time_to_event([1, 5, 7], [1, 0, 1]), time_to_event([2, 6], [1, 0])]
    with_lone = log_rank(
        [time_to_event([1, 5, 7, 3], [1, 0, 1, 1]), groups[1]], strata=[[1, 1, 1, 2], [1, 1]]
    )
    assert with_lone.statistic == pytest.approx(log_rank(groups).statistic)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"weights": "wilcoxon"}, "weights must be one of log-rank, gehan-wilcoxon"),
        ({"weights": "fleming-harrington", "rho": -1}, "rho and gamma must be at least 0"),
        ({"weights": "fleming-harrington", "gamma": np.nan}, "rho and gamma must be at least 0"),
        ({"weights": "peto-peto", "rho": 1}, "rho and gamma must be 0 with peto-peto weights"),
        ({"strata": [[1, 2]]}, "strata must hold one list of labels for each group"),
        ({"strata": [[1, 2], [1]]}, "strata must hold one list of labels for each group"),
        ({"strata": [1, 2]}, "strata must hold one list of labels for each group"),
        ({"strata": [[1, 2], [1, None]]}, "strata must name the stratum of every case"),
    ],
)
def test_weights_and_strata_that_make_no_test_are_refused(
    options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ImtError, match=message):
        log_rank([time_to_event([1, 5], [1, 0]), time_to_event([2, 6], [1, 0])], **options)


# Theorems.


@given(st.lists(GROUPS, min_size=2, max_size=4), st.sampled_from(("log-rank", *OTHER_WEIGHTS)))
def test_a_single_stratum_gives_the_test_without_strata(
    cohorts: list[list[tuple[int, bool]]], weights: Any
) -> None:
    groups = [times_of(cohort) for cohort in cohorts]
    plain = log_rank(groups, weights=weights)
    single = log_rank(groups, weights=weights, strata=[["x"] * group.n for group in groups])
    assert (single.statistic, single.reason) == (plain.statistic, plain.reason)
    assert (single.expected, single.excess) == (plain.expected, plain.excess)


@given(GROUPS, GROUPS)
def test_two_copies_of_the_data_as_strata_double_the_statistic(
    one: list[tuple[int, bool]], other: list[tuple[int, bool]]
) -> None:
    single = log_rank([times_of(one), times_of(other)])
    twice = log_rank(
        [times_of(one * 2), times_of(other * 2)],
        strata=[["x"] * len(part) + ["y"] * len(part) for part in (one, other)],
    )
    assume(single.statistic is not None)
    assert twice.statistic == pytest.approx(2 * single.statistic)


@given(st.lists(GROUPS, min_size=2, max_size=4))
def test_fleming_harrington_without_exponents_is_the_log_rank_test(
    cohorts: list[list[tuple[int, bool]]],
) -> None:
    groups = [times_of(cohort) for cohort in cohorts]
    plain, weighted = log_rank(groups), log_rank(groups, weights="fleming-harrington")
    assert (weighted.statistic, weighted.reason) == (plain.statistic, plain.reason)


@given(GROUPS, GROUPS)
def test_without_censoring_fleming_harrington_with_rho_1_is_gehan_wilcoxon(
    one: list[tuple[int, bool]], other: list[tuple[int, bool]]
) -> None:
    # Then S(t-) is the share still at risk.
    groups = [times_of([(month, True) for month, _ in part]) for part in (one, other)]
    fleming = log_rank(groups, weights="fleming-harrington", rho=1)
    gehan = log_rank(groups, weights="gehan-wilcoxon")
    assume(gehan.statistic is not None)
    assert fleming.statistic == pytest.approx(gehan.statistic, rel=1e-6, abs=1e-9)


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
