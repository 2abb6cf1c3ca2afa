"""Who died and who was last seen when, written on a patient's first row for all lines."""

from __future__ import annotations

from typing import Final

import pandas as pd

from imt_core.intake.checks.report import Issue
from imt_core.intake.layouts.arranged_table import layout_note
from imt_core.intake.layouts.column_names import sure_targets
from imt_core.intake.layouts.first_line_values import status_holds_for_every_line
from imt_core.intake.notation.header_text import header_words
from imt_core.intake.recognition.header_names import named_targets

_DATES: Final = frozenset({"death_date", "last_followup_date"})


def with_status_on_each_line(table: pd.DataFrame, patient: str) -> tuple[pd.DataFrame, list[Issue]]:
    """Give every line of a patient the status and dates that its first row alone has.

    Parameters
    ----------
    table : pandas.DataFrame
        A table of text with one row per line.
    patient : str
        Header of the patient column.

    Returns
    -------
    tuple of pandas.DataFrame and list of Issue
        The same where survival does not count from each line's own start, where a later row says
        something else than the first, and where a line starts after the date of its patient.

    Examples
    --------
    >>> table = pd.DataFrame({"Patient": ["a", "a"], "Start": ["2016-01-01", "2017-01-01"],
    ...     "Last contact": ["2020-01-01", ""], "Status": ["AWD", ""]}, index=[2, 3])
    >>> settled, notes = with_status_on_each_line(table, "Patient")
    >>> settled["Status"].tolist(), notes[0].rows
    (['AWD', 'AWD'], (3,))
    """
    headers = [str(header) for header in table if header != patient]
    if not status_holds_for_every_line(headers, headers):
        return table, []
    start = next(header for header in headers if "start_date" in sure_targets(header))
    lines = table[(table[patient] != "") & (table[start] != "")]
    firsts = ~lines[patient].duplicated()
    filled, added = table.copy(), []
    rows: set[int] = set()
    for header in filter(_is_status, headers):
        first = lines[patient].map(lines.loc[firsts].set_index(patient)[header])
        empty = lines[header] == ""
        gains = empty & (first != "")
        if not gains.any() or not (empty | (lines[header] == first)).all():
            continue
        if sure_targets(header) & _DATES and _starts_after(lines[start], first):
            continue
        filled.loc[lines.index[gains], header] = first[gains]
        added.append(header)
        rows.update(int(row) for row in lines.index[gains])
    if not added:
        return table, []
    note = layout_note(
        "status_of_first_row",
        f"What only a patient's first row says ({', '.join(added)}) holds for the patient, and was "
        "taken for these lines too, each counted from its own start.",
        "Write them on each row if they differ between the lines.",
        rows=sorted(rows),
    )
    return filled, [note]


def _is_status(header: str) -> bool:
    return bool(sure_targets(header) & _DATES) or "os_event" in named_targets(header_words(header))


def _starts_after(starts: pd.Series, dates: pd.Series) -> bool:
    begun, ended = (
        pd.to_datetime(cells.where(cells != "", None), format="%Y-%m-%d", errors="coerce")
        for cells in (starts, dates)
    )
    return bool((begun > ended).any())
