"""Texts that a document can hold, whatever a sheet or a reader wrote."""

from __future__ import annotations

import re
from typing import Final

UNREADABLE: Final = "\N{REPLACEMENT CHARACTER}"

_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNED: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Replace the characters that XML forbids by the sign for an unreadable one.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Also without the marks that turn the direction of what follows them: a name must not write
        its neighbours backwards.

    Examples
    --------
    >>> clean("CTX\\x0b2") == f"CTX{UNREADABLE}2", clean("≥ 2"), clean("a\\u202eb")
    (True, '≥ 2', 'ab')
    """
    return unturned(_FORBIDDEN.sub(UNREADABLE, text))


def unturned(text: str) -> str:
    """Leave out the marks that turn the direction of what follows them.

    Examples
    --------
    >>> unturned("arm \\u202eB")
    'arm B'
    """
    return _TURNED.sub("", text)
