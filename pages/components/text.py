"""Texts from a sheet, made safe where Streamlit would read them as Markdown."""

from __future__ import annotations

import re

_LIVE = re.compile(r"([\\`*_{}\[\]<>~:$|])")
_AT_START = re.compile(r"^(\s*\d*)([#+\-.])")


def plain(text: str) -> str:
    """Escape what Markdown, colour directives, formulas and HTML would interpret, and no more.

    Widgets put their labels into the URL, so a harmless hyphen inside a word stays as it is.
    """
    return _AT_START.sub(r"\1\\\2", _LIVE.sub(r"\\\1", text))
