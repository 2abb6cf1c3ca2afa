"""Rules about times, events and dates."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from imt_core.cohort.endpoints import (
    ENDPOINT_NAMES,
    ENDPOINT_OF_COLUMN,
    ENDPOINTS,
    MAIN_ENDPOINTS,
    Endpoint,
)
from imt_core.conventions.units import DAYS_PER_MONTH, SAME_TIME, months_from
from imt_core.intake.checks.assumptions import Assumptions
from imt_core.intake.checks.derivation import derive_columns, lines_without_end
from imt_core.intake.checks.report import Issue
from imt_core.intake.checks.rule import Rule, found, has

DATES_DISAGREE: Final = 0.5
"""Months by which a recorded time may differ from its dates before it is questioned."""

_ALL: Final = [ENDPOINTS[name] for name in ENDPOINT_NAMES]
_EXACT: Final = 1e-6
"""Months within which a time is the one that its dates give."""


def _times_and_events(frame: pd.DataFrame) -> list[Issue]:
    """A time needs its event indicator; an event needs its time, or dates that give it."""
    issues = []
    for end in _ALL:
        months, event = end.columns
        if has(frame, event) and not has(frame, months) and _has_dates(frame, end):
            issues += _time_missing(frame, end, pd.Series(True, index=frame.index))
        elif has(frame, months) != has(frame, event):
            present, absent = (months, event) if has(frame, months) else (event, months)
            issues.append(
                Issue(
                    code="half_an_endpoint",
                    severity="error",
                    column=absent,
                    message=f"{present} needs {absent} beside it, but the sheet has no such "
                    "column.",
                    remedy=f"Add {absent}, or remove {present}.",
                )
            )
        elif has(frame, months):
            issues += found(
                frame[months].notna() & frame[event].isna(),
                "event_missing",
                event,
                f"{months} is filled but {event} is empty.",
                f"Write 1 or 0 in {event}, or empty {months}.",
            )
            issues += _time_missing(frame, end, frame[months].isna())
    return issues


def _has_dates(frame: pd.DataFrame, end: Endpoint) -> bool:
    """Whether the sheet has the columns from which the times of an endpoint are worked out."""
    ends = (*end.dates, "last_followup_date") if end.dates else ()
    return has(frame, "start_date") and any(column in frame for column in ends)


def _time_missing(frame: pd.DataFrame, end: Endpoint, untimed: pd.Series) -> list[Issue]:
    months, event = end.columns
    rows = frame[event].notna() & untimed
    for other in _of_other_extents(end):
        if has(frame, other.event_column):
            # One column of progression often serves both stages: nothing is lost if both agree.
            agree = frame[other.event_column] == frame[event]
            rows &= ~((frame["disease_extent"] == other.extent) & agree)
    return found(
        rows,
        "time_missing",
        months,
        f"{event} is filled but {months} is empty, and the dates do not give it.",
        f"Write the months, or the dates that give them, or empty {event}.",
    )


def _of_other_extents(end: Endpoint) -> list[Endpoint]:
    """What follows the disease where this endpoint is not defined."""
    if end.extent is None:
        return []
    return [other for other in MAIN_ENDPOINTS.values() if other.extent != end.extent]


def _endpoint_fits_stage(frame: pd.DataFrame) -> list[Issue]:
    issues = []
    for end in _ALL:
        for other in _of_other_extents(end):
            if has(frame, end.months_column):
                issues += found(
                    (frame["disease_extent"] == other.extent) & frame[end.months_column].notna(),
                    f"{end.name}_in_{other.extent}",
                    end.months_column,
                    f"{end.short} is defined in {end.extent} disease only, but the stage is "
                    f"{other.extent}.",
                    f"Move the time to {other.months_column}, or correct the stage.",
                )
    return issues


def _endpoint_fits_survival(frame: pd.DataFrame) -> list[Issue]:
    issues = []
    if not has(frame, "os_months", "os_event"):
        return []
    overall, death = frame["os_months"], frame["os_event"]
    for end in _ALL:
        months, event = end.columns
        if end.is_death_alone or not (end.counts_death and has(frame, months, event)):
            continue
        time = frame[months]
        issues += found(
            time > overall + SAME_TIME,
            f"{end.name}_after_os",
            months,
            f"{months} must not exceed os_months, but does.",
            "Check which of the two is right.",
        )
        at_death = (death == 1) & ((time - overall).abs() <= SAME_TIME)
        issues += found(
            at_death & (frame[event] == 0),
            f"death_is_{end.name}_event",
            event,
            f"The patient died at the end of {end.short}, so {event} must be 1, but is 0.",
            f"Write 1 in {event}, or correct the times. A column that tells of progression but not "
            f"of death is not {event}: keep it under its own name, and let the dates tell.",
        )
    return issues


def _date_order(frame: pd.DataFrame) -> list[Issue]:
    issues = []
    order = (
        ("start_date", "progression_date"),
        ("start_date", "death_date"),
        ("start_date", "last_followup_date"),
        ("progression_date", "death_date"),
    )
    for first, then in order:
        if has(frame, first, then):
            issues += found(
                frame[then] < frame[first],
                f"{then}_too_early",
                then,
                f"{then} must not lie before {first}, but does.",
                "Check which of the two is right.",
            )
    if has(frame, "death_date", "last_followup_date"):
        issues += found(
            frame["last_followup_date"] > frame["death_date"],
            "contact_after_death",
            "last_followup_date",
            "The last contact lies after the death.",
            "Check which of the two is right. OS ends with the death.",
            "warning",
        )
    return issues


def _events_fit_dates(frame: pd.DataFrame) -> list[Issue]:
    """Recorded events that their own dates contradict."""
    issues = []
    if has(frame, "os_event", "death_date"):
        issues += found(
            (frame["os_event"] == 0) & frame["death_date"].notna(),
            "event_contradicts_date",
            "os_event",
            "os_event is 0, which means alive, but death_date is filled.",
            "Check which of the two is right.",
        )
    for end in _ALL:
        months, event = end.columns
        dated = "progression_date" in end.dates
        if dated and has(frame, months, event, "start_date", "progression_date"):
            progressed = _months_until(frame, "progression_date")
            issues += found(
                (frame[event] == 0) & (progressed <= frame[months] + SAME_TIME),
                "event_contradicts_date",
                event,
                f"{event} is 0, but progression_date does not lie after the end of {end.short}.",
                "Check which of the two is right.",
            )
    return issues


def _events_have_dates(frame: pd.DataFrame) -> list[Issue]:
    """Events without a date of their own, whose time runs to the last follow-up."""
    if not has(frame, "start_date", "last_followup_date"):
        return []
    last = _months_until(frame, "last_followup_date")
    issues = []
    for end in _ALL:
        months, event = end.columns
        if end.dates and has(frame, months, event):
            undated = frame[[c for c in end.dates if c in frame]].isna().all(axis=1)
            issues += found(
                (frame[event] == 1) & undated & ((frame[months] - last).abs() < _EXACT),
                "event_at_last_followup",
                event,
                f"{event} is 1 without a {' or '.join(end.dates)}: {months} runs to "
                "last_followup_date, as if the event had been on that day.",
                f"Add the {end.dates[0]} where it was another day.",
                "warning",
            )
    return issues


def _deaths_are_said(frame: pd.DataFrame) -> list[Issue]:
    """Last follow-ups from which no overall survival is worked out: nothing says who died."""
    if "death_date" in frame or not has(frame, "start_date", "last_followup_date"):
        return []
    if has(frame, "os_event"):
        months = frame.get("os_months", pd.Series(np.nan, index=frame.index))
        return found(
            frame["os_event"].isna() & months.isna() & frame["last_followup_date"].notna(),
            "death_not_stated",
            "os_event",
            "os_event does not say whether the patient died: os_months stays empty.",
            "Write whether the patient died.",
            "warning",
        )
    others = [end.short for end in MAIN_ENDPOINTS.values() if has(frame, end.months_column)]
    counted = f" {' and '.join(others)} count no deaths." if others else ""
    return [
        Issue(
            code="deaths_not_stated",
            severity="warning",
            column="last_followup_date",
            message="Nothing in the sheet says who died: overall survival is not worked out from "
            f"the last follow-up.{counted}",
            remedy="Add a column that tells it: dates of death (empty if nobody died), or yes and "
            "no.",
        )
    ]


def _lines_have_an_end(frame: pd.DataFrame) -> list[Issue]:
    """Lines without the event's date and without a last contact, beside others that have one."""
    issues = []
    for end in _ALL:
        dated = (
            bool(end.dates) and end.dates[0] in frame and bool(frame[end.dates[0]].notna().any())
        )
        has_times = has(frame, end.months_column)
        if not dated or (has_times and "last_followup_date" not in frame):
            continue
        what = f"no date of {end.word} and no last contact, so that {end.short} has no end there"
        told = f"They are left out of {end.short}."
        if not has_times:
            told = (
                f"{end.short} is not worked out: those with the event alone would be a selection."
            )
        issues += found(
            lines_without_end(frame, end),
            "no_end_of_follow_up",
            "last_followup_date",
            f"These lines have {what}. {told}",
            "Add the date of the last contact.",
            "warning",
        )
    return issues


def _months_until(frame: pd.DataFrame, column: str) -> pd.Series:
    return months_from((frame[column] - frame["start_date"]).dt.days, "days")


def _times_fit_dates(frame: pd.DataFrame) -> list[Issue]:
    """Recorded months that their own dates contradict."""
    if not has(frame, "start_date") or not any(end.months_column in frame for end in _ALL):
        return []
    told = {end.event_column for end in _ALL if end.is_death_alone}  # says who died
    bare = frame[[name for name in frame if name in told or name not in ENDPOINT_OF_COLUMN]]
    derived = derive_columns(bare, Assumptions(next_line_censors=False))
    issues = []
    for end in _ALL:
        column = end.months_column
        if column in frame and column in derived:
            apart = (frame[column] - derived[column]).abs() > DATES_DISAGREE
            if apart.any():  # To be censored when the next line starts is in order too.
                apart &= (frame[column] - derive_columns(bare)[column]).abs() > DATES_DISAGREE
            issues += found(
                apart,
                "dates_disagree",
                column,
                f"{column} differs from the dates by more than {DATES_DISAGREE:g} months, at "
                f"{DAYS_PER_MONTH} days a month. The recorded months are used.",
                "Check the dates, or the months.",
                "warning",
            )
    return issues


ENDPOINT_RULES: Final[tuple[Rule, ...]] = (
    _times_and_events,
    _endpoint_fits_stage,
    _endpoint_fits_survival,
    _date_order,
    _events_fit_dates,
    _events_have_dates,
    _deaths_are_said,
    _lines_have_an_end,
    _times_fit_dates,
)
