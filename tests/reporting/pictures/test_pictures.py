"""A picture file holds the figure, its words and nothing about who made it or when."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from html import unescape
from io import BytesIO

import matplotlib as mpl
import pytest
from PIL import Image

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_p_value
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.titles import picture_title
from imt_core.reporting.design.survival import describe_curves
from imt_core.reporting.design.swimmer_words import describe_swimmer
from imt_core.reporting.pictures.picture import JOURNAL_WIDTHS_MM, write_picture
from imt_core.reporting.tables.response_tables import format_response_table
from imt_core.reporting.tables.survival_comparisons import describe_test
from imt_core.reporting.tables.survival_tables import format_survival_table
from tests.places import ROOT
from tests.reporting.pictures.picture_views import (
    CONTEXT,
    REQUESTS,
    big_cohort,
    small_cohort,
    small_view,
)

SVG = "{http://www.w3.org/2000/svg}"


def svg(view: ComputedView, context: ExportContext = CONTEXT, **options: float) -> ET.Element:
    return ET.fromstring(write_picture(view, context, kind="svg", **options))


@cache
def file_of(name: str, kind) -> bytes:
    """The small view of a name as a file, drawn once for all tests that look into it."""
    return write_picture(small_view(name), CONTEXT, kind=kind)


def words(view: ComputedView, context: ExportContext = CONTEXT) -> list[str]:
    """The texts of an SVG, which stand as comments before their outlines."""
    file = write_picture(view, context, kind="svg").decode()
    return [unescape(text) for text in re.findall(r"<!-- (.*?) -->", file)]


@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.parametrize(
    ("kind", "start"), [("png", b"\x89PNG\r\n\x1a\n"), ("svg", b"<?xml"), ("pdf", b"%PDF-")]
)
def test_each_kind_of_file_is_what_it_says(name: str, kind, start: bytes) -> None:
    assert file_of(name, kind).startswith(start)


@pytest.mark.parametrize("width_mm", [80, *JOURNAL_WIDTHS_MM, 300])
def test_a_png_has_300_dpi_and_the_chosen_width(width_mm: int) -> None:
    file = write_picture(small_view("response"), CONTEXT, kind="png", width_mm=width_mm)
    image = Image.open(BytesIO(file))
    assert image.width == pytest.approx(width_mm / 25.4 * 300, abs=1)
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.01)


def test_an_svg_and_a_pdf_have_the_chosen_width() -> None:
    view = small_view("survival")
    assert float(svg(view, width_mm=85).attrib["width"].removesuffix("pt")) == pytest.approx(
        85 / 25.4 * 72
    )
    pdf = write_picture(view, CONTEXT, kind="pdf", width_mm=120).decode("latin-1")
    box = pdf.split("/MediaBox [")[1].split("]")[0].split()
    assert float(box[2]) == pytest.approx(120 / 25.4 * 72, abs=0.01)


@pytest.mark.parametrize("width_mm", [79.9, 301, -1, float("nan")])
def test_a_width_that_no_page_has_is_refused(width_mm: float) -> None:
    with pytest.raises(ImtError, match="width_mm must lie between 80 and 300"):
        write_picture(small_view("response"), CONTEXT, kind="svg", width_mm=width_mm)


def test_another_kind_of_file_is_refused() -> None:
    with pytest.raises(ImtError, match="kind must be png, svg or pdf, but 'jpg' was found"):
        write_picture(small_view("response"), CONTEXT, kind="jpg")  # type: ignore[arg-type]


def test_a_baseline_table_is_no_chart() -> None:
    table = compute_view(small_cohort(), ViewRequest(kind="baseline"))
    assert not table.kind.has_chart
    assert all(small_view(name).kind.has_chart for name in REQUESTS)
    with pytest.raises(ImtError, match="view must be a chart"):
        write_picture(table, CONTEXT, kind="png")


def test_a_picture_taller_than_any_page_is_refused() -> None:
    n = 600
    frame = big_cohort(n).frame
    view = compute_view(Cohort(frame=frame, name="many"), ViewRequest(kind="swimmer"))
    with pytest.raises(ImtError, match="must fit a picture of 1,500 mm"):
        write_picture(view, CONTEXT, kind="png")


def test_the_key_of_curves_holds_n_events_and_median_as_the_table_formats_them() -> None:
    view = small_view("survival")
    shown, found = format_survival_table(view.result), words(view)
    for group, median in zip(view.result.groups, shown["Median, months (95% CI)"], strict=True):
        at = found.index(group.label)
        assert found[at : at + 4] == [group.label, str(group.curve.n), str(group.n_event), median]


def test_the_test_is_told_or_why_there_is_none() -> None:
    view = small_view("survival")
    told = describe_test(view.result)
    assert told.startswith(f"Two-sided log-rank {format_p_value(view.result.test.p_value)}. Perm")
    assert told in " ".join(words(view))
    frame = small_cohort().frame.assign(patient_id="one patient")
    shared = compute_view(Cohort(frame=frame, name="shared"), REQUESTS["survival"])
    assert "No test: the groups share patients." in words(shared)


def test_a_response_rate_is_that_of_the_table() -> None:
    view = small_view("response")
    rates = format_response_table(view.result).set_index("Regimen")
    expected = [
        text
        for name in ("A", "B")
        for text in (
            f"3 evaluable of 5 · ORR of evaluable (95% CI): "
            f"{rates.loc['ORR of evaluable (95% CI)', name]}",
            f"ORR of all treated (95% CI): {rates.loc['ORR of all treated (95% CI)', name]}",
        )
    ]
    assert [text for text in words(view) if "(95% CI): " in text] == expected


def test_unit_method_and_origin_stand_below() -> None:
    found = " ".join(words(small_view("survival")))
    assert "10 lines in 10 patients; counting unit: treatment lines (a patient may" in found
    assert (
        "Method: Kaplan-Meier, 95% CI on the log scale (Greenwood); median and quartiles: " in found
    )
    assert found.endswith(CONTEXT.origin)


def test_a_title_of_ones_own_sends_the_population_below() -> None:
    request = ViewRequest(kind="response", title="My <own> title")
    view = compute_view(small_cohort(), request)
    found = words(view)
    assert "My <own> title" in found
    assert any(text.startswith("Population: whole cohort; 10 lines") for text in found)
    assert picture_title(view) == "My <own> title"
    assert picture_title(small_view("survival")) == (
        "OS by regimen, whole cohort: 10 lines in 10 patients; median 5.0 months with A, 8.0 "
        "with B; log-rank p = 0.486, permutation 0.516"
    )


def test_who_cannot_see_is_told_what_is_drawn() -> None:
    view = small_view("survival")
    root = svg(view)
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title") == picture_title(view)
    assert root.findtext(f"{SVG}desc") == describe_curves(view.result)
    pdf = write_picture(small_view("swimmer"), CONTEXT, kind="pdf")
    assert describe_swimmer(small_view("swimmer").result).encode() in pdf


def test_a_file_says_neither_when_nor_with_what_it_was_made() -> None:
    image = Image.open(BytesIO(file_of("forest", "png")))
    assert set(image.info) == {"dpi"}
    pdf = file_of("forest", "pdf")
    assert not any(word in pdf for word in (b"/CreationDate", b"/Creator", b"/Producer"))
    text = file_of("forest", "svg").decode()
    assert not any(word in text for word in ("dc:date", "dc:creator", "matplotlib.org"))


def test_a_pdf_embeds_truetype_letters() -> None:
    pdf = file_of("forest", "pdf")
    assert b"/FontFile2" in pdf
    assert b"/Type3" not in pdf


@pytest.mark.parametrize("name", REQUESTS)
def test_a_picture_names_no_patient(name: str) -> None:
    for kind in ("svg", "pdf", "png"):
        assert b"PATIENT-" not in file_of(name, kind)


def test_patients_are_named_by_lane_labels_only() -> None:
    labelled = compute_view(big_cohort(), ViewRequest(kind="swimmer", label="patient"))
    found = [text for text in words(labelled) if "PATIENT-" in text]
    assert sorted(found) == sorted(lane.label for lane in labelled.result.lanes)


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_same_view_gives_the_same_bytes_also_in_threads(kind) -> None:
    def draw(name: str) -> bytes:
        return write_picture(small_view(name), CONTEXT, kind=kind, width_mm=85)

    names = ("survival", "swimmer")
    alone = [draw(name) for name in names]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(draw, names)) == alone


def test_drawing_leaves_the_parameters_of_others_alone() -> None:
    with mpl.rc_context({"font.size": 33, "savefig.bbox": "tight", "axes.facecolor": "red"}):
        before = dict(mpl.rcParams.copy())
        drawn = write_picture(small_view("response"), CONTEXT, kind="svg")
        assert dict(mpl.rcParams.copy()) == before
    assert drawn == write_picture(small_view("response"), CONTEXT, kind="svg")


def test_neither_pyplot_nor_a_window_is_loaded() -> None:
    code = (
        "import sys\n"
        "from tests.reporting.pictures.picture_views import CONTEXT, small_view\n"
        "from imt_core.reporting.pictures.picture import write_picture\n"
        "[write_picture(small_view('survival'), CONTEXT, kind=k) for k in ('png', 'svg', 'pdf')]\n"
        "print(sorted({'matplotlib.pyplot', 'tkinter', 'streamlit'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_letters_that_no_font_holds_are_owned_up_to() -> None:
    regimen = ["𓀀 A\x07", "𓀀 B"] * 5
    frame = small_cohort().frame.assign(regimen=regimen)
    view = compute_view(Cohort(frame=frame, name="letters"), REQUESTS["response"])
    found = words(view)
    assert "□ B" in found
    assert " ".join(found).endswith(
        "□ stands for what no font here holds: “□” (U+13000) in “□ B”, (U+0007) in “□ A”. "
        "Write them otherwise in the sheet."
    )
    assert not any("□" in text for text in words(small_view("response")))
