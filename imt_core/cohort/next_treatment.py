"""Time to next treatment: from the start of a line to the start of the next, death competing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from imt_core.cohort.competing_cases import (
    TIME_TO_NEXT_TREATMENT,
    CompetingCases,
    counted_cases,
    derive_recurrence,
)
from imt_core.cohort.counting import Unit, left_out_rows
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.schema import Cohort
from imt_core.cohort.successive_lines import line_beside, months_between
from imt_core.conventions.errors import ImtError
from imt_core.conventions.units import SAME_TIME


def available_incidences(cohort: Cohort) -> tuple[str, ...]:
    """The endpoints with a competing death that a cohort has the columns for.

    Parameters
    ----------
    cohort : Cohort

    Returns
    -------
    tuple of str
        Names of `COMPETING_ENDPOINTS`: ``pfs`` and ``rfs`` beside overall survival, ``ttnt`` where
        lines have numbers and starts.

    Examples
    --------
    >>> frame = pd.DataFrame({"os_months": [3.0], "os_event": [1.0], "line_number": [1.0],
    ...                       "start_months": [0.0]})
    >>> available_incidences(Cohort(frame=frame, name="one"))
    ('ttnt',)
    """
    if not cohort.has("os_months", "os_event"):
        return ()
    told = [
        end.name
        for end in ENDPOINTS.values()
        if end.counts_death and not end.is_death_alone and cohort.has(*end.columns)
    ]
    has_starts = cohort.has("start_date") or cohort.has("start_months")
    return (*told, *(["ttnt"] if has_starts and cohort.has("line_number") else []))


def derive_competing(cohort: Cohort, endpoint: str, *, unit: Unit = "lines") -> CompetingCases:
    """Collect the cases of an endpoint with a competing death.

    Parameters
    ----------
    cohort : Cohort
        Usually already filtered.
    endpoint : {"pfs", "rfs", "ttnt"}
    unit : {"lines", "patients"}

    Returns
    -------
    CompetingCases

    Raises
    ------
    ImtError
        If the cohort lacks the columns.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> derive_competing(example_cohort(), "rfs")
    Traceback (most recent call last):
        ...
    imt_core.ImtError: cohort must have the columns rfs_months and rfs_event for RFS, but they \
are missing. Add them, or choose another endpoint.
    """
    if endpoint == TIME_TO_NEXT_TREATMENT.name:
        return derive_next_treatment(cohort, unit=unit)
    return derive_recurrence(cohort, endpoint, unit=unit)


def derive_next_treatment(cohort: Cohort, *, unit: Unit = "lines") -> CompetingCases:
    """Time each line to the start of the next, to death without one, or to the last contact.

    Parameters
    ----------
    cohort : Cohort
        Usually already filtered; the next line may be out of view.
    unit : {"lines", "patients"}
        With ``"patients"`` only the first line in view of each patient that can enter is counted.

    Returns
    -------
    CompetingCases
        Lines after which another was given, of which the sheet does not hold the start, are left
        out and counted in `n_untimed`.

    Raises
    ------
    ImtError
        If the cohort lacks line numbers, starts of lines or overall survival.

    Notes
    -----
    The next treatment is the line with the next number. Where ``total_lines`` tells of exactly one
    more than the sheet holds, or of none, a later ALK inhibitor with its time is that treatment.
    Another line followed where ``total_lines`` or a later line of the sheet says so. Lines of
    which the sheet says nothing are taken as not given.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("aabc"), "line_number": [1.0, 2, 1, 1],
    ...     "start_months": [0.0, 6.0, 0.0, 0.0], "total_lines": [2.0, 2, 1, 2],
    ...     "os_months": [20.0, 14.0, 9.0, 30.0], "os_event": [0.0, 0, 1, 1]})
    >>> cases = derive_next_treatment(Cohort(frame=frame, name="four lines"))
    >>> cases.times.months.tolist(), cases.times.cause.tolist()
    ([6.0, 14.0, 9.0], [1, 0, 2])
    >>> cases.left_out[0].reason, cases.n_untimed
    ('another line followed, but its start is not in the sheet', 1)
    """
    frame = cohort.frame
    if not (cohort.has("line_number", "os_months", "os_event") and _has_starts(frame)):
        raise ImtError(
            "cohort must have line_number, the start of lines, os_months and os_event for the time "
            "to next treatment, but not all were found. Add them to the sheet."
        )
    start, was_given = _next_starts(cohort)
    end, died = frame["os_months"], frame["os_event"]
    exact = cohort.as_timed()
    told, _ = _next_starts(exact)
    in_order = ~(told < 0) & ~(told > exact.frame["os_months"] + SAME_TIME)
    timed = start.notna() & in_order
    untimed = was_given & start.isna()
    followed = ~was_given & end.notna() & died.notna()
    unfollowed = ~was_given & ~followed
    left_out = [
        left_out_rows("another line followed, but its start is not in the sheet", frame[untimed]),
        left_out_rows(
            "the next line starts before this one, or after the end of follow-up",
            frame[start.notna() & ~in_order],
        ),
        left_out_rows("no next line, and neither death nor last contact", frame[unfollowed]),
    ]
    cause = pd.Series(np.where(timed, 1, np.where(died == 1, 2, 0)), index=frame.index)
    return counted_cases(
        TIME_TO_NEXT_TREATMENT,
        unit,
        frame[timed | followed],
        start.where(timed, end),
        cause,
        left_out,
        n_untimed=int(untimed.sum()),
    )


def _next_starts(cohort: Cohort) -> tuple[pd.Series, pd.Series]:
    """Months to the next treatment where they are known, and whether another was given."""
    frame, following = cohort.frame, line_beside(cohort, steps=1)
    is_next = following["line_number"] == frame["line_number"] + 1
    start = months_between(frame, following).where(is_next)
    n_missing = _column(frame, "total_lines") - frame["line_number"]
    inhibitor = _column(frame, "later_alk_inhibitor") == 1
    may_be_inhibitor = inhibitor & following["line_number"].isna() & ~(n_missing > 1)
    start = start.fillna(_column(frame, "later_alk_inhibitor_months").where(may_be_inhibitor))
    return start, following["line_number"].notna() | (n_missing > 0) | inhibitor


def _has_starts(frame: pd.DataFrame) -> bool:
    return "start_date" in frame or "start_months" in frame


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    nothing = pd.Series(np.nan, index=frame.index, dtype=float)
    return frame.get(name, nothing)
