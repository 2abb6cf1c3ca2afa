"""Which session belongs to which browser, and what another session of it may take over."""

from __future__ import annotations

import pytest

from pages.serving.browsers import Browsers

COOKIE, OTHER = 24 * "a", 24 * "b"


@pytest.fixture
def browsers() -> Browsers:
    known = Browsers()
    for session, cookie in (("first", COOKIE), ("second", COOKIE), ("else", OTHER), ("none", "")):
        known.meet(session, cookie)
    return known


def test_a_session_finds_those_of_its_own_browser_the_latest_first(browsers: Browsers) -> None:
    browsers.meet("third", COOKIE)
    assert browsers.others_of("third") == ["second", "first"]
    assert (browsers.others_of("else"), browsers.others_of("none")) == ([], [])


def test_what_a_session_held_is_taken_over_once(browsers: Browsers) -> None:
    assert [browsers.let_go("first"), browsers.let_go("first")] == [True, False]
    assert browsers.others_of("second") == []


def test_the_files_of_a_session_that_was_taken_over_stay_those_of_its_browser(
    browsers: Browsers,
) -> None:
    browsers.let_go("first")
    owned = [browsers.is_own("first", cookie) for cookie in (COOKIE, OTHER, "")]
    assert owned == [True, False, False]


def test_a_window_that_comes_back_is_one_of_its_browser_again(browsers: Browsers) -> None:
    browsers.let_go("first")
    browsers.meet("first", OTHER)
    assert browsers.others_of("second") == ["first"]
    assert not browsers.is_own("first", OTHER)


def test_nothing_is_known_of_sessions_that_are_no_more(browsers: Browsers) -> None:
    browsers.let_go("first")
    browsers.forget_all_but({"second"})
    browsers.meet("first", COOKIE)
    assert browsers.let_go("first")
