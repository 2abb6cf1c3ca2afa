"""A cell of a workbook or a statistical file as the text a CSV file would hold."""

from __future__ import annotations

import datetime as dt
import math
from typing import SupportsFloat


def cell_text(cell: object) -> str:
    """Write a cell as text.

    Parameters
    ----------
    cell : object
        Text, number, truth value, date, moment or ``None``.

    Returns
    -------
    str
        Dates in ISO; whole numbers without a point; true and false as 1 and 0; stripped text; empty
        for what is missing.

    Examples
    --------
    >>> [cell_text(cell) for cell in (3.0, 0.1, True, dt.date(2020, 2, 29), " A ", None)]
    ['3', '0.1', '1', '2020-02-29', 'A', '']
    >>> cell_text(dt.datetime(2020, 2, 29)), cell_text(float("nan"))
    ('2020-02-29', '')
    """
    match cell:
        case None:
            text = ""
        case dt.datetime():
            midnight = cell.time() == dt.time(0)
            text = cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
        case SupportsFloat():
            text = _number_text(float(cell))
        case _:
            text = str(cell).strip()
    return text


def _number_text(number: float) -> str:
    if math.isnan(number):
        return ""
    return str(int(number)) if number.is_integer() else repr(number)
