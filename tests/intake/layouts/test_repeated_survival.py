"""Overall survival that stands on every line of a patient is one time."""

from __future__ import annotations

import pytest

from imt_core.intake.opening import begin_opening, opening_outcome


def survival_of(sheet: str) -> tuple[int, int]:
    becoming = opening_outcome(begin_opening([("own.csv", sheet.encode())])).becoming
    found = becoming.endpoints["os"].times
    return found.n, found.n_event


@pytest.mark.parametrize(
    "head",
    [
        "Patient,Line,OS (months),Dead",
        "Paziente,Linea,OS (mesi),Deceduto",
        "Patient,Linie,OS (Monate),Verstorben",
    ],
)
def test_the_same_survival_on_every_line_is_counted_once(head: str) -> None:
    rows = "P1,1,40,1\nP1,2,40,1\nP2,1,12,0\nP3,1,9,1\nP3,2,9,1\nP4,1,30,0\n"
    assert survival_of(f"{head}\n{rows}") == (4, 2)


def test_survival_that_differs_between_lines_stays_on_each() -> None:
    rows = "P1,1,40,1\nP1,2,25,1\nP2,1,12,0\nP3,1,9,1\nP3,2,9,1\n"
    assert survival_of(f"Patient,Line,OS (months),Dead\n{rows}") != (3, 2)


def test_lines_that_start_on_one_day_keep_their_survival() -> None:
    rows = "P1,1,2020-01-01,40,1\nP1,2,2020-01-01,40,1\nP2,1,2019-01-01,12,0\n"
    assert survival_of(f"Patient,Line,Start date,OS (months),Dead\n{rows}") == (3, 2)
