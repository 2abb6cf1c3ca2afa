"""The next line is the one with the next number; what came between two others is not guessed."""

from __future__ import annotations

import pandas as pd
import pytest

from imt_core.analyses.transitions import DIED, ELSEWHERE, NO_FURTHER, Transitions, transitions
from imt_core.cohort.filters import CohortFilter, Criterion, filter_cohort
from imt_core.cohort.relative_time import drop_dates
from imt_core.cohort.schema import Cohort
from imt_core.cohort.whole_months import in_whole_months
from imt_core.conventions.errors import ImtError
from imt_core.conventions.units import DAYS_PER_MONTH
from tests.oracles.oracle import make_cohort

NAN = float("nan")


@pytest.fixture(scope="module")
def found(sample: Cohort) -> Transitions:
    return transitions(sample)


def test_the_sample_has_the_transitions_counted_by_hand(found: Transitions) -> None:
    # 10 lines have a later one; of 6 it is the next: IMT-03, 07, 18, 20, 32 (1 then 2) and 34.
    assert str(found.count) == "48 lines in 38 patients"
    assert [level.label for level in found.levels] == [
        "anthracycline-based",
        "MTX-V",
        "other regimens",
    ]
    assert found.states[3:] == (ELSEWHERE, DIED, NO_FURTHER)
    assert {row.label: row.counts for row in found.rows} == {
        # IMT-18, 20 and 32 went on to another regimen.
        "anthracycline-based": (0, 0, 3, 9, 8, 5),
        # IMT-03 did.
        "MTX-V": (0, 0, 1, 4, 1, 7),
        # IMT-34 went on to an anthracycline, IMT-07 to MTX-V.
        "other regimens": (1, 1, 0, 6, 2, 0),
    }
    assert found.together.counts == (1, 1, 4, 19, 11, 12)


def test_lines_whose_number_leaps_are_named_and_not_joined(found: Transitions) -> None:
    # IMT-05, 11 and 22 go from 1 to 3, IMT-31 from 1 to 4.
    (note,) = found.notes
    assert note.code == "line_numbers_leap"
    assert "(line 1 then 3: 3, line 1 then 4: 1)" in note.message


def test_times_are_from_start_to_start_and_from_end_to_start(found: Transitions) -> None:
    # IMT-03: 14 November 2016 to 30 January 2017, of which 1.81 months were treatment.
    mtx = found.rows[1]
    assert (mtx.months.n, mtx.months.median) == (1, pytest.approx(77 / DAYS_PER_MONTH))
    assert mtx.gap.median == pytest.approx(77 / DAYS_PER_MONTH - 1.81)
    # Days: 77 (IMT-03), 189 (07), 476 (18), 161 (20), 364 (32), 189 (34).
    days = [161, 189, 189, 364]
    together = found.together.months
    assert (together.n, together.median) == (6, pytest.approx(189 / DAYS_PER_MONTH))
    assert [x * DAYS_PER_MONTH for x in (together.q1, together.q3)] == pytest.approx(
        [days[0], days[3]]
    )
    assert [x * DAYS_PER_MONTH for x in (together.minimum, together.maximum)] == pytest.approx(
        [77, 476]
    )


def test_first_lines_are_counted_by_regimen(found: Transitions, sample: Cohort) -> None:
    assert [(label, n) for _, label, n in found.first_lines] == [
        ("anthracycline-based", 21),
        ("MTX-V", 10),
        ("other regimens", 3),
    ]
    by_regimen = transitions(sample, of="regimen").first_lines
    assert [(label, n) for _, label, n in by_regimen[:3]] == [
        ("AI", 13),
        ("MTX + VNB", 8),
        ("A", 5),
    ]


def test_the_next_line_is_found_out_of_view_and_without_dates(sample: Cohort) -> None:
    criterion = Criterion(column="regimen_group", levels=("anthracycline-based",))
    kept = filter_cohort(sample, CohortFilter(criteria=(criterion,))).cohort
    (row,) = transitions(kept).rows
    assert (row.counts, row.months.n) == ((3, 9, 8, 5), 3)
    relative = transitions(drop_dates(sample)).together.months
    assert relative.median == pytest.approx(189 / DAYS_PER_MONTH)


def test_by_patient_the_first_line_in_view_counts(sample: Cohort) -> None:
    found = transitions(sample, unit="patients")
    assert str(found.count) == "38 lines in 38 patients"
    # All six lines with a next one are their patients' first; so are the four that leap.
    assert sum(row.n_followed for row in found.rows) == 6
    assert [(group.reason, group.count.n_lines) for group in found.left_out] == [
        ("later lines of patients already counted", 10)
    ]


def lines(**columns: list[object]) -> Transitions:
    return transitions(make_cohort(**columns))


def test_what_tells_of_another_line_is_not_no_further_line() -> None:
    found = lines(
        patient_id=list("abcd"),
        line_number=[1.0] * 4,
        regimen_group=["MTX-V"] * 4,
        total_lines=[2.0, 1.0, 1.0, NAN],
        later_alk_inhibitor=[0.0, 1.0, 0.0, NAN],
        os_event=[1.0, 1.0, 1.0, NAN],
    )
    (row,) = found.rows
    assert (row.n_elsewhere, row.n_died, row.n_no_further) == (2, 1, 1)


def test_times_that_cannot_be_are_left_out_and_told() -> None:
    found = lines(
        patient_id=list("aabbccdd"),
        line_number=[1.0, 2.0] * 4,
        regimen_group=["MTX-V", "other"] * 4,
        start_months=[0.0, 6.0, 4.0, 1.0, 0.0, NAN, 0.0, 5.0],
        treatment_months=[7.0, 1, 1, 1, 1, 1, 5.04, 1],
    )
    mtx = found.rows[0]
    assert (mtx.n_followed, mtx.months.n, mtx.gap.n, mtx.n_overlapping) == (4, 2, 1, 1)
    # Months are rounded: 5.04 of treatment before 5 is no overlap.
    assert mtx.gap.median == 0
    assert [note.code for note in found.notes] == [
        "next_before_this",
        "untimed_next_lines",
        "overlapping_lines",
    ]


def test_lines_without_a_number_or_with_that_of_another_are_left_out() -> None:
    found = lines(
        patient_id=list("aabc"),
        line_number=[1.0, 1.0, NAN, 1.0],
        regimen_group=["MTX-V", "other", "MTX-V", None],
    )
    assert [(group.reason, group.count.n_lines) for group in found.left_out] == [
        ("no line number", 1),
        ("two lines of the patient have this number", 2),
    ]
    assert [(row.label, row.counts) for row in found.rows] == [
        ("Regimen group not recorded", (0, 0, 1))
    ]


def test_nobody_in_view_has_no_rows_and_a_cohort_without_numbers_is_refused(sample: Cohort) -> None:
    nobody = make_cohort(patient_id=[], line_number=[], regimen_group=[])
    assert transitions(nobody).rows == ()
    with pytest.raises(ImtError, match="line_number and regimen was not found"):
        transitions(make_cohort(patient_id=["a"]), of="regimen")
    with pytest.raises(ImtError, match="of must be one of regimen_group, regimen"):
        transitions(sample, of="stage")  # type: ignore[arg-type]


def test_lines_that_overlap_by_days_do_so_in_whole_months_too() -> None:
    frame = pd.DataFrame(
        {
            "patient_id": ["a", "a"],
            "line_number": [1.0, 2.0],
            "regimen_group": ["MTX-V", "other"],
            "start_months": [0.0, 3.1],
            "treatment_months": [3.4, 2.0],
        }
    )
    exact = Cohort(frame=frame, name="two lines")
    for cohort in (exact, in_whole_months(exact)):
        found = transitions(cohort)
        assert (found.together.n_overlapping, found.together.gap.n) == (1, 0)
        assert [note.code for note in found.notes] == ["overlapping_lines"]
