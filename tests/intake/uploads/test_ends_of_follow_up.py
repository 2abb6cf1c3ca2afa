"""Whoever has no event and no last contact has no end: the others alone would be a selection."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import said_of


def test_without_last_contacts_the_dead_alone_give_no_survival() -> None:
    said = said_of(
        "Patient,Start date,Date of death,Response\n1,2018-01-10,2019-03-02,PR\n"
        "2,2018-02-11,,SD\n3,2018-05-03,2018-11-21,PD\n4,2019-01-15,,PR\n"
    )
    assert said["endpoints"]["os"] is None
    (warning,) = [text for text in said["warnings"] if "selection" in text]
    assert "rows 3, 5" in warning


def test_without_last_contacts_those_who_progressed_give_no_pfs() -> None:
    said = said_of(
        "Patient,Stage,Start date,Progression date,Response\n"
        "1,metastatic,2018-01-10,2019-03-02,PR\n"
        "2,metastatic,2018-02-11,,SD\n3,metastatic,2018-05-03,2018-11-21,PD\n"
    )
    assert said["endpoints"]["pfs"] is None


def test_a_living_patient_without_a_last_contact_is_named() -> None:
    said = said_of(
        "Patient,Start date,Date of death,Last contact\n1,2018-01-10,2019-03-02,2019-03-02\n"
        "2,2018-02-11,,2020-01-01\n3,2018-05-03,,\n"
    )
    assert (said["endpoints"]["os"]["n"], said["endpoints"]["os"]["events"]) == (2, 1)
    assert any("left out of OS" in text and "row 4" in text for text in said["warnings"])


@pytest.mark.parametrize(
    "header",
    [
        "Censor date",
        "Data cut-off date",
        "Date de point",
        "Letzte Info am",
        "Data di censura",
        "Fecha de corte",
        "Peildatum",
        "Data ostatniej informacji",
    ],
)
def test_the_day_up_to_which_something_is_known_has_many_names(header: str) -> None:
    said = said_of(
        f"Patient,Start date,Date of death,{header}\n1,2018-01-10,2019-03-02,2019-03-02\n"
        "2,2018-02-11,,2020-01-01\n3,2018-05-03,,2021-01-01\n"
    )
    assert (said["endpoints"]["os"]["n"], said["endpoints"]["os"]["events"]) == (3, 1)
