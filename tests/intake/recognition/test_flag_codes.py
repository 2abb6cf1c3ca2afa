"""When 1 and 0 are taken as they stand, and when they are asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.intake.recognition.flag_codes import (
    bare_codes,
    both_codes,
    code_meanings,
    code_number,
)


@pytest.mark.parametrize(
    ("header", "texts", "expected"),
    [
        ("Dead", ["1", "0"], ["1", "0"]),
        ("Dead", ["1.0", "0.0"], ["1", "0"]),
        ("Dead", ["1"], ["1"]),
        ("Dead", ["1", "n.d."], ["1"]),
        ("Dead", ["1", "hm"], [None]),
        ("Dead", ["1", "0", "hm"], ["1", "0"]),
        ("Dead", ["0", "hm"], ["0"]),
        ("Dead", ["1", "2"], [None, None]),
        ("Dead", ["0", "1", "9"], [None, None, None]),
        ("Dead", ["1", "0", "-1"], [None, None, None]),
        ("Dead", ["1", "2: dead"], [None]),
        ("Dead", ["1", "0", "1: alive"], [None, None]),
        ("Dead", ["1", "yes"], ["1"]),
        ("CNSR", ["1", "0"], ["0", "1"]),
        ("CNSR", ["1", "2"], [None, None]),
        ("Vivo/Morto", ["1", "0"], [None, None]),
        ("OS (0 = dead; 1 = alive)", ["1", "0"], ["0", "1"]),
        ("Event (0 = dead)", ["1", "0"], ["0", "1"]),
        ("OS (1 = censored, 2 = dead)", ["1", "2"], ["0", "1"]),
        ("OS (1 = censored, 2 = dead)", ["1", "2", "0"], ["0", "1", None]),
        ("OS (1 = censored)", ["1", "2"], ["0", None]),
        ("OS (0 = A, 1 = B)", ["1", "0"], [None, None]),
    ],
)
def test_codes_are_suggested_only_where_they_can_mean_nothing_else(
    header: str, texts: list[str], expected: list[str | None]
) -> None:
    assert list(code_meanings("os_event", header, texts).values()) == expected


def test_both_codes_are_known_where_the_sheet_has_one_or_the_header_turns_them_round() -> None:
    assert both_codes("os_event", "Dead", ["0"]) == {"1": "1", "0": "0"}
    assert both_codes("os_event", "Dead", ["yes", "no"]) == {}
    assert both_codes("os_event", "Alive", ["yes", "no"]) == {"1": "0", "0": "1"}
    assert both_codes("os_event", "Alive", ["0", "2"]) == {}
    assert both_codes("os_event", "OS (1 = censored, 2 = dead)", ["1"]) == {}


@pytest.mark.parametrize(
    ("header", "texts", "values", "known"),
    [
        ("Dead", ["1", "0"], [], True),
        ("Dead", ["1", "2"], [], False),
        ("Dead", ["1", "2"], [("2", "0")], False),
        ("Dead", ["1", "hm"], [], False),
        ("Dead", ["1", "hm"], [("hm", "0")], False),
        ("Dead", ["1", "0"], [("1", "0")], False),
        ("Dead", ["1", "0"], [("1", "1")], False),
        ("Dead", ["0"], [("2", "1")], False),
        ("Dead", ["1", "0", "si"], [("si", "1")], True),
        ("Alive", ["1", "0"], [], False),
        ("Alive", ["1.0"], [("1", "1"), ("0", "0")], True),
        ("Alive", ["1.0"], [("1", "0"), ("0", "1")], False),
        ("Vivo/Morto", ["1"], [], False),
        ("OS (0 = dead)", ["1"], [], False),
    ],
)
def test_a_bare_code_is_known_only_where_nothing_speaks_against_it(
    header: str, texts: list[str], values: list[tuple[str, str]], known: bool
) -> None:
    assert bool(bare_codes("os_event", header, texts, values)) is known
    assert bare_codes("sex", header, texts, values) == {}


@given(st.text(max_size=6))
def test_only_a_number_is_a_code(text: str) -> None:
    number = code_number(text)
    assert number is None or any(character.isdigit() for character in text)
