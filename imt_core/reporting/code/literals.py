"""Texts and numbers as source code: what a sheet holds is quoted, and never becomes code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from imt_core.reporting.content.plain_xml import UNREADABLE, clean
from imt_core.reporting.csv_files import neutralise_formula

LINE_WIDTH: Final = 100

_SHORT: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def text_literal(text: str, *, ascii_only: bool = False) -> str:
    r"""Quote a text so that Python, and R, read back the same.

    Parameters
    ----------
    text : str
        Anything; R alone cannot hold the character of number 0.
    ascii_only : bool
        Whether to write every other character by its number. Characters that do not show, or that
        change the direction of what follows, are always written so.

    Returns
    -------
    str
        One line, in double quotes.

    Examples
    --------
    >>> print(text_literal('a "b" \\ é'), text_literal("é\n", ascii_only=True))
    "a \"b\" \\ é" "\u00e9\n"
    >>> print(text_literal(""), text_literal("\u202e"))
    "" "\u202e"
    """
    return f'"{"".join(_written(character, ascii_only) for character in text)}"'


def _written(character: str, ascii_only: bool) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable() and (character.isascii() or not ascii_only):
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def filled(template: str, **parts: str) -> str:
    """Put parts in their places in a template, all at once: no part is searched for a place.

    Examples
    --------
    >>> filled("first(A), last(LAST)", A='"LAST"', LAST="1")
    'first("LAST"), last(1)'
    """
    places = "|".join(sorted(parts, key=len, reverse=True))
    return re.sub(places, lambda place: parts[place[0]], template)


def stored_text(text: str) -> str:
    """A column's name or a level as the downloaded file writes it.

    Examples
    --------
    >>> stored_text("=1+1"), stored_text("MTX-V"), stored_text("a\\u202eb")
    ("'=1+1", 'MTX-V', 'ab')
    """
    return str(neutralise_formula(clean(text)))


def r_text(text: str) -> str:
    r"""Quote a text for R, whose reader knows one end of line only and no NUL.

    Examples
    --------
    >>> print(r_text("a\r\nb"), r_text("c\0"))
    "a\nb" "c\ufffd"
    """
    one_end = text.replace("\0", UNREADABLE).replace("\r\n", "\n").replace("\r", "\n")
    return text_literal(one_end, ascii_only=True)


def r_texts(texts: Iterable[str | None], *, indent: int = 2) -> str:
    """Write a character vector of R, in as many lines as it needs.

    Examples
    --------
    >>> print(r_texts(["a", None]), r_texts([]))
    c("a", NA) character(0)
    """
    items = ["NA" if text is None else r_text(text) for text in texts]
    if not items:
        return "character(0)"
    lines, margin = [items[0]], LINE_WIDTH - 2 * indent - 20
    for item in items[1:]:
        if len(lines[-1]) + len(item) > margin:
            lines.append(item)
        else:
            lines[-1] += f", {item}"
    return "c(" + (",\n" + " " * (indent + 2)).join(lines) + ")"


def r_numbers(numbers: Iterable[float]) -> str:
    """Write a numeric vector of R.

    Examples
    --------
    >>> r_numbers([12.0, 0.5]), r_numbers([])
    ('c(12.0, 0.5)', 'numeric(0)')
    """
    items = [repr(float(number)) for number in numbers]
    return f"c({', '.join(items)})" if items else "numeric(0)"
