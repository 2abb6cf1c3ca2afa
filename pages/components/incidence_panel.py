"""Cumulative incidence on a page: whether it is wanted, its curves, tables and downloads."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Literal

import streamlit as st

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.incidence import IncidenceSummary
from imt_core.analyses.view_bounds import UNCLUSTERED
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.competing_cases import COMPETING_ENDPOINTS
from imt_core.cohort.named_subgroups import columns_of
from imt_core.cohort.next_treatment import available_incidences
from imt_core.reporting.tables.incidence_tables import (
    describe_gray,
    format_incidence_rates,
    format_incidence_table,
)
from pages.components.grammar import show_answer, show_result
from pages.components.known_at_start import ask_known_at_start
from pages.components.overlap_panel import compute_with_overlap
from pages.components.results import show_left_out, show_method, show_notes, show_table
from pages.components.sections import show_tabs
from pages.components.state import loaded
from pages.components.take_away import Numbers, offer_view
from pages.components.text import plain

Curve = Literal["survival", "incidence"]

_LABELS: dict[Curve, str] = {"survival": "survival", "incidence": "cumulative incidence"}


def chosen_curve(endpoint: str) -> Curve:
    """Whether survival or the incidence of its events is drawn, where death competes with one."""
    if endpoint not in available_incidences(loaded().cohort):
        return "survival"
    chosen: Curve = st.session_state["curve"]
    return chosen


def ask_curve(endpoint: str) -> None:
    """Draw that choice, where there is one."""
    if endpoint not in available_incidences(loaded().cohort):
        return
    end = COMPETING_ENDPOINTS[endpoint]
    st.segmented_control(
        "Curve",
        list(_LABELS),
        format_func=_LABELS.get,
        key="curve",
        persist_state="session",
        required=True,
        help=f"Cumulative incidence tells {end.event.lower()} from {end.competing.lower()}.",
    )


def compute_incidence(request: ViewRequest) -> ComputedView:
    """Work an incidence out, with what is chosen of shared patients; offer what it gives."""
    from_day_1 = replace(request, kind="incidence", landmark_months=None)
    computed = compute_with_overlap(from_day_1, UNCLUSTERED)
    offer_view(computed.request, _numbers(computed.result))
    return computed


def show_incidence(computed: ComputedView) -> None:
    """Show an incidence."""
    summary: IncidenceSummary = computed.result
    answer = show_answer(computed)
    if not summary.groups:
        _explain_nothing(summary)
        show_left_out(summary.left_out)
        return
    show_result(computed, answer, key="incidence", beside=partial(_ask_back, computed))
    show_tabs(
        {"Notes": partial(_show_notes, computed), "Tables": partial(_show_tables, summary)},
        key="incidence_tab",
    )


def _ask_back(computed: ComputedView) -> None:
    ask_known_at_start(columns_of(computed.request.by), place="incidence")


def _show_notes(computed: ComputedView) -> None:
    summary: IncidenceSummary = computed.result
    end = summary.endpoint
    st.markdown(
        f"**{end.event}**, with {end.competing.lower()} competing; {summary.count}. "
        f"{plain(describe_gray(summary))}"
    )
    if st.session_state["landmark_months"] is not None and summary.endpoint.name != "ttnt":
        st.info("The landmark is of survival: the incidence counts from day 1.")
    test = summary.test.method if summary.test else "none"
    show_method(f"{summary.method}; comparison: {test}", unit=computed.counting)
    show_left_out(summary.left_out)
    show_notes(summary.notes)


def _show_tables(summary: IncidenceSummary) -> None:
    show_table(format_incidence_table(summary), caption="Events by group")
    if summary.groups[0].rates:
        show_table(format_incidence_rates(summary), caption="Cumulative incidence")


def _explain_nothing(summary: IncidenceSummary) -> None:
    if summary.withheld:
        st.info(f"Not estimated: {plain(summary.withheld)}.", icon=":material/do_not_disturb_on:")
        return
    end = summary.endpoint
    where = f" It is defined in {end.extent} disease." if end.extent else ""
    st.info(
        f"Nobody in view enters the incidence of {end.event.lower()}.{where} Choose another "
        "endpoint or remove a filter.",
        icon=":material/filter_alt_off:",
    )


def _numbers(summary: IncidenceSummary) -> list[Numbers]:
    name = f"{summary.endpoint.name}_incidence"
    return [
        Numbers(label=label, make=make, file_name=f"{name}_{key}.csv")
        for label, make, key, is_there in (
            ("Events", type(summary).to_frame, "events", summary.groups),
            (
                "Incidences",
                type(summary).rates_to_frame,
                "rates",
                any(g.rates for g in summary.groups),
            ),
            ("Curves and numbers at risk", type(summary).curves_to_frame, "curves", summary.groups),
            ("Test", type(summary).test_to_frame, "test", summary.test),
        )
        if is_there
    ]
