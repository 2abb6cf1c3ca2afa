"""Columns of codes that look like numbers, and must stay as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_NEVER_A_NUMBER: Final = re.compile(
    r"^\s*(?:[+-]?0[0-9]+(?:[.,][0-9]*)?|[0-9]{16,}|[0-9]+[eE][0-9]+)\s*$", re.MULTILINE
)
"""A leading zero, more digits than a computer's number holds, the form of 1e5."""
_FRACTION: Final = re.compile(r"[.,]0*[1-9]")
_POINT: Final = re.compile(r"[.,]0*$", re.MULTILINE)


def are_codes(texts: Iterable[str]) -> bool:
    """Whether texts that could be read as numbers are codes: as numbers they would be merged.

    Parameters
    ----------
    texts : iterable of str
        The distinct texts of a column.

    Returns
    -------
    bool
        True where one has a leading zero, more than 15 digits or the form of 1e5, or where whole
        numbers are written in two ways (1 and 1.0) and there is no fraction.

    Examples
    --------
    >>> are_codes(["001", "1"]), are_codes(["1", "1.0"]), are_codes(["1009513310189256287"])
    (True, True, True)
    >>> are_codes(["0", "0.5", "12", "12.0"]), are_codes(["1", "2"]), are_codes(["1.5e-05"])
    (False, False, False)
    """
    written = "\n".join(texts)
    if _NEVER_A_NUMBER.search(written):
        return True
    if not _POINT.search(written) or _FRACTION.search(written):
        return False
    whole = [_POINT.sub("", text.strip()) for text in written.split("\n")]
    return len(set(whole)) < len(whole)
