"""Response: who responded, with exact intervals."""

from __future__ import annotations

import streamlit as st

from imt_core.counting import UNIT_MEANING
from imt_core.display_tables import format_response_table
from imt_core.figures.response import describe_responses, response_figure
from imt_core.response import response_table
from pages.components.appearance import current_theme
from pages.components.grouping_panel import ask_grouping
from pages.components.results import (
    offer_csv,
    offer_patients_instead,
    show_chart,
    show_method,
    show_missing,
    show_nobody,
    show_notes,
    show_table,
)
from pages.components.state import current_view


def main() -> None:
    view = current_view()
    st.title("Response")
    if view.filtered.after.n_lines == 0:
        show_nobody()
        return
    if not view.cohort.has("best_response"):
        show_missing("The response page", ["best_response"])
        return
    by = ask_grouping(view.cohort)
    table = response_table(view.cohort, by=by, unit=view.unit, conventions=view.conventions)
    show_chart(
        response_figure(table, theme=current_theme()), key="response", alt=describe_responses(table)
    )
    show_table(format_response_table(table), key="response_table")
    show_method(table.method, unit=UNIT_MEANING[view.unit])
    show_notes(table.notes)
    offer_patients_instead(table.grouping, view.unit)
    offer_csv(
        "Download the response table", table.to_frame(), file_name="response.csv",
        key="response_csv",
    )  # fmt: skip


main()
