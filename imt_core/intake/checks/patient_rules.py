"""Rules about patients and their lines: one patient, one identity, one death."""

from __future__ import annotations

from typing import Final

import pandas as pd

from imt_core.cohort.schema import COLUMNS, DERIVED_COLUMNS
from imt_core.intake.checks.report import Issue
from imt_core.intake.checks.rule import Rule, found, has
from imt_core.intake.files.rows_aside import is_remark
from imt_core.intake.files.total_words import is_total

_SENTENCE: Final = 4
"""Words of a label that is a remark where the row holds nothing else."""
_NOT_READ: Final = ["patient_id", "line_number", "prior_lines", *(c.name for c in DERIVED_COLUMNS)]
"""Columns that are filled, or worked out, on every row."""


def _patient_named(frame: pd.DataFrame) -> list[Issue]:
    return found(
        frame["patient_id"].isna(),
        "patient_id_empty",
        "patient_id",
        "Every row must name its patient, but patient_id is empty.",
        "Fill it in, or delete rows that hold totals or remarks.",
    )


def _no_totals(frame: pd.DataFrame) -> list[Issue]:
    labels = frame["patient_id"].fillna("").astype(str).str.strip()
    distinct = [label for label in labels.unique() if not label.isdecimal()]
    no_patient = {label for label in distinct if is_total(label) or is_remark(label)}
    # A cohort whose patients are called A, B, C may come to N.
    letters = {label.lower() for label in distinct if len(label) == 1 and label.isalpha()}
    no_patient |= {"n", "N"} if letters == {"n"} else set()
    alone = frame.drop(columns=_NOT_READ, errors="ignore").isna().all(axis=1)
    texts = labels[alone].unique()
    remarks = [text for text in texts if text[:1] == "*" or len(text.split()) >= _SENTENCE]
    return found(
        labels.isin(no_patient) | (alone & labels.isin(remarks)),
        "total_row",
        "patient_id",
        "The row looks like a total, a count or a remark, not like a patient's line.",
        "Delete it, or give the patient another label.",
    )


def _patient_agrees(frame: pd.DataFrame) -> list[Issue]:
    issues: list[Issue] = []
    several = frame[frame["patient_id"].duplicated(keep=False)]
    if several.empty:
        return issues
    for column in (c.name for c in COLUMNS if c.patient_level and c.name in frame):
        known = several[several[column].notna()]
        differs = known.groupby("patient_id")[column].transform("nunique") > 1
        issues += found(
            differs,
            "patient_disagrees",
            column,
            f"All rows of one patient must have the same {column}, but they differ.",
            "Correct the rows of these patients.",
        )
    return issues


def _line_numbers(frame: pd.DataFrame) -> list[Issue]:
    key = frame[frame["line_number"].notna()]
    issues = found(
        key.duplicated(["patient_id", "line_number"], keep=False),
        "line_repeated",
        "line_number",
        "A patient's lines must have different line numbers, but two rows share one.",
        "Correct the line numbers, or delete the repeated row.",
    )
    # Where no patient has two rows, nothing is out of order: the lines are just not known.
    issues += found(
        frame["line_number"].isna() & ~frame["patient_id"].is_unique,
        "line_number_empty",
        "line_number",
        "line_number is empty, and cannot be worked out from the sheet.",
        "Fill in line_number, or a different start_date on every row of a patient.",
    )
    if frame["line_number"].notna().all():
        issues += found(
            frame["prior_lines"] != frame["line_number"] - 1,
            "prior_lines_differ",
            "prior_lines",
            "prior_lines is not line_number less one.",
            "Check which of the two is right.",
            "warning",
        )
    if "total_lines" in frame:
        issues += found(
            frame["line_number"] > frame["total_lines"],
            "more_than_total",
            "total_lines",
            "line_number is larger than total_lines.",
            "Check which of the two is right.",
            "warning",
        )
    return issues


def _death_agrees(frame: pd.DataFrame) -> list[Issue]:
    if not has(frame, "os_event") or frame["patient_id"].is_unique:
        return []
    known = frame[frame["os_event"].notna()]
    differs = known.groupby("patient_id")["os_event"].transform("nunique") > 1
    return found(
        differs,
        "death_disagrees",
        "os_event",
        "A patient is dead on one row and alive on another.",
        "Correct os_event on the rows of these patients.",
    )


PATIENT_RULES: Final[tuple[Rule, ...]] = (
    _patient_named,
    _no_totals,
    _patient_agrees,
    _line_numbers,
    _death_agrees,
)
