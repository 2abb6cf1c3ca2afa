"""The order of day and month in columns that do not show it: the other columns of the sheet do."""

from __future__ import annotations

from itertools import chain
from typing import Final

import pandas as pd

from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.intake.column_mapping import DateOrder
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.notation.date_reading import DateReading, read_dates
from imt_core.intake.recognition.value_evidence import column_evidence

_FOLLOWING: Final = ("progression_date", "death_date", "last_followup_date")


def order_beside(table: pd.DataFrame, mapping: Mapping) -> DateOrder | None:
    """Find the order in which a sheet writes the dates of columns that do not show it themselves.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    mapping : Mapping

    Returns
    -------
    {"day-first", "month-first"} or None
        The only one that columns of dates show, also those of the sheet's own; ``None`` where no
        column needs it, none shows one, they differ among each other or from a chosen order, or
        something would lie before the start of its line.

    Examples
    --------
    >>> from imt_core.intake.column_mapping import ColumnMapping
    >>> mapping = Mapping(columns=(ColumnMapping(target="start_date", source="Start"),
    ...                            ColumnMapping(target="death_date", source="Death")))
    >>> sheet = pd.DataFrame({"Start": ["25/03/2018", "02/03/2018"], "Death": ["", "04/05/2018"]})
    >>> order_beside(sheet, mapping)
    'day-first'
    >>> order_beside(sheet.assign(Death=["", "12/02/2018"]), mapping)
    """
    dated = [c for c in mapping.columns if COLUMN_BY_NAME[c.target].kind == "date"]
    dated = [c for c in dated if c.source in table]
    read = {c.target: read_dates(table[c.source], order=c.date_order) for c in dated}
    open_ones = [c for c in dated if _shows_nothing(read[c.target])]
    if not open_ones:
        return None
    own = (
        read_dates(table[header])
        for header in table.columns.difference([c.source for c in dated])
        if column_evidence(table[header]).dates > 0.5
    )
    shown: set[DateOrder] = set()
    chosen: set[DateOrder] = set()
    for reading in chain(read.values(), own):
        if reading.n_only_day_first and reading.n_only_month_first:
            return None
        if reading.order is not None:
            (chosen if reading.order_is_chosen else shown).add(reading.order)
    if len(shown) != 1 or chosen - shown:
        return None
    (order,) = shown
    days = {target: reading.dates for target, reading in read.items()}
    days |= {c.target: read_dates(table[c.source], beside=order).dates for c in open_ones}
    start = days.get("start_date")
    if start is not None and any((days[t] < start).any() for t in _FOLLOWING if t in days):
        return None
    return order


def _shows_nothing(reading: DateReading) -> bool:
    n_shown = reading.n_only_day_first + reading.n_only_month_first
    return bool(reading.ambiguous) and not n_shown
