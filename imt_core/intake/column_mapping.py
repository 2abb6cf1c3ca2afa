"""How one column of a sheet becomes a canonical one: its source, words, unit and way of writing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DateOrder = Literal["day-first", "month-first"]
DecimalMark = Literal[".", ","]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """Where the values of one canonical column come from, and what they mean.

    Parameters
    ----------
    target : str
        Name of the canonical column.
    source : str
        Header of the sheet's column.
    values : tuple of tuple of str
        Pairs of a text in the sheet and the word it stands for (``1`` and ``0`` for events); an
        empty word leaves the cell empty. Case and outer blanks of the text do not count.
    unit : {"days", "weeks", "months", "years"} or None
        What times are counted in; ``None`` where nothing in the sheet says it, and it is asked.
    date_order : {"day-first", "month-first"} or None
        How dates such as 03/04/2020 are read; ``None`` where no date needs it.
    decimal : {".", ","} or None
        The decimal mark of numbers such as 1,234; ``None`` where no number needs it.
    """

    target: str
    source: str
    values: tuple[tuple[str, str], ...] = ()
    unit: Literal["days", "weeks", "months", "years"] | None = "months"
    date_order: DateOrder | None = None
    decimal: DecimalMark | None = None
