"""Lines of one patient that reach into each other, or contradict each other."""

from __future__ import annotations

import pytest

from imt_core.intake.opening import begin_opening, opening_outcome, with_answer
from tests.intake.uploads.command import days, said_of

NEXT_LINE = """\
patient_id,stage,line_number,start_date,progression_date,death_date,last_followup_date
a,metastatic,1,2015-01-01,,2018-01-01,2018-01-01
a,metastatic,2,2016-01-01,2016-06-01,2018-01-01,2018-01-01
b,metastatic,1,2015-01-01,,,2020-01-01
b,metastatic,2,2015-07-01,2016-01-01,,2020-01-01
"""
IN_FRENCH = """Patient;Stade;Début du traitement;Date de progression;Date de décès;\
Date des dernières nouvelles
a;métastatique;2015-01-01;;2018-01-01;2018-01-01
a;métastatique;2016-01-01;2016-06-01;2018-01-01;2018-01-01
b;métastatique;2015-01-01;;;2020-01-01
b;métastatique;2015-07-01;2016-01-01;;2020-01-01
"""
CONTRADICTING = """patient_id,stage,line_number,start_date,best_response,pfs_months,pfs_event,\
os_months,os_event
a,metastatic,1,2016-01-01,PD,24,0,12,1
a,metastatic,2,2015-01-01,PR,5,1,30,1
b,metastatic,1,2015-01-01,PR,20,1,30,1
b,metastatic,2,2015-07-01,SD,5,1,24,1
"""
AFTER_DEATH = """patient_id,best_response,start_date,death_date,last_followup_date
A01,PR,2020-01-01,2020-06-01,2021-01-01
A02,PD,2020-03-01,,2021-01-01
"""


@pytest.mark.parametrize("sheet", [NEXT_LINE, IN_FRENCH])
def test_pfs_without_a_progression_ends_censored_when_the_next_line_starts(sheet: str) -> None:
    said = said_of(sheet)
    assert said["status"] == "ready"
    pfs = said["endpoints"]["pfs"]
    assert (days(pfs), pfs["events"]) == ([365, 152, 181, 184], 2)
    assert said["endpoints"]["os"]["events"] == 2
    (note,) = (note for note in said["notes"] if "next line" in note)
    assert note.startswith("PFS without a progression date is censored when the next line starts.")
    assert note.endswith("(pfs_months; rows 2, 4)")
    assert not any("next line" in warning for warning in said["warnings"])


def test_the_rule_of_the_next_line_can_be_switched_off() -> None:
    said = said_of(NEXT_LINE, **{"next line": "runs on"})
    pfs = said["endpoints"]["pfs"]
    assert (days(pfs), pfs["events"]) == ([1096, 152, 1826, 184], 3)
    assert any("runs on through the next line, as answered" in note for note in said["notes"])
    assert not any("next line" in warning for warning in said["warnings"])


def test_a_last_line_and_a_recorded_progression_are_left_as_they_are() -> None:
    recorded = NEXT_LINE.replace("progression_date", "pfs_event,progression_date", 1)
    recorded = recorded.replace("2015-01-01,,", "2015-01-01,0,,").replace("-01,2016", "-01,1,2016")
    pfs = said_of(recorded)["endpoints"]["pfs"]
    assert (days(pfs), pfs["events"]) == ([365, 152, 181, 184], 2)


def test_recorded_months_that_run_through_the_next_line_are_kept_and_said() -> None:
    sheet = """patient_id,stage,line_number,start_date,pfs_months,pfs_event,os_months,os_event
a,metastatic,1,2015-01-01,20,0,36,1
a,metastatic,2,2016-01-01,5,1,24,1
"""
    said = said_of(sheet)
    assert said["endpoints"]["pfs"]["months"] == [20, 5]
    (warning,) = (warning for warning in said["warnings"] if "next line" in warning)
    assert warning.endswith("(pfs_months; row 2)")


def test_rfs_too_ends_when_the_next_line_starts() -> None:
    said = said_of(NEXT_LINE.replace("a,metastatic,1", "a,localized,1"))
    assert days(said["endpoints"]["rfs"]) == [365]
    assert said["endpoints"]["rfs"]["events"] == 0


def found(sheet: str) -> dict[str, tuple[str, tuple[int, ...]]]:
    """What is said of a sheet's lines, with its severity and rows."""
    issues = opening_outcome(begin_opening([("sheet.csv", sheet.encode())])).report.issues
    other = {"wanted_column_absent", "first_line_assumed"}
    return {i.code: (i.severity, i.rows) for i in issues if i.code not in other}


def test_each_contradiction_between_lines_is_one_issue() -> None:
    assert found(CONTRADICTING) == {
        "pfs_after_os": ("error", (2,)),
        "line_before_predecessor": ("warning", (3,)),
        "os_longer_on_later_line": ("warning", (2, 3)),
        "pfs_event_after_next_line": ("warning", (4,)),
        "pfs_after_pd": ("warning", (2,)),
    }


def test_the_same_contradictions_are_found_under_other_headers() -> None:
    sheet = CONTRADICTING.replace(
        "patient_id,stage,line_number,start_date,best_response,pfs_months,pfs_event,os_months,"
        "os_event",
        "Pat.-Nr.,Stadium,Therapielinie,Therapiebeginn,Bestes Ansprechen,PFS (Monate),Progress,"
        "OS (Monate),verstorben",
    )
    assert set(found(sheet)) == set(found(CONTRADICTING))


def test_a_longer_survival_of_a_later_line_is_an_error_where_the_starts_do_not_explain_it() -> None:
    sheet = "patient_id,line_number,os_months,os_event\na,1,12,1\na,2,30,1\nb,1,30,0\nb,2,20,0\n"
    assert found(sheet) == {"os_longer_on_later_line": ("error", (2, 3))}
    alive = sheet.replace(",1\n", ",0\n").replace("b,1,30,0", "b,1,30,1").replace("20,0", "20,1")
    assert found(alive) == {"os_longer_on_later_line": ("warning", (2, 3))}
    assert found(sheet.replace("a,2,30", "a,2,11")) == {}
    same = sheet.replace("a,2,30", "a,2,12")
    assert found(same)["repeated_survival"] == ("error", (2, 3))
    assert "os_longer_on_later_line" not in found(same)


def test_progressive_disease_at_best_with_an_early_event_is_in_order() -> None:
    sheet = "patient_id,stage,best_response,pfs_months,pfs_event\n"
    assert "pfs_after_pd" not in found(sheet + "a,metastatic,PD,2,1\nb,metastatic,PR,9,0\n")
    late = sheet + "a,metastatic,PD,7,1\nb,metastatic,PR,9,0\n"
    assert found(late)["pfs_after_pd"] == ("warning", (2,))


def test_a_last_contact_after_death_is_a_warning() -> None:
    said = said_of(AFTER_DEATH)
    (warning,) = (w for w in said["warnings"] if "after the death" in w)
    assert warning.endswith("(last_followup_date; row 2)")
    assert days(said["endpoints"]["os"]) == [152, 306]


def test_answers_about_lines_are_in_the_mapping() -> None:
    opening = begin_opening([("sheet.csv", NEXT_LINE.encode())])
    assert with_answer(opening, "next line", "runs on").mapping.answers == (
        ("next line", "runs on"),
    )


FIRST_ROW = """Patient,Line,Stage,Start,Response,PD date,Last FU,Status
P1,1,M1,2016-01-11,PR,2017-02-03,2020-01-01,AWD
P1,2,M1,2017-02-20,SD,2018-03-04,,
P2,1,M1,2018-05-02,CR,,2021-04-04,NED
P3,1,M1,2017-07-01,SD,2017-11-20,2018-06-30,DOD
P3,2,M1,2017-12-15,PD,2018-02-20,,
"""


@pytest.mark.parametrize(
    "sheet",
    [
        FIRST_ROW,
        FIRST_ROW.replace("P1,2", ",2").replace("P3,2", ",2"),
        FIRST_ROW.replace(
            "Patient,Line,Stage,Start,Response,PD date,Last FU,Status",
            "Paziente,Linea,Stadio,Data inizio,Risposta,Data progressione,Ultimo follow-up,Stato",
        ),
        FIRST_ROW.replace(
            "Patient,Line,Stage,Start,Response,PD date,Last FU,Status",
            "PAT,LINIE,STADIUM,THERAPIEBEGINN,ANSPRECHEN,PROGRESSDATUM,LETZTER KONTAKT,STATUS",
        ),
    ],
)
def test_the_status_on_a_patients_first_row_serves_every_line(sheet: str) -> None:
    said = said_of(sheet)
    assert said["status"] == "ready", said["questions"]
    assert days(said["endpoints"]["os"]) == [1451, 1045, 1068, 364, 197]
    assert said["endpoints"]["os"]["events"] == 2
    assert any("first row says" in note and "rows 3, 6" in note for note in said["notes"])


def test_a_status_that_a_line_says_otherwise_or_that_ended_before_it_stays_where_it_is() -> None:
    before = FIRST_ROW.replace("2020-01-01", "2017-02-10")
    assert said_of(before)["endpoints"]["os"]["n"] == 3
    other = FIRST_ROW.replace("2018-02-20,,", "2018-02-20,2018-06-30,NED")
    assert not any("first row says" in n and "Status" in n for n in said_of(other)["notes"])
