"""Landmark rates: what is known at a time, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core import SurvivalRate, kaplan_meier, survival_rate, time_to_event
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import CONF_TYPES, RecordedCurve, agree, named_curve, named_curves


def rates_at_landmarks(curve: RecordedCurve, conf_type: str) -> list[tuple[SurvivalRate, dict]]:
    """Ours beside R's, wherever R has one: beyond the last follow-up it has none."""
    ours = kaplan_meier(curve.times, conf_type=conf_type)
    r = curve.r["landmarks"]
    rows = zip(
        r["time"],
        r["n_risk"],
        r["estimate"],
        r["conf"][conf_type]["conf_low"],
        r["conf"][conf_type]["conf_high"],
        strict=True,
    )
    return [
        (survival_rate(ours, months), {"n_risk": n, "estimate": s, "low": low, "high": high})
        for months, n, s, low, high in rows
        if n is not None
    ]


@pytest.mark.parametrize("conf_type", CONF_TYPES)
@pytest.mark.parametrize("curve", named_curves(), ids=lambda curve: curve.name)
def test_rates_are_rs_at_every_landmark_of_every_named_case(
    curve: RecordedCurve, conf_type: str
) -> None:
    pairs = rates_at_landmarks(curve, conf_type)
    differing = [
        ours
        for ours, r in pairs
        if not agree(
            [ours.n_risk, ours.estimate, ours.conf_low, ours.conf_high],
            [r["n_risk"], r["estimate"], r["low"], r["high"]],
        )
    ]
    assert pairs
    assert differing == []


@pytest.mark.parametrize("conf_type", CONF_TYPES)
def test_before_the_first_time_everyone_survives_for_certain(conf_type: str) -> None:
    rate = survival_rate(kaplan_meier(time_to_event([4], [1]), conf_type=conf_type), 3.9)
    assert (rate.estimate, rate.conf_low, rate.conf_high, rate.n_risk) == (1, 1, 1, 1)


def test_the_rate_at_an_event_time_is_that_after_the_event() -> None:
    assert survival_rate(kaplan_meier(time_to_event([4, 8], [1, 0])), 4).estimate == 0.5


def test_between_events_the_rate_is_that_of_the_last_event() -> None:
    assert survival_rate(kaplan_meier(time_to_event([4, 8], [1, 1])), 7.9).estimate == 0.5


def test_the_number_at_risk_is_those_followed_at_least_so_long() -> None:
    assert survival_rate(kaplan_meier(time_to_event([4, 12, 12, 13], [1, 0, 1, 0])), 12).n_risk == 3


def test_the_last_follow_up_itself_is_not_beyond_it() -> None:
    rate = survival_rate(kaplan_meier(time_to_event([4, 30], [1, 0])), 30)
    assert (rate.estimate, rate.n_risk, rate.reason) == (0.5, 1, "")


def test_beyond_the_last_follow_up_there_is_no_rate_but_a_reason() -> None:
    rate = survival_rate(kaplan_meier(time_to_event([4, 30], [1, 0])), 30.1)
    assert (rate.estimate, rate.conf_low, rate.conf_high, rate.n_risk) == (None, None, None, 0)
    assert rate.reason == "beyond the last follow-up (30.0 months)"


def test_once_everybody_had_the_event_the_rate_stays_0_without_limits() -> None:
    rate = survival_rate(kaplan_meier(time_to_event([4, 8], [1, 1])), 60)
    assert (rate.estimate, rate.conf_low, rate.conf_high, rate.reason) == (0, None, None, "")


def test_without_cases_there_is_no_rate_but_a_reason() -> None:
    rate = survival_rate(kaplan_meier(time_to_event([], [])), 12)
    assert (rate.estimate, rate.n_risk, rate.reason) == (None, 0, "no cases")


def test_an_event_at_time_0_is_seen_at_time_0() -> None:
    rate = survival_rate(kaplan_meier(time_to_event([0, 5], [1, 0])), 0)
    assert (rate.estimate, rate.n_risk) == (0.5, 2)


def test_one_event_in_twenty_has_1_as_upper_limit_on_the_log_scale_only() -> None:
    times = named_curve("one_event_in_twenty").times
    log, log_log = (
        survival_rate(kaplan_meier(times, conf_type=kind), 12).conf_high
        for kind in ("log", "log-log")
    )
    # By hand: 0.95 ** exp(-1.96 * sqrt(1 / (20 * 19)) / -ln 0.95) = 0.95 ** 0.1408.
    assert log == 1.0
    assert log_log == pytest.approx(0.9928, abs=5e-5)


@pytest.mark.parametrize("months", [-1, float("nan"), float("inf")])
def test_an_impossible_time_is_refused(months: float) -> None:
    with pytest.raises(ImtError, match="months must be at least 0"):
        survival_rate(kaplan_meier(time_to_event([4], [1])), months)


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=30))
def test_at_its_own_times_the_rate_is_the_curve(cohort: list[tuple[int, bool]]) -> None:
    curve = kaplan_meier(time_to_event([m for m, _ in cohort], [e for _, e in cohort]))
    assert [survival_rate(curve, t).estimate for t in curve.time] == curve.estimate.tolist()


def test_a_time_that_differs_from_the_curves_by_rounding_only_is_that_time() -> None:
    third = 0.1 + 0.2  # a little more than 0.3
    curve = kaplan_meier(time_to_event([third, 12, 12 + 1e-10, 20], [1, 1, 1, 0]))
    assert survival_rate(curve, 0.3) == SurvivalRate(
        months=0.3,
        estimate=0.75,
        conf_low=curve.conf_low[0],
        conf_high=curve.conf_high[0],
        n_risk=4,
    )
    # Those who leave at that time are at risk then; the last follow-up is not beyond itself.
    assert survival_rate(curve, 12 + 1e-10).n_risk == 3
    assert survival_rate(curve, 20 + 1e-10).reason == ""
    assert survival_rate(curve, 20.001).reason == "beyond the last follow-up (20.0 months)"
