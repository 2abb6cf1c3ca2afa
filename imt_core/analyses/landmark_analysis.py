"""The landmark analysis: groups by what is learned after day 1, as known at one month, from there.

Whoever responded must have lived long enough to respond. Compared from day 1 responders therefore
live longer even where a response changes nothing; compared from a landmark, among those who reached
it, by what was known there, they do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from imt_core.cohort.counting import count_cases, left_out_rows
from imt_core.cohort.endpoint_cases import EndpointCases
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.schema import (
    COLUMN_BY_NAME,
    RESPONDERS,
    Cohort,
    column_label,
    known_at_start,
    level_texts,
)
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_exact
from imt_core.estimates.time_to_event import TIE_TOLERANCE, time_to_event

HAPPENED: Final = {"best_response": RESPONDERS, "later_alk_inhibitor": ("1",)}
"""The levels of a column that are learned in a certain month; any of other columns."""

_WORDS: Final = {
    "best_response": ("CR or PR by month {}", "no CR or PR by month {}"),
    "later_alk_inhibitor": ("by month {}", "not by month {}"),
    "stop_reason": ("", "on treatment at month {}"),
}
"""The level of those of whom it was known, and of the others; without the former its own."""


def landmark_levels(column: str, months: float) -> tuple[str, str]:
    """The level of those of whom it is known at a landmark, empty for its own, and of the others.

    Examples
    --------
    >>> landmark_levels("best_response", 6.0)
    ('CR or PR by month 6', 'no CR or PR by month 6')
    """
    known, other = _WORDS[column]
    return known.format(format_exact(months)), other.format(format_exact(months))


def dated_columns(cohort: Cohort, columns: Sequence[str]) -> tuple[str, ...]:
    """Those learned after day 1 whose month the cohort has in another column."""
    return tuple(
        column
        for column in columns
        if known_at_start(column, cohort.declared) is False and _is_dated(column, cohort)
    )


def known_at_landmark(cohort: Cohort, columns: Sequence[str], *, months: float) -> Cohort:
    """Exchange what is learned after day 1 for what was known of it at a landmark.

    Parameters
    ----------
    cohort : Cohort
    columns : sequence of str
        Those whose month is in no other column stay as they are, and count as learned later.
    months : float
        The landmark, in months from day 1.

    Returns
    -------
    Cohort
        Best response becomes "CR or PR by month 6" or "no CR or PR by month 6"; a later ALK
        inhibitor "by month 6" or not; a reason for stopping itself, or "on treatment at month 6".
        Empty where the sheet does not say in which month.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("abcd"), "best_response": ["PR", "CR", "SD", "PR"],
    ...                       "response_months": [2.0, 9.0, None, None]})
    >>> known = known_at_landmark(Cohort(frame=frame, name="4"), ["best_response"], months=6)
    >>> known.frame["best_response"].tolist()
    ['CR or PR by month 6', 'no CR or PR by month 6', 'no CR or PR by month 6', None]
    """
    dated = dated_columns(cohort, columns)
    frame = cohort.frame.assign(**{c: _known_by(cohort.frame, c, months) for c in dated})
    known = replace(cohort, frame=frame)
    for column in dated:
        known = known.declare(column, known=True)
    if cohort.unfiltered is not None:
        # A level keeps the colour that it has without filters.
        whole = known_at_landmark(cohort.unfiltered, columns, months=months)
        known = replace(known, unfiltered=whole)
    return known


def landmark_cases(
    cohort: Cohort, cases: EndpointCases, by: Sequence[str], *, months: float
) -> EndpointCases:
    """Keep the cases that are followed without an event to a landmark, and count time from there.

    Parameters
    ----------
    cohort : Cohort
        As `known_at_landmark` gives it.
    cases : EndpointCases
        From day 1; with patients as the unit each patient's line is chosen there.
    by : sequence of str
        Columns that make the groups: a case of which one is not known at the landmark is left out.
    months : float

    Returns
    -------
    EndpointCases
        Left out are those with the event or censored before the landmark. One on the landmark
        stays, with 0 months. Follow-up for overall survival counts from the landmark too.

    Raises
    ------
    ImtError
        If months are not of an endpoint that counts from day 1.

    Notes
    -----
    Who had the event before the landmark says nothing about what came after it, and the result
    holds for those only who reached it. Another landmark may give another result: choose it before
    looking, where most responses are known and few patients are lost.
    R: ``survdiff(Surv(months - 6, event) ~ known, subset = months >= 6)``.

    References
    ----------
    Anderson JR, Cain KC, Gelber RD. J Clin Oncol 1983;1:710-719. doi:10.1200/JCO.1983.1.11.710

    Examples
    --------
    >>> from imt_core.cohort.endpoint_cases import derive_endpoint
    >>> from imt_core.cohort.example import example_cohort
    >>> cohort = example_cohort()
    >>> cases = landmark_cases(cohort, derive_endpoint(cohort, "os"), [], months=9.5)
    >>> cases.times.months.tolist()
    [0.5, 6.5, 10.5, 14.5]
    >>> [(left.reason, left.count.n_lines) for left in cases.left_out]
    [('event before the landmark at month 9.5', 2)]
    """
    if cases.endpoint.name not in ENDPOINTS:
        raise ImtError(
            f"endpoint must count from day 1 for a landmark, but {cases.endpoint.short} does not. "
            f"Choose one of {', '.join(ENDPOINTS)}."
        )
    at = format_exact(months)
    rows = cohort.frame.loc[cases.rows.index]
    reached = pd.Series(
        cases.times.months >= months - TIE_TOLERANCE * max(1.0, months), index=rows.index
    )
    event = pd.Series(cases.times.event, index=rows.index)
    left_out = [
        *cases.left_out,
        left_out_rows(f"event before the landmark at month {at}", rows[~reached & event]),
        left_out_rows(f"censored before the landmark at month {at}", rows[~reached & ~event]),
    ]
    entering = reached
    for column in by:
        if known_at_start(column) is False and known_at_start(column, cohort.declared):
            unknown = entering & rows[column].isna()
            reason = f"{column_label(column)} at month {at} is not known"
            left_out.append(left_out_rows(reason, rows[unknown]))
            entering = entering & ~unknown
    rows = rows[entering]
    shifted = {
        column: (rows[column] - months).clip(lower=0)
        for column in dict.fromkeys((cases.endpoint.months_column, "os_months"))
        if column in rows
    }
    rows = rows.assign(**shifted)
    return EndpointCases(
        endpoint=replace(
            cases.endpoint,
            label=f"{cases.endpoint.label} from month {at}",
            short=f"{cases.endpoint.short} from month {at}",
            origin=f"the landmark, month {at} after {cases.endpoint.origin}",
        ),
        unit=cases.unit,
        rows=rows,
        times=time_to_event(rows[cases.endpoint.months_column], event[entering]),
        count=count_cases(rows),
        left_out=tuple(group for group in left_out if group.count.n_lines),
    )


def _is_dated(column: str, cohort: Cohort) -> bool:
    canonical = COLUMN_BY_NAME.get(column)
    if canonical is None or not canonical.learned_at:
        return False
    # A filter may leave those only to whom it did not happen.
    return (cohort.unfiltered or cohort).has(canonical.learned_at)


def _known_by(frame: pd.DataFrame, column: str, months: float) -> pd.Series:
    values, learned = frame[column], frame[COLUMN_BY_NAME[column].learned_at]
    happened, never = learned.notna(), pd.Series(False, index=frame.index)
    if column in HAPPENED:
        happened = level_texts(values).isin(HAPPENED[column])
        never = values.notna() & ~happened
    by_then = happened & (learned <= months + TIE_TOLERANCE * max(1.0, months))
    not_yet = never | (happened & learned.notna() & ~by_then)
    known, other = landmark_levels(column, months)
    told = [
        (known or value) if is_by_then else other if is_other else None
        for value, is_by_then, is_other in zip(values, by_then, not_yet, strict=True)
    ]
    return pd.Series(told, index=frame.index, dtype=object)
