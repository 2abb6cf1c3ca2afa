"""Forms for what the reader knows of others' results: cards typed in or taken up, and curves."""

from __future__ import annotations

from typing import Any

import streamlit as st

from imt_core.analyses.benchmark.card_files import write_cards
from imt_core.analyses.benchmark.cards import (
    CARD_ENDPOINTS,
    LONGEST_MONTHS,
    LONGEST_NAME,
    LONGEST_WORDS,
    MOST_CASES,
    SeriesFigure,
    own_card,
)
from imt_core.reporting.card_table import cards_to_table, read_own_cards
from imt_core.reporting.csv_files import write_csv
from imt_core.reporting.tables.benchmark_table import format_figure
from pages.components.download import offer_download
from pages.components.own_curves_panel import show_own_curves
from pages.components.own_series import REFUSED, add_cards, own_cards, remove_card, tried
from pages.components.text import plain

KINDS = {"response": "responders of n", "survival": "rate at a month", "median": "median"}
_GENERATION = "own_series_generation"
_WORDS = {
    "name": "Name",
    "treatment": "Treatment",
    "population": "Population",
    "citation": "Source",
}


def show_own_series() -> None:
    """Draw the form of a card, the cards that there are, and the way in and out as a file."""
    refused = st.session_state.pop(REFUSED, "")
    if refused:
        st.error(plain(refused), icon=":material/error:")
    form, there = st.columns([3, 2])
    with form:
        _ask_card()
    with there:
        _show_cards()
    show_own_curves()


def _ask_card() -> None:
    kind = st.segmented_control(
        "It tells",
        list(KINDS),
        format_func=KINDS.get,
        default="response",
        required=True,
        key="own_card_kind",
    )
    with st.form("own_card", clear_on_submit=False, border=False):
        for columns in (("name", "treatment"), ("population", "citation")):
            for place, field in zip(st.columns(2), columns, strict=True):
                longest = LONGEST_NAME if field == "name" else LONGEST_WORDS
                place.text_input(_WORDS[field], key=f"own_card_{field}", max_chars=longest)
        _ask_figure(kind or "response")
        st.form_submit_button("Add the card", on_click=_add, args=(kind or "response",))


def _ask_figure(kind: str) -> None:
    places = st.columns(3 if kind == "response" else 5)
    if kind == "response":
        _number(places[0], "Responders", "n_success", most=MOST_CASES, step=1)
        _number(places[1], "Evaluated (n)", "n", least=1, most=MOST_CASES, step=1)
        return
    places[0].selectbox("Endpoint", CARD_ENDPOINTS, format_func=str.upper, key="own_card_endpoint")
    if kind == "survival":
        _number(places[1], "Month", "months", most=LONGEST_MONTHS)
        _number(places[2], "Rate (%)", "percent", most=100.0)
    else:
        _number(places[1], "Median (months)", "months", most=LONGEST_MONTHS)
    most = 100.0 if kind == "survival" else LONGEST_MONTHS
    _number(places[3], "95% from", "printed_low", most=most)
    _number(places[4], "to", "printed_high", most=most)


def _number(place: Any, label: str, field: str, **bounds: float) -> None:
    place.number_input(
        label,
        min_value=bounds.get("least", 0 if "step" in bounds else 0.0),
        max_value=bounds["most"],
        value=None,
        step=bounds.get("step", 1.0),
        format=None if "step" in bounds else "%g",
        key=f"own_card_{field}",
    )


def _add(kind: str) -> None:
    held = st.session_state
    fields = {
        "response": ("n_success", "n"),
        "survival": ("endpoint", "months", "percent", "printed_low", "printed_high"),
        "median": ("endpoint", "months", "printed_low", "printed_high"),
    }[kind]
    given = {field: held[f"own_card_{field}"] for field in fields}

    def add() -> None:
        card = own_card(
            held["own_card_name"],
            treatment=held["own_card_treatment"],
            population=held["own_card_population"],
            citation=held["own_card_citation"],
            figures=[SeriesFigure(kind=kind, **given)],
        )
        add_cards([card])

    if tried(add):
        for name in (*_WORDS, *(field for field in fields if field != "endpoint")):
            held[f"own_card_{name}"] = "" if name in _WORDS else None


def _show_cards() -> None:
    cards = own_cards()
    for card in cards:
        with st.container(horizontal=True, vertical_alignment="center"):
            told = "; ".join(map(format_figure, card.figures))
            st.markdown(f"**{plain(card.name)}** {plain(told)}", width="stretch")
            st.button(
                "Remove",
                key=f"remove_{card.id}",
                on_click=remove_card,
                args=(card.id,),
                help=f"Remove {plain(card.name)}",
            )
    if cards:
        with st.container(horizontal=True):
            offer_download(
                "Own cards (JSON)",
                lambda: write_cards(cards),
                file_name="own_cards.json",
                mime="application/json",
                key="own_cards_file",
            )
            offer_download(
                "Own cards (CSV)",
                lambda: write_csv(cards_to_table(cards)),
                file_name="own_cards.csv",
                mime="text/csv",
                key="own_cards_table",
            )
    else:
        st.caption("Cards of yours stand beside the published series, and in the session file.")
    key = f"own_cards_{st.session_state.setdefault(_GENERATION, 0)}"
    st.file_uploader(
        "Take up a file of cards",
        type=["json", "csv"],
        max_upload_size=1,
        key=key,
        on_change=_take,
        args=(key,),
    )


def _take(key: str) -> None:
    upload = st.session_state.get(key)
    if upload is None:
        return
    content = upload.getvalue()
    st.session_state[_GENERATION] += 1
    tried(lambda: add_cards(read_own_cards(content)))
