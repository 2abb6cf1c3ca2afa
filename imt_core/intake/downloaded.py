"""The cohort that a script of *Show code* wants: there, readable, and the one it is written for."""

from __future__ import annotations

from dataclasses import replace
from hashlib import md5 as md5_of
from pathlib import Path
from typing import Final

from imt_core.cohort.first_line import as_first_lines
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
    md5: str = "",
    extent: str = "",
    first_lines: bool = True,
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
    md5 : str
        Of the file, which tells another cohort of the same size, or a changed cell.
    extent : {"", "localized", "advanced"}
        Of the disease in all rows, as it was answered of a sheet without a stage.
    first_lines : bool
        Whether the only row of each patient is a first line where no line is numbered.
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
    if md5 and md5 != file_md5(path.read_bytes()):
        raise ImtError(
            f"{path.name} must be the cohort for which this script was written, but it is another, "
            "or was changed: a spreadsheet that saves it changes it too. Take it from the app "
            f"again: {HOW_TO_GET}. For another cohort take md5 out of the script."
        )
    if not first_lines:
        cohort = as_first_lines(cohort, assumed=False)
    return replace(cohort, frame=cohort.frame.assign(disease_extent=extent)) if extent else cohort


def file_md5(content: bytes) -> str:
    """By which a file is known again; R has no better without a package."""
    return md5_of(content, usedforsecurity=False).hexdigest()


def answered_extent(cohort: Cohort) -> str:
    """The extent of disease that was answered for all rows, which no column of the file tells.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"patient_id": ["a"], "disease_extent": ["advanced"]})
    >>> answered_extent(Cohort(frame=frame, name="one"))
    'advanced'
    >>> answered_extent(Cohort(frame=frame.assign(stage="metastatic"), name="one"))
    ''
    """
    if cohort.has("stage") or not cohort.has("disease_extent"):
        return ""
    return str(cohort.frame["disease_extent"].iloc[0])


def file_shape(cohort: Cohort) -> tuple[int, int]:
    """Lines and columns of the file as which a cohort is downloaded."""
    own = {column.name for column in DERIVED_COLUMNS}
    return len(cohort.frame), sum(name not in own for name in cohort.frame)


def _size(lines: int, columns: int) -> str:
    return f"{format_count(lines, 'line')} and {format_count(columns, 'column')}"
