"""Best responses: counted by group, with the denominator of every rate named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imt_core import clopper_pearson, wilson
from imt_core.analyses.response import response_table
from imt_core.analyses.response_rates import stable_for
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import Conventions
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import as_floats, assert_agree, make_cohort, recording


def test_responses_are_counted(small_cohort: Cohort) -> None:
    group = response_table(small_cohort).groups[0]
    assert group.counts == {"CR": 1, "PR": 2, "SD": 1, "PD": 2}
    assert (group.n_evaluable, group.n_not_evaluable, group.n_not_recorded) == (6, 2, 1)


def test_evaluable_not_evaluable_and_unrecorded_lines_are_all_lines(small_cohort: Cohort) -> None:
    table = response_table(small_cohort, by=["regimen_group"])
    for group in table.groups:
        accounted = group.n_evaluable + group.n_not_evaluable + group.n_not_recorded
        assert accounted == group.count.n_lines
    assert sum(group.count.n_lines for group in table.groups) == 9


def test_rates_are_of_evaluable_lines(small_cohort: Cohort) -> None:
    group = response_table(small_cohort).groups[0]
    assert (group.orr.n_success, group.orr.n, group.orr.estimate) == (3, 6, 0.5)
    assert (group.dcr.n_success, group.dcr.n) == (4, 6)


def test_reasons_for_no_evaluation_are_counted_and_missing_ones_named(small_cohort: Cohort) -> None:
    group = response_table(small_cohort).groups[0]
    assert sorted(group.not_evaluable) == [("adjuvant", 1), ("reason not recorded", 1)]


def test_without_a_column_of_reasons_the_reason_is_not_recorded(small_cohort: Cohort) -> None:
    cohort = replace(small_cohort, frame=small_cohort.frame.drop(columns="ne_reason"))
    assert response_table(cohort).groups[0].not_evaluable == (("reason not recorded", 2),)


def test_limits_are_exact_unless_another_interval_is_chosen(small_cohort: Cohort) -> None:
    exact = response_table(small_cohort).groups[0].orr
    chosen = Conventions(proportion_conf_type="wilson", conf_level=0.9)
    score = response_table(small_cohort, conventions=chosen).groups[0].orr
    assert (exact.conf_low, exact.conf_high) == clopper_pearson(3, 6)
    assert (score.conf_low, score.conf_high) == wilson(3, 6, conf_level=0.9)


def test_every_group_has_its_own_denominator(small_cohort: Cohort) -> None:
    table = response_table(small_cohort, by=["alk_status"])
    assert [(g.label, g.orr.n_success, g.orr.n) for g in table.groups] == [
        ("ALK-positive", 2, 3),
        ("ALK-negative", 0, 2),
        ("ALK-unknown", 1, 1),
        ("ALK status not recorded", 0, 0),
    ]


def test_a_group_without_evaluable_lines_has_no_rate(small_cohort: Cohort) -> None:
    group = response_table(small_cohort, by=["sex"]).groups[-1]
    assert (group.label, group.orr.estimate, group.dcr.conf_high) == (
        "Sex not recorded",
        None,
        None,
    )


def test_counting_patients_takes_each_patients_first_line(small_cohort: Cohort) -> None:
    table = response_table(small_cohort, unit="patients")
    assert str(table.count) == "7 lines in 7 patients"
    assert table.groups[0].counts == {"CR": 1, "PR": 2, "SD": 1, "PD": 0}


def test_groups_that_share_patients_say_so(small_cohort: Cohort) -> None:
    notes = response_table(small_cohort, by=["line_group"]).notes
    assert notes[0].code == "shared_patients"


def test_the_cases_of_a_small_group_are_listed(small_cohort: Cohort) -> None:
    messages = [note.message for note in response_table(small_cohort, by=["alk_status"]).notes]
    assert "ALK-positive has only 3 evaluable lines: CR, PR, PD." in messages


def test_a_cohort_without_cases_has_no_groups(small_cohort: Cohort) -> None:
    table = response_table(replace(small_cohort, frame=small_cohort.frame.head(0)))
    assert (table.groups, table.count.n_lines) == ((), 0)


def test_a_cohort_without_responses_is_refused_with_the_remedy(small_cohort: Cohort) -> None:
    cohort = replace(small_cohort, frame=small_cohort.frame.drop(columns="best_response"))
    sentence = (
        "cohort must have the column best_response for a response table, but it is missing. "
        "Add it to the sheet."
    )
    with pytest.raises(ImtError, match=sentence):
        response_table(cohort)


def test_the_frame_has_one_row_for_each_group_with_counts_and_fractions(
    small_cohort: Cohort,
) -> None:
    frame = response_table(small_cohort, by=["alk_status"]).to_frame()
    assert frame.columns.tolist() == [
        "group",
        "unit",
        "n_lines",
        "n_patients",
        "CR",
        "PR",
        "SD",
        "PD",
        "n_evaluable",
        "n_treated",
        "n_not_evaluable",
        "n_not_recorded",
        "reasons_not_evaluable",
        "durable_months",
        "n_stable_lasted",
        "n_stable_not_known",
        "orr",
        "orr_conf_low",
        "orr_conf_high",
        "dcr",
        "dcr_conf_low",
        "dcr_conf_high",
        "durable_at_least",
        "durable_at_most",
        "durable_conf_low",
        "durable_conf_high",
        "orr_treated",
        "orr_treated_conf_low",
        "orr_treated_conf_high",
        "dcr_treated",
        "dcr_treated_conf_low",
        "dcr_treated_conf_high",
        "durable_treated_at_least",
        "durable_treated_at_most",
        "durable_treated_conf_low",
        "durable_treated_conf_high",
        "conf_level",
        "method",
    ]
    positive = frame.iloc[0]
    assert (positive["n_lines"], positive["n_patients"], positive["orr"]) == (4, 3, 2 / 3)
    assert positive["reasons_not_evaluable"] == "adjuvant: 1"


def test_the_method_names_criteria_denominator_and_interval(small_cohort: Cohort) -> None:
    assert response_table(small_cohort).method == (
        "best response by RECIST v1.1; rates are of evaluable lines, and of all treated with not "
        "evaluable (NE) as no response; 95% CI: exact (Clopper-Pearson); durable control: CR, PR, "
        "or SD of at least 6 months from day 1 by PFS (localized disease: RFS), a range where SD "
        "was followed for less"
    )


@pytest.mark.parametrize("name", recording("response.json")["cases"])
def test_every_rate_of_both_denominators_is_rs(name: str) -> None:
    case = recording("response.json")["cases"][name]
    n = len(case["response"])
    cohort = make_cohort(
        patient_id=[f"p{i}" for i in range(n)],
        line_number=[1.0] * n,
        best_response=case["response"],
        pfs_months=as_floats(case["months"]).tolist(),
        pfs_event=as_floats(case["event"]).tolist(),
    )
    (group,) = response_table(
        cohort,
        durable_months=case["durable_months"],
        conventions=Conventions(conf_level=case["conf_level"]),
    ).groups
    for rates, r in ((group.of_evaluable, "of_evaluable"), (group.of_treated, "of_treated")):
        for rate in ("orr", "dcr", "durable", "durable_at_most"):
            ours, theirs = getattr(rates, rate), case[r][rate]
            assert (ours.n_success, ours.n) == (theirs["x"], theirs["n"])
            assert_agree(
                [ours.estimate, ours.conf_low, ours.conf_high],
                [theirs["estimate"], theirs["low"], theirs["high"]],
            )


def test_unrecorded_lines_are_in_no_rate_and_said_to_be(small_cohort: Cohort) -> None:
    table = response_table(small_cohort)
    assert (table.groups[0].of_treated.n, table.groups[0].n_not_recorded) == (8, 1)
    said = [note.message for note in table.notes if note.code == "not_recorded"]
    assert said == [
        "All: 1 line without a recorded response is in no rate, in that of all treated neither."
    ]


def test_stable_disease_in_localized_disease_lasts_until_relapse() -> None:
    cohort = make_cohort(
        patient_id=["a", "b", "c"],
        line_number=[1.0] * 3,
        disease_extent=["localized", "advanced", None],
        best_response=["SD"] * 3,
        rfs_months=[7.0, 7.0, 7.0],
        rfs_event=[1.0] * 3,
        pfs_months=[None, 2.0, None],
        pfs_event=[None, 1.0, None],
    )
    assert stable_for(cohort, 6).tolist() == ["lasted", "ended", "lasted"]


def test_without_times_durable_control_is_known_as_bounds_only(small_cohort: Cohort) -> None:
    columns = ["pfs_months", "pfs_event"]
    table = response_table(replace(small_cohort, frame=small_cohort.frame.drop(columns=columns)))
    rates = table.groups[0].of_evaluable
    assert (rates.durable.n_success, rates.durable_at_most.n_success) == (3, 4)
    assert table.notes[-2].message == (
        "All: of 1 line with SD it is not known whether it lasted 6 months, so durable control is "
        "given as a range."
    )
