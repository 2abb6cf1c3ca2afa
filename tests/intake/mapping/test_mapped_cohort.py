"""Sheets in people's own words: mapped, checked, opened, and read again."""

from __future__ import annotations

import pandas as pd
import pytest

from imt_core.analyses.baseline import baseline_table
from imt_core.cohort.schema import Cohort
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.files.reading import read_table
from imt_core.intake.mapping.applied_mapping import apply_mapping
from imt_core.intake.mapping.mapped_cohort import MappedReading, read_mapped, read_without_problems
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.mapping.mapping_file import read_mapping, write_mapping
from imt_core.intake.mapping.suggested_mapping import map_column, suggest_mapping, unmapped_texts
from imt_core.reporting.csv_files import cohort_to_table, write_csv
from tests.intake.own_sheets import GERMAN, ITALIAN


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
        "positive",
        "negative",
        "negative",
        "positive",
        "unknown",
    ]
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
            ColumnMapping(target="os_event", source="delta", values=(("1", "1"), ("0", "0"))),
        ),
    )
    cohort = read_mapped(table, mapping, name="rows").reading.cohort
    assert cohort is not None
    assert cohort.frame["patient_id"].tolist() == ["row 2", "row 3"]
    assert (cohort.frame["os_months"] * 30.4375 / 7).round(9).tolist() == [4, 8]


def test_new_labels_take_the_place_of_hospital_numbers() -> None:
    table = pd.DataFrame(
        {"MRN": ["900", "800", "900"], "line": ["1", "1", "2"], "resp": ["PR", "PD", "SD"]}
    )
    mapping = Mapping(
        rekeyed=True,
        columns=(
            ColumnMapping(target="patient_id", source="MRN"),
            ColumnMapping(target="line_number", source="line"),
            ColumnMapping(target="best_response", source="resp"),
        ),
    )
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
    table = pd.DataFrame(
        {"patient_id": list("abcd"), "HER2": ["pos", "neg"] * 2, "best_response": ["PR", "PD"] * 2}
    )
    mapping = Mapping(
        biomarker="HER2",
        columns=tuple(ColumnMapping(target=c, source=c) for c in ("patient_id", "best_response")),
    )
    reading = read_mapped(table, mapping, name="breast").reading
    assert reading.cohort is not None
    assert reading.cohort.subgroup_columns()[0] == "HER2"
    rows = baseline_table(reading.cohort).rows
    assert [(row.label, row.level) for row in rows[:2]] == [("HER2", "neg"), ("HER2", "pos")]
    assert not any(issue.column == "alk_status" for issue in reading.report.issues)


def test_opening_without_problems_does_not_take_weeks_for_months() -> None:
    table = pd.DataFrame(
        {"patient_id": ["a", "b"], "os_months": ["12 weeks", "3"], "os_event": ["1", "1"]}
    )
    mapping = Mapping(columns=tuple(ColumnMapping(target=c, source=c) for c in table))
    mapped = read_mapped(table, mapping, name="units")
    cohort = read_without_problems(mapped, mapping, name="units").reading.cohort
    assert cohort is not None
    assert cohort.frame["os_months"].fillna(-1).tolist() == [-1, 3]


def test_a_sheet_with_errors_opens_without_the_cells_in_question_on_request() -> None:
    table = pd.DataFrame(
        {"patient_id": ["a", "b", ""], "os_months": ["3", "x", "5"], "os_event": ["1", "1", "0"]},
        index=[2, 3, 4],
    )
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


DEATHS_IN_WORDS = [
    b"Patient,Start,Deceased,Date of death or last FU,Response\n"
    b"A,2015-01-01,yes,2016-06-01,PR\nB,2015-02-01,no,2017-06-01,SD\n",
    b"Patient,Start date,Vital status,Date of last contact,Response\n"
    b"A,2015-01-01,Dead,2016-06-01,PR\nB,2015-02-01,Alive,2017-06-01,SD\n",
    b"Patient,Start date,Dead,Death date,Last FU,Response\n"
    b"A,2015-01-01,yes,,2016-06-01,PR\nB,2015-02-01,no,alive,2017-06-01,SD\n",
]


@pytest.mark.parametrize("content", DEATHS_IN_WORDS)
def test_the_dead_are_dead_where_a_column_of_words_says_so(content: bytes) -> None:
    frame = cohort_of(content).frame
    assert frame["os_event"].tolist() == [1, 0]
    assert (frame["os_months"] * 30.4375).round(6).tolist() == [517, 851]  # counted by hand


def test_words_in_place_of_a_date_mean_that_it_has_not_happened() -> None:
    words = [
        "alive",
        "no",
        "Vivo",
        "none",
        "ongoing",
        "in vita",
        "en vie",
        "lebt",
        "con vida",
        "in leven",
        "żyje",
    ]
    rows = [f"P{n},metastatic,2020-01-01,{word},{word},2021-01-01" for n, word in enumerate(words)]
    header = "Patient,Stage,Start date,Progression date,Death date,Last FU"
    content = "\n".join([header, *rows, "PX,metastatic,2020-01-01,,2020-07-01,"]).encode()
    reading = open_sheet(content).reading
    assert reading.cohort is not None
    assert reading.cohort.frame["os_event"].tolist() == [0] * len(words) + [1]
    assert reading.cohort.frame["pfs_event"].tolist() == [0] * len(words) + [1]
    told = {i.column: len(i.rows) for i in reading.report.issues if i.code == "date_not_recorded"}
    assert told == {"death_date": len(words), "progression_date": len(words)}


def test_a_column_that_says_dead_or_alive_is_an_event_only_beside_times_or_dates() -> None:
    table = pd.DataFrame({"Patient": ["A"], "Deceased": ["yes"], "Start date": ["2020-01-01"]})
    assert suggest_mapping(table).mapping.of("os_event") is None
    dated = table.assign(**{"Last FU": "2021-01-01"})
    event = suggest_mapping(dated).mapping.of("os_event")
    assert event is not None
    assert event.values == (("yes", "1"),)


def codes_of(table: pd.DataFrame, **columns: str) -> list[str]:
    return [issue.code for issue in mapped_as(table, **columns).reading.report.issues]


def mapped_as(table: pd.DataFrame, **columns: str) -> MappedReading:
    chosen = tuple(ColumnMapping(target=t, source=source) for t, source in columns.items())
    return read_mapped(table, Mapping(columns=chosen), name="sheet")


def test_days_with_a_point_for_thousands_are_asked_about_not_read() -> None:
    reading = open_sheet("Paziente;Età;OS (giorni);Morto\na;35,5;1.095;1\nb;41;12;0\n".encode())
    (issue,) = reading.reading.report.errors
    assert (issue.code, issue.column, issue.rows) == ("decimal_mark_unknown", "os_months", (2,))


def test_a_unit_in_few_cells_is_an_error_and_that_of_the_bare_numbers_is_asked() -> None:
    reading = open_sheet(b"patient_id,OS,dead\na,300 days,1\nb,12,0\nc,15,1\n").reading
    assert [(i.code, i.rows) for i in reading.report.errors] == [
        ("unit_unknown", ()),
        ("units_differ", (2,)),
    ]


def test_the_unit_of_the_header_is_that_of_the_few_cells_that_name_it() -> None:
    frame = cohort_of(b"patient_id,OS (days),dead\na,730.5 days,1\nb,365.25,0\nc,0,1\n").frame
    assert frame["os_months"].tolist() == [24, 12, 0]


@pytest.mark.parametrize(
    ("ages", "errors"),
    [
        (["6 months", "40 years", "35"], []),
        (["6 months", "40", "35"], []),
        (["6 months", "40 months", "35"], [("age_unit_unknown", (2,))]),
        (["40 years", "40", "35"], []),
    ],
)
def test_an_age_in_months_is_not_read_as_years(
    ages: list[str], errors: list[tuple[str, tuple[int, ...]]]
) -> None:
    table = pd.DataFrame({"id": list("abc"), "age": ages, "resp": "PR"})
    report = mapped_as(table, patient_id="id", age_years="age", best_response="resp").reading.report
    assert [(issue.code, issue.rows) for issue in report.errors] == errors
    applied = apply_mapping(
        table, Mapping(columns=(ColumnMapping(target="age_years", source="age"),))
    )
    assert applied.table["age_years"].tolist()[0] == ("40" if ages[0] == "40 years" else "0.5")


@pytest.mark.parametrize(
    ("header", "times", "warned"),
    [
        ("OS", ["300", "12", "15"], True),
        ("OS", ["130", "130", "15"], True),
        ("OS", ["130", "12", "15"], False),
        ("OS", ["240", "12", "15"], False),
        ("OS (months)", ["300", "12", "15"], False),
        ("OS", ["300 months", "12 months", "15"], False),
    ],
)
def test_months_that_may_be_days_are_a_warning_where_nothing_says_the_unit(
    header: str, times: list[str], warned: bool
) -> None:
    table = pd.DataFrame({"id": list("abc"), header: times, "dead": "1"})
    report = mapped_as(table, patient_id="id", os_months=header, os_event="dead").reading.report
    found = [issue for issue in report.issues if issue.code == "unit_not_said"]
    assert bool(found) is warned
    assert all(issue.severity == "warning" and issue.rows for issue in found)


def test_two_orders_of_dates_in_one_sheet_are_a_warning() -> None:
    table = pd.DataFrame(
        {
            "id": ["a", "b"],
            "start": ["25/03/2020", "01/02/2020"],
            "end": ["12/31/2020", "01/03/2021"],
            "dead": ["1", "0"],
        }
    )
    columns = {"patient_id": "id", "start_date": "start"}
    reading = mapped_as(table, **columns, last_followup_date="end").reading
    (issue,) = [i for i in reading.report.issues if i.code == "date_orders_differ"]
    assert (issue.severity, issue.column) == ("warning", "start_date, last_followup_date")
    assert "day-first in start_date; month-first in last_followup_date" in issue.message
    assert "date_orders_differ" in codes_of(table, **columns)
    table["end"] = ["31/12/2020", "01/03/2021"]
    assert "date_orders_differ" not in codes_of(table, **columns, last_followup_date="end")


def test_no_date_stays_in_an_own_column_because_one_cell_is_something_else() -> None:
    table = pd.DataFrame(
        {"id": list("abc"), "start": "2020-01-01", "Scan": ["2020-12-31", "see letter", "n.d."]},
        index=[2, 3, 4],
    )
    mapped = mapped_as(table, patient_id="id", start_date="start")
    assert mapped.table["Scan (months)"].tolist() == [str(365 / 30.4375), "", ""]
    assert "Scan" not in mapped.table
    (issue,) = [i for i in mapped.reading.report.issues if i.code == "own_dates_partly"]
    assert (issue.severity, issue.column, issue.rows) == ("warning", "Scan", (3,))
    without = mapped_as(table, patient_id="id")
    assert not any("Scan" in name for name in without.table)
    assert "own_dates_left_out" in [i.code for i in without.reading.report.issues]


def test_own_dates_of_unknown_order_do_not_enter_either() -> None:
    table = pd.DataFrame(
        {"id": ["a"], "start": ["2020-01-01"], "Scan": ["03/04/2020"], "resp": ["PR"]}
    )
    mapped = mapped_as(table, patient_id="id", start_date="start", best_response="resp")
    assert mapped.table["Scan (months)"].tolist() == [""]
    assert "own_dates_partly" in [i.code for i in mapped.reading.report.issues]
    assert mapped.reading.report.ok


def test_own_words_with_a_few_dates_among_them_stay_words() -> None:
    table = pd.DataFrame({"id": list("abc"), "Note": ["well", "2020-01-01", "ill"]})
    assert mapped_as(table, patient_id="id").table["Note"].tolist() == ["well", "2020-01-01", "ill"]


@pytest.mark.parametrize("order", [["Scan", "Scan (months)"], ["Scan (months)", "Scan"]])
def test_no_own_column_is_overwritten_by_the_months_of_another(order: list[str]) -> None:
    table = pd.DataFrame(
        {"id": ["a"], "start": ["2020-01-01"], "Scan": ["2020-01-01"], "Scan (months)": ["7"]}
    )[["id", "start", *order]]
    mapped = mapped_as(table, patient_id="id", start_date="start").table
    assert mapped["Scan (months)"].tolist() == ["7"]
    assert mapped["Scan (months since start)"].tolist() == ["0"]


def test_names_that_are_taken_get_a_number() -> None:
    table = pd.DataFrame({"id": ["a"], "Stage": ["x"], "Stage (in the sheet)": ["y"]})
    mapped = mapped_as(table, patient_id="id").table
    assert mapped["Stage (in the sheet)"].tolist() == ["y"]
    assert mapped["Stage (in the sheet) 2"].tolist() == ["x"]


def test_own_numbers_that_can_be_read_in_two_ways_are_told() -> None:
    table = pd.DataFrame({"id": ["a", "b"], "LDH": ["1.234", "730"]}, index=[2, 3])
    mapped = mapped_as(table, patient_id="id")
    assert mapped.table["LDH"].tolist() == ["1.234", "730"]
    (issue,) = [i for i in mapped.reading.report.issues if i.code == "own_numbers_unsettled"]
    assert (issue.severity, issue.rows) == ("warning", (2,))


def _events(texts: list[str], header: str = "Dead") -> pd.DataFrame:
    ids = [f"p{i}" for i in range(len(texts))]
    return pd.DataFrame({"patient_id": ids, "os_months": "5", header: texts}).rename_axis("row")


def _event_mapping(header: str = "Dead", **values: str) -> Mapping:
    pairs = tuple((text.removeprefix("_"), word) for text, word in values.items())
    return Mapping(
        columns=(
            ColumnMapping(target="patient_id", source="patient_id"),
            ColumnMapping(target="os_months", source="os_months"),
            ColumnMapping(target="os_event", source=header, values=pairs),
        )
    )


def test_event_codes_of_one_and_two_are_asked_and_refused_until_answered() -> None:
    table = _events(["1", "2", "2", "1"])
    column = map_column(table, "os_event", "Dead")
    assert column.values == ()
    assert unmapped_texts(table, column) == {"1": 2, "2": 2}
    reading = read_mapped(table, _event_mapping(_2="1"), name="half").reading
    assert reading.cohort is None
    assert {i.code: i.rows for i in reading.report.issues if i.column == "os_event"} == {
        "codes_open": (0, 3),
        "not_a_flag": (0, 3),
    }
    cohort = read_mapped(table, _event_mapping(_2="1", _1="0"), name="whole").reading.cohort
    assert cohort is not None
    assert cohort.frame["os_event"].tolist() == [0, 1, 1, 0]


def test_opening_without_problems_leaves_out_codes_of_unknown_meaning() -> None:
    mapping = _event_mapping(_2="1")
    mapped = read_mapped(_events(["1", "2", "2"]), mapping, name="half")
    without = read_without_problems(mapped, mapping, name="half").reading
    assert without.cohort is not None
    assert without.cohort.frame["os_event"].isna().tolist() == [True, False, False]
    assert "codes_open" in [issue.code for issue in without.report.issues]


def test_an_inverted_column_with_one_code_is_right_next_month_too() -> None:
    column = map_column(_events(["1", "1"], "Alive"), "os_event", "Alive")
    assert column.values == (("1", "0"), ("0", "1"))
    later = _events(["1", "0"], "Alive")
    assert unmapped_texts(later, column) == {}
    one_sided = ColumnMapping(target="os_event", source="Alive", values=(("1", "0"),))
    assert unmapped_texts(later, one_sided) == {"0": 1}
    cohort = read_mapped(later, _event_mapping("Alive", _1="0"), name="one").reading.cohort
    assert cohort is None


def test_a_header_that_names_both_states_leaves_its_codes_open() -> None:
    table = _events(["1", "0", "1"], "Vivo/Morto")
    column = map_column(table, "os_event", "Vivo/Morto")
    assert unmapped_texts(table, column) == {"1": 2, "0": 1}
    assert read_mapped(table, _event_mapping("Vivo/Morto"), name="both").reading.cohort is None


def test_a_header_that_explains_its_codes_is_followed() -> None:
    header = "OS status (0 = dead; 1 = alive)"
    column = map_column(_events(["1", "0"], header), "os_event", header)
    assert dict(column.values) == {"1": "0", "0": "1"}
