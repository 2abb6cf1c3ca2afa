"""The lines of a baseline table as papers print them: which rows stand, and under which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from imt_core.analyses.baseline import BaselineTable, BaselineVariable, CountCell
from imt_core.cohort.labels import level_phrase, level_text
from imt_core.cohort.schema import COLUMN_BY_NAME, is_known_level
from imt_core.conventions.formatting import EN_DASH

INDENT: Final = 4 * "\N{NO-BREAK SPACE}"
"""Before a level that stands below its variable, in whatever program."""

_NUMBERS: Final = ("1", "0")
"""Of a scale, as the ECOG status, there may be others: both are named."""

_OPPOSITES: Final = frozenset(
    {
        ("yes", "no"),
        ("y", "n"),
        ("true", "false"),
        _NUMBERS,
        ("positive", "negative"),
        ("pos", "neg"),
        ("+", "-"),
        ("present", "absent"),
        ("male", "female"),
        ("m", "f"),
        ("ja", "nein"),
        ("ja", "nee"),
        ("si", "no"),
        ("sì", "no"),
        ("sí", "no"),
        ("oui", "non"),
        ("tak", "nie"),
    }
)
"""Pairs of which one tells the other; the first is the one that is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineLine:
    """One line.

    Parameters
    ----------
    text : str
        What stands first in it.
    variable : BaselineVariable
    row : int or None
        The table's row whose numbers follow; ``None`` for the heading of a variable.
    is_below : bool
        Whether it is a level below its variable's name.
    """

    text: str
    variable: BaselineVariable
    row: int | None
    is_below: bool = False


def baseline_lines(table: BaselineTable) -> tuple[BaselineLine, ...]:
    """Lay the rows of a baseline table out.

    Notes
    -----
    A level that nobody in the table has gets no line, and of two levels that tell one another the
    first alone has one: both rules look at which levels there are, never at how many cases have
    them. Empty cells, and levels that say "unknown", always have a line of their own.

    Examples
    --------
    >>> from imt_core.analyses.baseline import baseline_table
    >>> from imt_core.cohort.example import example_cohort
    >>> [line.text for line in baseline_lines(baseline_table(example_cohort()))]
    ['Age (years), median (Q1–Q3)', 'Sex: male']
    """
    lines: list[BaselineLine] = []
    for variable, places in groupby(range(len(table.rows)), lambda at: table.rows[at].variable):
        lines += _lines(table, variable, [*places])
    return tuple(lines)


def is_of_nobody(cells: Sequence[object]) -> bool:
    """Whether a row counts no case in any column."""
    return all(isinstance(cell, CountCell) and cell.count == 0 for cell in cells)


def _lines(
    table: BaselineTable, variable: BaselineVariable, places: Sequence[int]
) -> Iterator[BaselineLine]:
    label = table.rows[places[0]].label
    if variable.statistic != "count":
        how = f"Q1{EN_DASH}Q3" if variable.statistic == "median_iqr" else "range"
        yield BaselineLine(text=f"{label}, median ({how})", variable=variable, row=places[0])
        return
    if variable.within:
        label += f" within {level_phrase(*variable.within)}"
    there = [at for at in places if not is_of_nobody(table.rows[at].cells)]
    words = {at: level_text(variable.column, table.rows[at].level or "") for at in there}
    known = [at for at in there if is_known_level(table.rows[at].level or "")]
    alone = _alone(variable, {at: words[at] for at in known or there})
    if alone is None:
        yield BaselineLine(text=label, variable=variable, row=None)
        below = there
    else:
        told = [words[alone], *(words[at] for at in known if at != alone)]
        is_plain = len(told) == 1 or (_tell_each_other(*told) and tuple(told) != _NUMBERS)
        text = f"{label}: {told[0]}" + ("" if is_plain else f" (otherwise {told[1]})")
        yield BaselineLine(text=text, variable=variable, row=alone)
        below = [at for at in there if at not in (alone, *known)]
    for at in below:
        yield BaselineLine(text=INDENT + words[at], variable=variable, row=at, is_below=True)


def _alone(variable: BaselineVariable, words: Mapping[int, str]) -> int | None:
    """The level that stands for its variable; ``None`` where all must be listed."""
    places = [*words]
    if len(places) == 1:
        return places[0]
    if len(places) != 2:
        return None
    for first, second in (places, reversed(places)):
        if _tell_each_other(words[first], words[second]):
            return first
    return places[0] if variable.column not in COLUMN_BY_NAME else None


def _tell_each_other(first: str, second: str) -> bool:
    return (first.casefold(), second.casefold()) in _OPPOSITES
