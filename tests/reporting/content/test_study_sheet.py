"""The study sheet: what is asked, what is answered, and where it stands in documents."""

from __future__ import annotations

import io
from dataclasses import replace

import pandas as pd
import pytest
from docx import Document
from lxml.html import fromstring
from pptx import Presentation

from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.export import Export
from imt_core.reporting.content.study_items import REFERENCES, STUDY_ITEMS
from imt_core.reporting.content.study_known import known_of_study
from imt_core.reporting.content.study_sheet import STATUSES, StudyAnswer, check_answers, study_sheet
from imt_core.reporting.documents.web_page import write_report
from imt_core.reporting.documents.word import write_word
from imt_core.reporting.documents.workbook import write_workbook
from imt_core.reporting.session_file import SavedWork, read_work, write_work
from imt_core.reporting.slides.deck import write_deck

SAID = StudyAnswer(item="pathology", status="met", text="Two experts read <all> slides.")
NOT_SAID = StudyAnswer(item="imaging_interval", status="not met")


def exported(sample: Cohort, **context: object) -> Export:
    requests = (
        ViewRequest(kind="response", by=("regimen_group",)),
        ViewRequest(kind="forest", columns=("sex",)),
        ViewRequest(
            kind="response",
            filter=CohortFilter(criteria=(Criterion(column="alk_status", levels=("negative",)),)),
        ),
    )
    return Export(
        opened=sample,
        requests=requests,
        context=replace(ExportContext(cohort_name="IMT"), **context),
        answers=(SAID, NOT_SAID),
    )


def test_every_item_names_who_asks_for_it() -> None:
    for item in STUDY_ITEMS.values():
        assert item.asks.endswith((".", "?"))
        assert {source.split()[0] for source in item.sources} <= set(REFERENCES)


def test_the_sample_answers_what_a_file_can_answer(sample: Cohort) -> None:
    known = known_of_study(sample)
    assert known["flow"] == (
        "Of 48 lines in 38 patients enter: OS 48, PFS 36 (12 not advanced disease), RFS 12 (36 not "
        "localized disease), Response rate 44 (4 not evaluable: adjuvant)."
    )
    # The paper prints 69 (39.3-139.5) months.
    assert "69.1 (39.3–139.5) months" in known["follow_up"]
    assert "none has an empty cell where a value belongs" in known["missing_data"]
    assert "between 45.2% and 50.0%" in known["sensitivity"]


def test_empty_cells_are_counted_where_a_value_belongs(sample: Cohort) -> None:
    frame = sample.frame.copy()
    frame.loc[frame.index[:3], "sex"] = None
    frame.loc[frame.index[:1], "centre"] = None
    known = known_of_study(replace(sample, frame=frame))
    assert (
        "2 have empty cells (lines without): Sex 3 of 48, Centre 1 of 48" in known["missing_data"]
    )


def test_an_open_item_that_the_cohort_answers_is_met_until_the_user_says_otherwise() -> None:
    known = {"flow": "All enter."}
    assert study_sheet((), known).n_of("met") == 1
    declined = StudyAnswer(item="flow", status="not met", text="Screening was not counted.")
    row = next(row for row in study_sheet([declined], known).rows if row.item.key == "flow")
    assert (row.status, row.answer) == (
        "not met",
        "Screening was not counted. Worked out from the cohort: All enter.",
    )


def test_subgroups_are_those_of_the_views_in_the_document(sample: Cohort) -> None:
    views, context = exported(sample).work_out()
    assert len(views) == 3
    rows = {row.item.key: row for row in context.study.rows}
    assert rows["subgroups"].known.startswith(
        "Looked at in this document: by Regimen group (1 view); in ALK-negative alone (1 view); "
        "2 subgroups of a forest."
    )


def test_each_document_says_it(sample: Cohort) -> None:
    views, context = exported(sample).work_out()
    page = fromstring(write_report(views, context)).find(".//section[@id='study']").text_content()
    assert "Two experts read <all> slides." in page
    assert all(reference in page for reference in REFERENCES.values())
    word = Document(io.BytesIO(write_word(views, context)))
    cells = [row.cells[3].text for row in word.tables[-1].rows]
    assert SAID.text in cells
    book = pd.read_excel(io.BytesIO(write_workbook(views, context)), engine="calamine", header=None)
    assert "Pathology review: met" in book[1].tolist()
    slides = Presentation(io.BytesIO(write_deck(views, context))).slides
    told = [slide.notes_slide.notes_text_frame.text for slide in slides]
    assert f"Pathology review (met): {SAID.text}" in told[0]
    assert "Interval of imaging (not met)" in told[0]
    assert "Pathology" not in "".join(told[1:])


def test_masked_documents_say_what_the_user_said_and_no_count(sample: Cohort) -> None:
    _, context = exported(sample, small_cells_under=5).work_out()
    assert [row.answer for row in context.study.rows if row.answer] == [SAID.text]


def test_without_an_answer_documents_have_no_study_sheet(sample: Cohort) -> None:
    _, context = replace(exported(sample), answers=()).work_out()
    assert context.study is None


def test_answers_travel_with_the_session_file() -> None:
    assert read_work(write_work(SavedWork(study=(SAID, NOT_SAID)))).study == (SAID, NOT_SAID)


@pytest.mark.parametrize(
    "answers",
    [(SAID, SAID), (StudyAnswer(item="other"),), (StudyAnswer(item="size", text="x" * 1_001),)],
)
def test_answers_that_no_form_could_give_are_refused(answers: tuple[StudyAnswer, ...]) -> None:
    with pytest.raises(ImtError, match="must answer its own items, each once"):
        check_answers(answers)
    with pytest.raises(ImtError, match="must answer its own items"):
        read_work(write_work(SavedWork(study=answers)))


def test_the_statuses_are_those_of_a_form() -> None:
    assert STATUSES == ("open", "met", "not met", "not applicable")
