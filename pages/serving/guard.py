"""Who is let through to the pages at all: asked of every request and every WebSocket."""

from __future__ import annotations

import json
from collections.abc import Mapping
from secrets import token_hex
from typing import Any, Final
from urllib.parse import quote, unquote

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_auth_routes import _get_cookie_value_from_request
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from pages.serving.audit import AuditLog
from pages.serving.base_path import base_path
from pages.serving.sessions import SESSIONS, sign_in_of
from pages.serving.settings import Settings
from pages.serving.start import How, as_address, is_loopback
from pages.serving.visitor import (
    Visitor,
    is_fresh,
    reason_to_refuse,
    visitor_by_claims,
    visitor_by_header,
)

PROXY_USER: Final = "proxy_user"
PROXY_GROUPS: Final = "proxy_groups"

# The names under which a proxy's word is handed on to the pages are drawn anew in each process:
# no client knows them, and what a client sends under them is taken away.
_HANDED_USER: Final = f"x-handed-{token_hex(16)}"
_HANDED_GROUPS: Final = f"x-handed-{token_hex(16)}"
HANDED_ON: Final = {_HANDED_USER: PROXY_USER, _HANDED_GROUPS: PROXY_GROUPS}
"""Streamlit's own setting for it, `server.trustedUserHeaders`: header to key of ``st.user``."""

_OPEN_ROUTE: Final = "/_stcore/health"
_DATA_ROUTES: Final = ("/media/", "/_stcore/upload_file/", "/_stcore/metrics")


class Guard:
    """Let through who may enter; answer all others 403, requests and WebSockets alike."""

    def __init__(self, app: ASGIApp, *, how: How, settings: Settings, audit: AuditLog) -> None:
        self._app = app
        self._settings = settings
        self._audit = audit
        self._check = {
            "local": self._check_local,
            "proxy": self._check_proxy,
            "sign-in": self._check_signed_in,
        }[how]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it through."""
        if scope["type"] in ("http", "websocket"):
            reason = self._check(scope)
            if reason:
                await _refuse(reason, scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _check_local(self, scope: Scope) -> str:
        """Why a connection is refused that did not come to this machine's own address."""
        # Whatever started the server may have bound it to more than server.address says.
        server = scope.get("server") or ("localhost", None)
        is_far = as_address(server[0]) is not None and not is_loopback(server[0])
        if self._settings.open_to_network or not is_far:
            return ""
        return "This server answers this machine only."

    def _check_proxy(self, scope: Scope) -> str:
        """Why a connection is refused whose proxy, or whose visitor, is not to be believed."""
        headers = MutableHeaders(scope=scope)
        users = headers.getlist(self._settings.proxy_user_header)
        groups = ", ".join(
            value
            for name in [self._settings.proxy_group_header]
            if name
            for value in headers.getlist(name)
        )
        peer = (scope.get("client") or ("", 0))[0]
        if not self._is_proxy(peer):
            if not users and not groups and _is_open(scope):
                return ""
            self._audit.record_seldom("denied", who=peer or "unknown", why="not the proxy")
            return "This server is reached through its proxy only."
        if not users and _is_open(scope):
            return ""
        if len(users) != 1 or not users[0].strip():
            self._audit.record_seldom("denied", who="unknown", why="the proxy names nobody")
            return "The proxy does not say who you are: sign in there first."
        visitor = visitor_by_header(_text(users[0]), _text(groups))
        reason = reason_to_refuse(visitor, self._settings)
        if reason:
            self._audit.record_seldom("denied", who=visitor.name, why="not on the list")
            return reason
        # What the proxy says of the way to it is believed too: cookies depend on it.
        if headers.get("x-forwarded-proto") == "https":
            scope["scheme"] = "wss" if scope["type"] == "websocket" else "https"
        for name, value in ((_HANDED_USER, users[0]), (_HANDED_GROUPS, groups)):
            headers[name] = quote(_text(value))
        return ""

    def _is_proxy(self, peer: str) -> bool:
        address = as_address(peer)
        return address is not None and any(
            address in network for network in self._settings.proxy_addresses
        )

    def _check_signed_in(self, scope: Scope) -> str:
        """Why a request for what belongs to a session is refused; the gate keeps the pages."""
        if scope["type"] == "websocket" or not _route(scope).startswith(_DATA_ROUTES):
            return ""
        claims = _claims(Request(scope))
        if not is_fresh(claims, self._settings) or SESSIONS.is_signed_out(sign_in_of(claims)):
            return "Sign in first."
        return reason_to_refuse(visitor_by_claims(claims, self._settings), self._settings)


def handed_on(user: Mapping[str, Any]) -> Visitor | None:
    """The visitor a trusted proxy told of, out of ``st.user``."""
    name = user.get(PROXY_USER)
    if not name:
        return None
    return visitor_by_header(unquote(str(name)), unquote(str(user.get(PROXY_GROUPS) or "")))


def _claims(request: Request) -> Mapping[str, Any]:
    """What the signed cookie of Streamlit's sign-in says; empty where there is none."""
    value = _get_cookie_value_from_request(request, USER_COOKIE_NAME)
    claims = json.loads(value) if value else {}
    return claims if isinstance(claims, dict) and claims.get("is_logged_in") is True else {}


def _is_open(scope: Scope) -> bool:
    """Whether a request asks for nothing but whether the server lives."""
    return scope["type"] == "http" and _route(scope) == _OPEN_ROUTE


def _route(scope: Scope) -> str:
    """The path that is asked for, without that under which the app is served."""
    base = base_path()
    path: str = scope["path"]
    return path.removeprefix(f"/{base}" if base else "")


def _text(value: str) -> str:
    """The text of a header: UTF-8 where it is, though headers are read as Latin-1."""
    raw = value.encode("latin-1")
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return value.strip()


async def _refuse(reason: str, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
    else:
        await PlainTextResponse(reason, status_code=403)(scope, receive, send)
