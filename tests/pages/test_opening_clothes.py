"""Outcomes that could not be read, and ends without a start, settled on the screen."""

from __future__ import annotations

from tests.pages.conftest import Opener, upload
from tests.pages.test_opening import click, control, words

UNREAD = b"Patient,Best response,OS\na,PR,long\nb,SD,short\nc,SD,middling\n"
NO_START = (
    b"Patient,Best response,First seen at,Date of death,Last follow-up\n"
    b"a,PR,Roma,2019-01-01,2019-01-01\nb,SD,Paris,,2020-01-01\n"
)


def test_a_column_that_could_not_be_read_stays_one_of_the_sheet_s_own(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "sheet.csv", UNREAD)
    assert "1 problem must be settled first" in words(app)
    control(app, "radio", "_ask_not read:OS").set_value("own").run()
    assert "Ready to open: 3 lines in 3 patients" in words(app)
    click(app, "opening_open")
    assert "os_months" not in app.session_state["loaded_cohort"].cohort.frame


def test_a_sheet_without_a_start_is_opened_once_that_is_said(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "sheet.csv", NO_START)
    assert "1 problem must be settled first" in words(app)
    control(app, "radio", "_ask_start:all").set_value("none").run()
    assert "Ready to open: 2 lines in 2 patients" in words(app)
