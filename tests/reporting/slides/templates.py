"""Templates such as hospitals have: four to three, bands and a logo, dark, with a picture."""

from __future__ import annotations

import io

import pptx
from PIL import Image
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.util import Inches

BAND, LOGO = (0.0, 6.9, 13.333, 0.6), (11.3, 0.3, 1.8, 1.2)
NAVY = RGBColor(0x10, 0x1C, 0x30)


def saved(presentation) -> bytes:
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def four_to_three() -> bytes:
    return saved(pptx.Presentation())


def low() -> bytes:
    """As small and low as slides of a tablet: 10 by 5.6 inches."""
    presentation = pptx.Presentation()
    presentation.slide_height = Inches(5.625)
    master = presentation.slide_master
    for owner in (master, *master.slide_layouts):
        for shape in owner.placeholders:
            if shape._element.spPr.find("{*}xfrm") is not None:
                shape.top, shape.height = (int(0.75 * x) for x in (shape.top, shape.height))
    return saved(presentation)


def wide(font: str = "Calibri"):
    presentation = pptx.Presentation()
    presentation.slide_width, presentation.slide_height = Inches(13.333), Inches(7.5)
    master = presentation.slide_master
    for owner in (master, *master.slide_layouts):
        for shape in owner.placeholders:
            if shape._element.spPr.find("{*}xfrm") is not None:
                shape.left, shape.width = (int(x * 1.3333) for x in (shape.left, shape.width))
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme.blob = theme.blob.replace(b'typeface="Calibri"', f'typeface="{font}"'.encode())
    return presentation


def banded() -> bytes:
    """Verdana, a coloured band at the foot and a large logo at the right, beside the title."""
    presentation = wide("Verdana")
    for place in (BAND, LOGO):
        _draw(presentation.slide_master, place, RGBColor(0x7A, 0x1F, 0x3D))
    return saved(presentation)


def dark() -> bytes:
    """Navy, of a colour of its own: the theme's text is dark, the title says that it is white."""
    presentation = wide()
    master = presentation.slide_master
    master.background.fill.solid()
    master.background.fill.fore_color.rgb = NAVY
    look = master._element.find(".//{*}titleStyle/{*}lvl1pPr/{*}defRPr/{*}solidFill/{*}schemeClr")
    look.set("val", "bg1")
    return saved(presentation)


def titled_on_a_band() -> bytes:
    """The title stands on a dark band and is written in the theme's dark text."""
    presentation = wide()
    _draw(presentation.slide_master, (0.0, 0.0, 13.333, 1.7), NAVY)
    return saved(presentation)


def pictured() -> bytes:
    """A picture behind the whole slide."""
    presentation = wide()
    image = io.BytesIO()
    Image.new("RGB", (16, 9), (40, 120, 90)).save(image, "PNG")
    master = presentation.slide_master
    _, key = master.part.get_or_add_image_part(image)
    namespaces = " ".join(
        f'xmlns:{name}="http://schemas.openxmlformats.org/{path}/2006/{end}"'
        for name, path, end in (
            ("p", "presentationml", "main"),
            ("a", "drawingml", "main"),
            ("r", "officeDocument", "relationships"),
        )
    )
    paper = master._element.cSld.find("{*}bg")
    paper.getparent().replace(
        paper,
        parse_xml(
            f'<p:bg {namespaces}><p:bgPr><a:blipFill><a:blip r:embed="{key}"/><a:stretch/>'
            "</a:blipFill><a:effectLst/></p:bgPr></p:bg>"
        ),
    )
    return saved(presentation)


def _draw(master, place: tuple[float, float, float, float], colour: RGBColor) -> None:
    """Put a plain rectangle on the master; the library has no such call, so a slide lends it."""
    lent = master.part.package.presentation_part.presentation
    slide = lent.slides.add_slide(lent.slide_layouts[6])
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(x) for x in place))
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour
    shape.line.color.theme_color = MSO_THEME_COLOR.ACCENT_1
    master._element.cSld.spTree.append(shape._element)
    lent.part.drop_rel(lent.slides._sldIdLst[-1].rId)
    lent.slides._sldIdLst.remove(lent.slides._sldIdLst[-1])
