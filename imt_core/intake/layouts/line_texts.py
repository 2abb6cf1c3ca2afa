"""The number of a line as it is written: ``1st``, ``L2``, ``2a linea``, ``second``."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from imt_core.conventions.plain_text import plain_text
from imt_core.intake.layouts.column_names import sure_targets
from imt_core.intake.layouts.numbered_headers import LINE, NUMBER_OF_ORDINAL, ORDINAL_ENDING

_WRITTEN: Final = re.compile(
    rf"(?:{LINE} ?)?(?P<number>\d{{1,2}})(?: ?{ORDINAL_ENDING}|\.)?(?: ?{LINE})?", re.IGNORECASE
)
_NAMED: Final = re.compile(rf"(?P<word>\w+)(?: {LINE})?", re.IGNORECASE)


def line_number_of(text: str) -> int | None:
    """Read the number of a line; ``None`` where the text is none.

    Examples
    --------
    >>> [line_number_of(text) for text in ("2", "1st", "L3", "2a linea", "Second line", "2L", "x")]
    [2, 1, 3, 2, 2, 2, None]
    >>> line_number_of("3+") is None, line_number_of("2.5") is None
    (True, True)
    """
    plain = text.strip().removesuffix(".").lower()
    if match := _WRITTEN.fullmatch(plain):
        return int(match["number"])
    match = _NAMED.fullmatch(plain_text(text))
    word = NUMBER_OF_ORDINAL.get(match["word"]) if match else None
    return None if word is None else int(word)


def line_column(table: pd.DataFrame) -> str | None:
    """Header of the column that numbers the lines; ``None`` where there is none."""
    return next((str(h) for h in table if "line_number" in sure_targets(str(h))), None)


def with_line_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Write the numbers of lines as numbers, where every text is one.

    Examples
    --------
    >>> with_line_numbers(pd.DataFrame({"Line": ["1st", "2nd", ""]}))["Line"].tolist()
    ['1', '2', '']
    """
    line = line_column(table)
    if line is None:
        return table
    numbers = {text: line_number_of(text) for text in table[line].unique() if text}
    if all(text.isdecimal() for text in numbers) or None in numbers.values():
        return table
    written = {text: str(number) for text, number in numbers.items()}
    return table.assign(**{line: table[line].map(lambda text: written.get(text, ""))})
