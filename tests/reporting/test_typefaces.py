"""Names in any script are drawn, in fonts that packages bring, and no letter is lost in silence."""

from __future__ import annotations

import sys
import warnings
from importlib.metadata import files
from io import BytesIO
from typing import Final

import pytest
from pypdf import PdfReader

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.documents.pdf_report import write_pdf_report
from imt_core.reporting.pictures.picture import draw_picture, write_picture
from imt_core.reporting.pictures.picture_style import text_width
from imt_core.reporting.typefaces import describe_missing, font_files, font_of, shown
from pages.components.take_away import letters_lacking
from tests.oracles.oracle import make_cohort

NAMES: Final = {
    "Chinese": "甲氨蝶呤联合长春碱化疗",
    "Chinese, traditional": "甲氨蝶呤聯合長春鹼化療",
    "Japanese": "メトトレキサート併用療法ひらがな",
    "Korean": "메토트렉세이트 병용 요법",
    "Arabic": "ميثوتركسات وفينبلاستين",
    "Persian": "متوترکسات گروه پنج",
    "Hebrew": "מתוטרקסט ווינבלסטין",
    "Cyrillic": "Метотрексат и винбластин, група Ђ",
    "Greek": "Μεθοτρεξάτη και βινμπλαστίνη",
    "Thai": "เมโทเทรกเซตกลุ่มที่หนึ่ง",
    "Devanagari": "मेथोट्रेक्सेट समूह क्षत्रिय",
    "Bengali": "মেথোট্রেক্সেট",
    "Tamil": "மெத்தோட்ரெக்ஸேட்",
    "Amharic": "ሜቶትሬክሴት",
    "Georgian": "მეთოტრექსატი",
    "Vietnamese": "nhóm điều trị thứ hai",
}
CONTEXT = ExportContext(cohort_name="研究")


def view_of(*names: str, kind: str = "response") -> ComputedView:
    n = 2 * len(names)
    cohort = make_cohort(
        patient_id=[f"p{i}" for i in range(n)],
        line_number=[1.0] * n,
        regimen=[names[i // 2] for i in range(n)],
        best_response=["PR", "SD"] * len(names),
        os_months=[float(i + 1) for i in range(n)],
        os_event=[1.0] * n,
    )
    return compute_view(
        Cohort(frame=cohort.frame, name="names"),
        ViewRequest(kind=kind, by=("regimen",)),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("script", NAMES)
def test_every_letter_of_a_script_is_in_a_font(script: str) -> None:
    assert describe_missing([NAMES[script]]) == ""
    assert shown(NAMES[script]).strip("\u200e").replace("\u200e", "") == NAMES[script]


def test_all_scripts_are_drawn_at_once_without_a_missing_glyph() -> None:
    view = view_of(*NAMES.values())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        file = write_picture(view, CONTEXT, kind="svg", width_mm=85).decode()
    for name in NAMES.values():
        # A long name is broken into lines, never inside a letter with its marks.
        assert f"<!-- {name.split()[0][:4]}" in file.replace("<!-- \u200e", "<!-- ")
    assert "□" not in file


def test_arabic_letters_are_joined_and_take_less_room_than_apart() -> None:
    name = NAMES["Arabic"].split()[0]
    apart = sum(text_width(letter, 10) for letter in name)
    assert text_width(name, 10) < 0.9 * apart


def test_a_count_stays_behind_a_name_from_right_to_left() -> None:
    assert shown("קבוצה: 5 lines") == "\u200eקבוצה\u200e: 5 lines"
    assert shown("קבוצה 5") == "קבוצה 5"


def test_a_pdf_picture_shows_chinese_as_outlines_and_other_text_in_embedded_fonts() -> None:
    file = write_picture(view_of(NAMES["Chinese"], NAMES["Thai"]), CONTEXT, kind="pdf")
    fonts = PdfReader(BytesIO(file)).pages[0]["/Resources"]["/Font"].values()
    names = {font.get_object()["/BaseFont"].partition("+")[2] for font in fonts}
    assert names == {"DejaVuSans", "DejaVuSans-Bold", "NotoSansThai-Regular"}
    assert b"/Type3" not in file


def test_the_fonts_lie_in_packages_with_their_licence_and_no_code_of_them_runs() -> None:
    for package in ("manimgx-fonts", "noto-cjk-sans-jp-regular"):
        (licence,) = [file for file in files(package) or () if "licenses/LICENSE" in str(file)]
        assert "SIL OPEN FONT LICENSE" in licence.read_text().upper()
    assert [font_of(letter) is None for letter in "薬ก"] == [False, False]
    assert not {"manimgx_fonts", "noto_cjk_sans_jp_regular"} & {*sys.modules}


def test_a_letter_that_no_font_holds_is_named_with_its_group() -> None:
    assert font_of("𓀀") is None
    view = view_of("𓀀 arm", "B")
    figure = draw_picture(view, CONTEXT, width_mm=180)
    written = [text.get_text() for text in figure.texts]
    assert "□ arm" in written
    said = "□ stands for what no font here holds: “{}” (U+13000) in “{} arm”. {}".format
    assert written[-1] == said("□", "□", "Write it otherwise in the sheet.")
    # The page says it where the picture is offered.
    assert letters_lacking(view) == said("𓀀", "𓀀", "Write it otherwise in the sheet.")
    assert letters_lacking(view_of("薬", "B")) == ""


def test_a_report_shows_every_script_and_names_the_letters_that_it_lacks() -> None:
    names = ("Chinese", "Hebrew", "Greek")
    view = view_of(*(NAMES[name] for name in names), "𓀀 arm")
    report = write_pdf_report([view], CONTEXT)
    pages = PdfReader(BytesIO(report)).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert NAMES["Greek"].split()[0] in text
    assert "研究" in text
    assert "□ stands for what no font here holds" in text
    fonts = {
        font.get_object()["/BaseFont"].partition("+")[2].partition("-")[0]
        for page in pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    # None of the machine's own.
    assert fonts <= {"DejaVuSans", "NotoSansCJKjp"}


def test_a_plain_report_has_no_word_of_fonts() -> None:
    assert len(font_files()) > 20
    report = write_pdf_report([view_of("A", "B")], ExportContext(cohort_name="IMT"))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(report)).pages)
    assert "no font here" not in text
