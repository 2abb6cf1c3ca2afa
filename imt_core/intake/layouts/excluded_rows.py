"""Patients that the sheet itself says are excluded: with or without them?"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import pandas as pd

from imt_core.conventions.plain_text import plain_text
from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.layouts.arranged_table import Arrangement, asking_note
from imt_core.intake.layouts.column_names import patient_column, sure_targets
from imt_core.intake.recognition.exclusion_words import EXCLUDED_WORD, says_excluded

WITH, WITHOUT = "with", "without"
_STUDY: Final = (
    r"(?: ?(?:the |la |l |der |die |de |het )?(?:study|studi[oae]|etude|estudio|badani\w+|"
    r"analysis|analisi|analyse|auswertung|analiz\w+|cohort|coorte|review))"
)
_EXCLUDED_HEADER: Final = re.compile(
    r"(?:patient |pt |paziente |pat )?(?:is |was |e |ist |est )?"
    rf"(?:{EXCLUDED_WORD}|exclude|exclusion|esclusione|ausschluss|exclusie|wykluczenie|wylaczenie|"
    r"screening failure)"
    r"(?: (?:from|dall?a?|von|de|del?|van|uit|z|in|der|la|il|l)*"
    rf"{_STUDY})?"
)
_REASON_HEADER: Final = re.compile(
    r"(?:reason|cause|motiv\w*|grund|motif|raison|reden|powod|causa|criteri\w*)"
    r"(?: (?:for|of|di|dell?a?|fur|den|d|de|del?|voor|van|la))* "
    r"?(?:exclu\w*|esclus\w*|ausschluss\w*|wyklucz\w*|wylacz\w*)|"
    r"(?:exclusion|esclusione|ausschluss|exclusie)s? ?(?:reason|grund|reden|criteri\w*)|"
    rf"ausschlussgrund|exclusiereden|{EXCLUDED_WORD} "
    r"(?:(?:per|for|wegen|pour|por|om|z|powodu|and|e|y|et|und|en|i|why) )*"
    r"(?:reason|motiv\w*|grund|motif|raison|reden|powod|powodu|causa|criteri\w*|why|warum|perche|"
    r"pourquoi|waarom|dlaczego)"
)
_INCLUDED_HEADER: Final = re.compile(
    r"(?:include|included|inclus[oa]?|incluir|incluid[oa]|eingeschlossen|einschluss|"
    r"geincludeerd|wlaczon[yae]|eligible|eleggibile|eligible|elegible|inclusion|inclusione|"
    r"in analysis|analysed|analyzed|analizzat[oa]|ausgewertet|in (?:auswertung|analyse|analisi)|"
    r"(?:used|use) (?:in|for) analysis|fas|itt|per protocol)"
    r"(?: (?:in|for|nell?a?|nello|dans|en|w|do|in der|l|na|van|de|the|pour|per|fur|studie))*"
    rf"{_STUDY}?"
)
_MAY_SAY_IT: Final = frozenset({"patient_id", "regimen", "regimen_group", "start_date"})
"""Canonical columns in which such words stand too; start_date, for "Treatment" names both."""
_YES_TEXT: Final = "1 y yes x true si s ja j wahr oui o vrai tak t verdadero"
_NO_TEXT: Final = "0 n no false nein falsch non faux nee nie falso"
_YES: Final = frozenset(_YES_TEXT.split())
_NO: Final = frozenset(_NO_TEXT.split())


def settle_excluded(arrangement: Arrangement, answers: Answers) -> Arrangement:
    """Ask about rows that a column or a remark says are excluded.

    Parameters
    ----------
    arrangement : Arrangement
    answers : mapping of str to str

    Returns
    -------
    Arrangement
        With these rows until it is answered.

    Examples
    --------
    >>> table = pd.DataFrame({"Patient": ["a", "b"], "Excluded": ["no", "yes"]}, index=[2, 3])
    >>> plain = Arrangement(table=table, layout="one row per line or patient")
    >>> asked = settle_excluded(plain, {})
    >>> asked.notes[0].severity, asked.notes[0].rows, len(asked.table)
    ('error', (3,), 2)
    >>> settle_excluded(plain, {"excluded rows:all": "without"}).table["Patient"].tolist()
    ['a']
    """
    table = arrangement.table
    patient = patient_column(table)
    found = {
        header: marked for header in map(str, table) if (marked := _excluded(table, header)).any()
    }
    if patient is None or not found or len(table.columns) < 2:
        return arrangement
    excluded = pd.Series(False, index=table.index)
    for header, marked in found.items():
        # What is said once, on the first row of a patient, holds for all of the patient's rows.
        once = table[patient].isin(set(table.loc[marked, patient]) - {""})
        excluded |= marked | (once & (table[header] == ""))
    rows = table.index[excluded]
    if len(rows) == len(table):
        return arrangement
    ask = Ask(
        key="excluded rows:all",
        text=f"The sheet says of some rows that they are excluded ({', '.join(found)}): with or "
        "without them? Every count and curve hangs on it.",
        options=((WITHOUT, "Without these rows"), (WITH, "With these rows")),
    )
    answer = ask.answer(answers)
    done = {WITH: "are counted", WITHOUT: "were left out"}.get(answer or "", "may be counted")
    note = asking_note(
        "excluded_rows",
        ask,
        answer,
        f"Rows that the sheet says are excluded {done}.",
        "Choose whether they belong to the cohort.",
        column=next(iter(found)),
        rows=rows,
    )
    kept = table.drop(index=rows) if answer == WITHOUT else table
    return replace(arrangement, table=kept, notes=(note, *arrangement.notes))


def _excluded(table: pd.DataFrame, header: str) -> pd.Series:
    """For each row, whether a column says that it is excluded."""
    nowhere = pd.Series(False, index=table.index)
    if sure_targets(header) - _MAY_SAY_IT:
        return nowhere
    plain, cells = plain_text(header), table[header]
    texts = {text: plain_text(text) for text in cells.unique() if text}
    flags = set(texts.values())
    is_flag = bool(flags) and flags <= _YES | _NO
    if _REASON_HEADER.fullmatch(plain) or (_EXCLUDED_HEADER.fullmatch(plain) and not is_flag):
        said = {text for text, word in texts.items() if word and word not in _NO | {"na", "none"}}
        return cells.isin(said) if (cells == "").any() or len(said) < len(texts) else nowhere
    if is_flag:
        if _EXCLUDED_HEADER.fullmatch(plain):
            return cells.isin({text for text, word in texts.items() if word in _YES})
        if _INCLUDED_HEADER.fullmatch(plain):
            only_marked = flags <= _YES
            out = {text for text, word in texts.items() if word in _NO}
            return cells.isin(out) | ((cells == "") & only_marked)
        return nowhere
    return cells.isin({text for text in texts if says_excluded(text)})
