"""Outcomes that a sheet tells in other words must not go missing without a question."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import days, said_of
from tests.intake.uploads.outcomes import counts

_TIMED = "Patient,Best response,PFS (months),{},OS (months),{}\n"


@pytest.mark.parametrize(
    ("headers", "starts", "ends", "died"),
    [
        (
            "Patient;Start date;Death date;Last contact",
            ("January 10, 2018", "Feb 11, 2018"),
            ("March 2, 2020", "February 1, 2019"),
            "February 1, 2019",
        ),
        (
            "Patient;Date de début;Date de décès;Dernières nouvelles",
            ("10 janv. 2018", "11 févr. 2018"),
            ("2 mars 2020", "1er février 2019"),
            "1er février 2019",
        ),
        (
            "Paciente;Fecha de inicio;Fecha de muerte;Último contacto",
            ("10 de enero de 2018", "11 de febrero de 2018"),
            ("2 de marzo de 2020", "1 de febrero de 2019"),
            "1 de febrero de 2019",
        ),
        (
            "Pacjent;Początek leczenia;Data zgonu;Ostatnia kontrola",
            ("10 stycznia 2018 r.", "11 lutego 2018 r."),
            ("2 marca 2020 r.", "1 lutego 2019 r."),
            "1 lutego 2019 r.",
        ),
    ],
)
def test_dates_in_words_tell_who_died(
    headers: str, starts: tuple[str, str], ends: tuple[str, str], died: str
) -> None:
    said = said_of(f"{headers}\n1;{starts[0]};;{ends[0]}\n2;{starts[1]};{died};{ends[1]}\n")
    assert (said["status"], counts(said, "os")) == ("ready", (2, 1))
    assert days(said["endpoints"]["os"]) == [782, 355]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Reason end of PFS", ("PD", "PD", "ongoing")),
        ("PFS type", ("event", "event", "censored")),
        ("Ended by", ("PD", "PD", "ongoing")),
        ("Motivo fine PFS", ("PD", "PD", "in corso")),
        ("PFS-Ende durch", ("Progress", "Progress", "zensiert")),
        ("Bez progresji", ("nie", "nie", "tak")),
        ("x", ("1", "1", "0")),
    ],
)
def test_times_beside_what_may_be_their_event_are_asked(
    header: str, words: tuple[str, str, str]
) -> None:
    rows = [
        f"{n},{best},{time},{word},{os},{dead}"
        for n, (best, time, word, os, dead) in enumerate(
            zip(("PR", "SD", "CR"), (12, 7, 26), words, (20, 19, 30), "010", strict=True)
        )
    ]
    said = said_of(_TIMED.format(header, "Dead") + "\n".join(rows))
    assert said["status"] == "asks"
    assert any(f"PFS (months), {header}" in question for question in said["questions"])
    assert counts(said, "os") == (3, 1)


def test_an_unknown_word_for_death_beside_its_time_is_asked() -> None:
    said = said_of("Patient,PFS (months),PD,OS (months),Gone\n1,12,1,20,no\n2,7,1,19,yes\n")
    assert said["status"] == "asks"
    assert "OS (months), Gone" in said["questions"][0]


def test_last_contacts_without_a_start_are_asked_where_dates_are_left() -> None:
    said = said_of(
        "Patient,Erstgabe am,Ansprechen,Status,Letzter Kontakt\n"
        "1,2018-01-10,PR,tot,2019-03-02\n2,2018-02-11,SD,lebt,2020-05-27\n"
    )
    assert said["status"] == "asks"
    assert "Erstgabe am" in said["questions"][0]


def test_fields_of_redcap_are_known_by_the_labels_of_the_dictionary() -> None:
    data = "record_id,anspr,pfs_m,pfs_st,dat_x\n1,2,12,2,x\n2,3,7,2,y\n3,1,26,1,z\n"
    dictionary = (
        '"Variable / Field Name","Field Type","Field Label",'
        '"Choices, Calculations, OR Slider Labels"\n'
        "record_id,text,ID,\n"
        'anspr,radio,Bestes Ansprechen,"1, CR | 2, PR | 3, SD"\n'
        "pfs_m,text,PFS in Monaten,\n"
        'pfs_st,radio,Progress,"1, nein | 2, ja"\n'
        "dat_x,text,Bemerkung,\n"
    )
    said = said_of({"export.csv": data.encode(), "dictionary.csv": dictionary.encode()})
    assert (said["status"], counts(said, "pfs")) == ("ready", (3, 2))
    assert said["response"] == {"evaluable": 3, "responders": 2}


@pytest.mark.parametrize(
    "header", ["Progression or death", "Progress oder Tod", "Progressie of overlijden"]
)
@pytest.mark.parametrize("first", [True, False])
def test_the_event_that_counts_deaths_goes_before_progression_alone(
    header: str, first: bool
) -> None:
    both = [(header, "110"), ("Progression", "010")]
    (one, ones), (other, others) = both if first else both[::-1]
    rows = [
        f"{n},{t},{a},{b}"
        for n, (t, a, b) in enumerate(zip((12, 7, 26), ones, others, strict=True))
    ]
    said = said_of(f"Patient,PFS (months),{one},{other}\n" + "\n".join(rows))
    assert (said["status"], counts(said, "pfs")) == ("ready", (3, 2))


@pytest.mark.parametrize(
    "headers",
    [
        "Patient,Start,Status,Status date",
        "Patient,Start,Status,Statusdatum",
        "Patient,Start,Vital status,Date of last status",
        "Patiënt,Start,Status,Datum status",
        "Pacjent,Początek leczenia,Status,Data zgonu/ostatniej kontroli",
    ],
)
def test_the_date_of_a_status_is_that_of_last_contact_or_death(headers: str) -> None:
    said = said_of(f"{headers}\n1,2020-01-01,dead,2020-03-01\n2,2020-01-01,alive,2020-01-31\n")
    assert (said["status"], counts(said, "os")) == ("ready", (2, 1))
    assert days(said["endpoints"]["os"]) == [60, 30]


@pytest.mark.parametrize(
    ("alive", "died"),
    [
        ("Alive on", "Died on"),
        ("Vivo il", "Deceduto il"),
        ("Vivant le", "Décédé le"),
        ("Lebt am", "Verstorben am"),
        ("Vivo el", "Fallecido el"),
        ("In leven op", "Overleden op"),
    ],
)
def test_alive_on_and_died_on_are_dates(alive: str, died: str) -> None:
    said = said_of(
        f"Patient,Start,{alive},{died}\n1,2020-01-01,,2020-03-01\n2,2020-01-01,2020-01-31,"
    )
    assert (said["status"], counts(said, "os")) == ("ready", (2, 1))
    assert days(said["endpoints"]["os"]) == [60, 30]


@pytest.mark.parametrize("header", ["Study no.", "Numer", "Nr.", "Studiennr.", "N°", "Lfd. Nr."])
def test_unique_numbers_name_patients_where_nothing_else_does(header: str) -> None:
    said = said_of(f"{header},Response,OS (months),Dead\n3,PR,20,0\n1,SD,19,1\n")
    assert (said["status"], said["patients"], counts(said, "os")) == ("ready", 2, (2, 1))


@pytest.mark.parametrize(
    "rows", ["1,1,PR,20,0\n1,2,SD,19,1\n", "1,1,PR,20,0\n2,2,SD,19,1\n"], ids=["again", "lines"]
)
def test_numbers_of_rows_with_lines_are_asked(rows: str) -> None:
    said = said_of(f"Nr,Line,Response,OS (months),Dead\n{rows}")
    assert (said["status"], said["patients"]) == ("asks", 0)


def test_raised_numbers_behind_words_are_footnotes() -> None:
    said = said_of("Patient,Best response¹,OS² (months),Dead\n1,PR,20,0\n2,SD¹,19,1\n")
    assert (said["status"], counts(said, "os")) == ("ready", (2, 1))
    assert said["response"] == {"evaluable": 2, "responders": 1}


def test_ages_that_can_only_be_days_are_days() -> None:
    said = said_of("Patient,Age,OS (months),Dead\n1,18250,20,0\n2,21915,19,1\n")
    assert said["status"] == "ready"
    assert any("age_years counts in days" in note for note in said["notes"])


def test_ages_that_may_be_months_are_asked() -> None:
    assert said_of("Patient,Age,OS (months),Dead\n1,548,20,0\n2,720,19,1\n")["status"] == "asks"


def test_a_share_of_cells_is_no_alk_status() -> None:
    said = said_of("Patient,ALK IHC,ALK %,OS (months),Dead\n1,pos,80%,20,0\n2,neg,0%,19,1\n")
    assert said["status"] == "ready"


@pytest.mark.parametrize(
    "stage", ["loc. avanz.", "lok. fortg.", "loc. avancé", "IVA", "lok. gevorderd"]
)
def test_stages_are_known_by_their_short_words(stage: str) -> None:
    said = said_of(f"Patient,Stage,PFS (months),PD\n1,M1,12,1\n2,{stage},7,0\n")
    assert (said["status"], counts(said, "pfs")) == ("ready", (2, 1))


@pytest.mark.parametrize(
    ("headers", "yes", "no"),
    [
        ("Paziente,Risposta,Mesi a progressione,Progressione,Follow up (mesi),Morto", "si", "no"),
        ("Paciente,Respuesta,Meses a progresión,Progresión,SG (meses),Murió", "sí", "no"),
        ("Patiënt,Respons,Maanden tot progressie,Progressie,OS (maanden),Dood", "ja", "nee"),
        ("Pacjent,Odpowiedź,Miesiące do progresji,Progresja,OS (mies.),Zgon", "tak", "nie"),
        (
            "Patient,Ansprechen,Monate bis Progress,Progress,OS (Monate),Exitus letalis",
            "ja",
            "nein",
        ),
        (
            "Paziente,Risposta,Intervallo libero da progressione (mesi),PD,OS (mesi),Morto",
            "si",
            "no",
        ),
    ],
)
def test_both_times_are_known_by_other_words(headers: str, yes: str, no: str) -> None:
    said = said_of(f"{headers}\n1,PR,12,{yes},20,{no}\n2,SD,7,{no},19,{yes}\n")
    assert (said["status"], counts(said, "pfs"), counts(said, "os")) == ("ready", (2, 1), (2, 1))


@pytest.mark.parametrize(
    ("headers", "cells", "asked"),
    [
        ("Response wk 8,Response wk 16", ("SD,PR", "SD,PD"), "Response wk 8, Response wk 16"),
        ("PFS1,PFS1 event,PFS2,PFS2 event", ("12 m,1,19 m,1", "7 m,0,9 m,0"), "PFS1, PFS2"),
        (
            "Best response (confirmed),Best response (unconfirmed)",
            ("SD,PR", "SD,SD"),
            "Best response (confirmed), Best response (unconfirmed)",
        ),
        (
            "Bestes Ansprechen (bestätigt),Bestes Ansprechen (unbestätigt)",
            ("SD,PR", "SD,SD"),
            "Bestes Ansprechen (bestätigt), Bestes Ansprechen (unbestätigt)",
        ),
    ],
)
def test_one_of_several_columns_is_not_taken_in_silence(
    headers: str, cells: tuple[str, str], asked: str
) -> None:
    said = said_of(f"Patient,{headers},OS (months),Dead\n1,{cells[0]},20,0\n2,{cells[1]},19,1\n")
    assert said["status"] == "asks"
    assert asked in said["questions"][0]
