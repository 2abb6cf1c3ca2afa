"""``python -m imt_core.intake``: what it prints, its exit status, and what it never prints."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from imt_core.intake.__main__ import main
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.mapping.mapping_file import write_mapping
from imt_core.intake.opening import begin_opening
from tests.intake.own_sheets import ITALIAN
from tests.intake.test_opening import TWO_WAYS, UNKNOWN_WORD
from tests.places import ROOT, SAMPLE

KEYS = ["status", "questions", "lines", "patients", "endpoints", "response", "warnings", "notes"]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Write files, run the command on them with ``--json``, give its exit status and object."""

    def run_on(*arguments: str, **files: bytes) -> tuple[int, dict[str, Any]]:
        paths = []
        for name, content in files.items():
            paths.append(tmp_path / name.replace("__", "."))
            paths[-1].write_bytes(content)
        status = main([*map(str, paths), "--json", *arguments])
        return status, json.loads(capsys.readouterr().out)

    return run_on


def printed(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Everything that the command can say of a file."""
    main([str(path)])
    main([str(path), "--json"])
    return capsys.readouterr().out


def test_the_sample_is_ready_with_the_numbers_of_the_pages() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "imt_core.intake", str(SAMPLE), "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    said = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(said) == KEYS
    assert (said["status"], said["lines"], said["patients"]) == ("ready", 48, 38)
    pfs = said["endpoints"]["pfs"]
    assert list(pfs) == ["n", "events", "median_months", "months"]
    assert (pfs["n"], pfs["events"], pfs["median_months"]) == (36, 29, pytest.approx(7.85))
    assert (len(pfs["months"]), pfs["months"][:3]) == (36, [39.89, 1.91, 6.8])
    assert said["endpoints"]["rfs"]["events"] == 7
    assert said["endpoints"]["os"]["median_months"] == pytest.approx(40.71)
    assert said["response"] == {"evaluable": 44, "responders": 21}


def test_an_italian_sheet_is_ready_too(run: Any) -> None:
    status, said = run(casistica__csv=ITALIAN)
    assert status == 0
    assert (said["status"], said["lines"], said["patients"]) == ("ready", 5, 4)
    os = said["endpoints"]["os"]
    assert (os["n"], os["events"]) == (5, 3)
    assert [round(months * 30.4375) for months in os["months"]] == [1652, 821, 551, 872, 241]
    assert said["response"] == {"evaluable": 4, "responders": 2}
    assert any("Rows above the header" in note for note in said["notes"])


def test_a_median_that_is_not_reached_is_null(run: Any) -> None:
    _, said = run(own__csv=b"patient_id,os_months,os_event\na,3,0\nb,4,0\n")
    assert said["endpoints"]["os"] == {
        "n": 2,
        "events": 0,
        "median_months": None,
        "months": [3.0, 4.0],
    }
    assert said["endpoints"]["pfs"] is None
    assert said["response"] is None


def test_dates_that_can_be_read_in_two_ways_are_asked(run: Any) -> None:
    status, said = run(dates__csv=TWO_WAYS)
    assert (status, said["status"]) == (1, "asks")
    assert (
        "Start date: are the dates of 2 rows (2, 3) day-first or month-first?" in said["questions"]
    )
    assert said["endpoints"]["os"] is None


def test_an_unanswered_word_leaves_its_cells_out_of_what_is_counted(run: Any) -> None:
    status, said = run(own__csv=UNKNOWN_WORD)
    assert (status, said["lines"], said["patients"]) == (1, 3, 3)
    assert said["response"] == {"evaluable": 1, "responders": 1}
    assert said["endpoints"]["os"]["n"] == 3


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02\x7f" * 90,
        b"Dear all,\nhere is prose\n",
        b"patient_id,os_months,os_event\n",
    ],
    ids=["empty", "binary", "prose", "no rows"],
)
def test_garbage_is_refused_with_one_sentence(run: Any, content: bytes) -> None:
    status, said = run(garbage__csv=content)
    assert (status, said["status"]) == (2, "refused")
    assert list(said) == KEYS
    assert len(said["questions"]) == 1
    assert (said["lines"], said["patients"], said["response"]) == (None, None, None)
    assert said["endpoints"] == {"pfs": None, "rfs": None, "os": None}


def test_a_missing_file_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nowhere/cohort.csv"]) == 2
    assert "cohort.csv must be a readable file, but it cannot be opened." in capsys.readouterr().out


def test_a_call_without_a_file_is_an_error_of_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["--json"])
    assert exit_.value.code == 2
    assert "FILE" in capsys.readouterr().err


def test_a_mapping_file_answers_what_was_asked(run: Any, tmp_path: Path) -> None:
    mapping = begin_opening([("own.csv", UNKNOWN_WORD)]).mapping
    column = mapping.of("best_response")
    assert column is not None
    answered = mapping.with_column(
        type(column)(target="best_response", source="response", values=(("hm", "SD"),))
    )
    file = tmp_path / "mapping.json"
    file.write_bytes(write_mapping(answered))
    status, said = run("--mapping", str(file), own__csv=UNKNOWN_WORD)
    assert (status, said["questions"]) == (0, [])
    assert said["response"] == {"evaluable": 3, "responders": 1}


def test_a_mapping_that_does_not_fit_is_asked_about_and_not_used(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "mapping.json"
    file.write_bytes(write_mapping(begin_opening([("casistica.csv", ITALIAN)]).mapping))
    status, said = run("--mapping", str(file), own__csv=b"patient_id,os_months,os_event\na,3,1\n")
    assert status == 1
    assert "Codice paziente" in said["questions"][0]
    assert said["lines"] == 1


def test_a_mapping_file_that_was_changed_is_refused(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "mapping.json"
    file.write_bytes(write_mapping(Mapping()).replace(b"column mapping", b"shoe"))
    status, said = run("--mapping", str(file), own__csv=UNKNOWN_WORD)
    assert status == 2
    assert said["questions"] == [
        "The file must be a column mapping of this app (JSON), but is not. Choose the file that "
        "the app wrote."
    ]


def test_a_person_is_told_what_was_recognised_and_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "casistica.csv"
    path.write_bytes(ITALIAN)
    assert main([str(path)]) == 0
    text = capsys.readouterr().out
    assert text.startswith("Ready to open.\n")
    assert "  Sesso: Sex; the header means Sex (Italian)" in text
    assert "  Cognome: left out; the header means a name\n" in text
    assert "  Overall survival: 5 lines, 3 events, median 27.0 months\n" in text
    assert "  Response: 2 of 4 evaluable lines\n" in text


HOSTILE = """Codice paziente,Cognome,Data di nascita,Sesso,Risposta,OS mesi,Deceduto,Nota
MRN-Rossi-1,Rossi,12/03/1980,M,RC,12 mesi forse,si,telefono 333-1234
MRN-Bianchi-2,Bianchi,01/07/1975,Femminuccia,Risposta di Bianchi,tre,boh,=SOMMA(Verdi)
MRN-Verdi-3,Verdi,31/02/1975,Q,PD,12.5.3,Verdi vive,01/02/03
"""
TELLING = ("Rossi", "Bianchi", "Verdi", "MRN", "1980", "1975", "333", "Femminuccia", "boh", "forse")


def test_no_label_and_no_cell_of_a_hostile_sheet_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ostile.csv"
    path.write_text(HOSTILE)
    text = printed(path, capsys)
    assert "Risposta: Best response" in text
    assert [word for word in TELLING if word in text] == []


def test_a_patient_in_the_header_s_place_is_not_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "headless.csv"
    path.write_bytes(b"Rossi,34,male,PR,12.5\nBianchi,35,female,PD,3\nVerdi,36,female,SD,4\n")
    text = printed(path, capsys)
    assert "This row was taken for the header, but its cells look like values" in text
    assert [word for word in ("Rossi", "Bianchi", "Verdi", "12.5") if word in text] == []


def workbook(**sheets: list[list[str]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_sheet_that_is_named_after_a_patient_is_numbered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = ["patient_id", "regimen_1", "regimen_2", "best_response_1", "best_response_2"]
    path = tmp_path / "book.xlsx"
    path.write_bytes(
        workbook(
            Rossi=[header, ["a", "AI", "GD", "PR", "SD"]],
            Rossi_Verdi=[["code", "sex"], ["a", "male"]],
        )
    )
    text = printed(path, capsys)
    assert "1 row of book, table 1 with 2 groups of columns became 2 rows" in text
    assert "Rossi" not in text


def test_a_refusal_numbers_the_sheets_too(run: Any) -> None:
    other = [["note"], ["x"]]
    status, said = run(
        one__xlsx=workbook(Rossi=[["patient_id", "sex"], ["a", "male"]], Verdi=other),
        two__xlsx=workbook(Bianchi=[["patient_id", "stage"], ["b", "localized"]], Neri=other),
    )
    assert status == 2
    assert said["questions"][0].startswith(
        "one, table 1 and two, table 1 must share patients to be joined"
    )


def test_a_parameter_s_code_that_is_a_patient_s_label_is_not_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "adtte.csv"
    path.write_bytes(
        b"USUBJID,PARAMCD,PARAM,AVAL,AVALU,CNSR\n"
        b"Rossi,OS,Overall survival,3,MONTHS,0\nRossi,Rossi,Rossi,3,MONTHS,0\n"
    )
    text = printed(path, capsys)
    assert "Overall survival: 1 line, 1 event, median 3.0 months" in text
    assert "Rossi" not in text


def test_a_time_of_which_nothing_tells_the_event_is_no_outcome(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "times.csv"
    path.write_text("Patient,PFS (months),Progressed,OS (months)\n1,3,yes,9\n2,8,no,8\n", "utf-8")
    assert main([str(path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["endpoints"]["os"] is None
    assert (said["endpoints"]["pfs"]["n"], said["endpoints"]["pfs"]["events"]) == (2, 1)
    assert main([str(path)]) == 0
    assert "no column says who died" in capsys.readouterr().out
