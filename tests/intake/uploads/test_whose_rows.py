"""Which row is whose: named once, merged, hidden, entered twice, labels that start anew."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import said_of
from tests.intake.uploads.sheets import (
    Rows,
    Writer,
    excel,
    numbers_of,
    open_document,
    response_of,
    size_of,
)
from tests.places import ROOT

TWO_CENTRES = (
    "Centre,Patient,Sex,Start date,Best response,Last follow-up,Dead\n"
    "A,1,F,2018-01-10,PR,2020-03-02,no\nA,2,M,2018-02-11,SD,2019-02-01,yes\n"
    "A,3,F,2018-05-03,CR,2021-11-21,no\nB,1,F,2019-01-15,PD,2019-07-30,no\n"
    "B,2,M,2019-03-04,SD,2021-12-18,yes\nB,3,F,2019-06-20,PR,2022-01-11,no\n"
)
TWICE = (
    "Patient,Sex,Start date,Best response,Death date,Last follow-up\n"
    "1,F,2018-01-10,PR,,2020-03-02\n2,M,2018-02-11,SD,2019-02-01,2019-02-01\n"
    "2,M,2018-02-11,SD,2019-02-01,2019-02-01\n3,F,2018-05-03,CR,,2021-11-21\n"
)
NAMED_ONCE = (
    "Patient,Line,Regimen,Start,End,Best response,Date of PD,Last FU,Vital status\n"
    "P1,1,AI,2016-01-11,2016-06-02,PR,2017-02-03,2020-01-01,Alive\n"
    ",2,MTX-V,2017-02-20,2018-01-10,SD,2018-03-04,,\n"
    ",3,GD,2018-03-20,2018-09-01,PD,2018-08-30,,\n"
    "P2,1,A,2018-05-02,2018-10-02,CR,,2021-04-04,Alive\n"
    "P3,1,MTX-V,2017-07-01,2017-12-01,SD,2017-11-20,2018-06-30,Dead\n"
    ",2,AI,2017-12-15,2018-03-01,PD,2018-02-20,,\n"
)
GROUPS: Rows = [
    ["patient_id", "regimen_group", "best_response", "Comment"],
    ["a", "MTX-V", "PR", "x"],
    ["b", "", "PD", "y"],
    ["c", "", "SD", "z"],
    ["d", "other", "CR", "w"],
]
WRITERS = pytest.mark.parametrize(
    ("write", "name"), [(excel, "sheet.xlsx"), (open_document, "sheet.ods")]
)


def test_labels_that_start_anew_in_each_centre_are_asked_about() -> None:
    said = said_of(TWO_CENTRES)
    assert size_of(said) == ("asks", 6, 6)
    (question,) = said["questions"]
    assert "Centre" in question
    own = said_of(TWO_CENTRES, **{"patients:Centre": "new"})
    assert size_of(own) == ("ready", 6, 6)
    assert numbers_of(own, "os") == (6, 2, 33.5)
    same = said_of(TWO_CENTRES, **{"patients:Centre": "same"})
    assert size_of(same) == ("asks", 6, 3)
    assert ["OS of a later line is longer" in question for question in same["questions"]] == [True]


@pytest.mark.parametrize(
    "sheet",
    [
        "Zentrum;Patient;Geschlecht;Linie;Bestes Ansprechen\nA;1;w;1;PR\nA;2;m;1;SD\nB;1;m;1;PD\n",
        "Ospedale;Paziente;Sesso;Risposta\nX;1;F;RP\nX;2;M;MS\nY;1;M;RC\n",
        "Site,Subject,Sex,Best response\n101,001,F,PR\n101,002,M,SD\n102,001,F,PD\n",
        "STUDY,PT,REGIMEN,BEST RESPONSE\nS1,1,AI,PR\nS1,2,AI,PR\nS1,3,AI,SD\nS2,1,A,PR\n"
        "S2,2,A,SD\nS2,3,A,SD\n",
    ],
)
def test_labels_by_centre_are_known_by_other_words(sheet: str) -> None:
    said = said_of(sheet)
    assert (said["status"], len(said["questions"])) == ("asks", 1)
    assert "start anew" in said["questions"][0]


def test_a_patient_who_went_on_in_another_centre_is_one() -> None:
    said = said_of(
        "Centre,Patient,Line,Regimen,Best response\nA,P1,1,AI,PR\nB,P1,2,GD,SD\nA,P2,1,AI,PR\n"
        "B,P9,1,T,PD\n"
    )
    assert size_of(said) == ("ready", 4, 3)


def test_a_row_entered_twice_is_asked_about_and_kept_once() -> None:
    said = said_of(TWICE)
    assert (said["status"], len(said["questions"])) == ("asks", 1)
    assert "(rows 3, 4)" in said["questions"][0]
    once = said_of(TWICE, **{"same rows:sheet": "one"})
    assert size_of(once) == ("ready", 3, 3)
    assert numbers_of(once, "os") == (3, 1, None)
    both = said_of(TWICE, **{"same rows:sheet": "both"})
    assert size_of(both) == ("ready", 4, 3)


def test_a_row_entered_twice_is_known_beside_a_run_number() -> None:
    said = said_of("No.,Patient,Best response\n1,a,PR\n2,b,SD\n3,b,SD\n")
    assert (said["status"], len(said["questions"])) == ("asks", 1)
    assert "(rows 3, 4)" in said["questions"][0]


def test_a_site_that_differs_between_numbered_lines_is_no_question() -> None:
    said = said_of(
        "Patient,Line,Site,Best response\n1,1,lung,PR\n1,2,liver,SD\n2,1,lung,PR\n2,2,liver,SD\n"
        "3,1,lung,PR\n3,2,liver,SD\n"
    )
    assert size_of(said) == ("ready", 6, 3)


def test_the_same_cells_in_rows_that_name_no_patient_are_no_question() -> None:
    said = said_of("Sex,Best response\nF,PR\nF,PR\nM,SD\n")
    assert not any("same in every cell" in question for question in said["questions"])


def test_a_patient_named_on_the_first_row_only_is_filled_down() -> None:
    said = said_of(NAMED_ONCE, **{"stage:all": "advanced"})
    assert size_of(said) == ("ready", 6, 3)
    assert response_of(said) == (2, 6)
    assert numbers_of(said, "os") == (6, 2, None)
    assert any("(Patient; rows 3, 4, 7)" in note for note in said["notes"])


def test_rows_belong_together_where_only_the_line_is_said() -> None:
    said = said_of(
        "Paziente;Sesso;Schema;Inizio;Risposta\nP1;F;AI;2016-01-11;RP\n;;GD;2017-02-01;MS\n"
        "P2;M;A;2018-01-01;RC\n"
    )
    assert size_of(said) == ("ready", 3, 2)


@pytest.mark.parametrize(
    "lines", [("L1", "L2"), ("1st", "2nd"), ("prima", "seconda"), ("1. Linie", "2. Linie")]
)
def test_the_number_of_a_line_may_be_written_in_words(lines: tuple[str, str]) -> None:
    first, second = lines
    said = said_of(
        f"Patient;Line;Regimen;Best response\nP1;{first};AI;PR\n;{second};GD;SD\nP2;{first};A;CR\n"
    )
    assert size_of(said) == ("ready", 3, 2)
    assert response_of(said) == (2, 3)


def test_a_row_without_patient_that_does_not_go_on_is_asked_about() -> None:
    said = said_of("Patient,Line,Regimen,Best response\nP1,1,AI,PR\n,1,GD,SD\nP2,1,A,CR\n")
    assert said["status"] == "asks"
    assert "(patient_id; row 3)" in said["questions"][0]


@WRITERS
def test_a_merged_group_holds_for_each_of_its_rows(write: Writer, name: str) -> None:
    said = said_of(write(GROUPS, merged=[(1, 1, 3, 1)]), name)
    assert size_of(said) == ("ready", 4, 4)
    assert any(
        "filled in regimen_group" in note and "(rows 3, 4)" in note for note in said["notes"]
    )


@WRITERS
def test_a_merged_patient_holds_for_each_of_its_lines(write: Writer, name: str) -> None:
    rows = [
        ["patient_id", "line", "sex", "regimen", "best_response"],
        ["a", 1, "F", "AI", "PR"],
        ["", 2, "", "GD", "PD"],
        ["b", 1, "M", "AI", "SD"],
    ]
    said = said_of(write(rows, merged=[(1, 0, 2, 0), (1, 2, 2, 2)]), name)
    assert size_of(said) == ("ready", 3, 2)
    assert response_of(said) == (1, 3)


def test_merged_survival_stays_with_the_first_line() -> None:
    rows = [
        ["Patient", "Line", "Best response", "OS (months)", "Dead"],
        ["P1", 1, "PR", 40, "yes"],
        ["", 2, "SD", "", ""],
        ["P2", 1, "CR", 12, "no"],
    ]
    said = said_of(excel(rows, merged=[(1, c, 2, c) for c in (0, 3, 4)]), "sheet.xlsx")
    assert size_of(said) == ("ready", 3, 2)
    assert numbers_of(said, "os") == (2, 1, 40.0)


def test_a_merged_status_holds_for_every_line_where_dates_tell_when() -> None:
    rows = [
        ["Patient", "Start", "Vital status", "Last contact", "Line", "Best response"],
        ["P1", "2018-01-10", "dead", "2020-01-10", 1, "PR"],
        ["", "2019-01-10", "", "", 2, "SD"],
        ["P2", "2018-01-10", "alive", "2020-01-10", 1, "PR"],
    ]
    said = said_of(excel(rows, merged=[(1, c, 2, c) for c in (0, 2, 3)]), "sheet.xlsx")
    assert numbers_of(said, "os") == (3, 2, 24.0)


def test_a_merged_response_is_asked_about() -> None:
    rows = [["Patient", "Best response"], ["P1", "PR"], ["P2", ""], ["P3", "SD"]]
    sheet = excel(rows, merged=[(1, 1, 2, 1)])
    assert "merged over several rows" in said_of(sheet, "sheet.xlsx")["questions"][0]
    each = said_of(sheet, "sheet.xlsx", **{"merged:Best response": "each"})
    assert (each["status"], response_of(each)) == ("ready", (2, 3))
    first = said_of(sheet, "sheet.xlsx", **{"merged:Best response": "first"})
    assert (first["status"], response_of(first)) == ("ready", (1, 2))


@WRITERS
def test_hidden_rows_and_columns_are_named_and_asked_about(write: Writer, name: str) -> None:
    sheet = write(GROUPS, hidden_rows=[2], hidden_columns=[3])
    said = said_of(sheet, name)
    assert size_of(said) == ("asks", 4, 4)
    assert len(said["questions"]) == 2
    assert "(row 3)" in said["questions"][0]
    assert "Comment" in said["questions"][1]
    without = said_of(
        sheet, name, **{"hidden rows:sheet": "without", "hidden columns:sheet": "without"}
    )
    assert size_of(without) == ("ready", 3, 3)
    assert response_of(without) == (2, 3)
    with_all = said_of(sheet, name, **{"hidden rows:sheet": "with", "hidden columns:sheet": "with"})
    assert size_of(with_all) == ("ready", 4, 4)


def test_an_old_workbook_tells_what_it_hides_and_merges() -> None:
    sheet = (ROOT / "tests/intake/files/invented_marks.xls").read_bytes()
    said = said_of(sheet, "sheet.xls")
    assert size_of(said) == ("asks", 5, 5)
    assert ["(row 5)" in said["questions"][0], "Comment" in said["questions"][1]] == [True, True]
    assert any("filled in regimen_group" in note for note in said["notes"])


def test_redcap_fields_of_a_plain_and_a_repeated_event_give_lines_of_both() -> None:
    said = said_of(
        "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,sex,regimen,"
        "best_resp\n1,baseline_arm_1,,,F,AI,PR\n1,followup_arm_1,,1,,GD,PD\n"
        "1,followup_arm_1,,2,,CTX,SD\n2,baseline_arm_1,,,M,AI,SD\n2,followup_arm_1,,1,,T,PD\n"
    )
    assert size_of(said) == ("ready", 5, 2)
    assert response_of(said) == (1, 5)


LINES = (
    ("1", "M1", "AI,2016-01-11,PR,12.7,yes", "MTX-VBL,2017-02-20,SD,12.4,yes", "alive,2020-01-01"),
    ("2", "M1", "A,2018-05-02,CR,35,no", ",,,,", "alive,2021-04-04"),
    ("3", "M1", "MTX-VBL,2017-07-01,SD,4.7,yes", "AI,2017-12-15,PD,2.2,yes", "dead,2018-06-30"),
)


@pytest.mark.parametrize(
    "names",
    [
        "Chemo {n},Start {n},Response {n},PFS {n} (mo),PD {n}",
        "Line {n} regimen,Line {n} start,Line {n} response,Line {n} PFS [months],Line {n} PD",
        "REGIMEN_{n},START_{n},RESPONSE_{n},PFS_mo_{n},PROG_{n}",
        "Schema {n},Inizio {n},Risposta {n},PFS {n} (mesi),Progressione {n}",
        "{n}. Linie Schema,{n}. Linie Beginn,{n}. Linie Ansprechen,{n}. Linie PFS (Monate),"
        "{n}. Linie Progress",
        "{n}a linea schema,{n}a linea inizio,{n}a linea risposta,{n}a linea PFS (mesi),"
        "{n}a linea progressione",
    ],
)
@pytest.mark.parametrize("status", ["Status", "Vital status"])
def test_numbered_columns_with_a_unit_become_lines_and_status_serves_each(
    names: str, status: str
) -> None:
    both = ",".join(names.format(n=n) for n in (1, 2))
    rows = "\n".join(",".join(row) for row in LINES)
    said = said_of(f"Patient,Stage,{both},{status},Last contact\n{rows}\n")
    assert size_of(said) == ("ready", 5, 3)
    assert numbers_of(said, "pfs") == (5, 4, 12.4)
    assert numbers_of(said, "os") == (5, 2, None)
    assert response_of(said) == (2, 5)
