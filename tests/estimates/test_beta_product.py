"""The beta product confidence procedure: fractions by hand, bpcp, base R, and theorems."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, binom

from imt_core import TimeToEvent, follow_up, kaplan_meier, survival_quantile, time_to_event
from imt_core.conventions.choices import Conventions, SurvivalConfType
from imt_core.conventions.errors import ImtError
from imt_core.estimates.beta_product import beta_product_limits
from imt_core.estimates.proportions import clopper_pearson
from imt_core.estimates.survival_rates import survival_rate
from imt_core.estimates.time_to_event import TIE_TOLERANCE
from tests.oracles.oracle import as_floats, recording

KINDS: tuple[SurvivalConfType, ...] = ("bpcp", "bpcp-midp")

cohorts = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Follow-up, and what R computed from it."""

    name: str
    times: TimeToEvent
    r: dict[str, Any]

    def limits(self, kind: SurvivalConfType) -> dict[str, Any]:
        """R's answer, of one kind."""
        return self.r[kind.replace("-", "_")]


@cache
def recorded(file: str) -> tuple[Recorded, ...]:
    return tuple(
        Recorded(name=case["name"], times=time_to_event(case["time"], case["event"]), r=case)
        for case in recording(file)["cases"]
    )


def times_of(cohort: list[tuple[int, bool]]) -> TimeToEvent:
    return time_to_event([month for month, _ in cohort], [event for _, event in cohort])


def limits_everywhere(times: TimeToEvent, **options: Any) -> tuple[np.ndarray, np.ndarray]:
    """Before the first time, at each, and beyond the last."""
    distinct = np.unique(times.months)
    at = np.concatenate([[0.0], distinct, distinct[-1:] + 1])
    return beta_product_limits(times, at, **options)


def far_apart(ours: tuple[np.ndarray, np.ndarray], r: dict[str, Any]) -> float:
    low, high = as_floats(r["conf_low"]), as_floats(r["conf_high"])
    return float(max(np.abs(ours[0] - low).max(), np.abs(ours[1] - high).max()))


def median_limits(
    times: TimeToEvent, probability: float = 0.5, **options: Any
) -> tuple[float | None, float | None]:
    """Limits of the median, or of another quantile, through the curve."""
    curve = kaplan_meier(times, **{"conf_type": "bpcp", **options})
    quantile = survival_quantile(curve, probability)
    return quantile.conf_low, quantile.conf_high


# Worked by hand.


def test_the_product_of_two_betas_has_the_mean_and_second_moment_worked_by_hand() -> None:
    # Event of 3 at risk, censoring, event of 1 at risk: Beta(3, 1) times Beta(1, 1).
    mean, second = Fraction(3, 4) * Fraction(1, 2), Fraction(3, 5) * Fraction(1, 3)
    scale = (mean - second) / (second - mean**2)
    a, b = mean * scale, (1 - mean) * scale
    assert (a, b) == (Fraction(21, 19), Fraction(35, 19))
    _, high = beta_product_limits(time_to_event([1, 2, 3], [1, 0, 1]), np.array([3.0]))
    assert high[0] == pytest.approx(beta.ppf(0.975, 21 / 19, 35 / 19), rel=1e-12)


@pytest.mark.parametrize(("mid_p", "tail"), [(False, 0.025), (True, 0.05)])
def test_without_events_the_lower_limit_is_a_root_of_the_tail(mid_p: bool, tail: float) -> None:
    low, high = beta_product_limits(
        time_to_event([3, 4, 6, 9], [0] * 4), np.array([0, 3, 4, 6, 9]), mid_p=mid_p
    )
    assert low.tolist() == pytest.approx([tail ** (1 / 4), tail ** (1 / 3), tail**0.5, tail, 0])
    assert high.tolist() == [1] * 5


def test_one_case_tells_nearly_nothing() -> None:
    low, high = beta_product_limits(time_to_event([5], [1]), np.array([0, 4.9, 5, 80]))
    assert low.tolist() == pytest.approx([0.025, 0.025, 0, 0])
    assert high.tolist() == pytest.approx([1, 1, 0.975, 0.975])


# R.


@pytest.mark.parametrize("case", recorded("bpcp.json"), ids=lambda case: case.name)
def test_limits_are_those_of_bpcp_at_between_and_beyond_event_times(case: Recorded) -> None:
    ours = beta_product_limits(case.times, np.array(case.r["at"]))
    assert far_apart(ours, case.limits("bpcp")) < 1e-13


@pytest.mark.parametrize("case", recorded("bpcp.json"), ids=lambda case: case.name)
def test_mid_p_limits_are_those_of_bpcp_as_far_as_it_solves_for_them(case: Recorded) -> None:
    ours = beta_product_limits(case.times, np.array(case.r["at"]), mid_p=True)
    assert far_apart(ours, case.limits("bpcp-midp")) < 1e-3


@pytest.mark.parametrize("conf_level", [0.95, 0.9])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", recorded("beta_product.json"), ids=lambda case: case.name)
def test_limits_are_those_of_base_r_solved_to_the_end(
    case: Recorded, kind: SurvivalConfType, conf_level: float
) -> None:
    at = np.append(0.0, np.unique(case.times.months))
    ours = beta_product_limits(case.times, at, conf_level=conf_level, mid_p=kind == "bpcp-midp")
    assert far_apart(ours, case.limits(kind)[str(conf_level)]) < 1e-11


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", recorded("bpcp.json"), ids=lambda case: case.name)
def test_limits_of_the_median_are_those_of_bpcp(case: Recorded, kind: SurvivalConfType) -> None:
    _, low, high = case.limits(kind)["median"]
    quantile = survival_quantile(kaplan_meier(case.times, conf_type=kind))
    assert (quantile.conf_low, quantile.conf_high) == (low, high)


# Through the curve.


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", recorded("beta_product.json"), ids=lambda case: case.name)
def test_the_curve_carries_the_limits_just_after_each_time(
    case: Recorded, kind: SurvivalConfType
) -> None:
    curve = kaplan_meier(case.times, conf_type=kind)
    low = np.append(curve.conf_low_at_start, curve.conf_low)
    high = np.append(1.0, curve.conf_high)
    assert far_apart((low, high), case.limits(kind)["0.95"]) < 1e-11


@pytest.mark.parametrize("case", recorded("bpcp.json"), ids=lambda case: case.name)
def test_rates_have_the_limits_of_bpcp_wherever_there_is_a_rate(case: Recorded) -> None:
    curve, r = kaplan_meier(case.times, conf_type="bpcp"), case.limits("bpcp")
    rates = [survival_rate(curve, months) for months in case.r["at"]]
    known = [rate.estimate is not None for rate in rates]
    assert known == [t <= curve.last_follow_up or curve.estimate[-1] == 0 for t in case.r["at"]]
    for name, theirs in (("estimate", case.r["estimate"]), *r.items()):
        if name != "median":
            ours = [getattr(rate, name) for rate in rates]
            expected = as_floats(theirs)[known]
            np.testing.assert_allclose(as_floats(ours)[known], expected, rtol=0, atol=1e-13)


def test_limits_are_defined_where_the_curve_is_0() -> None:
    rate = survival_rate(kaplan_meier(time_to_event([2, 4], [1, 1]), conf_type="bpcp"), 60)
    assert (rate.estimate, rate.conf_low) == (0, 0)
    assert rate.conf_high == pytest.approx(clopper_pearson(0, 2)[1])


def test_before_the_first_time_the_lower_limit_is_below_1_for_the_beta_product_only() -> None:
    times = time_to_event([6, 7, 8, 9], [1, 1, 0, 0])
    low = {
        kind: survival_rate(kaplan_meier(times, conf_type=kind), 3).conf_low
        for kind in ("log", "log-log", "plain", "bpcp")
    }
    assert low["bpcp"] == pytest.approx(0.025 ** (1 / 4))
    assert [low[kind] for kind in ("log", "log-log", "plain")] == [1, 1, 1]


@pytest.mark.parametrize("kind", KINDS)
def test_without_cases_the_curve_has_no_limits(kind: SurvivalConfType) -> None:
    curve = kaplan_meier(time_to_event([], []), conf_type=kind)
    assert (curve.conf_low.size, np.isnan(curve.conf_low_at_start)) == (0, True)
    assert survival_quantile(curve).conf_low is None
    assert survival_rate(curve, 12).conf_low is None


@pytest.mark.parametrize("kind", KINDS)
def test_follow_up_takes_a_death_for_a_censoring_just_before_the_ends_of_its_day(
    kind: SurvivalConfType,
) -> None:
    months, death = np.array([2, 5, 5, 5, 8, 8, 11.0]), np.array([0, 1, 0, 0, 1, 0, 0])
    reverse = follow_up(time_to_event(months, death), conf_type=kind)
    flipped = kaplan_meier(time_to_event(months - 0.01 * death, 1 - death), conf_type=kind)
    same = np.searchsorted(flipped.time, reverse.time)
    assert reverse.conf_low.tolist() == pytest.approx(flipped.conf_low[same].tolist())
    assert reverse.conf_high.tolist() == pytest.approx(flipped.conf_high[same].tolist())
    assert reverse.conf_low_at_start == pytest.approx(flipped.conf_low_at_start)


def test_the_method_names_the_procedure_and_not_greenwood() -> None:
    methods = [Conventions(survival_conf_type=kind).survival_method for kind in KINDS]
    assert methods == [
        "Kaplan-Meier, 95% CI by the beta product confidence procedure",
        "Kaplan-Meier, 95% CI by the mid-p beta product confidence procedure",
    ]


# The small cases every estimator meets.


def test_a_censoring_lowers_the_lower_limit_only() -> None:
    times = time_to_event([2, 5, 9, 9], [1, 0, 0, 0])
    low, high = beta_product_limits(times, np.array([4.9, 5.0]))
    assert low[1] < low[0]
    assert high[1] == high[0]


def test_a_case_censored_on_the_day_of_an_event_is_still_at_risk() -> None:
    together = limits_everywhere(time_to_event([3, 3, 8], [1, 0, 0]))
    apart = beta_product_limits(time_to_event([3, 3.1, 8], [1, 0, 0]), np.array([0, 3.1, 8, 9]))
    assert np.array_equal(together, apart)


def test_events_at_time_0_count() -> None:
    low, high = beta_product_limits(time_to_event([0, 4], [1, 1]), np.array([0.0]))
    assert (low[0], high[0]) == pytest.approx(clopper_pearson(1, 2))


@pytest.mark.parametrize("mid_p", [False, True])
def test_without_cases_anything_is_possible(mid_p: bool) -> None:
    nobody = time_to_event([], [])
    low, high = beta_product_limits(nobody, np.array([0.0, 12.0]), mid_p=mid_p)
    assert (low.tolist(), high.tolist()) == ([0, 0], [1, 1])
    assert median_limits(nobody, conf_type="bpcp-midp" if mid_p else "bpcp") == (None, None)


def test_a_limit_at_exactly_the_height_still_encloses_it() -> None:
    # Without events 2 cases have 0.25 ** (1 / 2) = 0.5 as lower 50% limit from the start.
    assert median_limits(time_to_event([3, 9], [0, 0]), conf_level=0.5) == (0.0, None)


def test_other_quantiles_have_their_own_limits() -> None:
    times = time_to_event(range(1, 41), [1] * 40)
    first, median, third = (median_limits(times, p) for p in (0.25, 0.5, 0.75))
    # Without censoring, an order statistic: k events such that k of 40 is compatible with p.
    assert (first, median, third) == ((5.0, 17.0), (14.0, 27.0), (24.0, 36.0))


@pytest.mark.parametrize("mid_p", [False, True])
def test_no_digits_are_lost_in_a_large_sample(mid_p: bool) -> None:
    n, at = 20_000, np.array([4.0])
    times = time_to_event(np.repeat(np.arange(20), n // 20), np.ones(n))
    low, high = beta_product_limits(times, at, mid_p=mid_p)
    # Five times of 20 have passed: 15,000 of 20,000 are left.
    exact = mid_p_tails if mid_p else exact_tails
    assert exact(15_000, n, low[0], high[0]) == pytest.approx((0.025, 0.025), rel=1e-8)


@pytest.mark.parametrize("conf_level", [0, 1, 95])
def test_a_confidence_level_outside_0_to_1_is_refused(conf_level: float) -> None:
    with pytest.raises(ImtError, match="conf_level must lie between 0 and 1"):
        beta_product_limits(time_to_event([2], [1]), np.array([1.0]), conf_level=conf_level)


@pytest.mark.parametrize("at", [-1.0, float("nan")])
def test_an_impossible_time_is_refused(at: float) -> None:
    with pytest.raises(ImtError, match="at must hold times of at least 0"):
        beta_product_limits(time_to_event([2], [1]), np.array([at]))


# Theorems.


def exact_tails(x: int, n: int, low: float, high: float) -> tuple[float, float]:
    """Probability of x or more at the lower limit, and of x or fewer at the upper."""
    return float(binom.sf(x - 1, n, low)), float(binom.cdf(x, n, high))


def mid_p_tails(x: int, n: int, low: float, high: float) -> tuple[float, float]:
    """The same, counting only half the probability of x itself."""
    at_least, at_most = exact_tails(x, n, low, high)
    return (at_least - float(binom.pmf(x, n, low)) / 2, at_most - float(binom.pmf(x, n, high)) / 2)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=40), st.sampled_from([0.8, 0.95, 0.99]))
def test_without_censoring_the_limits_are_those_of_clopper_and_pearson(
    months: list[int], conf_level: float
) -> None:
    times = time_to_event(months, [1] * len(months))
    at = np.arange(14.0)
    alive = [sum(month > t for month in months) for t in at]
    low, high = beta_product_limits(times, at, conf_level=conf_level)
    exact = [clopper_pearson(x, len(months), conf_level=conf_level) for x in alive]
    np.testing.assert_allclose(np.transpose([low, high]), exact, rtol=1e-9, atol=1e-12)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=40))
def test_without_censoring_the_mid_p_limits_leave_half_of_what_was_seen_in_each_tail(
    months: list[int],
) -> None:
    n, times = len(months), time_to_event(months, [1] * len(months))
    for t in range(13):
        alive = sum(month > t for month in months)
        low, high = beta_product_limits(times, np.array([float(t)]), mid_p=True)
        above, below = mid_p_tails(alive, n, low[0], high[0])
        assert low[0] == 0 if alive == 0 else above == pytest.approx(0.025, rel=1e-7)
        assert high[0] == 1 if alive == n else below == pytest.approx(0.025, rel=1e-7)


@given(cohorts, st.booleans())
def test_limits_enclose_the_curve_and_never_rise(
    cohort: list[tuple[int, bool]], mid_p: bool
) -> None:
    times = times_of(cohort)
    low, high = limits_everywhere(times, mid_p=mid_p)
    estimate = kaplan_meier(times).estimate
    assert (low[1:-1] <= estimate + 1e-12).all()
    assert (estimate <= high[1:-1] + 1e-12).all()
    assert (np.diff(low) <= 0).all()
    assert (np.diff(high) <= 0).all()


@given(cohorts)
def test_mid_p_limits_lie_inside(cohort: list[tuple[int, bool]]) -> None:
    low, high = limits_everywhere(times_of(cohort))
    inner_low, inner_high = limits_everywhere(times_of(cohort), mid_p=True)
    assert (low <= inner_low + 1e-12).all()
    assert (inner_high <= high + 1e-12).all()


@given(cohorts, st.booleans())
def test_more_confidence_gives_wider_limits(cohort: list[tuple[int, bool]], mid_p: bool) -> None:
    low, high = limits_everywhere(times_of(cohort), mid_p=mid_p, conf_level=0.99)
    inner_low, inner_high = limits_everywhere(times_of(cohort), mid_p=mid_p, conf_level=0.9)
    assert (low <= inner_low).all()
    assert (inner_high <= high).all()


@given(cohorts, st.sampled_from(KINDS), st.sampled_from([0.25, 0.5, 0.75]))
def test_a_quantile_of_the_curve_has_the_limits_of_the_procedure(
    cohort: list[tuple[int, bool]], kind: SurvivalConfType, probability: float
) -> None:
    times = times_of(cohort)
    at = np.append(0.0, np.unique(times.months))
    low, high = beta_product_limits(times, at, mid_p=kind == "bpcp-midp")
    high[0] = 1  # before the first time, also where that is 0
    # The times at which the limits of survival enclose the height, from the first to the last.
    first = at[low <= 1 - probability + TIE_TOLERANCE][0]
    last = np.append(at[1:], np.inf)[high >= 1 - probability - TIE_TOLERANCE][-1]
    expected = (first, None if np.isinf(last) else last)
    assert median_limits(times, probability, conf_type=kind) == expected
