"""Cells without what cannot be seen: it breaks slides and parts words that look alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_BLANKS: Final = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
"""Control characters but for the line break, and blanks that are not the usual one."""
_NO_WIDTH: Final = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
"""Soft hyphens, joiners, and marks that turn the direction of writing: they take no room."""


def visible_text(text: str) -> str:
    r"""Write a cell as it looks.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        A space for every control character and every kind of blank; nothing for what has no width;
        stripped.

    Examples
    --------
    >>> visible_text("A\x0bB"), visible_text("\u200bPR\xa0"), visible_text("Ośrodek 1")
    ('A B', 'PR', 'Ośrodek 1')
    """
    if text.isprintable():
        return text.strip()
    return _BLANKS.sub(" ", _NO_WIDTH.sub("", text.replace("\r\n", "\n"))).strip()


def visible_records(records: Iterable[Iterable[str]]) -> list[list[str]]:
    r"""Write every cell of a sheet as it looks.

    Examples
    --------
    >>> visible_records([["Patient\tID", "a\nb"]])
    [['Patient ID', 'a\nb']]
    """
    seen = _VisibleTexts()
    return [[seen[cell] for cell in record] for record in records]


class _VisibleTexts(dict[str, str]):
    """Each distinct text of a sheet once: cells that hold the same are one object."""

    def __missing__(self, text: str) -> str:
        return self.setdefault(text, visible_text(text))
