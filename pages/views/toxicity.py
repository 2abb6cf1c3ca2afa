"""Toxicity: the worst grade of each line, and which terms."""

from __future__ import annotations

from functools import partial
from typing import get_args

import streamlit as st

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.toxicity import MEASURE_NAMES, TermGrades, ToxicityTable
from imt_core.analyses.toxicity_comparison import compare_toxicity
from imt_core.analyses.view_bounds import MOST_LEAST, UNCLUSTERED
from imt_core.cohort.counting import unit_meaning
from imt_core.comparisons.proportion_difference import DIFFERENCE_CONF_TYPES
from imt_core.reporting.tables.toxicity_tables import (
    format_term_table,
    format_toxicity_comparison,
    format_toxicity_table,
    rarer_terms,
)
from pages.components.appearance import page_title
from pages.components.comparison_panel import ask_reference
from pages.components.grammar import asked, options, show_answer, show_result
from pages.components.grouping_panel import ask_grouping
from pages.components.known_at_start import ask_known_at_start
from pages.components.overlap_panel import compute_with_overlap
from pages.components.presented import can_show
from pages.components.results import offer_csv, show_left_out, show_method, show_notes, show_table
from pages.components.sections import show_tabs
from pages.components.state import current_scope
from pages.components.take_away import Numbers, offer_view
from pages.components.text import plain

GRADES: dict[TermGrades, str] = dict(
    zip(get_args(TermGrades), ("all grades", "grade 3 and over"), strict=True)
)


def main() -> None:
    scope = current_scope()
    page_title("Toxicity")
    if not can_show("toxicity", scope, scope.cohort):
        return
    with asked():
        request = scope.request(
            "toxicity",
            by=ask_grouping(),
            term_grades=st.session_state["term_grades"],
            term_least=st.session_state["term_least"],
        )
        computed = compute_with_overlap(request, UNCLUSTERED)
        with options("toxicity_options") as is_open:
            if is_open:
                _ask_terms(request.unit)
        table = computed.result
        numbers = [
            Numbers(label="Worst grades", make=type(table).to_frame, file_name="toxicity.csv"),
            Numbers(label="Terms", make=type(table).terms_to_frame, file_name="toxicity_terms.csv"),
        ]
        offer_view(computed.request, numbers)
    answer = show_answer(computed)
    if not show_result(computed, answer, key="toxicity"):
        st.info("Of nobody in view toxicity is recorded.", icon=":material/info:")
    show_tabs(
        {
            "Notes": partial(_show_notes, computed),
            "Terms": partial(_show_terms, table),
            "Compare": partial(_show_comparison, table),
        },
        key="toxicity_tab",
    )


def _ask_terms(unit: str) -> None:
    st.segmented_control(
        "Terms",
        list(GRADES),
        format_func=GRADES.get,
        key="term_grades",
        persist_state="session",
        required=True,
    )
    st.number_input(
        f"In at least so many {unit}",
        min_value=1,
        max_value=MOST_LEAST,
        step=1,
        key="term_least",
        persist_state="session",
        help="Of all groups together, at the grades chosen. How many terms are rarer is said.",
    )


def _show_notes(computed: ComputedView) -> None:
    table: ToxicityTable = computed.result
    show_method(computed.method, unit=computed.counting)
    show_left_out(table.left_out)
    show_notes(table.notes)
    show_table(format_toxicity_table(table), caption="Toxicity by worst grade")


def _show_terms(table: ToxicityTable) -> None:
    terms = format_term_table(table)
    if len(terms):
        show_table(terms, caption="Terms by worst grade")
    else:
        st.info("No term is recorded at these grades in so many.", icon=":material/info:")
    told = (
        "A line counts once for each term, with the term's worst grade. A term without a row under "
        "a group did not occur in it. Terms are as the sheet spells them, but for case and blanks."
    )
    st.caption(plain(f"{told} {rarer_terms(table)}"))


def _show_comparison(table: ToxicityTable) -> None:
    ask_known_at_start(table.grouping.columns, place="toxicity")
    left, right = st.columns(2, vertical_alignment="bottom")
    measure = left.segmented_control(
        "What is compared",
        list(MEASURE_NAMES),
        format_func=MEASURE_NAMES.get,
        key="toxicity_measure",
        persist_state="session",
        required=True,
    )
    conf_type = right.selectbox(
        "Interval of the difference",
        list(DIFFERENCE_CONF_TYPES),
        format_func=DIFFERENCE_CONF_TYPES.get,
        key="difference_conf_type",
        persist_state="session",
    )
    labels = [group.label for group in table.tested]
    comparison = compare_toxicity(
        table,
        measure=measure,
        conf_type=conf_type,
        reference=ask_reference(labels) if len(labels) > 1 else None,
    )
    if comparison.pairs:
        show_table(format_toxicity_comparison(comparison), caption="Differences between the groups")
        show_method(comparison.method, unit=unit_meaning(table.unit))
        offer_csv(
            "Download the comparison",
            comparison.to_frame,
            file_name="toxicity_comparison.csv",
            key="toxicity_comparison_csv",
        )
    else:
        st.info(f"Nothing is compared: {plain(comparison.reason)}.")
    show_notes(comparison.notes)


main()
