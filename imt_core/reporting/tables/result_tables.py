"""What a kind of result brings to every document: each module of tables registers its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import Final

import pandas as pd

from imt_core.analyses.incidence import IncidenceSummary
from imt_core.analyses.response import ResponseTable
from imt_core.analyses.spider import SpiderPlot
from imt_core.analyses.survival import SurvivalSummary
from imt_core.analyses.toxicity import ToxicityTable
from imt_core.analyses.waterfall import WaterfallPlot
from imt_core.cohort.counting import OVERLAP_MEANING
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_count
from imt_core.reporting.tables.cells import Shades, TableValues
from imt_core.reporting.tables.counts import Cell, Count, Counts, Seen, Size

SEVERAL_LINES: Final = "Patients with more than one line of a group"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ResultTable:
    """One table of a result.

    Parameters
    ----------
    name : str
        Short, for the name of a sheet.
    heading : str
        For a reader.
    values : TableValues or None
        Of what the screen shows; ``None`` for numbers without such a table.
    numbers : pandas.DataFrame or None
        Tidy and unformatted; ``None`` where another table of the result has them, or where small
        counts are masked.
    tells_one : bool
        Whether its cells are of one patient: it is left out where small counts are masked.
    rests_on : tuple of Cell
        Without all of which, in full, it is left out there too.
    lists_common : bool
        Whether what is rarer has no row in it: left out where another table tells what is.
    """

    name: str
    heading: str
    values: TableValues | None = None
    numbers: pd.DataFrame | None = None
    tells_one: bool = False
    rests_on: tuple[Cell, ...] = ()
    lists_common: bool = False

    @property
    def shown(self) -> pd.DataFrame | None:
        """As the screen shows it."""
        return None if self.values is None else self.values.to_frame()

    def may_be_told(self, seen: Seen) -> bool:
        """Whether it may stand where small counts are masked."""
        are_shown = (isinstance(cell.masked(seen), type(cell)) for cell in self.rests_on)
        is_alone = not (self.lists_common and seen.hides_rarer)
        return not self.tells_one and is_alone and all(are_shown)

    @property
    def shades(self) -> Shades | None:
        """How dark each cell is; ``None`` where none is shaded."""
        return None if self.values is None else self.values.shades


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """How numbers were made, under a heading.

    Parameters
    ----------
    heading, text : str
    masked : str or None
        In place of `text` beside masked tables, empty to say nothing; ``None`` where it tells no
        count. What is said, and that it is, must not depend on counts: with an empty `text` it
        stands beside masked tables alone.
    rests_on : tuple of Count
        The counts without which it is not told beside masked tables.
    tells_times : bool
        Whether it tells something of who had the event by a time.
    """

    heading: str
    text: str
    masked: str | None = None
    rests_on: tuple[Count, ...] = ()
    tells_times: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ResultTables:
    """A result as documents tell it.

    Parameters
    ----------
    tables : tuple of ResultTable
        None for a result of nobody.
    size : Size
        The cases it is made of.
    counts : Counts
        The counts in its tables, and the sums between them.
    facts : tuple of Fact
        Beside those that every result has.
    draws_cases : bool
        Whether its chart shows single cases or events.
    """

    tables: tuple[ResultTable, ...]
    size: Size
    counts: Counts
    facts: tuple[Fact, ...] = ()
    draws_cases: bool = False


@singledispatch
def result_tables(result: object) -> ResultTables:
    """Collect the tables of a result; each module of tables registers the result that it shows."""
    raise ImtError(
        f"results must be of a kind that tables know, but {type(result).__name__} was found. "
        "Leave this view out."
    )


def shared_patients_fact(
    result: (
        ResponseTable
        | WaterfallPlot
        | SpiderPlot
        | SurvivalSummary
        | IncidenceSummary
        | ToxicityTable
    ),
) -> tuple[Fact, ...]:
    """Say what was done about patients who count more than once, where there are groups."""
    if len(result.groups) < 2:
        return ()
    is_asked = result.grouping.n_shared_patients or result.overlap != "keep"
    text = OVERLAP_MEANING[result.overlap] if is_asked else "none"
    fact = Fact(
        heading="Patients in more than one group",
        text=text,
        # "None" would tell that nobody is.
        masked="patients with lines of several groups are counted in each of them"
        if result.overlap == "keep"
        else OVERLAP_MEANING[result.overlap],
    )
    repeated = result.grouping.n_repeated_patients
    if is_asked or not repeated:
        return (fact,)
    text = f"{format_count(repeated, 'patient')}, their lines counted one by one"
    return (fact, Fact(heading=SEVERAL_LINES, text=text, masked=""))
