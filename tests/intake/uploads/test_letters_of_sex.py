"""Letters of a sex, whose meaning hangs on the language of the sheet."""

from __future__ import annotations

import pytest

from imt_core.intake.opening import begin_opening
from tests.intake.uploads.command import said_of


def csv(headers: str, letters: str) -> bytes:
    rows = (f"P{n};{letter};{10 + n};{n % 2};x" for n, letter in enumerate(letters))
    return "\n".join([f"{headers};Zzyzx", *rows]).encode()


@pytest.mark.parametrize(
    ("headers", "letters", "women"),
    [
        ("Patiëntnr;Geslacht;Overleving (maanden);Overleden", "VMVM", "V"),
        ("Patiëntnr;Sex;Overleving (maanden);Overleden", "VMVM", "V"),
        ("Paciente;Sexo;Supervivencia global (meses);Fallecido", "MHMH", "M"),
        ("Paciente;Sex;Supervivencia global (meses);Fallecido", "MHMH", "M"),
        ("Paciente;Sexo;Supervivencia global (meses);Fallecido", "MVMV", "M"),
    ],
)
def test_the_language_of_the_sheet_tells_who_is_a_woman(
    headers: str, letters: str, women: str
) -> None:
    content = csv(headers, letters)
    sex = begin_opening([("own.csv", content)]).mapping.of("sex")
    assert sex is not None
    assert dict(sex.values) == {
        letter: "female" if letter == women else "male" for letter in letters
    }
    assert said_of(content)["status"] == "ready"


@pytest.mark.parametrize(
    ("headers", "letters"),
    [
        ("Patient;Sex;OS (months);Death", "MHMH"),
        ("Patient;Sex;OS (months);Death", "MVMV"),
        ("Patient;Sexe;OS (mois);Décès", "MHMH"),
        ("Paciente;Sex;Overleving (maanden);Death", "MVMV"),
    ],
)
def test_letters_that_no_language_settles_are_asked_about(headers: str, letters: str) -> None:
    said = said_of(csv(headers, letters))
    assert said["status"] == "asks"
    assert any("Sex" in question for question in said["questions"])
