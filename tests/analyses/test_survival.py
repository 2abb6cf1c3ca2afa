"""Survival by group: the estimators put together, with who enters and what is not tested."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from imt_core import kaplan_meier, log_rank, time_to_event
from imt_core.analyses.regression import survival_regression
from imt_core.analyses.response import response_table
from imt_core.analyses.response_comparison import compare_response
from imt_core.analyses.survival import survival_summary
from imt_core.analyses.survival_comparison import compare_survival
from imt_core.cohort.counting import Overlap
from imt_core.cohort.duration_of_response import derive_duration_of_response
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import Conventions
from imt_core.conventions.errors import ImtError
from imt_core.reporting.tables.survival_comparisons import describe_test
from imt_core.reporting.tables.survival_tables import format_rates_table, format_survival_table
from tests.oracles.oracle import make_cohort, times_over


def codes(summary) -> list[str]:
    return [note.code for note in summary.notes]


def test_each_group_has_its_cases_events_and_median(small_cohort: Cohort) -> None:
    summary = survival_summary(small_cohort, "pfs", by=["alk_status"])
    assert [(g.label, str(g.count), g.n_event, g.median.estimate) for g in summary.groups] == [
        ("ALK-positive", "2 lines in 2 patients", 2, 5.0),
        ("ALK-negative", "3 lines in 2 patients", 2, 10.0),
    ]


def test_a_groups_curve_is_the_estimators_own(small_cohort: Cohort) -> None:
    group = survival_summary(small_cohort, "pfs").groups[0]
    direct = kaplan_meier(time_to_event([6, 2, 10, 4, 12], [1, 1, 1, 1, 0]))
    assert group.curve.to_frame().equals(direct.to_frame())


def test_landmark_rates_are_read_at_the_months_asked_for(small_cohort: Cohort) -> None:
    rates = survival_summary(small_cohort, "pfs", rate_months=[3, 60]).groups[0].rates
    assert [(rate.months, rate.estimate) for rate in rates] == [(3, pytest.approx(0.8)), (60, None)]


def test_the_test_is_the_log_rank_test_of_the_groups(small_cohort: Cohort) -> None:
    thrice = times_over(small_cohort, 3)
    summary = survival_summary(thrice, "pfs", by=["alk_status"], unit="patients")
    direct = log_rank([time_to_event([6, 4] * 3, [1] * 6), time_to_event([10, 12] * 3, [1, 0] * 3)])
    assert summary.test is not None
    assert summary.test.p_value == pytest.approx(direct.p_value)
    assert summary.test_reason == ""


def test_a_single_group_is_not_tested(small_cohort: Cohort) -> None:
    summary = survival_summary(small_cohort, "pfs")
    assert (summary.test, summary.test_reason) == (None, "one group: nothing to compare")


def test_groups_that_share_patients_are_drawn_but_not_tested(small_cohort: Cohort) -> None:
    summary = survival_summary(small_cohort, "pfs", by=["line_group"])
    assert len(summary.groups) == 3
    assert summary.test is None
    assert summary.test_reason == "the groups share patients"
    assert (
        "1 patient has lines in more than one group, so the groups are not "
        "independent of each other: no test compares them until it is settled how "
        "these patients count."
    ) in [note.message for note in summary.notes]


def test_two_lines_of_a_patient_in_one_group_bar_the_test_as_in_two_groups(sample: Cohort) -> None:
    # As if the lines were independent p would be 0.009.
    kept = survival_summary(sample, "os", by=["sex"])
    assert (kept.test, kept.test_reason) == (
        None,
        "10 patients count with more than one line of a group",
    )
    assert kept.notes[0].message == (
        "male, female: some patients count with more than one line; intervals take them for lines "
        "of different patients, so they are too narrow; no test compares the groups until it is "
        "settled how these patients count."
    )


@pytest.mark.parametrize(("overlap", "p"), [("first line", 0.036), ("cluster", 0.025)])
def test_each_remedy_for_lines_within_a_group_allows_its_test(
    sample: Cohort, overlap: Overlap, p: float
) -> None:
    test = survival_summary(sample, "os", by=["sex"], overlap=overlap).test
    assert test is not None
    assert test.p_value == pytest.approx(p, abs=0.0005)


def test_counting_patients_makes_groups_that_can_be_tested(small_cohort: Cohort) -> None:
    cohort = times_over(small_cohort, 9)
    summary = survival_summary(cohort, "pfs", by=["line_group"], unit="patients")
    assert [(g.label, g.count.n_lines) for g in summary.groups] == [
        ("first line", 27),
        ("further line", 9),
    ]
    assert summary.test is not None
    assert summary.test.n == (27, 9)


def test_cases_that_enter_and_cases_left_out_are_all_cases(small_cohort: Cohort) -> None:
    summary = survival_summary(small_cohort, "pfs", unit="patients")
    left_out = sum(group.count.n_lines for group in summary.left_out)
    assert summary.count.n_lines + left_out == 9


def test_without_events_the_test_is_not_estimable_and_says_why() -> None:
    cohort = make_cohort(
        patient_id=list("abcd"),
        line_number=[1.0] * 4,
        sex=["male", "male", "female", "female"],
        os_months=[3.0, 5.0, 4.0, 6.0],
        os_event=[0.0] * 4,
    )
    summary = survival_summary(cohort, "os", by=["sex"])
    assert summary.test is not None
    assert (summary.test.p_value, summary.test_reason) == (None, "no event was observed")
    assert sorted(codes(summary)) == ["few_cases", "few_cases", "no_events", "no_events"]


def test_few_events_are_said_where_groups_are_compared(small_cohort: Cohort) -> None:
    twice = times_over(small_cohort, 2)
    by_patient = survival_summary(twice, "pfs", by=["alk_status"], unit="patients")
    assert "few_events" in codes(by_patient)
    assert "few_events" not in codes(survival_summary(twice, "pfs"))


def test_an_upper_limit_of_1_after_events_is_called_an_artefact(small_cohort: Cohort) -> None:
    log = survival_summary(small_cohort, "pfs", rate_months=[3])
    chosen = Conventions(survival_conf_type="log-log")
    log_log = survival_summary(small_cohort, "pfs", rate_months=[3], conventions=chosen)
    assert "limit_of_one" in codes(log)
    assert "limit_of_one" not in codes(log_log)


def test_limits_cut_at_0_or_100_percent_on_the_plain_scale_are_named(small_cohort: Cohort) -> None:
    chosen = Conventions(survival_conf_type="plain")
    summary = survival_summary(small_cohort, "pfs", rate_months=[3], conventions=chosen)
    rate = summary.groups[0].rates[0]
    assert (rate.estimate, rate.conf_high) == (pytest.approx(0.8), 1)
    assert "cut_limit" in codes(summary)


def test_rates_before_the_first_event_have_no_limits_and_a_note(small_cohort: Cohort) -> None:
    summary = survival_summary(small_cohort, "pfs", rate_months=[1, 1.5, 3])
    shown = format_rates_table(summary)
    assert shown["At 1.5 months"].tolist() == ["100.0% (NE–NE), 5 at risk"]
    assert [note.message for note in summary.notes if note.code == "no_event_yet"] == [
        "No event yet: All at 1; All at 1.5 months. No limits are defined there, and 100% does "
        "not show that the risk is zero."
    ]


def test_where_everyone_died_follow_up_is_not_estimable_and_upper_limits_are_not_defined() -> None:
    cohort = make_cohort(
        patient_id=list("abcd"),
        line_number=[1.0] * 4,
        os_months=[6.0, 10.0, 14.0, 20.0],
        os_event=[1.0] * 4,
    )
    summary = survival_summary(cohort, "os")
    shown = format_survival_table(summary)
    assert shown["Median follow-up, months (Q1–Q3)"].tolist() == ["NE"]
    assert shown["Median, months (95% CI)"].tolist() == ["12.0 (6.0–NE)"]


def test_follow_up_is_the_reverse_kaplan_meier_of_overall_survival(small_cohort: Cohort) -> None:
    group = survival_summary(small_cohort, "os", unit="patients").groups[0]
    # Deaths at 8, 16, 20; ends of follow-up at 12, 30, 40: G is 4/5, 2/5, 0.
    assert group.follow_up is not None
    assert [quantile.estimate for quantile in group.follow_up] == [30, 30, 40]


def test_without_overall_survival_there_is_no_follow_up(small_cohort: Cohort) -> None:
    cohort = replace(small_cohort, frame=small_cohort.frame.drop(columns=["os_event"]))
    assert survival_summary(cohort, "pfs").groups[0].follow_up is None


def test_months_that_tie_only_by_rounding_are_tied_across_groups() -> None:
    cohort = make_cohort(
        patient_id=list("abcd"),
        line_number=[1.0] * 4,
        sex=["male", "female", "male", "female"],
        os_months=[0.1 + 0.2, 0.3, 2.0, 2.0],
        os_event=[1.0, 1.0, 0.0, 0.0],
    )
    summary = survival_summary(times_over(cohort, 3), "os", by=["sex"])
    assert summary.test is not None
    assert summary.test.statistic == pytest.approx(0)


def test_groups_that_no_split_could_tell_apart_are_drawn_and_not_tested() -> None:
    cohort = make_cohort(
        patient_id=[f"p{i}" for i in range(40)],
        line_number=[1.0] * 40,
        sex=["male", "female"] * 20,
        os_months=[9.0] * 38 + [3.0, 4.0],
        os_event=[0.0] * 38 + [1.0, 1.0],
    )
    summary = survival_summary(cohort, "os", by=["sex"])
    assert summary.test is None
    assert summary.test_reason == (
        "with these numbers no result could reach p < 0.05 (the smallest possible is 0.487)"
    )


def test_a_group_whose_column_is_not_recorded_is_drawn_and_not_tested() -> None:
    # Men die early; those of unknown sex die at once, which says nothing about men and women.
    cohort = make_cohort(
        patient_id=[f"p{i}" for i in range(14)],
        line_number=[1.0] * 14,
        sex=["male"] * 5 + ["female"] * 5 + [None] * 4,
        os_months=[5.0, 7.0, 9.0, 14.0, 20.0, 6.0, 8.0, 15.0, 21.0, 24.0, 1.0, 1.0, 2.0, 2.0],
        os_event=[1.0] * 14,
    )
    summary = survival_summary(cohort, "os", by=["sex"])
    known = survival_summary(
        replace(cohort, frame=cohort.frame[cohort.frame["sex"].notna()]), "os", by=["sex"]
    )
    assert [group.label for group in summary.groups] == ["male", "female", "Sex not recorded"]
    assert summary.test is not None
    assert known.test is not None
    assert summary.test.p_value == known.test.p_value
    assert summary.test.n == (5, 5)
    assert summary.test_to_frame()["group"].tolist() == ["male", "female"]
    assert "Sex not recorded: shown and counted, but is no group of a test." in [
        note.message for note in summary.notes
    ]
    assert describe_test(summary).startswith(
        "Two-sided log-rank p = 0.232 (2 of 3 groups: those recorded)."
    )


@pytest.mark.parametrize(("column", "unknown"), [("alk_status", "unknown"), ("marker", "k.A.")])
def test_a_level_that_says_not_known_is_no_group_of_a_test(column: str, unknown: str) -> None:
    cohort = make_cohort(
        patient_id=[f"p{i}" for i in range(14)],
        line_number=[1.0] * 14,
        os_months=[5.0, 7.0, 9.0, 14.0, 20.0, 6.0, 8.0, 15.0, 21.0, 24.0, 1.0, 1.0, 2.0, 2.0],
        os_event=[1.0] * 14,
        best_response=["PR"] * 7 + ["SD"] * 7,
        **{column: ["positive"] * 5 + ["negative"] * 5 + [unknown] * 4},
    ).declare(column, known=True)
    summary = survival_summary(cohort, "os", by=[column])
    assert describe_test(summary).startswith(
        "Two-sided log-rank p = 0.232 (2 of 3 groups: those recorded)."
    )
    assert len(compare_response(response_table(cohort, by=[column])).pairs) == 1
    fit = survival_regression(summary, cohort, [column])
    assert (len(fit.terms), fit.n, fit.n_left_out) == (1, 10, 4)
    together = cohort.frame.assign(sex=["male", "female"] * 7)
    by_sex = survival_summary(replace(cohort, frame=together), "os", by=["sex"])
    stratified = compare_survival(by_sex, strata=column).test
    assert stratified is not None
    assert stratified.n == (5, 5)


def test_by_patient_patients_not_lines_are_what_could_be_split() -> None:
    # Three men and three women of six lines each: 2 of 20 splits of the patients are as extreme.
    cohort = make_cohort(
        patient_id=[f"p{i // 6}" for i in range(36)],
        line_number=[1.0 + i % 6 for i in range(36)],
        sex=["male"] * 18 + ["female"] * 18,
        line_group=["first", "further"] * 18,
        os_months=[*(1.0 + i for i in range(18)), *(10.0 + i for i in range(18))],
        os_event=[1.0] * 36,
    )
    reason = "with these numbers no result could reach p < 0.05 (the smallest possible is 0.100)"
    by_sex = survival_summary(cohort, "os", by=["sex"], overlap="cluster")
    assert (by_sex.test, by_sex.test_reason) == (None, reason)
    assert compare_survival(by_sex).reason == reason
    both_groups = survival_summary(cohort, "os", by=["line_group"], overlap="cluster")
    assert both_groups.test is not None
    assert both_groups.test.p_value is not None
    # A further group makes the test of all; the pair of three and three patients stays without.
    third = cohort.frame.assign(patient_id="q" + cohort.frame["patient_id"], sex="third")
    frame = pd.concat([cohort.frame, third], ignore_index=True).rename(columns={"sex": "arm"})
    three = replace(cohort, frame=frame).declare("arm", known=True)
    compared = compare_survival(survival_summary(three, "os", by=["arm"], overlap="cluster"))
    assert [pair.test.reason for pair in compared.pairs if pair.test.p_value is None] == [reason]
    assert compared.differences[0].landmarks[0].reason == reason


def test_a_cohort_without_cases_has_no_groups(small_cohort: Cohort) -> None:
    empty = replace(small_cohort, frame=small_cohort.frame.head(0))
    summary = survival_summary(empty, "os", by=["sex"])
    assert (summary.groups, summary.count.n_lines, summary.test) == ((), 0, None)


def test_a_cohort_without_the_endpoint_is_refused(small_cohort: Cohort) -> None:
    with pytest.raises(ImtError, match="rfs_months and rfs_event for RFS, but they are missing"):
        survival_summary(small_cohort, "rfs")


def test_conventions_are_carried_to_every_number(small_cohort: Cohort) -> None:
    chosen = Conventions(conf_level=0.9, survival_conf_type="plain", quantile_rule="first")
    summary = survival_summary(small_cohort, "pfs", by=["alk_status"], conventions=chosen)
    group = summary.groups[0]
    assert (group.curve.conf_level, group.curve.conf_type) == (0.9, "plain")
    assert (group.median.rule, group.median.estimate) == ("first", 4)
    assert summary.method == (
        "Kaplan-Meier, 90% CI on the linear scale (Greenwood); "
        "median and quartiles: first time the curve is at or below; PFS ends as the sheet has it; "
        "its rule at a next line, at loss to follow-up and after missed visits is not known"
    )


def test_the_frame_has_one_row_for_each_group(small_cohort: Cohort) -> None:
    frame = survival_summary(small_cohort, "pfs", by=["alk_status"]).to_frame()
    assert frame.columns.tolist() == [
        "endpoint",
        "group",
        "unit",
        "n_lines",
        "n_patients",
        "n_event",
        "q1_months",
        "q1_conf_low",
        "q1_conf_high",
        "median_months",
        "median_conf_low",
        "median_conf_high",
        "q3_months",
        "q3_conf_low",
        "q3_conf_high",
        "follow_up_q1_months",
        "follow_up_median_months",
        "follow_up_q3_months",
        "conf_level",
        "method",
    ]
    assert frame[["group", "n_lines", "n_event", "median_months"]].to_numpy().tolist() == [
        ["ALK-positive", 2, 2, 5.0],
        ["ALK-negative", 3, 2, 10.0],
    ]


def test_the_frame_of_rates_has_one_row_for_each_group_and_month(small_cohort: Cohort) -> None:
    summary = survival_summary(small_cohort, "pfs", by=["alk_status"], rate_months=[5, 60])
    frame = summary.rates_to_frame()
    assert frame.columns.tolist() == [
        "endpoint",
        "group",
        "unit",
        "months",
        "n",
        "estimate",
        "conf_low",
        "conf_high",
        "n_risk",
        "reason",
        "conf_level",
        "method",
    ]
    assert frame[["group", "months", "n_risk"]].to_numpy().tolist() == [
        ["ALK-positive", 5, 1],
        ["ALK-positive", 60, 0],
        ["ALK-negative", 5, 2],
        ["ALK-negative", 60, 0],
    ]
    assert frame["reason"].iloc[3] == "beyond the last follow-up (12.0 months)"


def test_the_frame_of_curves_has_one_row_for_each_group_and_time(small_cohort: Cohort) -> None:
    frame = survival_summary(small_cohort, "pfs", by=["alk_status"]).curves_to_frame()
    assert frame[["group", "time", "n_risk", "n_event"]].to_numpy().tolist() == [
        ["ALK-positive", 4, 2, 1],
        ["ALK-positive", 6, 1, 1],
        ["ALK-negative", 2, 3, 1],
        ["ALK-negative", 10, 2, 1],
        ["ALK-negative", 12, 1, 0],
    ]


@pytest.mark.parametrize("frame", ["to_frame", "rates_to_frame", "curves_to_frame"])
def test_without_cases_every_frame_is_empty(small_cohort: Cohort, frame: str) -> None:
    empty = replace(small_cohort, frame=small_cohort.frame.head(0))
    assert len(getattr(survival_summary(empty, "os"), frame)()) == 0


def test_groups_by_something_learned_later_are_drawn_and_not_tested(small_cohort: Cohort) -> None:
    summary = survival_summary(small_cohort, "os", by=["best_response"], unit="patients")
    assert len(summary.groups) > 1
    assert summary.test is None
    assert summary.test_reason.startswith("best response is learned after day 1")


def test_many_groups_with_hardly_an_event_each_are_not_tested() -> None:
    n = 12
    frame = pd.DataFrame(
        {
            "patient_id": [f"p{i}" for i in range(n)],
            "line_number": [1.0] * n,
            "centre": [f"c{i % 6}" for i in range(n)],
            "os_months": np.arange(1.0, n + 1),
            "os_event": [1.0, 0.0] * (n // 2),
        }
    )
    summary = survival_summary(Cohort(frame=frame, name="six centres"), "os", by=["centre"])
    assert summary.test is None
    assert summary.test_reason == "6 events are too few for 6 groups"


def test_deaths_are_counted_once_beside_events_that_are_told_by_lines(sample: Cohort) -> None:
    lines = survival_summary(sample, "os")
    assert (str(lines.count), lines.n_event, lines.n_died) == ("48 lines in 38 patients", 24, 17)
    by_line = survival_summary(sample, "os", by=["line_group"])
    assert [(g.n_event, g.n_died) for g in by_line.groups] == [(14, 14), (5, 5), (5, 5)]
    assert by_line.n_died == 17
    assert lines.to_frame()["n_died"].tolist() == [17]
    assert "n_died" not in survival_summary(sample, "pfs").to_frame()


def test_of_patients_the_events_are_the_deaths(sample: Cohort) -> None:
    patients = survival_summary(sample, "os", unit="patients")
    assert (patients.n_event, patients.n_died, patients.repeats_deaths) == (17, 17, False)


def test_a_column_of_the_sheets_own_is_compared_once_it_is_declared(sample: Cohort) -> None:
    cohort = replace(sample, frame=sample.frame.assign(ecog=[0.0, 1.0] * 24))
    said = {
        known: survival_summary(declared, "os", by=["ecog"], unit="patients")
        for known, declared in (
            ("nothing", cohort),
            ("known", cohort.declare("ecog", known=True)),
            ("later", cohort.declare("ecog", known=True).declare("ecog", known=False)),
        )
    }
    assert said["nothing"].test_reason == (
        "it is not said whether ecog was known before treatment began"
    )
    assert said["known"].test is not None
    assert said["later"].test_reason.startswith("ecog is learned after day 1")


@pytest.mark.parametrize("strata", ["best_response", "ecog"])
def test_strata_must_be_known_at_the_start(sample: Cohort, strata: str) -> None:
    cohort = replace(sample, frame=sample.frame.assign(ecog=[0.0, 1.0] * 24))
    summary = survival_summary(cohort, "pfs", by=["alk_status"], unit="patients")
    assert compare_survival(summary).reason == ""
    withheld = compare_survival(summary, strata=strata)
    assert (withheld.test, withheld.pairs, withheld.differences) == (None, (), ())
    assert "day 1" in withheld.reason or "it is not said" in withheld.reason


def test_duration_of_response_is_tested_only_when_asked(sample: Cohort) -> None:
    cases = derive_duration_of_response(sample, unit="patients")
    described = survival_summary(sample, cases, by=["regimen_group"], unit="patients")
    assert described.test is None
    assert compare_survival(described).reason == (
        "durations of response are only described, since who responds depends on the treatment"
    )
    tested = survival_summary(
        sample, cases, by=["regimen_group"], unit="patients", compare_durations=True
    )
    assert tested.test is not None
    assert [codes(s)[0] for s in (described, tested)] == ["selection_by_response"] * 2
    assert "selection_by_response" not in codes(survival_summary(sample, "os"))
