"""Sheets in people's own words: mapped, checked, opened, and read again."""

from __future__ import annotations

import pandas as pd
import pytest

from imt_core.baseline import baseline_table
from imt_core.column_mapping import ColumnMapping
from imt_core.files.reading import read_table
from imt_core.mapping.mapped_cohort import MappedReading, read_mapped, read_without_problems
from imt_core.mapping.mapping import Mapping
from imt_core.mapping.suggested_mapping import suggest_mapping, unmapped_texts
from imt_core.saved_work import read_mapping, write_mapping
from imt_core.schema import Cohort
from imt_core.writing import cohort_to_table, write_csv
from tests.core.own_sheets import GERMAN, ITALIAN


def open_sheet(content: bytes, **options: object) -> MappedReading:
    table = read_table(content, filename="sheet.csv")
    return read_mapped(table, suggest_mapping(table).mapping, name="sheet")


def cohort_of(content: bytes) -> Cohort:
    cohort = open_sheet(content).reading.cohort
    assert cohort is not None
    return cohort


def test_an_italian_sheet_opens_as_it_is() -> None:
    frame = cohort_of(ITALIAN).frame
    assert frame["patient_id"].tolist() == ["IT01", "IT02", "IT02", "IT03", "IT04"]
    assert frame["sex"].tolist() == ["male", "female", "female", "female", "male"]
    assert frame["age_years"].tolist() == [35.5, 41.2, 42.0, 27.8, 52.3]
    assert frame["best_response"].tolist() == ["CR", "PR", "SD", "NE", "PD"]
    assert frame["alk_status"].tolist() == [
        "positive", "negative", "negative", "positive", "unknown",
    ]  # fmt: skip
    assert frame["Emoglobina"].tolist() == [12.5, 11.8, 10.9, 13.1, 9.9]


def test_times_are_worked_out_from_its_day_first_dates() -> None:
    frame = cohort_of(ITALIAN).frame
    days = pd.Series([1652, 821, 551, 872, 241])  # counted by hand from the dates of the sheet
    assert (frame["os_months"].reset_index(drop=True) * 30.4375).round(6).tolist() == days.tolist()
    assert frame["os_event"].tolist() == [0, 1, 1, 0, 1]
    assert frame["start_months"].round(2).tolist() == [0, 0, round(270 / 30.4375, 2), 0, 0]


def test_names_and_birth_dates_do_not_enter_and_no_date_is_left() -> None:
    frame = cohort_of(ITALIAN).frame
    assert not {"Cognome", "Data di nascita"} & set(frame)
    assert "Rossi" not in frame.to_csv()
    assert not any(pd.api.types.is_datetime64_any_dtype(frame[c]) for c in frame)


def test_a_german_sheet_of_days_and_words_opens_as_it_is() -> None:
    cohort = cohort_of(GERMAN)
    frame = cohort.frame
    assert frame["os_months"].round(3).tolist() == [12.0, 7.491, 24.0]
    assert frame["os_event"].tolist() == [1, 0, 0]
    assert frame["best_response"].tolist() == ["PR", "SD", "CR"]
    assert frame["stage"].tolist() == ["metastatic", "localized", "metastatic"]


@pytest.mark.parametrize("sheet", [ITALIAN, GERMAN])
def test_the_export_of_a_mapped_cohort_is_the_same_cohort(sheet: bytes) -> None:
    cohort = cohort_of(sheet)
    again = cohort_of(write_csv(cohort_to_table(cohort)))
    pd.testing.assert_frame_equal(
        again.frame.reset_index(drop=True), cohort.frame.reset_index(drop=True)
    )


def test_a_mapping_read_from_its_file_gives_the_same_cohort_and_holds_no_row() -> None:
    table = read_table(ITALIAN, filename="sheet.csv")
    mapping = suggest_mapping(table).mapping
    content = write_mapping(mapping)
    assert read_mapping(content) == mapping
    text = content.decode()
    for value in ("IT01", "Rossi", "12/03/1980", "13/05/2015", "35,5"):
        assert value not in text


def test_a_mapping_whose_column_is_gone_says_so_and_goes_on() -> None:
    table = read_table(ITALIAN, filename="sheet.csv")
    mapping = suggest_mapping(table).mapping
    reading = read_mapped(table.drop(columns="Stato ALK"), mapping, name="next month").reading
    assert reading.cohort is not None
    (issue,) = [i for i in reading.report.issues if i.code == "mapped_column_absent"]
    assert issue.column == "Stato ALK"
    assert "alk_status" in issue.message


def test_words_of_unknown_meaning_are_listed_with_their_rows() -> None:
    table = pd.DataFrame({"id": ["a", "b", "c"], "Response": ["PR", "ok", "ok"]})
    column = ColumnMapping(target="best_response", source="Response", values=(("PR", "PR"),))
    assert unmapped_texts(table, column) == {"ok": 2}


def test_codes_are_not_guessed() -> None:
    table = pd.DataFrame(
        {"patient_id": ["a", "b"], "Sex": ["1", "2"], "os_months": ["3", "4"], "os_event": "10"}
    )
    column = suggest_mapping(table).mapping.of("sex")
    assert column is not None
    assert column.values == ()


def test_a_sheet_without_patients_can_be_taken_row_by_row() -> None:
    table = pd.DataFrame({"weeks": ["4", "8"], "delta": ["1", "0"]}, index=[2, 3])
    mapping = Mapping(
        numbered=True,
        columns=(
            ColumnMapping(target="os_months", source="weeks", unit="weeks"),
            ColumnMapping(target="os_event", source="delta"),
        ),
    )
    cohort = read_mapped(table, mapping, name="rows").reading.cohort
    assert cohort is not None
    assert cohort.frame["patient_id"].tolist() == ["row 2", "row 3"]
    assert (cohort.frame["os_months"] * 30.4375 / 7).round(9).tolist() == [4, 8]


def test_new_labels_take_the_place_of_hospital_numbers() -> None:
    table = pd.DataFrame({"MRN": ["900", "800", "900"], "line": ["1", "1", "2"],
                          "resp": ["PR", "PD", "SD"]})  # fmt: skip
    mapping = Mapping(rekeyed=True, columns=(
        ColumnMapping(target="patient_id", source="MRN"),
        ColumnMapping(target="line_number", source="line"),
        ColumnMapping(target="best_response", source="resp"),
    ))  # fmt: skip
    cohort = read_mapped(table, mapping, name="rekeyed").reading.cohort
    assert cohort is not None
    assert cohort.frame["patient_id"].tolist() == ["P01", "P02", "P01"]
    assert "MRN" not in cohort.frame


def test_cells_that_name_another_unit_than_the_one_chosen_are_an_error() -> None:
    table = pd.DataFrame({"patient_id": ["a"], "os_months": ["12 weeks"], "os_event": ["1"]})
    mapping = Mapping(columns=tuple(ColumnMapping(target=c, source=c) for c in table))
    report = read_mapped(table, mapping, name="units").reading.report
    assert [issue.code for issue in report.errors] == ["unit_contradicted"]


def test_another_biomarker_takes_the_place_of_alk() -> None:
    table = pd.DataFrame({"patient_id": list("abcd"), "HER2": ["pos", "neg"] * 2,
                          "best_response": ["PR", "PD"] * 2})  # fmt: skip
    mapping = Mapping(biomarker="HER2", columns=tuple(
        ColumnMapping(target=c, source=c) for c in ("patient_id", "best_response")
    ))  # fmt: skip
    reading = read_mapped(table, mapping, name="breast").reading
    assert reading.cohort is not None
    assert reading.cohort.subgroup_columns()[0] == "HER2"
    rows = baseline_table(reading.cohort).rows
    assert [(row.label, row.level) for row in rows[:2]] == [("HER2", "neg"), ("HER2", "pos")]
    assert not any(issue.column == "alk_status" for issue in reading.report.issues)


def test_opening_without_problems_does_not_take_weeks_for_months() -> None:
    table = pd.DataFrame({"patient_id": ["a", "b"], "os_months": ["12 weeks", "3"],
                          "os_event": ["1", "1"]})  # fmt: skip
    mapping = Mapping(columns=tuple(ColumnMapping(target=c, source=c) for c in table))
    mapped = read_mapped(table, mapping, name="units")
    cohort = read_without_problems(mapped, mapping, name="units").reading.cohort
    assert cohort is not None
    assert cohort.frame["os_months"].fillna(-1).tolist() == [-1, 3]


def test_a_sheet_with_errors_opens_without_the_cells_in_question_on_request() -> None:
    table = pd.DataFrame({"patient_id": ["a", "b", ""], "os_months": ["3", "x", "5"],
                          "os_event": ["1", "1", "0"]}, index=[2, 3, 4])  # fmt: skip
    mapping = Mapping(columns=tuple(ColumnMapping(target=c, source=c) for c in table))
    mapped = read_mapped(table, mapping, name="broken")
    assert mapped.reading.cohort is None
    without = read_without_problems(mapped, mapping, name="broken")
    cohort = without.reading.cohort
    assert cohort is not None
    assert cohort.frame["patient_id"].tolist() == ["a", "b"]
    assert cohort.frame["os_months"].isna().tolist() == [False, True]
    assert without.reading.report.ok
    assert {row for issue in without.aside.issues for row in issue.rows} == {3, 4}
