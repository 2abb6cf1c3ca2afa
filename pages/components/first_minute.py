"""The first minute: what this is, whose data are shown, and three things to try."""

from __future__ import annotations

from typing import Final

import streamlit as st

from imt_core.cohort.schema import Cohort
from pages.components.filter_panel import filter_key

_DISMISSED: Final = "first_minute_over"
VIEWS: Final = "pages/views"


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
            st.page_link(
                f"{VIEWS}/survival.py",
                label="How ALK-negative patients did",
                icon=":material/show_chart:",
                query_params={filter_key(cohort.biomarker): "negative", "unit": "patients"},
            )
            st.page_link(
                f"{VIEWS}/swimmer.py",
                label="Each patient's course",
                icon=":material/view_timeline:",
                query_params={"swimmer_mode": "patients"},
            )
            st.page_link(
                f"{VIEWS}/deck.py", label="Slides for a tumour board", icon=":material/slideshow:"
            )
            st.button(
                "Got it", key="first_minute_dismiss", on_click=_dismiss, icon=":material/close:"
            )


def _dismiss() -> None:
    st.session_state[_DISMISSED] = True
