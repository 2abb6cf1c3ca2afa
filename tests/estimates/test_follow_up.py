"""Follow-up by reverse Kaplan-Meier: on a day of both, death leaves before follow-up ends."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core import follow_up, kaplan_meier, survival_quantile, time_to_event
from tests.oracles.oracle import (
    CONF_TYPES,
    QUARTILES,
    RecordedCurve,
    agree,
    assert_agree,
    named_curve,
    named_curves,
)


def test_the_curve_of_follow_up_is_the_fraction_worked_by_hand() -> None:
    # At 3 one of six dies and one of the remaining five is censored; at 5 one dies and one of the
    # remaining three is censored; at 9 the last one is censored.
    curve = follow_up(time_to_event([1, 3, 3, 5, 5, 7, 9], [1, 1, 0, 0, 1, 1, 0]))
    by_hand = [Fraction(1), Fraction(4, 5), Fraction(8, 15), Fraction(8, 15), Fraction(0)]
    assert curve.estimate.tolist() == pytest.approx([float(g) for g in by_hand])


def test_greenwoods_variance_counts_the_dead_of_the_day_out() -> None:
    curve = follow_up(time_to_event([1, 3, 3, 5, 5, 7, 9], [1, 1, 0, 0, 1, 1, 0]))
    by_hand = Fraction(8, 15) ** 2 * (Fraction(1, 5 * 4) + Fraction(1, 3 * 2))
    assert curve.std_error[2] ** 2 == pytest.approx(float(by_hand))


def test_events_of_follow_up_are_its_ends_and_deaths_are_censored() -> None:
    curve = follow_up(time_to_event([3, 3, 5], [1, 0, 0]))
    assert (curve.n_event.tolist(), curve.n_censor.tolist()) == ([1, 1], [1, 0])


def test_a_death_and_an_end_on_one_day_leave_nobody_to_follow() -> None:
    # Flipping the event flag would leave the dead at risk and say 0.5.
    assert follow_up(time_to_event([3, 3], [1, 0])).estimate.tolist() == [0.0]


def test_flipping_the_event_flag_differs_where_r_says_so() -> None:
    case = named_curve("last_day_event_and_censoring")
    flipped = kaplan_meier(time_to_event(case.times.months, ~case.times.event))
    ours = follow_up(case.times)
    assert flipped.estimate[-1] == pytest.approx(1 / 3)
    assert ours.estimate[-1] == 0.0


@pytest.mark.parametrize("curve", named_curves(), ids=lambda curve: curve.name)
def test_the_curve_of_follow_up_is_rs_in_every_named_case(curve: RecordedCurve) -> None:
    ours, r = follow_up(curve.times), curve.r["reverse"]["table"]
    ends = ours.n_event > 0
    assert_agree(ours.time[ends], r["time"])
    assert_agree(ours.n_event[ends], r["n_censor"])
    assert_agree((ours.n_risk - ours.n_censor)[ends], r["n_risk"])
    assert_agree(ours.estimate[ends], r["estimate"])
    assert_agree(ours.std_error[ends], r["std_error"])


@pytest.mark.parametrize("curve", named_curves(), ids=lambda curve: curve.name)
def test_quartiles_of_follow_up_are_rs_and_sas_in_every_named_case(curve: RecordedCurve) -> None:
    ours, r = follow_up(curve.times), curve.r["reverse"]
    as_r = [survival_quantile(ours, p, rule="r").estimate for p in QUARTILES]
    as_sas = [survival_quantile(ours, p).estimate for p in QUARTILES]
    assert_agree(as_r, r["quantiles"]["log"]["estimate"])
    assert_agree(as_sas, r["sas_quantiles"])


@pytest.mark.parametrize("conf_type", CONF_TYPES)
def test_limits_of_the_median_follow_up_are_rs_in_every_named_case(conf_type: str) -> None:
    differing = []
    for curve in named_curves():
        ours = follow_up(curve.times, conf_type=conf_type)
        r = curve.r["reverse"]["quantiles"][conf_type]
        flat = bool((np.abs(np.array([ours.conf_low, ours.conf_high]) - 0.5) < 1e-8).any())
        median = survival_quantile(ours)
        limits = [median.conf_low, median.conf_high]
        if r["limits_never_rise"] and not flat:
            same = agree(limits, [r["conf_low"][1], r["conf_high"][1]])
            differing += [] if same else [curve.name]
    assert differing == []


def test_without_deaths_follow_up_is_the_observed_one() -> None:
    assert survival_quantile(follow_up(time_to_event([10, 20, 30], [0, 0, 0]))).estimate == 20


def test_where_everybody_died_follow_up_is_not_reached() -> None:
    assert survival_quantile(follow_up(time_to_event([10, 20, 30], [1, 1, 1]))).estimate is None


def test_without_cases_follow_up_is_empty() -> None:
    assert follow_up(time_to_event([], [])).estimate.size == 0


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40))
def test_survival_times_follow_up_is_the_share_still_observed(
    cohort: list[tuple[int, bool]],
) -> None:
    months = np.array([m for m, _ in cohort])
    times = time_to_event(months, [e for _, e in cohort])
    survival, followed = kaplan_meier(times), follow_up(times)
    still_observed = [np.mean(months > t) for t in survival.time]
    product = survival.estimate * followed.estimate
    assert product.tolist() == pytest.approx(still_observed, abs=1e-12)
