"""Codes that look like numbers, labels and levels alike, and months of statistical files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from imt_core.cohort.schema import Cohort
from imt_core.intake.opening import begin_opening, opening_outcome
from tests.intake.uploads.command import answered, said_of, times

CODES = b"""patient_id,best_response,site_code,barcode
a,PR,001,1009513310189256287
b,SD,01,1009513310189256288
c,PD,1,1009513310189256287
d,PD,001,1009513310189256288
"""
ALIKE = b"""patient_id,best_response,start_date,death_date,last_followup_date
A01,PR,2020-01-01,2020-06-01,2020-06-01
a01 ,PD,2020-03-01,,2020-06-01
A 01,SD,2020-02-01,,2020-06-01
B02,CR,2020-01-01,2021-05-01,2021-05-01
"""


def cohort_of(content: bytes, name: str = "own.csv") -> Cohort:
    cohort = opening_outcome(begin_opening([(name, content)])).cohort
    assert cohort is not None
    return cohort


def test_own_codes_are_kept_as_they_are_written() -> None:
    assert said_of({"own.csv": CODES})["status"] == "ready"
    frame = cohort_of(CODES).frame
    assert frame["site_code"].tolist() == ["001", "01", "1", "001"]
    assert frame["barcode"].nunique() == 2


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        (["1.0", "1", "2"], ["1.0", "1", "2"]),
        (["1e5", "100000", "2"], ["1e5", "100000", "2"]),
        (["007", "8", "n.d."], ["007", "8", None]),
        (["1.0", "1.5", "1"], [1, 1.5, 1]),
        (["0", "0.5", "10"], [0, 0.5, 10]),
    ],
)
def test_only_numbers_that_would_be_merged_stay_texts(cells: list[str], kept: list[object]) -> None:
    lines = "".join(f"{n},PR,{cell}\n" for n, cell in enumerate(cells))
    frame = cohort_of(f"patient_id,best_response,marker\n{lines}".encode()).frame
    assert frame["marker"].tolist() == kept


@pytest.mark.parametrize(("option", "patients"), [("same", 2), ("different", 4)])
def test_labels_alike_are_asked_once(option: str, patients: int) -> None:
    files = {"own.csv": ALIKE.replace(b"2020-06-01,2020-06-01", b",2020-06-01")}
    said = said_of(files)
    (question,) = said["questions"]
    assert said["status"] == "asks"
    assert "the same patient, or different ones?" in question
    assert "rows 2–4" in question
    assert "A01" not in question
    ready = said_of(files, mapping=answered(files, option))
    assert (ready["status"], ready["lines"], ready["patients"]) == ("ready", 4, patients)


@pytest.mark.parametrize(
    ("labels", "asked"),
    [
        (["P-1", "P1", "p 01"], True),
        (["IT–001", "IT-001", "IT 2"], True),
        (["1", "01", "2"], True),
        (["1-12", "11-2", "112"], False),
        (["A1", "A10", "A100"], False),
        (["Anna-1", "Anna-2", "Bea-1"], False),
    ],
)
def test_labels_are_alike_but_for_case_blanks_hyphens_and_zeros(
    labels: list[str], asked: bool
) -> None:
    lines = "".join(f"{label},PR\n" for label in labels)
    said = said_of({"own.csv": f"Patient,Best response\n{lines}".encode()})
    assert said["status"] == ("asks" if asked else "ready")


def test_levels_alike_are_one_group_with_a_note() -> None:
    lines = ["a,PR,MTX-V,Low", "b,SD,mtx-v ,low", "c,CR,MTX–V,HIGH", "d,PD,AI,High"]
    content = "\n".join(["patient_id,best_response,regimen_group,Risk", *lines]).encode()
    frame = cohort_of(content).frame
    assert frame["regimen_group"].tolist() == ["MTX-V", "MTX-V", "MTX-V", "AI"]
    assert frame["Risk"].tolist() == ["Low", "Low", "HIGH", "HIGH"]
    notes = said_of({"own.csv": content})["notes"]
    assert any("count as one" in note and "regimen_group; rows 3, 4" in note for note in notes)


def statistical(path: Path, kind: str, formats: dict[str, str], **columns: object) -> bytes:
    write = {"dta": pyreadstat.write_dta, "sav": pyreadstat.write_sav}[kind]
    write(pd.DataFrame(columns), str(path), variable_format=formats)
    return path.read_bytes()


PERIODS = [
    ("dta", "%tm", [720, 721], [732, 745], "month and year only", [12.02, 23.98]),
    ("dta", "%tq", [240, 241], [244, 249], "quarter and year only", [12.02, 24.02]),
    ("dta", "%tw", [3120, 3121], [3172, 3225], "week and year only", [11.96, 23.92]),
    (
        "sav",
        "MOYR8",
        [13797648000, 13800326400],
        [13829270400, 13863484800],
        "month",
        [12.02, 23.98],
    ),
]


@pytest.mark.parametrize(
    ("kind", "shown_as", "start", "end", "noted", "months"), PERIODS, ids=["tm", "tq", "tw", "moyr"]
)
def test_months_quarters_and_weeks_of_statistical_files_are_dates(
    tmp_path: Path,
    kind: str,
    shown_as: str,
    start: list[float],
    end: list[float],
    noted: str,
    months: list[float],
) -> None:
    content = statistical(
        tmp_path / f"made.{kind}",
        kind,
        {"start_date": shown_as, "last_followup_date": shown_as},
        patient_id=["a", "b"],
        best_response=["PR", "SD"],
        start_date=[float(n) for n in start],
        last_followup_date=[float(n) for n in end],
        os_event=[1.0, 0.0],
    )
    said = said_of({f"own.{kind}": content})
    assert any(noted in text for text in (*said["warnings"], *said["notes"]))
    assert times(said, "os")[2] == pytest.approx(months, abs=0.3)
