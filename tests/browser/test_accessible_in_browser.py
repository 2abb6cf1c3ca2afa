"""What is ours meets WCAG 2.2 AA, at every width, for who cannot see it, and by keys alone."""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import new_window
from tests.browser.test_in_browser import PATIENCE
from tests.intake.own_sheets import ITALIAN

AXE: Final = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
LAPTOP: Final = (1366, 768)
WIDTHS: Final = (LAPTOP, (1024, 768), (820, 1180), (683, 384), (390, 844))
"""The fourth is the laptop at twice the size."""

PAGES: Final = (
    "Cohort",
    "Response",
    "Survival",
    "Subgroups",
    "Swimmer",
    "Sequence",
    "Deck",
    "Published",
    "Methods",
    "Present",
    "the opening screen",
)

PLACES: Final = {"Cohort": "", "Published": "published_figures"}
"""In the address, where that is not the name."""

CHARTS: Final = {
    "Response": ("Table", "Best response"),
    "Survival": ("Tables", "Medians and follow-up"),
    "Subgroups": ("Table", "Subgroups"),
    "Sequence": ("Table", "Growth modulation index"),
    "Published": ("Notes", "ORR of evaluable lines"),
    "Swimmer": ("Table", None),
}
"""For each page with a chart the tab that holds it as a table, and the table's name."""

MENUS: Final = {
    "Cohort": ("Open another cohort", "Rows"),
    "Survival": ("patients", "Options", "Take away"),
}
"""What is opened of each page: one of each kind."""

STREAMLITS_OWN: Final[frozenset[tuple[str, str]]] = frozenset()
"""Rule and selector of what is broken inside a component that is not ours."""

VIOLATIONS: Final = """async ([rules, left_out]) => {
  const found = await axe.run({exclude: left_out}, {
    runOnly: {type: rules.length > 1 ? "tag" : "rule", values: rules},
    rules: rules.length > 1
      ? {"heading-order": {enabled: true}, "empty-table-header": {enabled: true}} : {},
    resultTypes: ["violations"], preload: false, iframes: false,
  });
  return found.violations.flatMap((rule) => rule.nodes.map(
    (node) => [rule.id, node.target.join(" "), node.failureSummary]));
}"""

CUT: Final = """() => {
  const cut = [];
  const say = (how, element) => cut.push(`${how}: ${element.tagName} ` +
    (element.getAttribute("aria-label") || element.textContent).trim().slice(0, 60));
  const filters = document.querySelector("[data-testid=stSidebar]");
  const folded = filters.dataset.collapsed === "true";
  const read = "button, a, input, summary, label, p, li, h1, h2, h3, th, td, dt, dd, svg text, " +
    "[role=tab], .stMarkdownBadge";
  elements: for (const element of document.querySelectorAll(`[data-testid=stApp] :is(${read})`)) {
    const box = element.getBoundingClientRect();
    // What Streamlit, or a caption for who cannot see, hides from the eye.
    const hidden = "[aria-hidden=true], .st-key-page_title, caption, input[type=file], " +
      "input[type=checkbox], [role=switch]";
    if (box.width < 2 || !element.checkVisibility() || element.closest(hidden)) continue;
    if (folded && filters.contains(element)) continue;
    let left = 0, right = innerWidth;
    for (let around = element.parentElement; around; around = around.parentElement) {
      const place = around.getBoundingClientRect();
      // These show that they scroll.
      if (around.matches(".scroll, .st-key-figure, [role=tablist]") &&
          around.scrollWidth > around.clientWidth) {
        left = place.left - around.scrollLeft;
        right = left + around.scrollWidth;
        break;
      }
      if (getComputedStyle(around).overflowX !== "visible") {
        if (place.width < 2) continue elements;  // a name without a place, beside a picture
        left = Math.max(left, place.left);
        right = Math.min(right, place.right);
      }
    }
    if (box.left < left - 1 || box.right > right + 1) say("cut", element);
    if (getComputedStyle(element).overflowX === "hidden" &&
        element.scrollWidth > element.clientWidth + 1) say("shortened", element);
    const pressed = "button, a:not(p a), summary, [role=tab]";
    if (element.matches(pressed) && (box.width < 24 || box.height < 24)) say("small", element);
  }
  const main = document.querySelector("[data-testid=stMain]");
  if (main.scrollWidth > main.clientWidth) say("wider than the window", main);
  return cut;
}"""


@pytest.fixture(scope="module")
def visit(browser: Browser, server: str) -> Iterator[Page]:
    """A visitor on a laptop, with a deck, who goes from page to page by its links."""
    context = new_window(browser, viewport=_size(LAPTOP), color_scheme="light")
    page = context.new_page()
    page.goto(f"{server}/deck")
    page.get_by_role("button", name="standard views").click()
    expect(page.get_by_role("link", name="Deck 13")).to_be_visible(timeout=PATIENCE)
    page.evaluate(AXE)
    yield page
    context.close()


@pytest.fixture(scope="module", params=PAGES)
def shown(visit: Page, request: pytest.FixtureRequest) -> str:
    """One of the pages after another, light, on a laptop; gives its name."""
    name: str = request.param
    if not visit.get_by_role("link", name="Deck").is_visible():
        visit.keyboard.press("Escape")
        expect(visit.get_by_role("link", name="Deck")).to_be_visible(timeout=PATIENCE)
    visit.set_viewport_size(_size(LAPTOP))
    if name == "the opening screen":
        visit.get_by_role("button", name="Open another cohort").click()
        visit.get_by_test_id("stPopoverBody").locator("input[type=file]").set_input_files(
            {"name": "casistica.csv", "mimeType": "text/csv", "buffer": ITALIAN}
        )
        expect(visit.locator(".st-key-opening_outcome")).to_be_visible(timeout=PATIENCE)
    else:
        visit.get_by_role("link", name=name).click()
        visit.wait_for_url(f"**/{PLACES.get(name, name.lower())}")
        expect(visit.get_by_role("figure")).to_have_count(int(name in CHARTS), timeout=PATIENCE)
    visit.mouse.move(700, 700)
    settle(visit)
    return name


def settle(page: Page, milliseconds: int = 400) -> None:
    """Wait until a run that may just have been asked for is over."""
    page.wait_for_timeout(milliseconds)
    page.wait_for_selector('[data-test-script-state="notRunning"]')


def still(page: Page, find: Callable[[], list[Any]]) -> list[Any]:
    """What is found once the page, which may be drawing, stands still."""
    found: list[Any] = []
    for _ in range(30):
        page.wait_for_timeout(300)
        found = find()
        if not found:
            break
    return found


def _size(width_and_height: tuple[int, int]) -> dict[str, int]:
    return dict(zip(("width", "height"), width_and_height, strict=True))


def violations(page: Page, rules: tuple[str, ...], left_out: str = "") -> list[list[str]]:
    """What axe-core finds: rule, selector and what would mend it."""
    found: list[list[str]] = page.evaluate(VIOLATIONS, [rules, [[left_out]] if left_out else []])
    return [each for each in found if (each[0], each[1]) not in STREAMLITS_OWN]


def test_no_rule_of_wcag_is_broken_in_light_or_dark(visit: Page, shown: str) -> None:
    # The filters are the same beside every page.
    left_out = "" if shown == "Cohort" else '[data-testid="stSidebar"]'
    found = violations(visit, RULES, left_out)
    visit.emulate_media(color_scheme="dark")
    expect(visit.get_by_test_id("stApp")).to_have_css("color-scheme", "dark")
    settle(visit)
    found += still(visit, lambda: violations(visit, ("color-contrast",), left_out))
    visit.emulate_media(color_scheme="light")
    expect(visit.get_by_test_id("stApp")).to_have_css("color-scheme", "light")
    assert found == []


def test_no_rule_is_broken_by_what_a_click_opens_in_the_dark(visit: Page, shown: str) -> None:
    if shown not in MENUS:
        return
    visit.set_viewport_size(_size(LAPTOP))
    visit.emulate_media(color_scheme="dark")
    expect(visit.get_by_test_id("stApp")).to_have_css("color-scheme", "dark")
    settle(visit)
    opened, found = visit.get_by_test_id("stPopoverBody"), []
    for name in MENUS[shown]:
        visit.get_by_test_id("stPopoverButton").filter(has_text=name).click()
        expect(opened).to_be_visible(timeout=PATIENCE)
        tabs = opened.get_by_role("tab")
        for tab in tabs.all() or [opened]:
            if tabs.count():
                tab.click()
            settle(visit)
            found += still(visit, lambda: violations(visit, RULES))
        visit.keyboard.press("Escape")
        expect(opened).to_be_hidden()
    visit.emulate_media(color_scheme="light")
    expect(visit.get_by_test_id("stApp")).to_have_css("color-scheme", "light")
    settle(visit)
    assert found == []


def test_nothing_is_cut_or_hard_to_press_at_any_width(visit: Page, shown: str) -> None:
    cut = {}
    for width_and_height in WIDTHS:
        visit.set_viewport_size(_size(width_and_height))
        cut[width_and_height] = still(visit, lambda: visit.evaluate(CUT))
    assert cut == {width_and_height: [] for width_and_height in WIDTHS}


def test_a_chart_has_a_summary_in_words_and_a_table(visit: Page, shown: str) -> None:
    visit.set_viewport_size(_size(LAPTOP))
    charts = visit.get_by_role("figure")
    if shown not in CHARTS:
        expect(charts).to_have_count(0)
        return
    tab, caption = CHARTS[shown]
    assert len(charts.get_attribute("aria-label") or "") > 50
    visit.get_by_role("tab", name=tab, exact=True).click()
    rows = (
        visit.get_by_role("table", name=caption) if caption else visit.get_by_test_id("stDataFrame")
    )
    expect(rows.first).to_be_attached(timeout=PATIENCE)


def test_a_new_result_is_announced_and_a_filter_keeps_the_focus(page: Page, server: str) -> None:
    page.goto(f"{server}/survival")
    region = page.locator('[role="status"][aria-live="polite"]')
    expect(region).to_have_text(re.compile(r"Survival\. PFS: 36 of 48 lines"), timeout=PATIENCE)
    stays = region.element_handle()
    pill = page.get_by_role("button", name="negative 17")
    pill.focus()
    page.keyboard.press("Space")
    expect(region).to_have_text(re.compile(r"^PFS: 11 of 17 lines"), timeout=PATIENCE)
    assert stays.evaluate("node => node.isConnected")
    expect(pill).to_be_focused()
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told = {node["nodeId"]: node.get("name", {}).get("value", "") for node in tree}
    regions = [
        " ".join(told.get(child, "") for child in node["childIds"])
        for node in tree
        if {"name": "live", "value": {"type": "token", "value": "polite"}}
        in node.get("properties", [])
    ]
    assert [each for each in regions if each.startswith("PFS: 11 of 17 lines")]
