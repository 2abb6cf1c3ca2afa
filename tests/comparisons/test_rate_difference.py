"""Limits of a difference out of those of its parts."""

from __future__ import annotations

import pytest

from imt_core.comparisons.proportion_difference import newcombe
from imt_core.comparisons.rate_difference import difference_limits
from imt_core.estimates.proportions import wilson


def test_of_wilson_s_limits_it_is_newcombe_s_interval() -> None:
    assert difference_limits(0.8, wilson(56, 70), 0.6, wilson(48, 80)) == newcombe(56, 70, 48, 80)
    # Newcombe 1998, table II, method 10, example (a).
    assert newcombe(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_swapping_the_parts_swaps_the_limits_and_their_signs() -> None:
    low, high = difference_limits(0.3, (0.1, 0.6), 0.7, (0.4, 0.8))
    assert difference_limits(0.7, (0.4, 0.8), 0.3, (0.1, 0.6)) == pytest.approx((-high, -low))


def test_parts_known_without_error_leave_no_uncertainty() -> None:
    assert difference_limits(0.5, (0.5, 0.5), 0.2, (0.2, 0.2)) == pytest.approx((0.3, 0.3))
