"""Tables to CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from imt_core.formatting import format_exact
from imt_core.schema import DERIVED_COLUMNS, Cohort

_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
_PLAIN_NUMBER: Final = re.compile(r"[+-]?(\d+[.,]?\d*|[.,]\d+)([eE][+-]?\d+)?%?")


def cohort_to_table(cohort: Cohort) -> pd.DataFrame:
    """Write a cohort's rows as texts in the canonical layout.

    Parameters
    ----------
    cohort : Cohort

    Returns
    -------
    pandas.DataFrame
        Texts, without the two columns that only the app has.

    Notes
    -----
    Written by `write_csv` and read by `read_cohort` it is the same cohort, save that a text which a
    spreadsheet would run keeps the apostrophe that makes it harmless.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": ["a"], "os_months": [3.0], "line_group": ["first"]})
    >>> cohort_to_table(Cohort(frame=frame, name="one")).to_dict("records")
    [{'patient_id': 'a', 'os_months': '3'}]
    >>> frame = pd.DataFrame({"patient_id": ["a"], "target_change_pct": [float("nan")]})
    >>> cohort_to_table(Cohort(frame=frame, name="one")).to_dict("records")
    [{'patient_id': 'a', 'target_change_pct': ''}]
    """
    own = [column.name for column in DERIVED_COLUMNS]
    frame = cohort.frame.drop(columns=[name for name in own if name in cohort.frame])
    return frame.apply(_column_to_text)


def _column_to_text(values: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.map(lambda day: "" if pd.isna(day) else f"{day:%Y-%m-%d}")
    if pd.api.types.is_numeric_dtype(values):
        return values.map(_number_to_text)
    return values.fillna("").astype(str)


def _number_to_text(value: float) -> str:
    return "" if pd.isna(value) else format_exact(value)


def write_csv(table: pd.DataFrame) -> bytes:
    """Write a table as CSV in UTF-8 with a byte order mark, as spreadsheets expect it.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts or unformatted numbers; the index is not written.

    Returns
    -------
    bytes

    Notes
    -----
    A text that a spreadsheet would run as a formula (it starts with ``=``, ``+``, ``-``, ``@``, a
    tab or a carriage return and is not a number) gets an apostrophe in front.

    Examples
    --------
    >>> write_csv(pd.DataFrame({"x": ["=1+1", "-5"], "y": [0.5, None]})).decode("utf-8-sig")
    "x,y\\n'=1+1,0.5\\n-5,\\n"
    """
    safe = table.map(neutralise_formula)
    safe.columns = pd.Index([neutralise_formula(name) for name in table.columns])
    return str(safe.to_csv(index=False, lineterminator="\n")).encode("utf-8-sig")


def neutralise_formula(value: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would run.

    Examples
    --------
    >>> neutralise_formula("@SUM(A1)"), neutralise_formula("-45"), neutralise_formula(-45)
    ("'@SUM(A1)", '-45', -45)
    """
    if isinstance(value, str) and _FORMULA.match(value) and not _PLAIN_NUMBER.fullmatch(value):
        return f"'{value}"
    return value
