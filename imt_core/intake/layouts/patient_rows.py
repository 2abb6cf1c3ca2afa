"""Which row is whose: patients named on their first row only, and rows that were entered twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from imt_core.conventions.formatting import format_count
from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.layouts.arranged_table import asking_note, layout_note
from imt_core.intake.layouts.column_names import PATIENT_WIDE, patient_column, sure_targets
from imt_core.intake.layouts.first_line_values import status_holds_for_every_line
from imt_core.intake.layouts.labels_by_centre import settle_centres
from imt_core.intake.layouts.labels_by_line import settle_lines_in_labels
from imt_core.intake.layouts.line_texts import line_column, line_number_of, with_line_numbers
from imt_core.intake.layouts.no_line import without_empty_lines
from imt_core.intake.layouts.source_table import SourceTable
from imt_core.intake.layouts.status_once import with_status_on_each_line
from imt_core.intake.layouts.steps_of_lines import settle_steps

_CHANGING: Final = frozenset({"patient_id", "age_years", "stage", "total_lines"})
ONE, BOTH = "one", "both"


def settle_patients(source: SourceTable, answers: Answers) -> tuple[SourceTable, list[Issue]]:
    """Name the patient of every row, where the sheet shows it, and ask where it does not.

    Parameters
    ----------
    source : SourceTable
        A table of no known layout.
    answers : mapping of str to str

    Returns
    -------
    tuple of SourceTable and list of Issue
        The same where no column names patients.

    Examples
    --------
    >>> table = pd.DataFrame({"Patient": ["a", "", "b"], "Line": ["1", "2", "1"]}, index=[2, 3, 4])
    >>> settled, notes = settle_patients(SourceTable(name="s", table=table), {})
    >>> settled.table["Patient"].tolist(), [(note.code, note.rows) for note in notes]
    (['a', 'a', 'b'], [('patient_filled_down', (3,))])
    """
    patient = patient_column(source.table)
    if patient is None:
        return source, []
    table, by_line = settle_lines_in_labels(source.table, patient, answers)
    table, notes = _filled_down(with_line_numbers(table), patient)
    table, empty = without_empty_lines(table, patient)
    table, steps = settle_steps(table, patient, source.name, answers)
    table, twice = _entered_twice(table, patient, source.name, answers)
    table, by_centre = settle_centres(table, patient, answers)
    table, status = with_status_on_each_line(table, patient)
    return replace(source, table=table), [
        *by_line,
        *notes,
        *empty,
        *steps,
        *twice,
        *by_centre,
        *status,
    ]


def _filled_down(table: pd.DataFrame, patient: str) -> tuple[pd.DataFrame, list[Issue]]:
    """Name the patient of rows that go on with the lines of the row above."""
    blank = (table[patient] == "").to_numpy()
    if not blank.any() or blank[0]:
        return table, []
    goes_on = _goes_on(table, patient, blank)
    if not any(goes_on):
        return table, []
    filled = table.copy()
    wide = [str(h) for h in table if h != patient and _is_said_once(table, str(h))]
    columns = {header: table[header].tolist() for header in [patient, *wide]}
    for place, does in enumerate(goes_on):
        if does:
            for cells in columns.values():
                cells[place] = cells[place] or cells[place - 1]
    for header, cells in columns.items():
        filled[header] = cells
    also = [header for header in wide if not filled[header].equals(table[header])]
    return filled, [
        layout_note(
            "patient_filled_down",
            "These rows name no patient; they go on with the lines of the patient above, and were "
            f"taken for that patient's{_and_also(also)}.",
            "Name the patient on every row, if one of them is another's.",
            column=patient,
            rows=[int(row) for row, does in zip(table.index, goes_on, strict=True) if does],
        )
    ]


def _and_also(headers: list[str]) -> str:
    return f", with what is said once for a patient ({', '.join(headers)})" if headers else ""


def _is_said_once(table: pd.DataFrame, header: str) -> bool:
    targets = sure_targets(header)
    if "os_event" in targets:
        return status_holds_for_every_line(list(table.columns), list(table.columns))
    return bool(targets) and targets <= PATIENT_WIDE


def _goes_on(table: pd.DataFrame, patient: str, blank: np.ndarray) -> list[bool]:
    """For each row whether it belongs to the patient above."""
    line = line_column(table)
    goes_on = [False] * len(table)
    if line is None:
        together = _are_visibly_together(table, patient, blank)
        return [bool(is_blank) and together for is_blank in blank]
    numbers = [line_number_of(text) for text in table[line]]
    for place, is_blank in enumerate(blank):
        if not is_blank or (blank[place - 1] and not goes_on[place - 1]):
            continue
        before, number = numbers[place - 1], numbers[place]
        if before is not None and number is not None:
            skips = number > before + 1 and _says_the_same(table, place)
            goes_on[place] = number == before + 1 or skips
    return goes_on


def _says_the_same(table: pd.DataFrame, place: int) -> bool:
    """Whether a row tells something of the person, and just what the row above tells."""
    lasting = [h for h in table if (t := sure_targets(str(h))) and t <= PATIENT_WIDE - _CHANGING]
    above, here = table[lasting].iloc[place - 1], table[lasting].iloc[place]
    return bool((here != "").any()) and bool((here == above).all())


def _are_visibly_together(table: pd.DataFrame, patient: str, blank: np.ndarray) -> bool:
    """Whether every row without a patient says nothing of a person, and something of a line."""
    known = {str(h): sure_targets(str(h)) for h in table if h != patient}
    person = [h for h, targets in known.items() if targets and targets <= PATIENT_WIDE]
    of_line = [h for h, targets in known.items() if targets & {"regimen", "start_date"}]
    if not person or not of_line:
        return False
    nothing = (table.loc[blank, person] == "").all(axis=None)
    something = (table.loc[blank, of_line] != "").any(axis=1).all()
    named = (table.loc[~blank, person] != "").any(axis=1).all()
    return bool(nothing and something and named)


def _entered_twice(
    table: pd.DataFrame, patient: str, name: str, answers: Answers
) -> tuple[pd.DataFrame, list[Issue]]:
    """Ask about rows of a patient that are the same in every cell."""
    named = (table[patient] != "").to_numpy()
    told = table[[h for h in table if h == patient or not _counts_rows(table[h])]]
    twice = told.duplicated(keep=False).to_numpy() & named
    if not twice.any() or len(told.columns) <= 1:
        return table, []
    again = told.duplicated().to_numpy() & named
    ask = Ask(
        key=f"same rows:{name}",
        text=f"Rows of {name} are the same in every cell: was one entered twice, or are they two "
        "lines? If it is kept twice, its responses and events count twice.",
        options=((ONE, "Entered twice: keep one of them"), (BOTH, "Two lines: keep both")),
    )
    answer = ask.answer(answers)
    n = format_count(int(again.sum()), "row")
    done = f"{n} that repeat another were kept" if answer == BOTH else f"{n} left out"
    note = asking_note(
        "same_rows",
        ask,
        answer,
        f"Rows of {name} are the same in every cell: {done}.",
        "Choose whether they were entered twice.",
        rows=[int(row) for row in table.index[twice]],
    )
    if answer != BOTH:
        return table[~again], [note]
    return _lines_counted(table, patient), [note]


def _counts_rows(cells: pd.Series) -> bool:
    """Whether a column does nothing but number the rows."""
    first = cells.iloc[0]
    if first not in ("0", "1"):
        return False
    return all(cell == str(n) for n, cell in enumerate(cells, start=int(first)))


def _lines_counted(table: pd.DataFrame, patient: str) -> pd.DataFrame:
    """Number the lines in the order of the rows, where nothing else does."""
    if line_column(table) is not None:
        return table
    start = next((h for h in table if "start_date" in sure_targets(str(h))), None)
    if start is not None:
        days = pd.to_datetime(table[start], format="%Y-%m-%d", errors="coerce")
        in_order = days.groupby(table[patient]).agg(lambda d: d.is_monotonic_increasing)
        if days.isna().any() or not in_order.all():
            return table
    return table.assign(line_number=(table.groupby(patient).cumcount() + 1).astype(str))
