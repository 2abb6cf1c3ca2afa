"""Times and events are checked once, and times that differ only by rounding are tied."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core import time_to_event
from imt_core.conventions.errors import ImtError
from imt_core.estimates.time_to_event import TIE_TOLERANCE, place_times


def test_months_and_events_are_paired_in_the_order_given() -> None:
    times = time_to_event([12, 6, 9.5], [0, 1, 1])
    assert list(zip(times.months.tolist(), times.event.tolist(), strict=True)) == [
        (12.0, False),
        (6.0, True),
        (9.5, True),
    ]


def test_cases_and_events_are_counted() -> None:
    times = time_to_event([12, 6, 9.5], [False, True, True])
    assert (times.n, times.n_event) == (3, 2)


def test_no_cases_are_allowed() -> None:
    times = time_to_event([], [])
    assert (times.n, times.n_event) == (0, 0)


@pytest.mark.parametrize(
    ("months", "event", "rule"),
    [
        ([1, 2], [1], "months and event must be two lists of one length"),
        ([[1, 2]], [[1, 0]], "months and event must be two lists of one length"),
        ([1, -0.5], [1, 0], "months must be finite and at least 0"),
        ([1, float("nan")], [1, 0], "months must be finite and at least 0"),
        ([1, float("inf")], [1, 0], "months must be finite and at least 0"),
        ([1, 2], [1, 2], "event must hold only 0 .censored. and 1 .event."),
        ([1, 2], [1, float("nan")], "event must hold only 0 .censored. and 1 .event."),
    ],
)
def test_an_impossible_input_is_refused_with_the_rule(
    months: list[float], event: list[float], rule: str
) -> None:
    with pytest.raises(ImtError, match=rule):
        time_to_event(months, event)


def test_sums_that_differ_in_the_last_bit_are_one_time() -> None:
    assert time_to_event([0.1 + 0.2, 0.3], [1, 1]).months.tolist() == [0.3, 0.3]


def test_days_turned_into_months_by_two_routes_are_one_time() -> None:
    directly, by_weeks = 115 / 30.4375, (115 / 7) * 7 / 30.4375
    assert directly != by_weeks
    assert np.unique(time_to_event([directly, by_weeks], [1, 0]).months).size == 1


def test_a_difference_of_a_millionth_of_a_month_is_a_difference() -> None:
    assert time_to_event([2, 2 + 1e-6], [1, 1]).months.tolist() == [2, 2 + 1e-6]


def test_the_tolerance_grows_with_the_mean_of_the_distinct_times() -> None:
    gap = 100 * TIE_TOLERANCE
    assert place_times(np.array([1000, 1000 + gap])).time.tolist() == [1000]
    assert place_times(np.array([10, 10 + gap])).time.tolist() == [10, 10 + gap]


def test_a_chain_of_close_times_is_set_to_its_earliest() -> None:
    step = 0.9 * TIE_TOLERANCE
    assert time_to_event([1 + 2 * step, 1, 1 + step], [1, 1, 1]).months.tolist() == [1, 1, 1]


def test_the_callers_list_is_left_as_it_was() -> None:
    months = np.array([0.1 + 0.2, 0.3])
    time_to_event(months, [1, 1])
    assert months.tolist() == [0.1 + 0.2, 0.3]


def test_a_subset_keeps_the_ties_of_the_whole() -> None:
    times = time_to_event([0.1 + 0.2, 0.3, 5], [1, 0, 1])
    chosen = times.subset(np.array([True, False, True]))
    assert (chosen.months.tolist(), chosen.event.tolist()) == ([0.3, 5], [True, True])


def test_a_subset_keeps_its_places_among_the_times_of_the_whole() -> None:
    times = time_to_event([7, 6, 5, 6], [1, 0, 1, 1])
    chosen = times.subset(np.array([True, False, False, True])).placed()
    assert chosen.time is times.placed().time
    assert (chosen.time.tolist(), chosen.position.tolist()) == ([5, 6, 7], [2, 1])


def test_no_case_has_no_place() -> None:
    time, position = place_times(np.array([]))
    assert (time.size, position.size) == (0, 0)


@pytest.mark.parametrize("n_days", [400, 20_000])
def test_every_case_of_many_finds_its_time_whether_few_or_all_differ(n_days: int) -> None:
    months = np.random.default_rng(1).permutation(20_000) % n_days / 30.4375
    months[:2] = [0.1 + 0.2, 0.3]
    time, position = place_times(months)
    assert (np.diff(time) > TIE_TOLERANCE).all()
    assert time[position[0]] == time[position[1]] == 0.3
    assert time[position] == pytest.approx(months, abs=TIE_TOLERANCE)


@given(st.lists(st.integers(0, 400), max_size=30))
def test_whole_days_are_never_merged(days: list[int]) -> None:
    months = np.array(days) / 30.4375
    time, position = place_times(months)
    assert time[position].tolist() == months.tolist()
