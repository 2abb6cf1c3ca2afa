"""Lines and patients are counted side by side."""

from __future__ import annotations

import pandas as pd
import pytest

from imt_core.counting import (
    CaseCount,
    cases_in_unit,
    count_cases,
    count_shared_patients,
    first_lines,
)
from imt_core.schema import Cohort


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
