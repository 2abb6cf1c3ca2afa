"""The key of a chart: a sample of each look as the chart draws it, and its name beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.slide import Slide
from pptx.util import Inches

from imt_core.reporting.content.office_private import nsdecls, parse_xml, qn, xml_of
from imt_core.reporting.content.plain_xml import clean
from imt_core.reporting.design.theme import shortened
from imt_core.reporting.slides.pptx_charts import Marker
from imt_core.reporting.slides.slide_colours import TEXT, line, solid
from imt_core.reporting.slides.slide_text import (
    SMALLEST_TEXT,
    Box,
    Run,
    add_text,
    count_lines,
    fitted,
    line_height,
    text_width,
)

SAMPLE: Final = 0.5
"""Inches of a sample of a line."""
SWATCH: Final = 0.3
"""Inches of a sample of a fill, wide enough for its pattern to be seen."""

_BESIDE: Final = 0.08
_BETWEEN: Final = 0.2
_MOST_LINES: Final = 2
_FIRST_TAG: Final = re.compile(r"<[\w:]+")
_STROKES: Final = {
    "plus": ((-1, 0, 1, 0), (0, -1, 0, 1)),
    "x": ((-1, -1, 1, 1), (-1, 1, 1, -1)),
    "tick": ((0, -1, 0, 1),),
    "star": ((-1, -1, 1, 1), (-1, 1, 1, -1), (0, -1, 0, 1)),
}
"""Marks made of strokes: from where to where each goes, around the middle."""
_OUTLINES: Final = {
    "circle": MSO_SHAPE.OVAL,
    "triangle": MSO_SHAPE.ISOSCELES_TRIANGLE,
    "square": MSO_SHAPE.RECTANGLE,
    "diamond": MSO_SHAPE.DIAMOND,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Swatch:
    """A fill and its edge, as DrawingML."""

    fill: str
    edge: str

    @property
    def width(self) -> float:
        """Inches."""
        return SWATCH


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line as DrawingML, and the mark upon it; none for a mark alone."""

    line: str | None = None
    marker: Marker | None = None

    @property
    def width(self) -> float:
        """Inches."""
        return SAMPLE if self.line else SWATCH


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A sign that no mark of a chart is."""

    text: str
    colour: str

    @property
    def width(self) -> float:
        """Inches."""
        return SWATCH


Sample: TypeAlias = Swatch | Stroke | Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEntry:
    """A look and its name; a heading has no sample, and what matters is larger."""

    sample: Sample | None
    name: str
    size: float = SMALLEST_TEXT

    @property
    def width(self) -> float:
        """Inches of sample and name."""
        return _before(self.sample) + text_width(self.name, self.size, bold=self.is_bold)

    @property
    def is_bold(self) -> bool:
        """Whether its name stands out."""
        return self.sample is None or self.size > SMALLEST_TEXT


def key_rows(entries: Sequence[KeyEntry], width: float) -> list[list[KeyEntry]]:
    """Break entries into rows that are no wider than `width` inches; a heading ends no row.

    Examples
    --------
    >>> entries = [KeyEntry(sample=None, name=name) for name in ("one", "two")]
    >>> [len(row) for row in key_rows(entries, 9.0)], key_rows([], 9.0)
    ([2], [])
    """
    rows: list[list[KeyEntry]] = []
    room = 0.0
    for at, entry in enumerate(entries):
        needed = entry.width + _BETWEEN
        if entry.sample is None and at + 1 < len(entries):
            needed += entries[at + 1].width + _BETWEEN
        if not rows or needed > room + _BETWEEN:
            rows.append([])
            room = width
        rows[-1].append(entry)
        room -= entry.width + _BETWEEN
    return rows


def key_height(entries: Sequence[KeyEntry], width: float) -> float:
    """Inches that the rows of a key take."""
    return _row(entries) * len(key_rows(entries, width))


def draw_key(slide: Slide, entries: Sequence[KeyEntry], box: Box) -> None:
    """Draw a key in rows from the top of a box."""
    height = _row(entries)
    for number, row in enumerate(key_rows(entries, box.width)):
        left = box.left
        for entry in row:
            room = min(entry.width, box.right - left)
            place = Box(left=left, top=box.top + number * height, width=room, height=height)
            draw_entry(slide, entry, place)
            left += room + _BETWEEN


def entry_height(entry: KeyEntry, width: float) -> float:
    """Inches of an entry that stands alone in its row, its name on two lines where it is long."""
    return line_height(entry.size) * _lines(entry, width) + 0.06


def draw_entry(slide: Slide, entry: KeyEntry, box: Box) -> None:
    """Draw one entry of a key in a row, its name cut where it is longer than the row.

    Where the row is high enough for two lines, it has two.
    """
    before = _before(entry.sample)
    if entry.sample is not None:
        place = Box(left=box.left, top=box.top, width=entry.sample.width, height=box.height)
        draw_sample(slide, entry.sample, place, name=f"Key: {entry.name}")
    bold, room = entry.is_bold, box.width - before
    if box.height >= 2 * line_height(entry.size):
        name = cut_to_lines(entry.name, entry.size, room + 0.01, _MOST_LINES, bold=bold)
    else:
        name = fitted(entry.name, entry.size, room + 0.01, bold=bold)
    # A little more room than measured, or another font would break the name.
    place = Box(left=box.left + before, top=box.top, width=room + 0.1, height=box.height)
    run = Run(text=name, size=entry.size, bold=bold)
    add_text(slide, place, [[run]], name=f"Name: {entry.name}", anchor=MSO_ANCHOR.MIDDLE)


def draw_sample(slide: Slide, sample: Sample, box: Box, *, name: str) -> None:
    """Draw a sample in the middle of a box."""
    middle = (box.left + box.width / 2, box.top + box.height / 2)
    match sample:
        case Swatch():
            high = min(0.2, box.height - 0.04)
            place = Box(left=box.left, top=middle[1] - high / 2, width=box.width, height=high)
            add_outline(slide.shapes, MSO_SHAPE.RECTANGLE, place, (sample.fill, sample.edge), name)
        case Letter():
            run = Run(text=sample.text, size=SMALLEST_TEXT, colour=sample.colour)
            add_text(slide, box, [[run]], name=name, align="ctr", anchor=MSO_ANCHOR.MIDDLE)
        case Stroke():
            group: Any = slide.shapes.add_group_shape()
            group.name = clean(name)
            if sample.line:
                ends = (box.left, middle[1], box.right, middle[1])
                _add_stroke(group.shapes, ends, sample.line)
            if sample.marker:
                _add_marker(group.shapes, sample.marker, middle)


def cut_to_lines(text: str, size: float, width: float, most: int, *, bold: bool = False) -> str:
    """Cut a text in its middle until it takes no more than some lines.

    Examples
    --------
    >>> cut_to_lines("two words", 12, 0.6, 2), count_lines(cut_to_lines("a" * 40, 12, 1.0, 1),
    ...                                                    12, 1.0)
    ('two words', 1)
    """
    longest = len(text)
    while longest > 4 and (count_lines(shortened(text, longest), size, width, bold=bold) > most):
        longest -= 1
    return shortened(text, longest)


def before_numbers(name: str) -> str:
    """A name that numbers follow, so that they stay behind one which runs from right to left.

    Examples
    --------
    >>> before_numbers("MTX-V"), before_numbers("علاج").encode("unicode_escape")[-6:]
    ('MTX-V', b'\\\\u200e')
    """
    runs_back = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)
    return f"{name}\u200e" if runs_back else name


def add_outline(
    shapes: Any, kind: MSO_SHAPE, box: Box, parts: Sequence[str], name: str = ""
) -> None:
    """Draw a shape whose fill and edge are given as DrawingML."""
    shape = shapes.add_shape(
        kind, Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height)
    )
    if name:
        shape.name = clean(name)
    _dress(shape, parts)


def _row(entries: Sequence[KeyEntry]) -> float:
    """Inches of a row."""
    return line_height(max((entry.size for entry in entries), default=0.0)) + 0.05


def _lines(entry: KeyEntry, width: float) -> int:
    room = width - _before(entry.sample)
    return min(_MOST_LINES, count_lines(entry.name, entry.size, room, bold=entry.is_bold))


def _before(sample: Sample | None) -> float:
    """Inches before a name."""
    return 0.0 if sample is None else sample.width + _BESIDE


def _add_stroke(shapes: Any, ends: tuple[float, float, float, float], look: str) -> None:
    stroke = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *map(Inches, ends))
    _dress(stroke, [look])


def _add_marker(shapes: Any, marker: Marker, middle: tuple[float, float]) -> None:
    half, (x, y) = marker.size / 144, middle
    edge = line(marker.edge or TEXT, marker.edge_width)
    for left, top, right, bottom in _STROKES.get(marker.symbol, ()):
        _add_stroke(
            shapes, (x + left * half, y + top * half, x + right * half, y + bottom * half), edge
        )
    if marker.symbol in _OUTLINES:
        fill = solid(marker.fill) if marker.fill else "<a:noFill/>"
        place = Box(left=x - half, top=y - half, width=2 * half, height=2 * half)
        add_outline(shapes, _OUTLINES[marker.symbol], place, (fill, edge))


def _dress(shape: Any, parts: Sequence[str]) -> None:
    """Give a shape a look of its own in place of the theme's."""
    element = xml_of(shape)
    for part in parts:
        element.spPr.append(parse_xml(_FIRST_TAG.sub(rf"\g<0> {nsdecls('a')}", part, count=1)))
    style = element.find(qn("p:style"))
    if style is not None:
        element.remove(style)
