"""What a sheet does not say of any row, and holds for all: the stage, the treatment line."""

from __future__ import annotations

import pytest

from imt_core.intake.opening import begin_opening, opening_outcome, with_answer
from tests.intake.uploads.command import days, said_of

NO_STAGE = """Patient,Start date,Best response,Progression date,Death date,Last follow-up
1,2018-01-10,PR,2019-01-10,,2020-03-02
2,2018-02-11,SD,2018-06-01,2019-02-01,2019-02-01
3,2018-05-03,CR,,,2021-11-21
"""
IN_ITALIAN = """Paziente;Inizio terapia;Data progressione;Data decesso;Ultimo contatto
x1;10/01/2018;13/01/2019;;02/03/2020
x2;13/02/2018;21/06/2018;21/02/2019;21/02/2019
x3;30/05/2018;;;21/11/2021
"""
IN_GERMAN = """PATIENT;THERAPIEBEGINN;PROGRESSDATUM;STERBEDATUM;LETZTER KONTAKT
x1;10.01.2018;13.01.2019;;02.03.2020
x2;13.02.2018;21.06.2018;21.02.2019;21.02.2019
x3;30.05.2018;;;21.11.2021
"""
RECORDED = """Patient,PFS (months),Progressed,Start date,Last follow-up,Death date
1,12,1,2018-01-10,2020-03-02,
2,4,1,2018-02-11,,2019-02-01
"""


@pytest.mark.parametrize("sheet", [NO_STAGE, IN_ITALIAN, IN_GERMAN])
def test_the_stage_of_all_rows_is_one_question(sheet: str) -> None:
    said = said_of(sheet)
    assert said["status"] == "asks"
    (question,) = said["questions"]
    assert question.startswith("The sheet has no stage, and PFS (advanced disease) or RFS")
    assert not any("no column stage" in warning for warning in said["warnings"])


@pytest.mark.parametrize(
    ("answer", "end", "other"), [("advanced", "pfs", "rfs"), ("localized", "rfs", "pfs")]
)
def test_the_answer_gives_the_endpoint_of_that_disease(answer: str, end: str, other: str) -> None:
    said = said_of(NO_STAGE, **{"stage:all": answer})
    assert (said["status"], said["questions"]) == ("ready", [])
    assert days(said["endpoints"][end]) == [365, 110, 1298]
    assert said["endpoints"][end]["events"] == 2
    assert said["endpoints"][other] is None
    assert said["endpoints"]["os"]["events"] == 1
    assert any(f"all rows are taken as {answer} disease" in note for note in said["notes"])


def test_a_stage_that_is_not_known_leaves_overall_survival_alone() -> None:
    said = said_of(NO_STAGE, **{"stage:all": "not known"})
    assert said["status"] == "ready"
    assert said["endpoints"]["pfs"] is said["endpoints"]["rfs"] is None
    assert said["endpoints"]["os"]["n"] == 3


def test_no_stage_is_asked_for_where_nothing_hangs_on_it() -> None:
    assert said_of(RECORDED)["questions"] == []
    staged = NO_STAGE.replace("Patient,", "Stage,Patient,").replace("\n", "\nmetastatic,", 3)
    assert said_of(staged)["questions"] == []


def test_a_cell_left_out_takes_its_dates_along_also_under_an_assumed_stage() -> None:
    sheet = NO_STAGE.replace("2019-01-10", "soon").replace("3,2018-05-03", "3,2018-05-03").encode()
    opening = with_answer(begin_opening([("sheet.csv", sheet)]), "stage:all", "advanced")
    cohort = opening_outcome(opening).without_problems().reading.cohort
    assert cohort is not None
    assert cohort.frame["pfs_months"].isna().tolist() == [True, False, False]


def test_single_rows_are_first_lines_and_that_is_said() -> None:
    said = said_of(NO_STAGE, **{"stage:all": "advanced"})
    assert any("each is taken for the patient's first line" in note for note in said["notes"])
    for header in ("Prior lines", "Linea", "Therapielinie"):
        numbered = NO_STAGE.replace("Patient,", f"{header},Patient,").replace("\n", "\n1,", 3)
        assert not any("first line, as" in note for note in said_of(numbered)["notes"])


def test_single_rows_of_an_unknown_line_are_none_s_first_line() -> None:
    opening = begin_opening([("sheet.csv", RECORDED.encode())])
    first = opening_outcome(opening).cohort
    assert first is not None
    assert first.frame["line_group"].tolist() == ["first", "first"]
    unknown = opening_outcome(with_answer(opening, "line:all", "not known"))
    assert unknown.questions == ()
    assert unknown.cohort is not None
    assert unknown.cohort.frame["line_group"].tolist() == [None, None]
    assert unknown.cohort.frame["line_number"].isna().all()
