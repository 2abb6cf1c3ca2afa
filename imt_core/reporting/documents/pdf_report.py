"""The report as A4 pages: the same words, tables and charts as its web page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from imt_core.analyses.computed_view import ComputedView
from imt_core.reporting.content.answers import answer_of
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import (
    WITHHELD,
    ViewDocument,
    masked_together,
    view_document,
)
from imt_core.reporting.design.chart import Chart, design
from imt_core.reporting.design.swimmer import SwimmerChart
from imt_core.reporting.design.swimmer_pages import paper_pages
from imt_core.reporting.documents.report_content import attrition_words, report_words, view_words
from imt_core.reporting.documents.typeset import typeset
from imt_core.reporting.pictures.picture import chart_svg

_WIDTH_MM: Final = 150
_SWIMMER_WIDTH_MM: Final = 180
_MOST_LANES: Final = 44
"""With names, on a page."""


def write_pdf_report(
    views: Sequence[ComputedView], context: ExportContext, *, attrition: pd.DataFrame | None = None
) -> bytes:
    """Write views as a PDF of A4 pages, set in type without a browser.

    Parameters
    ----------
    views : sequence of ComputedView
    context : ExportContext
    attrition : pandas.DataFrame, optional
        Who is counted on the way from the file to each figure: ``Attrition.to_frame()``.

    Returns
    -------
    bytes
        Tagged, with bookmarks, without author and day.

    Raises
    ------
    ImtError
        If ``context.small_cells_under`` is less than 2.

    Notes
    -----
    Where small counts are masked, charts and sentences that would show them are left out.

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.example import example_cohort
    >>> view = compute_view(example_cohort(), ViewRequest(kind="baseline"))
    >>> write_pdf_report([view], ExportContext(cohort_name="IMT"))[:5]
    b'%PDF-'
    """
    context = masked_together(views, context)
    documents = [view_document(view, context) for view in views]
    is_masked = context.small_cells_under is not None
    pictures: dict[str, bytes] = {}
    data = report_words(documents, context) | {
        "documents": [_section(document, pictures, is_masked=is_masked) for document in documents],
        "attrition": attrition_words(attrition, is_masked=is_masked)
        if attrition is not None
        else None,
        "footer": " · ".join(part for part in (context.origin, context.software) if part),
    }
    return typeset("report.typ", data, pictures)


def _section(
    document: ViewDocument, pictures: dict[str, bytes], *, is_masked: bool
) -> dict[str, Any]:
    """What the report says of a view; its charts join the pictures."""
    view = document.view
    section = view_words(document) | {
        "sentence": "" if is_masked else answer_of(view).sentence,
        "pictures": [],
        "alt": "",
        "no_chart": "",
    }
    chart = design(view.result, view.request)
    if chart is None:
        return section
    if not document.shows_chart:
        return section | {"no_chart": WITHHELD}
    if chart.empty:
        return section | {"no_chart": chart.empty}
    width = _SWIMMER_WIDTH_MM if isinstance(chart, SwimmerChart) else _WIDTH_MM
    names = []
    for part in _on_pages(chart):
        names.append(str(len(pictures)))
        pictures[names[-1]] = chart_svg(part, width_mm=width)
    return section | {"pictures": names, "width_mm": width, "alt": chart.alt}


def _on_pages(chart: Chart) -> tuple[Chart, ...]:
    """A chart in parts of which each fits a page."""
    if isinstance(chart, SwimmerChart):
        return paper_pages(chart, most_named=_MOST_LANES)
    return (chart,)
