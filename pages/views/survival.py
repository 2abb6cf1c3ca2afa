"""Survival: how long control lasted."""

from __future__ import annotations

from functools import partial

import streamlit as st

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.fragility import describe_fragility, median_fragility, rate_fragility
from imt_core.analyses.interval_choices import survival_choices
from imt_core.analyses.landmark_analysis import dated_columns
from imt_core.analyses.offered import offered_endpoints
from imt_core.analyses.survival import SurvivalSummary
from imt_core.analyses.survival_comparison import common_horizon
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.duration_of_response import DURATION_OF_RESPONSE
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.named_subgroups import level_columns
from imt_core.conventions.formatting import ABBREVIATIONS, format_exact
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
from pages.components.grammar import asked, show_answer, show_result
from pages.components.grouping_panel import ask_grouping
from pages.components.incidence_panel import chosen_curve, compute_incidence, show_incidence
from pages.components.known_at_start import ask_known_at_start
from pages.components.overlap_panel import compute_with_overlap, offer_patients
from pages.components.own_series import chosen_curve_behind
from pages.components.presented import can_show
from pages.components.results import show_left_out, show_method, show_notes, show_table
from pages.components.sections import show_tabs
from pages.components.state import Scope, current_scope, loaded
from pages.components.survival_options import offer_options
from pages.components.take_away import Numbers, offer_view
from pages.components.text import plain

LANDMARK_CHOICES = (3.0, 6.0)


def main() -> None:
    scope = current_scope()
    page_title("Survival")
    if not can_show("survival", scope, loaded().cohort):
        return
    with asked():
        request = _ask(scope)
        if chosen_curve(request.endpoint) == "incidence":
            computed = compute_incidence(request)
        else:
            computed = compute_with_overlap(request)
        offer_options(request.endpoint)
        if computed.request.kind == "survival":
            offer_view(computed.request, _numbers(computed.result))
    if computed.request.kind == "incidence":
        show_incidence(computed)
        return
    answer = show_answer(computed)
    summary = computed.result
    if not summary.groups:
        _explain_nobody(summary)
        show_left_out(summary.left_out)
        return
    show_result(computed, answer, key="kaplan_meier", beside=partial(_show_beside, computed))
    unit = computed.counting
    show_tabs(
        {
            "Notes": partial(_show_notes, computed),
            "Compare": partial(show_comparison, summary, computed.cohort, unit=unit),
            "Cox": partial(show_regression, summary, computed.cohort, unit=unit),
            "Against published": partial(
                show_reference, summary, compares_durations=computed.request.compare_durations
            ),
            "Tables": partial(_show_tables, summary),
            "Interval choices": partial(_show_choices, computed),
        },
        key="survival_tab",
    )


def _ask(scope: Scope) -> ViewRequest:
    shorts = {end.name: end.short for end in (*ENDPOINTS.values(), DURATION_OF_RESPONSE)}
    endpoint = st.segmented_control(
        "Endpoint",
        offered_endpoints(loaded().cohort),
        key="endpoint",
        required=True,
        format_func=shorts.get,
        persist_state="session",
        label_visibility="collapsed",
    )
    by = ask_grouping()
    is_of_responders = endpoint == DURATION_OF_RESPONSE.name
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
        axis="whole" if held["whole_follow_up"] else "informative",
        drawn_curve=chosen_curve_behind(),
    )


def _numbers(summary: SurvivalSummary) -> list[Numbers]:
    name = summary.endpoint.name
    numbers = [
        Numbers(
            label="Medians and follow-up",
            make=type(summary).to_frame,
            file_name=f"{name}_summary.csv",
        ),
        Numbers(label="Rates", make=type(summary).rates_to_frame, file_name=f"{name}_rates.csv"),
        Numbers(
            label="Curves and numbers at risk",
            make=type(summary).curves_to_frame,
            file_name=f"{name}_curves.csv",
        ),
    ]
    if summary.test is not None:
        numbers.append(
            Numbers(label="Test", make=type(summary).test_to_frame, file_name=f"{name}_test.csv")
        )
    return numbers


def _explain_nobody(summary: SurvivalSummary) -> None:
    end = summary.endpoint
    where = f" It is defined in {end.extent} disease." if end.extent else ""
    st.info(
        f"Nobody in view enters {end.label.lower()}.{where} Choose another endpoint or remove a "
        "filter.",
        icon=":material/filter_alt_off:",
    )


def _show_beside(computed: ComputedView) -> None:
    """What is asked back, where the numbers raise a question."""
    summary = computed.result
    ask_known_at_start(summary.grouping.columns, place="groups")
    _offer_landmark(computed)
    if summary.repeats_deaths:
        offer_patients("A death counts with each line of the patient.", key="count_deaths_once")


def _offer_landmark(computed: ComputedView) -> None:
    """Where groups are learned after day 1: the months from which they can be compared."""
    request = computed.request
    columns = level_columns(request.by)
    if request.landmark_months is not None or not dated_columns(computed.cohort, columns):
        return
    if request.endpoint == DURATION_OF_RESPONSE.name:
        return
    st.caption("Landmark analysis: groups as known at a month, time from there.")
    with st.container(horizontal=True):
        for months in LANDMARK_CHOICES:
            st.button(
                f"From month {format_exact(months)}",
                key=f"landmark_{months:g}",
                on_click=_take_landmark,
                args=(months,),
            )


def _take_landmark(months: float) -> None:
    st.session_state["landmark_months"] = months


def _show_notes(computed: ComputedView) -> None:
    summary: SurvivalSummary = computed.result
    end = summary.endpoint
    st.markdown(
        f"**{end.label}**: {end.event}; {summary.count}, {describe_events(summary)}. "
        f"{plain(describe_comparison(summary))}"
    )
    show_method(
        f"{summary.method}; follow-up: reverse Kaplan-Meier; comparison: "
        f"{summary.test.method if summary.test else 'none'}",
        unit=computed.counting,
    )
    show_left_out(summary.left_out)
    show_notes(summary.notes)
    _show_fragility(summary)
    st.caption(f"{ABBREVIATIONS}.")


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


def _show_tables(summary: SurvivalSummary) -> None:
    show_table(format_survival_table(summary), caption="Medians and follow-up")
    if summary.groups[0].rates:
        show_table(format_rates_table(summary), caption="Rates")
    show_table(format_quartiles_table(summary), caption="Quartiles with their intervals")


def _show_choices(computed: ComputedView) -> None:
    if computed.request.endpoint == "dor":
        st.info("Durations of response are described with one interval only.")
        return
    choices = survival_choices(computed.cohort, computed.result)
    in_force = computed.request.conventions.survival_conf_type
    show_table(
        format_survival_choices(choices, in_force=in_force),
        caption="What each choice of interval would say",
    )


main()
