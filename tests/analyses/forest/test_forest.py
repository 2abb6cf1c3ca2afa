"""Subgroups side by side: every rate is the one of its own cases, and nothing is tested."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imt_core import clopper_pearson, kaplan_meier, survival_rate, wilson
from imt_core.analyses.forest.forest import Forest, subgroup_forest
from imt_core.analyses.response import response_table
from imt_core.cohort.endpoint_cases import derive_endpoint
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import Conventions
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import EN_DASH
from imt_core.reporting.content.titles import finding
from imt_core.reporting.design.forest import describe_forest
from imt_core.reporting.tables.forest_table import format_forest_table
from imt_core.reporting.tables.result_tables import result_tables
from tests.oracles.oracle import assert_agree, make_cohort, recording
from tests.reporting.masking.alone import masked_alone

FIELDS = ("n_event", "n", "estimate", "conf_low", "conf_high")


def recorded() -> Cohort:
    frame = make_cohort(**recording("line_cohort.json")["columns"]).frame
    numbers = [c for c in frame if c.endswith(("_months", "_event", "_number"))]
    return Cohort(frame=frame.astype(dict.fromkeys(numbers, float)), name="recorded")


def codes(forest: Forest) -> list[str]:
    return [note.code for note in forest.notes]


def test_response_rates_and_exact_limits_are_rs_overall_and_in_every_subgroup() -> None:
    forest = subgroup_forest(recorded(), columns=["sex", "alk_status"])
    r = recording("line_cohort.json")["forest"]
    assert [row.level or "overall" for row in forest.rows] == r["subgroup"]
    for row, theirs in zip(forest.rows, r["orr"], strict=True):
        assert_agree([getattr(row, field) for field in FIELDS], theirs)


@pytest.mark.parametrize("conf_type", ["log", "log-log"])
def test_landmark_rates_and_their_limits_are_rs_overall_and_in_every_subgroup(
    conf_type: str,
) -> None:
    forest = subgroup_forest(
        recorded(),
        columns=["sex", "alk_status"],
        measure=("pfs", 12),
        conventions=Conventions(survival_conf_type=conf_type),
    )
    r = recording("line_cohort.json")["forest"][f"pfs_12_{conf_type.replace('-', '_')}"]
    for row, theirs in zip(forest.rows, r, strict=True):
        ours = (row.n_event, row.n, row.n_risk, row.estimate, row.conf_low, row.conf_high)
        assert_agree(ours, theirs)


def test_the_overall_row_comes_first_and_columns_keep_their_order(small_cohort: Cohort) -> None:
    forest = subgroup_forest(small_cohort, columns=["regimen_group", "sex"])
    assert [row.name for row in forest.rows] == [
        "Overall",
        "Regimen group: anthracycline-based",
        "Regimen group: MTX-V",
        "Regimen group: other",
        "Regimen group: not recorded",
        "Sex: male",
        "Sex: female",
        "Sex: not recorded",
    ]
    assert forest.overall.is_overall
    assert not forest.rows[1].is_overall


@pytest.mark.parametrize("unit", ["lines", "patients"])
def test_response_rates_are_those_of_the_response_table(small_cohort: Cohort, unit: str) -> None:
    forest = subgroup_forest(small_cohort, columns=["regimen_group"], unit=unit)
    table = response_table(small_cohort, by=["regimen_group"], unit=unit)
    ours = [(row.n_event, row.n, row.conf_low) for row in forest.rows[1:] if row.n]
    assert ours == [
        (g.orr.n_success, g.orr.n, g.orr.conf_low) for g in table.groups if g.n_evaluable
    ]


def test_another_interval_can_be_chosen(small_cohort: Cohort) -> None:
    exact = subgroup_forest(small_cohort, columns=[]).overall
    chosen = Conventions(proportion_conf_type="wilson", conf_level=0.9)
    score = subgroup_forest(small_cohort, columns=[], conventions=chosen).overall
    assert (exact.conf_low, exact.conf_high) == clopper_pearson(3, 6)
    assert (score.conf_low, score.conf_high) == wilson(3, 6, conf_level=0.9)


def test_the_number_of_subgroups_looked_at_is_said(small_cohort: Cohort) -> None:
    forest = subgroup_forest(small_cohort, columns=["sex", "alk_status"])
    assert forest.n_subgroups == 5
    assert forest.notes[0].message == ("5 subgroups were looked at: some differ by chance alone.")


def test_one_subgroup_is_said_in_the_singular() -> None:
    cohort = make_cohort(patient_id=["a"], line_number=[1.0], sex=["male"], best_response=["PR"])
    message = subgroup_forest(cohort, columns=["sex"]).notes[0].message
    assert message == "1 subgroup was looked at: some differ by chance alone."


def test_without_columns_there_is_only_the_overall_row(small_cohort: Cohort) -> None:
    forest = subgroup_forest(small_cohort, columns=[])
    assert (len(forest.rows), forest.n_subgroups) == (1, 0)
    assert "subgroups_looked_at" not in codes(forest)


def test_a_column_named_twice_is_looked_at_once(small_cohort: Cohort) -> None:
    assert subgroup_forest(small_cohort, columns=["sex", "sex"]).n_subgroups == 2


def test_small_subgroups_are_kept_and_named(small_cohort: Cohort) -> None:
    forest = subgroup_forest(small_cohort, columns=["alk_status"])
    unknown = forest.rows[3]
    assert (unknown.label, unknown.n_event, unknown.n, unknown.is_small) == ("unknown", 1, 1, True)
    note = next(note for note in forest.notes if note.code == "few_cases")
    assert note.message == (
        "Fewer than 5 lines: ALK status: positive; ALK status: negative; ALK status: unknown. "
        "Read their patients one by one rather than their percentages."
    )


def test_a_level_without_evaluable_cases_has_no_rate_but_a_reason(small_cohort: Cohort) -> None:
    row = subgroup_forest(small_cohort, columns=["sex"]).rows[-1]
    assert (row.label, row.n, row.estimate, row.conf_high) == ("not recorded", 0, None, None)
    assert row.reason == "no evaluable lines"


def test_a_level_nobody_of_which_enters_the_endpoint_has_no_rate_but_a_reason(
    small_cohort: Cohort,
) -> None:
    forest = subgroup_forest(small_cohort, columns=["disease_extent"], measure=("pfs", 6))
    row = forest.rows[1]
    assert (row.label, row.n, row.reason) == ("localized", 0, "no case enters PFS")
    assert forest.n_subgroups == 1


def test_beyond_the_last_follow_up_of_a_subgroup_it_has_no_rate() -> None:
    cohort = make_cohort(
        patient_id=["a", "b", "c"],
        line_number=[1.0] * 3,
        sex=["male", "female", "female"],
        os_months=[5.0, 30.0, 40.0],
        os_event=[0.0, 1.0, 0.0],
    )
    forest = subgroup_forest(cohort, columns=["sex"], measure=("os", 12))
    assert forest.rows[1].estimate is None
    assert forest.rows[1].reason == "beyond the last follow-up (5.0 months)"
    assert forest.rows[2].estimate == 1.0


def test_events_and_cases_at_risk_are_counted_at_the_landmark() -> None:
    cohort = make_cohort(
        patient_id=list("abcd"),
        line_number=[1.0] * 4,
        os_months=[6.0, 12.0, 12.0, 30.0],
        os_event=[1.0, 1.0, 0.0, 1.0],
    )
    row = subgroup_forest(cohort, columns=[], measure=("os", 12)).overall
    # By hand: 3/4 after 6 months, times 2/3 after 12.
    assert (row.n_event, row.n_risk, row.estimate) == (2, 3, pytest.approx(0.5))


def test_where_everyone_had_the_event_the_rate_is_0_without_limits() -> None:
    cohort = make_cohort(
        patient_id=["a", "b"], line_number=[1.0] * 2, os_months=[6.0, 6.0], os_event=[1.0, 1.0]
    )
    row = subgroup_forest(cohort, columns=[], measure=("os", 12)).overall
    assert (row.estimate, row.conf_low, row.conf_high) == (0.0, None, None)


def test_rates_without_events_are_explained() -> None:
    cohort = make_cohort(
        patient_id=["a", "b"], line_number=[1.0] * 2, os_months=[20.0, 30.0], os_event=[0.0, 0.0]
    )
    forest = subgroup_forest(cohort, columns=[], measure=("os", 12))
    assert codes(forest) == ["no_events"]


def test_an_upper_limit_of_100_after_events_is_explained() -> None:
    months, event = [4.0, *[20.0] * 9], [1.0, *[0.0] * 9]
    cohort = make_cohort(
        patient_id=list("abcdefghij"), line_number=[1.0] * 10, os_months=months, os_event=event
    )
    forest = subgroup_forest(cohort, columns=[], measure=("os", 12))
    assert codes(forest) == ["limit_of_one"]
    chosen = Conventions(survival_conf_type="log-log")
    assert codes(subgroup_forest(cohort, columns=[], measure=("os", 12), conventions=chosen)) == []


def test_patients_with_several_lines_are_mentioned(small_cohort: Cohort) -> None:
    assert "repeated_patients" in codes(subgroup_forest(small_cohort, columns=[]))
    assert "repeated_patients" not in codes(
        subgroup_forest(small_cohort, columns=[], unit="patients")
    )


def test_a_cohort_without_cases_has_an_overall_row_without_a_rate(small_cohort: Cohort) -> None:
    empty = replace(small_cohort, frame=small_cohort.frame.head(0))
    assert subgroup_forest(empty, columns=["sex"]).overall.reason == "no evaluable lines"
    survival = subgroup_forest(empty, columns=["sex"], measure=("os", 12))
    assert (survival.overall.n, survival.overall.reason) == (0, "no case enters OS")


def test_levels_that_partition_the_cases_add_up_to_all() -> None:
    forest = subgroup_forest(recorded(), columns=["sex"])
    males, females = forest.rows[1:]
    assert males.n + females.n == forest.overall.n
    assert males.n_event + females.n_event == forest.overall.n_event


def test_a_subgroups_rate_is_that_of_the_cohort_filtered_to_it() -> None:
    cohort = recorded()
    forest = subgroup_forest(cohort, columns=["sex"], measure=("os", 24))
    males = replace(cohort, frame=cohort.frame[cohort.frame["sex"] == "male"])
    alone = subgroup_forest(males, columns=[], measure=("os", 24)).overall
    assert forest.rows[1].estimate == alone.estimate
    assert forest.rows[1].conf_low == alone.conf_low


def test_flags_are_read_as_yes_and_no() -> None:
    cohort = make_cohort(
        patient_id=["a", "b"],
        line_number=[1.0] * 2,
        best_response=["PR", "SD"],
        later_alk_inhibitor=[1.0, 0.0],
    )
    rows = subgroup_forest(cohort, columns=["later_alk_inhibitor"]).rows[1:]
    assert [(row.level, row.label) for row in rows] == [("0", "no"), ("1", "yes")]


def test_an_unknown_column_is_refused_with_the_remedy(small_cohort: Cohort) -> None:
    with pytest.raises(ImtError, match="columns must be columns of the cohort, but ecog was not"):
        subgroup_forest(small_cohort, columns=["ecog"])


def test_a_column_of_many_levels_is_refused() -> None:
    cohort = make_cohort(
        patient_id=[f"p{i}" for i in range(20)],
        line_number=[1.0] * 20,
        best_response=["PR"] * 20,
        age_years=[float(i) for i in range(20)],
    )
    with pytest.raises(ImtError, match="at most 15 levels, but age_years has 20"):
        subgroup_forest(cohort, columns=["age_years"])


def test_the_rate_of_all_treated_counts_not_evaluable_as_no_response(small_cohort: Cohort) -> None:
    forest = subgroup_forest(small_cohort, columns=["disease_extent"], measure="orr_treated")
    assert [(row.name, row.n_event, row.n) for row in forest.rows] == [
        ("Overall", 3, 8),
        ("Disease: localized", 1, 2),
        ("Disease: advanced", 2, 6),
        ("Disease: not recorded", 0, 0),
    ]
    assert (forest.overall.conf_low, forest.overall.conf_high) == clopper_pearson(3, 8)
    assert (forest.measure_label, forest.count_label, forest.rows[-1].reason) == (
        "Overall response rate of all treated",
        "responders/treated lines",
        "no treated lines",
    )
    assert forest.method.startswith("not evaluable (NE) counts as no response; 95% CI: exact")


@pytest.mark.parametrize("measure", ["dcr", ("ttp", 12), ("pfs",)])
def test_an_unknown_measure_is_refused(small_cohort: Cohort, measure: object) -> None:
    with pytest.raises(ImtError, match="measure must be orr or orr_treated, or an endpoint"):
        subgroup_forest(small_cohort, columns=[], measure=measure)


def test_an_impossible_time_is_refused(small_cohort: Cohort) -> None:
    with pytest.raises(ImtError, match="months must be at least 0"):
        subgroup_forest(small_cohort, columns=[], measure=("os", -1))


def test_a_cohort_without_responses_is_refused(small_cohort: Cohort) -> None:
    cohort = replace(small_cohort, frame=small_cohort.frame.drop(columns="best_response"))
    with pytest.raises(ImtError, match="cohort must have the column best_response"):
        subgroup_forest(cohort, columns=[])


def test_the_frame_has_one_row_for_each_subgroup_unformatted(small_cohort: Cohort) -> None:
    frame = subgroup_forest(small_cohort, columns=["alk_status"]).to_frame()
    assert frame.columns.tolist() == [
        "measure",
        "column",
        "level",
        "label",
        "unit",
        "n",
        "n_event",
        "n_risk",
        "estimate",
        "conf_low",
        "conf_high",
        "reason",
        "conf_level",
        "method",
    ]
    assert frame.loc[1, ["label", "n", "n_event", "estimate"]].tolist() == [
        "ALK status: positive",
        3,
        2,
        2 / 3,
    ]


def test_the_method_says_that_nothing_is_tested(small_cohort: Cohort) -> None:
    assert subgroup_forest(small_cohort, columns=[]).method == (
        "95% CI: exact (Clopper-Pearson); described by subgroup, no test of interaction"
    )
    assert subgroup_forest(small_cohort, columns=[], measure=("os", 12)).method == (
        "Kaplan-Meier, 95% CI on the log scale (Greenwood); described by subgroup, "
        "no test of interaction"
    )


def test_the_labels_name_measure_and_counts(small_cohort: Cohort) -> None:
    forest = subgroup_forest(small_cohort, columns=[], measure=("os", 7.5), unit="patients")
    assert forest.measure_label == "Overall survival at 7.5 months"
    assert forest.count_label == "events by 7.5 months/patients"


def test_the_overall_rate_is_the_curves(small_cohort: Cohort) -> None:
    row = subgroup_forest(small_cohort, columns=[], measure=("os", 12)).overall
    curve = kaplan_meier(derive_endpoint(small_cohort, "os").times)
    assert row.estimate == survival_rate(curve, 12).estimate


def test_the_table_writes_counts_rates_and_reasons(small_cohort: Cohort) -> None:
    shown = format_forest_table(subgroup_forest(small_cohort, columns=["sex"]))
    assert shown.values.tolist() == [
        ["Overall", "3/6", "50.0% (11.8–88.2)"],
        ["Sex: male", "1/3", "33.3% (0.8–90.6)"],
        ["Sex: female", "2/3", "66.7% (9.4–99.2)"],
        ["Sex: not recorded", "0/0", "NE: no evaluable lines"],
    ]


def test_of_overall_survival_by_lines_patients_who_died_stand_beside_events(sample: Cohort) -> None:
    forest = subgroup_forest(sample, columns=["sex"], measure=("os", 60.0))
    assert [(row.n_event, row.n_died) for row in forest.rows] == [(23, 17), (17, 12), (6, 5)]
    assert forest.to_frame()["n_died"].tolist() == [17, 12, 5]
    assert format_forest_table(forest)["Patients who died"].tolist() == ["17", "12", "5"]
    assert "Overall: 23/48 (17 died)" in describe_forest(forest)
    assert "23 events (17 patients died) in 48" in finding(forest)
    assert result_tables(forest).facts[0].text.startswith("23 events (17 patients died)")
    masked = masked_alone(forest, under=8).tables["forest"]
    # Of 17 and 12 with <8 it would be at least 5.
    assert masked["Patients who died"].tolist() == ["17", EN_DASH, "<8"]
    by_patient = subgroup_forest(sample, columns=["sex"], measure=("os", 60.0), unit="patients")
    assert "Patients who died" not in format_forest_table(by_patient)
    of_progression = subgroup_forest(sample, columns=["sex"], measure=("pfs", 60.0))
    assert "n_died" not in of_progression.to_frame()
