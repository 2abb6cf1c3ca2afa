"""The tables of a view: as the screen shows them, and as tidy unformatted numbers."""

from __future__ import annotations

from imt_core.analyses.computed_view import ComputedView
from imt_core.reporting.masking.masked_tables import MaskedTables, mask_tables
from imt_core.reporting.masking.masking import mask_views
from imt_core.reporting.tables.result_tables import ResultTable, result_tables


def view_tables(view: ComputedView) -> tuple[ResultTable, ...]:
    """Collect the tables of a view.

    Parameters
    ----------
    view : ComputedView

    Returns
    -------
    tuple of ResultTable
        A swimmer plot has numbers only, by lane and without the patients' identifiers; a result of
        nobody has none.

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.example import example_cohort
    >>> view = compute_view(example_cohort(), ViewRequest(kind="survival", endpoint="os"))
    >>> [table.name for table in view_tables(view)]
    ['summary', 'rates', 'quartiles', 'curves']
    >>> nobody = compute_view(example_cohort(""), view.request)
    >>> view_tables(nobody)
    ()
    """
    return result_tables(view.result).tables


def masked_view_tables(
    view: ComputedView, *, under: int
) -> tuple[tuple[ResultTable, ...], MaskedTables]:
    """Collect the tables of a view without small counts, and what was done.

    Parameters
    ----------
    view : ComputedView
    under : int
        Counts of 1 to one less than this are small; at least 2.

    Returns
    -------
    tuple of (tuple of ResultTable, MaskedTables)
        Tables as on the screen without their unformatted numbers. A swimmer plot, each lane of
        which is one case, has none.

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.example import example_cohort
    >>> view = compute_view(example_cohort("abcd"), ViewRequest(kind="response"))
    >>> (table,), masked = masked_view_tables(view, under=5)
    >>> table.shown["All"].tolist()[:3], table.numbers is None, masked.count
    (['<5', '<5', '<5'], True, '<5 lines in <5 patients')
    >>> swimmer = compute_view(example_cohort(), ViewRequest(kind="swimmer"))
    >>> masked_view_tables(swimmer, under=5)[0]
    ()
    """
    decided = mask_views([view], under=under)
    masked = mask_tables(view.result, decided[view])
    return masked.made.tables, masked
