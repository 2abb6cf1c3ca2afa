"""Words of life and death, inside longer text too; in doubt, nothing is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.intake.recognition.status_words import names_a_state, status_meaning
from imt_core.intake.recognition.text_meaning import text_meaning


@pytest.mark.parametrize(
    "text",
    [
        "D.O.D.",
        "DOD (2019)",
        "DOD lung mets",
        "2019: DOD",
        "DOOC",
        "Deceased - other cause",
        "died of sepsis",
        "no longer alive",
        "morto per altra causa",
        "deceduta per malattia",
        "décédé d'autre cause",
        "mort de la maladie",
        "verstorben (Tumor)",
        "tumorbedingt verstorben",
        "an Tumor verstorben",
        "fallecida por la enfermedad",
        "éxitus",
        "overleden aan ziekte",
        "nie żyje",
        "zmarła z powodu choroby",
    ],
)
def test_texts_that_say_that_the_patient_died(text: str) -> None:
    assert status_meaning(text) == text_meaning("os_event", text) == "1"


@pytest.mark.parametrize(
    "text",
    [
        "AWD, 14 mo",
        "12 months AWD",
        "A-NED",
        "NED at last FU",
        "NED 24+",
        "alive, no disease",
        "alive not on therapy",
        "not dead",
        "lost to FU",
        "LTFU 2019",
        "perso al follow-up",
        "perdu de vue",
        "verschollen",
        "perdido de vista",
        "uit follow-up",
        "utracona z obserwacji",
        "vivo senza malattia",
        "vivant avec maladie",
        "lebt, tumorfrei",
        "kein Hinweis auf Rezidiv, lebt",
        "vive con enfermedad",
        "leeft zonder ziekte",
        "żyje bez choroby",
    ],
)
def test_texts_that_say_that_the_patient_lived_when_last_seen(text: str) -> None:
    assert status_meaning(text) == text_meaning("os_event", text) == "0"


@pytest.mark.parametrize(
    "text",
    [
        "dead?",
        "alive?",
        "Dead/alive",
        "alive 2019, died 2020",
        "dead - lost to FU",
        "probably dead",
        "Tod unklar",
        "not known dead",
        "dead of disease - not confirmed",
        "mother died",
        "alive until 2019",
        "in leven tot 2020",
        "death = 0",
        "hospice",
        "progression",
        "SD",
        "",
    ],
)
def test_texts_that_leave_it_open(text: str) -> None:
    assert status_meaning(text) is None


def test_a_state_is_named_by_life_or_death_alone() -> None:
    named = {t: names_a_state(t) for t in ("AWD", "DOC", "lost to FU", "tumorfrei", "yes", "1")}
    assert [text for text, names in named.items() if names] == ["AWD", "DOC"]


@given(st.text(max_size=40))
def test_any_text_has_one_meaning_or_none(text: str) -> None:
    assert status_meaning(text) in {"1", "0", None}
