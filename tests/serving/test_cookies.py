from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from pages.serving.cookies import SecureCookies


async def answer(_: Request) -> Response:
    response = Response()
    response.set_cookie("plain", "1", httponly=True)
    response.set_cookie("secured", "2", secure=True)
    return response


def test_every_cookie_is_for_tls_only_and_says_so_once() -> None:
    app = Starlette(routes=[Route("/", answer)], middleware=[Middleware(SecureCookies)])
    cookies = TestClient(app).get("/").headers.get_list("set-cookie")
    assert cookies == [
        "plain=1; HttpOnly; Path=/; SameSite=lax; Secure",
        "secured=2; Path=/; SameSite=lax; Secure",
    ]
