"""Kinds of sheets that the costume party found: mended, each with a sheet of its own."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from imt_core.intake.opening import begin_opening, opening_outcome, with_answer
from tests.intake.costumes.garments import Cell
from tests.intake.costumes.writing import Grid, workbook
from tests.intake.uploads.command import said_of, times


def _workbook(**sheets: list[list[Cell]]) -> dict[str, bytes]:
    grids = [Grid(name=name, header=rows[:1], rows=rows[1:]) for name, rows in sheets.items()]
    return {"two.xlsx": workbook(grids)}


def _csv(text: str, encoding: str = "utf-8") -> dict[str, bytes]:
    return {"sheet.csv": text.encode(encoding)}


LAST_OR_DEATH = [
    "Date of last contact or death",
    "Data ultimo contatto o decesso",
    "Date de dernières nouvelles ou décès",
    "Letzter Kontakt/Tod",
    "Fecha de último contacto o muerte",
    "Datum laatste contact of overlijden",
    "Data ostatniego kontaktu lub zgonu",
]


@pytest.mark.parametrize("header", LAST_OR_DEATH)
def test_a_last_contact_or_death_ends_survival(header: str) -> None:
    said = said_of(
        _csv(
            f"Patient,Stage,Start date,Date of progression,{header},Vital status\n"
            "a,metastatic,2018-01-01,2018-07-01,2019-01-01,dead\n"
            "b,metastatic,2018-01-01,,2020-01-01,alive\n"
        )
    )
    assert said["status"] == "ready"
    assert times(said, "os") == (2, 1, [11.99, 23.98])
    assert times(said, "pfs") == (2, 1, [5.95, 23.98])


@pytest.mark.parametrize(
    "header",
    [
        "Date progression/rechute",
        "Fecha progresión/recaída",
        "Data progresji/wznowy",
        "Date of progression or relapse",
        "Data progressione o recidiva",
    ],
)
def test_a_progression_or_relapse_ends_pfs(header: str) -> None:
    said = said_of(
        _csv(
            f"Patient,Stage,Start date,{header},Date of death,Last follow-up\n"
            "a,metastatic,2018-01-01,2018-07-01,2019-01-01,2019-01-01\n"
            "b,metastatic,2018-01-01,,,2020-01-01\n"
        )
    )
    assert times(said, "pfs") == (2, 1, [5.95, 23.98])


@pytest.mark.parametrize("mark", ["NA", "n.d.", "-", "k.A.", "s/d", "b.d.", "NB"])
def test_a_column_of_marks_and_a_few_values_is_what_its_header_says(mark: str) -> None:
    rows = "".join(f"p{n},metastatic,{n}.5,1,{mark},{mark},30,0\n" for n in range(1, 10))
    said = said_of(
        _csv(
            "Patient,Stage,PFS months,PFS event,RFS months,RFS event,OS months,Dead\n"
            f"{rows}q,localized,{mark},{mark},12.5,1,40,1\n"
        )
    )
    assert said["status"] == "ready"
    assert times(said, "rfs") == (1, 1, [12.5])
    assert times(said, "pfs")[:2] == (9, 9)


@pytest.mark.parametrize("mark", ["NA", "-", "ND"])
def test_deaths_are_read_where_most_dates_of_death_are_a_mark(mark: str) -> None:
    rows = "".join(f"p{n},2018-01-01,{mark},2020-01-01\n" for n in range(1, 10))
    said = said_of(
        _csv(f"Patient,Start date,Sterbedatum,Last follow-up\n{rows}q,2018-01-01,2019-01-01,\n")
    )
    assert times(said, "os")[:2] == (10, 1)


PATIENTS: list[list[Cell]] = [
    ["Patient", "Sex", "Date of death", "Last follow-up"],
    ["a", "F", "2019-01-01", "2019-01-01"],
    ["b", "M", None, "2020-01-01"],
]
LINES: list[list[Cell]] = [
    ["Patient", "Line", "Start date", "Best response"],
    ["a", 1, "2018-01-01", "PR"],
    ["a", 2, "2018-07-01", "SD"],
    ["b", 1, "2018-01-01", "PD"],
]
SURVIVAL: list[list[Cell]] = [["Patient", "OS months", "Dead"], ["r1", 3.5, 1]]


@pytest.mark.parametrize(
    "sheets", [{"patients": PATIENTS, "lines": LINES}, {"lines": LINES, "patients": PATIENTS}]
)
def test_sheets_of_patients_and_of_lines_are_one_cohort(
    sheets: dict[str, list[list[Cell]]],
) -> None:
    said = said_of(_workbook(**sheets))
    assert said["status"] == "ready"
    assert (said["patients"], said["lines"]) == (2, 3)
    assert times(said, "os")[:2] == (3, 2)
    assert said["response"] == {"evaluable": 3, "responders": 1}


def test_sheets_of_two_centres_stand_below_each_other() -> None:
    said = said_of(_workbook(Roma=SURVIVAL, Paris=[SURVIVAL[0], ["p1", 9.5, 0]]))
    assert times(said, "os") == (2, 1, [3.5, 9.5])


def test_a_copy_of_a_sheet_is_not_read_with_it() -> None:
    said = said_of(_workbook(now=SURVIVAL, before=SURVIVAL))
    assert times(said, "os") == (1, 1, [3.5])
    assert any("sheets are not empty" in note for note in said["notes"])


def test_polish_in_its_own_code_page_is_read() -> None:
    sheet = (
        "Pacjent;Płeć;Całkowity czas przeżycia (miesiące);Zgon\n"
        "a;kobieta;3,5;tak\nb;mężczyzna;9,5;nie\n"
    )
    said = said_of(_csv(sheet, "cp1250"))
    assert times(said, "os") == (2, 1, [3.5, 9.5])


@pytest.mark.parametrize(
    ("months", "event", "cells"),
    [
        ("os_months", "dead_0_no_1_yes", ("1", "0")),
        ("sg_mois", "deces_o_n", ("O", "N")),
        ("os_monate", "verstorben_j_n", ("J", "N")),
        ("os_mesi", "deceduto_1_si_2_no", ("1", "2")),
    ],
)
def test_a_legend_in_a_variable_s_name_is_read(
    months: str, event: str, cells: tuple[str, str]
) -> None:
    said = said_of(_csv(f"id,{months},{event}\na,3.5,{cells[0]}\nb,9.5,{cells[1]}\n"))
    assert said["status"] == "ready"
    assert times(said, "os") == (2, 1, [3.5, 9.5])


def test_a_start_that_counts_a_cycle_repeats_by_line() -> None:
    said = said_of(
        _csv(
            "Patient,Regimen 1,Date of first cycle 1,Regimen 2,Date of first cycle 2,"
            "Date of death,Last follow-up\n"
            "a,AI,2018-01-01,GD,2018-07-01,2019-01-01,2019-01-01\nb,AI,2018-01-01,,,,2020-01-01\n"
        )
    )
    assert times(said, "os") == (3, 2, [11.99, 6.05, 23.98])


@pytest.mark.parametrize(
    ("header", "woman", "man"), [("Geslacht", "V", "M"), ("Sexo", "M", "H"), ("Sexo", "M", "V")]
)
def test_letters_of_a_sex_go_by_the_language_of_their_header(
    header: str, woman: str, man: str
) -> None:
    sheet = f"Patient,{header},Best response\na,{woman},PR\nb,{man},SD\n"
    cohort = opening_outcome(begin_opening(list(_csv(sheet).items()))).cohort
    assert cohort is not None
    assert cohort.frame["sex"].tolist() == ["female", "male"]


def test_m_and_v_are_asked_about_where_no_language_tells() -> None:
    said = said_of(_csv("Patient,Sex,Best response\na,V,PR\nb,M,SD\n"))
    assert said["status"] == "asks"


def test_a_later_line_that_skips_a_number_goes_on_with_the_same_person() -> None:
    said = said_of(
        _csv(
            "Patient,Sex,ALK,Line,OS months,Dead\n"
            "a,F,pos,1,20,1\n,F,pos,3,8,1\nb,M,neg,1,30,0\n,M,neg,2,12,0\n"
        )
    )
    assert (said["status"], said["patients"], said["lines"]) == ("ready", 2, 4)


def test_a_column_headed_like_an_endpoint_that_cannot_be_read_is_asked_about() -> None:
    files = list(_csv("Patient,Best response,OS\na,PR,long\nb,SD,short\nc,SD,middling\n").items())
    opening = begin_opening(files)
    (question,) = opening_outcome(opening).questions
    assert question.text.startswith("These columns may hold OS, but were not read as such: OS.")
    assert question.issue.ask is not None
    kept = with_answer(opening, question.issue.ask.key, "own")
    assert opening_outcome(kept).questions == ()
    assert opening_outcome(begin_opening(files, mapping=kept.mapping)).questions == ()


def test_dates_of_ends_without_a_start_are_asked_about() -> None:
    files = list(
        _csv(
            "Patient,Best response,First seen at,Date of death,Last follow-up\n"
            "a,PR,Roma,2019-01-01,2019-01-01\nb,SD,Paris,,2020-01-01\n"
        ).items()
    )
    opening = begin_opening(files)
    (question,) = opening_outcome(opening).questions
    assert "no column was recognised as the start of treatment" in question.text
    assert question.issue.ask is not None
    assert opening_outcome(with_answer(opening, "start:all", "none")).questions == ()


def test_a_legend_behind_the_number_of_a_line_is_that_line_s() -> None:
    said = said_of(
        _csv(
            "Patient;Stage 1;Drugs 1;PFS 1 (months);Event PFS 1 (1=yes, 2=no);Stage 2;Drugs 2;"
            "PFS 2 (months);Event PFS 2 (1=yes, 2=no)\n"
            "a;metastatic;AI;5.5;1;metastatic;GD;7.5;2\nb;metastatic;AI;9.5;2;;;;\n"
        )
    )
    assert said["status"] == "ready"
    assert times(said, "pfs") == (3, 1, [5.5, 7.5, 9.5])


@pytest.mark.parametrize("event", ["Dead", "Gestorben", "Décès", "Deceduto", "Zgon"])
def test_an_endpoint_before_its_own_event_names_the_event(event: str) -> None:
    said = said_of(_csv(f"Patient,OS months,OS {event}\na,3.5,1\nb,9.5,0\n"))
    assert said["status"] == "ready"
    assert times(said, "os") == (2, 1, [3.5, 9.5])


def test_polish_capitals_in_their_own_code_page_are_read() -> None:
    sheet = "PACJENT;PŁEĆ;PRZEŻYCIE CAŁKOWITE (MIESIĄCE);ZGON;ODPOWIEDŹ\na;K;3,5;tak;PR\n"
    assert times(said_of(_csv(sheet, "cp1250")), "os") == (1, 1, [3.5])


def test_the_label_of_a_column_of_two_meanings_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xpt"
    table = pd.DataFrame({"PATIENT": ["a", "b"], "DCD": [1.0, 2.0], "OS": [3.5, 9.5]})
    labels = ["Patient", "DCD (1=oui, 2=non)", "OS (mois)"]
    pyreadstat.write_xport(table, path, column_labels=labels)
    outcome = opening_outcome(begin_opening([(path.name, path.read_bytes())]))
    assert outcome.cohort is not None
    assert outcome.cohort.frame["os_event"].tolist() == [1.0, 0.0]


@pytest.mark.parametrize(
    ("sheet", "months"),
    [
        ("Patient;Sexe;Meilleure réponse;OS j;Statut vital\na;homme;RP;365;DCD\n", 11.99),
        ("Patient;Geschlecht;Bestes Ansprechen;os_j;Verstorben\na;m;PR;2;ja\n", 24.0),
        ("Patient;Sex;Best response;OS d;Dead\na;M;PR;365;yes\n", 11.99),
    ],
)
def test_a_letter_behind_an_endpoint_is_its_unit(sheet: str, months: float) -> None:
    assert times(said_of(_csv(sheet)), "os") == (1, 1, [months])


def test_the_label_of_a_name_cut_short_says_what_the_variable_holds(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xpt"
    table = pd.DataFrame({"PATIENT": ["a", "b"], "PROGRESS": [3.5, 9.5], "EREIGNIS": [1.0, 0.0]})
    labels = ["Patient", "Progressionsfreies Überleben Monate", "PFS-Ereignis"]
    plain = [label.replace("Ü", "U") for label in labels]
    pyreadstat.write_xport(table, path, column_labels=plain)
    outcome = opening_outcome(begin_opening([(path.name, path.read_bytes())]))
    assert outcome.cohort is not None
    assert outcome.cohort.frame["pfs_months"].tolist() == [3.5, 9.5]


@pytest.mark.parametrize(
    ("time", "event"),
    [("przezyci", "Zdarzenie PFS"), ("Sopravvi", "PFS evento"), ("Zeit", "PFS Ereignis")],
)
def test_times_under_a_header_cut_short_are_asked_where_their_event_stands(
    time: str, event: str
) -> None:
    sheet = f"Patient;{time};{event};OS (months);Death\n" + "\n".join(
        f"{n};{n + 2},5 mies.;{n % 2};{n + 9};{n % 2}" for n in range(1, 6)
    )
    said = said_of(sheet)
    (question,) = said["questions"]
    assert said["status"] == "asks"
    assert f"These columns may hold PFS, but were not read as such: {time}." in question
    kept = said_of(sheet, **{f"not read:{time}": "own"})
    assert (kept["status"], kept["endpoints"]["pfs"]) == ("ready", None)
