"""The presentation that slides are added to: this software's own look, or a reader's template."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from xml.sax.saxutils import escape

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation
from pptx.shapes.placeholder import LayoutPlaceholder
from pptx.slide import SlideLayout
from pptx.util import Emu, Inches

from imt_core.conventions.errors import ImtError
from imt_core.intake.files.file_kind import LARGEST_FILE, LARGEST_UNPACKED
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.office_private import qn, relations, xml_of
from imt_core.reporting.design.theme import LIGHT
from imt_core.reporting.slides.canvas import Canvas
from imt_core.reporting.slides.slide_colours import TEXT, THEME_COLOURS
from imt_core.reporting.slides.slide_text import SMALLEST_TEXT, Box, line_height
from imt_core.reporting.slides.template_look import (
    TITLES,
    fonts_of,
    free_area,
    has_picture,
    make_readable,
    obstacles_of,
    overlap,
    title_colour,
)

_WIDTH, _HEIGHT = 13.333, 7.5
_EDGE: Final = 0.5
_TITLE: Final = Box(left=_EDGE, top=0.26, width=_WIDTH - 2 * _EDGE, height=0.82)
_TITLE_SIZE: Final = 24.0
_LARGEST_TITLE: Final = 28.0
_SMALLEST_TITLE: Final = 20.0
_LOWEST_TITLE: Final = 0.45
"""Of the height of a slide: a title that ends below is a cover's."""
_NUMBER: Final = 0.6
_FOOT: Final = 0.14
_ON_A_BAND: Final = 0.5
_HIGHEST_TITLE: Final = 1.0
_LOWEST: Final = 0.45
_WIDEST_EDGE: Final = 0.06
_LEAST_WIDTH: Final = 0.6
_LEAST_HEIGHT: Final = 0.55
"""Of a slide, for everything below its title."""
_FONT: Final = "Arial"

_BESIDE: Final = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
_PERSONAL: Final = (
    "/thumbnail",
    "/extended-properties",
    "/custom-properties",
    "/commentAuthors",
    "/authors",
    "/changesInfo",
    "/revisionInfo",
    "/printerSettings",
    # As LibreOffice spells it; that of others is emptied below.
    "/metadata/core-properties",
)
"""Ends of relationship types whose parts tell who made a file, or show it small."""

_RULE: Final = "template must be a PowerPoint presentation (.pptx)"


def open_canvas(template: bytes | None, context: ExportContext) -> Canvas:
    """Open the presentation that a deck is made in, without slides.

    Parameters
    ----------
    template : bytes or None
        A .pptx whose slide size, fonts, colours and layouts are used; its slides are removed.
    context : ExportContext

    Returns
    -------
    Canvas

    Raises
    ------
    ImtError
        If the template is no .pptx, is damaged or too large, or has no layout with a title.
    """
    own = template is None
    presentation = _house_presentation() if template is None else _read(template)
    if not own:
        _remove_slides(presentation)
    _remove_personal_parts(presentation)
    layout = _title_layout(presentation)
    width, height = (
        size / 914400 for size in (presentation.slide_width or 0, presentation.slide_height or 0)
    )
    slide = Box(left=0.0, top=0.0, width=width, height=height)
    obstacles = obstacles_of(layout, slide)
    box = _title_box(layout)
    title = _title_place(box, obstacles, slide)
    area = free_area(_below(title, slide), obstacles)
    # Where a picture, bands or logos leave no room, the slides bring their own paper.
    is_narrow = area.width < _LEAST_WIDTH * width or area.height < _LEAST_HEIGHT * height
    panel = None
    if is_narrow or has_picture(layout, slide):
        edge = 0.03 * width
        panel = Box(left=edge, top=edge, width=width - 2 * edge, height=height - 2 * edge)
        title = replace(panel, left=2 * edge, width=width - 4 * edge, height=_TITLE.height)
        area = replace(_below(title, slide), left=title.left, width=title.width)
        area = replace(area, height=panel.bottom - area.top - 0.05)
        colour: str | None = TEXT
    else:
        if not own:
            make_readable(layout, slide)
        colour = None if own else title_colour(layout, title, slide)
    subtitle = replace(area, height=line_height(16.0))
    foot = line_height(SMALLEST_TEXT) + 0.02
    number = Box(left=area.right - _NUMBER, top=area.bottom - foot, width=_NUMBER, height=foot)
    start, end = subtitle.bottom + 0.06, number.top - 0.08
    wanted = min(max(_TITLE_SIZE * title.width / _TITLE.width + 2, _SMALLEST_TITLE), _LARGEST_TITLE)
    return Canvas(
        presentation=presentation,
        layout=layout,
        title=title,
        is_title_moved=title != box,
        title_sizes=(_TITLE_SIZE, _TITLE_SIZE) if own else (wanted, _SMALLEST_TITLE),
        title_colour=colour,
        fonts=fonts_of(layout.slide_master),
        panel=panel,
        subtitle=subtitle,
        content=replace(area, top=start, height=end - start),
        footer=replace(number, left=area.left, width=area.width - _NUMBER),
        number=number,
        context=context,
    )


def _below(title: Box, slide: Box) -> Box:
    """What a slide has below its title."""
    edge = max(min(title.left, slide.width - title.right), 0.03 * slide.width)
    edge = min(edge, _WIDEST_EDGE * slide.width)
    top = title.bottom + 0.02
    return Box(left=edge, top=top, width=slide.width - 2 * edge, height=slide.height - _FOOT - top)


def _title_place(box: Box, obstacles: Sequence[Box], slide: Box) -> Box:
    """Where a title stands.

    A title in the middle or at the foot is a cover's; one beside a logo is as wide as that leaves
    it; a narrow one is wider where nothing stands beside it. One within a band stays there.
    """
    title = box
    if title.bottom > _LOWEST_TITLE * slide.height and title.top > 0.2 * slide.height:
        title = replace(title, top=0.3)
    edge = _WIDEST_EDGE * slide.width
    wide = replace(title, left=edge, width=slide.width - 2 * edge)
    beside = [o for o in obstacles if overlap(title, o) < _ON_A_BAND * title.width * title.height]
    within = [one for one in obstacles if one not in beside]
    if title.width < wide.width and not any(overlap(wide, one) for one in beside):
        title = wide if all(one.width >= wide.width for one in within) else title
    if title.right > slide.width:
        title = replace(title, width=slide.width - title.left - edge)
    title = replace(title, height=min(title.height, _HIGHEST_TITLE))
    free = free_area(title, beside)
    return free if free.width > 0.4 * slide.width and free.height > _LOWEST else title


def _title_box(layout: SlideLayout) -> Box:
    """Where the layout, or its master, puts the title."""
    title = _find_title(layout)
    inches = [value / 914400 for value in (title.left, title.top, title.width, title.height)]
    return Box(left=inches[0], top=inches[1], width=inches[2], height=inches[3])


def _find_title(layout: SlideLayout) -> LayoutPlaceholder:
    return next(p for p in _placeholders(layout) if p.placeholder_format.type in TITLES)


def _placeholders(layout: SlideLayout) -> list[LayoutPlaceholder]:
    shapes: Any = layout.placeholders
    return list(shapes)


def _title_layout(presentation: Presentation) -> SlideLayout:
    """The layout with a title and the least beside it."""
    layouts: list[SlideLayout] = [
        layout for master in presentation.slide_masters for layout in master.slide_layouts
    ]
    found = []
    for position, layout in enumerate(layouts):
        kinds = [p.placeholder_format.type for p in _placeholders(layout)]
        if any(kind in TITLES for kind in kinds):
            n_others = sum(kind not in TITLES | _BESIDE for kind in kinds)
            is_cover = PP_PLACEHOLDER.CENTER_TITLE in kinds
            found.append((n_others, is_cover, position))
    if not found:
        raise ImtError(
            "template must have a layout with a title placeholder, but none of its "
            f"{len(layouts)} layouts has one. Add a title to one of them in the slide master view."
        )
    return layouts[min(found)[2]]


def _house_presentation() -> Presentation:
    """The library's empty presentation made wide, in this software's type and colours."""
    presentation = pptx.Presentation()
    wider = Inches(_WIDTH) / presentation.slide_width
    presentation.slide_width, presentation.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
    master = presentation.slide_master
    for owner in (master, *master.slide_layouts):
        for shape in owner.placeholders:
            place = xml_of(shape).spPr.find(qn("a:xfrm"))
            if place is not None:
                shape.left, shape.width = (
                    Emu(round(shape.left * wider)),
                    Emu(round(shape.width * wider)),
                )
    title = next(p for p in master.placeholders if p.placeholder_format.type in TITLES)
    title.left, title.top = Inches(_TITLE.left), Inches(_TITLE.top)
    title.width, title.height = Inches(_TITLE.width), Inches(_TITLE.height)
    body = xml_of(title).txBody.bodyPr
    for name, value in (("lIns", "0"), ("rIns", "0"), ("anchor", "b")):
        body.set(name, value)
    style = xml_of(master).find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    look = style.find(qn("a:defRPr"))
    look.set("sz", str(round(100 * _TITLE_SIZE)))
    look.set("b", "1")
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme.blob = _house_theme(theme.blob.decode("utf-8")).encode("utf-8")
    return presentation


def _house_theme(xml: str) -> str:
    dark, light = LIGHT.text.removeprefix("#"), LIGHT.paper.removeprefix("#")
    accents = {name: code.removeprefix("#") for name, code in THEME_COLOURS.items()}
    colours = {
        "dk1": dark,
        "lt1": light,
        "dk2": LIGHT.muted.removeprefix("#"),
        "lt2": LIGHT.grid.removeprefix("#"),
        **accents,
    }
    for name, code in colours.items():
        xml = re.sub(
            f"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{code}"/></a:{name}>', xml
        )
    return re.sub(r'<a:latin typeface="[^"]*"/>', f'<a:latin typeface="{escape(_FONT)}"/>', xml)


def _read(template: bytes) -> Presentation:
    _check_package(template)
    try:
        return pptx.Presentation(io.BytesIO(template))
    except (
        PythonPptxError,
        SyntaxError,
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        AttributeError,
        OSError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        IndexError,
        TypeError,
    ):
        raise ImtError(
            f"{_RULE}, but its parts cannot be read. Open it in PowerPoint and save it again as "
            ".pptx."
        ) from None


def _check_package(template: bytes) -> None:
    if len(template) > LARGEST_FILE:
        raise ImtError(
            f"{_RULE} of at most 50 MB, but it is larger. Remove its pictures and slides."
        )
    if not template.startswith(b"PK\x03\x04"):
        raise ImtError(f"{_RULE}, but another kind of file was found. Save it as .pptx.")
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            names = set(package.namelist())
            unpacked = sum(part.file_size for part in package.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        raise ImtError(f"{_RULE}, but it is damaged. Save it again as .pptx.") from None
    if unpacked > LARGEST_UNPACKED:
        raise ImtError(
            f"{_RULE} that unpacks to at most 300 MB, but it unpacks to more. Remove its pictures "
            "and slides."
        )
    if "ppt/presentation.xml" not in names:
        raise ImtError(f"{_RULE}, but another kind of file was found. Save it as .pptx.")


def _remove_slides(presentation: Presentation) -> None:
    element = xml_of(presentation.slides)
    for slide in list(element):
        presentation.part.drop_rel(slide.rId)
        element.remove(slide)
    # Sections and shows of slides that are gone would make PowerPoint repair the file.
    root = xml_of(presentation)
    for name in ("p:custShowLst", "p:extLst"):
        for old in root.findall(qn(name)):
            root.remove(old)


def _remove_personal_parts(presentation: Presentation) -> None:
    """Drop whatever tells who made a file, when, and how it looked."""
    package = presentation.part.package
    for owner in (package, presentation.part):
        for key, relationship in list(relations(owner).items()):
            kind = relationship.reltype
            if kind.endswith(_PERSONAL) and kind != RELATIONSHIP_TYPE.CORE_PROPERTIES:
                relations(owner).pop(key)
    properties = xml_of(presentation.core_properties)
    for child in list(properties):
        properties.remove(child)
