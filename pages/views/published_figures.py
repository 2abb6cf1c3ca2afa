"""Published: the cohort beside series that others published, and the model paper recomputed."""

from __future__ import annotations

from functools import partial

import streamlit as st

from imt_core.analyses.benchmark.benchmark import Benchmark
from imt_core.analyses.benchmark.cards import MOST_CARDS, SeriesCard
from imt_core.analyses.benchmark.chosen import benchmark_measures
from imt_core.analyses.benchmark.difference import DIFFERENT_PATIENTS
from imt_core.analyses.benchmark.standing import standing_of
from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.offered import offered_measures
from imt_core.analyses.view_bounds import UNCLUSTERED
from imt_core.analyses.view_kinds import VIEW_KINDS
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.conventions.formatting import format_exact
from imt_core.reporting.documents.filled import filled
from imt_core.reporting.measure_words import measure_word, read_measure
from imt_core.reporting.tables.benchmark_table import (
    card_facts,
    format_benchmark_table,
    format_card_differences,
)
from pages.components.appearance import page_title
from pages.components.grammar import asked, options, show_answer, show_result
from pages.components.grouping_panel import ask_grouping
from pages.components.overlap_panel import compute_with_overlap
from pages.components.own_series import known_cards, own_cards
from pages.components.own_series_panel import show_own_series
from pages.components.paper_panel import show_paper
from pages.components.presented import can_show
from pages.components.results import offer_csv, show_left_out, show_method, show_notes, show_table
from pages.components.sections import show_tabs
from pages.components.state import Scope, current_scope, loaded
from pages.components.take_away import Numbers, offer_view
from pages.components.text import plain

WHAT = {"series": "Series", "paper": "Paper"}
RESPONSE_NAMES = {"orr": "ORR", "orr_treated": "ORR, treated"}


def main() -> None:
    scope = current_scope()
    page_title("Published")
    is_paper = st.session_state["published_of"] == "paper"
    can_be_made = VIEW_KINDS["benchmark"].can_be_made(loaded().cohort)
    if not is_paper and can_be_made and scope.filtered.after.n_lines:
        _show_series(scope)
        return
    with asked():
        _ask_what()
    if is_paper:
        show_paper()
    else:
        can_show("benchmark", scope, loaded().cohort)


def _ask_what() -> None:
    st.segmented_control(
        "Beside what",
        list(WHAT),
        format_func=WHAT.get,
        key="published_of",
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )


def _show_series(scope: Scope) -> None:
    with asked():
        _ask_what()
        computed = compute_with_overlap(_ask(scope), UNCLUSTERED)
        with options("series_options") as is_open:
            if is_open:
                _ask_cards()
        offer_view(computed.request, _numbers(computed.result))
    answer = show_answer(computed)
    show_result(computed, answer, key="benchmark")
    show_tabs(
        {
            "Cards": partial(_show_cards, computed),
            "Difference": partial(_show_difference, computed.result),
            "Own cards": show_own_series,
            "Notes": partial(_show_notes, computed),
        },
        key="series_tab",
    )


def _ask(scope: Scope) -> ViewRequest:
    held = st.session_state
    known = known_cards(shipped=held["shipped_cards"])
    offered = offered_measures(loaded().cohort)
    words = [
        measure_word(measure)
        for measure in benchmark_measures(known)
        if (measure if isinstance(measure, str) else measure[0]) in offered
    ]
    # A rate that an address names, or that an own card told before it was removed.
    words = list(dict.fromkeys((*words, held["benchmark_measure"])))
    word = st.selectbox(
        "Rate",
        words,
        format_func=_name_of,
        key="benchmark_measure",
        persist_state="session",
        label_visibility="collapsed",
        width=145,
    )
    by = ask_grouping()
    measure = read_measure(word)
    # A deck holds no more of the reader's cards than its views tell of.
    own = tuple(card for card in own_cards() if card.figures_of(measure))
    ids = {card.id for card in known if not card.is_own or card in own}
    chosen = held["compare_card"]
    return scope.request(
        "benchmark",
        measure=measure,
        by=by,
        cards=tuple(card for card in held["benchmark_cards"] if card in ids),
        own_cards=own,
        shipped_cards=held["shipped_cards"],
        compare_card=chosen if chosen in ids else "",
    )


def _name_of(word: str) -> str:
    measure = read_measure(word)
    if isinstance(measure, str):
        return RESPONSE_NAMES[measure]
    return f"{ENDPOINTS[measure[0]].short}, {format_exact(measure[1])} months"


def _ask_cards() -> None:
    known = known_cards(shipped=st.session_state["shipped_cards"])
    names = {card.id: card.name for card in known}
    held = st.session_state["benchmark_cards"]
    st.session_state["benchmark_cards"] = [card for card in held if card in names]
    st.multiselect(
        "Series shown",
        list(names),
        format_func=names.get,
        key="benchmark_cards",
        persist_state="session",
        max_selections=MOST_CARDS,
        placeholder="all current ones that tell this rate",
        help="Superseded ones, and those that may share patients, are shown in grey when chosen.",
    )
    st.toggle(
        "Published series of IMT",
        key="shipped_cards",
        persist_state="session",
        help="They are of inflammatory myofibroblastic tumour: hide them beside another tumour.",
    )


def _numbers(result: Benchmark) -> list[Numbers]:
    numbers = [Numbers(label="Series", make=type(result).to_frame, file_name="benchmark.csv")]
    if result.differences:
        made = type(result).differences_to_frame
        numbers.append(Numbers(label="Difference", make=made, file_name="benchmark_difference.csv"))
    return numbers


def _show_cards(computed: ComputedView) -> None:
    result: Benchmark = computed.result
    is_sample = computed.cohort.is_reconstruction
    shown = {rate.card.id: rate.standing for rate in result.rates}
    known = known_cards(shipped=computed.request.shipped_cards)
    cards = [
        (card, shown.get(card.id) or standing_of(card, known, is_sample=is_sample))
        for card in known
    ]
    if not cards:
        st.info("No series is known: the published ones are hidden, and there is none of yours.")
        return
    st.html(
        filled(
            "cards.html",
            cards=[
                {
                    "name": card.name,
                    "is_own": card.is_own,
                    "is_grey": standing.is_grey,
                    "facts": card_facts(card, standing),
                }
                for card, standing in sorted(cards, key=lambda pair: pair[1].is_grey)
            ],
        )
    )


def _show_difference(result: Benchmark) -> None:
    names = {rate.card.id: rate.card.name for rate in result.rates}
    if st.session_state["compare_card"] not in names:
        st.session_state["compare_card"] = None
    st.selectbox(
        "Against",
        list(names),
        index=None,
        format_func=names.get,
        key="compare_card",
        persist_state="session",
        placeholder="Choose one of the series shown",
    )
    if not result.differences:
        st.caption(
            "Each group less one series: with an interval that counts the uncertainty of both, and "
            f"of counts Fisher's exact test. Always {DIFFERENT_PATIENTS}."
        )
        return
    show_table(format_card_differences(result), caption="Each group less one series")
    st.caption(f"{DIFFERENT_PATIENTS.capitalize()}. " + "; ".join(_methods(result)) + ".")
    offer_csv(
        "Difference",
        result.differences_to_frame,
        file_name="benchmark_difference.csv",
        key="benchmark_difference_csv",
    )


def _methods(result: Benchmark) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.method for one in result.differences))


def _show_notes(computed: ComputedView) -> None:
    result: Benchmark = computed.result
    show_table(format_benchmark_table(result), caption=result.measure_label)
    show_method(computed.method, unit=computed.counting)
    show_left_out(result.left_out)
    show_notes(result.notes)
    if aside := _set_aside(computed):
        told = "; ".join(f"{card.name} ({reason})" for card, reason in aside)
        st.caption(f"**Not shown at first:** {plain(told)}.")


def _set_aside(computed: ComputedView) -> list[tuple[SeriesCard, str]]:
    """Cards that tell the rate and are not shown, each with the reason."""
    result: Benchmark = computed.result
    shown = {rate.card.id for rate in result.rates}
    found = []
    for card in result.known:
        if card.id not in shown and card.figures_of(result.measure):
            standing = standing_of(
                card,
                result.known,
                measure=result.measure,
                is_sample=computed.cohort.is_reconstruction,
            )
            found.append((card, standing.reason or "not chosen"))
    return found


main()
