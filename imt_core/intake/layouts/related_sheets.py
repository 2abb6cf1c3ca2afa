"""Which sheets of a workbook hold one cohort together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from imt_core.intake.layouts.alike_sheets import alike_sheets
from imt_core.intake.layouts.column_names import patient_column, plain_header, sure_targets
from imt_core.intake.layouts.source_table import SourceTable
from imt_core.intake.mapping.alike_labels import label_keys

_MOST: Final = 0.8


def sheets_together(sheets: Sequence[SourceTable]) -> tuple[SourceTable, ...]:
    """Choose the sheets that belong to the first.

    Parameters
    ----------
    sheets : sequence of SourceTable
        Of one workbook, the cohort's first.

    Returns
    -------
    tuple of SourceTable
        The first, and those that name the same patients and tell other things of them, or have
        most of its columns and other rows. A copy of the first is none of them.

    Examples
    --------
    >>> import pandas as pd
    >>> patients = pd.DataFrame({"Patient": ["a", "b"], "Sex": ["F", "M"]})
    >>> lines = pd.DataFrame({"Patient": ["a", "a", "b"], "Best response": ["PR", "SD", "PD"]})
    >>> sheets = [SourceTable(name=name, table=table) for name, table in (
    ...     ("patients", patients), ("copy", patients), ("lines", lines),
    ...     ("codes", pd.DataFrame({"Code": ["1"]})))]
    >>> [sheet.name for sheet in sheets_together(sheets)]
    ['patients', 'lines']
    """
    first = sheets[0]
    alike = alike_sheets(sheets)
    return tuple(sheet for sheet in sheets if sheet in alike or _tells_more(first, sheet))


def _tells_more(one: SourceTable, other: SourceTable) -> bool:
    """Whether most patients are the same, and no other column, but something new is told."""
    mine, theirs = _patients(one), _patients(other)
    if len(mine & theirs) < _MOST * max(len(mine), len(theirs), 1):
        return False
    known = {target for header in one.table for target in sure_targets(str(header))}
    told = {target for header in other.table for target in sure_targets(str(header))}
    both = (_headers(one) & _headers(other)) - {plain_header(patient_column(other.table))}
    return bool(told - known) and all(
        sure_targets(header) <= {"line_number", "start_date"} and sure_targets(header)
        for header in both
    )


def _patients(sheet: SourceTable) -> set[str]:
    patient = patient_column(sheet.table)
    return set() if patient is None else set(label_keys(list(sheet.table[patient]))) - {""}


def _headers(sheet: SourceTable) -> set[str]:
    return {plain_header(header) for header in sheet.table}
