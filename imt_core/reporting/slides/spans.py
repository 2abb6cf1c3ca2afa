"""Names over groups of upright bars; where one has no room, letters that a key beside explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pptx.enum.text import MSO_ANCHOR
from pptx.slide import Slide

from imt_core.conventions.formatting import format_count
from imt_core.reporting.slides.slide_colours import MUTED
from imt_core.reporting.slides.slide_text import (
    SMALLEST_TEXT,
    TEXT_THAT_MATTERS,
    Box,
    Paragraph,
    Run,
    add_text,
    count_lines,
    fitted,
    line_height,
    text_width,
)

_PANEL: Final = 0.34
"""Of the width of a slide, for the key of letters."""
_GAP: Final = 0.25
ABOVE_PLOT: Final = 0.12
"""Inches between names and bars, into which the label of the highest tick reaches."""
_LETTER: Final = 0.34
_ROW_GAP: Final = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The bars of one group, between two places; `told` is its key number."""

    name: str
    told: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanLayout:
    """Where bars stand, and how their groups are named.

    Parameters
    ----------
    bars : Box
        From left to right the places of all bars; from top to bottom the whole slide.
    above : float
        Inches of the names over the bars.
    panel : Box or None
        Of the key of letters; ``None`` where names stand over the bars.
    """

    bars: Box
    above: float
    panel: Box | None


def lay_spans(
    spans: Sequence[Span], box: Box, n_places: float, *, left: float, right: float
) -> SpanLayout:
    """Decide where names stand.

    Parameters
    ----------
    spans : sequence of Span
    box : Box
        All that may be drawn on.
    n_places : float
        Places of bars and gaps.
    left, right : float
        Inches that the bars leave free beside them.
    """
    lines = sum(bool(max((text for text in texts), default="")) for texts in _texts(spans))
    bars = replace(box, left=box.left + left, width=box.width - left - right)
    place = bars.width / n_places
    rooms = zip(spans, _rooms(spans, n_places), strict=True)
    if all(_width(span) <= room * place for span, room in rooms):
        return SpanLayout(
            bars=bars, above=lines * line_height(TEXT_THAT_MATTERS) + 0.06, panel=None
        )
    width = _PANEL * box.width
    return SpanLayout(
        bars=replace(bars, width=bars.width - width - _GAP),
        above=line_height(TEXT_THAT_MATTERS) + 0.06,
        panel=replace(box, left=box.right - width, width=width),
    )


def draw_spans(
    slide: Slide, spans: Sequence[Span], layout: SpanLayout, n_places: float, bottom: float
) -> None:
    """Write names or letters above `bottom`, and the key of letters."""
    place = layout.bars.width / n_places
    top = bottom - layout.above
    if layout.panel is None:
        for span, room in zip(spans, _rooms(spans, n_places), strict=True):
            told = [Run(text=span.told, size=TEXT_THAT_MATTERS)]
            if text_width(span.told, TEXT_THAT_MATTERS) > room * place:
                told = [Run(text=span.told, size=SMALLEST_TEXT)]
            name = [Run(text=span.name, size=TEXT_THAT_MATTERS, bold=True)]
            box = Box(
                left=layout.bars.left + span.start * place,
                top=top,
                width=room * place,
                height=layout.above,
            )
            shown = [paragraph for paragraph in (name, told) if paragraph[0].text]
            if shown:
                named = f"Group: {span.name}"
                add_text(slide, box, shown, name=named, anchor=MSO_ANCHOR.BOTTOM)
        return
    letters = _letters(spans)
    middles = [layout.bars.left + (span.start + span.end) / 2 * place for span in spans]
    for letter, middle in zip(letters, _apart(middles, layout.bars), strict=True):
        box = Box(left=middle - _LETTER / 2, top=top, width=_LETTER, height=layout.above)
        run = Run(text=letter, size=TEXT_THAT_MATTERS, bold=True)
        add_text(slide, box, [[run]], name=f"Letter {letter}", align="ctr")
    _draw_panel(slide, spans, letters, layout.panel)


def _texts(spans: Sequence[Span]) -> tuple[list[str], list[str]]:
    return [span.name for span in spans], [span.told for span in spans]


def _rooms(spans: Sequence[Span], n_places: float) -> list[float]:
    """Places over the bars of each group and most of the gap behind it."""
    ends = [*(span.start for span in spans[1:]), n_places]
    return [0.97 * (end - span.start) for span, end in zip(spans, ends, strict=True)]


def _width(span: Span) -> float:
    """Inches that a name and its number need."""
    return max(
        text_width(span.name, TEXT_THAT_MATTERS, bold=True), text_width(span.told, SMALLEST_TEXT)
    )


def _letters(spans: Sequence[Span]) -> list[str]:
    """A letter for each group; numbers where there are too few, or a group is named by one."""
    letters = [chr(ord("A") + at) for at in range(26)]
    if len(spans) > len(letters) or any(span.name in letters for span in spans):
        return [str(at + 1) for at in range(len(spans))]
    return letters[: len(spans)]


def _apart(middles: Sequence[float], bars: Box) -> list[float]:
    """Middles of letters that stand apart: to the right first, then back from the end."""
    step = min(_LETTER, bars.width / max(len(middles), 1))
    placed: list[float] = []
    for middle in middles:
        placed.append(max(middle, placed[-1] + step) if placed else middle)
    end = bars.right + _LETTER / 2
    for at in reversed(range(len(placed))):
        placed[at] = min(placed[at], end)
        end = placed[at] - step
    return placed


def _draw_panel(slide: Slide, spans: Sequence[Span], letters: Sequence[str], box: Box) -> None:
    """The key of letters: in two lines each, smaller where there are many, then names alone."""
    small, room = line_height(SMALLEST_TEXT), box.width - _LETTER
    n_told = max(count_lines(span.told, SMALLEST_TEXT, room) for span in spans)
    sizes = (
        (TEXT_THAT_MATTERS, line_height(TEXT_THAT_MATTERS) + n_told * small + _ROW_GAP),
        (SMALLEST_TEXT, (1 + n_told) * small + _ROW_GAP),
        (SMALLEST_TEXT, small + _ROW_GAP / 2),
    )
    size, row = next((one for one in sizes if one[1] * len(spans) <= box.height), sizes[-1])
    has_told = row > 2 * small
    n_shown = min(len(spans), int(box.height / row))
    n_shown = n_shown if n_shown == len(spans) else n_shown - 1
    for at, (span, letter) in enumerate(zip(spans[:n_shown], letters, strict=False)):
        top = box.top + at * row
        sign = Box(left=box.left, top=top, width=_LETTER, height=line_height(size))
        run = Run(text=letter, size=size, bold=True)
        add_text(slide, sign, [[run]], name=f"Key: {letter}")
        fits = text_width(span.name, size, bold=True) <= room
        # A name is smaller before it is cut.
        of_name = size if fits else SMALLEST_TEXT
        name = fitted(span.name, of_name, room, bold=True)
        told: list[Paragraph] = [[Run(text=name, size=of_name, bold=True)]]
        if span.told and has_told:
            told.append([Run(text=span.told, size=SMALLEST_TEXT)])
        place = Box(left=box.left + _LETTER, top=top, width=room + 0.05, height=row)
        add_text(slide, place, told, name=f"Group: {span.name}")
    if n_shown < len(spans):
        more = format_count(len(spans) - n_shown, "more group")
        place = Box(left=box.left, top=box.top + n_shown * row, width=box.width, height=row)
        run = Run(text=f"and {more}, see notes", size=SMALLEST_TEXT, colour=MUTED)
        add_text(slide, place, [[run]], name="More groups")
