"""Texts from a sheet, made safe where Streamlit would read them as Markdown."""

from __future__ import annotations

import re

_LIVE = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$^])")


def plain(text: str) -> str:
    """Escape everything that Markdown, colour directives or formulas would interpret."""
    return _LIVE.sub(r"\\\1", text)
