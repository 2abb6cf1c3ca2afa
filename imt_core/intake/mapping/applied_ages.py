"""Ages in years, from whatever unit the header, the cells or a column of units name."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.formatting import format_count
from imt_core.conventions.plain_text import plain_text
from imt_core.conventions.units import TimeUnit, months_from, time_unit
from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.column_mapping import ColumnMapping, DecimalMark
from imt_core.intake.notation.distinct_values import exact_texts, map_distinct
from imt_core.intake.notation.number_reading import number_issues, read_numbers

_OLDEST: Final = 120
_SHARE: Final = 0.2
"""So many ages beyond the oldest are another unit; fewer are slips of the pen."""
_NAMED: Final = re.compile(r"\s*([0-9][0-9.,']*)\s*([^\W\d_][^\d]*)")
_SECOND: Final = re.compile(r"\s*([0-9]+)\s*([^\W\d_]+)\.?\s*")
_LETTERS: Final[dict[str, TimeUnit]] = {"y": "years", "m": "months", "d": "days", "w": "weeks"}
_AND: Final = frozenset(("and", "e", "et", "und", "y", "en", "i"))
_OLD: Final = frozenset(("old", "of", "age", "di", "eta", "de", "edad", "alt", "oud"))


def apply_ages(
    cells: pd.Series,
    chosen: ColumnMapping,
    *,
    unit: TimeUnit | None,
    units: pd.Series | None,
    answers: Answers,
    hint: DecimalMark | None,
) -> tuple[pd.Series, list[Issue]]:
    """Read ages and write them in years.

    Parameters
    ----------
    cells : pandas.Series of str
    chosen : ColumnMapping
        Of the age.
    unit : {"days", "weeks", "months", "years"} or None
        The unit that the header names.
    units : pandas.Series of str or None
        The unit of each row, where a column of its own says it.
    answers : mapping of str to str
    hint : {","} or None
        The decimal mark that the sheet shows elsewhere.

    Returns
    -------
    tuple of pandas.Series and list of Issue
        A unit in a cell goes before that of its row, and this before that of the header; an age
        without any is in years, unless so many are over 120 that the unit must be asked.

    Examples
    --------
    >>> ages = pd.Series(["34 y", "18 months", "6 anni", "40", "2y 6m", "n.d."])
    >>> column = ColumnMapping(target="age_years", source="Age")
    >>> read, issues = apply_ages(ages, column, unit=None, units=None, answers={}, hint=None)
    >>> read.tolist(), [issue.code for issue in issues]
    (['34', '1.5', '6', '40', '2.5', ''], ['age_converted', 'number_not_recorded'])
    """
    codes, texts = pd.factorize(cells)
    parted = [_parted(text) for text in texts]
    bare = pd.Series([number for number, _ in parted], dtype=object)
    named = np.array([found or "" for _, found in parted], dtype=object)[codes]
    numbers = read_numbers(
        bare.take(codes).set_axis(cells.index), decimal=chosen.decimal, hint=hint, unit="years"
    )
    values = numbers.numbers
    own = pd.Series(named, index=cells.index)
    by_row = own if units is None else own.where(own != "", units)
    unit = unit or _only_unit(values, by_row)
    ask = _asked(chosen, values, own=by_row, header=unit)
    answer = None if ask is None else ask.answer(answers)
    rest = unit or (answer and time_unit(answer)) or "years"
    effective = by_row.where(by_row != "", rest)
    years = values * map_distinct(effective, lambda name: months_from(1.0, name) / 12, float)
    converted = values.notna() & (effective != "years")
    issues = _converted(chosen.target, converted, asked=answer is not None)
    if ask is not None:
        unsaid = values.notna() & (by_row == "")
        issues = [_ask_issue(chosen.target, ask, answer, unsaid), *issues]
        if answer is None:
            years = years.mask(unsaid)
            cells = cells.mask(unsaid, "")
    text = exact_texts(years, cells)
    issues += number_issues(chosen.target, numbers)
    return text.mask(cells.index.isin(numbers.missing), ""), issues


def _parted(text: str) -> tuple[str, TimeUnit | None]:
    """A number alone and the unit behind it; years and months together become months."""
    found = _NAMED.match(text)
    if found is None:
        return text, None
    unit = _unit(found[2])
    if unit is None:
        return text, None
    rest = text[found.end() :]
    if not rest:
        return found[1], unit
    second = _SECOND.fullmatch(rest)
    smaller = None if second is None else _unit(second[2])
    if second is None or (unit, smaller) != ("years", "months") or not found[1].isdecimal():
        return text, None
    return str(12 * int(found[1]) + int(second[1])), "months"


def _unit(words: str) -> TimeUnit | None:
    plain = [w for w in plain_text(words).split() if w not in _OLD]
    if len(plain) > 1 and plain[-1] in _AND:
        plain.pop()
    if plain in (["y", "o"], ["yo"]):
        return "years"
    return (time_unit(plain[0]) or _LETTERS.get(plain[0])) if len(plain) == 1 else None


def _only_unit(values: pd.Series, named: pd.Series) -> TimeUnit | None:
    """Days, where no age can be one in years and most cannot be months or weeks either."""
    bare = values[(named == "") & values.notna()]
    are_days = len(bare) > 1 and bare.min() > _OLDEST and bare.median() > 53 * _OLDEST
    return "days" if are_days else None


def _asked(
    chosen: ColumnMapping, values: pd.Series, *, own: pd.Series, header: TimeUnit | None
) -> Ask | None:
    """The question for the unit of ages that name none, where years are hard to believe."""
    bare = values[(own == "") & values.notna()]
    named = own[(own != "") & values.notna()]
    too_old = int((bare > _OLDEST).sum())
    many = too_old > 1 and too_old >= _SHARE * len(bare)
    beside_others = len(bare) > 0 and 2 * int((named != "years").sum()) > len(values.dropna())
    if header is not None or not (many or beside_others):
        return None
    return Ask(
        key=f"unit:{chosen.source}",
        text=f"{COLUMN_BY_NAME[chosen.target].label} (column {chosen.source}): in which unit are "
        "ages without one? As years they are hard to believe; every table of ages hangs on it.",
        options=tuple((unit, unit) for unit in ("years", "months", "weeks", "days")),
    )


def _ask_issue(target: str, ask: Ask, answer: str | None, unsaid: pd.Series) -> Issue:
    rows = tuple(unsaid.index[unsaid].tolist())
    if answer is not None:
        return Issue(
            code="unit_answered",
            severity="information",
            column=target,
            rows=rows,
            message=f"{target} without a unit counts in {answer}, as answered.",
            remedy="Change the answer, if that is wrong.",
            ask=ask,
        )
    return Issue(
        code="age_unit_unknown",
        severity="error",
        column=target,
        rows=rows,
        message=f"{target} must be in years, or in a unit that is named, but these ages name none "
        "and are hard to believe as years.",
        remedy="Say whether they are years, months, weeks or days.",
        ask=ask,
    )


def _converted(target: str, converted: pd.Series, *, asked: bool) -> list[Issue]:
    if not converted.any():
        return []
    how = "as answered" if asked else "as the header, the cells or a column of units show"
    return [
        Issue(
            code="age_converted",
            severity="information",
            column=target,
            rows=tuple(converted.index[converted].tolist()),
            message=f"{target} counts in days, weeks or months in "
            f"{format_count(int(converted.sum()), 'cell')}, {how}; they became years.",
            remedy="Nothing needs to be done.",
        )
    ]
