"""What is presented of a view: one page after the other, each with the view's title."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import Final

import pandas as pd

from imt_core.analyses.computed_view import ComputedView
from imt_core.reporting.content.answers import answer_of
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import WITHHELD, ViewDocument, view_document
from imt_core.reporting.design.chart import Chart
from imt_core.reporting.screen.stage import LINE, WIDTH, text_width
from imt_core.reporting.screen.table_pages import table_pages
from imt_core.reporting.screen.view import reason_not_to_show, view_pages

TITLE: Final = 30
"""Pixels of the title's type."""

TITLE_LINE: Final = 38
MOST_TITLE_LINES: Final = 2

SENTENCE: Final = 22
"""Pixels of the answer's type."""

_BODY: Final = 702
"""Pixels between the upper margin and the foot."""
_GAP: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Slide:
    """One page of a view: of its chart, or of its table, or why there is neither.

    Parameters
    ----------
    title, sentence : str
        What the view is, and its answer where it may be told.
    chart : Chart or None
        For `draw_page`.
    table : pandas.DataFrame or None
    told : str
        What stands in the place of both.
    alt : str
        The chart in words.
    """

    title: str
    sentence: str = ""
    chart: Chart | None = None
    table: pd.DataFrame | None = None
    told: str = ""
    alt: str = ""

    @property
    def height(self) -> int:
        """Pixels that title and sentence leave."""
        n_title = min(ceil(text_width(self.title, TITLE, bold=True) / WIDTH), MOST_TITLE_LINES)
        n_sentence = ceil(text_width(self.sentence, SENTENCE) / WIDTH)
        return _BODY - TITLE_LINE * n_title - LINE * n_sentence - _GAP


def view_slides(view: ComputedView, context: ExportContext) -> tuple[Slide, ...]:
    """Break a view into the pages on which it is presented.

    Parameters
    ----------
    view : ComputedView
    context : ExportContext
        Masks small counts as documents do; a view that is masked has its table, and no sentence.

    Returns
    -------
    tuple of Slide

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.example import example_cohort
    >>> view = compute_view(example_cohort("abcd"), ViewRequest(kind="response"))
    >>> (slide,) = view_slides(view, ExportContext(cohort_name="IMT"))
    >>> slide.title, slide.table
    ('Best response, whole cohort: 4 lines in 4 patients', None)
    >>> masked = view_slides(view, ExportContext(cohort_name="IMT", small_cells_under=5))
    >>> masked[0].chart, masked[0].title
    (None, 'Best response, whole cohort: <5 lines in <5 patients (1/2)')
    """
    document = view_document(view, context)
    alone = Slide(title=document.title, sentence=_sentence(view, context))
    if document.shows_chart and (reason := reason_not_to_show(view)):
        return (replace(alone, told=reason),)
    charts = view_pages(view) if document.shows_chart else ()
    if charts:
        slides = [replace(alone, chart=chart, alt=chart.alt) for chart in charts]
    elif len(rows := _rows(document)):
        slides = [replace(alone, table=page) for page in table_pages(rows, alone.height)]
    else:
        told = " ".join(document.notes) if document.shows_chart else WITHHELD
        return (replace(alone, told=told),)
    if len(slides) == 1:
        return tuple(slides)
    return tuple(
        replace(slide, title=f"{slide.title} ({part}/{len(slides)})")
        for part, slide in enumerate(slides, start=1)
    )


def _rows(document: ViewDocument) -> pd.DataFrame:
    """The first table that documents show of a view."""
    shown = [table.shown for table in document.shown_tables if table.shown is not None]
    return shown[0] if shown else pd.DataFrame()


def _sentence(view: ComputedView, context: ExportContext) -> str:
    """The answer; none where counts are masked, for it names them."""
    return "" if context.small_cells_under is not None else answer_of(view).sentence
