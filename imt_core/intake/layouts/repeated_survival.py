"""Overall survival that is written again on every line of a patient counts from one start only."""

from __future__ import annotations

import pandas as pd

from imt_core.intake.checks.report import Issue
from imt_core.intake.layouts.column_names import patient_column, sure_targets
from imt_core.intake.layouts.first_line_values import keep_on_first_lines


def keep_repeated_survival(table: pd.DataFrame) -> tuple[pd.DataFrame, list[Issue]]:
    """Keep a patient's overall survival on the first line, where all lines repeat it.

    Lines of one patient do not start on the same day, so the same time on each of them is one
    time, written several times.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, one row per line or patient.

    Returns
    -------
    tuple of pandas.DataFrame and list of Issue
        The table as it is, where any patient's lines differ, or none has several.

    Examples
    --------
    >>> table = pd.DataFrame({"Patient": ["a", "a", "b"], "Line": ["1", "2", "1"],
    ...     "OS (months)": ["40", "40", "9"], "Dead": ["yes", "yes", "no"]}, index=[2, 3, 4])
    >>> kept, notes = keep_repeated_survival(table)
    >>> kept["OS (months)"].tolist(), kept["Dead"].tolist(), notes[0].rows
    (['40', '', '9'], ['yes', '', 'no'], (3,))
    """
    patient = patient_column(table)
    times = [h for h in map(str, table) if "os_months" in sure_targets(h)]
    if patient is None or len(times) != 1:
        return table, []
    filled = table[(table[patient] != "") & (table[times[0]] != "")]
    by_patient = filled.groupby(patient, sort=False)[times[0]]
    several = by_patient.size() > 1
    if not several.any() or not (by_patient.nunique()[several] == 1).all():
        return table, []
    if _start_on_one_day(filled, patient):
        return table, []
    events = [h for h in map(str, table) if "os_event" in sure_targets(h)]
    return keep_on_first_lines(table, patient=patient, headers=[*times, *events])


def _start_on_one_day(table: pd.DataFrame, patient: str) -> bool:
    """Whether recorded starts say that the lines of a patient began together."""
    starts = [h for h in map(str, table) if "start_date" in sure_targets(h)]
    again = table.duplicated(patient)
    return bool(starts) and bool((table.duplicated([patient, starts[0]]) == again).all())
