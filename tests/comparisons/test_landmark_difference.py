"""The difference of survival at one time: by hand, R, and where a variance is missing."""

from __future__ import annotations

from math import log, sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import norm

from imt_core import SurvivalCurve, kaplan_meier, time_to_event
from imt_core.comparisons.landmark_difference import landmark_difference
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import CONF_TYPES, assert_agree, recording

RECORDED = recording("regression.json")
PAIRS = RECORDED["two_groups"]
COHORT = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=25)


def curve_of(months: list[float], event: list[int], conf_type: str = "log") -> SurvivalCurve:
    return kaplan_meier(time_to_event(months, event), conf_type=conf_type)


HALF = curve_of([4, 8, 20, 30], [1, 1, 0, 0])
QUARTER = curve_of([2, 5, 9, 20], [1, 1, 1, 0])


# Worked by hand.


def test_the_difference_and_its_limits_are_those_worked_by_hand() -> None:
    # At 12 months 1/2 and 1/4 of four each: Greenwood is the binomial variance, p (1 - p) / 4.
    difference = landmark_difference(HALF, QUARTER, 12)
    std_error = sqrt(1 / 16 + 3 / 64)
    assert difference.estimate == pytest.approx(1 / 4)
    assert difference.std_error == pytest.approx(std_error)
    assert difference.conf_low == pytest.approx(1 / 4 - norm.ppf(0.975) * std_error)


def test_the_test_is_that_worked_by_hand() -> None:
    difference = landmark_difference(HALF, QUARTER, 12)
    # Variance of log S: (1 - p) / (4 p) = 1/4 and 3/4.
    variance = (1 / 4) / log(2) ** 2 + (3 / 4) / log(4) ** 2
    assert difference.statistic == pytest.approx(log(log(4) / log(2)) ** 2 / variance)


# R.


@pytest.mark.parametrize("pair", PAIRS)
def test_differences_limits_and_tests_are_those_from_rs_survfit(pair: str) -> None:
    groups = PAIRS[pair]["groups"].values()
    a, b = (curve_of(group["time"], group["event"]) for group in groups)
    rows = [
        dict(zip(RECORDED["landmark_columns"], row, strict=True)) for row in PAIRS[pair]["landmark"]
    ]
    assert rows
    for r in rows:
        ours = landmark_difference(a, b, r["months"])
        assert_agree([rate.estimate for rate in ours.rates], [r["estimate_a"], r["estimate_b"]])
        assert_agree(
            [ours.estimate, ours.statistic, ours.p_value],
            [r["difference"], r["statistic"], r["p_value"]],
        )
        assert_agree(
            [ours.conf_low, ours.conf_high], [max(r["conf_low"], -1), min(r["conf_high"], 1)]
        )


# What is not estimable.


def test_beyond_the_last_follow_up_of_either_group_there_is_no_difference() -> None:
    difference = landmark_difference(HALF, QUARTER, 25)
    assert (difference.estimate, difference.conf_low, difference.p_value) == (None, None, None)
    assert difference.reason == "second group: beyond the last follow-up (20.0 months)"
    assert difference.rates[0].estimate == 0.5


def test_an_empty_group_has_no_difference() -> None:
    assert landmark_difference(curve_of([], []), HALF, 12).reason == "first group: no cases"


def test_a_group_without_events_leaves_the_difference_without_limits_and_p() -> None:
    difference = landmark_difference(curve_of([20, 30], [0, 0]), HALF, 12)
    assert (difference.estimate, difference.std_error, difference.conf_low) == (0.5, None, None)
    assert (difference.statistic, difference.p_value) == (None, None)
    assert difference.reason == (
        "first group: no event by 12 months, so the variance is not estimated"
    )


def test_a_group_in_which_all_had_the_event_leaves_no_limits_and_p() -> None:
    difference = landmark_difference(HALF, curve_of([2, 3], [1, 1]), 12)
    assert (difference.estimate, difference.conf_high, difference.p_value) == (0.5, None, None)
    assert difference.reason == (
        "second group: survival is 0 by 12 months, so the variance is not estimated"
    )


def test_what_stops_the_estimate_is_said_before_what_stops_only_the_limits() -> None:
    no_event = curve_of([20, 30], [0, 0])
    assert landmark_difference(no_event, curve_of([4, 8], [1, 0]), 12).reason == (
        "second group: beyond the last follow-up (8.0 months)"
    )


def test_one_patient_each_has_no_limits() -> None:
    difference = landmark_difference(curve_of([20], [0]), curve_of([5], [1]), 12)
    assert (difference.estimate, difference.p_value) == (1, None)


def test_identical_groups_do_not_differ() -> None:
    difference = landmark_difference(HALF, HALF, 12)
    assert (difference.estimate, difference.statistic, difference.p_value) == (0, 0, 1)


def test_an_event_at_time_0_is_seen_at_time_0() -> None:
    a, b = curve_of([0, 5, 6, 7], [1, 0, 0, 0]), curve_of([0, 0, 5, 6], [1, 1, 0, 0])
    assert landmark_difference(a, b, 0).estimate == 0.25


def test_limits_stay_between_minus_1_and_1() -> None:
    high, low = curve_of([1, *[20] * 9], [1] + [0] * 9), curve_of([1, 1, 20], [1, 1, 0])
    assert landmark_difference(high, low, 12, conf_level=0.999).conf_high == 1
    assert landmark_difference(low, high, 12, conf_level=0.999).conf_low == -1


def test_the_scale_of_the_curves_limits_plays_no_part() -> None:
    differences = [
        landmark_difference(curve_of([4, 8, 20], [1, 1, 0], scale), QUARTER, 12)
        for scale in CONF_TYPES
    ]
    assert len({(d.conf_low, d.conf_high, d.p_value) for d in differences}) == 1


def test_a_lower_level_of_confidence_has_narrower_limits() -> None:
    wide, narrow = (landmark_difference(HALF, QUARTER, 12, conf_level=c) for c in (0.95, 0.8))
    assert wide.conf_low < narrow.conf_low < narrow.conf_high < wide.conf_high
    assert narrow.conf_level == 0.8


@pytest.mark.parametrize("conf_level", [0, 1, 95])
def test_an_impossible_level_of_confidence_is_refused(conf_level: float) -> None:
    with pytest.raises(ImtError, match="conf_level must lie between 0 and 1"):
        landmark_difference(HALF, QUARTER, 12, conf_level=conf_level)


def test_an_impossible_time_is_refused() -> None:
    with pytest.raises(ImtError, match="months must be at least 0"):
        landmark_difference(HALF, QUARTER, -1)


# Theorems.


@given(COHORT, COHORT, st.integers(0, 12))
def test_swapping_the_groups_turns_the_sign(
    one: list[tuple[int, bool]], other: list[tuple[int, bool]], months: int
) -> None:
    a, b = (curve_of(*map(list, zip(*cohort, strict=True))) for cohort in (one, other))
    forth, back = landmark_difference(a, b, months), landmark_difference(b, a, months)
    assume(forth.p_value is not None)
    assert_agree(
        [-back.estimate, -back.conf_high, back.p_value],
        [forth.estimate, forth.conf_low, forth.p_value],
    )


@given(COHORT, COHORT, st.integers(0, 12))
def test_limits_and_p_are_there_exactly_if_both_variances_are(
    one: list[tuple[int, bool]], other: list[tuple[int, bool]], months: int
) -> None:
    a, b = (curve_of(*map(list, zip(*cohort, strict=True))) for cohort in (one, other))
    difference = landmark_difference(a, b, months)
    inside = [rate.estimate is not None and 0 < rate.estimate < 1 for rate in difference.rates]
    assert (difference.p_value is not None) == (difference.conf_low is not None) == all(inside)
    assert (difference.reason == "") == all(inside)


def test_times_that_differ_by_rounding_only_are_one_time_in_both_groups() -> None:
    # Asked at 12: the second group's event is at 12 but for rounding, and has happened.
    first = kaplan_meier(time_to_event([12, 15, 20, 30], [1, 1, 0, 0]))
    second = kaplan_meier(time_to_event([12 + 1e-10, 15, 20, 30], [1, 1, 0, 0]))
    difference = landmark_difference(first, second, 12)
    assert (difference.estimate, difference.p_value) == (0.0, 1.0)


def test_the_time_is_named_as_asked() -> None:
    a, b = (kaplan_meier(time_to_event([6, 7, 9], [1, 1, 0])) for _ in range(2))
    assert landmark_difference(a, b, 4.55).reason.startswith("first group: no event by 4.55 months")
