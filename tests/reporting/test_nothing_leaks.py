"""No export holds a patient's own label or a day: its text, metadata and embedded files."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.standard_views import standard_views
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.pseudonyms import with_new_labels
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.documents.web_page import write_report
from imt_core.reporting.documents.word import write_word
from imt_core.reporting.documents.workbook import write_workbook
from imt_core.reporting.figures.offline import plotly_script
from imt_core.reporting.pictures.picture import write_picture
from imt_core.reporting.slides.deck import write_deck
from tests.places import SAMPLE, sample_cohort

CONTEXT = ExportContext(cohort_name="Cohort", software="IMT Explorer")


@cache
def views() -> list[ComputedView]:
    cohort = sample_cohort()
    requests = standard_views(cohort, ViewRequest(kind="baseline"))
    return [compute_view(with_new_labels(cohort), request) for request in requests]


def pictures(kind: str) -> bytes:
    return b"".join(
        write_picture(view, CONTEXT, kind=kind)  # type: ignore[arg-type]
        for view in views()
        if view.kind.has_chart
    )


EXPORTS: dict[str, Callable[[], bytes]] = {
    "slides": lambda: write_deck(views(), CONTEXT),
    "workbook": lambda: write_workbook(views(), CONTEXT),
    "word": lambda: write_word(views(), CONTEXT),
    "report": lambda: write_report(views(), CONTEXT),
    "png": lambda: pictures("png"),
    "svg": lambda: pictures("svg"),
    "pdf": lambda: pictures("pdf"),
}


def everything_in(content: bytes) -> Iterator[bytes]:
    """The bytes themselves, what they pack, and what that packs."""
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


@pytest.fixture(scope="module")
def secrets() -> list[bytes]:
    """Every patient's label and every date of the sample."""
    text = SAMPLE.read_text(encoding="utf-8")
    found = {*re.findall(r"IMT-\d\d", text), *re.findall(r"\d{4}-\d\d-\d\d", text)}
    assert len(found) > 100
    return [secret.encode() for secret in sorted(found)]


@pytest.mark.parametrize("name", EXPORTS)
def test_no_export_holds_a_label_or_a_day_of_the_cohort(name: str, secrets: list[bytes]) -> None:
    inside = b"\n".join(everything_in(EXPORTS[name]()))
    inside = inside.replace(plotly_script().encode(), b"")  # it holds a day of its own
    assert [secret for secret in secrets if secret in inside] == []
    assert b"sample_data" not in inside
    assert b"imt_cohort" not in inside


def test_the_search_finds_what_is_hidden_in_a_packed_part(secrets: list[bytes]) -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("sheet.xml", b"x" * 50 + secrets[0])
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("embedded.xlsx", inner.getvalue())
    assert secrets[0] not in outer.getvalue()
    assert secrets[0] in b"\n".join(everything_in(outer.getvalue()))
