"""Sheets read in a process of their own: the same outcome, and nothing a file does reaches us."""

from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import psutil
import pytest
from pptx import Presentation

from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.view_request import ViewName, ViewRequest
from imt_core.conventions.errors import ImtError, UnreadableFileError
from imt_core.intake.isolation.frames import packed, unpacked
from imt_core.intake.isolation.limits import ReadingLimits
from imt_core.intake.isolation.operations import begin, work_out
from imt_core.intake.isolation.pool import ReaderPool
from imt_core.intake.isolation.reader import Reader
from imt_core.intake.opening import OpeningOutcome
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.slides.own_template import deck_in_template
from tests.intake.isolation.hostile import hostile_files
from tests.places import SAMPLE, sample_cohort

pytestmark = pytest.mark.reads_apart

ASKS = b"Patient;Etat;Date de debut;Date de point\nA;xyz;2020-01-01;2020-06-01\n"


def times_of(outcome: OpeningOutcome) -> dict[str, object]:
    """Months and events of each endpoint that the sheet becomes."""
    return {
        name: found.times and (found.times.months.tolist(), found.times.event.tolist())
        for name, found in outcome.becoming.endpoints.items()
    }


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.close()


def test_the_outcome_is_that_of_reading_here(reader: Reader) -> None:
    files = [("sample.csv", SAMPLE.read_bytes())]
    here = begin(lambda _: None, files, None, "somewhere")
    apart = reader.ask(begin, files, None, "somewhere", gives=OpeningOutcome, name="sample.csv")
    assert here.cohort is not None
    assert apart.cohort is not None
    pd.testing.assert_frame_equal(apart.cohort.frame, here.cohort.frame)
    assert apart.cohort.frame.dtypes.equals(here.cohort.frame.dtypes)
    assert apart.opening.mapping == here.opening.mapping
    assert times_of(apart) == times_of(here)
    assert apart.report == here.report
    pd.testing.assert_frame_equal(apart.opening.sources[0].table, here.opening.sources[0].table)


def test_progress_is_told_and_a_question_answered_where_the_sheet_was_read(reader: Reader) -> None:
    said: list[str] = []
    outcome = reader.ask(
        begin, [("a.csv", ASKS)], None, "", gives=OpeningOutcome, name="a.csv", progress=said.append
    )
    assert said == ["Reading 0.0 MB", "Finding out which column is which", "Checking 1 rows"]
    again = reader.ask(work_out, outcome.opening, gives=OpeningOutcome, name="a.csv")
    assert times_of(again) == times_of(outcome)
    assert again.questions == outcome.questions


def test_a_refusal_comes_as_its_own_sentence(reader: Reader) -> None:
    with pytest.raises(UnreadableFileError, match="must hold a table, but it is empty"):
        reader.ask(begin, [("a.csv", b"")], None, "", gives=OpeningOutcome, name="a.csv")
    assert reader.is_alive


def test_what_takes_too_long_is_ended_and_says_so() -> None:
    hasty = Reader(ReadingLimits(seconds=0.1))
    words = "\n".join(f"p{n},word number {n}" for n in range(50_000))
    with pytest.raises(UnreadableFileError, match=r"within 0\.1 seconds of computing: a\.csv"):
        hasty.ask(
            begin,
            [("a.csv", f"id,remark\n{words}".encode())],
            None,
            "",
            gives=OpeningOutcome,
            name="a.csv",
        )
    assert not hasty.is_alive


def test_what_takes_too_much_memory_is_ended_and_says_so() -> None:
    small = Reader(ReadingLimits(memory=64 << 20))
    words = "\n".join(f"p{n},word number {n}" for n in range(190_000))
    with pytest.raises(UnreadableFileError, match=r"within 0\.0625 GB of memory: a\.csv"):
        small.ask(
            begin,
            [("a.csv", f"id,remark\n{words}".encode())],
            None,
            "",
            gives=OpeningOutcome,
            name="a.csv",
        )
    assert not small.is_alive


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_the_death_of_the_process_is_one_sentence(reader: Reader) -> None:
    dying = Reader()
    said = dying.ask(begin, [("a.csv", ASKS)], None, "", gives=OpeningOutcome, name="a.csv")
    assert said.questions
    os.kill(dying.pid, signal.SIGSEGV)
    psutil.Process(dying.pid).wait()
    with pytest.raises(UnreadableFileError, match="ended the process that read it"):
        dying.ask(begin, [("a.csv", ASKS)], None, "", gives=OpeningOutcome, name="a.csv")
    assert reader.is_alive


def test_no_hostile_file_ends_the_process_that_asked(reader: Reader, tmp_path: Path) -> None:
    """One after the other in one process, a new one where one ended; each is one sentence."""
    said = {}
    for tries, (name, content) in hostile_files(tmp_path).items():
        reading = reader if reader.is_alive else Reader()
        try:
            reading.ask(begin, [(name, content)], None, "", gives=OpeningOutcome, name=name)
        except UnreadableFileError as error:
            said[tries] = str(error).partition(",")[0]
    if reading is not reader:
        reading.close()
    spanned = "A file's sheets must not span more than 5 million cells"
    columns = "A table must not have more than 2"
    workbook = "The file must be an Excel workbook (.xlsx)"
    assert said == {
        "a far cell": spanned,
        "a far cell in single quotes": spanned,
        "a far cell with a blank": spanned,
        "a far cell with an entity": workbook,
        "a sheet elsewhere": spanned,
        "cells without an end": workbook,
        "cells in a comment": "The table must have rows below its header",
        "errors without an end": workbook,
        "thirty sparse sheets": spanned,
        "a thousand sheets": "A workbook must not have more than 50 sheets",
        "100,000 columns": columns,
        "5,000 regimens": columns,
        "2,001 columns of dates": columns,
        "48 MB of short rows": "A table must not have more than 200",
        "one endless cell": "No cell may hold more than 131",
        "only quotation marks": "No cell may hold more than 131",
    }


def test_what_is_no_data_is_not_unpacked() -> None:
    class Harm:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, ("true",)

    class CallsUs:
        def __reduce__(self) -> tuple[object, tuple[object, ...]]:
            return begin, (print, [], None, "")

    for value in (Harm(), CallsUs(), [subprocess.Popen], {"a": eval}):
        with pytest.raises((pickle.UnpicklingError, AttributeError), match=r"no data|local"):
            unpacked(pickle.dumps(value))


def test_a_table_is_the_same_on_the_other_side() -> None:
    table = pd.DataFrame(
        {"a": ["x", "", "x", "\u00e9"], "b": [1.5, None, 2, 3], "c": ["1", None, 2, "z"]},
        index=pd.Index([2, 3, 5, 9], name="row"),
    )
    table = pd.concat([table, table[["a"]]], axis=1)  # two columns of one name
    pd.testing.assert_frame_equal(unpacked(packed(table)), table)


def test_the_process_sees_no_secret_and_ends_with_its_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("A_SECRET", "hush")
    made = Reader()
    process = psutil.Process(made.pid)
    assert "A_SECRET" not in process.environ()
    made.close()
    assert not psutil.pid_exists(made.pid)


def test_a_pool_has_the_next_reader_start_while_one_is_used() -> None:
    pool = ReaderPool()
    pool.prepare()
    first, second = pool.take(), pool.take()
    assert isinstance(first, Reader)
    assert isinstance(second, Reader)
    assert first.pid != second.pid
    assert (first.is_alive, second.is_alive) == (True, True)
    for reader in (first, second):
        reader.close()
    pool.close()


def test_slides_in_a_template_are_made_apart_too(reader: Reader) -> None:
    cohort = sample_cohort()
    kinds: tuple[ViewName, ...] = ("baseline", "response", "survival", "forest", "swimmer")
    requests = (ViewRequest(kind=kind, columns=("alk_status",)) for kind in kinds)
    views, said = [compute_view(cohort, request) for request in requests], []
    deck = reader.ask(
        deck_in_template,
        views,
        ExportContext(cohort_name="sample"),
        None,
        gives=bytes,
        name="the deck",
        progress=said.append,
    )
    assert said[-1] == "View 5 of 5"
    assert len(Presentation(io.BytesIO(deck)).slides) >= 5
    with pytest.raises(ImtError, match="must be a PowerPoint presentation"):
        reader.ask(
            deck_in_template,
            views[:1],
            ExportContext(cohort_name="sample"),
            b"PK\x03\x04junk",
            gives=bytes,
            name="own.pptx",
        )
