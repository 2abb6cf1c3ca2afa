"""Cox regression: fractions by hand, R, what is refused and why, silence, and theorems."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from math import exp, factorial, log, sqrt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from imt_core.comparisons.cox.diagnostics import GLOBAL_TERM
from imt_core.comparisons.cox.regression import CoxRegression, cox_regression
from imt_core.conventions.errors import ImtError
from imt_core.estimates.small_groups import MIN_EVENTS_PER_COEFFICIENT
from tests.effort import tries
from tests.oracles.oracle import agree, as_floats, assert_agree, recording

COX = recording("regression.json")["cox"]
RANDOM = recording("regression.json")["random_cox"]
REFUSED = recording("regression.json")["refused"]

MEASURED = st.lists(
    st.tuples(st.integers(0, 8), st.booleans(), st.integers(0, 3)), min_size=6, max_size=20
)
CASES = st.lists(
    st.tuples(st.integers(0, 8), st.booleans(), st.sampled_from("ab"), st.integers(0, 3)),
    min_size=12,
    max_size=30,
)


def fit(frame: pd.DataFrame, covariates: Sequence[str], **options: Any) -> CoxRegression:
    return cox_regression(frame, months="months", event="event", covariates=covariates, **options)


def frame_of(case: dict) -> pd.DataFrame:
    frame = pd.DataFrame({"months": case["time"], "event": case["event"]})
    for name, values in case["covariates"].items():
        levels = case["levels"].get(name)
        frame[name] = pd.Categorical(values, levels) if levels else as_floats(values)
    return frame


def random_frame(case: dict) -> pd.DataFrame:
    columns = {"months": case["time"], "event": case["event"]}
    return pd.DataFrame(columns | {"arm": case["arm"], "dose": case["dose"]})


def cases_frame(cases: Sequence[tuple]) -> pd.DataFrame:
    return pd.DataFrame(cases, columns=["months", "event", "arm", "dose"])


def field(regression: CoxRegression, name: str) -> list[float]:
    return [getattr(term, name) for term in regression.terms]


def has_maximum_in_r(case: dict) -> bool:
    # Where there is none R stops at some large coefficient; the largest real one here is 4.6.
    coefficients = as_floats(case["coef"])
    return bool(np.isfinite(coefficients).all() and (abs(coefficients) < 8).all())


def silent(level: int = 2) -> pd.DataFrame:
    """Ten events in two arms of ten, `level` of them on each day."""
    months = np.repeat(np.arange(1, 20 // level + 1), level)
    return pd.DataFrame({"months": months, "event": [1, 1, 0, 0] * 5, "arm": ["a", "b"] * 10})


# Worked by hand.


def test_without_ties_the_null_likelihood_is_the_product_of_the_numbers_at_risk() -> None:
    regression = fit(frame_of(COX["eight"]), ["sex"])
    # The seventh is censored: its 2 at risk are not in the product.
    assert regression.log_likelihood_null == pytest.approx(-log(factorial(8) / 2))


def test_of_five_tied_events_efron_takes_one_after_the_other_out() -> None:
    frame = pd.DataFrame({"months": [1] * 5 + [2], "event": [1] * 5 + [0], "dose": [0, 1] * 3})
    assert fit(frame, ["dose"]).log_likelihood_null == pytest.approx(-log(factorial(6)))


def test_of_identical_groups_the_hazard_ratio_is_1_and_its_error_2_over_root_events() -> None:
    # Each event comes from a half of those at risk: information 1/4 from each of the 10.
    (term,) = fit(silent(), ["arm"]).terms
    assert term.hazard_ratio == pytest.approx(1)
    assert term.std_error == pytest.approx(2 / sqrt(10))
    assert term.conf_high == pytest.approx(exp(1.959963984540054 * 2 / sqrt(10)))
    assert term.p_value == pytest.approx(1)


# R.


@pytest.mark.parametrize("name", COX)
def test_hazard_ratios_with_limits_and_p_are_rs(name: str) -> None:
    regression, r = fit(frame_of(COX[name]), list(COX[name]["covariates"])), COX[name]["r"]
    assert (regression.n, regression.n_event) == (r["n"], r["n_event"])
    for ours, theirs in (
        ("coefficient", "coef"),
        ("std_error", "se"),
        ("hazard_ratio", "hazard_ratio"),
        ("conf_low", "conf_low"),
        ("conf_high", "conf_high"),
        ("p_value", "p_value"),
    ):
        assert_agree(field(regression, ours), r[theirs])


@pytest.mark.parametrize("name", COX)
def test_the_level_of_confidence_moves_the_limits_as_in_r(name: str) -> None:
    regression = fit(frame_of(COX[name]), list(COX[name]["covariates"]), conf_level=0.9)
    assert_agree(field(regression, "conf_low"), COX[name]["r"]["conf_low_90"])
    assert_agree(field(regression, "conf_high"), COX[name]["r"]["conf_high_90"])


@pytest.mark.parametrize("name", COX)
def test_likelihoods_their_test_and_concordance_are_rs(name: str) -> None:
    regression, r = fit(frame_of(COX[name]), list(COX[name]["covariates"])), COX[name]["r"]
    assert_agree(regression.log_likelihood, r["log_likelihood"])
    assert_agree(regression.log_likelihood_null, r["log_likelihood_null"])
    assert_agree([regression.statistic, regression.df, regression.p_value], r["likelihood_ratio"])
    assert_agree(regression.concordance, r["concordance"])


@pytest.mark.parametrize("name", [name for name in COX if COX[name]["r"]["zph_terms"]])
def test_the_tests_of_proportional_hazards_are_rs(name: str) -> None:
    tests = fit(frame_of(COX[name]), list(COX[name]["covariates"])).proportional_hazards
    r = COX[name]["r"]
    assert [t.term for t in tests] == [*r["zph_terms"][:-1], GLOBAL_TERM]
    assert_agree([t.statistic for t in tests], r["zph_statistic"])
    assert_agree([t.df for t in tests], r["zph_df"])
    assert_agree([t.p_value for t in tests], r["zph_p_value"])


def test_every_random_cohort_with_a_maximum_has_rs_regression() -> None:
    with_maximum = [case for case in RANDOM if has_maximum_in_r(case)]
    differing = []
    for case in with_maximum:
        ours = fit(random_frame(case), ["arm", "dose"])
        ph = [t.statistic for t in ours.proportional_hazards]
        same = (
            agree(field(ours, "coefficient"), case["coef"])
            and agree(field(ours, "std_error"), case["se"])
            and agree(ours.log_likelihood, case["log_likelihood"])
            and agree(ours.concordance, case["concordance"])
            and (case["zph_statistic"] is None or agree(ph, case["zph_statistic"]))
        )
        if not same:
            differing.append(case["id"])
    assert differing == []
    assert len(with_maximum) > 100


def test_every_random_cohort_in_which_r_runs_away_is_penalised_or_refused() -> None:
    runaway = [case for case in RANDOM if not has_maximum_in_r(case)]
    # One in five, for the profiles take their time.
    fits = [fit(random_frame(case), ["arm", "dose"]) for case in runaway[::5]]
    assert len(runaway) > 40
    assert all(bool(f.reason) == (f.terms == ()) for f in fits)
    assert not [f.reason for f in fits if "converge" in f.reason]
    ratios = [term for f in fits if f.is_penalised for term in f.terms]
    assert len(ratios) > 10
    assert all(0 < t.conf_low < t.hazard_ratio < t.conf_high < np.inf for t in ratios)


def test_lifelines_giving_up_does_not_keep_a_cohort_from_its_hazard_ratio() -> None:
    # lifelines stops with a ConvergenceError in random cohort 37; R does not.
    case = RANDOM[36]
    assert_agree(field(fit(random_frame(case), ["arm", "dose"]), "coefficient"), case["coef"])


# What is refused, and why.


def assert_refused(regression: CoxRegression, reason: str) -> None:
    assert regression.reason == reason
    assert (regression.terms, regression.proportional_hazards) == ((), ())
    numbers = (regression.statistic, regression.p_value, regression.log_likelihood)
    assert (*numbers, regression.log_likelihood_null, regression.concordance) == (None,) * 5


def test_without_cases_there_is_no_regression() -> None:
    assert_refused(fit(silent().head(0), ["arm"]), "no cases")


def test_with_one_patient_no_covariate_varies() -> None:
    assert_refused(fit(silent().head(1), ["arm"]), "no covariate varies")


def test_when_all_are_censored_there_is_no_regression() -> None:
    assert_refused(fit(silent().assign(event=0), ["arm"]), "no event was observed")


def test_fewer_events_than_five_a_coefficient_are_too_few() -> None:
    frame = silent().assign(dose=np.arange(20) % 7, size=np.arange(20) % 3)
    assert fit(frame, ["arm", "dose"]).reason == ""
    assert_refused(
        fit(frame, ["arm", "dose", "size"]),
        "10 events are too few for 3 coefficients: each needs at least 5",
    )
    assert MIN_EVENTS_PER_COEFFICIENT == 5


def assert_penalised(regression: CoxRegression, why: str) -> None:
    assert regression.is_penalised
    assert (regression.reason, regression.proportional_hazards) == ("", ())
    assert regression.notes[0].message == (
        f"{why}: the ordinary hazard ratio would be 0 or infinite. Firth's penalised likelihood "
        "keeps it finite; read its interval, not its size."
    )
    assert regression.method.startswith("Cox regression by Firth's penalised likelihood")


def test_a_level_without_events_is_penalised_where_r_gives_a_coefficient_of_minus_30() -> None:
    arm, event = ["a"] * 6 + ["b", "a", "b", "a", "b", "b"], [1] * 6 + [0, 1, 0, 1, 0, 0]
    frame = pd.DataFrame({"months": range(1, 13), "event": event, "arm": arm})
    assert_penalised(fit(frame, ["arm"]), "No event in arm: b (4 cases)")
    assert REFUSED["level_without_event"]["coef"][0] < -30


def test_a_reference_without_events_is_penalised_too() -> None:
    frame = silent().assign(event=[0, 1] * 10)
    assert_penalised(fit(frame, ["arm"]), "No event in arm: a (10 cases)")


def test_events_in_the_order_of_a_number_are_penalised_where_r_gives_a_coefficient_of_37() -> None:
    frame = pd.DataFrame({"months": range(1, 9), "event": 1, "dose": range(8, 0, -1)})
    assert_penalised(fit(frame, ["dose"]), "Events follow the order of dose perfectly")
    assert REFUSED["perfect_order"]["coef"][0] > 30


def test_events_of_one_arm_all_before_those_of_the_other_are_penalised() -> None:
    frame = pd.DataFrame({"months": range(1, 13), "event": 1, "arm": ["b"] * 6 + ["a"] * 6})
    assert_penalised(fit(frame, ["arm"]), "Events follow the order of arm perfectly")


def test_two_covariates_that_order_the_events_only_together_are_penalised() -> None:
    first = np.array([5, 1, 4, 2, 3, 1, 6, 2, 0, 3, 1, 0])
    second = np.arange(12, 0, -1) - first
    frame = pd.DataFrame({"months": range(1, 13), "event": 1, "x": first, "y": second})
    assert fit(frame, ["x"]).reason == fit(frame, ["y"]).reason == ""
    assert not fit(frame, ["x"]).is_penalised
    assert_penalised(fit(frame, ["x", "y"]), "Events follow the order of x with y perfectly")


def test_two_copies_of_one_covariate_cannot_be_estimated() -> None:
    frame = silent().assign(dose=np.arange(20) % 7, twice=2 * (np.arange(20) % 7))
    assert_refused(
        fit(frame, ["dose", "twice"]),
        "dose with twice cannot be estimated: among those at risk when events happened "
        "the covariates do not vary or carry the same information",
    )


def test_a_covariate_that_varies_only_before_the_first_event_cannot_be_estimated() -> None:
    months, event = [1, 1, 5, 6, 7, 8, 9], [0, 0, 1, 1, 1, 1, 1]
    frame = pd.DataFrame({"months": months, "event": event, "dose": [1, 2, 0, 0, 0, 0, 0]})
    assert fit(frame, ["dose"]).reason.startswith("dose cannot be estimated")


def test_a_unit_so_large_that_the_hazard_ratio_overflows_is_refused() -> None:
    frame = frame_of(COX["lung_three"])
    reason = fit(frame.assign(age=frame["age"] / 1e6), ["age"]).reason
    assert reason == "a hazard ratio for one unit is too large to state: choose a smaller unit"


# Covariates and rows.


def test_rows_with_a_missing_value_are_counted_and_left_out() -> None:
    frame = silent().assign(dose=[np.nan, *range(19)])
    frame.loc[1, "months"] = np.nan
    regression = fit(frame, ["arm", "dose"])
    assert (regression.n, regression.n_left_out) == (18, 2)
    assert [note.message for note in regression.notes[:2]] == [
        "1 case left out: follow-up or event not recorded.",
        "1 case left out: arm or dose not recorded.",
    ]


def test_leaving_rows_out_is_the_same_as_not_having_them() -> None:
    frame = silent().assign(dose=[np.nan, *range(19)])
    assert fit(frame, ["dose"]).terms == fit(frame.dropna(), ["dose"]).terms


def test_a_constant_is_dropped_with_a_note() -> None:
    regression = fit(silent().assign(site="one"), ["arm", "site"])
    assert [term.name for term in regression.terms] == ["arm"]
    assert regression.notes[0].message == "site is the same in all cases and was dropped."
    assert regression.df == 1


def test_only_constants_leave_nothing_to_estimate() -> None:
    assert_refused(fit(silent().assign(site="one"), ["site"]), "no covariate varies")


def test_fewer_than_ten_events_a_coefficient_carry_a_note() -> None:
    few = fit(silent().assign(dose=np.arange(20) % 7), ["arm", "dose"])
    assert few.notes[-1].message == (
        "10 events for 2 coefficients: with fewer than 10 for each, hazard ratios are unstable."
    )
    assert fit(silent(), ["arm"]).notes == ()


def test_a_level_of_few_events_carries_a_note() -> None:
    notes = fit(random_frame(RANDOM[36]), ["arm", "dose"]).notes
    assert notes[-1].message == "arm: b has only 1 event: a hazard ratio against it is unstable."


def test_where_r_stops_one_covariate_can_still_be_tested_for_proportional_hazards() -> None:
    # The only case of arm b leaves at the first event time: nothing tells whether its hazard
    # changes.
    tests = fit(random_frame(RANDOM[36]), ["arm", "dose"]).proportional_hazards
    assert RANDOM[36]["zph_statistic"] is None
    assert [test.p_value is None for test in tests] == [True, False, True]


def test_levels_of_a_plain_column_stand_sorted() -> None:
    frame = silent().assign(sex=["male", "female"] * 10)
    assert [(t.level, t.reference) for t in fit(frame, ["sex"]).terms] == [("male", "female")]


def test_levels_of_a_categorical_column_stand_in_its_own_order() -> None:
    frame = silent().assign(arm=pd.Categorical(["a", "b"] * 10, ["c", "b", "a"]))
    assert [(t.level, t.reference) for t in fit(frame, ["arm"]).terms] == [("a", "b")]


def test_the_reference_can_be_named_or_the_most_frequent_level() -> None:
    frame = silent().assign(arm=["a"] * 6 + ["b", "a"] * 2 + ["b"] * 10)
    named = fit(frame, ["arm"], reference={"arm": "b"}).terms[0]
    assert fit(frame, ["arm"], reference="most frequent").terms[0] == named
    assert (named.reference, named.n, named.n_reference) == ("b", 8, 12)


def test_terms_count_the_cases_and_events_of_level_and_reference() -> None:
    (term,) = fit(silent().assign(event=[1, 1, 1, 0] * 5), ["arm"]).terms
    assert (term.n, term.n_event, term.n_reference, term.n_event_reference) == (10, 5, 10, 10)


def test_a_number_has_no_level_and_counts_everybody() -> None:
    (term,) = fit(silent().assign(dose=np.arange(20) % 7), ["dose"]).terms
    assert (term.level, term.reference, term.n_reference) == (None, None, None)
    assert (term.n, term.n_event) == (20, 10)


def test_yes_and_no_are_levels_and_no_is_the_reference() -> None:
    (term,) = fit(silent().assign(arm=[False, True] * 10), ["arm"]).terms
    assert (term.level, term.reference) == ("yes", "no")


def test_events_all_at_one_time_leave_proportional_hazards_untested() -> None:
    frame = pd.DataFrame({"months": [5] * 6 + [6] * 2, "event": [1] * 6 + [0] * 2})
    regression = fit(frame.assign(dose=[3, 1, 2, 5, 1, 2, 4, 0]), ["dose"])
    assert regression.reason == ""
    assert {(t.statistic, t.p_value) for t in regression.proportional_hazards} == {(None, None)}


def test_the_frame_has_one_row_for_each_term() -> None:
    regression = fit(frame_of(COX["veteran_cell_type"]), ["celltype", "karno"])
    frame = regression.to_frame()
    assert frame["level"].tolist() == ["smallcell", "adeno", "large", None]
    assert frame["hazard_ratio"].tolist() == field(regression, "hazard_ratio")
    assert frame["n"].tolist() == field(regression, "n")
    assert frame["n_all"].unique().tolist() == [regression.n]
    assert frame["ties"].unique().tolist() == ["efron"]
    assert [test.df for test in regression.proportional_hazards] == [3, 1, 4]


def test_a_refusal_has_a_frame_without_rows_but_with_columns() -> None:
    refused = fit(silent().head(0), ["arm"])
    assert (len(refused.to_frame()), "hazard_ratio" in refused.to_frame()) == (0, True)


# Misuse.


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"covariates": ["nothing"]}, "months, event and covariates must name columns"),
        ({"covariates": []}, "covariates must name at least one column"),
        ({"covariates": ["arm", "arm"]}, "covariates must name at least one column"),
        ({"covariates": ["months"]}, "covariates must name at least one column"),
        ({"conf_level": 95}, "conf_level must lie between 0 and 1"),
        ({"reference": "last"}, "reference must be first, most frequent or a mapping"),
        ({"reference": {"arm": "z"}}, "reference must name a level of arm that occurs"),
        ({"event": "arm", "covariates": ["event"]}, "arm must hold numbers"),
    ],
)
def test_misuse_is_told(options: dict, message: str) -> None:
    call: dict[str, Any] = {"months": "months", "event": "event", "covariates": ["arm"]}
    with pytest.raises(ImtError, match=message):
        cox_regression(silent(), **(call | options))


def test_an_infinite_covariate_is_refused() -> None:
    with pytest.raises(ImtError, match="dose must be finite"):
        fit(silent().assign(dose=[np.inf, *range(19)]), ["dose"])


# Silence.


@pytest.mark.parametrize("case", [RANDOM[0], RANDOM[36]], ids=["quiet", "lifelines gives up"])
def test_nothing_is_printed_warned_or_left_changed(
    case: dict, capfd: pytest.CaptureFixture[str]
) -> None:
    state, filters = np.geterr(), list(warnings.filters)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        fit(random_frame(case), ["arm", "dose"])
    assert caught == []
    assert tuple(capfd.readouterr()) == ("", "")
    assert np.geterr() == state
    assert warnings.filters == filters


def test_the_frame_given_is_not_changed() -> None:
    frame = silent()
    fit(frame, ["arm"])
    pd.testing.assert_frame_equal(frame, silent())


# Theorems.


def follows_the_order(cases: Sequence[tuple[int, bool, int]]) -> bool:
    """By definition: each event has the largest dose of those at risk; or each the smallest."""
    return any(
        all(
            sign * dose >= sign * other
            for month, event, dose in cases
            if event
            for later, _, other in cases
            if later >= month
        )
        for sign in (1, -1)
    )


@tries(15)
@given(MEASURED)
@example([*[(0, True, 0)] * 4, (0, False, 0), (1, True, 1)])
def test_one_number_is_penalised_or_refused_exactly_if_events_follow_its_order(
    cases: list[tuple[int, bool, int]],
) -> None:
    frame = pd.DataFrame(cases, columns=["months", "event", "dose"])
    assume(frame["event"].sum() >= MIN_EVENTS_PER_COEFFICIENT and len(set(frame["dose"])) > 1)
    found = fit(frame, ["dose"])
    assert (found.is_penalised or found.reason != "") == follows_the_order(cases)


def estimable(frame: pd.DataFrame) -> CoxRegression:
    regression = fit(frame, ["arm", "dose"])
    assume(len(regression.terms) == 2)
    return regression


@tries(8)
@given(CASES)
def test_swapping_the_reference_inverts_the_hazard_ratio(cases: list[tuple]) -> None:
    frame = cases_frame(cases)
    regression = estimable(frame)
    swapped = fit(frame, ["arm", "dose"], reference={"arm": "b"})
    assert swapped.terms[0].hazard_ratio == pytest.approx(1 / regression.terms[0].hazard_ratio)
    assert swapped.terms[0].p_value == pytest.approx(regression.terms[0].p_value)


@tries(8)
@given(CASES, st.randoms())
def test_the_order_of_rows_does_not_matter(cases: list[tuple], random) -> None:
    regression = estimable(cases_frame(cases))
    shuffled = fit(cases_frame(random.sample(cases, len(cases))), ["arm", "dose"])
    assert_agree(field(shuffled, "coefficient"), field(regression, "coefficient"))


@tries(8)
@given(CASES)
def test_only_the_order_of_times_matters(cases: list[tuple]) -> None:
    frame = cases_frame(cases)
    regression = estimable(frame)
    stretched = fit(frame.assign(months=np.exp(frame["months"])), ["arm", "dose"])
    assert_agree(field(stretched, "coefficient"), field(regression, "coefficient"))
    assert_agree(
        [t.statistic for t in stretched.proportional_hazards],
        [t.statistic for t in regression.proportional_hazards],
    )


@tries(8)
@given(CASES, st.sampled_from([0.01, 12.0, 1000.0]))
def test_a_number_in_another_unit_has_the_power_of_its_hazard_ratio(
    cases: list[tuple], unit: float
) -> None:
    frame = cases_frame(cases)
    regression = estimable(frame)
    scaled = fit(frame.assign(dose=frame["dose"] * unit + 50), ["arm", "dose"])
    assume(scaled.reason == "")
    assert scaled.terms[1].coefficient * unit == pytest.approx(regression.terms[1].coefficient)
    assert_agree(scaled.terms[0].coefficient, regression.terms[0].coefficient)


@tries(8)
@given(CASES)
def test_the_fit_is_at_least_as_likely_as_the_null(cases: list[tuple]) -> None:
    regression = estimable(cases_frame(cases))
    assert regression.statistic >= -1e-9
    assert all(t.conf_low < t.hazard_ratio < t.conf_high for t in regression.terms)
