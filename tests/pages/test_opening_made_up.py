"""Each small sheet that goes wrong, from the upload over what the screen asks to the cohort."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
from streamlit.testing.v1 import AppTest

from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.intake.mapping.mapping_file import write_mapping
from tests.intake.uploads.made_up import MADE_UP, Figures
from tests.pages.conftest import Opener
from tests.pages.test_opening import click, control, words
from tests.pages.test_opening_screen import table_of, uploaded

Act = Callable[[AppTest], object]

READY: Final = [name for name, sheet in MADE_UP.items() if not sheet.asks]
ASKED: Final = [name for name, sheet in MADE_UP.items() if sheet.asks]
ANSWERS: Final = {
    "03_half_converted_dates.xlsx": "exchanged",
    "05_two_centres_same_labels.csv": "new",
    "06_bare_PFS_in_days.csv": "days",
    "10_row_twice.csv": "one",
    "14_patient_on_first_row_only.csv": "advanced",
    "17_no_stage.csv": "advanced",
    "19_died_of_disease.csv": "all",
    "23_value_labels.sav": "left out",
    "24_vital_status_codes.csv": "",
    "28_filtered_rows.xlsx": "without",
    "31_ids_alike.csv": "different",
}
"""The option that is taken; an empty one where another control answers."""
WITHOUT_PFS: Final = Figures(lines=4, patients=2, os=(4, 4, 27.0), response=(2, 4))


def _set(app: AppTest, kind: str, ending: str, value: str) -> None:
    control(app, kind, ending).set_value(value).run()
    assert not app.exception


def _choose(name: str) -> Act:
    return lambda app: _set(app, "radio", f"_ask_{MADE_UP[name].key}", ANSWERS[name])


def _say_who_died(app: AppTest) -> None:
    for word in ("0", "1"):
        _set(app, "selectbox", f"_check_word_os_event_{word}", word)


def _take_pfs_away(app: AppTest) -> None:
    for target in ("pfs_months", "pfs_event"):
        _set(app, "selectbox", f"_column_{target}", "(not in the sheet)")


ACTS: Final[dict[str, tuple[Act, Figures, str]]] = {
    **{
        name: (_choose(name), MADE_UP[name].answers[option], "opening_open")
        for name, option in ANSWERS.items()
    },
    "24_vital_status_codes.csv": (
        _say_who_died,
        MADE_UP["24_vital_status_codes.csv"].answers[""],
        "opening_open",
    ),
    "30_lines_that_contradict.csv": (_take_pfs_away, WITHOUT_PFS, "opening_open"),
}
"""How what is asked is answered, what the sheet then becomes, and the button that opens it."""


def shown_in_box(app: AppTest) -> dict[str, list[str]]:
    """Lines, events and median of each endpoint, and the words of the response."""
    rows = {row[0]: row[1:] for row in table_of(app)}
    return {name: row[3:] if name == "Response" else row[:3] for name, row in rows.items()}


def in_box(figures: Figures) -> dict[str, list[str]]:
    """What the box must show of figures."""
    expected = {}
    for name in ENDPOINTS:
        if ends := getattr(figures, name):
            median = "NR" if ends[2] is None else f"{ends[2]:.1f}"
            expected[ENDPOINTS[name].short] = [str(ends[0]), str(ends[1]), median]
    if figures.response is not None:
        responders, evaluable = figures.response
        expected["Response"] = [f"{responders} of {evaluable} evaluable lines respond"]
    return expected


def is_in_use(app: AppTest, figures: Figures) -> None:
    """Hold the session's cohort to figures."""
    cohort = app.session_state["loaded_cohort"].cohort
    assert (cohort.count.n_lines, cohort.count.n_patients) == (figures.lines, figures.patients)
    for name in ENDPOINTS:
        ends = getattr(figures, name)
        if ends is not None:
            assert cohort.frame[f"{name}_event"].sum() == ends[1]
        else:
            assert not cohort.has(f"{name}_event")


def opens_unasked(app: AppTest, mapping_file: bytes, figures: Figures) -> None:
    """Hold what a mapping file makes of a sheet that asks to figures."""
    assert "1 problem must be settled first" in words(app)
    place = next(u for u in app.file_uploader if str(u.key).endswith("_mapping_file"))
    place.upload("mapping.json", mapping_file).run()
    assert not app.exception
    assert "Ready to open" in words(app)
    assert shown_in_box(app) == in_box(figures)


@pytest.mark.parametrize("name", READY)
def test_the_screen_opens_a_made_up_sheet_that_asks_nothing(open_page: Opener, name: str) -> None:
    app, figures = uploaded(open_page("survival"), name), MADE_UP[name].becomes
    if "pending_opening" in app.session_state:  # A sheet in the template's layout is open already.
        assert "Ready to open" in words(app)
        assert shown_in_box(app) == in_box(figures)
        click(app, "opening_open")
    is_in_use(app, figures)


@pytest.mark.parametrize("name", ASKED)
def test_the_screen_asks_about_a_made_up_sheet_opens_it_and_an_answer_is_in_its_mapping_file(
    open_page: Opener, name: str
) -> None:
    app, sheet = uploaded(open_page("survival"), name), MADE_UP[name]
    assert "1 problem must be settled first" in words(app)
    assert not sheet.becomes.lines or shown_in_box(app) == in_box(sheet.becomes)
    act, figures, button = ACTS[name]
    act(app)
    assert shown_in_box(app) == in_box(figures)
    content = write_mapping(app.session_state["pending_opening"].mapping)
    click(app, button)
    is_in_use(app, figures)

    if name in ANSWERS:
        opens_unasked(uploaded(open_page("cohort"), name), content, figures)
