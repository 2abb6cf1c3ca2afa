"""Numbers become text in one way: rounded half-up, and never a zero that is not known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.conventions.formatting import (
    format_count,
    format_count_percent,
    format_estimate,
    format_number,
    format_p_value,
    format_percent,
    format_percent_estimate,
    format_range,
)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (2.5, 0, "3"),
        (3.5, 0, "4"),
        (0.05, 1, "0.1"),
        (2.675, 2, "2.68"),
        (100 * 0.475, 0, "48"),
        (6.04, 1, "6.0"),
        (-2.5, 0, "-3"),
        (-0.04, 1, "0.0"),
        (0, 1, "0.0"),
        (1234.5, 0, "1235"),
    ],
)
def test_numbers_are_rounded_half_up(value: float, decimals: int, text: str) -> None:
    assert format_number(value, decimals=decimals) == text


def test_a_number_that_is_not_known_is_written_as_told() -> None:
    assert format_number(None) == "NE"
    assert format_number(None, missing="NR") == "NR"


@pytest.mark.parametrize(
    ("fraction", "text"), [(0.125, "12.5%"), (10 / 21, "47.6%"), (0, "0.0%"), (1, "100.0%")]
)
def test_fractions_are_written_as_percentages(fraction: float, text: str) -> None:
    assert format_percent(fraction) == text


def test_a_percentage_can_go_without_its_sign() -> None:
    assert format_percent(0.5, decimals=0, sign=False) == "50"


def test_a_percentage_that_is_not_known_has_no_sign() -> None:
    assert format_percent(None) == "NE"


def test_limits_are_joined_by_an_en_dash() -> None:
    assert format_range(1.9, 13.4) == "1.9–13.4"
    assert format_range(None, 13.4, missing="NR") == "NR–13.4"


def test_an_estimate_stands_before_its_limits() -> None:
    assert format_estimate(6.3, 1.9, None, missing="NR") == "6.3 (1.9–NE)"


def test_a_percentage_stands_before_its_limits_with_one_sign() -> None:
    assert format_percent_estimate(0.75, 0.503, 1.0) == "75.0% (50.3–100.0)"
    assert format_percent_estimate(0.0, None, None) == "0.0% (NE–NE)"
    assert format_percent_estimate(None, None, None) == "NE"


def test_a_count_stands_before_its_percentage() -> None:
    assert format_count_percent(5, 13) == "5 (38.5%)"
    assert format_count_percent(0, 13) == "0 (0.0%)"


def test_a_count_of_nobody_has_no_percentage() -> None:
    assert format_count_percent(0, 0) == "0"


@pytest.mark.parametrize(
    ("p_value", "text"),
    [
        (0.8749, "p = 0.875"),
        (0.001, "p = 0.001"),
        (0.00099, "p < 0.001"),
        (0.0, "p < 0.001"),
        (1.0, "p = 1.000"),
        (None, "p not estimable"),
    ],
)
def test_a_p_value_is_never_written_as_zero(p_value: float | None, text: str) -> None:
    assert format_p_value(p_value) == text


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 lines"), (1, "1 line"), (2, "2 lines"), (1500, "1,500 lines")]
)
def test_a_count_agrees_with_its_noun(count: int, text: str) -> None:
    assert format_count(count, "line") == text


def test_an_irregular_plural_is_given() -> None:
    assert format_count(2, "biopsy", "biopsies") == "2 biopsies"


@given(st.floats(-1e6, 1e6), st.integers(0, 3))
def test_the_text_is_within_half_a_unit_of_the_number(value: float, decimals: int) -> None:
    half = 0.5 * 10.0**-decimals
    assert abs(float(format_number(value, decimals=decimals)) - value) <= half + 1e-5
