"""Columns in which dates, the day numbers of spreadsheets and numbers stand side by side."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.intake.uploads.command import said_of, times, workbook

ROWS = (("2018-03-14", "43971", ""), ("43224", "2019-07-06", "2019-07-06"), ("43311", "44228", ""))


def csv(headers: str, rows: tuple[tuple[str, ...], ...] = ROWS) -> dict[str, bytes]:
    lines = [headers, *(";".join([f"P{n}", *row]) for n, row in enumerate(rows, 1))]
    return {"own.csv": "\n".join(lines).encode()}


@pytest.mark.parametrize(
    "headers",
    [
        "Patient;Start date;Last follow-up;Death date",
        "Paziente;Inizio terapia;Ultimo contatto;Data del decesso",
        "Patient;Therapiebeginn;Letzter Kontakt;Todesdatum",
        "Paciente;Inicio tratamiento;Último contacto;Fecha de fallecimiento",
        "Patiënt;Start behandeling;Laatste contact;Datum overlijden",
    ],
)
def test_day_numbers_among_dates_are_dates(headers: str) -> None:
    said = said_of(csv(headers))
    assert said["status"] == "ready"
    assert times(said, "os") == (3, 1, [26.22, 14.06, 30.13])
    assert any("as a spreadsheet counts days" in note for note in said["notes"])


@pytest.mark.parametrize("number", ["12345", "60123"])
def test_a_number_far_from_the_dates_beside_it_is_asked_about(number: str) -> None:
    rows = (("2018-03-14", "2020-05-20", ""), ("2018-05-04", number, ""), ROWS[1])
    said = said_of(csv("Patient;Start date;Last follow-up;Death date", rows))
    assert said["status"] == "asks"
    assert any("15 years" in question for question in said["questions"])


def test_dates_that_cannot_be_read_never_leave_an_endpoint_in_silence() -> None:
    rows = (
        ("2018-03-14", "see letter", ""),
        ("2018-05-04", "2019-07-06", "2019-07-06"),
        ("2018-06-01", "in clinic", ""),
        ("2018-07-30", "by phone", ""),
    )
    said = said_of(csv("Patient;Start date;Last follow-up;Death date", rows))
    assert said["status"] == "asks"
    assert any("Last follow-up" in question for question in said["questions"])


@pytest.mark.parametrize("turned", [1, 2, 3, 4])
@pytest.mark.parametrize("header", ["OS (months)", "Sopravvivenza globale (mesi)", "PFS (mnd)"])
def test_times_that_became_dates_are_asked_about_by_row(header: str, turned: int) -> None:
    months = [12.5, 8.3, 11.2, 20.1, 30.4]
    made = [
        datetime(2026, 5, 12),
        datetime(2026, 3, 8),
        datetime(2026, 2, 11),
        datetime(2026, 1, 20),
    ]
    event = "Progression" if header.startswith("PFS") else "Death"
    cells = [*made[:turned], *months[turned:]]
    book = workbook(
        [["Patient", header, event], *([n, cell, n % 2] for n, cell in enumerate(cells, 1))]
    )
    said = said_of({"own.xlsx": book})
    assert said["status"] == "asks"
    column = "pfs_months" if header.startswith("PFS") else "os_months"
    first, *_ = (q for q in said["questions"] if header in q or column in q)
    assert first.endswith(
        "row 2)" if turned == 1 else f"2–{turned + 1})" if turned > 2 else "2, 3)"
    )
