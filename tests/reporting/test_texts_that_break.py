"""No name or text stops a document: what XML forbids, what turns, runs, or is too long."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache

import pandas as pd
import pytest
from lxml import etree

from imt_core.analyses.attrition import attrition
from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, filter_cohort
from imt_core.cohort.pseudonyms import patient_key
from imt_core.cohort.schema import Cohort
from imt_core.reporting.code.python_script import python_script
from imt_core.reporting.code.r_script import r_script
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.export import Export
from imt_core.reporting.content.study_sheet import StudyAnswer
from imt_core.reporting.csv_files import cohort_to_table, write_cohort_workbook, write_csv
from imt_core.reporting.documents.board import write_board
from imt_core.reporting.documents.pdf_report import write_pdf_report
from imt_core.reporting.documents.web_page import ReportAttrition, write_report
from imt_core.reporting.documents.word import write_word
from imt_core.reporting.documents.workbook import write_workbook
from imt_core.reporting.pictures.picture import write_picture
from imt_core.reporting.screen.slides import view_slides
from imt_core.reporting.slides.deck import write_deck

NAMES = (
    "nul \0 vt \x0b esc \x1b c1 \x85",
    "\ufffe \uffff \U0001fffe \ue000",
    "lone \ud800 and \udfff",
    "turned \u202e back \u2067",
    "=1+1",
    "@SUM(A1)",
    "$\\frac{$ _x_ %s {0}",
    "[]:*?/\\'",
    "</script><b>&\"' ]]> _x000D_",
    "#panic() `*_@a <b>",
    "two\r\nlines\tor\u2028three",
    "\ufeffmark \U0001f468\u200d\U0001f469",
)
ALL = " ".join(NAMES)
N = len(NAMES)
BY = ("regimen_group",)
KEY = patient_key(NAMES[0])


@cache
def opened() -> Cohort:
    frame = pd.DataFrame(
        {
            "patient_id": [*NAMES, *NAMES],
            "line_number": [1.0] * N + [2.0] * N,
            "regimen_group": [*NAMES, *NAMES],
            "regimen": [*NAMES, *NAMES],
            "line_group": ["first"] * N + ["second"] * N,
            "disease_extent": "advanced",
            "best_response": ["PR", "SD", "NE", "PD"] * (N // 2),
            "ne_reason": [*NAMES, *NAMES],
            "target_change_pct": [-50.0, -3, None, 30] * (N // 2),
            "pfs_months": [3.0 + n for n in range(2 * N)],
            "pfs_event": [1.0, 0.0] * N,
            "stop_reason": [*NAMES, *NAMES],
            "treatment_months": 2.0,
            "adverse_events": [f"G3 {name}" for name in (*NAMES, *NAMES)],
            "worst_ae_grade": 3.0,
            ALL: [*NAMES, *NAMES],
        }
    )
    return Cohort(frame=frame, name=ALL, biomarker=ALL)


REQUESTS = (
    ViewRequest(kind="baseline", by=(ALL,), title=ALL),
    ViewRequest(kind="response", by=BY),
    ViewRequest(kind="waterfall", by=BY, index=KEY),
    ViewRequest(kind="survival", by=BY, overlap="first line", index=KEY),
    ViewRequest(kind="forest", columns=BY),
    ViewRequest(kind="swimmer", label="patient and regimen"),
    ViewRequest(kind="course", patient=KEY),
    ViewRequest(kind="transitions"),
    ViewRequest(kind="toxicity"),
)


@cache
def made() -> tuple[tuple[ComputedView, ...], ExportContext]:
    context = ExportContext(cohort_name=ALL, data_date=ALL, software=ALL, file_hash="ab")
    answers = (StudyAnswer(item="size", status="met", text=ALL),)
    export = Export(
        opened=opened(), requests=REQUESTS, context=context, answers=answers, rekeyed=False
    )
    views, context = export.work_out()
    assert len(views) == len(REQUESTS)
    return views, context


def tables() -> list[pd.DataFrame]:
    whole = filter_cohort(opened(), CohortFilter())
    way = attrition(whole.before, whole).to_frame()
    return [way, cohort_to_table(opened()), *(view.result.to_frame() for view in made()[0])]


def pictures(kind: str, n: int) -> list[bytes]:
    views, context = made()
    drawn = [view for view in views if view.kind.has_chart][:n]
    return [write_picture(view, context, kind=kind) for view in drawn]  # type: ignore[arg-type]


def report() -> bytes:
    whole = filter_cohort(opened(), CohortFilter())
    way = ReportAttrition.of(attrition(whole.before, whole))
    return write_report(*made(), attrition=way)


WRITERS: dict[str, Callable[[], list[bytes]]] = {
    "pptx": lambda: [write_deck(*made())],
    "docx": lambda: [write_word(*made())],
    "xlsx": lambda: [write_workbook(*made()), write_cohort_workbook(opened())],
    "html": lambda: [report()],
    "pdf": lambda: [write_pdf_report(*made(), attrition=tables()[0])],
    "board": lambda: [write_board(*made())],
    "svg": lambda: pictures("svg", 5),
    "png": lambda: pictures("png", 1),
    "picture": lambda: pictures("pdf", 3),
    "csv": lambda: [write_csv(t, decimal_comma=comma) for t in tables() for comma in (True, False)],
    "scripts": lambda: [
        script.encode()
        for request in REQUESTS
        for script in (
            python_script(request, biomarker=ALL, declared=(), is_reconstruction=False),
            r_script(request, opened()),
        )
    ],
}
STARTS = {"pptx": b"PK", "docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF-", "board": b"%PDF-"}
TURNING = [mark.encode() for mark in "\u202e\u2067"]


def check_xml(name: str, content: bytes) -> None:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for part in package.namelist():
                check_xml(part, package.read(part))
    elif name.endswith((".xml", ".rels", "svg")):
        etree.fromstring(content)
        assert [mark for mark in TURNING if mark in content] == []


@pytest.mark.parametrize("name", WRITERS)
def test_no_text_stops_a_document(name: str) -> None:
    files = WRITERS[name]()
    assert files
    for content in files:
        assert content.startswith(STARTS.get(name, b""))
        check_xml(name, content)


def test_no_text_stops_what_is_presented() -> None:
    views, context = made()
    assert all(view_slides(view, context) for view in views)


def test_no_cell_of_a_csv_runs() -> None:
    for table in tables():
        text = write_csv(table).decode("utf-8-sig")
        cells = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
        starts = {str(cell)[:1] for cell in cells.to_numpy().ravel()}
        assert starts & {"=", "@"} == set()
