"""What a sheet hides is asked about, and what it merges is filled, before anything else is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINT_OF_COLUMN
from imt_core.conventions.formatting import format_count
from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.files.table_marks import PLAIN_TABLE, MergedCells
from imt_core.intake.layouts.arranged_table import asking_note, layout_note
from imt_core.intake.layouts.column_names import patient_column
from imt_core.intake.layouts.first_line_values import (
    keep_on_first_lines,
    status_holds_for_every_line,
)
from imt_core.intake.layouts.source_table import SourceTable
from imt_core.intake.notation.header_text import header_words
from imt_core.intake.recognition.header_names import named_targets

WITH, WITHOUT = "with", "without"
EACH, FIRST = "each", "first"
_SURVIVAL: Final = frozenset({"os_months", "os_event"})
_OF_ONE_LINE: Final = frozenset(
    {"best_response", "start_date", "progression_date", "cycles", *ENDPOINT_OF_COLUMN} - _SURVIVAL
)
"""What holds for one line alone, as a rule."""


def settle_marks(source: SourceTable, answers: Answers) -> tuple[SourceTable, list[Issue]]:
    """Ask about hidden rows and columns, and fill merged cells.

    Parameters
    ----------
    source : SourceTable
    answers : mapping of str to str

    Returns
    -------
    tuple of SourceTable and list of Issue
        The table without marks. Until it is answered, what is hidden is counted.

    Notes
    -----
    A merged cell holds for each of its rows, but for survival given once for a patient (see
    `keep_on_first_lines`), and for what holds for one line alone, which is asked about.

    Examples
    --------
    >>> from imt_core.intake.files.table_marks import TableMarks
    >>> table = pd.DataFrame({"id": ["a", ""], "line": ["1", "2"]}, index=[2, 3])
    >>> marks = TableMarks(merged=(MergedCells("id", (2, 3)),), hidden_rows=(3,))
    >>> settled, notes = settle_marks(SourceTable(name="s", table=table, marks=marks), {})
    >>> settled.table["id"].tolist(), [note.code for note in notes]
    (['a', 'a'], ['merged_cells_filled', 'hidden_rows'])
    """
    if source.marks == PLAIN_TABLE:
        return source, []
    table, notes = _filled(source, answers)
    hidden = source.marks.hidden_rows
    n_hidden = format_count(len(hidden), "row")
    for key, rows, text, which in (
        (
            "hidden rows",
            hidden,
            f"{n_hidden} of {source.name} {'is' if len(hidden) == 1 else 'are'} hidden in the "
            "sheet, by a filter or by hand: with or without? Every count and curve hangs on it.",
            f"that {source.name} hides",
        ),
        (
            "excluded rows",
            source.marks.excluded_rows,
            f"A heading in {source.name} says that the rows below it are excluded: with or "
            "without them? Every count and curve hangs on it.",
            f"of {source.name} below a heading that says that they are excluded",
        ),
    ):
        if rows:
            table, note = _rows_asked(table, f"{key}:{source.name}", rows, text, which, answers)
            notes.append(note)
    columns = [header for header in source.marks.hidden_columns if header in table]
    if columns:
        ask = Ask(
            key=f"hidden columns:{source.name}",
            text=f"{source.name} hides columns that hold something ({', '.join(columns)}): are "
            "they to be read?",
            options=((WITH, "Yes, read them"), (WITHOUT, "No, leave them out")),
        )
        answer = ask.answer(answers)
        done = {WITH: "are read", WITHOUT: "were left out"}.get(answer or "", "may be read")
        notes.append(
            asking_note(
                "hidden_columns",
                ask,
                answer,
                f"Columns that {source.name} hides {done}: {', '.join(columns)}.",
                "Choose whether they are to be read.",
            )
        )
        if answer == WITHOUT and len(columns) < len(table.columns):
            table = table.drop(columns=columns)
    return replace(source, table=table, marks=PLAIN_TABLE), notes


def _rows_asked(
    table: pd.DataFrame, key: str, rows: Sequence[int], text: str, which: str, answers: Answers
) -> tuple[pd.DataFrame, Issue]:
    """Ask whether rows belong to the cohort, and take them out where they do not."""
    options = ((WITH, "With these rows"), (WITHOUT, "Without them"))
    ask = Ask(key=key, text=text, options=options)
    answer = ask.answer(answers)
    done = {WITH: "are counted", WITHOUT: "were left out"}.get(answer or "", "may be counted")
    note = asking_note(
        key.partition(":")[0].replace(" ", "_"),
        ask,
        answer,
        f"Rows {which} {done}.",
        "Choose whether they belong to the cohort.",
        rows=rows,
    )
    if answer == WITHOUT and len(rows) < len(table):
        table = table.drop(index=[row for row in rows if row in table.index])
    return table, note


def _filled(source: SourceTable, answers: Answers) -> tuple[pd.DataFrame, list[Issue]]:
    """The table with its merged cells filled, and what was filled or must be asked."""
    table = source.table.copy()
    by_header: dict[str, list[MergedCells]] = defaultdict(list)
    for cells in source.marks.merged:
        by_header[cells.header].append(cells)
    notes: list[Issue] = []
    filled: list[MergedCells] = []
    patient = patient_column(table)
    order = sorted(by_header, key=lambda header: header != patient)
    for header in order:
        targets = set(named_targets(header_words(header)))
        ranges = by_header[header]
        if "os_event" in targets and status_holds_for_every_line(
            [str(h) for h in table], list(by_header)
        ):
            targets -= _SURVIVAL
        if targets & _SURVIVAL and _of_one_patient(table, patient, ranges):
            notes += _survival_filled(table, str(patient), header, ranges)
            continue
        if targets & (_SURVIVAL | _OF_ONE_LINE):
            answer, note = _asked(header, ranges, answers)
            notes.append(note)
            if answer != EACH:
                continue
        else:
            filled += ranges
        _fill(table, ranges)
    if filled:
        headers = dict.fromkeys(cells.header for cells in filled)
        notes.insert(
            0,
            layout_note(
                "merged_cells_filled",
                f"Merged cells of {source.name} hold for each of their rows, and were filled in "
                f"{', '.join(headers)}.",
                "Check that each of these rows belongs to what is written over them.",
                rows=sorted({row for cells in filled for row in cells.rows[1:]}),
            ),
        )
    return table, notes


def _fill(table: pd.DataFrame, ranges: Sequence[MergedCells]) -> None:
    for header, rows in ranges:
        is_merged = table.index.isin(rows)
        table[header] = table[header].mask(is_merged, str(table[header].loc[rows[0]]))


def _of_one_patient(
    table: pd.DataFrame, patient: str | None, ranges: Sequence[MergedCells]
) -> bool:
    if patient is None:
        return False
    return all(len(set(table.loc[list(cells.rows), patient])) == 1 for cells in ranges)


def _survival_filled(
    table: pd.DataFrame, patient: str, header: str, ranges: Sequence[MergedCells]
) -> list[Issue]:
    """Fill survival on the lines of its patient as what is said once for the patient."""
    _fill(table, ranges)
    rows = sorted({row for cells in ranges for row in cells.rows})
    kept, notes = keep_on_first_lines(table.loc[rows], patient=patient, headers=[header])
    table.loc[rows, header] = kept[header]
    return notes


def _asked(
    header: str, ranges: Sequence[MergedCells], answers: Answers
) -> tuple[str | None, Issue]:
    ask = Ask(
        key=f"merged:{header}",
        text=f"{header} is merged over several rows: does it hold for each of them, or for the "
        "first only?",
        options=((EACH, "For each of the rows"), (FIRST, "For the first row only")),
    )
    answer = ask.answer(answers)
    done = "holds for each of the rows" if answer == EACH else "holds for the first row only"
    return answer, asking_note(
        "merged_outcome",
        ask,
        answer,
        f"What is merged over several rows {done}.",
        "Choose which rows it holds for.",
        column=header,
        rows=sorted({row for cells in ranges for row in cells.rows}),
    )
