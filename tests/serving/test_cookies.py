from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit import config

from pages.serving.cookies import ForgottenFile, SecureCookies


async def answer(_: Request) -> Response:
    response = Response()
    response.set_cookie("plain", "1", httponly=True)
    response.set_cookie("secured", "2", secure=True)
    return response


def cookies(address: str, *, always: bool = False) -> list[str]:
    made = [Middleware(SecureCookies, always=always)]
    app = Starlette(routes=[Route("/", answer)], middleware=made)
    return TestClient(app, base_url=address).get("/").headers.get_list("set-cookie")


SECURE = [
    "plain=1; HttpOnly; Path=/; SameSite=lax; Secure",
    "secured=2; Path=/; SameSite=lax; Secure",
]


def test_over_tls_every_cookie_is_for_tls_only_and_says_so_once() -> None:
    assert cookies("https://imt.example") == SECURE


def test_behind_a_proxy_it_can_be_said_that_the_browser_came_over_tls() -> None:
    assert cookies("http://127.0.0.1", always=True) == SECURE


def test_without_tls_a_cookie_is_as_it_was() -> None:
    assert cookies("http://127.0.0.1")[0] == "plain=1; HttpOnly; Path=/; SameSite=lax"


def test_whoever_signs_out_leaves_no_name_of_a_file_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "get_option", {"server.baseUrlPath": "imt"}.get)
    routes = [Route("/imt/auth/logout", answer), Route("/", answer)]
    client = TestClient(Starlette(routes=routes, middleware=[Middleware(ForgottenFile)]))
    left = client.get("/imt/auth/logout").headers.get_list("set-cookie")
    assert left[-2:] == [
        "imt_open_file=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0",
        "imt_open_file=; Path=/imt; HttpOnly; SameSite=Lax; Max-Age=0",
    ]
    assert len(client.get("/").headers.get_list("set-cookie")) == 2
