"""The tables of a result without small counts: masked as values, written by the same formatter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from imt_core.cohort.counting import CaseCount
from imt_core.cohort.grouping import Grouping
from imt_core.reporting.masking.masking import MaskedCounts, mask
from imt_core.reporting.tables.counts import Counts, Size
from imt_core.reporting.tables.result_tables import ResultTable, ResultTables, result_tables

SAME_LINES: Final = (
    "The tables are left out: the subgroups hold the same lines, and counts of one less those of "
    "another would show what is withheld."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MaskedTables:
    """The tables of one result without small counts.

    Parameters
    ----------
    made : ResultTables
        Its tables are masked: those that the screen shows, without their unformatted numbers.
    count : str
        Lines and patients behind them, as far as they are shown.
    is_masked : bool
        Whether anything is withheld.
    withheld : str
        Why there is no table at all; empty where there is one.
    """

    made: ResultTables
    count: str
    is_masked: bool
    withheld: str = ""

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables of text, by name."""
        return {t.name: t.values.to_frame() for t in self.made.tables if t.values is not None}


def mask_tables(result: object, *, under: int) -> MaskedTables:
    """Write the tables of a result without small counts.

    Parameters
    ----------
    result : object
        Of a kind whose tables are registered with `result_tables`.
    under : int
        Counts of 1 to one less than this are small; at least 2.

    Returns
    -------
    MaskedTables

    Raises
    ------
    ImtError
        If `under` is less than 2, or the result is of another kind.

    Notes
    -----
    What a reader can subtract is known for each table: the levels of a variable add up to its
    denominator, groups to all, responses to the evaluable; events and those without one to the
    cases. Patients of groups that share some add up to at least all. A survival estimate is
    withheld where the events behind it are few, or where its group's counts are not shown. Of
    subgroups that hold the same lines there is no table: one less the other would be a count that
    no rule here protects.

    Examples
    --------
    >>> from imt_core.analyses.baseline import baseline_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("abcdefghij"), "line_number": [1.0] * 10,
    ...                       "sex": ["male"] * 7 + ["female"] * 3})
    >>> masked = mask_tables(baseline_table(Cohort(frame=frame, name="ten")), under=5)
    >>> masked.tables["baseline"]["All"].tolist(), masked.count
    (['10', '10', '–'], '10 lines in 10 patients')
    """
    made = result_tables(result)
    grouping: Grouping | None = getattr(result, "grouping", None)
    if grouping is not None and grouping.n_shared_patients and grouping.shared.n_lines:
        size = Counts()
        size.add_sizes(made.size)
        return MaskedTables(
            made=replace(made, tables=(), counts=size),
            count=_size(made.size, mask(size, under=under)),
            is_masked=True,
            withheld=SAME_LINES,
        )
    masked = mask(made.counts, under=under)
    tables = tuple(
        ResultTable(name=table.name, heading=table.heading, values=table.values.masked(masked))
        for table in made.tables
        if table.values is not None and not table.tells_one
    )
    return MaskedTables(
        made=replace(made, tables=tables),
        count=_size(made.size, masked),
        is_masked=any(state != "shown" for state in masked.states.values()),
    )


def _size(size: Size, masked: MaskedCounts) -> str:
    if masked.is_shown(size.lines, size.patients):
        return str(CaseCount(n_lines=size.lines.n, n_patients=size.patients.n))
    lines, patients = (masked.cell(count).text for count in (size.lines, size.patients))
    return f"{lines} lines in {patients} patients"
