"""The first minute: what this is, whose data are shown, and three things to try."""

from __future__ import annotations

from typing import Final

import streamlit as st

from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.schema import Cohort
from pages.components.address import go_to
from pages.components.filter_panel import filter_key, set_filter
from pages.components.state import loaded

_DISMISSED: Final = "first_minute_over"


def show_first_minute(cohort: Cohort) -> None:
    """Draw it beside the sample cohort until it is dismissed."""
    if not cohort.is_reconstruction or st.session_state.get(_DISMISSED):
        return
    with st.container(border=True, key="first_minute"):
        st.markdown(
            "**Explore a small cohort: who responded, how long control lasted, each patient's "
            "course.** You see a sample: 38 patients with inflammatory myofibroblastic tumour, "
            "reconstructed from a published series. Your own sheet stays on this machine, in "
            "memory. Three things to try:"
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if st.button(
                "How ALK-negative patients did",
                icon=":material/show_chart:",
                key="try_survival",
                on_click=_choose_negative,
            ):
                column = filter_key(cohort.biomarker)
                go_to("survival", {column: ("negative",), "unit": ("patients",)})
            if st.button(
                "Each patient's course",
                icon=":material/view_timeline:",
                key="try_swimmer",
                on_click=_choose_patients,
            ):
                go_to("swimmer", {"swimmer_mode": ("patients",)})
            if st.button("Slides for a tumour board", icon=":material/slideshow:", key="try_deck"):
                go_to("deck", {})
            st.button(
                "Got it", key="first_minute_dismiss", on_click=_dismiss, icon=":material/close:"
            )


def _choose_negative() -> None:
    cohort = loaded().cohort  # A button that held it would keep it beyond the session.
    negative = Criterion(column=cohort.biomarker, levels=("negative",))
    set_filter(cohort, CohortFilter(criteria=(negative,)))
    st.session_state["unit"] = "patients"


def _choose_patients() -> None:
    st.session_state["swimmer_mode"] = "patients"


def _dismiss() -> None:
    st.session_state[_DISMISSED] = True
