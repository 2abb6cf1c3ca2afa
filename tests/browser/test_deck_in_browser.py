"""The deck in Chromium: made, downloaded, presented with the keyboard."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pptx import Presentation

from imt_core.analyses.standard_views import standard_views
from imt_core.analyses.view_request import ViewRequest
from imt_core.reporting.session_file import SavedWork, write_work
from tests.browser.keys import reach
from tests.browser.test_in_browser import PATIENCE, leaving_requests
from tests.places import SAMPLE, sample_cohort


def test_a_deck_of_all_standard_views_is_made_and_holds_native_charts(
    page: Page, server: str, tmp_path: Path
) -> None:
    others = leaving_requests(page, server)
    page.goto(f"{server}/deck")
    page.get_by_role("button", name="standard views").click()
    make = page.get_by_role("button", name="Make PowerPoint slides of 13 views")
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


WINDOWS = ((1366, 768), (1920, 1080), (1024, 768))
STEPS = (
    ("ArrowRight", "2 of 17"),
    ("Home", "1 of 17"),
    ("PageDown Space ArrowRight ArrowRight", "5 of 17"),
    ("ArrowRight", "6 of 17"),
    ("End", "17 of 17, the last"),
    ("PageUp", "16 of 17"),
)
"""Keys, and where they lead: from a table over bars and curves to a plot of lanes."""
MEASURE = """() => {
  const stage = document.querySelector(".st-key-stage"), window_ = stage.getBoundingClientRect();
  const foot = document.querySelector(".st-key-stage_foot").getBoundingClientRect();
  const texts = [...stage.querySelectorAll("h1, p, td, th, text")].filter(
    (one) => one.textContent.trim() && one.getClientRects().length
      && !one.closest(".st-key-stage_controls, caption"));
  const boxes = texts.map((one) => one.getBoundingClientRect());
  const body = texts.filter((one) => one.closest(".st-key-stage_body"));
  return {
    scale: window_.width / 1366,
    smallest: Math.min(...texts.map((one) => parseFloat(getComputedStyle(one).fontSize))),
    right: Math.max(...boxes.map((box) => box.right)) - window.innerWidth,
    bottom: Math.max(...boxes.map((box) => box.bottom)) - window.innerHeight,
    overFoot: Math.max(...body.map((one) => one.getBoundingClientRect().bottom)) - foot.top,
    scrolls: document.documentElement.scrollHeight > window.innerHeight,
  };
}"""

UNREADABLE = """() => {
  return [...document.querySelectorAll(".st-key-stage :is(h1, p, td, th, text)")].filter((one) => {
    const size = parseFloat(getComputedStyle(one).fontSize) * one.currentCSSZoom;
    const box = one.getBoundingClientRect();
    const around = one.closest(".scroll, .st-key-stage_body, .st-key-stage");
    const right = around.getBoundingClientRect().left + around.scrollWidth + 1;
    return one.textContent.trim() && one.checkVisibility() && !one.closest("caption")
      && (size < 13.9 || box.left < 0 || box.right > right);
  }).map((one) => one.textContent);
}"""
"""Texts on a phone that are smaller than 14 pixels, or lie where nobody can slide to."""


def test_the_deck_is_presented_by_keys_in_large_type_and_within_the_window(
    page: Page, server: str
) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{server}/present?only_alk_status=negative")
    title, foot = page.locator("h1"), page.locator(".st-key-stage_foot")
    expect(title).to_contain_text("Baseline characteristics", timeout=PATIENCE)
    expect(title).to_have_count(1)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    controls = page.locator(".st-key-stage_controls")
    expect(controls).to_have_css("opacity", "0")
    for key, expected in STEPS:
        for one in key.split():
            press(page, one)
        expect(foot).to_contain_text(expected, timeout=PATIENCE)
        standing_still(page)
        for width, height in WINDOWS:
            page.set_viewport_size({"width": width, "height": height})
            fits = page.evaluate(MEASURE)
            assert fits["smallest"] * max(fits["scale"], 1) >= 20, (width, key)
            assert max(fits["right"], fits["bottom"], fits["overFoot"]) <= 1, (width, key)
            assert not fits["scrolls"], (width, key)
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate(UNREADABLE) == [], key
    page.set_viewport_size({"width": 1366, "height": 768})
    page.mouse.move(300, 300)
    page.mouse.move(420, 380)
    expect(controls).to_have_css("opacity", "1")
    expect(controls).to_have_css("opacity", "0", timeout=PATIENCE)
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Previous")).to_be_focused()
    expect(controls).to_have_css("opacity", "1")
    press(page, "Space")
    expect(foot).to_contain_text("15 of 17", timeout=PATIENCE)
    press(page, "Escape")
    expect(page.locator("h1")).to_have_text("Deck", timeout=PATIENCE)


def test_a_deck_of_six_takes_a_new_order_in_six_interactions_by_keys_and_is_downloaded_in_it(
    page: Page, server: str, tmp_path: Path
) -> None:
    page.goto(f"{server}/deck")
    reach(page.locator("summary").filter(has_text="Session file"))
    page.keyboard.press("Enter")
    page.locator('[class*="st-key-session_file_"] input[type=file]').set_input_files(
        {"name": "seven.json", "mimeType": "application/json", "buffer": session_of_seven()}
    )
    rows = page.locator('[class*="st-key-deck_row_"]')
    expect(rows).to_have_count(7, timeout=PATIENCE)
    standing_still(page)
    reach(page.get_by_role("button", name="Remove").last)
    page.keyboard.press("Enter")
    expect(rows).to_have_count(6, timeout=PATIENCE)
    expect(page.get_by_role("heading", name="6 views in the deck")).to_be_visible()
    standing_still(page)
    n_interactions = 0
    for name, place in (("PFS", 1), ("OS", 2), ("Baseline characteristics", 6)):
        put(page, name, place)
        n_interactions += 2
        expect(rows.nth(place - 1)).to_contain_text(f"{name} by", timeout=PATIENCE)
        standing_still(page)
        # The focus goes with the view.
        expect(place_of(page, name)).to_be_focused()
    assert n_interactions == 6
    assert order(page) == ["PFS", "OS", "Best response", "Best change", "RFS", "Baseline"]
    # The view that was moved last stays in hand; another is taken in hand by its place.
    page.keyboard.press("Alt+ArrowUp")
    expect(rows.nth(4)).to_contain_text("Baseline", timeout=PATIENCE)
    standing_still(page)
    put(page, "RFS", 1)
    expect(rows.nth(0)).to_contain_text("RFS", timeout=PATIENCE)
    standing_still(page)
    page.keyboard.press("Alt+ArrowDown")
    expect(rows.nth(1)).to_contain_text("RFS", timeout=PATIENCE)
    assert order(page) == ["PFS", "RFS", "OS", "Best response", "Best change", "Baseline"]
    later = page.get_by_role("button", name="Move 'RFS by regimen group, whole cohort' later")
    reach(later)
    for key, place in (("Enter", 2), ("Alt+ArrowUp", 1)):
        page.keyboard.press(key)
        expect(rows.nth(place)).to_contain_text("RFS", timeout=PATIENCE)
        standing_still(page)
        expect(later).to_be_focused()
    earlier = page.get_by_role("button", name="Move 'RFS by regimen group, whole cohort' earlier")
    expect(earlier).to_have_count(1)

    reach(page.get_by_role("button", name="Make PowerPoint slides of 6 views"))
    page.keyboard.press("Enter")
    ready = page.get_by_role("button", name="Download the slides")
    expect(ready).to_be_visible(timeout=PATIENCE)
    standing_still(page)
    reach(ready)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "deck.pptx")
    assert order_of_slides(tmp_path / "deck.pptx") == order(page)


def session_of_seven() -> bytes:
    """A session file whose deck are the first seven standard views of the sample."""
    views = standard_views(sample_cohort(), ViewRequest(kind="baseline"))[:7]
    return write_work(SavedWork(file_hash=sha256(SAMPLE.read_bytes()).hexdigest(), views=views))


def put(page: Page, name: str, place: int) -> None:
    """Choose the place of a view by keys: to its list, and from it."""
    reach(place_of(page, name))
    page.keyboard.type(str(place))
    page.keyboard.press("Enter")


def place_of(page: Page, name: str) -> Locator:
    """Where the place of a view is chosen."""
    return page.get_by_role("combobox", name=f"Place of '{name}")


KNOWN = ("PFS", "RFS", "OS", "Best response", "Best change", "Baseline")


def order(page: Page) -> list[str]:
    """The views of the deck, by the beginnings of their titles."""
    titles = page.locator('[class*="st-key-deck_row_"] > div p:has(strong)').all_inner_texts()
    return [next(name for name in KNOWN if f": {name}" in title) for title in titles]


def order_of_slides(path: Path) -> list[str]:
    """The views of the slides: a title states what was found, and below it stands of whom."""
    shapes = [shape for slide in Presentation(str(path)).slides for shape in slide.shapes]
    texts = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    subjects = [text for text in texts if "whole cohort" in text]
    return list(dict.fromkeys(n for text in subjects for n in KNOWN if text.startswith(n)))


def standing_still(page: Page) -> None:
    """Wait until nothing is drawn any more."""
    page.wait_for_selector('[data-test-script-state="notRunning"]')
    page.wait_for_timeout(300)


def press(page: Page, key: str) -> None:
    """Press a key once the page stands still."""
    expect(page.get_by_role("button", name="Leave")).to_be_enabled(timeout=PATIENCE)
    standing_still(page)
    page.keyboard.press(key)
