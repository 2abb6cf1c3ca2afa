"""Flags: letters that the header explains, codes that it does not, deaths of one cause."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.opening import begin_opening
from tests.intake.uploads.command import answered, said_of
from tests.intake.uploads.outcomes import CONTACTS, STARTS, counts, dated, sheet, timed

FILE_11 = """N° patient;Sexe;Âge;Date de début;Meilleure réponse;SSP (mois);Progression (O/N);\
SG (mois);Décès (O/N)
1;F;34;12/03/2018;RP;18,1;O;34,7;N
2;H;51;05/04/2017;MS;6,5;O;19,2;O
3;F;8;23/01/2016;RC;65,2;N;65,2;N
4;H;62;11/12/2019;MP;1,9;O;5,0;O
""".encode()
FILE_19 = timed("Died of disease", ["N", "Y", "N", "Y", "N"])
FILE_24 = timed("vital_status", ["0", "1", "1", "0"], "OS_months")


def test_o_and_n_under_a_french_header_are_oui_and_non() -> None:
    said = said_of(FILE_11)
    assert said["status"] == "ready"
    assert (counts(said, "pfs"), counts(said, "os")) == ((4, 3), (4, 2))


@pytest.mark.parametrize(
    ("header", "letters", "died"),
    [
        ("Décès (O/N)", "OOOO", 4),
        ("Décès [oui/non]", "ONNO", 2),
        ("DÉCÈS (O = oui, N = non)", "ONNO", 2),
        ("Tod (J/N)", "JNNJ", 2),
        ("Overleden J/N", "JNNN", 1),
        ("Morte (S/N)", "SSSS", 4),
        ("Fallecido (S/N)", "SNSS", 3),
        ("Zgon (T/N)", "TTTT", 4),
        ("Dead (Y/N)", "YNYY", 3),
        ("Dead (1 = yes, 0 = no)", "1011", 3),
        ("Vital status [0=censored; 1=event]", "1011", 3),
        ("Dead (0=yes 1=no)", "1011", 1),
        ("Vivant (O/N)", "ONNO", 2),
        ("Vivo (S/N)", "SSSS", 0),
        ("Status (D/A)", "DDDD", 4),
        ("Stato (V = vivo, M = morto)", "VMMM", 3),
    ],
)
def test_the_header_tells_what_the_letters_of_its_column_mean(
    header: str, letters: str, died: int
) -> None:
    said = said_of(timed(header, letters))
    found = said["endpoints"]["os"]
    asked = [text for text in said["questions"] if "words" in text]
    assert (asked, found["n"], found["events"]) == ([], 4, died)


def test_o_without_a_header_that_says_so_is_asked() -> None:
    said = said_of(timed("Dead", "ONNO"))
    assert said["status"] == "asks"
    assert "what do the words of 2 rows (2, 5) mean?" in said["questions"][0]


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        ("vital_status", "0110"),
        ("Status", "1221"),
        ("Status", "0110"),
        ("OS status", "0110"),
        ("OS", "0110"),
        ("Survival status", "0110"),
        ("Stato", "0110"),
        ("Vitalstatus", "0110"),
        ("Stan", "1221"),
        ("Dead", "1221"),
        ("Vital status (Y/N)", "YNNY"),
    ],
)
def test_codes_whose_meaning_no_header_tells_are_asked(header: str, codes: str) -> None:
    said = said_of(timed(header, codes))
    assert said["status"] == "asks"
    assert any(
        text.startswith(f"OS event (column {header}): what do the words of 4 rows")
        for text in said["questions"]
    )


@pytest.mark.parametrize(
    ("header", "died"),
    [("os_event", 3), ("Event", 3), ("dead", 3), ("Deceduto", 3), ("Alive", 1), ("OS cnsr", 1)],
)
def test_codes_under_a_header_that_names_the_event_are_not_asked(header: str, died: int) -> None:
    said = said_of(timed(header, "1011"))
    assert said["endpoints"]["os"]["events"] == died
    assert not any("words" in text for text in said["questions"])


def test_the_answer_to_codes_is_remembered() -> None:
    opening = begin_opening([("sheet.csv", FILE_24)])
    column = opening.mapping.of("os_event")
    assert column is not None
    assert column.values == ()
    told = tuple(
        replace(c, values=(("0", "1"), ("1", "0"))) if c == column else c
        for c in opening.mapping.columns
    )
    said = said_of(FILE_24, mapping=Mapping(columns=told))
    assert (said["status"], counts(said, "os")) == ("ready", (4, 2))


def test_dates_of_death_tell_what_codes_mean() -> None:
    columns = {
        "Patient": list("abcd"),
        "Start date": STARTS[:4],
        "Last contact": CONTACTS[:4],
        "Status": ["2", "1", "1", "2"],
        "Date of death": [CONTACTS[0], "", "", CONTACTS[3]],
    }
    said = said_of(sheet(columns))
    assert (said["status"], counts(said, "os")) == ("ready", (4, 2))


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("Died of disease", "Y", "N"),
        ("Tumour-related death", "1", "0"),
        ("DOD", "yes", "no"),
        ("DSS event", "1", "0"),
        ("Cancer-specific death", "yes", "no"),
        ("Morte per malattia", "sì", "no"),
        ("Décès lié au cancer", "oui", "non"),
        ("Tumorbedingter Tod", "ja", "nein"),
        ("Muerte por enfermedad", "sí", "no"),
        ("Overleden aan ziekte", "ja", "nee"),
        ("Zgon z powodu nowotworu", "tak", "nie"),
    ],
)
def test_deaths_of_the_disease_are_not_taken_as_all_deaths_unasked(
    header: str, yes: str, no: str
) -> None:
    content = timed(header, [no, yes, no, yes, no])
    said = said_of(content)
    assert said["status"] == "asks"
    (question,) = said["questions"]
    assert question.startswith(f"{header} seems to count deaths of the disease only")
    complete = said_of(content, mapping=answered(content, "all"))
    assert (complete["status"], counts(complete, "os")) == ("ready", (5, 2))
    partial = said_of(content, mapping=answered(content, "some"))
    assert partial["endpoints"]["os"] is None


def test_file_19_asks() -> None:
    assert said_of(FILE_19)["status"] == "asks"


def test_dates_of_death_count_where_a_column_has_the_deaths_of_the_disease() -> None:
    columns = {
        "Patient": list("abc"),
        "Start date": STARTS[:3],
        "Last contact": CONTACTS[:3],
        "Died of disease": ["yes", "no", "no"],
        "Date of death": [CONTACTS[0], CONTACTS[1], ""],
    }
    said = said_of(sheet(columns))
    assert (said["status"], counts(said, "os")) == ("ready", (3, 2))


def test_a_status_of_dod_and_doc_counts_every_death() -> None:
    said = said_of(dated("Status", ["DOD", "DOC", "AWD", "NED"]))
    assert (said["status"], counts(said, "os")) == ("ready", (4, 2))
