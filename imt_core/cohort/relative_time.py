"""Calendar dates replaced by months: nothing in a cohort then tells a day of a patient's life."""

from __future__ import annotations

from dataclasses import replace

from imt_core.cohort.schema import COLUMNS, Cohort
from imt_core.conventions.units import months_from


def drop_dates(cohort: Cohort) -> Cohort:
    """Put months since the patient's first line in the place of every calendar date.

    Parameters
    ----------
    cohort : Cohort
        With the times that its dates allow already worked out.

    Returns
    -------
    Cohort
        Without its date columns; ``start_months`` says when each line started, counted from the
        earliest start of the patient, where the sheet does not say so itself.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"patient_id": ["a", "a"],
    ...                       "start_date": pd.to_datetime(["2020-01-01", "2020-12-31"])})
    >>> relative = drop_dates(Cohort(frame=frame, name="two lines")).frame
    >>> relative.columns.tolist(), relative["start_months"].round(2).tolist()
    (['patient_id', 'start_months'], [0.0, 11.99])
    >>> drop_dates(Cohort(frame=frame[["patient_id"]], name="no dates")).frame.columns.tolist()
    ['patient_id']
    """
    dates = [column.name for column in COLUMNS if column.kind == "date"]
    relative = start_in_months(cohort)
    frame = relative.frame
    return replace(relative, frame=frame.drop(columns=[name for name in dates if name in frame]))


def start_in_months(cohort: Cohort) -> Cohort:
    """Say when each line started in months, where the sheet does so by a date alone.

    Parameters
    ----------
    cohort : Cohort

    Returns
    -------
    Cohort
        With ``start_months``, counted from the earliest start of the patient; its dates stay.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"patient_id": ["a", "a"],
    ...                       "start_date": pd.to_datetime(["2020-01-01", "2020-12-31"])})
    >>> dated = start_in_months(Cohort(frame=frame, name="two lines")).frame
    >>> dated.columns.tolist()
    ['patient_id', 'start_months', 'start_date']
    """
    if not cohort.has("start_date") or cohort.has("start_months"):
        return cohort
    start = cohort.frame["start_date"]
    first = start.groupby(cohort.frame["patient_id"]).transform("min")
    months = months_from((start - first).dt.days, "days")
    frame = cohort.frame.drop(columns="start_months", errors="ignore")
    frame.insert(list(frame.columns).index("start_date"), "start_months", months)
    return replace(cohort, frame=frame)
