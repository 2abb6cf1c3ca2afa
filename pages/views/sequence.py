"""Sequence: how long a line held against the line before, and when the next one came."""

from __future__ import annotations

from functools import partial
from typing import get_args

import streamlit as st

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.growth_modulation import NOT_TESTED, GrowthModulation, PriorLine
from imt_core.analyses.transitions import Following, Transitions
from imt_core.analyses.view_kinds import VIEW_KINDS
from imt_core.cohort.next_treatment import available_incidences
from imt_core.reporting.design.growth import NO_PAIR, count_pairs
from imt_core.reporting.tables.growth_table import format_growth_table
from imt_core.reporting.tables.result_tables import result_tables
from pages.components.appearance import page_title
from pages.components.grammar import asked, options, show_answer, show_result
from pages.components.grouping_panel import ask_grouping
from pages.components.incidence_panel import compute_incidence, show_incidence
from pages.components.presented import can_show
from pages.components.results import (
    show_left_out,
    show_method,
    show_missing,
    show_nobody,
    show_notes,
    show_rows_of_patients,
    show_table,
)
from pages.components.sections import show_tabs
from pages.components.state import Scope, current_scope, loaded
from pages.components.take_away import Numbers, offer_view

BEFORE: dict[PriorLine, str] = dict(
    zip(
        get_args(PriorLine),
        ("the line just before", "the last line before that the sheet holds"),
        strict=True,
    )
)


WHAT = {
    "growth": "growth modulation index",
    "next": "time to next treatment",
    "followed": "which regimen followed",
}
FOLLOWING: dict[Following, str] = dict(
    zip(get_args(Following), ("regimen groups", "regimens"), strict=True)
)


def main() -> None:
    scope = current_scope()
    page_title("Sequence")
    if not scope.filtered.after.n_lines:
        show_nobody()
    elif st.session_state["sequence_of"] == "next":
        _show_next_treatment(scope)
    elif st.session_state["sequence_of"] == "followed":
        _show_followed(scope)
    else:
        _show_growth(scope)


def _ask_what() -> None:
    st.segmented_control(
        "What is asked",
        list(WHAT),
        format_func=WHAT.get,
        key="sequence_of",
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )


def _show_growth(scope: Scope) -> None:
    with asked():
        _ask_what()
        if not VIEW_KINDS["sequence"].can_be_made(loaded().cohort):
            can_show("sequence", scope, loaded().cohort)
            return
        request = scope.request("sequence", before=st.session_state["gmi_before"])
        computed = compute_view(loaded().cohort, request)
        result: GrowthModulation = computed.result
        with options("sequence_options") as is_open:
            if is_open:
                _ask_before()
        if result.pairs:
            offer_view(request, _numbers(result))
    answer = show_answer(computed)
    if not result.pairs:
        st.info(NO_PAIR, icon=":material/filter_alt_off:")
        show_left_out(result.left_out)
        return
    show_result(computed, answer, key="growth")
    show_tabs(
        {
            "Notes": partial(_show_notes, computed),
            "Table": partial(_show_table, result),
            "Pairs": partial(_show_pairs, result),
        },
        key="growth_tab",
    )


def _ask_before() -> None:
    st.segmented_control(
        "Set against",
        list(BEFORE),
        format_func=BEFORE.get,
        key="gmi_before",
        persist_state="session",
        required=True,
        help="Where the sheet lacks a line between two others, the later one has no line just "
        "before it.",
    )


def _numbers(result: GrowthModulation) -> list[Numbers]:
    return [
        Numbers(
            label="Shares", make=type(result).shares_to_frame, file_name="growth_modulation.csv"
        ),
        Numbers(label="Pairs", make=type(result).to_frame, file_name="growth_pairs.csv"),
    ]


def _show_notes(computed: ComputedView) -> None:
    result: GrowthModulation = computed.result
    st.markdown(
        f"**PFS of a line over PFS of the line before**: {count_pairs(result)}. The line before is "
        "looked for among all lines of the sheet, those out of view too. The index is "
        f"{NOT_TESTED}. Above 1.33 were 29% of 279 patients with sarcoma "
        "([Penel 2013](https://doi.org/10.1093/annonc/mds470))."
    )
    show_method(computed.method, unit=computed.unit)
    show_notes(result.notes)
    show_left_out(result.left_out)


def _show_table(result: GrowthModulation) -> None:
    show_table(format_growth_table(result), caption="Growth modulation index")


def _show_pairs(result: GrowthModulation) -> None:
    st.caption("From the smallest ratio.")
    pairs = result.to_frame()
    show_rows_of_patients(pairs, pairs["patient_id"].tolist(), key="growth_pairs")


def _show_followed(scope: Scope) -> None:
    cohort = loaded().cohort
    with asked():
        _ask_what()
        offered = [name for name in FOLLOWING if cohort.has(name)]
        if not (cohort.has("line_number") and offered):
            can_show("transitions", scope, cohort)
            return
        following = st.session_state["following"]
        request = scope.request(
            "transitions", following=following if following in offered else offered[0]
        )
        computed = compute_view(cohort, request)
        result: Transitions = computed.result
        with options("transitions_options") as is_open:
            if is_open and len(offered) > 1:
                _ask_following()
        if result.rows:
            numbers = [
                Numbers(label="Next lines", make=type(result).to_frame, file_name="next_lines.csv"),
                Numbers(
                    label="Times", make=type(result).times_to_frame, file_name="next_times.csv"
                ),
            ]
            offer_view(request, numbers)
    answer = show_answer(computed)
    if not result.rows:
        show_left_out(result.left_out)
        return
    show_result(computed, answer, key="transitions")
    show_tabs(
        {
            "Notes": partial(_show_followed_notes, computed),
            "Table": partial(_show_followed_tables, result),
        },
        key="transitions_tab",
    )


def _ask_following() -> None:
    st.segmented_control(
        "Lines are named by",
        list(FOLLOWING),
        format_func=FOLLOWING.get,
        key="following",
        persist_state="session",
        required=True,
    )


def _show_followed_notes(computed: ComputedView) -> None:
    result: Transitions = computed.result
    show_method(computed.method, unit=computed.unit)
    show_notes(result.notes)
    show_left_out(result.left_out)


def _show_followed_tables(result: Transitions) -> None:
    for table in result_tables(result).tables:
        if table.shown is not None:
            st.markdown(f"**{table.heading}**")
            show_table(table.shown, caption=table.heading, shades=table.shades)
    st.caption("The darker a cell, the larger its share of the lines before.")


def _show_next_treatment(scope: Scope) -> None:
    with asked():
        _ask_what()
        if "ttnt" not in available_incidences(loaded().cohort):
            columns = ("line_number", "start_date", "os_months", "os_event")
            show_missing("The time to next treatment", columns)
            return
        computed = compute_incidence(scope.request("incidence", endpoint="ttnt", by=ask_grouping()))
    show_incidence(computed)


main()
