"""Documents say of whom they speak, how shared patients count, and what they withhold."""

from __future__ import annotations

import io
from dataclasses import replace

import pandas as pd
import pytest
from docx import Document
from pptx import Presentation

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import EN_DASH
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.export import Export
from imt_core.reporting.content.view_document import PICTURES_WITHHELD, view_document
from imt_core.reporting.documents.web_page import write_report
from imt_core.reporting.documents.word import write_word
from imt_core.reporting.documents.workbook import write_workbook
from imt_core.reporting.pictures.picture import write_picture
from imt_core.reporting.slides.deck import write_deck
from tests.reporting.masking.alone import masked_alone

CONTEXT = ExportContext(cohort_name="Cohort")
MASKED = replace(CONTEXT, small_cells_under=5)
POSITIVE = CohortFilter(criteria=(Criterion(column="alk_status", levels=("positive",)),))
NOBODY = CohortFilter(criteria=(Criterion(column="alk_status", levels=("unknown",)),))


def slide_words(view: ComputedView, context: ExportContext = CONTEXT) -> str:
    deck = Presentation(io.BytesIO(write_deck([view], context)))
    return "\n".join(
        shape.text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
    )


@pytest.mark.parametrize("kind", ["baseline", "response", "survival", "swimmer"])
def test_a_slide_with_the_users_own_title_still_says_who_is_shown(
    sample: Cohort, kind: str
) -> None:
    view = compute_view(sample, ViewRequest(kind=kind, title="Ours", filter=POSITIVE))
    words = slide_words(view)
    assert f", ALK-positive: {view.count}" in words


def test_a_word_table_with_the_users_own_title_still_says_who_is_shown(sample: Cohort) -> None:
    view = compute_view(sample, ViewRequest(kind="response", title="Ours", filter=POSITIVE))
    document = Document(io.BytesIO(write_word([view], CONTEXT)))
    assert any("ALK-positive" in paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize(
    ("overlap", "said"),
    [
        ("first line", "first"),
        ("leave out", "left out"),
        ("cluster", "tests allow for several lines"),
    ],
)
def test_a_slide_says_what_was_done_about_patients_in_several_groups(
    sample: Cohort, overlap: str, said: str
) -> None:
    request = ViewRequest(kind="survival", endpoint="os", by=("regimen_group",), overlap=overlap)
    footer = slide_words(compute_view(sample, request)).partition("Counting unit: ")[2]
    assert said in footer


def test_the_title_of_a_forest_does_not_divide_events_by_cases(sample: Cohort) -> None:
    request = ViewRequest(kind="forest", columns=("sex",), measure=("pfs", 12.0))
    words = slide_words(compute_view(sample, request))
    assert "events in 36" in words
    assert "/36, " not in words


def test_a_picture_that_would_show_small_counts_is_not_drawn_when_they_are_masked(
    sample: Cohort,
) -> None:
    view = compute_view(sample, ViewRequest(kind="response", by=("regimen_group",)))
    with pytest.raises(ImtError, match=PICTURES_WITHHELD):
        write_picture(view, MASKED, kind="svg")
    assert write_picture(view, CONTEXT, kind="svg").startswith(b"<?xml")


def test_a_masked_baseline_table_of_nobody_is_empty(sample: Cohort) -> None:
    request = ViewRequest(kind="baseline", by=("regimen_group",), filter=NOBODY)
    masked = masked_alone(compute_view(sample, request).result, under=5)
    assert not masked.is_masked
    assert slide_words(compute_view(sample, request), MASKED)


def test_masked_survival_rates_do_not_tell_the_events_between_them(sample: Cohort) -> None:
    view = compute_view(sample, ViewRequest(kind="survival", endpoint="os", by=("regimen_group",)))
    rates = masked_alone(view.result, under=5).tables["rates"]
    assert not rates.map(lambda cell: "at risk" in str(cell)).to_numpy().any()
    # 72% of 25 at 12 months and 56% at 24 would tell 4 deaths.
    assert rates.iloc[0, 2] == "–"


@pytest.mark.parametrize(
    "request_",
    [
        ViewRequest(kind="baseline", by=("sex", "sex")),
        ViewRequest(kind="swimmer", until_months=1e9),
        ViewRequest(kind="response", by=("ecog",)),
        ViewRequest(
            kind="response",
            filter=CohortFilter(criteria=(Criterion(column="ecog", levels=("1",)),)),
        ),
    ],
)
def test_a_request_that_cannot_be_answered_is_refused_with_a_sentence(
    sample: Cohort, request_: ViewRequest
) -> None:
    with pytest.raises(ImtError, match=r"must .*, but .*\. .*\."):
        compute_view(sample, request_)


def test_every_document_names_the_views_that_it_leaves_out(sample: Cohort) -> None:
    without = replace(sample, frame=sample.frame.drop(columns="sex"))
    requests = (ViewRequest(kind="response"), ViewRequest(kind="baseline", by=("sex",)))
    views, context = Export(opened=without, requests=requests, context=CONTEXT).work_out()
    (said,) = context.left_out
    assert said.startswith("Baseline table: cohort must have the columns that the view is of, but")
    assert [view.request.kind for view in views] == ["response"]
    word = Document(io.BytesIO(write_word(views, context)))
    assert f"View left out: {said}" in word.paragraphs[-1].text
    methods = pd.read_excel(io.BytesIO(write_workbook(views, context)), header=None)
    assert methods.isin([said]).to_numpy().sum() == 1
    assert said in write_report(views, context).decode()
    deck = Presentation(io.BytesIO(write_deck(views, context)))
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    assert all(f"View left out of this deck: {said}" in text for text in notes)


def test_every_document_tells_how_many_patients_died_beside_events_of_lines(sample: Cohort) -> None:
    view = compute_view(sample, ViewRequest(kind="survival", endpoint="os"))
    told = "24 events (17 patients died)"
    assert told in slide_words(view)
    assert told in write_report([view], CONTEXT).decode()
    assert f"{told}: a death counts" in dict(view_document(view, CONTEXT).facts)["Events"]
    assert "24 (17 died)" in write_picture(view, CONTEXT, kind="svg").decode()


def test_masked_documents_tell_deaths_only_where_they_are_many(sample: Cohort) -> None:
    view = compute_view(sample, ViewRequest(kind="survival", endpoint="os", by=("line_group",)))
    shown = masked_alone(view.result, under=5).tables["summary"]
    # One of 6 further lines has no event: a dash, which may stand for any count, hides it.
    assert shown["Patients who died"].tolist() == [14, EN_DASH, EN_DASH]
    assert "17" not in dict(view_document(view, MASKED).facts)["Events"]


def test_the_forest_tells_deaths_in_documents_and_masks_them(sample: Cohort) -> None:
    view = compute_view(sample, ViewRequest(kind="forest", columns=("sex",), measure=("os", 60.0)))
    assert "23 events (17 patients died) in 48" in slide_words(view)
    told = dict(view_document(view, CONTEXT).facts)["Events"]
    assert told == "23 events (17 patients died): a death counts with each line of the patient"
    masked = view_document(view, MASKED)
    assert "17 patients" not in masked.title + dict(masked.facts)["Events"]


def test_a_fact_ends_its_sentence_once(sample: Cohort) -> None:
    view = compute_view(sample, ViewRequest(kind="survival", endpoint="os", by=("sex",)))
    assert dict(view_document(view, CONTEXT).facts)["Comparison"] == (
        "No test: 10 patients count with more than one line of a group"
    )
    word = Document(io.BytesIO(write_word([view], CONTEXT)))
    assert not [p.text for p in word.paragraphs if ".." in p.text]


def test_every_document_of_a_landmark_analysis_says_where_it_starts(sample: Cohort) -> None:
    request = ViewRequest(
        kind="survival", endpoint="os", by=("best_response",), unit="patients", landmark_months=6.0
    )
    view = compute_view(sample, request)
    facts = dict(view_document(view, CONTEXT).facts)
    assert facts["Endpoint"].endswith("from the landmark, month 6 after day 1 of cycle 1")
    assert "landmark analysis: groups as known at month 6" in facts["Method"]
    assert (
        "4 lines in 4 patients: event before the landmark" in facts["In view, not in this result"]
    )
    assert "4 lines" not in dict(view_document(view, MASKED).facts)["In view, not in this result"]
    assert "OS from month 6 by best response" in slide_words(view)
    for context in (CONTEXT, MASKED):
        sheets = pd.ExcelFile(io.BytesIO(write_workbook([view], context)), engine="calamine")
        assert "1 OS" in sheets.sheet_names
