"""What a chart slide has no room for, in the words of its speaker notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from imt_core.reporting.tables.result_tables import result_tables

_NEXT_SENTENCE: Final = re.compile(r"(?<=[.]) (?=[A-Z0-9])")


def told_tables(result: object) -> list[str]:
    """The tables of a result in words, a line for each row; those of single cases are left out.

    Examples
    --------
    >>> from imt_core.analyses.response import response_table
    >>> from imt_core.cohort.example import example_cohort
    >>> told_tables(response_table(example_cohort("ab"), by=["sex"]))[:2]
    ['Best response.', 'Lines: male: 2']
    """
    told: list[str] = []
    for table in result_tables(result).tables:
        if table.shown is None or table.tells_one:
            continue
        told.append(f"{table.heading}.")
        _, *columns = (str(column) for column in table.shown.columns)
        for first, *cells in table.shown.itertuples(index=False):
            named = zip(columns, map(str, cells), strict=True)
            told.append(f"{first}: " + "; ".join(f"{name}: {cell}" for name, cell in named if cell))
    return told


def sentences(text: str) -> Sequence[str]:
    """Break a text into its sentences.

    Examples
    --------
    >>> sentences("Two-sided log-rank p = 0.485. Hazard ratio 1.7 (Cox).")
    ['Two-sided log-rank p = 0.485.', 'Hazard ratio 1.7 (Cox).']
    >>> sentences("Drawn at +100%: +164%. 40 not drawn: 40 not measured.")
    ['Drawn at +100%: +164%.', '40 not drawn: 40 not measured.']
    """
    return _NEXT_SENTENCE.split(text) if text else []
