"""In which unit times are counted where no header and no cell says so: what else shows it."""

from __future__ import annotations

from typing import Final, get_args

import numpy as np
import pandas as pd

from imt_core.conventions.units import DAYS_PER_MONTH, TimeUnit, months_from
from imt_core.intake.notation.censored_times import without_marks
from imt_core.intake.notation.date_reading import read_dates
from imt_core.intake.notation.header_text import header_words
from imt_core.intake.notation.number_reading import read_numbers
from imt_core.intake.recognition.header_matching import header_unit
from imt_core.intake.recognition.header_names import named_targets
from imt_core.intake.recognition.value_evidence import column_evidence

UNITS: Final[tuple[TimeUnit, ...]] = get_args(TimeUnit)
_ROWS: Final = 500
"""Rows that are looked at, evenly spread."""
_DATE_COLUMNS: Final = 12
_FEWEST: Final = 2
"""Times that must agree before they show anything."""
_MOST_AGREE: Final = 0.8
_FEW_AGREE: Final = 0.4
_LONGEST_MONTHS: Final = 480.0
_LONGEST_MEDIAN: Final = 180.0
"""No time of a cohort lasts longer: forty years, and half of the patients for fifteen."""
_MOST_TIMES_LONGER: Final = 12.0
"""Overall survival is seldom so many times as long as what ends before it."""
_NOT_YEARS: Final = (40.0, 12.0)
"""A largest value, and a median, that are not years of a cohort of patients with sarcoma."""
_NOT_WEEKS_LEAST: Final = 3


def unit_of_times(table: pd.DataFrame, source: str) -> TimeUnit | None:
    """Find the unit of a column of times of which neither the header nor the cells tell it.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    source : str
        Header of the column.

    Returns
    -------
    {"days", "weeks", "months", "years"} or None
        The only one in which the times agree with dates of the same rows, or else fit between those
        of other columns whose unit is known; months where the fractions can be nothing else.

    Examples
    --------
    >>> table = pd.DataFrame({"Start": ["2020-01-01", "2020-01-01"], "PFS": ["60", "91"],
    ...     "End": ["2020-03-01", "2020-04-01"]})
    >>> unit_of_times(table, "PFS"), unit_of_times(table[["PFS"]], "PFS")
    ('days', None)
    >>> beside = pd.DataFrame({"PFS (months)": ["5", "12"], "OS": ["430", "800"]})
    >>> unit_of_times(beside, "OS")
    'days'
    >>> unit_of_times(pd.DataFrame({"OS": ["12.4", "7.8", "55.2", "30.5"]}), "OS")
    'months'
    """
    if len(table) > _ROWS:
        table = table.iloc[np.linspace(0, len(table) - 1, _ROWS).astype(int)]
    times = {header: _times(table[header]) for header in _time_headers(table, source)}
    days = _dates(table.drop(columns=list(times)))
    unit = _unit_by_dates(times[source], days)
    if unit is not None:
        return unit
    known = {header: _known_unit(table, header) for header in times if header != source}
    unknown = {header: times[header] for header, unit in known.items() if unit is None}
    known |= {header: _unit_by_dates(cells, days) for header, cells in unknown.items()}
    for header, unit in known.items():
        if unit is not None:
            fitting = _fitting(times, source, header, unit, is_bare=header in unknown)
            if unit in fitting or len(fitting) == 1:
                return unit if unit in fitting else fitting[0]
    same_style = pd.concat([times[source], *unknown.values()])
    return "months" if _only_months(same_style) else None


def _time_headers(table: pd.DataFrame, source: str) -> list[str]:
    """The column itself, and every other one that a header names as a time."""
    others = (
        str(header)
        for header in table.columns
        if header != source
        and any(t.endswith("_months") for t in named_targets(header_words(str(header))))
    )
    return [source, *(h for h in others if column_evidence(table[h]).numbers > 0.5)]


def _known_unit(table: pd.DataFrame, header: str) -> TimeUnit | None:
    cells = without_marks(table[header])
    return header_unit(header, table.columns) or read_numbers(cells).detected_unit


def _times(cells: pd.Series) -> pd.Series:
    numbers = read_numbers(without_marks(cells)).numbers
    return numbers.where(numbers > 0)


def _dates(table: pd.DataFrame) -> list[pd.Series]:
    """Days of the columns that hold dates."""
    found = [h for h in table if column_evidence(table[h]).dates > 0.5][:_DATE_COLUMNS]
    return [read_dates(table[header]).dates for header in found]


def _unit_by_dates(times: pd.Series, dates: list[pd.Series]) -> TimeUnit | None:
    """The only unit in which most times are the span between two dates of their row."""
    agreeing = dict.fromkeys(UNITS, 0.0)
    for n, start in enumerate(dates):
        spans = [(end - start).dt.days for m, end in enumerate(dates) if m != n]
        if not spans:
            return None
        compared = times.notna() & pd.concat(spans, axis=1).gt(0).any(axis=1)
        if compared.sum() < _FEWEST:
            continue
        for unit in UNITS:
            expected = months_from(times, unit) * DAYS_PER_MONTH
            allowed = _rounding_days(times, unit) + 1 + 0.02 * expected
            close = [(span - expected).abs().le(allowed) & (span > 0) for span in spans]
            share = pd.concat(close, axis=1).any(axis=1)[compared].mean()
            agreeing[unit] = max(agreeing[unit], float(share))
    best = max(UNITS, key=lambda unit: agreeing[unit])
    others = max(share for unit, share in agreeing.items() if unit != best)
    return best if agreeing[best] >= _MOST_AGREE and others <= _FEW_AGREE else None


def _rounding_days(times: pd.Series, unit: TimeUnit) -> float:
    """What is lost where times are cut off after their last written decimal, in days."""
    known = times.dropna()
    decimals = next(d for d in range(4) if d == 3 or known.round(d).eq(known).all())
    return float(months_from(10.0**-decimals, unit) * DAYS_PER_MONTH)


def _fitting(
    times: dict[str, pd.Series], source: str, beside: str, unit: TimeUnit, *, is_bare: bool
) -> list[TimeUnit]:
    """The units in which a column fits beside one whose unit is known."""
    shorter = _shorter(source, beside)
    if not shorter:
        return []
    candidates = [unit] if is_bare else list(UNITS)
    known = months_from(times[beside], unit)
    return [
        candidate
        for candidate in candidates
        if _is_plausible(own := months_from(times[source], candidate))
        and _fits(*((own, known) if shorter == source else (known, own)))
    ]


def _shorter(source: str, beside: str) -> str:
    """Which of two columns cannot be longer than the other; empty where neither is bound."""
    is_os = ["os_months" in named_targets(header_words(header)) for header in (source, beside)]
    if is_os == [True, False]:
        return beside
    return source if is_os == [False, True] else ""


def _is_plausible(months: pd.Series) -> bool:
    return bool(months.max() <= _LONGEST_MONTHS and months.median() <= _LONGEST_MEDIAN)


def _fits(shorter: pd.Series, longer: pd.Series) -> bool:
    both = shorter.notna() & longer.notna()
    if both.sum() < _FEWEST:
        return False
    within = (shorter[both] <= 1.02 * longer[both] + 0.5).mean() >= 0.9
    return bool(within and longer[both].median() <= _MOST_TIMES_LONGER * shorter[both].median())


def _only_months(times: pd.Series) -> bool:
    """Whether times with fractions are no whole days, no days in weeks, and too large for years."""
    known = times.dropna()
    fractions = known[known % 1 != 0]
    if len(fractions) < max(_NOT_WEEKS_LEAST, 0.2 * len(known)):
        return False
    largest, middle = _NOT_YEARS
    if not (known.max() > largest or known.median() > middle) or not _is_plausible(known):
        return False
    telling = _no_weeks(fractions)
    return bool(telling.sum() >= _FEWEST and telling.mean() >= 0.2)


def _no_weeks(fractions: pd.Series) -> pd.Series:
    """Whether a fraction, as it is rounded, is no number of days in weeks, nor a half or quarter,
    which may be of anything."""
    decimals = next(d for d in range(4) if d == 3 or fractions.round(d).eq(fractions).all())
    days = (fractions * 7).round()
    of_days = (days / 7).sub(fractions).abs() <= 0.51 * 10.0**-decimals
    return ~of_days & (fractions * 4 % 1 != 0)
