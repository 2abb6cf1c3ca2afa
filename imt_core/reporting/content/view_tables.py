"""The tables of a view: as the screen shows them, and as tidy unformatted numbers."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from imt_core.analyses.baseline import BaselineTable
from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.forest.forest import Forest
from imt_core.analyses.response import ResponseTable
from imt_core.analyses.survival import SurvivalSummary
from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.reporting.masking.masked_tables import MaskedTables, mask_tables
from imt_core.reporting.tables.baseline_tables import (
    format_baseline_table,
    format_quartiles_table,
    format_rates_table,
    format_response_table,
    format_survival_table,
)
from imt_core.reporting.tables.forest_table import format_forest_table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ViewTable:
    """One table of a view.

    Parameters
    ----------
    name : str
        Short, for the name of a sheet.
    heading : str
        For a reader.
    shown : pandas.DataFrame or None
        As the screen shows it; ``None`` for numbers without such a table.
    numbers : pandas.DataFrame or None
        Tidy and unformatted; ``None`` where another table of the view has them, or where small
        counts are masked.
    """

    name: str
    heading: str
    shown: pd.DataFrame | None
    numbers: pd.DataFrame | None


def view_tables(view: ComputedView) -> tuple[ViewTable, ...]:
    """Collect the tables of a view.

    Parameters
    ----------
    view : ComputedView

    Returns
    -------
    tuple of ViewTable
        A swimmer plot has numbers only, by lane and without the patients' identifiers; a result of
        nobody has none.

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "os_months": [6.0, 10.0], "os_event": [1.0, 0.0]})
    >>> cohort = Cohort(frame=frame, name="two")
    >>> view = compute_view(cohort, ViewRequest(kind="survival", endpoint="os"))
    >>> [table.name for table in view_tables(view)]
    ['summary', 'rates', 'quartiles', 'curves']
    >>> nobody = compute_view(Cohort(frame=frame.head(0), name="none"), view.request)
    >>> view_tables(nobody)
    ()
    """
    result = view.result
    if isinstance(result, BaselineTable):
        return (_table("baseline", "Baseline table", format_baseline_table(result), result),)
    if isinstance(result, ResponseTable):
        if not result.groups:
            return ()
        return (_table("response", "Best response", format_response_table(result), result),)
    if isinstance(result, Forest):
        return (_table("forest", "Subgroups", format_forest_table(result), result),)
    if isinstance(result, SwimmerPlot):
        return _swimmer_tables(result) if result.lanes else ()
    return _survival_tables(result) if result.groups else ()


def _table(
    name: str,
    heading: str,
    shown: pd.DataFrame,
    result: BaselineTable | ResponseTable | Forest | SurvivalSummary,
) -> ViewTable:
    return ViewTable(name=name, heading=heading, shown=shown, numbers=result.to_frame())


def _survival_tables(summary: SurvivalSummary) -> tuple[ViewTable, ...]:
    tables = [_table("summary", "Events and medians", format_survival_table(summary), summary)]
    if summary.groups[0].rates:
        tables.append(
            ViewTable(
                name="rates",
                heading="Survival rates",
                shown=format_rates_table(summary),
                numbers=summary.rates_to_frame(),
            )
        )
    # Their numbers stand beside the medians.
    quartiles = format_quartiles_table(summary)
    tables += [
        ViewTable(name="quartiles", heading="Quartiles", shown=quartiles, numbers=None),
        ViewTable(
            name="curves",
            heading="Steps of the curves and numbers at risk",
            shown=None,
            numbers=summary.curves_to_frame(),
        ),
    ]
    if summary.test is not None:
        numbers = summary.test_to_frame()
        tables.append(ViewTable(name="test", heading="Test", shown=None, numbers=numbers))
    return tuple(tables)


def _swimmer_tables(plot: SwimmerPlot) -> tuple[ViewTable, ...]:
    named = (("bars", "Bars", plot.to_frame()), ("events", "Events", plot.markers_to_frame()))
    return tuple(
        ViewTable(
            name=name, heading=heading, shown=None, numbers=numbers.drop(columns="patient_id")
        )
        for name, heading, numbers in named
        if len(numbers)
    )


def masked_view_tables(
    view: ComputedView, *, under: int
) -> tuple[tuple[ViewTable, ...], MaskedTables | None]:
    """Collect the tables of a view without small counts, and what was done.

    Parameters
    ----------
    view : ComputedView
    under : int
        Counts of 1 to one less than this are small; at least 2.

    Returns
    -------
    tuple of (tuple of ViewTable, MaskedTables or None)
        Tables as on the screen without their unformatted numbers. A swimmer plot, each lane of
        which is one case, has none.

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "best_response": ["PR", "SD"],
    ...                       "line_number": [1.0, 1.0], "pfs_months": [3.0, 4.0]})
    >>> view = compute_view(Cohort(frame=frame, name="two"), ViewRequest(kind="response"))
    >>> (table,), masked = masked_view_tables(view, under=5)
    >>> table.shown["All"].tolist()[:3], table.numbers is None, masked.count
    (['<5', '<5', '<5'], True, '<5 lines in <5 patients')
    >>> masked_view_tables(compute_view(Cohort(frame=frame, name="two"),
    ...                                 ViewRequest(kind="swimmer")), under=5)
    ((), None)
    """
    tables = view_tables(view)
    if not tables or isinstance(view.result, SwimmerPlot):
        return (), None
    masked = mask_tables(view.result, under=under)
    kept = tuple(
        ViewTable(
            name=table.name, heading=table.heading, shown=masked.tables[table.name], numbers=None
        )
        for table in tables
        if table.shown is not None
    )
    return kept, masked
