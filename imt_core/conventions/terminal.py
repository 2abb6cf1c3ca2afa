"""Texts on a terminal, whatever letters it knows."""

from __future__ import annotations

import sys


def print_any(text: str) -> None:
    """Print a text; what the terminal, or the file in its place, has no letter for, by number.

    Examples
    --------
    >>> print_any("12.4 (8.1–NR)")
    12.4 (8.1–NR)
    """
    letters = sys.stdout.encoding or "utf-8"
    print(text.encode(letters, "backslashreplace").decode(letters))
