"""Rules about the lines of one patient: their order, and outcomes that reach into the next."""

from __future__ import annotations

from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINT_NAMES, ENDPOINTS
from imt_core.cohort.next_line import months_to_next_line
from imt_core.conventions.units import SAME_TIME
from imt_core.intake.checks.report import Issue
from imt_core.intake.checks.rule import Rule, found, has

_PROGRESSING: Final = [
    ENDPOINTS[name] for name in ENDPOINT_NAMES if "progression_date" in ENDPOINTS[name].dates
]


def _by_line(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Patient, line and value of the rows that have them, in the order of lines."""
    known = frame["line_number"].notna() & frame[column].notna()
    known &= frame["patient_id"].duplicated(keep=False)
    rows = frame.loc[known]
    patient, _ = pd.factorize(rows["patient_id"])
    values = {"patient": patient, "line": rows["line_number"], "value": rows[column]}
    return pd.DataFrame(values, index=rows.index).sort_values(["patient", "line"], kind="stable")


def _starts_out_of_order(frame: pd.DataFrame) -> pd.Series:
    """Lines that start before a line of a lower number."""
    if frame["patient_id"].is_unique:
        return pd.Series(False, index=frame.index)
    for column in ("start_date", "start_months"):
        if column in frame:
            known = _by_line(frame, column)
            latest = known.groupby("patient")["value"].cummax()
            before = latest.groupby(known["patient"]).shift(1)
            return (known["value"] < before).reindex(frame.index, fill_value=False)
    return pd.Series(False, index=frame.index)


def _lines_start_in_order(frame: pd.DataFrame) -> list[Issue]:
    return found(
        _starts_out_of_order(frame),
        "line_before_predecessor",
        "start_date" if "start_date" in frame else "start_months",
        "A line starts before a line of the same patient that has a lower number.",
        "Check the start dates and line_number: times are counted from each line's own start.",
        "warning",
    )


def _survival_shrinks(frame: pd.DataFrame) -> list[Issue]:
    """OS runs from each line's start to the same day: the later the start, the shorter it is."""
    if not has(frame, "os_months") or frame["patient_id"].is_unique:
        return []
    known = _by_line(frame, "os_months")
    os, patient = known["value"], known["patient"]
    shortest_before = os.groupby(patient).cummin().groupby(patient).shift(1)
    longest_after = os[::-1].groupby(patient[::-1]).cummax().groupby(patient[::-1]).shift(1)
    contradicted = (os > shortest_before + SAME_TIME) | (os + SAME_TIME < longest_after[::-1])
    if not contradicted.any():
        return []
    contradicted = contradicted.reindex(frame.index, fill_value=False)
    out_of_order = frame.loc[_starts_out_of_order(frame), "patient_id"]
    explained = frame["patient_id"].isin(out_of_order)
    # Without a death, one row may have been followed for less long than the other.
    died = frame["os_event"] == 1 if "os_event" in frame else pd.Series(False, index=frame.index)
    wrong = died & ~explained
    text = (
        "OS of a later line is longer than that of an earlier line of the same patient, though "
        "both run to the same day."
    )
    return [
        *found(
            contradicted & wrong,
            "os_longer_on_later_line",
            "os_months",
            text,
            "Check which of the two is right, and that each counts from the start of its own line.",
        ),
        *found(
            contradicted & ~wrong,
            "os_longer_on_later_line",
            "os_months",
            text,
            "Check the order of the lines, and the last follow-up of each.",
            "warning",
        ),
    ]


def _ends_before_next_line(frame: pd.DataFrame) -> list[Issue]:
    """What is recorded of a line after the next one began belongs to that one."""
    following = months_to_next_line(frame)
    issues = []
    for end in _PROGRESSING:
        if not has(frame, *end.columns):
            continue
        past = frame[end.months_column] > following + SAME_TIME
        if has(frame, "os_months"):  # Of a time longer than OS, that is said already.
            past &= ~(frame[end.months_column] > frame["os_months"] + SAME_TIME)
        issues += found(
            past & (frame[end.event_column] == 1),
            f"{end.name}_event_after_next_line",
            end.event_column,
            f"The {end.short} event lies after the start of the patient's next line.",
            f"Check the dates: {end.word} usually comes first. {end.short} is used as it stands.",
            "warning",
        )
        issues += found(
            past & (frame[end.event_column] == 0),
            f"{end.name}_through_next_line",
            end.months_column,
            f"{end.months_column} runs past the start of the patient's next line without an event.",
            f"Check whether {end.short} should be censored, or have its event, when the next line "
            "starts. The recorded months are used.",
            "warning",
        )
    return issues


LINE_RULES: Final[tuple[Rule, ...]] = (
    _lines_start_in_order,
    _survival_shrinks,
    _ends_before_next_line,
)
