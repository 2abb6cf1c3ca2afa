"""The presentation that slides are added to: this software's own look, or a reader's template."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
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
from imt_core.reporting.slides.slide_colours import THEME_COLOURS
from imt_core.reporting.slides.slide_text import Box

_WIDTH, _HEIGHT = 13.333, 7.5
_EDGE: Final = 0.5
_TITLE: Final = Box(left=_EDGE, top=0.32, width=_WIDTH - 2 * _EDGE, height=0.92)
_TITLE_SIZE: Final = 24.0
_FOOTER_HEIGHT: Final = 0.46
_FONT: Final = "Arial"
_SMALLEST_CONTENT: Final = 0.4

_TITLES: Final = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
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
    title = _title_box(layout)
    footer = Box(
        left=title.left,
        top=height - _FOOTER_HEIGHT - 0.12,
        width=title.width - 0.7,
        height=_FOOTER_HEIGHT,
    )
    top = title.bottom + 0.1
    if footer.top - top < _SMALLEST_CONTENT * height:
        top = height * 0.2  # A title at the foot or in the middle: a cover's.
    return Canvas(
        presentation=presentation,
        layout=layout,
        title=None,
        title_size=None if own else min(28.0, _TITLE_SIZE * title.width / _TITLE.width + 2),
        content=Box(
            left=title.left,
            top=top,
            width=min(title.width, width - 2 * title.left + 0.01),
            height=footer.top - 0.08 - top,
        ),
        footer=footer,
        number=Box(left=footer.right, top=footer.top, width=0.7, height=footer.height),
        context=context,
    )


def _title_box(layout: SlideLayout) -> Box:
    """Where the layout, or its master, puts the title."""
    title = _find_title(layout)
    inches = [value / 914400 for value in (title.left, title.top, title.width, title.height)]
    return Box(left=inches[0], top=inches[1], width=inches[2], height=inches[3])


def _find_title(layout: SlideLayout) -> LayoutPlaceholder:
    return next(p for p in _placeholders(layout) if p.placeholder_format.type in _TITLES)


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
        if any(kind in _TITLES for kind in kinds):
            n_others = sum(kind not in _TITLES | _BESIDE for kind in kinds)
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
    title = next(p for p in master.placeholders if p.placeholder_format.type in _TITLES)
    title.left, title.top = Inches(_TITLE.left), Inches(_TITLE.top)
    title.width, title.height = Inches(_TITLE.width), Inches(_TITLE.height)
    body = xml_of(title).txBody.bodyPr
    for name, value in (("lIns", "0"), ("rIns", "0"), ("anchor", "t")):
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
            if relationship.reltype.endswith(_PERSONAL):
                relations(owner).pop(key)
    properties = xml_of(presentation.core_properties)
    for child in list(properties):
        properties.remove(child)
