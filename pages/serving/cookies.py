"""Cookies that a browser sends over TLS only, and one that leaves with whoever signs out."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send


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


def _marked(cookie: bytes) -> bytes:
    words = {word.strip().lower() for word in cookie.split(b";")[1:]}
    return cookie if b"secure" in words else cookie + b"; Secure"
