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
    frame = cohort.frame.drop(columns=[name for name in dates if name in cohort.frame])
    if cohort.has("start_date") and not cohort.has("start_months"):
        start = cohort.frame["start_date"]
        first = start.groupby(cohort.frame["patient_id"]).transform("min")
        months = months_from((start - first).dt.days, "days")
        place = list(cohort.frame.columns).index("start_date")
        frame = frame.drop(columns="start_months", errors="ignore")
        frame.insert(min(place, frame.shape[1]), "start_months", months)
    return replace(cohort, frame=frame)
