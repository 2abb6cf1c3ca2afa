"""Two tables on one sheet, and tables that write the same patients in two ways."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from tests.intake.uploads.command import said_of, times
from tests.intake.uploads.sheets import excel


@pytest.mark.parametrize(
    "sheet",
    [
        "Patient,OS (months),Death,,Patient,OS (months),Death\n1,14,1,,3,20,0\n2,20,0,,4,3,1\n",
        "Patient,OS (months),Death,Patient,OS (months),Death\n1,14,1,3,20,0\n2,20,0,4,3,1\n",
        "No;Paziente;OS (mesi);Morto;;No;Paziente;OS (mesi);Morto\n"
        "1;a;14;si;;3;c;20;no\n2;b;20;no;;4;d;3;si\n",
        "patient_id,os_months,os_event,patient_id,os_months,os_event\n1,14,1,3,20,0\n2,20,0,4,3,1\n",
        "Patient,OS (months),Death\n1,14,1\n2,20,0\n\nPatient,OS (months),Death\n3,20,0\n4,3,1\n",
        "Pat.;OS (Monate);Tod\n1;14;ja\n2;20;nein\n\nPat.;Tod;OS (Monate)\n3;nein;20\n4;ja;3\n",
        "Patient,OS (months),Death\n1,14,1\n2,20,0\nPatient,Death,OS (months)\n3,0,20\n4,1,3\n",
    ],
)
def test_the_same_columns_again_hold_further_patients(sheet: str) -> None:
    said = said_of(sheet)
    assert (said["status"], said["patients"], said["lines"]) == ("ready", 4, 4)
    assert times(said, "os") == (4, 2, [14, 20, 20, 3])


def test_tables_side_by_side_in_a_workbook_hold_further_patients() -> None:
    head = ["Paciente", "SG (meses)", "Muerte"]
    rows = [
        [*head, "", *head],
        ["a", 14, "sí", "", "c", 20, "no"],
        ["b", 20, "no", "", "d", 3, "sí"],
    ]
    said = said_of(excel(rows), "two.xlsx")
    assert (said["status"], times(said, "os")) == ("ready", (4, 2, [14, 20, 20, 3]))


def test_tables_that_share_labels_are_asked_about() -> None:
    said = said_of(
        "Patient,OS (months),Death,,Patient,OS (months),Death\n1,14,1,,2,20,0\n2,20,0,,1,3,1\n"
    )
    assert said["status"] == "asks"
    assert any("have the same columns" in question for question in said["questions"])


@pytest.mark.parametrize(
    "sheet",
    [
        "Patient,OS (months),Death,,Patient,Response\n1,14,1,,2,PR\n2,20,0,,1,SD\n",
        "Patient,OS (months),Death\n1,14,1\n2,20,0\n\nPatient,Response\n2,PR\n1,SD\n",
    ],
)
def test_other_columns_of_the_same_patients_are_joined(sheet: str) -> None:
    said = said_of(sheet)
    assert (said["status"], said["patients"]) == ("ready", 2)
    assert said["response"] == {"evaluable": 2, "responders": 1}
    assert times(said, "os") == (2, 1, [14, 20])


def test_a_table_of_others_with_other_columns_is_asked_about() -> None:
    sheet = "Patient,OS (months),Death\n1,14,1\n2,20,0\n\nPatient,Age,Sex\n8,14,F\n9,20,M\n"
    said = said_of(sheet)
    assert said["status"] == "asks"
    assert any("holds another table" in question for question in said["questions"])
    out = said_of(sheet, **{"tables:sheet, sheet rows 5–7": "out"})
    assert (out["status"], out["patients"]) == ("ready", 2)


def test_patients_named_again_in_a_column_are_one_table() -> None:
    sheet = "Patient,OS (months),Death,Patient,Response\n1,14,1,1,PR\n2,20,0,2,SD\n"
    said = said_of(sheet)
    assert (said["status"], said["patients"], times(said, "os")) == ("ready", 2, (2, 1, [14, 20]))
    assert not any("joined" in note for note in said["notes"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("001", "002"), ("1", "2")),
        (("1.0", "2.0"), ("1", "2")),
        (("IMT-01", "IMT-02"), ("IMT 1", "imt 2")),
        (("a_1", "b2 "), ("A1", "B 2")),
    ],
)
def test_files_that_write_their_patients_otherwise_are_joined(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    first = f"Patient,Response\n{one[0]},PR\n{one[1]},SD\n"
    second = f"Patient,OS (months),Death\n{other[0]},14,1\n{other[1]},20,0\n"
    said = said_of({"a.csv": first.encode(), "b.csv": second.encode()})
    assert (said["status"], said["patients"]) == ("ready", 2)
    assert times(said, "os") == (2, 1, [14, 20])
    assert any("joined as the same patients" in warning for warning in said["warnings"])


def test_sheets_that_write_their_patients_otherwise_are_joined() -> None:
    book, content = Workbook(), io.BytesIO()
    book.active.append(["Paziente", "Risposta"])
    for row in (["P-01", "RP"], ["P-02", "SD"]):
        book.active.append(row)
    sheet = book.create_sheet("esiti")
    for row in (["Paziente", "OS (mesi)", "Deceduto"], ["P1", 14, "si"], ["P2", 20, "no"]):
        sheet.append(row)
    book.save(content)
    said = said_of({"book.xlsx": content.getvalue()})
    assert (said["status"], said["patients"]) == ("ready", 2)
    assert times(said, "os") == (2, 1, [14, 20])


def test_labels_that_may_be_two_patients_are_not_joined() -> None:
    first = b"Patient,Response\n1,PR\n01,SD\n2,CR\n"
    second = b"Patient,OS (months),Death\n001,14,1\n2,20,0\n"
    said = said_of({"a.csv": first, "b.csv": second})
    assert said["response"] == {"evaluable": 1, "responders": 1}
    assert any("match no row" in warning for warning in said["warnings"])
