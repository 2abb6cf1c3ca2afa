"""Rows leave the memory with their session; a session that was lost says so."""

from __future__ import annotations

import json
import time
import tomllib
import urllib.request

from playwright.sync_api import Browser, Locator, Page, expect

from pages.serving.memory import EVERY_SECONDS
from tests.browser.conftest import Served, new_window, served
from tests.places import ROOT

PATIENCE = 60_000
FORGOTTEN_WITHIN = 60.0


def sheet(mark: str) -> bytes:
    lines = [f"{mark}-{n:03},{n / 2:.1f},{n % 2}" for n in range(1, 31)]
    return ("patient_id,os_months,os_event\n" + "\n".join(lines) + "\n").encode()


def upload(page: Page, mark: str) -> None:
    page.bring_to_front()
    page.get_by_role("button", name="Open another cohort").click()
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(
        {"name": f"{mark}.csv", "mimeType": "text/csv", "buffer": sheet(mark)}
    )
    in_view = page.locator(".st-key-who_is_in_view")
    expect(in_view).to_contain_text("30 lines in 30 patients", timeout=PATIENCE)


def holders(address: str, mark: str) -> list[str]:
    """What of the server holds a label; the address spells it backwards."""
    with urllib.request.urlopen(f"{address}/inspect/{mark[::-1]}", timeout=60) as answer:
        found: list[str] = json.load(answer)
    return found


def still_held(address: str, mark: str) -> list[str]:
    """What holds a label a minute after it should be gone; empty as soon as nothing does."""
    deadline = time.monotonic() + FORGOTTEN_WITHIN
    while (found := holders(address, mark)) and time.monotonic() < deadline:
        time.sleep(3)  # to look into all that lives takes the server a second
    return found


def test_no_row_outlives_its_session_or_the_way_back_to_the_sample(browser: Browser) -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert settings["server"]["disconnectedSessionTTL"] + EVERY_SECONDS < FORGOTTEN_WITHIN
    soon = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "5"}  # not to wait so long here
    with served("tests/serving/inspected_server.py", **soon) as address:
        windows = {mark: new_window(browser) for mark in ("QAXONE", "QAXTWO", "QAXSIX")}
        pages = {mark: window.new_page() for mark, window in windows.items()}
        for mark, page in pages.items():
            page.goto(f"{address}/survival")
            upload(page, mark)
            page.get_by_role("link", name="Swimmer").click()
            expect(page.locator("h1")).to_have_text("Swimmer plot", timeout=PATIENCE)
            assert holders(address, mark) != []

        pages["QAXTWO"].get_by_role("button", name="Back to the sample cohort").click()
        in_view = pages["QAXTWO"].locator(".st-key-who_is_in_view")
        expect(in_view).to_contain_text("48 lines in 38 patients", timeout=PATIENCE)
        assert still_held(address, "QAXTWO") == []

        windows["QAXONE"].close()
        assert still_held(address, "QAXONE") == []  # while others are connected
        assert holders(address, "QAXSIX") != []
        windows["QAXTWO"].close()
        windows["QAXSIX"].close()
        assert still_held(address, "QAXSIX") == []  # while nobody is


def click_until_answered(page: Page, answer: Locator) -> None:
    """Click a link again until the window is connected anew: clicks before are not heard."""
    deadline = time.monotonic() + 2 * PATIENCE / 1000
    while not answer.is_visible() and time.monotonic() < deadline:
        page.get_by_role("link", name="Response").click()
        page.wait_for_timeout(2_000)
    expect(answer).to_be_visible()


def test_a_restart_is_told_and_never_swaps_in_the_sample(browser: Browser, page: Page) -> None:
    server = Served("server.py")
    server.start()
    unknowing = new_window(browser).new_page()
    unknowing.route("**/opened/**", lambda route: route.abort())  # stopped before it was told
    unknowing.goto(server.address)
    upload(unknowing, "QAXGONE")
    page.goto(f"{server.address}/survival?unit=patients")
    with page.expect_response(lambda answer: "/opened/" in answer.url, timeout=PATIENCE):
        upload(page, "QAXLOST")
    expect(page.locator("div.groups")).to_contain_text("/ 30", timeout=PATIENCE)
    server.stop()
    server.start()
    try:
        said = unknowing.get_by_text("The session of this window has ended")
        click_until_answered(unknowing, said)
        unknowing.get_by_role("button", name="Understood").click()
        expect(said).to_have_count(0, timeout=PATIENCE)
        unknowing.context.close()
        click_until_answered(page, page.get_by_role("heading", name="Your session has ended"))
        expect(page.get_by_test_id("stMain")).to_contain_text("QAXLOST was open in this browser")
        expect(page.get_by_text("48 lines in 38 patients")).to_have_count(0)
        # Else what tells of the file could be taken for what tells of the sample.
        with page.expect_response(lambda answer: "/opened/" in answer.url, timeout=PATIENCE):
            page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(
                {"name": "QAXLOST.csv", "mimeType": "text/csv", "buffer": sheet("QAXLOST")}
            )
        in_view = page.locator(".st-key-who_is_in_view")
        expect(in_view).to_contain_text("30 lines in 30 patients", timeout=PATIENCE)
        with page.expect_response(lambda answer: "/opened/" in answer.url, timeout=PATIENCE):
            page.get_by_role("button", name="Back to the sample cohort").click()
        page.reload()
        expect(page.locator(".st-key-who_is_in_view")).to_contain_text(
            "48 lines in 38 patients", timeout=PATIENCE
        )
    finally:
        server.stop()


def test_a_download_answers_to_its_own_browser_and_is_kept_by_none(
    browser: Browser, page: Page, server: str
) -> None:
    page.goto(server)
    upload(page, "QAXDOWN")
    page.get_by_role("link", name="Survival").click()
    page.get_by_role("button", name="Take away").click(timeout=PATIENCE)
    menu = page.get_by_test_id("stPopoverBody")
    menu.get_by_role("tab", name="Tables").click(timeout=PATIENCE)
    table = menu.get_by_role("button", name="Curves and numbers at risk")
    expect(table).to_be_visible(timeout=PATIENCE)
    with page.expect_response(lambda answer: "/media/" in answer.url, timeout=PATIENCE) as waited:
        table.click()
    answer = waited.value
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    stranger = new_window(browser)
    assert stranger.request.get(answer.url).status == 404
    assert page.context.request.get(answer.url).status == 200
    stranger.close()
