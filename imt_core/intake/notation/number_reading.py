"""A column of numbers as spreadsheets of many countries write them: no mark is read by a guess."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from imt_core.conventions.formatting import format_count
from imt_core.conventions.missing_texts import is_missing_text
from imt_core.conventions.units import TimeUnit
from imt_core.intake.checks.report import Finding, Issue, found_issues
from imt_core.intake.column_mapping import DecimalMark
from imt_core.intake.notation.number_forms import read_written_number

Rows = tuple[int, ...]
Mask = npt.NDArray[np.bool_]

_LARGE: Final = 100
"""Whole numbers from here on make it likely that 1.234 beside them parts thousands."""

_MARK_NAMES: Final[dict[DecimalMark, str]] = {".": "point", ",": "comma"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NumberReading:
    """The numbers of a column, and what was assumed to read them.

    Parameters
    ----------
    numbers : pandas.Series of float
        NaN where the cell is empty or was not read; never infinite.
    decimal : {".", ","} or None
        The decimal mark by which texts such as 1,234 were read; ``None`` where it is not known, or
        where nothing shows it and no number needs it.
    decimal_is_chosen : bool
        Whether the mark was given, rather than taken from the cells.
    n_only_point, n_only_comma, n_either : int
        Cells that are a number with one decimal mark only, and those that are two different
        numbers.
    units : tuple of str
        The units written behind numbers, in English.
    ambiguous, contradicting, bounds, mixed_units, unread, missing : tuple of int
        Rows without a number: two numbers fit and the mark is not known; only the mark that was not
        chosen fits; a limit such as "more than 60"; units that differ, or a unit of time that most
        cells do not name; no number; a text that means not recorded.
    by_evidence, point_assumed, other_mark, with_unit : tuple of int
        Rows with a number under an assumption: the mark that other cells show; a point taken for
        the decimal mark though nothing shows it; a decimal comma in a column with decimal points;
        a unit that was set aside.
    """

    numbers: pd.Series
    decimal: DecimalMark | None
    decimal_is_chosen: bool
    n_only_point: int
    n_only_comma: int
    n_either: int
    units: tuple[str, ...]
    ambiguous: Rows
    contradicting: Rows
    bounds: Rows
    mixed_units: Rows
    unread: Rows
    missing: Rows
    by_evidence: Rows
    point_assumed: Rows
    other_mark: Rows
    with_unit: Rows

    @property
    def detected_unit(self) -> TimeUnit | None:
        """The unit of time written behind numbers, where it is the only unit and that of most."""
        if self.mixed_units:
            return None
        return next((u for u in get_args(TimeUnit) if self.units == (u,)), None)

    @property
    def decimal_reason(self) -> str:
        """Why the decimal mark is what it is, one sentence."""
        counts = (
            f"{format_count(self.n_only_point, 'cell')} can only have a decimal point, "
            f"{self.n_only_comma:,} only a decimal comma, {self.n_either:,} can have both"
        )
        if self.decimal is None:
            known = "is not known" if self.n_either else "is that of each cell"
            return f"The decimal mark {known}: {counts}."
        if self.decimal_is_chosen:
            why = "as chosen"
        else:
            shown = self.n_only_point or self.n_only_comma
            why = "as the cells show" if shown else "as no cell shows another"
        return f"The decimal mark is a {_MARK_NAMES[self.decimal]}, {why}: {counts}."


def read_numbers(
    cells: pd.Series,
    *,
    decimal: DecimalMark | None = None,
    hint: DecimalMark | None = None,
    unit: TimeUnit | None = None,
) -> NumberReading:
    """Read the numbers of a column.

    Parameters
    ----------
    cells : pandas.Series of str
        Texts, empty for an empty cell; the index holds row numbers.
    decimal : {".", ","} or None
        The decimal mark; ``None`` takes it from the cells, where they agree.
    hint : {".", ","} or None
        The decimal mark of other columns of the sheet; a comma keeps 1.234 from being taken for a
        number with a decimal point where no cell shows it.
    unit : {"days", "weeks", "months", "years"} or None
        The unit of numbers that name none, where it is known.

    Returns
    -------
    NumberReading

    Notes
    -----
    A single mark before three digits is a decimal mark or parts thousands. Without a given mark,
    1,234 and 1.234 are read as the other cells show (1.5 shows a point, 2,5 a comma, 1.234,5 a
    comma), if they agree. Where nothing shows it, 1.234 has a decimal point, as every export writes
    it, unless the column also holds 1,234, or whole numbers of 100 and more without a mark, or
    `hint` is a comma. With a given mark, a cell that is a number only with the other one is not
    read. Numbers with a limit (>60, 60+) are not numbers. A unit of time that no more than half of
    the filled cells name says nothing of the others: cells that name it are not read, unless it is
    `unit`.

    Examples
    --------
    >>> reading = read_numbers(pd.Series(["1,5 anni", "1.234", "60 anni", "n.d.", ">60 anni"]))
    >>> reading.numbers.tolist(), reading.decimal, reading.detected_unit
    ([1.5, 1234.0, 60.0, nan, nan], ',', 'years')
    >>> reading.missing, reading.bounds
    ((3,), (4,))
    >>> read_numbers(pd.Series(["1,234"])).ambiguous
    (0,)
    >>> read_numbers(pd.Series(["1.234", "730"])).ambiguous
    (0,)
    """
    codes, texts = pd.factorize(cells)
    written = [read_written_number(text) for text in texts]
    counts = np.bincount(codes, minlength=len(texts))
    point = np.array([w.with_point for w in written], dtype=float)
    comma = np.array([w.with_comma for w in written], dtype=float)
    bound = np.array([w.is_bound for w in written], dtype=bool)
    is_point, is_comma = ~np.isnan(point) & ~bound, ~np.isnan(comma) & ~bound
    only_point, only_comma = is_point & ~is_comma, is_comma & ~is_point
    either = is_point & is_comma & (point != comma)
    n_point, n_comma = int(counts[only_point].sum()), int(counts[only_comma].sum())
    shown = _mark_shown(n_point, n_comma)
    assumed: DecimalMark | None = None
    if not n_point and not n_comma and either.any():
        has_point = bool((np.abs(point) < np.abs(comma))[either].all())
        whole = (point == comma) & (np.abs(point) >= _LARGE) & (point % 1 == 0)
        doubtful = hint == "," or bool(whole.any())
        assumed = "." if has_point and not doubtful else None
    used = decimal or shown or assumed
    contradicting = only_comma if decimal == "." else only_point & (decimal is not None)
    ambiguous = either & (used is None)
    numbers = np.where(only_comma | (either & (used == ",")), comma, point)
    numbers[ambiguous | contradicting | bound] = np.nan
    read = ~np.isnan(numbers)
    named = np.array([w.unit for w in written], dtype=object)
    units = tuple(sorted(set(named[read]) - {""}))
    with_unit = read & (named != "")
    filled = np.array([t != "" for t in texts], dtype=bool)
    shapeless = ~is_point & ~is_comma & ~bound & filled
    missing = np.zeros_like(shapeless)
    missing[shapeless] = [is_missing_text(text, measured=True) for text in texts[shapeless]]
    n_named, n_filled = counts[named != ""].sum(), counts[filled & ~missing].sum()
    is_minority = bool(2 * n_named <= n_filled)
    spreads = is_minority and any(u in get_args(TimeUnit) and u != unit for u in units)
    mixed = with_unit & (len(units) > 1 or spreads)
    numbers[mixed] = np.nan
    read = ~np.isnan(numbers)

    def rows(marked: Mask) -> Rows:
        return tuple(cells.index[marked[codes]].tolist()) if marked.any() else ()

    return NumberReading(
        numbers=pd.Series(numbers[codes], index=cells.index, name=cells.name),
        decimal=used,
        decimal_is_chosen=decimal is not None,
        n_only_point=n_point,
        n_only_comma=n_comma,
        n_either=int(counts[either].sum()),
        units=units,
        ambiguous=rows(ambiguous),
        contradicting=rows(contradicting),
        bounds=rows(bound),
        mixed_units=rows(mixed),
        unread=rows(shapeless & ~missing),
        missing=rows(missing),
        by_evidence=rows(either & read & (decimal is None and shown is not None)),
        point_assumed=rows(either & read & (decimal is None and assumed is not None)),
        other_mark=rows(only_comma & read & (decimal is None and n_point > 0)),
        with_unit=rows(with_unit & ~mixed),
    )


def _mark_shown(n_point: int, n_comma: int) -> DecimalMark | None:
    if n_point and not n_comma:
        return "."
    return "," if n_comma and not n_point else None


def number_issues(column: str, reading: NumberReading) -> list[Issue]:
    """Say what could not be read in a column of numbers, and what was assumed.

    Parameters
    ----------
    column : str
        Its name on screen.
    reading : NumberReading

    Returns
    -------
    list of Issue
        Without any cell's content; empty where every cell is a plain number.

    Examples
    --------
    >>> reading = read_numbers(pd.Series(["1,234", "60+"], index=[2, 3]))
    >>> [(issue.code, issue.severity, issue.rows) for issue in number_issues("cycles", reading)]
    [('decimal_mark_unknown', 'error', (2,)), ('limit_not_number', 'error', (3,))]
    >>> number_issues("cycles", read_numbers(pd.Series(["6", ""])))
    []
    """
    return found_issues(column, _findings(column, reading))


def _findings(name: str, reading: NumberReading) -> list[Finding]:
    chosen, other = ("comma", "point") if reading.decimal == "," else ("point", "comma")
    look = "Look at what they became; correct the sheet where that is wrong."
    several = (
        "several were found"
        if len(reading.units) > 1
        else "some cells name a unit that most do not name"
    )
    return [
        (
            reading.ambiguous,
            "decimal_mark_unknown",
            "error",
            f"{name} must show what its decimal mark is, but the mark before three digits can also "
            f"part thousands here. {reading.decimal_reason}",
            "Choose the decimal mark, or write these numbers without a mark for thousands.",
        ),
        (
            reading.contradicting,
            "decimal_mark_contradicted",
            "error",
            f"{name} must have a decimal {chosen}, as chosen, but these cells can only have a "
            "decimal "
            f"{other}.",
            f"Choose the other mark, or write these numbers with a decimal {chosen}.",
        ),
        (
            reading.bounds,
            "limit_not_number",
            "error",
            f"{name} must be a number, but only a limit was found: more than, less than, or so "
            "many "
            "and over.",
            "Write the number itself, or leave the cell empty where it is not recorded.",
        ),
        (
            reading.mixed_units,
            "units_differ",
            "error",
            f"{name} must be in one unit, but {several}: {', '.join(reading.units)}.",
            "Write all numbers of this column in the same unit.",
        ),
        (
            reading.unread,
            "not_a_number",
            "error",
            f"{name} must be a number, but holds something else.",
            "Correct it, or leave the cell empty where it is not recorded.",
        ),
        (
            reading.by_evidence,
            "decimal_mark_by_evidence",
            "information",
            f"{name} holds numbers with a mark before three digits, which can be a decimal mark or "
            f"part thousands. {reading.decimal_reason}",
            "Choose the decimal mark, if this one is wrong.",
        ),
        (
            reading.point_assumed,
            "decimal_point_assumed",
            "information",
            f"{name} holds numbers with a point before three digits; no cell shows whether it "
            "parts "
            "thousands, and it was taken for the decimal mark.",
            "Choose the decimal comma, if it parts thousands, or write these numbers without it.",
        ),
        (
            reading.other_mark,
            "decimal_marks_differ",
            "information",
            f"{name} has decimal commas in these cells and decimal points in others; each was "
            "read by "
            "its own mark.",
            look,
        ),
        (
            reading.with_unit,
            "unit_set_aside",
            "information",
            f"{name} holds numbers with their unit ({', '.join(reading.units)}), which was set "
            "aside; "
            "numbers without a unit count in the same one.",
            "Check that this is the unit of the whole column.",
        ),
        (
            reading.missing,
            "number_not_recorded",
            "information",
            f"{name} holds texts that mean not recorded, such as a dash or the word none; these "
            "cells "
            "count as empty, not as 0.",
            look,
        ),
    ]
