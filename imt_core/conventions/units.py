"""Units of time: their words in seven languages, and months of 30.4375 days."""

from __future__ import annotations

from typing import Final, Literal, TypeVar

import pandas as pd

from imt_core.conventions.errors import ImtError

TimeUnit = Literal["days", "weeks", "months", "years"]

Duration = TypeVar("Duration", float, pd.Series)

DAYS_PER_MONTH: Final = 30.4375
"""Mean length of a month in days: 365.25 / 12."""

SAME_TIME: Final = 0.05 + 1e-9
"""Months within which two times count as the same; files often hold rounded months."""

_WORDS: Final[dict[TimeUnit, str]] = {
    "days": "d day days giorno giorni gg jour jours tag tage tagen dia dias dag dagen dzien dni",
    "weeks": "w wk wks week weeks settimana settimane sett semaine semaines sem woche wochen "
    "semana semanas weken wkn tydzien tygodnie tygodni tyg",
    "months": "mo mos mth mths mon month months mese mesi mois monat monate monaten mes meses "
    "maand maanden mnd miesiac miesiace miesiecy mies",
    "years": "y yr yrs yo year years anno anni an ans annee annees jahr jahre jahren ano anos "
    "jaar jaren rok lata lat",
}
_UNIT_OF_WORD: Final[dict[str, TimeUnit]] = {
    word: unit for unit, words in _WORDS.items() for word in words.split()
}


def months_from_days(days: float) -> float:
    """Convert days to months of 30.4375 days.

    Parameters
    ----------
    days : float
        A duration in days.

    Returns
    -------
    float
        The same duration in months.

    Examples
    --------
    >>> months_from_days(365.25)
    12.0
    >>> months_from_days(0)
    0.0
    """
    return months_from(days, "days")


def months_from(value: Duration, unit: TimeUnit) -> Duration:
    """Convert a duration to months of 30.4375 days.

    Parameters
    ----------
    value : float or pandas.Series of float
        One duration, or many.
    unit : {"days", "weeks", "months", "years"}
        What it is counted in; a week is 7 days, a year 12 months.

    Returns
    -------
    float or pandas.Series of float
        The same in months; NaN stays NaN.

    Raises
    ------
    ImtError
        If the unit is not one of the four.

    Examples
    --------
    >>> months_from(365.25, "days"), months_from(2.0, "years"), months_from(0.0, "weeks")
    (12.0, 24.0, 0.0)
    >>> months_from(pd.Series([4.348214285714286]), "weeks").round(6).tolist()
    [1.0]
    """
    match unit:
        case "days":
            return value / DAYS_PER_MONTH
        case "weeks":
            return value * 7 / DAYS_PER_MONTH
        case "months":
            return value
        case "years":
            return value * 12
    raise ImtError(
        f"unit must be days, weeks, months or years, but {unit!r} was found. Give one of these."
    )


def time_unit(word: str) -> TimeUnit | None:
    """Tell which unit of time a word names.

    Parameters
    ----------
    word : str
        In lower case, without accents and points, in English, Italian, French, German, Spanish,
        Dutch or Polish. Letters that stand for more than one unit (m, a, j) name none.

    Returns
    -------
    {"days", "weeks", "months", "years"} or None

    Examples
    --------
    >>> time_unit("mesi"), time_unit("jahre"), time_unit("m")
    ('months', 'years', None)
    """
    return _UNIT_OF_WORD.get(word)
