"""Texts from a sheet, made safe where Streamlit would read them as Markdown."""

from __future__ import annotations

import re

from imt_core.cohort.schema import COLUMNS, DERIVED_COLUMNS

_LIVE = re.compile(r"([\\`*_{}\[\]<>~:$|])")
_AT_START = re.compile(r"^(\s*\d*)([#+\-.])")
# Bare addresses become links after escapes are undone, so that no escape prevents it: what makes
# them addresses (https://, www., a@b) is parted by a character that is not seen.
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
_UNSEEN = "\u2060"


def plain(text: str) -> str:
    """Escape what Markdown, colour directives, formulas and HTML would interpret, and no more.

    Widgets put their labels into the URL, so a harmless hyphen inside a word stays as it is.
    """
    parted = _ADDRESS.sub(_UNSEEN, text)
    return _AT_START.sub(r"\1\\\2", _LIVE.sub(r"\\\1", parted))


_LABELS = {column.name: column.label for column in (*COLUMNS, *DERIVED_COLUMNS)}
_NAMES = sorted(_LABELS, key=len, reverse=True)
_NAMED = re.compile(
    rf"^(?:{'|'.join(_NAMES)})\b|(?<!\w)(?:{'|'.join(n for n in _NAMES if '_' in n)})(?!\w)"
)


def labelled(text: str) -> str:
    """Write a canonical column as its control is called.

    A name that is also a word, such as stage, is one at the beginning of a text only.

    Examples
    --------
    >>> labelled("os_months must be a number, as pfs_months is. At this stage it is not.")
    'OS (months) must be a number, as PFS (months) is. At this stage it is not.'
    >>> labelled("stage")
    'Stage'
    """
    return _NAMED.sub(lambda found: _LABELS[found.group()], text)
