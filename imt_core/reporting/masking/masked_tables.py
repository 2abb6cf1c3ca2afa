"""The tables of a result without small counts: masked as values, written by the same formatter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from imt_core.cohort.counting import CaseCount
from imt_core.reporting.masking.masking import MaskedCounts, holds_the_same_lines, masked_counts
from imt_core.reporting.tables.counts import Size
from imt_core.reporting.tables.result_tables import Fact, ResultTable, ResultTables, result_tables
from imt_core.reporting.tables.survival_tables import HAZARD_RATIO

RARER_TERMS: Final = (
    "The terms are left out: another view of this document tells which are rarer than those that "
    "would be listed."
)
_WITHHELD: Final = "withheld, as are counts that it rests on"

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
        Why a table is left out whatever it counts; empty where none is.
    """

    made: ResultTables
    count: str
    is_masked: bool
    withheld: str = ""

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables of text, by name."""
        return {t.name: t.values.to_frame() for t in self.made.tables if t.values is not None}


def mask_tables(result: object, masked: MaskedCounts) -> MaskedTables:
    """Write the tables of a result without small counts.

    Parameters
    ----------
    result : object
        Of a kind whose tables are registered with `result_tables`.
    masked : MaskedCounts
        What its document shows of each count.

    Returns
    -------
    MaskedTables

    Raises
    ------
    ImtError
        If the result is of another kind.

    Notes
    -----
    An estimate is withheld where a count that it tells is, and so is a comparison. Of subgroups
    that hold the same lines there is no table.

    Examples
    --------
    >>> from imt_core.analyses.baseline import baseline_table
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.reporting.masking.masking import mask_results
    >>> frame = pd.DataFrame({"patient_id": list("abcdefghij"), "line_number": [1.0] * 10,
    ...                       "sex": ["male"] * 7 + ["female"] * 3})
    >>> ten = baseline_table(Cohort(frame=frame, name="ten"))
    >>> (decided,) = mask_results([(masked_counts(ten), None)], under=5)
    >>> masked = mask_tables(ten, decided)
    >>> masked.tables["baseline"]["All"].tolist(), masked.count
    (['10', '10', '–'], '10 lines in 10 patients')
    """
    made = result_tables(result)
    if holds_the_same_lines(result):
        return MaskedTables(
            made=replace(made, tables=(), counts=masked_counts(result)),
            count=_size(made.size, masked),
            is_masked=True,
            withheld=SAME_LINES,
        )
    tables = tuple(
        ResultTable(name=table.name, heading=table.heading, values=table.values.masked(masked))
        for table in made.tables
        if table.values is not None and table.may_be_told(masked)
    )
    leaves_terms = masked.hides_rarer and getattr(result, "least", 1) > 1
    return MaskedTables(
        withheld=RARER_TERMS if leaves_terms else "",
        made=replace(made, tables=tables, facts=_facts(made.facts, masked)),
        count=_size(made.size, masked),
        is_masked=any(
            state != "shown"
            for count, state in masked.states.items()
            if count not in made.counts.unseen or count in made.counts.told
        ),
    )


def _facts(facts: Sequence[Fact], masked: MaskedCounts) -> tuple[Fact, ...]:
    """What may be told; of a comparison that may not, that it is withheld, whether made or not."""
    told = []
    for fact in facts:
        if masked.is_shown(*fact.rests_on) and not (fact.tells_times and masked.hides_times):
            told.append(fact)
        elif fact.heading != HAZARD_RATIO:
            told.append(replace(fact, masked=_WITHHELD))
    return tuple(told)


def _size(size: Size, masked: MaskedCounts) -> str:
    if masked.is_shown(size.lines, size.patients):
        return str(CaseCount(n_lines=size.lines.n, n_patients=size.patients.n))
    lines, patients = (masked.cell(count).text for count in (size.lines, size.patients))
    return f"{lines} lines in {patients} patients"
