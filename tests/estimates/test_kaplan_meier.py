"""The survival curve: hand-worked fractions, printed tables, R, lifelines, and theorems."""

from __future__ import annotations

import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core import SurvivalCurve, TimeToEvent, kaplan_meier, time_to_event
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import (
    CONF_TYPES,
    RecordedCurve,
    agree,
    assert_agree,
    named_curve,
    named_curves,
    random_curves,
)

TABLE = ("time", "n_risk", "n_event", "n_censor", "estimate", "std_error")

cohorts = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40)


def times_of(cohort: list[tuple[int, bool]]) -> TimeToEvent:
    return time_to_event([month for month, _ in cohort], [event for _, event in cohort])


def differs_from_r(curve: RecordedCurve, conf_type: str) -> bool:
    ours = kaplan_meier(curve.times, conf_type=conf_type)
    limits = curve.r["conf"][conf_type]
    return not (
        all(agree(getattr(ours, column), curve.r["table"][column]) for column in TABLE)
        and agree(ours.conf_low, limits["conf_low"])
        and agree(ours.conf_high, limits["conf_high"])
    )


# Worked by hand.


def test_the_curve_multiplies_the_shares_that_survive_each_time() -> None:
    curve = kaplan_meier(time_to_event([1, 3, 3, 5, 5, 7, 9], [1, 1, 0, 0, 1, 1, 0]))
    by_hand = [Fraction(6, 7), Fraction(5, 7), Fraction(15, 28), Fraction(15, 56), Fraction(15, 56)]
    assert curve.estimate.tolist() == pytest.approx([float(s) for s in by_hand])


def test_the_counts_at_each_time_are_those_of_the_cohort() -> None:
    curve = kaplan_meier(time_to_event([1, 3, 3, 5, 5, 7, 9], [1, 1, 0, 0, 1, 1, 0]))
    assert curve.time.tolist() == [1, 3, 5, 7, 9]
    assert curve.n_risk.tolist() == [7, 6, 4, 2, 1]
    assert curve.n_event.tolist() == [1, 1, 1, 1, 0]
    assert curve.n_censor.tolist() == [0, 1, 1, 0, 1]


def test_greenwoods_variance_is_the_fraction_worked_by_hand() -> None:
    curve = kaplan_meier(time_to_event([1, 3, 3, 5, 5, 7, 9], [1, 1, 0, 0, 1, 1, 0]))
    of_log_s = Fraction(1, 7 * 6) + Fraction(1, 6 * 5) + Fraction(1, 4 * 3)
    by_hand = Fraction(15, 28) ** 2 * of_log_s
    assert curve.std_error[2] ** 2 == pytest.approx(float(by_hand))


def test_a_case_censored_on_the_day_of_an_event_is_still_at_risk() -> None:
    curve = kaplan_meier(time_to_event([3, 3], [1, 0]))
    assert curve.estimate.tolist() == [0.5]


def test_limits_on_the_log_scale_are_those_the_model_paper_prints() -> None:
    curve = kaplan_meier(named_curve("months_of_eight").times)
    at_60_months = [curve.estimate[1], curve.conf_low[1], curve.conf_high[1]]
    assert [round(100 * x, 1) for x in at_60_months] == [75.0, 50.3, 100.0]


# Printed tables.


def test_the_curve_is_the_one_kaplan_and_meier_printed_in_1958() -> None:
    """Deaths at 0.8, 3.1, 5.4, 9.2; losses at 1.0, 2.7, 7.0, 12.1 (J Am Stat Assoc 53:457)."""
    months = [0.8, 3.1, 5.4, 9.2, 1.0, 2.7, 7.0, 12.1]
    curve = kaplan_meier(time_to_event(months, [1, 1, 1, 1, 0, 0, 0, 0]))
    assert curve.estimate[curve.n_event > 0].tolist() == pytest.approx([0.875, 0.7, 0.525, 0.2625])


def test_the_curve_is_the_one_printed_for_6_mercaptopurine() -> None:
    """Freireich et al., Blood 1963;21:699; weeks in remission, as in Kleinbaum and Klein."""
    weeks = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    curve = kaplan_meier(time_to_event(weeks, [1] * 9 + [0] * 12))
    at_events = curve.estimate[curve.n_event > 0]
    printed = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert at_events.round(4).tolist() == printed


# R.


@pytest.mark.parametrize("conf_type", CONF_TYPES)
@pytest.mark.parametrize("curve", named_curves(), ids=lambda curve: curve.name)
def test_table_and_limits_are_rs_in_every_named_case(curve: RecordedCurve, conf_type: str) -> None:
    ours = kaplan_meier(curve.times, conf_type=conf_type)
    for column in TABLE:
        assert_agree(getattr(ours, column), curve.r["table"][column])
    assert_agree(ours.conf_low, curve.r["conf"][conf_type]["conf_low"])
    assert_agree(ours.conf_high, curve.r["conf"][conf_type]["conf_high"])


@pytest.mark.parametrize("conf_type", CONF_TYPES)
def test_table_and_limits_are_rs_in_every_random_cohort(conf_type: str) -> None:
    differing = [c.name for c in random_curves() if differs_from_r(c, conf_type)]
    assert (len(random_curves()), differing) == (1200, [])


# A second Python implementation.


@pytest.mark.parametrize("seed", range(5))
def test_the_curve_is_lifelines(seed: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifelines import KaplanMeierFitter  # noqa: PLC0415

        draw = np.random.default_rng(seed)
        months = draw.integers(1, 30, 60) / 2
        event = draw.random(60) < 0.6
        theirs = KaplanMeierFitter().fit(months, event)
        curve = kaplan_meier(time_to_event(months, event))
        their_estimate = theirs.survival_function_at_times(curve.time).to_numpy()
    assert_agree(curve.estimate, their_estimate)


# The small cases every estimator meets.


def test_one_case_with_an_event_brings_the_curve_to_0_without_limits() -> None:
    curve = kaplan_meier(time_to_event([5], [1]))
    assert curve.estimate.tolist() == [0.0]
    assert np.isnan([curve.std_error[0], curve.conf_low[0], curve.conf_high[0]]).all()


def test_one_censored_case_leaves_the_curve_at_1() -> None:
    curve = kaplan_meier(time_to_event([5], [0]))
    assert (curve.estimate.tolist(), curve.std_error.tolist()) == ([1.0], [0.0])


def test_without_events_the_curve_stays_at_1() -> None:
    curve = kaplan_meier(time_to_event([3, 5, 5, 8], [0, 0, 0, 0]))
    assert curve.estimate.tolist() == [1.0, 1.0, 1.0]


def test_with_nothing_but_events_the_curve_ends_at_0() -> None:
    curve = kaplan_meier(time_to_event([2, 4, 6, 8, 10], [1] * 5))
    assert curve.estimate.tolist() == pytest.approx([0.8, 0.6, 0.4, 0.2, 0.0])


def test_a_last_case_that_is_censored_keeps_the_curve_above_0() -> None:
    curve = kaplan_meier(time_to_event([2, 12], [1, 0]))
    assert curve.estimate.tolist() == [0.5, 0.5]


def test_a_curve_of_some_cases_has_no_time_of_the_others() -> None:
    chosen = time_to_event([3, 4, 6, 8], [1, 1, 0, 1]).subset(np.array([True, False, True, False]))
    curve = kaplan_meier(chosen)
    assert (curve.time.tolist(), curve.n_risk.tolist()) == ([3, 6], [2, 1])


def test_events_at_time_0_count() -> None:
    curve = kaplan_meier(time_to_event([0, 0, 4, 8], [1, 0, 1, 0]))
    assert curve.time.tolist() == [0, 4, 8]
    assert curve.estimate.tolist() == pytest.approx([0.75, 0.375, 0.375])


def test_months_that_tie_only_as_days_give_the_curve_of_the_days() -> None:
    days = kaplan_meier(named_curve("ties_in_days").times)
    months = kaplan_meier(named_curve("ties_only_as_days").times)
    assert_agree(months.estimate, days.estimate)
    assert_agree(months.time * 30.4375, days.time)


def test_without_cases_the_curve_is_empty() -> None:
    curve = kaplan_meier(time_to_event([], []))
    assert (curve.n, curve.last_follow_up, curve.estimate.size) == (0, None, 0)


@pytest.mark.parametrize("conf_type", CONF_TYPES)
def test_limits_are_not_defined_where_the_curve_is_0(conf_type: str) -> None:
    curve = kaplan_meier(time_to_event([2, 4], [1, 1]), conf_type=conf_type)
    assert np.isnan(curve.conf_low).tolist() == [False, True]
    assert np.isnan(curve.conf_high).tolist() == [False, True]


@pytest.mark.parametrize(("conf_type", "limit"), [("log", 1), ("plain", 1), ("log-log", None)])
def test_before_the_first_event_only_log_log_limits_are_not_defined(
    conf_type: str, limit: float | None
) -> None:
    curve = kaplan_meier(time_to_event([2, 4], [0, 1]), conf_type=conf_type)
    assert_agree([curve.conf_low[0], curve.conf_high[0]], [limit, limit])


# What a curve tells.


def test_the_number_at_risk_counts_follow_up_of_at_least_that_time() -> None:
    curve = kaplan_meier(time_to_event([2, 4, 4, 9], [1, 0, 1, 0]))
    at_risk = curve.n_risk_at(np.array([0, 2, 2.5, 4, 9, 9.5]))
    assert at_risk.tolist() == [4, 4, 3, 3, 1, 0]


def test_the_last_follow_up_is_the_longest() -> None:
    curve = kaplan_meier(time_to_event([9, 2], [0, 1]))
    assert (curve.n, curve.last_follow_up) == (2, 9.0)


def test_the_frame_has_one_row_for_each_distinct_time() -> None:
    frame = kaplan_meier(time_to_event([2, 2, 4], [1, 0, 1])).to_frame()
    assert frame.columns.tolist() == [*TABLE, "conf_low", "conf_high"]
    assert frame[["time", "n_risk", "n_event", "n_censor"]].to_numpy().tolist() == [
        [2, 3, 1, 1],
        [4, 1, 1, 0],
    ]


def test_a_curve_carries_its_settings() -> None:
    curve = kaplan_meier(time_to_event([2], [1]), conf_level=0.9, conf_type="plain")
    assert (curve.conf_level, curve.conf_type) == (0.9, "plain")


@pytest.mark.parametrize("conf_level", [0, 1, 95])
def test_a_confidence_level_outside_0_to_1_is_refused(conf_level: float) -> None:
    with pytest.raises(ImtError, match="conf_level must lie between 0 and 1"):
        kaplan_meier(time_to_event([2], [1]), conf_level=conf_level)


def test_an_unknown_scale_is_refused() -> None:
    with pytest.raises(ImtError, match="conf_type must be log, log-log or plain"):
        kaplan_meier(time_to_event([2], [1]), conf_type="logit")  # type: ignore[arg-type]


# Theorems.


@given(cohorts)
def test_the_curve_never_rises_and_stays_between_0_and_1(cohort: list[tuple[int, bool]]) -> None:
    steps = np.concatenate([[1.0], kaplan_meier(times_of(cohort)).estimate, [0.0]])
    assert (np.diff(steps) <= 0).all()


@given(cohorts, st.sampled_from(CONF_TYPES))
def test_limits_bracket_the_estimate(cohort: list[tuple[int, bool]], conf_type: str) -> None:
    curve = kaplan_meier(times_of(cohort), conf_type=conf_type)
    defined = ~np.isnan(curve.conf_low)
    low, middle, high = (x[defined] for x in (curve.conf_low, curve.estimate, curve.conf_high))
    assert (low >= 0).all()
    assert (low <= middle).all()
    assert (middle <= high).all()
    assert (high <= 1).all()


@given(cohorts, st.randoms())
def test_the_order_of_the_cases_does_not_matter(cohort: list[tuple[int, bool]], random) -> None:
    shuffled = random.sample(cohort, len(cohort))
    curve = kaplan_meier(times_of(cohort))
    assert kaplan_meier(times_of(shuffled)).to_frame().equals(curve.to_frame())


@given(st.lists(st.integers(0, 12), min_size=1, max_size=40))
def test_without_censoring_the_curve_is_the_share_still_alive(months: list[int]) -> None:
    curve = kaplan_meier(time_to_event(months, [1] * len(months)))
    still_alive = [np.mean([m > t for m in months]) for t in curve.time]
    assert curve.estimate.tolist() == pytest.approx(still_alive, abs=1e-12)


@given(cohorts)
def test_scaling_time_changes_only_the_times(cohort: list[tuple[int, bool]]) -> None:
    curve: SurvivalCurve = kaplan_meier(times_of(cohort))
    scaled = kaplan_meier(times_of([(4 * month, event) for month, event in cohort]))
    assert scaled.time.tolist() == (4 * curve.time).tolist()
    assert scaled.estimate.tolist() == curve.estimate.tolist()


@pytest.mark.parametrize("recorded", named_curves(), ids=lambda curve: curve.name)
def test_who_left_before_a_month_is_counted_as_in_rs_table(recorded: RecordedCurve) -> None:
    curve, r = kaplan_meier(recorded.times), recorded.r["table"]
    first = r["time"][0]
    for month in (0.0, first, first + 0.37, 2.77, 11.3, 40.7, 1e4):
        at = np.array([month])
        before = np.array(r["time"]) < month
        censored, events = (int(np.array(r[n])[before].sum()) for n in ("n_censor", "n_event"))
        assert (curve.n_censor_before(at)[0], curve.n_event_before(at)[0]) == (censored, events)
        assert curve.n_risk_at(at)[0] + censored + events == recorded.r["n"]
