"""Groups are the levels of columns, in the vocabulary's order, with nobody left out."""

from __future__ import annotations

import pytest

from imt_core.cohort.counting import CaseCount, first_lines
from imt_core.cohort.grouping import Grouping, group_rows
from imt_core.cohort.schema import Cohort
from tests.oracles.oracle import make_cohort


def group(cohort: Cohort, *by: str) -> Grouping:
    return group_rows(cohort, cohort.frame, by)


def test_without_columns_all_lines_are_one_group(small_cohort: Cohort) -> None:
    grouping = group(small_cohort)
    assert [(g.label, g.count.n_lines) for g in grouping.groups] == [("All", 9)]
    assert (grouping.by, grouping.n_shared_patients) == ((), 0)


def test_groups_follow_the_vocabulary_and_empty_cells_come_last(small_cohort: Cohort) -> None:
    assert [(g.label, g.count.n_lines) for g in group(small_cohort, "alk_status").groups] == [
        ("ALK-positive", 4),
        ("ALK-negative", 3),
        ("ALK-unknown", 1),
        ("ALK status not recorded", 1),
    ]


def test_a_columns_name_is_the_label_of_its_grouping(small_cohort: Cohort) -> None:
    assert group(small_cohort, "alk_status").label == "ALK status"


def test_levels_outside_a_vocabulary_are_sorted_as_numbers_where_they_are_numbers() -> None:
    cohort = make_cohort(patient_id=list("abc"), ecog=["10", "2", "unclear"])
    labels = [g.label for g in group(cohort, "ecog").groups]
    assert labels == ["ecog: 2", "ecog: 10", "ecog: unclear"]


def test_two_columns_are_crossed_and_combinations_nobody_has_are_left_out(
    small_cohort: Cohort,
) -> None:
    grouping = group(small_cohort, "sex", "disease_extent")
    assert grouping.label == "Sex × Disease"
    assert [(g.label, str(g.count)) for g in grouping.groups] == [
        ("male · advanced", "4 lines in 3 patients"),
        ("female · localized", "2 lines in 2 patients"),
        ("female · advanced", "2 lines in 2 patients"),
        ("Sex not recorded · Disease not recorded", "1 line in 1 patient"),
    ]


@pytest.mark.parametrize("by", [("sex",), ("alk_status", "line_group"), ("line_number",)])
def test_every_line_is_in_exactly_one_group(small_cohort: Cohort, by: tuple[str, ...]) -> None:
    rows = [row for g in group(small_cohort, *by).groups for row in g.rows.index]
    assert sorted(rows) == small_cohort.frame.index.tolist()


def test_patients_with_lines_in_two_groups_are_counted_and_said(small_cohort: Cohort) -> None:
    grouping = group(small_cohort, "line_group")
    assert grouping.n_shared_patients == 2
    assert (grouping.notes[0].code, grouping.notes[0].message) == (
        "shared_patients",
        "2 patients have lines in more than one group, so the groups are not "
        "independent of each other: no test compares them until it is settled how "
        "these patients count.",
    )


def test_one_shared_patient_is_said_in_the_singular(small_cohort: Cohort) -> None:
    grouping = group(small_cohort, "disease_extent")
    assert grouping.n_shared_patients == 1
    assert grouping.notes[0].message.startswith("1 patient has lines in more than one group")


def test_groups_in_which_patients_count_twice_are_named(small_cohort: Cohort) -> None:
    grouping = group(small_cohort, "sex")
    assert grouping.n_shared_patients == 0
    assert [note.code for note in grouping.notes] == ["repeated_patients"]
    assert grouping.notes[0].message.startswith("male, female: some patients count with more than")


def test_groups_of_patients_counted_once_need_no_note(small_cohort: Cohort) -> None:
    first = first_lines(small_cohort.frame)
    assert group_rows(small_cohort, first, ["sex"]).notes == ()


def test_no_rows_make_no_groups(small_cohort: Cohort) -> None:
    grouping = group_rows(small_cohort, small_cohort.frame.head(0), ["sex"])
    assert (grouping.groups, grouping.n_shared_patients) == ((), 0)


def test_without_columns_no_rows_are_one_empty_group(small_cohort: Cohort) -> None:
    grouping = group_rows(small_cohort, small_cohort.frame.head(0))
    assert [g.count for g in grouping.groups] == [CaseCount(n_lines=0, n_patients=0)]
