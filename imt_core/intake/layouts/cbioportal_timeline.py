"""Timelines of cBioPortal, days from diagnosis, to treatment lines with their outcomes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from imt_core.conventions.formatting import format_count
from imt_core.conventions.units import DAYS_PER_MONTH
from imt_core.intake.checks.report import Issue
from imt_core.intake.layouts.arranged_table import layout_note
from imt_core.intake.layouts.source_table import SourceTable
from imt_core.intake.notation.distinct_values import exact_texts

_LOCAL: Final = re.compile(r"radi|xrt|brachy|proton|surg|resect|transplant|ablat", re.IGNORECASE)
_PROGRESSION: Final = re.compile(r"progress|recurr|relapse", re.IGNORECASE)
_NEGATED: Final = re.compile(r"\b(?:no|non|not|without|free)\b|^stable", re.IGNORECASE)
_DEATH: Final = re.compile(r"deceased|death|died|dead", re.IGNORECASE)

CLOSE_MONTHS: Final = 1.0
"""How far a death on the timeline may be from the survival time, which is often in whole months."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Timeline:
    """Treatment lines, one row each, with what was left out.

    Parameters
    ----------
    lines : pandas.DataFrame
        ``PATIENT_ID``, ``line_number``, ``start_day``, ``stop_day``, ``treatment_days``,
        ``days_from_first_line``, the treatment's own columns, and the outcomes in days from the
        line's start. Texts.
    steps : tuple of str
    notes : tuple of Issue
    """

    lines: pd.DataFrame
    steps: tuple[str, ...]
    notes: tuple[Issue, ...]


def treatment_timeline(
    sources: Sequence[SourceTable], survival: pd.DataFrame | None
) -> Timeline | None:
    """Make treatment lines of timelines.

    Parameters
    ----------
    sources : sequence of SourceTable
        Timelines with ``PATIENT_ID``, ``START_DATE`` (a day) and ``EVENT_TYPE``.
    survival : pandas.DataFrame or None
        Indexed by patient: ``months`` from diagnosis (float) and ``died`` (1, 0 or NaN).

    Returns
    -------
    Timeline or None
        ``None`` where no systemic treatment is among them.

    Notes
    -----
    Treatments that start on the same day are one line. Progression counts after the first day of
    the line: one on that day led to it. PFS ends at the first progression or death, whatever
    follows, and is censored at the last follow-up. cBioPortal counts timelines in days from
    diagnosis, as it does overall survival; survival times enter only where no death on the timeline
    is more than a month away from them.

    References
    ----------
    cBioPortal, File formats, Timeline data.

    Examples
    --------
    >>> treatment = pd.DataFrame({"PATIENT_ID": ["a"], "START_DATE": ["10"], "STOP_DATE": ["40"],
    ...     "EVENT_TYPE": ["Treatment"], "AGENT": ["TMZ"]}, index=[2])
    >>> status = pd.DataFrame({"PATIENT_ID": ["a", "a"], "START_DATE": ["60", "110"],
    ...     "EVENT_TYPE": ["Status"] * 2, "STATUS": ["Progression", "DECEASED"]}, index=[2, 3])
    >>> line = treatment_timeline([SourceTable(name="t", table=treatment),
    ...     SourceTable(name="s", table=status)], None).lines.iloc[0]
    >>> [line[c] for c in ("treatment_days", "pfs_days", "pfs_event", "os_days", "os_event")]
    ['30', '50', '1', '100', '1']
    >>> treatment_timeline([SourceTable(name="s", table=status)], None) is None
    True
    """
    rows = pd.concat(
        [source.table.assign(_source=source.name) for source in sources], ignore_index=True
    ).fillna("")
    kinds = rows["EVENT_TYPE"].str.lower()
    treated = rows[kinds.str.contains("treat|therap|medic")]
    status = rows[kinds.str.contains("status")]
    n_other = len(rows) - len(treated) - len(status)
    lines, steps, notes = _systemic_lines(treated)
    if lines.empty:
        return None
    if n_other:
        steps.append(
            f"Left out of the timelines: {format_count(n_other, 'row')} that hold neither "
            "treatment nor status, such as surgery and specimens."
        )
    lines, found = _with_outcomes(lines, status, survival)
    return Timeline(lines=lines, steps=tuple(steps), notes=(*notes, *found))


def _days(cells: pd.Series) -> pd.Series:
    return pd.to_numeric(cells, errors="coerce").astype(float)


def _systemic_lines(treated: pd.DataFrame) -> tuple[pd.DataFrame, list[str], list[Issue]]:
    """Rows of systemic treatment, one per patient and first day."""
    kinds = treated.reindex(columns=["TREATMENT_TYPE", "SUBTYPE"], fill_value="")
    kind = kinds["TREATMENT_TYPE"].where(kinds["TREATMENT_TYPE"] != "", kinds["SUBTYPE"])
    local = kind.str.contains(_LOCAL)
    start = _days(treated["START_DATE"])
    usable = treated[~local & start.notna()].drop(columns=["_source", "EVENT_TYPE"])
    usable = usable.assign(
        start_day=start, stop_day=_days(usable.get("STOP_DATE", pd.Series(dtype=object)))
    ).drop(columns=["START_DATE", "STOP_DATE"], errors="ignore")
    own = [
        h
        for h in usable
        if h not in ("PATIENT_ID", "start_day", "stop_day") and (usable[h] != "").any()
    ]
    lines = usable.groupby(["PATIENT_ID", "start_day"], sort=True, as_index=False).agg(
        {"stop_day": "max", **dict.fromkeys(own, _together)}
    )
    number = lines.groupby("PATIENT_ID").cumcount() + 1
    lines.insert(1, "line_number", number.astype(str))
    lines.insert(4, "treatment_days", exact_texts(lines["stop_day"] - lines["start_day"]))
    first = lines.groupby("PATIENT_ID")["start_day"].transform("min")
    lines.insert(5, "days_from_first_line", exact_texts(lines["start_day"] - first))
    no_day = int((~local & start.isna()).sum())
    n_patients = lines["PATIENT_ID"].nunique()
    steps = [
        f"{format_count(len(treated), 'row')} of treatment became "
        f"{format_count(len(lines), 'line')} of {format_count(n_patients, 'patient')}: "
        f"left out {int(local.sum())} of radiation, surgery or transplantation, put "
        f"{len(usable) - len(lines)} to another that starts on the same day."
    ]
    notes = []
    if no_day:
        notes.append(
            layout_note(
                "treatment_without_day",
                "Rows of systemic treatment without a first day (START_DATE) were left out: "
                f"{no_day}.",
                "Add the day.",
                severity="warning",
                column="START_DATE",
            )
        )
    if len(lines):
        notes.append(
            layout_note(
                "lines_from_timeline",
                "Each first day of systemic treatment was taken for a line, a change of drugs too.",
                "Check the line numbers against your definition of a line.",
                severity="warning",
                column="line_number",
            )
        )
    return lines, steps, notes


def _together(texts: pd.Series) -> str:
    return " + ".join(dict.fromkeys(text for text in texts if text))


def _with_outcomes(
    lines: pd.DataFrame, status: pd.DataFrame, survival: pd.DataFrame | None
) -> tuple[pd.DataFrame, list[Issue]]:
    """OS and PFS in days from each line's first day."""
    notes: list[Issue] = []
    texts = status.get("STATUS", pd.Series("", index=status.index)).str.replace("_", " ")
    day = _days(status["START_DATE"])
    died_on = day[texts.str.contains(_DEATH)].groupby(status["PATIENT_ID"]).min()
    if survival is None and died_on.empty:
        return _days_as_text(lines), notes
    end, died = _ends(died_on, survival, lines["PATIENT_ID"], notes)
    os_days = (end - lines["start_day"]).round(0)
    before = os_days < 0
    if before.any():
        notes.append(
            layout_note(
                "starts_after_end",
                f"Lines that start after the last follow-up: {int(before.sum())}. Their times "
                "stayed "
                "empty.",
                "Check START_DATE and the survival time.",
                severity="warning",
            )
        )
    os_days = os_days.mask(before)
    outcome = lines.assign(os_days=exact_texts(os_days), os_event=exact_texts(died.where(~before)))
    if status.empty:
        return _days_as_text(outcome), notes
    is_progression = texts.str.contains(_PROGRESSION) & ~texts.str.contains(_NEGATED)
    progressed = _first_after(lines, status.loc[is_progression, "PATIENT_ID"], day[is_progression])
    pfs_days = (progressed - lines["start_day"]).fillna(os_days)
    pfs_event = died.where(~before).mask(progressed.notna(), 1.0)
    notes.append(
        layout_note(
            "progression_from_timeline",
            "PFS runs from a line's first day to the first progression after it, else to death or "
            "the "
            "last follow-up; a line that starts in between does not end it.",
            "Check that status was recorded throughout: a missing scan looks like no progression.",
            severity="warning",
            column="pfs_days",
        )
    )
    outcome = outcome.assign(pfs_days=exact_texts(pfs_days), pfs_event=exact_texts(pfs_event))
    return _days_as_text(outcome), notes


def _days_as_text(lines: pd.DataFrame) -> pd.DataFrame:
    return lines.assign(
        start_day=exact_texts(lines["start_day"]), stop_day=exact_texts(lines["stop_day"])
    )


def _ends(
    died_on: pd.Series, survival: pd.DataFrame | None, patients: pd.Series, notes: list[Issue]
) -> tuple[pd.Series, pd.Series]:
    """For each line the last day that is known, and whether the patient died on it."""
    end = patients.map(died_on)
    died = end.notna().astype(float).where(end.notna())
    if survival is None:
        return end, died
    months = survival["months"]
    both = died_on.index.intersection(months.dropna().index)
    apart = (died_on[both] / DAYS_PER_MONTH - months[both]).abs() > CLOSE_MONTHS
    if apart.any():
        notes.append(
            layout_note(
                "timeline_origin_differs",
                f"Of {format_count(len(both), 'death')} on the timeline {int(apart.sum())} are "
                "more "
                "than a month away from the survival time; survival times were not used for lines.",
                "Check what both are counted from.",
                severity="warning",
            )
        )
        return end, died
    checked = (
        f"{format_count(len(both), 'death')} on the timeline agree with it within a month"
        if len(both)
        else "no death on the timeline could be compared"
    )
    notes.append(
        layout_note(
            "survival_from_diagnosis",
            "Overall survival is given from diagnosis and was counted again from each line's first "
            f"day, with day 0 taken for diagnosis ({checked}). Whole months make it inexact by up "
            "to "
            "two weeks.",
            "Give days of death and last follow-up where they are known.",
            severity="warning",
            column="os_days",
        )
    )
    end = end.fillna(patients.map(months) * DAYS_PER_MONTH)
    return end, died.fillna(patients.map(survival["died"]))


def _first_after(lines: pd.DataFrame, patients: pd.Series, days: pd.Series) -> pd.Series:
    """For each line the first of its patient's days that lies after its start, else NaN."""
    by_patient = {
        patient: np.sort(group.dropna().to_numpy()) for patient, group in days.groupby(patients)
    }
    none = np.array([])
    found = []
    for patient, start in zip(lines["PATIENT_ID"], lines["start_day"], strict=True):
        own = by_patient.get(patient, none)
        place = int(np.searchsorted(own, start, side="right"))
        found.append(own[place] if place < len(own) else np.nan)
    return pd.Series(found, index=lines.index, dtype=float)
