"""Columns for each assessment, ``assessment_1_months`` and ``assessment_1_change``, to one."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import Final

import pandas as pd

from imt_core.conventions.formatting import format_count
from imt_core.intake.checks.report import Issue
from imt_core.intake.layouts.arranged_table import layout_note
from imt_core.intake.layouts.column_names import plain_header
from imt_core.intake.layouts.source_table import SourceTable

GATHERED: Final = "target_changes"

_WORD: Final = r"(?P<word>assessment|scan|evaluation|restaging|staging)"
_NUMBER: Final = r"(?P<number>\d{1,2})"
_WHAT: Final = (
    r"(?:(?P<months>(?:time_)?(?:in_)?months?)|(?P<change>(?:target_|pct_|percent_)*change"
    r"(?:_pct|_percent)?))"
)
_FORMS: Final = (
    re.compile(rf"{_WORD}_?{_NUMBER}_{_WHAT}"),
    re.compile(rf"{_WORD}_{_WHAT}_?{_NUMBER}"),
)


def gather_assessments(source: SourceTable) -> tuple[SourceTable, list[Issue]]:
    """Write the months and changes of numbered assessments into one cell for each row.

    Parameters
    ----------
    source : SourceTable
        With one row per line or patient.

    Returns
    -------
    tuple of SourceTable and list of Issue
        With ``target_changes`` in the place of the first of these columns, and a note. As it was
        where not every assessment has both columns, numbered from 1, or where that column is there
        already. Nothing is read here: what is no number is found by the checks.

    Examples
    --------
    >>> table = pd.DataFrame({"id": ["a", "b"], "assessment_1_months": ["1.8", ""],
    ...     "assessment_1_change": ["-12", ""], "assessment_2_months": ["3.7", ""],
    ...     "assessment_2_change": ["-45", ""]}, index=[2, 3])
    >>> gathered, notes = gather_assessments(SourceTable(name="wide.csv", table=table))
    >>> gathered.table.to_dict("list")
    {'id': ['a', 'b'], 'target_changes': ['1.8: -12; 3.7: -45', '']}
    >>> notes[0].code
    'assessments_gathered'
    """
    table = source.table
    pairs = _pairs(table)
    if not pairs or any(plain_header(header) == GATHERED for header in table):
        return source, []
    cells = pd.Series("", index=table.index)
    for months, change in pairs:
        # An assessment at which nothing was measured is none.
        entry = table[months] + ": " + table[change]
        told = cells.where(cells == "", cells + "; ") + entry
        cells = cells.mask(table[change] != "", told)
    headers = [header for pair in pairs for header in pair]
    place = min(map(list(table.columns).index, headers))
    gathered = table.drop(columns=headers)
    gathered.insert(place, GATHERED, cells)
    note = layout_note(
        "assessments_gathered",
        f"{format_count(len(headers), 'column')} of {source.name} were taken as the months from "
        "day 1 of the line, and the change of the target lesions in % of baseline, of "
        f"{format_count(len(pairs), 'assessment')}: they became one column, {GATHERED}.",
        "Check that the months count from day 1 of the line, and the changes from baseline.",
        column=GATHERED,
    )
    return replace(source, table=gathered), [note]


def _pairs(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Headers of months and of change of each assessment; none unless all have both."""
    found: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for header in map(str, table.columns):
        match = next((m for form in _FORMS if (m := form.fullmatch(plain_header(header)))), None)
        if match:
            what = "months" if match["months"] else "change"
            found[match["word"], int(match["number"])][what] = header
    words = {word for word, _ in found}
    numbers = sorted(number for _, number in found)
    is_whole = len(words) == 1 and numbers == list(range(1, len(numbers) + 1))
    if not is_whole or any(len(pair) < 2 for pair in found.values()):
        return []
    return [(pair["months"], pair["change"]) for _, pair in sorted(found.items())]
