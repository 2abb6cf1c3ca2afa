"""Swimmer: the course of every treatment line, or of every patient."""

from __future__ import annotations

from functools import partial

import streamlit as st

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.counting import Unit
from imt_core.reporting.tables.swimmer_tables import format_segments
from pages.components.appearance import page_title
from pages.components.grammar import asked, options, show_answer, show_result
from pages.components.presented import can_show
from pages.components.results import show_left_out, show_method, show_notes, show_rows_of_patients
from pages.components.sections import show_tabs
from pages.components.state import Scope, current_scope, loaded
from pages.components.take_away import Numbers, offer_view

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
    with asked():
        request = _ask(scope)
        computed = compute_view(loaded().cohort, request)
        plot = computed.result
        numbers = [
            Numbers(label="Bars", make=type(plot).to_frame, file_name="swimmer_bars.csv"),
            Numbers(
                label="Markers", make=type(plot).markers_to_frame, file_name="swimmer_markers.csv"
            ),
        ]
        offer_view(request, numbers)
    answer = show_answer(computed)
    show_result(computed, answer, key="swimmer", is_wide=True)
    show_tabs(
        {"Notes": partial(_show_notes, computed), "Table": partial(_show_table, plot)},
        key="swimmer_tab",
    )


def _ask(scope: Scope) -> ViewRequest:
    mode = st.segmented_control(
        "One lane per",
        list(MODES),
        format_func=MODES.get,
        key="swimmer_mode",
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    sorts = LINE_SORTS if mode == "lines" else PATIENT_SORTS
    sort = st.selectbox(
        "Order",
        list(sorts),
        format_func=sorts.get,
        key=f"swimmer_sort_{mode}",
        persist_state="session",
        label_visibility="collapsed",
        width=210,
    )
    with options("swimmer_options") as is_open:
        if is_open:
            st.selectbox(
                "Label",
                list(LABELS),
                format_func=LABELS.get,
                key="swimmer_label",
                persist_state="session",
            )
            st.selectbox(
                "Show",
                list(SPANS),
                format_func=SPAN_LABELS.get,
                key="swimmer_span",
                persist_state="session",
            )
    held = st.session_state
    span = SPANS[held["swimmer_span"]]
    label = held["swimmer_label"]
    return scope.request("swimmer", lane=mode, sort=sort, label=label, until_months=span)


def _show_notes(computed: ComputedView) -> None:
    plot = computed.result
    st.markdown(f"**{plot.count}.** Month 0 is {plot.origin}.")
    show_method(computed.method, unit=computed.unit)
    show_notes(plot.notes)
    show_left_out(plot.left_out)


def _show_table(plot: SwimmerPlot) -> None:
    table = format_segments(plot)
    patients = plot.to_frame()["patient_id"].tolist()
    show_rows_of_patients(table, patients, key="swimmer_segments")


main()
