"""What people write where a value is not recorded, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.cohort.schema import COLUMNS
from imt_core.conventions.missing_texts import is_missing_text


@pytest.mark.parametrize(
    "text",
    [
        "NA",
        "n/a",
        "N.A.",
        "n. a.",
        "ND",
        "n.d.",
        ".",
        "..",
        "-",
        "--",
        "–",
        "—",
        "?",
        "??",
        "...",
        "unknown",
        "Not recorded",
        "missing",
        "NULL",
        "NaN",
        "<NA>",
        "(missing)",
        "not_available",
        "non noto",
        "Non nota",
        "sconosciuto",
        "ignoto",
        "mancante",
        "non disponibile",
        "inconnu",
        "INCONNUE",
        "non renseigné",
        "manquant",
        "unbekannt",
        "k.A.",
        "k. A.",
        "keine Angabe",
        "nicht verfügbar",
        "nicht verfuegbar",
        "desconocido",
        "no consta",
        "sin datos",
        "onbekend",
        "n.v.t.",
        "ontbreekt",
        "brak",
        "brak danych",
        "nieznany",
        "Niedostępne",
    ],
)
def test_texts_of_seven_languages_mean_not_recorded(text: str) -> None:
    assert is_missing_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "0",
        "-1",
        "NE",
        "NR",
        "SD",
        "no",
        "yes",
        "not reached",
        "#N/A",
        "#REF!",
        "nadir",
        "anna",
        "ALK",
        "unknown primary",
        "9999",
        "-99",
        "99",
        "n.a. 2020",
        "alive",
        "negative",
    ],
)
def test_values_empty_cells_and_failed_formulas_are_not_missing_texts(text: str) -> None:
    assert not is_missing_text(text)


@pytest.mark.parametrize("text", ["none", "None", "nessuno", "aucun", "keine", "ninguno", "geen"])
def test_none_is_an_answer_among_words_and_nothing_among_measurements(text: str) -> None:
    assert not is_missing_text(text)
    assert is_missing_text(text, measured=True)


def test_a_word_of_the_vocabulary_is_never_missing() -> None:
    assert is_missing_text("Unknown")
    assert not is_missing_text("Unknown", vocabulary=["positive", "unknown"])


def test_no_canonical_word_but_unknown_is_a_missing_text() -> None:
    words = {word for column in COLUMNS for word in column.values}
    assert {word for word in words if is_missing_text(word, measured=True)} == {"unknown"}


@given(st.sampled_from(["n.d.", "unbekannt", "Non Noto", "brak"]))
def test_case_and_outer_blanks_do_not_count(text: str) -> None:
    assert is_missing_text(text.upper())
    assert is_missing_text(f"  {text.lower()} ")


@given(st.text())
def test_any_text_is_judged_and_a_digit_always_says_something(text: str) -> None:
    assert not is_missing_text(text + "7", measured=True)
    assert is_missing_text(text) <= is_missing_text(text, measured=True)
