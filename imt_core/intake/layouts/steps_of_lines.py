"""Rows that are cycles, visits or assessments of a line: each a line, or all of them one?"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

import pandas as pd

from imt_core.conventions.plain_text import plain_text
from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.layouts.arranged_table import asking_note, layout_note
from imt_core.intake.layouts.column_names import sure_targets
from imt_core.intake.layouts.line_texts import line_column
from imt_core.intake.recognition.value_matching import suggest_values

LINES, STEPS = "lines", "steps"
_OF: Final = r"(?: (?:no|nr|n|num|number|numero|nummer|numer|date|type|name|of|id|di|de))*"
_STEP: Final = (
    r"cycle|ciclo|zyklus|cykl|cyclus|cure|kuur|kurs|course|chemo cycle|therapy cycle|"
    r"visit|visita|visite|besuch|bezoek|wizyta|consult\w*|termin|"
    r"(?:re)?assessment|(?:ri)?valutazione|(?:re)?evaluation|beurteilung|bewertung|(?:re)?evaluacion|"
    r"(?:re|her)?evaluatie|(?:re)?ocena|beoordeling|"
    r"(?:re)?staging|ristadiazione|restadiazione|reestadificacion|bilan|"
    r"time ?point|tempo|zeitpunkt|momento|tijdstip|moment|punkt czasowy|etap|"
    r"scan|ct scan|imaging|imagerie|bildgebung|badanie|tac|"
    r"control|controllo|controle|kontrolle|verlaufskontrolle|kontrola|follow ?up|nachsorge|suivi|"
    r"week|settimana|semaine|woche|semana|tydzien|infusion|"
    r"lesion|lesione|lasion|letsel|zmiana|target lesion"
)
_STEP_HEADER: Final = re.compile(rf"(?:{_STEP}){_OF}|(?:no|nr|n|numero) (?:{_STEP})")
_STEP_CELL: Final = re.compile(
    rf"c\d{{1,2}}(?: ?d\d{{1,2}})?|v\d{{1,2}}|w\d{{1,3}}|baseline|basale|screening|start|"
    rf"(?:{_STEP})s? ?\d{{0,3}}|\d{{1,3}}(?:st|nd|rd|th|a|o|e|er|eme)? (?:{_STEP})|"
    r"end of treatment|eot|fine trattamento|therapieende|fin de traitement|fin de tratamiento|"
    r"einde behandeling|koniec leczenia|ausgangsbefund|ausgangswert|inclusion|"
    r"(?:mese|month|mois|monat|mes|maand|miesiac) \d{1,2}"
)
_YES_OR_NO: Final = frozenset(
    ["yes", "no", "si", "oui", "non", "ja", "nein", "nee", "tak", "nie", "y", "n", "j", "s"]
)
_MOSTLY: Final = 0.8
_BEST: Final = ("CR", "PR", "SD", "PD")


def settle_steps(
    table: pd.DataFrame, patient: str, name: str, answers: Answers
) -> tuple[pd.DataFrame, list[Issue]]:
    """Ask what the rows of a patient are where a column counts cycles, visits or assessments.

    Parameters
    ----------
    table : pandas.DataFrame
        A table of text.
    patient : str
        Header of the patient column.
    name : str
        Of the table.
    answers : mapping of str to str

    Returns
    -------
    tuple of pandas.DataFrame and list of Issue
        As it is until it is answered. Rows that are steps of one line become one: what they all
        say is kept, the first start, and the best response up to a progression; what else differs
        is left out, and named.

    Examples
    --------
    >>> table = pd.DataFrame({"Patient": ["a", "a"], "Cycle": ["1", "2"],
    ...     "Response": ["SD", "PR"], "Death": ["1", "1"]}, index=[2, 3])
    >>> settle_steps(table, "Patient", "s", {})[1][0].severity
    'error'
    >>> settled, notes = settle_steps(table, "Patient", "s", {"rows are:s": "steps"})
    >>> settled.to_dict("records"), notes[0].severity
    ([{'Patient': 'a', 'Response': 'PR', 'Death': '1'}], 'information')
    """
    line = line_column(table)
    keys = [patient] if line is None else [patient, line]
    named = table[table[patient] != ""]
    again = named[named.duplicated(keys, keep=False)]
    steps = [h for h in map(str, table) if h not in keys and _counts_steps(again, h, keys)]
    if again.empty or not steps:
        return table, []
    ask = Ask(
        key=f"rows are:{name}",
        text=f"Patients have several rows, told apart by {', '.join(steps)}: is each row a line of "
        "treatment, or are they cycles, visits or assessments of one line? Lines, responses and "
        "PFS hang on it.",
        options=(
            (STEPS, "Cycles, visits or assessments of one line: one line with the best response"),
            (LINES, "Each row is a line of treatment"),
        ),
    )
    answer = ask.answer(answers)
    done = {STEPS: "were taken together as one line each", LINES: "count as a line each"}.get(
        answer or "", "may be no lines"
    )
    note = asking_note(
        "rows_are_steps",
        ask,
        answer,
        f"Rows of a patient that {', '.join(steps)} tells apart {done}.",
        "Choose what the rows are.",
        column=steps[0],
        rows=again.index,
    )
    if answer == STEPS:
        merged, lost = _merged(table.drop(columns=steps), keys, patient)
        return merged, [note, *lost]
    if answer == LINES and line is None:
        counted = (table.groupby(patient).cumcount() + 1).astype(str)
        return table.assign(line_number=counted.where(table[patient] != "", "")), [note]
    return table, [note]


def _counts_steps(again: pd.DataFrame, header: str, keys: list[str]) -> bool:
    """Whether a column tells the rows of one patient, or line, apart as steps."""
    if sure_targets(header) - {"cycles"} or again.empty:
        return False
    cells = again[header].map(plain_text)
    filled = cells[cells != ""]
    apart = not again.duplicated([*keys, header]).any()
    if filled.empty or not apart:
        return False
    if filled.map(lambda text: bool(_STEP_CELL.fullmatch(text))).mean() >= _MOSTLY:
        return True
    if not _STEP_HEADER.fullmatch(plain_text(header)) or set(filled) <= _YES_OR_NO:
        return False
    numbers = pd.to_numeric(cells, errors="coerce")
    if numbers.isna().any():
        return True
    # Numbers of cycles that lines had go up and down; those that count rows go up.
    groups = numbers.groupby([again[key] for key in keys], sort=False)
    return all(all(a < b for a, b in pairwise(group)) for _, group in groups)


def _merged(table: pd.DataFrame, keys: list[str], patient: str) -> tuple[pd.DataFrame, list[Issue]]:
    """One row for each patient, or line."""
    unnamed = table[patient] == ""
    rows: dict[int, dict[str, str]] = {}
    lost: dict[str, list[int]] = {}
    for _, group in table[~unnamed].groupby(keys, sort=False):
        first = int(group.index[0])
        rows[first] = {str(h): _one_of(group[h], str(h)) for h in group}
        for header in map(str, group):
            if not rows[first][header] and (group[header] != "").any():
                lost.setdefault(header, []).append(first)
    whole = pd.DataFrame.from_dict(rows, orient="index", columns=list(table.columns), dtype=object)
    merged = pd.concat([whole, table[unnamed]]).sort_index()
    merged.index.name = table.index.name
    notes = [
        layout_note(
            "differs_between_steps",
            f"{header} differs between the rows of one line, and was left out there.",
            "Write what holds for the line on each of its rows.",
            severity="warning",
            column=header,
            rows=where,
        )
        for header, where in lost.items()
    ]
    return merged, notes


def _one_of(cells: pd.Series, header: str) -> str:
    """What all rows say, or what can be chosen among them; empty where nothing can."""
    filled = [str(text) for text in cells if text]
    if len(set(filled)) <= 1:
        return filled[0] if filled else ""
    targets = sure_targets(header)
    if "start_date" in targets:
        return filled[0]
    if "best_response" in targets:
        return _best(filled, header)
    return ""


def _best(texts: list[str], header: str) -> str:
    meanings = suggest_values("best_response", texts, header=header)
    told = [(meanings[text] or "", text) for text in texts]
    ends = [place for place, (word, _) in enumerate(told) if word == "PD"]
    until = told[: ends[0] + 1] if ends else told
    if any(not word for word, _ in told):
        return ""
    known = [(_BEST.index(word), text) for word, text in until if word in _BEST]
    return min(known)[1] if known else ""
