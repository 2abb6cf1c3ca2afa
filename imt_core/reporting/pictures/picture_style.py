"""Type, marks and patterns of pictures: the theme's words, in Matplotlib's terms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from matplotlib import rcParamsDefault
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.patheffects import Normal
from matplotlib.text import Text

from imt_core.reporting.design.theme import LIGHT, Mark, n_letters, shortened
from imt_core.reporting.typefaces import font_files, font_of, shown

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

_FONT: Final = "DejaVu Sans"
_VIRAMA: Final = 9
# They are the session's, not a drawing's.
_NOT_DRAWING: Final = ("backend", "backend_fallback", "toolbar", "interactive")

_OWN: Final[Mapping[str, Any]] = {
    "font.family": "sans-serif",
    "font.sans-serif": [_FONT],
    "text.parse_math": False,
    "text.hinting": "none",
    "svg.fonttype": "path",
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
    """Width of a text in points: that of its widest line.

    Examples
    --------
    >>> [round(text_width(text, 8), 1) for text in ("", "12 months", "薬\\n薬薬")]
    [0.0, 42.9, 16.0]
    >>> text_width("لا", 8) < text_width("ل", 8) + text_width("ا", 8)
    True
    """
    return max(_line_width(shown(line), size, bold=bold) for line in text.split("\n"))


def _line_width(text: str, size: float, *, bold: bool) -> float:
    if is_joined(text):
        font = get_font([_file(path, bold) for path in _files(text)])
        font.set_size(100, 72)
        font.set_text(text, flags=LoadFlags.NO_HINTING)
        return size * font.get_width_height()[0] / 64 / 100
    # Only single letters are remembered: a name from a sheet must not outlive its session.
    return size * sum((_advance(letter, bold) for letter in text), 0.0)


def is_joined(text: str) -> bool:
    """Whether letters change their shape or place beside others, so that they go together."""
    return not text.isascii() and any(map(_joins, text))


@cache
def _joins(letter: str) -> bool:
    is_rightwards = unicodedata.bidirectional(letter) in ("R", "AL")
    return is_rightwards or unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf")


@cache
def _advance(letter: str, bold: bool) -> float:
    font = get_font(_file(_files(letter)[-1], bold))
    font.set_size(100, 72)
    return font.load_char(ord(letter), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100


def _files(text: str) -> list[Path]:
    """The fonts of a text: the usual one, and those that hold what it lacks."""
    found = {font_of(letter) for letter in text} - {None}
    return [path for path in font_files() if path == font_files()[0] or path in found]


@cache
def _file(path: Path, bold: bool) -> str:
    return findfont(FontProperties(family=_family(path), weight="bold" if bold else "normal"))


@cache
def _family(path: Path) -> str:
    """The name by which Matplotlib finds a font of a package."""
    if path == font_files()[0]:
        return _FONT
    fontManager.addfont(path)
    regular = fontManager.ttflist[-1]
    # They have no bold letters, and where those are asked for, the others stand.
    fontManager.ttflist.append(replace(regular, weight=700))
    return regular.name


def families(text: str) -> list[str]:
    """The fonts of a text, by their names.

    Examples
    --------
    >>> families("arm A"), families("薬 A")
    (['DejaVu Sans'], ['DejaVu Sans', 'Noto Sans CJK JP'])
    """
    return [_family(path) for path in _files(text)]


def outline_what_pdf_cannot_hold(figure: Figure) -> None:
    """Draw texts as outlines whose font Matplotlib does not embed in the way that PDF asks for."""
    for text in figure.findobj(Text):
        if any(path.suffix == ".otf" for path in _files(text.get_text())):
            text.set_path_effects([Normal()])


def fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """A text that is cut in its middle where it is longer than its room.

    Examples
    --------
    >>> fitted("doxorubicin and ifosfamide", 60, 8), fitted("MTX-V", 60, 8)
    ('doxor…amide', 'MTX-V')
    """
    text = " ".join(text.split())
    longest = n_letters(text)
    while longest > 3 and text_width(shortened(text, longest), size, bold=bold) > room:
        longest -= 1
    return shortened(text, longest)


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
            for letter in clusters(piece):
                if lines[-1] and not fits(letter):
                    lines.append("")
                lines[-1] += letter
    return lines


def clusters(text: str) -> list[str]:
    """A text's letters, each with the marks that stand on it.

    Examples
    --------
    >>> clusters("กี่ A"), clusters("क्षत्रि")
    (['กี่', ' ', 'A'], ['क्ष', 'त्रि'])
    """
    parts: list[str] = []
    for letter in text:
        # A letter after a virama is joined to the one before.
        is_mark = unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf")
        if parts and (is_mark or unicodedata.combining(parts[-1][-1]) == _VIRAMA):
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts
