"""Restricted means and their difference: fractions by hand, R, survRM2, and theorems."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from imt_core import SurvivalCurve, kaplan_meier, time_to_event
from imt_core.comparisons.restricted_mean_difference import restricted_mean_difference
from imt_core.conventions.errors import ImtError
from imt_core.estimates.restricted_mean import restricted_mean
from tests.oracles.oracle import assert_agree, recording

PAIRS = recording("regression.json")["two_groups"]
GROUPS = [(pair, group) for pair, recorded in PAIRS.items() for group in recorded["groups"]]
SURVRM2 = [pair for pair, recorded in PAIRS.items() if recorded["survrm2"]]
COHORT = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=25)


def curve_of(months: list[float], event: list[int], **options: float) -> SurvivalCurve:
    return kaplan_meier(time_to_event(months, event), **options)


def recorded_curve(pair: str, group: str) -> SurvivalCurve:
    data = PAIRS[pair]["groups"][group]
    return curve_of(data["time"], data["event"])


# Worked by hand.


def test_the_mean_and_its_error_are_those_worked_by_hand() -> None:
    # S: 1 to 2 months, 3/4 to 4, 1/2 (three at risk at 4, one event) to 8; horizon 8.
    mean = restricted_mean(curve_of([2, 4, 6, 10], [1, 1, 0, 1]), horizon=8)
    after_4, after_2 = Fraction(1, 2) * 4, Fraction(3, 4) * 2 + Fraction(1, 2) * 4
    variance = after_2**2 * Fraction(1, 4 * 3) + after_4**2 * Fraction(1, 3 * 2)
    assert mean.estimate == float(2 + after_2)
    assert mean.std_error == pytest.approx(sqrt(variance))
    assert mean.conf_low == pytest.approx(5.5 - 1.959963984540054 * sqrt(variance))


def test_a_horizon_before_the_last_step_cuts_the_area_there() -> None:
    curve = curve_of([2, 4, 6, 10], [1, 1, 0, 1])
    assert restricted_mean(curve, horizon=3).estimate == 2 + 0.75


# R.


@pytest.mark.parametrize(("pair", "group"), GROUPS)
def test_means_and_errors_are_rs(pair: str, group: str) -> None:
    curve, r = recorded_curve(pair, group), PAIRS[pair]["groups"][group]["restricted_mean"]
    last = curve.last_follow_up
    inside = [i for i, tau in enumerate(r["horizon"]) if tau <= last or curve.estimate[-1] == 0]
    ours = [restricted_mean(curve, horizon=r["horizon"][i]) for i in inside]
    assert ours
    assert_agree([m.estimate for m in ours], [r["estimate"][i] for i in inside])
    # Where R's standard error is 0 ours is not defined.
    assert_agree([m.std_error for m in ours], [r["std_error"][i] or None for i in inside])
    for mean, i in zip(ours, inside, strict=True):
        if mean.std_error is not None:
            limits = [max(r["conf_low"][i], 0), min(r["conf_high"][i], r["horizon"][i])]
            assert_agree([mean.conf_low, mean.conf_high], limits)


@pytest.mark.parametrize("pair", SURVRM2)
def test_differences_with_limits_and_p_are_those_of_survrm2(pair: str) -> None:
    first, second = (recorded_curve(pair, group) for group in PAIRS[pair]["groups"])
    recorded = PAIRS[pair]["survrm2"]
    ours = restricted_mean_difference(second, first, horizon=recorded["horizon"])
    assert_agree(
        [ours.estimate, ours.conf_low, ours.conf_high, ours.p_value], recorded["difference"]
    )
    assert ours.reason == ""


# The small cases every estimator meets.


def test_without_cases_there_is_no_mean() -> None:
    mean = restricted_mean(curve_of([], []), horizon=12)
    assert (mean.estimate, mean.std_error, mean.reason) == (None, None, "no cases")


def test_a_horizon_beyond_the_last_follow_up_has_no_mean() -> None:
    mean = restricted_mean(curve_of([4, 30], [1, 0]), horizon=30.1)
    assert (mean.estimate, mean.conf_low, mean.conf_high) == (None, None, None)
    assert mean.reason == "the horizon is beyond the last follow-up (30.0 months)"


def test_the_last_follow_up_itself_is_a_horizon() -> None:
    assert restricted_mean(curve_of([4, 30], [1, 0]), horizon=30).estimate == 4 + 0.5 * 26


def test_once_everybody_had_the_event_any_horizon_gives_the_plain_mean() -> None:
    mean = restricted_mean(curve_of([2, 4, 9], [1, 1, 1]), horizon=60)
    assert mean.estimate == pytest.approx(5)
    # All observed: n times the squared standard error is the variance with divisor n.
    assert mean.std_error == pytest.approx(np.std([2, 4, 9]) / sqrt(3))


def test_when_all_are_censored_everybody_lives_to_the_horizon_without_a_standard_error() -> None:
    mean = restricted_mean(curve_of([20, 30], [0, 0]), horizon=12)
    assert (mean.estimate, mean.std_error, mean.conf_low, mean.conf_high) == (12, None, None, None)
    assert mean.reason.startswith("before the horizon no event left others at risk")


@pytest.mark.parametrize("months", [[5], [5, 5, 5]])
def test_events_on_one_day_give_a_mean_without_a_standard_error(months: list[float]) -> None:
    mean = restricted_mean(curve_of(months, [1] * len(months)), horizon=12)
    assert (mean.estimate, mean.std_error) == (5, None)
    assert mean.reason != ""


def test_an_event_at_the_horizon_changes_nothing() -> None:
    with_event = restricted_mean(curve_of([3, 12, 20], [1, 1, 0]), horizon=12)
    without = restricted_mean(curve_of([3, 12, 20], [1, 0, 0]), horizon=12)
    assert with_event == without


def test_events_at_time_0_take_their_share_of_the_whole_area() -> None:
    assert restricted_mean(curve_of([0, 20], [1, 0]), horizon=12).estimate == 6


def test_limits_stay_between_0_and_the_horizon() -> None:
    mean = restricted_mean(curve_of([1, 20, 20], [1, 0, 0]), horizon=12)
    assert mean.conf_high == 12
    low = restricted_mean(curve_of([0, 0, 20], [1, 1, 0]), horizon=12)
    assert low.conf_low == 0


@pytest.mark.parametrize("horizon", [0, -1, float("nan"), float("inf")])
def test_an_impossible_horizon_is_refused(horizon: float) -> None:
    with pytest.raises(ImtError, match="horizon must be above 0"):
        restricted_mean(curve_of([4], [1]), horizon=horizon)


# Differences that cannot be estimated.


def test_a_difference_needs_follow_up_of_both_groups() -> None:
    short, long = curve_of([4, 10], [1, 0]), curve_of([4, 30], [1, 0])
    difference = restricted_mean_difference(long, short, horizon=24)
    assert (difference.estimate, difference.p_value) == (None, None)
    assert difference.reason == (
        "second group: the horizon is beyond the last follow-up (10.0 months)"
    )
    assert difference.means[0].estimate == 14


def test_a_group_without_events_leaves_the_difference_without_limits_and_p() -> None:
    # survRM2 takes that group's variance as 0, and finds p = 0.015 for five against four events.
    none, some = curve_of([20, 30], [0, 0]), curve_of([4, 8, 20], [1, 1, 0])
    difference = restricted_mean_difference(none, some, horizon=12)
    assert difference.estimate == pytest.approx(4)
    assert (difference.std_error, difference.conf_low, difference.p_value) == (None, None, None)
    assert difference.reason.startswith("first group: before the horizon no event")


def test_what_stops_the_estimate_is_said_before_what_stops_only_its_error() -> None:
    no_event, empty = curve_of([20, 30], [0, 0]), curve_of([], [])
    assert (
        restricted_mean_difference(no_event, empty, horizon=12).reason == "second group: no cases"
    )


def test_curves_of_two_levels_of_confidence_are_refused() -> None:
    one, other = curve_of([4, 8], [1, 0]), curve_of([4, 8], [1, 0], conf_level=0.9)
    with pytest.raises(ImtError, match="a and b must have one conf_level"):
        restricted_mean_difference(one, other, horizon=6)


def test_identical_groups_do_not_differ() -> None:
    curve = curve_of([4, 8, 12], [1, 1, 0])
    difference = restricted_mean_difference(curve, curve, horizon=12)
    assert (difference.estimate, difference.p_value) == (0, pytest.approx(1))


# Theorems.


@given(COHORT, st.integers(1, 12))
def test_the_mean_lies_between_0_and_the_horizon(
    cohort: list[tuple[int, bool]], horizon: int
) -> None:
    mean = restricted_mean(curve_of(*map(list, zip(*cohort, strict=True))), horizon=horizon)
    assume(mean.estimate is not None)
    assert -1e-9 <= mean.estimate <= horizon + 1e-9


@given(st.lists(st.integers(0, 12), min_size=1, max_size=25), st.integers(1, 14))
def test_without_censoring_the_mean_is_the_plain_mean_of_the_times_cut_at_the_horizon(
    months: list[int], horizon: int
) -> None:
    mean = restricted_mean(curve_of(months, [1] * len(months)), horizon=horizon)
    cut = np.minimum(months, horizon)
    assert mean.estimate == pytest.approx(cut.mean())
    if mean.std_error is not None:
        assert mean.std_error == pytest.approx(cut.std() / sqrt(len(months)))


@given(COHORT, COHORT, st.integers(1, 12))
def test_swapping_the_groups_turns_the_sign(
    one: list[tuple[int, bool]], other: list[tuple[int, bool]], horizon: int
) -> None:
    a, b = (curve_of(*map(list, zip(*cohort, strict=True))) for cohort in (one, other))
    forth, back = (restricted_mean_difference(x, y, horizon=horizon) for x, y in ((a, b), (b, a)))
    assume(forth.p_value is not None)
    assert_agree(
        [-back.estimate, -back.conf_high, back.p_value],
        [forth.estimate, forth.conf_low, forth.p_value],
    )
