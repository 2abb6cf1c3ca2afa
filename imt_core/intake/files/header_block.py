"""A header of several rows, merged or not, to one name for each column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from imt_core.cohort.endpoints import ENDPOINT_OF_COLUMN, ENDPOINTS
from imt_core.conventions.plain_text import plain_text
from imt_core.intake.files.header_row import looks_like_values
from imt_core.intake.files.sheet_marks import NO_MARKS, Range, SheetMarks
from imt_core.intake.notation.header_text import header_words
from imt_core.intake.recognition.header_names import named_targets

_ELEMENT: Final = re.compile(r"CDE_ID:?\s*\d*", re.IGNORECASE)
_ELEMENT_ROWS: Final = 2
"""Rows below the first in which TCGA repeats its headers and cites the definitions."""
_ANSWERS: Final = re.compile(r"\(?[^\W_]{1,4} ?/ ?[^\W_]{1,4}\)?")
"""yes/no, J/N, 1/0: what a column's cells say, below its name."""
_ENOUGH: Final = 2
_SURE: Final = 0.95
_ENDPOINT: Final = re.compile(
    r"\b(?:" + "|".join(t.lower() for e in ENDPOINTS.values() for t in e.abbreviations) + r")\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderBlock:
    """The rows that are a table's header, from 0, and the name of each column."""

    first: int
    last: int
    names: tuple[str, ...]


def header_block(
    records: Sequence[Sequence[str]], header: int, marks: SheetMarks = NO_MARKS
) -> HeaderBlock:
    """Find whether the rows beside a header are part of it, and bring them together.

    Parameters
    ----------
    records : sequence of sequence of str
    header : int
        The row that names the most columns.
    marks : SheetMarks
        What is merged.

    Returns
    -------
    HeaderBlock
        Of an upper cell and the one below it the lower is the name where it says enough by itself;
        else both are.

    Examples
    --------
    >>> rows = [["Patient", "PFS", "", "Sex"], ["", "months", "event", ""], ["a", "9", "1", "F"]]
    >>> header_block(rows, 0).names
    ('Patient', 'PFS months', 'PFS event', 'Sex')
    >>> header_block([["Patient", "Sex"], ["a", "F"]], 0)
    HeaderBlock(first=0, last=0, names=('Patient', 'Sex'))
    """
    names = tuple(records[header])
    for below in range(header + 1, min(header + 1 + _ELEMENT_ROWS, len(records))):
        filled = [cell for cell in records[below] if cell]
        cited = sum(bool(_ELEMENT.match(cell)) for cell in filled)
        if cited >= _ENOUGH and 2 * cited >= len(filled):
            return HeaderBlock(first=header, last=below, names=names)
    if header + 2 < len(records) and _are_units(names, records[header + 1]):
        units = [*records[header + 1], *([""] * len(names))]
        with_units = (
            f"{name} ({unit.strip('()[] ')})" if unit else name
            for name, unit in zip(names, units, strict=False)
        )
        return HeaderBlock(first=header, last=header + 1, names=tuple(with_units))
    for upper in (header, header - 1):
        if upper < 0 or upper + 1 >= len(records):
            continue
        joined = _joined(records, upper, marks, is_named=upper + 1 == header)
        if joined is not None:
            return HeaderBlock(first=upper, last=upper + 1, names=joined)
    return HeaderBlock(first=header, last=header, names=names)


def _are_units(names: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row names nothing but units, and none for the first column."""
    filled = [cell for cell in below if cell]
    words = [header_words(f"x {cell}") for cell in filled if not _ANSWERS.fullmatch(cell)]
    only_units = bool(words) and all(
        w.unit is not None and set(w.readings) == {("x",)} for w in words
    )
    return bool(filled) and bool(names[0]) and not below[0] and only_units


def _joined(
    records: Sequence[Sequence[str]], upper: int, marks: SheetMarks, *, is_named: bool
) -> tuple[str, ...] | None:
    """The names that two rows make together; ``None`` where they are no header of two rows.

    `is_named` where the lower one alone was found to be a header.
    """
    above, below = list(records[upper]), list(records[upper + 1])
    width = max(len(above), len(below))
    above += [""] * (width - len(above))
    below += [""] * (width - len(below))
    wide = [r for r in marks.merged if r[0] == upper and r[3] > r[1]]
    spread = _spread(above, below, wide)
    if upper + 2 >= len(records) or not _belong_together(above, below, spread):
        return None
    fits = any(label and not cell for label, cell in zip(above, below, strict=True))
    repeated = len(set(below) - {""}) < sum(map(bool, below))
    names_units = repeated and any(header_words(f"x {cell}").unit for cell in below if cell)
    if not (fits or names_units or (is_named and (repeated or wide))):
        return None
    times_used = Counter(cell for cell in below if cell)
    return tuple(
        _name(label, cell, is_repeated=times_used[cell] > 1)
        for label, cell in zip(spread, below, strict=True)
    )


def _spread(above: Sequence[str], below: Sequence[str], wide: Sequence[Range]) -> list[str]:
    """The upper label of each column: over what it is merged, or up to the next one."""
    if wide:
        labels = list(above)
        for _, first, _, last in wide:
            if first < len(above):
                n = min(last, len(above) - 1) - first + 1
                labels[first : first + n] = [above[first]] * n
        return labels
    labels = []
    for place, (label, cell) in enumerate(zip(above, below, strict=True)):
        goes_on = place > 0 and not label and cell and below[place - 1]
        labels.append(labels[-1] if goes_on else label)
    return labels


def _belong_together(above: Sequence[str], below: Sequence[str], spread: Sequence[str]) -> bool:
    """Whether the upper row stands over groups of columns, and the lower one may name them."""
    named = [cell for cell in below if cell]
    if sum(map(bool, above)) < _ENOUGH or len(named) < _ENOUGH or looks_like_values(below):
        return False
    if any(re.search(r"\d", cell) and not re.search(r"[^\W\d_]{2}", cell) for cell in named):
        return False
    groups = Counter(label for label, cell in zip(spread, below, strict=True) if label and cell)
    nameless = any(cell and not label for label, cell in zip(above, below, strict=True))
    return any(n > 1 for n in groups.values()) and nameless


def _name(label: str, cell: str, *, is_repeated: bool) -> str:
    if not label or not cell or plain_text(label) == plain_text(cell):
        return cell or label
    targets = {t for t, name in named_targets(header_words(cell)).items() if name.score >= _SURE}
    own = targets - set(ENDPOINT_OF_COLUMN)
    of_endpoint = _ENDPOINT.search(plain_text(label)) and not _ENDPOINT.search(plain_text(cell))
    says_enough = bool(own) or (bool(targets) and not of_endpoint)
    return cell if says_enough and not is_repeated else f"{label} {cell}"
