"""A reader's template: its size, layouts and look are used; what is no template is refused."""

from __future__ import annotations

import io
import zipfile

import pptx
import pytest
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.util import Inches

from imt_core.analyses.computed_view import ComputedView
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.reporting.slides import deck_template
from imt_core.reporting.slides.deck import write_deck
from tests.reporting.slides.deck_parts import CONTEXT, charts, opened, sample_views, texts


@pytest.fixture(scope="module")
def views(sample: Cohort) -> list[ComputedView]:
    found = sample_views(sample)
    return [found[name] for name in ("pfs", "response", "forest", "lines", "baseline")]


def made_template(*, width: float = 11.0, height: float = 8.5, keep: tuple[int, ...] = ()) -> bytes:
    """A template of another size with one own slide, a name in it, and only some layouts."""
    presentation = pptx.Presentation()
    presentation.slide_width, presentation.slide_height = Inches(width), Inches(height)
    slide = presentation.slides.add_slide(presentation.slide_layouts[0])
    slide.shapes.title.text = "A slide of the template"
    slide.notes_slide.notes_text_frame.text = "Notes of the template"
    presentation.core_properties.author = "Somebody"
    presentation.core_properties.last_modified_by = "Somebody"
    theme = presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme.blob = theme.blob.replace(b'typeface="Calibri"', b'typeface="Garamond"')
    if keep:
        _keep_layouts(presentation, keep)
    return saved(presentation)


def _keep_layouts(presentation, keep: tuple[int, ...]) -> None:
    layouts = list(presentation.slide_layouts)
    presentation.part.drop_rel(presentation.slides._sldIdLst[0].rId)
    presentation.slides._sldIdLst.remove(presentation.slides._sldIdLst[0])
    for index, layout in enumerate(layouts):
        if index not in keep:
            presentation.slide_layouts.remove(layout)


def saved(presentation) -> bytes:
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def test_size_fonts_and_layouts_are_the_templates(views):
    deck = opened(write_deck(views, CONTEXT, template=made_template()))
    assert (deck.slide_width, deck.slide_height) == (Inches(11.0), Inches(8.5))
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    assert b"Garamond" in theme.blob
    assert {slide.slide_layout.name for slide in deck.slides} == {"Title Only"}


def test_the_templates_own_slides_and_names_are_gone(views):
    deck = write_deck(views[:1], CONTEXT, template=made_template())
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        content = b"".join(package.read(name) for name in package.namelist())
    for word in (b"A slide of the template", b"Notes of the template", b"Somebody"):
        assert word not in content
    assert len(opened(deck).slides) == 1


@pytest.mark.parametrize(("width", "height"), [(10.0, 7.5), (13.333, 7.5), (7.5, 10.0)])
def test_nothing_stands_outside_a_slide_of_another_size(views, width, height):
    deck = opened(write_deck(views, CONTEXT, template=made_template(width=width, height=height)))
    # The default layouts are ten inches wide: on a narrower slide their title is not.
    right = max(deck.slide_width, Inches(10))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= right + 1000
            assert shape.top + shape.height <= deck.slide_height + 1000


def test_a_layout_with_more_than_a_title_will_do_and_its_empty_parts_go(views):
    deck = opened(write_deck(views[:1], CONTEXT, template=made_template(keep=(1,))))
    assert {slide.slide_layout.name for slide in deck.slides} == {"Title and Content"}
    for slide in deck.slides:
        assert [shape.placeholder_format.idx for shape in slide.placeholders] == [0]


def test_a_template_without_a_title_is_refused(views):
    with pytest.raises(ImtError, match="template must have a layout with a title placeholder"):
        write_deck(views[:1], CONTEXT, template=made_template(keep=(6,)))


def test_the_charts_of_a_template_are_the_same(views):
    own, other = (write_deck(views, CONTEXT, template=t) for t in (None, made_template()))
    first, second = (
        [(s.name, list(s.values)) for s in charts(deck, "Kaplan-Meier")[0].plots[0].series]
        for deck in (own, other)
    )
    assert first == second


def test_sections_of_removed_slides_are_removed(views):
    template = made_template()
    presentation = opened(template)
    presentation._element.append(
        parse_xml(
            '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
            '<p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"/></p:extLst>'
        )
    )
    deck = opened(write_deck(views[:1], CONTEXT, template=saved(presentation)))
    assert not deck._element.xpath("./p:extLst")


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a zip",
        b"%PDF-1.7",
        zipped(word__document_xml=b"<a/>"),
        zipped(ppt__presentation_xml=b"<broken"),
        made_template()[:5000],
        made_template().replace(b"PK\x05\x06", b"PK\x05\x07"),
    ],
)
def test_what_is_no_template_is_refused_in_one_sentence(views, content):
    with pytest.raises(ImtError, match=r"template must be a PowerPoint presentation \(\.pptx\)"):
        write_deck(views[:1], CONTEXT, template=content)


def test_a_template_that_unpacks_to_too_much_is_refused(views, monkeypatch):
    monkeypatch.setattr(deck_template, "LARGEST_UNPACKED", 10_000)
    with pytest.raises(ImtError, match="unpacks to at most 300 MB, but it unpacks to more"):
        write_deck(views[:1], CONTEXT, template=made_template())


def test_a_template_that_is_too_large_is_refused(views, monkeypatch):
    monkeypatch.setattr(deck_template, "LARGEST_FILE", 10_000)
    with pytest.raises(ImtError, match="at most 50 MB, but it is larger"):
        write_deck(views[:1], CONTEXT, template=made_template())


def test_the_titles_are_written_into_the_templates_placeholder(views):
    slide = opened(write_deck(views[:1], CONTEXT, template=made_template())).slides[0]
    assert slide.shapes.title.text.startswith("PFS: median 6.3 months")
    assert "Counting unit" in texts(slide)
