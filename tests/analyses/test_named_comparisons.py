"""Subgroups by name set side by side: the same numbers as columns give, and those counted by hand.

Subgroups that are the levels of a column, under the levels' names, must give what the column gives.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from imt_core import Cohort, NamedSubgroup, within_subgroups
from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.hazard_ratio import group_hazard_ratio
from imt_core.analyses.interval_choices import response_choices, survival_choices
from imt_core.analyses.regression import survival_regression
from imt_core.analyses.response_comparison import compare_response
from imt_core.analyses.survival import survival_summary
from imt_core.analyses.survival_comparison import compare_survival, small_group_permutation
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.counting import Overlap
from imt_core.cohort.labels import level_phrase
from imt_core.conventions.errors import ImtError
from imt_core.reporting.content.answers import answer_of
from tests.cohort.test_named_subgroups import A_ADVANCED, MTX_NEGATIVE, NEGATIVE, NOBODY, subgroup
from tests.places import sample_cohort
from tests.reporting.target_cohorts import with_series

BOTH = (MTX_NEGATIVE, A_ADVANCED)
NESTED = (MTX_NEGATIVE, NEGATIVE)


@cache
def some_unknown() -> Cohort:
    """The sample, of whom every fifth patient's ALK status is not known."""
    frame = sample_cohort().frame
    of_fifth = frame["patient_id"].str[-1].isin(["0", "5"])
    status = frame["alk_status"].where(~of_fifth, "unknown")
    return replace(sample_cohort(), frame=frame.assign(alk_status=status))


def named(column: str) -> tuple[NamedSubgroup, ...]:
    """A subgroup for each level of a column."""
    levels = some_unknown().levels(column)
    return tuple(subgroup(level_phrase(column, level), **{column: level}) for level in levels)


def view(by: tuple[str | NamedSubgroup, ...], **options: object) -> ComputedView:
    return compute_view(sample_cohort(), ViewRequest(by=by, **options))


def both_ways(column: str, **options: object) -> tuple[ComputedView, ComputedView]:
    ours, theirs = (
        compute_view(some_unknown(), ViewRequest(by=by, **options))
        for by in (named(column), (column,))
    )
    return ours, theirs


def assert_same(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    assert len(frames[0])
    pd.testing.assert_frame_equal(*frames, check_exact=True)


CASES = [("regimen_group", "lines"), ("alk_status", "patients"), ("line_group", "lines")]


@pytest.mark.parametrize(("column", "unit"), CASES)
def test_responses_are_those_of_the_column(column: str, unit: str) -> None:
    for overlap in ("keep", "first line", "leave out"):
        ours, theirs = both_ways(column, kind="response", unit=unit, overlap=overlap)
        assert_same((ours.result.to_frame(), theirs.result.to_frame()))
        assert (ours.count, ours.result.notes) == (theirs.count, theirs.result.notes)
        mine, other = compare_response(ours.result), compare_response(theirs.result)
        assert mine == other
    assert not ours.outside.n_lines


@pytest.mark.parametrize(("column", "unit"), CASES)
def test_survival_and_its_tests_are_those_of_the_column(column: str, unit: str) -> None:
    for overlap in ("keep", "first line", "leave out", "cluster"):
        ours, theirs = both_ways(column, kind="survival", unit=unit, overlap=overlap)
        mine, other = ours.result, theirs.result
        assert_same((mine.to_frame(), other.to_frame()))
        assert_same((mine.rates_to_frame(), other.rates_to_frame()))
        pd.testing.assert_frame_equal(mine.test_to_frame(), other.test_to_frame())
        assert mine.test_reason == other.test_reason
        assert (mine.n_event, mine.n_died, mine.notes) == (other.n_event, other.n_died, other.notes)
        assert small_group_permutation(mine) == small_group_permutation(other)
        compared = [compare_survival(x, strata=None) for x in (mine, other)]
        assert [
            (p.group_1, p.group_2, p.test.p_value, p.p_adjusted) for p in compared[0].pairs
        ] == [(p.group_1, p.group_2, p.test.p_value, p.p_adjusted) for p in compared[1].pairs]
        assert compared[0].differences == compared[1].differences


def test_the_hazard_ratio_of_two_is_that_of_the_column() -> None:
    filters = subgroup("", regimen_group=("anthracycline-based", "MTX-V")).filter
    by_name = named("regimen_group")[:2]
    ours, theirs = (
        view(by, kind="survival", unit="patients", filter=filters)
        for by in (by_name, ("regimen_group",))
    )
    ratios = [group_hazard_ratio(x.result) for x in (ours, theirs)]
    assert ratios[0] is not None
    assert ratios[1] is not None
    assert_same((ratios[0].to_frame(), ratios[1].to_frame()))
    # Cases are the same, so are those of a regression on other columns.
    assert_same(
        tuple(
            survival_regression(x.result, x.cohort, ["sex"], overlap="first line").to_frame()
            for x in (ours, theirs)
        )
    )


@pytest.mark.parametrize(("column", "unit"), CASES)
def test_incidences_and_grays_test_are_those_of_the_column(column: str, unit: str) -> None:
    for overlap in ("keep", "first line"):
        ours, theirs = both_ways(column, kind="incidence", unit=unit, overlap=overlap)
        assert_same((ours.result.to_frame(), theirs.result.to_frame()))
        assert_same((ours.result.rates_to_frame(), theirs.result.rates_to_frame()))
        assert (ours.result.test, ours.result.test_reason) == (
            theirs.result.test,
            theirs.result.test_reason,
        )
        assert ours.result.n_event == sum(group.n_event for group in theirs.result.groups)


@pytest.mark.parametrize(("column", "unit"), CASES)
def test_table_1_is_that_of_the_column(column: str, unit: str) -> None:
    ours, theirs = both_ways(column, kind="baseline", unit=unit)
    assert_same((ours.result.to_frame(), theirs.result.to_frame()))


def test_responses_of_two_subgroups_are_those_counted_by_hand() -> None:
    """7 MTX-V lines: PD PD PR PR SD CR SD; 17 of anthracyclines: 8 PR, 4 SD, 5 PD."""
    computed = view(BOTH, kind="response")
    assert [(g.orr.n_success, g.orr.n, g.counts) for g in computed.result.groups] == [
        (3, 7, {"CR": 1, "PR": 2, "SD": 2, "PD": 2}),
        (8, 17, {"CR": 0, "PR": 8, "SD": 4, "PD": 5}),
    ]
    assert (str(computed.count), str(computed.outside)) == (
        "24 lines in 24 patients",
        "24 lines in 20 patients",
    )


def test_a_line_of_two_subgroups_is_one_case_of_all_together() -> None:
    """Of 11 lines in advanced disease 8 progressed, one of them in both subgroups."""
    summary = view(NESTED, kind="survival").result
    assert [(group.n_event, group.curve.n) for group in summary.groups] == [(1, 4), (8, 11)]
    assert (summary.n_event, str(summary.count)) == (8, "11 lines in 9 patients")
    assert summary.test_reason == "the groups share patients"
    incidence = view(NESTED, kind="incidence").result
    assert (incidence.n_event, incidence.count) == (8, summary.count)


@pytest.mark.parametrize(
    ("overlap", "rate", "n"), [("first line", (1, 5), 7), ("leave out", (2, 7), 9)]
)
def test_what_is_left_where_one_subgroup_holds_the_other(
    overlap: Overlap, rate: tuple[int, int], n: int
) -> None:
    """First: NE SD SD PD SD NE PR; left out with their patients: these, a second SD and a PR."""
    table = view(NESTED, kind="response", overlap=overlap).result
    (group,) = table.groups
    assert (group.label, (group.orr.n_success, group.orr.n)) == ("ALK-negative", rate)
    assert table.count.n_lines == n
    assert table.notes[0].message.startswith("ALK-negative") is (overlap == "leave out")


def test_a_patient_counts_with_the_first_line_that_is_in_a_subgroup() -> None:
    """IMT-24 counts with line 3, IMT-02 with line 2: earlier lines are in no subgroup."""
    later = (subgroup("Second", line_group="second"), subgroup("Further", line_group="further"))
    computed = view(later, kind="response", unit="patients")
    assert computed.unit == "patients (each patient's first line in a subgroup compared)"
    frame = sample_cohort().frame
    n_patients = frame[frame["line_number"] > 1]["patient_id"].nunique()
    assert computed.count.n_patients == computed.count.n_lines == n_patients


def test_no_test_by_patient_of_groups_that_hold_the_same_line() -> None:
    summary = view(NESTED, kind="survival", overlap="cluster").result
    assert (summary.test, summary.test_reason) == (None, "the groups share 4 lines")
    assert group_hazard_ratio(summary).regression is None


def test_a_regression_takes_a_line_of_two_subgroups_once() -> None:
    computed = view(NESTED, kind="survival")
    fit = survival_regression(computed.result, computed.cohort, ["age_years"], overlap="first line")
    assert fit.n + fit.n_left_out == 9


def test_table_1_tells_all_together_once() -> None:
    table = view((*NESTED, NOBODY), kind="baseline").result
    assert [(group.label, group.count.n_lines) for group in table.groups] == [
        ("MTX-V, ALK-negative", 7),
        ("ALK-negative", 17),
        ("All", 17),
    ]
    assert [note.code for note in table.notes] == ["shared_patients", "empty_subgroups"]
    # Both are ALK-negative, so that a row would tell nothing; not both are MTX-V.
    assert "alk_status" not in {row.variable.column for row in table.rows}


def test_a_landmark_leaves_subgroups_as_they_are_and_responders_untested() -> None:
    ours, theirs = both_ways(
        "alk_status", kind="survival", endpoint="os", unit="patients", landmark_months=6.0
    )
    assert_same((ours.result.to_frame(), theirs.result.to_frame()))
    responders = (
        subgroup("Responders", best_response=("CR", "PR")),
        subgroup("Others", best_response=("SD", "PD")),
    )
    summary = view(responders, kind="survival", unit="patients", landmark_months=6.0).result
    assert summary.test is None
    assert summary.test_reason.startswith("best response is learned after day 1")


def test_every_choice_of_interval_keeps_the_subgroups() -> None:
    computed = view(BOTH, kind="survival")
    for summary in survival_choices(computed.cohort, computed.result).values():
        assert [group.label for group in summary.groups] == [one.name for one in BOTH]
    table = view(BOTH, kind="response")
    assert all(len(x.groups) == 2 for x in response_choices(table.cohort, table.result).values())


def test_columns_and_subgroups_are_not_mixed_and_subgroups_not_too_many() -> None:
    with pytest.raises(ImtError, match="columns, or up to 6 subgroups"):
        view(("sex", NEGATIVE), kind="response")
    many = tuple(subgroup(f"{n}", sex="male") for n in range(7))
    with pytest.raises(ImtError, match="columns, or up to 6 subgroups"):
        view(many, kind="response")
    with pytest.raises(ImtError, match="ward was not found"):
        view((subgroup("Ward 3", ward="3"),), kind="response")


def test_an_analysis_asked_directly_refuses_lines_of_no_subgroup() -> None:
    with pytest.raises(ImtError, match="within_subgroups"):
        survival_summary(sample_cohort(), "os", by=BOTH)


def test_toxicity_counts_a_line_of_two_subgroups_in_both_and_once_in_all() -> None:
    """Worst grades as recorded, counted in the sheet; nine lines are in both subgroups."""
    metastatic = subgroup("metastatic", stage="metastatic")
    table = view((NEGATIVE, metastatic), kind="toxicity").result
    assert [group.counts for group in table.groups] == [(4, 5, 5, 3, 0, 0), (5, 7, 5, 3, 2, 0)]
    assert str(table.count) == "30 lines in 25 patients"
    ours, theirs = both_ways("alk_status", kind="toxicity", unit="patients")
    assert_same((ours.result.to_frame(), theirs.result.to_frame()))
    assert_same((ours.result.terms_to_frame(), theirs.result.terms_to_frame()))


def test_a_waterfall_counts_a_line_of_two_subgroups_once_in_all() -> None:
    plot = view(NESTED, kind="waterfall").result
    frame = within_subgroups(sample_cohort(), NESTED).frame["target_change_pct"]
    assert len(plot.bars) > len(plot.together.bars) == frame.notna().sum()
    assert plot.together.n_not_measured == frame.isna().sum()
    assert plot.together.shrunk.n_success == (frame <= -30).sum()
    assert plot.count.n_lines == 17
    ours, theirs = both_ways("alk_status", kind="waterfall", unit="patients")
    assert_same((ours.result.groups_to_frame(), theirs.result.groups_to_frame()))


def test_toxicity_counts_a_line_of_two_subgroups_once_in_all() -> None:
    table = view(NESTED, kind="toxicity").result
    alone = view((NEGATIVE,), kind="toxicity").result.groups[0]
    assert table.together.counts == table.groups[1].counts == alone.counts
    assert table.count.n_lines == alone.count.n_lines == 17
    assert sum(table.groups[0].counts) == 7
    ours, theirs = both_ways("regimen_group", kind="toxicity", overlap="first line")
    assert_same((ours.result.to_frame(), theirs.result.to_frame()))
    assert_same((ours.result.terms_to_frame(), theirs.result.terms_to_frame()))
    shown = view((*NESTED, A_ADVANCED, subgroup("Men", sex="male")), kind="toxicity")
    severe = [group.rates["severe"] for group in shown.result.groups]
    assert [(rate.n_success, rate.n) for rate in severe[:2]] == [(2, 7), (3, 17)]
    assert shown.count.n_lines == shown.result.together.n_recorded == 37
    assert "recorded: 8/37 in 4 groups." in answer_of(shown).sentence
    ours, theirs = both_ways("alk_status", kind="toxicity", unit="patients")
    assert_same((ours.result.to_frame(), theirs.result.to_frame()))


@pytest.mark.parametrize(
    "kind", ["response", "waterfall", "spider", "survival", "incidence", "toxicity", "benchmark"]
)
def test_where_every_line_is_left_out_nobody_is_counted_and_the_answer_says_so(kind: str) -> None:
    same = tuple(subgroup(name, alk_status="negative") for name in ("a", "b"))
    request = ViewRequest(kind=kind, by=same, overlap="leave out")
    shown = compute_view(with_series(), request)
    assert str(shown.count) == "no lines"
    assert "none of 17 lines in 14 patients is counted" in answer_of(shown).sentence
