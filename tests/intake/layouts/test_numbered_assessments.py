"""Numbered columns of assessments become one cell for each row; what does not pair stays."""

from __future__ import annotations

import pandas as pd
import pytest

from imt_core.intake.layouts.arrangement import arrange_tables
from imt_core.intake.layouts.numbered_assessments import gather_assessments
from imt_core.intake.layouts.source_table import SourceTable
from imt_core.intake.recognition.header_matching import suggest_columns


def source(**columns: list[str]) -> SourceTable:
    table = pd.DataFrame({name.replace("__", " "): cells for name, cells in columns.items()})
    return SourceTable(name="wide.csv", table=table.set_axis(range(2, len(table) + 2)))


def test_a_stranger_s_numbered_columns_are_the_series_of_each_line() -> None:
    table = source(
        patient=["a", "b", "c"],
        Scan__1__months=["1.8", "2", ""],
        Scan__1__change=["-12", "31", ""],
        Scan__2__months=["3,7", "4", ""],
        Scan__2__change=["-45 %", "", ""],
        response=["PR", "PD", "NE"],
    )
    arranged = arrange_tables([table])
    assert arranged.table.columns.tolist() == ["patient", "target_changes", "response"]
    assert arranged.table["target_changes"].tolist() == ["1.8: -12; 3,7: -45 %", "2: 31", ""]
    assert [note.code for note in arranged.notes] == ["assessments_gathered"]
    assert "target_changes" in {found.target for found in suggest_columns(arranged.table)}


def test_a_change_without_its_month_is_kept_for_the_checks_to_find() -> None:
    table = source(assessment_months_1=[""], assessment_change_1=["-12"])
    gathered, _ = gather_assessments(table)
    assert gathered.table["target_changes"].tolist() == [": -12"]


@pytest.mark.parametrize(
    "headers",
    [
        ("assessment_1_months", "assessment_1_change", "assessment_2_change"),
        ("assessment_2_months", "assessment_2_change"),
        ("assessment_1_months", "scan_1_change"),
        ("assessment_1_months", "assessment_1_change", "Target changes"),
        ("assessment_1_days", "assessment_1_change"),
    ],
)
def test_columns_that_do_not_pair_stay_as_they_are(headers: tuple[str, ...]) -> None:
    table = source(**{header: ["1"] for header in headers})
    assert gather_assessments(table) == (table, [])
