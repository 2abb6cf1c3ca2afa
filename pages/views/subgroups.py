"""Subgroups: one rate in every level of several columns, described and not tested."""

from __future__ import annotations

import streamlit as st

from imt_core.analyses.forest.forest import Forest, Measure, subgroup_forest
from imt_core.cohort.counting import UNIT_MEANING
from imt_core.cohort.endpoint_cases import available_endpoints
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.reporting.figures.forest import describe_forest, forest_figure
from imt_core.reporting.tables.forest_table import format_forest_table
from pages.components.appearance import current_theme
from pages.components.results import (
    offer_csv,
    show_chart,
    show_method,
    show_missing,
    show_nobody,
    show_notes,
    show_table,
)
from pages.components.state import View, current_view
from pages.components.take_away import offer_view, view_request

ORR = "orr"


def main() -> None:
    view = current_view()
    st.title("Subgroups")
    if view.filtered.after.n_lines == 0:
        show_nobody()
        return
    measures = [ORR] if view.cohort.has("best_response") else []
    measures += list(available_endpoints(view.cohort))
    if not measures:
        show_missing("The subgroups page", ["best_response, or the time and event of an endpoint"])
        return
    columns, forest = _ask(view, measures)
    if forest is None:
        st.info("Choose at least one column.", icon=":material/table_rows:")
        return
    show_chart(
        forest_figure(forest, theme=current_theme()), key="forest", alt=describe_forest(forest)
    )
    show_method(forest.method, unit=UNIT_MEANING[view.unit])
    show_notes(forest.notes)
    with st.expander("The table behind the plot", icon=":material/table:"):
        show_table(format_forest_table(forest), key="forest_table", wide_first=True)
    offer_csv(
        "Download the subgroups", forest.to_frame(), file_name="subgroups.csv", key="forest_csv"
    )
    offer_view(view_request(view, "forest", columns=columns, measure=forest.measure))


def _ask(view: View, measures: list[str]) -> tuple[tuple[str, ...], Forest | None]:
    columns = view.cohort.grouping_columns()
    left, middle, right = st.columns([2, 1, 3], vertical_alignment="bottom")
    with left:
        name = st.segmented_control(
            "Rate",
            measures,
            default=measures[0],
            key="forest_measure",
            required=True,
            format_func=lambda m: "ORR" if m == ORR else ENDPOINTS[m].short,
            persist_state="session",
        )
    with middle:
        months = st.number_input(
            "At months",
            min_value=1.0,
            value=24.0,
            step=6.0,
            key="forest_months",
            persist_state="session",
            disabled=name == ORR,
        )
    with right:
        chosen = st.multiselect(
            "Subgroups by",
            columns,
            default=[*view.cohort.subgroup_columns(), *(c for c in columns if c == "sex")],
            format_func=view.cohort.label,
            key="forest_columns",
            persist_state="session",
        )
    if not chosen:
        return (), None
    measure: Measure = ORR if name == ORR else (name, months)
    forest = subgroup_forest(
        view.cohort, columns=chosen, measure=measure, unit=view.unit, conventions=view.conventions
    )
    return tuple(chosen), forest


main()
