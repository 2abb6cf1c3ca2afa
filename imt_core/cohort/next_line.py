"""What becomes of a time to progression when the patient's next line starts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.schema import Cohort
from imt_core.conventions.units import months_from
from imt_core.estimates.time_to_event import TIE_TOLERANCE


def months_to_next_line(frame: pd.DataFrame) -> pd.Series:
    """Months from each line's start to the next start of its patient; NaN where none is later.

    Parameters
    ----------
    frame : pandas.DataFrame
        With ``patient_id``, and ``start_date`` or ``start_months``.

    Returns
    -------
    pandas.Series of float

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": ["a", "a", "b"], "start_months": [6.0, 0.0, 0.0]})
    >>> months_to_next_line(frame).tolist()
    [nan, 6.0, nan]
    >>> months_to_next_line(frame[["patient_id"]]).isna().all().item()
    True
    """
    if frame["patient_id"].is_unique:
        return pd.Series(np.nan, index=frame.index)
    if "start_date" in frame:
        place = (frame["start_date"] - pd.Timestamp(0)).dt.days.astype(float)
    else:
        place = frame.get("start_months", pd.Series(np.nan, index=frame.index)).astype(float)
    following = np.full(len(frame), np.nan)
    rows = np.flatnonzero(frame["patient_id"].duplicated(keep=False) & place.notna())
    patient, start = pd.factorize(frame["patient_id"].iloc[rows])[0], place.to_numpy()[rows]
    order = np.lexsort((start, patient))
    rows, patient, start = rows[order], patient[order], start[order]
    # From the last start of a patient on: that of the row below, or what follows the same start.
    for i in range(len(rows) - 2, -1, -1):
        if patient[i] == patient[i + 1]:
            is_later = start[i] < start[i + 1]
            following[rows[i]] = start[i + 1] if is_later else following[rows[i + 1]]
    gap = pd.Series(following, index=frame.index) - place
    return months_from(gap, "days") if "start_date" in frame else gap


def censored_at_next_line(cohort: Cohort) -> Cohort:
    """Censor every time to progression or recurrence when the patient's next line starts.

    Parameters
    ----------
    cohort : Cohort
        Whole: the next line may be one that a filter leaves out.

    Returns
    -------
    Cohort
        Times that end before the next line starts, or with it, stay as they are; so do those of
        lines whose start is not known.

    Notes
    -----
    A progression under a later treatment tells of that treatment. Other trials keep it, so that
    nobody leaves because of how a treatment went: both are asked for.

    References
    ----------
    FDA. Clinical trial endpoints for the approval of cancer drugs and biologics, appendix 3. 2018.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": ["a", "a"], "start_months": [0.0, 6.0],
    ...                       "pfs_months": [9.0, 3.0], "pfs_event": [1.0, 1.0]})
    >>> censored = censored_at_next_line(Cohort(frame=frame, name="two lines")).frame
    >>> censored["pfs_months"].tolist(), censored["pfs_event"].tolist()
    ([6.0, 3.0], [0.0, 1.0])
    """
    exact = cohort.as_timed().frame
    frame, following, told = (
        cohort.frame,
        months_to_next_line(cohort.frame),
        months_to_next_line(exact),
    )
    censored, ends = {}, {}
    for end in ENDPOINTS.values():
        if end.is_death_alone or not set(end.columns) <= set(frame.columns):
            continue
        months, event, lasted = (
            frame[end.months_column],
            frame[end.event_column],
            exact[end.months_column],
        )
        runs_on = lasted - told > TIE_TOLERANCE * np.maximum(1.0, lasted)
        censored[end.months_column] = months.mask(runs_on, following)
        censored[end.event_column] = event.mask(runs_on & event.notna(), 0.0)
        ends[end.months_column] = lasted.mask(runs_on, told)
    return replace(
        cohort,
        frame=frame.assign(**censored),
        exact=None if cohort.exact is None else cohort.exact.assign(**ends),
        rules=replace(cohort.rules, censored_at_next_line=True),
    )
