"""Rules across the columns of a sheet: each looks for one kind of contradiction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.adverse_events import parse_adverse_events
from imt_core.derivation import derive_columns
from imt_core.schema import COLUMNS
from imt_core.units import DAYS_PER_MONTH
from imt_core.validation_report import Issue, Severity

ENDPOINT_NAMES: Final = ("os", "pfs", "rfs")

SAME_TIME: Final = 0.05
"""Months within which two times count as the same; files often hold rounded months."""

DATES_DISAGREE: Final = 0.5
"""Months by which a recorded time may differ from its dates before it is questioned."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """A typed, derived sheet, with the columns in which some cells could not be read.

    A cell that could not be read has an issue of its own, so rules that need it stay silent there.
    """

    frame: pd.DataFrame
    unread: frozenset[str]

    def has(self, *columns: str) -> bool:
        """Whether every named column is there."""
        return all(column in self.frame for column in columns)


Rule = Callable[[Sheet], list[Issue]]


def _found(
    rows: pd.Series, code: str, column: str, message: str, remedy: str,
    severity: Severity = "error",
) -> list[Issue]:  # fmt: skip
    """One issue where any row is marked, none otherwise."""
    marked = tuple(int(row) for row in rows.index[rows.fillna(False).astype(bool)])
    if not marked:
        return []
    return [Issue(code=code, severity=severity, column=column, rows=marked,
                  message=message, remedy=remedy)]  # fmt: skip


def _patient_named(sheet: Sheet) -> list[Issue]:
    return _found(
        sheet.frame["patient_id"].isna(), "patient_id_empty", "patient_id",
        "Every row must name its patient, but patient_id is empty.",
        "Fill it in, or delete rows that hold totals or remarks.",
    )  # fmt: skip


def _patient_agrees(sheet: Sheet) -> list[Issue]:
    issues = []
    for column in (c.name for c in COLUMNS if c.patient_level and c.name in sheet.frame):
        known = sheet.frame[sheet.frame[column].notna()]
        differs = known.groupby("patient_id")[column].transform("nunique") > 1
        issues += _found(
            differs, "patient_disagrees", column,
            f"All rows of one patient must have the same {column}, but they differ.",
            "Correct the rows of these patients.",
        )  # fmt: skip
    return issues


def _line_numbers(sheet: Sheet) -> list[Issue]:
    frame = sheet.frame
    key = frame[frame["line_number"].notna()]
    issues = _found(
        key.duplicated(["patient_id", "line_number"], keep=False), "line_repeated", "line_number",
        "A patient's lines must have different line numbers, but two rows share one.",
        "Correct the line numbers, or delete the repeated row.",
    )  # fmt: skip
    if "line_number" not in sheet.unread:
        issues += _found(
            frame["line_number"].isna(), "line_number_empty", "line_number",
            "A patient has several rows, so line_number must be known, but is empty.",
            "Fill in line_number, or a start_date on every row.",
        )  # fmt: skip
    issues += _found(
        frame["prior_lines"] != frame["line_number"] - 1, "prior_lines_differ", "prior_lines",
        "prior_lines is not line_number less one.", "Check which of the two is right.", "warning",
    ) if frame["line_number"].notna().all() else []  # fmt: skip
    if "total_lines" in frame:
        issues += _found(
            frame["line_number"] > frame["total_lines"], "more_than_total", "total_lines",
            "line_number is larger than total_lines.", "Check which of the two is right.",
            "warning",
        )  # fmt: skip
    return issues


def _times_and_events(sheet: Sheet) -> list[Issue]:
    """A time needs its event indicator, and the reverse."""
    issues = []
    for end in ENDPOINT_NAMES:
        months, event = f"{end}_months", f"{end}_event"
        if sheet.has(months) != sheet.has(event):
            present, absent = (months, event) if sheet.has(months) else (event, months)
            issues.append(Issue(
                code="half_an_endpoint", severity="error", column=absent,
                message=f"{present} needs {absent} beside it, but the sheet has no such column.",
                remedy=f"Add {absent}, or remove {present}.",
            ))  # fmt: skip
        elif sheet.has(months):
            frame = sheet.frame
            # A cell that could not be read has its own issue already.
            if event not in sheet.unread:
                issues += _found(
                    frame[months].notna() & frame[event].isna(), "event_missing", event,
                    f"{months} is filled but {event} is empty.",
                    f"Write 1 or 0 in {event}, or empty {months}.",
                )  # fmt: skip
            if months not in sheet.unread:
                issues += _found(
                    frame[event].notna() & frame[months].isna(), "time_missing", months,
                    f"{event} is filled but {months} is empty.",
                    f"Write the months, or empty {event}.",
                )  # fmt: skip
    return issues


def _endpoint_fits_stage(sheet: Sheet) -> list[Issue]:
    issues = []
    pairs = (("pfs", "rfs", "localized", "advanced"), ("rfs", "pfs", "advanced", "localized"))
    for end, other, wrong, right in pairs:
        if sheet.has(f"{end}_months"):
            extent = sheet.frame["disease_extent"]
            issues += _found(
                (extent == wrong) & sheet.frame[f"{end}_months"].notna(),
                f"{end}_in_{wrong}", f"{end}_months",
                f"{end.upper()} is defined in {right} disease only, but the stage is {wrong}.",
                f"Move the time to {other}_months, or correct the stage.",
            )  # fmt: skip
    return issues


def _endpoint_fits_survival(sheet: Sheet) -> list[Issue]:
    issues = []
    if not sheet.has("os_months", "os_event"):
        return []
    overall, death = sheet.frame["os_months"], sheet.frame["os_event"]
    for end in ("pfs", "rfs"):
        months, event = f"{end}_months", f"{end}_event"
        if not sheet.has(months, event):
            continue
        time = sheet.frame[months]
        issues += _found(
            time > overall + SAME_TIME, f"{end}_after_os", months,
            f"{months} must not exceed os_months, but does.", "Check which of the two is right.",
        )  # fmt: skip
        at_death = (death == 1) & ((time - overall).abs() <= SAME_TIME)
        issues += _found(
            at_death & (sheet.frame[event] == 0), f"death_is_{end}_event", event,
            f"The patient died at the end of {end.upper()}, so {event} must be 1, but is 0.",
            f"Write 1 in {event}, or correct the times.",
        )  # fmt: skip
    return issues


def _death_agrees(sheet: Sheet) -> list[Issue]:
    if not sheet.has("os_event"):
        return []
    known = sheet.frame[sheet.frame["os_event"].notna()]
    differs = known.groupby("patient_id")["os_event"].transform("nunique") > 1
    return _found(
        differs, "death_disagrees", "os_event",
        "A patient is dead on one row and alive on another.",
        "Correct os_event on the rows of these patients.",
    )  # fmt: skip


def _response_is_evaluable(sheet: Sheet) -> list[Issue]:
    if not sheet.has("best_response", "ne_reason"):
        return []
    frame = sheet.frame
    return _found(
        frame["best_response"].isin(["CR", "PR", "SD", "PD"]) & frame["ne_reason"].notna(),
        "response_not_evaluable", "ne_reason",
        "A response is recorded together with a reason why it was not evaluable.",
        "Empty ne_reason, or write NE in best_response.",
    )  # fmt: skip


def _response_time(sheet: Sheet) -> list[Issue]:
    if not sheet.has("best_response", "response_months"):
        return []
    frame = sheet.frame
    responded = frame["best_response"].isin(["CR", "PR"])
    issues = _found(
        frame["response_months"].notna() & ~responded, "response_time_without_response",
        "response_months", "response_months is filled, but best_response is not CR or PR.",
        "Empty it, or correct best_response.", "warning",
    )  # fmt: skip
    for end in ("pfs", "rfs", "os"):
        if sheet.has(f"{end}_months"):
            issues += _found(
                frame["response_months"] > frame[f"{end}_months"] + SAME_TIME,
                f"response_after_{end}", "response_months",
                f"The response is later than {end}_months.", "Check which of the two is right.",
                "warning",
            )  # fmt: skip
    return issues


def _target_change(sheet: Sheet) -> list[Issue]:
    if not sheet.has("best_response", "target_change_pct"):
        return []
    frame = sheet.frame
    shrunk_too_little = (frame["best_response"] == "PR") & (frame["target_change_pct"] > -30)
    grown = (frame["best_response"] == "SD") & (frame["target_change_pct"] >= 20)
    return _found(
        shrunk_too_little | grown, "target_change_contradicts", "target_change_pct",
        "The change of target lesions does not fit best_response by RECIST 1.1.",
        "Check which of the two is right.", "warning",
    )  # fmt: skip


def _date_order(sheet: Sheet) -> list[Issue]:
    issues = []
    order = (
        ("start_date", "progression_date"), ("start_date", "death_date"),
        ("start_date", "last_followup_date"), ("progression_date", "death_date"),
    )  # fmt: skip
    for first, then in order:
        if sheet.has(first, then):
            issues += _found(
                sheet.frame[then] < sheet.frame[first], f"{then}_too_early", then,
                f"{then} must not lie before {first}, but does.",
                "Check which of the two is right.",
            )  # fmt: skip
    return issues


def _times_fit_dates(sheet: Sheet) -> list[Issue]:
    """Recorded months that their own dates contradict."""
    frame = sheet.frame
    if not sheet.has("start_date"):
        return []
    recorded = [f"{end}_{part}" for end in ENDPOINT_NAMES for part in ("months", "event")]
    bare = frame.drop(columns=[column for column in recorded if column in frame])
    derived = derive_columns(bare)
    issues = []
    for end in ENDPOINT_NAMES:
        column = f"{end}_months"
        if column in frame and column in derived:
            issues += _found(
                (frame[column] - derived[column]).abs() > DATES_DISAGREE,
                "dates_disagree", column,
                f"{column} differs from the dates by more than {DATES_DISAGREE:g} months, at "
                f"{DAYS_PER_MONTH} days a month. The recorded months are used.",
                "Check the dates, or the months.", "warning",
            )  # fmt: skip
    return issues


def _assay_fits_status(sheet: Sheet) -> list[Issue]:
    if not sheet.has("alk_status", "alk_method"):
        return []
    status = sheet.frame["alk_status"]
    return _found(
        sheet.frame["alk_method"].notna() & (status.isna() | (status == "unknown")),
        "assay_without_status", "alk_method",
        "An ALK assay is named, but the ALK status is not known.",
        "Fill in alk_status, or empty alk_method.", "warning",
    )  # fmt: skip


def _grade_fits_events(sheet: Sheet) -> list[Issue]:
    if not sheet.has("worst_ae_grade", "adverse_events"):
        return []
    frame = sheet.frame
    worst = frame["adverse_events"].map(
        lambda text: max((event.grade for event in parse_adverse_events(text)), default=None)
    ).astype(float)  # fmt: skip
    return _found(
        worst.notna() & frame["worst_ae_grade"].notna() & (worst != frame["worst_ae_grade"]),
        "grade_differs", "worst_ae_grade",
        "worst_ae_grade is not the highest grade in adverse_events.",
        "Check which of the two is right.", "warning",
    )  # fmt: skip


def _inhibitor_time(sheet: Sheet) -> list[Issue]:
    if not sheet.has("later_alk_inhibitor", "later_alk_inhibitor_months"):
        return []
    frame = sheet.frame
    return _found(
        frame["later_alk_inhibitor_months"].notna() & (frame["later_alk_inhibitor"] != 1),
        "inhibitor_time_without_inhibitor", "later_alk_inhibitor_months",
        "A time of a later ALK inhibitor is given, but later_alk_inhibitor is not 1.",
        "Write 1 in later_alk_inhibitor, or empty the time.", "warning",
    )  # fmt: skip


RULES: Final[tuple[Rule, ...]] = (
    _patient_named,
    _patient_agrees,
    _line_numbers,
    _times_and_events,
    _endpoint_fits_stage,
    _endpoint_fits_survival,
    _death_agrees,
    _response_is_evaluable,
    _response_time,
    _target_change,
    _date_order,
    _times_fit_dates,
    _assay_fits_status,
    _grade_fits_events,
    _inhibitor_time,
)
"""Every rule across columns, in the order in which issues are listed."""
