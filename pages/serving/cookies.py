"""Cookies that a browser sends over TLS only, and one that leaves with whoever signs out."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.serving.base_path import base_path
from pages.serving.browsers import OPEN_FILE, cookie_header

_SIGN_OUT: Final = "/auth/logout"


class SecureCookies:
    """Mark every cookie *Secure* where the browser came over TLS.

    Streamlit does so only where it holds the certificate itself. `always` says that it came so,
    whatever the request looks like behind a proxy.
    """

    def __init__(self, app: ASGIApp, *, always: bool) -> None:
        self._app = app
        self._always = always

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        is_marked = self._always or scope.get("scheme") == "https"

        async def send_marked(message: Message) -> None:
            if is_marked and message["type"] == "http.response.start":
                message["headers"] = [
                    (name, _marked(value) if name.lower() == b"set-cookie" else value)
                    for name, value in message.get("headers", [])
                ]
            await send(message)

        await self._app(scope, receive, send_marked)


class ForgottenFile:
    """Take the name of the open file out of a browser in which somebody signs out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def send_with_none(message: Message) -> None:
            if message["type"] == "http.response.start":
                # A cookie leaves only by the path it came with: the app's own, or none.
                base = base_path()
                message["headers"] = [
                    *message.get("headers", ()),
                    *(
                        (b"set-cookie", cookie_header(OPEN_FILE, "", {**scope, **at}, kept=False))
                        for at in ({"root_path": ""}, {"root_path": f"/{base}"})
                    ),
                ]
            await send(message)

        is_leaving = scope["type"] == "http" and scope["path"].endswith(_SIGN_OUT)
        await self._app(scope, receive, send_with_none if is_leaving else send)


def _marked(cookie: bytes) -> bytes:
    words = {word.strip().lower() for word in cookie.split(b";")[1:]}
    return cookie if b"secure" in words else cookie + b"; Secure"
