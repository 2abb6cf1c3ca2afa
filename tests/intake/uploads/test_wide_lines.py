"""One row per patient with columns for each line, headed as people head them."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import said_of
from tests.intake.uploads.sheets import numbers_of, response_of, size_of

CELLS = "1;M1;AI;PR;12,7;{yes};MTX;SD;12,4;{yes}\n2;M1;A;CR;35;{no};{none}\n"
CELLS += "3;M1;MTX;SD;4,7;{yes};AI;PD;2,2;{yes}\n"
HEADERS = {
    "Pat;Stadium;Erstlinie;Ansprechen Erstlinie;PFS Erstlinie (Monate);Progress Erstlinie;"
    "Zweitlinie;Ansprechen Zweitlinie;PFS Zweitlinie (Monate);Progress Zweitlinie": ("ja", "nein"),
    "Pat;Stadium;Erstlinientherapie;Bestes Ansprechen (Erst-Linie);"
    "PFS in der ersten Linie (Monate);Progress 1. Linie;Zweitlinientherapie;"
    "Bestes Ansprechen (Zweit-Linie);"
    "PFS in der zweiten Linie (Monate);Progress 2. Linie": ("ja", "nein"),
    "Paziente;Stadio;Prima linea;Risposta prima linea;PFS prima linea (mesi);"
    "Progressione prima linea;Seconda linea;Risposta seconda linea;PFS seconda linea (mesi);"
    "Progressione seconda linea": ("sì", "no"),
    "Patient;Stade;Protocole 1re ligne;Réponse 1re ligne;"
    "SSP 1re ligne (mois);Progression 1re ligne;Protocole 2e ligne;"
    "Réponse à la 2e ligne;SSP 2e ligne (mois);Progression 2e ligne": ("oui", "non"),
    "Paciente;Estadio;Primera línea;Respuesta primera línea;SLP primera línea (meses);"
    "Progresión primera línea;Segunda línea;Respuesta segunda línea;SLP segunda línea (meses);"
    "Progresión segunda línea": ("sí", "no"),
    "Patiënt;Stadium;Eerstelijnstherapie;Respons eerste lijn;PFS eerste lijn (mnd);"
    "Progressie eerste lijn;Tweedelijnstherapie;Respons tweede lijn;PFS tweede lijn (mnd);"
    "Progressie tweede lijn": ("ja", "nee"),
    "Pacjent;Stopień;Leczenie I linia;Odpowiedź pierwsza linia;PFS I linia (miesiące);"
    "Progresja pierwsza linia;Leczenie II linia;Odpowiedź druga linia;PFS II linia (miesiące);"
    "Progresja druga linia": ("tak", "nie"),
    "PATIENT;STAGE;1L REGIMEN;1L RESPONSE;PFS 1L (MONTHS);PROGRESSED 1L;2L REGIMEN;2L RESPONSE;"
    "PFS 2L (MONTHS);PROGRESSED 2L": ("yes", "no"),
}


@pytest.mark.parametrize("header", HEADERS)
def test_a_word_for_the_line_anywhere_in_a_header_numbers_it(header: str) -> None:
    yes, no = HEADERS[header]
    said = said_of(header + "\n" + CELLS.format(yes=yes, no=no, none=";;;"))
    assert size_of(said) == ("ready", 5, 3), said["questions"]
    assert response_of(said) == (2, 5)
    assert numbers_of(said, "pfs") == (5, 4, 12.4)


def test_a_time_between_two_lines_is_neither_ones() -> None:
    said = said_of(
        "Patient;Ansprechen;Zeit Erstlinie bis Zweitlinie;Zeit Zweitlinie bis Drittlinie\n"
        "a;PR;3;4\nb;SD;2;5\n"
    )
    assert size_of(said) == ("ready", 2, 2)


@pytest.mark.parametrize(
    "none",
    [
        "NA;NA;NA;NA",
        "-;-;;–",
        "none;n/a;;",
        "keine;;;",
        "Nessuna linea;n.a.;;",
        ";;0;0",
        ";;;no",
        "aucune;NA;NA;NA",
        "ninguna;;;",
        "geen;;;",
        "BRAK;-;-;-",
        "no further treatment;;0,0;no",
    ],
)
def test_a_line_that_is_said_to_be_none_is_no_line(none: str) -> None:
    header = next(header for header in HEADERS if header.startswith("PATIENT"))
    said = said_of(header + "\n" + CELLS.format(yes="yes", no="no", none=none))
    assert size_of(said) == ("ready", 5, 3), said["questions"]
    assert response_of(said) == (2, 5)
    assert numbers_of(said, "pfs") == (5, 4, 12.4)
    (note,) = (note for note in said["notes"] if "nothing but words for none" in note)
    assert "(row 3)" in note


def test_a_line_of_which_one_thing_is_known_is_a_line() -> None:
    header = next(header for header in HEADERS if header.startswith("PATIENT"))
    said = said_of(header + "\n" + CELLS.format(yes="yes", no="no", none="MTX;NA;NA;NA"))
    assert size_of(said) == ("ready", 6, 3)
