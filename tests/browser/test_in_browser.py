"""What a user does, in Chromium: open, filter, upload, follow a link."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import served

PATIENCE = 60_000


def leaving_requests(page: Page, own: str) -> list[str]:
    """Start to note every request that does not go to the app's own origin."""
    others: list[str] = []

    def note(url: str) -> None:
        local = url.startswith((own, own.replace("http", "ws"), "data:", "blob:"))
        if not local:
            others.append(url)

    page.on("request", lambda request: note(request.url))
    page.on("websocket", lambda socket: note(socket.url))
    return others


def test_open_filter_upload_and_nothing_leaves_the_machine(page: Page, server: str) -> None:
    others = leaving_requests(page, server)
    refused: list[str] = []
    page.on("response", lambda r: refused.append(r.url) if r.status >= 400 else None)
    page.goto(server)
    in_view = page.locator(".st-key-who_is_in_view")
    expect(in_view).to_contain_text("48 lines in 38 patients", timeout=PATIENCE)

    page.get_by_role("link", name="Survival", exact=True).click()
    chart = page.locator(".js-plotly-plot")
    expect(chart.filter(has_text="anthracycline-based (n = 17)")).to_have_count(1, timeout=PATIENCE)

    page.get_by_test_id("stSidebar").get_by_role("button", name="negative 17", exact=True).click()
    expect(in_view).to_contain_text("17 lines in 14 patients", timeout=PATIENCE)
    in_view.get_by_role("button", name="31 lines not counted").click()
    left_out = page.get_by_test_id("stPopoverBody")
    expect(left_out).to_contain_text("leaves out, with 24 patients:", timeout=PATIENCE)
    expect(left_out).to_contain_text("31 not ALK-negative")
    page.keyboard.press("Escape")
    expect(left_out).to_have_count(0)
    expect(chart.filter(has_text="anthracycline-based (n = 4)")).to_have_count(1, timeout=PATIENCE)
    expect(page).to_have_url(re.compile("only_alk_status=negative"))

    page.get_by_role("button", name="Open another cohort").click()
    sheet = b"patient_id,os_months,os_event\nA,3.5,1\nB,8,0\nC,12,1\n"
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(
        {"name": "new_series.csv", "mimeType": "text/csv", "buffer": sheet}
    )
    expect(in_view).to_contain_text("3 lines in 3 patients", timeout=PATIENCE)
    rows = page.locator("div.groups")
    expect(rows).to_contain_text("Events / lines2 / 3", timeout=PATIENCE)
    expect(page.get_by_test_id("stSidebar")).to_contain_text("new_series")

    assert others == []
    assert refused == []  # fonts, scripts and the marks of what is open


@pytest.mark.parametrize("script", ["server.py", "app.py"])
def test_a_deep_link_on_a_cold_server_goes_through_the_frame(page: Page, script: str) -> None:
    with served(script) as address:
        page.goto(f"{address}/swimmer?only_alk_status=negative")
        in_view = page.locator(".st-key-who_is_in_view")
        expect(in_view).to_contain_text("17 lines in 14 patients · ALK-negative", timeout=PATIENCE)
        expect(page.locator("h1")).to_have_text("Swimmer plot")
        expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=PATIENCE)
        if script == "server.py":  # which knows the pages before anybody comes
            expect(page.get_by_role("dialog")).to_have_count(0)
        warning = re.compile("Started without server.py.+streamlit run server.py", re.DOTALL)
        warned = page.get_by_test_id("stAlert").filter(has_text=warning)
        expect(warned).to_have_count(int(script == "app.py"))


def test_the_server_forbids_every_other_origin(page: Page, server: str) -> None:
    answer = page.goto(server)
    assert answer is not None
    assert "connect-src 'self'" in answer.headers["content-security-policy"]


def test_the_template_downloads_and_uploads_again(page: Page, server: str, tmp_path: Path) -> None:
    page.goto(server)
    in_view = page.locator(".st-key-who_is_in_view")
    expect(in_view).to_contain_text("48 lines", timeout=PATIENCE)
    page.get_by_role("button", name="Open another cohort").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the template").click()
    path = tmp_path / "filled_in.csv"
    download.value.save_as(path)
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(path)
    expect(in_view).to_contain_text("1 line in 1 patient", timeout=PATIENCE)
