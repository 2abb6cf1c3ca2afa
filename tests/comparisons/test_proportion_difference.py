"""Differences of two proportions: printed tables, R, hand-worked limits, and the theorems."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from imt_core.comparisons.proportion_difference import (
    DIFFERENCE_CONF_TYPES,
    DifferenceConfType,
    miettinen_nurminen,
    newcombe,
    proportion_difference,
)
from imt_core.conventions.errors import ImtError
from imt_core.estimates.proportions import wilson
from tests.oracles.oracle import recording

Interval = Callable[..., tuple[float, float]]
INTERVALS: dict[str, Interval] = {"newcombe": newcombe, "miettinen_nurminen": miettinen_nurminen}
NAMES = st.sampled_from(sorted(INTERVALS))
CONF_LEVELS = st.floats(0.5, 0.999)
Z_SQUARED = norm.isf(0.025) ** 2

# Newcombe RG, Stat Med 1998;17:873-890, table II, the hybrid score (method 10) and the
# Miettinen-Nurminen limits, as software that cites the table quotes them.
PRINTED = [
    ((56, 70, 48, 80), (0.0524, 0.3339), (0.0528, 0.3382)),
    ((9, 10, 3, 10), (0.1705, 0.8090), (0.1700, 0.8406)),
    ((6, 7, 2, 7), (0.0582, 0.8062), (0.0342, 0.8534)),
    ((5, 56, 0, 29), (-0.0381, 0.1926), (-0.0326, 0.1933)),
    ((0, 10, 0, 20), (-0.1611, 0.2775), (-0.1658, 0.2844)),
    ((0, 10, 0, 10), (-0.2775, 0.2775), (-0.2879, 0.2879)),
    ((10, 10, 0, 20), (0.6791, 1.0000), (0.7156, 1.0000)),
    ((10, 10, 0, 10), (0.6075, 1.0000), (0.6636, 1.0000)),
]


@st.composite
def tables(draw: st.DrawFn, largest: int = 60) -> tuple[int, int, int, int]:
    n1, n2 = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    return draw(st.integers(0, n1)), n1, draw(st.integers(0, n2)), n2


def likelihood(x: int, n: int, p: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        successes = x * np.log(p) if x else 0 * p
        failures = (n - x) * np.log1p(-p) if x < n else 0 * p
    return successes + failures


def squared_score(table: tuple[int, int, int, int], d: float) -> float:
    """The score statistic, its constrained proportions found on a grid that is refined twice."""
    x1, n1, x2, n2 = table
    low, high = max(0.0, -d), min(1.0, 1.0 - d)
    for _ in range(6):
        p2 = np.linspace(low, high, 401)
        total = likelihood(x1, n1, np.clip(p2 + d, 0, 1)) + likelihood(x2, n2, p2)
        best = int(np.nanargmax(total))
        low, high = p2[max(best - 1, 0)], p2[min(best + 1, 400)]
    q2 = p2[best]
    q1 = min(max(q2 + d, 0.0), 1.0)
    variance = (q1 * (1 - q1) / n1 + q2 * (1 - q2) / n2) * (n1 + n2) / (n1 + n2 - 1)
    return (x1 / n1 - x2 / n2 - d) ** 2 / variance


@pytest.mark.parametrize(("table", "hybrid", "score"), PRINTED)
def test_limits_are_those_newcombe_prints_in_table_ii(
    table: tuple[int, int, int, int], hybrid: tuple[float, float], score: tuple[float, float]
) -> None:
    assert newcombe(*table) == pytest.approx(hybrid, abs=5.001e-5)
    assert miettinen_nurminen(*table) == pytest.approx(score, abs=5.001e-5)


@pytest.mark.parametrize("level", [95, 90])
@pytest.mark.parametrize("method", INTERVALS)
def test_limits_are_rs_for_every_table_up_to_eight_and_some_larger(method: str, level: int) -> None:
    recorded = recording("proportion_difference.json")
    columns = recorded["columns"]
    low, high = columns.index(f"{method}_{level}_low"), columns.index(f"{method}_{level}_high")
    rows = recorded["rows"]
    ours = np.array([INTERVALS[method](*row[:4], conf_level=level / 100) for row in rows])
    assert len(rows) == 1936 + 16
    np.testing.assert_allclose(ours[:, 0], [row[low] for row in rows], rtol=0, atol=1e-12)
    np.testing.assert_allclose(ours[:, 1], [row[high] for row in rows], rtol=0, atol=1e-12)


def test_newcombe_of_nobody_in_both_groups_reaches_as_far_as_wilsons_limit_of_each() -> None:
    expected = (-wilson(0, 20)[1], wilson(0, 10)[1])
    assert newcombe(0, 10, 0, 20) == pytest.approx(expected)


def test_newcombe_of_everybody_against_nobody_ends_at_one() -> None:
    low, high = newcombe(4, 4, 0, 4)
    missing = Z_SQUARED / (4 + Z_SQUARED)
    assert (low, high) == (pytest.approx(1 - sqrt(2) * missing), 1.0)


@pytest.mark.parametrize(("n1", "n2"), [(1, 1), (10, 10), (10, 20), (3, 40)])
def test_score_limits_of_nobody_or_everybody_in_both_groups_are_worked_by_hand(
    n1: int, n2: int
) -> None:
    # The likeliest proportions are 0 and |d|, so that d^2 = k |d| (1 - |d|) / n, with k below.
    k = Z_SQUARED * (n1 + n2) / (n1 + n2 - 1)
    of_nobody, of_everybody = (-k / (n2 + k), k / (n1 + k)), (-k / (n1 + k), k / (n2 + k))
    assert miettinen_nurminen(0, n1, 0, n2) == pytest.approx(of_nobody, rel=1e-9)
    assert miettinen_nurminen(n1, n1, n2, n2) == pytest.approx(of_everybody, rel=1e-9)


def test_score_limit_of_one_in_one_against_none_in_one_is_worked_by_hand() -> None:
    # The likelihood p1 (1 - p2) with p1 = p2 + d is greatest at p2 = (1 - d) / 2, whose variance is
    # 2 (1 - d^2) / 4 * 2 = 1 - d^2: (1 - d)^2 = z^2 (1 - d^2), d = (1 - z^2) / (1 + z^2).
    low, high = miettinen_nurminen(1, 1, 0, 1)
    assert (low, high) == (pytest.approx((1 - Z_SQUARED) / (1 + Z_SQUARED), rel=1e-12), 1.0)


@given(tables(largest=25))
def test_a_score_test_just_accepts_the_score_limits(table: tuple[int, int, int, int]) -> None:
    for limit in miettinen_nurminen(*table):
        if abs(limit) < 1 - 1e-9:
            assert squared_score(table, limit) == pytest.approx(Z_SQUARED, rel=1e-5)


@given(tables(largest=12))
def test_a_score_test_accepts_what_is_inside_the_limits_and_rejects_what_is_outside(
    table: tuple[int, int, int, int],
) -> None:
    low, high = miettinen_nurminen(*table)
    observed = table[0] / table[1] - table[2] / table[3]
    for d in np.linspace(-0.99, 0.99, 34):
        if min(abs(d - low), abs(d - high), abs(d - observed)) > 1e-6:
            assert (squared_score(table, d) < Z_SQUARED) == (low < d < high)


@given(tables(), CONF_LEVELS, NAMES)
def test_an_interval_contains_its_estimate_and_stays_within_minus_one_and_one(
    table: tuple[int, int, int, int], conf_level: float, name: str
) -> None:
    low, high = INTERVALS[name](*table, conf_level=conf_level)
    estimate = table[0] / table[1] - table[2] / table[3]
    assert -1 <= low <= estimate <= high <= 1


@given(tables(), CONF_LEVELS, NAMES)
def test_swapping_the_groups_turns_the_interval_round(
    table: tuple[int, int, int, int], conf_level: float, name: str
) -> None:
    x1, n1, x2, n2 = table
    low, high = INTERVALS[name](*table, conf_level=conf_level)
    swapped = INTERVALS[name](x2, n2, x1, n1, conf_level=conf_level)
    assert swapped == (pytest.approx(-high), pytest.approx(-low))


@given(tables(), CONF_LEVELS, NAMES)
def test_counting_failures_turns_the_interval_round(
    table: tuple[int, int, int, int], conf_level: float, name: str
) -> None:
    x1, n1, x2, n2 = table
    low, high = INTERVALS[name](*table, conf_level=conf_level)
    failures = INTERVALS[name](n1 - x1, n1, n2 - x2, n2, conf_level=conf_level)
    assert failures == (pytest.approx(-high, abs=1e-9), pytest.approx(-low, abs=1e-9))


@given(tables(), NAMES)
def test_more_confidence_makes_a_wider_interval(
    table: tuple[int, int, int, int], name: str
) -> None:
    narrow, wide = (INTERVALS[name](*table, conf_level=level) for level in (0.8, 0.95))
    assert wide[0] <= narrow[0]
    assert narrow[1] <= wide[1]
    assert wide[1] - wide[0] > narrow[1] - narrow[0]


def test_a_difference_carries_its_counts_and_settings() -> None:
    result = proportion_difference(3, 12, 5, 9, conf_level=0.9, conf_type="miettinen-nurminen")
    assert (result.x1, result.n1, result.x2, result.n2) == (3, 12, 5, 9)
    assert result.estimate == pytest.approx(3 / 12 - 5 / 9)
    assert (result.conf_low, result.conf_high) == miettinen_nurminen(3, 12, 5, 9, conf_level=0.9)
    assert (result.conf_level, result.conf_type) == (0.9, "miettinen-nurminen")
    assert result.method == "90% CI of the difference: Miettinen-Nurminen score"


def test_a_difference_is_newcombes_unless_told_otherwise() -> None:
    result = proportion_difference(3, 12, 5, 9)
    assert (result.conf_low, result.conf_high) == newcombe(3, 12, 5, 9)
    assert result.method == "95% CI of the difference: Newcombe (from Wilson limits)"


@pytest.mark.parametrize("conf_type", DIFFERENCE_CONF_TYPES)
@pytest.mark.parametrize(
    ("n1", "n2", "reason"),
    [
        (0, 3, "the first group is empty"),
        (3, 0, "the second group is empty"),
        (0, 0, "both groups are empty"),
    ],
)
def test_a_difference_from_nobody_is_not_estimable(
    n1: int, n2: int, reason: str, conf_type: DifferenceConfType
) -> None:
    result = proportion_difference(n1, n1, n2, n2, conf_type=conf_type)
    assert (result.estimate, result.conf_low, result.conf_high) == (None, None, None)
    assert result.reason == reason


@pytest.mark.parametrize(
    ("table", "rule"),
    [((4, 3, 1, 2), "x1 must lie from 0 to n1"), ((1, 3, -1, 2), "x2 must lie from 0 to n2")],
)
def test_impossible_counts_are_refused(table: tuple[int, int, int, int], rule: str) -> None:
    with pytest.raises(ImtError, match=rule):
        proportion_difference(*table)


def test_a_confidence_level_in_percent_is_refused() -> None:
    with pytest.raises(ImtError, match="conf_level must lie between 0 and 1"):
        proportion_difference(1, 3, 1, 2, conf_level=95)


def test_an_unknown_interval_is_refused() -> None:
    with pytest.raises(ImtError, match="conf_type must be newcombe or miettinen-nurminen"):
        proportion_difference(1, 3, 1, 2, conf_type="wald")  # type: ignore[arg-type]
