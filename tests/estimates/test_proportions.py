"""Intervals of a proportion: hand-worked limits, R, SciPy, and the theorems behind them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import acos, comb, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, norm

from imt_core import clopper_pearson, proportion, wilson
from imt_core.conventions.choices import ProportionConfType
from imt_core.conventions.errors import ImtError
from imt_core.estimates.proportions import jeffreys, mid_p
from tests.oracles.oracle import assert_agree, recording

INTERVALS = {
    "clopper_pearson": clopper_pearson,
    "wilson": wilson,
    "jeffreys": jeffreys,
    "mid_p": mid_p,
}
RECORDED_IN = {"mid_p": "exact_tests.json"}
CONF_LEVELS = st.floats(0.5, 0.999)


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(1, 200))
    return draw(st.integers(0, n)), n


def at_least(x: int, n: int, p: Fraction) -> Fraction:
    return sum((comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(x, n + 1)), Fraction(0))


def test_clopper_pearson_of_one_success_in_one_starts_at_a_fortieth() -> None:
    assert clopper_pearson(1, 1) == (pytest.approx(Fraction(1, 40)), 1.0)


def test_clopper_pearson_of_no_success_solves_the_power_equation() -> None:
    low, high = clopper_pearson(0, 3)
    assert low == 0.0
    assert (1 - high) ** 3 == pytest.approx(Fraction(1, 40))


def test_clopper_pearson_of_one_in_two_solves_two_quadratics() -> None:
    low, high = clopper_pearson(1, 2)
    assert 1 - (1 - low) ** 2 == pytest.approx(Fraction(1, 40))
    assert 1 - high**2 == pytest.approx(Fraction(1, 40))


@pytest.mark.parametrize(("x", "n"), [(2, 4), (10, 21), (8, 17), (7, 13), (5, 9), (1, 40)])
def test_at_the_exact_limits_the_count_or_more_extreme_has_probability_one_fortieth(
    x: int, n: int
) -> None:
    low, high = (Fraction(limit) for limit in clopper_pearson(x, n))
    assert float(at_least(x, n, low)) == pytest.approx(1 / 40)
    assert float(1 - at_least(x + 1, n, high)) == pytest.approx(1 / 40)


@pytest.mark.parametrize("n", [1, 3, 20, 150])
def test_mid_p_of_no_success_solves_the_power_equation(n: int) -> None:
    # Half of (1 - p)^n is a fortieth.
    low, high = mid_p(0, n)
    assert low == 0.0
    assert high == pytest.approx(1 - 0.05 ** (1 / n), rel=1e-12)


def test_mid_p_of_one_in_two_solves_two_quadratics() -> None:
    # P(X > 1) + P(X = 1) / 2 = p^2 + p (1 - p) = p.
    assert mid_p(1, 2) == (pytest.approx(Fraction(1, 40)), pytest.approx(Fraction(39, 40)))


@pytest.mark.parametrize(("x", "n"), [(2, 4), (10, 21), (8, 17), (7, 13), (5, 9), (1, 40)])
def test_at_the_mid_p_limits_half_of_the_count_and_all_beyond_have_probability_one_fortieth(
    x: int, n: int
) -> None:
    low, high = (Fraction(limit) for limit in mid_p(x, n))
    from_below = (at_least(x, n, low) + at_least(x + 1, n, low)) / 2
    from_above = 1 - (at_least(x, n, high) + at_least(x + 1, n, high)) / 2
    assert float(from_below) == pytest.approx(1 / 40, rel=1e-12)
    assert float(from_above) == pytest.approx(1 / 40, rel=1e-12)


def test_below_the_lower_jeffreys_limit_of_one_in_two_a_circle_segment_has_one_fortieth() -> None:
    # Beta(3/2, 3/2): the area below p is (arccos(1 - 2p) - 2 (1 - 2p) sqrt(p (1 - p))) / pi.
    low, high = jeffreys(1, 2)
    area = (acos(1 - 2 * low) - 2 * (1 - 2 * low) * (low * (1 - low)) ** 0.5) / pi
    assert area == pytest.approx(1 / 40)
    assert low + high == pytest.approx(1)


@given(counts(), CONF_LEVELS)
def test_mid_p_lies_inside_the_exact_interval(count: tuple[int, int], conf_level: float) -> None:
    inner, outer = (f(*count, conf_level=conf_level) for f in (mid_p, clopper_pearson))
    assert outer[0] <= inner[0]
    assert inner[1] <= outer[1]


def test_wilson_of_no_success_ends_at_z_squared_over_n_plus_z_squared() -> None:
    z_squared = norm.isf(0.025) ** 2
    assert wilson(0, 7) == (0.0, pytest.approx(z_squared / (7 + z_squared)))


def test_wilson_of_half_is_centred_on_half() -> None:
    low, high = wilson(4, 8)
    assert low + high == pytest.approx(1)


@pytest.mark.parametrize(
    ("x", "n", "printed"),
    [
        (10, 21, (25.7, 70.2)),
        (2, 4, (6.8, 93.2)),
        (8, 17, (23.0, 72.2)),
        (7, 13, (25.1, 80.8)),
        (5, 9, (21.2, 86.3)),
    ],
)
def test_exact_limits_are_those_the_model_paper_prints(
    x: int, n: int, printed: tuple[float, float]
) -> None:
    assert tuple(round(100 * limit, 1) for limit in clopper_pearson(x, n)) == printed


@pytest.mark.parametrize("conf_level", [0.95, 0.90])
@pytest.mark.parametrize("method", INTERVALS)
def test_limits_are_rs_for_every_count_up_to_forty(method: str, conf_level: float) -> None:
    recorded = recording(RECORDED_IN.get(method, "proportions.json"))
    table = recorded.get(method, recorded)
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    ours = [INTERVALS[method](r["x"], r["n"], conf_level=conf_level) for r in rows]
    stem = f"{method}_{100 * conf_level:.0f}"
    assert len(rows) == 860
    assert_agree([low for low, _ in ours], [r[f"{stem}_low"] for r in rows])
    assert_agree([high for _, high in ours], [r[f"{stem}_high"] for r in rows])


@pytest.mark.parametrize(("method", "scipys"), [("clopper_pearson", "exact"), ("wilson", "wilson")])
@pytest.mark.parametrize(("x", "n"), [(0, 5), (3, 5), (5, 5), (57, 190)])
def test_limits_are_scipys(method: str, scipys: str, x: int, n: int) -> None:
    theirs = binomtest(x, n).proportion_ci(0.95, method=scipys)
    assert_agree(INTERVALS[method](x, n), [theirs.low, theirs.high])


@given(counts(), CONF_LEVELS, st.sampled_from(sorted(INTERVALS)))
def test_an_interval_contains_its_estimate(
    count: tuple[int, int], conf_level: float, method: str
) -> None:
    x, n = count
    low, high = INTERVALS[method](x, n, conf_level=conf_level)
    assert 0 <= low <= x / n <= high <= 1


@given(counts(), CONF_LEVELS, st.sampled_from(sorted(INTERVALS)))
def test_the_interval_of_failures_mirrors_that_of_successes(
    count: tuple[int, int], conf_level: float, method: str
) -> None:
    x, n = count
    low, high = INTERVALS[method](x, n, conf_level=conf_level)
    mirrored = INTERVALS[method](n - x, n, conf_level=conf_level)
    assert mirrored == (pytest.approx(1 - high), pytest.approx(1 - low))


@given(counts(), st.sampled_from(sorted(INTERVALS)))
def test_more_confidence_makes_a_wider_interval(count: tuple[int, int], method: str) -> None:
    narrow, wide = (INTERVALS[method](*count, conf_level=level) for level in (0.8, 0.95))
    assert wide[1] - wide[0] > narrow[1] - narrow[0]
    assert wide[0] <= narrow[0]
    assert narrow[1] <= wide[1]


@given(counts(), CONF_LEVELS)
def test_wilson_limits_are_the_proportions_a_score_test_just_accepts(
    count: tuple[int, int], conf_level: float
) -> None:
    x, n = count
    z = norm.isf((1 - conf_level) / 2)
    for limit in wilson(x, n, conf_level=conf_level):
        if 0 < limit < 1:
            score = (x / n - limit) / (limit * (1 - limit) / n) ** 0.5
            assert abs(score) == pytest.approx(z, rel=1e-6)


def test_a_proportion_carries_its_counts_and_settings() -> None:
    result = proportion(3, 12, conf_level=0.9, conf_type="wilson")
    assert (result.n_success, result.n, result.estimate) == (3, 12, 0.25)
    assert (result.conf_level, result.conf_type) == (0.9, "wilson")
    assert (result.conf_low, result.conf_high) == wilson(3, 12, conf_level=0.9)


@pytest.mark.parametrize(
    ("conf_type", "interval"),
    [
        ("clopper-pearson", clopper_pearson),
        ("wilson", wilson),
        ("jeffreys", jeffreys),
        ("mid-p", mid_p),
    ],
)
@pytest.mark.parametrize("x", [0, 5, 12])
def test_every_type_of_interval_has_its_own_function(
    conf_type: ProportionConfType, interval: Callable[[int, int], tuple[float, float]], x: int
) -> None:
    result = proportion(x, 12, conf_type=conf_type)
    assert (result.conf_low, result.conf_high) == interval(x, 12)


@pytest.mark.parametrize("interval", INTERVALS.values())
def test_nobody_starts_at_0_and_everybody_ends_at_1(
    interval: Callable[[int, int], tuple[float, float]],
) -> None:
    assert interval(0, 9)[0] == 0.0
    assert interval(9, 9)[1] == 1.0


def test_a_proportion_is_exact_unless_told_otherwise() -> None:
    result = proportion(3, 12)
    assert result.conf_type == "clopper-pearson"
    assert (result.conf_low, result.conf_high) == clopper_pearson(3, 12)


def test_a_proportion_of_nobody_is_not_estimable() -> None:
    result = proportion(0, 0)
    assert (result.estimate, result.conf_low, result.conf_high) == (None, None, None)


@pytest.mark.parametrize(("x", "n"), [(4, 3), (-1, 3), (1, 0)])
def test_impossible_counts_are_refused(x: int, n: int) -> None:
    with pytest.raises(ImtError, match="n_success must lie from 0 to n"):
        proportion(x, n)


@pytest.mark.parametrize("conf_level", [0, 1, 95, -0.5])
def test_a_confidence_level_outside_0_to_1_is_refused(conf_level: float) -> None:
    with pytest.raises(ImtError, match="conf_level must lie between 0 and 1"):
        proportion(1, 3, conf_level=conf_level)


def test_an_unknown_interval_is_refused() -> None:
    with pytest.raises(ImtError, match="conf_type must be clopper-pearson, wilson, jeffreys or"):
        proportion(1, 3, conf_type="wald")  # type: ignore[arg-type]
