"""The same outcome as two readers saw it: which one counts is asked."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import answered, said_of
from tests.intake.uploads.outcomes import counts

ROWS = "1,PR,SD,14,1\n2,PR,SD,20,0\n3,PR,PR,30,0\n"


def read_twice(headers: str) -> bytes:
    return f"Patient,{headers},OS (months),Death\n{ROWS}".encode()


@pytest.mark.parametrize(
    "headers",
    [
        "Response (local),Response (central)",
        "Best response investigator,Best response IRC",
        "BOR INV,BOR BICR",
        "Best response (WHO),Best response (RECIST)",
        "Best response,Best response (central)",
        "Risposta (sperimentatore),Risposta (centrale)",
        "Risposta sperimentatore,Risposta indipendente",
        "Meilleure réponse (investigateur),Meilleure réponse (relecture centrale)",
        "ANSPRECHEN LOKAL,ANSPRECHEN ZENTRAL",
        "Ansprechen (Prüfarzt),Ansprechen (unabhängig)",
        "Respuesta (local),Respuesta (independiente)",
        "Respons (onderzoeker),Respons (onafhankelijk)",
        "Odpowiedź (badacz),Odpowiedź (centralna)",
    ],
)
def test_the_reader_is_asked_and_the_answer_taken(headers: str) -> None:
    sheet = read_twice(headers)
    said = said_of(sheet)
    (question,) = said["questions"]
    assert said["status"] == "asks"
    assert "these columns hold the same outcome" in question
    assert "rows 2, 3" in question
    for header, responders in zip(headers.split(","), (3, 1), strict=True):
        said = said_of(sheet, mapping=answered(sheet, header))
        assert (said["status"], said["response"]["responders"]) == ("ready", responders)


@pytest.mark.parametrize(
    ("headers", "responders"),
    [
        ("Best response,Response at 3 months", 3),
        ("Response,Best response", 1),
        ("Best response (RECIST),Best response (Choi)", 3),
        ("Best overall response,Tumour response", 3),
        ("Risposta al ciclo 2,Migliore risposta", 1),
        ("Best response,Response confirmed", 3),
    ],
)
def test_a_best_response_is_not_asked_about_beside_another(headers: str, responders: int) -> None:
    said = said_of(read_twice(headers))
    assert said["status"] == "ready"
    assert said["response"]["responders"] == responders


def test_two_readers_who_agree_are_not_asked_about() -> None:
    sheet = b"Pt,Response (local),Response (central)\n1,PR,PR\n2,SD,SD\n3,CR,cr\n"
    assert said_of(sheet)["status"] == "ready"


def test_the_event_is_that_of_the_reader_whose_time_was_chosen() -> None:
    sheet = (
        b"Pt,PFS months (INV),PFS event (INV),PFS months (IRC),PFS event (IRC)\n"
        b"1,4,1,6,0\n2,9,0,7,1\n3,10,1,10,0\n"
    )
    assert said_of(sheet)["status"] == "asks"
    said = said_of(sheet, mapping=answered(sheet, "PFS months (IRC)"))
    assert (counts(said, "pfs"), said["endpoints"]["pfs"]["months"]) == ((3, 1), [6, 7, 10])


def test_progressions_dated_by_two_readers_are_asked() -> None:
    sheet = (
        b"Pt,Stage,Start,PD date (local),PD date (central),Last FU\n"
        b"1,M1,2019-01-01,2019-05-01,2019-06-01,2020-01-01\n2,M1,2019-01-01,,,2020-01-01\n"
    )
    assert "Progression date" in said_of(sheet)["questions"][0]
    said = said_of(sheet, mapping=answered(sheet, "PD date (central)"))
    assert [round(m, 1) for m in said["endpoints"]["pfs"]["months"]] == [5.0, 12.0]
