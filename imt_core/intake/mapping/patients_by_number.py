"""A column of plain numbers as the patients' labels, where a sheet names them by nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from imt_core.conventions.plain_text import plain_text
from imt_core.intake.recognition.header_matching import ColumnSuggestion

_CONFIDENCE: Final = 0.6
_NUMBER: Final = re.compile(
    r"(?:(?:study|trial|registry|register|studien?|studio|etude|estudio|badania|lfd|laufende|"
    r"inclusion|inclusie) )?(?:n|no|nr|num|number|numero|nummer|numer)"
    r"(?: (?:d )?(?:studio|etude|estudio|badania|inclusion|ordre|orden|ordine|progressivo))?|"
    r"(?:studien|studie|lauf|volg)(?:nr|nummer)"
)


def patients_by_number(
    table: pd.DataFrame, sources: Mapping[str, str]
) -> Iterator[ColumnSuggestion]:
    """Take the only column headed as a number, such as "Nr" or "Study no.", for the patients.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    sources : mapping of str to str
        The sheet's headers that are taken already, by canonical column.

    Yields
    ------
    ColumnSuggestion
        None where another column names the patients, where one numbers lines, or where a number
        is missing or repeated: only then is each row a patient's.

    Examples
    --------
    >>> sheet = pd.DataFrame({"Nr": ["1", "2"], "OS": ["4", "60"]})
    >>> [(s.target, s.source) for s in patients_by_number(sheet, {"os_months": "OS"})]
    [('patient_id', 'Nr')]
    >>> list(patients_by_number(sheet.assign(Nr="1"), {}))
    []
    """
    if {"patient_id", "line_number", "prior_lines"} & set(sources):
        return
    taken = set(sources.values())
    free = [
        header
        for header in map(str, table)
        if header not in taken and _NUMBER.fullmatch(plain_text(header))
    ]
    if len(free) == 1 and (table[free[0]] != "").all() and table[free[0]].is_unique:
        yield ColumnSuggestion(
            target="patient_id",
            source=free[0],
            confidence=_CONFIDENCE,
            reason="it numbers the rows, and no other column names the patients",
            unit=None,
        )
