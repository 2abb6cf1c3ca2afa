"""A forest as a table of text: subgroup, counts, estimate with its interval."""

from __future__ import annotations

from functools import partial

import pandas as pd

from imt_core.analyses.forest.forest import Forest, ForestRow
from imt_core.analyses.forest.rows import RESPONSE_MEASURES
from imt_core.cohort.schema import RESPONDERS
from imt_core.conventions.formatting import format_exact, format_rate_or_reason
from imt_core.reporting.tables.cells import Estimate, Quotient, TableValues
from imt_core.reporting.tables.counts import Count, CountId, Counts, Size, Text
from imt_core.reporting.tables.result_tables import ResultTable, ResultTables, result_tables


def format_forest_table(forest: Forest) -> pd.DataFrame:
    """One row for each subgroup, the overall row first.

    Parameters
    ----------
    forest : Forest

    Returns
    -------
    pandas.DataFrame
        Three columns of text; a rate that is not estimable is written with its reason.

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
            f"{forest.measure_label} ({forest.conventions.conf_label})",
        ),
        rows=tuple(
            (
                Text(row.name),
                Quotient(count=n_event, total=n),
                Estimate(
                    values=(row.estimate, row.conf_low, row.conf_high),
                    write=partial(format_rate_or_reason, reason=row.reason),
                    rests_on=(n, n_event),
                ),
            )
            for row, (n, n_event, _) in zip(forest.rows, _row_counts(forest), strict=True)
        ),
    )


def _row_counts(forest: Forest) -> list[tuple[Count, Count, CountId]]:
    """Of each row the denominator, the numerator, and the id of what is left."""
    rows = []
    for row in forest.rows:
        group = [(row.column, row.level)] if row.column and row.level else []
        cases = CountId(forest.unit).in_group(group)
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
        rows.append((Count(n, row.n), Count(n_event, row.n_event), rest))
    return rows


@result_tables.register
def _(forest: Forest) -> ResultTables:
    everyone = Size.of(_row_counts(forest)[0][0].id, forest.count)
    shown = ResultTable(
        name="forest", heading="Subgroups", values=forest_values(forest), numbers=forest.to_frame()
    )
    return ResultTables(tables=(shown,), size=everyone, counts=_counts(forest, everyone))


def _counts(forest: Forest, everyone: Size) -> Counts:
    counts, rows = Counts(), _row_counts(forest)
    counts.add_sizes(everyone)
    for n, n_event, _ in rows:
        counts.add(n, n_event)
    for n, n_event, rest in rows:
        counts.add_rest(n, n_event, rest)
    overall = rows[0]
    for column in dict.fromkeys(row.column for row in forest.rows[1:]):
        levels = [own for row, own in zip(forest.rows, rows, strict=True) if row.column == column]
        counts.add_sum(overall[0], [n for n, _, _ in levels])
        counts.add_sum(overall[1], [n_event for _, n_event, _ in levels])
    return counts


def format_counts(row: ForestRow) -> str:
    """Write numerator and denominator of a forest's row, such as ``10/21``.

    Examples
    --------
    >>> format_counts(ForestRow(column=None, level=None, heading="", label="Overall", n=21,
    ...     n_event=10, n_risk=None, estimate=10 / 21, conf_low=0.257, conf_high=0.702))
    '10/21'
    """
    return f"{row.n_event}/{row.n}"


def format_rate(row: ForestRow) -> str:
    """Write the rate of a forest's row with its interval, or why there is none.

    Examples
    --------
    >>> format_rate(ForestRow(column=None, level=None, heading="", label="Overall", n=2,
    ...     n_event=2, n_risk=0, estimate=0.0, conf_low=None, conf_high=None))
    '0.0% (limits not defined)'
    """
    return format_rate_or_reason(row.estimate, row.conf_low, row.conf_high, reason=row.reason)
