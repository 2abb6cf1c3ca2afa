"""Files to tables of text, and cohorts to files and back."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.checks.checked_cohort import CohortReading, parse_cohort
from imt_core.intake.cohort_file import read_cohort
from imt_core.intake.files.file_kind import LARGEST_FILE, LARGEST_UNPACKED
from imt_core.intake.files.header_row import looks_like_values
from imt_core.intake.files.old_workbook_hidden import hidden_parts
from imt_core.intake.files.reading import read_file, read_table
from imt_core.intake.files.sheet_marks import SheetMarks
from imt_core.intake.files.table_marks import table_marks
from imt_core.reporting.csv_files import cohort_to_table, write_csv
from tests.effort import tries
from tests.places import SAMPLE

FILES = Path(__file__).parent


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
    return {
        int(row): texts for row, texts in zip(table.index, table.to_numpy().tolist(), strict=True)
    }


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
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


def package(**parts: bytes) -> bytes:
    """A zip file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


UNREADABLE = {
    "an empty file": (b"", "a.csv", "it is empty"),
    "blanks only": (b" \n\n", "a.csv", "it is empty"),
    "a byte order mark only": (b"\xef\xbb\xbf\r\n", "a.csv", "it is empty"),
    "separators only": (b",,\n,,\n", "a.csv", "it is empty"),
    "only a header": (b"a,b\n\n", "a.csv", "it has none"),
    "UTF-16 cut off": ("a\nb\n".encode("utf-16")[:-1], "a.csv", "UTF-16 text.* cut off"),
    "UTF-16 without its mark": ("a\nb\n".encode("utf-16-le"), "a.csv", "binary data"),
    "binary": (b"a\n\x00\n", "a.csv", "binary data"),
    "an open quotation mark": (b'a,b\n1,2\n3,"x\n', "a.csv", "in row 3 one is not"),
    "a quotation mark inside": (b'a,b\n1,"x"y\n', "a.csv", "in row 2 one is not"),
    "a row too long": (b"a,b\n1,2\n3,4,5\n", "a.csv", "row 3 has more cells"),
    "a nameless column": (b"a,,b\n1,2,3\n", "a.csv", "column number 2 has none"),
    "two columns of one name": (b"sex,b,sex\n1,2,3\n", "a.csv", "columns number 1 and 3 share one"),
    "an old workbook": ((FILES / "invented.xls").read_bytes(), "a.xlsx", "an old Excel workbook"),
    "a workbook with a password": (
        (FILES / "invented_password.xlsx").read_bytes(),
        "a.xlsx",
        "must open without a password",
    ),
    "a damaged old workbook": ((FILES / "invented.xls").read_bytes()[:600], "a.xls", "damaged"),
    "a zip archive": (package(a=b"x"), "a.xlsx", "looks like a zip archive"),
    "a web page": (b"<html><table><tr><td>1", "a.xls", "looks like a web page"),
    "a damaged SAS transport file": (b"HEADER RECORD*******LIB", "a.xpt", "may be damaged"),
    "an SPSS file cut off": (b"$FL2@(#)", "a.sav", "may be damaged"),
    "a workbook named .csv": (workbook([["a"], [1]]), "a.csv", "looks like an Excel workbook"),
    "a damaged workbook": (workbook([["a"], [1]])[:900], "a.xlsx", "is none, or is damaged"),
    "a text named .xlsx": (b"a,b\n1,2\n", "a.xlsx", "looks like text"),
    "an empty workbook": (workbook([], []), "a.xlsx", "all its sheets are empty"),
    "a workbook's lone header": (workbook([["a"]]), "a.xlsx", "it has none"),
    "another kind of file": (b"a\n1\n", "a.pdf", "it ends in .pdf"),
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


COHORT = pd.DataFrame(
    {
        "patient_id": ["A", "B"],
        "os_months": [3.5, 12.0],
        "os_event": [1.0, 0.0],
        "stage": ["", "localised"],
        "cycles": [float("nan"), 4.0],
        "start_date": [dt.date(2020, 2, 29), dt.date(2021, 3, 1)],
    }
)


def statistical(ending: str, tmp_path: Path) -> bytes:
    """The invented cohort as an SPSS, Stata or SAS transport file."""
    path = tmp_path / f"a.{ending}"
    write = {
        "sav": pyreadstat.write_sav,
        "zsav": pyreadstat.write_sav,
        "dta": pyreadstat.write_dta,
        "xpt": pyreadstat.write_xport,
    }[ending]
    write(COHORT, path)
    return path.read_bytes()


@pytest.mark.parametrize("ending", ["sav", "dta", "xpt"])
def test_a_statistical_file_becomes_the_texts_a_csv_would_hold(ending: str, tmp_path: Path) -> None:
    table = read_table(statistical(ending, tmp_path), filename=f"a.{ending}")
    assert table.columns.tolist() == COHORT.columns.tolist()
    assert cells(table) == {
        2: ["A", "3.5", "1", "", "", "2020-02-29"],
        3: ["B", "12", "0", "localised", "4", "2021-03-01"],
    }


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_the_sheet_with_patient_id_is_read_below_its_title_and_says_so(ending: str) -> None:
    read = read_file(FILES / f"invented.{ending}")
    assert read.table.columns.tolist() == ["patient_id", "os_months", "os_event", "start_date"]
    assert cells(read.table) == {
        4: ["A", "3.5", "1", "2020-02-29"],
        5: ["B", "12", "0", "2021-03-01"],
    }
    assert [(note.code, note.rows) for note in read.notes] == [
        ("other_sheets", ()),
        ("rows_above_header", (1,)),
        ("total_rows_aside", (6,)),
    ]


@pytest.mark.parametrize(
    ("encoding", "codes"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", []),
        ("utf-32", []),
        ("cp1252", ["encoding_guessed"]),
        ("latin-1", ["encoding_guessed"]),
    ],
)
def test_letters_arrive_in_every_encoding_and_a_guess_is_reported(
    encoding: str, codes: list[str]
) -> None:
    content = "patient_id;os_months;os_event;site\nA;3.5;1;Köln\n".encode(encoding)
    reading = read_cohort(content, filename="a.csv")
    assert reading.cohort is not None
    assert reading.cohort.frame["site"].tolist() == ["Köln"]
    found = [issue for issue in reading.report.issues if issue.code == "encoding_guessed"]
    assert [issue.code for issue in found] == codes
    assert {issue.severity for issue in found} <= {"information"}


@pytest.mark.parametrize(
    "text",
    [
        "Our cohort, all centres, 2020\n\npatient_id;os_months\nA;3,5\nB;4,5\n",
        "sep=;\n\npatient_id;os_months\nA;3,5\nB;4,5\n",
    ],
)
def test_the_separator_and_the_header_are_found_below_a_title(text: str) -> None:
    assert cells(read_table(text.encode(), filename="a.csv")) == {4: ["A", "3,5"], 5: ["B", "4,5"]}


def test_a_data_row_that_names_a_canonical_column_is_not_taken_for_the_header() -> None:
    table = read_table(b"field,label\ncode,Code\nsex,Sex\n", filename="a.csv")
    assert table.columns.tolist() == ["field", "label"]


def test_a_small_file_that_unpacks_to_too_much_is_refused() -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(LARGEST_UNPACKED // 2**20 + 1):
            part.write(bytes(2**20))
    with pytest.raises(UnreadableFileError, match="must not unpack to more than 300 MB"):
        read_table(stream.getvalue(), filename="a.xlsx")


def test_a_sheet_with_a_stray_cell_far_away_is_refused_before_it_takes_the_memory() -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page["A1"] = "patient_id"
    page["XFD1048576"] = "x"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(UnreadableFileError, match="5 million cells"):
        read_table(stream.getvalue(), filename="a.xlsx")


def test_an_old_workbook_whose_last_cell_was_thrown_far_away_does_not_end_the_process() -> None:
    content = bytearray((FILES / "invented.xls").read_bytes())
    content[2441], content[3524] = 0o370, 0o207  # the bytes a fuzzer found
    assert read_cohort(bytes(content), filename="a.xls").report.errors[0].code == "unreadable_file"


@pytest.fixture(scope="module")
def valid_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("files")
    text = "patient_id;os_months;os_event\nA;3,5;1\nß;4;0\n"
    return {
        "a.csv": text.encode(),
        "b.csv": text.encode("utf-16"),
        "c.csv": text.encode("cp1252"),
        "a.xlsx": workbook([["patient_id", "os_months"], ["A", "#N/A"]]),
        "a.xls": (FILES / "invented.xls").read_bytes(),
        "a.ods": (FILES / "invented.ods").read_bytes(),
        **{f"a.{ending}": statistical(ending, folder) for ending in ("sav", "dta", "xpt")},
    }


MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "insert"]),
        st.floats(0, 1, exclude_max=True),
        st.binary(min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=4,
)


def mutated(content: bytes, mutations: list[tuple[str, float, bytes]]) -> bytes:
    """The content with bytes replaced or inserted, or its end cut off."""
    for what, where, piece in mutations:
        at = int(where * len(content))
        end = {"flip": content[at + len(piece) :], "insert": content[at:], "cut": b""}[what]
        content = content[:at] + (b"" if what == "cut" else piece) + end
    return content


@pytest.mark.parametrize(
    "name", ["a.csv", "b.csv", "c.csv", "a.xlsx", "a.xls", "a.ods", "a.sav", "a.dta", "a.xpt"]
)
@given(mutations=MUTATIONS)
@tries(12)
def test_a_mutated_file_never_raises(
    valid_files: dict[str, bytes], name: str, mutations: list[tuple[str, float, bytes]]
) -> None:
    reading = read_cohort(mutated(valid_files[name], mutations), filename=name)
    assert (reading.cohort is not None) == reading.report.ok


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
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Zs"),
        include_characters=" ",
    ),
    max_size=12,
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
    [
        ("=1+1", "'=1+1"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("-5", "-5"),
        ("+1.5", "+1.5"),
        ("-1e-05", "-1e-05"),
        ("-", "'-"),
        ("-1+cmd", "'-1+cmd"),
        ("a=b", "a=b"),
    ],
)
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(text: str, written: str) -> None:
    table = pd.DataFrame({text: [text]})
    assert write_csv(table).decode("utf-8-sig").splitlines() == [written, written]


def test_a_first_patient_taken_for_the_header_is_a_warning_without_its_content() -> None:
    content = b"P01;M;45;2020-01-31;PD;7,5\nP02;F;51;2021-03-02;PR;12\n"
    (note,) = read_file(content, filename="a.csv").notes
    assert (note.code, note.severity, note.rows) == ("row_taken_for_header", "warning", (1,))
    assert not any(cell in note.message + note.remedy for cell in ("P01", "45", "2020", "PD"))


@pytest.mark.parametrize("header", ["Patient;sex;1;2", "Paziente;Sesso;Eta", "code;weeks;a"])
def test_a_header_of_names_is_no_patient(header: str) -> None:
    content = f"{header}\nP02;F;51\n".encode()
    assert read_file(content, filename="a.csv").notes == ()


def test_no_row_of_the_sample_but_its_header_would_pass_for_one() -> None:
    table = read_table(SAMPLE)
    assert not looks_like_values(table.columns.tolist())
    assert all(map(looks_like_values, table.to_numpy().tolist()))


def test_merged_cells_that_lie_over_each_other_without_end_are_refused() -> None:
    table = pd.DataFrame({"a": ["x"] * 2000}, index=pd.RangeIndex(2, 2002))
    marks = SheetMarks(merged=((1, 0, 10**6, 0),) * 20_000)
    with pytest.raises(UnreadableFileError, match="Merged cells must not lie over each other"):
        table_marks(table, (0,), marks)


def test_a_damaged_old_workbook_hides_nothing() -> None:
    content = (FILES / "invented_marks.xls").read_bytes()
    assert hidden_parts(content) == [(((4, 4),), ((5, 5),))]
    assert hidden_parts(content[:700]) == []
    assert hidden_parts(content[:48] + b"\xff" * 4 + content[52:]) == []
