"""Text cells to typed columns; a cell that cannot be read becomes an issue, never a guess."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from imt_core.schema import COLUMN_BY_NAME, COLUMNS, DERIVED_COLUMNS, Column
from imt_core.validation_report import Issue

_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_DECIMAL_COMMA: Final = re.compile(r"[+-]?\d+,\d+")
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

Parsed = tuple[pd.Series, list[Issue]]


def canonical_headers(headers: pd.Index) -> tuple[list[str], list[Issue]]:
    """Match headers to canonical names: case, blanks and hyphens do not count.

    Examples
    --------
    >>> canonical_headers(pd.Index(["Patient ID", "OS-months", "ECOG"]))[0]
    ['patient_id', 'os_months', 'ECOG']
    """
    derived = {column.name for column in DERIVED_COLUMNS}
    names, issues = [], []
    for header in headers:
        plain = re.sub(r"[\s\-]+", "_", str(header).strip().lower())
        if plain in derived:
            names.append(f"{plain}_in_sheet")
            issues.append(Issue(
                code="derived_header", severity="information", column=str(header),
                message=f"{plain} is worked out by the app from other columns.",
                remedy=f"The sheet's own column is kept as {plain}_in_sheet.",
            ))  # fmt: skip
        else:
            names.append(plain if plain in COLUMN_BY_NAME else str(header).strip())
    repeated = sorted({name for name in names if names.count(name) > 1})
    issues += [
        Issue(
            code="repeated_header", severity="error", column=name,
            message=f"{name} is the header of more than one column.",
            remedy="Keep one of them, or give each its own name.",
        )
        for name in repeated
    ]  # fmt: skip
    return names, issues


def parse_columns(table: pd.DataFrame) -> tuple[pd.DataFrame, list[Issue]]:
    """Parse every column of a table of text whose headers are canonical.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts; an empty text is an empty cell.

    Returns
    -------
    tuple of pandas.DataFrame and list of Issue
        Typed columns, canonical ones first in canonical order, then the sheet's own; cells that
        cannot be read are empty, and each is in an issue.

    Examples
    --------
    >>> table = pd.DataFrame({"ecog": ["0", "1"], "patient_id": ["a", "b"], "cycles": ["6", "x"]})
    >>> frame, issues = parse_columns(table)
    >>> frame.columns.tolist(), frame["ecog"].tolist(), issues[0].code, issues[0].rows
    (['patient_id', 'cycles', 'ecog'], [0.0, 1.0], 'not_a_number', (1,))
    """
    known = [column for column in COLUMNS if column.name in table]
    parsed: dict[str, pd.Series] = {}
    issues: list[Issue] = []
    for column in known:
        parsed[column.name], found = _PARSERS[column.kind](table[column.name], column)
        issues += found
    for name in table.columns:
        if name not in parsed:
            parsed[name] = _parse_own_column(table[name])
    return pd.DataFrame(parsed, index=table.index), issues


def _parse_own_column(cells: pd.Series) -> pd.Series:
    filled = cells[cells != ""]
    is_number = len(filled) > 0 and filled.map(lambda text: bool(_NUMBER.fullmatch(text))).all()
    return _to_numbers(cells) if is_number else _to_text(cells)


def _to_text(cells: pd.Series) -> pd.Series:
    return cells.where(cells != "", None).astype(object)


def _to_numbers(cells: pd.Series) -> pd.Series:
    return cells.map(lambda text: float(text) if _NUMBER.fullmatch(text) else np.nan).astype(float)


def _rows(mask: pd.Series) -> tuple[int, ...]:
    return tuple(int(row) for row in mask.index[mask])


def _issue(mask: pd.Series, column: Column, code: str, message: str, remedy: str) -> list[Issue]:
    """An error where any row is marked."""
    if not mask.any():
        return []
    return [
        Issue(code=code, severity="error", column=column.name, rows=_rows(mask),
              message=message, remedy=remedy)
    ]  # fmt: skip


def _parse_text(cells: pd.Series, column: Column) -> Parsed:
    return _to_text(cells), []


def _parse_category(cells: pd.Series, column: Column) -> Parsed:
    spelling = {value.lower(): value for value in column.values}
    levels = cells.map(lambda text: spelling.get(text.lower(), text))
    if column.open_vocabulary:
        return _to_text(levels), []
    unknown = (levels != "") & ~levels.isin(column.values)
    issues = _issue(
        unknown, column, "unknown_value",
        f"{column.name} must be one of {', '.join(column.values)}, but holds something else.",
        "Use one of these words, or leave the cell empty where it is not recorded.",
    )  # fmt: skip
    return _to_text(levels.mask(unknown, "")), issues


def _parse_number(cells: pd.Series, column: Column) -> Parsed:
    filled = cells != ""
    comma = cells.map(lambda text: bool(_DECIMAL_COMMA.fullmatch(text)))
    unreadable = filled & ~comma & ~cells.map(lambda text: bool(_NUMBER.fullmatch(text)))
    issues = _issue(
        comma, column, "decimal_comma",
        f"{column.name} must use a decimal point, but a decimal comma was found.",
        "Replace the comma by a point.",
    )  # fmt: skip
    issues += _issue(
        unreadable, column, "not_a_number",
        f"{column.name} must be a number, but holds something else.",
        "Correct it, or leave the cell empty where it is not recorded.",
    )  # fmt: skip
    numbers = _to_numbers(cells)
    outside = pd.Series(False, index=cells.index)
    if column.low is not None:
        outside |= numbers < column.low
    if column.high is not None:
        outside |= numbers > column.high
    outside |= np.isinf(numbers)
    issues += _issue(
        outside, column, "out_of_range",
        f"{column.name} must be {_bounds(column)}, but is not.",
        "Correct it, or leave the cell empty where it is not recorded.",
    )  # fmt: skip
    return numbers.mask(outside), issues


def _bounds(column: Column) -> str:
    if column.low is None:
        return "a finite number"
    if column.high is None:
        return f"{column.low:g} or more"
    return f"from {column.low:g} to {column.high:g}"


def _parse_integer(cells: pd.Series, column: Column) -> Parsed:
    numbers, issues = _parse_number(cells, column)
    broken = numbers.notna() & (numbers % 1 != 0)
    issues += _issue(
        broken, column, "not_whole",
        f"{column.name} must be a whole number, but has a fraction.",
        "Correct it, or leave the cell empty where it is not recorded.",
    )  # fmt: skip
    return numbers.mask(broken), issues


def _parse_flag(cells: pd.Series, column: Column) -> Parsed:
    flags = cells.map({"1": 1.0, "0": 0.0, "1.0": 1.0, "0.0": 0.0}).astype(float)
    unknown = (cells != "") & flags.isna()
    issues = _issue(
        unknown, column, "not_a_flag",
        f"{column.name} must be 1 or 0 ({column.meaning}), but holds something else.",
        "Write 1 or 0, or leave the cell empty where it is not recorded.",
    )  # fmt: skip
    return flags, issues


def _parse_date(cells: pd.Series, column: Column) -> Parsed:
    days = cells.map(lambda text: text.removesuffix(" 00:00:00"))
    iso = days.map(lambda text: bool(_ISO_DATE.fullmatch(text)))
    dates = pd.to_datetime(days.where(iso), format="%Y-%m-%d", errors="coerce")
    unreadable = (cells != "") & dates.isna()
    issues = _issue(
        unreadable, column, "not_a_date",
        f"{column.name} must be a date written year-month-day (2020-03-31), but is not.",
        "Write the date in this form, or leave the cell empty where it is not recorded.",
    )  # fmt: skip
    return dates, issues


_PARSERS: Final[dict[str, Callable[[pd.Series, Column], Parsed]]] = {
    "text": _parse_text,
    "category": _parse_category,
    "number": _parse_number,
    "integer": _parse_integer,
    "flag": _parse_flag,
    "date": _parse_date,
}
