"""Which patient is shown: found by name, or one step from another in the order of the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from imt_core.cohort.pseudonyms import patient_key
from pages.components.one_patient import choose_patient
from pages.components.state import PATIENT
from pages.components.text import plain

MOST_LISTED: Final = 2_000
"""Patients; of more the identifier is typed in whole, for no list of them could be sent."""
_TYPED: Final = "patient_typed"


def ask_patient(patients: Sequence[str], in_view: Sequence[str], shown: str | None) -> None:
    """Draw the search, and beside a patient who is shown the steps to the one before and after."""
    seen = set(in_view)
    if len(patients) > MOST_LISTED:
        _ask_identifier(patients, shown)
    else:
        _ask_name(patients, seen, shown)
    if shown is None:
        return
    order = [patient for patient in patients if patient in seen or patient == shown]
    at = order.index(shown)
    for label, icon, step, keys in (
        ("Previous", "chevron_left", -1, "Alt+Up"),
        ("Next", "chevron_right", 1, "Alt+Down"),
    ):
        to = at + step
        is_there = 0 <= to < len(order)
        st.button(
            label,
            icon=f":material/{icon}:",
            key=f"patient_{label.lower()}",
            disabled=not is_there,
            on_click=choose_patient,
            args=(order[to] if is_there else shown,),
            shortcut=keys,
            help=f"Of the patients in view, in the order of the sheet ({keys}).",
        )
    place = f"{at + 1:,} of {len(order):,}" if shown in seen else "Not in view"
    st.caption(f"{place} · sheet order", width="content")


def _ask_name(patients: Sequence[str], seen: set[str], shown: str | None) -> None:
    names = {patient_key(patient): patient for patient in patients}
    held = st.session_state[PATIENT]
    if held and held not in names:
        names[held] = "not in this cohort"
    st.selectbox(
        "Patient",
        list(names),
        index=None,
        format_func=lambda key: (
            names[key] + ("" if names[key] in seen or key == held else " (not in view)")
        ),
        key=PATIENT,
        persist_state="session",
        placeholder=shown or "Choose a patient",
        label_visibility="collapsed",
        width=190,
    )


def _ask_identifier(patients: Sequence[str], shown: str | None) -> None:
    st.text_input(
        "Patient",
        key=_TYPED,
        placeholder=shown or "Identifier",
        label_visibility="collapsed",
        width=190,
        on_change=_find,
        args=(patients,),
        help="The identifier as the sheet has it.",
    )


def _find(patients: Sequence[str]) -> None:
    typed = st.session_state[_TYPED].strip()
    st.session_state[_TYPED] = ""
    if typed in patients:
        choose_patient(typed)
    elif typed:
        st.toast(f"No patient is called {plain(typed[:60])}.", icon=":material/person_off:")
