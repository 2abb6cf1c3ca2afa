"""Times and ages whose unit is nowhere stated, or is stated row by row."""

from __future__ import annotations

import pytest

from imt_core.intake.mapping.mapped_cohort import read_mapped
from imt_core.intake.opening import begin_opening, opening_outcome
from tests.intake.uploads.command import answered, said_of, times

BARE_DAYS = b"""Patient,Best response,PFS,Progressed,OS,Dead
1,PR,48,1,157,1
2,SD,51,1,103,1
3,CR,180,1,235,0
4,PD,42,1,82,1
5,PR,61,1,110,1
6,SD,57,1,120,1
"""
ADSL = b"""STUDYID,USUBJID,AGE,SEX,TRT01A,TRTSDT,DTHDT,LSTALVDT
S,S-1,50,F,A,2020-01-01,,2021-01-01
S,S-2,51,M,A,2020-01-01,2020-09-01,2020-09-01
S,S-3,52,F,B,2020-01-01,,2021-06-01
S,S-4,53,M,B,2020-01-01,,2021-03-01
"""
ADTTE = b"""STUDYID,USUBJID,PARAM,PARAMCD,AVAL,CNSR,STARTDT,ADT
S,S-1,Progression Free Survival,PFS,60,0,2020-01-01,2020-02-29
S,S-2,Progression Free Survival,PFS,91,0,2020-01-01,2020-03-31
S,S-3,Progression Free Survival,PFS,121,1,2020-01-01,2020-04-30
S,S-4,Progression Free Survival,PFS,121,0,2020-01-01,2020-04-30
"""


def test_times_without_a_unit_are_asked_once_for_all_columns() -> None:
    said = said_of({"own.csv": BARE_DAYS})
    assert said["status"] == "asks"
    (question,) = said["questions"]
    assert question.startswith("PFS and OS: in which unit are these times?")
    assert (said["endpoints"]["pfs"], said["endpoints"]["os"]) == (None, None)


def test_the_answer_converts_the_times_and_is_remembered() -> None:
    files = {"own.csv": BARE_DAYS}
    said = said_of(files, mapping=answered(files, "days"))
    assert said["status"] == "ready"
    assert times(said, "pfs") == (6, 6, [1.58, 1.68, 5.91, 1.38, 2.0, 1.87])
    assert times(said, "os")[:2] == (6, 5)
    as_months = said_of(files, mapping=answered(files, "months"))
    assert times(as_months, "pfs")[2] == [48, 51, 180, 42, 61, 57]


@pytest.mark.parametrize(
    "sheet",
    [
        "Paziente;SLP;Progressione;OS;Decesso\n1;48;si;157;si\n2;51;si;103;no\n",
        "PATIENT\tPFS\tPROGRESSED\tOS\tDEAD\n1\t12\t1\t15\t1\n2\t5\t1\t13\t0\n",
        "ID;Überlebenszeit;Tod\n1;48;ja\n2;51;ja\n3;180;nein\n",
        "Patient;SG;Décès\n1;12;oui\n2;9;non\n3;18;non\n",
        "Paciente;SG;Muerte\n1;12;si\n2;9;no\n3;18;no\n",
    ],
)
def test_a_bare_header_is_asked_in_every_language(sheet: str) -> None:
    said = said_of({"own.csv": sheet.encode()})
    assert said["status"] == "asks"
    assert len(said["questions"]) == 1
    assert "in which unit are these times?" in said["questions"][0]


SAID = [
    *("OS (months)", "OS mo", "OS (mesi)", "OS (Monate)", "OS (mois)", "OS meses", "OS (maanden)"),
    *("os_months", "OS [miesiące]"),
]


@pytest.mark.parametrize("header", SAID)
def test_a_header_that_says_months_is_not_asked(header: str) -> None:
    said = said_of({"own.csv": f"Patient;{header};Dead\n1;48;1\n2;51;0\n3;7;1\n".encode()})
    assert said["status"] == "ready"
    assert times(said, "os")[2] == [48, 51, 7]


@pytest.mark.parametrize(
    ("factor", "unit"), [(1.0, "days"), (7.0, "weeks"), (30.4375, "months"), (365.25, "years")]
)
def test_dates_of_the_same_rows_settle_the_unit(factor: float, unit: str) -> None:
    rows = [("2018-01-10", "2020-03-02", 782), ("2018-02-11", "2019-02-01", 355)]
    rows += [("2018-05-03", "2021-11-21", 1298)]
    decimals = 0 if unit == "days" else 1
    lines = "".join(
        f"{n},{start},{end},{days / factor:.{decimals}f},{n % 2}\n"
        for n, (start, end, days) in enumerate(rows)
    )
    said = said_of({"own.csv": f"Patient,Start,Last contact,OS,Dead\n{lines}".encode()})
    assert said["status"] == "ready"
    allowed = 0.05 * factor / 30.4375 + 0.01
    for months, (_, _, days) in zip(times(said, "os")[2], rows, strict=True):
        assert months == pytest.approx(days / 30.4375, abs=allowed)


def test_months_beside_a_column_that_says_months_are_not_asked() -> None:
    sheet = b"Pt,PFS,Progression,OS (months),Dead\n1,12,1,14,1\n2,7,1,30,0\n3,20,0,28,0\n"
    said = said_of({"own.csv": sheet})
    assert said["status"] == "ready"
    assert times(said, "pfs") == (3, 2, [12, 7, 20])


def test_fractions_that_are_no_days_weeks_or_years_are_months() -> None:
    sheet = b"Pt,PFS,Progressed,OS,Dead\n1,18.1,0,34.7,0\n2,6.5,1,19.2,1\n3,65.2,0,65.2,0\n"
    said = said_of({"own.csv": sheet})
    assert (said["status"], times(said, "os")[2]) == ("ready", [34.7, 19.2, 65.2])


def test_halves_and_quarters_are_no_proof_of_months() -> None:
    sheet = "Paziente;PFS;Progressione;OS;Deceduto\n1;24,5;si;44,5;si\n2;30,5;si;60,25;no\n"
    sheet += "3;6,5;si;22,5;si\n4;80,0;no;80,75;no\n5;18,5;si;33,0;si\n"
    said = said_of({"own.csv": sheet.encode()})
    assert said["status"] == "asks"
    assert said["questions"][0].startswith("PFS and OS: in which unit are these times?")


def test_months_that_only_fractions_show_are_named() -> None:
    sheet = b"Pt,PFS,Progressed,OS,Dead\n1,18.1,0,34.7,0\n2,6.5,1,19.2,1\n3,65.2,0,65.2,0\n"
    notes = said_of({"own.csv": sheet})["notes"]
    assert sum("is taken to be in months" in note for note in notes) == 2


def test_fractions_that_are_days_in_weeks_are_asked() -> None:
    sheet = b"Pt,OS,Dead\n1,18.1,0\n2,26.4,1\n3,65.3,0\n4,52.9,1\n5,31.6,0\n"
    assert said_of({"own.csv": sheet})["status"] == "asks"


def test_a_column_of_units_converts_each_row() -> None:
    sheet = b"Patient,OS,OS unit,Dead\n1,365.25,days,0\n2,6,months,1\n3,2,years,0\n"
    said = said_of({"own.csv": sheet})
    assert (said["status"], times(said, "os")[2]) == ("ready", [12, 6, 24])
    unsaid = said_of({"own.csv": sheet.replace(b"6,months", b"6,")})
    assert (unsaid["status"], "row 3" in unsaid["questions"][0]) == ("asks", True)


def test_the_dates_of_a_trial_settle_the_unit_that_it_does_not_state() -> None:
    said = said_of({"adsl.csv": ADSL, "adtte.csv": ADTTE})
    assert said["status"] == "ready"
    assert times(said, "pfs") == (4, 3, [1.97, 2.99, 3.98, 3.98])
    assert not any("state the unit" in warning for warning in said["warnings"])


def test_without_such_dates_the_unit_of_a_trial_is_asked() -> None:
    rows = (line.rsplit(",", 2)[0] for line in ADTTE.decode().splitlines())
    files = {"adsl.csv": ADSL, "adtte.csv": "\n".join(rows).encode()}
    said = said_of(files)
    assert said["status"] == "asks"
    assert "PFS.AVAL: in which unit" in said["questions"][0]
    ready = said_of(files, mapping=answered(files, "days"))
    assert times(ready, "pfs")[2] == [1.97, 2.99, 3.98, 3.98]


AGES = [
    ("Age (months)", ["408", "18", "300"], [34, 1.5, 25]),
    ("Età (giorni)", ["3652,5", "1826,25", "730,5"], [10, 5, 2]),
    ("Alter (Monate)", ["24", "36", "6"], [2, 3, 0.5]),
    ("age_days", ["3652.5", "1826.25", "730.5"], [10, 5, 2]),
    ("Age", ["34 y", "6 mo", "18 months"], [34, 0.5, 1.5]),
    ("Età", ["6 anni", "18 mesi", "40"], [6, 1.5, 40]),
    ("Âge", ["6 ans", "18 mois", "4 ans et 6 mois"], [6, 1.5, 4.5]),
]


@pytest.mark.parametrize(("header", "ages", "years"), AGES)
def test_ages_become_years(header: str, ages: list[str], years: list[float]) -> None:
    lines = "".join(f"{n};{age};PR\n" for n, age in enumerate(ages))
    opening = begin_opening([("own.csv", f"Patient;{header};Best response\n{lines}".encode())])
    outcome = opening_outcome(opening)
    assert outcome.cohort is not None
    assert outcome.cohort.frame["age_years"].tolist() == years
    codes = [issue.code for issue in outcome.report.issues]
    assert "age_converted" in codes


def test_a_column_of_units_converts_each_age() -> None:
    sheet = b"Pt,Age,Unit of age,Best response\n1,34,years,PR\n2,6,months,SD\n3,8,Years,CR\n"
    cohort = opening_outcome(begin_opening([("own.csv", sheet)])).cohort
    assert cohort is not None
    assert cohort.frame["age_years"].tolist() == [34, 0.5, 8]


def test_ages_over_120_without_a_unit_are_asked() -> None:
    files = {"own.csv": b"Pt,Age,Best response\n1,408,PR\n2,180,SD\n3,72,CR\n"}
    said = said_of(files)
    assert said["status"] == "asks"
    assert "in which unit are ages" in said["questions"][0]
    mapping = answered(files, "months")
    assert said_of(files, mapping=mapping)["status"] == "ready"
    table = begin_opening(list(files.items())).arrangement.table
    read = read_mapped(table, mapping, name="ages").table
    assert read["age_years"].tolist() == ["34", "15", "6"]


def test_one_age_out_of_many_that_is_too_high_is_a_slip_not_a_unit() -> None:
    lines = "".join(f"{n},{40 + n},PR\n" for n in range(9))
    said = said_of({"own.csv": f"Pt,Age,Best response\n{lines}x,340,SD\n".encode()})
    assert said["status"] == "asks"
    assert "must be from 0 to 120" in said["questions"][0]
