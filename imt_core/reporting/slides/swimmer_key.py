"""The key beside a swimmer plot: colours of response, patterns of groups, marks of events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.slide import Slide
from pptx.util import Inches

from imt_core.reporting.content.office_private import nsdecls, parse_xml, qn, xml_of
from imt_core.reporting.design.swimmer import KeyEntry, SwimmerChart
from imt_core.reporting.design.theme import EVENT_MARKS, LIGHT, EventMark, event_colour
from imt_core.reporting.slides.slide_colours import (
    MUTED,
    PAPER,
    TEXT,
    line,
    patterned,
    slide_colour,
    solid,
)
from imt_core.reporting.slides.slide_text import Box, Run, add_text, fitted, text_width

SHAPES: Final[dict[EventMark, tuple[str, tuple[str, int] | None]]] = {
    "tick": ("|", None),
    "triangle": ("△", ("triangle", 8)),
    "plus": ("✚", None),
    "diamond": ("◆", ("diamond", 9)),
    "x": ("✕", ("x", 8)),
    "arrow": ("►", None),
    "circle": ("○", None),
}
"""The letter that looks like each mark, and PowerPoint's own mark with its size in points.

A letter stands where there is none: no native mark points to the right, LibreOffice fills circles,
and its plus is too thin to be seen on a line; the tick is drawn as a line.
"""

_SIZE: Final = 12.0
_ROW: Final = 0.25
_TITLE: Final = 0.28
_GAP: Final = 0.12
_SIGN: Final = 0.36


def draw_key(slide: Slide, chart: SwimmerChart, box: Box) -> None:
    """Explain colour, pattern and mark apart from one another, from the top of `box`."""
    top = box.top
    for part in chart.key:
        if not part.entries:
            continue
        place = Box(left=box.left, top=top, width=box.width, height=_TITLE)
        run = Run(text=part.title, size=_SIZE, bold=True)
        add_text(slide, place, [[run]], name=f"Key: {part.title}")
        top += _TITLE
        for entry in part.entries:
            _sample(slide, entry, box, top)
            top = _name(slide, entry.name, box, top)
        top += _GAP


def _sample(slide: Slide, entry: KeyEntry, box: Box, top: float) -> None:
    match entry.shows:
        case "response":
            _rectangle(slide, solid(LIGHT.response[entry.value]), entry.name, box, top)
        case "pattern":
            _rectangle(slide, patterned(entry.value, MUTED, PAPER), entry.name, box, top)
        case "event":
            _sign(slide, _mark(entry.value), entry.name, box, top)
        case "follow-up":
            _sign(slide, Run(text="━━", size=9, colour=MUTED), entry.name, box, top)


def _mark(kind: str) -> Run:
    colour = slide_colour(event_colour(LIGHT, kind))
    letter, _ = SHAPES[EVENT_MARKS[kind]]
    return Run(text=letter, size=_SIZE, colour=TEXT if colour == PAPER else colour)


def _sign(slide: Slide, run: Run, name: str, box: Box, top: float) -> None:
    place = Box(left=box.left, top=top, width=_SIGN - 0.06, height=_ROW)
    add_text(slide, place, [[run]], name=f"Mark: {name}", align="ctr", anchor=MSO_ANCHOR.MIDDLE)


def _name(slide: Slide, text: str, box: Box, top: float) -> float:
    room = box.width - _SIGN
    size = _SIZE if text_width(text, _SIZE) <= room else 11.0
    place = Box(left=box.left + _SIGN, top=top, width=room, height=_ROW)
    run = Run(text=fitted(text, size, room), size=size)
    add_text(slide, place, [[run]], name=f"Key entry: {text}", anchor=MSO_ANCHOR.MIDDLE)
    return top + _ROW


def _rectangle(slide: Slide, fill: str, name: str, box: Box, top: float) -> None:
    """A small rectangle with a fill."""
    place = Box(left=box.left, top=top + 0.045, width=_SIGN - 0.09, height=_ROW - 0.09)
    add_rectangle(slide, place, (fill, line(MUTED, 0.5)), name=f"Key: {name}")


def add_rectangle(slide: Slide, box: Box, parts: Sequence[str], *, name: str) -> None:
    """Draw a rectangle whose fill and edge are given as XML."""
    shape = slide.shapes.add_shape(
        MSO_SHAPE.RECTANGLE,
        Inches(box.left),
        Inches(box.top),
        Inches(box.width),
        Inches(box.height),
    )
    shape.name = name
    properties = xml_of(shape).spPr
    for part in parts:
        xml = part.replace(">", f" {nsdecls('a')}>", 1)
        properties.append(parse_xml(xml))
    style = xml_of(shape).find(qn("p:style"))
    xml_of(shape).remove(style)
