"""Differences of survival and of restricted means where a patient has lines in both groups."""

from __future__ import annotations

import numpy as np
import pytest

from imt_core import kaplan_meier, time_to_event
from imt_core.comparisons.landmark_difference import landmark_difference
from imt_core.comparisons.restricted_mean_difference import restricted_mean_difference
from imt_core.estimates.clustered_kaplan_meier import (
    TOO_FEW_PATIENTS,
    mean_pulls,
    number_patients,
    rate_pulls,
)
from tests.oracles.oracle import assert_agree, recording

DIFFERENCES = recording("repeats.json")["differences"]


def differences(case: dict):
    """Both differences at the case's time, with the variance by patient."""
    time, event, group = (np.array(case[name]) for name in ("time", "event", "group"))
    patient = number_patients(case["patient"], time.size)
    parts = [(time_to_event(time[i], event[i]), patient[i]) for i in (group == "a", group == "b")]
    at, n = case["at"], len(set(case["patient"]))
    one, other = (kaplan_meier(times) for times, _ in parts)
    rates, means = (
        tuple(pull(times, who, at, n_patients=n) for times, who in parts)
        for pull in (rate_pulls, mean_pulls)
    )
    return (
        landmark_difference(one, other, at, pulls=rates),
        restricted_mean_difference(one, other, horizon=at, pulls=means),
    )


def test_differences_errors_and_p_are_those_of_rs_influence_of_each_patient() -> None:
    n_means = 0
    for case in DIFFERENCES:
        rate, mean = differences(case)
        for name in ("estimate", "std_error", "statistic", "p_value"):
            assert_agree(getattr(rate, name), case[name])
        assert_agree(mean.estimate, case["mean_difference"])
        if mean.std_error is None:
            # In one group nobody had the event before the horizon.
            assert mean.reason
        else:
            n_means += 1
            assert_agree(mean.std_error, case["mean_std_error"])
    assert (len(DIFFERENCES), n_means) == (42, 34)


def test_with_one_line_a_patient_the_variance_is_greenwoods() -> None:
    case = DIFFERENCES[0] | {"patient": list(range(len(DIFFERENCES[0]["time"])))}
    rate, mean = differences(case)
    time, event, group = (np.array(case[name]) for name in ("time", "event", "group"))
    one, other = (
        kaplan_meier(time_to_event(time[group == g], event[group == g])) for g in ("a", "b")
    )
    plain = landmark_difference(one, other, case["at"])
    assert rate.std_error == pytest.approx(plain.std_error)
    assert rate.p_value == pytest.approx(plain.p_value)
    plain_mean = restricted_mean_difference(one, other, horizon=case["at"])
    assert mean.std_error == pytest.approx(plain_mean.std_error)
    assert "clustered by patient" in rate.method
    assert "clustered by patient" in mean.method


def test_a_single_patient_has_no_variance_by_patient() -> None:
    case = DIFFERENCES[0] | {"patient": [1] * len(DIFFERENCES[0]["time"])}
    rate, mean = differences(case)
    assert (rate.p_value, rate.reason) == (None, TOO_FEW_PATIENTS)
    assert (mean.p_value, mean.reason) == (None, TOO_FEW_PATIENTS)
