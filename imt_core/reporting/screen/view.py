"""A view for the screen: the pages that its chart takes, and the figure of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from imt_core.analyses.computed_view import ComputedView
from imt_core.reporting.design import benchmark, incidence, response, toxicity, transitions
from imt_core.reporting.design.chart import Chart, design
from imt_core.reporting.screen import curves, forest, growth, spider, stacked, swimmer, waterfall
from imt_core.reporting.screen.canvas import chart_pages

SCREEN_MODULES: Final = (curves, forest, growth, stacked, waterfall, spider, swimmer)
"""Each registers the chart that it draws when it is imported."""

DESIGN_MODULES: Final = (benchmark, incidence, response, toxicity, transitions)
"""Designs that have no module of their own: each registers the result that it describes."""

MOST_LANES: Final = 1_000
"""More are no picture any more, and take a browser minutes."""


def reason_not_to_show(view: ComputedView) -> str:
    """Why a screen shows no chart of a view, in a sentence; empty where it can."""
    for marks in ("lanes", "bars", "lines"):
        n = len(getattr(view.result, marks, ()))
        if n > MOST_LANES:
            return (
                f"A picture of {n:,} {marks} could not be read. Filter to at most {MOST_LANES:,}."
            )
    return ""


def view_chart(view: ComputedView) -> Chart | None:
    """The chart of a view with the number at risk alone below curves; none of a table."""
    return design(view.result, replace(view.request, risk_rows="at risk"))


def view_pages(view: ComputedView) -> tuple[Chart, ...]:
    """Break the chart of a view into pages that can be read from the back of a room.

    Parameters
    ----------
    view : ComputedView

    Returns
    -------
    tuple of Chart
        For `draw_page`: curves with the number at risk alone below them, at most twelve lanes of a
        swimmer plot a page; none where there is nothing to draw.

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.example import example_cohort
    >>> from imt_core.reporting.design.theme import LIGHT
    >>> from imt_core.reporting.screen.canvas import draw_page
    >>> request = ViewRequest(kind="survival", endpoint="os")
    >>> pages = view_pages(compute_view(example_cohort(), request))
    >>> [draw_page(page, LIGHT, 560).layout.height for page in pages]
    [560]
    >>> view_pages(compute_view(example_cohort(), replace(request, kind="baseline")))
    ()
    """
    chart = view_chart(view)
    return () if chart is None or chart.empty else chart_pages(chart)
