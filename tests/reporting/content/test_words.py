"""What a reader of the usual views meets is in the glossary."""

from __future__ import annotations

import re

import pytest

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.standard_views import standard_views
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.conventions.glossary import GLOSSARY, explain
from imt_core.reporting.content.answers import answer_of
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import view_document

JARGON = ("artefact", "midpoint of a flat", "dealt with", "order statistics", "variance by patient")


def read(view: ComputedView) -> list[str]:
    """Every sentence, heading and method of a view, on its page and in a document."""
    answer, document = answer_of(view), view_document(view, ExportContext(cohort_name="sample"))
    texts = [answer.sentence, *answer.notes, answer.method, view.method, document.title]
    texts += [fact.name for row in answer.rows for fact in row.facts]
    texts += [*document.notes, *(text for fact in document.facts for text in fact)]
    for table in document.shown_tables:
        assert table.shown is not None
        texts += [table.heading, *table.shown.columns, *table.shown.iloc[:, 0]]
    return texts


@pytest.fixture(scope="module")
def shown(sample: Cohort) -> list[str]:
    like = ViewRequest(kind="baseline")
    requests = [
        *standard_views(sample, like),
        ViewRequest(kind="survival", endpoint="dor"),
        ViewRequest(kind="survival", by=("regimen_group",), overlap="cluster"),
        ViewRequest(kind="survival", by=("best_response",), landmark_months=3, unit="patients"),
        ViewRequest(kind="incidence", endpoint="ttnt"),
    ]
    return [text for request in requests for text in read(compute_view(sample, request))]


def test_every_abbreviation_of_the_usual_views_is_in_the_glossary(
    sample: Cohort, shown: list[str]
) -> None:
    values = {
        word
        for column in sample.frame.select_dtypes(exclude="number")
        for text in sample.frame[column].dropna().astype(str).unique()
        for word in re.findall(r"\w+", text)
    }
    written = {word for text in shown for word in re.findall(r"\b[A-Z]\w*[A-Z0-9]\w*\b", text)}
    assert written - values <= set(GLOSSARY)
    assert {"PFS", "ORR", "CI", "HR", "RECIST"} <= written


def test_the_methods_of_the_usual_views_are_explained(shown: list[str]) -> None:
    found = {term.name for text in shown for term in explain(text)}
    assert found >= {
        "Kaplan-Meier",
        "Greenwood",
        "Aalen-Johansen",
        "exact (Clopper-Pearson)",
        "log-rank",
        "permutation",
        "clustered by patient",
        "median follow-up",
        "landmark",
        "evaluable",
        "growth modulation index",
    }


def test_no_sentence_of_the_usual_views_uses_the_jargon_that_was_reworded(shown: list[str]) -> None:
    assert [text for text in shown for word in JARGON if word in text] == []
