"""One page for the board: the index patient's course, three figures, the benchmark, the caveats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from imt_core.analyses.computed_view import ComputedView
from imt_core.conventions.errors import ImtError
from imt_core.reporting.content.answers import answer_of
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import WITHHELD, view_document
from imt_core.reporting.design.chart import design
from imt_core.reporting.documents.typeset import typeset
from imt_core.reporting.pictures.picture import chart_svg

MOST_FIGURES: Final = 3

_COLUMN_MM: Final = 90
_WHOLE_MM: Final = 186
_INDEX_SHARE: Final = 0.6
"""Of the height of a row of figures."""
_ROOM: Final = 1_100
"""Letters of caveats."""


def write_board(
    figures: Sequence[ComputedView],
    context: ExportContext,
    *,
    course: ComputedView | None = None,
    benchmark: ComputedView | None = None,
) -> bytes:
    """Set a view of one patient, of his like and of others' results on one page.

    Parameters
    ----------
    figures : sequence of ComputedView
        One to three charts.
    context : ExportContext
    course : ComputedView, optional
        Of the index patient.
    benchmark : ComputedView, optional
        The cohort beside published series.

    Returns
    -------
    bytes
        A PDF of one A4 page: each chart under its title and its answer in a sentence, then the
        caveats, as many as there is room for; how many others there are is said.

    Raises
    ------
    ImtError
        If there is no figure, or more than three, or a view is a table.

    Notes
    -----
    Where small counts are masked, charts and sentences that would tell them are left out, each
    with the reason.

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.example import example_cohort
    >>> view = compute_view(example_cohort(), ViewRequest(kind="response"))
    >>> write_board([view], ExportContext(cohort_name="IMT"))[:5]
    b'%PDF-'
    >>> write_board([], ExportContext(cohort_name="IMT"))
    Traceback (most recent call last):
        ...
    imt_core.ImtError: figures must hold 1 to 3 charts, but 0 were found. Choose others.
    """
    if not 1 <= len(figures) <= MOST_FIGURES:
        raise ImtError(
            f"figures must hold 1 to {MOST_FIGURES} charts, but {len(figures)} were found. "
            "Choose others."
        )
    pictures: dict[str, bytes] = {}
    index = None if course is None else _part(course, context, pictures, width_mm=_WHOLE_MM)
    shown = [*figures, *([] if benchmark is None else [benchmark])]
    parts = [_part(view, context, pictures, width_mm=_COLUMN_MM) for view in shown]
    caveats = _caveats([*([] if course is None else [course]), *shown], context)
    return typeset(
        "board.typ",
        {
            "title": context.cohort_name,
            "origin": context.origin.removeprefix(context.cohort_name).removeprefix(" · "),
            "index": index,
            "index_share": _INDEX_SHARE,
            "figures": parts,
            "caveats": caveats,
            "footer": " · ".join(part for part in (context.software, _study(context)) if part),
        },
        pictures,
    )


def _part(
    view: ComputedView, context: ExportContext, pictures: dict[str, bytes], *, width_mm: float
) -> dict[str, str]:
    """What the page says of a view; its chart joins the pictures."""
    words = view_document(view, context)
    # Three rows below curves would take the height of the curves.
    chart = design(view.result, replace(view.request, risk_rows="at risk"))
    if chart is None:
        raise ImtError(
            f"figures must be charts, but {view.kind.label.lower()} is none. Choose another view."
        )
    is_masked = context.small_cells_under is not None
    part = {"title": words.title, "sentence": "", "picture": "", "alt": "", "reason": ""}
    if not is_masked:
        part |= {"sentence": answer_of(view).sentence, "alt": chart.alt}
    if chart.empty or not words.shows_chart:
        return part | {"reason": chart.empty if words.shows_chart else WITHHELD}
    name = str(len(pictures))
    pictures[name] = chart_svg(chart, width_mm=width_mm)
    return part | {"picture": name, "alt": chart.alt}


def _caveats(views: Sequence[ComputedView], context: ExportContext) -> list[str]:
    """The caveats of all views, each once, as many as there is room for."""
    notes = list(dict.fromkeys(n for view in views for n in view_document(view, context).notes))
    told: list[str] = []
    for note in notes:
        if sum(map(len, told)) + len(note) > _ROOM:
            break
        told.append(note)
    left = len(notes) - len(told)
    return [*told, f"{left} more in the report."] if left else told


def _study(context: ExportContext) -> str:
    return "" if context.study is None else f"Study sheet: {context.study.summary}"
