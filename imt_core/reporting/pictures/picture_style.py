"""Type, marks and patterns of pictures: the theme's words, in Matplotlib's terms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from matplotlib import rcParamsDefault
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font

from imt_core.reporting.design.theme import LIGHT, Mark, shortened

POINTS_PER_MM: Final = 72 / 25.4

CENSOR_MARKS: Final[Mapping[Mark, Any]] = {
    "plus": "+",
    "x": "x",
    "circle": "o",
    "triangle": "^",
    "square": "s",
    "diamond": "D",
    "star": (6, 2, 0),
    "dot": "o",
}
"""Matplotlib's shape for each censor mark."""

MISSING: Final = "□"
"""Stands for a letter that the font lacks."""

_FONT: Final = "DejaVu Sans"
# They are the session's, not a drawing's.
_NOT_DRAWING: Final = ("backend", "backend_fallback", "toolbar", "interactive")

_OWN: Final[Mapping[str, Any]] = {
    "font.family": "sans-serif",
    "font.sans-serif": [_FONT],
    "text.parse_math": False,
    "text.hinting": "none",
    "svg.fonttype": "none",
    "svg.hashsalt": "imt",
    "pdf.fonttype": 42,
    "text.color": LIGHT.text,
    "axes.edgecolor": LIGHT.muted,
    "axes.labelcolor": LIGHT.text,
    "xtick.color": LIGHT.muted,
    "ytick.color": LIGHT.muted,
    "xtick.labelcolor": LIGHT.text,
    "ytick.labelcolor": LIGHT.text,
    "axes.facecolor": LIGHT.paper,
    "axes.linewidth": 0.6,
    "figure.facecolor": LIGHT.paper,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": LIGHT.grid,
    "grid.linewidth": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.pad": 2,
    "ytick.major.pad": 2,
    "hatch.linewidth": 0.5,
    "lines.dash_capstyle": "butt",
    "lines.solid_joinstyle": "miter",
}


def drawing_parameters() -> dict[Any, Any]:
    """Every parameter of a drawing: Matplotlib's defaults and ours, whatever the machine's own."""
    defaults: dict[Any, Any] = {**rcParamsDefault}
    return {k: v for k, v in defaults.items() if k not in _NOT_DRAWING} | {**_OWN}


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of text in points.

    Examples
    --------
    >>> text_width("", 8), round(text_width("12 months", 8), 1)
    (0.0, 42.9)
    """
    # Only single letters are remembered: a name from a sheet must not outlive its session.
    return size * sum((_advance(letter, bold) for letter in text), 0.0)


@cache
def _advance(letter: str, bold: bool) -> float:
    font = _font(bold)
    font.set_size(100, 72)
    return font.load_char(ord(drawable(letter))).linearHoriAdvance / 65536 / 100


def _font(bold: bool) -> FT2Font:
    return get_font(findfont(FontProperties(family=_FONT, weight="bold" if bold else "normal")))


def fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """A text that is cut in its middle where it is longer than its room.

    Examples
    --------
    >>> fitted("doxorubicin and ifosfamide", 60, 8), fitted("MTX-V", 60, 8)
    ('doxor…amide', 'MTX-V')
    """
    text = " ".join(text.split())
    longest = len(text)
    while longest > 3 and text_width(shortened(text, longest), size, bold=bold) > room:
        longest -= 1
    return shortened(text, longest)


def drawable(text: str) -> str:
    """Put a box for each letter that the font lacks, which a file could not hold or show.

    Examples
    --------
    >>> drawable("β 5 µg"), drawable("薬\x07")
    ('β 5 µg', '□□')
    """
    return "".join(letter if _has_glyph(letter) else MISSING for letter in text)


@cache
def _has_glyph(letter: str) -> bool:
    return all(_font(bold).get_char_index(ord(letter)) for bold in (False, True))


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines of at most `width` points, inside a word only where it is too long.

    Examples
    --------
    >>> wrapped("two words", 30, 8), wrapped("anthracycline-based", 65, 8)
    (['two', 'words'], ['anthracycline-', 'based'])
    >>> wrapped("", 30, 8), "".join(wrapped("unbreakable", 30, 8))
    ([''], 'unbreakable')
    """
    lines = [""]

    def fits(piece: str, joint: str = "") -> bool:
        line = f"{lines[-1]}{joint}{piece}" if lines[-1] else piece
        return text_width(line, size, bold=bold) <= width

    # A no-break space holds its words together.
    for word in re.split(r"[ \t\r\n]+", text.strip()):
        if fits(word, " "):
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
            continue
        if lines[-1]:
            lines.append("")
        for piece in re.split(r"(?<=[-/])", word):
            if lines[-1] and not fits(piece):
                lines.append("")
            for letter in piece:
                if lines[-1] and not fits(letter):
                    lines.append("")
                lines[-1] += letter
    return lines
