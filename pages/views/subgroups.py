"""Subgroups: one rate in every level of several columns, described and not tested."""

from __future__ import annotations

from functools import partial

import streamlit as st

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.forest.forest import Forest
from imt_core.analyses.offered import offered_measures
from imt_core.analyses.view_bounds import FIRST_LANDMARK, LONGEST_AXIS, MOST_SUBGROUPS
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.schema import Cohort, column_label
from imt_core.reporting.tables.forest_table import format_forest_table
from pages.components.appearance import page_title
from pages.components.grammar import asked, options, show_answer, show_result
from pages.components.named_subgroups import compared_subgroups
from pages.components.presented import can_show
from pages.components.results import show_method, show_notes, show_table
from pages.components.sections import show_tabs
from pages.components.state import Scope, current_scope, loaded
from pages.components.take_away import Numbers, offer_view

RESPONSE_NAMES = {"orr": "ORR of evaluable", "orr_treated": "ORR of all treated"}


def main() -> None:
    scope = current_scope()
    page_title("Subgroups")
    if not can_show("forest", scope, scope.cohort):
        return
    with asked():
        request = _ask(scope)
        computed = compute_view(loaded().cohort, request) if request.columns else None
        if computed is not None:
            made = type(computed.result).to_frame
            numbers = Numbers(label="Subgroups", make=made, file_name="subgroups.csv")
            offer_view(request, [numbers])
    if computed is None:
        st.info("Choose at least one column.", icon=":material/table_rows:")
        return
    answer = show_answer(computed)
    show_result(computed, answer, key="forest")
    show_tabs(
        {"Notes": partial(_show_notes, computed), "Table": partial(_show_table, computed.result)},
        key="subgroups_tab",
    )


def _ask(scope: Scope) -> ViewRequest:
    # Of the whole cohort: a filter may leave a chosen column without a level.
    cohort = loaded().cohort
    name = st.segmented_control(
        "Rate",
        offered_measures(cohort),
        key="forest_measure",
        required=True,
        format_func=lambda m: RESPONSE_NAMES.get(m) or ENDPOINTS[m].short,
        persist_state="session",
        label_visibility="collapsed",
    )
    with options("subgroups_options") as is_open:
        if is_open:
            _ask_options(cohort, of_time=name not in RESPONSE_NAMES)
    held = st.session_state
    measure = name if name in RESPONSE_NAMES else (name, held["forest_months"])
    return scope.request("forest", columns=tuple(held["forest_columns"]), measure=measure)


def _ask_options(cohort: Cohort, *, of_time: bool) -> None:
    st.number_input(
        "At months",
        min_value=FIRST_LANDMARK,
        max_value=float(LONGEST_AXIS),
        step=6.0,
        format="%g",
        key="forest_months",
        persist_state="session",
        disabled=not of_time,
    )
    st.multiselect(
        "Subgroups by",
        cohort.grouping_columns(),
        format_func=column_label,
        max_selections=MOST_SUBGROUPS,
        key="forest_columns",
        persist_state="session",
    )


def _show_notes(computed: ComputedView) -> None:
    show_method(computed.method, unit=computed.unit)
    show_notes(computed.result.notes)
    if compared_subgroups():
        st.caption(
            "Subgroups by name are no rows here: a row is a level of one column, among everybody "
            "in view. They are compared on the pages that have groups."
        )


def _show_table(forest: Forest) -> None:
    show_table(format_forest_table(forest), caption="Subgroups")


main()
