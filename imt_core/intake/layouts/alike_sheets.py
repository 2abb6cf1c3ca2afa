"""Sheets with the same columns: one for each centre or line, or two versions of one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

import pandas as pd

from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.layouts.arranged_table import asking_note, renumber_rows
from imt_core.intake.layouts.column_names import patient_column, plain_header, sure_targets
from imt_core.intake.layouts.line_texts import line_column
from imt_core.intake.layouts.source_table import SourceTable

OWN, LINES = "own patients", "lines"
_KEYS: Final = frozenset({"patient_id", "line_number", "start_date"})
_MOST: Final = 0.5


def alike_sheets(sheets: Sequence[SourceTable]) -> tuple[SourceTable, ...]:
    """Find the sheets that have most columns of the first, and patients.

    Parameters
    ----------
    sheets : sequence of SourceTable

    Returns
    -------
    tuple of SourceTable
        The first too; without those whose rows are all rows of the first.
    """
    first, *others = sheets
    mine = _columns(first)
    alike = [first]
    for other in others:
        both, either = mine & _columns(other), mine | _columns(other)
        has_patients = all(patient_column(sheet.table) for sheet in (first, other))
        if has_patients and both and len(both) >= _MOST * len(either):
            alike += [] if _is_part_of(other, first) else [other]
    return tuple(alike)


def settle_alike_sheets(
    sheets: Sequence[SourceTable], answers: Answers
) -> tuple[list[SourceTable], list[Issue]]:
    """Ask what sheets with the same columns are, unless they name other patients.

    Parameters
    ----------
    sheets : sequence of SourceTable
        The tables of a cohort that are of no known layout.
    answers : mapping of str to str

    Returns
    -------
    tuple of list of SourceTable and list of Issue
        One sheet in place of those that are alike: the first until it is answered.

    Examples
    --------
    >>> milan, paris = (
    ...     SourceTable(name=f"s, sheet {name}", table=pd.DataFrame({"ID": ["1"], "Response": [r]}))
    ...     for name, r in (("Milan", "PR"), ("Paris", "PD")))
    >>> settled, notes = settle_alike_sheets([milan, paris], {"sheets:all": "own patients"})
    >>> settled[0].table["ID"].tolist(), notes[0].severity
    (['Milan · 1', 'Paris · 1'], 'information')
    """
    alike = alike_sheets(sheets) if len(sheets) > 1 else ()
    if len(alike) <= 1:
        return list(sheets), []
    if _go_on(alike):
        written = [replace(sheet, table=_with_headers_of(alike[0], sheet)) for sheet in alike]
        return [*written, *(sheet for sheet in sheets if sheet not in alike)], []
    names = [_short(sheet) for sheet in alike]
    ask = Ask(
        key="sheets:all",
        text=f"The sheets {', '.join(names)} have the same columns: are they other patients, "
        "further lines, or versions of one table? Patients, lines and every curve hang on it.",
        options=(
            (OWN, "Each sheet has patients of its own: all together"),
            (LINES, "The same patients, a line in each sheet: all together"),
            *((str(n), f"Versions: only {name}") for n, name in enumerate(names, start=1)),
        ),
    )
    answer = ask.answer(answers)
    if answer in {OWN, LINES}:
        chosen = _stacked(alike, own=answer == OWN)
        done = f"{', '.join(names)} were put below each other"
    else:
        chosen = alike[int(answer or 1) - 1]
        done = f"only {_short(chosen)} is read"
    note = asking_note(
        "alike_sheets",
        ask,
        answer,
        f"Several sheets have the same columns: {done}.",
        "Choose what the sheets are.",
    )
    rest = [sheet for sheet in sheets if sheet not in alike]
    return [chosen, *rest], [note]


def _columns(sheet: SourceTable) -> set[str]:
    """Its headers, without those that tell patients and lines apart."""
    patient = patient_column(sheet.table)
    if patient is None:
        return set()
    headers = [h for h in map(str, sheet.table) if h != patient and not sure_targets(h) & _KEYS]
    return {_meaning(header) for header in headers}


def _meaning(header: str) -> str:
    """What a header names in whatever words; else its own."""
    return " ".join(sorted(sure_targets(header))) or plain_header(header)


def _with_headers_of(first: SourceTable, sheet: SourceTable) -> pd.DataFrame:
    """A sheet's table, under the first one's headers where they name the same."""
    names = {plain_header(header): str(header) for header in first.table}
    told = Counter(_meaning(str(header)) for table in (first, sheet) for header in table.table)
    by_meaning = {_meaning(str(h)): str(h) for h in first.table if told[_meaning(str(h))] == 2}
    mine = set(map(plain_header, sheet.table))
    renamed = {}
    for header in map(str, sheet.table):
        other = by_meaning.get(_meaning(header), "")
        free = plain_header(other) not in mine
        renamed[header] = names.get(plain_header(header), other if other and free else header)
    renamed[_patient(sheet)] = _patient(first)
    return sheet.table.rename(columns=renamed)


def _is_part_of(other: SourceTable, first: SourceTable) -> bool:
    shared = [header for header in other.table if header in first.table]
    if len(shared) < len(other.table.columns):
        return False
    rows = set(first.table[shared].itertuples(index=False, name=None))
    return rows.issuperset(other.table[shared].itertuples(index=False, name=None))


def _go_on(sheets: Sequence[SourceTable]) -> bool:
    """Whether the columns are the same, and no patient is named twice."""
    headers = {frozenset(_with_headers_of(sheets[0], sheet)) for sheet in sheets}
    patients = [set(sheet.table[_patient(sheet)]) - {""} for sheet in sheets]
    return len(headers) == 1 and all(not one & two for one, two in combinations(patients, 2))


def _patient(sheet: SourceTable) -> str:
    return str(patient_column(sheet.table))


def _short(sheet: SourceTable) -> str:
    return sheet.name.rpartition(", sheet ")[2]


def _stacked(sheets: Sequence[SourceTable], *, own: bool) -> SourceTable:
    """All rows below each other, with the first sheet's headers where they are the same."""
    first = sheets[0]
    patient, parts = _patient(first), []
    for number, sheet in enumerate(sheets, start=1):
        table = _with_headers_of(first, sheet)
        if own:
            named = table[patient] != ""
            table = table.assign(
                **{patient: table[patient].mask(named, f"{_short(sheet)} · " + table[patient])}
            )
        elif line_column(table) is None:
            table = table.assign(line_number=str(number))
        parts.append(table.assign(table=_short(sheet)))
    both = renumber_rows(pd.concat(parts).fillna(""))
    codes = {header: known for sheet in sheets for header, known in sheet.codes.items()}
    name = " and ".join(sheet.name for sheet in sheets)
    return SourceTable(name=name, table=both, codes=codes)
