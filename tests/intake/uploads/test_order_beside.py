"""Dates whose day and month could change places, in a sheet whose other columns tell."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import said_of
from tests.intake.uploads.outcomes import counts


def csv(headers: str, *rows: str) -> bytes:
    return "\n".join([headers, *(f"P{n};{row}" for n, row in enumerate(rows, 1))]).encode()


@pytest.mark.parametrize(
    ("content", "months"),
    [
        (
            csv(
                "Patient;Start;Last contact;Death date",
                "3/14/2018;5/20/2020;",
                "4/5/2018;6/9/2019;6/9/2019",
                "7/30/2018;1/2/2021;",
            ),
            14.13,
        ),
        (
            csv(
                "Pat;Therapiebeginn;Letzter Kontakt;Todesdatum",
                "14.3.18;20.5.20;",
                "4.5.18;6.9.19;6.9.19",
                "30.7.18;1.2.21;",
            ),
            16.1,
        ),
        (
            csv(
                "Paziente;Inizio terapia;Ultimo contatto;Data del decesso;Data TAC",
                "04/03/2018;02/05/2020;;14/03/2018",
                "04/05/2018;06/09/2019;06/09/2019;04/05/2018",
                "03/07/2018;01/02/2021;;30/07/2018",
            ),
            16.1,
        ),
    ],
)
def test_the_other_columns_of_a_sheet_settle_the_order(content: bytes, months: float) -> None:
    said = said_of(content)
    assert (said["status"], counts(said, "os")) == ("ready", (3, 1))
    assert round(said["endpoints"]["os"]["months"][1], 2) == months
    assert any("other columns of dates show" in note for note in said["notes"])


@pytest.mark.parametrize(
    "rows",
    [
        ["14/03/2018;5/20/2020;", "4/5/2018;16/7/2019;6/7/2019", "30/07/2018;1/2/2021;"],
        ["04/03/2018;05/02/2020;", "4/5/2018;6/7/2019;6/7/2019", "03/07/2018;1/2/2021;"],
        ["14/03/2018;20/05/2020;", "14/02/2018;6/7/2019;3/1/2018", "30/07/2018;1/2/2021;"],
    ],
    ids=["they differ", "none shows it", "a death before the start"],
)
def test_what_they_leave_open_is_asked(rows: list[str]) -> None:
    said = said_of(csv("Patient;Start;Last contact;Death date", *rows))
    assert said["status"] == "asks"
    assert any("day-first or month-first" in question for question in said["questions"])
