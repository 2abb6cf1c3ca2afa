"""One column of dates that ends PFS either way, beside a column that says which way."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import said_of
from tests.intake.uploads.outcomes import counts

ROWS = (
    "P1;metastatic;2018-03-14;2019-05-20;{no};2020-05-20",
    "P2;metastatic;2018-05-04;2018-07-06;{yes};2019-07-06",
    "P3;metastatic;2018-07-30;2019-02-01;{yes};2021-02-01",
)


def csv(headers: str, yes: str = "yes", no: str = "no") -> bytes:
    return "\n".join([headers, *(row.format(yes=yes, no=no) for row in ROWS)]).encode()


@pytest.mark.parametrize(
    ("headers", "yes", "no"),
    [
        ("Pt;Stage;Start;Date of progression or last follow-up;Progressed;Last visit", "y", "n"),
        ("Pt;Stage;Start;Last follow-up/progression date;Progression;Last contact", "1", "0"),
        ("Pt;Stage;Start;PFS date;Progressed;Last contact", "yes", "no"),
        ("Pt;Stage;Start;End of PFS;PFS event;Last contact", "1", "0"),
        (
            "Paziente;Stadio;Inizio terapia;Data progressione o ultimo controllo;Progressione;"
            "Ultimo contatto",
            "si",
            "no",
        ),
        (
            "Patient;Stade;Début traitement;Date de progression ou dernières nouvelles;"
            "Progression;Dernier contact",
            "oui",
            "non",
        ),
        (
            "Patient;Stadium;Therapiebeginn;Datum Progress oder letzter Kontakt;Progress;"
            "Letzte Visite",
            "ja",
            "nein",
        ),
        (
            "Paciente;Estadio;Inicio tratamiento;Fecha de progresión o último control;Progresión;"
            "Último contacto",
            "sí",
            "no",
        ),
        (
            "Patiënt;Stadium;Start behandeling;Datum progressie of laatste contact;Progressie;"
            "Laatste controle",
            "ja",
            "nee",
        ),
        (
            "Pacjent;Stadium;Data rozpoczęcia leczenia;Data progresji lub ostatniej wizyty;"
            "Progresja;Ostatni kontakt",
            "tak",
            "nie",
        ),
        ("Patient;Stadium;Therapiebeginn;Datum Ende PFS;Progress;Letzte Visite", "ja", "nein"),
    ],
)
def test_the_date_is_the_end_of_pfs_either_way(headers: str, yes: str, no: str) -> None:
    said = said_of(csv(headers, yes, no))
    assert counts(said, "pfs") == (3, 2)
    assert [round(months, 2) for months in said["endpoints"]["pfs"]["months"]] == [
        14.19,
        2.07,
        6.11,
    ]
    assert any("as the end of PFS" in note for note in said["notes"])


def test_a_date_of_progression_of_its_own_is_taken_instead() -> None:
    rows = (
        f"{row};{date}" for row, date in zip(ROWS, ("", "2018-07-06", "2019-02-01"), strict=True)
    )
    text = "\n".join(
        [
            "Pt;Stage;Start;PFS date;Progressed;Last contact;Progression date",
            *(row.format(yes="yes", no="no") for row in rows),
        ]
    )
    said = said_of(text.encode())
    assert counts(said, "pfs") == (3, 2)
    assert not any("as the end of PFS" in note for note in said["notes"])


def test_a_death_at_the_end_of_pfs_without_a_progression_is_asked() -> None:
    text = "\n".join(
        [
            "Pt;Stage;Start;Progression/last follow-up;Progressed;Death date;Last contact",
            "P1;metastatic;2018-03-14;2019-05-20;no;2019-05-20;2019-05-20",
            "P2;metastatic;2018-05-04;2018-07-06;yes;;2019-07-06",
        ]
    )
    said = said_of(text.encode())
    assert said["status"] == "asks"
    assert "died at the end of PFS" in said["questions"][0]
