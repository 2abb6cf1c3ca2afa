"""Curves of cumulative incidence, drawn as Kaplan-Meier curves are."""

from __future__ import annotations

from imt_core.analyses.incidence import IncidenceSummary
from imt_core.analyses.view_request import AxisEnd
from imt_core.reporting.design.incidence import incidence_chart
from imt_core.reporting.design.theme import LIGHT, Theme
from imt_core.reporting.figures.canvas import draw_figure
from imt_core.reporting.figures.layout import Figure


def incidence_figure(
    summary: IncidenceSummary,
    *,
    theme: Theme = LIGHT,
    show_band: bool = True,
    axis: AxisEnd = "informative",
) -> Figure:
    """Draw the curves of an incidence summary.

    Parameters
    ----------
    summary : IncidenceSummary
    theme : Theme
    show_band : bool
        Whether to shade the pointwise confidence limits.
    axis : {"informative", "whole"}
        Where the time axis ends; see `axis_end`.

    Returns
    -------
    plotly.graph_objects.Figure
        Of one group both events; of several the event of interest, with the number at risk below.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.incidence import incidence_summary
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("ab"), "line_number": [1.0] * 2,
    ...     "rfs_months": [3.0, 5.0], "rfs_event": [1.0, 1.0],
    ...     "os_months": [8.0, 5.0], "os_event": [1.0, 1.0]})
    >>> drawn = incidence_figure(incidence_summary(Cohort(frame=frame, name="two"), "rfs"))
    >>> [trace.name for trace in drawn.data if trace.showlegend]
    ['Recurrence (1 of 2)', 'Death without recurrence (1 of 2)']
    """
    return draw_figure(incidence_chart(summary, show_band=show_band, axis=axis), theme)
