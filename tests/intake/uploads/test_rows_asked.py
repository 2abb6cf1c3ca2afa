"""Rows that may be no line or no patient of the cohort: asked, and acted by as answered."""

from __future__ import annotations

from typing import Any

import pytest

from tests.intake.uploads.command import said_of
from tests.intake.uploads.sheets import numbers_of, response_of, size_of

HEAD = "Patient;Response;PFS (months);Progression;OS (months);Death"
ROWS = ("P1;PR;5;yes;10;yes", "P2;SD;6;yes;20;no", "P3;CR;7;no;30;no")


def marked(header: str, *cells: str) -> str:
    """Three patients with a further column."""
    rows = [f"{row};{cell}" for row, cell in zip(ROWS, cells, strict=True)]
    return "\n".join([f"{HEAD};{header}", *rows])


def asks(said: dict[str, Any], part: str) -> bool:
    return said["status"] == "asks" and any(part in question for question in said["questions"])


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Excluded", ("no", "yes", "no")),
        ("Include in analysis", ("1", "0", "1")),
        ("Escluso", ("", "x", "")),
        ("Inclus dans l'analyse", ("oui", "non", "oui")),
        ("Motif d'exclusion", ("", "autre tumeur", "")),
        ("Ausschlussgrund", ("", "falsche Histologie", "")),
        ("Bemerkung", ("", "ausgeschlossen", "")),
        ("Excluido", ("no", "sí", "no")),
        ("Geïncludeerd", ("ja", "nee", "ja")),
        ("Uwagi", ("", "wykluczona - inne rozpoznanie", "x")),
        ("Note", ("", "esclusa: istologia errata", "ok")),
        ("Remarks", ("", "no chemo - excluded", "")),
        ("Excluded (reason)", ("", "wrong histology", "")),
        ("Escluso (motivo)", ("", "diagnosi rivista", "")),
        ("Exclu (motif)", ("", "diagnostic révisé", "")),
        ("Ausgeschlossen (Grund)", ("", "falsche Diagnose", "")),
        ("Excluido (motivo)", ("", "diagnóstico revisado", "")),
        ("Uitgesloten (reden)", ("", "andere diagnose", "")),
        ("Wykluczony (powód)", ("", "inne rozpoznanie", "")),
        ("Excluded", ("no", "no consent", "no")),
        ("Screening", ("", "screening failure", "")),
        ("Seen for", ("", "second opinion only", "")),
    ],
)
def test_rows_that_the_sheet_excludes_are_asked_about(header: str, cells: tuple[str, ...]) -> None:
    sheet = marked(header, *cells)
    asked = said_of(sheet)
    assert asks(asked, f"some rows that they are excluded ({header})")
    without = said_of(sheet, **{"excluded rows:all": "without"})
    assert (size_of(without), numbers_of(without, "os")) == (("ready", 2, 2), (2, 1, None))
    assert size_of(said_of(sheet, **{"excluded rows:all": "with"})) == ("ready", 3, 3)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Excluded", ("no", "no", "no")),
        ("Included", ("yes", "yes", "yes")),
        ("Remarks", ("not excluded", "lung metastasis excluded", "ALK excluded")),
        ("Eligible for surgery", ("yes", "no", "yes")),
        ("Date of inclusion", ("2019-01-01", "2019-02-01", "2019-03-01")),
        ("Inclusion number", ("1", "2", "3")),
    ],
)
def test_a_column_that_excludes_nobody_asks_nothing(header: str, cells: tuple[str, ...]) -> None:
    assert size_of(said_of(marked(header, *cells))) == ("ready", 3, 3)


def test_an_exclusion_said_on_the_first_row_of_a_patient_holds_for_all_of_them() -> None:
    sheet = "Patient,Line,Response,Excluded\na,1,PR,\nb,1,SD,yes\nb,2,CR,\nc,1,CR,\n"
    without = said_of(sheet, **{"excluded rows:all": "without"})
    assert (size_of(without), response_of(without)) == (("ready", 2, 2), (2, 2))


@pytest.mark.parametrize(
    "heading", ["Excluded: wrong histology", "Pazienti esclusi", "Ausgeschlossene Patienten"]
)
def test_what_stands_below_a_heading_of_the_excluded_is_asked_about(heading: str) -> None:
    sheet = "\n".join([HEAD, *ROWS[:2], f"{heading};;;;;", ROWS[2]])
    assert asks(said_of(sheet), "rows below it are excluded")
    without = said_of(sheet, **{"excluded rows:sheet": "without"})
    assert (size_of(without), response_of(without)) == (("ready", 2, 2), (1, 2))


@pytest.mark.parametrize(
    ("header", "surgery"),
    [
        ("Treatment", "Surgery"),
        ("Regimen", "surgery + RT 50 Gy"),
        ("Trattamento", "Intervento chirurgico"),
        ("Therapie", "Bestrahlung"),
        ("Traitement", "Chirurgie seule"),
        ("Tratamiento", "Cirugía y radioterapia"),
        ("Behandeling", "operatie"),
        ("Leczenie", "Radioterapia"),
    ],
)
def test_an_operation_is_a_line_only_as_answered(header: str, surgery: str) -> None:
    sheet = (
        f"Patient;Line;{header};Response;PFS (months);PD;OS (months);Death\n"
        f"a;1;{surgery};CR;30;yes;50;1\na;2;AI;PR;5;yes;;\nb;1;MTX;SD;4;yes;10;0\n"
    )
    assert asks(said_of(sheet), "an operation or radiotherapy alone")
    without = said_of(sheet, **{"no drugs:local": "out"})
    assert (size_of(without), response_of(without)) == (("ready", 2, 2), (1, 2))
    assert numbers_of(without, "pfs") == (2, 2, 4.5)
    assert numbers_of(without, "os") == (2, 1, 50.0)
    assert size_of(said_of(sheet, **{"no drugs:local": "lines"})) == ("ready", 3, 2)


def test_an_operation_in_a_wide_table_is_asked_about() -> None:
    sheet = (
        "Patient,Treatment 1,Response 1,PFS 1 (months),PD 1,Treatment 2,Response 2,PFS 2 (months),"
        "PD 2\na,Surgery,CR,30,yes,AI,PR,5,yes\nb,MTX,SD,4,yes,,,,\n"
    )
    assert asks(said_of(sheet), "an operation or radiotherapy alone")
    without = said_of(sheet, **{"no drugs:local": "out"})
    assert (size_of(without), response_of(without)) == (("ready", 2, 2), (1, 2))


@pytest.mark.parametrize(
    ("header", "none"),
    [
        ("Regimen", "none"),
        ("Regimen", "Observation"),
        ("Chemotherapy", "no chemotherapy"),
        ("Terapia", "nessuna"),
        ("Traitement", "soins palliatifs"),
        ("Therapie", "keine Chemotherapie"),
        ("Tratamiento", "sin tratamiento"),
        ("Behandeling", "geen chemotherapie"),
        ("Leczenie", "obserwacja"),
    ],
)
def test_a_patient_without_treatment_has_no_pfs_unless_answered(header: str, none: str) -> None:
    sheet = (
        f"Patient;{header};Response;PFS (months);PD;OS (months);Death\n"
        f"a;{none};SD;3;yes;14;yes\nb;AI;PR;4;yes;20;yes\nc;MTX;CR;9;no;30;no\n"
    )
    assert asks(said_of(sheet), "observation, supportive care or no treatment")
    counted = said_of(sheet, **{"no drugs:none": "patients"})
    assert (size_of(counted), response_of(counted)) == (("ready", 3, 3), (2, 2))
    assert numbers_of(counted, "pfs") == (2, 1, None)
    assert numbers_of(counted, "os") == (3, 2, 20.0)
    assert size_of(said_of(sheet, **{"no drugs:none": "out"})) == ("ready", 2, 2)


def test_an_untreated_patient_of_whom_nothing_else_is_told_is_named_only() -> None:
    said = said_of("Pt,Regimen,Response,OS (months),Death\na,none,,14,yes\nb,AI,PR,20,no\n")
    assert (size_of(said), response_of(said)) == (("ready", 2, 2), (1, 1))
    assert any("no treatment" in note and "(row 2)" in note for note in said["notes"])


def test_missing_outcomes_of_the_untreated_ask_nothing() -> None:
    said = said_of("Pt,Regimen,Response,PFS (months),PD\na,none,NA,,\nb,AI,PR,4,yes\nc,A,CR,9,no\n")
    assert (size_of(said), numbers_of(said, "pfs")) == (("ready", 3, 3), (2, 1, None))


def test_a_start_of_observation_would_give_pfs_and_is_asked_about() -> None:
    said = said_of(
        "Pt,Regimen,Start date,Progression date,Last follow-up,Status,Stage\n"
        "a,observation,2018-01-01,,2020-01-01,alive,M1\n"
        "b,AI,2018-01-01,2018-09-01,2020-01-01,dead,M1\n"
    )
    assert asks(said, "observation, supportive care or no treatment")


def test_operations_are_what_a_relapse_counts_from() -> None:
    sheet = "Pt;Leczenie;Nawrót;RFS (mies.)\na;operacja;tak;3\nb;operacja i radioterapia;nie;4\n"
    said = said_of(sheet)
    assert not any("operation" in question for question in said["questions"])
    assert numbers_of(said, "rfs") == (2, 1, None)


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        ("Cycle", "1", "2"),
        ("Visita", "basale", "rivalutazione 1"),
        ("Évaluation", "1", "2"),
        ("Zeitpunkt", "C1", "C2"),
        ("Ciclo n.", "1", "2"),
        ("Bezoek", "1", "2"),
        ("Cykl", "1", "2"),
        ("Type", "baseline", "restaging 1"),
        ("Rivalutazione", "1", "2"),
    ],
)
def test_cycles_and_visits_are_no_lines_before_it_is_answered(
    header: str, first: str, second: str
) -> None:
    sheet = (
        f"Patient;{header};Start date;Response;PFS (months);PD\n"
        f"a;{first};2018-01-10;SD;5;yes\na;{second};2018-03-10;PR;5;yes\n"
        f"b;{first};2018-01-10;PR;7;no\n"
    )
    assert asks(said_of(sheet), f"told apart by {header}")
    steps = said_of(sheet, **{"rows are:sheet": "steps"})
    assert (size_of(steps), response_of(steps)) == (("ready", 2, 2), (2, 2))
    assert numbers_of(steps, "pfs") == (2, 1, None)
    assert size_of(said_of(sheet, **{"rows are:sheet": "lines"})) == ("ready", 3, 2)


def test_cycles_within_numbered_lines_become_one_row_a_line() -> None:
    sheet = (
        "Patient,Line,Cycle,Response,PFS (months),PD\n"
        "a,1,1,SD,6,yes\na,1,2,PR,6,yes\na,1,3,PD,6,yes\na,2,1,PD,2,yes\nb,1,1,PD,1,yes\n"
    )
    assert asks(said_of(sheet), "told apart by Cycle")
    steps = said_of(sheet, **{"rows are:sheet": "steps"})
    assert (size_of(steps), response_of(steps)) == (("ready", 3, 2), (1, 3))


def test_what_differs_between_visits_is_left_out_and_named() -> None:
    sheet = "Pt,Visit,Response,PFS (months),PD\na,1,SD,2,no\na,2,SD,5,yes\nb,1,CR,9,no\n"
    said = said_of(sheet, **{"rows are:sheet": "steps"})
    assert numbers_of(said, "pfs") == (1, 0, None)
    assert any("PD differs between the rows of one line" in w for w in said["warnings"])


@pytest.mark.parametrize("header", ["Cycles", "No. of cycles", "Cicli", "Zyklen"])
def test_the_number_of_cycles_of_each_line_is_no_step(header: str) -> None:
    sheet = (
        f"Pt;Start date;{header};Response\n"
        "a;2018-01-10;4;PR\na;2019-01-10;6;PD\nb;2018-01-10;3;PR\n"
    )
    assert size_of(said_of(sheet)) == ("ready", 3, 2)


@pytest.mark.parametrize(
    "sheet",
    [
        "Patient,Line,Response,OS (months),Dead\na,1,PR,40,1\na,2,SD,40,1\nb,1,CR,30,0\n",
        "Paziente;Linea;Risposta;OS (mesi);Deceduto\na;1;RP;40;si\na;2;SD;40;si\nb;1;RC;30;no\n",
        "Pat.;Linie;Ansprechen;OS (Monate);Verstorben\n"
        "a;1;PR;40;ja\na;2;SD;40;ja\nb;1;CR;30;nein\n",
        "Paziente;Linea;Risposta;OS (mesi);Deceduto\na;2;SD;40;si\na;1;RP;40;si\nb;1;RC;30;no\n",
        "Patient,Start,Response,OS (months),Dead\n"
        "a,2016-01-11,PR,40,1\na,2017-02-20,SD,40,1\nb,2018-05-02,CR,30,0\n",
    ],
)
def test_survival_repeated_on_lines_is_asked_about(sheet: str) -> None:
    asked = said_of(sheet)
    assert asks(asked, "is the same on several lines of a patient")
    header = next(h for h in sheet.splitlines()[0].replace(";", ",").split(",") if "OS" in h)
    once = said_of(sheet, **{f"survival on lines:{header}": "first"})
    assert once["status"] == "ready"
    assert numbers_of(once, "os") == (2, 1, 40.0)
    each = said_of(sheet, **{f"survival on lines:{header}": "each"})
    assert numbers_of(each, "os") == (3, 2, 40.0)


def test_survival_repeated_for_one_patient_alone_is_asked_about() -> None:
    sheet = "Pt,Line,Response,OS (months),Dead\na,1,PR,40,1\na,2,SD,40,1\nb,1,CR,30,1\nb,2,PD,9,1\n"
    assert asks(said_of(sheet), "is the same on several lines of a patient")
    once = said_of(sheet, **{"survival on lines:OS (months)": "first"})
    assert numbers_of(once, "os") == (3, 3, 30.0)


@pytest.mark.parametrize(
    "sheet",
    [
        "Patient,Line,Regimen,Response\n1,1,AI,PR\n1,2,NA,NA\n2,1,A,CR\n2,2,MTX,SD\n",
        "Paziente;Linea;Schema;Risposta\n1;1;AI;RP\n1;2;nessuna;-\n2;1;A;RC\n2;2;MTX;SD\n",
        "Patient;Linie;Schema;Ansprechen\n1;1;AI;PR\n1;2;keine;n. a.\n2;1;A;CR\n2;2;MTX;SD\n",
    ],
)
def test_a_row_that_says_there_was_no_second_line_is_none(sheet: str) -> None:
    said = said_of(sheet)
    assert (size_of(said), response_of(said)) == (("ready", 3, 2), (2, 3))
    assert any("are no lines" in note and "(row 3)" in note for note in said["notes"])


@pytest.mark.parametrize(
    "head",
    [
        "Patient;Chemo I;Response I;PFS I (months);PD I;Chemo II;Response II;PFS II (months);PD II",
        "Paziente;Schema I;Risposta I;PFS I (mesi);PD I;Schema II;Risposta II;PFS II (mesi);PD II",
    ],
)
def test_roman_numbers_behind_headers_number_lines(head: str) -> None:
    said = said_of(f"{head}\n1;AI;PR;12;yes;MTX;SD;4;yes\n2;A;CR;35;no;;;;\n")
    assert size_of(said) == ("ready", 3, 2)
    assert numbers_of(said, "pfs") == (3, 2, 12.0)
