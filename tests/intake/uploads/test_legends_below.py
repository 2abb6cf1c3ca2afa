"""A legend below the table is heard: codes are not read against it in silence."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import said_of

ROWS = "1,12,0\n2,14,1\n3,9,1\n"


@pytest.mark.parametrize(
    "legend",
    ["Death: 0 = dead; 1 = alive,,", "Legenda: 0 = deceduto; 1 = vivo,,", "0=tot; 1=lebt,,"],
)
def test_a_legend_of_codes_below_the_table_is_asked_about(legend: str) -> None:
    sheet = f"Patient,OS (months),Death\n{ROWS}{legend}\n"
    said = said_of(sheet)
    assert said["status"] == "asks"
    assert any("remark below the table" in question for question in said["questions"])
    assert said_of(sheet, **{"legend below": "as read"})["status"] == "ready"


def test_a_legend_beside_words_is_no_question() -> None:
    words = ROWS.replace(",0\n", ",no\n").replace(",1\n", ",yes\n")
    said = said_of(f"Patient,OS (months),Dead\n{words}ECOG: 0 = fit; 1 = limited,,\n")
    assert said["status"] == "ready"


@pytest.mark.parametrize(
    ("header", "responders"),
    [
        ("Response to radiotherapy,Best response to chemo", 0),
        ("Risposta alla radioterapia,Migliore risposta", 0),
        ("Ansprechen Strahlentherapie,Bestes Ansprechen", 0),
        ("Respons op bestraling,Beste respons", 0),
    ],
)
def test_the_response_to_another_treatment_is_not_the_best_response(
    header: str, responders: int
) -> None:
    said = said_of(f"Patient,{header}\n1,PR,SD\n2,CR,PD\n3,PR,SD\n")
    assert said["response"] == {"evaluable": 3, "responders": responders}
