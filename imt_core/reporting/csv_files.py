"""Tables to CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Final

import pandas as pd
from xlsxwriter import Workbook

from imt_core.cohort.schema import DERIVED_COLUMNS, Cohort
from imt_core.conventions.formatting import format_exact
from imt_core.reporting.content.plain_xml import clean

_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
_POINT_NUMBER: Final = re.compile(r"-?\d*\.\d+([eE][+-]?\d+)?")
_NO_DAY: Final = dt.datetime(2000, 1, 1)
"""Written as the day of creation, so that the same cohort always gives the same file."""

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
    spreadsheet would run keeps the apostrophe that makes it harmless, and that the file does not
    tell what was answered of all rows: their extent of disease, or that no line number is known.

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


def write_csv(table: pd.DataFrame, *, decimal_comma: bool = False) -> bytes:
    """Write a table as CSV in UTF-8 with a byte order mark, as spreadsheets expect it.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts or unformatted numbers; the index is not written.
    decimal_comma : bool
        Whether numbers have a decimal comma and semicolons part the cells, as a spreadsheet set to
        German, Italian, French, Spanish, Dutch or Polish expects.

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
    >>> write_csv(pd.DataFrame({"x": ["0.5"], "y": [1.25]}), decimal_comma=True).decode("utf-8-sig")
    'x;y\\n0,5;1,25\\n'
    """
    safe = table.map(_harmless)
    safe.columns = pd.Index([_harmless(name) for name in table.columns])
    separator = ","
    if decimal_comma:
        safe, separator = safe.map(_with_decimal_comma), ";"
    text = safe.to_csv(index=False, lineterminator="\n", sep=separator)
    return str(text).encode("utf-8-sig")


def write_cohort_workbook(cohort: Cohort) -> bytes:
    """Write a cohort's rows as an Excel workbook: numbers as numbers, days as days.

    Parameters
    ----------
    cohort : Cohort

    Returns
    -------
    bytes
        One sheet in the canonical layout. No text in it runs as a formula, and the file names no
        author; read by `read_cohort` it is the same cohort.
    """
    table = cohort_to_table(cohort)
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as book:
        book.set_properties({"created": _NO_DAY})
        sheet = book.add_worksheet("Cohort")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        bold = book.add_format({"bold": True})
        for column, name in enumerate(table.columns):
            sheet.write_string(0, column, clean(name), bold)
            values = cohort.frame[name]
            is_number = pd.api.types.is_numeric_dtype(values)
            is_day = pd.api.types.is_datetime64_any_dtype(values)
            for row, (value, text) in enumerate(zip(values, table[name], strict=True), start=1):
                if text == "":
                    continue
                if is_number:
                    sheet.write_number(row, column, value)
                elif is_day:
                    sheet.write_datetime(row, column, value.to_pydatetime(), day)
                else:
                    sheet.write_string(row, column, clean(text))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    return content.getvalue()


def _harmless(value: object) -> object:
    return neutralise_formula(clean(value) if isinstance(value, str) else value)


def _with_decimal_comma(value: object) -> object:
    if isinstance(value, float) or (isinstance(value, str) and _POINT_NUMBER.fullmatch(value)):
        return "" if pd.isna(value) else str(value).replace(".", ",")
    return value


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
