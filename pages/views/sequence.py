"""Sequence: how long a line held against the line before, and when the next one came."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.growth_modulation import NOT_TESTED, GrowthModulation, PriorLine
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.next_treatment import available_incidences
from imt_core.reporting.design.growth import NO_PAIR, count_pairs
from imt_core.reporting.tables.growth_table import format_growth_table
from pages.components.appearance import page_title
from pages.components.grouping_panel import ask_grouping
from pages.components.incidence_panel import compute_incidence, show_incidence
from pages.components.presented import can_show, show_figure
from pages.components.results import (
    offer_csv,
    show_left_out,
    show_method,
    show_missing,
    show_notes,
    show_table,
)
from pages.components.state import Scope, current_scope, loaded
from pages.components.take_away import offer_view

BEFORE: dict[PriorLine, str] = dict(
    zip(
        get_args(PriorLine),
        ("the line just before", "the last line before that the sheet holds"),
        strict=True,
    )
)


def main() -> None:
    scope = current_scope()
    page_title("Sequence")
    if scope.filtered.after.n_lines:
        st.caption(
            "Successive lines of the same patients. The line before, or after, is looked for among "
            "all lines of the sheet, those out of view too."
        )
    st.subheader("Growth modulation index")
    if can_show("sequence", scope, loaded().cohort):
        _show_growth(_ask(scope))
    if scope.filtered.after.n_lines:
        st.subheader("Time to next treatment")
        _show_next_treatment(scope)


def _ask(scope: Scope) -> ViewRequest:
    before: PriorLine = st.segmented_control(
        "Set against",
        list(BEFORE),
        format_func=BEFORE.get,
        key="gmi_before",
        persist_state="session",
        required=True,
        help="Where the sheet lacks a line between two others, the later one has no line just "
        "before it.",
    )
    return scope.request("sequence", before=before)


def _show_growth(request: ViewRequest) -> None:
    computed = compute_view(loaded().cohort, request)
    result: GrowthModulation = computed.result
    if not result.pairs:
        st.info(NO_PAIR, icon=":material/filter_alt_off:")
        show_left_out(result.left_out)
        return
    st.markdown(
        f"**PFS of a line over PFS of the line before**: {count_pairs(result)}. The index is "
        f"{NOT_TESTED}. Above 1.33 were 29% of 279 patients with sarcoma "
        "([Penel 2013](https://doi.org/10.1093/annonc/mds470))."
    )
    show_figure(computed, key="growth")
    show_table(format_growth_table(result), key="growth_table", wide_first=True)
    show_method(computed.method, unit=computed.unit)
    show_notes(result.notes)
    show_left_out(result.left_out)
    with st.expander("The pairs, from the smallest ratio", icon=":material/table:"):
        show_table(result.to_frame(), key="growth_pairs")
    with st.container(horizontal=True):
        shares = result.shares_to_frame()
        offer_csv("Shares", shares, file_name="growth_modulation.csv", key="growth_csv")
        offer_csv("Pairs", result.to_frame(), file_name="growth_pairs.csv", key="growth_pairs_csv")
    offer_view(request)


def _show_next_treatment(scope: Scope) -> None:
    if "ttnt" not in available_incidences(loaded().cohort):
        columns = ("line_number", "start_date", "os_months", "os_event")
        show_missing("The time to next treatment", columns)
        return
    request = scope.request("incidence", endpoint="ttnt", by=ask_grouping())
    show_incidence(compute_incidence(request))


main()
