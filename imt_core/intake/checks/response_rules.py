"""Rules about response, assay, adverse events and later treatment."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from imt_core.cohort.adverse_events import read_adverse_events
from imt_core.cohort.endpoints import ENDPOINTS, MAIN_ENDPOINTS
from imt_core.cohort.target_lesions import contradicts_change, parse_target_changes
from imt_core.conventions.units import SAME_TIME
from imt_core.intake.checks.report import Issue
from imt_core.intake.checks.rule import Rule, found, has
from imt_core.intake.notation.distinct_values import map_distinct

LATE_FOR_PD: Final = 6.0
"""Months: whoever has PD at best has it at the first assessments, every two or three months."""

_ROUNDED: Final = 0.5
"""Percent by which a change may differ that was rounded."""


def _response_is_evaluable(frame: pd.DataFrame) -> list[Issue]:
    if not has(frame, "best_response", "ne_reason"):
        return []
    return found(
        frame["best_response"].isin(["CR", "PR", "SD", "PD"]) & frame["ne_reason"].notna(),
        "response_not_evaluable",
        "ne_reason",
        "A response is recorded together with a reason why it was not evaluable.",
        "Empty ne_reason, or write NE in best_response.",
    )


def _reason_is_given(frame: pd.DataFrame) -> list[Issue]:
    if not has(frame, "best_response", "ne_reason"):
        return []
    return found(
        (frame["best_response"] == "NE") & frame["ne_reason"].isna(),
        "reason_missing",
        "ne_reason",
        "A response is not evaluable (NE), but no reason is given.",
        "Fill in ne_reason if it is known.",
        "information",
    )


def _response_time(frame: pd.DataFrame) -> list[Issue]:
    if not has(frame, "best_response", "response_months"):
        return []
    responded = frame["best_response"].isin(["CR", "PR"])
    issues = found(
        frame["response_months"].notna() & ~responded,
        "response_time_without_response",
        "response_months",
        "response_months is filled, but best_response is not CR or PR.",
        "Empty it, or correct best_response.",
        "warning",
    )
    for end, endpoint in ENDPOINTS.items():
        if has(frame, endpoint.months_column):
            issues += found(
                frame["response_months"] > frame[endpoint.months_column] + SAME_TIME,
                f"response_after_{end}",
                "response_months",
                f"The response is later than {endpoint.months_column}.",
                "Check which of the two is right.",
                "warning",
            )
    return issues


def _progression_is_an_event(frame: pd.DataFrame) -> list[Issue]:
    """A best response of PD is progression at the first assessment."""
    if not has(frame, "best_response"):
        return []
    progressed = frame["best_response"] == "PD"
    issues = []
    for end in MAIN_ENDPOINTS.values():
        months, event = end.columns
        if not has(frame, months, event):
            continue
        goes_on = (frame[event] == 0) | (frame[months] > LATE_FOR_PD)
        issues += found(
            progressed & frame[months].notna() & goes_on,
            f"{end.name}_after_pd",
            months,
            f"best_response is PD, but {end.short} goes on: it has no event, or only after "
            f"{LATE_FOR_PD:g} months.",
            "Check which of the two is right.",
            "warning",
        )
    return issues


def _target_change(frame: pd.DataFrame) -> list[Issue]:
    if not has(frame, "best_response", "target_change_pct"):
        return []
    issues = found(
        contradicts_change(frame["best_response"], frame["target_change_pct"]),
        "target_change_contradicts",
        "target_change_pct",
        "The change of target lesions does not fit best_response by RECIST 1.1.",
        "Check which of the two is right.",
        "warning",
    )
    issues += found(
        (frame["best_response"] == "CR") & frame["target_change_pct"].gt(-100),
        "complete_response_with_rest",
        "target_change_pct",
        "The response is complete (CR), but the target lesions shrank by less than 100%.",
        "Nothing, where the remaining targets are lymph nodes under 10 mm.",
        "information",
    )
    return issues


def _target_series(frame: pd.DataFrame) -> list[Issue]:
    if not has(frame, "target_changes"):
        return []
    cells = frame["target_changes"]
    issues = found(
        map_distinct(cells, lambda text: bool(parse_target_changes(text).unread), bool),
        "target_changes_unread",
        "target_changes",
        "An entry is not the months and the change in % of one assessment, such as 1.8: -12; a "
        "month stands once, after 0, and a change is -100 or more.",
        "Write month: change, separated by semicolons, or empty the cell.",
    )
    if has(frame, "target_change_pct"):
        best = map_distinct(cells, lambda text: parse_target_changes(text).best, float)
        issues += found(
            (frame["target_change_pct"] - best).abs() > _ROUNDED,
            "target_change_differs",
            "target_change_pct",
            "target_change_pct is not the lowest change in target_changes.",
            "Check which of the two is right.",
            "warning",
        )
    if has(frame, "os_months"):
        last = map_distinct(cells, _last_month, float)
        issues += found(
            last > frame["os_months"] + SAME_TIME,
            "assessment_after_os",
            "target_changes",
            "The last assessment is later than os_months.",
            "Check which of the two is right.",
            "warning",
        )
    return issues


def _last_month(text: str) -> float:
    return max((one.months for one in parse_target_changes(text).assessments), default=np.nan)


def _assay_fits_status(frame: pd.DataFrame) -> list[Issue]:
    if not has(frame, "alk_status", "alk_method"):
        return []
    status = frame["alk_status"]
    return found(
        frame["alk_method"].notna() & (status.isna() | (status == "unknown")),
        "assay_without_status",
        "alk_method",
        "An ALK assay is named, but the ALK status is not known.",
        "Fill in alk_status, or empty alk_method.",
        "warning",
    )


def _grade_fits_events(frame: pd.DataFrame) -> list[Issue]:
    if not has(frame, "worst_ae_grade", "adverse_events"):
        return []
    worst = map_distinct(
        frame["adverse_events"], lambda text: read_adverse_events(text).worst_grade, float
    )
    return found(
        worst.notna() & frame["worst_ae_grade"].notna() & (worst != frame["worst_ae_grade"]),
        "grade_differs",
        "worst_ae_grade",
        "worst_ae_grade is not the highest grade in adverse_events.",
        "Check which of the two is right.",
        "warning",
    )


def _events_have_grades(frame: pd.DataFrame) -> list[Issue]:
    if not has(frame, "adverse_events"):
        return []
    return found(
        map_distinct(
            frame["adverse_events"], lambda text: bool(read_adverse_events(text).unread), bool
        ),
        "event_without_grade",
        "adverse_events",
        "An entry of adverse_events is not a grade and a term, and is in no row of the terms.",
        "Write each event as G3 neutropenia, with semicolons between them.",
        "information",
    )


def _inhibitor_time(frame: pd.DataFrame) -> list[Issue]:
    if not has(frame, "later_alk_inhibitor", "later_alk_inhibitor_months"):
        return []
    return found(
        frame["later_alk_inhibitor_months"].notna() & (frame["later_alk_inhibitor"] != 1),
        "inhibitor_time_without_inhibitor",
        "later_alk_inhibitor_months",
        "A time of a later ALK inhibitor is given, but later_alk_inhibitor is not 1.",
        "Write 1 in later_alk_inhibitor, or empty the time.",
        "warning",
    )


RESPONSE_RULES: Final[tuple[Rule, ...]] = (
    _response_is_evaluable,
    _reason_is_given,
    _response_time,
    _progression_is_an_event,
    _target_change,
    _target_series,
    _assay_fits_status,
    _grade_fits_events,
    _events_have_grades,
    _inhibitor_time,
)
