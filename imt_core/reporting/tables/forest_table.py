"""A forest as a table of text: subgroup, counts, estimate with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from imt_core.analyses.forest.forest import Forest, ForestRow
from imt_core.analyses.forest.rows import RESPONSE_MEASURES
from imt_core.cohort.schema import RESPONDERS
from imt_core.conventions.formatting import format_events, format_exact, format_rate_or_reason
from imt_core.reporting.tables.cells import Estimate, Quotient, TableValues, without_last
from imt_core.reporting.tables.counts import Count, CountId, Counts, Size, Text
from imt_core.reporting.tables.result_tables import Fact, ResultTable, ResultTables, result_tables
from imt_core.reporting.tables.survival_tables import DIED

_FOLLOWED: Final = "still followed"


def format_forest_table(forest: Forest) -> pd.DataFrame:
    """One row for each subgroup, the overall row first.

    Parameters
    ----------
    forest : Forest

    Returns
    -------
    pandas.DataFrame
        Columns of text, with the patients who died where a death may be several events; a rate
        that is not estimable is written with its reason.

    Examples
    --------
    >>> from imt_core.analyses.forest.forest import subgroup_forest
    >>> from imt_core.cohort.example import example_cohort
    >>> shown = format_forest_table(subgroup_forest(example_cohort("abf"), columns=["sex"]))
    >>> shown.columns.tolist()
    ['Subgroup', 'n/N (responders/evaluable lines)', 'Overall response rate of evaluable (95% CI)']
    >>> shown.values.tolist()[1:]
    [['Sex: male', '2/2', '100.0% (15.8–100.0)'], ['Sex: female', '0/0', 'NE: no evaluable lines']]
    """
    return forest_values(forest).to_frame()


def forest_values(forest: Forest) -> TableValues:
    """One row for each subgroup, the overall row first."""
    return TableValues(
        columns=(
            "Subgroup",
            f"n/N ({forest.count_label})",
            *((DIED,) if forest.repeats_deaths else ()),
            f"{forest.measure_label} ({forest.conventions.conf_label})",
        ),
        rows=tuple(
            (
                Text(row.name),
                Quotient(count=own.n_event, total=own.n),
                *((own.died,) if own.died else ()),
                Estimate(
                    values=(row.estimate, row.conf_low, row.conf_high),
                    write=partial(format_rate_or_reason, reason=row.reason),
                    write_masked=partial(format_rate_or_reason, reason=without_last(row.reason)),
                    rests_on=(own.n, own.n_event, *own.told),
                ),
            )
            for row, own in zip(forest.rows, _row_counts(forest), strict=True)
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _RowCounts:
    """Of a row the denominator, the numerator, and the id of what is left."""

    n: Count
    n_event: Count
    rest: CountId
    died: Count | None = None
    """Patients, where one death may be several events."""
    told: tuple[Count, ...] = ()
    """Those still followed, whom a survival rate with its limits tells."""


def _row_counts(forest: Forest) -> list[_RowCounts]:
    rows = []
    for row in forest.rows:
        group = [(row.column, row.level)] if row.column and row.level else []
        cases, died = CountId(forest.unit).in_group(group), None
        told: tuple[Count, ...] = ()
        if isinstance(forest.measure, str):
            counted = RESPONSE_MEASURES[forest.measure]
            n = cases.having("best_response", *counted)
            n_event = n.having("best_response", *RESPONDERS)
            rest = n.having("best_response", *(x for x in counted if x not in RESPONDERS))
        else:
            endpoint, months = forest.measure
            by_then = ("event by", endpoint, format_exact(months))
            n = cases.having(("endpoint", endpoint), "event", "no event")
            n_event, rest = n.having(by_then, "yes"), n.having(by_then, "no")
            followed = min(row.n_risk or 0, row.n - row.n_event)
            told = (Count(rest.having((_FOLLOWED, *by_then[1:]), "yes"), followed),)
            if forest.repeats_deaths and row.n_died is not None:
                died = Count(n_event.patients, row.n_died)
        rows.append(
            _RowCounts(
                n=Count(n, row.n),
                n_event=Count(n_event, row.n_event),
                rest=rest,
                died=died,
                told=told,
            )
        )
    return rows


@result_tables.register
def _(forest: Forest) -> ResultTables:
    everyone = Size.of(_row_counts(forest)[0].n.id, forest.count)
    shown = ResultTable(
        name="forest", heading="Subgroups", values=forest_values(forest), numbers=forest.to_frame()
    )
    return ResultTables(
        tables=(shown,), size=everyone, counts=_counts(forest, everyone), facts=_facts(forest)
    )


def _facts(forest: Forest) -> tuple[Fact, ...]:
    if not forest.repeats_deaths:
        return ()
    counted = "a death counts with each line of the patient"
    events = format_events(forest.overall.n_event, forest.overall.n_died)
    return (Fact(heading="Events", text=f"{events}: {counted}", masked=counted),)


def _counts(forest: Forest, everyone: Size) -> Counts:
    counts, rows = Counts(), _row_counts(forest)
    counts.add_sizes(everyone)
    for row in rows:
        counts.add(row.n, row.n_event)
        counts.sizes.add(row.n.id)
    for row in rows:
        counts.add_rest(row.n, row.n_event, row.rest)
        for followed in row.told:
            counts.add_told(followed)
            (still,) = (s for s, _ in followed.id.where if s[0] == _FOLLOWED)
            censored = row.rest.having(still, "no")
            counts.add_rest(Count(row.rest, row.n.n - row.n_event.n), followed, censored)
        if row.died:
            counts.add(row.died)
            counts.at_most.append((row.died.id, row.n_event.id))
    overall = rows[0]
    if forest.repeats_deaths:
        counts.fewer.append((everyone.patients.id, everyone.lines.id))
    elif forest.overall.n_died is not None:
        # Else a column would tell the distinct deaths.
        counts.add_sum(everyone.lines, [everyone.patients])
    if overall.died:
        counts.add_rest(everyone.patients, overall.died, overall.rest.patients)
    for column in dict.fromkeys(row.column for row in forest.rows[1:]):
        levels = [own for row, own in zip(forest.rows, rows, strict=True) if row.column == column]
        counts.add_sum(overall.n, [level.n for level in levels])
        counts.add_sum(overall.n_event, [level.n_event for level in levels])
        _add_deaths(counts, column, overall.died, [level.died for level in levels if level.died])
    return counts


def _add_deaths(
    counts: Counts, column: str | None, overall: Count | None, levels: Sequence[Count]
) -> None:
    """Say how the deaths of a column's levels hang together: whom they share is in each."""
    if overall is None or column is None or not levels:
        return
    in_each = overall.id.having(("in each group", column), "counted")
    each = Count(in_each, sum(level.n for level in levels))
    counts.add(each, unseen=True)
    counts.add_sum(each, levels)
    counts.at_most += [(overall.id, in_each), *((level.id, overall.id) for level in levels)]


def format_counts(row: ForestRow, *, tells_died: bool = False) -> str:
    """Write numerator and denominator of a forest's row, such as ``10/21``; who died beside them.

    Examples
    --------
    >>> format_counts(ForestRow(column=None, level=None, heading="", label="Overall", n=21,
    ...     n_event=10, n_risk=None, estimate=10 / 21, conf_low=0.257, conf_high=0.702))
    '10/21'
    """
    died = f" ({row.n_died} died)" if tells_died else ""
    return f"{row.n_event}/{row.n}{died}"


def read_as_rates(forest: Forest) -> list[ForestRow]:
    """The subgroups of which a percentage can be read, from the lowest to the highest."""
    rows = [row for row in forest.rows[1:] if row.estimate is not None and not row.is_small]
    return sorted(rows, key=lambda row: row.estimate or 0.0)


def format_rate(row: ForestRow) -> str:
    """Write the rate of a forest's row with its interval, or why there is none.

    Examples
    --------
    >>> format_rate(ForestRow(column=None, level=None, heading="", label="Overall", n=2,
    ...     n_event=2, n_risk=0, estimate=0.0, conf_low=None, conf_high=None))
    '0.0% (NE–NE)'
    """
    return format_rate_or_reason(row.estimate, row.conf_low, row.conf_high, reason=row.reason)
