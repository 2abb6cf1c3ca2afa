"""Records of text to a table: its header, its rows with their numbers, its named columns."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.checks.parsing import canonical_headers


def records_to_table(records: Sequence[Sequence[str]], *, header: int) -> pd.DataFrame:
    """Make a table of records.

    Parameters
    ----------
    records : sequence of sequence of str
        Every row of the sheet, empty ones too.
    header : int
        The position of the header; what stands above it is not part of the table.

    Returns
    -------
    pandas.DataFrame
        The index, named ``row``, counts from 1 as a spreadsheet does. Wholly empty rows and empty
        columns without a name are left out; a repeated header gets its column's number.

    Raises
    ------
    UnreadableFileError
        If there is no row below the header, or a value without a header, or two columns share a
        canonical one.

    Examples
    --------
    >>> records_to_table([["a", "b"], [], ["1"]], header=0).to_dict("index")
    {3: {'a': '1', 'b': ''}}
    >>> records_to_table([["Complete?", "Complete?"], ["1", "2"]], header=0).columns.tolist()
    ['Complete?', 'Complete? (column 2)']
    """
    headers = list(records[header])
    while not headers[-1]:
        headers.pop()
    rows: dict[int, list[str]] = {}
    for number, record in enumerate(records[header + 1 :], start=header + 2):
        if not any(record):
            continue
        if any(record[len(headers) :]):
            raise UnreadableFileError(
                f"Every cell must stand under a header, but row {number} has more cells than there "
                "are headers. Name that column, or quote the text that holds the separator."
            )
        cells = list(record[: len(headers)])
        rows[number] = cells + [""] * (len(headers) - len(cells))
    if not rows:
        raise UnreadableFileError(
            "The table must have rows below its header, but it has none. Add one row per line."
        )
    table = pd.DataFrame.from_dict(rows, orient="index", dtype=object)
    table.index.name = "row"
    kept = _named_columns(headers, filled=(table != "").any().tolist())
    return table[list(kept)].set_axis(list(kept.values()), axis=1)


def _named_columns(headers: Sequence[str], *, filled: Sequence[bool]) -> dict[int, str]:
    """Position and name of each column to keep; an empty one without a name holds nothing.

    A repeated header is told apart by its column's number, unless it is a canonical one: of two
    columns of survival times nobody knows which is meant.
    """
    kept: dict[int, str] = {}
    for position, header in enumerate(headers):
        (name,), _ = canonical_headers(pd.Index([header]))
        if header and header not in kept.values():
            kept[position] = header
        elif filled[position] and header and name in COLUMN_BY_NAME:
            first = next(place for place, known in kept.items() if known == header)
            raise UnreadableFileError(
                f"Every column must have a header of its own, but columns number {first + 1} and "
                f"{position + 1} share one. Rename or remove one of them."
            )
        elif filled[position] and header:
            kept[position] = f"{header} (column {position + 1})"
        elif filled[position]:
            raise UnreadableFileError(
                f"Every column with values must have a header, but column number {position + 1} "
                "has none. Name it, or empty it."
            )
    return kept
