"""The letters that pictures and set pages can show: open fonts from packages, alike on any machine.

DejaVu Sans, which comes with Matplotlib, holds Latin, Cyrillic, Greek, Arabic, Hebrew, Armenian and
Georgian; Noto Sans the other scripts, and Noto Sans CJK Chinese, Japanese and Korean. The machine's
own fonts are never asked: a picture would differ from one machine to another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from imt_core.reporting.content.plain_xml import unturned

MISSING: Final = "□"
"""Stands for a letter that no font holds."""

_MOST_NAMED: Final = 3
_LEFT_TO_RIGHT: Final = "\u200e"
_NO_BREAK: Final = "\ufeff"
"""Zero width; fonts hold it, and Matplotlib's PDF stops at it."""
_RIGHT_TO_LEFT: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
# What follows a name in a line of ours: its size, a colon, the next name.
_NAME_ENDS: Final = re.compile(rf"([{_RIGHT_TO_LEFT}])(?=\s*[·(:;,])")


def font_folders() -> tuple[Path, ...]:
    """Where the fonts lie."""
    return (
        _package("matplotlib") / "mpl-data" / "fonts" / "ttf",
        _package("manimgx_fonts"),
        _package("noto_cjk_sans_jp_regular"),
    )


@cache
def font_files() -> tuple[Path, ...]:
    """The fonts, in the order in which a letter is looked for."""
    latin, scripts, cjk = font_folders()
    others = [file for file in sorted(scripts.glob("*.ttf")) if "Italic" not in file.name]
    return (latin / "DejaVuSans.ttf", *others, *sorted(cjk.glob("*.otf")))


def _package(name: str) -> Path:
    """The folder of a package, whose code is not run: some change Matplotlib's settings."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:  # pragma: no cover
        raise ModuleNotFoundError(name)
    return Path(spec.origin).parent


@cache
def _letters(file: Path) -> frozenset[int]:
    # Only letters outside of Latin need it, and it takes a while to import.
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def font_of(letter: str) -> Path | None:
    """The first font that holds a letter.

    Examples
    --------
    >>> [font_of(letter).name for letter in "aж薬ก"]
    ['DejaVuSans.ttf', 'DejaVuSans.ttf', 'NotoSansCJKjp-Regular.otf', 'NotoSansThai[wght].ttf']
    >>> font_of("\x07") is None
    True
    """
    files = font_files()
    if letter.isascii():
        return files[0] if letter.isprintable() else None
    return next((file for file in files if ord(letter) in _letters(file)), None)


def shown(text: str) -> str:
    """A text as it is drawn: a box for each letter that no font holds, and names in their order.

    A name from right to left would draw the number after it to its other side; an invisible mark
    ends it.

    Examples
    --------
    >>> shown("β 5 µg 薬"), shown("\x07 bell")
    ('β 5 µg 薬', '□ bell')
    >>> shown("קבוצה (5)") == "\u200eקבוצה\u200e (5)"
    True
    """
    if text.isascii() and text.isprintable():
        return text
    text = "".join(
        letter if letter == "\n" or font_of(letter) else "" if _is_invisible(letter) else MISSING
        for letter in unturned(text).replace(_NO_BREAK, "")
    )
    ordered = _NAME_ENDS.sub(rf"\1{_LEFT_TO_RIGHT}", text)
    return text if ordered == text else _LEFT_TO_RIGHT + ordered


def _is_invisible(letter: str) -> bool:
    return unicodedata.category(letter) == "Cf"


def describe_missing(texts: Iterable[str]) -> str:
    """Say which letters no font holds, and in which name; empty where there is none.

    Examples
    --------
    >>> describe_missing(["Плацебо", "対照群", "arm"])
    ''
    >>> describe_missing(["the arm 𓀀 of two", "𓀀 A"])
    '□ stands for what no font here holds: “𓀀” (U+13000) in “𓀀 A”. Write it otherwise in the sheet.'
    """
    found: dict[str, str] = {}
    for text in texts:
        for letter in () if text.isascii() and text.isprintable() else text:
            is_missing = letter != "\n" and font_of(letter) is None and not _is_invisible(letter)
            # The shortest text is the name itself.
            if is_missing and len(text) < len(found.get(letter, text + " ")):
                found[letter] = text
    if not found:
        return ""
    named = [
        f"{f'“{letter}” ' if letter.isprintable() else ''}(U+{ord(letter):04X}) in “{_plain(text)}”"
        for letter, text in [*found.items()][:_MOST_NAMED]
    ]
    more = len(found) - len(named)
    others = f", and {more} more" if more else ""
    it = "it" if len(found) == 1 else "them"
    return (
        f"{MISSING} stands for what no font here holds: {', '.join(named)}{others}. "
        f"Write {it} otherwise in the sheet."
    )


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())


def texts_in(value: object) -> Iterator[str]:
    """Every text within tuples, lists, mappings and dataclasses.

    Examples
    --------
    >>> list(texts_in({"a": ["b", ("c", 1)], "d": None}))
    ['b', 'c']
    """
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from texts_in(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from texts_in(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))
