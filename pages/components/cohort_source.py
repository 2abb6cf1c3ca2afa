"""Where the cohort comes from: the sample, or a file of the user's own."""

from __future__ import annotations

import streamlit as st

from imt_core.cohort.schema import Cohort
from imt_core.intake.files.file_kind import KIND_BY_ENDING
from imt_core.intake.template import cohort_template
from imt_core.reporting.csv_files import write_csv
from pages.components.download import offer_download
from pages.components.filter_panel import clear_filters
from pages.components.grouping_panel import reset_grouping
from pages.components.opening.opened import take_files
from pages.components.opening.pending import forget_pending
from pages.components.state import dismiss_refused, load_sample, refused
from pages.components.text import plain
from pages.components.uploads import forget_uploads
from pages.serving.memory import forget_soon

_GENERATION = "uploader_generation"


def ask_source(cohort: Cohort) -> None:
    """Draw the cohort's name, the upload and the way back to the sample."""
    st.markdown(f"**{plain(cohort.name)}**  \n{cohort.count}")
    # A new key after each file: the popover is drawn afresh, and closed.
    popover = st.popover(
        "Open another cohort",
        icon=":material/upload_file:",
        width="stretch",
        key=f"open_{_generation()}",
        on_change="rerun",
    )
    if popover.open:
        with popover:
            _ask_cohort(cohort)
    if not cohort.is_reconstruction:
        st.button(
            "Back to the sample cohort",
            icon=":material/restart_alt:",
            on_click=_back_to_sample,
            width="stretch",
        )


def _ask_cohort(cohort: Cohort) -> None:
    if cohort.provenance:
        st.caption(f"Open now: {plain(cohort.name)}. {plain(cohort.provenance)}.")
    ask_files()
    offer_download(
        "Download the template",
        lambda: write_csv(cohort_template()),
        file_name="cohort_template.csv",
        mime="text/csv",
        width="stretch",
    )
    st.caption(
        "The template is not needed: a sheet of your own works too. It needs a patient label "
        "and one outcome: response, times with events, or dates."
    )


def ask_files() -> None:
    """Draw the upload."""
    st.file_uploader(
        "A CSV, Excel, ODS, SAS, SPSS or Stata file, or several that belong together",
        type=[ending.removeprefix(".") for ending in KIND_BY_ENDING],
        accept_multiple_files=True,
        key=f"upload_{_generation()}",
        on_change=_take_upload,
        args=(_generation(),),
        help="Any headers, words, dates and languages: you check how the file was understood "
        "before it is opened. It stays in this session's memory: nothing is stored or sent.",
    )


def _generation() -> int:
    generation: int = st.session_state.setdefault(_GENERATION, 0)
    return generation


def show_refused_upload(cohort: Cohort | None) -> None:
    """Say why a file was not opened, and which cohort is loaded still, if any."""
    upload = refused()
    if upload is None:
        return
    still = f" The cohort before, {plain(cohort.name)}, is still loaded." if cohort else ""
    st.error(
        f"**{plain(upload.filename)} was not opened.** {plain(upload.reason)}{still}",
        icon=":material/error:",
    )
    st.button("Dismiss", on_click=dismiss_refused)


def _take_upload(generation: int) -> None:
    # The browser may tell once more of an upload that was taken, and is drawn no longer.
    uploads = st.session_state.get(f"upload_{generation}")
    if uploads and generation == _generation():
        take_files([(upload.name, upload.getvalue()) for upload in uploads])
        forget_uploads(uploads)
        st.session_state[_GENERATION] = generation + 1


def _back_to_sample() -> None:
    forget_pending()
    load_sample()
    clear_filters()
    reset_grouping()
    forget_soon()
