"""How large a sheet may be: far beyond any cohort, and within what a reading process is given."""

from __future__ import annotations

from typing import Final

from imt_core.conventions.errors import UnreadableFileError

MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 2_000
MOST_CELLS: Final = 5_000_000
"""From the first to the last cell of all sheets together: readers lay out all between."""
MOST_SHEETS: Final = 50


def refuse_too_large(*, n_rows: int = 0, n_columns: int = 0, n_sheets: int = 1) -> None:
    """Refuse what is larger than a table may be.

    Raises
    ------
    UnreadableFileError
        With the limit.

    Examples
    --------
    >>> refuse_too_large(n_rows=100_000, n_columns=50)
    >>> refuse_too_large(n_columns=100_000)
    Traceback (most recent call last):
        ...
    imt_core.UnreadableFileError: A table must not have more than 2,000 columns, but has more. \
Keep only the cohort's columns.
    """
    if n_sheets > MOST_SHEETS:
        raise UnreadableFileError(
            f"A workbook must not have more than {MOST_SHEETS} sheets, but has more. "
            "Keep only the cohort's sheets."
        )
    if n_columns > MOST_COLUMNS:
        raise UnreadableFileError(
            f"A table must not have more than {MOST_COLUMNS:,} columns, but has more. "
            "Keep only the cohort's columns."
        )
    if n_rows > MOST_ROWS:
        raise UnreadableFileError(
            f"A table must not have more than {MOST_ROWS:,} rows, but has more. "
            "Keep only the cohort's rows."
        )
    refuse_too_many_cells(n_rows * n_columns)


def refuse_too_many_cells(n_cells: int) -> None:
    """Refuse more cells, empty ones between them counted, than can be laid out.

    Raises
    ------
    UnreadableFileError
        With the limit.
    """
    if n_cells > MOST_CELLS:
        raise UnreadableFileError(
            f"A file's sheets must not span more than {MOST_CELLS / 1e6:g} million cells, but they "
            "do. Delete the stray cells far below or beside the table, or save it as CSV UTF-8."
        )
