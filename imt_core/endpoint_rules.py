"""Rules about times, events and dates."""

from __future__ import annotations

from typing import Final

import pandas as pd

from imt_core.derivation import derive_columns
from imt_core.units import DAYS_PER_MONTH
from imt_core.validation_report import Issue
from imt_core.validation_rule import ENDPOINT_NAMES, SAME_TIME, Rule, found, has

DATES_DISAGREE: Final = 0.5
"""Months by which a recorded time may differ from its dates before it is questioned."""


def _times_and_events(frame: pd.DataFrame) -> list[Issue]:
    """A time needs its event indicator, and the reverse."""
    issues = []
    for end in ENDPOINT_NAMES:
        months, event = f"{end}_months", f"{end}_event"
        if has(frame, months) != has(frame, event):
            present, absent = (months, event) if has(frame, months) else (event, months)
            issues.append(Issue(
                code="half_an_endpoint", severity="error", column=absent,
                message=f"{present} needs {absent} beside it, but the sheet has no such column.",
                remedy=f"Add {absent}, or remove {present}.",
            ))  # fmt: skip
        elif has(frame, months):
            issues += found(
                frame[months].notna() & frame[event].isna(), "event_missing", event,
                f"{months} is filled but {event} is empty.",
                f"Write 1 or 0 in {event}, or empty {months}.",
            )  # fmt: skip
            issues += found(
                frame[event].notna() & frame[months].isna(), "time_missing", months,
                f"{event} is filled but {months} is empty.",
                f"Write the months, or empty {event}.",
            )  # fmt: skip
    return issues


def _endpoint_fits_stage(frame: pd.DataFrame) -> list[Issue]:
    issues = []
    pairs = (("pfs", "rfs", "localized", "advanced"), ("rfs", "pfs", "advanced", "localized"))
    for end, other, wrong, right in pairs:
        if has(frame, f"{end}_months"):
            extent = frame["disease_extent"]
            issues += found(
                (extent == wrong) & frame[f"{end}_months"].notna(),
                f"{end}_in_{wrong}", f"{end}_months",
                f"{end.upper()} is defined in {right} disease only, but the stage is {wrong}.",
                f"Move the time to {other}_months, or correct the stage.",
            )  # fmt: skip
    return issues


def _endpoint_fits_survival(frame: pd.DataFrame) -> list[Issue]:
    issues = []
    if not has(frame, "os_months", "os_event"):
        return []
    overall, death = frame["os_months"], frame["os_event"]
    for end in ("pfs", "rfs"):
        months, event = f"{end}_months", f"{end}_event"
        if not has(frame, months, event):
            continue
        time = frame[months]
        issues += found(
            time > overall + SAME_TIME, f"{end}_after_os", months,
            f"{months} must not exceed os_months, but does.", "Check which of the two is right.",
        )  # fmt: skip
        at_death = (death == 1) & ((time - overall).abs() <= SAME_TIME)
        issues += found(
            at_death & (frame[event] == 0), f"death_is_{end}_event", event,
            f"The patient died at the end of {end.upper()}, so {event} must be 1, but is 0.",
            f"Write 1 in {event}, or correct the times.",
        )  # fmt: skip
    return issues


def _date_order(frame: pd.DataFrame) -> list[Issue]:
    issues = []
    order = (
        ("start_date", "progression_date"), ("start_date", "death_date"),
        ("start_date", "last_followup_date"), ("progression_date", "death_date"),
    )  # fmt: skip
    for first, then in order:
        if has(frame, first, then):
            issues += found(
                frame[then] < frame[first], f"{then}_too_early", then,
                f"{then} must not lie before {first}, but does.",
                "Check which of the two is right.",
            )  # fmt: skip
    return issues


def _times_fit_dates(frame: pd.DataFrame) -> list[Issue]:
    """Recorded months that their own dates contradict."""
    if not has(frame, "start_date"):
        return []
    recorded = [f"{end}_{part}" for end in ENDPOINT_NAMES for part in ("months", "event")]
    bare = frame.drop(columns=[column for column in recorded if column in frame])
    derived = derive_columns(bare)
    issues = []
    for end in ENDPOINT_NAMES:
        column = f"{end}_months"
        if column in frame and column in derived:
            issues += found(
                (frame[column] - derived[column]).abs() > DATES_DISAGREE,
                "dates_disagree", column,
                f"{column} differs from the dates by more than {DATES_DISAGREE:g} months, at "
                f"{DAYS_PER_MONTH} days a month. The recorded months are used.",
                "Check the dates, or the months.", "warning",
            )  # fmt: skip
    return issues


ENDPOINT_RULES: Final[tuple[Rule, ...]] = (
    _times_and_events,
    _endpoint_fits_stage,
    _endpoint_fits_survival,
    _date_order,
    _times_fit_dates,
)
