"""A sheet as a workbook with its problems marked, to be corrected there and uploaded again."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.color import Color
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_count
from imt_core.intake.checks.parsing import canonical_headers
from imt_core.intake.checks.report import SEVERITIES, Issue, Severity, ValidationReport, format_rows
from imt_core.intake.files.header_row import ROWS_SEARCHED
from imt_core.intake.remedies.issue_impact import IssueImpact, issue_impacts

MOST_COMMENTS: Final = 1_000
"""Cells with a comment; spreadsheets slow down beyond it. Every other marked cell is coloured."""

MOST_ROWS_NAMED: Final = 200
"""Row numbers written out for one problem; the others are counted."""

LONGEST_TEXT: Final = 32_767
"""Characters that a cell of a workbook can hold."""

_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384
_FILLS: Final[dict[Severity, Color]] = {
    "error": Color(0xFFC7CE),
    "warning": Color(0xFFEB9C),
    "information": Color(0xDDEBF7),
}
_HEADINGS: Final = {
    "Severity": 12,
    "Column": 30,
    "Rows": 24,
    "Problem": 60,
    "What to do": 60,
    "What it costs": 48,
}
_NO_DAY: Final = dt.datetime(2000, 1, 1)
"""Written as the day of creation, so that the same sheet always gives the same file."""


@dataclass(slots=True)
class _Marks:
    """Severity of marked cells, headers and rows, and the comments on them, gravest first."""

    cells: dict[tuple[int, int], Severity] = field(default_factory=dict)
    rows: dict[int, Severity] = field(default_factory=dict)
    comments: dict[tuple[int, int], list[str]] = field(default_factory=dict)


def issue_workbook(table: pd.DataFrame, report: ValidationReport) -> bytes:
    """Write a sheet as XLSX with every problem marked where it is.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them, with the row numbers of the file as index.
    report : ValidationReport
        Of this table.

    Returns
    -------
    bytes
        A workbook with the sheets "Cohort" and "Problems". Rows of "Cohort" have the numbers they
        have in the file, and its header stands above the first, in row 20 at most. All cells are
        texts, so that nothing in them is run or rewritten. `read_table` reads it as the same table.

    Raises
    ------
    ImtError
        If the row numbers do not leave room for a header, do not rise, or do not fit a workbook.

    Notes
    -----
    Cells in a problem are filled by severity and carry a comment. Where a problem concerns whole
    rows or a column, the row or the header is filled. A text of more than 32,767 characters is cut,
    and "Problems" says so.

    Examples
    --------
    >>> from imt_core.intake.files.reading import read_table
    >>> from imt_core.intake.checks.checked_cohort import validate_cohort
    >>> table = read_table(b"patient_id,os_months,os_event\\nA,x,1\\n", filename="a.csv")
    >>> workbook = issue_workbook(table, validate_cohort(table))
    >>> read_table(workbook, filename="b.xlsx").equals(table)
    True
    >>> issue_workbook(table.set_axis([1]), validate_cohort(table))
    Traceback (most recent call last):
        ...
    imt_core.ImtError: table must have rising row numbers from 2 to 1048576 and at most \
16384 columns, but has not. Give it as read_table does.
    """
    numbers = table.index
    if (
        not len(table)
        or numbers[0] < 2
        or numbers[-1] > _LAST_ROW
        or not numbers.is_monotonic_increasing
        or table.shape[1] > _LAST_COLUMN
    ):
        raise ImtError(
            f"table must have rising row numbers from 2 to {_LAST_ROW} and at most {_LAST_COLUMN} "
            "columns, but has not. Give it as read_table does."
        )
    impacts = issue_impacts(table, report)
    marks = _mark(table, impacts)
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"author": "", "created": _NO_DAY})
    n_cut = _write_cohort(book, book.add_worksheet("Cohort"), table, marks)
    notes = _notes(marks, n_cut)
    _write_problems(book, book.add_worksheet("Problems"), table, impacts, notes)
    book.close()
    return buffer.getvalue()


def _header_row(table: pd.DataFrame) -> int:
    """The row above the first, but never beyond those in which a header is searched."""
    return min(int(table.index[0]) - 1, ROWS_SEARCHED)


def _positions(table: pd.DataFrame) -> dict[str, list[int]]:
    """Where the columns stand, by the sheet's header and by canonical name."""
    names, _ = canonical_headers(table.columns)
    positions: dict[str, list[int]] = {}
    for position, (name, header) in enumerate(zip(names, table.columns, strict=True)):
        for key in dict.fromkeys((name, str(header))):
            positions.setdefault(key, []).append(position)
    return positions


def _columns_of(issue: Issue, positions: dict[str, list[int]]) -> list[int]:
    column = issue.column or ""
    if column in positions:
        return positions[column]
    # A problem of several columns names them one after another.
    return [place for name in column.split(", ") for place in positions.get(name, [])]


def _mark(table: pd.DataFrame, impacts: Iterable[IssueImpact]) -> _Marks:
    marks, positions, known = _Marks(), _positions(table), set(table.index)
    header = _header_row(table)
    for impact in impacts:
        issue = impact.issue
        columns = _columns_of(issue, positions)
        rows = [row for row in issue.rows if row in known]
        if not issue.rows:
            places = [(header, column) for column in columns]
        else:
            places = [(row, column) for column in columns[:1] or [0] for row in rows]
        if rows and (impact.rows_leave or not columns):
            for row in rows:
                marks.rows.setdefault(row, issue.severity)
        for place in places:
            marks.cells.setdefault(place, issue.severity)
            if place in marks.comments or len(marks.comments) < MOST_COMMENTS:
                text = f"{issue.severity.capitalize()}: {issue.message} {issue.remedy}"
                marks.comments.setdefault(place, []).append(text)
    return marks


def _write_cohort(book: Workbook, sheet: Worksheet, table: pd.DataFrame, marks: _Marks) -> int:
    """Write the cells; how many texts were cut is returned."""
    plain = book.add_format({"num_format": "@"})
    fills = {s: book.add_format({"num_format": "@", "bg_color": _FILLS[s]}) for s in SEVERITIES}
    heads: dict[Severity | None, Format] = {
        s: book.add_format({"num_format": "@", "bold": True, "bg_color": _FILLS[s]})
        for s in SEVERITIES
    }
    heads[None] = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
    header, last = _header_row(table), int(table.index[-1])
    n_cut = 0
    for column, name in enumerate(table.columns):
        cells = table.iloc[:, column]
        longest = max(len(str(name)), int(cells.head(1_000).str.len().max()))
        sheet.set_column(column, column, min(longest + 3, 42), plain)
        mark = marks.cells.get((header, column))
        sheet.write_string(header - 1, column, str(name), heads[mark])
        for row, text in zip(table.index, cells, strict=True):
            severity = marks.cells.get((row, column)) or marks.rows.get(row)
            style = fills[severity] if severity else plain
            if text:
                n_cut += len(text) > LONGEST_TEXT
                sheet.write_string(row - 1, column, text[:LONGEST_TEXT], style)
            elif severity:
                sheet.write_blank(row - 1, column, None, style)
    for (row, column), texts in marks.comments.items():
        options = {"author": "", "x_scale": 2.2, "y_scale": 0.4 + 0.6 * len(texts)}
        sheet.write_comment(row - 1, column, "\n\n".join(texts), options)
    width = table.shape[1] - 1
    sheet.freeze_panes(header, 0)
    sheet.autofilter(header - 1, 0, last - 1, width)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(width)}{last}"})
    return n_cut


def _notes(marks: _Marks, n_cut: int) -> list[str]:
    """What the workbook does not show."""
    notes = []
    if len(marks.cells) > len(marks.comments):
        notes.append(f"The first {MOST_COMMENTS:,} marked cells have a comment; all are coloured.")
    if n_cut:
        cells = format_count(n_cut, "cell")
        notes.append(
            f"{cells} held more text than a workbook can, and the text was cut after "
            f"{LONGEST_TEXT:,} characters. Correct the original file instead."
        )
    return notes


def _write_problems(
    book: Workbook,
    sheet: Worksheet,
    table: pd.DataFrame,
    impacts: Sequence[IssueImpact],
    notes: Sequence[str],
) -> None:
    head = book.add_format({"bold": True, "bottom": 1})
    plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    fills = {
        s: book.add_format({"num_format": "@", "valign": "top", "bg_color": _FILLS[s]})
        for s in SEVERITIES
    }
    for column, (heading, width) in enumerate(_HEADINGS.items()):
        sheet.write_string(0, column, heading, head)
        sheet.set_column(column, column, width)
    positions = _positions(table)
    for row, impact in enumerate(impacts, start=1):
        issue = impact.issue
        texts = (
            _where(issue, positions),
            format_rows(issue.rows, most=MOST_ROWS_NAMED) or "all",
            issue.message,
            issue.remedy,
            impact.text,
        )
        sheet.write_string(row, 0, issue.severity, fills[issue.severity])
        for column, text in enumerate(texts, start=1):
            sheet.write_string(row, column, text[:LONGEST_TEXT], plain)
    for row, note in enumerate(notes, start=len(impacts) + 1):
        sheet.write_string(row, 0, "information", fills["information"])
        sheet.write_string(row, 3, note, plain)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(impacts) + len(notes), 1), len(_HEADINGS) - 1)


def _where(issue: Issue, positions: dict[str, list[int]]) -> str:
    """The column's letters and name; the bare name would be taken for a header when uploaded."""
    if issue.column is None:
        return "the sheet"
    letters = ", ".join(xl_col_to_name(place) for place in _columns_of(issue, positions))
    return f"{letters or 'absent'}: {issue.column}"
