"""Response: who responded, with exact intervals."""

from __future__ import annotations

import streamlit as st

from imt_core.analyses.fragility import describe_fragility, orr_fragility
from imt_core.analyses.interval_choices import response_choices
from imt_core.analyses.response import ResponseTable, response_table
from imt_core.analyses.response_comparison import compare_response
from imt_core.cohort.counting import UNIT_MEANING
from imt_core.cohort.duration_of_response import time_to_response
from imt_core.comparisons.exact_tests import binomial_test
from imt_core.comparisons.proportion_difference import DIFFERENCE_CONF_TYPES
from imt_core.conventions.formatting import format_estimate, format_p_or_reason, format_percent
from imt_core.reporting.figures.response import describe_responses, response_figure
from imt_core.reporting.tables.baseline_tables import format_response_table
from imt_core.reporting.tables.survival_comparisons import (
    format_response_choices,
    format_response_comparison,
)
from pages.components.appearance import current_theme
from pages.components.grouping_panel import ask_grouping
from pages.components.overlap_panel import ask_overlap
from pages.components.results import (
    offer_csv,
    on_request,
    show_chart,
    show_left_out,
    show_method,
    show_missing,
    show_nobody,
    show_notes,
    show_table,
)
from pages.components.state import View, current_view
from pages.components.take_away import offer_view, view_request
from pages.components.text import plain


def main() -> None:
    view = current_view()
    st.title("Response")
    if view.filtered.after.n_lines == 0:
        show_nobody()
        return
    if not view.cohort.has("best_response"):
        show_missing("The response page", ["best_response"])
        return
    by = ask_grouping()
    table = response_table(view.cohort, by=by, unit=view.unit, conventions=view.conventions)
    overlap = ask_overlap(table.grouping, ("keep", "first line", "leave out"))
    if overlap != "keep":
        table = response_table(
            view.cohort, by=by, unit=view.unit, overlap=overlap, conventions=view.conventions
        )
    _show(table, view)
    offer_view(view_request(view, "response", by=by, overlap=overlap))
    _show_time_to_response(view)
    if len(table.groups) > 1:
        _show_comparison(table)
    _show_choices(view, by)
    _show_reference(table)


def _show(table: ResponseTable, view: View) -> None:
    not_drawn = [group.label for group in table.groups if group.n_evaluable == 0]
    if len(not_drawn) == len(table.groups):
        st.info("Nobody in view has an evaluable response.", icon=":material/info:")
    else:
        show_chart(
            response_figure(table, theme=current_theme()),
            key="response",
            alt=describe_responses(table),
        )
        if not_drawn:
            st.caption(f"Not drawn, nobody evaluable: {plain(', '.join(not_drawn))}.")
    show_table(format_response_table(table), key="response_table")
    unit = UNIT_MEANING[view.unit]
    if table.left_out:
        unit += "; patients with lines in more than one group are handled as chosen above"
    show_method(table.method, unit=unit)
    show_left_out(table.left_out)
    show_notes(table.notes)
    st.caption(describe_fragility(orr_fragility(view.cohort, unit=view.unit)))
    offer_csv(
        "Download the response table",
        table.to_frame(),
        file_name="response.csv",
        key="response_csv",
    )


def _show_time_to_response(view: View) -> None:
    if not view.cohort.has("response_months"):
        return
    summary = time_to_response(view.cohort, unit=view.unit, conventions=view.conventions)
    if summary.median is not None:
        times = format_estimate(summary.median, summary.q1, summary.q3)
        st.markdown(
            f"**Time to response**, {summary.n} responders: median (Q1–Q3) {times} months. "
            "Duration of response is on the Survival page, as endpoint DOR."
        )


def _show_comparison(table: ResponseTable) -> None:
    with st.expander("Compare the response rates", icon=":material/compare_arrows:"):
        conf_type = st.selectbox(
            "Interval of the difference",
            list(DIFFERENCE_CONF_TYPES),
            format_func=DIFFERENCE_CONF_TYPES.get,
            key="difference_conf_type",
            persist_state="session",
        )
        comparison = compare_response(table, conf_type=conf_type)
        if comparison.pairs:
            show_table(format_response_comparison(comparison), key="response_comparison")
            show_method(comparison.method, unit=UNIT_MEANING[table.unit])
            offer_csv(
                "Download the comparison",
                comparison.to_frame(),
                file_name="response_comparison.csv",
                key="response_comparison_csv",
            )
        else:
            st.info(f"Nothing is compared: {plain(comparison.reason)}.")
        show_notes(comparison.notes)


def _show_choices(view: View, by: tuple[str, ...]) -> None:
    title = "What each choice of interval would say"
    with on_request(title, icon="tune", key="response_choices_open") as wanted:
        if not wanted:
            return
        choices = response_choices(view.cohort, by=by, unit=view.unit, conventions=view.conventions)
        table = format_response_choices(choices, in_force=view.conventions.proportion_conf_type)
        show_table(table, key="response_choices")


def _show_reference(table: ResponseTable) -> None:
    with st.expander("Against a published response rate", icon=":material/library_books:"):
        percent = st.number_input(
            "Published response rate (%)",
            min_value=1.0,
            max_value=99.0,
            value=None,
            step=1.0,
            key="reference_orr",
            persist_state="session",
            placeholder="for example 50",
        )
        if percent is None:
            st.caption("Type a rate that others published: the exact binomial test compares it.")
            return
        for group in table.groups:
            test = binomial_test(group.orr.n_success, group.n_evaluable, reference=percent / 100)
            st.markdown(
                f"**{plain(group.label)}**: {group.orr.n_success}/{group.n_evaluable} against "
                f"{format_percent(percent / 100)}: {format_p_or_reason(test.p_value, test.reason)}"
            )
        st.caption(f"{plain(test.method)}. " + " ".join(plain(n.message) for n in test.notes))


main()
