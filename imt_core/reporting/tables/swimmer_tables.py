"""A swimmer plot's numbers, by lane and without the patients' identifiers."""

from __future__ import annotations

import pandas as pd

from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.cohort.schema import column_label
from imt_core.reporting.tables.counts import CountId, Counts, Size
from imt_core.reporting.tables.result_tables import ResultTable, ResultTables, result_tables


@result_tables.register
def _(plot: SwimmerPlot) -> ResultTables:
    named = (("bars", "Bars", plot.to_frame()), ("events", "Events", plot.markers_to_frame()))
    tables = (
        ResultTable(
            name=name, heading=heading, numbers=_with_labels(numbers.drop(columns="patient_id"))
        )
        for name, heading, numbers in named
        if len(numbers)
    )
    size, counts = Size.of(CountId("lines"), plot.count), Counts()
    counts.add_sizes(size)
    return ResultTables(
        tables=tuple(tables) if plot.lanes else (), size=size, counts=counts, draws_cases=True
    )


def format_segments(plot: SwimmerPlot) -> pd.DataFrame:
    """One row for each segment of a bar, under the names that a reader knows its columns by."""
    return _with_labels(plot.to_frame())


def _with_labels(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.rename(columns=column_label)
