"""Which session belongs to which browser, and what another session of it may take over."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from pages.serving.browsers import BROWSER, BrowserCookie, Browsers

COOKIE, OTHER = 24 * "a", 24 * "b"
PAGE, SCRIPT = {"accept": "text/html,*/*;q=0.8"}, {"accept": "*/*"}


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


async def page(_: Request) -> Response:
    return HTMLResponse("")


async def unchanged(_: Request) -> Response:
    return Response(status_code=304)


@pytest.mark.parametrize(
    ("path", "headers", "gives"),
    [
        ("/", PAGE, True),
        ("/unchanged", PAGE, True),  # who has the page since yesterday, and lost the cookie
        ("/unchanged", SCRIPT, False),
        ("/", PAGE | {"cookie": f"{BROWSER}={COOKIE}"}, False),
        ("/unchanged", PAGE | {"cookie": f"{BROWSER}={COOKIE}"}, False),
    ],
)
def test_a_browser_without_its_cookie_gets_one_with_its_first_page(
    path: str, headers: dict[str, str], gives: bool
) -> None:
    routes = [Route("/", page), Route("/unchanged", unchanged)]
    client = TestClient(Starlette(routes=routes, middleware=[Middleware(BrowserCookie)]))
    made = client.get(path, headers=headers).headers.get("set-cookie", "")
    assert made.startswith(f"{BROWSER}=") == gives
