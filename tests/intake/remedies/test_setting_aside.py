"""A refused sheet opens without what is in doubt; nothing in it gets another value."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.cohort.schema import COLUMNS
from imt_core.intake.checks.checked_cohort import parse_cohort, validate_cohort
from imt_core.intake.checks.derivation import derive_columns
from imt_core.intake.checks.parsing import parse_columns
from imt_core.intake.checks.report import Issue
from imt_core.intake.remedies.leaving_out import HOPELESS, PLANS, plan_leaving_out
from imt_core.intake.remedies.setting_aside import SetAside, set_aside
from tests.effort import tries
from tests.intake.checks.test_checked_cohort import sheet
from tests.places import ROOT

CHECKS: Final = ROOT / "imt_core" / "intake" / "checks"
SOURCES: Final = (
    CHECKS / "parsing.py",
    CHECKS / "checked_cohort.py",
    *sorted(CHECKS.glob("*_rules.py")),
    CHECKS.parent / "cohort_file.py",
)
DATES: Final = ("progression_date", "death_date", "last_followup_date")


def emptied(aside: SetAside) -> dict[str, tuple[int, ...]]:
    return {cells.column: cells.rows for cells in aside.emptied}


def table_of(**columns: list[str]) -> pd.DataFrame:
    n_rows = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=pd.RangeIndex(2, n_rows + 2, name="row"), dtype=object)


def pattern(node: ast.expr) -> str:
    """A code as a regular expression: what an f-string fills in may be anything."""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z_]+"
            for part in node.values
        )
    return re.escape(ast.literal_eval(node))


def error_codes(path: Path) -> list[str]:
    """Every code that a call in this file gives to an error."""
    codes = []
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        given_names = {keyword.arg: keyword.value for keyword in call.keywords}
        severity = given_names.get("severity")
        texts = [node.value for node in (*call.args, severity) if isinstance(node, ast.Constant)]
        match call.func.id:
            case "found" if not {"warning", "information"} & set(texts):
                codes.append(pattern(call.args[1]))
            case "_issue":
                codes.append(pattern(call.args[2]))
            case "Issue" if "error" in texts and not isinstance(given_names["code"], ast.Name):
                codes.append(pattern(given_names["code"]))
    return codes


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_error_of_the_rules_is_left_out_or_refused(path: Path) -> None:
    known = PLANS.keys() | HOPELESS
    unknown = [code for code in error_codes(path) if not any(re.fullmatch(code, k) for k in known)]
    assert unknown == []


def test_every_code_that_is_left_out_or_refused_is_one_of_the_rules() -> None:
    codes = [code for path in SOURCES for code in error_codes(path)]
    assert len(codes) > 20
    known = PLANS.keys() | HOPELESS
    assert {k for k in known if not any(re.fullmatch(code, k) for code in codes)} == set()


def test_a_clean_sheet_comes_back_as_it_is() -> None:
    aside = set_aside(sheet())
    assert aside.table is not None
    assert aside.table.equals(sheet())
    assert (aside.n_cells, aside.n_rows, aside.issues, aside.refusal) == (0, 0, (), "")
    assert str(aside.before) == "3 lines in 2 patients"


ONE_PROBLEM: Final = [
    ("an unreadable cell", {"age_years": {2: "34,5"}}, {"age_years": (2,)}),
    ("an unknown word", {"stage": {2: "IV"}}, {"stage": (2,)}),
    ("the error of a formula", {"regimen": {3: "#N/A"}}, {"regimen": (3,)}),
    (
        "an unreadable time, with its event and the dates that would replace it",
        {"os_months": {2: "long"}},
        {"os_months": (2,), "os_event": (2,), "last_followup_date": (2,)},
    ),
    ("a time without an event", {"rfs_event": {4: ""}}, {"rfs_months": (4,), "death_date": (4,)}),
    (
        "an event without a time",
        {"pfs_months": {3: ""}, "start_date": {3: ""}},
        {"pfs_event": (3,)},
    ),
    (
        "PFS in localized disease",
        {"pfs_months": {4: "3"}, "pfs_event": {4: "1"}},
        {"pfs_months": (4,), "pfs_event": (4,)},
    ),
    (
        "PFS longer than OS",
        {"pfs_months": {3: "60"}},
        {
            "pfs_months": (3,),
            "pfs_event": (3,),
            "progression_date": (3,),
            "last_followup_date": (3,),
        },
    ),
    (
        "a censored RFS at death",
        {"rfs_event": {4: "0"}},
        {"rfs_months": (4,), "rfs_event": (4,), "death_date": (4,)},
    ),
    (
        "a death on one row only",
        {"os_event": {3: "1"}},
        {"os_months": (2, 3), "os_event": (2, 3), "last_followup_date": (2, 3)},
    ),
    ("a sex that differs", {"sex": {3: "female"}}, {"sex": (2, 3)}),
    (
        "the later of two dates",
        {"last_followup_date": {2: "2019-01-01"}},
        {"last_followup_date": (2,)},
    ),
    (
        "an assessment that is none",
        {"target_changes": {2: "1.8: -12; smaller"}},
        {"target_changes": (2,)},
    ),
    (
        "a response that was not evaluable",
        {"ne_reason": {2: "adjuvant"}},
        {"best_response": (2,), "ne_reason": (2,)},
    ),
]


@pytest.mark.parametrize(
    ("edits", "cells"), [case[1:] for case in ONE_PROBLEM], ids=[case[0] for case in ONE_PROBLEM]
)
def test_what_is_emptied(
    edits: dict[str, dict[int, str]], cells: dict[str, tuple[int, ...]]
) -> None:
    table = sheet(**edits)
    assert not validate_cohort(table).ok
    aside = set_aside(table)
    assert emptied(aside) == cells
    assert aside.n_cells == sum(map(len, cells.values()))
    assert aside.n_rows == 0
    assert aside.table is not None
    assert parse_cohort(aside.table).report.ok


ROWS_ASIDE: Final = [
    ("no patient", {"patient_id": {3: ""}}, "no patient_id", (3,)),
    (
        "an error in place of the patient",
        {"patient_id": {3: "#REF!"}},
        "patient_id cannot be read",
        (3,),
    ),
    (
        "all rows that share a number",
        {"line_number": {3: "1"}, "prior_lines": {3: "0"}},
        "line number shared with another row of the patient",
        (2, 3),
    ),
    ("a line number left empty", {"line_number": {3: ""}}, "line number not known", (3,)),
    (
        "an unreadable line number",
        {"line_number": {3: "second"}},
        "line_number cannot be read",
        (3,),
    ),
]


@pytest.mark.parametrize(
    ("edits", "reason", "rows"), [c[1:] for c in ROWS_ASIDE], ids=[c[0] for c in ROWS_ASIDE]
)
def test_which_rows_are_set_aside(
    edits: dict[str, dict[int, str]], reason: str, rows: tuple[int, ...]
) -> None:
    aside = set_aside(sheet(**edits))
    assert [(group.reason, group.rows) for group in aside.rows] == [(reason, rows)]
    assert aside.n_rows == len(rows)
    assert [out.count.n_lines for out in aside.left_out] == [len(rows)]
    assert aside.table is not None
    assert aside.table.index.tolist() == [row for row in (2, 3, 4) if row not in rows]
    assert aside.n_cells == 0


def test_an_unreadable_line_number_is_not_replaced_by_the_first() -> None:
    table = table_of(
        patient_id=["A", "B"],
        line_number=["second", "third"],
        os_months=["1", "2"],
        os_event=["0", "0"],
    )
    aside = set_aside(table)
    assert aside.table is None
    assert aside.refusal.startswith("Too little would be left of the sheet. line_number must be")


def test_a_line_out_of_order_takes_the_patients_other_lines_along() -> None:
    table = table_of(
        patient_id=["A", "A", "B", "C", "C"],
        start_date=["2020-01-01", "soon", "2020-01-01", "2020-01-01", "2021-01-01"],
        os_months=["9"] * 5,
        os_event=["0"] * 5,
    )
    aside = set_aside(table)
    assert [group.rows for group in aside.rows] == [(2, 3)]
    assert aside.table is not None
    cohort = parse_cohort(aside.table).cohort
    assert cohort is not None
    assert cohort.frame["line_number"].tolist() == [1.0, 1.0, 2.0]
    assert "The lines of the other rows are numbered without them." in aside.issues[-1].message


def test_without_numbers_and_dates_patients_with_one_row_are_kept() -> None:
    table = table_of(patient_id=["A", "A", "B"], os_months=["9"] * 3, os_event=["0"] * 3)
    aside = set_aside(table)
    assert [group.rows for group in aside.rows] == [(2, 3)]


def test_a_column_without_its_other_half_is_set_aside_as_a_whole() -> None:
    table = table_of(patient_id=["A"], os_months=["9"], os_event=["0"], **{"PFS months": ["3"]})
    aside = set_aside(table)
    assert aside.columns == ("PFS months",)
    assert aside.table is not None
    assert aside.table.columns.tolist() == ["patient_id", "os_months", "os_event"]
    assert aside.issues[0].code == "column_set_aside"


def test_headers_stay_as_they_are_in_the_sheet() -> None:
    table = table_of(**{"Patient ID": ["A", "B"], "OS-months": ["x", "2"], "os_event": ["1", "0"]})
    aside = set_aside(table)
    assert aside.table is not None
    assert aside.table.columns.tolist() == ["Patient ID", "OS-months", "os_event"]
    assert emptied(aside) == {"os_months": (2,), "os_event": (2,)}


REFUSED: Final = [
    ("no patient_id", table_of(os_months=["9"], os_event=["0"]), "must have a column patient_id"),
    ("no endpoint", table_of(patient_id=["A"], sex=["male"]), "must hold one endpoint"),
    (
        "a repeated header",
        table_of(patient_id=["A"], best_response=["PR"], ecog=["0"], ECOG=["1"]),
        "is the header of more than one column",
    ),
    (
        "a repeated patient_id",
        table_of(patient_id=["A"], Patient_ID=["B"], best_response=["PR"]),
        "patient_id is the header of more than one column",
    ),
    ("nothing left", table_of(patient_id=[""], best_response=["PR"]), "Too little would be left"),
    (
        "no endpoint left",
        table_of(patient_id=["A"], best_response=["good"]),
        "Too little would be left",
    ),
]


@pytest.mark.parametrize(("table", "why"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED])
def test_a_sheet_that_cannot_be_opened_says_why(table: pd.DataFrame, why: str) -> None:
    aside = set_aside(table)
    assert aside.table is None
    assert why in aside.refusal
    assert aside.refusal.endswith(".")
    assert aside.to_frame().empty


def test_an_error_without_a_rule_is_not_left_out() -> None:
    issue = Issue(code="unheard_of", severity="error", message="", remedy="")
    assert plan_leaving_out(issue, sheet()) is None


def test_what_vanishes_with_an_earlier_problem_is_left_alone() -> None:
    # Row 3 repeats line 1 of patient A, and calls the patient female.
    edits = {"line_number": {3: "1"}, "prior_lines": {3: "0"}, "sex": {3: "female"}}
    aside = set_aside(sheet(**edits))
    assert [group.rows for group in aside.rows] == [(2, 3)]
    assert aside.n_cells == 0


def test_what_was_done_is_told_as_warnings_without_a_cells_content() -> None:
    aside = set_aside(sheet(os_months={2: "secret"}, patient_id={4: ""}))
    told = [(issue.code, issue.severity, issue.column, issue.rows) for issue in aside.issues]
    assert told == [
        ("cells_emptied", "warning", "os_months", (2,)),
        ("cells_emptied", "warning", "os_event", (2,)),
        ("cells_emptied", "warning", "last_followup_date", (2,)),
        ("rows_set_aside", "warning", "patient_id", (4,)),
    ]
    assert "so that nothing else is worked out from it" in aside.issues[2].message
    assert not any("secret" in issue.message + issue.remedy for issue in aside.issues)
    assert aside.to_frame()["what"].tolist() == ["cells emptied"] * 3 + ["rows set aside"]


def dated() -> pd.DataFrame:
    """Three patients whose endpoints are worked out from dates."""
    return table_of(
        patient_id=["A", "B", "C"],
        line_number=["1", "1", "1"],
        stage=["metastatic", "localized", "metastatic"],
        start_date=["2020-01-01"] * 3,
        progression_date=["2020-06-01", "", ""],
        death_date=["2021-01-01", "2020-09-01", ""],
        last_followup_date=["2021-01-01", "2020-12-01", "2022-01-01"],
        best_response=["PR", "NE", "SD"],
    )


ENDS: Final = [f"{end}_{part}" for end in ("os", "pfs", "rfs") for part in ("months", "event")]


def endpoints_of(table: pd.DataFrame) -> pd.DataFrame:
    return derive_columns(parse_columns(table)[0]).reindex(columns=ENDS).astype(float)


def test_a_lost_death_date_does_not_make_the_patient_alive() -> None:
    table = dated()
    table.loc[2, "death_date"] = "January 2021"
    assert endpoints_of(table).loc[2, "os_event"] == 0
    aside = set_aside(table)
    assert emptied(aside) == {"death_date": (2,), "last_followup_date": (2,)}
    assert aside.table is not None
    left = endpoints_of(aside.table)
    assert np.isnan(left.loc[2, "os_event"])
    assert left.loc[2, "pfs_event"] == 1


@tries(5)
@given(
    cells=st.sets(st.tuples(st.sampled_from(DATES), st.integers(2, 4)), min_size=1),
    text=st.sampled_from(["soon", "2020-02-31", "1999-01-01", "#N/A"]),
)
def test_dates_in_doubt_never_give_another_time(cells: set[tuple[str, int]], text: str) -> None:
    truth, table = endpoints_of(dated()), dated()
    for column, row in cells:
        if table.loc[row, column]:
            table.loc[row, column] = text
    aside = set_aside(table)
    assert aside.table is not None
    left = endpoints_of(aside.table)
    assert bool((left.isna() | (left == truth)).all(axis=None))


TEXTS: Final = [
    "",
    "x",
    "1",
    "0",
    "2",
    "45",
    "3,5",
    "#N/A",
    "localized",
    "metastatic",
    "PR",
    "NE",
    "2019-06-01",
    "2024-01-01",
    "A",
    "B",
]
EDITS: Final = st.lists(
    st.tuples(
        st.sampled_from([column.name for column in COLUMNS]),
        st.integers(2, 4),
        st.sampled_from(TEXTS),
    ),
    max_size=8,
)


@tries(5)
@given(edits=EDITS)
def test_any_sheet_opens_or_is_refused_and_no_cell_gets_another_value(
    edits: list[tuple[str, int, str]],
) -> None:
    table = sheet()
    for column, row, text in edits:
        table.loc[row, column] = text
    aside = set_aside(table)
    if aside.table is None:
        assert aside.refusal
        return
    assert parse_cohort(aside.table).report.ok
    kept = table.loc[aside.table.index]
    assert bool(((aside.table == kept) | (aside.table == "")).all(axis=None))
    assert aside.n_cells == int((aside.table != kept).to_numpy().sum())
    assert aside.n_rows == len(table) - len(aside.table)
    left, was = endpoints_of(aside.table), endpoints_of(kept)
    assert bool((left.isna() | (left == was)).all(axis=None))
    assert {issue.severity for issue in aside.issues} <= {"warning"}
    assert set_aside(aside.table).n_cells == 0


def flagged() -> pd.DataFrame:
    """The dated sheet with what happened in columns of its own, and no months."""
    return dated().assign(os_event=["1", "1", "0"], pfs_event=["1", "", "0"])


def test_an_event_that_contradicts_its_date_leaves_with_its_time() -> None:
    table = flagged()
    table.loc[2, "os_event"] = "0"
    aside = set_aside(table)
    assert emptied(aside) == {"os_event": (2,), "death_date": (2,), "last_followup_date": (2,)}
    assert aside.table is not None
    left = endpoints_of(aside.table)
    assert np.isnan(left.loc[2, "os_months"])
    assert left.loc[2, "pfs_event"] == 1


def test_a_lost_death_date_does_not_move_a_recorded_death_to_the_last_follow_up() -> None:
    table = flagged()
    table.loc[3, "death_date"] = "September"
    aside = set_aside(table)
    assert emptied(aside) == {"os_event": (3,), "death_date": (3,), "last_followup_date": (3,)}
    assert aside.table is not None
    assert endpoints_of(aside.table).loc[3].isna().all()


@tries(5)
@given(
    cells=st.sets(
        st.tuples(st.sampled_from([*DATES, "os_event", "pfs_event"]), st.integers(2, 4)), min_size=1
    ),
    text=st.sampled_from(["soon", "2020-02-31", "0", "1", "#N/A"]),
)
def test_events_and_dates_in_doubt_never_give_another_time(
    cells: set[tuple[str, int]], text: str
) -> None:
    table = flagged()
    for column, row in cells:
        table.loc[row, column] = text
    kept = endpoints_of(table)
    aside = set_aside(table)
    assert aside.table is not None
    left = endpoints_of(aside.table)
    assert bool((left.isna() | (left == kept.loc[left.index])).all(axis=None))


def test_an_unreadable_number_of_prior_lines_does_not_make_the_line_the_first() -> None:
    table = table_of(patient_id=["A", "B"], prior_lines=["many", "2"], best_response=["PR", "SD"])
    aside = set_aside(table)
    assert [(group.reason, group.rows) for group in aside.rows] == [
        ("prior_lines cannot be read", (2,))
    ]
    assert aside.table is not None
    assert derive_columns(parse_columns(aside.table)[0])["line_number"].tolist() == [3.0]
