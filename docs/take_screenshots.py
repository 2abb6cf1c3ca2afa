"""Take the README's screenshots of a running app: ``python docs/take_screenshots.py ADDRESS``."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.intake.own_sheets import ITALIAN

IMAGES = Path(__file__).parent / "images"
ADVANCED_ANTHRACYCLINE = (
    "only_regimen_group=anthracycline-based&only_stage=locally+advanced&only_stage=metastatic"
)
SHOTS = (
    ("cohort", "light", "", 800),
    ("response", "light", "response", 800),
    ("survival", "light", f"survival?{ADVANCED_ANTHRACYCLINE}&group_by=alk_status", 1000),
    ("swimmer", "dark", "swimmer", 1130),
    ("published_figures", "light", "published_figures", 800),
)
"""Name, appearance, address, height in pixels."""


def take(browser: Browser, address: str, name: str, scheme: str, path: str, height: int) -> None:
    """Save one page as it looks on a laptop."""
    page = browser.new_context(
        viewport={"width": 1280, "height": height}, color_scheme=scheme
    ).new_page()
    page.goto(f"{address}/{path}")
    page.wait_for_selector("h1")
    page.wait_for_timeout(3500)
    page.screenshot(path=IMAGES / f"{name}.png")


def take_opening(browser: Browser, address: str) -> None:
    """Save the screen on which an invented Italian sheet is opened."""
    page = browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
    page.goto(address)
    page.wait_for_selector("h1")
    page.get_by_role("button", name="Open another cohort").click()
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(
        {"name": "casistica.csv", "mimeType": "text/csv", "buffer": ITALIAN}
    )
    page.get_by_role("button", name="Open this cohort").wait_for()
    page.wait_for_timeout(1500)
    page.screenshot(path=IMAGES / "opening.png")


def take_deck(browser: Browser, address: str) -> None:
    """Save the deck of the sample's standard views."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{address}/deck")
    page.get_by_role("button", name="standard views").click()
    page.wait_for_timeout(4000)
    page.screenshot(path=IMAGES / "deck.png")


def main() -> None:
    """Take every screenshot of the running app."""
    executable = os.environ.get("IMT_CHROMIUM") or shutil.which("chromium")
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for shot in SHOTS:
            take(browser, sys.argv[1], *shot)
        take_opening(browser, sys.argv[1])
        take_deck(browser, sys.argv[1])
        browser.close()


if __name__ == "__main__":
    main()
