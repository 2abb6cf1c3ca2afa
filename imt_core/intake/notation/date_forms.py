"""The forms in which a spreadsheet writes a date, and what one text says in each of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple

from imt_core.conventions.plain_text import plain_text

YEAR_FIRST: Final = "year-month-day"
DAY_FIRST: Final = "day/month/year"
MONTH_FIRST: Final = "month/day/year"
EITHER_ORDER: Final = "day/month/year or month/day/year"
DAY_NAME: Final = "day month-name year"
NAME_DAY: Final = "month-name day year"
YEAR_NAME: Final = "year month-name day"
DAY_NUMBER: Final = "spreadsheet day number"
MONTH_YEAR: Final = "month and year only"
YEAR_ONLY: Final = "year only"
QUARTER: Final = "quarter and year only"
WEEK: Final = "week and year only"

MIDDLE_OF_MONTH: Final = 15
"""The day taken where only month and year are written."""

_DAY_ZERO: Final = date(1899, 12, 30)
"""Day 0 of the 1900 system, from March 1900 on: spreadsheets count a 29 February 1900."""

_MARKS: Final = str.maketrans("–—‐‑‒−⁄∕", "------//")
_TIME: Final = re.compile(
    r"(?:\s*T|:|,?\s+)([01]?[0-9]|2[0-3])[:h]([0-5][0-9])(?::([0-5][0-9])(?:[.,][0-9]+)?)?"
    r"\s*(?:([ap])\.?m\.?)?\s*(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?\Z",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(r"[\w\s,./'’°-]{5,40}")
_TOKEN: Final = re.compile(r"[0-9]+|[^\W_0-9]+")
_FILLERS: Final = frozenset(
    ("de", "del", "di", "den", "der", "of", "the", "st", "nd", "rd", "th", "er", "o", "r", "roku")
)

_MONTH_NAMES: Final = (
    "january jan gennaio genn gen janvier janv januar janner jaenner enero ene januari styczen "
    "stycznia sty",
    "february feb febbraio febbr fevrier fevr fev februar febrero febr februari luty lutego lut",
    "march mar marzo mars marz maerz mrz maart mrt marzec marca",
    "april apr aprile avril avr abril abr kwiecien kwietnia kwi",
    "may maggio magg mag mai mayo mei maj maja",
    "june jun giugno giu juin juni junio czerwiec czerwca cze",
    "july jul luglio lug juillet juil juli julio lipiec lipca lip",
    "august aug agosto ago aout aou augustus sierpien sierpnia sie",
    "september sep sept settembre sett set septembre septiembre setiembre wrzesien wrzesnia wrz",
    "october oct ottobre ott octobre oktober okt octubre pazdziernik pazdziernika paz",
    "november nov novembre noviembre listopad listopada lis",
    "december dec dicembre dic decembre dezember dez diciembre grudzien grudnia gru",
)
_MONTHS: Final = {
    name: month for month, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()
}


class WrittenDate(NamedTuple):
    """What one text says: the same day twice, unless day and month can change places.

    Parameters
    ----------
    form : str
        The form in words; empty where no form fits.
    day_first, month_first : datetime.date or None
        The day it is if the day, or the month, is written first; ``None`` where there is no such
        day in the calendar.
    two_digit_year, imprecise : bool
        Whether the century is not written; whether the day is not.
    has_time : bool
        Whether a time of day other than midnight is written.
    """

    form: str = ""
    day_first: date | None = None
    month_first: date | None = None
    two_digit_year: bool = False
    imprecise: bool = False
    has_time: bool = False


def read_written_dates(texts: Iterable[str], *, latest: date) -> list[WrittenDate]:
    """Recognise the form of each date.

    Parameters
    ----------
    texts : iterable of str
    latest : datetime.date
        A year of two digits is put into the century in which the date is not after this day.

    Returns
    -------
    list of WrittenDate
        One for each text.

    Examples
    --------
    >>> (named,) = read_written_dates(["3 marzo 2020"], latest=date(2024, 1, 1))
    >>> named.form, named.day_first
    ('day month-name year', datetime.date(2020, 3, 3))
    >>> both, none = read_written_dates(["03/04/20", "progression"], latest=date(2024, 1, 1))
    >>> both.day_first, both.month_first, both.two_digit_year, none.form
    (datetime.date(2020, 4, 3), datetime.date(2020, 3, 4), True, '')
    """
    # A column of moments has few days: each is recognised once, whatever its time.
    known: dict[tuple[str, bool | None], WrittenDate] = {}
    written = []
    for text in texts:
        parts = _day_and_time(text.translate(_MARKS).strip().removeprefix("'"))
        if parts not in known:
            known[parts] = _read(*parts, latest)
        written.append(known[parts])
    return written


def _day_and_time(bare: str) -> tuple[str, bool | None]:
    """The text of the day, and whether its time is not midnight; ``None`` where there is none."""
    time = _TIME.search(bare) if ":" in bare or "h" in bare else None
    return (bare[: time.start()], not _is_midnight(time)) if time else (bare, None)


def _read(bare: str, has_time: bool | None, latest: date) -> WrittenDate:
    written = _read_digits(bare, latest) or _read_names(bare, latest)
    if has_time is None:
        return written
    if written.form in ("", MONTH_YEAR, YEAR_ONLY, QUARTER, WEEK):
        return WrittenDate()
    return written._replace(has_time=has_time or written.has_time)


def _is_midnight(time: re.Match[str]) -> bool:
    hour, minute, second, half = time.groups()
    # On the clock of twelve hours midnight is written 12 AM.
    at_zero = (int(hour) == 12 and half in "aA") if half else int(hour) == 0
    return at_zero and int(minute) == 0 and int(second or 0) == 0


def _read_year_first(match: re.Match[str], _: date) -> WrittenDate:
    return _certain(YEAR_FIRST, _day(int(match["y"]), int(match["m"]), int(match["d"])))


def _read_pair(match: re.Match[str], latest: date) -> WrittenDate:
    first, second, year = int(match["a"]), int(match["b"]), match["y"]
    return WrittenDate(
        form=EITHER_ORDER,
        day_first=_day_of_year(year, second, first, latest),
        month_first=_day_of_year(year, first, second, latest),
        two_digit_year=len(year) == 2,
    )


def _read_day_number(match: re.Match[str], _: date) -> WrittenDate:
    read = _certain(DAY_NUMBER, _DAY_ZERO + timedelta(days=int(match["n"])))
    return read._replace(has_time=bool((match["fraction"] or "").strip("0")))


def _read_month(match: re.Match[str], latest: date) -> WrittenDate:
    return _month_of(match["y"], int(match["m"]), latest)


def _read_quarter(match: re.Match[str], _: date) -> WrittenDate:
    middle = _day(int(match["y"]), 3 * int(match["q"]) - 1, MIDDLE_OF_MONTH)
    return _certain(QUARTER, middle)


def _read_week(match: re.Match[str], _: date) -> WrittenDate:
    try:
        middle = date.fromisocalendar(int(match["y"]), int(match["w"]), 4)
    except ValueError:
        middle = None
    return _certain(WEEK, middle)


def _read_year(_: re.Match[str], __: date) -> WrittenDate:
    return WrittenDate(form=YEAR_ONLY)


_DIGIT_FORMS: Final[
    tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], WrittenDate]], ...]
] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (
            r"(?P<y>[0-9]{4})\s*([-/. ])\s*(?P<m>[0-9]{1,2})\s*\2\s*(?P<d>[0-9]{1,2})\.?",
            _read_year_first,
        ),
        (
            r"(?P<a>[0-9]{1,2})\s*([-/. ])\s*(?P<b>[0-9]{1,2})\s*\2\s*(?P<y>[0-9]{4}|[0-9]{2})\.?",
            _read_pair,
        ),
        (r"(?P<y>(?:1[6-9]|2[0-2])[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})", _read_year_first),
        (r"(?P<n>[1-7][0-9]{4})(?:[.,](?P<fraction>[0-9]+))?", _read_day_number),
        (r"(?P<m>[0-9]{1,2})\s*[-/. ]\s*(?P<y>(?:1[6-9]|2[0-2])[0-9]{2})", _read_month),
        (r"(?P<y>(?:1[6-9]|2[0-2])[0-9]{2})\s*[-/. ]\s*(?P<m>[0-9]{1,2})", _read_month),
        (r"(?:1[89]|2[01])[0-9]{2}", _read_year),
        (r"(?P<y>[0-9]{4})\s*[-/ ]?\s*[QqTt]\s?(?P<q>[1-4])", _read_quarter),
        (r"[QqTt]\s?(?P<q>[1-4])\s*[-/ ]?\s*(?P<y>[0-9]{4})", _read_quarter),
        (r"(?P<y>[0-9]{4})\s*-?\s*[Ww](?P<w>[0-9]{1,2})", _read_week),
    )
)


def _read_digits(bare: str, latest: date) -> WrittenDate | None:
    """The forms without a word; ``None`` where none fits."""
    for pattern, read in _DIGIT_FORMS:
        if match := pattern.fullmatch(bare):
            return read(match, latest)
    return None


def _read_names(bare: str, latest: date) -> WrittenDate:
    """The forms with the name of a month."""
    if not _NAMED.fullmatch(bare):
        return WrittenDate()
    tokens = [t for t in _TOKEN.findall(plain_text(bare)) if t not in _FILLERS]
    shape = "".join(_token_kind(token) for token in tokens)
    months = [_MONTHS[token] for token in tokens if token in _MONTHS]
    match shape, tokens:
        case ("dMd" | "dMy", [day, _, year]):
            return _named(DAY_NAME, year, months[0], int(day), latest)
        case ("Mdd" | "Mdy", [_, day, year]):
            return _named(NAME_DAY, year, months[0], int(day), latest)
        case ("yMd", [year, _, day]):
            return _named(YEAR_NAME, year, months[0], int(day), latest)
        case ("Md" | "My", [_, year]) | ("yM", [year, _]) if len(year) > 1:
            return _month_of(year, months[0], latest)
    return WrittenDate()


def _token_kind(token: str) -> str:
    """M the name of a month, d one or two digits, y four; anything else fits no form."""
    if token in _MONTHS:
        return "M"
    return {1: "d", 2: "d", 4: "y"}.get(len(token), "?") if token.isdecimal() else "?"


def _named(form: str, year: str, month: int, day: int, latest: date) -> WrittenDate:
    if len(year) == 1:
        return WrittenDate()
    read = _certain(form, _day_of_year(year, month, day, latest))
    return read._replace(two_digit_year=len(year) == 2)


def _month_of(year: str, month: int, latest: date) -> WrittenDate:
    # The first day settles the century: the middle of the latest month may not have come yet.
    first = _day_of_year(year, month, 1, latest)
    middle = first.replace(day=MIDDLE_OF_MONTH) if first else None
    return _certain(MONTH_YEAR, middle)._replace(imprecise=True, two_digit_year=len(year) == 2)


def _certain(form: str, day: date | None) -> WrittenDate:
    return WrittenDate(form=form, day_first=day, month_first=day)


def _day_of_year(year: str, month: int, day: int, latest: date) -> date | None:
    """A year of two digits is the last one for which the day is not after `latest`."""
    if len(year) == 4:
        return _day(int(year), month, day)
    recent = latest.year - (latest.year - int(year)) % 100
    days = (_day(recent, month, day), _day(recent - 100, month, day))
    return next((found for found in days if found is not None and found <= latest), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
