"""What the forms of a column of dates became, for the eye of the sheet's owner."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from imt_core.intake.notation.date_forms import MIDDLE_OF_MONTH
from imt_core.intake.notation.date_reading import DateReading, Rows, date_to_text


def preview_dates(cells: pd.Series, reading: DateReading) -> pd.DataFrame:
    """Show what the forms of a column became: one row for each form and assumption.

    Parameters
    ----------
    cells : pandas.Series of str
        As given to `read_dates`.
    reading : DateReading
        Of these cells.

    Returns
    -------
    pandas.DataFrame
        ``Form``, ``Cells`` (their number), ``Example`` (as written), ``Read as`` (empty where not
        read) and ``Assumed``, the most frequent first. Empty cells are not shown. The examples are
        contents of the sheet: they are for its owner's screen only.

    Examples
    --------
    >>> from datetime import date
    >>> from imt_core.intake.notation.date_reading import read_dates
    >>> cells = pd.Series(["mar-20", "2020-01-31", "2020-02-01", ""])
    >>> preview = preview_dates(cells, read_dates(cells, latest=date(2024, 1, 1)))
    >>> preview[["Form", "Cells", "Example", "Read as"]].to_dict("split")["data"]
    [['year-month-day', 2, '2020-01-31', '2020-01-31'], \
['month and year only', 1, 'mar-20', '2020-03-15']]
    >>> preview["Assumed"].tolist()
    ['nothing', 'the 15th of the month; the century']
    """
    assumed = pd.Series("", index=cells.index)
    for rows, words in _assumptions(reading):
        assumed.loc[list(rows)] += f"; {words}"
    shown = pd.DataFrame(
        {
            "Form": reading.forms.replace("", "not recognised"),
            "Example": cells,
            "Read as": reading.dates,
            "Assumed": assumed.str.removeprefix("; ").replace("", "nothing"),
        }
    )
    shown.loc[list(reading.missing), "Form"] = "not recorded"
    kinds = shown[cells != ""].groupby(["Form", "Assumed"], sort=False)
    table = kinds[["Example", "Read as"]].first()
    table["Read as"] = table["Read as"].map(date_to_text).astype(object)
    table.insert(0, "Cells", kinds.size())
    table = table.sort_values("Cells", ascending=False, kind="stable").reset_index()
    return table[["Form", "Cells", "Example", "Read as", "Assumed"]]


def _assumptions(reading: DateReading) -> Iterator[tuple[Rows, str]]:
    yield reading.ambiguous, "not read: the order of day and month is not known"
    yield reading.contradicting, f"not read: it cannot be {reading.order}"
    yield reading.impossible, "not read: there is no such day"
    yield reading.year_only, "not read: a year is no day"
    yield reading.unread, "not read"
    yield reading.by_evidence, f"{reading.order}, as the other cells show"
    yield reading.imprecise, f"the {MIDDLE_OF_MONTH}th of the month"
    yield reading.quarters, "the middle of the quarter"
    yield reading.weeks, "the middle of the week"
    yield reading.two_digit_year, "the century"
    yield reading.day_numbers, "days are counted from 1900"
    yield reading.with_time, "the time of day is left out"
