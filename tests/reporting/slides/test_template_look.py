"""In a template of its own a deck keeps clear of bands and logos, and is read on any paper."""

from __future__ import annotations

import io
import zipfile

import pptx
import pytest

from imt_core.analyses.computed_view import ComputedView
from imt_core.cohort.schema import Cohort
from imt_core.reporting.slides.deck import write_deck
from imt_core.reporting.slides.deck_template import open_canvas
from imt_core.reporting.slides.slide_text import Box
from imt_core.reporting.slides.template_look import contrast, overlap
from tests.reporting.slides import templates
from tests.reporting.slides.deck_parts import CONTEXT, opened, sample_views


@pytest.fixture(scope="module")
def views(sample: Cohort) -> list[ComputedView]:
    found = sample_views(sample)
    return [found[name] for name in ("baseline", "pfs")]


def boxes(slide) -> dict[str, Box]:
    return {
        shape.name: Box(
            left=shape.left / 914400,
            top=shape.top / 914400,
            width=shape.width / 914400,
            height=shape.height / 914400,
        )
        for shape in slide.shapes
    }


def box(place: tuple[float, float, float, float]) -> Box:
    return Box(**dict(zip(("left", "top", "width", "height"), place, strict=True)))


def test_nothing_stands_on_a_band_or_a_logo(views):
    deck = opened(write_deck(views, CONTEXT, template=templates.banded()))
    for slide in deck.slides:
        for name, found in boxes(slide).items():
            for place in (templates.BAND, templates.LOGO):
                assert overlap(found, box(place)) == 0.0, name


def test_the_title_is_above_everything_else(views):
    for template in (templates.four_to_three(), templates.banded(), templates.dark()):
        for slide in opened(write_deck(views, CONTEXT, template=template)).slides:
            title = slide.shapes.title.name
            found = boxes(slide)
            others = [one.top for name, one in found.items() if name != title]
            assert min(others) >= found[title].bottom


def test_text_is_measured_in_the_typeface_of_the_template():
    canvas = open_canvas(templates.banded(), CONTEXT)
    assert canvas.fonts == ("Verdana", "Verdana")
    assert open_canvas(None, CONTEXT).fonts == ("Arial", "Arial")


def test_on_a_dark_slide_text_and_paper_change_places(views):
    deck = opened(write_deck(views, CONTEXT, template=templates.dark()))
    names = deck.slide_master._element.find("{*}clrMap").attrib
    assert (names["tx1"], names["bg1"]) == ("lt1", "dk1")
    # The title had the colour that is white: it is named the other way round.
    title = deck.slide_master._element.find(
        ".//{*}titleStyle/{*}lvl1pPr/{*}defRPr/{*}solidFill/{*}schemeClr"
    )
    assert title.get("val") == "tx1"
    assert contrast((255.0, 255.0, 255.0), tuple(map(float, templates.NAVY))) > 15


def test_a_light_template_keeps_its_colours(views):
    deck = opened(write_deck(views, CONTEXT, template=templates.banded()))
    names = deck.slide_master._element.find("{*}clrMap").attrib
    assert (names["tx1"], names["bg1"]) == ("dk1", "lt1")


def test_a_title_on_a_dark_band_stays_there_and_is_light(views):
    template = templates.titled_on_a_band()
    slide = opened(write_deck(views, CONTEXT, template=template)).slides[0]
    colour = slide.shapes.title._element.find(".//{*}r/{*}rPr/{*}solidFill/{*}schemeClr")
    assert colour.get("val") == "bg1"
    assert boxes(slide)[slide.shapes.title.name].bottom <= 1.7
    others = [found for name, found in boxes(slide).items() if name != slide.shapes.title.name]
    assert min(found.top for found in others) > 1.7


def test_a_picture_is_covered_by_paper(views):
    slide = opened(write_deck(views, CONTEXT, template=templates.pictured())).slides[0]
    first, *others = boxes(slide).items()
    assert first[0] == "Paper"
    for _, found in others:
        assert overlap(found, first[1]) == pytest.approx(found.width * found.height, rel=0.01)


def test_a_template_that_libreoffice_saved_makes_a_whole_package(views):
    template = templates.four_to_three()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "_rels/.rels":
                content = content.replace(
                    b"http://schemas.openxmlformats.org/package/2006/relationships/metadata/",
                    b"http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/",
                )
            new.writestr(name, content)
    deck = write_deck(views[:1], CONTEXT, template=out.getvalue())
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        assert len(package.namelist()) == len(set(package.namelist()))
    assert pptx.Presentation(io.BytesIO(deck)).core_properties.author == ""
