"""The figure of any view, and what it shows in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from imt_core.analyses.computed_view import ComputedView
from imt_core.reporting.design import benchmark, response, toxicity, transitions
from imt_core.reporting.design.chart import design
from imt_core.reporting.design.theme import LIGHT, Theme
from imt_core.reporting.figures import (
    forest,
    growth,
    incidence,
    kaplan_meier,
    spider,
    stacked,
    swimmer,
    waterfall,
)
from imt_core.reporting.figures.canvas import draw_figure
from imt_core.reporting.figures.layout import Figure

FIGURE_MODULES: Final = (
    kaplan_meier,
    incidence,
    forest,
    stacked,
    swimmer,
    growth,
    waterfall,
    spider,
)
"""Each registers the chart that it draws when it is imported."""

DESIGN_MODULES: Final = (benchmark, response, toxicity, transitions)
"""Designs that have no figure of their own: each registers the result that it describes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrawnView:
    """A figure, the words that stand for it where it cannot be seen, and how it is read.

    `of_patients`: each bar and mark has its patient first in ``customdata``.
    """

    figure: Figure
    alt: str
    reading: str = ""
    of_patients: bool = False


def view_figure(view: ComputedView, *, theme: Theme = LIGHT) -> DrawnView | None:
    """Draw a view as its page does.

    Parameters
    ----------
    view : ComputedView
    theme : Theme

    Returns
    -------
    DrawnView or None
        ``None`` where there is nothing to draw: a baseline table, or nobody in view.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "best_response": ["PR", "PD"]})
    >>> cohort = Cohort(frame=frame, name="two")
    >>> view_figure(compute_view(cohort, ViewRequest(kind="response"))).alt[:12]
    'Stacked bars'
    >>> view_figure(compute_view(cohort, ViewRequest(kind="baseline"))) is None
    True
    """
    chart = design(view.result, view.request)
    if chart is None or chart.empty:
        return None
    return DrawnView(
        figure=draw_figure(chart, theme),
        alt=chart.alt,
        reading=chart.reading,
        of_patients=chart.of_patients,
    )
