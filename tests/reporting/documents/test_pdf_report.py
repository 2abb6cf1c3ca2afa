"""The PDF report says what the web page says, on pages."""

from __future__ import annotations

import io
import re
from functools import cache

from pypdf import PdfReader

from imt_core.analyses.attrition import attrition
from imt_core.cohort.filters import CohortFilter, filter_cohort
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import WITHHELD, view_document
from imt_core.reporting.documents.pdf_report import write_pdf_report
from tests.reporting.views_to_write import CONTEXT, MASKED, hostile_views, sample_views


@cache
def reader(context: ExportContext = CONTEXT) -> PdfReader:
    return PdfReader(io.BytesIO(write_pdf_report(sample_views(), context)))


def text_of(file: PdfReader) -> str:
    """All text without spaces: lines break where they must."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in file.pages))


def squeezed(text: object) -> str:
    return re.sub(r"\s", "", str(text))


def test_every_title_fact_and_cell_of_the_documents_stands_in_it() -> None:
    text = text_of(reader())
    for view in sample_views():
        document = view_document(view, CONTEXT)
        assert squeezed(document.title) in text
        assert all(squeezed(said) in text for _, said in document.facts)
        # A wide table breaks its cells into lines, which stand beside each other in the text.
        cells = [cell for t in document.shown_tables for cell in t.shown.to_numpy().ravel()]
        words = {word for cell in cells for word in str(cell).split()}
        assert {word for word in words if word not in text} == set()


def test_it_has_bookmarks_and_says_nothing_of_who_made_it_and_when() -> None:
    file = reader()
    titles = [entry["/Title"] for entry in file.outline[1:] if isinstance(entry, dict)]
    nested = [
        entry["/Title"]
        for part in file.outline
        if isinstance(part, list)
        for entry in part
        if isinstance(entry, dict)
    ]
    assert "Origin and software" in [*titles, *nested]
    assert (file.metadata.author, file.metadata.creation_date) == (None, None)
    assert file.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_masked_it_shows_no_chart_that_gives_counts_away() -> None:
    views = [view for view in sample_views() if view.request.kind in ("response", "swimmer")][:2]
    text = text_of(PdfReader(io.BytesIO(write_pdf_report(views, MASKED))))
    assert text.count(squeezed(WITHHELD)) == 2
    assert "10/21" not in text


def test_texts_of_a_sheet_are_taken_as_text() -> None:
    views = hostile_views()
    text = text_of(PdfReader(io.BytesIO(write_pdf_report(views, CONTEXT))))
    for view in views:
        # Letters that no font has, and what is not printed, may be drawn otherwise.
        title = view_document(view, CONTEXT).title
        plain = "".join(letter for letter in title if letter.isascii() and letter.isprintable())
        assert squeezed(plain)[:20] in text


def test_who_is_counted_stands_in_it(sample: Cohort) -> None:
    whole = filter_cohort(sample, CohortFilter())
    way = attrition(whole.before, whole).to_frame()
    text = text_of(PdfReader(io.BytesIO(write_pdf_report([], CONTEXT, attrition=way))))
    assert squeezed("Fromthefiletothefigures") in text
    assert squeezed("figure PFS out not advanced disease 12 12") in text
