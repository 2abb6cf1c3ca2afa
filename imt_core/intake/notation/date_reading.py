"""A column of dates in whatever forms it holds: day and month are never swapped by a guess."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from imt_core.conventions.formatting import format_count
from imt_core.conventions.missing_texts import is_missing_text
from imt_core.intake.checks.report import Finding, Issue, found_issues
from imt_core.intake.column_mapping import DateOrder
from imt_core.intake.notation.date_forms import (
    DAY_NUMBER,
    MIDDLE_OF_MONTH,
    QUARTER,
    WEEK,
    YEAR_ONLY,
    read_written_dates,
)
from imt_core.intake.notation.date_order import settle_order

Rows = tuple[int, ...]

_FAR: Final = np.timedelta64(round(15 * 365.25), "D")
"""A day number this far from every date beside it is hardly a date."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DateReading:
    """The dates of a column, and what was assumed to read them.

    Parameters
    ----------
    dates : pandas.Series of datetime64[ns]
        NaT where the cell is empty or was not read.
    forms : pandas.Series of str
        The form of each cell in words; empty where the cell is empty or no form fits.
    order : {"day-first", "month-first"} or None
        How dates such as 03/04/2020 were read; ``None`` where that is not known.
    order_is_chosen : bool
        Whether the order was given, rather than taken from other cells.
    order_is_beside : bool
        Whether it was taken from other columns.
    n_only_day_first, n_only_month_first, n_either : int
        Cells of day, month and year in digits that are a date in one order only, and those that are
        two different dates.
    latest : datetime.date
        The day after which dates lie in the future.
    ambiguous, contradicting, impossible, year_only, far_number, unread, missing : tuple of int
        Rows without a date: two dates fit and the order is not known; only the order that was not
        chosen fits; no such day in the calendar of 1678 to 2261; a year alone; a day number far
        from the dates beside it; no form fits; a text that means not recorded, or that nothing has
        happened yet.
    by_evidence, imprecise, quarters, weeks, two_digit_year, day_numbers, with_time : tuple of int
        Rows with a date under an assumption: the order of the other cells; the 15th of the month;
        the middle of the quarter, or of the week; the century; the calendar of day numbers; the
        time of day left out.
    in_future, before_1900, perhaps_swapped : tuple of int
        Rows with a date to look at.
    """

    dates: pd.Series
    forms: pd.Series
    order: DateOrder | None
    order_is_chosen: bool
    order_is_beside: bool
    n_only_day_first: int
    n_only_month_first: int
    n_either: int
    latest: date
    ambiguous: Rows
    contradicting: Rows
    impossible: Rows
    year_only: Rows
    far_number: Rows
    unread: Rows
    missing: Rows
    by_evidence: Rows
    imprecise: Rows
    quarters: Rows
    weeks: Rows
    two_digit_year: Rows
    day_numbers: Rows
    with_time: Rows
    in_future: Rows
    before_1900: Rows
    perhaps_swapped: Rows

    @property
    def order_reason(self) -> str:
        """Why the order is what it is, one sentence."""
        counts = (
            f"{format_count(self.n_only_day_first, 'cell')} can only be day-first, "
            f"{self.n_only_month_first:,} only month-first, {self.n_either:,} can be both"
        )
        if self.order_is_chosen:
            return f"The order is {self.order}, as chosen: {counts}."
        if self.order_is_beside:
            return (
                f"The order is {self.order}, as the sheet's other columns of dates show: {counts}."
            )
        if self.order:
            return f"The order is {self.order}, as the other cells show: {counts}."
        if self.n_either:
            return f"The order is not known: {counts}."
        return "No date needs an order of day and month."


def read_dates(
    cells: pd.Series,
    *,
    order: DateOrder | None = None,
    beside: DateOrder | None = None,
    latest: date | None = None,
) -> DateReading:
    """Read the dates of a column.

    Parameters
    ----------
    cells : pandas.Series of str
        Texts, empty for an empty cell; the index holds row numbers.
    order : {"day-first", "month-first"} or None
        How 03/04/2020 is read; ``None`` takes it from the other cells, where they agree.
    beside : {"day-first", "month-first"} or None
        How other columns write it, for a column of which no cell shows it.
    latest : datetime.date or None
        The last day that is not in the future; ``None`` for today.

    Returns
    -------
    DateReading

    Notes
    -----
    A date such as 03/04/2020 is read without a given order only if some cell of the column can only
    be of one order (25/03/2020) and none only of the other. With a given order, a cell that can
    only be of the other order is not read. Month and year alone become the 15th, at most 16 days
    off. A year alone is not read: its middle can be half a year off, more than most times that a
    cohort compares. A two-digit year is the last one for which the date is not after `latest`.
    Numbers of five digits are days of the 1900 calendar of spreadsheets; the 1904 calendar is never
    guessed, and beside written dates a number 15 years from all of them is not read.
    Times of day are left out, and time zones do not move a day.

    Examples
    --------
    >>> cells = pd.Series(["25/03/2020", "03/04/2020", "3 marzo 2020", "43831", "NA"])
    >>> reading = read_dates(cells, latest=date(2024, 1, 1))
    >>> reading.dates.dropna().dt.strftime("%Y-%m-%d").tolist()
    ['2020-03-25', '2020-04-03', '2020-03-03', '2020-01-01']
    >>> reading.order, reading.missing
    ('day-first', (4,))
    >>> unknown = read_dates(pd.Series(["03/04/2020", "04/04/2020"]))
    >>> unknown.ambiguous, unknown.dates.notna().tolist()
    ((0,), [False, True])
    """
    latest = latest or date.today()
    codes, texts = pd.factorize(cells)
    written = read_written_dates(texts, latest=latest)
    settled = settle_order(written, np.bincount(codes, minlength=len(texts)), order, beside)
    days, form = settled.days, settled.forms
    far = _far_numbers(days, form == DAY_NUMBER)
    days[far] = np.datetime64("NaT", "D")
    read = ~np.isnat(days)
    shapeless = (form == "") & np.array([text != "" for text in texts], dtype=bool)
    missing = np.zeros_like(shapeless)
    missing[shapeless] = [
        is_missing_text(text, measured=True, dated=True) for text in texts[shapeless]
    ]
    year_only = form == YEAR_ONLY
    not_settled = settled.ambiguous | settled.contradicting | year_only | far
    imprecise = read & np.array([w.imprecise for w in written], dtype=bool)
    # A month has begun before its middle: it lies in the future only if its first day does.
    begun = np.where(imprecise, days.astype("datetime64[M]").astype("datetime64[D]"), days)

    def rows(marked: npt.NDArray[np.bool_]) -> Rows:
        return tuple(cells.index[marked[codes]].tolist()) if marked.any() else ()

    return DateReading(
        dates=pd.Series(days.astype("datetime64[ns]")[codes], index=cells.index, name=cells.name),
        forms=pd.Series(form[codes], index=cells.index, name=cells.name, dtype=object),
        order=settled.order,
        order_is_chosen=order is not None,
        order_is_beside=order is None
        and settled.order is not None
        and not (settled.n_only_day_first or settled.n_only_month_first),
        n_only_day_first=settled.n_only_day_first,
        n_only_month_first=settled.n_only_month_first,
        n_either=settled.n_either,
        latest=latest,
        ambiguous=rows(settled.ambiguous),
        contradicting=rows(settled.contradicting),
        impossible=rows((form != "") & ~read & ~not_settled),
        year_only=rows(year_only),
        far_number=rows(far),
        unread=rows(shapeless & ~missing),
        missing=rows(missing),
        by_evidence=rows(settled.by_evidence),
        imprecise=rows(imprecise),
        quarters=rows(read & (form == QUARTER)),
        weeks=rows(read & (form == WEEK)),
        two_digit_year=rows(read & np.array([w.two_digit_year for w in written], dtype=bool)),
        day_numbers=rows(read & (form == DAY_NUMBER)),
        with_time=rows(read & np.array([w.has_time for w in written], dtype=bool)),
        in_future=rows(read & (begun > np.datetime64(latest))),
        before_1900=rows(read & (days < np.datetime64("1900-01-01"))),
        perhaps_swapped=rows(settled.perhaps_swapped),
    )


def _far_numbers(
    days: npt.NDArray[np.datetime64], numbered: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Day numbers that lie far before or after all dates which are written as such."""
    written = days[~numbered & ~np.isnat(days)]
    if not len(written):
        return np.zeros_like(numbered)
    far: npt.NDArray[np.bool_] = (days < written.min() - _FAR) | (days > written.max() + _FAR)
    return numbered & far


def date_to_text(day: date) -> str:
    """Write a day as year-month-day, the form of the canonical table.

    Parameters
    ----------
    day : datetime.date or pandas.Timestamp

    Returns
    -------
    str
        Empty for NaT.

    Examples
    --------
    >>> date_to_text(pd.Timestamp(2020, 2, 29)), date_to_text(pd.NaT)
    ('2020-02-29', '')
    """
    return "" if pd.isna(day) else day.strftime("%Y-%m-%d")


def date_issues(column: str, reading: DateReading) -> list[Issue]:
    """Say what could not be read in a column of dates, and what was assumed.

    Parameters
    ----------
    column : str
        Its name on screen.
    reading : DateReading

    Returns
    -------
    list of Issue
        Without any cell's content; empty where every cell is a plain date.

    Examples
    --------
    >>> reading = read_dates(pd.Series(["03/04/2020", "31/02/2020"], index=[2, 3]))
    >>> [(issue.code, issue.severity, issue.rows) for issue in date_issues("start_date", reading)]
    [('date_order_unknown', 'error', (2,)), ('impossible_date', 'error', (3,))]
    >>> date_issues("start_date", read_dates(pd.Series(["2020-04-03"])))
    []
    """
    return found_issues(column, _findings(column, reading))


def _findings(name: str, reading: DateReading) -> list[Finding]:
    other = "month-first" if reading.order == "day-first" else "day-first"
    correct = "Correct it, or leave the cell empty where it is not recorded."
    look = "Look at what they became; correct the sheet where that is wrong."
    return [
        (
            reading.ambiguous,
            "date_order_unknown",
            "error",
            f"{name} must say which of two numbers is the day, but day and month can change places "
            f"here. {reading.order_reason}",
            "Choose day-first or month-first, or write the dates year-month-day (2020-03-31).",
        ),
        (
            reading.contradicting,
            "date_order_contradicted",
            "error",
            f"{name} must be {reading.order}, as chosen, but these cells can only be {other}.",
            "Choose the other order, or write these dates year-month-day (2020-03-31).",
        ),
        (
            reading.impossible,
            "impossible_date",
            "error",
            f"{name} must be a day of the calendar from 1678 to 2261, but is not.",
            correct,
        ),
        (
            reading.year_only,
            "year_only",
            "error",
            f"{name} must be a day, or a month and a year, but only a year was found; any day of "
            "it "
            "could be half a year wrong.",
            "Add at least the month, or leave the cell empty where it is not recorded.",
        ),
        (
            reading.far_number,
            "day_number_far",
            "error",
            f"{name} must be a date, but numbers were found that, as a spreadsheet counts days, "
            "lie more than 15 years from every date beside them.",
            "Write the date year-month-day (2020-03-31), or leave the cell empty where it is not "
            "recorded.",
        ),
        (
            reading.unread,
            "not_a_date",
            "error",
            f"{name} must be a date, but no known form of a date was found.",
            "Write the date year-month-day (2020-03-31), or leave the cell empty where it is not "
            "recorded.",
        ),
        (
            reading.in_future,
            "date_in_future",
            "warning",
            f"{name} lies in the future: after {date_to_text(reading.latest)}.",
            "Check the year; correct the sheet where it is wrong.",
        ),
        (
            reading.before_1900,
            "date_before_1900",
            "warning",
            f"{name} lies before 1900.",
            "Check the year; correct the sheet where it is wrong.",
        ),
        (
            reading.perhaps_swapped,
            "day_month_perhaps_swapped",
            "warning",
            f"{name} holds real dates, none beyond the 12th of a month, beside texts that all are. "
            "That happens when a spreadsheet set to another country exchanges day and month.",
            "Compare some of these dates with their source before you trust them.",
        ),
        (
            reading.by_evidence,
            "date_order_by_evidence",
            "information",
            f"{name} holds dates whose day and month can change places. {reading.order_reason}",
            "Choose the order, if this one is wrong.",
        ),
        (
            reading.imprecise,
            "month_only",
            "information",
            f"{name} gives month and year only; the {MIDDLE_OF_MONTH}th of the month was taken.",
            "Add the day where it is known.",
        ),
        (
            reading.quarters,
            "quarter_only",
            "warning",
            f"{name} gives quarter and year only; the middle of the quarter was taken, up to 46 "
            "days from the day itself.",
            "Add at least the month where it is known.",
        ),
        (
            reading.weeks,
            "week_only",
            "information",
            f"{name} gives week and year only; the middle of the week was taken, up to a week "
            "from the day itself.",
            "Add the day where it is known.",
        ),
        (
            reading.two_digit_year,
            "two_digit_year",
            "information",
            f"{name} gives the year in two digits. It was taken to stand last, and to be the last "
            f"such year for which the date is not after {date_to_text(reading.latest)}.",
            look,
        ),
        (
            reading.day_numbers,
            "spreadsheet_day_number",
            "information",
            f"{name} holds numbers; they were read as a spreadsheet counts days, from 1900.",
            "Look at what they became; files of old Macintosh versions count from 1904, and would "
            "be four years and a day too early.",
        ),
        (
            reading.with_time,
            "time_of_day",
            "information",
            f"{name} gives a time of day, which was left out.",
            "Nothing needs to be done.",
        ),
        (
            reading.missing,
            "date_not_recorded",
            "information",
            f"{name} holds texts that mean not recorded, or not happened; these cells count as "
            "empty.",
            look,
        ),
    ]
