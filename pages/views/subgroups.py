"""Subgroups: one rate in every level of several columns, described and not tested."""

from __future__ import annotations

import streamlit as st

from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.offered import offered_measures
from imt_core.analyses.view_bounds import FIRST_LANDMARK, LONGEST_AXIS, MOST_SUBGROUPS
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.schema import column_label
from imt_core.reporting.tables.forest_table import format_forest_table
from pages.components.appearance import page_title
from pages.components.presented import can_show, show_figure
from pages.components.results import offer_csv, show_method, show_notes, show_table
from pages.components.state import Scope, current_scope, loaded
from pages.components.take_away import offer_view

RESPONSE_NAMES = {"orr": "ORR of evaluable", "orr_treated": "ORR of all treated"}


def main() -> None:
    scope = current_scope()
    page_title("Subgroups")
    if not can_show("forest", scope, scope.cohort):
        return
    request = _ask(scope)
    if not request.columns:
        st.info("Choose at least one column.", icon=":material/table_rows:")
        return
    computed = compute_view(loaded().cohort, request)
    forest = computed.result
    show_figure(computed, key="forest")
    show_method(computed.method, unit=computed.unit)
    show_notes(forest.notes)
    with st.expander("The table behind the plot", icon=":material/table:"):
        show_table(format_forest_table(forest), key="forest_table", wide_first=True)
    offer_csv(
        "Download the subgroups", forest.to_frame(), file_name="subgroups.csv", key="forest_csv"
    )
    offer_view(request)


def _ask(scope: Scope) -> ViewRequest:
    # Of the whole cohort: a filter may leave a chosen column without a level.
    cohort = loaded().cohort
    columns = cohort.grouping_columns()
    measures = offered_measures(cohort)
    name = st.segmented_control(
        "Rate",
        measures,
        key="forest_measure",
        required=True,
        format_func=lambda m: RESPONSE_NAMES.get(m) or ENDPOINTS[m].short,
        persist_state="session",
    )
    left, right = st.columns([1, 4], vertical_alignment="bottom")
    with left:
        months = st.number_input(
            "At months",
            min_value=FIRST_LANDMARK,
            max_value=float(LONGEST_AXIS),
            step=6.0,
            key="forest_months",
            persist_state="session",
            disabled=name in RESPONSE_NAMES,
        )
    with right:
        chosen = st.multiselect(
            "Subgroups by",
            columns,
            format_func=column_label,
            max_selections=MOST_SUBGROUPS,
            key="forest_columns",
            persist_state="session",
        )
    measure = name if name in RESPONSE_NAMES else (name, months)
    return scope.request("forest", columns=tuple(chosen), measure=measure)


main()
