"""Which rows and columns of a table its sheet hides, and which of its cells are merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import pandas as pd

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.files.sheet_marks import SheetMarks
from imt_core.intake.files.table_limits import MOST_CELLS


class MergedCells(NamedTuple):
    """Cells of one column that are shown as one; the first row holds what they hold."""

    header: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMarks:
    """Marks of a table, by its row numbers and headers.

    Parameters
    ----------
    merged : tuple of MergedCells
        Of at least two rows; those alone whose first cell is filled and whose others are empty.
    hidden_rows : tuple of int
    hidden_columns : tuple of str
        Those that hold something.
    excluded_rows : tuple of int
        Those below a heading that says that they are excluded.
    """

    merged: tuple[MergedCells, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    excluded_rows: tuple[int, ...] = ()


PLAIN_TABLE: Final = TableMarks()


def table_marks(table: pd.DataFrame, places: Sequence[int], marks: SheetMarks) -> TableMarks:
    """Find what a sheet's marks say of the rows and columns of its table.

    Parameters
    ----------
    table : pandas.DataFrame
        With row numbers from 1.
    places : sequence of int
        Position of each of its columns in the sheet, from 0.
    marks : SheetMarks

    Returns
    -------
    TableMarks

    Raises
    ------
    UnreadableFileError
        If the ranges lie over each other so often that reading them would take forever.

    Examples
    --------
    >>> table = pd.DataFrame({"id": ["a", ""], "sex": ["F", "M"]}, index=[2, 3])
    >>> marks = table_marks(
    ...     table, (0, 1), SheetMarks(merged=((1, 0, 2, 0),), hidden_rows=((2, 9),)))
    >>> marks.merged, marks.hidden_rows
    ((MergedCells(header='id', rows=(2, 3)),), (3,))
    """
    header_at = dict(zip(places, map(str, table.columns), strict=True))
    row_numbers = table.index.tolist()
    known, n_rows = set(row_numbers), max(row_numbers)
    hidden = marks.rows_hidden(n_rows)
    columns = marks.columns_hidden(max(places, default=-1) + 1)
    merged, n_cells = [], 0
    for first, column, last, _ in marks.merged:
        rows = range(first + 1, min(last + 1, n_rows) + 1)
        n_cells += len(rows)
        if n_cells > MOST_CELLS:
            raise UnreadableFileError(
                "Merged cells must not lie over each other, but do. Undo the merging, and save it."
            )
        header = header_at.get(column)
        if header is None or len(rows) <= 1 or first + 1 not in known:
            continue
        numbers = tuple(row for row in rows if row in known)
        cells = table.loc[list(numbers), header]
        if len(numbers) > 1 and cells.iloc[0] and not cells.iloc[1:].any():
            merged.append(MergedCells(header, numbers))
    return TableMarks(
        merged=tuple(sorted(merged)),
        hidden_rows=tuple(row for row in row_numbers if row - 1 in hidden),
        hidden_columns=tuple(
            header
            for place, header in header_at.items()
            if place in columns and (table[header] != "").any()
        ),
    )
