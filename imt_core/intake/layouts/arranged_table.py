"""One table made of one or several, and what was done to make it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from imt_core.intake.checks.ask import Ask
from imt_core.intake.checks.report import Issue, Severity
from imt_core.intake.column_mapping import ColumnMapping


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arrangement:
    """One table of text with one row per treatment line or patient.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts; an empty text is an empty cell.
    layout : str
        ``one row per line or patient``, ``repeated column groups``, ``REDCap``, ``cBioPortal``,
        ``CDISC ADaM`` or ``several tables joined``.
    steps : tuple of str
        What was done, in words with counts.
    notes : tuple of Issue
        What was met on the way. Row numbers are those of the table that the message names.
    columns : tuple of ColumnMapping
        What the layout makes certain about columns.
    row_numbers_changed : bool
        Whether rows of `table` are not rows of one file; its index then counts from 2, as if row 1
        of a sheet were its header.
    """

    table: pd.DataFrame
    layout: str
    steps: tuple[str, ...] = ()
    notes: tuple[Issue, ...] = ()
    columns: tuple[ColumnMapping, ...] = ()
    row_numbers_changed: bool = False


def renumber_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Number the rows from 2, as below a header in row 1.

    Examples
    --------
    >>> renumber_rows(pd.DataFrame({"a": ["x", "y"]}, index=[7, 7])).index.tolist()
    [2, 3]
    >>> renumber_rows(pd.DataFrame({"a": []})).index.name
    'row'
    """
    return table.set_axis(pd.RangeIndex(2, len(table) + 2, name="row"))


def layout_note(
    code: str,
    message: str,
    remedy: str,
    *,
    severity: Severity = "information",
    column: str | None = None,
    rows: Iterable[int] = (),
) -> Issue:
    """Make an issue that tells what was met while tables were arranged.

    Examples
    --------
    >>> layout_note("x", "Two rows.", "Look.", rows=pd.Index([2, 3])).rows
    (2, 3)
    >>> layout_note("x", "A table.", "Look.").severity
    'information'
    """
    return Issue(
        code=code,
        severity=severity,
        column=column,
        rows=tuple(int(row) for row in rows),
        message=message,
        remedy=remedy,
    )


def asking_note(
    code: str,
    ask: Ask,
    answer: str | None,
    message: str,
    remedy: str,
    *,
    column: str | None = None,
    rows: Iterable[int] = (),
) -> Issue:
    """Make an issue that asks: an error until it is answered, then what was done.

    Examples
    --------
    >>> ask = Ask(key="k", text="Which?", options=(("a", "A"),))
    >>> [asking_note("x", ask, answer, "One.", "Choose.").severity for answer in (None, "a")]
    ['error', 'information']
    """
    severity: Severity = "error" if answer is None else "information"
    note = layout_note(code, message, remedy, severity=severity, column=column, rows=rows)
    return replace(note, ask=ask)
