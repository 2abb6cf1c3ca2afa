"""A browser is known by a cookie: whose downloads are whose, and which file was open before.

The cookie is random and says nothing; the other holds the name of the open file, so that a session
which was lost can say what it lost, even where the server has started anew. Scripts see neither.
"""

from __future__ import annotations

import re
import secrets
import threading
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.url_util import make_url_path

from pages.serving.base_path import base_path

BROWSER: Final = "imt_browser"
OPEN_FILE: Final = "imt_open_file"
_LONGEST_NAME: Final = 200
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{20,64}")


@dataclass(slots=True)
class Browsers:
    """Which session belongs to which browser, and what each has open.

    Sessions are known by their id; what is known of one is forgotten with it.
    """

    _browser_of: dict[str, str] = field(default_factory=dict)
    _let_go: set[str] = field(default_factory=set)
    _file_of: dict[str, str] = field(default_factory=dict)
    _said: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def meet(self, session: str, cookie: str) -> None:
        """Note whose a session is."""
        with self._lock:
            self._let_go.discard(session)
            if _TOKEN.fullmatch(cookie):
                self._browser_of.setdefault(session, cookie)

    def is_own(self, session: str, cookie: str) -> bool:
        """Whether a session belongs to the browser that sent a cookie, "" for none."""
        with self._lock:
            return self._browser_of.get(session, "") == cookie

    def others_of(self, session: str) -> list[str]:
        """The other sessions of the same browser that were not let go, the latest first."""
        with self._lock:
            browser = self._browser_of.get(session)
            same = [
                other
                for other, owner in self._browser_of.items()
                if owner == browser and other != session and other not in self._let_go
            ]
        return same[::-1] if browser else []

    def let_go(self, session: str) -> bool:
        """Have nobody take over what a session held; whether nobody had done so yet.

        Its files stay those of its browser.
        """
        with self._lock:
            is_first = session not in self._let_go
            self._let_go.add(session)
        return is_first

    def opened(self, session: str, filename: str) -> str:
        """Note what a session has open, "" for nothing; return the token of the address that tells
        its browser so.
        """
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._file_of[session] = filename[:_LONGEST_NAME]
            self._said = {t: s for t, s in self._said.items() if s != session}
            self._said[token] = session
        return token

    def file_behind(self, token: str) -> str | None:
        """What the session has open that a token was made for."""
        with self._lock:
            session = self._said.get(token)
            return None if session is None else self._file_of.get(session)

    def has_elsewhere(self, session: str, filename: str, connected: set[str]) -> bool:
        """Whether the browser of a session has a file open in another window that is connected."""
        with self._lock:
            browser = self._browser_of.get(session)
            return any(
                other != session
                and other in connected
                and self._browser_of.get(other) == browser
                and self._file_of.get(other) == filename
                for other in self._file_of
            )

    def forget_all_but(self, sessions: set[str]) -> None:
        """Forget what is known of sessions that are no more."""
        with self._lock:
            for known in (self._browser_of, self._file_of):
                for session in set(known) - sessions:
                    del known[session]
            self._let_go &= sessions
            self._said = {t: s for t, s in self._said.items() if s in sessions}


BROWSERS: Final = Browsers()
"""Those of this server."""


def file_name_of(cookies: dict[str, str]) -> str:
    """The file that was open in this browser before, by its cookies; "" for none."""
    return unquote(cookies.get(OPEN_FILE, ""))[:_LONGEST_NAME]


def cookie_of(scope: Scope, name: str) -> str:
    """A cookie of a request; "" where it has none."""
    for key, value in scope.get("headers", ()):
        if key == b"cookie":
            try:
                found = SimpleCookie(value.decode("latin-1")).get(name)
            except CookieError:
                return ""
            return "" if found is None else found.value
    return ""


class BrowserCookie:
    """Give each browser a cookie with its first page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or _TOKEN.fullmatch(cookie_of(scope, BROWSER)):
            await self._app(scope, receive, send)
            return

        asks_for_page = b"text/html" in dict(scope["headers"]).get(b"accept", b"")

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                kind = dict(message.get("headers", ())).get(b"content-type", b"")
                # A browser that has kept the page, but not its cookie, is told so without a kind.
                is_kept = message["status"] == HTTPStatus.NOT_MODIFIED and asks_for_page
                if kind.startswith(b"text/html") or is_kept:
                    made = cookie_header(BROWSER, secrets.token_urlsafe(24), scope)
                    message["headers"] = [*message["headers"], (b"set-cookie", made)]
            await send(message)

        await self._app(scope, receive, with_cookie)


async def _opened(request: Request) -> Response:
    """Tell the browser which file it has open: an image of nothing, with a cookie."""
    filename = BROWSERS.file_behind(request.path_params["token"])
    if filename is None:
        return Response(status_code=404)
    answer = Response(_DOT, media_type="image/gif", headers={"Cache-Control": "no-store"})
    answer.raw_headers.append(
        (
            b"set-cookie",
            cookie_header(OPEN_FILE, quote(filename), request.scope, kept=bool(filename)),
        )
    )
    return answer


OPENED: Final = "opened"
ROUTES: Final = (Route(make_url_path(base_path(), f"{OPENED}/{{token}}"), _opened),)
_DOT: Final = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b"
)


def cookie_header(name: str, value: str, scope: Scope, *, kept: bool = True) -> bytes:
    """Of this session of the browser, never seen by a script, never sent from elsewhere."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    age = "" if kept else "; Max-Age=0"
    path = scope.get("root_path") or "/"
    return f"{name}={value}; Path={path}; HttpOnly; SameSite=Lax{age}{secure}".encode("latin-1")
