"""Patients' labels that start anew in each centre: 1, 2, 3 here and 1, 2, 3 there."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.layouts.arranged_table import asking_note
from imt_core.intake.layouts.column_names import plain_header, sure_targets
from imt_core.intake.layouts.line_texts import line_column
from imt_core.intake.notation.header_text import header_words
from imt_core.intake.recognition.header_names import named_targets

NEW, SAME = "new", "same"
_FACTS: Final = frozenset({"sex", "alk_status", "primary_site", "death_date"})
_MANY: Final = 3
_BIRTH: Final = re.compile(r"birth|\bdob\b|nascita|naissance|geburt|nacimiento|geboorte|urodzenia")
_ORIGIN: Final = re.compile(
    r"(?:.*_)?(?:site|centre|center|study|trial|studio|etude|étude|studie|estudio|badanie|cohort|"
    r"coorte|cohorte|kohorte|kohorta|country|paese|pays|land|pais|país|kraj|registry|register|"
    r"registro|registre|hospital|clinic|city)(?:_(?:id|name|no|code))?"
)


def settle_centres(
    table: pd.DataFrame, patient: str, answers: Answers
) -> tuple[pd.DataFrame, list[Issue]]:
    """Ask whether a label that several centres use is one patient.

    Parameters
    ----------
    table : pandas.DataFrame
    patient : str
        Header of the patients' labels.
    answers : mapping of str to str

    Returns
    -------
    tuple of pandas.DataFrame and list of Issue
        Labels with their centre before them, unless they are the same patients. Nothing is asked
        where line numbers go on from one centre to the next and nothing contradicts.

    Examples
    --------
    >>> table = pd.DataFrame({"Centre": ["A", "B"], "Patient": ["1", "1"], "Sex": ["F", "M"]})
    >>> settled, notes = settle_centres(table, "Patient", {})
    >>> settled["Patient"].tolist(), notes[0].ask.key
    (['A · 1', 'B · 1'], 'patients:Centre')
    >>> settle_centres(table, "Patient", {"patients:Centre": "same"})[0]["Patient"].tolist()
    ['1', '1']
    """
    centre = _centre_column(table, patient)
    if centre is None:
        return table, []
    named = table[(table[patient] != "") & (table[centre] != "")]
    shared = named.groupby(patient)[centre].transform("nunique").gt(1)
    if not shared.any() or not _is_doubtful(named, patient, centre):
        return table, []
    ask = Ask(
        key=f"patients:{centre}",
        text=f"{patient} holds the same labels under several texts of {centre}: are they the same "
        "patients, or does each start anew? Patients, lines and every curve hang on it.",
        options=((NEW, f"Each {centre} has patients of its own"), (SAME, "The same patients")),
    )
    answer = ask.answer(answers)
    done = "the same patients" if answer == SAME else f"other patients in each {centre}"
    note = asking_note(
        "labels_by_centre",
        ask,
        answer,
        f"Labels that occur under several texts of {centre} are taken for {done}.",
        "Choose whether they are the same patients.",
        column=patient,
        rows=[int(row) for row in named.index[shared]],
    )
    if answer == SAME:
        return table, [note]
    both = (table[patient] != "") & (table[centre] != "")
    labels = table[patient].mask(both, table[centre] + " · " + table[patient])
    return table.assign(**{patient: labels}), [note]


def _centre_column(table: pd.DataFrame, patient: str) -> str | None:
    others = [str(header) for header in table if header != patient]
    sure = [h for h in others if "centre" in sure_targets(h)]
    likely = [
        h
        for h in others
        if _ORIGIN.fullmatch(plain_header(h)) or "centre" in named_targets(header_words(h))
    ]
    return next(iter((*sure, *likely)), None)


def _is_doubtful(named: pd.DataFrame, patient: str, centre: str) -> bool:
    """Whether the labels of several centres may be those of different patients."""
    if _facts_differ(named, patient, centre):
        return True
    line = line_column(named)
    if line is not None:
        return bool(
            named.duplicated([patient, line]).any()
            and not named.duplicated([centre, patient, line]).any()
        )
    tells_lines = any("regimen" in sure_targets(str(header)) for header in named)
    return not tells_lines or _most_are_shared(named, patient, centre)


def _facts_differ(named: pd.DataFrame, patient: str, centre: str) -> bool:
    """What must be the same for a patient differs between centres, and not within any."""
    for header in map(str, named.columns):
        if not (sure_targets(header) & _FACTS or _BIRTH.search(header.lower())):
            continue
        known = named[named[header] != ""]
        by_patient = known.drop_duplicates([patient, header])
        by_both = known.drop_duplicates([patient, centre, header])
        differs = by_patient.duplicated(patient).any()
        if differs and not by_both.duplicated([patient, centre]).any():
            return True
    return False


def _most_are_shared(named: pd.DataFrame, patient: str, centre: str) -> bool:
    """Half of the labels of the smallest centre, and at least three, occur in others too."""
    labels = named.groupby(centre)[patient].agg(set)
    smallest = min(labels, key=len)
    owners = named.groupby(patient)[centre].nunique()
    n_shared = sum(int(owners[label]) > 1 for label in smallest)
    return n_shared >= _MANY and 2 * n_shared >= len(smallest)
