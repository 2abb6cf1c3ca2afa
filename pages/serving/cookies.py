"""Cookies that a browser sends over TLS only."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class SecureCookies:
    """Mark every cookie *Secure*: Streamlit does so only where it holds the certificate itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, _marked(value) if name.lower() == b"set-cookie" else value)
                    for name, value in message.get("headers", [])
                ]
            await send(message)

        await self._app(scope, receive, send_marked)


def _marked(cookie: bytes) -> bytes:
    words = {word.strip().lower() for word in cookie.split(b";")[1:]}
    return cookie if b"secure" in words else cookie + b"; Secure"
