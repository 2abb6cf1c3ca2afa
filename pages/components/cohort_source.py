"""Where the cohort comes from: the sample, or a file of the user's own."""

from __future__ import annotations

import streamlit as st

from imt_core.file_kind import KIND_BY_ENDING
from imt_core.formatting import format_count
from imt_core.schema import Cohort
from imt_core.template import cohort_template
from imt_core.writing import write_csv
from pages.components.filter_panel import clear_filters
from pages.components.grouping_panel import reset_grouping
from pages.components.results import show_issues
from pages.components.state import (
    dismiss_refused,
    load_sample,
    load_upload,
    refused,
)
from pages.components.text import plain

_GENERATION = "uploader_generation"


def ask_source(cohort: Cohort) -> None:
    """Draw the cohort's name, the upload and the way back to the sample."""
    st.markdown(f"**{plain(cohort.name)}**  \n{cohort.count}")
    if cohort.provenance:
        st.caption(plain(cohort.provenance))
    generation = st.session_state.setdefault(_GENERATION, 0)
    # A new key after each file: the popover is drawn afresh, and closed.
    with st.popover(
        "Open another cohort", icon=":material/upload_file:", width="stretch",
        key=f"open_{generation}",
    ):  # fmt: skip
        st.file_uploader(
            "CSV, Excel, ODS, SAS, SPSS or Stata file in the template's layout",
            type=[ending.removeprefix(".") for ending in KIND_BY_ENDING],
            key=f"upload_{generation}",
            on_change=_take_upload,
            help="The file stays in this session's memory: nothing is stored or sent anywhere.",
        )
        st.download_button(
            "Download the template",
            data=lambda: write_csv(cohort_template()),
            file_name="cohort_template.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            width="stretch",
        )
        st.caption(
            "One row per treatment line. Only patient_id and one endpoint, or best_response, "
            "are required."
        )
    if not cohort.is_reconstruction:
        st.button(
            "Back to the sample cohort", icon=":material/restart_alt:", on_click=_back_to_sample,
            width="stretch",
        )  # fmt: skip


def show_refused_upload(cohort: Cohort) -> None:
    """Say what is wrong with a refused file, and that nothing was lost."""
    upload = refused()
    if upload is None:
        return
    n_errors = len(upload.report.errors)
    st.error(
        f"**{plain(upload.filename)} was not loaded**: {format_count(n_errors, 'problem')} must be "
        f"corrected first. The cohort before, {plain(cohort.name)}, is still loaded.",
        icon=":material/error:",
    )
    show_issues(upload.report, key="refused")
    st.button("Dismiss", on_click=dismiss_refused)


def _take_upload() -> None:
    generation = st.session_state[_GENERATION]
    upload = st.session_state[f"upload_{generation}"]
    if upload is None:
        return
    if load_upload(upload.getvalue(), upload.name):
        clear_filters()
        reset_grouping()
    st.session_state[_GENERATION] = generation + 1


def _back_to_sample() -> None:
    load_sample()
    clear_filters()
    reset_grouping()
