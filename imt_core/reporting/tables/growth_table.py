"""The growth modulation index as a table: the share above 1.33, its bounds, and the median."""

from __future__ import annotations

import pandas as pd

from imt_core.analyses.growth_modulation import NOT_TESTED, THRESHOLD, GrowthModulation
from imt_core.conventions.formatting import NOT_REACHED, format_estimate, format_number
from imt_core.reporting.tables.cells import (
    HALVES,
    QUARTERS,
    Quantiles,
    Share,
    TableValues,
    without_ends,
)
from imt_core.reporting.tables.counts import Cell, Count, CountId, Counts, Size, Text
from imt_core.reporting.tables.result_tables import Fact, ResultTable, ResultTables, result_tables

_ENDS = {"above": ("event", "no event"), "open": ("no event",), "not above": ("event",)}
"""Of each state how the later line may have ended."""
_STATES = tuple(_ENDS)


def _subject(result: GrowthModulation) -> tuple[str, ...]:
    return ("growth modulation", result.before)


def _ending(cases: CountId, *how: str) -> CountId:
    """Some pairs, of which the later line has a PFS that ended so."""
    # A patient's first pair is not of the first line of the patient that has a PFS.
    return cases if cases.unit == "patients" else cases.having(("endpoint", "pfs"), *how)


def _counts_of(result: GrowthModulation) -> tuple[CountId, dict[str, Count]]:
    """The pairs, and how many are above the threshold, still open, and not above it."""
    subject = _subject(result)
    cases = _ending(CountId(result.unit).having(subject, *_STATES), *_ENDS["above"])
    n_above, n_open = result.at_least.n_success, result.at_most.n_success
    n = (n_above, n_open - n_above, len(result.pairs) - n_open)
    return cases, {
        state: Count(_ending(cases.having(subject, state), *_ENDS[state]), count)
        for state, count in zip(_STATES, n, strict=True)
    }


def growth_values(result: GrowthModulation) -> TableValues:
    """The share of ratios above the threshold, its highest bound, and the median ratio."""
    cases, states = _counts_of(result)
    total = Count(cases, len(result.pairs))
    most = Count(cases.having(_subject(result), "above", "open"), result.at_most.n_success)
    label = result.conventions.conf_label
    ratio = result.median
    told = format_median_ratio(ratio.estimate, ratio.conf_low, ratio.conf_high)
    alone = without_ends(format_number(ratio.estimate, decimals=2, missing=NOT_REACHED))
    median = Quantiles(
        text=told,
        told=((QUARTERS, told), (HALVES, alone)),
        n=total.n,
        rests_on=(total, *states.values()),
    )
    rows: tuple[tuple[str, Cell], ...] = (
        (
            f"Above {THRESHOLD}, at least (censored below it: not above)",
            Share(count=states["above"], total=total, rate=result.at_least),
        ),
        (
            f"Above {THRESHOLD}, at most (censored below it: above)",
            Share(count=most, total=total, rate=result.at_most),
        ),
        ("Median ratio (Kaplan-Meier)", median),
    )
    return TableValues(
        columns=("Growth modulation index", f"Pairs ({label})"),
        rows=tuple((Text(name), cell) for name, cell in rows),
    )


def format_median_ratio(estimate: float | None, low: float | None, high: float | None) -> str:
    """Write the median ratio with its limits; NE where there is none.

    Examples
    --------
    >>> format_median_ratio(1.77, 0.37, None), format_median_ratio(1.5, None, None)
    ('1.77 (0.37–NE)', '1.50 (NE–NE)')
    """
    return format_estimate(estimate, low, high, decimals=2, missing=NOT_REACHED)


def format_growth_table(result: GrowthModulation) -> pd.DataFrame:
    """Three rows: the share above 1.33 at least and at most, and the median ratio.

    Examples
    --------
    >>> from imt_core.analyses.growth_modulation import growth_modulation
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("aabb"), "line_number": [1.0, 2, 1, 2],
    ...     "pfs_months": [4.0, 6.0, 5.0, 3.0], "pfs_event": [1.0, 1.0, 1.0, 0.0]})
    >>> result = growth_modulation(Cohort(frame=frame, name="four lines"))
    >>> format_growth_table(result)["Pairs (95% CI)"].tolist()
    ['1/2 (1.3–98.7%)', '2/2 (15.8–100.0%)', '1.50 (NE–NE)']
    """
    return growth_values(result).to_frame()


@result_tables.register
def _(result: GrowthModulation) -> ResultTables:
    cases, states = _counts_of(result)
    size, counts = Size.of(cases, result.count), Counts()
    counts.add_sizes(size)
    counts.add(*states.values())
    counts.add_sum(size.lines, states.values())
    most = Count(cases.having(_subject(result), "above", "open"), result.at_most.n_success)
    counts.add(most)
    counts.add_sum(most, (states["above"], states["open"]))
    share = ResultTable(
        name="growth",
        heading="Share above 1.33",
        values=growth_values(result),
        numbers=result.shares_to_frame(),
    )
    pairs = ResultTable(
        name="pairs",
        heading="Pairs of successive lines",
        numbers=result.to_frame().drop(columns="patient_id", errors="ignore"),
    )
    return ResultTables(
        tables=(share, pairs) if result.pairs else (),
        size=size,
        counts=counts,
        facts=(Fact(heading="Comparison", text=NOT_TESTED),),
        draws_cases=True,
    )
