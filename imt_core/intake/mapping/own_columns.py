"""The columns that a sheet keeps beside the canonical ones: no calendar date stays in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.missing_texts import is_missing_text
from imt_core.conventions.units import months_from
from imt_core.intake.checks.parsing import canonical_header
from imt_core.intake.checks.report import Issue
from imt_core.intake.column_mapping import DecimalMark
from imt_core.intake.mapping.alike_labels import join_levels
from imt_core.intake.notation.code_texts import are_codes
from imt_core.intake.notation.date_forms import DAY_NUMBER, YEAR_ONLY
from imt_core.intake.notation.date_reading import DateReading, date_issues, read_dates
from imt_core.intake.notation.distinct_values import exact_texts
from imt_core.intake.notation.number_reading import NumberReading, number_issues, read_numbers

_NO_WRITTEN_DATE: Final = ("", YEAR_ONLY, DAY_NUMBER)
_ASKS_FOR_A_MARK: Final = {"decimal_mark_by_evidence", "decimal_point_assumed"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OwnColumns:
    """A sheet's own columns, ready to be kept.

    Parameters
    ----------
    columns : dict of str to pandas.Series of str
        Under the names that they are kept by.
    issues : tuple of Issue
    dates : dict of str to DateReading
        How the columns of dates were read, by header.
    """

    columns: dict[str, pd.Series]
    issues: tuple[Issue, ...]
    dates: dict[str, DateReading]


def read_own_columns(
    table: pd.DataFrame,
    *,
    start: pd.Series | None,
    taken: Iterable[str] = (),
    decimal_hint: DecimalMark | None = None,
) -> OwnColumns:
    """Write numbers with a decimal point, and dates as months since the line's start.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts of the own columns only.
    start : pandas.Series of str or None
        The start of each line, year-month-day; without it, columns of dates are left out.
    taken : iterable of str
        Names that no own column may be kept by.
    decimal_hint : {".", ","} or None
        The decimal mark that the sheet shows elsewhere.

    Returns
    -------
    OwnColumns
        A column is one of dates where at least half of its filled cells are; cells of it that are
        no date are emptied.

    Examples
    --------
    >>> sheet = pd.DataFrame({"Scan": ["2020-03-01", "see letter"], "LDH": ["1,5", "2"]})
    >>> own = read_own_columns(sheet, start=pd.Series(["2020-03-01", "2020-03-01"]))
    >>> {name: cells.tolist() for name, cells in own.columns.items()}
    {'Scan (months)': ['0', ''], 'LDH': ['1.5', '2']}
    >>> read_own_columns(sheet[["Scan"]], start=None).issues[0].code
    'own_dates_left_out'
    """
    columns: dict[str, pd.Series] = {}
    issues: list[Issue] = []
    read: dict[str, DateReading] = {}
    relative, left_out = [], []
    used = {*taken, *table.columns}
    first_day = None if start is None else read_dates(start).dates
    for header in table.columns:
        cells = table[header]
        numbers = read_numbers(cells, hint=decimal_hint)
        if _all_read(cells, numbers.numbers):
            if are_codes(cells[numbers.numbers.notna()].unique()):
                columns[_kept_name(header, used)] = cells.where(numbers.numbers.notna(), "")
                issues.append(_kept_as_text(header))
                continue
            columns[_kept_name(header, used)] = exact_texts(numbers.numbers)
            issues += _number_notes(header, numbers)
            continue
        dates = read_dates(cells)
        if not _holds_dates(cells, dates):
            columns[_kept_name(header, used)], joined = join_levels(header, cells)
            issues += joined
            issues += _unsettled_numbers(header, numbers)
        elif first_day is None:
            left_out.append(header)
        else:
            name = _months_name(header, used)
            months = months_from((dates.dates - first_day).dt.days, "days")
            columns[name] = exact_texts(months)
            issues += [i for i in date_issues(header, dates) if i.severity != "error"]
            issues += _emptied(header, cells, months, dates.missing)
            relative.append(header)
            read[header] = dates
    issues += _about_dates(relative, left_out)
    return OwnColumns(columns=columns, issues=tuple(issues), dates=read)


def own_name(header: str) -> str:
    """Name a column that is kept beside the canonical ones: never by one of their names.

    Examples
    --------
    >>> own_name("ECOG"), own_name("Stage")
    ('ECOG', 'Stage (in the sheet)')
    """
    name = canonical_header(header)
    return f"{header} (in the sheet)" if name in COLUMN_BY_NAME else header


def _kept_name(header: str, used: set[str]) -> str:
    name = own_name(header)
    return name if name == header else _free_name([name], used)


def _months_name(header: str, used: set[str]) -> str:
    name = own_name(header)
    return _free_name([f"{name} (months)", f"{name} (months since start)"], used)


def _free_name(names: list[str], used: set[str]) -> str:
    """Take the first name that no other column has: the last with a number, if all are taken."""
    numbered = (f"{names[-1]} {n}" for n in range(2, len(used) + 3))
    name = next(name for name in (*names, *numbered) if name not in used)
    used.add(name)
    return name


def _all_read(cells: pd.Series, read: pd.Series) -> bool:
    """Whether every cell that says something was read, and at least one."""
    unread = read.isna().to_numpy()
    rest = set(cells.to_numpy()[unread]) - {""}
    return not unread.all() and all(map(is_missing_text, rest))


def _holds_dates(cells: pd.Series, dates: DateReading) -> bool:
    """Whether a column is one of dates, though some cells say something else."""
    forms = Counter(dates.forms.tolist())
    n_written = len(cells) - sum(forms[form] for form in _NO_WRITTEN_DATE)
    n_filled = int((cells != "").sum()) - len(dates.missing)
    return _all_read(cells, dates.dates) or (n_written > 0 and 2 * n_written >= n_filled)


def _number_notes(header: str, numbers: NumberReading) -> Iterator[Issue]:
    """Nobody is asked how numbers of own columns are meant: the remedy lies in the sheet."""
    for issue in number_issues(header, numbers):
        yield (
            replace(issue, remedy="If that is wrong, write them without a mark for thousands.")
            if issue.code in _ASKS_FOR_A_MARK
            else issue
        )


def _kept_as_text(header: str) -> Issue:
    return Issue(
        code="codes_kept_as_text",
        severity="information",
        column=header,
        message=f"{header} holds codes that would be merged as numbers, such as 001 and 1, or over "
        "15 digits; they are kept as they are written.",
        remedy="A workbook keeps 15 digits of a number: longer codes must be texts in it.",
    )


def _unsettled_numbers(header: str, numbers: NumberReading) -> Iterator[Issue]:
    if rows := tuple(sorted({*numbers.ambiguous, *numbers.mixed_units})):
        yield Issue(
            code="own_numbers_unsettled",
            severity="warning",
            column=header,
            rows=rows,
            message=f"{header} holds numbers that can be read in two ways, or in units that "
            "differ; the column was kept as words.",
            remedy="Write its numbers in one unit, and without a mark for thousands.",
        )


def _emptied(
    header: str, cells: pd.Series, months: pd.Series, missing: tuple[int, ...]
) -> Iterator[Issue]:
    lost = (cells != "") & months.isna() & ~cells.index.isin(missing)
    if lost.any():
        yield Issue(
            code="own_dates_partly",
            severity="warning",
            column=header,
            rows=tuple(cells.index[lost].tolist()),
            message=f"{header} holds dates, but these cells could not be read as one, or their "
            "line has no start; they were left empty, so that no date enters the cohort.",
            remedy="Write the dates year-month-day (2020-03-31), other things in a column of their "
            "own, and the start of each line.",
        )


def _about_dates(relative: list[str], left_out: list[str]) -> Iterator[Issue]:
    if relative:
        yield Issue(
            code="own_dates_relative",
            severity="information",
            column=", ".join(relative),
            message="Dates in columns of the sheet's own became months since the start of the "
            "line.",
            remedy="Nothing needs to be done.",
        )
    if left_out:
        yield Issue(
            code="own_dates_left_out",
            severity="information",
            column=", ".join(left_out),
            message="Columns of the sheet's own hold dates; without start_date they cannot become "
            "months, and they were left out.",
            remedy="Say which column is start_date, if the sheet has it.",
        )
