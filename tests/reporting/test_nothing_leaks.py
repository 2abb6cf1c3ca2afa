"""What leaves holds nothing of a cell but where it may stand, and no moment of its making."""

from __future__ import annotations

import datetime as dt
import io
import re
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import count

import pandas as pd
import pytest
from pypdf import PdfReader

from imt_core.analyses.attrition import Attrition, attrition
from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion, filter_cohort
from imt_core.cohort.free_text import NOT_LISTED
from imt_core.cohort.pseudonyms import patient_key
from imt_core.cohort.schema import Cohort
from imt_core.cohort.whole_months import WHOLE_MONTHS, WHOLE_MONTHS_METHOD
from imt_core.reporting.code.python_script import python_script
from imt_core.reporting.code.r_script import r_script
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.export import Export
from imt_core.reporting.content.study_sheet import StudyAnswer
from imt_core.reporting.csv_files import write_csv
from imt_core.reporting.documents.board import write_board
from imt_core.reporting.documents.pdf_report import write_pdf_report
from imt_core.reporting.documents.web_page import ReportAttrition, write_report
from imt_core.reporting.documents.word import write_word
from imt_core.reporting.documents.workbook import write_workbook
from imt_core.reporting.figures.offline import plotly_script
from imt_core.reporting.pictures.picture import write_picture
from imt_core.reporting.slides.deck import write_deck

CONTEXT = ExportContext(cohort_name="Cohort", software="IMT Explorer")
N = 8
MAY_STAND = ("regimen", "regimen_group", "biopsy_room")
"""Regimens have a name, and by the sheet's own column a view makes its groups."""


def letters(number: int) -> str:
    """A word of letters alone, which no rule knows by its signs."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(7_310_000 + 61 * number)) + "zq"


@cache
def opened() -> Cohort:
    """A cohort with a word of its own in every cell that can hold one, and a day in each date."""
    word = map(letters, count())

    def words(n: int = N) -> list[str]:
        return [next(word) for _ in range(n)]

    days = pd.to_datetime([f"1987-{month:02d}-17" for month in range(1, N + 1)])
    frame = pd.DataFrame(
        {
            "patient_id": [f"Ms {name}" for name in words(N // 2) for _ in "ab"],
            "line_number": [1.0, 2.0] * (N // 2),
            "disease_extent": "advanced",
            "age_years": [20.5 + n for n in range(N)],
            "primary_site": words(),
            "regimen_group": ["MTX-V", "other"] * (N // 2),
            "regimen": words(),
            "start_date": days,
            "start_months": [0.0, 9.0] * (N // 2),
            "best_response": ["PR", "SD", "NE", "PD"] * (N // 4),
            "ne_reason": words(),
            "target_change_pct": [-50.0, -3, None, 30] * (N // 4),
            "target_changes": [f"1.5: -20; {text}" for text in words()],
            "response_months": [1.25] * N,
            "pfs_months": [3.25 + n for n in range(N)],
            "pfs_event": [1.0, 0.0] * (N // 2),
            "progression_date": days + pd.Timedelta(days=3),
            "treatment_months": [2.75 + n for n in range(N)],
            "stop_reason": words(),
            "worst_ae_grade": 3.0,
            "adverse_events": [f"G3 {text}88; {next(word)}" for text in words()],
            "centre": words(),
            "notes of the nurse": words(),
            "biopsy_room": [f"room {name}" for name in words(2)] * (N // 2),
        }
    )
    return Cohort(frame=frame, name=next(word), biomarker="notes of the nurse")


@cache
def tokens() -> dict[str, list[str]]:
    """The words of each column, and its days."""
    found = {}
    for column in opened().frame:
        text = " ".join(map(str, opened().frame[column]))
        found[str(column)] = re.findall(r"[a-j]{7}zq|1987-\d\d-\d\d", text)
    return {column: words for column, words in found.items() if words}


KEY = patient_key(f"Ms {letters(0)}")
REQUESTS = (
    ViewRequest(kind="baseline", by=("biopsy_room",), index=KEY),
    ViewRequest(kind="response", by=("regimen_group",)),
    ViewRequest(kind="waterfall", by=("regimen_group",), index=KEY),
    ViewRequest(kind="spider"),
    ViewRequest(kind="survival", index=KEY),
    ViewRequest(kind="swimmer", label="patient and regimen", sort="file order"),
    ViewRequest(kind="sequence"),
    ViewRequest(kind="toxicity", by=("regimen_group",)),
    ViewRequest(kind="course", patient=KEY, index=KEY),
    ViewRequest(kind="forest", columns=("centre_that_is_not_there",)),
)


@cache
def leaving(**choices: bool) -> tuple[tuple[ComputedView, ...], ExportContext, Attrition]:
    """Views, context and attrition as the Deck page and the command hand them to the writers."""
    export = Export(
        opened=opened(),
        requests=REQUESTS,
        context=replace(CONTEXT, **choices),
        answers=(StudyAnswer(item="size", status="met", text="All of them."),),
        seed="a",
    )
    views, context = export.work_out()
    whole = filter_cohort(export.cohort(), CohortFilter())
    return views, context, attrition(whole.before, whole)


def pictures(kind: str, views: tuple[ComputedView, ...], context: ExportContext) -> bytes:
    return b"".join(
        write_picture(view, context, kind=kind)  # type: ignore[arg-type]
        for view in views
        if view.kind.has_chart
    )


def numbers(views: tuple[ComputedView, ...], way: Attrition) -> bytes:
    names = ("to_frame", "curves_to_frame", "terms_to_frame", "markers_to_frame")
    made = [getattr(v.result, name)() for v in views for name in names if hasattr(v.result, name)]
    return b"".join(map(write_csv, [*made, way.to_frame()]))


def scripts() -> bytes:
    """Made of the cohort on the page, and of what its views are asked for."""
    return "".join(
        python_script(request, biomarker="alk_status", declared=(), is_reconstruction=False)
        + r_script(request, opened())
        for request in REQUESTS[:-1]
    ).encode()


Made = tuple[tuple[ComputedView, ...], ExportContext, Attrition]
EXPORTS: dict[str, Callable[[Made], bytes]] = {
    "slides": lambda made: write_deck(*made[:2]),
    "workbook": lambda made: write_workbook(*made[:2]),
    "word": lambda made: write_word(*made[:2]),
    "report": lambda made: write_report(*made[:2], attrition=ReportAttrition.of(made[2])),
    "pdf report": lambda made: write_pdf_report(*made[:2], attrition=made[2].to_frame()),
    "board": lambda made: write_board(*made[:2]),
    "png": lambda made: pictures("png", made[0][5:6], made[1]),
    "svg": lambda made: pictures("svg", *made[:2]),
    "pdf": lambda made: pictures("pdf", made[0][2:3], made[1]),
    "csv": lambda made: numbers(made[0], made[2]),
    "scripts": lambda _: scripts(),
}


def everything_in(content: bytes) -> Iterator[bytes]:
    """The bytes themselves, what they pack, what that packs, and what a reader of a PDF reads."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for part in package.infolist():
                yield part.filename.encode()
                yield from everything_in(package.read(part))
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            yield zlib.decompress(stream)
        except zlib.error:
            continue
    if content.startswith(b"%PDF-"):
        for file in content.split(b"%PDF-")[1:]:
            read = PdfReader(io.BytesIO(b"%PDF-" + file))
            yield re.sub(r"\s", "", "".join(p.extract_text() for p in read.pages)).encode()


@cache
def inside(name: str) -> bytes:
    content = b"\n".join(everything_in(EXPORTS[name](leaving())))
    return content.replace(plotly_script().encode(), b"")  # it holds a day of its own


def found_in(content: bytes, columns: list[str]) -> list[str]:
    return [
        f"{column}: {word}"
        for column in columns
        for word in tokens()[column]
        if word.encode() in content
    ]


@pytest.mark.parametrize("name", EXPORTS)
def test_no_export_holds_what_a_cell_says(name: str) -> None:
    closed = [column for column in tokens() if column not in MAY_STAND]
    assert len(closed) >= 10
    assert found_in(inside(name), closed) == []
    assert opened().name.encode() not in inside(name)


def test_what_may_stand_is_found_by_the_same_search() -> None:
    for name in ("slides", "workbook", "word", "report", "pdf report", "svg"):
        assert found_in(inside(name), ["regimen"]), name
    for name in ("slides", "workbook", "word", "report", "pdf report", "csv"):
        assert len(found_in(inside(name), ["biopsy_room"])) >= 2, name


@pytest.mark.parametrize("name", ["slides", "workbook", "word", "report", "pdf report"])
def test_a_document_says_what_it_does_not_list(name: str) -> None:
    *_, context, _ = leaving()
    assert "Centre" in context.not_listed
    assert "Reason for stopping" in context.not_listed
    squeezed = re.sub(rb"\s|&#39;|&#x27;", b"", inside(name))
    assert NOT_LISTED.replace(" ", "").encode() in squeezed
    assert b"textsthatonepatientalonehasarecountedtogether" in squeezed


def test_a_level_that_a_filter_names_stands_and_its_neighbours_do_not() -> None:
    word, *others = tokens()["centre"]
    one = CohortFilter(criteria=(Criterion(column="centre", levels=(word,)),))
    requests = (ViewRequest(kind="baseline", filter=one), REQUESTS[0])
    views, context = Export(opened=opened(), requests=requests, context=CONTEXT).work_out()
    content = b"\n".join(everything_in(write_word(views, context)))
    assert word.encode() in content
    assert [other for other in others if other.encode() in content] == []


@pytest.mark.parametrize("name", ["slides", "workbook", "word", "report", "pdf report", "svg"])
def test_times_in_whole_months_are_said_and_no_other_stands(name: str) -> None:
    made = leaving(whole_months=True)
    content = b"\n".join(everything_in(EXPORTS[name](made)))
    squeezed = re.sub(rb"\s", b"", content.replace(plotly_script().encode(), b""))
    told = WHOLE_MONTHS if name in ("slides", "svg") else WHOLE_MONTHS_METHOD
    assert told.replace(" ", "").encode() in squeezed
    exact = [f"{months:g}" for months in opened().frame["pfs_months"]]
    if name in ("slides", "workbook"):
        held = re.findall(rb"<(?:v|c:v)>([\d.]+)</", content)
        assert [month for month in exact if month.encode() in held] == []
        before = re.findall(rb"<(?:v|c:v)>([\d.]+)</", inside(name))
        assert [month for month in exact if month.encode() in before] != []


def test_curves_and_numbers_are_those_of_the_rounded_times() -> None:
    (*_, survival) = (v for v in leaving(whole_months=True)[0] if v.kind.short == "Survival")
    times = survival.result.groups[0].curve.time
    assert all(month == int(month) for month in times)
    assert survival.result.groups[0].median.estimate == int(
        survival.result.groups[0].median.estimate
    )


@pytest.mark.parametrize("name", EXPORTS)
def test_two_exports_are_the_same_and_hold_no_moment(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    views, context, way = leaving()
    made = ((views[1],), context, way)
    first = EXPORTS[name](made)
    now = time.time()
    today = dt.datetime.fromtimestamp(now, dt.UTC)
    later = time.gmtime(now + 86_461)
    monkeypatch.setattr(time, "time", lambda: now + 86_461)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    assert EXPORTS[name](made) == first
    content = b"\n".join(everything_in(first)).replace(plotly_script().encode(), b"")
    for written in ("%Y-%m-%d", "%Y%m%d", "D:%Y", "%d %b %Y", "%b %d, %Y"):
        assert today.strftime(written).encode() not in content
    for package in packages_in(first):
        assert {part.date_time[:3] for part in package.infolist()} == {(1980, 1, 1)}


def packages_in(content: bytes) -> Iterator[zipfile.ZipFile]:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield package
            for part in package.namelist():
                yield from packages_in(package.read(part))


def test_the_search_finds_what_is_hidden_in_a_packed_part() -> None:
    secret = b"a secret"
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("sheet.xml", b"x" * 50 + secret)
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("embedded.xlsx", inner.getvalue())
    assert secret not in outer.getvalue()
    assert secret in b"\n".join(everything_in(outer.getvalue()))
