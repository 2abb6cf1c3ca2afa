"""One column of dates that ends PFS either way, beside a column that says which way."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import answered, said_of
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


@pytest.mark.parametrize(
    "header",
    [
        "Date of progression/death",
        "Date of relapse or death",
        "Data progressione o decesso",
        "Date de progression ou décès",
        "Datum Progress/Tod",
        "Fecha de progresión o muerte",
        "Datum progressie of overlijden",
        "Data progresji lub zgonu",
    ],
)
def test_the_date_of_progression_or_death_is_that_of_the_event(header: str) -> None:
    said = said_of(
        f"Pt;Stage;Start;{header};Last contact;Status\nP1;M1;2018-03-14;2019-05-20;2020-05-20;alive"
        "\nP2;M1;2018-05-04;2018-07-06;2018-07-06;dead\nP3;M1;2018-07-30;;2021-02-01;alive".encode()
    )
    assert (said["status"], counts(said, "pfs"), counts(said, "os")) == ("ready", (3, 2), (3, 1))
    months = [round(m, 2) for m in said["endpoints"]["pfs"]["months"]]
    assert months == [14.19, 2.07, 30.13]


@pytest.mark.parametrize(
    "header",
    [
        "PD or last imaging date",
        "Progressione o ultima TC",
        "Progression ou dernière imagerie",
        "Progress oder letzte Bildgebung",
        "Progression or last follow-up",
    ],
)
def test_an_end_either_way_of_which_nothing_tells_the_event_is_asked(header: str) -> None:
    content = csv(f"Pt;Stage;Start;{header};Dead;Last contact")
    said = said_of(content)
    assert (said["status"], said["endpoints"]["pfs"]) == ("asks", None)
    assert "which of the two it was" in said["questions"][0]
    said = said_of(content, mapping=answered(content, "not told"))
    assert (said["status"], said["endpoints"]["pfs"], counts(said, "os")) == ("ready", None, (3, 2))


def test_the_last_imaging_ends_pfs_and_is_no_last_contact() -> None:
    said = said_of(csv("Pt;Stage;Start;PD or last CT;Progression;Last contact"))
    assert counts(said, "pfs") == (3, 2)


def test_an_event_of_no_name_tells_the_end() -> None:
    said = said_of(csv("Pt;Stage;Start;End of PFS;Event;Last contact", "1", "0"))
    assert counts(said, "pfs") == (3, 2)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("Start", "Date of death / censoring"),
        ("Start", "Date of last follow-up or death"),
        ("Inizio terapia", "Data decesso o ultimo controllo"),
        ("Début traitement", "Date de décès ou dernières nouvelles"),
        ("Therapiebeginn", "Todesdatum oder letzter Kontakt"),
        ("Inicio tratamiento", "Fecha de muerte o último control"),
        ("Start behandeling", "Datum overlijden of laatste contact"),
    ],
)
def test_deaths_and_last_contacts_in_one_column_are_asked_apart(start: str, end: str) -> None:
    content = "Pt;{};{};{};Response\nP1;{};2016-01-11;2018-01-11;PR\nP2;{};2017-02-20;2020-02-20;SD"
    asked = content.format("ECOG", start, end, "1", "2").encode()
    said = said_of(asked)
    assert (said["status"], said["endpoints"]["os"]) == ("asks", None)
    assert "who died" in said["questions"][0]
    assert said_of(asked, mapping=answered(asked, "not told"))["status"] == "ready"
    told = content.format("Dead", start, end, "yes", "no").encode()
    assert counts(said_of(told), "os") == (2, 1)
