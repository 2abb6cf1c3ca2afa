"""Headers of two rows, merged or not, and of three as in TCGA; times to death and to contact."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import said_of
from tests.intake.uploads.sheets import (
    Writer,
    excel,
    numbers_of,
    open_document,
    response_of,
    size_of,
)

PUBLISHED = [
    ["Supplementary Table S1", "", "", "", "", "", "", "", "", ""],
    ["Patient", "Demographics", "", "Treatment", "", "", "Outcome", "", "", ""],
    [
        "",
        "Sex",
        "Age",
        "Line",
        "Regimen",
        "Best response",
        "PFS (months)",
        "PD",
        "OS (months)",
        "Dead",
    ],
    ["P1", "F", 34, 1, "AI", "PR", 12.7, "yes", 48, "no"],
    ["", "", "", 2, "MTX-VBL", "SD", 12.4, "yes", 34.5, "no"],
    ["P2", "M", 51, 1, "A", "CR", 35, "no", 40, "yes"],
    ["PR, partial response; CR, complete response.", "", "", "", "", "", "", "", "", ""],
]
PUBLISHED_MERGED = [
    (0, 0, 0, 9),
    (1, 0, 2, 0),
    (1, 1, 1, 2),
    (1, 3, 1, 5),
    (1, 6, 1, 9),
    (3, 0, 4, 0),
    (3, 1, 4, 1),
    (3, 2, 4, 2),
]
GDC = (
    "case_submitter_id\tgender\tvital_status\tdays_to_death\tdays_to_last_follow_up\tmorphology\n"
    "T-01\tfemale\tAlive\t'--\t1200\t8890/3\nT-02\tmale\tDead\t430\t'--\t8850/3\n"
    "T-03\tfemale\tDead\t900\t'--\t8890/3\nT-04\tmale\tAlive\t'--\t2100\t8811/3\n"
    "T-05\tfemale\tAlive\t'--\t365\t8890/3\n"
)
TCGA = (
    "patient_id,gender,vital_status,death_days_to,last_contact_days_to,icd_o_3_histology\n"
    "patient_id,gender,vital_status,days_to_death,days_to_last_followup,icd_o_3_histology\n"
    "CDE_ID:,CDE_ID:1,CDE_ID:2,CDE_ID:3,CDE_ID:4,CDE_ID:5\n"
    "X1,FEMALE,Alive,[Not Applicable],1200,8890/3\nX2,MALE,Dead,430,[Not Available],8850/3\n"
    "X3,FEMALE,Alive,[Not Applicable],2100,8890/3\n"
)


@pytest.mark.parametrize(("write", "name"), [(excel, "t.xlsx"), (open_document, "t.ods")])
def test_two_header_rows_with_merged_cells_are_one_header(write: Writer, name: str) -> None:
    said = said_of(write(PUBLISHED, merged=PUBLISHED_MERGED), name)
    assert size_of(said) == ("ready", 3, 2)
    assert numbers_of(said, "pfs") == (3, 2, 12.7)
    assert response_of(said) == (2, 3)


@pytest.mark.parametrize(
    "sheet",
    [
        "Patient,PFS,,OS,\n,months,event,months,event\nP1,12,1,14,0\nP2,7,1,19,1\n",
        "patient_id;PFS;;OS;\n;mesi;evento;mesi;evento\nP1;12;1;14;0\nP2;7;1;19;1\n",
        "Patient;PFS;;Gesamtüberleben;\n;Monate;Ereignis;Monate;Ereignis\nP1;12;ja;14;nein\n"
        "P2;7;ja;19;ja\n",
        "Patient;PFS;;Gesamtüberleben;\n;Monate;Ereignis;Monate;Status\nP1;12;1;14;lebt\n"
        "P2;7;1;19;tot\n",
    ],
)
def test_an_upper_row_that_is_written_once_holds_for_the_columns_beside_it(sheet: str) -> None:
    said = said_of(sheet)
    assert numbers_of(said, "pfs") == (2, 2, 9.5)
    assert numbers_of(said, "os") == (2, 1, 19.0)


def test_lines_in_the_upper_row_give_a_line_each() -> None:
    rows = [
        ["Patient", "Sex", "First line", "", "Second line", ""],
        ["", "", "Regimen", "Best response", "Regimen", "Best response"],
        ["P1", "F", "AI", "PR", "MTX-V", "SD"],
        ["P2", "M", "A", "PD", "", ""],
    ]
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5)]
    assert size_of(said_of(excel(rows, merged=merged), "lines.xlsx")) == ("ready", 3, 2)


def test_a_row_of_units_is_part_of_the_header() -> None:
    said = said_of("Patient,PFS,Progressed\n,(days),\nP1,365.25,1\nP2,730.5,1\n")
    assert numbers_of(said, "pfs") == (2, 2, 18.0)


def test_gdc_days_become_survival_in_months() -> None:
    said = said_of(GDC, "clinical.tsv")
    assert size_of(said) == ("ready", 5, 5)
    assert numbers_of(said, "os") == (5, 2, None)
    assert sorted(round(m, 1) for m in said["endpoints"]["os"]["months"]) == [
        12.0,
        14.1,
        29.6,
        39.4,
        69.0,
    ]
    assert "8890" not in " ".join(said["notes"])
    assert not any("hold dates" in note for note in said["notes"])


def test_gdc_headers_with_their_entity_and_patients_without_a_sure_end() -> None:
    said = said_of(
        "cases.submitter_id\tdemographic.vital_status\tdemographic.days_to_death\t"
        "diagnoses.days_to_last_follow_up\nT1\tAlive\t'--\t1200\nT2\tDead\t430\t'--\n"
        "T3\tNot Reported\t'--\t300\nT4\tDead\t'--\t'--\nT5\tAlive\t80\t100\n",
        "clinical.tsv",
    )
    assert size_of(said) == ("ready", 5, 5)
    assert numbers_of(said, "os") == (2, 1, None)
    assert any("disagree" in warning and "(rows 5, 6)" in warning for warning in said["warnings"])


def test_tcga_has_three_header_rows_and_death_and_contact_in_exclusive_columns() -> None:
    said = said_of(TCGA)
    assert size_of(said) == ("ready", 3, 3)
    assert numbers_of(said, "os") == (3, 1, None)


@pytest.mark.parametrize(
    "header",
    [
        "Paziente;Giorni al decesso;Giorni all'ultimo contatto",
        "Patient;Tage bis Tod;Tage bis letzter Kontakt",
        "Patient;Jours jusqu'au décès;Jours jusqu'au dernier contact",
        "Paciente;Días hasta la muerte;Días hasta el último contacto",
        "Patiënt;Dagen tot overlijden;Dagen tot laatste contact",
        "Pacjent;Dni do zgonu;Dni do ostatniego kontaktu",
    ],
)
def test_days_to_death_and_to_the_last_contact_are_one_time_in_every_language(header: str) -> None:
    said = said_of(f"{header}\nP1;;1200\nP2;430;\n")
    assert size_of(said) == ("ready", 2, 2)
    assert numbers_of(said, "os") == (2, 1, None)


@pytest.mark.parametrize(
    "head",
    [
        "Patient;;Progression-free survival;;Overall survival;\n"
        "No.;Stage;months;event;months;event",
        "Paciente;;Supervivencia libre de progresión;;Supervivencia global;\n"
        "Número;Estadio;meses;evento;meses;evento",
        "Paziente;;PFS;;OS;\nN.;Stadio;mesi;evento;mesi;evento",
        "Patient;;PFS;;OS;\nNr.;Stadium;Monate;Ereignis;Monate;Ereignis",
        "Patient;;SSP;;SG;\nN°;Stade;mois;événement;mois;événement",
        "Patiënt;;PFS;;OS;\nNr.;Stadium;maanden;gebeurtenis;maanden;gebeurtenis",
        "Pacjent;;PFS;;OS;\nNr;Stadium;miesiące;zdarzenie;miesiące;zdarzenie",
    ],
)
def test_an_upper_row_that_names_every_group_is_joined_to_units_below(head: str) -> None:
    said = said_of(f"{head}\n1;metastatic;5;1;20;1\n2;metastatic;15;0;15;0\n3;metastatic;3;1;9;1\n")
    assert size_of(said) == ("ready", 3, 3)
    assert numbers_of(said, "pfs") == (3, 2, 5.0)
    assert numbers_of(said, "os")[:2] == (3, 2)


@pytest.mark.parametrize("answers", ["yes/no", "1/0", "J/N", "(sì/no)"])
def test_a_row_of_units_and_of_possible_answers_belongs_to_the_header(answers: str) -> None:
    said = said_of(
        f"Patient;Age;PFS;Progressed;OS;Died\n;years;months;{answers};months;{answers}\n"
        "1;20;5;yes;20;yes\n2;30;15;no;15;no\n3;44;3;yes;9;yes\n"
    )
    assert size_of(said) == ("ready", 3, 3)
    assert (numbers_of(said, "pfs"), numbers_of(said, "os")[:2]) == ((3, 2, 5.0), (3, 2))
