"""Survival as UCSC Xena has it for TCGA: an event ``OS`` of 1 and 0, and days in ``OS.time``."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from imt_core.conventions.missing_texts import is_missing_text
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.layouts.arranged_table import Arrangement, layout_note

_PAIRS: Final = ("OS", "DSS", "DFI", "PFI")
_CODES: Final = {"1": "1", "0": "0", "1.0": "1", "0.0": "0"}


def with_xena_pairs(arrangement: Arrangement) -> Arrangement:
    """Map the events and days of a survival file of UCSC Xena.

    Parameters
    ----------
    arrangement : Arrangement

    Returns
    -------
    Arrangement
        As it is where it is no such file. DSS, and TCGA's intervals PFI and DFI, count no death of
        other causes: they are neither OS, PFS nor RFS.

    Examples
    --------
    >>> table = pd.DataFrame({"_PATIENT": ["a"], "OS": ["1"], "OS.time": ["430"], "DSS": ["0"],
    ...     "DSS.time": ["430"]})
    >>> arranged = with_xena_pairs(Arrangement(table=table, layout=""))
    >>> [(column.target, column.source) for column in arranged.columns]
    [('os_event', 'OS'), ('os_months', 'OS.time')]
    """
    table = arrangement.table
    pairs = [name for name in _PAIRS if _is_pair(table, name)]
    if "OS" not in pairs or (len(pairs) < 2 and "_PATIENT" not in table):
        return arrangement
    others = [name for name in pairs if name != "OS"]
    left = f" Not every death counts in {', '.join(others)}: kept as the sheet's own."
    known = layout_note(
        "survival_of_xena",
        "OS and OS.time are read as UCSC Xena writes them for TCGA: 1 is a death, and the days "
        f"count from diagnosis, not from a line's start.{left if others else ''}",
        "Say so where the curve is shown.",
        severity="warning",
        column="OS, OS.time",
    )
    missing = dict.fromkeys(set(table["OS"]) - {""} - set(_CODES), "")
    survival = (
        ColumnMapping(target="os_event", source="OS", values=tuple((_CODES | missing).items())),
        ColumnMapping(target="os_months", source="OS.time", unit="days"),
    )
    return replace(
        arrangement, columns=(*arrangement.columns, *survival), notes=(*arrangement.notes, known)
    )


def _is_pair(table: pd.DataFrame, name: str) -> bool:
    if name not in table or f"{name}.time" not in table:
        return False
    said = {text for text in table[name] if not is_missing_text(text)}
    return said - {""} <= set(_CODES)
