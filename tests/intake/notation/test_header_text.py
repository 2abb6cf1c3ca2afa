"""Headers and texts without what does not change their meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.conventions.plain_text import plain_text
from imt_core.intake.notation.header_text import header_words, significant_words


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Überlebenszeit", "uberlebenszeit"),
        ("PŁEĆ", "plec"),
        ("Größe_(cm)", "grosse cm"),
        ("  l'âge ", "l age"),
        ("—", ""),
    ],
)
def test_case_accents_and_punctuation_do_not_count(text: str, plain: str) -> None:
    assert plain_text(text) == plain


@given(st.text(max_size=20))
def test_plain_text_is_plain_already(text: str) -> None:
    assert plain_text(plain_text(text)) == plain_text(text)


@pytest.mark.parametrize(
    ("header", "words", "unit"),
    [
        ("OS (mesi)", ("os",), "months"),
        ("OS [d]", ("os",), "days"),
        ("OS_WEEKS", ("os",), "weeks"),
        ("czas (lata)", ("czas",), "years"),
        ("timeWeeks", ("time",), "weeks"),
        ("days", ("days",), None),
        ("Day 1", ("day", "1"), None),
        ("ALK (IHC)", ("alk",), None),
        ("PatientID", ("patient", "id"), None),
    ],
)
def test_a_unit_of_time_is_taken_out_of_a_header(
    header: str, words: tuple[str, ...], unit: str | None
) -> None:
    found = header_words(header)
    assert (found.readings[0], found.unit) == (words, unit)


def test_a_header_without_letters_has_no_words() -> None:
    assert header_words("—").readings == ()


def test_words_that_tell_nothing_are_left_out_unless_alone() -> None:
    assert significant_words(("data", "di", "inizio")) == ("data", "inizio")
    assert significant_words(("di",)) == ("di",)
