"""Lines and patients are counted side by side."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.cohort.counting import (
    OVERLAP_MEANING,
    CaseCount,
    Overlap,
    cases_in_unit,
    count_cases,
    count_shared_patients,
    first_lines,
    shared_patients,
)
from imt_core.cohort.grouping import Grouping, group_rows
from imt_core.cohort.overlap import ResolvedOverlap, resolve_overlap
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import make_cohort

OVERLAPS = tuple(OVERLAP_MEANING)


def test_rows_are_lines_and_distinct_identifiers_are_patients(small_cohort: Cohort) -> None:
    assert count_cases(small_cohort.frame) == CaseCount(n_lines=9, n_patients=7)


def test_an_empty_frame_has_no_lines(small_cohort: Cohort) -> None:
    assert count_cases(small_cohort.frame.head(0)) == CaseCount(n_lines=0, n_patients=0)


@pytest.mark.parametrize(
    ("n_lines", "n_patients", "text"),
    [
        (48, 38, "48 lines in 38 patients"),
        (1, 1, "1 line in 1 patient"),
        (2, 1, "2 lines in 1 patient"),
        (0, 0, "no lines"),
        (1200, 1000, "1,200 lines in 1,000 patients"),
    ],
)
def test_a_count_reads_as_words(n_lines: int, n_patients: int, text: str) -> None:
    assert str(CaseCount(n_lines=n_lines, n_patients=n_patients)) == text


def test_counts_subtract_line_by_line_and_patient_by_patient() -> None:
    left = CaseCount(n_lines=9, n_patients=7) - CaseCount(n_lines=4, n_patients=4)
    assert left == CaseCount(n_lines=5, n_patients=3)


def test_the_first_line_of_a_patient_has_the_lowest_line_number(small_cohort: Cohort) -> None:
    first = first_lines(small_cohort.frame)
    assert first.index.tolist() == [2, 4, 5, 7, 8, 9, 10]
    assert first["line_number"].dropna().tolist() == [1.0] * 6


def test_the_first_line_is_the_first_in_view(small_cohort: Cohort) -> None:
    view = small_cohort.frame[small_cohort.frame["line_number"] > 1]
    assert first_lines(view)["line_number"].tolist() == [2, 3]


def test_of_lines_with_one_number_the_earlier_row_is_the_first() -> None:
    frame = pd.DataFrame({"patient_id": ["a", "a"], "line_number": [1.0, 1.0]}, index=[7, 3])
    assert first_lines(frame).index.tolist() == [7]


def test_a_line_without_a_number_comes_after_those_with_one() -> None:
    frame = pd.DataFrame({"patient_id": ["a", "a"], "line_number": [None, 4.0]})
    assert first_lines(frame).index.tolist() == [1]


def test_counting_lines_keeps_every_row(small_cohort: Cohort) -> None:
    assert len(cases_in_unit(small_cohort.frame, "lines")) == 9


def test_counting_patients_keeps_one_row_of_each(small_cohort: Cohort) -> None:
    assert cases_in_unit(small_cohort.frame, "patients")["patient_id"].is_unique


def test_shared_patients_are_those_with_rows_in_more_than_one_frame() -> None:
    a, b, c = (pd.DataFrame({"patient_id": ids}) for ids in (["x", "x"], ["y", "z"], ["z", "x"]))
    assert count_shared_patients([a, b, c]) == 2
    assert count_shared_patients([a, b]) == 0
    assert count_shared_patients([]) == 0


def test_shared_patients_are_named_once_in_order_of_appearance() -> None:
    a, b, c = (pd.DataFrame({"patient_id": ids}) for ids in (["x", "x"], ["y", "z"], ["z", "x"]))
    assert shared_patients([a, b, c]) == ("x", "z")


def test_rows_without_a_patient_share_nobody() -> None:
    a, b = (pd.DataFrame({"patient_id": [None, name]}) for name in ("x", "y"))
    assert shared_patients([a, b]) == ()


# What is done about patients that groups share.


def regimens(cohort: Cohort) -> Grouping:
    """Rows 3 and 4 are both p2's, 5 and 6 both p3's; in each pair the regimens differ."""
    return group_rows(cohort, cohort.frame, ["regimen_group"])


def rows_by_label(resolved: ResolvedOverlap) -> dict[str, list[int]]:
    return {group.label: group.rows.index.tolist() for group in resolved.grouping.groups}


def test_every_way_to_treat_an_overlap_has_a_meaning(small_cohort: Cohort) -> None:
    meanings = [resolve_overlap(regimens(small_cohort), overlap).meaning for overlap in OVERLAPS]
    assert meanings == [
        "the groups share patients: each is counted in every group",
        "one line per patient (the first in view that enters)",
        "patients with lines in more than one group are left out",
        "all lines; intervals and tests allow for several lines of a patient",
    ]


@pytest.mark.parametrize("overlap", ["keep", "cluster"])
def test_keeping_and_clustering_leave_the_lines_as_they_are(
    small_cohort: Cohort, overlap: Overlap
) -> None:
    grouping = regimens(small_cohort)
    resolved = resolve_overlap(grouping, overlap)
    assert resolved.grouping is grouping
    assert (resolved.left_out, resolved.emptied, resolved.is_independent) == ((), (), False)


def test_the_first_line_of_each_patient_over_all_groups_is_kept(small_cohort: Cohort) -> None:
    resolved = resolve_overlap(regimens(small_cohort), "first line")
    kept = sorted(row for rows in rows_by_label(resolved).values() for row in rows)
    assert kept == first_lines(small_cohort.frame).index.tolist() == [2, 4, 5, 7, 8, 9, 10]
    assert [(gone.reason, str(gone.count)) for gone in resolved.left_out] == [
        ("later lines of patients already counted", "2 lines in 2 patients")
    ]


def test_of_first_lines_with_one_number_the_earlier_row_of_the_sheet_is_kept() -> None:
    # The group of the later row comes first.
    cohort = make_cohort(patient_id=["a", "a"], line_number=[1.0, 1.0], sex=["male", "female"])
    grouping = group_rows(cohort, cohort.frame, ["sex"])
    backwards = Grouping(
        by=("sex",), label="Sex", groups=grouping.groups[::-1], n_shared_patients=1
    )
    assert rows_by_label(resolve_overlap(backwards, "first line")) == {"male": [2]}


def test_patients_with_lines_in_more_than_one_group_can_be_left_out(small_cohort: Cohort) -> None:
    resolved = resolve_overlap(regimens(small_cohort), "leave out")
    kept = sorted(row for rows in rows_by_label(resolved).values() for row in rows)
    assert kept == [2, 7, 8, 9, 10]
    assert [(gone.reason, str(gone.count)) for gone in resolved.left_out] == [
        ("patients with lines in more than one group", "4 lines in 2 patients")
    ]


def test_a_patient_with_two_lines_in_one_group_is_not_left_out(small_cohort: Cohort) -> None:
    grouping = group_rows(small_cohort, small_cohort.frame, ["sex"])
    resolved = resolve_overlap(grouping, "leave out")
    assert (resolved.left_out, resolved.grouping.n_shared_patients) == ((), 0)
    assert rows_by_label(resolved)["male"] == [2, 3, 4, 8]
    assert [note.code for note in resolved.notes] == ["repeated_patients"]


def test_a_group_that_loses_every_line_is_named(small_cohort: Cohort) -> None:
    grouping = group_rows(small_cohort, small_cohort.frame, ["line_group"])
    resolved = resolve_overlap(grouping, "first line")
    assert resolved.emptied == ("second line", "further line")
    assert [group.label for group in resolved.grouping.groups] == [
        "first line",
        "Treatment line not recorded",
    ]
    assert resolved.notes[0].message == (
        "second line, further line: no line is left, because every patient there is also in "
        "another group."
    )


def test_a_clustered_comparison_says_so_and_not_that_nothing_is_tested(
    small_cohort: Cohort,
) -> None:
    grouping = regimens(small_cohort)
    kept, clustered = (resolve_overlap(grouping, overlap) for overlap in ("keep", "cluster"))
    assert kept.notes == grouping.notes != ()
    assert [note.code for note in clustered.notes] == ["clustered_by_patient"]
    assert clustered.notes[0].message == (
        "Some patients count with more than one line, 2 patients in more than one group: "
        "intervals and tests allow for that (variance clustered by patient), which is "
        "approximate with few patients."
    )


def test_where_every_patient_has_one_line_there_is_nothing_to_say(small_cohort: Cohort) -> None:
    first = group_rows(small_cohort, first_lines(small_cohort.frame), ["regimen_group"])
    for overlap in OVERLAPS:
        resolved = resolve_overlap(first, overlap)
        assert (resolved.notes, resolved.left_out, resolved.is_independent) == ((), (), True)


@pytest.mark.parametrize("overlap", OVERLAPS)
def test_without_lines_there_is_nobody_to_share(small_cohort: Cohort, overlap: Overlap) -> None:
    nobody = group_rows(small_cohort, small_cohort.frame.head(0), ["sex"])
    resolved = resolve_overlap(nobody, overlap)
    assert (resolved.grouping.groups, resolved.left_out, resolved.emptied) == ((), (), ())


def test_an_unknown_overlap_is_refused(small_cohort: Cohort) -> None:
    with pytest.raises(ImtError, match="overlap must be one of keep, first line, leave out, clust"):
        resolve_overlap(regimens(small_cohort), "drop")


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.integers(1, 3), st.sampled_from(["x", "y", "z"])),
        min_size=1,
        max_size=15,
    ),
    st.sampled_from(OVERLAPS),
)
def test_lines_kept_and_lines_left_out_are_all_lines(
    lines: list[tuple[str, int, str]], overlap: Overlap
) -> None:
    patients, numbers, levels = zip(*lines, strict=True)
    cohort = make_cohort(
        patient_id=patients, line_number=[float(x) for x in numbers], centre=levels
    )
    grouping = group_rows(cohort, cohort.frame, ["centre"])
    resolved = resolve_overlap(grouping, overlap)
    kept = sum(group.count.n_lines for group in resolved.grouping.groups)
    assert kept + sum(gone.count.n_lines for gone in resolved.left_out) == len(lines)
    labels = [group.label for group in resolved.grouping.groups]
    assert sorted([*labels, *resolved.emptied]) == sorted(g.label for g in grouping.groups)
    assert resolved.grouping.n_shared_patients == 0 or overlap in ("keep", "cluster")
    assert resolved.is_independent or overlap != "first line"
