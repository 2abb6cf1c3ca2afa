"""The assessments of a line are read from one cell, and nothing in it is lost."""

from __future__ import annotations

import math

import pytest

from imt_core.cohort.target_lesions import parse_target_changes


@pytest.mark.parametrize(
    ("text", "assessments"),
    [
        ("1.8: -12; 3.7: -45", [(1.8, -12), (3.7, -45)]),
        ("  3,7:\u221245 % ;1,8 : +12%; ", [(1.8, 12), (3.7, -45)]),
        ("0: 0; 2: 164", [(2, 164)]),
        ("2: -10; 2: -10", [(2, -10)]),
        ("6: -100", [(6, -100)]),
    ],
)
def test_months_and_changes_are_read_in_order_of_time(
    text: str, assessments: list[tuple[float, float]]
) -> None:
    series = parse_target_changes(text)
    assert [(one.months, one.change) for one in series.assessments] == assessments
    assert series.unread == ()


@pytest.mark.parametrize(
    "entry", ["-45", "2 -45", "2:", "-2: -45", "2: SD", "2: -101", "0: -5", "1: -21", "2: -4 5"]
)
def test_an_entry_that_is_no_assessment_is_kept_as_it_is_written(entry: str) -> None:
    series = parse_target_changes(f"1: -20; {entry}")
    assert series.unread == (entry,)
    assert series.best == -20


@pytest.mark.parametrize("cell", [None, math.nan, "", " ; "])
def test_an_empty_cell_has_no_assessment(cell: str | None) -> None:
    assert parse_target_changes(cell) == parse_target_changes(None)
    assert parse_target_changes(cell).best is None
