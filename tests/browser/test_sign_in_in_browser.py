"""Signing in, being refused, and signing out, with a provider on this machine."""

from __future__ import annotations

import json
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from tests.browser.conftest import served
from tests.places import ROOT
from tests.running import free_port, running
from tests.serving.provider import CLIENT, SECRET

PATIENCE = 60_000
SHEET = b"patient_id,os_months,os_event\nA,3.5,1\nB,8,0\nC,12,1\n"
ADA, EVE = "ada\u2060@example.org", "eve\u2060@example.org"
"""As a page shows them: no link, for a joiner without width."""
PROXY = {
    "IMT_EXPLORER_PROXY_ADDRESSES": "127.0.0.1",
    "IMT_EXPLORER_PROXY_USER_HEADER": "X-Forwarded-Email",
    "IMT_EXPLORER_ALLOWED_USERS": "ada@example.org, bob@example.org",
    "FORWARDED_ALLOW_IPS": "none",
}


@contextmanager
def signing_in(base_path: str = "", **more: str) -> Iterator[str]:
    """A provider, and the app for those in its group *sarcoma*."""
    port, provider = free_port(), free_port()
    callback = f"http://127.0.0.1:{port}{base_path}/oauth2callback"
    metadata = f"http://127.0.0.1:{provider}/.well-known/openid-configuration"
    settings = {
        "IMT_EXPLORER_SIGN_IN_METADATA_URL": metadata,
        "IMT_EXPLORER_SIGN_IN_CLIENT_ID": CLIENT,
        "IMT_EXPLORER_SIGN_IN_CLIENT_SECRET": SECRET,
        "IMT_EXPLORER_SIGN_IN_REDIRECT_URI": callback,
        "IMT_EXPLORER_SIGN_IN_COOKIE_SECRET": "the tests sign their cookies with this",
        "IMT_EXPLORER_ALLOWED_GROUPS": "sarcoma",
        **more,
    }
    with (
        running(
            [sys.executable, "-m", "tests.serving.provider", str(provider), callback],
            answers_at=metadata,
            cwd=ROOT,
        ),
        served("server.py", port=port, base_path=base_path, **settings) as address,
    ):
        yield address


def sign_in(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Sign in").click(timeout=PATIENCE)
    page.get_by_role("link", name=name).click(timeout=PATIENCE)


def expect_no_data(page: Page) -> None:
    expect(page.locator(".st-key-who_is_in_view")).to_have_count(0)
    expect(page.get_by_role("link", name="Survival")).to_have_count(0)
    expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
    expect(page.locator("body")).not_to_contain_text("lines in")


def downloaded(page: Page, label: str, tab: str = "") -> bytes:
    if tab:
        page.get_by_role("tab", name=tab).click()
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("button", name=label).click()
    return Path(download.value.path()).read_bytes()


def lines_of(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def test_sign_in_work_and_sign_out_in_every_tab(context: BrowserContext, tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    with signing_in(IMT_EXPLORER_AUDIT_LOG=str(log)) as address:
        page = context.new_page()
        page.goto(f"{address}/survival?only_alk_status=negative")
        expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=PATIENCE)
        expect_no_data(page)

        sign_in(page, address, "ada")
        in_view = page.locator(".st-key-who_is_in_view")
        expect(in_view).to_contain_text("48 lines in 38 patients", timeout=PATIENCE)
        expect(page.get_by_test_id("stSidebar")).to_contain_text(f"Signed in as {ADA}")
        page.get_by_role("button", name="Open another cohort").click()
        assert b"patient_id,sex," in downloaded(page, "Download the template")
        page.locator('[data-testid="stFileUploader"] input[type=file]').first.set_input_files(
            {"name": "new_series.csv", "mimeType": "text/csv", "buffer": SHEET}
        )
        expect(in_view).to_contain_text("3 lines in 3 patients", timeout=PATIENCE)
        assert (
            downloaded(page, "Download 3 lines in 3 patients", tab="Lines in view").count(b"\n")
            == 4
        )
        signed_in = context.cookies()
        assert "imt_open_file" in {cookie["name"] for cookie in signed_in}

        other = context.new_page()
        other.goto(f"{address}/swimmer")
        expect(other.locator(".st-key-who_is_in_view")).to_be_visible(timeout=PATIENCE)

        with page.expect_response(re.compile("/auth/logout")) as answer:
            page.get_by_role("button", name="Sign out").click()
        forgotten = answer.value.headers_array()
        assert any("_streamlit_user=" in header["value"] for header in forgotten)
        for tab in (page, other):
            expect(tab.get_by_role("button", name="Sign in")).to_be_visible(timeout=PATIENCE)
            expect_no_data(tab)
        assert not [cookie for cookie in context.cookies() if "user" in cookie["name"]]

        assert {cookie["name"] for cookie in context.cookies()}.isdisjoint(
            ("_streamlit_user", "_streamlit_user_tokens", "imt_open_file")
        )

        # A copy of the cookie, put back by whoever has it, opens nothing.
        context.add_cookies(signed_in)
        page.goto(address)
        expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=PATIENCE)
        expect_no_data(page)

        context.clear_cookies()
        sign_in(page, address, "ada")
        expect(in_view).to_contain_text("48 lines in 38 patients", timeout=PATIENCE)
        page.close()
        other.close()

    told = [(line["who"], line["what"]) for line in lines_of(log)]
    assert told[0] == ("server", "server_started")
    assert told.count(("ada@example.org", "signed_out")) == 1
    assert told.count(("ada@example.org", "session_begun")) == 3
    assert told.count(("ada@example.org", "session_ended")) == 3
    file = sha256(SHEET).hexdigest()
    facts = [
        {key: value for key, value in line.items() if key not in ("at", "who", "session")}
        for line in lines_of(log)
        if line["what"] in ("uploaded", "opened", "exported")
    ]
    counted = {"lines": 3, "patients": 3}
    assert (facts[0]["views"], facts[0]["format"]) == (["cohort_template"], "csv")
    assert facts[1:3] == [
        {"what": "uploaded", "file": file, "files": 1, "bytes": len(SHEET)},
        {"what": "opened", "file": file, "rows": 3, "columns": 3, **counted},
    ]
    assert facts[3] == {
        "what": "exported",
        "views": ["cohort_in_view"],
        "format": "csv",
        "bytes": facts[3]["bytes"],
        "file": file,
        **counted,
    }
    assert len(facts) == 4
    assert not {"new_series", "A,3.5", "patient_id"} & set(re.findall(r"[\w,.]+", log.read_text()))


@pytest.fixture(scope="module")
def sub_path() -> Iterator[str]:
    """The app with its provider under a path of its own."""
    with signing_in("/imt") as address:
        yield address


def test_who_is_not_on_the_list_sees_one_sentence_and_the_way_out(
    page: Page, sub_path: str
) -> None:
    sign_in(page, sub_path, "eve")
    refusal = page.get_by_test_id("stAlert")
    expect(refusal).to_contain_text(
        f"You are signed in as {EVE}, who is not on the list", timeout=PATIENCE
    )
    expect_no_data(page)
    page.goto(f"{sub_path}/survival")
    expect(refusal).to_contain_text("not on the list", timeout=PATIENCE)
    expect_no_data(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=PATIENCE)


def test_signing_in_works_under_a_sub_path(page: Page, sub_path: str) -> None:
    sign_in(page, sub_path, "ada")
    expect(page.locator(".st-key-who_is_in_view")).to_be_visible(timeout=PATIENCE)
    expect(page).to_have_url(re.compile(r"/imt/$"))
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert cookies["_streamlit_user"]["path"] == "/imt"
    assert cookies["_streamlit_user"]["httpOnly"]
    assert cookies["_streamlit_user"]["sameSite"] == "Lax"


@pytest.fixture(scope="module")
def behind_proxy() -> Iterator[str]:
    with served("server.py", **PROXY) as address:
        yield address


def test_a_trusted_proxy_tells_who_is_there(page: Page, behind_proxy: str) -> None:
    try:
        page.set_extra_http_headers({"X-Forwarded-Email": "ada@example.org"})
        page.goto(f"{behind_proxy}/survival")
        expect(page.locator(".st-key-who_is_in_view")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_test_id("stSidebar")).to_contain_text(f"Signed in as {ADA}")

        page.set_extra_http_headers({"X-Forwarded-Email": "eve@example.org"})
        answer = page.goto(behind_proxy)
        assert answer is not None
        assert answer.status == 403
        expect(page.locator("body")).to_contain_text("eve@example.org, who is not on the list")
    finally:
        page.set_extra_http_headers({})


def session_of(address: str, who: str, before: str = "none") -> str:
    """The session that somebody is given who asks for one that was before."""
    with connect(
        address.replace("http", "ws") + "/_stcore/stream",
        subprotocols=[Subprotocol(name) for name in ("streamlit", "none", before)],
        additional_headers={"X-Forwarded-Email": who},
    ) as socket:
        socket.send(BackMsg(rerun_script=ClientState()).SerializeToString())
        while True:
            message = ForwardMsg.FromString(bytes(socket.recv(timeout=60)))
            if message.HasField("new_session"):
                return str(message.new_session.initialize.session_id)


def test_a_session_is_taken_up_by_nobody_else(behind_proxy: str) -> None:
    session = session_of(behind_proxy, "ada@example.org")
    assert session_of(behind_proxy, "bob@example.org", session) != session
    assert session_of(behind_proxy, "ada@example.org", session) == session


def test_a_caller_cannot_write_the_address_of_the_proxy_into_a_header() -> None:
    addresses = {"IMT_EXPLORER_PROXY_ADDRESSES": "10.0.0.5"}
    forged = {"X-Forwarded-Email": "ada@example.org", "X-Forwarded-For": "10.0.0.5"}
    with served("server.py", **(PROXY | addresses)) as address:
        for path in ("/", "/_stcore/host-config"):
            request = urllib.request.Request(address + path, headers=forged)
            with pytest.raises(urllib.error.HTTPError, match="403"):
                urllib.request.urlopen(request, timeout=10)


def test_without_the_server_nothing_is_shown_to_the_network(page: Page) -> None:
    with served("app.py", "--server.address", "0.0.0.0") as address:
        page.goto(f"{address}/survival")
        expect(page.get_by_test_id("stAlert")).to_contain_text(
            "The server would listen on 0.0.0.0", timeout=PATIENCE
        )
        expect_no_data(page)
