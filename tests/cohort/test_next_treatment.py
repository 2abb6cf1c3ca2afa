"""What competes: recurrence or death, the next treatment or death, told from a sheet's columns."""

from __future__ import annotations

import pandas as pd
import pytest

from imt_core import (
    Cohort,
    CohortFilter,
    CompetingCases,
    Criterion,
    available_incidences,
    derive_competing,
    derive_next_treatment,
    derive_recurrence,
    filter_cohort,
)
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import make_cohort


def lines(**columns: list[object]) -> Cohort:
    return make_cohort(**columns)


def reasons(cases: CompetingCases) -> dict[str, int]:
    return {group.reason: group.count.n_lines for group in cases.left_out}


def relapses(**changed: list[object]) -> CompetingCases:
    columns: dict[str, list[object]] = {
        "patient_id": list("abcd"),
        "line_number": [1.0] * 4,
        "rfs_months": [3.0, 5.0, 5.0, 9.0],
        "rfs_event": [1.0, 1.0, 1.0, 0.0],
        "os_months": [8.0, 5.04, 5.2, 9.0],
        "os_event": [1.0] * 4,
    }
    return derive_recurrence(lines(**(columns | changed)), "rfs")


def test_an_event_at_the_time_of_death_is_a_death_and_any_other_a_relapse() -> None:
    # 5.0 and 5.04 months are one day but for rounding; 5.2 is another one.
    assert relapses().times.cause.tolist() == [1, 2, 1, 0]


def test_a_dated_relapse_on_the_day_of_death_is_a_relapse() -> None:
    dates = pd.to_datetime([None, "2020-06-01", None, None])
    assert relapses(progression_date=list(dates)).times.cause.tolist() == [1, 1, 1, 0]


def test_an_event_of_which_nothing_tells_the_kind_is_left_out() -> None:
    cases = relapses(os_months=[8.0, None, 5.2, None], os_event=[1.0, None, 1.0, None])
    assert cases.times.cause.tolist() == [1, 1, 0]
    assert reasons(cases) == {"whether recurrence or death came first is not recorded": 1}


def test_a_cohort_without_survival_cannot_tell_deaths() -> None:
    cohort = lines(patient_id=["a"], line_number=[1.0], rfs_months=[3.0], rfs_event=[1.0])
    assert available_incidences(cohort) == ()
    with pytest.raises(ImtError, match="os_months and os_event"):
        derive_competing(cohort, "rfs")


def treated(**changed: list[object]) -> Cohort:
    columns: dict[str, list[object]] = {
        "patient_id": ["a", "a", "b", "c"],
        "line_number": [1.0, 2.0, 1.0, 1.0],
        "start_date": list(
            pd.to_datetime(["2020-01-01", "2020-07-01", "2020-01-01", "2020-01-01"])
        ),
        "os_months": [20.0, 14.02, 9.0, 30.0],
        "os_event": [0.0, 0.0, 1.0, 0.0],
    }
    return lines(**(columns | changed))


def test_a_line_ends_at_the_start_of_the_next_at_death_or_at_the_last_contact() -> None:
    times = derive_next_treatment(treated()).times
    assert times.months == pytest.approx([182 / 30.4375, 14.02, 9.0, 30.0])
    assert times.cause.tolist() == [1, 0, 2, 0]


def test_starts_in_months_do_as_well_as_dates() -> None:
    months = treated(start_date=[pd.NaT] * 4, start_months=[0.0, 182 / 30.4375, 0.0, 0.0])
    ours = derive_next_treatment(months).times
    assert ours.months == pytest.approx(derive_next_treatment(treated()).times.months)


def test_the_next_line_is_found_though_a_filter_left_it_out() -> None:
    first = CohortFilter(criteria=(Criterion(column="line_number", levels=("1",)),))
    cases = derive_next_treatment(filter_cohort(treated(), first).cohort)
    assert cases.times.cause.tolist() == [1, 2, 0]


def test_a_line_followed_by_one_that_the_sheet_lacks_is_left_out_and_counted() -> None:
    cases = derive_next_treatment(treated(total_lines=[2.0, 2.0, 2.0, 1.0]))
    assert cases.times.cause.tolist() == [1, 0, 0]
    assert cases.n_untimed == 1
    gap = derive_next_treatment(treated(line_number=[1.0, 3.0, 1.0, 1.0]))
    assert reasons(gap) == {"another line followed, but its start is not in the sheet": 1}


def test_a_later_inhibitor_is_the_one_line_that_is_missing() -> None:
    inhibitor = {
        "later_alk_inhibitor": [0.0, 0.0, 1.0, 1.0],
        "later_alk_inhibitor_months": [None, None, 4.0, 5.0],
        "total_lines": [2.0, 2.0, 2.0, 3.0],
    }
    cases = derive_next_treatment(treated(**inhibitor))
    # Of c two lines are missing: the inhibitor need not be the first of them.
    assert cases.times.months[2] == 4.0
    assert cases.times.cause.tolist() == [1, 0, 1]
    assert cases.n_untimed == 1


def test_a_next_line_after_the_end_of_follow_up_is_left_out() -> None:
    cases = derive_next_treatment(treated(os_months=[3.0, 14.0, 9.0, 30.0]))
    said = "the next line starts before this one, or after the end of follow-up"
    assert reasons(cases) == {said: 1}


def test_patients_count_with_their_first_line() -> None:
    cases = derive_next_treatment(treated(), unit="patients")
    assert cases.count.n_lines == 3
    assert reasons(cases) == {"later lines of patients already counted": 1}
