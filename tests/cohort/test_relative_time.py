from __future__ import annotations

import pandas as pd

from imt_core import Cohort, read_cohort
from imt_core.analyses.swimmer.patients import swimmer_patients
from imt_core.cohort.relative_time import drop_dates
from imt_core.reporting.csv_files import cohort_to_table, write_csv

SHEET = (
    b"patient_id,line_number,start_date,death_date,last_followup_date,stage,regimen,progression_date\n"
    b"a,1,2020-01-01,2022-01-01,,metastatic,A,\n"
    b"a,2,2021-01-01,2022-01-01,,metastatic,B,\n"
    b"b,1,2019-05-05,,2020-05-05,metastatic,A,\n"
)


def dated() -> Cohort:
    cohort = read_cohort(SHEET, filename="dated.csv").cohort
    assert cohort is not None
    return cohort


def test_no_date_is_left_and_months_count_from_the_patients_first_line() -> None:
    relative = drop_dates(dated()).frame
    assert not any(pd.api.types.is_datetime64_any_dtype(relative[c]) for c in relative)
    assert relative["start_months"].round(4).tolist() == [0.0, round(366 / 30.4375, 4), 0.0]


def test_the_times_worked_out_from_dates_stay() -> None:
    with_dates, without = dated().frame, drop_dates(dated()).frame
    for column in ("os_months", "os_event", "pfs_months", "pfs_event"):
        pd.testing.assert_series_equal(with_dates[column], without[column])


def test_a_patients_course_is_the_same_without_dates() -> None:
    plots = [swimmer_patients(cohort) for cohort in (dated(), drop_dates(dated()))]
    assert plots[0].to_frame().equals(plots[1].to_frame())


def test_a_cohort_without_dates_reads_back_from_its_export() -> None:
    relative = drop_dates(dated())
    again = read_cohort(write_csv(cohort_to_table(relative)), filename="again.csv").cohort
    assert again is not None
    pd.testing.assert_frame_equal(
        again.frame.drop(columns="start_months"), relative.frame.drop(columns="start_months")
    )
    pd.testing.assert_series_equal(again.frame["start_months"], relative.frame["start_months"])


def test_the_sheets_own_start_months_are_kept() -> None:
    frame = dated().frame.assign(start_months=[1.0, 2.0, 3.0])
    assert drop_dates(Cohort(frame=frame, name="own")).frame["start_months"].tolist() == [1, 2, 3]
