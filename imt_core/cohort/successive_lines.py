"""The line of treatment that a patient had before or after another one."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from imt_core.cohort.schema import Cohort
from imt_core.conventions.units import months_from


def line_beside(cohort: Cohort, *, steps: Literal[-1, 1]) -> pd.DataFrame:
    """Find each line's neighbour among all lines of its patient in the sheet.

    Parameters
    ----------
    cohort : Cohort
        The lines in view; neighbours are looked for among those that a filter left out, too.
    steps : {-1, 1}
        The recorded line before, or the one after.

    Returns
    -------
    pandas.DataFrame
        Columns and index of ``cohort.frame`` without the patient; empty cells where there is no
        such line. It need not follow at once: compare the line numbers.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": ["a", "a", "a", "b"], "line_number": [3.0, 1, 2, 1]})
    >>> cohort = Cohort(frame=frame, name="four lines")
    >>> line_beside(cohort, steps=-1)["line_number"].tolist()
    [2.0, nan, 1.0, nan]
    """
    whole = (cohort.unfiltered or cohort).frame
    numbered = whole[whole["line_number"].notna()]
    ordered = numbered.sort_values(["patient_id", "line_number"], kind="stable")
    return ordered.groupby("patient_id").shift(-steps).reindex(cohort.frame.index)


def months_between(start: pd.DataFrame, later: pd.DataFrame) -> pd.Series:
    """Months from the start of lines to the start of others; empty where one is not recorded.

    Parameters
    ----------
    start, later : pandas.DataFrame
        Lines of the same patients, with ``start_date``, or with ``start_months`` in its place.

    Returns
    -------
    pandas.Series of float

    Examples
    --------
    >>> first, second = (pd.DataFrame({"start_months": [m]}) for m in (1.5, 8.0))
    >>> months_between(first, second).tolist()
    [6.5]
    """
    months = pd.Series(float("nan"), index=start.index)
    if "start_date" in start:
        months = months_from((later["start_date"] - start["start_date"]).dt.days, "days")
    if "start_months" in start:
        months = months.fillna(later["start_months"] - start["start_months"])
    return months.astype(float)
