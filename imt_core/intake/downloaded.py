"""The cohort that a script of *Show code* wants: there, readable, and the one it is written for."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from imt_core.cohort.schema import DERIVED_COLUMNS, Cohort
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_count
from imt_core.intake.cohort_file import read_cohort

COHORT_FILE: Final = "cohort_in_view.csv"
"""What the app calls the cohort when it is downloaded."""

HOW_TO_GET: Final = "Take away, Reproduce, Download the cohort"
"""Where the app offers the whole cohort beside the scripts that want it."""


def downloaded_cohort(
    file: str | Path,
    *,
    lines: int | None = None,
    columns: int | None = None,
    is_reconstruction: bool = False,
) -> Cohort:
    """Read the cohort that a script was written for.

    Parameters
    ----------
    file : str or pathlib.Path
        As the app wrote it.
    lines, columns : int, optional
        How many it must have: those of another cohort, or of the lines in view alone, would give
        other numbers without a word.
    is_reconstruction : bool
        Whether it was rebuilt from published aggregates.

    Returns
    -------
    Cohort

    Raises
    ------
    ImtError
        If the file is not there, cannot be read, or is another.

    Examples
    --------
    >>> downloaded_cohort("no such file.csv")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    imt_core.ImtError: no such file.csv must lie in ..., but it was not found. In the app: \
Take away, Reproduce, Download the cohort.
    """
    path = Path(file)
    if not path.is_file():
        raise ImtError(
            f"{path.name} must lie in {path.absolute().parent}, but it was not found. "
            f"In the app: {HOW_TO_GET}."
        )
    reading = read_cohort(path, is_reconstruction=is_reconstruction)
    cohort = reading.cohort
    if cohort is None:
        problem = reading.report.errors[0]
        raise ImtError(
            f"{path.name} must be a cohort as the app writes it, but it is not: {problem.message} "
            f"In the app: {HOW_TO_GET}."
        )
    found = file_shape(cohort)
    wanted = (found[0] if lines is None else lines, found[1] if columns is None else columns)
    if found != wanted:
        raise ImtError(
            f"{path.name} must have {_size(*wanted)}, for which this script was written, but "
            f"{_size(*found)} were found. Take the whole cohort, not the lines in view alone: "
            f"{HOW_TO_GET}. For another cohort take the two numbers out of the script."
        )
    return cohort


def file_shape(cohort: Cohort) -> tuple[int, int]:
    """Lines and columns of the file as which a cohort is downloaded."""
    own = {column.name for column in DERIVED_COLUMNS}
    return len(cohort.frame), sum(name not in own for name in cohort.frame)


def _size(lines: int, columns: int) -> str:
    return f"{format_count(lines, 'line')} and {format_count(columns, 'column')}"
