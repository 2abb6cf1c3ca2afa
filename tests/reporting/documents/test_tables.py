"""Screen, workbook and Word document say the same, cell by cell."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser

import docx
import numpy as np
import openpyxl
import pandas as pd
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import ViewDocument, view_document
from imt_core.reporting.content.view_tables import view_tables
from imt_core.reporting.documents.web_page import write_report
from imt_core.reporting.documents.word import write_word
from imt_core.reporting.documents.workbook import FIRST_SHEET, HEADER_ROW, write_workbook
from imt_core.reporting.masking.masking import masking_sentence
from imt_core.reporting.tables.baseline_tables import format_baseline_table
from imt_core.reporting.tables.survival_tables import format_rates_table
from tests.reporting.slides.slide_cohorts import NINE, made
from tests.reporting.views_to_write import (
    CONTEXT,
    MASKED,
    hostile_views,
    sample_documents,
    sample_views,
    sample_word,
    sample_workbook,
)


def texts(table: pd.DataFrame) -> list[list[str]]:
    return [[str(name) for name in table.columns], *table.astype(str).to_numpy().tolist()]


def expected(context: ExportContext) -> list[list[list[str]]]:
    return [texts(t.shown) for document in sample_documents(context) for t in document.shown_tables]


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def sheet_table(sheet: object, n_rows: int) -> list[list[str]]:
    rows = sheet.iter_rows(min_row=HEADER_ROW + 1, max_row=HEADER_ROW + n_rows, values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


class Tables(HTMLParser):
    """The texts of the cells of every table of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.is_cell = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.is_cell = True

    def handle_endtag(self, tag: str) -> None:
        self.is_cell = self.is_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.is_cell:
            self.tables[-1][-1][-1] += data


@pytest.mark.parametrize("context", [CONTEXT, MASKED], ids=["open", "masked"])
def test_every_cell_is_the_same_in_all_documents(context: ExportContext) -> None:
    wanted = expected(context)
    book = opened(sample_workbook(context))
    # A sheet of the screen has a title and an empty row above its table.
    shown = [
        sheet
        for sheet in book.worksheets[1:]
        if not sheet.title.endswith("numbers") and sheet.cell(HEADER_ROW, 1).value is None
    ]
    in_book = [sheet_table(sheet, len(t)) for sheet, t in zip(shown, wanted, strict=True)]
    document = docx.Document(io.BytesIO(sample_word(context)))
    in_word = [[[c.text for c in row.cells] for row in t.rows] for t in document.tables]
    assert len(wanted) == 9
    assert in_book == wanted
    assert in_word == wanted


def test_the_documents_hold_the_tables_of_the_screen() -> None:
    baseline, _, survival, *_ = sample_views()
    wanted = expected(CONTEXT)
    assert wanted[0] == texts(format_baseline_table(baseline.result))
    assert wanted[3] == texts(format_rates_table(survival.result))


def test_headings_of_the_baseline_table_are_bold_in_every_document() -> None:
    rows = format_baseline_table(sample_views()[0].result).to_numpy().tolist()
    wanted = [row[0] for row in rows if not any(row[1:])]
    assert wanted[:2] == ["Primary site", "ALK assay within ALK-positive"]
    sheet = opened(sample_workbook(CONTEXT))["1 Baseline"]
    first = [row[0] for row in sheet.iter_rows(min_row=HEADER_ROW + 2, max_row=len(rows))]
    in_book = [cell.value for cell in first if cell.font.b]
    table = docx.Document(io.BytesIO(sample_word(CONTEXT))).tables[0]
    in_word = [
        row.cells[0].text for row in table.rows[1:] if row.cells[0].paragraphs[0].runs[0].bold
    ]
    page = write_report(sample_views()[:1], CONTEXT).decode()
    headings = re.findall(r'<tr class="heading">\s*<th scope="row">(.*?)</th>', page)
    on_page = [re.sub(r"<[^>]*>", "", heading) for heading in headings]
    assert in_book == in_word == on_page == wanted


def test_tidy_numbers_are_typed_and_unrounded() -> None:
    book = opened(sample_workbook(CONTEXT))
    names = [name for name in book.sheetnames if name.endswith("numbers")]
    frames = [t.numbers for v in sample_views() for t in view_tables(v) if t.numbers is not None]
    assert len(names) == len(frames) == 12
    for name, frame in zip(names, frames, strict=True):
        header, *rows = book[name].iter_rows(values_only=True)
        assert list(header) == list(frame.columns)
        for row, wanted in zip(rows, frame.itertuples(index=False), strict=True):
            for cell, true in zip(row, wanted, strict=True):
                is_empty = true is None or (isinstance(true, float) and np.isnan(true))
                if is_empty or true == "":
                    assert cell is None
                else:
                    # A workbook holds 16 significant digits.
                    same = pytest.approx(true, rel=1e-15) if isinstance(true, float) else true
                    assert cell == same
                    assert isinstance(cell, str) == isinstance(true, str)


def test_sheet_names_are_short_distinct_and_listed_with_the_methods() -> None:
    book = opened(sample_workbook(CONTEXT))
    names = book.sheetnames
    assert names[0] == FIRST_SHEET
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 31
    assert names[1:8] == [
        "1 Baseline",
        "1 Baseline numbers",
        "2 Response",
        "2 Response numbers",
        "3 PFS",
        "3 PFS numbers",
        "3 PFS rates",
    ]
    explained = {row[1]: row[2] for row in book[FIRST_SHEET].values if row[0] == "Words"}
    assert explained["PR"] == "Partial response: the tumour shrank by at least 30% in diameter."
    cells = [row[2] for row in book[FIRST_SHEET].iter_rows(min_row=4, values_only=True)]
    assert "1 Baseline, 1 Baseline numbers" in cells
    for text in (
        "IMT",
        "May 2024",
        "0123abcd",
        "IMT Explorer 0.1.0",
        "as published",
        "Reconstruction from published aggregates, not patient data",
        "patients (each patient's first line in view)",
        "advanced",
    ):
        assert text in cells
    for view in sample_views():
        assert view.method in cells
        assert {note.message for note in view.result.notes} <= set(cells)


def test_a_whole_number_is_a_number_on_the_sheet_of_the_screen() -> None:
    book = opened(sample_workbook(CONTEXT))
    sheet = book["1 Baseline"]
    assert [cell.value for cell in sheet[HEADER_ROW + 2]] == ["Treatment lines", 25, 13, 10, 48]
    assert sheet.freeze_panes == f"B{HEADER_ROW + 2}"
    assert sheet.cell(HEADER_ROW + 5, 2).data_type == "s"


def test_nothing_that_looks_like_a_formula_is_one() -> None:
    book = opened(write_workbook(hostile_views(), ExportContext(cohort_name="=1+1")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    dangerous = [c for c in cells if isinstance(c.value, str) and c.value[:1] in "=@"]
    assert {"=1+1"} <= {cell.value for cell in dangerous}
    assert {cell.number_format for cell in dangerous} == {"@"}
    assert not any(cell.hyperlink for cell in cells)


def test_a_masked_workbook_holds_no_unformatted_number_and_says_what_was_done() -> None:
    book = opened(sample_workbook(MASKED))
    assert not any(name.endswith("numbers") for name in book.sheetnames)
    cells = [row[2] for row in book[FIRST_SHEET].iter_rows(min_row=4, values_only=True)]
    assert masking_sentence(5) in cells
    document = docx.Document(io.BytesIO(sample_word(MASKED)))
    assert masking_sentence(5) in [p.text for p in document.paragraphs]


def test_the_workbook_and_the_word_document_carry_no_traces() -> None:
    for write in (write_workbook, write_word):
        written = write(sample_views(), CONTEXT)
        assert written == write(sample_views(), CONTEXT)
        with zipfile.ZipFile(io.BytesIO(written)) as archive:
            assert {info.date_time[0] for info in archive.infolist()} == {1980}
            assert not any("thumbnail" in name for name in archive.namelist())
            core = archive.read("docProps/core.xml").decode()
        assert "python-docx" not in core
        assert "<dc:creator></dc:creator>" in core or "<dc:creator/>" in core
        assert "2000-01-01" in core


def test_the_word_tables_are_real_tables_with_captions_and_repeated_headers() -> None:
    document = docx.Document(io.BytesIO(sample_word(CONTEXT)))
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
    assert captions[0] == (
        "Table . Baseline characteristics by regimen group, whole cohort: 48 lines in 38 patients."
    )
    assert (
        captions[-1]
        == "Swimmer plot, one lane per line, whole cohort: 48 lines in 38 patients. No table."
    )
    fields = document.element.iter(qn("w:fldSimple"))
    numbers = [text.text for field in fields for text in field.iter(qn("w:t"))]
    assert numbers == [str(n) for n in range(1, 10)]
    for table in document.tables:
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
    # A page for each view that has tables.
    assert len(document.sections) == len(sample_views()) - 1
    orientations = [section.orientation for section in document.sections]
    assert set(orientations) == {WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT}
    footnotes = " ".join(p.text for p in document.paragraphs)
    for view in sample_views()[:5]:
        assert f"Method: {view.method}." in footnotes
    assert "SD: stable disease" in footnotes
    # Once for all tables of a view, and what begins a page takes no line of the one before.
    assert footnotes.count("Counting unit: ") == 5
    breaks = [
        p for p in document.paragraphs if p._p.pPr is not None and p._p.pPr.sectPr is not None
    ]
    assert [p.paragraph_format.line_spacing for p in breaks] == [Pt(1)] * 4


def test_a_word_table_with_little_room_is_in_smaller_type_and_else_has_short_headings() -> None:
    view = compute_view(made(72, NINE), ViewRequest(kind="toxicity", by=("regimen_group",)))
    wide = docx.Document(io.BytesIO(write_word([view], CONTEXT))).tables[0]
    assert {run.font.size.pt for c in wide._cells for run in c.paragraphs[0].runs} == {7.0}
    narrow = docx.Document(io.BytesIO(sample_word(CONTEXT))).tables[2]
    assert {run.font.size.pt for c in narrow._cells for run in c.paragraphs[0].runs} == {9.0}
    heading = narrow.rows[0].cells[-1]
    assert heading.text == "Median follow-up, months (Q1–Q3)"
    assert heading.width >= Cm(0.185) * len(heading.text) / 2


def document_of(view: ComputedView) -> ViewDocument:
    return view_document(view, CONTEXT)


def test_titles_state_population_and_n_unless_the_reader_gave_one() -> None:
    titles = [document_of(view).title for view in sample_views()]
    assert titles[2].startswith("PFS by regimen group, advanced: ")
    assert titles[2].endswith(f": {sample_views()[2].count}")
    assert titles[3] == "Overall survival, my title"


def test_facts_tell_how_groups_that_share_patients_were_handled() -> None:
    facts = dict(document_of(sample_views()[2]).facts)
    assert (
        facts["Patients in more than one group"]
        == "one line per patient (the first in view that enters)"
    )
    assert facts["Comparison"].startswith("Two-sided log-rank p = ")
    assert facts["Population"] == "advanced"


def test_swimmer_numbers_name_lanes_but_no_patient() -> None:
    bars, events = view_tables(sample_views()[5])
    assert "patient_id" not in {*bars.numbers.columns, *events.numbers.columns}
    assert bars.numbers["lane"].nunique() == 48
    assert {"Line number", "Regimen group", "Best response"} < set(bars.numbers.columns)


def test_a_view_of_nobody_is_said_to_be_empty() -> None:
    frame = pd.DataFrame(
        {
            "patient_id": ["a"],
            "line_number": [1.0],
            "best_response": ["PR"],
            "os_months": [1.0],
            "os_event": [1.0],
        }
    )
    nobody = Cohort(frame=frame.head(0), name="none")
    for kind in ("response", "survival", "swimmer"):
        view = compute_view(nobody, ViewRequest(kind=kind, endpoint="os"))
        document = document_of(view)
        assert document.notes[0] == "Nobody in view enters this result."
        assert document.tables == ()
        assert write_word([view], CONTEXT)[:2] == write_workbook([view], CONTEXT)[:2] == b"PK"


def test_a_control_character_from_a_sheet_breaks_no_document() -> None:
    columns = {"patient_id": ["a", "b"], "line_number": [1.0, 1.0], "best_response": ["PR", "PD"]}
    frame = pd.DataFrame(columns | {"regimen": ["A\x0b", "B\x00"]})
    request = ViewRequest(kind="response", by=("regimen",))
    view = compute_view(Cohort(frame=frame, name="two"), request)
    document = docx.Document(io.BytesIO(write_word([view], CONTEXT)))
    assert "A\ufffd" in document.tables[0].rows[0].cells[1].text
    book = opened(write_workbook([view], CONTEXT))
    assert book.sheetnames == [FIRST_SHEET, "1 Response", "1 Response numbers"]
