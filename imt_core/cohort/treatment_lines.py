"""Treatment lines: a cohort's rows as typed values, each with the one time its bar shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.cohort.counting import CaseCount
from imt_core.cohort.endpoints import MAIN_ENDPOINTS
from imt_core.cohort.grouping import ALL_LABEL
from imt_core.cohort.labels import level_phrase
from imt_core.cohort.schema import NOT_RECORDED, Cohort
from imt_core.conventions.units import DAYS_PER_MONTH

_ORIGIN: Final = pd.Timestamp("2000-01-01")

BAR_COLUMNS: Final = {
    **{end.short: end.months_column for end in MAIN_ENDPOINTS.values()},
    "OS": "os_months",
    "treatment": "treatment_months",
}
"""The times that a bar can show, by name, with their columns."""
_NUMBERS: Final = (
    *BAR_COLUMNS.values(),
    "line_number",
    "response_months",
    "later_alk_inhibitor_months",
)
_FLAGS: Final = (*(f"{name.lower()}_event" for name in BAR_COLUMNS), "later_alk_inhibitor")


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
    levels = {
        column: cohort.texts(column).tolist() if column in frame else [NOT_RECORDED] * len(frame)
        for column in ("regimen", "regimen_group", "best_response", "stop_reason")
    }
    days = pd.Series(float("nan"), index=frame.index)
    if cohort.has("start_date"):
        days = (frame["start_date"] - _ORIGIN).dt.days.astype(float)
    elif cohort.has("start_months"):
        days = frame["start_months"] * DAYS_PER_MONTH
    # One pass over each column, not one over each cell.
    numbers = {column: _numbers(frame, column) for column in _NUMBERS}
    flags = {column: _flags(frame, column) for column in _FLAGS}
    start_days = _known(days)
    patients = frame["patient_id"].tolist()
    extents = frame.get("disease_extent", pd.Series(None, index=frame.index, dtype=object)).tolist()
    shown = {extent: _shown(extent, otherwise) for extent in set(extents)}
    lines = []
    for position, key in enumerate(frame.index.tolist()):
        preferred = shown[extents[position]]
        endpoint = next(
            (name for name in preferred if numbers[BAR_COLUMNS[name]][position] is not None), None
        )
        number = numbers["line_number"][position]
        alk = numbers["later_alk_inhibitor_months"][position]
        lines.append(
            TreatmentLine(
                key=f"row {key}",
                position=position,
                patient_id=str(patients[position]),
                line_number=None if number is None else int(number),
                regimen=levels["regimen"][position],
                regimen_group=levels["regimen_group"][position],
                best_response=levels["best_response"][position],
                stop_reason=levels["stop_reason"][position],
                endpoint=endpoint or preferred[0],
                months=numbers[BAR_COLUMNS[endpoint]][position] if endpoint else None,
                event=flags[f"{endpoint.lower()}_event"][position] if endpoint else None,
                os=numbers["os_months"][position],
                died=flags["os_event"][position],
                response=numbers["response_months"][position],
                treatment=numbers["treatment_months"][position],
                alk=alk,
                alk_without_time=alk is None and flags["later_alk_inhibitor"][position] is True,
                start_day=start_days[position],
            )
        )
    return lines


def bar_times(cohort: Cohort, otherwise: Sequence[str]) -> pd.DataFrame:
    """Of every row the time that its bar shows, and which: columns ``endpoint`` and ``months``."""
    frame = cohort.frame
    nothing = pd.Series(None, index=frame.index, dtype=object)
    extents = frame.get("disease_extent", nothing)
    endpoint, months = nothing.copy(), pd.Series(float("nan"), index=frame.index)
    for extent in extents.unique():
        own = extents.isna() if pd.isna(extent) else extents == extent
        for name in _shown(extent, otherwise):
            column = BAR_COLUMNS[name]
            if column in frame:
                takes = own & months.isna() & frame[column].notna()
                months = months.mask(takes, frame[column].astype(float))
                endpoint = endpoint.mask(takes, name)
    return pd.DataFrame({"endpoint": endpoint, "months": months})


def _shown(extent: object, otherwise: Sequence[str]) -> tuple[str, ...]:
    """The times that a bar may show, those of the disease's extent first."""
    preferred = sorted(MAIN_ENDPOINTS.values(), key=lambda end: end.extent != extent)
    return (*(end.short for end in preferred), *otherwise)


def _numbers(frame: pd.DataFrame, column: str) -> list[float | None]:
    return _known(frame[column].astype(float)) if column in frame else [None] * len(frame)


def _flags(frame: pd.DataFrame, column: str) -> list[bool | None]:
    return [None if value is None else bool(value) for value in _numbers(frame, column)]


def _known(values: pd.Series) -> list[float | None]:
    """The numbers, ``None`` where a cell is empty."""
    numbers: list[float | None] = values.astype(object).where(values.notna(), None).tolist()
    return numbers


def regimen_groups(cohort: Cohort) -> dict[str, str]:
    """The regimen groups in display order, each with its label; one group of all without them."""
    if "regimen_group" not in cohort.frame:
        return {NOT_RECORDED: ALL_LABEL}
    return {level: level_phrase("regimen_group", level) for level in cohort.levels("regimen_group")}


def count_treatment_lines(lines: Sequence[TreatmentLine]) -> CaseCount:
    """Count the lines and the distinct patients."""
    return CaseCount(n_lines=len(lines), n_patients=len({line.patient_id for line in lines}))
