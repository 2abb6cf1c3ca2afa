"""Patients of a sheet without identifiers, told apart by their rows."""

from __future__ import annotations

import pandas as pd

from imt_core.conventions.errors import ImtError


def numbered_patients(table: pd.DataFrame) -> pd.DataFrame:
    """Add ``patient_id`` to a sheet of which each row is one patient.

    Parameters
    ----------
    table : pandas.DataFrame
        A table of text with unique row numbers and no column ``patient_id``.

    Returns
    -------
    pandas.DataFrame
        With ``patient_id`` first: ``row 2``, ``row 3`` and so on.

    Raises
    ------
    ImtError
        If the table has a column ``patient_id`` already.

    Examples
    --------
    >>> table = pd.DataFrame({"weeks": ["4", "8"]}, index=pd.Index([2, 5], name="row"))
    >>> numbered_patients(table)["patient_id"].tolist()
    ['row 2', 'row 5']
    >>> numbered_patients(numbered_patients(table))
    Traceback (most recent call last):
        ...
    imt_core.ImtError: table must not hold patient_id yet, but it does. Use that column.
    """
    if "patient_id" in table:
        raise ImtError("table must not hold patient_id yet, but it does. Use that column.")
    numbered = table.copy()
    numbered.insert(0, "patient_id", [f"row {row}" for row in table.index])
    return numbered
