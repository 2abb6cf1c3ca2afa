"""Patients' labels that carry the line: ``P1-L1``, ``P1 (2nd line)``, ``1a`` and ``1b``."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.layouts.arranged_table import asking_note
from imt_core.intake.layouts.column_names import PATIENT_WIDE, sure_targets
from imt_core.intake.layouts.line_texts import line_column, line_number_of
from imt_core.intake.layouts.numbered_headers import LINE, NUMBER_OF_ORDINAL, ORDINAL_ENDING

LINES, PATIENTS = "lines", "patients"
_LASTING: Final = PATIENT_WIDE - {"patient_id", "age_years", "stage", "last_followup_date"}
_ORDINAL: Final = "|".join(sorted(NUMBER_OF_ORDINAL, key=len, reverse=True))
_NAMED: Final = re.compile(
    rf"(?P<patient>.*[^\W_])[\W_]+(?P<line>{LINE} ?\d{{1,2}}|"
    rf"\d{{1,2}}(?: ?{ORDINAL_ENDING})? ?{LINE}|(?:{_ORDINAL}) {LINE})\)?",
    re.IGNORECASE,
)
_LETTER: Final = re.compile(r"(?P<patient>.*[0-9])[ ]?(?P<line>[a-e])", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?P<patient>.*[^\W_])[-_./](?P<line>[1-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """Of each label of a sheet the patient and the number of the line."""

    patients: dict[str, str]
    numbers: dict[str, int]


def settle_lines_in_labels(
    table: pd.DataFrame, patient: str, answers: Answers
) -> tuple[pd.DataFrame, list[Issue]]:
    """Ask whether labels that differ in their ending only are the lines of one patient.

    Parameters
    ----------
    table : pandas.DataFrame
    patient : str
        Header of the patients' labels.
    answers : mapping of str to str

    Returns
    -------
    tuple of pandas.DataFrame and list of Issue
        Where they are, with the patient's label alone, and with a column ``line_number`` unless
        the sheet numbers its lines.

    Examples
    --------
    >>> table = pd.DataFrame({"Patient": ["P1-L1", "P1-L2", "P2-L1"]}, index=[2, 3, 4])
    >>> same, notes = settle_lines_in_labels(table, "Patient", {})
    >>> same["Patient"].tolist(), notes[0].severity, notes[0].rows
    (['P1-L1', 'P1-L2', 'P2-L1'], 'error', (2, 3))
    >>> settle_lines_in_labels(table, "Patient", {"labels of lines": "lines"})[0].to_dict("list")
    {'Patient': ['P1', 'P1', 'P2'], 'line_number': ['1', '2', '1']}
    """
    labels = [text for text in table[patient].tolist() if text]
    found = None if len(set(labels)) < len(labels) else _lines_of(table, patient, labels)
    if found is None:
        return table, []
    owners = table[patient].map(found.patients).fillna("")
    shared = owners.duplicated(keep=False) & (owners != "")
    ask = Ask(
        key="labels of lines",
        text=f"Labels of {patient} differ only in an ending that looks like the number of a line: "
        "are they lines of one patient, or different patients? Patients, lines and every curve "
        "hang on it.",
        options=((LINES, "Lines of one patient"), (PATIENTS, "Different patients")),
    )
    answer = ask.answer(answers)
    done = "lines of one patient" if answer == LINES else "different patients"
    note = asking_note(
        "lines_in_labels",
        ask,
        answer,
        f"Labels of {patient} that differ only in their ending are taken for {done}.",
        "Choose whether they are lines of one patient.",
        column=patient,
        rows=[int(row) for row in table.index[shared]],
    )
    if answer != LINES:
        return table, [note]
    settled = table.assign(**{patient: owners})
    if line_column(table) is None:
        numbers = table[patient].map(lambda text: str(found.numbers[text]) if text else "")
        settled = settled.assign(line_number=numbers)
    return settled, [note]


def _lines_of(table: pd.DataFrame, patient: str, labels: list[str]) -> _Lines | None:
    """What the labels say; ``None`` where they name nothing but patients."""
    numbers = {text: _named_line(text) for text in labels}
    if sum(read is not None for read in numbers.values()) > len(labels) / 2:
        return _if_shared(numbers)
    if line_column(table) is not None:
        return None
    for ending in (_LETTER, _NUMBER):
        found = {text: _ending(ending, text) for text in labels}
        lines = _if_shared(found)
        if lines is None or not _count_from_one(lines):
            continue
        if _facts_agree(table, patient, lines, need_one=ending is _NUMBER):
            return lines
    return None


def _named_line(text: str) -> tuple[str, int] | None:
    match = _NAMED.fullmatch(text)
    number = line_number_of(match["line"]) if match else None
    return (match["patient"], number) if match and number is not None else None


def _ending(pattern: re.Pattern[str], text: str) -> tuple[str, int] | None:
    match = pattern.fullmatch(text)
    if match is None:
        return None
    line = match["line"].lower()
    return match["patient"], int(line) if line.isdecimal() else ord(line) - ord("a") + 1


def _if_shared(read: dict[str, tuple[str, int] | None]) -> _Lines | None:
    """The labels, if any two of them name one patient."""
    known = {text: found or (text, 1) for text, found in read.items()}
    patients = {text: owner for text, (owner, _) in known.items()}
    if len(set(patients.values())) == len(patients):
        return None
    return _Lines(patients=patients, numbers={text: line for text, (_, line) in known.items()})


def _count_from_one(lines: _Lines) -> bool:
    """Whether each patient's lines are 1, 2, 3 in the order of the rows, and few."""
    of_patient: dict[str, list[int]] = defaultdict(list)
    for text, owner in lines.patients.items():
        of_patient[owner].append(lines.numbers[text])
    counted = all(found == [*range(1, len(found) + 1)] for found in of_patient.values())
    return counted and len(of_patient) > 1


def _facts_agree(table: pd.DataFrame, patient: str, lines: _Lines, *, need_one: bool) -> bool:
    """Whether nothing that lasts differs between the rows of what would be one patient."""
    owners = table[patient].map(lines.patients)
    lasting = [
        str(h) for h in table if h != patient and (t := sure_targets(str(h))) and t <= _LASTING
    ]
    for header in lasting:
        said = pd.DataFrame({"owner": owners, "fact": table[header]})
        said = said[said["fact"] != ""].drop_duplicates()
        if said.duplicated("owner").any():
            return False
    return bool(lasting) or not need_one
