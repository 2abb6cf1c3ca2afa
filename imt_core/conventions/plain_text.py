"""Text without what does not change its meaning: case, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LETTERS: Final = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "−": "-", "–": "-"}
)

_FOOTNOTE: Final = re.compile("(?<=[^\\W\\d_])[¹²³⁴-⁹]+")
"""Raised numbers behind a word refer to a footnote."""


def plain_text(text: str) -> str:
    """Write a text in lower case, without accents and punctuation, single blanks between words.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> plain_text("Età  d'inizio:"), plain_text("GRÖSSE"), plain_text("SD¹"), plain_text("--")
    ('eta d inizio', 'grosse', 'sd', '')
    """
    if text.isascii():
        return " ".join(re.findall(r"[^\W_]+", text.lower()))
    without_marks = _FOOTNOTE.sub("", text.lower()).translate(_LETTERS)
    lower = unicodedata.normalize("NFKD", without_marks)
    bare = "".join(c for c in lower if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", bare))
