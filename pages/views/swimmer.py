"""Swimmer: the course of every treatment line, or of every patient."""

from __future__ import annotations

import streamlit as st

from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.counting import Unit
from imt_core.reporting.tables.swimmer_tables import format_segments
from pages.components.appearance import page_title
from pages.components.presented import can_show, show_figure
from pages.components.results import offer_csv, show_left_out, show_method, show_notes, show_table
from pages.components.state import Scope, current_scope, loaded
from pages.components.take_away import offer_view

MODES: dict[Unit, str] = {"lines": "treatment line", "patients": "patient"}
LINE_SORTS = {
    "duration": "longest first",
    "response": "best response",
    "line_number": "line number",
    "file order": "as in the file",
}
PATIENT_SORTS = {
    "follow-up": "longest follow-up first",
    "first regimen group": "first regimen group",
    "file order": "as in the file",
}
SPANS = {"whole": None, "24": 24.0, "60": 60.0}
SPAN_LABELS = {"whole": "the whole course", "24": "first 24 months", "60": "first 60 months"}
LABELS = {
    "patient": "patient",
    "regimen": "regimen",
    "patient and regimen": "patient and regimen",
    "none": "no labels",
}


def main() -> None:
    scope = current_scope()
    page_title("Swimmer plot")
    if not can_show("swimmer", scope, scope.cohort):
        return
    request = _ask(scope)
    computed = compute_view(loaded().cohort, request)
    plot = computed.result
    st.markdown(f"**{plot.count}.** Month 0 is {plot.origin}.")
    show_figure(computed, key="swimmer")
    show_method(computed.method, unit=computed.unit)
    show_notes(plot.notes)
    show_left_out(plot.left_out)
    offer_view(request)
    _show_tables(plot)


def _ask(scope: Scope) -> ViewRequest:
    left, middle, right, last = st.columns(4, vertical_alignment="bottom")
    with left:
        mode = st.segmented_control(
            "One lane per",
            list(MODES),
            format_func=MODES.get,
            key="swimmer_mode",
            persist_state="session",
            required=True,
        )
    sorts = LINE_SORTS if mode == "lines" else PATIENT_SORTS
    with middle:
        sort = st.selectbox(
            "Order",
            list(sorts),
            format_func=sorts.get,
            key=f"swimmer_sort_{mode}",
            persist_state="session",
        )
    with right:
        label = st.selectbox(
            "Label",
            list(LABELS),
            format_func=LABELS.get,
            key="swimmer_label",
            persist_state="session",
        )
    with last:
        span = st.selectbox(
            "Show",
            list(SPANS),
            format_func=SPAN_LABELS.get,
            key="swimmer_span",
            persist_state="session",
        )
    return scope.request("swimmer", lane=mode, sort=sort, label=label, until_months=SPANS[span])


def _show_tables(plot: SwimmerPlot) -> None:
    with st.expander("The table behind the plot", icon=":material/table:"):
        show_table(format_segments(plot), key="swimmer_segments", height=320)
    with st.container(horizontal=True):
        offer_csv("Bars", plot.to_frame(), file_name="swimmer_bars.csv", key="swimmer_csv")
        offer_csv(
            "Markers",
            plot.markers_to_frame(),
            file_name="swimmer_markers.csv",
            key="swimmer_markers_csv",
        )


main()
