"""A landmark analysis: R's numbers, who is left out, what is known there and what is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.landmark_analysis import known_at_landmark
from imt_core.analyses.regression import survival_regression
from imt_core.analyses.survival import survival_summary
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.counting import Overlap
from imt_core.cohort.filters import CohortFilter, Criterion, filter_cohort
from imt_core.cohort.schema import Cohort
from imt_core.comparisons.cox.regression import cox_regression
from imt_core.comparisons.log_rank import log_rank
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import make_cohort, recording

CASES = recording("landmark.json")["cases"]


def cohort_of(case: dict[str, object]) -> Cohort:
    responses = list(case["response"])
    n = len(responses)
    return make_cohort(
        patient_id=[f"p{i}" for i in range(n)],
        line_number=[1.0] * n,
        best_response=["SD" if at is None else "PR" for at in responses],
        response_months=[np.nan if at is None else float(at) for at in responses],
        os_months=[float(x) for x in case["months"]],
        os_event=[float(x) for x in case["event"]],
    )


def six() -> Cohort:
    """A death before month 6, a censoring before it, and four who reach it."""
    return make_cohort(
        patient_id=list("abcdef"),
        line_number=[1.0] * 6,
        sex=["male", "female"] * 3,
        best_response=["PD", "PR", "CR", "PR", "SD", "PR"],
        response_months=[np.nan, 1.0, 2.0, 9.0, np.nan, np.nan],
        later_alk_inhibitor=[0.0, 1.0, 1.0, 1.0, 0.0, 1.0],
        later_alk_inhibitor_months=[np.nan, 3.0, 4.0, 30.0, np.nan, np.nan],
        treatment_months=[2.0, 4.0, 5.0, 8.0, 3.0, np.nan],
        stop_reason=["progression", "toxicity", "completed", "completed", "progression", None],
        os_months=[2.0, 4.0, 20.0, 12.0, 8.0, 15.0],
        os_event=[1.0, 0.0, 1.0, 1.0, 1.0, 0.0],
    )


@pytest.mark.parametrize("name", CASES)
def test_groups_curves_and_test_are_those_of_r(name: str) -> None:
    case = CASES[name]
    at = case["landmark"]
    summary = survival_summary(
        cohort_of(case), "os", by=["best_response"], landmark_months=float(at)
    )
    expected = [r for r in case["groups"] if r is not None]
    assert [(g.count.n_lines, g.n_event) for g in summary.groups] == [
        (r["n"], r["n_event"]) for r in expected
    ]
    for group, r in zip(summary.groups, expected, strict=True):
        assert group.curve.time == pytest.approx(r["time"])
        assert group.curve.estimate == pytest.approx(r["estimate"], abs=1e-12)
    left_out = {group.reason.split(" before")[0]: group.count.n_lines for group in summary.left_out}
    assert left_out.get("event", 0) == case["n_event_before"]
    assert left_out.get("censored", 0) == case["n_censored_before"]
    r = case["log_rank"]
    # A summary makes no test that no split could make significant; R makes it.
    test = log_rank(summary.times) if len(summary.times) == 2 else None
    if r is None:
        assert test is None or test.p_value is None
    else:
        assert test is not None
        assert test.expected == pytest.approx(r["expected"], rel=1e-9)
        assert test.p_value == pytest.approx(r["p_value"], rel=1e-9)
        assert summary.test is None or summary.test.p_value == test.p_value


def test_the_groups_of_a_landmark_are_tested() -> None:
    tested = [
        survival_summary(cohort_of(case), "os", by=["best_response"], landmark_months=at).test
        for case in CASES.values()
        for at in (float(case["landmark"]),)
    ]
    assert sum(test is not None and test.p_value is not None for test in tested) == 59


def test_who_is_left_out_is_named_by_reason() -> None:
    summary = survival_summary(six(), "os", by=["best_response"], landmark_months=6)
    assert [(left.reason, left.count.n_lines) for left in summary.left_out] == [
        ("event before the landmark at month 6", 1),
        ("censored before the landmark at month 6", 1),
        ("Best response at month 6 is not known", 1),
    ]
    assert [(g.label, g.count.n_lines) for g in summary.groups] == [
        ("CR or PR by month 6", 1),
        ("no CR or PR by month 6", 2),
    ]
    assert [times.months.tolist() for times in summary.times] == [[14.0], [6.0, 2.0]]


@pytest.mark.parametrize(
    ("column", "labels"),
    [
        (
            "later_alk_inhibitor",
            {"Later ALK inhibitor: by month 6": 1, "Later ALK inhibitor: not by month 6": 2},
        ),
        ("stop_reason", {"completed": 1, "on treatment at month 6": 1, "progression": 1}),
    ],
)
def test_each_column_is_told_as_it_was_known_at_the_landmark(
    column: str, labels: dict[str, int]
) -> None:
    summary = survival_summary(six(), "os", by=[column], landmark_months=6)
    assert {g.label: g.count.n_lines for g in summary.groups} == labels
    assert "day 1" not in summary.test_reason


@pytest.mark.parametrize("overlap", ["first line", "leave out"])
def test_which_line_of_a_patient_counts_is_settled_before_the_landmark(overlap: Overlap) -> None:
    # Eight of twenty first lines end before month 6; their second lines do not stand for them.
    first = [2.0 if i < 8 else 9.0 + i for i in range(20)]
    cohort = make_cohort(
        patient_id=[f"p{i}" for i in range(20)] * 2,
        line_number=[1.0] * 20 + [2.0] * 20,
        stage=["metastatic"] * 40,
        disease_extent=["advanced"] * 40,
        sex=["male", "female"] * 20,
        pfs_months=[*first, *(8 + i / 2 for i in range(20))],
        pfs_event=[1.0] * 40,
        os_months=[60.0] * 20 + [60 - months for months in first],
        os_event=[0.0] * 40,
    )
    if overlap == "leave out":
        by_line = survival_summary(
            cohort, "pfs", by=["line_number"], overlap=overlap, landmark_months=6
        )
        assert (by_line.groups, by_line.left_out[0].count.n_patients) == ((), 20)
        return
    lines = survival_summary(cohort, "pfs", by=["sex"], overlap=overlap, landmark_months=6)
    patients = survival_summary(cohort, "pfs", by=["sex"], unit="patients", landmark_months=6)
    assert str(lines.count) == str(patients.count) == "12 lines in 12 patients"
    assert lines.test_to_frame()["p_value"].tolist() == patients.test_to_frame()["p_value"].tolist()
    assert [(left.reason, left.count.n_lines) for left in lines.left_out] == [
        ("later lines of patients already counted", 20),
        ("event before the landmark at month 6", 8),
    ]
    kept = survival_summary(cohort, "pfs", landmark_months=6)
    assert survival_regression(kept, cohort, ["sex"], overlap="first line").n == 12


def test_what_has_no_month_is_drawn_and_not_tested() -> None:
    frame = six().frame.assign(total_lines=[1.0, 2.0, 3.0, 1.0, 2.0, 1.0])
    undated = replace(six(), frame=frame.drop(columns="response_months"))
    for column, label in (("total_lines", "total lines"), ("best_response", "best response")):
        summary = survival_summary(undated, "os", by=[column], landmark_months=6)
        assert summary.test is None
        assert summary.test_reason == (
            f"the sheet does not say in which month {label} is learned: no landmark tells it"
        )


def test_method_title_and_axis_say_that_time_counts_from_the_landmark() -> None:
    summary = survival_summary(six(), "os", by=["best_response"], landmark_months=6)
    end = summary.endpoint
    assert (end.label, end.short) == ("Overall survival from month 6", "OS from month 6")
    assert end.origin == "the landmark, month 6 after day 1 of cycle 1"
    assert "landmark analysis: groups as known at month 6" in summary.method


def test_follow_up_counts_from_the_landmark_too() -> None:
    case = {"months": [10, 14], "event": [0, 0], "response": [None, None]}
    group = survival_summary(cohort_of(case), "os", landmark_months=6).groups[0]
    assert group.follow_up is not None
    assert group.follow_up[1].estimate == 6.0


def test_a_group_keeps_its_colour_when_another_is_filtered_away() -> None:
    only = CohortFilter(criteria=(Criterion(column="best_response", levels=("SD", "PD")),))
    cohort = filter_cohort(six(), only).cohort
    (group,) = survival_summary(cohort, "os", by=["best_response"], landmark_months=6).groups
    whole = survival_summary(six(), "os", by=["best_response"], landmark_months=6).groups
    assert (group.label, group.place) == (whole[1].label, whole[1].place)


def test_a_regression_counts_time_from_the_landmark() -> None:
    ages = np.arange(30.0, 70.0)
    case = {"months": np.arange(4.0, 44.0), "event": [1, 0] * 20, "response": [None] * 40}
    cohort = cohort_of(case)
    cohort = replace(cohort, frame=cohort.frame.assign(age_years=np.roll(ages, 7)))
    summary = survival_summary(cohort, "os", landmark_months=6)
    kept = cohort.frame[cohort.frame["os_months"] >= 6]
    direct = cox_regression(
        kept.assign(os_months=kept["os_months"] - 6),
        months="os_months",
        event="os_event",
        covariates=["age_years"],
    )
    assert survival_regression(summary, cohort, ["age_years"]).terms == direct.terms


def test_a_landmark_is_of_an_endpoint_that_counts_from_day_1() -> None:
    with pytest.raises(ImtError, match="landmark_months must lie between 1 and 1,200"):
        compute_view(six(), ViewRequest(kind="survival", endpoint="dor", landmark_months=6.0))


def test_what_is_known_at_the_start_stays_as_it_is() -> None:
    assert known_at_landmark(six(), ["sex"], months=6).frame.equals(six().frame)
