"""One page for the board: the index patient's course, three charts, the benchmark, the caveats."""

from __future__ import annotations

from functools import partial

import streamlit as st

from imt_core.analyses.view_kinds import VIEW_KINDS
from imt_core.analyses.view_request import ViewRequest
from imt_core.reporting.content.board_views import board_views
from imt_core.reporting.content.export import Export
from pages.components.deck import deck, export_context, export_of
from pages.components.download import offer_download
from pages.components.state import Scope, loaded


def offer_board(scope: Scope, standard: tuple[ViewRequest, ...]) -> None:
    """Offer the page, made of the deck, or without one of the standard views."""
    is_masked = export_context().small_cells_under is not None
    like = scope.request("baseline")
    requests = board_views(deck() or standard, like, is_masked=is_masked)
    charts = [request for request in requests if VIEW_KINDS[request.kind].has_chart]
    if not charts:
        return
    export = export_of(*requests)
    offer_download(
        "One page for the board (PDF)",
        partial(_written, export),
        file_name="board.pdf",
        mime="application/pdf",
        icon="picture_as_pdf",
        key="download_board",
        views=[request.kind for request in charts],
        count=loaded().cohort.count,
    )
    if is_masked:
        st.caption("A4: the caveats, and charts that tell no masked count; the course is left out.")
        return
    has_course = any(request.kind == "course" for request in charts)
    told = "the index patient's course, " if has_course else ""
    none = "" if has_course else " Choose an index patient on the Patient page for the course."
    of_what = "the deck" if deck() else "the standard views of who is in view"
    st.caption(
        f"A4: {told}the first three charts of {of_what}, the published series if they are in the "
        f"deck, and the caveats.{none}"
    )


def _written(export: Export) -> bytes:
    # Who wants no PDF does not wait for what sets it in type and draws its charts.
    from imt_core.reporting.documents.board import write_board  # noqa: PLC0415

    return write_board(*export.work_out())
