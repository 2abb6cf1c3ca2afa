"""Totals, footnotes, row names and invisible characters: no row of them is a patient's."""

from __future__ import annotations

import pytest

from imt_core.intake.files.rows_aside import RowsAside, rows_aside
from tests.intake.uploads.command import said_of
from tests.intake.uploads.sheets import excel, numbers_of, response_of, size_of

FOOTNOTE = "Pt,Best response\n1,PR\n2,SD†\n3,CR\n† Unconfirmed,\n"
TOTALS = (
    "ID,Sex,Response,PFS months,Progressed,OS months,Dead\n1,F,PR,12.0,1,14.0,0\n"
    "2,M,SD,7.0,1,19.0,1\n3,F,CR,26.0,0,30.0,0\n4,M,PD,2.0,1,5.0,1\n"
    "Median,,,9.5,,16.5,\nTotal,4,,,3,,2\n"
)
ROW_NAMES = '"","id","os_months","os_event"\n"1","P1",12.5,1\n"2","P2",20.1,0\n"3","P3",5.2,1\n'


def test_a_footnote_under_the_table_is_no_patient() -> None:
    said = said_of(FOOTNOTE)
    assert size_of(said) == ("ready", 3, 3)
    assert response_of(said) == (2, 3)
    assert any("remarks" in note and "(row 5)" in note for note in said["notes"])


def test_totals_under_the_table_spoil_no_column() -> None:
    said = said_of(TOTALS)
    assert size_of(said) == ("ready", 4, 4)
    assert said["questions"] == []
    assert numbers_of(said, "pfs") == (4, 3, 9.5)
    assert numbers_of(said, "os") == (4, 2, 19.0)
    assert any("totals" in note and "(rows 6, 7)" in note for note in said["notes"])


@pytest.mark.parametrize(
    "below",
    [
        "Mediana;;;12;;19;\nMedia (DS);;;15 (9,8);;21 (8);\nTotale;3;;;2;;1\n",
        "Gesamt;3;;;2;;1\nMittelwert;;;15;;21;\n\nAnmerkung: PR nicht bestätigt;;;;;;\n",
        "Moyenne;;;15;;21;\nÉcart-type;;;9,8;;8;\nTotal (n = 3);3;;;2;;1\nAbréviations;;;;;;\n"
        "RP;réponse partielle;;;;;\nRC;réponse complète;;;;;\n",
        "SUMA;3;;;2;;1\nn = 3;;;;;;\n* respuesta sin confirmar;;;;;;\n",
        "Totaal;3;;;2;;1\nGemiddelde;;;15;;21;\nStand 31.12.2022;;;;;;\n",
        "RAZEM;3;;;2;;1\nŚrednia;;;15;;21;\nRP = częściowa odpowiedź; RC = całkowita;;;;;\n",
        "Median [range];;;12 [7-26];;19 [14-30];\nUnconfirmed;;;;;;\n",
    ],
)
def test_totals_and_remarks_are_known_in_every_language(below: str) -> None:
    sheet = (
        "Patient;Sex;Best response;PFS (months);Progressed;OS (months);Dead\n"
        "A1;F;PR;12,0;yes;14,0;no\nA2;M;SD;7,0;yes;19,0;yes\nA3;F;CR;26,0;no;30,0;no\n"
    )
    said = said_of(sheet + below)
    assert size_of(said) == ("ready", 3, 3)
    assert numbers_of(said, "pfs") == (3, 2, 12.0)
    assert numbers_of(said, "os") == (3, 1, None)


@pytest.mark.parametrize(
    "rows",
    [
        [["Max", "12", "1"], ["Min", "7", "1"], ["Anna", "26", "0"]],
        [["L", "33", "1"], ["M", "44", "1"], ["N", "55", "0"]],
        [["SUM-1", "33", "1"], ["SUM-2", "44", "0"]],
        [["N1", "33", "1"], ["N2", "44", "0"]],
        [["P1", "Partial", "PR"], ["P2", "Total", "SD"]],
        [["P1", "F", "PR"], ["P2", "", ""]],
        [["Rossi", "F", "PR"], ["Verdi", "", ""]],
        [["Media", "F", "3"], ["Anna", "M", "4"]],
        [["*1", "F", "PR"], ["*2", "M", "SD"]],
        [["P1", "F", "PR"], ["", "", "SD"]],
    ],
)
def test_a_row_that_may_be_a_patients_stays(rows: list[list[str]]) -> None:
    numbered = dict(enumerate(rows, start=2))
    assert rows_aside(["Patient", "x", "y"], numbered) == RowsAside()


def test_subtotals_and_headers_inside_the_table_are_set_aside() -> None:
    said = said_of(
        "Patient,Best response,OS months,Dead\nP1,PR,12,1\nSubtotal,1,12,1\n"
        "Patient,Best response,OS months,Dead\nP2,SD,8,0\nSubtotal,1,8,0\n"
    )
    assert size_of(said) == ("ready", 2, 2)
    assert any("repeat the header" in note and "(row 4)" in note for note in said["notes"])


def test_row_names_of_r_are_left_out_with_a_note() -> None:
    said = said_of(ROW_NAMES)
    assert size_of(said) == ("ready", 3, 3)
    assert numbers_of(said, "os") == (3, 2, 12.5)
    assert "The first column without a name only numbers the rows, and was left out." in (
        " ".join(said["notes"])
    )


@pytest.mark.parametrize("name", ["Unnamed: 0", "X", "...1", "row.names", "index"])
def test_row_names_are_told_by_the_name_that_programs_give_them(name: str) -> None:
    said = said_of(f"{name},Paziente,OS (mesi),Deceduto\n0,P1,12.5,si\n1,P2,20.1,no\n")
    assert size_of(said) == ("ready", 2, 2)
    assert f"({name}) only numbers the rows" in " ".join(said["notes"])


def test_row_names_in_a_workbook_from_which_rows_were_taken() -> None:
    rows = [["", "Patient", "OS (months)", "Dead"], [3, "a", 12.5, "yes"], [7, "b", 3, "no"]]
    assert size_of(said_of(excel(rows), "frame.xlsx")) == ("ready", 2, 2)


def test_labels_without_a_header_name_the_patients_where_nothing_else_does() -> None:
    said = said_of(",sex,os_months,os_event\nP1,F,12.5,1\nP2,M,20.1,0\n")
    assert size_of(said) == ("ready", 2, 2)


def test_control_characters_are_shown_as_a_space_everywhere() -> None:
    rows = [
        ["patient_id", "regimen\x0bgroup", "best_response"],
        ["a", "A\x0bB", "PR"],
        ["b", "A\xa0B", "\u200bSD"],
        ["c", "A\u202eB", "PD\xa0"],
    ]
    said = said_of(excel(rows), "control.xlsx")
    assert size_of(said) == ("ready", 3, 3)
    assert response_of(said) == (1, 3)


def test_control_characters_of_a_text_file_are_shown_as_a_space() -> None:
    said = said_of("patient_id,regimen\x0bgroup,best_response\na,A\x1fB,PR\nb,A B,SD\n")
    assert size_of(said) == ("ready", 2, 2)
    assert not any("regimen_group" in warning for warning in said["warnings"])


SECTIONS = [
    "Patient,Response,OS (months),Death\nCentre Milan,,,\n1,PR,14,1\n2,SD,20,0\n"
    "Centre Paris,,,\n3,CR,30,0\n4,PD,3,1\n",
    "Paziente;Risposta;OS (mesi);Decesso\nMalattia localizzata;;;\nA01;RC;14;si\nA02;SD;20;no\n"
    "Malattia metastatica;;;\nA03;RP;30;no\nA04;PD;3;si\n",
    "Pat.;Ansprechen;OS (Monate);verstorben\nRossi;PR;14;ja\nVerdi;SD;20;nein\n"
    "Ausgeschlossen: andere Histologie;;;\nBianchi;CR;30;nein\nNeri;PD;3;ja\n",
    "Patient;Réponse;OS (mois);Décès\nBRAS A;;;\nP-1;PR;14;oui\nP-2;SD;20;non\n\n"
    "BRAS B;;;\nP-3;CR;30;non\nP-4;PD;3;oui\n",
    "Pacjent;Odpowiedź;OS (miesiące);Zgon\nAnna N;PR;14;tak\nEwa K;SD;20;nie\n"
    "Ośrodek Kraków;;;\nJan B;CR;30;nie\nOla C;PD;3;tak\n",
    "Patiënt;Respons;OS (mnd);Overleden\n2019;;;\nP1;PR;14;ja\nP2;SD;20;nee\n"
    "Arm2:;;;\nP3;CR;30;nee\nP4;PD;3;ja\n",
]


@pytest.mark.parametrize("sheet", SECTIONS[:5])
def test_headings_between_the_rows_of_patients_are_none(sheet: str) -> None:
    # What stands below the heading of the excluded is asked about.
    said = said_of(sheet, **{"excluded rows:sheet": "with"})
    assert size_of(said) == ("ready", 4, 4)
    assert response_of(said) == (2, 4)
    assert numbers_of(said, "os")[:2] == (4, 2)
    assert any("taken for headings" in note for note in said["notes"])


def test_headings_of_a_workbook_are_told_by_their_rows() -> None:
    rows = [line.split(",") for line in SECTIONS[0].splitlines()]
    (note,) = (n for n in said_of(excel(rows), "s.xlsx")["notes"] if "headings" in n)
    assert "(rows 2, 5)" in note


def test_a_row_that_holds_a_label_alone_and_may_be_a_patients_is_warned_about() -> None:
    said = said_of(SECTIONS[5])
    assert size_of(said) == ("ready", 5, 5)
    (warning,) = (w for w in said["warnings"] if "nothing else" in w)
    assert "(row 2)" in warning


def test_lines_below_a_label_of_their_own_row_are_no_section() -> None:
    rows = {2: ["Anna", "", ""], 3: ["", "1", "PR"], 4: ["P2", "1", "SD"], 5: ["", "2", "PD"]}
    assert rows_aside(["Patient", "Line", "Response"], rows) == RowsAside()


@pytest.mark.parametrize(
    "total", ["Subtotal {}", "ZWISCHENSUMME {}", "Totale gruppo {}", "{} mean"]
)
def test_totals_of_each_group_are_no_patients(total: str) -> None:
    said = said_of(
        "Patient,Group,Response,OS (months),Death\nP1,A,PR,14,1\nP2,A,SD,20,0\n"
        f"{total.format('A')},,,17,1\nP3,B,CR,30,0\nP4,B,PD,3,1\n{total.format('B')},,,16.5,1\n"
    )
    assert size_of(said) == ("ready", 4, 4)
    assert numbers_of(said, "os")[:2] == (4, 2)
    assert any("totals" in note and "(rows 4, 7)" in note for note in said["notes"])


@pytest.mark.parametrize(
    "label",
    [
        *("All patients", "Overall", "Mean", "Median (range)", "Range", "n = 3", "Total (n=3)"),
        *("Tutti", "Tutti i pazienti", "Intera coorte", "Totale generale", "Intervallo"),
        *("Ensemble", "Tous les patients", "Total général", "Étendue", "Effectif", "IC 95 %"),
        *("Gesamtkollektiv", "Alle Patienten", "Gesamt (n = 3)", "Spannweite", "Mittelwert"),
        *("Todos los pacientes", "Total general", "Rango", "Toda la cohorte", "Media"),
        *("Alle patiënten", "Hele cohort", "Totaal", "Bereik", "Gemiddelde (SD)"),
        *("Wszyscy pacjenci", "Ogółem", "Cała kohorta", "Zakres", "Średnia"),
    ],
)
@pytest.mark.parametrize("place", [1, 3])
def test_a_row_of_all_patients_is_none_wherever_it_stands(label: str, place: int) -> None:
    rows = ["P1;A;PR;14;1", "P2;A;SD;20;0", "P3;B;CR;30;0"]
    rows.insert(place, f"{label};;;17;1")
    said = said_of("\n".join(["Patient;Group;Response;OS (months);Death", *rows]))
    assert size_of(said) == ("ready", 3, 3)
    assert numbers_of(said, "os") == (3, 1, None)
    assert any("totals" in note and f"(row {place + 2})" in note for note in said["notes"])


@pytest.mark.parametrize(
    "rows",
    [
        "Milan,P1,14,1\nMilan,P2,20,0\nMilan,Subtotal,17,1\nParis,P3,30,0\nParis,Totale,30,0\n",
        "Milan,Anna,14,1\nMilan,Bea,20,0\n,Overall,17,1\nParis,Max,30,0\n",
    ],
)
def test_a_total_behind_the_name_of_a_group_is_no_patient(rows: str) -> None:
    said = said_of(f"Centre,Patient,OS (months),Death\n{rows}")
    assert size_of(said) == ("ready", 3, 3)
    assert numbers_of(said, "os") == (3, 1, None)


def test_a_median_that_is_not_reached_is_no_patient() -> None:
    said = said_of("Pt,OS (months),Death\nA,14,yes\nB,20,no\nMedian,NR,\n")
    assert (size_of(said), numbers_of(said, "os")) == (("ready", 2, 2), (2, 1, None))


@pytest.mark.parametrize("label", ["SD", "DE", "CI", "Max", "Alle", "MW", "ALL"])
def test_initials_and_names_that_are_words_of_totals_stay_patients(label: str) -> None:
    said = said_of(f"Pt,OS (months),Death\nAB,14,yes\n{label},20,no\nKL,9,no\n")
    assert size_of(said) == ("ready", 3, 3)
