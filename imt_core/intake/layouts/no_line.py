"""Cells that say that a patient had no such line: ``NA``, ``none``, or a zero in every one."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from imt_core.conventions.missing_texts import is_missing_text
from imt_core.conventions.plain_text import plain_text
from imt_core.intake.checks.report import Issue
from imt_core.intake.layouts.arranged_table import layout_note
from imt_core.intake.layouts.column_names import PATIENT_WIDE, sure_targets
from imt_core.intake.layouts.line_texts import line_column, line_number_of

_NONE: Final = re.compile(
    r"(?:none|nil|nothing|no(?= )|not (?:given|received|treated)|nessun[oa]?|niente|"
    r"non (?:data|eseguita)|kein(?:e[rns]?)?|nicht (?:erhalten|gegeben)|aucune?|neant|pas|"
    r"ningun[oa]?|nada|geen|niet|brak|nie(?= )|zadn[aey])"
    r"(?: (?:further|more|other|second|third|fourth|weitere[rn]?|altra|ulteriore|autre|otra|mas|"
    r"andere|verdere|kolejnej|dalszej|de|di))*"
    r"(?: (?:lines?|linea|ligne|linie|linii|lijn|therap\w*|terap\w*|treatment|trattament\w*|"
    r"chemo\w*|behandlung|behandeling|traitement|tratamiento|leczeni\w*|chemioterapia|quimioterapia))?"
)
_NOT_OR_ZERO: Final = re.compile(r"no|n|nein|non|nee|nie|false|falso|faux|falsch|0+(?:[.,]0+)?")


def without_empty_lines(table: pd.DataFrame, patient: str) -> tuple[pd.DataFrame, list[Issue]]:
    """Set aside rows of later lines that hold nothing but marks of what is missing.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, one row per line.
    patient : str
        Header of the patient column.

    Returns
    -------
    tuple of pandas.DataFrame and list of Issue

    Examples
    --------
    >>> table = pd.DataFrame({"Patient": ["a", "a"], "Line": ["1", "2"], "Response": ["PR", "NA"]},
    ...     index=[2, 3])
    >>> kept, notes = without_empty_lines(table, "Patient")
    >>> kept["Line"].tolist(), notes[0].rows
    (['1'], (3,))
    """
    line = line_column(table)
    if line is None:
        return table, []
    of_line = [
        h
        for h in table
        if h not in (patient, line) and not (sure_targets(str(h)) or {""}) <= PATIENT_WIDE
    ]
    cells = table[of_line]
    is_later = table[line].map(lambda text: (line_number_of(text) or 1) > 1)
    says_none = (cells != "").any(axis=1) & ~tells_of_line(cells, is_later=True)
    rows = table.index[is_later & says_none & (table[patient] != "")]
    if rows.empty:
        return table, []
    note = layout_note(
        "line_said_to_be_none",
        "These rows of later lines hold nothing but words for none, zeros or marks of what is "
        "missing: they are no lines, and were set aside.",
        "Check that no line was given there.",
        rows=rows,
    )
    return table.drop(index=rows), [note]


def tells_of_line(cells: pd.DataFrame, *, is_later: bool) -> pd.Series:
    """For each row, whether the columns of one line tell of a line.

    Parameters
    ----------
    cells : pandas.DataFrame
        Texts; an empty text is an empty cell.
    is_later : bool
        Whether the line is not the first: zeros and "no" alone, beside nothing that was given, then
        fill cells that had to be filled. A zero change of a measure is a value.

    Returns
    -------
    pandas.Series

    Examples
    --------
    >>> cells = pd.DataFrame({"Response 2": ["SD", "NA", "", "none"], "PD 2": ["no", "", "0", "-"]})
    >>> tells_of_line(cells, is_later=True).tolist()
    [True, False, False, False]
    >>> tells_of_line(cells, is_later=False).tolist()
    [True, False, True, False]
    """
    told = pd.Series(False, index=cells.index)
    for header in cells:
        zero_is_value = not is_later or "target_change_pct" in sure_targets(str(header))
        says = {text: _says(text, zero_is_value=zero_is_value) for text in cells[header].unique()}
        told |= cells[header].map(says).astype(bool)
    return told


def _says(text: str, *, zero_is_value: bool) -> bool:
    plain = plain_text(text)
    is_none = not text or is_missing_text(text, measured=True) or _NONE.fullmatch(plain)
    return not (is_none or (not zero_is_value and _NOT_OR_ZERO.fullmatch(text.strip().lower())))
