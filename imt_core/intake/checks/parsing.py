"""Text cells to typed columns; a cell that cannot be read becomes an issue, never a guess."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from imt_core.cohort.schema import COLUMN_BY_NAME, COLUMNS, DERIVED_COLUMNS, Column
from imt_core.intake.checks.report import Issue
from imt_core.intake.notation.code_texts import are_codes
from imt_core.intake.notation.distinct_values import map_distinct

_NUMBER: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DECIMAL_COMMA: Final = re.compile(r"[+-]?[0-9]+,[0-9]+")
_ISO_DATE: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([ T]00:00:00)?")
_SPREADSHEET_ERROR: Final = re.compile(r"#(N/A|[A-Z0-9/_]+[!?])|#ERROR")
_DERIVED: Final = frozenset(column.name for column in DERIVED_COLUMNS)
_FLAGS: Final = {"1": 1.0, "0": 0.0, "1.0": 1.0, "0.0": 0.0}

Parsed = tuple[pd.Series, list[Issue]]


def canonical_headers(headers: pd.Index) -> tuple[list[str], list[Issue]]:
    """Match headers to canonical names: case, blanks and hyphens do not count.

    Parameters
    ----------
    headers : pandas.Index
        As in the sheet.

    Returns
    -------
    tuple of list of str and list of Issue
        One name for each header: canonical, ``<name>_in_sheet`` for a column that the app derives
        itself, or the sheet's own. Headers that come to the same name are an error.

    Examples
    --------
    >>> canonical_headers(pd.Index(["Patient ID", "OS-months", "ECOG"]))[0]
    ['patient_id', 'os_months', 'ECOG']
    >>> [issue.code for issue in canonical_headers(pd.Index(["ECOG", "ecog"]))[1]]
    ['repeated_header']
    """
    names, issues = list(map(canonical_header, headers)), []
    for header in headers:
        plain = _plain(header)
        if plain in _DERIVED:
            issues.append(
                Issue(
                    code="derived_header",
                    severity="information",
                    column=str(header),
                    message=f"{plain} is worked out by the app from other columns.",
                    remedy=f"The sheet's own column is kept as {plain}_in_sheet.",
                )
            )
    times_used = Counter(_plain(name) for name in names)
    issues += [
        Issue(
            code="repeated_header",
            severity="error",
            column=name,
            message=f"{name} is the header of more than one column; case, blanks and hyphens do "
            "not count.",
            remedy="Keep one of them, or give each its own name.",
        )
        for name, count in times_used.items()
        if count > 1
    ]
    return names, issues


def canonical_header(header: object) -> str:
    """Name one header as `canonical_headers` does.

    Examples
    --------
    >>> canonical_header("OS-months"), canonical_header(" ECOG "), canonical_header("Line group")
    ('os_months', 'ECOG', 'line_group_in_sheet')
    """
    plain = _plain(header)
    if plain in _DERIVED:
        return f"{plain}_in_sheet"
    return plain if plain in COLUMN_BY_NAME else str(header).strip()


def _plain(header: object) -> str:
    return re.sub(r"[\s\-]+", "_", str(header).strip().lower())


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
    parsed: dict[str, pd.Series] = {}
    issues: list[Issue] = []
    own = [name for name in table.columns if name not in COLUMN_BY_NAME]
    for name in [*(column.name for column in COLUMNS if column.name in table), *own]:
        cells, broken = _without_spreadsheet_errors(table[name])
        column = COLUMN_BY_NAME.get(name)
        parsed[name], found = (
            _PARSERS[column.kind](cells, column) if column else (_parse_own_column(cells), [])
        )
        issues += [*broken, *found]
    return pd.DataFrame(parsed, index=table.index.rename("row")), issues


def _to_text(cells: pd.Series) -> pd.Series:
    texts = cells.to_numpy(dtype=object, copy=True)
    texts[texts == ""] = None
    return pd.Series(texts, index=cells.index, name=cells.name, dtype=object)


def _to_number(text: str) -> float:
    return float(text) if _NUMBER.fullmatch(text) else np.nan


def _is_date(text: str) -> bool:
    return bool(_ISO_DATE.fullmatch(text))


def _issue(mask: pd.Series, column: str, code: str, message: str, remedy: str) -> list[Issue]:
    """An error where any row is marked."""
    if not mask.any():
        return []
    rows = tuple(int(row) for row in mask.index[mask])
    return [
        Issue(code=code, severity="error", column=column, rows=rows, message=message, remedy=remedy)
    ]


def _without_spreadsheet_errors(cells: pd.Series) -> Parsed:
    """A formula that failed is neither a value nor an empty cell, whatever the column."""
    errors = [text for text in cells.unique() if _SPREADSHEET_ERROR.fullmatch(text)]
    if not errors:
        return cells, []
    failed = cells.isin(errors)
    issues = _issue(
        failed,
        str(cells.name),
        "spreadsheet_error",
        f"{cells.name} must hold values, but holds the error of a formula, such as #N/A.",
        "Correct the formula, or leave the cell empty where it is not recorded.",
    )
    return cells.mask(failed, ""), issues


def _parse_own_column(cells: pd.Series) -> pd.Series:
    texts = [text for text in cells.unique() if text]
    are_numbers = bool(texts) and all(np.isfinite(_to_number(text)) for text in texts)
    if not are_numbers or are_codes(texts):
        return _to_text(cells)
    return map_distinct(cells, _to_number, float)


def _parse_text(cells: pd.Series, _: Column) -> Parsed:
    return _to_text(cells), []


def _parse_category(cells: pd.Series, column: Column) -> Parsed:
    spelling = {value.lower(): value for value in column.values}
    levels = map_distinct(cells, lambda text: spelling.get(text.lower(), text), object)
    if column.open_vocabulary:
        return _to_text(levels), []
    unknown = (levels != "") & ~levels.isin(column.values)
    issues = _issue(
        unknown,
        column.name,
        "unknown_value",
        f"{column.name} must be one of {', '.join(column.values)}, but holds something else.",
        "Use one of these words, or leave the cell empty where it is not recorded.",
    )
    return _to_text(levels.mask(unknown, "")), issues


def _parse_number(cells: pd.Series, column: Column) -> Parsed:
    numbers = map_distinct(cells, _to_number, float)
    unreadable = (cells != "") & numbers.isna()
    comma = unreadable
    if unreadable.any():
        comma = unreadable & map_distinct(
            cells, lambda text: bool(_DECIMAL_COMMA.fullmatch(text)), bool
        )
    outside = np.isinf(numbers)
    if column.low is not None:
        outside |= numbers < column.low
    if column.high is not None:
        outside |= numbers > column.high
    issues = [
        *_issue(
            comma,
            column.name,
            "decimal_comma",
            f"{column.name} must use a decimal point, but a decimal comma was found.",
            "Replace the comma by a point.",
        ),
        *_issue(
            unreadable & ~comma,
            column.name,
            "not_a_number",
            f"{column.name} must be a number, but holds something else.",
            "Correct it, or leave the cell empty where it is not recorded.",
        ),
        *_issue(
            outside,
            column.name,
            "out_of_range",
            f"{column.name} must be {_bounds(column)}, but is not.",
            "Correct it, or leave the cell empty where it is not recorded.",
        ),
    ]
    return numbers.mask(outside), issues


def _bounds(column: Column) -> str:
    if column.high is None:
        return f"{column.low:g} or more"
    return f"from {column.low:g} to {column.high:g}"


def _parse_integer(cells: pd.Series, column: Column) -> Parsed:
    numbers, issues = _parse_number(cells, column)
    broken = numbers.notna() & (numbers % 1 != 0)
    issues += _issue(
        broken,
        column.name,
        "not_whole",
        f"{column.name} must be a whole number, but has a fraction.",
        "Correct it, or leave the cell empty where it is not recorded.",
    )
    return numbers.mask(broken), issues


def _parse_flag(cells: pd.Series, column: Column) -> Parsed:
    flags = map_distinct(cells, lambda text: _FLAGS.get(text, np.nan), float)
    issues = _issue(
        (cells != "") & flags.isna(),
        column.name,
        "not_a_flag",
        f"{column.name} must be 1 or 0 ({column.meaning}), but holds something else.",
        "Write 1 or 0, or leave the cell empty where it is not recorded.",
    )
    return flags, issues


def _parse_date(cells: pd.Series, column: Column) -> Parsed:
    written = map_distinct(cells, _is_date, bool)
    dates = pd.to_datetime(
        cells.where(written, None).str[:10], format="%Y-%m-%d", errors="coerce"
    ).astype("datetime64[ns]")
    issues = [
        *_issue(
            (cells != "") & ~written,
            column.name,
            "not_a_date",
            f"{column.name} must be a date written year-month-day (2020-03-31), but is not.",
            "Write the date in this form, or leave the cell empty where it is not recorded.",
        ),
        *_issue(
            written & dates.isna(),
            column.name,
            "impossible_date",
            f"{column.name} must be a day of the calendar from 1678 to 2261, but is not.",
            "Correct the date, or leave the cell empty where it is not recorded.",
        ),
    ]
    return dates, issues


_PARSERS: Final[dict[str, Callable[[pd.Series, Column], Parsed]]] = {
    "text": _parse_text,
    "category": _parse_category,
    "number": _parse_number,
    "integer": _parse_integer,
    "flag": _parse_flag,
    "date": _parse_date,
}
