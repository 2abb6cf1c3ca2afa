"""Texts that an office file can hold."""

from __future__ import annotations

import re
from typing import Final

UNREADABLE: Final = "\N{REPLACEMENT CHARACTER}"

_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def without_controls(text: str) -> str:
    """Replace the characters that XML forbids by the sign for an unreadable one.

    Examples
    --------
    >>> without_controls("CTX\\x0b2") == f"CTX{UNREADABLE}2", without_controls("≥ 2")
    (True, '≥ 2')
    """
    return _FORBIDDEN.sub(UNREADABLE, text)
