"""Values said once for a patient who has several lines: they count from one line's start only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from imt_core.conventions.units import DAYS_PER_MONTH
from imt_core.intake.checks.report import Issue
from imt_core.intake.layouts.arranged_table import layout_note
from imt_core.intake.layouts.column_names import canonical_name, counts_from_start, sure_targets
from imt_core.intake.notation.distinct_values import exact_texts


def keep_on_first_lines(
    table: pd.DataFrame, *, patient: str, headers: Sequence[str]
) -> tuple[pd.DataFrame, list[Issue]]:
    """Empty, on later lines, the times and outcomes that are said once for the patient.

    Parameters
    ----------
    table : pandas.DataFrame
        A table of text with one row per line, numbered from 2.
    patient : str
        Header of the patient column.
    headers : sequence of str
        The columns that were repeated on all lines of a patient.

    Returns
    -------
    tuple of pandas.DataFrame and list of Issue
        The table, and notes on what was emptied or worked out.

    Notes
    -----
    The first line is that with the lowest ``line_number``, else with the earliest ``start_date``,
    else the first row. Where ``start_date`` is known for both lines, or ``start_months`` for the
    later one, ``os_months`` of a later line is that of the first less the months between them.

    Examples
    --------
    >>> table = pd.DataFrame({"patient_id": ["a", "a"], "line_number": ["1", "2"],
    ...     "OS (months)": ["30", "30"]}, index=[2, 3])
    >>> kept, notes = keep_on_first_lines(table, patient="patient_id", headers=["OS (months)"])
    >>> kept["OS (months)"].tolist(), notes[0].rows
    (['30', ''], (3,))
    >>> keep_on_first_lines(table, patient="patient_id", headers=[])[1]
    []
    """
    timed = [header for header in headers if counts_from_start(header)]
    if status_holds_for_every_line(list(table.columns), headers):
        timed = [header for header in timed if "os_event" not in sure_targets(header)]
    later = table.index != _first_rows(table, patient)
    later &= (table[patient] != "").to_numpy()
    kept = table.copy()
    notes = []
    derived = _os_from_dates(table, patient, timed)
    for header in timed:
        filled = later & (table[header] != "").to_numpy()
        if not filled.any():
            continue
        name = canonical_name(header)
        known = derived[name] if name in derived else pd.Series("", index=table.index)
        kept[header] = table[header].mask(filled, known)
        emptied = table.index[filled & (known == "")]
        worked_out = table.index[filled & (known != "")]
        if len(emptied):
            notes.append(
                layout_note(
                    "kept_on_first_line",
                    f"{header} is given once for the patient. It was taken as counted from the "
                    "start "
                    "of the first line, and left empty on later lines (rows of the arranged "
                    "table).",
                    "To use it for later lines, give it for each line, or give start dates.",
                    severity="warning",
                    column=header,
                    rows=emptied,
                )
            )
        if len(worked_out):
            notes.append(
                layout_note(
                    "counted_from_later_start",
                    f"{header} is given once for the patient. It was taken as counted from the "
                    "start "
                    "of the first line; for later lines the months between the starts were "
                    "taken off (rows of the arranged table).",
                    "Check that it counts from the first line and not from diagnosis.",
                    severity="warning",
                    column=header,
                    rows=worked_out,
                )
            )
    return kept, notes


def status_holds_for_every_line(columns: Sequence[str], said_once: Sequence[str]) -> bool:
    """Whether dates tell when a patient died or was last seen, and when each line began.

    Parameters
    ----------
    columns : sequence of str
        Headers of the table.
    said_once : sequence of str
        Those that hold for the patient.

    Returns
    -------
    bool
        Survival then counts from each line's own start, to what is said once.

    Examples
    --------
    >>> status_holds_for_every_line(["Start", "Last contact", "Dead"], ["Last contact", "Dead"])
    True
    >>> status_holds_for_every_line(["OS months", "Dead"], ["OS months", "Dead"])
    False
    """
    known = {target for header in columns for target in sure_targets(str(header))}
    once = {target for header in said_once for target in sure_targets(str(header))}
    return (
        "os_months" not in known
        and "start_date" in known
        and bool(once & {"death_date", "last_followup_date"})
    )


def _first_rows(table: pd.DataFrame, patient: str) -> np.ndarray:
    """For each row, the index of its patient's first line."""
    names = {target: h for h in reversed(table.columns) for target in sure_targets(str(h))}
    names |= {name: h for h in reversed(table.columns) if (name := canonical_name(h))}
    order = pd.Series(0.0, index=table.index)
    if "start_date" in names:
        order = _dates(table[names["start_date"]]).astype("int64").astype(float)
        order = order.where(order > np.iinfo("int64").min, np.inf)
    if "line_number" in names:
        numbers = pd.to_numeric(table[names["line_number"]], errors="coerce")
        order = numbers if numbers.notna().any() else order
    ordered = table[patient].iloc[np.argsort(order.fillna(np.inf).to_numpy(), kind="stable")]
    firsts = ordered[~ordered.duplicated()]
    return table[patient].map(dict(zip(firsts, firsts.index, strict=True))).to_numpy()


def _os_from_dates(table: pd.DataFrame, patient: str, timed: Sequence[str]) -> dict[str, pd.Series]:
    """Texts of ``os_months`` and ``os_event`` counted from each line's own start, where known."""
    names = {canonical_name(header): str(header) for header in table.columns}
    months, event = names.get("os_months"), names.get("os_event")
    since_first = _months_since_first(table, patient, timed)
    if months not in timed or since_first is None:
        return {}
    left = pd.to_numeric(table[months], errors="coerce") - since_first
    known = (left >= 0) & (since_first >= 0)
    texts = {"os_months": exact_texts(left).where(known, "")}
    if event in timed:
        texts["os_event"] = table[event].where(known, "")
    return texts


def _months_since_first(
    table: pd.DataFrame, patient: str, timed: Sequence[str]
) -> pd.Series | None:
    """Months from the start of the patient's first line, where each line has its own start."""
    names = {canonical_name(header): str(header) for header in table.columns if header not in timed}
    if "start_date" in names:
        starts = _dates(table[names["start_date"]])
        firsts = pd.Series(starts.loc[_first_rows(table, patient)].to_numpy(), index=table.index)
        days: pd.Series = (starts - firsts).dt.days
        return days / DAYS_PER_MONTH
    if "start_months" in names:
        return pd.to_numeric(table[names["start_months"]], errors="coerce").astype(float)
    return None


def _dates(cells: pd.Series) -> pd.Series:
    return pd.to_datetime(cells.where(cells != "", None), format="%Y-%m-%d", errors="coerce")
