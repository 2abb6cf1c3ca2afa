"""Documents from the command line: the same as the Deck page makes."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.pseudonyms import new_labels, patient_key
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.conventions.terminal import print_any
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.mapping.mapping import Mapping
from imt_core.reporting.__main__ import DOCUMENTS, Wanted, main, make_documents
from imt_core.reporting.content.board_views import board_views
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.export import Export
from imt_core.reporting.content.software import is_of_sample, software_of
from imt_core.reporting.content.study_sheet import StudyAnswer
from imt_core.reporting.csv_files import cohort_to_table, write_csv
from imt_core.reporting.documents.workbook import write_workbook
from imt_core.reporting.session_again import open_again
from imt_core.reporting.session_file import SavedWork, write_work
from tests.places import ROOT

SAMPLE = ROOT / "sample_data" / "imt_cohort.csv"
VIEWS = (
    ViewRequest(kind="response", by=("sex",)),
    ViewRequest(kind="baseline", title="Who they are"),
)


def saved(folder: Path, work: SavedWork) -> Path:
    session = folder / "session.json"
    session.write_bytes(write_work(work))
    return session


def test_the_sample_is_known_by_its_lines_however_it_is_written(sample: Cohort) -> None:
    assert is_of_sample(sample.frame)
    other = sample.frame.copy()
    other.loc[other.index[0], "os_months"] += 0.01
    assert not is_of_sample(other)


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
        file_hash=sha256(SAMPLE.read_bytes()).hexdigest(),
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
    own = replace(said, file_hash=sha256(SAMPLE.read_bytes()).hexdigest())
    for work in (said, own, SavedWork(views=said.views)):
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
        (["--format", " , "], "docx, but nothing was found. Name others."),
        (["--session", "absent.json"], "absent.json must be a readable file"),
        (["--mask", "1"], "mask must be 2 to 20, but 1 was found."),
        (["--mask", "21"], "mask must be 2 to 20, but 21 was found."),
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


def test_what_cannot_be_written_into_is_said_before_any_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "file"
    out.write_bytes(b"")
    for place in (out, out / "below"):
        assert main(["no such sheet.csv", "--out", str(place)]) == 1
        told = capsys.readouterr().err
        assert told.startswith("Nothing was written. out must be a folder that may be written into")
        assert told.endswith(f"{out} is a file. Name another.\n")


def test_a_document_that_is_open_elsewhere_is_named_with_what_was_written_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = saved(tmp_path, SavedWork(views=VIEWS[1:]))
    (tmp_path / "tables.docx").mkdir()
    command = [str(SAMPLE), "--out", str(tmp_path), "--format", "XLSX, docx,"]
    assert main([*command, "--session", str(session)]) == 1
    told = capsys.readouterr().err
    assert told.startswith("Written were tables.xlsx alone. tables.docx cannot be written into ")
    assert told.endswith("Close it where it is open, or name another folder.\n")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (b"boh", "1 question is: Best response: what do the words of 1 row (2) mean? Open it in"),
        (b"PR,-4", "1 question is: age_years must be from 0 to 120, but is not. Correct it, or"),
    ],
)
def test_a_sheet_with_a_question_is_not_guessed_at(
    cells: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "own.csv"
    sheet.write_bytes(b"patient_id,best_response,age_years\na," + cells + b"\nb,SD,4\n")
    assert main([str(sheet), "--out", str(tmp_path / "out"), "--format", "docx"]) == 1
    told = capsys.readouterr().err
    assert f"The sheet must leave no question open, but {said}" in told
    assert told.endswith("Correct the sheet.\n") == (b"PR" in cells)


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (
            SavedWork(mapping=Mapping(columns=(ColumnMapping(target="sex", source="Sesso"),))),
            "The sheet must have the columns that the session's mapping names, but lacks Sesso.",
        ),
        (
            SavedWork(filter=CohortFilter(criteria=(Criterion(column="sex", levels=("x",)),))),
            "The sheet must have the columns and words that the session filters by, but lacks "
            "some of Sex.",
        ),
        (
            SavedWork(views=(ViewRequest(kind="response", by=("ward",)),)),
            "The deck must hold a view that the sheet can show, but has none: Response: cohort",
        ),
    ],
)
def test_a_session_of_another_cohort_is_refused(
    work: SavedWork, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = saved(tmp_path, work)
    assert main([str(SAMPLE), "--out", str(tmp_path / "out"), "--session", str(session)]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "Check that session and sheet belong together" in told


def test_a_part_of_the_sample_stays_a_reconstruction(tmp_path: Path, sample: Cohort) -> None:
    part = replace(sample, frame=sample.frame.head(9))
    sheet = tmp_path / "part.csv"
    sheet.write_bytes(write_csv(cohort_to_table(part)))
    again = open_again([(sheet.name, sheet.read_bytes())], SavedWork())
    assert again.cohort.is_reconstruction
    session = saved(tmp_path, SavedWork(views=VIEWS[1:]))
    made, _ = make_documents(Wanted(files=(sheet,), session=session, formats=("xlsx",)))
    told = pd.read_excel(io.BytesIO(made["tables.xlsx"]), sheet_name=None, engine="calamine")
    first = next(iter(told.values())).to_string()
    assert "IMT sample cohort" in first
    assert "Reconstruction from published aggregates" in first


def test_the_board_begins_with_the_index_patient_and_the_standard_views_mark_it(
    sample: Cohort,
) -> None:
    sheet = [(SAMPLE.name, SAMPLE.read_bytes())]
    key = patient_key(str(sample.frame["patient_id"].iloc[0]))
    marked = SavedWork(choices=(("index", key),))
    assert {view.index for view in open_again(sheet, marked).views} == {key}
    again = open_again(sheet, replace(marked, views=VIEWS))
    of_board = board_views(again.views, again.like, is_masked=False)
    assert [view.kind for view in of_board] == ["course", "response", "baseline"]
    assert of_board[0].patient == key
    assert open_again(sheet, SavedWork(choices=(("index", "nobody"),))).like.index == ""


def test_a_deck_without_a_chart_has_no_page_for_the_board(tmp_path: Path) -> None:
    session = saved(tmp_path, SavedWork(views=VIEWS[1:]))
    wanted = Wanted(files=(SAMPLE,), session=session, formats=("board", "xlsx"))
    made, left_out = make_documents(wanted)
    assert (list(made), left_out) == (["tables.xlsx"], ("board.pdf: the deck has no chart",))
    with pytest.raises(ImtError, match=r"board\.pdf: the deck has no chart\. Add one to the deck"):
        make_documents(replace(wanted, formats=("board",)))


def test_what_a_terminal_has_no_letter_for_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    output = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(output, encoding="cp1252"))
    print_any("12–7 \u0436")
    sys.stdout.flush()
    assert output.getvalue().split() == [b"12\x967", b"\\u0436"]
