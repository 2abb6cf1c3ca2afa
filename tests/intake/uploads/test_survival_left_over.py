"""Columns that tell who died and when, of which no overall survival is made: asked, not left."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import answered, said_of
from tests.intake.uploads.sheets import response_of, size_of

TOLD = pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("OS from diagnosis (months);Died", ("20;yes", "15;no", "9;yes")),
        ("Sopravvivenza dalla diagnosi (mesi);Deceduto", ("20;sì", "15;no", "9;sì")),
        ("time;status", ("20;2", "15;1", "9;2")),
        ("Zeit;Status", ("20;1", "15;0", "9;1")),
        ("time (months);event (0=censored, 1=progression, 2=death)", ("20;2", "15;0", "9;1")),
        ("Monate seit OP (Monate);Was wurde", ("20;verstorben", "15;lebt", "9;verstorben")),
        ("SG (mois);Cause du décès", ("20;tumeur", "15;", "9;sepsis")),
        ("SG (meses);Causa de muerte", ("20;tumor", "15;", "9;sepsis")),
        ("OS (maanden);Doodsoorzaak", ("20;tumor", "15;", "9;sepsis")),
        ("Time to death (months);Time to last follow-up (months)", ("20;", ";15", "9;")),
        ("OS (miesiące);Przyczyna zgonu", ("20;guz", "15;", "9;sepsa")),
    ],
)


def _sheet(head: str, cells: tuple[str, ...]) -> str:
    rows = zip(("P1;PR", "P2;SD", "P3;CR"), cells, strict=True)
    return "\n".join([f"Patient;Best response;{head}", *(f"{p};{c}" for p, c in rows)]) + "\n"


@TOLD
def test_what_tells_who_died_and_when_is_not_left_without_a_question(
    head: str, cells: tuple[str, ...]
) -> None:
    said = said_of(_sheet(head, cells))
    assert said["status"] == "asks"
    (question,) = said["questions"]
    assert "OS is not made of them" in question
    assert all(name in question for name in head.split(";"))


@TOLD
def test_answered_that_they_are_the_sheet_s_own_it_opens_without_survival(
    head: str, cells: tuple[str, ...]
) -> None:
    sheet = _sheet(head, cells)
    said = said_of(sheet, mapping=answered(sheet, "own"))
    assert (size_of(said), response_of(said)) == (("ready", 3, 3), (2, 3))
    assert said["endpoints"]["os"] is None


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("Duration of response (months);Last status", ("8;dead", ";alive", "9;dead")),
        ("Age at onset (months);Status", ("8;1", "12;2", "9;1")),
        ("Dead at 12 months", ("yes", "no", "no")),
        ("Tumour size (mm);Status", ("8;1", "12;2", "9;1")),
        ("Follow-up (months);Sex of donor", ("8;F", "12;M", "9;F")),
    ],
)
def test_where_only_one_of_the_two_is_told_nothing_is_asked(
    head: str, cells: tuple[str, ...]
) -> None:
    assert said_of(_sheet(head, cells))["status"] == "ready"
