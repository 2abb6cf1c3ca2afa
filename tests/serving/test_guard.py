from __future__ import annotations

import json
from pathlib import Path
from time import time
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit import config
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from pages.serving.audit import AuditLog
from pages.serving.guard import HANDED_ON, Guard, handed_on
from pages.serving.sessions import SESSIONS, sign_in_of
from pages.serving.settings import read_settings
from pages.serving.start import How

PROXY = "10.0.0.5"
WORDS = {
    "PROXY_ADDRESSES": f"{PROXY}, 10.1.0.0/24",
    "PROXY_USER_HEADER": "X-Forwarded-Email",
    "PROXY_GROUP_HEADER": "X-Forwarded-Groups",
    "ALLOWED_USERS": "ada@example.org, jürgen",
    "ALLOWED_GROUPS": "sarcoma",
}
ADA = {"X-Forwarded-Email": "ada@example.org"}


def told(headers: Any) -> dict[str, str]:
    """What the pages are told of who is there, as Streamlit passes it on."""
    return {key: headers[name] for name, key in HANDED_ON.items() if name in headers}


async def answer(request: Request) -> JSONResponse:
    return JSONResponse(told(request.headers), headers={"scheme": request.url.scheme})


async def talk(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_json(told(websocket.headers))
    await websocket.close()


def guarded(
    how: How, words: dict[str, str], *, peer: str = "127.0.0.1", log: Path | None = None
) -> TestClient:
    held = read_settings({f"IMT_EXPLORER_{name}": value for name, value in words.items()})
    guard = Middleware(Guard, how=how, settings=held, audit=AuditLog(log))
    routes = [WebSocketRoute("/_stcore/stream", talk), Route("/{path:path}", answer)]
    return TestClient(Starlette(routes=routes, middleware=[guard]), client=(peer, 4000))


def status(client: TestClient, path: str = "/", **headers: str) -> int:
    return client.get(path, headers=headers).status_code


def greeting(client: TestClient, **headers: str) -> dict[str, str] | None:
    """What a WebSocket is told; None where it is refused."""
    try:
        with client.websocket_connect("/_stcore/stream", headers=headers) as websocket:
            words: dict[str, str] = websocket.receive_json()
            return words
    except WebSocketDisconnect:
        return None


@pytest.mark.parametrize("peer", [PROXY, "10.1.0.77", f"::ffff:{PROXY}"])
def test_the_proxy_is_believed(peer: str) -> None:
    client = guarded("proxy", WORDS, peer=peer)
    assert client.get("/survival", headers=ADA).json()["proxy_user"] == "ada%40example.org"
    assert greeting(client, **ADA) == {"proxy_user": "ada%40example.org", "proxy_groups": ""}


def test_the_proxy_tells_whether_the_browser_came_over_tls() -> None:
    client = guarded("proxy", WORDS, peer=PROXY)
    assert client.get("/", headers=ADA).headers["scheme"] == "http"
    over_tls = {**ADA, "X-Forwarded-Proto": "https"}
    assert client.get("/", headers=over_tls).headers["scheme"] == "https"


@pytest.mark.parametrize("peer", ["10.0.0.6", "10.1.1.1", "127.0.0.1", "::1", "testclient", ""])
@pytest.mark.parametrize("path", ["/", "/survival", "/media/x", "/_stcore/health"])
def test_anybody_else_with_the_header_is_refused(peer: str, path: str) -> None:
    client = guarded("proxy", WORDS, peer=peer)
    assert status(client, path, **ADA) == 403
    assert greeting(client, **ADA) is None


def test_anybody_else_without_the_header_is_refused_too() -> None:
    client = guarded("proxy", WORDS, peer="10.0.0.6")
    assert status(client) == 403
    assert greeting(client) is None


def test_whether_the_server_lives_may_be_asked_by_all() -> None:
    assert status(guarded("proxy", WORDS, peer="10.0.0.6"), "/_stcore/health") == 200
    assert status(guarded("proxy", WORDS, peer=PROXY), "/_stcore/health") == 200
    assert status(guarded("proxy", WORDS, peer="10.0.0.6"), "/x/_stcore/health") == 403


def test_a_proxy_that_names_nobody_or_two_lets_nobody_in() -> None:
    client = guarded("proxy", WORDS, peer=PROXY)
    assert status(client) == 403
    assert status(client, **{"X-Forwarded-Email": " "}) == 403
    twice = [("X-Forwarded-Email", "ada@example.org"), ("X-Forwarded-Email", "ada@example.org")]
    assert client.get("/", headers=twice).status_code == 403


def test_who_is_not_on_the_list_is_refused_by_requests_and_websockets() -> None:
    client = guarded("proxy", WORDS, peer=PROXY)
    eve = {"X-Forwarded-Email": "eve@example.org"}
    assert "eve@example.org, who is not on the list" in client.get("/", headers=eve).text
    assert greeting(client, **eve) is None
    assert status(client, **eve, **{"X-Forwarded-Groups": "other, sarcoma"}) == 200


def test_a_name_beyond_ascii_arrives_whole() -> None:
    client = guarded("proxy", WORDS, peer=PROXY)
    words = client.get("/", headers={"X-Forwarded-Email": "jürgen".encode()}).json()
    visitor = handed_on(words)
    assert visitor is not None
    assert visitor.name == "jürgen"


def test_what_a_client_writes_under_the_handed_on_name_is_taken_away() -> None:
    user, groups = HANDED_ON
    client = guarded("proxy", WORDS, peer=PROXY)
    forged = {**ADA, user: "eve", groups: "sarcoma"}
    assert client.get("/", headers=forged).json() == {
        "proxy_user": "ada%40example.org",
        "proxy_groups": "",
    }
    assert greeting(client, **forged) == {"proxy_user": "ada%40example.org", "proxy_groups": ""}


def test_without_a_trusted_proxy_its_header_is_worth_nothing() -> None:
    assert guarded("local", {}).get("/", headers=ADA).json() == {}
    assert handed_on({}) is None


def test_refusals_are_recorded_once_a_minute(tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    client = guarded("proxy", WORDS, peer=PROXY, log=log)
    for _ in range(5):
        status(client, **{"X-Forwarded-Email": "eve@example.org"})
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["what"], line["who"], line["why"]) for line in lines] == [
        ("denied", "eve@example.org", "not on the list")
    ]


@pytest.mark.parametrize(
    ("server", "words", "expected"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.168.1.9", {}, 403),
        ("::ffff:192.168.1.9", {}, 403),
        ("192.168.1.9", {"OPEN_TO_NETWORK": "yes"}, 200),
    ],
)
def test_whoever_bound_it_the_server_answers_this_machine_only(
    server: str, words: dict[str, str], expected: int
) -> None:
    inner = guarded("local", words).app

    async def bound(scope: Any, receive: Any, send: Any) -> None:
        await inner(scope | {"server": (server, 8501)}, receive, send)

    client = TestClient(bound)
    assert status(client) == expected
    assert (greeting(client) is None) is (expected == 403)


def signed_cookie(**claims: Any) -> dict[str, str]:
    """The cookie that Streamlit gives to who signed in with these claims."""
    words = json.dumps({"is_logged_in": True, "iat": time(), "email_verified": True, **claims})
    value = create_signed_value(get_cookie_secret(), "_streamlit_user", words).decode()
    return {"Cookie": f"_streamlit_user={value}"}


DATA = ["/media/abc.csv", "/_stcore/upload_file/session/file", "/_stcore/metrics"]
BY_ADDRESS = {"ALLOWED_USERS": "ada@example.org", "SIGN_IN_METADATA_URL": "x"}


@pytest.mark.parametrize("path", DATA)
def test_what_belongs_to_sessions_is_for_those_who_signed_in(path: str) -> None:
    client = guarded("sign-in", BY_ADDRESS)
    assert status(client, path) == 403
    assert status(client, path, **signed_cookie(email="ada@example.org")) == 200
    assert status(client, path, **signed_cookie(email="eve@example.org")) == 403
    assert status(client, path, **signed_cookie(email="ada@example.org", iat=time() - 1e5)) == 403
    assert status(client, path, **signed_cookie(email="ada@example.org", is_logged_in=1)) == 403
    assert status(client, path, Cookie="_streamlit_user=forged") == 403


def test_the_cookie_of_a_sign_in_that_was_ended_opens_nothing() -> None:
    client = guarded("sign-in", BY_ADDRESS)
    claims = {"sub": "1", "iat": time(), "nonce": "n", "email": "ada@example.org"}
    cookie = signed_cookie(**claims)
    assert status(client, "/media/x", **cookie) == 200
    SESSIONS.sign_out(sign_in_of(claims), in_session="another")
    assert status(client, "/media/x", **cookie) == 403


def test_the_pages_stay_reachable_for_signing_in() -> None:
    client = guarded("sign-in", BY_ADDRESS)
    assert status(client, "/survival") == 200
    assert greeting(client) == {}


def test_a_sub_path_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = config.get_option
    under = {"server.baseUrlPath": "imt"}
    monkeypatch.setattr(config, "get_option", lambda key: under.get(key) or asked(key))
    assert status(guarded("sign-in", BY_ADDRESS), "/imt/media/x") == 403
    assert status(guarded("proxy", WORDS), "/imt/_stcore/health") == 200
