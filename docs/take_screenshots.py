"""Make every picture of the README and of the guide anew: ``python docs/take_screenshots.py``.

It needs Chromium, and for the deck's slides side by side LibreOffice Impress and ``pdftoppm``.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from imt_core.cohort.pseudonyms import patient_key
from imt_core.reporting.__main__ import main as make_documents
from tests.browser.conftest import CHROMIUM_ARGUMENTS, served

IMAGES = Path(__file__).parent / "images"
LAPTOP = {"width": 1366, "height": 800}
PATIENCE = 60_000
ADVANCED_ANTHRACYCLINE = (
    "only_regimen_group=anthracycline-based&only_stage=locally+advanced&only_stage=metastatic"
)
INDEX = patient_key("IMT-22")
OF_THE_SAMPLE = (
    ("survival", "light", f"survival?{ADVANCED_ANTHRACYCLINE}&group_by=alk_status"),
    ("response", "light", "response"),
    ("swimmer", "dark", "swimmer?swimmer_mode=patients"),
    ("cohort", "light", ""),
    ("waterfall", "light", "response?response_of=waterfall"),
    ("patient", "light", f"patient?patient={INDEX}&index={INDEX}"),
    ("published", "light", "published_figures"),
)
"""Name, appearance and address of the README's."""


def strangers_sheet() -> bytes:
    """A made-up series of another tumour, with headers and codes of its own: nobody's data."""
    chance = random.Random(4)
    rows = [
        "Pt,Gender,Age at diagnosis,Disease extent,Treatment,Line of therapy,"
        "Best response (RECIST),PFS mo,Progressed,OS mo,Vital status"
    ]

    for n in range(1, 31):
        extent = chance.choice(("metastatic", "metastatic", "locally advanced"))
        patient = f"EHE-{n:02},{chance.choice('MF')},{chance.randint(19, 74)},{extent}"
        drugs = ("sirolimus", "pazopanib") if n % 2 else ("pazopanib", "sirolimus")
        lines, has_died = [], False
        for drug in drugs:
            months = min(chance.expovariate(1 / (16 if drug == "sirolimus" else 7)), 50) + 0.8
            progressed = chance.random() < 0.85
            kinds = ("CR", "PR", "PR", "SD") if drug == "sirolimus" else ("PR", "SD", "SD")
            best = "PD" if progressed and months < 3 else chance.choice(kinds)
            lines.append((drug, best, round(months, 1), progressed))
            has_died = progressed and chance.random() < 0.5
            if has_died or not progressed:
                break
        lived = round(chance.expovariate(1 / 9), 1) if lines[-1][3] else 0.0
        for place in reversed(range(len(lines))):
            drug, best, months, progressed = lines[place]
            lived += months
            rows.append(
                f"{patient},{drug},{place + 1},{best},{months},{'yes' if progressed else 'no'},"
                f"{lived:.1f},{2 if has_died else 1}"
            )
    return "\n".join([rows[0], *sorted(rows[1:])]).encode()


def settle(page: Page) -> None:
    """Wait until a run that may just have been asked for is over."""
    page.wait_for_timeout(700)
    page.wait_for_selector('[data-test-script-state="notRunning"]', timeout=PATIENCE)


def save(page: Page, name: str) -> None:
    """Save what the window shows once it stands still, in few colours."""
    settle(page)
    page.mouse.move(LAPTOP["width"] - 4, 4)  # where nothing is pointed at
    before, now = b"", page.screenshot()
    while before != now:
        page.wait_for_timeout(700)
        before, now = now, page.screenshot()
    save_picture(Image.open(BytesIO(now)).convert("RGB"), name)


def save_picture(picture: Image.Image, name: str) -> None:
    """Save a picture in few colours."""
    few = picture.quantize(96, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(IMAGES / f"{name}.png", optimize=True)


def take_sample(browser: Browser, address: str) -> None:
    """The pages of the sample cohort."""
    for name, scheme, path in OF_THE_SAMPLE:
        page = browser.new_context(viewport=LAPTOP, color_scheme=scheme).new_page()
        page.goto(f"{address}/{path}")
        drawn(page)
        if name == "cohort":
            page.get_by_role("button", name="Got it").click()
            expect(page.locator(".st-key-first_minute")).to_have_count(0, timeout=PATIENCE)
        save(page, name)
        page.context.close()


def drawn(page: Page) -> None:
    """Wait for the answer of a page, and for its figure or its table."""
    expect(page.locator("p.answer")).to_be_visible(timeout=PATIENCE)
    shown = page.locator(".js-plotly-plot .main-svg, .scroll table").first
    expect(shown).to_be_visible(timeout=PATIENCE)


def to(page: Page, name: str) -> None:
    """Follow the link to a page."""
    page.locator(".st-key-pages").get_by_role("link", name=re.compile(f"^{name}")).click()
    page.wait_for_url(f"**/{name.lower()}*")


def add_to_deck(page: Page, n_views: int) -> None:
    """Put the view into the deck, and wait for its count."""
    page.get_by_role("button", name="Add to deck").click()
    link = page.get_by_role("link", name=f"Deck {n_views}")
    expect(link).to_be_visible(timeout=PATIENCE)


def menu(page: Page) -> Locator:
    """What a button has opened."""
    return page.get_by_test_id("stPopoverBody")


def take_guide(browser: Browser, address: str) -> None:
    """From a stranger's sheet to slides."""
    page = browser.new_context(viewport=LAPTOP).new_page()
    page.goto(address)
    page.get_by_role("button", name="Open another cohort").click(timeout=PATIENCE)
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(
        {"name": "ehe_series.csv", "mimeType": "text/csv", "buffer": strangers_sheet()}
    )
    expect(page.locator(".st-key-opening_outcome")).to_be_visible(timeout=PATIENCE)
    save(page, "guide_01_open")
    answer_what_is_asked(page)
    save(page, "guide_02_answered")
    page.get_by_role("button", name="Open this cohort").click()
    drawn(page)
    page.get_by_role("combobox", name="Group by").click()
    page.get_by_role("option", name="Regimen", exact=True).click()
    page.keyboard.press("Escape")
    expect(page.locator("p.answer")).to_contain_text("by regimen", timeout=PATIENCE)
    add_to_deck(page, 1)
    save(page, "guide_03_cohort")
    to(page, "Response")
    drawn(page)
    add_to_deck(page, 2)
    save(page, "guide_04_response")
    to(page, "Survival")
    drawn(page)
    page.get_by_role("button", name=re.compile("patients: no test")).click()
    expect(menu(page)).to_contain_text("would be wrong", timeout=PATIENCE)
    save(page, "guide_05_shared_patients")
    menu(page).get_by_text("first line of each patient").click()
    expect(page.locator("p.answer")).to_contain_text("Log-rank p", timeout=PATIENCE)
    page.keyboard.press("Escape")
    add_to_deck(page, 3)
    save(page, "guide_06_survival")
    take_guide_to_the_end(page)


def take_guide_to_the_end(page: Page) -> None:
    """From the subgroups on, with three views in the deck."""
    to(page, "Subgroups")
    drawn(page)
    add_to_deck(page, 4)
    save(page, "guide_07_subgroups")
    to(page, "Swimmer")
    drawn(page)
    page.get_by_role("radio", name="patient", exact=True).click()
    page.wait_for_url("**swimmer_mode=patients*")
    settle(page)
    add_to_deck(page, 5)
    save(page, "guide_08_swimmer")
    to(page, "Deck")
    expect(page.get_by_role("heading", name="5 views in the deck")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name=re.compile("^Make PowerPoint")).click()
    ready = page.get_by_role("button", name="Download the slides")
    expect(ready).to_be_visible(timeout=PATIENCE)
    ready.scroll_into_view_if_needed()
    save(page, "guide_10_download")
    page.get_by_role("heading", name="5 views in the deck").scroll_into_view_if_needed()
    save(page, "deck")
    to(page, "Present")
    expect(page.locator(".st-key-stage_foot")).to_be_visible(timeout=PATIENCE)
    while not page.locator("h1").filter(has_text="PFS").count():
        page.keyboard.press("ArrowRight")
        settle(page)
    save(page, "guide_09_present")


def answer_what_is_asked(page: Page) -> None:
    """Say what the codes of the vital status mean."""
    for code, meaning in (("2", "the event happened"), ("1", "censored")):
        settle(page)
        page.get_by_role("combobox", name=re.compile(rf"^{code} \(")).click()
        page.get_by_role("option", name=meaning).click()
    outcome = page.locator(".st-key-opening_outcome")
    expect(outcome).to_contain_text("43 lines in 30 patients", timeout=PATIENCE)
    expect(outcome).not_to_contain_text("problem", timeout=PATIENCE)


def take_slides() -> None:
    """The slides of the sample's deck side by side, as LibreOffice shows them."""
    across, gap = 4, 6
    with TemporaryDirectory() as made:
        folder = Path(made)
        asked = ["--out", made, "--format", "pptx", "--name", "IMT", "--seed", "README"]
        make_documents([str(Path(__file__).parents[1] / "sample_data" / "imt_cohort.csv"), *asked])
        office = ["soffice", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless"]
        subprocess.run(
            [*office, "--convert-to", "pdf", "--outdir", made, folder / "deck.pptx"], check=True
        )
        subprocess.run(
            ["pdftoppm", "-r", "36", "-png", folder / "deck.pdf", folder / "slide"], check=True
        )
        slides = [Image.open(file).convert("RGB") for file in sorted(folder.glob("slide*.png"))]
    width, height = (side + gap for side in slides[0].size)
    size = (across * width + gap, -(-len(slides) // across) * height + gap)
    sheet = Image.new("RGB", size, "#808890")
    for place, slide in enumerate(slides):
        row, column = divmod(place, across)
        sheet.paste(slide, (column * width + gap, row * height + gap))
    save_picture(sheet, "slides")


def main() -> None:
    """Take every picture, of a server of its own."""
    executable = os.environ.get("IMT_CHROMIUM") or shutil.which("chromium")
    IMAGES.mkdir(exist_ok=True)
    with served("server.py") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        take_guide(browser, address)
        take_sample(browser, address)
        browser.close()
    take_slides()


if __name__ == "__main__":
    main()
