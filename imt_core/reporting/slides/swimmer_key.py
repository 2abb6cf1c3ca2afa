"""The key over a swimmer plot: colours of response, patterns of groups, marks of events."""

from __future__ import annotations

from typing import Final

from imt_core.reporting.design.swimmer import KeyEntry as Named
from imt_core.reporting.design.swimmer import SwimmerChart
from imt_core.reporting.design.theme import EVENT_MARKS, LIGHT, EventMark, event_colour
from imt_core.reporting.slides.key import KeyEntry, Letter, Sample, Stroke, Swatch
from imt_core.reporting.slides.pptx_charts import Marker
from imt_core.reporting.slides.slide_colours import (
    MUTED,
    PAPER,
    TEXT,
    line,
    patterned,
    slide_colour,
    solid,
)

SHAPES: Final[dict[EventMark, tuple[str, tuple[str, int] | None]]] = {
    "tick": ("|", None),
    "triangle": ("△", ("triangle", 9)),
    "plus": ("✚", None),
    "diamond": ("◆", ("diamond", 10)),
    "x": ("✕", ("x", 9)),
    "arrow": ("►", None),
    "circle": ("○", None),
}
"""The letter that looks like each mark, and PowerPoint's own mark with its size in points.

A letter stands where there is none: no native mark points to the right, LibreOffice fills circles,
and its plus is too thin to be seen on a line; the tick is drawn as a line.
"""

FOLLOW_UP_LINE: Final = line(MUTED, 1.5)
TICK_WIDTH: Final = 2.25


def key_entries(chart: SwimmerChart) -> list[KeyEntry]:
    """Colour, pattern and mark apart from one another, each under its heading."""
    return [
        entry
        for part in chart.key
        if part.entries
        for entry in (
            KeyEntry(sample=None, name=part.title),
            *(KeyEntry(sample=_sample(one), name=one.name) for one in part.entries),
        )
    ]


def _sample(entry: Named) -> Sample:
    match entry.shows:
        case "response":
            return Swatch(fill=solid(LIGHT.response[entry.value]), edge=line(MUTED, 0.5))
        case "pattern":
            return Swatch(fill=patterned(entry.value, MUTED, PAPER), edge=line(MUTED, 0.5))
        case "follow-up":
            return Stroke(line=FOLLOW_UP_LINE)
    return event_sample(entry.value)


def event_sample(kind: str) -> Stroke | Letter:
    """The mark of an event as it is drawn: a native one, or a letter where there is none."""
    mark = EVENT_MARKS[kind]
    colour = slide_colour(event_colour(LIGHT, kind))
    letter, native = SHAPES[mark]
    if mark == "tick":
        return Stroke(marker=Marker(symbol=mark, size=14, edge=TEXT, edge_width=TICK_WIDTH))
    if native is None:
        return Letter(text=letter, colour=TEXT if colour == PAPER else colour)
    symbol, size = native
    is_stroke = mark == "x"
    return Stroke(
        marker=Marker(
            symbol=symbol,
            size=size,
            fill=None if is_stroke else colour,
            edge=colour if is_stroke else TEXT if colour == PAPER else PAPER,
            edge_width=2.25 if is_stroke else 1.0,
        )
    )
