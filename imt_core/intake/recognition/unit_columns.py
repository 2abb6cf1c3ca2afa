"""A column that says in words in which unit each row of another one counts time."""

from __future__ import annotations

from typing import Final

import pandas as pd

from imt_core.conventions.plain_text import plain_text
from imt_core.conventions.units import TimeUnit, time_unit
from imt_core.intake.notation.header_text import header_words

_WORDS: Final = frozenset(
    ["unit", "units", "unita", "unite", "einheit", "unidad", "unidades", "eenheid", "jednostka"]
)
_MOST_WORDS: Final = 8


def row_units(table: pd.DataFrame, source: str) -> pd.Series | None:
    """Find the unit of each row of a column of times or ages, where a column of its own says it.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    source : str
        Header of the column of times or ages.

    Returns
    -------
    pandas.Series of str or None
        ``None`` where there is no such column; a row whose unit is not said is empty.

    Examples
    --------
    >>> table = pd.DataFrame({"Age": ["34", "8"], "Unit of age": ["years", "Months"]})
    >>> row_units(table, "Age").tolist(), row_units(table[["Age"]], "Age")
    (['years', 'months'], None)
    """
    headers = [str(header) for header in table.columns]
    for place, header in enumerate(headers):
        follows = place > 0 and headers[place - 1] == source
        if header != source and _is_unit_of(header, source, follows=follows):
            units = _units(table[header])
            if units is not None:
                return units
    return None


def _is_unit_of(header: str, source: str, *, follows: bool) -> bool:
    if header.upper() == f"{source.upper()}U":  # CDISC: AGE and AGEU, AVAL and AVALU
        return True
    words = {word for reading in header_words(header).readings for word in reading}
    about = {word for reading in header_words(source).readings for word in reading}
    if not words & _WORDS:
        return False
    return bool(words & about - _WORDS) or (follows and words <= _WORDS)


def _units(cells: pd.Series) -> pd.Series | None:
    codes, texts = pd.factorize(cells)
    units: list[TimeUnit | str | None] = [
        time_unit(plain_text(text)) if text else "" for text in texts
    ]
    if len(texts) > _MOST_WORDS or None in units or not any(units):
        return None
    return pd.Series(units, dtype=object).take(codes).set_axis(cells.index)
