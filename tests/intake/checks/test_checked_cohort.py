"""Every rule of the data dictionary, each on a sheet that is clean but for one thing."""

from __future__ import annotations

from typing import Final

import pandas as pd
import pytest

from imt_core.cohort.schema import COLUMNS
from imt_core.intake.checks.checked_cohort import parse_cohort, validate_cohort
from imt_core.intake.checks.report import Issue, ValidationReport, format_rows, validation_report
from imt_core.intake.cohort_file import read_cohort

Cells = dict[str, str]

CLEAN: Final[dict[int, Cells]] = {
    2: {
        "patient_id": "A",
        "sex": "male",
        "alk_status": "positive",
        "alk_method": "IHC",
        "stage": "metastatic",
        "regimen_group": "anthracycline-based",
        "line_number": "1",
        "prior_lines": "0",
        "total_lines": "2",
        "start_date": "2020-01-01",
        "best_response": "PR",
        "target_change_pct": "-45",
        "target_changes": "2: -38; 4.5: -45; 9: -12",
        "response_months": "2",
        "pfs_months": "10",
        "pfs_event": "1",
        "os_months": "40",
        "os_event": "0",
        "progression_date": "2020-10-31",
        "last_followup_date": "2023-05-02",
        "worst_ae_grade": "3",
        "adverse_events": "G3 neutropenia; G1 nausea",
        "later_alk_inhibitor": "1",
        "later_alk_inhibitor_months": "20",
    },
    3: {
        "patient_id": "A",
        "sex": "male",
        "alk_status": "positive",
        "alk_method": "IHC",
        "stage": "locally advanced",
        "regimen_group": "other",
        "line_number": "2",
        "prior_lines": "1",
        "total_lines": "2",
        "start_date": "2020-11-30",
        "best_response": "PD",
        "pfs_months": "2",
        "pfs_event": "1",
        "os_months": "29",
        "os_event": "0",
        "progression_date": "2021-01-30",
        "last_followup_date": "2023-05-02",
    },
    4: {
        "patient_id": "B",
        "sex": "female",
        "alk_status": "negative",
        "alk_method": "FISH",
        "stage": "localized",
        "regimen_group": "MTX-V",
        "line_number": "1",
        "prior_lines": "0",
        "total_lines": "1",
        "start_date": "2019-03-01",
        "best_response": "NE",
        "ne_reason": "adjuvant",
        "rfs_months": "12",
        "rfs_event": "1",
        "os_months": "12",
        "os_event": "1",
        "death_date": "2020-02-29",
    },
}
"""One patient with two lines and one with one; the keys are row numbers of the sheet."""


def sheet(**edits: dict[int, str]) -> pd.DataFrame:
    """The clean sheet with some cells changed: column, then row, then text."""
    names = [column.name for column in COLUMNS]
    table = pd.DataFrame.from_dict(CLEAN, orient="index").reindex(columns=names).fillna("")
    for column, cells in edits.items():
        for row, text in cells.items():
            table.loc[row, column] = text
    return table


def found(report: ValidationReport) -> list[tuple[str, str, str | None, tuple[int, ...]]]:
    return [(issue.code, issue.severity, issue.column, issue.rows) for issue in report.issues]


def test_the_clean_sheet_has_no_issue() -> None:
    report = validate_cohort(sheet())
    assert found(report) == []
    assert (report.ok, report.n_rows) == (True, 3)


ONE_CELL_ERRORS: Final = [
    ("spreadsheet_error", "os_months", "#N/A"),
    ("spreadsheet_error", "regimen", "#REF!"),
    ("decimal_comma", "age_years", "34,5"),
    ("not_a_number", "age_years", "thirty"),
    ("not_a_number", "cycles", "nan"),
    ("out_of_range", "age_years", "121"),
    ("out_of_range", "cycles", "-1"),
    ("out_of_range", "cycles", "1e999"),
    ("out_of_range", "total_lines", "0"),
    ("not_whole", "worst_ae_grade", "2.5"),
    ("not_a_flag", "os_event", "yes"),
    ("unknown_value", "sex", "man"),
    ("unknown_value", "stage", "localised"),
    ("not_a_date", "last_followup_date", "02/05/2023"),
    ("not_a_date", "last_followup_date", "2023-05-02 13:30:00"),
    ("impossible_date", "last_followup_date", "2023-02-30"),
    ("impossible_date", "last_followup_date", "9999-12-31"),
    ("patient_id_empty", "patient_id", ""),
    *(
        ("total_row", "patient_id", text)
        for text in (
            "Totale:",
            "n=2",
            "n = 48",
            "Legend: M male",
            "Légende : M",
            "Note:",
            "*Data cut-off 2024",
            "* estimated",
        )
    ),
]


@pytest.mark.parametrize(("code", "column", "text"), ONE_CELL_ERRORS)
def test_a_cell_that_cannot_be_used_is_one_error_and_no_other(
    code: str, column: str, text: str
) -> None:
    report = validate_cohort(sheet(**{column: {3: text}}))
    assert found(report) == [(code, "error", column, (3,))]
    assert not report.ok


CONTRADICTIONS: Final[list[tuple[str, str, str, tuple[int, ...], dict[str, dict[int, str]]]]] = [
    ("patient_disagrees", "error", "sex", (2, 3), {"sex": {2: "female"}}),
    ("patient_disagrees", "error", "alk_status", (2, 3), {"alk_status": {3: "negative"}}),
    ("patient_disagrees", "error", "total_lines", (2, 3), {"total_lines": {3: "4"}}),
    (
        "line_repeated",
        "error",
        "line_number",
        (2, 3),
        {"line_number": {3: "1"}, "prior_lines": {3: "0"}},
    ),
    ("line_number_empty", "error", "line_number", (3,), {"line_number": {3: ""}}),
    ("prior_lines_differ", "warning", "prior_lines", (3,), {"prior_lines": {3: "3"}}),
    ("more_than_total", "warning", "total_lines", (3,), {"total_lines": {2: "1", 3: "1"}}),
    ("event_missing", "error", "pfs_event", (2, 3), {"pfs_event": {2: "", 3: ""}}),
    ("time_missing", "error", "pfs_months", (3,), {"pfs_months": {3: ""}, "start_date": {3: ""}}),
    (
        "pfs_in_localized",
        "error",
        "pfs_months",
        (4,),
        {"pfs_months": {4: "12"}, "pfs_event": {4: "1"}},
    ),
    (
        "rfs_in_advanced",
        "error",
        "rfs_months",
        (2,),
        {"rfs_months": {2: "10"}, "rfs_event": {2: "1"}},
    ),
    (
        "pfs_after_os",
        "error",
        "pfs_months",
        (2,),
        {"pfs_months": {2: "40.06"}, "progression_date": {2: ""}},
    ),
    ("rfs_after_os", "error", "rfs_months", (4,), {"rfs_months": {4: "12.06"}}),
    ("death_is_rfs_event", "error", "rfs_event", (4,), {"rfs_event": {4: "0"}}),
    (
        "death_is_pfs_event",
        "error",
        "pfs_event",
        (4,),
        {
            "stage": {4: "metastatic"},
            "rfs_months": {4: ""},
            "rfs_event": {4: ""},
            "pfs_months": {4: "11.96"},
            "pfs_event": {4: "0"},
        },
    ),
    ("death_disagrees", "error", "os_event", (2, 3), {"os_event": {2: "1"}}),
    ("response_not_evaluable", "error", "ne_reason", (2,), {"ne_reason": {2: "adjuvant"}}),
    (
        "response_time_without_response",
        "warning",
        "response_months",
        (3,),
        {"response_months": {3: "1"}},
    ),
    ("response_after_pfs", "warning", "response_months", (2,), {"response_months": {2: "11"}}),
    (
        "response_after_rfs",
        "warning",
        "response_months",
        (4,),
        {
            "best_response": {4: "CR"},
            "ne_reason": {4: ""},
            "response_months": {4: "12.3"},
            "os_months": {4: "12.4"},
        },
    ),
    (
        "response_after_os",
        "warning",
        "response_months",
        (4,),
        {
            "best_response": {4: "CR"},
            "ne_reason": {4: ""},
            "response_months": {4: "12.3"},
            "stage": {4: ""},
            "rfs_months": {4: ""},
            "rfs_event": {4: ""},
        },
    ),
    (
        "target_change_contradicts",
        "warning",
        "target_change_pct",
        (2,),
        {"target_change_pct": {2: "-29"}, "target_changes": {2: "2: -29"}},
    ),
    (
        "target_changes_unread",
        "error",
        "target_changes",
        (2,),
        {"target_changes": {2: "2: -45; x"}},
    ),
    (
        "target_change_differs",
        "warning",
        "target_change_pct",
        (2,),
        {"target_changes": {2: "2: -46"}},
    ),
    (
        "assessment_after_os",
        "warning",
        "target_changes",
        (2,),
        {"target_changes": {2: "40.5: -45"}},
    ),
    ("reason_missing", "information", "ne_reason", (4,), {"ne_reason": {4: ""}}),
    (
        "complete_response_with_rest",
        "information",
        "target_change_pct",
        (2,),
        {
            "best_response": {2: "CR"},
            "target_change_pct": {2: "-90"},
            "target_changes": {2: "4: -90"},
        },
    ),
    (
        "progression_date_too_early",
        "error",
        "progression_date",
        (2,),
        {"progression_date": {2: "2019-12-31"}},
    ),
    (
        "last_followup_date_too_early",
        "error",
        "last_followup_date",
        (2,),
        {"last_followup_date": {2: "2019-12-31"}},
    ),
    ("death_date_too_early", "error", "death_date", (4,), {"death_date": {4: "2019-02-28"}}),
    ("death_date_too_early", "error", "death_date", (4,), {"progression_date": {4: "2020-03-01"}}),
    ("dates_disagree", "warning", "os_months", (2,), {"os_months": {2: "39.4"}}),
    ("assay_without_status", "warning", "alk_method", (4,), {"alk_status": {4: "unknown"}}),
    ("assay_without_status", "warning", "alk_method", (4,), {"alk_status": {4: ""}}),
    ("grade_differs", "warning", "worst_ae_grade", (2,), {"worst_ae_grade": {2: "1"}}),
    ("grade_differs", "warning", "worst_ae_grade", (2,), {"adverse_events": {2: "none"}}),
    (
        "event_without_grade",
        "information",
        "adverse_events",
        (2,),
        {"adverse_events": {2: "G3 neutropenia; fatigue"}},
    ),
    (
        "inhibitor_time_without_inhibitor",
        "warning",
        "later_alk_inhibitor_months",
        (2,),
        {"later_alk_inhibitor": {2: "0"}},
    ),
]


@pytest.mark.parametrize(
    ("code", "severity", "column", "rows", "edits"),
    CONTRADICTIONS,
    ids=[f"{case[0]}-{case[2]}" for case in CONTRADICTIONS],
)
def test_a_contradiction_is_found_in_its_rows_and_nothing_else_is(
    code: str, severity: str, column: str, rows: tuple[int, ...], edits: dict[str, dict[int, str]]
) -> None:
    assert found(validate_cohort(sheet(**edits))) == [(code, severity, column, rows)]


ACCEPTED: Final[dict[str, dict[str, dict[int, str]]]] = {
    "progression and the end of follow-up rounded apart": {"rfs_months": {4: "12.05"}},
    "a partial response at exactly -30%": {
        "target_change_pct": {2: "-30"},
        "target_changes": {2: ""},
    },
    "a lowest change of the series that was rounded": {"target_changes": {2: "2,1: -45.4 %"}},
    "a progression with shrunken target lesions": {"target_change_pct": {3: "-60"}},
    "months half a month from their dates": {"os_months": {2: "40.4"}},
    "a stage that is not recorded": {"stage": {2: ""}},
    "a date at midnight, as a workbook writes it": {"start_date": {2: "2020-01-01 00:00:00"}},
    "progression on the day of death": {"progression_date": {4: "2020-02-29"}},
}


@pytest.mark.parametrize("edits", ACCEPTED.values(), ids=ACCEPTED)
def test_what_only_looks_like_a_contradiction_passes(edits: dict[str, dict[int, str]]) -> None:
    assert found(validate_cohort(sheet(**edits))) == []


def test_all_problems_are_reported_at_once_the_gravest_first() -> None:
    table = sheet(
        age_years={2: "x", 4: "y"},
        sex={2: "?"},
        os_event={3: "2", 4: ""},
        worst_ae_grade={2: "1"},
        death_date={4: "2019-01-01"},
    ).rename(columns={"regimen_group": "arm"})
    assert found(validate_cohort(table)) == [
        ("unknown_value", "error", "sex", (2,)),
        ("not_a_number", "error", "age_years", (2, 4)),
        ("not_a_flag", "error", "os_event", (3,)),
        ("event_missing", "error", "os_event", (4,)),
        ("death_date_too_early", "error", "death_date", (4,)),
        ("wanted_column_absent", "warning", "regimen_group", ()),
        ("grade_differs", "warning", "worst_ae_grade", (2,)),
        ("own_columns", "information", "arm", ()),
    ]


def test_a_missing_patient_column_does_not_hide_the_other_problems() -> None:
    table = sheet(age_years={2: "x"}, os_event={4: ""}).drop(columns="patient_id")
    assert [issue.code for issue in validate_cohort(table).issues] == [
        "no_patient_id",
        "not_a_number",
        "event_missing",
    ]


def test_no_message_holds_the_content_of_a_cell() -> None:
    secret = "Zbigniew"
    table = pd.DataFrame({column.name: [secret, secret] for column in COLUMNS})
    report = validate_cohort(table)
    assert len(report.errors) > 20
    assert all(secret not in issue.message + issue.remedy for issue in report.issues)


def test_every_message_is_followed_by_what_to_do() -> None:
    table = pd.DataFrame({column.name: ["x", ""] for column in COLUMNS})
    report = validate_cohort(table)
    texts = [text for issue in report.issues for text in (issue.message, issue.remedy)]
    assert [text for text in texts if not text.endswith(".")] == []


def test_a_sheet_without_an_outcome_is_refused() -> None:
    report = validate_cohort(pd.DataFrame({"patient_id": ["A"], "os_months": ["3"]}))
    assert [issue.code for issue in report.errors] == ["no_endpoint", "half_an_endpoint"]


@pytest.mark.parametrize(
    "columns",
    [
        {"best_response": ""},
        {"os_months": "", "os_event": ""},
        {"start_date": "2020-01-01", "death_date": ""},
    ],
)
def test_outcome_columns_without_a_single_outcome_are_refused(columns: Cells) -> None:
    report = validate_cohort(pd.DataFrame([{"patient_id": "A"} | columns]))
    assert [issue.code for issue in report.errors] == ["no_endpoint"]


@pytest.mark.parametrize(
    "columns",
    [
        {"best_response": "SD"},
        {"pfs_months": "3", "pfs_event": "1"},
        {"start_date": "2020-01-01", "last_followup_date": "2021-01-01", "death_date": ""},
        {"start_date": "2020-01-01", "last_followup_date": "2021-01-01", "os_event": "0"},
    ],
)
def test_one_outcome_is_enough(columns: Cells) -> None:
    assert validate_cohort(pd.DataFrame([{"patient_id": "A"} | columns])).ok


def test_wanted_columns_that_are_absent_are_warnings_that_say_what_is_lost() -> None:
    report = validate_cohort(
        pd.DataFrame({"patient_id": ["A"], "os_months": ["3"], "os_event": ["1"]})
    )
    assert [issue.column for issue in report.warnings] == [
        "alk_status",
        "stage",
        "regimen_group",
        "best_response",
    ]
    assert report.warnings[-1].message == (
        "The sheet has no column best_response: the Response page has nothing to show."
    )


def test_columns_of_the_sheet_s_own_are_kept_and_mentioned() -> None:
    reading = parse_cohort(sheet().assign(ECOG=["0", "1", ""], arm=["1", "x", ""]))
    assert found(reading.report) == [("own_columns", "information", "ECOG, arm", ())]
    assert reading.cohort is not None
    frame = reading.cohort.frame
    assert list(frame.columns[-4:]) == ["disease_extent", "line_group", "ECOG", "arm"]
    assert frame["ECOG"].dtype == float
    assert frame["arm"].tolist() == ["1", "x", None]


def test_headers_match_whatever_their_case_blanks_and_hyphens() -> None:
    table = sheet().rename(columns={"patient_id": " Patient ID ", "os_months": "OS-Months"})
    assert found(validate_cohort(table)) == []


@pytest.mark.parametrize(("first", "second"), [("sex", "Sex"), ("ECOG", "ecog "), ("a b", "A-B")])
def test_two_headers_that_come_to_one_are_an_error(first: str, second: str) -> None:
    table = sheet().drop(columns="sex").assign(**{first: "", second: ""})
    report = validate_cohort(table)
    plain = first.lower().replace(" ", "_")
    assert [(i.code, i.column) for i in report.errors] == [("repeated_header", plain)]


def test_a_column_named_like_a_derived_one_is_set_aside() -> None:
    reading = parse_cohort(sheet().assign(**{"Line group": ["x", "y", "z"]}))
    assert found(reading.report) == [("derived_header", "information", "Line group", ())]
    assert reading.cohort is not None
    assert reading.cohort.frame["line_group"].tolist() == ["first", "second", "first"]
    assert reading.cohort.frame["line_group_in_sheet"].tolist() == ["x", "y", "z"]


def test_words_of_a_vocabulary_match_in_any_case_and_get_its_spelling() -> None:
    reading = parse_cohort(
        sheet(
            best_response={2: "pr"},
            stage={2: "METASTATIC"},
            regimen_group={4: "mtx-v"},
            primary_site={2: "Abdomen", 3: "orbit"},
        )
    )
    assert reading.cohort is not None
    frame = reading.cohort.frame
    assert frame.loc[2, ["best_response", "stage"]].tolist() == ["PR", "metastatic"]
    assert frame.loc[4, "regimen_group"] == "MTX-V"
    assert frame["primary_site"].tolist() == ["abdomen", "orbit", None]


def test_a_cohort_s_columns_are_typed_and_numbered_as_in_the_sheet() -> None:
    cohort = parse_cohort(sheet()).cohort
    assert cohort is not None
    frame = cohort.frame
    assert (frame.index.name, frame.index.tolist()) == ("row", [2, 3, 4])
    dtypes = {
        "text": "object",
        "category": "object",
        "date": "datetime64[ns]",
        "number": "float64",
        "integer": "float64",
        "flag": "float64",
    }
    expected = {column.name: dtypes[column.kind] for column in COLUMNS}
    assert {name: str(frame[name].dtype) for name in expected} == expected
    assert frame["ne_reason"].tolist() == [None, None, "adjuvant"]


def test_a_sheet_with_an_error_makes_no_cohort() -> None:
    assert parse_cohort(sheet(sex={2: "?"})).cohort is None


def test_a_file_that_cannot_be_read_is_a_report_with_one_error() -> None:
    reading = read_cohort(b"\xff\xfe", filename="a.csv")
    assert reading.cohort is None
    assert [(i.code, i.severity, i.column, i.message, i.remedy) for i in reading.report.issues] == [
        (
            "unreadable_file",
            "error",
            None,
            "The file must hold a table, but it is empty.",
            "Check that the right file was chosen.",
        )
    ]


def test_a_cohort_is_called_after_its_file_unless_it_is_given_a_name() -> None:
    content = b"patient_id,os_months,os_event\nA,3.5,1\n"
    named = read_cohort(
        content, filename="b.csv", name="Mine", provenance="p", is_reconstruction=True
    ).cohort
    unnamed = read_cohort(content, filename="b.csv").cohort
    assert named is not None
    assert unnamed is not None
    assert (named.name, named.provenance, named.is_reconstruction) == ("Mine", "p", True)
    assert (unnamed.name, unnamed.provenance, unnamed.is_reconstruction) == ("b", "", False)


def test_a_report_is_a_table_for_a_reader() -> None:
    issues = [
        Issue(code="b", severity="warning", message="B.", remedy="Do b."),
        Issue(
            code="a",
            severity="error",
            column="sex",
            rows=(3, 7, 12, 13, 14, 15),
            message="A.",
            remedy="Do a.",
        ),
    ]
    report = validation_report(issues, n_rows=20)
    assert report.to_frame().to_numpy().tolist() == [
        ["error", "sex", "3, 7, 12–15", "A.", "Do a."],
        ["warning", "the sheet", "all", "B.", "Do b."],
    ]
    assert [issue.code for issue in report.errors + report.warnings] == ["a", "b"]


@pytest.mark.parametrize(
    ("rows", "text"), [((5,), "5"), ((5, 6), "5, 6"), ((6, 5, 7, 7), "5–7"), ((), "")]
)
def test_row_numbers_are_written_as_runs(rows: tuple[int, ...], text: str) -> None:
    assert format_rows(rows) == text


EVENTS_AGAINST_DATES: Final[list[tuple[str, Cells, bool]]] = [
    ("os_event", {"os_event": "0", "death_date": "2021-01-01"}, False),
    ("os_event", {"os_event": "0", "last_followup_date": "2021-01-01"}, True),
    ("pfs_event", {"pfs_event": "0", "progression_date": "2021-01-01"}, False),
    ("pfs_event", {"pfs_event": "0", "pfs_months": "12", "progression_date": "2021-01-01"}, False),
    ("pfs_event", {"pfs_event": "0", "pfs_months": "5", "progression_date": "2021-01-01"}, True),
    (
        "rfs_event",
        {"stage": "localized", "rfs_event": "0", "progression_date": "2021-01-01"},
        False,
    ),
]


@pytest.mark.parametrize(("column", "cells", "agree"), EVENTS_AGAINST_DATES)
def test_an_event_must_not_contradict_its_date(column: str, cells: Cells, agree: bool) -> None:
    row = {
        "patient_id": "A",
        "stage": "metastatic",
        "start_date": "2020-01-01",
        "best_response": "PR",
        **cells,
    }
    errors = found(validate_cohort(pd.DataFrame([row], index=[2])))
    expected = [] if agree else [("event_contradicts_date", "error", column, (2,))]
    assert [issue for issue in errors if issue[1] == "error"] == expected


def test_an_event_without_a_time_needs_dates_that_give_it() -> None:
    table = pd.DataFrame(
        {
            "patient_id": ["A", "B"],
            "start_date": ["2020-01-01", ""],
            "os_event": ["1", "0"],
            "last_followup_date": ["2021-01-01"] * 2,
        },
        index=[2, 3],
    )
    report = validate_cohort(table)
    assert [(i.code, i.column, i.rows) for i in report.errors] == [
        ("time_missing", "os_months", (3,))
    ]
    assert validate_cohort(table.loc[[2]]).ok
    # Not a single time: the column is absent, and the rows are named all the same.
    nowhere = validate_cohort(table.loc[[3]].assign(best_response="PR"))
    assert [(i.code, i.rows) for i in nowhere.errors] == [("time_missing", (3,))]
    undated = validate_cohort(table.drop(columns="start_date").assign(best_response="PR"))
    assert [i.code for i in undated.errors] == ["half_an_endpoint"]


def test_an_event_that_is_taken_to_be_on_the_day_of_the_last_follow_up_is_told() -> None:
    table = pd.DataFrame(
        {
            "patient_id": ["A", "B"],
            "stage": "metastatic",
            "start_date": "2020-01-01",
            "os_event": ["1", "0"],
            "pfs_event": "1",
            "progression_date": ["", "2020-06-01"],
            "last_followup_date": "2021-01-01",
        },
        index=[2, 3],
    )
    told = [i for i in found(validate_cohort(table)) if i[0] == "event_at_last_followup"]
    assert told == [
        ("event_at_last_followup", "warning", "os_event", (2,)),
        ("event_at_last_followup", "warning", "pfs_event", (2,)),
    ]


def test_one_column_of_progression_serves_both_stages_where_the_dates_agree() -> None:
    table = pd.DataFrame(
        {
            "patient_id": ["A", "B", "C"],
            "stage": ["metastatic", "localized", "localized"],
            "start_date": "2020-01-01",
            "pfs_event": "1",
            "progression_date": ["2020-06-01", "2020-06-01", ""],
            "last_followup_date": "2021-01-01",
        },
        index=[2, 3, 4],
    )
    errors = validate_cohort(table).errors
    assert [(i.code, i.column, i.rows) for i in errors] == [("time_missing", "pfs_months", (4,))]


def remark_rows(*labels: str, **cells: str) -> tuple[int, ...]:
    """Rows that are no patient, of a sheet with two patients above rows with nothing else."""
    filled = {"os_months": ["3", "4"], "os_event": ["1", "0"], "own": ["x", "y"]}
    columns = {name: [*two, *[cells.get(name, "")] * len(labels)] for name, two in filled.items()}
    report = validate_cohort(pd.DataFrame({"patient_id": ["P1", "P2", *labels], **columns}))
    return next((issue.rows for issue in report.errors if issue.code == "total_row"), ())


def test_a_sentence_below_the_patients_is_a_remark_where_its_row_is_empty() -> None:
    assert remark_rows("These are our patients", "*a", "P3") == (2, 3)
    assert remark_rows("These are our patients", "*a", own="z") == ()


def test_labels_like_counts_are_patients() -> None:
    assert remark_rows("N12", "N1", "n 3", "P3*", "Notes", "key-1") == ()


def test_n_is_a_patient_among_others_called_by_a_letter() -> None:
    assert remark_rows("N") == (2,)
    assert remark_rows("M", "N") == ()
