"""Survival: how long control lasted."""

from __future__ import annotations

import streamlit as st

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.fragility import describe_fragility, median_fragility, rate_fragility
from imt_core.analyses.interval_choices import survival_choices
from imt_core.analyses.landmark_analysis import dated_columns
from imt_core.analyses.offered import offered_endpoints
from imt_core.analyses.survival import SurvivalSummary
from imt_core.analyses.survival_comparison import common_horizon
from imt_core.analyses.view_bounds import FIRST_LANDMARK, LONGEST_AXIS, MOST_RATES, is_rate_time
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.duration_of_response import DURATION_OF_RESPONSE
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.conventions.formatting import ABBREVIATIONS, format_exact
from imt_core.reporting.design.survival import MOST_IN_THREE
from imt_core.reporting.tables.interval_choices import format_survival_choices
from imt_core.reporting.tables.survival_comparisons import describe_comparison
from imt_core.reporting.tables.survival_tables import (
    format_quartiles_table,
    format_rates_table,
    format_survival_table,
)
from imt_core.reporting.tables.survival_words import describe_events
from pages.components.appearance import page_title
from pages.components.comparison_panel import show_comparison, show_reference, show_regression
from pages.components.grouping_panel import ask_grouping
from pages.components.incidence_panel import ask_curve, compute_incidence, show_incidence
from pages.components.known_at_start import ask_known_at_start
from pages.components.overlap_panel import compute_with_overlap, offer_patients
from pages.components.presented import can_show, show_figure
from pages.components.results import (
    offer_csv,
    on_request,
    show_left_out,
    show_method,
    show_notes,
    show_table,
)
from pages.components.state import Scope, current_scope, loaded
from pages.components.take_away import offer_view
from pages.components.text import plain

_REFUSED_MONTHS = "refused_months"
LANDMARK_CHOICES = (3.0, 6.0)
RATE_CHOICES = (6.0, 12.0, 24.0, 36.0, 60.0, 120.0)


def main() -> None:
    scope = current_scope()
    page_title("Survival")
    if not can_show("survival", scope, loaded().cohort):
        return
    request = _ask(scope)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        computed = _compute(request)
    if computed.request.kind == "incidence":
        show_incidence(computed)
        return
    summary = computed.result
    if not summary.groups:
        _explain_nobody(summary)
        show_left_out(summary.left_out)
        return
    _show_figure(computed)
    _show_tables(computed)
    show_left_out(summary.left_out)
    offer_view(computed.request)
    _show_fragility(summary)
    if len(summary.groups) > 1:
        show_comparison(summary, computed.cohort, unit=computed.counting)
    show_regression(summary, computed.cohort, unit=computed.counting)
    show_reference(summary, compares_durations=computed.request.compare_durations)
    _show_choices(computed)


def _ask(scope: Scope) -> ViewRequest:
    cohort = loaded().cohort
    endpoints = offered_endpoints(cohort)
    shorts = {end.name: end.short for end in (*ENDPOINTS.values(), DURATION_OF_RESPONSE)}
    left, middle, right = st.columns([3, 3, 1.4], vertical_alignment="bottom")
    with left:
        endpoint = st.segmented_control(
            "Endpoint",
            endpoints,
            key="endpoint",
            required=True,
            format_func=shorts.get,
            persist_state="session",
            help="DOR, duration of response: responders, from the first documented response.",
        )
    with middle:
        by = ask_grouping()
    is_of_responders = endpoint == DURATION_OF_RESPONSE.name
    with right:
        _offer_options(is_of_responders=is_of_responders)
    held = st.session_state
    return scope.request(
        "survival",
        endpoint=endpoint,
        by=by,
        rate_months=tuple(held["rate_months"]),
        landmark_months=None if is_of_responders else held["landmark_months"],
        compare_durations=is_of_responders and held["compare_durations"],
        show_band=held["band"],
        risk_rows="three" if held["three_rows"] else "at risk",
    )


def _compute(request: ViewRequest) -> ComputedView:
    """Work out survival or incidence, and what becomes of shared patients, as is chosen here."""
    if ask_curve(request.endpoint) == "incidence":
        return compute_incidence(request)
    return compute_with_overlap(request)


def _offer_options(*, is_of_responders: bool) -> None:
    """Draw what is seldom changed, where it is asked for."""
    options = st.popover(
        "Options",
        icon=":material/tune:",
        key="survival_options",
        on_change="rerun",
        width="stretch",
    )
    if options.open:
        with options:
            _ask_options(is_of_responders=is_of_responders)


def _ask_options(*, is_of_responders: bool) -> None:
    st.multiselect(
        "Rates at months",
        sorted({*RATE_CHOICES, *st.session_state["rate_months"]}),
        format_func=format_exact,
        key="rate_months",
        persist_state="session",
        accept_new_options=True,
        max_selections=MOST_RATES,
        on_change=_read_typed_months,
        help="Choose times, or type another number of months.",
    )
    _name_refused_months()
    st.toggle("Confidence bands", key="band", persist_state="session")
    st.toggle(
        "Censored and events below",
        key="three_rows",
        persist_state="session",
        help="Below the number at risk: how many were censored and had the event before then. "
        f"With more than {MOST_IN_THREE} groups there is no room for it.",
    )
    if is_of_responders:
        st.toggle(
            "Compare all the same",
            key="compare_durations",
            persist_state="session",
            help="Who responds depends on the treatment, so durations compare no treatments.",
        )
    else:
        st.number_input(
            "Landmark (months)",
            min_value=FIRST_LANDMARK,
            max_value=float(LONGEST_AXIS),
            value=None,
            key="landmark_months",
            persist_state="session",
            placeholder="none: from day 1",
            help="Only those followed without an event to this month, in groups as known "
            "there, with time from there.",
        )


def _read_typed_months() -> None:
    """Times typed by hand arrive as text; one that is not a time is named, not dropped silently."""
    months, refused = set(), []
    for value in st.session_state["rate_months"]:
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if is_rate_time(number):
            months.add(number)
        else:
            refused.append(str(value))
    st.session_state["rate_months"] = sorted(months)
    st.session_state[_REFUSED_MONTHS] = refused


def _name_refused_months() -> None:
    for value in st.session_state.pop(_REFUSED_MONTHS, ()):
        st.warning(f"{plain(value)} is not a number of months, so no rate is shown for it.")


def _explain_nobody(summary: SurvivalSummary) -> None:
    end = summary.endpoint
    where = f" It is defined in {end.extent} disease." if end.extent else ""
    st.info(
        f"Nobody in view enters {end.label.lower()}.{where} Choose another endpoint or remove a "
        "filter.",
        icon=":material/filter_alt_off:",
    )


def _show_figure(computed: ComputedView) -> None:
    summary = computed.result
    end = summary.endpoint
    st.markdown(
        f"**{end.label}**: {end.event}; {summary.count}, {describe_events(summary)}. "
        f"{plain(describe_comparison(summary))}"
    )
    ask_known_at_start(summary.grouping.by, place="groups")
    _offer_landmark(computed)
    if summary.repeats_deaths:
        offer_patients("A death counts with each line of the patient.", key="count_deaths_once")
    show_figure(computed, key="kaplan_meier")
    st.caption(f"{ABBREVIATIONS}.")


def _offer_landmark(computed: ComputedView) -> None:
    """Where groups are learned after day 1: the months from which they can be compared."""
    request = computed.request
    if request.landmark_months is not None or not dated_columns(computed.cohort, request.by):
        return
    if request.endpoint == DURATION_OF_RESPONSE.name:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Landmark analysis: groups as known at a month, time from there.", width=430)
        for months in LANDMARK_CHOICES:
            st.button(
                f"From month {format_exact(months)}",
                key=f"landmark_{months:g}",
                on_click=_take_landmark,
                args=(months,),
            )


def _take_landmark(months: float) -> None:
    st.session_state["landmark_months"] = months


def _show_tables(computed: ComputedView) -> None:
    summary = computed.result
    name = summary.endpoint.name
    show_table(format_survival_table(summary), key="survival_table")
    if summary.groups[0].rates:
        show_table(format_rates_table(summary), key="rates_table")
    with st.expander("Quartiles with their intervals", icon=":material/table:"):
        show_table(format_quartiles_table(summary), key="quartiles_table")
    show_method(
        f"{summary.method}; follow-up: reverse Kaplan-Meier; comparison: "
        f"{summary.test.method if summary.test else 'none'}",
        unit=computed.counting,
    )
    show_notes(summary.notes)
    with st.container(horizontal=True):
        offer_csv(
            "Medians and follow-up",
            summary.to_frame(),
            file_name=f"{name}_summary.csv",
            key="survival_csv",
        )
        offer_csv("Rates", summary.rates_to_frame(), file_name=f"{name}_rates.csv", key="rates_csv")
        offer_csv(
            "Curves and numbers at risk",
            summary.curves_to_frame(),
            file_name=f"{name}_curves.csv",
            key="curves_csv",
        )
        if summary.test is not None:
            offer_csv("Test", summary.test_to_frame(), file_name=f"{name}_test.csv", key="test_csv")


def _show_fragility(summary: SurvivalSummary) -> None:
    if summary.endpoint.name == "dor":
        return
    median = median_fragility(summary.cases, conventions=summary.conventions)
    texts = [describe_fragility(median)]
    rates = summary.groups[0].rates
    if rates:
        months = common_horizon(summary) or rates[0].months
        texts.append(describe_fragility(rate_fragility(summary.cases, months)))
    st.caption("**All in view together.** " + " ".join(texts))


def _show_choices(computed: ComputedView) -> None:
    if computed.request.endpoint == "dor":
        return
    title = "What each choice of interval would say"
    with on_request(title, icon="tune", key="survival_choices_open") as wanted:
        if not wanted:
            return
        choices = survival_choices(computed.cohort, computed.result)
        in_force = computed.request.conventions.survival_conf_type
        show_table(format_survival_choices(choices, in_force=in_force), key="survival_choices")


main()
