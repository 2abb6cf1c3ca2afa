"""The first column as R and pandas write it: a number or a label for each row, and no header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal

from imt_core.intake.notation.header_text import header_words
from imt_core.intake.recognition.header_names import named_targets

RowNames = Literal["numbers", "patients", "labels"]

_NEVER_NAMED: Final = re.compile(
    r"|unnamed: ?\d+(?:[._]\w+)?|\.\.\.\d+|row[._ ]?names?", re.IGNORECASE
)
_SELDOM_NAMED: Final = re.compile(r"x|x\.?1|index|v1|level_0|_n_|column ?1|field ?1", re.IGNORECASE)
_SURE: Final = 0.95


def row_names(headers: Sequence[str], first: Sequence[str]) -> RowNames | None:
    """Tell what a first column without a name of its own is.

    Parameters
    ----------
    headers : sequence of str
    first : sequence of str
        The cells of the first column.

    Returns
    -------
    {"numbers", "patients", "labels"} or None
        Numbers of the rows, which say nothing; labels of the patients where no other column names
        them; other labels. ``None`` where the column has a name, or is empty.

    Examples
    --------
    >>> row_names(["", "id", "sex"], ["1", "2", "3"]), row_names(["", "sex"], ["P1", "P2"])
    ('numbers', 'patients')
    >>> row_names(["index", "id"], ["1", "1"]) is None, row_names(["id", "sex"], ["1", "2"]) is None
    (True, True)
    """
    filled = [cell for cell in first if cell]
    if not headers or not filled:
        return None
    others = any(map(_names_patient, headers[1:]))
    if _NEVER_NAMED.fullmatch(headers[0]):
        if _counts(filled, any_step=others):
            return "numbers"
        return "labels" if others else "patients"
    if _SELDOM_NAMED.fullmatch(headers[0]) and others and _counts(filled, any_step=False):
        return "numbers"
    return None


def _names_patient(header: str) -> bool:
    name = named_targets(header_words(header)).get("patient_id")
    return name is not None and name.score >= _SURE


def _counts(cells: Sequence[str], *, any_step: bool) -> bool:
    """Whether numbers run on by one from 0 or 1, or only rise, as where rows were taken out."""
    if not all(re.fullmatch(r"\d{1,9}", cell) for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    if any_step:
        return all(a < b for a, b in pairwise(numbers))
    return numbers[0] in (0, 1) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
