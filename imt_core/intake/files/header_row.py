"""Which of a sheet's first rows is its header."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Final

import pandas as pd

from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.intake.checks.parsing import canonical_headers
from imt_core.intake.notation.header_text import header_words
from imt_core.intake.recognition.header_synonyms import HEADER_SYNONYMS
from imt_core.intake.recognition.value_evidence import column_evidence

ROWS_SEARCHED: Final = 20
_ENOUGH_NAMES: Final = 2


def n_known(cells: Sequence[str]) -> int:
    """Count the cells that are a name of a canonical column, in any of the languages.

    Examples
    --------
    >>> n_known(["Patient ID", "OS months", "ECOG", ""]), n_known(["Sesso", "Stadio", "Rossi"])
    (2, 2)
    """
    return sum(bool(cell) and _is_known(cell) for cell in cells)


def looks_like_values(cells: Sequence[str]) -> bool:
    """Whether a row taken for the header seems to hold a patient's values instead.

    Parameters
    ----------
    cells : sequence of str

    Notes
    -----
    At least a third of its filled cells are numbers or dates, three for each cell that a canonical
    column may be called (a response of ``PD`` may be the header of a progression, too).

    Examples
    --------
    >>> looks_like_values(["P01", "M", "45", "2020-01-31", "PD", "7,5"])
    True
    >>> looks_like_values(["Patient", "sex", "1", "2"]), looks_like_values([])
    (False, False)
    """
    seen = column_evidence(pd.Series(cells, dtype=object))
    n_values = round(seen.n_cells * (seen.numbers + seen.dates))
    return n_values > 0 and 3 * n_values >= seen.n_cells and n_values >= 3 * n_known(cells)


def has_patient_id(cells: Sequence[str]) -> bool:
    """Whether one of the cells is the header ``patient_id``.

    Examples
    --------
    >>> has_patient_id(["Patient ID"]), has_patient_id(["sex"])
    (True, False)
    """
    return "patient_id" in _names(cells)


def find_header(records: Sequence[Sequence[str]]) -> int | None:
    """Find the header among the first 20 rows.

    Parameters
    ----------
    records : sequence of sequence of str

    Returns
    -------
    int or None
        The position of the first row that holds ``patient_id``; else of the row with the most names
        of canonical columns, of at least two, among those with more cells than each row above (as
        below a title); else of the first that is not empty. ``None`` where
        all are empty.

    Examples
    --------
    >>> find_header([["Our cohort"], [], ["Patient ID", "centre"], ["A", "1"]])
    2
    >>> find_header([["Casistica"], ["Codice", "Sesso", "Stadio"], ["a", "M", "I"]])
    1
    >>> find_header([[], ["code", "weeks"], ["A", "1"]]), find_header([[""]])
    (1, None)
    """
    first_rows = records[:ROWS_SEARCHED]
    for position, record in enumerate(first_rows):
        if has_patient_id(record):
            return position
    n_filled = [sum(map(bool, record)) for record in first_rows]
    below_title = [n > max(n_filled[:i], default=0) for i, n in enumerate(n_filled)]
    counts = [
        n_known(row) if is_wider else 0
        for row, is_wider in zip(first_rows, below_title, strict=True)
    ]
    if max(counts, default=0) >= _ENOUGH_NAMES:
        return counts.index(max(counts))
    return next((i for i, record in enumerate(records) if any(record)), None)


@cache
def _known_names() -> frozenset[tuple[str, ...]]:
    """Every name of a canonical column, as words."""
    names = [name for by_language in HEADER_SYNONYMS.values() for name in by_language.values()]
    texts = [*COLUMN_BY_NAME, *chain.from_iterable(names)]
    return frozenset(reading for text in texts for reading in header_words(text).readings)


def _is_known(cell: str) -> bool:
    has_letters = any(letter.isalpha() for letter in cell)
    return has_letters and any(reading in _known_names() for reading in header_words(cell).readings)


def _names(cells: Sequence[str]) -> list[str]:
    return canonical_headers(pd.Index(cells, dtype=object))[0]
