"""Records of text to a table: its header, its rows with their numbers, its named columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.checks.parsing import canonical_header
from imt_core.intake.files.row_names import row_names
from imt_core.intake.files.rows_aside import RowsAside, rows_aside
from imt_core.intake.recognition.exclusion_words import is_heading_of_excluded


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RawTable:
    """A table of text, where its columns stand in the sheet, and which rows are not in it.

    Parameters
    ----------
    table : pandas.DataFrame
    places : tuple of int
        Position of each column in the sheet, from 0.
    aside : RowsAside
        Rows below the header that are no patient's.
    left_out : str
        What the first column was called that only numbers the rows; ``None`` where there is none.
    excluded : tuple of int
        Rows below a heading that says that they are excluded, up to the next heading.
    """

    table: pd.DataFrame
    places: tuple[int, ...]
    aside: RowsAside
    left_out: str | None
    excluded: tuple[int, ...] = ()


def records_to_table(
    records: Sequence[Sequence[str]], *, names: Sequence[str], below: int, has_remarks: bool = True
) -> RawTable:
    """Make a table of records.

    Parameters
    ----------
    records : sequence of sequence of str
        Every row of the sheet, empty ones too.
    names : sequence of str
        The header.
    below : int
        The position of the first row below the header; what stands above is not in the table.
    has_remarks : bool
        Whether rows of totals, remarks and row names are looked for.

    Returns
    -------
    RawTable
        The index, named ``row``, counts from 1 as a spreadsheet does. Wholly empty rows and empty
        columns without a name are left out, and so is a first column without a name that only
        numbers the rows; a repeated header gets its column's number.

    Raises
    ------
    UnreadableFileError
        If there is no row below the header, or a value without a header, or two columns share a
        canonical one.

    Examples
    --------
    >>> records_to_table([[], ["1"]], names=["a", "b"], below=0).table.to_dict("index")
    {2: {'a': '1', 'b': ''}}
    >>> records_to_table([["1", "2"]], names=["Done?", "Done?"], below=0).table.columns.tolist()
    ['Done?', 'Done? (column 2)']
    >>> records_to_table([["1", "P1"], ["2", "P2"]], names=["", "id"], below=0).left_out
    ''
    """
    headers = list(names)
    while headers and not headers[-1]:
        headers.pop()
    found = {n: row for n, row in enumerate(records[below:], start=below + 1) if any(row)}
    aside = rows_aside(headers, found) if has_remarks else RowsAside()
    not_patients = {*aside.totals, *aside.remarks, *aside.headers, *aside.sections}
    rows: dict[int, list[str]] = {}
    for number, record in found.items():
        if number in not_patients:
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
    table = pd.DataFrame(list(rows.values()), index=pd.Index(list(rows), name="row"), dtype=object)
    kind = row_names(headers, table[0].tolist()) if has_remarks else None
    left_out = headers[0] if kind == "numbers" else None
    if not headers[0] and kind in {"patients", "labels"}:
        headers[0] = "Patient" if kind == "patients" else "column 1"
    filled = (table != "").any().tolist()
    kept = _named_columns(headers, filled=filled, skipped=0 if kind == "numbers" else None)
    return RawTable(
        table=table[list(kept)].set_axis(list(kept.values()), axis=1),
        places=tuple(kept),
        aside=aside,
        left_out=left_out,
        excluded=tuple(_below_exclusion(found, rows, aside.sections)),
    )


def _below_exclusion(
    found: Mapping[int, Sequence[str]], rows: Collection[int], sections: Collection[int]
) -> Iterator[int]:
    is_excluded = False
    for number, cells in found.items():
        if number in sections:
            is_excluded = is_heading_of_excluded(" ".join(cells))
        elif is_excluded and number in rows:
            yield number


def _named_columns(
    headers: Sequence[str], *, filled: Sequence[bool], skipped: int | None
) -> dict[int, str]:
    """Position and name of each column to keep; an empty one without a name holds nothing.

    A repeated header is told apart by its column's number, unless it is a canonical one: of two
    columns of survival times nobody knows which is meant.
    """
    kept: dict[int, str] = {}
    named: set[str] = set()
    for position, header in enumerate(headers):
        if position == skipped:
            continue
        if header and header not in named:
            named.add(header)
            kept[position] = header
        elif filled[position] and header and canonical_header(header) in COLUMN_BY_NAME:
            first = next(place for place, known in kept.items() if known == header)
            raise UnreadableFileError(
                f"Every column must have a header of its own, but columns number {first + 1} and "
                f"{position + 1} share one. Rename or remove one of them."
            )
        elif filled[position] and header:
            kept[position] = f"{header} (column {position + 1})"
            named.add(kept[position])
        elif filled[position]:
            raise UnreadableFileError(
                f"Every column with values must have a header, but column number {position + 1} "
                "has none. Name it, or empty it."
            )
    return kept
