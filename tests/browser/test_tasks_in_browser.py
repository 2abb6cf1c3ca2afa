"""What a clinician comes for, by keys alone, each with the acts that it takes on a laptop."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect
from pypdf import PageObject, PdfReader

from tests.browser.conftest import new_window
from tests.browser.keys import reach
from tests.browser.test_in_browser import leaving_requests
from tests.intake.own_sheets import ITALIAN

LAPTOP = {"width": 1366, "height": 768}
DRAWN = '[data-test-script-state="notRunning"]'


@dataclass(slots=True)
class Hand:
    """Who sits at the laptop without a mouse: what a click would do counts as one interaction."""

    page: Page
    n_interactions: int = 0

    def press(self, place: Locator, key: str = "Enter") -> None:
        """Go to a place and press a key there."""
        reach(place)
        self.page.keyboard.press(key)
        self.n_interactions += 1

    def go_to(self, name: str) -> None:
        """Follow the link to a page; a press before it is there would be the old page's."""
        self.press(link(self.page, name))
        self.page.wait_for_url(f"**/{name.lower()}*")
        expect(self.page.locator("h1")).to_have_text(name)

    def choose(self, place: Locator, option: str) -> None:
        """Of a list: type what is wanted, and take it: two interactions."""
        reach(place)
        self.page.keyboard.type(option)
        self.page.keyboard.press("Enter")
        self.n_interactions += 2

    def choose_file(self, name: str, content: bytes) -> None:
        """Open the uploader, and from its button the chooser of files: two interactions."""
        self.press(self.page.get_by_role("button", name="Open another cohort"))
        with self.page.expect_file_chooser() as chooser:
            self.press(popover(self.page).get_by_role("button", name="Upload", exact=True))
        chooser.value.set_files({"name": name, "mimeType": "text/csv", "buffer": content})


@pytest.fixture
def page(page: Page) -> Page:
    page.set_viewport_size(LAPTOP)
    return page


@pytest.fixture
def hand(page: Page) -> Hand:
    return Hand(page=page)


def in_view(page: Page) -> Locator:
    return page.locator(".st-key-who_is_in_view")


def answer(page: Page) -> Locator:
    return page.locator("p.answer")


def group(page: Page, name: str) -> Locator:
    """The row of a group beside the figure."""
    heading = page.get_by_role("heading", name=name, exact=True)
    return page.locator("div.groups section").filter(has=heading)


def pill(page: Page, name: str) -> Locator:
    return page.get_by_test_id("stSidebar").get_by_role("button", name=name, exact=True)


def link(page: Page, name: str) -> Locator:
    return page.locator(".st-key-pages").get_by_role("link", name=name, exact=True)


def popover(page: Page) -> Locator:
    return page.get_by_test_id("stPopoverBody")


def test_the_rate_at_12_months_of_alk_negative_anthracycline_lines_takes_two(
    page: Page, server: str, hand: Hand
) -> None:
    page.goto(server)
    reach(page.get_by_role("link", name="Skip to main content"))
    page.keyboard.press("Enter")
    hand.go_to("Survival")
    hand.press(pill(page, "negative 17"), "Space")
    rows = group(page, "anthracycline-based")
    expect(rows).to_contain_text("Events / lines4 / 4")
    # Of 4.50, 6.31, 10.74 and 13.40 months one is longer.
    expect(rows).to_contain_text("At 12 months (95% CI)25.0% (4.6–100.0)")
    assert hand.n_interactions == 2

    expect(answer(page)).to_contain_text("11 of 17 lines")
    hand.press(page.get_by_role("button", name="Options"))
    expect(popover(page)).to_be_visible()
    reach(popover(page).get_by_role("switch", name="Confidence bands"))
    page.keyboard.press("Escape")
    expect(popover(page)).to_be_hidden()
    expect(page.get_by_role("button", name="Options")).to_be_focused()
    hand.press(page.get_by_role("button", name="Add to deck"))
    expect(link(page, "Deck 1")).to_be_visible()
    expect(page.get_by_role("button", name="In the deck")).to_be_focused()
    reach(page.get_by_role("tab", name="Compare"))
    hand.press(link(page, "Deck 1"))
    expect(page.get_by_role("heading", name="1 view in the deck")).to_be_visible()


def test_an_italian_sheet_becomes_a_curve_in_four_and_nothing_leaves_the_machine(
    page: Page, server: str, hand: Hand
) -> None:
    others = leaving_requests(page, server)
    page.goto(server)
    hand.choose_file("casistica.csv", ITALIAN)
    outcome = page.locator(".st-key-opening_outcome")
    expect(outcome).to_contain_text("5 lines in 4 patients")
    hand.press(page.get_by_role("button", name="Open this cohort"))
    expect(in_view(page)).to_contain_text("5 lines in 4 patients")
    hand.go_to("Survival")
    expect(group(page, "All")).to_contain_text("Events / lines3 / 4")
    expect(page.locator(".js-plotly-plot .scatterlayer path.js-line").first).to_be_visible()
    assert hand.n_interactions == 4
    assert others == []


def test_a_defensible_p_for_two_groups_that_share_patients_takes_five(
    page: Page, server: str, hand: Hand
) -> None:
    page.goto(server)
    hand.go_to("Survival")
    hand.press(pill(page, "anthracycline-based 25"))
    hand.press(pill(page, "other 10"))
    expect(answer(page)).to_contain_text("No test: the groups share patients")
    hand.press(page.get_by_role("button", name="5 patients: no test"))
    hand.press(popover(page).get_by_role("radio", name="first line of each patient"), "Space")
    expect(answer(page)).to_contain_text(
        "22 of 35 lines (13 not counted), 21 events. Log-rank p = 0.803, permutation 0.813."
    )
    assert hand.n_interactions == 5


def test_one_patients_course_is_told_after_one_and_named_with_its_regimen_after_four(
    page: Page, server: str, hand: Hand
) -> None:
    page.goto(server)
    hand.press(page.get_by_role("button", name="Each patient's course"))
    label = page.locator(".js-plotly-plot .ytick text")
    mine = label.filter(has_text=re.compile("^IMT-14$"))
    expect(mine).to_have_count(1)
    assert hand.n_interactions == 1
    told = page.locator(".hoverlayer")
    point_beside(mine, told.filter(has_text="IMT-14, line 1"))
    expect(told).to_contain_text("RFS: 139.5 months, no recurrence when last assessed")
    hand.press(page.get_by_role("button", name="Options"))
    hand.choose(popover(page).get_by_role("combobox", name="Label"), "patient and regimen")
    expect(label.filter(has_text=re.compile("IMT-14.+AI"))).to_have_count(1)
    assert hand.n_interactions == 4


def test_a_reload_keeps_upload_and_deck_which_no_other_window_takes(
    page: Page, browser: Browser, server: str, hand: Hand
) -> None:
    page.goto(f"{server}/survival")
    rows = "".join(f"R-{n},{n}.5,{n % 2}\n" for n in range(1, 13))
    hand.choose_file("reloaded.csv", f"patient_id,os_months,os_event\n{rows}".encode())
    expect(in_view(page)).to_contain_text("12 lines in 12 patients")
    hand.press(page.get_by_role("button", name="Add to deck"))
    expect(link(page, "Deck 1")).to_be_visible()
    said = answer(page).inner_text()
    before = hand.n_interactions

    page.reload()
    hand.n_interactions += 1
    expect(answer(page)).to_have_text(said)
    expect(in_view(page)).to_contain_text("12 lines in 12 patients")
    expect(link(page, "Deck 1")).to_be_visible()
    assert hand.n_interactions == before + 1

    tab, stranger = page.context.new_page(), new_window(browser, viewport=LAPTOP).new_page()
    for window in (tab, stranger):
        window.goto(page.url)
        expect(in_view(window)).to_contain_text("48 lines in 38 patients")
        expect(link(window, "Deck")).to_be_visible()
    tab.close()
    stranger.context.close()
    expect(in_view(page)).to_contain_text("12 lines in 12 patients")


def test_each_act_is_one_step_back_and_a_link_says_the_same_in_another_browser(
    page: Page, browser: Browser, server: str, hand: Hand
) -> None:
    page.goto(f"{server}/survival")
    expect(in_view(page)).to_contain_text("48 lines in 38 patients")
    hand.press(pill(page, "negative 17"))
    expect(page).to_have_url(re.compile(r"/survival\?only_alk_status=negative$"))
    hand.press(page.get_by_role("radio", name="OS"))
    expect(page).to_have_url(re.compile("endpoint=os$"))
    expect(answer(page)).to_contain_text("OS: ")
    page.wait_for_selector(DRAWN)
    shared, said = page.url, answer(page).inner_text()
    numbers = page.locator("div.groups").inner_text()
    hand.go_to("Response")
    expect(page).to_have_url(re.compile(r"/response\?only_alk_status=negative$"))
    assert hand.n_interactions == 3

    page.go_back()
    expect(answer(page)).to_have_text(said)
    page.go_back()
    expect(answer(page)).to_contain_text("PFS: ")
    expect(in_view(page)).to_contain_text("17 lines")
    page.go_back()
    expect(in_view(page)).to_contain_text("48 lines in 38 patients")
    page.go_forward()
    expect(in_view(page)).to_contain_text("17 lines")

    other = new_window(browser, viewport=LAPTOP).new_page()
    other.goto(shared)
    expect(answer(other)).to_have_text(said)
    expect(other.locator("div.groups")).to_have_text(numbers, use_inner_text=True)
    other.context.close()


def point_beside(label: Locator, told: Locator) -> None:
    """Point at the bar beside a label, again where the chart was drawn anew meanwhile."""
    for _ in range(20):
        box = label.bounding_box()
        if box is not None:
            x, y = box["x"] + box["width"] + 60, box["y"] + box["height"] / 2
            label.page.mouse.move(x - 5, y)
            label.page.mouse.move(x, y, steps=3)
        label.page.wait_for_timeout(300)
        if told.count():
            return
    expect(told).to_have_count(1)


MARKS = """() => document.querySelector(".js-plotly-plot").data
    .filter((trace) => trace.showlegend !== false && trace.marker)
    .map((trace) => [trace.name, trace.marker.symbol])"""


EDGES = """() => {
  const box = (place) => document.querySelector(place).getBoundingClientRect();
  const said = ".js-plotly-plot text, p.answer, .groups dt, .groups dd, .groups p, td";
  const isOut = (one) => one.width && (one.left < 0 || one.right > innerWidth);
  return {
    figure: box(".st-key-figure .main-svg").right, groups: box("div.groups").left,
    outside: [...document.querySelectorAll(said)]
      .filter((one) => isOut(one.getBoundingClientRect())).map((one) => one.textContent),
  };
}"""


def test_survival_prints_whole_on_one_sheet_with_groups_told_apart_in_grey(
    page: Page, server: str, tmp_path: Path
) -> None:
    page.goto(f"{server}/survival")
    expect(page.locator(".js-plotly-plot .legend")).to_have_count(1)
    page.wait_for_selector(DRAWN)
    marks = dict(page.evaluate(MARKS))
    assert len(set(marks.values())) == len(marks) == 3
    page.pdf(path=tmp_path / "survival.pdf", prefer_css_page_size=True)
    sheet = PdfReader(tmp_path / "survival.pdf").pages[0]
    assert {
        "anthracycline - based 17 5 3 1 0 0",
        "MTX - V 9 7 5 3 3 3",
        "other regimens 10 2 1 0 0 0",
    } <= printed_rows(sheet)
    told = " ".join(sheet.extract_text().split())
    assert "PFS: 36 of 48 lines (12 not counted: not advanced disease), 29 events." in told
    assert "Progression-free survival (%)" in told
    assert [name for name in marks if name not in told] == []
    for median in ("6.3 (3.1–17.0)", "NR (24.9–NE)", "6.1 (4.4–NE)"):
        assert f"Median, months (95% CI) {median}" in told
    assert (sheet.mediabox.width, sheet.mediabox.height) == pytest.approx((1191, 842), abs=1)

    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1512, "height": 1047})  # that sheet without its margins
    edges = page.evaluate(EDGES)
    page.emulate_media(media="screen")
    page.set_viewport_size(LAPTOP)
    assert edges["outside"] == []
    assert edges["figure"] <= edges["groups"]  # side by side


def printed_rows(sheet: PageObject) -> set[str]:
    """The words of a printed page that stand at one height."""
    rows: dict[int, list[str]] = {}

    def note(text: str, around: list[float], own: list[float], *_: object) -> None:
        if text.strip():
            rows.setdefault(round(around[5] + own[5] * around[3]), []).append(text.strip())

    sheet.extract_text(visitor_text=note)
    return {" ".join(row) for row in rows.values()}


def test_leaving_an_unsaved_deck_is_warned_of_and_a_saved_one_is_not(
    page: Page, server: str
) -> None:
    warned: list[str] = []

    def go_on(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    page.on("dialog", go_on)
    page.goto(f"{server}/response")
    page.get_by_role("button", name="Add to deck").click()
    expect(link(page, "Deck 1")).to_be_visible()
    page.reload()
    expect(link(page, "Deck 1")).to_be_visible()
    assert warned == ["beforeunload"]
    page.get_by_text("Session file").click()
    with page.expect_download():
        page.get_by_role("button", name="Save the session").click()
    page.reload()
    expect(link(page, "Deck 1")).to_be_visible()
    assert warned == ["beforeunload"]
    page.remove_listener("dialog", go_on)


def test_a_live_switch_to_dark_and_back_recolours_the_chart(page: Page, server: str) -> None:
    page.goto(f"{server}/survival")
    words = page.locator(".js-plotly-plot .ytitle").first
    light = "rgb(27, 31, 36)"
    expect(words).to_have_css("fill", light)
    page.emulate_media(color_scheme="dark")
    expect(words).to_have_css("fill", "rgb(242, 244, 247)")
    page.emulate_media(color_scheme="light")
    expect(words).to_have_css("fill", light)


def test_a_board_is_prepared_from_a_cold_start_in_eleven(
    page: Page, server: str, hand: Hand, tmp_path: Path
) -> None:
    page.goto(server)
    hand.go_to("Patient")
    hand.choose(page.get_by_role("combobox", name="Patient"), "IMT-17")
    expect(answer(page)).to_contain_text("IMT-17: 1 line")
    hand.press(page.get_by_role("button", name="Make index patient"))
    hand.press(page.get_by_role("tab", name="Patients like this"))
    hand.press(page.get_by_role("button", name="Apply, and see response"))
    page.wait_for_url("**/response*")
    hand.go_to("Published")
    expect(answer(page)).to_contain_text("different patients, no adjustment")
    hand.press(page.get_by_role("button", name="Add to deck"))
    # The link tells how many views the deck has.
    hand.press(page.locator(".st-key-pages").get_by_role("link", name=re.compile("^Deck")))
    page.wait_for_url("**/deck*")
    hand.press(page.get_by_role("button", name="standard views of who is in view"))
    board = page.get_by_role("button", name="One page for the board (PDF)")
    expect(page.locator("main")).to_contain_text("A4: the index patient's course")
    with page.expect_download() as download:
        hand.press(board)
    download.value.save_as(tmp_path / "board.pdf")
    (sheet,) = PdfReader(tmp_path / "board.pdf").pages
    text = " ".join(sheet.extract_text().split())
    assert "different patients, no adjustment" in text
    assert "IMT-17" not in text
    assert hand.n_interactions == 11
