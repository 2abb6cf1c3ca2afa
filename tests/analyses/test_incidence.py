"""Cumulative incidence by group: what is estimated, withheld, tested and said."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from imt_core import (
    Cohort,
    Conventions,
    ImtError,
    competing_times,
    gray_test,
    incidence_summary,
    subgroup_forest,
    survival_summary,
)
from imt_core.conventions.formatting import EN_DASH
from imt_core.reporting.content.titles import finding
from imt_core.reporting.design.incidence import incidence_chart
from imt_core.reporting.tables.incidence_tables import format_incidence_table
from imt_core.reporting.tables.result_tables import result_tables
from tests.oracles.oracle import make_cohort
from tests.reporting.masking.alone import masked_alone


def relapsing(n: int = 6, **changed: list[object]) -> Cohort:
    columns: dict[str, list[object]] = {
        "patient_id": [f"p{i}" for i in range(2 * n)],
        "line_number": [1.0] * 2 * n,
        "sex": ["male"] * n + ["female"] * n,
        "rfs_months": [float(1 + i) for i in range(2 * n)],
        "rfs_event": [1.0, 1.0, 0.0] * (2 * n // 3),
        "os_months": [float(1 + i) if i % 2 else 40.0 for i in range(2 * n)],
        "os_event": [1.0] * 2 * n,
    }
    return make_cohort(**(columns | changed))


def test_groups_are_compared_by_grays_test() -> None:
    summary = incidence_summary(relapsing(), "rfs", by=["sex"])
    codes = [[1, 2, 0, 2, 1, 0], [1, 2, 0, 2, 1, 0]]
    months = ([1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12])
    expected = gray_test([competing_times(m, c) for m, c in zip(months, codes, strict=True)])
    assert summary.test is not None
    assert summary.test.p_value == expected.p_value
    assert [(g.label, g.n_event, g.n_competing) for g in summary.groups] == [
        ("male", 2, 2),
        ("female", 2, 2),
    ]


def test_groups_that_share_patients_are_not_compared() -> None:
    shared = relapsing(patient_id=[f"p{i % 6}" for i in range(12)])
    summary = incidence_summary(shared, "rfs", by=["sex"])
    assert (summary.test, summary.test_reason) == (None, "the groups share patients")


def test_groups_by_what_is_learned_later_are_not_compared() -> None:
    late = relapsing(best_response=["PR", "SD"] * 6)
    reason = incidence_summary(late, "rfs", by=["best_response"]).test_reason
    assert reason.startswith("best response is learned after day 1")


def with_missing_starts(n_missing: int, n_known: int) -> Cohort:
    n = n_missing + n_known
    return make_cohort(
        patient_id=[f"p{i}" for i in range(n)] + [f"p{i}" for i in range(n_missing, n)],
        line_number=[1.0] * n + [2.0] * n_known,
        sex=["male", "female"] * (n // 2) + ["male", "female"] * (n_known // 2),
        start_months=[0.0] * n + [4.0] * n_known,
        total_lines=[2.0] * (n + n_known),
        os_months=[20.0] * n + [16.0] * n_known,
        os_event=[0.0] * (n + n_known),
    )


def test_few_missing_starts_are_named_and_forbid_a_test() -> None:
    summary = incidence_summary(with_missing_starts(2, 8), "ttnt", by=["sex"], overlap="first line")
    assert summary.withheld == ""
    assert summary.test is None
    assert summary.test_reason.startswith("the sheet lacks the start of 2 next treatments")
    assert "reads too low" in " ".join(note.message for note in summary.notes)


def test_many_missing_starts_forbid_the_estimate() -> None:
    summary = incidence_summary(with_missing_starts(4, 8), "ttnt", by=["sex"])
    assert (summary.groups, summary.test) == ((), None)
    assert summary.withheld.startswith("of 12 lines after which another treatment was given")
    assert summary.rates_to_frame().empty


def test_a_small_group_is_listed_with_what_ended_each_case() -> None:
    summary = incidence_summary(Cohort(frame=relapsing().frame.head(3), name="three"), "rfs")
    assert summary.notes[0].message == "All has only 3 lines: 1.0, 2.0†, 3.0+."


def test_a_beta_product_interval_becomes_log_log() -> None:
    small = replace(Conventions(), survival_conf_type="bpcp")
    summary = incidence_summary(relapsing(), "rfs", conventions=small)
    assert summary.groups[0].event.conf_type == "log-log"
    assert "log(-log) scale of the incidence" in summary.method


def test_nobody_in_view_has_no_group() -> None:
    empty = Cohort(frame=relapsing().frame.head(0), name="none")
    summary = incidence_summary(empty, "rfs")
    assert (summary.groups, summary.count.n_lines) == ((), 0)


def test_variance_by_patient_is_not_offered() -> None:
    with pytest.raises(ImtError, match="cannot allow for several lines of a patient"):
        incidence_summary(relapsing(), "rfs", overlap="cluster")


def test_the_curves_frame_has_both_causes() -> None:
    frame: pd.DataFrame = incidence_summary(relapsing(), "rfs").curves_to_frame()
    assert frame.groupby("cause")["n_event"].sum().to_dict() == {"competing": 4, "event": 4}


def test_incidences_of_an_own_column_are_compared_once_it_is_declared(sample: Cohort) -> None:
    cohort = replace(sample, frame=sample.frame.assign(ecog=[0.0, 1.0] * 24))
    asked = incidence_summary(cohort, "pfs", by=["ecog"], unit="patients")
    assert asked.test_reason == "it is not said whether ecog was known before treatment began"
    known = cohort.declare("ecog", known=True)
    assert incidence_summary(known, "pfs", by=["ecog"], unit="patients").test is not None


def dying_twice(n: int = 12) -> Cohort:
    """Each patient with two lines; every second one died without a progression, ending both."""
    return make_cohort(
        patient_id=[f"p{i // 2}" for i in range(2 * n)],
        line_number=[1.0, 2.0] * n,
        pfs_months=[12.0 + i // 2 - 6 * (i % 2) for i in range(2 * n)],
        pfs_event=[float(i // 2 % 2) for i in range(2 * n)],
        os_months=[12.0 + i // 2 - 6 * (i % 2) for i in range(2 * n)],
        os_event=[float(i // 2 % 2) for i in range(2 * n)],
    )


def test_a_death_that_ends_two_lines_is_that_of_one_patient() -> None:
    summary = incidence_summary(dying_twice(), "pfs")
    (group,) = summary.groups
    assert (group.n_competing, group.n_competing_patients, summary.repeats_deaths) == (12, 6, True)
    assert summary.to_frame()["n_competing_patients"].tolist() == [6]
    assert format_incidence_table(summary)["Patients of these deaths"].tolist() == [6]
    told = "Death without progression in 12 (6 patients): a death counts with each line of"
    assert told in [fact.text[: len(told)] for fact in result_tables(summary).facts]
    assert finding(summary) == (
        "progression in 0 and death without progression in 12 (6 patients) of 24"
    )
    chart = incidence_chart(summary)
    assert [curve.events for curve in chart.curves] == ["0", "12 (6 patients)"]
    assert "death without progression in 12 (6 patients) of 24" in chart.alt
    masked = masked_alone(summary, under=7).tables["summary"]
    # Of 12 patients the 6 others are as few.
    assert masked["Patients of these deaths"].tolist() == [EN_DASH]
    by_patient = incidence_summary(dying_twice(), "pfs", unit="patients")
    assert not by_patient.repeats_deaths
    assert "Patients of these deaths" not in format_incidence_table(by_patient)


def test_limits_that_were_cut_and_rates_before_any_event_are_explained() -> None:
    plain = Conventions(survival_conf_type="plain")
    summary = incidence_summary(relapsing(), "rfs", rate_months=[0.5, 2], conventions=plain)
    cut = summary.groups[0].rates[1]
    assert (cut.estimate, cut.conf_low) == (1 / 12, 0.0)
    assert [note.message for note in summary.notes] == [
        "No event yet: Recurrence, All at 0.5; Death without recurrence, All at 0.5 months. No "
        "limits are defined there, and 0% does not show that the risk is zero.",
        "Recurrence, All; Death without recurrence, All: a limit of 0% or 100% is where the plain "
        "scale went beyond and was cut; the log(-log) scale stays within.",
    ]
    log = incidence_summary(relapsing(), "rfs", rate_months=[2])
    assert log.notes == ()


def test_files_say_as_the_screen_does_that_limits_are_not_defined() -> None:
    cohort = relapsing()
    files = (
        incidence_summary(cohort, "rfs", rate_months=[0.5, 2]).rates_to_frame(),
        survival_summary(cohort, "rfs", rate_months=[0.5, 2]).rates_to_frame(),
    )
    for frame in files:
        early = frame["months"] == 0.5
        assert set(frame["reason"][early]) == {"limits not estimable"}
        assert set(frame["reason"][~early]) == {""}
    assert files[1].loc[0, ["estimate", "conf_low", "conf_high"]].tolist() == [1, 1, 1]
    forest = subgroup_forest(cohort, columns=["sex"], measure=("rfs", 0.5)).to_frame()
    assert set(forest["reason"]) == {"limits not estimable"}
