"""What a template's look leaves room for: its typefaces, its free area, whether it is dark."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from PIL import Image, UnidentifiedImageError
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.slide import SlideLayout, SlideMaster

from imt_core.reporting.content.office_private import parse_xml, qn, xml_of
from imt_core.reporting.slides.slide_text import Box

_EMU: Final = 914400
_WHOLE: Final = 0.75
"""Of width and height of a slide: what is larger is its background."""
_AIR: Final = 0.1
_READABLE: Final = 4.5
_READABLE_TITLE: Final = 3.0
"""Least contrast of text and of large text, as WCAG has it."""
TITLES: Final = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
_PAPER: Final = f"{qn('p:cSld')}/{qn('p:bg')}"
_SWAPPED: Final = {"tx1": "bg1", "bg1": "tx1", "tx2": "bg2", "bg2": "tx2"}
_USUAL_MAP: Final = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}
_WHITE: Final = (255.0, 255.0, 255.0)

Rgb = tuple[float, float, float]


def fonts_of(master: SlideMaster) -> tuple[str, str]:
    """The typefaces of titles and of everything else."""
    scheme = _theme(master).find(f".//{qn('a:fontScheme')}")
    names = [scheme.find(f"{qn(part)}/{qn('a:latin')}") for part in ("a:majorFont", "a:minorFont")]
    major, minor = ("" if name is None else name.get("typeface", "") for name in names)
    title = xml_of(master).find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}//{qn('a:latin')}")
    own = "" if title is None else title.get("typeface", "")
    return major if own.startswith("+") or not own else own, minor


def free_area(wanted: Box, obstacles: Sequence[Box]) -> Box:
    """The part of an area in which no band and no logo stands; it may be small.

    Examples
    --------
    >>> band = Box(left=0, top=6.5, width=10, height=1)
    >>> free_area(Box(left=1, top=2, width=8, height=5), [band]).bottom
    6.4
    """
    area = wanted
    for _ in obstacles:
        for found in obstacles:
            if overlap(area, found) > 0:
                area = max(_cuts(area, found), key=lambda cut: cut.width * cut.height)
    return area


def overlap(one: Box, other: Box) -> float:
    """Square inches that two boxes share, but for a hair."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return width * height if width > 0.02 and height > 0.02 else 0.0


def _cuts(area: Box, found: Box) -> tuple[Box, ...]:
    left, top = found.right + _AIR, found.bottom + _AIR
    return (
        replace(area, left=left, width=max(area.right - left, 0.0)),
        replace(area, width=max(found.left - _AIR - area.left, 0.0)),
        replace(area, top=top, height=max(area.bottom - top, 0.0)),
        replace(area, height=max(found.top - _AIR - area.top, 0.0)),
    )


def obstacles_of(layout: SlideLayout, slide: Box) -> list[Box]:
    """Where bands, logos and lines of a layout and its master stand."""
    return [box for box, _, _ in _drawn(layout) if not _is_background(box, slide)]


def _is_background(box: Box, slide: Box) -> bool:
    return box.width >= _WHOLE * slide.width and box.height >= _WHOLE * slide.height


def _drawn(layout: SlideLayout) -> Iterator[tuple[Box, Any, Any]]:
    """Each shape that is no placeholder and is seen: its place, its XML and whose it is."""
    owners: list[Any] = [layout]
    if xml_of(layout).get("showMasterSp") != "0":
        owners.insert(0, layout.slide_master)
    for owner in owners:
        for shape in owner.shapes:
            element = xml_of(shape)
            sides = (shape.left, shape.top, shape.width, shape.height)
            if shape.is_placeholder or any(side is None for side in sides):
                continue
            properties = element.find(qn("p:spPr"))
            is_empty = properties is not None and properties.find(qn("a:noFill")) is not None
            if is_empty and not "".join(element.itertext()).strip():
                continue
            left, top, width, height = (side / _EMU for side in sides)
            yield Box(left=left, top=top, width=width, height=height), element, owner


def has_picture(layout: SlideLayout, slide: Box) -> bool:
    """Whether a picture stands behind the whole slide, on which no one colour of text is read."""
    papers = [xml_of(owner).find(_PAPER) for owner in (layout, layout.slide_master)]
    drawn = [element for box, element, _ in _drawn(layout) if _is_background(box, slide)]
    behind = [*(paper for paper in papers if paper is not None)][:1] + drawn
    return any(element.find(f".//{qn('a:blip')}") is not None for element in behind)


def make_readable(layout: SlideLayout, slide: Box) -> None:
    """Let the text of slides stand out: of a dark slide with dark text both colours change places.

    What layouts and master draw keeps its colours: there they are named the other way round.
    """
    master = layout.slide_master
    names = xml_of(master).find(qn("p:clrMap"))
    own = xml_of(layout).find(f"{qn('p:clrMapOvr')}/{qn('a:overrideClrMapping')}")
    if own is not None:
        # Slides have the master's colours, whatever their layout's.
        names.attrib.update(own.attrib)
    paper = _background(layout, slide)
    text, other = (_named(master, name) for name in ("tx1", "bg1"))
    if contrast(text, paper) >= _READABLE or contrast(other, paper) <= contrast(text, paper):
        return
    for one, two in (("tx1", "bg1"), ("tx2", "bg2")):
        first, second = (names.get(name, _USUAL_MAP[name]) for name in (one, two))
        names.set(one, second)
        names.set(two, first)
    for owner in (master, *master.slide_layouts):
        for colour in xml_of(owner).iter(qn("a:schemeClr")):
            colour.set("val", _SWAPPED.get(colour.get("val"), colour.get("val")))


def title_colour(layout: SlideLayout, title: Box, slide: Box) -> str | None:
    """A colour in which the title is read; ``None`` where it is as the template has it."""
    master = layout.slide_master
    paper = _background(layout, slide)
    for box, element, owner in _drawn(layout):
        if overlap(title, box) > 0.5 * title.width * title.height:
            paper = _fill(element, owner, master) or paper
    colour = _named(master, "tx1")
    for element in _title_styles(layout):
        fill = element.find(f".//{qn('a:defRPr')}/{qn('a:solidFill')}")
        if fill is not None and len(fill):
            colour = _colour(fill[0], master)
    if contrast(colour, paper) >= _READABLE_TITLE:
        return None
    return max(("tx1", "bg1"), key=lambda name: contrast(_named(master, name), paper))


def _title_styles(layout: SlideLayout) -> Iterator[Any]:
    """Where a title's colour may be said, from the farthest to the nearest."""
    master = layout.slide_master
    yield from xml_of(master).iter(qn("p:titleStyle"))
    owners: tuple[Any, Any] = (master, layout)
    for owner in owners:
        for shape in owner.placeholders:
            if shape.placeholder_format.type in TITLES:
                yield xml_of(shape)


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast of two colours, as WCAG has it.

    Examples
    --------
    >>> round(contrast((0.0, 0.0, 0.0), (255.0, 255.0, 255.0)))
    21
    """
    light, dark = sorted(map(_luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Rgb) -> float:
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _background(layout: SlideLayout, slide: Box) -> Rgb:
    """The colour of a slide, on the average of its shades or of its picture."""
    master = layout.slide_master
    found: Rgb | None = None
    for owner in (layout, master):
        paper = xml_of(owner).find(_PAPER)
        if paper is not None and found is None:
            found = _fill(paper, owner, master)
    for box, element, owner in _drawn(layout):
        if _is_background(box, slide):
            found = _fill(element, owner, master) or found
    return found or _named(master, "bg1")


def _fill(element: Any, owner: Any, master: SlideMaster) -> Rgb | None:
    picture = element.find(f".//{qn('a:blip')}")
    if picture is not None:
        return _average(owner, picture.get(qn("r:embed")))
    place = next(
        (
            part
            for part in map(qn, ("p:bgPr", "p:bgRef", "p:spPr"))
            if element.find(part) is not None
        ),
        None,
    )
    drawn = element.find(place) if place else None
    if drawn is None:
        return None
    shades = [
        colour
        for colour in drawn.iter(qn("a:srgbClr"), qn("a:schemeClr"), qn("a:sysClr"))
        if all(above.tag != qn("a:ln") for above in colour.iterancestors())
    ]
    colours = [_colour(shade, master) for shade in shades]
    if not colours:
        return None
    red, green, blue = (sum(part) / len(colours) for part in zip(*colours, strict=True))
    return red, green, blue


def _average(owner: Any, key: str | None) -> Rgb | None:
    try:
        with Image.open(io.BytesIO(owner.part.related_part(key).blob)) as image:
            pixel: Any = image.convert("RGB").resize((1, 1)).getpixel((0, 0))
    except (KeyError, OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
    return float(pixel[0]), float(pixel[1]), float(pixel[2])


def _colour(element: Any, master: SlideMaster) -> Rgb:
    name = element.get("val", "")
    if element.tag == qn("a:srgbClr"):
        rgb = _read(name)
    elif element.tag == qn("a:sysClr"):
        rgb = _read(element.get("lastClr", "FFFFFF"))
    else:
        rgb = _named(master, name)
    for change in element:
        share = int(change.get("val", "0").rstrip("%") or 0) / 100_000
        if change.tag in (qn("a:lumMod"), qn("a:shade")):
            rgb = _mixed(rgb, share, 0.0)
        elif change.tag == qn("a:tint"):
            rgb = _mixed(rgb, share, 255 * (1 - share))
        elif change.tag == qn("a:lumOff"):
            rgb = _mixed(rgb, 1.0, 255 * share)
    return rgb


def _mixed(colour: Rgb, share: float, more: float) -> Rgb:
    red, green, blue = (min(max(part * share + more, 0.0), 255.0) for part in colour)
    return red, green, blue


def _named(master: SlideMaster, name: str) -> Rgb:
    names = xml_of(master).find(qn("p:clrMap"))
    entry = _theme(master).find(f".//{qn('a:clrScheme')}/{qn('a:' + names.get(name, name))}")
    if entry is None or not len(entry):
        return _WHITE
    return _colour(entry[0], master)


def _read(code: str) -> Rgb:
    try:
        red, green, blue = (float(int(code[at : at + 2], 16)) for at in (0, 2, 4))
    except ValueError:
        return _WHITE
    return red, green, blue


def _theme(master: SlideMaster) -> Any:
    return parse_xml(master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob)
