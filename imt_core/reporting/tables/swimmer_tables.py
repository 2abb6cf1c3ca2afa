"""A swimmer plot's numbers, by lane and without the patients' identifiers."""

from __future__ import annotations

from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.reporting.tables.counts import CountId, Counts, Size
from imt_core.reporting.tables.result_tables import ResultTable, ResultTables, result_tables


@result_tables.register
def _(plot: SwimmerPlot) -> ResultTables:
    named = (("bars", "Bars", plot.to_frame()), ("events", "Events", plot.markers_to_frame()))
    tables = (
        ResultTable(name=name, heading=heading, numbers=numbers.drop(columns="patient_id"))
        for name, heading, numbers in named
        if len(numbers)
    )
    size, counts = Size.of(CountId("lines"), plot.count), Counts()
    counts.add_sizes(size)
    return ResultTables(
        tables=tuple(tables) if plot.lanes else (), size=size, counts=counts, draws_cases=True
    )
