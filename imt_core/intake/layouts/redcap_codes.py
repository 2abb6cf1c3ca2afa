"""Codes of a REDCap export to the labels of its dictionary, and the fields that identify."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

import pandas as pd

from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.formatting import format_count
from imt_core.intake.checks.report import Issue
from imt_core.intake.layouts.arranged_table import layout_note
from imt_core.intake.layouts.column_names import canonical_name
from imt_core.intake.layouts.redcap_dictionary import Field

_CHECKBOX: Final = re.compile(r"(?P<field>.+?)___(?P<code>.+)")


def label_codes(
    table: pd.DataFrame,
    fields: Mapping[str, Field],
    steps: list[str],
    notes: list[Issue],
    *,
    name: str,
) -> pd.DataFrame:
    """Replace codes of choices by their labels.

    Parameters
    ----------
    table : pandas.DataFrame
        An export with raw codes; labels stay as they are.
    fields : mapping of Field
        By name.
    steps, notes : list
        What was done and met is appended.
    name : str
        The table's name.

    Returns
    -------
    pandas.DataFrame
        Checkbox columns ``field___code`` are called ``field: label`` and keep 1 and 0. Codes of
        canonical numbers and events stay, as do codes that the dictionary does not know.

    Examples
    --------
    >>> sex = Field(name="sex", label="Sex", kind="radio", choices={"1": "Male"}, identifies=False)
    >>> notes = []
    >>> label_codes(pd.DataFrame({"sex": ["1", "9"]}, index=[2, 3]), {"sex": sex}, [], notes,
    ...     name="data")["sex"].tolist()
    ['Male', '9']
    >>> [(note.code, note.rows) for note in notes]
    [('code_not_in_dictionary', (3,))]
    """
    labelled = table.copy()
    replaced = []
    for header in table.columns:
        field = fields.get(str(header))
        if field is None or not field.choices or _stays_coded(str(header)):
            continue
        cells = table[header]
        labels = cells.map({text: field.choices.get(text, text) for text in set(cells)})
        if not labels.equals(cells):
            labelled[header] = labels
            replaced.append(str(header))
        unknown = (cells != "") & ~cells.isin([*field.choices, *field.choices.values()])
        if unknown.any():
            notes.append(
                layout_note(
                    "code_not_in_dictionary",
                    f"{header} of {name} holds codes that the dictionary does not know; they were "
                    "kept.",
                    "Check whether they stand for a missing value.",
                    severity="warning",
                    column=str(header),
                    rows=table.index[unknown],
                )
            )
    if replaced:
        steps.append(
            f"Codes were replaced by the labels of the dictionary in "
            f"{format_count(len(replaced), 'column')}: {', '.join(replaced)}."
        )
    pairs = [(str(header), _checkbox_name(str(header), fields)) for header in table]
    uses = Counter(new for _, new in pairs)
    named = {
        header: new
        for header, new in pairs
        if new is not None and uses[new] == 1 and new not in table
    }
    if named:
        steps.append(f"Named by their labels: {format_count(len(named), 'checkbox column')}.")
    return labelled.rename(columns=named)


def note_identifiers(table: pd.DataFrame, fields: Mapping[str, Field], notes: list[Issue]) -> None:
    """Append a note for each column of a field that the dictionary marks as an identifier.

    Examples
    --------
    >>> name = Field(name="name", label="", kind="text", choices={}, identifies=True)
    >>> notes = []
    >>> note_identifiers(pd.DataFrame(columns=["name.visit_1", "names"]), {"name": name}, notes)
    >>> [note.column for note in notes]
    ['name.visit_1']
    >>> note_identifiers(pd.DataFrame(columns=["names"]), {"name": name}, [])
    """
    for header in map(str, table.columns):
        field = fields.get(header) or fields.get(re.split(r"\.|: | \(record\)$", header)[0])
        if field is not None and field.identifies:
            notes.append(
                layout_note(
                    "identifier_in_dictionary",
                    f"The dictionary marks {header} as identifying a person.",
                    "Leave it out.",
                    severity="warning",
                    column=header,
                )
            )


def _stays_coded(header: str) -> bool:
    name = canonical_name(header)
    return name is not None and COLUMN_BY_NAME[name].kind in ("flag", "integer", "number")


def _checkbox_name(header: str, fields: Mapping[str, Field]) -> str | None:
    match = _CHECKBOX.fullmatch(header)
    if match is None or (field := fields.get(match["field"])) is None:
        return None
    choices = {re.sub(r"\W", "_", code.lower()): label for code, label in field.choices.items()}
    label = choices.get(match["code"].lower())
    return None if label is None else f"{match['field']}: {label}"
