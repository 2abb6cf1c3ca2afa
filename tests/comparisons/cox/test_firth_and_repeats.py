"""Cox where the likelihood has no maximum or a patient has several lines: R, a second library."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

from imt_core.comparisons.cox.firth import penalised_inference
from imt_core.comparisons.cox.likelihood import Inference
from imt_core.comparisons.cox.regression import CoxRegression, cox_regression
from imt_core.estimates.time_to_event import FloatArray, time_to_event
from tests.oracles.oracle import assert_agree, recording

FIRTH = recording("repeats.json")["firth"]
CLUSTERED = recording("repeats.json")["cox"]


def covariates(case: dict) -> FloatArray:
    return np.array(case["x"], dtype=np.float64).reshape(len(case["time"]), -1)


def penalised(case: dict) -> Inference:
    times = time_to_event(case["time"], case["event"])
    found = penalised_inference(times, covariates(case), 0.95)
    assert not isinstance(found, str)
    return found


def clustered(case: dict) -> CoxRegression:
    names = ("time", "event", "patient", "x", "y")
    frame = pd.DataFrame({name: case[name] for name in names})
    return cox_regression(
        frame, months="time", event="event", covariates=["x", "y"], cluster="patient"
    )


# Firth.


@pytest.mark.parametrize("case", FIRTH, ids=lambda case: case["note"])
def test_penalised_ratios_with_profile_limits_and_p_are_those_of_rs_own_likelihood(
    case: dict,
) -> None:
    found = penalised(case)
    # R finds the maximum with the precision of optim().
    np.testing.assert_allclose(found.coefficients, case["coef"], rtol=1e-6)
    np.testing.assert_allclose(found.std_errors, case["se"], rtol=1e-6)
    np.testing.assert_allclose(found.conf_low, case["conf_low"], rtol=1e-8)
    np.testing.assert_allclose(found.conf_high, case["conf_high"], rtol=1e-8)
    np.testing.assert_allclose(found.p_values, case["p_value"], rtol=1e-9)
    assert_agree(found.log_likelihood, case["log_likelihood"])
    assert_agree(found.log_likelihood_null, case["log_likelihood_null"])


def test_of_two_patients_one_of_whom_died_the_penalised_ratio_is_3() -> None:
    # Worked in Heinze and Schemper 2001, section 2; scoring steps would go to and fro for ever.
    found = penalised_inference(time_to_event([1, 2], [1, 0]), np.array([[1.0], [0.0]]), 0.95)
    assert isinstance(found, Inference)
    assert np.exp(found.coefficients).tolist() == pytest.approx([3])


def test_without_ties_penalised_ratios_are_firthmodels() -> None:
    firthmodels = pytest.importorskip("firthmodels")
    untied = [case for case in FIRTH if not case["ties"] and len(case["coef"]) == 1]
    for case in untied:
        with warnings.catch_warnings():
            # It warns where its last halving gains nothing.
            warnings.simplefilter("ignore")
            model = firthmodels.FirthCoxPH(backend="numpy", gtol=1e-7, max_iter=200)
            times = np.array(case["time"], dtype=np.float64)
            model.fit(covariates(case), (np.array(case["event"], dtype=np.bool_), times))
        found = penalised(case)
        # Its own steps end at some 1e-7.
        np.testing.assert_allclose(found.coefficients, model.coef_, rtol=1e-6, atol=1e-6)
        np.testing.assert_allclose(found.std_errors, model.bse_, rtol=1e-6)
    assert len(untied) > 5


def test_the_unit_of_a_covariate_does_not_matter() -> None:
    case = FIRTH[5]
    times = time_to_event(case["time"], case["event"])
    finer = penalised_inference(times, covariates(case) * 10, 0.95)
    assert isinstance(finer, Inference)
    np.testing.assert_allclose(10 * finer.conf_high, penalised(case).conf_high, rtol=1e-8)
    assert finer.statistic == pytest.approx(penalised(case).statistic)


# Start.


def test_steps_that_a_start_leads_astray_begin_again_from_zero() -> None:
    # R: coxph() gives 2.2156 with a standard error of 0.8586; lifelines ends at -316.
    frame = pd.DataFrame(
        {
            "months": [1] * 7 + list(range(2, 23)),
            "event": [1] * 7 + [0] * 21,
            "group": [1, 1] + [0] * 26,
        }
    )
    (term,) = cox_regression(frame, months="months", event="event", covariates=["group"]).terms
    assert round(term.coefficient, 4) == 2.2156
    assert round(term.std_error, 4) == 0.8586


# Several lines of a patient.


def test_clustered_errors_limits_p_and_wald_test_are_rs() -> None:
    for case in CLUSTERED:
        found = clustered(case)
        assert_agree([term.coefficient for term in found.terms], case["coef"])
        assert_agree([term.std_error for term in found.terms], case["se"])
        assert_agree([term.conf_low for term in found.terms], case["conf_low"])
        assert_agree([term.conf_high for term in found.terms], case["conf_high"])
        assert_agree([term.p_value for term in found.terms], case["p_value"])
        assert_agree(found.statistic, case["wald"])
        assert found.n_patients == len(set(case["patient"]))
    assert len(CLUSTERED) == 41


def test_a_clustered_regression_names_its_variance_and_tests_no_proportional_hazards() -> None:
    found = clustered(CLUSTERED[0])
    assert found.method.endswith("with the variance clustered by patient (Lin and Wei)")
    assert (found.proportional_hazards, found.test_name) == ((), "Wald test by patient,")


def test_no_more_patients_than_coefficients_are_too_few() -> None:
    case = CLUSTERED[0] | {"patient": [1, 2] * 38}
    assert clustered(case).reason == "too few patients to allow for several lines of each"


def test_a_penalised_likelihood_has_no_variance_by_patient() -> None:
    frame = pd.DataFrame(
        {"m": range(1, 13), "e": 1, "x": [1] * 6 + [0] * 6, "p": list("aabcdefghijk")}
    )
    found = cox_regression(frame, months="m", event="e", covariates=["x"], cluster="p")
    assert found.reason == (
        "events follow the order of x perfectly: the ordinary hazard ratio would be 0 or "
        "infinite, and Firth's penalised likelihood cannot allow for several lines of a patient"
    )
