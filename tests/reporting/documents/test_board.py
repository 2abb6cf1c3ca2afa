"""One page for the board: what stands on it, and that it stays one page."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.pseudonyms import patient_key
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.reporting.content.answers import answer_of
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import WITHHELD
from imt_core.reporting.documents.board import write_board

CONTEXT = ExportContext(cohort_name="IMT", software="IMT Explorer 0.1.0")


def view(cohort: Cohort, kind: str, **options: object) -> ComputedView:
    return compute_view(cohort, ViewRequest(kind=kind, by=("regimen_group",), **options))


def pages(pdf: bytes) -> list[str]:
    """The text of each page, in one line."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_each_chart_stands_under_its_title_and_its_answer(sample: Cohort) -> None:
    views = [view(sample, "survival"), view(sample, "response")]
    (text,) = pages(write_board(views, CONTEXT))
    joined = re.sub(r"\s", "", text)
    for shown in views:
        assert re.sub(r"\s", "", answer_of(shown).sentence) in joined
    assert "10patientshavelinesinmorethanonegroup" in joined
    # The numbers of the charts are text.
    assert "10/21=47.6%" in joined


def test_the_page_is_one_whatever_it_has_to_say(sample: Cohort) -> None:
    frame = sample.frame.assign(
        regimen_group=[f"a regimen of {'many words ' * 4}{i % 4}" for i in range(48)]
    )
    wordy = replace(sample, frame=frame)
    shown, benchmark = view(wordy, "response"), view(wordy, "benchmark")
    course = view(wordy, "course", patient=patient_key(sample.frame["patient_id"].iloc[0]))
    long = replace(CONTEXT, cohort_name="A name of a cohort " * 12)
    assert len(pages(write_board([shown] * 3 + [course, benchmark], long))) == 1


def test_a_text_is_never_run(sample: Cohort) -> None:
    title = '#panic("run") *not bold* $x$ <label> // @ref \\ '
    shown = compute_view(sample, ViewRequest(kind="response", title=title))
    (text,) = pages(write_board([shown], replace(CONTEXT, cohort_name='#read("/etc/passwd")')))
    assert '#panic("run") *not bold* $x$ <label> // @ref \\' in text
    assert '#read("/etc/passwd")' in text


def test_masked_pages_withhold_what_shows_small_counts(sample: Cohort) -> None:
    masked = replace(CONTEXT, small_cells_under=5)
    (text,) = pages(write_board([view(sample, "survival"), view(sample, "swimmer")], masked))
    assert text.count(WITHHELD) == 2
    assert "10/21" not in text


def test_the_file_is_the_same_each_time_and_names_nobody(sample: Cohort) -> None:
    shown = [view(sample, "response")]
    once = write_board(shown, CONTEXT)
    assert once == write_board(shown, CONTEXT)
    about = PdfReader(io.BytesIO(once)).metadata
    assert (about.title, about.author, about.creation_date) == ("IMT", None, None)


def test_a_fourth_chart_is_left_to_the_report(sample: Cohort) -> None:
    titles = ["First", "Second", "Third", "Fourth"]
    (text,) = pages(write_board([view(sample, "response", title=t) for t in titles], CONTEXT))
    assert [title in text for title in titles] == [True, True, True, False]


def test_tables_alone_make_no_page(sample: Cohort) -> None:
    with pytest.raises(ImtError, match="views must hold a chart, but none was found"):
        write_board([view(sample, "baseline")], CONTEXT)
