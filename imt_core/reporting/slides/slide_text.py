"""Text on slides: how wide it will be, where it breaks, and paragraphs of several runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.slide import Slide
from pptx.util import Inches

from imt_core.reporting.content.office_private import nsdecls, parse_xml, xml_of
from imt_core.reporting.content.plain_xml import clean
from imt_core.reporting.design.theme import n_letters, shortened
from imt_core.reporting.slides.font_metrics import ems, line_ems
from imt_core.reporting.slides.slide_colours import TEXT, solid

SMALLEST_TEXT: Final = 14.0
"""Points of the smallest text of a slide: what the last row of a room still reads."""
TEXT_THAT_MATTERS: Final = 18.0
"""Points of names of groups and estimates."""

_WIDE_LETTERS: Final = "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]"
_ROOMY: Final = 1.2
_CLOSING: Final = "(?![、。，．：；！？）］｝」』】〉》]|$)"
_BREAKS: Final = re.compile(
    rf"(?<=[^\W\d]-)(?=\w)|(?<!^)(?={_WIDE_LETTERS}){_CLOSING}|(?<={_WIDE_LETTERS}){_CLOSING}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text of one look; `size` in points."""

    text: str
    size: float
    bold: bool = False
    colour: str = TEXT


Paragraph = Sequence[Run]


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of text in inches, in the typeface of the deck.

    Examples
    --------
    >>> round(text_width("MTX-V", 72), 2), round(text_width("MTX-V", 72, bold=True), 2)
    (3.17, 3.17)
    """
    return ems(text, bold=bold) * size / 72


def fitted(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Cut a text in its middle until it fits in a line of `room` inches.

    Examples
    --------
    >>> fitted("anthracycline-based", 12, 10), len(fitted("anthracycline-based", 12, 0.8)) < 12
    ('anthracycline-based', True)
    """
    longest = n_letters(text)
    while longest > 4 and text_width(shortened(text, longest), size, bold=bold) > room:
        longest -= 1
    return shortened(text, longest)


def ended(text: str, fits: Callable[[str], bool]) -> str:
    """End a text at the last word with which it fits; numbers stay whole.

    Examples
    --------
    >>> ended("ORR 16/29 in men, 5/15 in women", lambda words: len(words) <= 15)
    'ORR 16/29 in…'
    >>> ended("MTX-V", lambda words: len(words) <= 15), ended("x" * 9, lambda words: len(words) < 5)
    ('MTX-V', 'xxx…')
    """
    shown, words = text, text.split(" ")
    while not fits(shown) and len(words) > 1:
        words.pop()
        shown = f"{' '.join(words).rstrip(',;:')}…"
    while not fits(shown) and len(shown) > 2:
        shown = f"{shown.removesuffix('…')[:-1]}…"
    return shown


def count_lines(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """Count the lines that a text takes in a width in inches.

    Lines end at spaces, after hyphens, and anywhere among Chinese, Japanese and Korean letters; a
    word longer than a line is split.

    Examples
    --------
    >>> count_lines("two words", 12, 0.6), count_lines("", 12, 1.0)
    (2, 1)
    >>> count_lines("炎性肌纤维母细胞瘤", 12, 0.84), count_lines("x" * 30, 12, 1.0)
    (2, 3)
    """
    room = width * 72 / size
    return sum(_count_lines(line, room, bold) for line in text.split("\n"))


def _count_lines(line: str, room: float, bold: bool) -> int:
    n_lines, used = 1, 0.0
    for word, gap in _words(line):
        needed = ems(word, bold=bold)
        if used + needed > room and used:
            n_lines, used = n_lines + 1, 0.0
        if needed > room:
            for letter in word:
                wide = ems(letter, bold=bold)
                if used + wide > room and used:
                    n_lines, used = n_lines + 1, 0.0
                used += wide
        else:
            used += needed
        used += ems(gap, bold=bold)
    return n_lines


def _words(line: str) -> Iterator[tuple[str, str]]:
    """What stays together in a line, and the space after it."""
    for word in re.findall(r"[\S\xa0]+", line):
        parts = list(filter(None, re.split(_BREAKS, word)))
        yield from ((part, "") for part in parts[:-1])
        yield parts[-1], " "


def longest_word(text: str, size: float, *, bold: bool = False) -> float:
    """Inches of the widest part of a text at which no line ends.

    Examples
    --------
    >>> longest_word("of anthracycline-based", 12) == text_width("anthracycline-", 12)
    True
    """
    return max((text_width(word, size, bold=bold) for word, _ in _words(text)), default=0.0)


def line_height(size: float) -> float:
    """Inches to leave for a line, a little more than from one to the next."""
    return max(line_ems(), _ROOMY) * size / 72


def text_height(text: str, size: float, width: float, *, bold: bool = False) -> float:
    """Inches that a text takes in a width.

    Examples
    --------
    >>> round(text_height("two words", 12, 0.6), 2), round(text_height("二", 12, 0.6), 2)
    (0.38, 0.23)
    """
    return count_lines(text, size, width, bold=bold) * line_ems(text) * size / 72


def run_xml(run: Run) -> str:
    """DrawingML of a run."""
    bold = ' b="1"' if run.bold else ""
    return (
        f'<a:r><a:rPr lang="en-GB" sz="{round(100 * run.size)}"{bold} dirty="0">'
        f"{solid(run.colour)}</a:rPr><a:t>{escape(clean(run.text))}</a:t></a:r>"
    )


def add_text(
    slide: Slide,
    box: Box,
    paragraphs: Sequence[Paragraph],
    *,
    name: str,
    align: str = "l",
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
    space: float = 0.0,
) -> None:
    """Put a text box on a slide.

    `space` is what stands before each paragraph, in points.
    """
    shape = slide.shapes.add_textbox(
        Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height)
    )
    shape.name = clean(name)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    body = xml_of(frame)
    body.remove(body.p_lst[0])
    for position, paragraph in enumerate(paragraphs):
        before = f'<a:spcBef><a:spcPts val="{round(100 * space) if position else 0}"/></a:spcBef>'
        runs = "".join(run_xml(run) for run in paragraph)
        body.append(
            parse_xml(f'<a:p {nsdecls("a")}><a:pPr algn="{align}">{before}</a:pPr>{runs}</a:p>')
        )


def paragraphs_height(
    paragraphs: Sequence[Paragraph], width: float, *, space: float = 0.0
) -> float:
    """Inches that paragraphs take in a width."""
    total = 0.0
    for position, paragraph in enumerate(paragraphs):
        size = max(run.size for run in paragraph)
        text = "".join(run.text for run in paragraph)
        bold = any(run.bold for run in paragraph)
        total += text_height(text, size, width, bold=bold)
        total += space / 72 if position else 0.0
    return total
