"""A PowerPoint deck of views: native charts and tables, in this software's look or a template's."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from imt_core.analyses.computed_view import ComputedView
from imt_core.conventions.errors import ImtError
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.office_private import without_days
from imt_core.reporting.content.view_document import masked_together
from imt_core.reporting.slides import (
    forest,
    growth,
    incidence,
    spider,
    stacked,
    survival,
    swimmer,
    tables,
    waterfall,
)
from imt_core.reporting.slides.canvas import draw_slides
from imt_core.reporting.slides.deck_template import open_canvas
from imt_core.reporting.slides.font_metrics import set_in
from imt_core.reporting.slides.masked import draw_masked_slides
from imt_core.reporting.slides.tables import draw_appendix

__all__ = ["SLIDE_MODULES", "write_deck"]

SLIDE_MODULES = (tables, stacked, waterfall, spider, survival, incidence, swimmer, forest, growth)
"""Modules of slides: each registers the result that it draws when it is imported."""


def write_deck(
    views: Sequence[ComputedView],
    context: ExportContext,
    *,
    template: bytes | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """Write views as a PowerPoint deck with charts and tables that can be edited.

    Parameters
    ----------
    views : sequence of ComputedView
        At least one, in the order of the slides.
    context : ExportContext
        Origin of the numbers, for footer and speaker notes, and whether the tables of charts follow
        as an appendix. Where it masks small counts, slides hold the masked tables only: a chart
        would show what they withhold.
    template : bytes, optional
        A .pptx file of at most 50 MB, whose slide size, fonts, colours and layouts are used; its
        own slides are left out.
    progress : callable, optional
        Told after each view how many of how many are drawn.

    Returns
    -------
    bytes
        A .pptx file without author, dates or thumbnail. The sheets behind its charts hold the
        drawn values only.

    Raises
    ------
    ImtError
        If there is no view, a view is of a kind that slides do not know, or the template is no
        .pptx, is damaged or too large, or has no layout with a title, or ``small_cells_under`` is
        less than 2.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "best_response": ["PR", "PD"]})
    >>> view = compute_view(Cohort(frame=frame, name="two"), ViewRequest(kind="response"))
    >>> write_deck([view], ExportContext(cohort_name="IMT"))[:2]
    b'PK'
    >>> write_deck([], ExportContext(cohort_name="IMT"))
    Traceback (most recent call last):
        ...
    imt_core.ImtError: views must hold at least one view, but none was found. \
Add a view to the deck.
    """
    if not views:
        raise ImtError(
            "views must hold at least one view, but none was found. Add a view to the deck."
        )
    context = masked_together(views, context)
    canvas = open_canvas(template, context)
    with set_in(canvas.fonts[1]):
        for number, view in enumerate(views, start=1):
            if context.small_cells_under is None:
                draw_slides(view.result, view, canvas)
            else:
                draw_masked_slides(view, canvas)
            if progress is not None:
                progress(number, len(views))
        if context.appendix and context.small_cells_under is None:
            for view in views:
                draw_appendix(view, canvas)
    out = io.BytesIO()
    canvas.presentation.save(out)
    return without_days(out.getvalue())
