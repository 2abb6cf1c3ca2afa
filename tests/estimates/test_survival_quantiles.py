"""Medians and quartiles: hand-worked flats, R, the SAS rule, and what scaling does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core import kaplan_meier, survival_quantile, time_to_event
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import (
    CONF_TYPES,
    QUARTILES,
    RecordedCurve,
    agree,
    named_curve,
    named_curves,
    random_curves,
)

RULES = ("midpoint", "r", "first")

# In this case R's quantile() gives up before its own tolerance applies; see the oracles' README.
GIVES_UP_EARLY = "first_quartile_flat_rounding_44_to_the_end"


def quantiles_of_r(curve: RecordedCurve, conf_type: str) -> dict:
    recorded = curve.r["quantiles"]
    return recorded.get(conf_type, recorded)


def median_printed_by_r(curve: RecordedCurve, conf_type: str) -> dict:
    recorded = curve.r["print_median"]
    return recorded.get(conf_type, recorded)


def estimates_differ_from_r(curve: RecordedCurve) -> bool:
    ours = kaplan_meier(curve.times)
    estimates = [survival_quantile(ours, p, rule="r").estimate for p in QUARTILES]
    return not agree(estimates, quantiles_of_r(curve, "log")["estimate"])


def limits_differ_from_r(curve: RecordedCurve, conf_type: str) -> bool:
    """Where R is sure: no limit rises again, and none stays at exactly 1 - p."""
    recorded = quantiles_of_r(curve, conf_type)
    ours = kaplan_meier(curve.times, conf_type=conf_type)
    for p, low, high in zip(QUARTILES, recorded["conf_low"], recorded["conf_high"], strict=True):
        quantile = survival_quantile(ours, p)
        for limits, mine, theirs in (
            (ours.conf_low, quantile.conf_low, low),
            (ours.conf_high, quantile.conf_high, high),
        ):
            flat = bool((np.abs(limits - (1 - p)) < 1e-8).any())
            if recorded["limits_never_rise"] and not flat and not agree(mine, theirs):
                return True
    return False


def median_differs_from_print(curve: RecordedCurve, conf_type: str) -> bool:
    """R's print takes the middle of a flat, but the start of one that lasts to the end."""
    ours = kaplan_meier(curve.times, conf_type=conf_type)
    first, midpoint = (survival_quantile(ours, rule=rule) for rule in ("first", "midpoint"))
    estimate = first.estimate if midpoint.estimate is None else midpoint.estimate
    printed = median_printed_by_r(curve, conf_type)
    return not agree(
        [estimate, first.conf_low, first.conf_high],
        [printed["estimate"], printed["conf_low"], printed["conf_high"]],
    )


# Worked by hand.


def estimates(months: list[float], event: list[int], p: float = 0.5) -> list[float | None]:
    curve = kaplan_meier(time_to_event(months, event))
    return [survival_quantile(curve, p, rule=rule).estimate for rule in RULES]


def test_a_curve_that_jumps_over_the_half_has_its_median_there() -> None:
    assert estimates([1, 2, 3], [1, 1, 1]) == [2, 2, 2]


def test_a_flat_at_exactly_the_half_has_its_middle_as_median() -> None:
    assert estimates([6, 10, 14, 20], [1, 1, 1, 1]) == [12, 12, 10]


def test_a_censoring_does_not_end_a_flat() -> None:
    assert estimates([1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 1, 1]) == [4, 4, 3]


def test_a_flat_that_lasts_to_the_end_has_three_answers() -> None:
    assert estimates([1, 2, 3, 5], [1, 1, 0, 0]) == [None, 3.5, 2]


def test_a_median_that_is_not_reached_is_none() -> None:
    assert estimates([6, 10, 14], [1, 0, 0]) == [None, None, None]


def test_without_cases_there_is_no_median() -> None:
    assert estimates([], []) == [None, None, None]


def test_one_event_is_the_median_of_one_case() -> None:
    assert estimates([5], [1]) == [5, 5, 5]


def test_one_censored_case_has_no_median() -> None:
    assert estimates([5], [0]) == [None, None, None]


def test_events_at_time_0_can_be_the_median() -> None:
    assert estimates([0, 0, 4], [1, 1, 0]) == [0, 0, 0]


@pytest.mark.parametrize("n", [10, 14, 20, 44])
def test_a_half_that_is_missed_by_the_last_bit_is_still_a_flat(n: int) -> None:
    months = list(range(1, n + 1))
    middle = (n / 2 + n / 2 + 1) / 2
    assert estimates(months, [1] * n) == [middle, middle, n / 2]


def test_all_three_quartiles_of_eight_events_are_middles_of_flats() -> None:
    curve = kaplan_meier(time_to_event(range(1, 9), [1] * 8))
    assert [survival_quantile(curve, p).estimate for p in QUARTILES] == [2.5, 4.5, 6.5]


def test_a_quartile_flat_to_the_end_but_for_the_last_bit_is_seen_where_r_gives_up() -> None:
    # 33/44 = 0.75 from month 11 to the last follow-up at 44: the middle is 27.5.
    curve = kaplan_meier(named_curve(GIVES_UP_EARLY).times)
    ours = [survival_quantile(curve, 0.25, rule=rule).estimate for rule in RULES]
    assert ours == [None, 27.5, 11]
    assert quantiles_of_r(named_curve(GIVES_UP_EARLY), "log")["estimate"][0] is None


def test_limits_are_where_the_curves_limits_first_come_down_so_far() -> None:
    curve = kaplan_meier(time_to_event([1, 3, 3, 5, 5, 7, 9], [1, 1, 0, 0, 1, 1, 0]))
    median = survival_quantile(curve)
    # By hand: the lower limits are 0.63, 0.45, ...; the upper ones are all clipped to 1.
    assert (median.estimate, median.conf_low, median.conf_high) == (7, 3, None)


def test_an_upper_limit_that_rises_again_counts_where_it_first_came_down() -> None:
    curve = kaplan_meier(named_curve("aml").times)
    median = survival_quantile(curve)
    assert (median.conf_low, median.conf_high) == (18, 45)


def test_a_quantile_carries_its_settings() -> None:
    curve = kaplan_meier(time_to_event([1, 2], [1, 1]), conf_level=0.9)
    quantile = survival_quantile(curve, 0.25, rule="first")
    assert (quantile.probability, quantile.rule, quantile.conf_level) == (0.25, "first", 0.9)


@pytest.mark.parametrize("p", [0, 1, 50])
def test_a_probability_outside_0_to_1_is_refused(p: float) -> None:
    with pytest.raises(ImtError, match="probability must lie between 0 and 1"):
        survival_quantile(kaplan_meier(time_to_event([1], [1])), p)


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ImtError, match="rule must be midpoint, r or first"):
        survival_quantile(kaplan_meier(time_to_event([1], [1])), rule="sas")  # type: ignore[arg-type]


# R.


@pytest.mark.parametrize(
    "curve", [c for c in named_curves() if c.name != GIVES_UP_EARLY], ids=lambda curve: curve.name
)
def test_estimates_are_those_of_rs_quantile_in_every_named_case(curve: RecordedCurve) -> None:
    assert not estimates_differ_from_r(curve)


@pytest.mark.parametrize("curve", named_curves(), ids=lambda curve: curve.name)
def test_the_default_rule_is_that_of_sas_in_every_named_case(curve: RecordedCurve) -> None:
    ours = kaplan_meier(curve.times)
    assert agree([survival_quantile(ours, p).estimate for p in QUARTILES], curve.r["sas_quantiles"])


@pytest.mark.parametrize("conf_type", CONF_TYPES)
def test_limits_are_those_of_rs_quantile_in_every_named_case(conf_type: str) -> None:
    assert [c.name for c in named_curves() if limits_differ_from_r(c, conf_type)] == []


@pytest.mark.parametrize("conf_type", CONF_TYPES)
def test_the_median_and_its_limits_are_those_r_prints_in_every_named_case(conf_type: str) -> None:
    assert [c.name for c in named_curves() if median_differs_from_print(c, conf_type)] == []


def test_estimates_are_those_of_rs_quantile_in_every_random_cohort() -> None:
    assert [c.name for c in random_curves() if estimates_differ_from_r(c)] == []


def test_limits_are_those_of_rs_quantile_in_every_random_cohort() -> None:
    assert [c.name for c in random_curves() if limits_differ_from_r(c, "log")] == []


def test_the_median_and_its_limits_are_those_r_prints_in_every_random_cohort() -> None:
    assert [c.name for c in random_curves() if median_differs_from_print(c, "log")] == []


# Theorems.

cohorts = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40)


@given(cohorts, st.sampled_from(QUARTILES), st.sampled_from(RULES))
def test_scaling_time_scales_the_quantile(
    cohort: list[tuple[int, bool]], p: float, rule: str
) -> None:
    months, event = np.array([m for m, _ in cohort]), [e for _, e in cohort]
    plain, scaled = (
        survival_quantile(kaplan_meier(time_to_event(factor * months, event)), p, rule=rule)
        for factor in (1, 4)
    )
    for name in ("estimate", "conf_low", "conf_high"):
        value = getattr(plain, name)
        assert getattr(scaled, name) == (None if value is None else 4 * value)


@given(cohorts, st.sampled_from(QUARTILES))
def test_limits_bracket_the_quantile(cohort: list[tuple[int, bool]], p: float) -> None:
    curve = kaplan_meier(time_to_event([m for m, _ in cohort], [e for _, e in cohort]))
    quantile = survival_quantile(curve, p)
    low, high = quantile.conf_low, quantile.conf_high
    if quantile.estimate is not None:
        assert low is None or low <= quantile.estimate
        assert high is None or quantile.estimate <= high


@given(cohorts)
def test_the_quartiles_come_in_order(cohort: list[tuple[int, bool]]) -> None:
    curve = kaplan_meier(time_to_event([m for m, _ in cohort], [e for _, e in cohort]))
    reached = [survival_quantile(curve, p).estimate for p in QUARTILES]
    in_order = [np.inf if months is None else months for months in reached]
    assert in_order == sorted(in_order)
