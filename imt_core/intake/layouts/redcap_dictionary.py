"""A REDCap data dictionary: which fields identify, and what the codes of choices mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.intake.layouts.column_names import plain_header

_FIELD: Final = ("variable_field_name", "field_name")
_TYPE: Final = "field_type"
_CHOICES: Final = ("choices_calculations_or_slider_labels", "select_choices_or_calculations")
_IDENTIFIER: Final = "identifier"
_LABEL: Final = "field_label"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the dictionary.

    Parameters
    ----------
    name, label : str
    kind : str
        REDCap's field type, such as ``radio``.
    choices : dict of str
        Labels by code.
    identifies : bool
        Whether the project marks it as an identifier.
    """

    name: str
    label: str
    kind: str
    choices: dict[str, str]
    identifies: bool


def is_dictionary(table: pd.DataFrame) -> bool:
    """Whether a table is a data dictionary.

    Examples
    --------
    >>> is_dictionary(pd.DataFrame(columns=["Variable / Field Name", "Field Type"]))
    True
    >>> is_dictionary(pd.DataFrame(columns=["field_name"]))
    False
    """
    headers = {plain_header(header) for header in table.columns}
    return _TYPE in headers and any(name in headers for name in _FIELD)


def read_dictionary(table: pd.DataFrame) -> dict[str, Field]:
    """Read the fields of a data dictionary.

    Parameters
    ----------
    table : pandas.DataFrame
        A table for which `is_dictionary` holds.

    Returns
    -------
    dict of Field
        By the field's name.

    Examples
    --------
    >>> table = pd.DataFrame({"field_name": ["sex"], "field_type": ["radio"],
    ...     "select_choices_or_calculations": ["0, Female | 1, Male"], "identifier": [""]})
    >>> read_dictionary(table)["sex"].choices
    {'0': 'Female', '1': 'Male'}
    >>> read_dictionary(table.assign(field_type="calc"))["sex"].choices
    {}
    """
    headers = {plain_header(header): header for header in table.columns}

    def column(*names: str) -> list[str]:
        header = next((headers[name] for name in names if name in headers), None)
        return [""] * len(table) if header is None else [str(text) for text in table[header]]

    rows = zip(
        column(*_FIELD),
        column(_LABEL),
        column(_TYPE),
        column(*_CHOICES),
        column(_IDENTIFIER),
        strict=True,
    )
    return {
        name: Field(
            name=name,
            label=label,
            kind=kind.lower(),
            choices=_choices(choices) if kind.lower() in ("radio", "dropdown", "checkbox") else {},
            identifies=identifier.lower() in ("y", "yes", "1"),
        )
        for name, label, kind, choices, identifier in rows
        if name
    }


def _choices(text: str) -> dict[str, str]:
    """Read ``0, Female | 1, Male``; a part without a comma is a label without a code."""
    parts = (part.partition(",") for part in text.split("|"))
    return {code.strip(): label.strip() for code, comma, label in parts if comma}
