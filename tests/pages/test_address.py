"""What is shown lies in the address, in words that are checked."""

from __future__ import annotations

import ast
from contextlib import suppress
from dataclasses import fields

import pytest
from streamlit.testing.v1 import AppTest

from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import Conventions
from imt_core.conventions.errors import ImtError
from imt_core.reporting.session_choices import CHOICES, read_choice
from pages.components.address import OF_EVERY_PAGE, OF_PAGE
from tests.pages.conftest import APP, TIMEOUT, Opener, opened, texts
from tests.places import ROOT

NOT_SHOWN = {
    "export_name": "what documents say",
    "export_date": "what documents say",
    "export_mask": "what documents say",
    "export_rekey": "what documents say",
}
"""Controls that are kept and change no page, with what they change."""


def kept_controls() -> set[str]:
    """The keys of all controls that keep what they hold, where they are written out."""
    keys = set()
    for path in (ROOT / "pages").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call):
                given = {word.arg: word.value for word in call.keywords}
                if "persist_state" in given and isinstance(given.get("key"), ast.Constant):
                    keys.add(given["key"].value)
    return keys


def test_every_control_that_changes_what_is_shown_has_its_word() -> None:
    assert kept_controls() - set(NOT_SHOWN) <= set(CHOICES)
    assert len(kept_controls()) > 20


def test_every_word_belongs_to_a_page() -> None:
    of_pages = {name for names in OF_PAGE.values() for name in names}
    assert of_pages | set(OF_EVERY_PAGE) == set(CHOICES)
    assert {field.name for field in fields(Conventions)} <= set(CHOICES)


def test_an_address_is_taken_whatever_page_comes_first(open_page: Opener) -> None:
    app = open_page("survival", endpoint="os", unit="patients", only_sex="male", group_by="")
    assert "Overall survival" in texts(app)
    assert app.session_state["group_by"] == []
    assert app.query_params == {
        "endpoint": "os",
        "unit": "patients",
        "only_sex": "male",
        "group_by": "",
    }
    app.switch_page("pages/views/swimmer.py").run()
    assert app.query_params == {"unit": "patients", "only_sex": "male"}


def test_the_address_says_what_is_not_as_at_first(open_page: Opener) -> None:
    app = open_page("survival")
    assert app.query_params == {}
    app.segmented_control(key="endpoint").set_value("os").run()
    opened(app, "survival_options")
    app.multiselect(key="rate_months").set_value([12.0, "4.5"]).run()
    app.toggle(key="band").set_value(False).run()
    assert app.query_params == {"endpoint": "os", "rate_months": ["4.5", "12"], "band": "off"}
    app.segmented_control(key="endpoint").set_value("pfs").run()
    assert app.query_params == {"rate_months": ["4.5", "12"], "band": "off"}


@pytest.mark.parametrize("word", ["9" * 5000, "1e400", "nan", "-1", "²", "a" * 5000])
def test_no_word_of_an_address_is_more_than_refused(word: str, sample: Cohort) -> None:
    for name in CHOICES:
        for words in ((word,), (word, word), ("on", word)):
            with suppress(ImtError):
                assert read_choice(name, words, sample) == word, "a text of the reader's own"


def test_what_the_cohort_does_not_have_is_named_and_the_rest_is_shown() -> None:
    app = AppTest.from_file(APP, default_timeout=TIMEOUT)
    for name, word in {
        "only_ward": "x",
        "endpoint": "efs",
        "colour": "red",
        "unit": "patients",
    }.items():
        app.query_params[name] = word
    app.run()
    assert [toast.value for toast in app.toast] == [
        "The address asks for what this cohort does not have: ward, endpoint, colour. The rest of "
        "it is shown."
    ]
    assert app.query_params == {"unit": "patients"}
    assert app.session_state["unit"] == "patients"
