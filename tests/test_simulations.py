"""The simulation scripts on cases small enough to know the answer."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from benchmarks import simulate_coverage as coverage
from benchmarks import simulate_tests as rejection
from imt_core import time_to_event
from tests.oracles.oracle import assert_agree


def test_coverage_of_one_patient_is_that_of_two_intervals() -> None:
    # Clopper-Pearson: 0 of 1 gives (0, 0.975), 1 of 1 gives (0.025, 1).
    limits = coverage.proportion_limits(1, "clopper-pearson")
    assert_agree(limits.ravel(), [0, 0.975, 0.025, 1])
    low = coverage.exact_coverage(limits, 0.01)
    assert_agree([low.covered, low.too_high, low.too_low], [0.99, 0.01, 0])
    assert coverage.exact_coverage(limits, 0.5).covered == 1
    high = coverage.exact_coverage(limits, 0.98)
    assert_agree([high.covered, high.too_high, high.too_low], [0.98, 0, 0.02])


def test_coverage_adds_binomial_probabilities_of_the_counts_that_hold_the_truth() -> None:
    # Of 4 counts 0 to 3, the intervals of 1 and 2 hold one half: 3/8 + 3/8.
    limits = np.array([(0, 0.4), (0.2, 0.7), (0.3, 0.8), (0.6, 1)])
    cell = coverage.exact_coverage(limits, 0.5)
    assert (cell.covered, cell.too_high, cell.too_low) == (0.75, 0.125, 0.125)
    assert_agree(cell.width, Fraction(1, 8) * Fraction("0.8") + Fraction(3, 4) / 2)


def test_wilson_misses_a_rare_event_as_its_closed_form_says() -> None:
    # For p just below the lower limit of 1 of n, only 0 of n holds p: coverage (1 - p)^n.
    limits = coverage.proportion_limits(8, "wilson")
    p = float(limits[1, 0]) - 1e-9
    assert_agree(coverage.exact_coverage(limits, p).covered, (1 - p) ** 8)


def test_the_exact_interval_never_covers_less_than_promised() -> None:
    for n in coverage.SIZES:
        limits = coverage.proportion_limits(n, "clopper-pearson")
        assert coverage.least_coverage(limits)[0] >= 0.95


def test_the_least_coverage_is_found_with_its_place() -> None:
    limits = coverage.proportion_limits(1, "clopper-pearson")
    least, where = coverage.least_coverage(limits, np.array([0.01, 0.024, 0.5]))
    assert_agree([least, where], [0.976, 0.024])


def test_binomial_probabilities_of_three_tosses() -> None:
    chances = coverage.binomial_probabilities(3, np.array([0.5, 0.0]))
    assert chances.tolist() == [[0.125, 0.375, 0.375, 0.125], [1, 0, 0, 0]]


def test_intervals_are_sorted_into_covering_above_below_and_missing() -> None:
    limits = np.array([(0.4, 0.6), (0.6, 0.8), (0.1, 0.2), (np.nan, np.nan)])
    cell = coverage.count_coverage(limits, 0.5)
    assert (cell.covered, cell.too_high, cell.too_low, cell.missing) == (0.25, 0.25, 0.25, 0.25)
    assert_agree([cell.width, cell.covered_if_given], [(0.2 + 0.2 + 0.1) / 3, 1 / 3])


def test_limits_beyond_the_last_follow_up_are_missing() -> None:
    # Two events among four: plain limits 1/2 -+ 1.96 / 4.
    months, event = np.array([4.0, 10, 30, 30]), np.array([True, True, False, False])
    (low, high), beyond = coverage.limits_at(months, event, [12, 60], "plain")
    assert_agree([low, high], [0.5 - 1.959963984540054 / 4, 0.5 + 1.959963984540054 / 4])
    assert np.isnan(beyond).all()


def test_three_in_ten_are_censored() -> None:
    _, event = coverage.draw_exponential(200_000, np.random.default_rng(1))
    assert event.mean() == pytest.approx(0.7, abs=0.004)


@pytest.mark.parametrize(("label", "censored"), [(0, (0.3, 0.3)), (1, (0.6, 0.1)), (2, (0.1, 0.6))])
def test_groups_are_censored_as_the_table_says(label: int, censored: tuple[float, float]) -> None:
    ends = tuple(rejection.CENSORING.values())[label]
    for end, share in zip(ends, censored, strict=True):
        # Of exponential times with mean 1, uniform censoring up to c leaves (1 - e^-c) / c.
        assert (1 - np.exp(-end)) / end == pytest.approx(share, abs=1e-12)


def test_a_simulation_gives_the_same_numbers_each_time() -> None:
    first, again = (coverage.simulate_survival(8, "log", n_simulations=20) for _ in range(2))
    assert first == again
    pair = rejection.simulate_tests((2, 3), (3.0, 3.0), n_simulations=5)
    assert pair == rejection.simulate_tests((2, 3), (3.0, 3.0), n_simulations=5)


def test_every_interval_meets_the_same_samples() -> None:
    log, plain = (coverage.simulate_survival(8, c, n_simulations=30) for c in ("log", "plain"))
    assert [cell.missing for cell in log.values()] == [cell.missing for cell in plain.values()]


def test_shares_add_to_one() -> None:
    for cell in coverage.simulate_survival(8, "log-log", n_simulations=50).values():
        assert_agree(cell.covered + cell.too_high + cell.too_low + cell.missing, 1)


def test_three_against_three_apart_reach_one_in_ten_by_permutation() -> None:
    # 20 splits, of which the two extreme ones are as far apart.
    groups = (time_to_event([1, 2, 3], [1, 1, 1]), time_to_event([7, 8, 9], [1, 1, 1]))
    asymptotic, permuted = rejection.p_values(groups, seed=1)
    assert asymptotic == pytest.approx(0.0246, abs=5e-5)
    assert_agree(permuted, 0.1)


def test_rejections_are_counted_at_the_level_and_missing_p_values_reject_nothing() -> None:
    counted = rejection.count_rejections([0.05, 0.0501, None, 0.01])
    assert (counted.rejected, counted.missing) == (0.5, 0.25)


def test_a_simulated_share_has_the_standard_error_of_a_proportion() -> None:
    assert_agree(coverage.standard_error(0.95, 10_000), 0.0021794494717703367)


def test_a_table_replaces_what_stood_between_its_markers(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("above\n<!-- a -->\nold\n<!-- /a -->\nbelow\n", encoding="utf-8")
    coverage.replace_between_markers(page, "a", coverage.markdown_table(["n", "%"], [["8", "95"]]))
    expected = "above\n<!-- a -->\n| n | % |\n| --- | ---: |\n| 8 | 95 |\n<!-- /a -->\nbelow\n"
    assert page.read_text(encoding="utf-8") == expected


def test_a_page_without_markers_is_refused_and_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing here\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="Add both"):
        coverage.replace_between_markers(page, "a", "new")
    assert page.read_text(encoding="utf-8") == "nothing here\n"


@pytest.mark.parametrize("name", ["coverage-survival", "coverage-proportion", "type-one-error"])
def test_the_page_holds_every_table(name: str) -> None:
    text = coverage.PAGE.read_text(encoding="utf-8")
    inside = text.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0]
    assert inside.strip().startswith("|")


def test_the_page_holds_the_exact_coverage_that_the_script_computes() -> None:
    assert coverage.proportion_table() in coverage.PAGE.read_text(encoding="utf-8")
