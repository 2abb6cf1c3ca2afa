"""Numbers that a SAS, SPSS or Stata file shows as a month, a quarter or a week, as such texts."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from imt_core.intake.files.file_kind import Kind

_SECONDS_PER_DAY: Final = 86_400
_SAS_DAY_ZERO: Final = date(1960, 1, 1)
_SPSS_DAY_ZERO: Final = date(1582, 10, 14)
_SAS_DATES: Final = re.compile(
    r"(?P<seconds>DT)?(?:(?P<year>YEAR)|(?P<quarter>YYQ\w?|NLDATEYQ\w?)|(?P<month>MONYY|MMYY\w?|"
    r"YYMM\w?|YYMON|NLDATEYM\w?|NLDATEMY)|(?P<day>WORDDATX?|WORDDATE|JULIAN|NLDATEW?|MONNAME|"
    r"EURDF\w+|[A-Z]{3}DF\w+))\d*(?:\.\d*)?"
)


def period_texts(values: Sequence[object], shown_as: str, kind: Kind) -> list[str] | None:
    """Write numbers of a variable as the periods that its format shows.

    Parameters
    ----------
    values : sequence of object
        As pyreadstat gives them.
    shown_as : str
        The format: ``%tm``, ``MOYR8``, ``MONYY7``.
    kind : {"sas7bdat", "xpt", "sav", "dta"}

    Returns
    -------
    list of str or None
        ``2020-03`` for a month, ``2020-Q1`` for a quarter, ``2020-W10`` for a week of ISO 8601 that
        holds the middle of the file's own, a day where a SAS format hides one; ``None`` where the
        format shows nothing of the kind.

    Examples
    --------
    >>> period_texts([720.0, None], "%tm", "dta"), period_texts([241.0], "%tq", "dta")
    (['2020-01', ''], ['2020-Q2'])
    >>> period_texts([21915.0, 21946.0], "MONYY7", "xpt"), period_texts([5.0], "BEST8", "xpt")
    (['2020-01', '2020-02'], None)
    >>> period_texts([21920.0], "MONYY7", "xpt")
    ['2020-01-06']
    """
    numbers = [value if isinstance(value, float | int) else math.nan for value in values]
    if any(value not in (None, "") and not isinstance(value, float | int) for value in values):
        return None
    write = _writer(numbers, shown_as, kind)
    if write is None:
        return None
    return ["" if math.isnan(number) else write(number) for number in numbers]


def _writer(numbers: Sequence[float], shown_as: str, kind: Kind) -> Callable[[float], str] | None:
    if kind in _BY_FORM:
        writers = _BY_FORM[kind].items()
        return next((write for form, write in writers if shown_as.startswith(form)), None)
    found = _SAS_DATES.fullmatch(shown_as.upper())
    if found is None:
        return None
    days = [_sas_day(n, found) for n in numbers if not math.isnan(n)]
    if found["year"]:
        return lambda number: f"{_sas_day(number, found).year}"
    if found["quarter"] and all(day.day == 1 and day.month % 3 == 1 for day in days):
        return lambda number: _quarter(_sas_day(number, found))
    if found["month"] and all(day.day == 1 for day in days):
        return lambda number: _month(_sas_day(number, found))
    return lambda number: _sas_day(number, found).isoformat()


def _sas_day(number: float, shown: re.Match[str]) -> date:
    days = number / _SECONDS_PER_DAY if shown["seconds"] else number
    return _SAS_DAY_ZERO + timedelta(days=math.floor(days))


def _spss_day(number: float) -> date:
    return _SPSS_DAY_ZERO + timedelta(days=math.floor(number / _SECONDS_PER_DAY))


def _month(day: date) -> str:
    return f"{day.year}-{day.month:02}"


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _stata_month(number: float) -> str:
    years, month = divmod(int(number), 12)
    return f"{1960 + years}-{month + 1:02}"


def _stata_quarter(number: float) -> str:
    years, quarter = divmod(int(number), 4)
    return f"{1960 + years}-Q{quarter + 1}"


def _stata_week(number: float) -> str:
    """Stata's year has 52 weeks, the first from 1 January; its fourth day is its middle."""
    years, week = divmod(int(number), 52)
    return _week(date(1960 + years, 1, 1) + timedelta(days=7 * week + 3))


_BY_FORM: Final[dict[Kind, dict[str, Callable[[float], str]]]] = {
    "dta": {"%tm": _stata_month, "%tq": _stata_quarter, "%tw": _stata_week},
    "sav": {
        "MOYR": lambda number: _month(_spss_day(number)),
        "QYR": lambda number: _quarter(_spss_day(number)),
        "WKYR": lambda number: _week(_spss_day(number) + timedelta(days=3)),
    },
}
