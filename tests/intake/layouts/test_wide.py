"""Columns that repeat for each line."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.layouts.numbered_headers import line_groups
from imt_core.intake.layouts.source_table import SourceTable
from imt_core.intake.layouts.wide import has_line_groups, lengthen_line_groups
from tests.intake.layouts.tables import codes, numbers, rows_source, source


@pytest.mark.parametrize(
    "headers",
    [
        ("regimen_1", "regimen_2"),
        ("Regimen 1", "Regimen 2"),
        ("regimen1", "regimen2"),
        ("1_regimen", "2_regimen"),
        ("L1_regimen", "L2_regimen"),
        ("regimen_line1", "regimen_line2"),
        ("1st line regimen", "2nd line regimen"),
        ("line 1 regimen", "line 2 regimen"),
        ("regimen", "regimen_2"),
        ("regimen.line_1", "regimen.line_2"),
    ],
)
def test_the_number_of_a_line_is_found_wherever_it_stands(headers: tuple[str, str]) -> None:
    first, second = headers
    assert line_groups(["id", *headers]) == {1: {"regimen": first}, 2: {"regimen": second}}


def test_a_number_inside_a_canonical_header_counts() -> None:
    groups = line_groups(["pfs_1_months", "pfs2_months", "PFS event 1", "PFS event 2"])
    assert groups == {
        1: {"pfs_months": "pfs_1_months", "pfs_event": "PFS event 1"},
        2: {"pfs_months": "pfs2_months", "pfs_event": "PFS event 2"},
    }


@pytest.mark.parametrize(
    "headers",
    [
        ["CD34", "CD68", "p53", "BRAF_V600"],
        ["score_1", "score_2", "score_3"],
        ["score_1", "score_2", "grade_1", "grade_2"],
        ["drug_1", "drug_2"],
        ["adverse_events_1", "adverse_events_2"],
        ["response 3 months", "response 6 months"],
        ["pain_therapy.visit_1", "pain_therapy.visit_2"],
        ["regimen_2", "regimen_3"],
        ["regimen_1", "regimen_3"],
        ["regimen_1"],
    ],
)
def test_a_number_that_need_not_be_a_lines_is_left_alone(headers: list[str]) -> None:
    assert line_groups(headers) == {}


def test_two_weaker_words_with_the_same_numbers_are_groups() -> None:
    assert line_groups(["drug_1", "drug_2", "response_1", "response_2"]) == {
        1: {"drug": "drug_1", "response": "response_1"},
        2: {"drug": "drug_2", "response": "response_2"},
    }


def test_unknown_columns_come_along_only_with_the_same_numbers() -> None:
    headers = ["regimen_1", "regimen_2", "toxin_1", "toxin_2", "lesion_size_1", "stop_reason_2"]
    assert line_groups(headers) == {
        1: {"regimen": "regimen_1", "toxin": "toxin_1"},
        2: {"regimen": "regimen_2", "toxin": "toxin_2", "stop_reason": "stop_reason_2"},
    }


WIDE = rows_source(
    "wide.csv",
    """
patient_id,sex,regimen_1,pfs_months_1,regimen_2,pfs_months_2,CD34
a,male,AI,9,GD,3,+
b,female,MTX + VNB,20,,,-
c,male,,,,,
""",
)


def test_each_filled_group_becomes_a_row() -> None:
    arranged = lengthen_line_groups(WIDE)
    assert arranged.table.columns.tolist() == [
        "patient_id",
        "sex",
        "CD34",
        "line_number",
        "regimen",
        "pfs_months",
    ]
    assert arranged.table.to_numpy().tolist() == [
        ["a", "male", "+", "1", "AI", "9"],
        ["a", "male", "+", "2", "GD", "3"],
        ["b", "female", "-", "1", "MTX + VNB", "20"],
        ["c", "male", "", "", "", ""],
    ]
    assert arranged.table.index.tolist() == [2, 3, 4, 5]
    assert arranged.row_numbers_changed
    assert arranged.steps == (
        "3 rows of wide.csv with 2 groups of columns became 4 rows, one per line; "
        "3 empty groups were left out.",
    )


def test_a_patient_without_any_line_stays_and_is_noted() -> None:
    arranged = lengthen_line_groups(WIDE)
    assert [(note.code, note.rows) for note in arranged.notes] == [("no_line_filled", (4,))]


def test_survival_said_once_is_not_repeated_on_later_lines() -> None:
    arranged = lengthen_line_groups(
        source(
            "w",
            patient_id=["a"],
            os_months=["30"],
            os_event=["1"],
            death_date=["2023-01-01"],
            regimen_1=["AI"],
            regimen_2=["GD"],
        )
    )
    assert arranged.table["os_months"].tolist() == ["30", ""]
    assert arranged.table["os_event"].tolist() == ["1", ""]
    assert arranged.table["death_date"].tolist() == ["2023-01-01", "2023-01-01"]
    assert [(note.code, note.column, note.rows) for note in arranged.notes] == [
        ("kept_on_first_line", "os_months", (3,)),
        ("kept_on_first_line", "os_event", (3,)),
    ]


def test_survival_said_once_is_counted_from_later_starts_where_dates_are_known() -> None:
    arranged = lengthen_line_groups(
        source(
            "w",
            patient_id=["a", "b"],
            os_months=["24", "1"],
            os_event=["1", "0"],
            regimen_1=["AI", "A"],
            regimen_2=["GD", "T"],
            regimen_3=["T", ""],
            start_date_1=["2020-01-01", "2020-01-01"],
            start_date_2=["2021-01-01", "2020-12-01"],
            start_date_3=["", ""],
        )
    )
    months = arranged.table["os_months"].tolist()
    assert months[0] == "24"
    assert float(months[1]) == pytest.approx(24 - 366 / 30.4375)
    assert months[2:] == ["", "1", ""]  # no start date; the first line's own; before the start
    assert arranged.table["os_event"].tolist() == ["1", "1", "", "0", ""]
    assert codes(arranged).count("counted_from_later_start") == 2


def test_months_between_starts_serve_in_place_of_dates() -> None:
    arranged = lengthen_line_groups(
        source(
            "w",
            patient_id=["a"],
            os_months=["24"],
            regimen_1=["AI"],
            regimen_2=["GD"],
            start_months_1=["0"],
            start_months_2=["10.5"],
        )
    )
    assert arranged.table["os_months"].tolist() == ["24", "13.5"]


def test_lines_that_start_in_the_wrong_order_get_no_survival() -> None:
    arranged = lengthen_line_groups(
        source(
            "w",
            patient_id=["a"],
            os_months=["24"],
            regimen_1=["AI"],
            regimen_2=["GD"],
            start_date_1=["2021-01-01"],
            start_date_2=["2020-01-01"],
        )
    )
    assert arranged.table["os_months"].tolist() == ["24", ""]


def test_a_line_number_said_once_does_not_become_that_of_each_line() -> None:
    arranged = lengthen_line_groups(
        source("w", patient_id=["a"], line_number=["2"], regimen_1=["AI"], regimen_2=["GD"])
    )
    assert arranged.table["line_number"].tolist() == ["1", "2"]
    assert "line_number (in the sheet)" in arranged.table


def test_lines_of_a_sheet_with_several_rows_per_patient_are_not_spread_again() -> None:
    table = source("l", patient_id=["a", "a"], regimen_1=["A", "T"], regimen_2=["I", ""]).table
    assert not has_line_groups(table)
    assert has_line_groups(table.iloc[:1])


def test_a_table_without_groups_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="plain must hold columns that repeat"):
        lengthen_line_groups(source("plain", patient_id=["a"]))


WORDS = st.sampled_from(["AI", "GD", "MTX + VNB", "T"])


@given(st.lists(st.dictionaries(st.integers(1, 4), WORDS, max_size=4), min_size=1, max_size=8))
def test_no_line_is_lost_or_made_up(patients: list[dict[int, str]]) -> None:
    wide = pd.DataFrame(
        {
            "patient_id": [f"p{i}" for i in range(len(patients))],
            **{f"regimen_{n}": [lines.get(n, "") for lines in patients] for n in range(1, 5)},
        }
    ).set_axis(numbers(len(patients)))
    table = lengthen_line_groups(SourceTable(name="w", table=wide)).table
    found = list(zip(table["patient_id"], table["line_number"], table["regimen"], strict=True))
    expected = [
        (f"p{i}", str(n), lines[n]) if n else (f"p{i}", "", "")
        for i, lines in enumerate(patients)
        for n in (sorted(lines) or [0])
    ]
    assert found == expected


@pytest.mark.parametrize(
    "headers",
    [
        ["PFS", "PFS2"],
        ["PFS (months)", "PFS event", "PFS2 (months)", "PFS2 event"],
        ["PFS1", "PFS2"],
        ["PFS", "PFS2", "EFS", "EFS2", "OS"],
    ],
)
def test_pfs2_is_an_endpoint_of_its_own(headers: list[str]) -> None:
    assert line_groups(["id", *headers]) == {}


@pytest.mark.parametrize("other", ["regimen", "start_date", "best_response"])
def test_pfs2_is_of_line_2_beside_a_treatment_or_response_of_line_2(other: str) -> None:
    groups = line_groups(["id", "PFS", "PFS2", other, f"{other}_2"])
    assert groups == {1: {"pfs": "PFS", other: other}, 2: {"pfs": "PFS2", other: f"{other}_2"}}
