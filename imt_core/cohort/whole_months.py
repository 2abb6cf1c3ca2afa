"""Times rounded to whole months, so that no curve or bar holds a patient's own."""

from __future__ import annotations

from dataclasses import replace
from math import floor
from typing import Final

import pandas as pd

from imt_core.cohort.relative_time import start_in_months
from imt_core.cohort.schema import COLUMNS, Cohort
from imt_core.cohort.target_lesions import parse_target_changes
from imt_core.conventions.formatting import format_exact

WHOLE_MONTHS: Final = "times rounded to whole months"
WHOLE_MONTHS_METHOD: Final = (
    "every time was rounded to the nearest whole month, a half up and none of those above 0 to 0, "
    "before anything was worked out: medians, rates and tests are those of the rounded times"
)

_TIMES: Final = tuple(
    column.name for column in COLUMNS if column.kind == "number" and column.name.endswith("_months")
)


def in_whole_months(cohort: Cohort) -> Cohort:
    """Round every time of a cohort to whole months.

    Parameters
    ----------
    cohort : Cohort

    Returns
    -------
    Cohort
        Its times to the nearest whole month, a half up and at least 1 where they are above 0; a
        start date gives way to months since the patient's first, so that those between two
        successive starts are whole. Two assessments of target lesions that come to one month stay
        apart: the later takes the next.

    Notes
    -----
    Whatever came first comes first or falls together: rounding never turns an order. Of two that
    fall together the exact times still tell which it was (`Cohort.as_timed`): a progression before
    death stays a progression.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("abc"), "os_months": [0.2, 12.5, None],
    ...     "target_changes": ["1.8: -12; 2.2: -30", None, None]})
    >>> rounded = in_whole_months(Cohort(frame=frame, name="three")).frame
    >>> rounded["os_months"].tolist(), rounded["target_changes"][0]
    ([1.0, 13.0, nan], '2: -12; 3: -30')
    """
    relative = start_in_months(cohort)
    frame = relative.frame.drop(columns="start_date", errors="ignore")
    times = [name for name in _TIMES if name in frame]
    rounded = {name: _whole(frame[name]) for name in times}
    if "start_months" in frame:
        rounded["start_months"] = _starts(frame["patient_id"], frame["start_months"])
    if "target_changes" in frame:
        rounded["target_changes"] = frame["target_changes"].map(_assessments, na_action="ignore")
    exact = relative.as_timed().frame[times]
    return replace(relative, frame=frame.assign(**rounded), exact=exact)


def _whole(months: pd.Series) -> pd.Series:
    return months.map(_nearest, na_action="ignore").astype(float)


def _starts(patients: pd.Series, months: pd.Series) -> pd.Series:
    """What lies between two starts is a time as those from a start are: no sum of its own."""
    ordered = months.sort_values(kind="stable")
    since = ordered.groupby(patients).diff()
    steps = _whole(since.where(since.notna(), ordered))
    return steps.groupby(patients).cumsum().reindex(months.index)


def _nearest(months: float) -> float:
    # What is a half but for a binary's last digits is a half.
    nearest = floor(round(months, 9) + 0.5)
    return float(nearest or months > 0)


def _assessments(text: str) -> str:
    series = parse_target_changes(text)
    entries: list[str] = []
    before = 0.0
    for one in series.assessments:
        before = max(_nearest(one.months), before + 1)
        entries.append(f"{format_exact(before)}: {format_exact(one.change)}")
    return "; ".join([*entries, *series.unread])
