"""Files to tables of text, and cohorts to files and back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.errors import UnreadableFileError
from imt_core.reading import LARGEST_FILE, read_table
from imt_core.validation import CohortReading, parse_cohort, read_cohort
from imt_core.writing import cohort_to_table, write_csv

SAMPLE = Path(__file__).parents[2] / "sample_data" / "imt_cohort.csv"


def workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    """An Excel workbook with the given rows on each sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        page = book.create_sheet(f"sheet {number}")
        for row in rows:
            page.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


WORKBOOK = workbook([["a", "b"], [1, "#N/A"]])


def cells(table: pd.DataFrame) -> dict[int, list[str]]:
    return {int(row): texts for row, texts in zip(table.index, table.to_numpy().tolist(),
                                                  strict=True)}  # fmt: skip


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_text_files_of_every_kind_give_the_same_table(
    separator: str, mark: bytes, line_end: str
) -> None:
    text = line_end.join(["id,Größe", " A ,1.0", "B,"]).replace(",", separator)
    table = read_table(mark + text.encode(), filename="a.csv")
    assert table.columns.tolist() == ["id", "Größe"]
    assert cells(table) == {2: ["A", "1.0"], 3: ["B", ""]}
    assert table.index.name == "row"


def test_a_separator_inside_quotation_marks_does_not_count() -> None:
    table = read_table(b'"a,b,c";d\n"1;2";"say ""x"""\n', filename="a.csv")
    assert table.columns.tolist() == ["a,b,c", "d"]
    assert cells(table) == {2: ["1;2", 'say "x"']}


def test_a_line_break_inside_quotation_marks_does_not_start_a_row() -> None:
    assert cells(read_table(b'a,b\n1,"x\ny"\n2,z\n', filename="a.csv")) == {
        2: ["1", "x\ny"],
        3: ["2", "z"],
    }


def test_blank_rows_are_left_out_but_still_counted() -> None:
    table = read_table(b"a,b\n\n1,2\n , \n3,4\n\n", filename="a.csv")
    assert cells(table) == {3: ["1", "2"], 5: ["3", "4"]}


def test_a_header_below_blank_rows_is_found_and_rows_keep_their_numbers() -> None:
    table = read_table(b",\n,\na,b\n1,2\n", filename="a.csv")
    assert table.columns.tolist() == ["a", "b"]
    assert cells(table) == {4: ["1", "2"]}


def test_rows_shorter_than_the_header_end_in_empty_cells() -> None:
    assert cells(read_table(b"a,b,c\n1\n", filename="a.csv")) == {2: ["1", "", ""]}


def test_empty_columns_without_a_name_of_their_own_are_left_out() -> None:
    table = read_table(b"a,,b,a,\n1,,2,,\n", filename="a.csv")
    assert table.columns.tolist() == ["a", "b"]
    assert cells(table) == {2: ["1", "2"]}


def test_nothing_is_guessed_about_the_cells_of_a_text_file() -> None:
    texts = ["007", "NA", "1e3", "2020-01-01", "TRUE", "null"]
    table = read_table(("a\n" + "\n".join(texts)).encode(), filename="a.txt")
    assert table["a"].tolist() == texts


def test_a_file_can_be_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes(b"a\tb\n1\t2\n")
    assert cells(read_table(path)) == cells(read_table(str(path))) == {2: ["1", "2"]}


def test_cells_of_a_workbook_become_the_texts_a_csv_would_hold() -> None:
    content = workbook(
        [
            ["text", "whole", "number", "flag", "date", "moment", "empty"],
            [" A ", 12.0, 0.1, True, dt.date(2020, 2, 29), dt.datetime(2020, 2, 29, 5), None],
            [None] * 7,
            ["12", -3, 1e-7, False, dt.datetime(2020, 3, 1), None, None],
        ]
    )
    assert cells(read_table(content, filename="a.xlsx")) == {
        2: ["A", "12", "0.1", "1", "2020-02-29", "2020-02-29 05:00:00", ""],
        4: ["12", "-3", "1e-07", "0", "2020-03-01", "", ""],
    }


def test_the_first_sheet_that_is_not_empty_is_read() -> None:
    content = workbook([], [["a"], [1]], [["b"], [2]])
    assert read_table(content, filename="a.XLSX").to_dict("list") == {"a": ["1"]}


def test_a_formula_s_error_in_a_workbook_is_not_taken_for_an_empty_cell() -> None:
    content = workbook([], [["a", "b"], ["x", "#N/A"], [None, "#DIV/0!"], ["#REF!", "y"]])
    assert cells(read_table(content, filename="a.xlsx")) == {
        2: ["x", "#N/A"],
        3: ["", "#DIV/0!"],
        4: ["#REF!", "y"],
    }


def test_a_sheet_that_does_not_begin_in_the_corner_keeps_its_row_numbers() -> None:
    content = workbook([[], [None, "a", "b"], [None, 1, "#N/A"]])
    table = read_table(content, filename="a.xlsx")
    assert table.columns.tolist() == ["a", "b"]
    assert cells(table) == {3: ["1", "#N/A"]}


UNREADABLE = {
    "an empty file": (b"", "a.csv", "it is empty"),
    "blanks only": (b" \n\n", "a.csv", "it is empty"),
    "a byte order mark only": (b"\xef\xbb\xbf\r\n", "a.csv", "it is empty"),
    "separators only": (b",,\n,,\n", "a.csv", "it is empty"),
    "only a header": (b"a,b\n\n", "a.csv", "it has none"),
    "Latin-1": ("a\nx\nGröße\n".encode("latin-1"), "a.csv", "line 3 is not. Save it .*CSV UTF-8"),
    "UTF-16": ("a\nb\n".encode("utf-16"), "a.csv", "line 1 is not. Save it .*CSV UTF-8"),
    "binary": (b"a\n\x00\n", "a.csv", "binary data"),
    "an open quotation mark": (b'a,b\n1,2\n3,"x\n', "a.csv", "in row 3 one is not"),
    "a quotation mark inside": (b'a,b\n1,"x"y\n', "a.csv", "in row 2 one is not"),
    "a row too long": (b"a,b\n1,2\n3,4,5\n", "a.csv", "row 3 has more cells"),
    "a nameless column": (b"a,,b\n1,2,3\n", "a.csv", "column number 2 has none"),
    "two columns of one name": (b"a,b,a\n1,2,3\n", "a.csv", "columns number 1 and 3 share one"),
    "an old workbook": (b"\xd0\xcf\x11\xe0rest", "a.xlsx", "encrypted or in the old .xls format"),
    "a workbook named .csv": (workbook([["a"], [1]]), "a.csv", "looks like an Excel workbook"),
    "a damaged workbook": (workbook([["a"], [1]])[:900], "a.xlsx", "it may be damaged"),
    "a text named .xlsx": (b"a,b\n1,2\n", "a.xlsx", "have a wrong ending"),
    "an empty workbook": (workbook([], []), "a.xlsx", "all its sheets are empty"),
    "a workbook's lone header": (workbook([["a"]]), "a.xlsx", "it has none"),
    "another kind of file": (b"a\n1\n", "a.ods", "it ends in .ods"),
    "no ending": (b"a\n1\n", "a", "it ends in nothing"),
    "too large a file": (b"x" * (LARGEST_FILE + 1), "a.csv", "must not exceed 50 MB"),
}


@pytest.mark.parametrize(("content", "filename", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_is_no_table_is_refused_with_a_reason(
    content: bytes, filename: str, reason: str
) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read_table(content, filename=filename)


def test_a_file_that_is_not_there_is_refused_without_its_folder() -> None:
    with pytest.raises(UnreadableFileError, match=r"^nowhere.csv must be a readable file"):
        read_table(Path("/no/such/nowhere.csv"))


def problem(content: bytes) -> str:
    """Why a workbook is refused; empty where it is read."""
    try:
        read_table(content, filename="a.xlsx")
    except UnreadableFileError as error:
        return str(error)
    return ""


@given(position=st.integers(0, 4000), byte=st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_refused_but_breaks_nothing(position: int, byte: int) -> None:
    content = bytearray(WORKBOOK)
    content[position % len(content)] = byte
    assert problem(bytes(content))[-1:] in {"", "."}


def written_and_read(reading: CohortReading, name: str) -> pd.DataFrame:
    assert reading.cohort is not None
    content = write_csv(cohort_to_table(reading.cohort))
    again = read_cohort(content, filename=f"{name}.csv")
    assert again.cohort is not None
    return again.cohort.frame


def test_the_sample_cohort_written_and_read_again_is_the_same() -> None:
    reading = read_cohort(SAMPLE)
    assert reading.cohort is not None
    pd.testing.assert_frame_equal(written_and_read(reading, "again"), reading.cohort.frame)


PLAIN_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12
).filter(lambda text: not text.startswith(("=", "+", "-", "@", "#")))


@given(
    rows=st.lists(
        st.tuples(
            PLAIN_TEXT,
            st.sampled_from(["CR", "pr", "SD", "PD", ""]),
            st.floats(-100, 1e6).map(repr),
            st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)).map(str),
            st.one_of(st.just(""), st.integers(-99, 99).map(str), PLAIN_TEXT),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_cohort_written_and_read_again_is_the_same(rows: list[tuple[str, ...]]) -> None:
    columns = ["regimen", "best_response", "target_change_pct", "start_date", "arm"]
    table = pd.DataFrame(rows, columns=columns).map(str.strip)
    table.insert(0, "patient_id", [f"p{i}" for i in range(len(rows))])
    table.loc[0, "best_response"] = "SD"
    table.index = pd.RangeIndex(2, 2 + len(table))
    reading = parse_cohort(table)
    assert reading.cohort is not None
    expected = reading.cohort.frame
    pd.testing.assert_frame_equal(written_and_read(reading, "any"), expected, check_exact=True)


def test_only_the_app_s_own_columns_are_not_written() -> None:
    cohort = read_cohort(SAMPLE).cohort
    assert cohort is not None
    header = SAMPLE.read_text(encoding="utf-8").partition("\n")[0].split(",")
    assert cohort_to_table(cohort).columns.tolist() == header


def test_a_written_file_opens_as_utf_8_in_a_spreadsheet() -> None:
    content = write_csv(pd.DataFrame({"Größe": ["1"]}))
    assert content == b"\xef\xbb\xbf" + "Größe\n1\n".encode()


@pytest.mark.parametrize(
    ("text", "written"),
    [("=1+1", "'=1+1"), ("+x", "'+x"), ("-x", "'-x"), ("@x", "'@x"), ("\tx", "'\tx"),
     ("-5", "-5"), ("+1.5", "+1.5"), ("-1e-05", "-1e-05"), ("-", "'-"),
     ("-1+cmd", "'-1+cmd"), ("a=b", "a=b")],
)  # fmt: skip
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(text: str, written: str) -> None:
    table = pd.DataFrame({text: [text]})
    assert write_csv(table).decode("utf-8-sig").splitlines() == [written, written]
