"""Dates half of which a spreadsheet program turned over: found, asked, and turned back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.notation.distinct_values import map_distinct

_REAL: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
_TEXT: Final = re.compile(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](?:\d{4}|\d{2})(?:[T ,].*)?")
_LAST_MONTH: Final = 12
_LOOKED_AT: Final = 300
"""Cells, evenly spread, that settle for most columns that they are not half converted."""
KEY: Final = "exchanged dates:all"
EXCHANGED: Final = "exchanged"
"""The answer that turns every real date back."""
_KEEP, _MIXED = "as they stand", "exchanged beside texts"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """The real dates of a column by row, and whether it has texts that all lie beyond the 12th."""

    header: str
    rows: tuple[int, ...]
    beside_texts: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExchangedDates:
    """A sheet whose dates are as they were typed, as far as that is known.

    Parameters
    ----------
    table : pandas.DataFrame
    issues : tuple of Issue
        The question, or its answer; none where no column looks half converted.
    headers : tuple of str
        The columns that it is about.
    """

    table: pd.DataFrame
    issues: tuple[Issue, ...] = ()
    headers: tuple[str, ...] = ()


def exchange_dates(
    table: pd.DataFrame, answers: Answers, *, headers: Collection[str] | None = None
) -> ExchangedDates:
    """Turn day and month of real dates back where it was answered that they were exchanged.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    answers : mapping of str to str
    headers : collection of str or None
        The columns on whose dates something hangs; ``None`` for all.

    Returns
    -------
    ExchangedDates

    Notes
    -----
    A spreadsheet set to another country takes 03/04/2020 for a real date with day and month
    exchanged, and leaves 25/03/2020 as a text. So a column is half converted where no real date
    lies beyond the 12th of a month and every text does. Columns of real dates alone, none of them
    beyond the 12th, come from the same sheet, and are asked about with them.

    Examples
    --------
    >>> table = pd.DataFrame({"Start": ["2018-12-03", "2018-05-07", "23/04/2018"]})
    >>> exchange_dates(table, {}).issues[0].severity
    'error'
    >>> exchange_dates(table, {"exchanged dates:all": "exchanged"}).table["Start"].tolist()
    ['2018-03-12', '2018-07-05', '23/04/2018']
    """
    found = (
        _column(str(header), cells)
        for header, cells in table.items()
        if headers is None or header in headers
    )
    columns = [column for column in found if column is not None]
    mixed = [column for column in columns if column.beside_texts]
    if not mixed:
        return ExchangedDates(table=table)
    ask = _ask([c.header for c in mixed], [c.header for c in columns if not c.beside_texts])
    answer = ask.answer(answers)
    turned = [] if answer in (None, _KEEP) else columns if answer == EXCHANGED else mixed
    for column in turned:
        table = table.assign(**{column.header: map_distinct(table[column.header], _exchanged)})
    return ExchangedDates(
        table=table,
        issues=(_issue(columns, ask, answer, len(turned)),),
        headers=tuple(column.header for column in columns),
    )


def dates_that_count(table: pd.DataFrame, mapping: Mapping) -> list[str]:
    """The columns on whose dates something hangs: all where lines have a start, else the mapped.

    Parameters
    ----------
    table : pandas.DataFrame
    mapping : Mapping

    Returns
    -------
    list of str
    """
    if mapping.of("start_date") is not None:
        return [str(header) for header in table.columns]
    return [c.source for c in mapping.columns if COLUMN_BY_NAME[c.target].kind == "date"]


def _column(header: str, cells: pd.Series) -> _Column | None:
    filled = cells.to_numpy()[cells.to_numpy() != ""]
    looked_at = map(_REAL.fullmatch, filled[:: len(filled) // _LOOKED_AT + 1])
    seen = [int(found[3]) for found in looked_at if found]
    if not seen or max(seen) > _LAST_MONTH:
        return None
    codes, texts = pd.factorize(cells)
    real = [_REAL.fullmatch(text) for text in texts]
    days = [int(found[3]) for found in real if found]
    if not days or max(days) > _LAST_MONTH or any(int(f[2]) > _LAST_MONTH for f in real if f):
        return None
    pairs = [_TEXT.fullmatch(text) for text in texts]
    beyond = {_which_is_beyond(found) for found in pairs if found}
    if len(beyond) > 1 or None in beyond:
        return None
    is_real = np.array([found is not None for found in real], dtype=bool)[codes]
    rows = tuple(cells.index[is_real].tolist())
    return _Column(header=header, rows=rows, beside_texts=bool(beyond))


def _which_is_beyond(found: re.Match[str]) -> int | None:
    """Which of two numbers can only be the day; ``None`` where neither or both can."""
    beyond = [n for n in (1, 2) if int(found[n]) > _LAST_MONTH]
    return beyond[0] if len(beyond) == 1 else None


def _exchanged(text: str) -> str:
    found = _REAL.fullmatch(text)
    return text if found is None else f"{found[1]}-{found[3]}-{found[2]}"


def _ask(mixed: Iterable[str], real: Iterable[str]) -> Ask:
    of_both, of_real = ", ".join(mixed), ", ".join(real)
    every = ", ".join(name for name in (of_both, of_real) if name)
    options = [
        (_KEEP, "No: 2020-03-04 is the 4th of March, as it stands"),
        (EXCHANGED, f"Yes: 2020-03-04 was typed as the 3rd of April, in {every}"),
    ]
    if of_real:
        options.append((_MIXED, f"Yes, but only in {of_both}"))
    return Ask(
        key=KEY,
        text=f"{every}: did a spreadsheet program exchange day and month of the real dates? None "
        "of them lies beyond the 12th of a month, and every date that is a text does. Every time "
        "worked out from these dates hangs on it.",
        options=tuple(options),
    )


def _issue(columns: list[_Column], ask: Ask, answer: str | None, n_turned: int) -> Issue:
    rows = tuple(sorted({row for column in columns for row in column.rows}))
    names = ", ".join(column.header for column in columns)
    if answer is None:
        return Issue(
            code="dates_half_converted",
            severity="error",
            column=names,
            rows=rows,
            message="Real dates, none beyond the 12th of a month, stand beside texts that all are. "
            "That happens when a spreadsheet set to another country exchanges day and month.",
            remedy="Compare some of these dates with their source, and say which reading is right.",
            ask=ask,
        )
    done = "day and month were exchanged" if n_turned else "dates were left as they stand"
    return Issue(
        code="dates_half_converted_answered",
        severity="information",
        column=names,
        rows=rows,
        message=f"Real dates that a spreadsheet program may have turned over: {done}, as answered.",
        remedy="Change the answer, if that is wrong.",
        ask=ask,
    )
