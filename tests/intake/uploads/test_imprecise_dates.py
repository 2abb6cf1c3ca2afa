"""Dates of which the day or more is not known: asked with their rows, no living patient dropped."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import said_of
from tests.intake.uploads.outcomes import counts

HEADERS = [
    ("Start date", "Last contact", "Death date"),
    ("Data inizio", "Ultimo contatto", "Data decesso"),
    ("Date de début", "Dernières nouvelles", "Date de décès"),
    ("Therapiebeginn", "Letzter Kontakt", "Todesdatum"),
    ("Fecha de inicio", "Último contacto", "Fecha de muerte"),
    ("Startdatum", "Laatste contact", "Overlijdensdatum"),
    ("Data rozpoczęcia", "Ostatni kontakt", "Data zgonu"),
]


def followed(contacts: tuple[str, ...], headers: tuple[str, str, str] = HEADERS[0]) -> bytes:
    start, contact, death = headers
    died = ("", "2019-07-06", "", "")
    rows = [f"{n};2018-03-1{n};{contacts[n]};{died[n]}" for n in range(4)]
    return "\n".join([f"Patient;{start};{contact};{death}", *rows]).encode()


@pytest.mark.parametrize("headers", HEADERS)
@pytest.mark.parametrize(
    "contacts",
    [
        ("2020-05-??", "2019-07-06", "UNK 2021", "ca. 2020-02"),
        ("2020-05-XX", "2019-07-06", "2021-UNK-UNK", "2020-02-UN"),
        ("2020-05-99", "2019-07-06", "2021-99-99", "2020-02-31"),
        ("2020", "2019-07-06", "2021", "2020"),
    ],
)
def test_last_contacts_without_a_day_are_asked_with_their_rows(
    headers: tuple[str, str, str], contacts: tuple[str, ...]
) -> None:
    said = said_of(followed(contacts, headers))
    assert said["status"] == "asks"
    assert any("rows 2, 4, 5" in question for question in said["questions"])
    assert counts(said, "os") in (None, (1, 1))


def test_a_month_is_read_as_its_middle() -> None:
    said = said_of(followed(("05/2020", "2019-07-06", "06/2021", "02/2020")))
    assert (said["status"], counts(said, "os")) == ("ready", (4, 1))


@pytest.mark.parametrize("cell", ["2019-07-??", "ca. 2019", "~2019", "2019", "UNK 2019"])
@pytest.mark.parametrize("target", ["Death date", "Progression date"])
def test_an_event_without_a_day_is_asked_and_not_censored(cell: str, target: str) -> None:
    rows = [f"{n};M1;2018-03-1{n};{day};2020-05-01" for n, day in enumerate(("", cell, "", ""))]
    head = f"Patient;Stage;Start date;{target};Last contact"
    said = said_of("\n".join([head, *rows, "4;M1;2018-03-10;2018-08-01;2020-05-01"]).encode())
    assert said["status"] == "asks"
    assert any("row 3" in question for question in said["questions"])
