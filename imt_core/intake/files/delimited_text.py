"""Delimited text to records: the separator is found in the head of the file, outside quotes."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import Final

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.files.header_row import n_known
from imt_core.intake.files.table_limits import refuse_too_large

DELIMITERS: Final = (",", ";", "\t", "|")
_HEAD_RECORDS: Final = 50
_HEAD_CHARACTERS: Final = 200_000
_EXCEL_HINT: Final = re.compile(r'"?sep=([,;\t|])"?[ \t,;|]*(?=[\r\n])', re.IGNORECASE)
"""The line by which Excel is told the separator; it is no part of the table."""


def read_delimited(text: str) -> list[list[str]]:
    r"""Split a text into records of stripped cells.

    Parameters
    ----------
    text : str
        Separated by commas, semicolons, tabs or vertical bars.

    Returns
    -------
    list of list of str
        A blank line is an empty record. Only a line ``sep=;`` for Excel is made empty.

    Raises
    ------
    UnreadableFileError
        If a quotation mark is not closed, or stands where none can, or the table is too large.

    Examples
    --------
    >>> read_delimited('a;b\n1,5;"x;\ny"\n')
    [['a', 'b'], ['1,5', 'x;\ny']]
    >>> read_delimited("sep=|\na|b\n")
    [[], ['a', 'b']]
    """
    hint = _EXCEL_HINT.match(text)
    if hint:
        text, delimiter = text[hint.end() :], hint[1]
    else:
        delimiter = find_delimiter(text)
    records: list[list[str]] = []
    widest = 0
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            records.append([cell.strip() for cell in record])
            widest = max(widest, len(record))
            refuse_too_large(n_rows=len(records), n_columns=widest)
    except csv.Error as error:
        if "field larger" in str(error):
            raise UnreadableFileError(
                f"No cell may hold more than {csv.field_size_limit():,} characters, but one in row "
                f"{len(records) + 1} does. Shorten it, or close its quotation mark."
            ) from error
        raise UnreadableFileError(
            f"Every quotation mark must be closed, but in row {len(records) + 1} one is not, or "
            "stands in the wrong place. Save the file from the spreadsheet again as 'CSV UTF-8'."
        ) from error
    return records


def find_delimiter(text: str) -> str:
    r"""Find the separator of a text.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        The one that gives the most names of canonical columns in a row; among equals the one that
        cuts the most of the first 50 records into equally many cells, then into the most cells. A
        comma where there is none.

    Examples
    --------
    >>> find_delimiter("Cohort, all centres\na;b\n1,5;2,5\n2,5;3,5\n")
    ';'
    >>> find_delimiter("one\ncolumn\n")
    ','
    """
    return max(DELIMITERS, key=lambda mark: _evidence(text, mark))


def _evidence(text: str, delimiter: str) -> tuple[int, int, int]:
    """Known headers, records of the commonest number of cells above one, and that number."""
    reader = csv.reader(io.StringIO(text[:_HEAD_CHARACTERS], newline=""), delimiter=delimiter)
    try:
        head = [record for record in islice(reader, _HEAD_RECORDS) if any(record)]
    except csv.Error:
        return 0, 0, 0
    widths = Counter(len(record) for record in head if len(record) > 1)
    width, n_records = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return max((n_known(record) for record in head), default=0), n_records, width
