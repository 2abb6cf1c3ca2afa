"""One patient: whose course is shown, whom every view marks, and the way from a mark there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NoReturn

import streamlit as st

from imt_core.cohort.pseudonyms import patient_key, patient_of_key
from imt_core.cohort.schema import Cohort
from pages.components.address import go_to, words_of_address
from pages.components.state import INDEX, PATIENT
from pages.components.text import plain

HINT: Final = "A click on a bar or mark opens the course of its patient."
_PICKS: Final = "patients_picked"


def patients_of(cohort: Cohort) -> list[str]:
    """The patients in the order of the sheet."""
    return cohort.frame["patient_id"].astype(str).unique().tolist()


def choose_patient(patient_id: str) -> None:
    """Have the patient page show this course."""
    st.session_state[PATIENT] = patient_key(patient_id)


def mark_patient(key: str) -> None:
    """Have every view mark this patient; nobody for an empty key."""
    st.session_state[INDEX] = key


def show_course_of(patient_id: str) -> NoReturn:
    """Go to the patient page."""
    choose_patient(patient_id)
    # What was picked is picked no longer when one comes back: a widget of another name is drawn.
    st.session_state[_PICKS] = st.session_state.get(_PICKS, 0) + 1
    go_to("patient", words_of_address() | {PATIENT: (patient_key(patient_id),)})


def pick_key(key: str) -> str:
    """The name of a widget in which a patient can be picked, another after each pick."""
    n_picks = st.session_state.get(_PICKS, 0)
    return f"{key}_{n_picks}" if n_picks else key


def go_to_picked_mark(state: Any) -> None:
    """Go to the patient whose bar or mark was pressed in a figure, if one was."""
    for point in state.selection.points if state else ():
        told = point.get("customdata")
        if told:
            show_course_of(str(told[0]))


def go_to_picked_row(state: Any, patients: Sequence[str]) -> None:
    """Go to the patient of a row that was picked: a row's number is that of the table now shown."""
    for row in state.selection.rows if state else ():
        if row < len(patients):
            show_course_of(patients[row])


def offer_clear_index(cohort: Cohort) -> None:
    """Say who the index patient is, and let nobody be it."""
    patient = patient_of_key(cohort, st.session_state[INDEX])
    if patient is not None:
        st.button(
            f"Index patient {plain(patient)}",
            icon=":material/close:",
            icon_position="right",
            key="clear_index",
            type="tertiary",
            on_click=mark_patient,
            args=("",),
            help="Marked in every view. Press to mark nobody.",
        )
