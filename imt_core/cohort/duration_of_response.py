"""Duration of response, and the time it took to respond: responders (CR or PR) only."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from imt_core.cohort.counting import Unit, cases_in_unit, count_cases, left_out_rows
from imt_core.cohort.endpoint_cases import EndpointCases
from imt_core.cohort.endpoints import MAIN_ENDPOINTS, MAIN_SHORTS, Endpoint
from imt_core.cohort.schema import RESPONDERS, Cohort
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.conventions.errors import ImtError
from imt_core.conventions.notes import Note
from imt_core.estimates.quartiles import NumberSummary, summarize_numbers
from imt_core.estimates.time_to_event import TIE_TOLERANCE, time_to_event

DURATION_OF_RESPONSE: Final = Endpoint(
    name="dor",
    label="Duration of response",
    short="DOR",
    event="progression or death after response",
    word="progression",
    origin="the first documented response",
)
"""Time runs from the first documented response, not from day 1 of cycle 1."""

_SELECTED: Final = Note(
    code="selection_by_response",
    message="Only responders are in this figure (selection by response): it tells how long "
    "responses lasted, not which treatment works better.",
)

_ENDS: Final = " or ".join(MAIN_SHORTS)


def selected_by_response(endpoint: Endpoint) -> tuple[Note, ...]:
    """Say of durations of response that only responders have one; nothing of other endpoints.

    Examples
    --------
    >>> [note.code for note in selected_by_response(DURATION_OF_RESPONSE)]
    ['selection_by_response']
    """
    return (_SELECTED,) if endpoint.name == DURATION_OF_RESPONSE.name else ()


def derive_duration_of_response(cohort: Cohort, *, unit: Unit = "lines") -> EndpointCases:
    """Collect the responders with the time from response to progression, recurrence or death.

    Parameters
    ----------
    cohort : Cohort
        Usually already filtered.
    unit : {"lines", "patients"}
        With ``"patients"`` only the first line in view of each patient that can enter is counted.

    Returns
    -------
    EndpointCases
        `times` in months from the first documented response; everyone else in view is in
        `left_out` with the reason.

    Raises
    ------
    ImtError
        If the cohort lacks ``best_response``, ``response_months``, or both PFS and RFS.

    Notes
    -----
    ``response_months`` to the end of PFS in advanced disease, to the end of RFS in localized
    disease; the event is that of PFS or RFS, so a responder without one is censored. Where the
    extent is not recorded, whichever of the two is recorded is taken, PFS first. A response on
    the day of the event lasts 0 months; one after it is left out. The curve is conditional on
    responding: it compares no treatments, since who responds depends on the treatment.
    R: ``survfit(Surv(end_months - response_months, event) ~ 1, subset = best %in% c("CR", "PR"))``.

    References
    ----------
    Eisenhauer EA et al. (RECIST 1.1, section 4.6). Eur J Cancer 2009;45:228-247.
    doi:10.1016/j.ejca.2008.10.026

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("abc"), "line_number": [1.0] * 3,
    ...     "best_response": ["PR", "CR", "SD"], "response_months": [2.0, None, None],
    ...     "pfs_months": [9.5, 20.0, 6.0], "pfs_event": [1.0, 0.0, 1.0]})
    >>> cases = derive_duration_of_response(Cohort(frame=frame, name="three"))
    >>> cases.times.months.tolist(), cases.times.event.tolist()
    ([7.5], [True])
    >>> [(left.reason, left.count.n_lines) for left in cases.left_out]
    [('not a responder', 1), ('no response time recorded', 1)]
    >>> derive_duration_of_response(Cohort(frame=frame.tail(1), name="none")).times.n
    0
    """
    _require_columns(cohort, "best_response", "response_months")
    if not any(_has(cohort, end) for end in MAIN_ENDPOINTS.values()):
        columns = ", or ".join(" and ".join(end.columns) for end in MAIN_ENDPOINTS.values())
        raise ImtError(
            f"cohort must have {_ENDS} for the duration of response, but their columns are "
            f"missing. Add {columns}, to the sheet."
        )
    frame = cohort.frame
    end_months, end_event = end_of_control(cohort)
    duration = end_months - frame["response_months"]
    responded = frame["best_response"].isin(RESPONDERS)
    timed = frame["response_months"].notna()
    followed = end_months.notna()
    in_order = _in_order(cohort.as_timed())
    left_out = [
        left_out_rows("no best response recorded", frame[frame["best_response"].isna()]),
        left_out_rows("not a responder", frame[frame["best_response"].notna() & ~responded]),
        left_out_rows("no response time recorded", frame[responded & ~timed]),
        left_out_rows(f"no {_ENDS} time or event recorded", frame[responded & timed & ~followed]),
        left_out_rows(
            f"response recorded after the end of {_ENDS}",
            frame[responded & timed & followed & ~in_order],
        ),
    ]
    entering = frame[responded & timed & followed & in_order]
    counted = cases_in_unit(entering, unit)
    later = entering.drop(counted.index)
    left_out.append(left_out_rows("later lines of patients already counted", later))
    return EndpointCases(
        endpoint=DURATION_OF_RESPONSE,
        unit=unit,
        rows=counted,
        times=time_to_event(duration[counted.index].clip(lower=0), end_event[counted.index]),
        count=count_cases(counted),
        left_out=tuple(group for group in left_out if group.count.n_lines),
    )


def time_to_response(
    cohort: Cohort, *, unit: Unit = "lines", conventions: Conventions = AS_PUBLISHED
) -> NumberSummary:
    """Summarize the months to the first documented response, among responders.

    Parameters
    ----------
    cohort : Cohort
        Usually already filtered.
    unit : {"lines", "patients"}
        With ``"patients"`` only the first responding line in view of each patient is counted.
    conventions : Conventions
        Gives the quartile type.

    Returns
    -------
    NumberSummary
        Months; `n` responders with a time, `n_missing` responders without one; ``None`` without
        any.

    Raises
    ------
    ImtError
        If the cohort lacks ``best_response`` or ``response_months``.

    Notes
    -----
    A plain median, not a Kaplan-Meier one: every responder's time is known, and those who did not
    respond are not in it. It tells how soon responders responded, not the chance of a response.
    R: ``quantile(response_months[responder], c(.25, .5, .75), type = 2, na.rm = TRUE)``.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("abcd"), "line_number": [1.0] * 4,
    ...     "best_response": ["PR", "CR", "PR", "SD"], "response_months": [2.0, 3.0, None, None]})
    >>> summary = time_to_response(Cohort(frame=frame, name="four"))
    >>> summary.median, summary.n, summary.n_missing
    (2.5, 2, 1)
    >>> time_to_response(Cohort(frame=frame.tail(1), name="none")).median is None
    True
    """
    _require_columns(cohort, "best_response", "response_months")
    frame = cohort.frame
    responders = cases_in_unit(frame[frame["best_response"].isin(RESPONDERS)], unit)
    return summarize_numbers(responders["response_months"], quartile_type=conventions.quartile_type)


def _in_order(cohort: Cohort) -> pd.Series:
    """Whether the response came before the end of control, or with it."""
    end_months, _ = end_of_control(cohort)
    in_order: pd.Series = end_months - cohort.frame[
        "response_months"
    ] >= -TIE_TOLERANCE * np.maximum(1.0, end_months)
    return in_order


def end_of_control(cohort: Cohort) -> tuple[pd.Series, pd.Series]:
    """Months from day 1 and event of the endpoint that ends a response or a stable disease.

    PFS in advanced disease, RFS in localized disease, whichever is recorded (PFS first) where the
    extent is not; NaN where either months or event is missing.
    """
    frame = cohort.frame
    nothing = pd.Series(np.nan, index=frame.index, dtype=np.float64)
    months, event = nothing, nothing
    for extent, end in MAIN_ENDPOINTS.items():
        if not _has(cohort, end):
            continue
        applies = frame[list(end.columns)].notna().all(axis=1) & months.isna()
        if "disease_extent" in frame:
            applies &= frame["disease_extent"].isna() | (frame["disease_extent"] == extent)
        months = months.where(~applies, frame[end.months_column])
        event = event.where(~applies, frame[end.event_column])
    return months, event


def _has(cohort: Cohort, end: Endpoint) -> bool:
    return set(end.columns) <= set(cohort.frame.columns)


def _require_columns(cohort: Cohort, *columns: str) -> None:
    missing = [column for column in columns if column not in cohort.frame]
    if missing:
        raise ImtError(
            f"cohort must have the columns {' and '.join(columns)} for responders' times, but "
            f"{' and '.join(missing)} was not found. Add it to the sheet."
        )
