"""How wide letters are: Helvetica's own measures, which Arial shares, and DejaVu Sans' for others.

Both come with Matplotlib. The typeface of a deck is known while it is drawn; nothing of its text is
remembered but single letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import matplotlib as mpl
from fontTools.afmLib import AFM
from fontTools.agl import toUnicode
from fontTools.ttLib import TTFont

_FONTS: Final = Path(mpl.get_data_path()) / "fonts"
_UNITS: Final = 1000
"""Of an em in the files of Adobe's fonts."""
_WIDER: Final = 1.02
"""What programs add to letters when they round them to a screen."""
_UNKNOWN: Final = 1.0
_PICTURE: Final = 1.4
"""Of an emoji."""
_NO_WIDTH: Final = frozenset({"Mn", "Me", "Cf", "Cc"})

_AS_ARIAL: Final = frozenset({"arial", "helvetica", "liberation sans", "nimbus sans", "arimo"})
_NO_WIDER: Final = frozenset(
    {
        *("calibri", "carlito", "candara", "corbel", "gill sans", "gill sans mt", "lato"),
        *(
            "source sans pro",
            "open sans condensed",
            "franklin gothic book",
            "roboto",
            "inter tight",
        ),
        *("times new roman", "times", "liberation serif", "garamond", "cambria", "calibri light"),
        *("arial narrow", "aptos narrow", "liberation sans narrow", "perpetua", "palatino"),
    }
)
"""Typefaces no wider than Arial; every other is taken for as wide as DejaVu Sans and Verdana."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeface:
    """What a line of text is measured by.

    Parameters
    ----------
    is_wide : bool
    line : float
        From one line to the next, as a multiple of the size.
    """

    is_wide: bool
    line: float


_ARIAL: Final = Typeface(is_wide=False, line=1.15)
_NARROW: Final = Typeface(is_wide=False, line=1.22)
_WIDE: Final = Typeface(is_wide=True, line=1.25)
_HIGH_LETTERS: Final = 1.4
"""From one line to the next where Chinese, Japanese or Korean letters stand in it."""

_in_use: ContextVar[Typeface] = ContextVar("typeface", default=_ARIAL)


def typeface_of(family: str) -> Typeface:
    """How a typeface is measured.

    Examples
    --------
    >>> typeface_of("Calibri").is_wide, typeface_of("Verdana").is_wide
    (False, True)
    """
    name = family.casefold()
    if name in _AS_ARIAL:
        return _ARIAL
    return _NARROW if name in _NO_WIDER else _WIDE


@contextmanager
def set_in(family: str) -> Iterator[None]:
    """Measure text in a typeface for a while.

    Examples
    --------
    >>> from imt_core.reporting.slides.slide_text import text_width
    >>> with set_in("Verdana"):
    ...     wide = text_width("median", 14)
    >>> wide > text_width("median", 14)
    True
    """
    token = _in_use.set(typeface_of(family))
    try:
        yield
    finally:
        _in_use.reset(token)


def ems(text: str, *, bold: bool) -> float:
    """How wide a line of text is, as a multiple of its size.

    Examples
    --------
    >>> round(ems("A", bold=False), 2), ems("中", bold=False), ems("\\u0301", bold=True)
    (0.68, 1.0, 0.0)
    """
    is_wide = _in_use.get().is_wide
    return sum(_width(letter, is_wide, bold) for letter in text)


def line_ems(text: str = "") -> float:
    """From the line of a text to the next, as a multiple of its size.

    Examples
    --------
    >>> line_ems(), line_ems("中")
    (1.15, 1.4)
    """
    line = _in_use.get().line
    return max(line, _HIGH_LETTERS) if any(map(is_full, text)) else line


@cache
def is_full(letter: str) -> bool:
    """Whether a letter takes a whole em, and a line may end at it.

    Examples
    --------
    >>> is_full("한"), is_full("Ж")
    (True, False)
    """
    return unicodedata.east_asian_width(letter) in ("W", "F")


@cache
def _width(letter: str, is_wide: bool, bold: bool) -> float:
    if unicodedata.category(letter) in _NO_WIDTH:
        return 0.0
    if is_full(letter):
        return _PICTURE if unicodedata.category(letter) == "So" else 1.0
    narrow = _helvetica(bold).get(letter)
    if narrow is not None and not is_wide:
        return _WIDER * narrow
    return _WIDER * max(narrow or 0.0, _dejavu(bold).get(ord(letter), _UNKNOWN))


@cache
def _helvetica(bold: bool) -> dict[str, float]:
    name = "Helvetica-Bold.afm" if bold else "Helvetica.afm"
    font = AFM(str(_FONTS / "pdfcorefonts" / name))
    return {toUnicode(glyph): font[glyph][1] / _UNITS for glyph in font.chars()} | {
        same: font[glyph][1] / _UNITS for same, glyph in (("\xa0", "space"), ("‑", "hyphen"))
    }


@cache
def _dejavu(bold: bool) -> dict[int, float]:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    with TTFont(_FONTS / "ttf" / name, lazy=True) as font:
        advances, units = font["hmtx"], font["head"].unitsPerEm
        return {letter: advances[glyph][0] / units for letter, glyph in font.getBestCmap().items()}
