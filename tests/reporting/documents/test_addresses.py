"""An address in a cell, a header or a name is text in every document, and no link."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence

import pandas as pd
import pytest

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.intake.checks.report import validation_report
from imt_core.intake.remedies.issue_workbook import issue_workbook
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.csv_files import write_cohort_workbook
from imt_core.reporting.documents.web_page import write_report
from imt_core.reporting.documents.word import write_word
from imt_core.reporting.documents.workbook import write_workbook
from imt_core.reporting.slides.deck import write_deck

ADDRESSES = ("https://example.org", "www.x.org", "a@b.org", "mailto:a@b.org")
CONTEXT = ExportContext(cohort_name="https://example.org", data_date="www.x.org")
Writer = Callable[[Sequence[ComputedView], ExportContext], bytes]


@pytest.fixture(scope="module")
def cohort(sample: Cohort) -> Cohort:
    frame = sample.frame.copy()
    frame["https://example.org"] = [ADDRESSES[n % 4] for n in range(len(frame))]
    return Cohort(frame=frame, name="mailto:a@b.org")


@pytest.fixture(scope="module")
def views(cohort: Cohort) -> list[ComputedView]:
    column = ("https://example.org",)
    requests = (
        ViewRequest(kind="baseline", by=column, title="https://example.org"),
        ViewRequest(kind="response", by=column),
        ViewRequest(kind="survival", by=column),
        ViewRequest(kind="forest", columns=column),
    )
    return [compute_view(cohort, request) for request in requests]


def link_targets(package: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        texts = [
            parts.read(name).decode()
            for name in parts.namelist()
            if name.endswith((".xml", ".rels"))
        ]
    assert any("example.org" in text for text in texts)
    rels = re.compile(r'<Relationship [^>]*TargetMode="External"[^>]*>')
    return [found for text in texts for found in (*rels.findall(text), *_links_in(text))]


def _links_in(text: str) -> list[str]:
    return re.findall(r"<(?:\w+:)?(?:hyperlink|hlinkClick)\b[^>]*>", text, re.IGNORECASE)


@pytest.mark.parametrize("write", [write_workbook, write_word, write_deck])
def test_office_documents_hold_no_link(write: Writer, views: list[ComputedView]) -> None:
    assert link_targets(write(views, CONTEXT)) == []


def test_workbooks_of_rows_hold_no_link(cohort: Cohort) -> None:
    assert link_targets(write_cohort_workbook(cohort)) == []
    table = pd.DataFrame({"https://example.org": [*ADDRESSES, "=1+1"]}, index=range(2, 7))
    assert link_targets(issue_workbook(table, validation_report([], n_rows=5))) == []


def test_the_report_links_to_no_address_of_the_sheet(views: list[ComputedView]) -> None:
    report = write_report(views, CONTEXT).decode()
    assert "https://example.org" in report
    links = re.findall(r"<a\b[^>]*href=[\"']?([^\"'> ]*)", report)
    assert [link for link in links if any(a in link for a in ("example", "x.org", "b.org"))] == []
