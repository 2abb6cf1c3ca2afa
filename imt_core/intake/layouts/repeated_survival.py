"""Overall survival that is written again on every line of a patient counts from one start only."""

from __future__ import annotations

import pandas as pd

from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.layouts.arranged_table import asking_note
from imt_core.intake.layouts.column_names import patient_column, sure_targets
from imt_core.intake.layouts.first_line_values import keep_on_first_lines
from imt_core.intake.layouts.line_texts import line_column

FIRST, EACH = "first", "each"


def settle_repeated_survival(
    table: pd.DataFrame, answers: Answers
) -> tuple[pd.DataFrame, list[Issue]]:
    """Ask what overall survival counts from, where lines of a patient repeat it.

    Lines of one patient do not start on the same day, so the same time on two of them is, as a
    rule, one time written twice.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, one row per line or patient.
    answers : mapping of str to str

    Returns
    -------
    tuple of pandas.DataFrame and list of Issue
        Until it is answered, the repeated time is kept on the first line.

    Examples
    --------
    >>> table = pd.DataFrame({"Patient": ["a", "a", "b"], "Line": ["1", "2", "1"],
    ...     "OS (months)": ["40", "40", "9"], "Dead": ["yes", "yes", "no"]}, index=[2, 3, 4])
    >>> kept, (note, *_) = settle_repeated_survival(table, {})
    >>> kept["OS (months)"].tolist(), kept["Dead"].tolist(), note.rows, note.severity
    (['40', '', '9'], ['yes', '', 'no'], (2, 3), 'error')
    """
    patient = patient_column(table)
    times = [h for h in map(str, table) if "os_months" in sure_targets(h)]
    if patient is None or len(times) != 1:
        return table, []
    rows = _rows_that_repeat(table, patient, times[0])
    if rows.empty:
        return table, []
    ask = Ask(
        key=f"survival on lines:{times[0]}",
        text=f"{times[0]} is the same on several lines of a patient, but lines do not start "
        "together: does it count from the start of the patient's first line? The median of OS "
        "hangs on it.",
        options=(
            (FIRST, "Yes: it is one time of the patient, from the first line"),
            (EACH, "No: it counts from the start of each line, as written"),
        ),
    )
    answer = ask.answer(answers)
    done = "counts from each line, as answered" if answer == EACH else "was kept once for a patient"
    note = asking_note(
        "repeated_survival",
        ask,
        answer,
        f"{times[0]} is the same on several lines of a patient, and {done}.",
        "Say what it counts from.",
        column=times[0],
        rows=rows,
    )
    if answer == EACH:
        return table, [note]
    events = [h for h in map(str, table) if "os_event" in sure_targets(h)]
    of_them = table.loc[rows]
    kept, notes = keep_on_first_lines(of_them, patient=patient, headers=[*times, *events])
    settled = table.copy()
    for header in (*times, *events):
        settled.loc[rows, header] = kept[header]
    return settled, [note, *notes]


def _rows_that_repeat(table: pd.DataFrame, patient: str, time: str) -> pd.Index:
    """All rows of patients with the same time on two lines that do not start on one day."""
    filled = table[(table[patient] != "") & (table[time] != "")]
    starts = [h for h in map(str, table) if "start_date" in sure_targets(h)]
    if starts:
        # Rows that start on one day are not two lines, and say the same of survival rightly.
        filled = filled[~filled.duplicated([patient, starts[0]]) | (filled[starts[0]] == "")]
    elif line_column(table) is None:
        return table.index[:0]
    again = filled.duplicated([patient, time], keep=False)
    whose = set(filled.loc[again, patient])
    return table.index[table[patient].isin(whose)]
