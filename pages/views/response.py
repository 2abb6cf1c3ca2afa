"""Response: who responded, with exact intervals."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import streamlit as st

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.contrast_fragility import difference_fragility
from imt_core.analyses.fragility import describe_fragility, orr_fragility
from imt_core.analyses.guards import learned_later
from imt_core.analyses.interval_choices import response_choices
from imt_core.analyses.response import ResponseTable
from imt_core.analyses.response_comparison import compare_response
from imt_core.analyses.view_bounds import FIRST_LANDMARK, LONGEST_AXIS, UNCLUSTERED
from imt_core.cohort.counting import unit_meaning
from imt_core.cohort.duration_of_response import time_to_response
from imt_core.comparisons.exact_tests import binomial_test
from imt_core.comparisons.proportion_difference import DIFFERENCE_CONF_TYPES
from imt_core.conventions.formatting import format_count, format_estimate, format_percent
from imt_core.reporting.tables.interval_choices import format_response_choices
from imt_core.reporting.tables.response_tables import (
    format_response_comparison,
    format_response_table,
)
from pages.components.appearance import page_title
from pages.components.comparison_panel import ask_reference
from pages.components.grammar import asked, options, show_answer, show_result
from pages.components.grouping_panel import ask_grouping
from pages.components.known_at_start import ask_known_at_start
from pages.components.overlap_panel import compute_with_overlap
from pages.components.presented import can_show
from pages.components.published_value import HeldAgainst, show_against_published
from pages.components.results import (
    offer_csv,
    show_left_out,
    show_method,
    show_nobody,
    show_notes,
    show_table,
)
from pages.components.sections import show_tabs
from pages.components.state import Scope, current_scope
from pages.components.take_away import Numbers, offer_view
from pages.components.target_panel import ask_targets, show_targets
from pages.components.text import plain

WHAT = {"response": "best response", "waterfall": "waterfall", "spider": "spider"}


def main() -> None:
    scope = current_scope()
    page_title("Response")
    what = st.session_state["response_of"]
    if not scope.filtered.after.n_lines:
        show_nobody()
    elif what == "response":
        _show_response(scope)
    else:
        with asked():
            _ask_what()
            computed = ask_targets(what, scope)
        show_targets(what, computed)


def _ask_what() -> None:
    st.segmented_control(
        "What is asked",
        list(WHAT),
        format_func=WHAT.get,
        key="response_of",
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )


def _show_response(scope: Scope) -> None:
    with asked():
        _ask_what()
        if not can_show("response", scope, scope.cohort):
            return
        by = ask_grouping()
        months = st.session_state["durable_months"]
        request = scope.request("response", by=by, durable_months=months)
        computed = compute_with_overlap(request, UNCLUSTERED)
        _offer_options()
        table = computed.result
        numbers = Numbers(
            label="Response table", make=type(table).to_frame, file_name="response.csv"
        )
        offer_view(computed.request, [numbers])
    answer = show_answer(computed)
    if not show_result(
        computed, answer, key="response", beside=partial(_show_time_to_response, computed)
    ):
        st.info("Nobody in view has an evaluable response.", icon=":material/info:")
    show_tabs(
        {
            "Notes": partial(_show_notes, computed),
            "Table": partial(_show_table, table),
            "Compare": partial(_show_comparison, table),
            "Against published": partial(_show_reference, table),
            "Interval choices": partial(_show_choices, computed),
        },
        key="response_tab",
    )


def _offer_options() -> None:
    with options("response_options") as is_open:
        if is_open:
            st.number_input(
                "Durable control: months",
                min_value=FIRST_LANDMARK,
                max_value=float(LONGEST_AXIS),
                step=1.0,
                format="%g",
                key="durable_months",
                persist_state="session",
                help="How long a stable disease must last from day 1 to count as durable control.",
            )


def _show_notes(computed: ComputedView) -> None:
    table = computed.result
    unit = computed.unit
    if table.left_out:
        unit += "; patients with lines in more than one group are handled as chosen above"
    show_method(computed.method, unit=unit)
    show_left_out(table.left_out)
    show_notes(table.notes)
    st.caption(describe_fragility(orr_fragility(table)))


def _show_table(table: ResponseTable) -> None:
    show_table(format_response_table(table), caption="Best response")


def _show_time_to_response(computed: ComputedView) -> None:
    cohort, request = computed.cohort, computed.request
    if not cohort.has("response_months"):
        return
    summary = time_to_response(cohort, unit=request.unit, conventions=request.conventions)
    if summary.median is not None:
        told = format_count(summary.n, "responder")
        if summary.n_missing:
            told += f" ({summary.n_missing} without a time left out)"
        times = format_estimate(summary.median, summary.q1, summary.q3)
        which = unit_meaning(request.unit, enters="time to response")
        st.caption(f"Time to response, {told}: median (Q1–Q3) {times} months; {which}.")


def _show_comparison(table: ResponseTable) -> None:
    ask_known_at_start(table.grouping.columns, place="response")
    conf_type = st.selectbox(
        "Interval of the difference",
        list(DIFFERENCE_CONF_TYPES),
        format_func=DIFFERENCE_CONF_TYPES.get,
        key="difference_conf_type",
        persist_state="session",
    )
    made = (group for group in table.grouping.groups if len(group.rows))
    labels = [group.label for group in made if group.is_recorded]
    comparison = compare_response(
        table, conf_type=conf_type, reference=ask_reference(labels) if len(labels) > 1 else None
    )
    if comparison.pairs:
        show_table(format_response_comparison(comparison), caption="Differences between the groups")
        show_method(comparison.method, unit=unit_meaning(table.unit))
        offer_csv(
            "Download the comparison",
            comparison.to_frame,
            file_name="response_comparison.csv",
            key="response_comparison_csv",
        )
    else:
        st.info(f"Nothing is compared: {plain(comparison.reason)}.")
    show_notes(comparison.notes)
    told = (
        describe_fragility(difference_fragility(table, pair.first, pair.second))
        for pair in comparison.pairs
    )
    st.caption(plain(" ".join(told)))


def _show_choices(computed: ComputedView) -> None:
    choices = response_choices(computed.cohort, computed.result)
    in_force = computed.request.conventions.proportion_conf_type
    show_table(
        format_response_choices(choices, in_force=in_force),
        caption="What each choice of interval would say",
    )


def _show_reference(table: ResponseTable) -> None:
    show_against_published(
        "Published response rate (%)",
        key="reference_orr",
        lowest=1.0,
        highest=99.0,
        example="50",
        invitation="Type a rate that others published: the exact binomial test compares it.",
        reason=learned_later(table.grouping.columns, table.grouping.declared),
        hold=partial(_hold_rates, table),
    )


def _hold_rates(table: ResponseTable, percent: float) -> Iterator[HeldAgainst]:
    for group in table.tested:
        for orr, whom in ((group.orr, "evaluable"), (group.of_treated.orr, "of all treated")):
            yield HeldAgainst(
                label=group.label,
                count=group.count,
                seen=f"{orr.n_success}/{orr.n} {whom} against {format_percent(percent / 100)}",
                test=binomial_test(orr.n_success, orr.n, reference=percent / 100),
            )


main()
