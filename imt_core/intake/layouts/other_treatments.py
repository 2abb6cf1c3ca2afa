"""Rows whose treatment is an operation, radiotherapy, observation or none: lines or not?"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.layouts.arranged_table import Arrangement, asking_note, layout_note
from imt_core.intake.layouts.column_names import patient_column, sure_targets
from imt_core.intake.layouts.line_texts import line_column, line_number_of
from imt_core.intake.layouts.no_line import tells_of_line
from imt_core.intake.notation.header_text import header_words
from imt_core.intake.recognition.header_names import named_targets
from imt_core.intake.recognition.treatment_words import OtherTreatment, other_treatment

OUT, PATIENTS, LINES = "out", "patients", "lines"
_OF_DRUGS: Final = frozenset({"best_response", "pfs_months", "pfs_event", "progression_date"})
_SURVIVAL: Final = frozenset({"os_months", "os_event"})
_RELAPSE: Final = frozenset({"rfs_months", "rfs_event"})
"""An operation is what a relapse counts from."""
_WORDS: Final[dict[OtherTreatment, str]] = {
    "local": "an operation or radiotherapy alone",
    "none": "observation, supportive care or no treatment",
}


def settle_other_treatments(arrangement: Arrangement, answers: Answers) -> Arrangement:
    """Ask whether rows without any drug are lines, where their response or PFS would count.

    Parameters
    ----------
    arrangement : Arrangement
    answers : mapping of str to str

    Returns
    -------
    Arrangement
        With all rows until it is answered. Where rows are left out, the lines behind them move up,
        and survival said once on them stays with the patient.

    Examples
    --------
    >>> table = pd.DataFrame({"Patient": ["a", "a"], "Line": ["1", "2"],
    ...     "Treatment": ["surgery", "AI"], "Response": ["CR", "PR"]}, index=[2, 3])
    >>> plain = Arrangement(table=table, layout="one row per line or patient")
    >>> settled = settle_other_treatments(plain, {"no drugs:local": "out"})
    >>> settled.table[["Line", "Treatment"]].to_numpy().tolist(), settled.notes[0].severity
    ([['1', 'AI']], 'information')
    >>> settle_other_treatments(plain, {}).notes[0].severity
    'error'
    """
    patient = patient_column(arrangement.table)
    treated = [h for h in map(str, arrangement.table) if _names_treatment(h)]
    if patient is None or not treated:
        return arrangement
    table, notes = arrangement.table, list(arrangement.notes)
    cells = table[treated]
    found = {text: other_treatment(text) for column in cells for text in cells[column].unique()}
    kinds = cells.map(found.get)
    filled = cells != ""
    for kind in _WORDS:
        alike = (kinds == kind) & filled
        wholly = alike.any(axis=1) & (alike | ~filled).all(axis=1)
        rows = table.index.intersection(cells.index[wholly])
        if len(rows):
            table, note = _settled(table, kind, rows, patient, answers)
            notes.append(note)
    return replace(arrangement, table=table, notes=tuple(notes))


def _names_treatment(header: str) -> bool:
    return not sure_targets(header).isdisjoint({"regimen", "regimen_group"})


def _settled(
    table: pd.DataFrame, kind: OtherTreatment, rows: pd.Index, patient: str, answers: Answers
) -> tuple[pd.DataFrame, Issue]:
    whose = set(table.loc[rows, patient])
    others = table.index.difference(rows)
    alone = whose.isdisjoint(table.loc[others, patient])
    counted = _headers_of(table, _OF_DRUGS)
    several = bool(table.loc[table[patient] != "", patient].duplicated().any())
    starts = [h for h in _headers_of(table, {"start_date"}) if not _names_treatment(h)]
    has_start = bool((table.loc[rows, starts] != "").any(axis=None))
    says_more = bool(tells_of_line(table.loc[rows, counted], is_later=False).any())
    if not several and not says_more and not (has_start and counted):
        return table, layout_note(
            "no_drugs",
            f"The treatment of these patients is {_WORDS[kind]}. They count as patients, without "
            "response and PFS.",
            "Take them out of the sheet if they do not belong to the cohort.",
            rows=rows,
        )
    options = [(OUT, "No: leave these rows out, and count the other lines without them")]
    if alone and not has_start:
        options.append((PATIENTS, "No, but their patients count, without response and PFS"))
    options.append((LINES, "Yes: each counts as a line of treatment"))
    ask = Ask(
        key=f"no drugs:{kind}",
        text=f"The treatment in some rows is {_WORDS[kind]}: do they count as lines? Line numbers, "
        "responses and PFS hang on it.",
        options=tuple(options),
    )
    answer = ask.answer(answers)
    done = {OUT: "were left out", PATIENTS: "count for their patients alone"}.get(
        answer or "", "count as lines"
    )
    if answer == OUT and len(others):
        table = _without(table, rows, patient)
    elif answer == PATIENTS:
        table = table.copy()
        table.loc[rows, counted] = ""
    return table, asking_note(
        "no_drugs",
        ask,
        answer,
        f"Rows whose treatment is {_WORDS[kind]} {done}.",
        "Choose whether they are lines.",
        rows=rows,
    )


def _headers_of(table: pd.DataFrame, targets: frozenset[str] | set[str]) -> list[str]:
    named = {str(h): set(named_targets(header_words(str(h)))) for h in table}
    return [h for h, found in named.items() if found & targets and not found & _RELAPSE]


def _without(table: pd.DataFrame, rows: pd.Index, patient: str) -> pd.DataFrame:
    """The other rows: lines move up, and take over what stood on the rows for the patient."""
    kept = table.drop(index=rows)
    line = line_column(table)
    once = _headers_of(table, _SURVIVAL)
    for label, gone in table.loc[rows].groupby(patient, sort=False):
        own = kept.index[kept[patient] == label]
        if own.empty:
            continue
        first = own[0]
        if line is not None:
            numbers = kept.loc[own, line].map(line_number_of)
            left_out = set(gone[line].map(line_number_of)) - set(numbers) - {None}
            for row, number in numbers.items():
                if number is not None and not pd.isna(number):
                    lower = sum(1 for other in left_out if other is not None and other < number)
                    kept.loc[row, line] = str(int(number) - lower) if lower else kept.loc[row, line]
            if numbers.notna().all():
                first = numbers.astype(int).idxmin()
        if once and (kept.loc[own, once] == "").all(axis=None):
            kept.loc[first, once] = gone[once].iloc[0]
    return kept
