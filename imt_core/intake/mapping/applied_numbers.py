"""A column of numbers in the canonical unit: times in months, ages in years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.conventions.units import TimeUnit, months_from
from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.column_mapping import ColumnMapping, DecimalMark
from imt_core.intake.mapping.applied_ages import apply_ages
from imt_core.intake.notation.censored_times import CensoredTimes, read_censored_times
from imt_core.intake.notation.distinct_values import exact_texts, map_distinct
from imt_core.intake.notation.number_reading import NumberReading, number_issues, read_numbers
from imt_core.intake.recognition.header_matching import header_unit
from imt_core.intake.recognition.unit_columns import row_units

_TIMED: Final = frozenset(end.months_column for end in ENDPOINTS.values())
_MANY_MONTHS: Final = 240.0
_MANY_MONTHS_MEDIAN: Final = 120.0
"""Times beyond these are rarely months where nothing says so."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AppliedNumbers:
    """A column of numbers as canonical text, and what was met on the way.

    Parameters
    ----------
    cells : pandas.Series of str
    issues : tuple of Issue
    marks : CensoredTimes or None
        Where times are marked as censored; ``None`` for what is no time of an endpoint.
    """

    cells: pd.Series
    issues: tuple[Issue, ...]
    marks: CensoredTimes | None = None


def apply_numbers(
    table: pd.DataFrame,
    chosen: ColumnMapping,
    *,
    answers: Answers,
    hint: DecimalMark | None,
    unit: TimeUnit | None,
) -> AppliedNumbers:
    """Read a column of numbers, and convert times to months and ages to years.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    chosen : ColumnMapping
        Of a number.
    answers : mapping of str to str
    hint : {","} or None
        The decimal mark that the sheet shows elsewhere.
    unit : {"days", "weeks", "months", "years"} or None
        Of a time: the unit chosen, or answered.

    Returns
    -------
    AppliedNumbers

    Examples
    --------
    >>> table = pd.DataFrame({"OS (d)": ["365,25", "730,5+"]})
    >>> column = ColumnMapping(target="os_months", source="OS (d)")
    >>> read = apply_numbers(table, column, answers={}, hint=None, unit="days")
    >>> read.cells.tolist(), read.marks.marked.tolist()
    (['12', '24'], [False, True])
    """
    cells, said = table[chosen.source], row_units(table, chosen.source)
    if chosen.target == "age_years":
        read, issues = apply_ages(
            cells,
            chosen,
            unit=header_unit(chosen.source, table.columns),
            units=said,
            answers=answers,
            hint=hint,
        )
        return AppliedNumbers(cells=read, issues=tuple(issues))
    if not chosen.target.endswith("_months"):
        numbers = read_numbers(cells, decimal=chosen.decimal, hint=hint)
        found = number_issues(chosen.target, numbers)
        return AppliedNumbers(cells=_text(cells, numbers.numbers, numbers), issues=tuple(found))
    marks = read_censored_times(cells) if chosen.target in _TIMED else None
    times = cells if marks is None else marks.cells
    # Days are whole: a point before three digits among them is more likely to part thousands.
    likely = "," if unit == "days" else hint
    numbers = read_numbers(times, decimal=chosen.decimal, hint=likely, unit=unit)
    values, issues = numbers.numbers, number_issues(chosen.target, numbers)
    if said is not None:
        return AppliedNumbers(
            cells=_text(times, _by_row(values, said), numbers),
            issues=(*issues, *_units_by_row(chosen, values, said)),
            marks=marks,
        )
    if unit is not None and numbers.detected_unit not in (None, unit):
        values = values.mask(cells.index.isin(numbers.with_unit))
        issues.append(_unit_contradicted(chosen.target, unit, numbers))
    if unit is not None:
        named = header_unit(chosen.source, table.columns) or numbers.detected_unit
        issues += _unit_not_said(chosen, unit, named, numbers.numbers)
        values = months_from(values, unit)
    return AppliedNumbers(cells=_text(times, values, numbers), issues=tuple(issues), marks=marks)


def unit_asked(columns: list[ColumnMapping]) -> Ask:
    """Ask for the unit of every column of times of which nothing says it, all at once.

    Examples
    --------
    >>> unit_asked([ColumnMapping(target="os_months", source="OS", unit=None)]).text
    "OS: in which unit are these times? Neither header nor cells nor the sheet's \
dates say it, and every time and median hangs on it."
    """
    named = " and ".join(column.source for column in columns)
    options = tuple((unit, unit) for unit in ("days", "weeks", "months", "years"))
    return Ask(
        key="unit:" + ", ".join(sorted(column.source for column in columns)),
        text=f"{named}: in which unit are these times? Neither header nor cells nor the sheet's "
        "dates say it, and every time and median hangs on it.",
        options=options,
    )


def unit_issue(columns: list[ColumnMapping], answers: Answers) -> Issue:
    """The question of `unit_asked`, or its answer."""
    ask = unit_asked(columns)
    unit = ask.answer(answers)
    names = ", ".join(column.target for column in columns)
    if unit is not None:
        return Issue(
            code="unit_answered",
            severity="information",
            column=names,
            message=f"{names} counts in {unit}, as answered; the sheet does not say it.",
            remedy="Change the answer, if that is wrong.",
            ask=ask,
        )
    return Issue(
        code="unit_unknown",
        severity="error",
        column=names,
        message=f"{names} must be in a known unit, but neither the header, the cells, the dates "
        "nor other times of the sheet say which.",
        remedy="Say whether it is days, weeks, months or years.",
        ask=ask,
    )


def _text(cells: pd.Series, read: pd.Series, numbers: NumberReading) -> pd.Series:
    """What was read, as text; other cells as they were, or empty where they say not recorded."""
    return exact_texts(read, cells).mask(cells.index.isin(numbers.missing), "")


def _by_row(values: pd.Series, units: pd.Series) -> pd.Series:
    return values * map_distinct(
        units, lambda unit: months_from(1.0, unit) if unit else np.nan, float
    )


def _units_by_row(chosen: ColumnMapping, values: pd.Series, units: pd.Series) -> Iterator[Issue]:
    if chosen.unit != "months" or len(units.unique()) > 1:
        yield Issue(
            code="unit_of_each_row",
            severity="information",
            column=chosen.target,
            message=f"{chosen.target} was converted to months from the unit that a column of the "
            "sheet gives for each row.",
            remedy="Nothing needs to be done.",
        )
    if (unsaid := values.notna() & (units == "")).any():
        yield Issue(
            code="unit_of_row_missing",
            severity="error",
            column=chosen.target,
            rows=tuple(values.index[unsaid].tolist()),
            message=f"{chosen.target} must have its unit on every row, but these rows give none.",
            remedy="Fill in the unit, or leave the cell empty where it is not recorded.",
        )


def _unit_not_said(
    chosen: ColumnMapping, unit: TimeUnit, said: TimeUnit | None, values: pd.Series
) -> Iterator[Issue]:
    if said is not None:
        return
    if chosen.unit is not None:
        yield Issue(
            code="unit_taken",
            severity="information",
            column=chosen.target,
            message=f"{chosen.target} is taken to be in {unit}, as chosen, or as its fractions, "
            "dates or other times of the sheet show; neither its header nor its cells say so.",
            remedy="Choose another unit, if that is wrong.",
        )
    if unit != "months":
        return
    if values.max() > _MANY_MONTHS:
        limit, found = _MANY_MONTHS, "values over 240 were found"
    elif values.median() > _MANY_MONTHS_MEDIAN:
        limit, found = _MANY_MONTHS_MEDIAN, "more than half of the values are over 120"
    else:
        return
    yield Issue(
        code="unit_not_said",
        severity="warning",
        column=chosen.target,
        rows=tuple(values.index[values > limit].tolist()),
        message=f"{chosen.target} is taken to be in months, but neither the header nor the cells "
        f"say so, and {found}.",
        remedy="If they are days, choose days as the unit.",
    )


def _unit_contradicted(target: str, unit: TimeUnit, numbers: NumberReading) -> Issue:
    return Issue(
        code="unit_contradicted",
        severity="error",
        column=target,
        rows=numbers.with_unit,
        message=f"{target} is taken to be in {unit}, but cells say {numbers.detected_unit}.",
        remedy=f"Choose {numbers.detected_unit} for this column, or correct the cells.",
    )
