"""Documents from the command line: the same as the Deck page makes."""

from __future__ import annotations

import io
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.pseudonyms import new_labels
from imt_core.cohort.schema import Cohort
from imt_core.reporting.__main__ import DOCUMENTS, Wanted, main, make_documents
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.export import Export
from imt_core.reporting.content.software import SAMPLE_HASH, software_of
from imt_core.reporting.content.study_sheet import StudyAnswer
from imt_core.reporting.documents.workbook import write_workbook
from imt_core.reporting.session_file import SavedWork, write_work
from tests.places import ROOT

SAMPLE = ROOT / "sample_data" / "imt_cohort.csv"
VIEWS = (
    ViewRequest(kind="response", by=("sex",)),
    ViewRequest(kind="baseline", title="Who they are"),
)


def test_the_sample_is_known_by_its_file() -> None:
    assert sha256(SAMPLE.read_bytes()).hexdigest() == SAMPLE_HASH


def test_a_session_gives_deck_filters_and_study_sheet(tmp_path: Path, sample: Cohort) -> None:
    answers = (StudyAnswer(item="size", status="met", text="All of them."),)
    session = tmp_path / "session.json"
    session.write_bytes(write_work(SavedWork(views=VIEWS, study=answers)))
    wanted = Wanted(
        files=(SAMPLE,),
        session=session,
        formats=("xlsx",),
        name="Ours",
        data_date="November 2026",
        small_cells_under=5,
    )
    made, left_out = make_documents(wanted)
    context = ExportContext(
        cohort_name="Ours",
        data_date="November 2026",
        is_reconstruction=True,
        software=software_of(is_sample=True),
        file_hash=SAMPLE_HASH,
        small_cells_under=5,
    )
    views, context = Export(
        opened=sample, requests=VIEWS, context=context, answers=answers
    ).work_out()
    assert made == {"tables.xlsx": write_workbook(views, context)}
    assert left_out == ()


def test_an_appendix_is_asked_for_by_an_option_or_the_session(tmp_path: Path) -> None:
    sessions = []
    for asked in ((), (("deck_appendix", True),)):
        sessions.append(tmp_path / f"session{len(asked)}.json")
        sessions[-1].write_bytes(write_work(SavedWork(views=VIEWS[:1], choices=asked)))
    wanted = Wanted(files=(SAMPLE,), session=sessions[0], formats=("pptx",))
    plain, asked, saved = (
        make_documents(one)[0]
        for one in (wanted, replace(wanted, appendix=True), replace(wanted, session=sessions[1]))
    )
    assert asked == saved
    assert len(asked["deck.pptx"]) > len(plain["deck.pptx"])


def test_without_a_deck_it_makes_the_standard_views_of_who_is_in_view(tmp_path: Path) -> None:
    session = tmp_path / "session.json"
    men = CohortFilter(criteria=(Criterion(column="sex", levels=("male",)),))
    session.write_bytes(write_work(SavedWork(filter=men)))
    wanted = Wanted(files=(SAMPLE,), session=session, formats=("docx",))
    made, _ = make_documents(wanted)
    assert made["tables.docx"][:2] == b"PK"
    assert made != make_documents(replace(wanted, session=None))[0]


def test_a_session_keeps_the_shuffle_of_labels_and_the_rounding(
    tmp_path: Path, sample: Cohort
) -> None:
    session = tmp_path / "session.json"
    lanes = (ViewRequest(kind="swimmer", sort="file order"),)
    session.write_bytes(write_work(SavedWork(views=lanes, label_seed="a", whole_months=True)))
    wanted = Wanted(files=(SAMPLE,), session=session, formats=("xlsx",))
    made, again = make_documents(wanted)[0], make_documents(wanted)[0]
    assert made == again
    assert make_documents(replace(wanted, seed="a"))[0] == made
    assert make_documents(replace(wanted, seed="b"))[0] != made
    workbook = io.BytesIO(made["tables.xlsx"])
    bars = pd.read_excel(workbook, sheet_name="1 Swimmer bars numbers", engine="calamine")
    assert (bars["end_months"] % 1 == 0).all()
    longest = sample.frame.loc[sample.frame["os_months"].idxmax(), "patient_id"]
    label = bars.loc[bars["end_months"].idxmax(), "label"]
    assert label == new_labels(sample, seed="a")[longest]


def test_a_session_keeps_masks_labels_and_name_and_the_day_of_its_own_sheet(tmp_path: Path) -> None:
    said = SavedWork(
        views=(ViewRequest(kind="response"),),
        label_seed="a",
        small_cells_under=5,
        rekeyed=False,
        document_name="Ours",
        data_date="May 2026",
    )
    sessions = []
    for work in (said, replace(said, file_hash=SAMPLE_HASH), SavedWork(views=said.views)):
        sessions.append(tmp_path / f"session{len(sessions)}.json")
        sessions[-1].write_bytes(write_work(work))
    wanted = Wanted(files=(SAMPLE,), session=sessions[0], formats=("docx",))
    next_month, same_sheet, plain = (
        make_documents(replace(wanted, session=session))[0] for session in sessions
    )
    asked = replace(
        wanted, session=sessions[2], name="Ours", small_cells_under=5, rekeyed=False, seed="a"
    )
    assert next_month == make_documents(asked)[0] != plain
    assert same_sheet == make_documents(replace(asked, data_date="May 2026"))[0] != next_month


def test_the_command_writes_each_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = tmp_path / "session.json"
    session.write_bytes(write_work(SavedWork(views=VIEWS[:1])))
    out = tmp_path / "board" / "november"
    assert main([str(SAMPLE), "--session", str(session), "--out", str(out)]) == 0
    files = {file for file, _ in DOCUMENTS.values()}
    assert {path.name for path in out.iterdir()} == files
    assert all(file in capsys.readouterr().out for file in [next(iter(files))])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "pptx,gif"], "format must name pptx, html, pdf, board, xlsx, docx, but gif"),
        (["--session", "absent.json"], "absent.json must be a readable file"),
        (["--mask", "1"], "under must be at least 2"),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_written(
    options: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main([str(SAMPLE), "--out", str(out), "--format", "xlsx", *options]) == 1
    told = capsys.readouterr().err
    assert told.startswith("Nothing was written. ")
    assert said in told
    assert not out.exists()


def test_a_sheet_with_a_question_is_not_guessed_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "own.csv"
    sheet.write_bytes(b"Codice,Risposta\na,RC\nb,boh\n")
    assert main([str(sheet), "--out", str(tmp_path / "out"), "--format", "docx"]) == 1
    assert "The sheet must leave no question open, but 1 are:" in capsys.readouterr().err
