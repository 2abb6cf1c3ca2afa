"""The marked workbook reads back as the same sheet, and shows every problem where it is."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from imt_core.conventions.errors import ImtError
from imt_core.intake.checks.checked_cohort import validate_cohort
from imt_core.intake.checks.report import Issue, format_rows, validation_report
from imt_core.intake.files.reading import read_file, read_table
from imt_core.intake.remedies.issue_impact import issue_impacts
from imt_core.intake.remedies.issue_workbook import LONGEST_TEXT, MOST_COMMENTS, issue_workbook
from tests.effort import tries
from tests.intake.checks.test_checked_cohort import sheet

RED, YELLOW, BLUE = "FFFFC7CE", "FFFFEB9C", "FFDDEBF7"


def workbook_of(table: pd.DataFrame) -> bytes:
    return issue_workbook(table, validate_cohort(table))


def opened(content: bytes) -> tuple[Worksheet, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Cohort", "Problems"]
    return book["Cohort"], book["Problems"]


def place(table: pd.DataFrame, column: str) -> int:
    return list(table.columns).index(column) + 1


def fill(cells: Worksheet, row: int, column: int) -> str | None:
    cell = cells.cell(row, column)
    return cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else None


@pytest.mark.parametrize("rows", [[2, 3, 4], [5, 6, 9], [30, 31, 500]])
def test_the_workbook_reads_back_with_the_same_rows_and_headers(rows: list[int]) -> None:
    table = sheet(os_months={2: "x"}, sex={3: "#N/A"}).set_axis(pd.Index(rows, name="row"))
    read = read_file(workbook_of(table), filename="marked.xlsx")
    pd.testing.assert_frame_equal(read.table, table.astype(object), check_index_type=False)


def test_a_sheet_without_patient_id_is_chosen_before_the_list_of_its_problems() -> None:
    table = sheet(os_months={2: "x"}).drop(columns="patient_id")
    read = read_file(workbook_of(table), filename="marked.xlsx")
    assert read.table.columns.tolist() == table.columns.tolist()
    assert read.table.index.tolist() == [2, 3, 4]


def test_the_list_of_problems_is_never_taken_for_the_cohort() -> None:
    table = pd.DataFrame({"who": ["A"], "what": ["B"]}, index=[2])
    assert read_file(workbook_of(table), filename="marked.xlsx").table.columns[0] == "who"


def test_a_corrected_workbook_is_clean() -> None:
    table = sheet(os_months={2: "x"})
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(table)))
    book["Cohort"].cell(2, place(table, "os_months")).value = "40"
    buffer = io.BytesIO()
    book.save(buffer)
    corrected = read_table(buffer.getvalue(), filename="corrected.xlsx")
    assert validate_cohort(corrected).ok
    assert corrected.equals(sheet().rename_axis("row"))


@tries(8)
@given(
    texts=st.lists(
        st.text(
            st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cn", "Co")),
            max_size=8,
        )
        | st.sampled_from(
            [
                "=1+1",
                "@SUM(A1)",
                "+1",
                "-1",
                "007",
                "1e5",
                "2020-01-31",
                "TRUE",
                "#N/A",
                "_x0041_",
                "{=1}",
                "http://a.b",
                "a\nb",
                "1/2",
            ]
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_text_comes_back_as_it_was(texts: list[str]) -> None:
    table = pd.DataFrame(
        {"patient_id": [f"p{i}" for i in range(len(texts))], "own": texts},
        index=pd.RangeIndex(2, len(texts) + 2),
        dtype=object,
    )
    read = read_table(workbook_of(table), filename="marked.xlsx")
    own = read["own"].tolist() if "own" in read else [""] * len(texts)
    assert own == texts


def test_no_cell_is_a_formula_or_a_link() -> None:
    table = pd.DataFrame({"patient_id": ["=1+1", "http://a.b"], "=x": ["{=1}", "@y"]}, index=[2, 3])
    cells, problems = opened(workbook_of(table))
    kinds = {cell.data_type for page in (cells, problems) for row in page for cell in row}
    assert kinds <= {"s", "n"}
    assert [cell.value for row in cells for cell in row if cell.data_type == "n"] == []
    assert all(cell.hyperlink is None for row in cells for cell in row)


def test_a_cell_in_a_problem_is_filled_and_says_what_to_do() -> None:
    table = sheet(os_months={2: "x"}, prior_lines={4: "3"})
    report = validate_cohort(table)
    cells, _ = opened(issue_workbook(table, report))
    wrong, doubtful = (
        cells.cell(2, place(table, "os_months")),
        cells.cell(4, place(table, "prior_lines")),
    )
    assert (fill(cells, 2, wrong.column), fill(cells, 4, doubtful.column)) == (RED, YELLOW)
    assert wrong.comment.text == (
        "Error: os_months must be a number, but holds something else. Correct it, or leave the "
        "cell empty where it is not recorded."
    )
    assert doubtful.comment.text.startswith("Warning: prior_lines is not line_number less one.")
    assert fill(cells, 3, wrong.column) is None
    assert wrong.number_format == "@"


def test_the_gravest_problem_of_a_cell_gives_its_colour_and_all_are_in_its_comment() -> None:
    table = sheet(response_months={2: "50"}, best_response={2: "SD"})
    cells, _ = opened(workbook_of(table))
    comment = cells.cell(2, place(table, "response_months")).comment.text
    assert comment.count("Warning:") == 3


def test_a_row_that_would_be_set_aside_is_filled_as_a_whole() -> None:
    table = sheet(patient_id={3: ""})
    cells, _ = opened(workbook_of(table))
    assert {fill(cells, 3, column) for column in range(1, len(table.columns) + 1)} == {RED}
    assert fill(cells, 2, 1) is None
    assert cells.cell(3, 1).comment.text.startswith("Error: Every row must name its patient")


def test_a_problem_of_a_column_marks_its_header() -> None:
    table = sheet().assign(ecog=["0", "1", "0"], grade=["1", "2", "3"], line_group="first")
    cells, _ = opened(workbook_of(table))
    for header in ("ecog", "grade", "line_group"):
        assert fill(cells, 1, place(table, header)) == BLUE
    assert fill(cells, 1, 1) is None


def test_the_problems_are_listed_with_their_cost() -> None:
    table = sheet(os_months={2: "x"}, prior_lines={3: "5", 4: "5"}).drop(columns="stage")
    report = validate_cohort(table)
    _, problems = opened(issue_workbook(table, report))
    rows = list(problems.iter_rows(values_only=True))
    assert rows[0] == ("Severity", "Column", "Rows", "Problem", "What to do", "What it costs")
    impacts = issue_impacts(table, report)
    assert [row[0] for row in rows[1:]] == [issue.severity for issue in report.issues]
    assert [row[2] for row in rows[1:]] == [format_rows(i.rows) or "all" for i in report.issues]
    assert [row[3:] for row in rows[1:]] == [
        (impact.issue.message, impact.issue.remedy, impact.text) for impact in impacts
    ]
    columns = [row[1] for row in rows[1:]]
    letter = {c: get_column_letter(place(table, c)) for c in ("os_months", "prior_lines")}
    assert columns == [
        f"{letter['os_months']}: os_months",
        "absent: stage",
        f"{letter['prior_lines']}: prior_lines",
    ]


def test_the_sheets_can_be_filtered_and_their_headers_stay_in_view() -> None:
    table = sheet(os_months={2: "x"}).set_axis([5, 6, 9])
    cells, problems = opened(workbook_of(table))
    assert cells.freeze_panes == "A5"
    assert cells.auto_filter.ref == f"A4:{cells.cell(9, len(table.columns)).coordinate}"
    assert problems.freeze_panes == "A2"
    assert problems.auto_filter.ref == "A1:F2"
    assert cells.column_dimensions["A"].width > len("patient_id")


def test_a_clean_sheet_has_an_empty_list_of_problems() -> None:
    cells, problems = opened(workbook_of(sheet()))
    assert problems.max_row == 1
    assert all(cell.comment is None for row in cells for cell in row)


def test_the_file_names_nobody_and_is_the_same_each_time() -> None:
    content = workbook_of(sheet(os_months={2: "x"}))
    assert content == workbook_of(sheet(os_months={2: "x"}))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        core = package.read("docProps/core.xml").decode()
        comments = package.read("xl/comments1.xml").decode()
    assert "<dc:creator></dc:creator>" in core
    assert "<cp:lastModifiedBy></cp:lastModifiedBy>" in core
    assert "<author></author>" in comments


def test_beyond_the_most_comments_cells_are_coloured_and_the_list_says_so() -> None:
    n_rows = MOST_COMMENTS + 5
    table = pd.DataFrame(
        {"patient_id": [f"p{i}" for i in range(n_rows)], "os_months": "x", "os_event": "1"},
        index=pd.RangeIndex(2, n_rows + 2),
    )
    cells, problems = opened(workbook_of(table))
    n_comments = sum(cell.comment is not None for row in cells for cell in row)
    assert n_comments == MOST_COMMENTS
    assert fill(cells, n_rows + 1, 2) == RED
    notes = [cell.value for cell in problems["D"]]
    assert notes[-1] == "The first 1,000 marked cells have a comment; all are coloured."
    rows = [str(cell.value) for cell in problems["C"]]
    assert f"2{chr(8211)}201 and 805 more" in rows


def test_a_text_too_long_for_a_cell_is_cut_and_the_list_says_so() -> None:
    long = "a" * (LONGEST_TEXT + 1)
    table = sheet(regimen={2: long})
    cells, problems = opened(workbook_of(table))
    assert len(cells.cell(2, place(table, "regimen")).value) == LONGEST_TEXT
    assert [cell.value for cell in problems["D"]][-1].startswith("1 cell held more text")


def test_rows_of_a_note_that_lie_outside_the_table_are_listed_but_not_marked() -> None:
    note = Issue(
        code="rows_above_header",
        severity="information",
        rows=(1,),
        message="Above.",
        remedy="Check.",
    )
    table = sheet().set_axis([3, 4, 5])
    content = issue_workbook(table, validation_report([note], n_rows=3))
    cells, problems = opened(content)
    assert all(cell.comment is None for row in cells for cell in row)
    assert problems["C2"].value == "1"


@pytest.mark.parametrize("rows", [[1, 2, 3], [4, 3, 2], [2, 3, 1_048_577]])
def test_row_numbers_that_fit_no_workbook_are_misuse(rows: list[int]) -> None:
    with pytest.raises(ImtError, match="table must have rising row numbers"):
        workbook_of(sheet().set_axis(rows))
