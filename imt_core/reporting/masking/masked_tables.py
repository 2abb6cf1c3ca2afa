"""The tables of the screen with small counts masked, each by what its reader knows of its sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from imt_core.analyses.baseline import BaselineTable, CountCell
from imt_core.analyses.forest.forest import Forest
from imt_core.analyses.response import ResponseTable
from imt_core.analyses.survival import GroupSurvival, SurvivalSummary
from imt_core.cohort.counting import CaseCount, Unit
from imt_core.cohort.schema import EVALUABLE_RESPONSES
from imt_core.conventions.formatting import EN_DASH
from imt_core.reporting.masking.disclosure import Counts
from imt_core.reporting.masking.masking import MaskedCounts, mask
from imt_core.reporting.tables.baseline_tables import (
    format_baseline_table,
    format_quartiles_table,
    format_rates_table,
    format_response_table,
    format_survival_table,
)
from imt_core.reporting.tables.forest_table import format_forest_table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MaskedTables:
    """The tables of one view without small counts.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        By the name that `view_tables` gives them.
    count : str
        Lines and patients behind the view, as far as they are shown.
    is_masked : bool
        Whether anything is withheld.
    """

    tables: dict[str, pd.DataFrame]
    count: str
    is_masked: bool


def mask_tables(
    result: BaselineTable | ResponseTable | SurvivalSummary | Forest, *, under: int
) -> MaskedTables:
    """Write the tables of a result without small counts.

    Parameters
    ----------
    result : BaselineTable, ResponseTable, SurvivalSummary or Forest
    under : int
        Counts of 1 to one less than this are small; at least 2.

    Returns
    -------
    MaskedTables

    Raises
    ------
    ImtError
        If `under` is less than 2.

    Notes
    -----
    What a reader can subtract is known for each table: the levels of a variable add up to its
    denominator, groups to all, responses to the evaluable; events and those without one to the
    cases. Patients of groups that share some add up to at least all. A survival estimate is
    withheld where the events behind it are few, or where its group's counts are not shown.

    Examples
    --------
    >>> from imt_core.analyses.baseline import baseline_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("abcdefghij"), "line_number": [1.0] * 10,
    ...                       "sex": ["male"] * 7 + ["female"] * 3})
    >>> masked = mask_tables(baseline_table(Cohort(frame=frame, name="ten")), under=5)
    >>> masked.tables["baseline"]["All"].tolist(), masked.count
    (['10', '10', '–', '<5'], '10 lines in 10 patients')
    """
    if isinstance(result, BaselineTable):
        if not result.groups:
            shown = format_baseline_table(result)
            return MaskedTables(
                tables={"baseline": shown}, count=str(result.count), is_masked=False
            )
        return _mask_baseline(result, under)
    if isinstance(result, ResponseTable):
        return _mask_response(result, under)
    if isinstance(result, SurvivalSummary):
        return _mask_survival(result, under)
    return _mask_forest(result, under)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Size:
    """Positions of a group's lines and patients."""

    lines: int
    patients: int


def _add_size(counts: Counts, count: CaseCount, unit: Unit) -> _Size:
    lines = counts.add(count.n_lines, size=True)
    patients = counts.add(count.n_patients, size=True)
    if unit == "patients":
        counts.add_sum(lines, [patients])
    else:
        counts.at_most.append((patients, lines))
    return _Size(lines=lines, patients=patients)


def _add_all(counts: Counts, sizes: Sequence[_Size], together: _Size, unit: Unit) -> None:
    """Groups add up to all; patients whom groups share are counted in each of them."""
    counts.add_sum(together.lines, [size.lines for size in sizes])
    parts = [size.patients for size in sizes]
    if unit == "patients":
        counts.add_sum(together.patients, parts)
    else:
        n_each = counts.add(sum(counts.values[i] for i in parts), unseen=True)
        counts.add_sum(n_each, parts)
        counts.at_most.append((together.patients, n_each))


def _count(masked: MaskedCounts, size: _Size) -> str:
    if masked.is_shown(size.lines, size.patients):
        return str(
            CaseCount(n_lines=masked.values[size.lines], n_patients=masked.values[size.patients])
        )
    return f"{masked.text(size.lines)} lines in {masked.text(size.patients)} patients"


def _result(masked: MaskedCounts, together: _Size, tables: dict[str, pd.DataFrame]) -> MaskedTables:
    return MaskedTables(
        tables=tables,
        count=_count(masked, together),
        is_masked=any(state != "shown" for state in masked.states),
    )


def _mask_baseline(table: BaselineTable, under: int) -> MaskedTables:
    counts = Counts()
    sizes = [_add_size(counts, group.count, table.unit) for group in table.groups]
    if len(sizes) > 1:
        _add_all(counts, sizes[:-1], sizes[-1], table.unit)
    cells = [
        [
            counts.add(cell.count if isinstance(cell, CountCell) else cell.n_missing)
            for cell in row.cells
        ]
        for row in table.rows
    ]
    recorded: dict[tuple[int, int], int] = {}
    denominators: dict[tuple[int, int], int] = {}
    position_of = {
        (row.variable.column, row.level): places
        for row, places in zip(table.rows, cells, strict=True)
        if row.variable.within is None
    }
    for variable, group in groupby(range(len(table.rows)), lambda at: table.rows[at].variable):
        rows = list(group)
        for column, size in enumerate(sizes):
            if variable.statistic != "count":
                recorded[rows[0], column] = counts.add_rest(size.lines, cells[rows[0]][column])
                continue
            total = size.lines
            if variable.within is not None:
                known = position_of.get(variable.within)
                cell = table.rows[rows[0]].cells[column]
                n = cell.total if isinstance(cell, CountCell) else 0
                total = counts.add(n, unseen=True) if known is None else known[column]
            counts.add_sum(total, [cells[row][column] for row in rows])
            denominators.update({(row, column): total for row in rows})
    if len(sizes) > 1:
        for places in cells:
            counts.add_sum(places[-1], places[:-1])
    masked = mask(counts, under=under)
    shown = format_baseline_table(table)
    for column, size in enumerate(sizes):
        shown.iloc[0, column + 1] = masked.text(size.lines)
        shown.iloc[1, column + 1] = masked.text(size.patients)
        for row, places in enumerate(cells):
            at = (row + len(shown) - len(cells), column + 1)
            place, text = places[column], str(shown.iloc[at])
            if (row, column) in denominators:
                if not masked.is_shown(place, denominators[row, column]):
                    shown.iloc[at] = masked.text(place)
            else:
                few = 0 < masked.values[recorded[row, column]] < under
                shown.iloc[at] = _number(text, masked.text(place), few=few)
    return _result(masked, sizes[-1], {"baseline": shown})


def _number(text: str, n_missing: str, *, few: bool) -> str:
    """A median with how many are not recorded; the median of a few values tells them."""
    numbers, comma, _ = text.partition(", ")
    numbers = EN_DASH if few else numbers
    return f"{numbers}, {n_missing} not recorded" if comma or n_missing != "0" else numbers


def _mask_response(table: ResponseTable, under: int) -> MaskedTables:
    counts = Counts()
    together = _add_size(counts, table.count, table.unit)
    sizes = [_add_size(counts, group.count, table.unit) for group in table.groups]
    _add_all(counts, sizes, together, table.unit)
    columns = []
    for group, size in zip(table.groups, sizes, strict=True):
        levels = [counts.add(group.counts[level]) for level in EVALUABLE_RESPONSES]
        evaluable = counts.add(group.n_evaluable)
        responders, controlled = counts.add(group.orr.n_success), counts.add(group.dcr.n_success)
        others = [counts.add(n) for n in (group.n_not_evaluable, group.n_not_recorded)]
        counts.add_sum(evaluable, levels)
        counts.add_sum(size.lines, [evaluable, *others])
        counts.add_sum(responders, levels[:2])
        counts.add_sum(controlled, [responders, levels[2]])
        counts.add_rest(evaluable, responders)
        columns.append(
            (size.lines, size.patients, evaluable, *levels, responders, controlled, *others)
        )
    masked = mask(counts, under=under)
    shown = format_response_table(table)
    for number, (group, places) in enumerate(zip(table.groups, columns, strict=True), start=1):
        evaluable = places[2]
        for row, place in enumerate(places):
            of = evaluable if 3 <= row <= 8 else place
            if not masked.is_shown(place, of):
                shown.iloc[row, number] = masked.text(place)
            elif row == 9 and any(0 < n < under for _, n in group.not_evaluable):
                # The reasons would be small counts.
                shown.iloc[row, number] = masked.text(place)
    return _result(masked, together, {"response": shown})


def _mask_survival(summary: SurvivalSummary, under: int) -> MaskedTables:
    counts = Counts()
    together = _add_size(counts, summary.count, summary.unit)
    sizes = [_add_size(counts, group.count, summary.unit) for group in summary.groups]
    _add_all(counts, sizes, together, summary.unit)
    events = [counts.add(group.n_event) for group in summary.groups]
    for size, n_event in zip(sizes, events, strict=True):
        counts.add_rest(size.lines, n_event)
    masked = mask(counts, under=under)
    shown, quartiles = format_survival_table(summary), format_quartiles_table(summary)
    rates = format_rates_table(summary)
    shown = shown.astype(object)
    for row, (group, size, n_event) in enumerate(zip(summary.groups, sizes, events, strict=True)):
        for column, place in enumerate((size.lines, size.patients, n_event), start=1):
            if not masked.is_shown(place):
                shown.iloc[row, column] = masked.text(place)
        if not masked.is_shown(size.lines, n_event):
            shown.iloc[row, 4:] = EN_DASH
            quartiles.iloc[row, 1:] = EN_DASH
        stands = _rates_that_stand(group, under) if masked.is_shown(size.lines, n_event) else ()
        for column, rate in enumerate(group.rates, start=1):
            text = str(rates.iloc[row, column])
            # The numbers at risk would tell, by what they lose from one time to the next.
            kept = text.rpartition(", ")[0] if text.endswith("at risk") else text
            rates.iloc[row, column] = kept if rate.months in stands else EN_DASH
    tables = {"summary": shown, "rates": rates, "quartiles": quartiles}
    return _result(masked, together, tables)


def _rates_that_stand(group: GroupSurvival, under: int) -> set[float]:
    """Months of the rates between which, and after which, there is no small number of events."""
    stands: set[float] = set()
    told = 0
    for rate in sorted(group.rates, key=lambda rate: rate.months):
        n_before = int(group.curve.n_event[group.curve.time <= rate.months].sum())
        small = (0 < n < under for n in (n_before - told, group.n_event - n_before))
        if not any(small):
            stands.add(rate.months)
            told = n_before
    return stands


def _mask_forest(forest: Forest, under: int) -> MaskedTables:
    counts = Counts()
    together = _add_size(counts, forest.count, forest.unit)
    places = [(counts.add(row.n), counts.add(row.n_event)) for row in forest.rows]
    counts.add_sum(together.lines, [places[0][0]])
    for n, n_event in places:
        counts.add_rest(n, n_event)
    for column in dict.fromkeys(row.column for row in forest.rows[1:]):
        levels = [
            place
            for row, place in zip(forest.rows, places, strict=True)
            if row.column == column and not row.is_overall
        ]
        for part in (0, 1):
            counts.add_sum(places[0][part], [level[part] for level in levels])
    masked = mask(counts, under=under)
    shown = format_forest_table(forest)
    for row, (n, n_event) in enumerate(places):
        shown.iloc[row, 1] = f"{masked.text(n_event)}/{masked.text(n)}"
        if not masked.is_shown(n, n_event):
            shown.iloc[row, 2] = EN_DASH
    return _result(masked, together, {"forest": shown})
