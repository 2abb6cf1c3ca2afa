"""One page for the board: the index patient's course, three figures, the benchmark, the caveats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast

from imt_core.analyses.computed_view import ComputedView
from imt_core.conventions.errors import ImtError
from imt_core.reporting.content.answers import answer_of
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import WITHHELD, masked_together, view_document
from imt_core.reporting.design.chart import Chart, design
from imt_core.reporting.documents.typeset import typeset
from imt_core.reporting.pictures.picture import chart_svg

MOST_FIGURES: Final = 3

_COLUMN_MM: Final = 90
_WHOLE_MM: Final = 186
_INDEX_SHARE: Final = 0.6
"""Of the height of a row of figures."""
_ROOM: Final = 1_100
"""Letters of caveats."""


def write_board(views: Sequence[ComputedView], context: ExportContext) -> bytes:
    """Set a view of one patient, of his like and of others' results on one page.

    Parameters
    ----------
    views : sequence of ComputedView
        Of which the page takes the first course of a patient, the first benchmark, and the first
        three of the other charts.
    context : ExportContext

    Returns
    -------
    bytes
        A PDF of one A4 page: each chart under its title and its answer in a sentence, then the
        caveats, as many as there is room for; how many others there are is said.

    Raises
    ------
    ImtError
        If none of the views is a chart.

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
    imt_core.ImtError: views must hold a chart, but none was found. Add one to the deck.
    """
    charts = [view for view in views if view.kind.has_chart]
    if not charts:
        raise ImtError("views must hold a chart, but none was found. Add one to the deck.")
    context = masked_together(charts, context)
    courses = [view for view in charts if view.request.kind == "course"][:1]
    benchmarks = [view for view in charts if view.request.kind == "benchmark"][:1]
    others = [view for view in charts if view.request.kind not in ("course", "benchmark")]
    shown = [*others[:MOST_FIGURES], *benchmarks]
    pictures: dict[str, bytes] = {}
    index = [_part(view, context, pictures, width_mm=_WHOLE_MM) for view in courses]
    parts = [_part(view, context, pictures, width_mm=_COLUMN_MM) for view in shown]
    caveats = _caveats([*courses, *shown], context)
    return typeset(
        "board.typ",
        {
            "title": context.cohort_name,
            "origin": context.origin.removeprefix(context.cohort_name).removeprefix(" · "),
            "index": index[0] if index else None,
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
    chart = cast("Chart", design(view.result, replace(view.request, risk_rows="at risk")))
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
