"""The one-sample log-rank test: worked by hand, R, a second recording, and theorems."""

from __future__ import annotations

from math import log
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core import time_to_event
from imt_core.comparisons.one_sample_log_rank import one_sample_log_rank
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import agree, assert_agree, named_curve, recording

RECORDED = recording("comparisons.json")
CASES = st.lists(st.tuples(st.floats(0.01, 200), st.booleans()), min_size=1, max_size=20)


def differs_from_r(case: dict[str, Any]) -> bool:
    ours = one_sample_log_rank(
        named_curve(case["case"]).times,
        reference_median=case["reference_median"],
        reference_rate=case["reference_rate"],
        at=case["at"],
    )
    return not agree(
        [ours.observed, ours.expected, ours.statistic, ours.p_value],
        [case["observed"], case["expected"], case["chisq"], case["p_value"]],
    )


# Worked by hand.


def test_the_hazard_of_the_median_times_follow_up_is_expected() -> None:
    # 48 months of follow-up are 4 medians of 12 months: 4 log(2) events.
    test = one_sample_log_rank(time_to_event([6, 12, 30], [1, 0, 0]), reference_median=12)
    assert test.expected == pytest.approx(4 * log(2))
    assert test.statistic == pytest.approx((1 - 4 * log(2)) ** 2 / (4 * log(2)))
    assert (test.n, test.observed, test.ratio) == (3, 1, pytest.approx(1 / (4 * log(2))))


def test_a_rate_at_a_time_is_the_same_reference_as_its_median() -> None:
    times = time_to_event([6, 12, 30], [1, 0, 1])
    by_rate = one_sample_log_rank(times, reference_rate=0.25, at=24)
    by_median = one_sample_log_rank(times, reference_median=12)
    assert by_rate.hazard == pytest.approx(by_median.hazard)
    assert by_rate.p_value == pytest.approx(by_median.p_value)


# R.


def test_every_test_is_rs() -> None:
    cases = RECORDED["one_sample"]
    assert [case for case in cases if differs_from_r(case)] == []
    assert len(cases) > 200


@pytest.mark.parametrize(
    "case",
    RECORDED["one_sample_recorded_elsewhere"]["tests"],
    ids=lambda case: f"{case['case']}, {case['reference_median']}",
)
def test_every_test_is_that_of_an_earlier_recording(case: dict[str, Any]) -> None:
    ours = one_sample_log_rank(
        named_curve(case["case"]).times, reference_median=case["reference_median"]
    )
    assert ours.observed == case["observed"]
    assert_agree([ours.expected, ours.statistic], [case["expected"], case["chisq"]])
    assert_agree(ours.p_value, case["p_value"])


# The small cases.


@pytest.mark.parametrize("months", [[], [0.0, 0.0]])
def test_without_follow_up_the_test_is_not_estimable(months: list[float]) -> None:
    test = one_sample_log_rank(time_to_event(months, [1] * len(months)), reference_median=12)
    assert (test.statistic, test.p_value, test.ratio) == (None, None, None)
    assert (test.expected, test.reason) == (0.0, "no follow-up")


def test_without_events_the_statistic_is_the_number_expected() -> None:
    test = one_sample_log_rank(named_curve("all_censored").times, reference_median=7)
    assert (test.observed, test.ratio) == (0, 0.0)
    assert test.statistic == pytest.approx(test.expected) == pytest.approx(3 * log(2))


def test_one_patient_is_compared() -> None:
    test = one_sample_log_rank(time_to_event([12], [1]), reference_median=12)
    assert (test.n, test.expected) == (1, pytest.approx(log(2)))


def test_every_test_says_that_the_reference_is_taken_as_known() -> None:
    test = one_sample_log_rank(named_curve("gastric_xelox").times, reference_median=43)
    assert [note.message for note in test.notes] == [
        "The reference is treated as known without error."
    ]


def test_few_expected_events_are_noted() -> None:
    test = one_sample_log_rank(time_to_event([6], [1]), reference_median=12)
    assert [note.code for note in test.notes] == ["reference_without_error", "few_expected"]


def test_the_method_names_the_reference() -> None:
    times = time_to_event([6], [1])
    by_rate = one_sample_log_rank(times, reference_rate=0.25, at=24)
    assert one_sample_log_rank(times, reference_median=12).method == (
        "two-sided one-sample log-rank against an exponential reference "
        "with a median of 12.0 months"
    )
    assert by_rate.method.endswith("with 25.0% at 24.0 months")


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ({}, "one of the two"),
        ({"reference_median": 12, "reference_rate": 0.5, "at": 12}, "one of the two"),
        ({"reference_median": 12, "at": 12}, "one of the two"),
        ({"reference_rate": 0.5}, "one of the two"),
        ({"reference_median": 0}, "reference_median must lie above 0"),
        ({"reference_median": float("inf")}, "reference_median must lie above 0"),
        ({"reference_rate": 50, "at": 12}, "reference_rate must lie between 0 and 1"),
        ({"reference_rate": 0.5, "at": 0}, "at must lie above 0"),
    ],
)
def test_a_reference_that_is_missing_double_or_impossible_is_refused(
    reference: dict[str, float], message: str
) -> None:
    with pytest.raises(ImtError, match=message):
        one_sample_log_rank(time_to_event([6], [1]), **reference)


# Theorems.


@given(CASES, st.floats(0.5, 100), st.floats(0.1, 10))
def test_the_unit_of_time_does_not_matter(
    cases: list[tuple[float, bool]], median: float, unit: float
) -> None:
    months, event = zip(*cases, strict=True)
    test = one_sample_log_rank(time_to_event(months, event), reference_median=median)
    scaled = one_sample_log_rank(
        time_to_event([unit * month for month in months], event), reference_median=unit * median
    )
    assert scaled.statistic == pytest.approx(test.statistic, rel=1e-6, abs=1e-9)


@given(CASES)
def test_a_reference_with_the_groups_own_hazard_expects_what_was_observed(
    cases: list[tuple[float, bool]],
) -> None:
    times = time_to_event([month for month, _ in cases], [True] + [e for _, e in cases[1:]])
    hazard = times.n_event / times.months.sum()
    test = one_sample_log_rank(times, reference_median=log(2) / hazard)
    assert (test.ratio, test.p_value) == (pytest.approx(1), pytest.approx(1))


def test_the_smallest_p_is_that_of_nobody_or_everybody() -> None:
    # One case followed for 12 months against a median of 12: 0.693 events are expected.
    test = one_sample_log_rank(time_to_event([12], [0]), reference_median=12)
    nobody = one_sample_log_rank(time_to_event([12], [0]), reference_median=12).p_value
    assert test.smallest_p == nobody == pytest.approx(0.405, abs=5e-4)
    long = one_sample_log_rank(time_to_event([2, 2, 2, 2], [1, 0, 0, 0]), reference_median=12)
    everybody = one_sample_log_rank(time_to_event([2] * 4, [1] * 4), reference_median=12)
    assert long.smallest_p == everybody.p_value
