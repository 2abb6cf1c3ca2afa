"""Who died is told by the words of a column, whatever its header; silence is not survival."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import answered, said_of
from tests.intake.uploads.outcomes import CONTACTS, STARTS, counts, dated, sheet

FILE_01 = dated("Current status", ["DOD", "AWD", "DOD", "AWD", "DOD", "AWD"])


def test_a_current_status_of_dod_and_awd_tells_who_died() -> None:
    said = said_of(FILE_01)
    assert said["status"] == "ready"
    assert counts(said, "os") == (6, 3)
    days = [round(months * 30.4375) for months in said["endpoints"]["os"]["months"]]
    assert days == [416, 816, 202, 927, 289, 936]


@pytest.mark.parametrize(
    ("header", "start", "contact", "separator", "words"),
    [
        (
            "Last FU result",
            "Start date",
            "Last contact",
            ",",
            ["AWD, 14 mo", "DOD (2019)", "NED at last FU", "lost to FU", "deceased - other cause"],
        ),
        ("STATUS", "START DATE", "LAST FOLLOW-UP", "\t", ["AWD", "DOC", "NED", "LTFU", "DOD"]),
        (
            "Esito",
            "Inizio terapia",
            "Ultimo contatto",
            ";",
            ["vivo senza malattia", "deceduto", "vivo con malattia", "perso al FU", "morto"],
        ),
        (
            "Statut actuel",
            "Date de début",
            "Dernières nouvelles",
            ";",
            ["vivant sans maladie", "décédé", "perdu de vue", "en vie", "mort de la maladie"],
        ),
        (
            "Verlauf",
            "Therapiebeginn",
            "Letzter Kontakt",
            ";",
            ["lebt, tumorfrei", "verstorben (Tumor)", "lebt mit Erkrankung", "verschollen", "tot"],
        ),
        (
            "Situación actual",
            "Inicio tratamiento",
            "Último contacto",
            ";",
            ["vivo sin enfermedad", "éxitus", "perdido de vista", "vivo", "fallecido por tumor"],
        ),
        (
            "Uitkomst",
            "Startdatum",
            "Laatste contact",
            ";",
            ["in leven met ziekte", "overleden", "uit follow-up", "levend", "overleden aan ziekte"],
        ),
        (
            "Stan",
            "Data rozpoczęcia",
            "Ostatni kontakt",
            ";",
            ["żyje", "zmarł z powodu choroby", "utracony z obserwacji", "żyje z chorobą", "zgon"],
        ),
    ],
)
def test_status_words_of_seven_languages_tell_who_died(
    header: str, start: str, contact: str, separator: str, words: list[str]
) -> None:
    said = said_of(dated(header, words, start, contact, separator))
    assert said["questions"] == []
    assert counts(said, "os") == (5, 2)


def test_a_word_of_unknown_meaning_among_known_ones_is_asked() -> None:
    said = said_of(dated("Current status", ["AWD", "DOD", "NED", "hospice", "DOD"]))
    assert said["status"] == "asks"
    assert said["questions"] == [
        "OS event (column Current status): what do the words of 1 row (5) mean?"
    ]


@pytest.mark.parametrize("header", ["Mother", "Status at end of treatment", "Status at 1 year"])
def test_the_status_of_another_person_or_another_day_is_not_the_patients_last(header: str) -> None:
    said = said_of(dated(header, ["alive", "dead", "alive", "dead", "dead"]))
    assert said["status"] == "asks"
    assert counts(said, "os") is None
    assert any("Nothing in the sheet says who died" in text for text in said["warnings"])


def test_no_survival_is_worked_out_where_nothing_says_who_died() -> None:
    responses = dated("Best response", ["PR", "SD", "PD", "CR", "SD"])
    said = said_of(responses)
    assert said["status"] == "ready"
    assert said["endpoints"] == {"pfs": None, "rfs": None, "os": None}
    assert any("Nothing in the sheet says who died" in text for text in said["warnings"])


def test_an_empty_column_of_death_dates_says_that_nobody_died() -> None:
    assert counts(said_of(dated("Date of death", [""] * 5)), "os") == (5, 0)


def test_a_status_of_the_disease_does_not_contradict_the_dates_of_death() -> None:
    said = said_of(
        sheet(
            {
                "Patient": ["a", "b", "c"],
                "Start date": STARTS[:3],
                "Last contact": CONTACTS[:3],
                "Disease status": ["AWD", "NED", "AWD"],
                "Date of death": [CONTACTS[0], "", ""],
            }
        )
    )
    assert (said["status"], counts(said, "os")) == ("ready", (3, 1))


def test_a_patient_without_a_status_is_not_taken_for_alive() -> None:
    said = said_of(dated("Status", ["AWD", "DOD", "", "NED", "DOD"]))
    assert (said["status"], counts(said, "os")) == ("ready", (4, 2))
    assert any("does not say whether the patient died" in text for text in said["warnings"])


def test_what_an_empty_cell_beside_nothing_but_yes_means_is_asked() -> None:
    content = dated("Dead", ["", "yes", "", "", "yes"])
    said = said_of(content)
    assert said["status"] == "asks"
    (question,) = said["questions"]
    assert "What does an empty cell say?" in question
    alive = said_of(content, mapping=answered(content, "no"))
    assert (alive["status"], counts(alive, "os")) == ("ready", (5, 2))
    unknown = said_of(content, mapping=answered(content, "unknown"))
    assert (unknown["status"], counts(unknown, "os")) == ("ready", (2, 2))


def test_which_of_two_statuses_holds_is_asked_where_they_differ() -> None:
    content = sheet(
        {
            "Patient": ["a", "b", "c"],
            "Start date": STARTS[:3],
            "Last contact": CONTACTS[:3],
            "Status 2020": ["AWD", "DOD", "NED"],
            "Last status": ["DOD", "DOD", "NED"],
        }
    )
    said = said_of(content)
    assert said["status"] == "asks"
    assert "these columns differ in who died" in said["questions"][0]
    for header, events in (("Status 2020", 1), ("Last status", 2)):
        chosen = said_of(content, mapping=answered(content, header))
        assert (chosen["status"], counts(chosen, "os")) == ("ready", (3, events))
