"""The deck in Chromium: made, downloaded, presented with the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation

from tests.browser.test_in_browser import PATIENCE, leaving_requests


def test_a_deck_of_all_standard_views_is_made_and_holds_native_charts(
    page: Page, server: str, tmp_path: Path
) -> None:
    others = leaving_requests(page, server)
    page.goto(f"{server}/deck")
    page.get_by_role("button", name="standard views").click()
    make = page.get_by_role("button", name="Make PowerPoint slides of 10 views")
    expect(make).to_be_visible(timeout=PATIENCE)
    make.click()
    ready = page.get_by_role("button", name="Download the slides")
    expect(ready).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as download:
        ready.click()
    download.value.save_as(tmp_path / "deck.pptx")
    slides = Presentation(str(tmp_path / "deck.pptx")).slides
    assert len(slides) >= 8
    assert sum(shape.has_chart for slide in slides for shape in slide.shapes) >= 6
    assert others == []


@pytest.mark.parametrize(
    ("label", "start"),
    [
        ("Report (one HTML file)", b"<!DOCTYPE html"),
        ("Tables in Excel", b"PK"),
        ("Tables in Word", b"PK"),
    ],
)
def test_documents_hold_the_views_of_the_deck(
    page: Page, server: str, tmp_path: Path, label: str, start: bytes
) -> None:
    page.goto(f"{server}/response")
    page.get_by_role("button", name="Add to deck").click()
    page.get_by_role("link", name="Deck").click()
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("button", name=label).click()
    path = tmp_path / "document"
    download.value.save_as(path)
    content = path.read_bytes()
    assert content.lstrip()[:14].lower().startswith(start.lower())
    assert len(content) > 5_000


def test_the_arrow_keys_step_through_the_deck_and_escape_leaves(page: Page, server: str) -> None:
    page.goto(f"{server}/present")
    title = page.locator("h2")
    expect(title).to_contain_text("Baseline characteristics", timeout=PATIENCE)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    for expected in ("(2/4)", "(3/4)", "(4/4)", "Best response"):
        press(page, "ArrowRight")
        expect(title).to_contain_text(expected, timeout=PATIENCE)
    press(page, "ArrowLeft")
    expect(title).to_contain_text("(4/4)", timeout=PATIENCE)
    press(page, "Escape")
    expect(page.locator("h1")).to_have_text("Deck", timeout=PATIENCE)


def press(page: Page, key: str) -> None:
    """Press a key once the page stands still."""
    expect(page.get_by_role("button", name="Leave")).to_be_enabled(timeout=PATIENCE)
    page.wait_for_selector('[data-test-script-state="notRunning"]')
    page.wait_for_timeout(500)
    page.keyboard.press(key)
