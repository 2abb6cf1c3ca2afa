"""The counts on the way to each figure are those of the figures themselves."""

from __future__ import annotations

import pytest

from imt_core.analyses.attrition import Attrition, attrition
from imt_core.analyses.response import response_table
from imt_core.analyses.survival import survival_summary
from imt_core.analyses.swimmer.lines import swimmer_lines
from imt_core.cohort.counting import CaseCount
from imt_core.cohort.filters import CohortFilter, Criterion, FilteredCohort, filter_cohort
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.intake.checks.checked_cohort import parse_cohort
from imt_core.intake.remedies.setting_aside import set_aside
from tests.intake.checks.test_checked_cohort import sheet
from tests.oracles.oracle import make_cohort

POSITIVE = Criterion(column="alk_status", levels=("positive",))
FIRST = Criterion(column="line_group", levels=("first",))


def way_of(cohort: Cohort, *criteria: Criterion) -> tuple[Attrition, FilteredCohort]:
    view = filter_cohort(cohort, CohortFilter(criteria=criteria))
    return attrition(cohort.count, view), view


@pytest.mark.parametrize("criteria", [(), (POSITIVE,), (POSITIVE, FIRST)])
def test_each_figure_counts_the_lines_that_its_result_counts(
    small_cohort: Cohort, criteria: tuple[Criterion, ...]
) -> None:
    way, view = way_of(small_cohort, *criteria)
    figures = {figure.label: figure for figure in way.figures}
    names: tuple[tuple[str, str], ...] = (("OS", "os"), ("PFS", "pfs"))
    for label, name in names:
        summary = survival_summary(view.cohort, name)
        assert figures[label].count == summary.count
        assert figures[label].left_out == summary.left_out
    group = response_table(view.cohort).groups[0]
    assert figures["Response rate"].count.n_lines == group.n_evaluable
    reasons = {out.reason: out.count.n_lines for out in figures["Response rate"].left_out}
    expected = {f"not evaluable: {reason}": n for reason, n in group.not_evaluable}
    if group.n_not_recorded:
        expected["no response recorded"] = group.n_not_recorded
    assert reasons == expected
    plot = swimmer_lines(view.cohort)
    assert figures["Swimmer plot"].count == plot.count
    assert figures["Swimmer plot"].left_out == plot.left_out


@pytest.mark.parametrize("criteria", [(), (POSITIVE,), (POSITIVE, FIRST)])
def test_what_enters_and_what_does_not_add_up_to_the_lines_in_view(
    small_cohort: Cohort, criteria: tuple[Criterion, ...]
) -> None:
    way, view = way_of(small_cohort, *criteria)
    assert way.in_view == view.after
    for figure in way.figures:
        out = sum(group.count.n_lines for group in figure.left_out)
        assert figure.count.n_lines + out == view.after.n_lines


def test_the_steps_are_file_cohort_each_criterion_and_view(small_cohort: Cohort) -> None:
    way, view = way_of(small_cohort, POSITIVE, FIRST)
    assert [step.label for step in way.steps] == [
        "Rows in the file",
        "Lines in the cohort",
        "Kept: ALK-positive",
        "Kept: first line",
        "Lines in view",
    ]
    assert [step.count.n_lines for step in way.steps] == [9, 9, 4, 3, 3]
    assert [step.left_out[0].count for step in way.steps[2:4]] == [
        step.left_out for step in view.steps
    ]
    assert way.steps[2].left_out[0].reason == "not ALK-positive"
    assert way.steps[-1].left_out == ()


def test_a_sheet_without_an_endpoint_says_so() -> None:
    cohort = make_cohort(
        patient_id=["a", "b"], line_number=[1.0, 1.0], os_months=[3.0, 4.0], os_event=[1.0, 0.0]
    )
    way, _ = way_of(cohort)
    told = {f.label: [(out.reason, out.count.n_lines) for out in f.left_out] for f in way.figures}
    assert told == {
        "OS": [],
        "PFS": [("the sheet has no PFS", 2)],
        "RFS": [("the sheet has no RFS", 2)],
        "Response rate": [("the sheet has no best_response", 2)],
        "Swimmer plot": [],
    }


def test_rows_and_cells_set_aside_are_on_the_way() -> None:
    table = sheet(patient_id={4: ""}, pfs_months={3: "x"})
    aside = set_aside(table)
    assert aside.table is not None
    cohort = parse_cohort(aside.table).cohort
    assert cohort is not None
    way = attrition(
        aside.before,
        filter_cohort(cohort, CohortFilter()),
        rows_aside=aside.left_out,
        n_cells_emptied=aside.n_cells,
    )
    assert way.steps[0].count == CaseCount(n_lines=3, n_patients=1)
    assert [(out.reason, out.count.n_lines) for out in way.steps[1].left_out] == [
        ("no patient_id", 1)
    ]
    assert way.n_cells_emptied == aside.n_cells == 4
    assert {f.label: f.count.n_lines for f in way.figures} == {
        "OS": 2,
        "PFS": 1,
        "RFS": 0,
        "Response rate": 2,
        "Swimmer plot": 2,
    }


def test_an_empty_view_has_no_lines_anywhere(small_cohort: Cohort) -> None:
    way, _ = way_of(small_cohort, Criterion(column="sex", levels=()))
    assert way.in_view == CaseCount(n_lines=0, n_patients=0)
    assert all(f.count.n_lines == 0 and f.left_out == () for f in way.figures)


def test_rows_that_do_not_add_up_are_misuse(small_cohort: Cohort) -> None:
    view = filter_cohort(small_cohort, CohortFilter())
    with pytest.raises(ImtError, match="file must count the 9 lines of the cohort"):
        attrition(CaseCount(n_lines=10, n_patients=9), view)


def test_the_frame_has_one_row_for_each_count(small_cohort: Cohort) -> None:
    way, _ = way_of(small_cohort, POSITIVE)
    frame = way.to_frame()
    assert frame.columns.tolist() == [
        "part",
        "label",
        "direction",
        "reason",
        "n_lines",
        "n_patients",
    ]
    n_out = sum(len(step.left_out) for step in (*way.steps, *way.figures))
    assert len(frame) == len(way.steps) + len(way.figures) + n_out
    into = frame[(frame["part"] == "figure") & (frame["direction"] == "in")]
    assert into["n_lines"].tolist() == [f.count.n_lines for f in way.figures]


def test_only_a_line_with_a_time_is_drawn_whatever_the_time() -> None:
    gaps = [None] * 4
    cohort = make_cohort(
        patient_id=list("abcde"),
        line_number=[1.0] * 5,
        disease_extent=["localized", "advanced", None, "advanced", "localized"],
        rfs_months=[3.0, *gaps],
        pfs_months=[None, 2.0, None, None, None],
        os_months=[None, None, 4.0, None, None],
        treatment_months=[None, None, None, 1.0, None],
    )
    way, view = way_of(cohort)
    assert way.figures[-1].count == swimmer_lines(view.cohort).count
    assert way.figures[-1].count.n_lines == 4
