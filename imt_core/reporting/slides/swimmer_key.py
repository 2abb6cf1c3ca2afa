"""The key beside a swimmer plot: colours of response, patterns of groups, marks of events."""

from __future__ import annotations

from typing import Final

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.util import Inches

from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.reporting.design.theme import LIGHT, event_colour, pattern
from imt_core.reporting.figures.swimmer import follow_up_name
from imt_core.reporting.figures.swimmer_legend import (
    EVENT_LEGEND,
    LEGEND_TITLES,
    drawn_groups,
    drawn_responses,
    group_order,
)
from imt_core.reporting.figures.swimmer_words import EVENTS, group_name
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

LETTERS: Final = {"ongoing": "►", "alive": "○"}
"""Events that a letter marks: no native mark points to the right, and LibreOffice fills circles."""

EVENT_MARKS: Final = {
    "first response": ("triangle", 8, "△"),
    "progression": ("diamond", 9, "◆"),
    "ALK inhibitor": ("plus", 9, "+"),
    "alive": ("", 0, LETTERS["alive"]),
    "death": ("x", 8, "✕"),
    "end of treatment": ("", 0, "|"),
    "ongoing": ("", 0, LETTERS["ongoing"]),
}
"""Native mark, its size in points, and the letter that looks like it."""

_SIZE: Final = 12.0
_ROW: Final = 0.25
_TITLE: Final = 0.28
_GAP: Final = 0.12
_SIGN: Final = 0.36


def draw_key(slide: Slide, plot: SwimmerPlot, box: Box) -> None:
    """Explain colour, pattern and mark apart from one another, from the top of `box`."""
    order = group_order(plot)
    top = _title(slide, LEGEND_TITLES["legend"], box, box.top)
    for response in drawn_responses(plot):
        _sample(slide, solid(LIGHT.response[response]), response, box, top)
        top = _name(slide, response, box, top)
    if groups := drawn_groups(plot):
        top = _title(slide, LEGEND_TITLES["legend2"], box, top + _GAP)
        for group in groups:
            fill = patterned(pattern(order.index(group)), MUTED, PAPER)
            _sample(slide, fill, group, box, top)
            top = _name(slide, group_name(group), box, top)
    kinds = {marker.kind for lane in plot.lanes for marker in lane.markers}
    signs = [(_sign(kind), name) for kind, name in EVENTS.items() if kind in kinds]
    top = _title(slide, LEGEND_TITLES[EVENT_LEGEND], box, top + _GAP)
    for sign, name in signs:
        place = Box(left=box.left, top=top, width=_SIGN - 0.06, height=_ROW)
        add_text(
            slide, place, [[sign]], name=f"Mark: {name}", align="ctr", anchor=MSO_ANCHOR.MIDDLE
        )
        top = _name(slide, name, box, top)
    if any(segment.kind == "survival" for lane in plot.lanes for segment in lane.segments):
        place = Box(left=box.left, top=top, width=_SIGN - 0.06, height=_ROW)
        run = Run(text="━━", size=9, colour=MUTED)
        add_text(
            slide, place, [[run]], name="Mark: follow-up", align="ctr", anchor=MSO_ANCHOR.MIDDLE
        )
        _name(slide, follow_up_name(plot), box, top)


def _sign(kind: str) -> Run:
    colour = slide_colour(event_colour(LIGHT, kind))
    return Run(
        text=EVENT_MARKS[kind][2],
        size=_SIZE,
        bold=kind == "ALK inhibitor",
        colour=TEXT if colour == PAPER else colour,
    )


def _title(slide: Slide, text: str, box: Box, top: float) -> float:
    place = Box(left=box.left, top=top, width=box.width, height=_TITLE)
    add_text(slide, place, [[Run(text=text, size=_SIZE, bold=True)]], name=f"Key: {text}")
    return top + _TITLE


def _name(slide: Slide, text: str, box: Box, top: float) -> float:
    room = box.width - _SIGN
    size = _SIZE if text_width(text, _SIZE) <= room else 11.0
    place = Box(left=box.left + _SIGN, top=top, width=room, height=_ROW)
    run = Run(text=fitted(text, size, room), size=size)
    add_text(slide, place, [[run]], name=f"Key entry: {text}", anchor=MSO_ANCHOR.MIDDLE)
    return top + _ROW


def _sample(slide: Slide, fill: str, name: str, box: Box, top: float) -> None:
    """A small rectangle with a fill."""
    shape = slide.shapes.add_shape(
        MSO_SHAPE.RECTANGLE,
        Inches(box.left),
        Inches(top + 0.045),
        Inches(_SIGN - 0.09),
        Inches(_ROW - 0.09),
    )
    shape.name = f"Key: {name}"
    properties = shape._element.spPr
    for part in (fill, line(MUTED, 0.5)):
        xml = part.replace(">", f" {nsdecls('a')}>", 1)
        properties.append(parse_xml(xml))
    style = shape._element.find(qn("p:style"))
    shape._element.remove(style)
