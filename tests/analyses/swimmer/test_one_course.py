"""One patient's lines stand at their true time, and each has its place among those in view."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.swimmer.one_course import Course, course_of
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion, filter_cohort
from imt_core.cohort.pseudonyms import new_labels, patient_key
from imt_core.cohort.relative_time import drop_dates
from imt_core.cohort.schema import Cohort
from imt_core.cohort.treatment_lines import bar_times, read_treatment_lines
from imt_core.reporting.content.answers import answer_of
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.export import Export
from imt_core.reporting.content.view_document import view_document
from imt_core.reporting.tables.course_table import columns_lacking, format_course_table


def of(cohort: Cohort, patient: str, **options: object) -> Course:
    return course_of(cohort, patient_key(patient), **options)


def view_of(cohort: Cohort, patient: str, **options: object) -> ComputedView:
    return compute_view(cohort, ViewRequest(kind="course", patient=patient_key(patient), **options))


def only(column: str, *levels: str) -> CohortFilter:
    return CohortFilter(criteria=(Criterion(column=column, levels=levels),))


def without(cohort: Cohort, *columns: str) -> Cohort:
    return replace(cohort, frame=cohort.frame.drop(columns=list(columns)))


def test_lines_stand_where_the_dates_of_the_sheet_say(sample: Cohort) -> None:
    course = of(sample, "IMT-05")
    # 2010-02-08 to 2012-09-03 are 938 days; treatment of the first line ended at 24.61 months.
    first, third = course.lines
    assert (first.start, third.start) == (0.0, pytest.approx(938 / 30.4375))
    assert third.gap == pytest.approx(938 / 30.4375 - 24.61)
    assert course.end == pytest.approx(938 / 30.4375 + 52.57)
    assert [lane.bars[0].start for lane in course.plot.lanes] == [first.start, third.start]
    assert course.plot.lanes[0].segments[1].end == third.start
    assert [note.message for note in course.notes] == ["Line 2 is not in the sheet."]


def test_months_from_the_first_line_place_lines_as_dates_do(sample: Cohort) -> None:
    relative = of(drop_dates(sample), "IMT-05")
    assert relative.lines[1].start == pytest.approx(of(sample, "IMT-05").lines[1].start)


def test_without_dates_and_survival_each_line_has_a_day_1_of_its_own_and_it_is_said(
    sample: Cohort,
) -> None:
    course = of(without(sample, "start_date", "os_months", "os_event"), "IMT-05")
    assert [(one.start, one.gap) for one in course.lines] == [(None, None)] * 2
    assert [lane.bars[0].start for lane in course.plot.lanes] == [0.0, 0.0]
    assert course.plot.origin == "day 1 of cycle 1 of each line"
    assert course.notes[0].code == "own_origins"
    assert (course.end, course.died) == (None, None)


def test_the_end_of_a_course_without_one_axis_is_that_of_the_last_line() -> None:
    frame = pd.DataFrame(
        {
            "patient_id": ["a", "a"],
            "line_number": [1.0, 2.0],
            "pfs_months": [3.0, 5.0],
            "os_months": [None, 8.0],
            "os_event": [None, 1.0],
        }
    )
    view = view_of(Cohort(frame=frame, name="one"), "a")
    assert not view.result.is_placed
    assert answer_of(view).sentence == (
        "a: 2 lines; best response not recorded; PFS 5.0 months; died at 8.0 months of line 2."
    )


def test_the_answer_tells_lines_best_response_what_held_and_the_end(sample: Cohort) -> None:
    said = answer_of(view_of(sample, "IMT-02")).sentence
    assert said == (
        "IMT-02: 1 line; best response PD on line 2; PFS 1.9 months (event); died at 6.4 months."
    )


def test_a_place_is_counted_among_the_lines_in_view_with_the_same_endpoint(sample: Cohort) -> None:
    one = of(sample, "IMT-02").lines[0]
    months = sample.frame["pfs_months"].dropna()
    assert (one.place.place, one.place.n) == (1 + int((months > 1.91).sum()), len(months))
    neighbours = (one.place.longer, one.place.shorter)
    nearest = (months[months > 1.91].min(), months[months < 1.91].max())
    ties = (months == 1.91).sum() > 1
    assert all(line.patient_id != "IMT-02" for line in neighbours)
    assert ties or tuple(line.months for line in neighbours) == nearest


def test_a_patient_out_of_view_is_shown_all_the_same_without_a_place(sample: Cohort) -> None:
    view = view_of(sample, "IMT-05", filter=only("alk_status", "negative"))
    assert [(one.in_view, one.place) for one in view.result.lines] == [(False, None)] * 2
    assert answer_of(view).sentence.endswith("Not in view: ALK-negative.")
    second = of(filter_cohort(sample, only("line_group", "further")).cohort, "IMT-05")
    assert [one.in_view for one in second.lines] == [False, True]
    assert second.lines[1].place.n < of(sample, "IMT-05").lines[1].place.n


def test_a_start_of_an_alk_inhibitor_that_two_lines_record_is_marked_once(sample: Cohort) -> None:
    assert (sample.frame.query("patient_id == 'IMT-05'")["later_alk_inhibitor"] == 1).all()
    kinds = [[m.kind for m in lane.markers] for lane in of(sample, "IMT-05").plot.lanes]
    assert ["ALK inhibitor" in own for own in kinds] == [False, True]


def test_every_field_is_told_and_what_has_no_meaning_there_is_not_missing(sample: Cohort) -> None:
    table = format_course_table(of(sample, "IMT-03")).set_index("Field")
    assert table.columns.tolist() == ["Line 1", "Line 2"]
    assert table.loc["RFS (months)"].tolist() == ["2", "does not apply"]
    assert table.loc["OS event"].tolist() == ["no", "no"]
    assert "Start date" not in table.index
    frame = sample.frame.assign(stop_reason=None)
    lacking = of(replace(without(sample, "cycles"), frame=frame.drop(columns="cycles")), "IMT-03")
    assert set(format_course_table(lacking).set_index("Field").loc["Reason for stopping"]) == {
        "not recorded"
    }
    assert columns_lacking(lacking) == ("Cycles", "Target lesion changes")


def test_a_document_shows_the_same_patient_under_a_new_label(sample: Cohort) -> None:
    key = patient_key("IMT-05")
    request = ViewRequest(kind="course", patient=key, index=key)
    export = Export(
        opened=sample, requests=(request,), context=ExportContext(cohort_name="IMT"), seed="a"
    )
    ((view,), context) = export.work_out()
    label = new_labels(sample, seed="a")["IMT-05"]
    assert (view.result.patient_id, view.result.is_index) == (label, True)
    assert view.result.lines[1].start == of(sample, "IMT-05").lines[1].start
    document = view_document(view, context)
    assert document.title == f"Course of {label}, index patient: 2 lines in 1 patient"
    assert "IMT-05" not in str([table.shown for table in document.shown_tables])


def test_a_masked_document_tells_nothing_of_one_patient_and_marks_nobody(sample: Cohort) -> None:
    key = patient_key("IMT-05")
    request = ViewRequest(kind="course", patient=key, index=key)
    masked = ExportContext(cohort_name="IMT", small_cells_under=5)
    ((view,), context) = Export(opened=sample, requests=(request,), context=masked).work_out()
    document = view_document(view, context)
    assert (view.result.is_index, document.tables, document.shows_chart) == (False, (), False)


def test_the_times_of_all_rows_at_once_are_those_of_each_line(sample: Cohort) -> None:
    emptied = sample.frame.assign(
        disease_extent=sample.frame["disease_extent"].mask(sample.frame.index % 7 == 0),
        pfs_months=sample.frame["pfs_months"].mask(sample.frame.index % 5 == 0),
    )
    cohort = replace(sample, frame=emptied)
    times = bar_times(cohort, ("OS", "treatment"))
    lines = read_treatment_lines(cohort, ("OS", "treatment"))
    assert {line.endpoint for line in lines} == {"PFS", "RFS", "OS"}
    assert times["endpoint"].tolist() == [line.endpoint for line in lines]
    assert times["months"].tolist() == [line.months for line in lines]
