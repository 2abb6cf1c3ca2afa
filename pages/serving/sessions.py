"""The sessions that are there: when each begins and ends, and to whom it belongs."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Any, Final

from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime

from pages.serving.audit import AuditLog, audit_log

_MOST_REMEMBERED: Final = 10_000
_OF_ONE_SIGN_IN: Final = ("iss", "sub", "iat", "nonce")


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Whose a session is; `sign_in` names the sign-in it goes back to, if there is one."""

    who: str
    sign_in: str = ""


class Sessions:
    """The sessions of this process that have been let in."""

    def __init__(self) -> None:
        self._present: dict[str, Present] = {}
        self._signed_out: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Note on which loop the server runs: only there may a session be run again."""
        self._loop = loop

    def begin(self, session_id: str, present: Present) -> None:
        """Note that a session was let in, once."""
        with self._lock:
            is_new = session_id not in self._present
            self._present[session_id] = present
        if is_new:
            audit_log().record("session_begun", who=present.who, session=session_mark(session_id))

    def end_those_gone(self, is_there: Callable[[str], bool], audit: AuditLog) -> None:
        """Note the end of each session that is there no longer."""
        with self._lock:
            gone = {key: who for key, who in self._present.items() if not is_there(key)}
            for session_id in gone:
                del self._present[session_id]
        for session_id, present in gone.items():
            audit.record("session_ended", who=present.who, session=session_mark(session_id))

    def sign_out(self, sign_in: str, *, in_session: str) -> None:
        """End a sign-in in every other tab too, and remember that its cookie counts no more.

        Remembered by this process, until 10,000 others have signed out.
        """
        with self._lock:
            self._signed_out[sign_in] = None
            if len(self._signed_out) > _MOST_REMEMBERED:
                self._signed_out.popitem(last=False)
            tabs = [
                key
                for key, present in self._present.items()
                if present.sign_in == sign_in and key != in_session
            ]
        for session_id in tabs:
            runtime.get_instance().clear_user_info_for_session(session_id)
            if self._loop is not None:
                self._loop.call_soon_threadsafe(_run_again, session_id)

    def is_signed_out(self, sign_in: str) -> bool:
        """Whether a sign-in was ended."""
        with self._lock:
            return sign_in in self._signed_out


def _run_again(session_id: str) -> None:
    """Draw a tab anew: its gate finds nobody signed in, and forgets what it holds."""
    info = runtime.get_instance()._session_mgr.get_active_session_info(session_id)
    if info is not None:
        info.session.request_rerun(None)


SESSIONS = Sessions()


def session_mark(session_id: str) -> str:
    """What tells sessions apart in the log; the id itself would let one be taken over."""
    return sha256(session_id.encode()).hexdigest()[:12]


def sign_in_of(claims: Mapping[str, Any]) -> str:
    """What tells one sign-in from every other, the next of the same person included."""
    return sha256(repr([claims.get(key) for key in _OF_ONE_SIGN_IN]).encode()).hexdigest()


class SessionWatch:
    """Note, as soon as a WebSocket ends, which session ended with it."""

    def __init__(self, app: ASGIApp, *, audit: AuditLog) -> None:
        self._app = app
        self._audit = audit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        try:
            await self._app(scope, receive, send)
        finally:
            if scope["type"] == "websocket" and runtime.exists():
                SESSIONS.end_those_gone(runtime.get_instance().is_active_session, self._audit)
