"""Adverse events are read from one cell as grade and term."""

from __future__ import annotations

import math

import pytest

from imt_core.cohort.adverse_events import parse_adverse_events


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("G3 neutropenia", [(3, "neutropenia")]),
        ("G3 neutropenia; G1 fatigue", [(3, "neutropenia"), (1, "fatigue")]),
        ("G4 febrile neutropenia", [(4, "febrile neutropenia")]),
        ("  g2   nausea  ;", [(2, "nausea")]),
        ("Grade 5 sepsis", [(5, "sepsis")]),
        ("grade3 mucositis", [(3, "mucositis")]),
        ("G0 none", [(0, "none")]),
    ],
)
def test_grade_and_term_are_read(text: str, events: list[tuple[int, str]]) -> None:
    assert [(event.grade, event.term) for event in parse_adverse_events(text)] == events


@pytest.mark.parametrize("text", ["neutropenia", "G6 pain", "G3", "G3neutropenia", ";", ""])
def test_an_entry_without_a_grade_and_a_term_is_left_out(text: str) -> None:
    assert parse_adverse_events(text) == ()


def test_an_unreadable_entry_does_not_hide_its_neighbours() -> None:
    events = parse_adverse_events("fatigue; G2 nausea")
    assert [(event.grade, event.term) for event in events] == [(2, "nausea")]


@pytest.mark.parametrize("cell", [None, math.nan])
def test_an_empty_cell_has_no_events(cell: None) -> None:
    assert parse_adverse_events(cell) == ()
