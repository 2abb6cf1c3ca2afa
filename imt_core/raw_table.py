"""Records of text to a table: its header, its rows with their numbers, its named columns."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from imt_core.errors import UnreadableFileError


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
        columns without a name are left out.

    Raises
    ------
    UnreadableFileError
        If there is no row below the header, or a value without a header of its own.

    Examples
    --------
    >>> records_to_table([["a", "b"], [], ["1"]], header=0).to_dict("index")
    {3: {'a': '1', 'b': ''}}
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
    return table[kept].set_axis([headers[i] for i in kept], axis=1)


def _named_columns(headers: Sequence[str], *, filled: Sequence[bool]) -> list[int]:
    """Positions of the columns to keep: an empty one without a name of its own holds nothing."""
    kept: dict[str, int] = {}
    for position, header in enumerate(headers):
        if header and header not in kept:
            kept[header] = position
        elif filled[position] and header:
            raise UnreadableFileError(
                f"Every column must have a header of its own, but columns number "
                f"{kept[header] + 1} and {position + 1} share one. Rename or remove one of them."
            )
        elif filled[position]:
            raise UnreadableFileError(
                f"Every column with values must have a header, but column number {position + 1} "
                "has none. Name it, or empty it."
            )
    return list(kept.values())
