"""Labels of patients that carry the number of the line: P1-L1, Pt 1 (2nd line), 1a and 1b."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import answered, said_of, times
from tests.intake.uploads.sheets import size_of

ENDINGS = pytest.mark.parametrize(
    "labels",
    [
        ("P1-L1", "P1-L2", "P2-L1", "P2-L2"),
        ("Pt 1 (1st line)", "Pt 1 (2nd line)", "Pt 2 (1st line)", "Pt 2 (2nd line)"),
        ("A - 1a linea", "A - 2a linea", "B - 1a linea", "B - 2a linea"),
        ("A Linie 1", "A Linie 2", "B Linie 1", "B Linie 2"),
        ("A première ligne", "A deuxième ligne", "B première ligne", "B deuxième ligne"),
        ("A/línea 1", "A/línea 2", "B/línea 1", "B/línea 2"),
        ("A_lijn 1", "A_lijn 2", "B_lijn 1", "B_lijn 2"),
        ("A linia 1", "A linia 2", "B linia 1", "B linia 2"),
        ("1a", "1b", "2a", "2b"),
        ("7.1", "7.2", "8x.1", "8x.2"),
    ],
)


def _sheet(labels: tuple[str, ...], sexes: str = "FFMM") -> str:
    rows = zip(labels, sexes, ("8,yes", "5,yes", "3,yes", "15,no"), strict=True)
    lines = "\n".join(f"{label},{sex},metastatic,{end}" for label, sex, end in rows)
    return f"Patient,Sex,Stage,PFS (months),Progressed\n{lines}\n"


@ENDINGS
def test_labels_that_end_in_the_number_of_a_line_are_asked_about(labels: tuple[str, ...]) -> None:
    said = said_of(_sheet(labels))
    assert said["status"] == "asks"
    (question,) = said["questions"]
    assert "lines of one patient" in question
    assert "Patient" in question


@ENDINGS
def test_as_answered_they_are_lines_of_one_patient_or_patients(labels: tuple[str, ...]) -> None:
    lines = said_of(_sheet(labels), mapping=answered(_sheet(labels), "lines"))
    assert size_of(lines) == ("ready", 4, 2)
    assert times(lines, "pfs") == (4, 3, [8, 5, 3, 15])
    patients = said_of(_sheet(labels), **{"labels of lines": "patients"})
    assert size_of(patients) == ("ready", 4, 4)


@pytest.mark.parametrize(
    ("labels", "sexes"),
    [
        (("01-001", "01-002", "02-001", "02-002"), "FMMF"),
        (("1-1", "1-2", "2-1", "2-2"), "FMMF"),
        (("IMT-1", "IMT-2", "IMT-3", "IMT-4"), "FFMM"),
        (("P1a", "P2b", "P3a", "P4"), "FFMM"),
        (("1a", "1b", "2a", "2b"), "FMMM"),
    ],
)
def test_other_endings_are_labels_of_patients(labels: tuple[str, ...], sexes: str) -> None:
    assert size_of(said_of(_sheet(labels, sexes))) == ("ready", 4, 4)
