"""Cumulative incidence on a page: whether it is wanted, its curves, tables and downloads."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import streamlit as st

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.incidence import IncidenceSummary
from imt_core.analyses.view_bounds import UNCLUSTERED
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.competing_cases import COMPETING_ENDPOINTS
from imt_core.cohort.next_treatment import available_incidences
from imt_core.reporting.tables.incidence_tables import (
    describe_gray,
    format_incidence_rates,
    format_incidence_table,
)
from pages.components.known_at_start import ask_known_at_start
from pages.components.overlap_panel import compute_with_overlap
from pages.components.presented import show_figure
from pages.components.results import offer_csv, show_left_out, show_method, show_notes, show_table
from pages.components.state import loaded
from pages.components.take_away import offer_view
from pages.components.text import plain

Curve = Literal["survival", "incidence"]

_LABELS: dict[Curve, str] = {"survival": "survival", "incidence": "cumulative incidence"}


def ask_curve(endpoint: str) -> Curve:
    """Whether survival or the incidence of its events is drawn, where death competes with one."""
    if endpoint not in available_incidences(loaded().cohort):
        return "survival"
    end = COMPETING_ENDPOINTS[endpoint]
    chosen: Curve | None = st.segmented_control(
        "Curve",
        list(_LABELS),
        format_func=_LABELS.get,
        key="curve",
        persist_state="session",
        required=True,
        help=f"Cumulative incidence tells {end.event.lower()} from {end.competing.lower()}.",
    )
    return chosen or "survival"


def compute_incidence(request: ViewRequest) -> ComputedView:
    """Work an incidence out, with what is chosen of shared patients."""
    if request.landmark_months is not None:
        st.info("The landmark is of survival: the incidence counts from day 1.")
    from_day_1 = replace(request, kind="incidence", landmark_months=None)
    return compute_with_overlap(from_day_1, UNCLUSTERED)


def show_incidence(computed: ComputedView) -> None:
    """Show an incidence."""
    summary: IncidenceSummary = computed.result
    end = summary.endpoint
    if not summary.groups:
        _explain_nothing(summary)
        show_left_out(summary.left_out)
        return
    st.markdown(
        f"**{end.event}**, with {end.competing.lower()} competing; {summary.count}. "
        f"{plain(describe_gray(summary))}"
    )
    ask_known_at_start(computed.request.by, place="incidence")
    show_figure(computed, key="incidence")
    show_table(format_incidence_table(summary), key="incidence_table")
    if summary.groups[0].rates:
        show_table(format_incidence_rates(summary), key="incidence_rates_table")
    test = summary.test.method if summary.test else "none"
    show_method(f"{summary.method}; comparison: {test}", unit=computed.counting)
    show_notes(summary.notes)
    _offer_numbers(summary)
    show_left_out(summary.left_out)
    offer_view(computed.request)


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


def _offer_numbers(summary: IncidenceSummary) -> None:
    name = summary.endpoint.name
    with st.container(horizontal=True):
        for label, frame, key in (
            ("Events", summary.to_frame(), "events"),
            ("Incidences", summary.rates_to_frame(), "rates"),
            ("Curves and numbers at risk", summary.curves_to_frame(), "curves"),
            ("Test", summary.test_to_frame(), "test"),
        ):
            if not frame.empty:
                file_name = f"{name}_incidence_{key}.csv"
                offer_csv(label, frame, file_name=file_name, key=f"incidence_{key}_csv")
