"""Questions about what a sheet becomes, answered on the screen that opens it."""

from __future__ import annotations

import pytest

from tests.intake.uploads.test_becoming import LIMITS
from tests.intake.uploads.test_lines import IN_FRENCH
from tests.intake.uploads.test_of_all_rows import NO_STAGE
from tests.intake.uploads.test_plausibility import ALIVE
from tests.pages.conftest import Opener, upload
from tests.pages.test_opening import click, control, words


def test_the_stage_is_answered_on_the_screen(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "sheet.csv", NO_STAGE.encode())
    assert "1 problem must be settled first" in words(app)
    control(app, "radio", "_ask_stage:all").set_value("advanced").run()
    assert "Ready to open: 3 lines in 3 patients" in words(app)
    assert control(app, "radio", "_ask_line:all").value == "first"
    click(app, "opening_open")
    frame = app.session_state["loaded_cohort"].cohort.frame
    assert frame["pfs_event"].tolist() == [1, 1, 0]
    assert frame["disease_extent"].tolist() == ["advanced"] * 3


def test_the_switch_stands_on_the_screen_as_it_is_acted_by(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "sheet.csv", IN_FRENCH.encode())
    assert control(app, "radio", "_ask_next line").value == "censored"
    control(app, "radio", "_ask_next line").set_value("runs on").run()
    assert not app.exception
    assert control(app, "radio", "_ask_next line").value == "runs on"
    assert "Ready to open: 4 lines in 2 patients" in words(app)


@pytest.mark.parametrize(("option", "holds"), [("right", True), ("leave out", False)])
def test_a_doubt_is_answered_on_the_screen(open_page: Opener, option: str, holds: bool) -> None:
    text = ALIVE.replace("Dead", "Dead,Best response").replace(",0", ",0,PR")
    app = upload(open_page("cohort"), "alive.csv", text.encode())
    assert "1 problem must be settled first" in words(app)
    control(app, "radio", "_ask_no events:os").set_value(option).run()
    assert "Ready to open: 3 lines in 3 patients" in words(app)
    click(app, "opening_open")
    assert ("os_months" in app.session_state["loaded_cohort"].cohort.frame) == holds


def test_the_screen_says_before_the_click_what_it_costs(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "limits.csv", (LIMITS + "4,9,no,12,no,SD\n").encode())
    assert "Without these cells, PFS loses 1 of 2 censored cases; OS loses 1 of 2" in words(app)
    app = upload(open_page("cohort"), "limits.csv", LIMITS.encode())
    assert "These cells cannot be left out: PFS would lose all its censored cases" in words(app)
    assert app.button(key="opening_without").disabled
