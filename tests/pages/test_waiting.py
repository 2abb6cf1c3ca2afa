"""Sheets that wait to be opened are forgotten after a while, and it is said."""

from __future__ import annotations

import time

from pages.serving.waiting import MOST_WAITING, PENDING, TOUCHED, give_up_waiting
from tests.pages.conftest import Opener
from tests.pages.test_opening import words
from tests.pages.test_opening_screen import uploaded


def test_a_sheet_that_waited_for_half_an_hour_is_forgotten_and_that_is_said(
    open_page: Opener,
) -> None:
    app = uploaded(open_page("survival"), "01_current_status.csv")
    state = app.session_state._state
    assert give_up_waiting([state]) == 0
    assert give_up_waiting([state], now=time.monotonic() + 1801) == 1
    app.run()
    assert not app.exception
    assert PENDING not in app.session_state
    assert "The sheet was not opened. It waited to be opened" in words(app).replace("**", "")


def test_of_too_many_that_wait_the_oldest_go_first() -> None:
    states = [{PENDING: number, TOUCHED: float(number)} for number in range(MOST_WAITING + 2)]
    assert give_up_waiting(states, now=30.0) == 2
    assert [state.get(PENDING) for state in states[:3]] == [None, None, 2]
