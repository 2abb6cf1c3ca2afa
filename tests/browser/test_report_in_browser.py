"""The report in a real browser that has no network: charts are drawn and nothing is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect
from pypdf import PageObject, PdfReader

from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.documents.web_page import write_report
from tests.browser.conftest import new_window
from tests.reporting.documents.test_report import made_attrition
from tests.reporting.views_to_write import CONTEXT, HOSTILE, hostile_views, sample_views

SMALLEST = """Math.min(...[...document.querySelectorAll(
    "p, h2, h3, a, li, td, th, dt, dd, figcaption, .lanes text, .lanes span")]
    .filter(part => !part.closest(".chart"))
    .map(part => parseFloat(getComputedStyle(part).fontSize)))"""
"""Pixels of the smallest type of the page, charts that a script draws aside."""

GROUNDS = """[document.body, document.querySelector(".chart .main-svg")]
    .map(part => getComputedStyle(part).backgroundColor)"""


@pytest.fixture(scope="module")
def without_network(browser: Browser) -> Iterator[Page]:
    context = new_window(browser, offline=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def offline(without_network: Page) -> Page:
    without_network.set_viewport_size({"width": 1280, "height": 900})
    return without_network


def opened(page: Page, written: bytes, folder: Path) -> tuple[list[str], list[str]]:
    """Open a report; gives what was asked for beside it, and what went wrong."""
    path = folder / "report.html"
    path.write_bytes(written)
    asked: list[str] = []
    wrong: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            asked.append(request.url)

    page.on("request", note)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    page.goto(path.as_uri())
    # The page lets no script of a test wait in it.
    expect(page.locator(".chart:not(:has(.main-svg))")).to_have_count(0)
    return [url for url in asked if url != path.as_uri()], wrong


def test_every_chart_is_drawn_without_a_request(offline: Page, tmp_path: Path) -> None:
    written = write_report(sample_views(), CONTEXT, attrition=made_attrition())
    assert opened(offline, written, tmp_path) == ([], [])
    assert offline.locator(".chart .main-svg").count() >= 6
    assert offline.locator("#view-4-chart .scatterlayer path.js-line").count() > 0
    assert offline.locator("#view-2-chart .barlayer path").count() > 0
    assert offline.locator("#view-5-chart .annotation-text").first.is_visible()


def test_nothing_runs_off_a_phone(offline: Page, tmp_path: Path) -> None:
    offline.set_viewport_size({"width": 400, "height": 800})
    opened(offline, write_report(sample_views(), CONTEXT), tmp_path)
    assert offline.evaluate("document.documentElement.scrollWidth") == 400
    assert offline.evaluate(SMALLEST) >= 14
    beyond = "f => f.scrollWidth > f.clientWidth"
    sliding = [figure.evaluate(beyond) for figure in offline.locator("figure .scroll").all()]
    # All fit but the forest plot, whose numbers stand beside it.
    assert sliding == [False, False, False, True, False]


def test_a_hostile_sheet_runs_nothing(offline: Page, tmp_path: Path) -> None:
    said: list[str] = []
    offline.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    written = write_report(hostile_views(), ExportContext(cohort_name=HOSTILE))
    assert opened(offline, written, tmp_path) == ([], [])
    assert said == []
    assert offline.locator("h1").inner_text() == HOSTILE


def test_the_page_allows_no_script_of_others(offline: Page, tmp_path: Path) -> None:
    opened(offline, write_report(sample_views()[:2], CONTEXT), tmp_path)
    offline.evaluate("""() => {
        const other = document.createElement("script");
        other.textContent = "window.other = 1";
        document.body.append(other);
    }""")
    assert offline.evaluate("window.other") is None


def test_a_dark_page_is_printed_on_light_paper_that_is_full(offline: Page, tmp_path: Path) -> None:
    offline.emulate_media(color_scheme="dark")
    opened(offline, write_report(sample_views(), CONTEXT, attrition=made_attrition()), tmp_path)
    dark, light = "rgb(15, 20, 26)", "rgb(255, 255, 255)"
    assert offline.evaluate(GROUNDS) == [dark, dark]
    offline.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    offline.emulate_media(media="print")
    assert offline.evaluate(GROUNDS) == [light, light]
    widths = offline.evaluate(
        "[...document.querySelectorAll('.chart .main-svg')].map(s => s.width.baseVal.value)"
    )
    assert max(widths) == 680
    pages = PdfReader(BytesIO(offline.pdf(prefer_css_page_size=True))).pages
    assert len(pages) <= 16
    assert min(filled_share(page) for page in pages[:-1]) > 0.25
    offline.emulate_media(media="screen")
    offline.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert offline.evaluate(GROUNDS) == [dark, dark]
    expect(offline.locator(".chart .main-svg").first).not_to_have_attribute("width", "680")


def filled_share(page: PageObject) -> float:
    """How far down a page its last words stand, from 0 to 1."""
    heights: list[float] = []

    def note(text: str, at: list[float], own: list[float], *_: object) -> None:
        if text.strip():
            heights.append(own[4] * at[1] + own[5] * at[3] + at[5])

    page.extract_text(visitor_text=note)
    return 1 - min(heights) / float(page.mediabox.height)
