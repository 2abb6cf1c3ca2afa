"""Treatment lines: a cohort's rows as typed values, each with the one time its bar shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from imt_core.cohort.counting import CaseCount, count_cases
from imt_core.cohort.endpoints import MAIN_ENDPOINTS
from imt_core.cohort.grouping import ALL_LABEL
from imt_core.cohort.labels import level_phrase
from imt_core.cohort.schema import NOT_RECORDED, Cohort, level_texts
from imt_core.conventions.units import DAYS_PER_MONTH

_ORIGIN: Final = pd.Timestamp("2000-01-01")

BAR_COLUMNS: Final = {
    **{end.short: end.months_column for end in MAIN_ENDPOINTS.values()},
    "OS": "os_months",
    "treatment": "treatment_months",
}
"""The times that a bar can show, by name, with their columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentLine:
    """One row of the cohort; times in months from day 1 of cycle 1 of the line.

    `start_day` is that day itself, in days from an origin that all lines of the patient share.
    """

    key: str
    position: int
    patient_id: str
    line_number: int | None
    regimen: str
    regimen_group: str
    best_response: str
    endpoint: str
    months: float | None
    event: bool | None
    os: float | None
    died: bool | None
    response: float | None
    treatment: float | None
    stop_reason: str
    alk: float | None
    alk_without_time: bool
    start_day: float | None


def read_treatment_lines(cohort: Cohort, otherwise: Sequence[str]) -> list[TreatmentLine]:
    """Read every row; `otherwise` are the times to use, in turn, without the main endpoints."""
    frame = cohort.frame
    nothing = pd.Series(NOT_RECORDED, index=frame.index)
    levels = {
        column: level_texts(frame[column]) if column in frame else nothing
        for column in ("regimen", "regimen_group", "best_response", "stop_reason")
    }
    days = pd.Series(float("nan"), index=frame.index)
    if cohort.has("start_date"):
        days = (frame["start_date"] - _ORIGIN).dt.days.astype(float)
    elif cohort.has("start_months"):
        days = frame["start_months"] * DAYS_PER_MONTH
    lines = []
    for position, (key, row) in enumerate(zip(frame.index, frame.to_dict("records"), strict=True)):
        endpoint, months, event = _bar_time(row, otherwise)
        number = _number(row, "line_number")
        alk = _number(row, "later_alk_inhibitor_months")
        texts = {column: str(values.iloc[position]) for column, values in levels.items()}
        lines.append(
            TreatmentLine(
                key=f"row {key}",
                position=position,
                patient_id=str(row["patient_id"]),
                line_number=None if number is None else int(number),
                regimen=texts["regimen"],
                regimen_group=texts["regimen_group"],
                best_response=texts["best_response"],
                stop_reason=texts["stop_reason"],
                endpoint=endpoint,
                months=months,
                event=event,
                os=_number(row, "os_months"),
                died=_flag(row, "os_event"),
                response=_number(row, "response_months"),
                treatment=_number(row, "treatment_months"),
                alk=alk,
                alk_without_time=alk is None and _flag(row, "later_alk_inhibitor") is True,
                start_day=None if pd.isna(days.iloc[position]) else float(days.iloc[position]),
            )
        )
    return lines


def _bar_time(
    row: dict[Any, Any], otherwise: Sequence[str]
) -> tuple[str, float | None, bool | None]:
    """The time a bar shows, its name, and whether it ended in an event."""
    extent = row.get("disease_extent")
    preferred = sorted(MAIN_ENDPOINTS.values(), key=lambda end: end.extent != extent)
    shorts = [end.short for end in preferred]
    for endpoint in (*shorts, *otherwise):
        column = endpoint.lower()
        months = _number(row, f"{column}_months")
        if months is not None:
            return endpoint, months, _flag(row, f"{column}_event")
    return shorts[0], None, None


def _number(row: dict[Any, Any], column: str) -> float | None:
    value = row.get(column)
    return None if value is None or pd.isna(value) else float(value)


def _flag(row: dict[Any, Any], column: str) -> bool | None:
    value = _number(row, column)
    return None if value is None else bool(value)


def regimen_groups(cohort: Cohort) -> dict[str, str]:
    """The regimen groups in display order, each with its label; one group of all without them."""
    if "regimen_group" not in cohort.frame:
        return {NOT_RECORDED: ALL_LABEL}
    return {level: level_phrase("regimen_group", level) for level in cohort.levels("regimen_group")}


def count_treatment_lines(lines: Sequence[TreatmentLine]) -> CaseCount:
    """Count the lines and the distinct patients."""
    return count_cases(pd.DataFrame({"patient_id": [line.patient_id for line in lines]}))
