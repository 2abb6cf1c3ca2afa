"""Which of two numbers is the day: what the other cells of a column show, and what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from imt_core.intake.column_mapping import DateOrder
from imt_core.intake.notation.date_forms import (
    DAY_FIRST,
    DAY_NUMBER,
    EITHER_ORDER,
    MONTH_FIRST,
    YEAR_FIRST,
    WrittenDate,
)

Mask = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]

_FIRST: Final = np.datetime64("1678-01-01")
_LAST: Final = np.datetime64("2261-12-31")
_FEW: Final = 3
"""Fewer cells than this on either side tell nothing about days that a spreadsheet swapped."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SettledOrder:
    """The day of each distinct text, once the order of day and month is settled.

    Parameters
    ----------
    days : numpy.ndarray of datetime64[D]
        NaT where the text is no date, or its order is not settled.
    forms : numpy.ndarray of object
        The form of each text in words.
    order : {"day-first", "month-first"} or None
        The order chosen, else the one that the other cells show.
    n_only_day_first, n_only_month_first, n_either : int
        Cells that are a date in one order only, and those that are two different dates.
    ambiguous, contradicting, by_evidence, perhaps_swapped : numpy.ndarray of bool
        Texts with two dates and no order; that can only be of the order not chosen; read in the
        order of the other cells; real dates whose day and month a spreadsheet may have exchanged.
    """

    days: Days
    forms: npt.NDArray[np.object_]
    order: DateOrder | None
    n_only_day_first: int
    n_only_month_first: int
    n_either: int
    ambiguous: Mask
    contradicting: Mask
    by_evidence: Mask
    perhaps_swapped: Mask


def settle_order(
    written: Sequence[WrittenDate],
    counts: npt.NDArray[np.intp],
    order: DateOrder | None,
    beside: DateOrder | None = None,
) -> SettledOrder:
    """Settle the order of day and month in a column.

    Parameters
    ----------
    written : sequence of WrittenDate
        One for each distinct text.
    counts : numpy.ndarray of int
        Cells with each text.
    order : {"day-first", "month-first"} or None
        As chosen; ``None`` takes the one order that cells show which can be of one order only.
    beside : {"day-first", "month-first"} or None
        The order of other columns: taken where none was chosen and no cell shows any.

    Returns
    -------
    SettledOrder

    Examples
    --------
    >>> from imt_core.intake.notation.date_forms import read_written_dates
    >>> written = read_written_dates(["25/03/2020", "03/04/2020"], latest=date(2024, 1, 1))
    >>> settled = settle_order(written, np.array([1, 1]), None)
    >>> settled.order, settled.days.astype(str).tolist()
    ('day-first', ['2020-03-25', '2020-04-03'])
    >>> settle_order(written, np.array([1, 1]), "month-first").contradicting.tolist()
    [True, False]
    """
    forms = np.array([w.form for w in written], dtype=object)
    day_first = _days([w.day_first for w in written])
    month_first = _days([w.month_first for w in written])
    no_day, no_month, pair = np.isnat(day_first), np.isnat(month_first), forms == EITHER_ORDER
    only_day, only_month = pair & ~no_day & no_month, pair & no_day & ~no_month
    either = pair & ~no_day & ~no_month & (day_first != month_first)
    n_day, n_month = int(counts[only_day].sum()), int(counts[only_month].sum())
    used = order or (_order_shown(n_day, n_month) if n_day or n_month else beside)
    contradicting = only_month if order == "day-first" else only_day & (order is not None)
    ambiguous = either & (used is None)
    as_month_first = only_month | (pair & ~only_day & (used == "month-first"))
    as_day_first = only_day | (pair & ~only_month & (used == "day-first"))
    days = np.where(as_month_first, month_first, day_first)
    days[ambiguous | contradicting] = np.datetime64("NaT", "D")
    real = ~np.isnat(days) & ((forms == YEAR_FIRST) | (forms == DAY_NUMBER))
    swapped = real & _looks_swapped(
        days[real], counts[real], (only_day | only_month)[pair], counts[pair]
    )
    forms[as_day_first] = DAY_FIRST
    forms[as_month_first] = MONTH_FIRST
    return SettledOrder(
        days=days,
        forms=forms,
        order=used,
        n_only_day_first=n_day,
        n_only_month_first=n_month,
        n_either=int(counts[either].sum()),
        ambiguous=ambiguous,
        contradicting=contradicting,
        by_evidence=either & (order is None and used is not None),
        perhaps_swapped=swapped,
    )


def _days(dates: list[date | None]) -> Days:
    """Days as NumPy holds them; those that pandas cannot hold are no days."""
    days = np.array(dates, dtype="datetime64[D]")
    days[(days < _FIRST) | (days > _LAST)] = np.datetime64("NaT", "D")
    return days


def _order_shown(n_day: int, n_month: int) -> DateOrder | None:
    if n_day and not n_month:
        return "day-first"
    return "month-first" if n_month and not n_day else None


def _looks_swapped(
    real: Days, n_real: npt.NDArray[np.intp], one_order: Mask, n_texts: npt.NDArray[np.intp]
) -> bool:
    """Real dates all up to day 12 beside texts all beyond it: opened under another country.

    A spreadsheet set to another country takes 03/04/2020 for a real date with day and month
    exchanged, and leaves 25/03/2020 as a text.
    """
    if n_real.sum() < _FEW or n_texts.sum() < _FEW:
        return False
    day_of_month = (real - real.astype("datetime64[M]")).astype(int) + 1
    return bool(one_order.all()) and bool((day_of_month <= 12).all())
