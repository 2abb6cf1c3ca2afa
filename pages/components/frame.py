"""The frame around every page: the cohort, the filters, and the line that says who is in view."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import Page

from imt_core.cohort.counting import UNITS, Unit
from imt_core.cohort.filters import FilteredCohort, describe_criterion, filter_cohort
from imt_core.cohort.named_subgroups import within_subgroups
from imt_core.cohort.schema import Cohort
from imt_core.conventions.formatting import format_count
from imt_core.reporting.content.software import product_name
from pages.components.address import OF_PAGE, keep_address
from pages.components.appearance import follow_viewer
from pages.components.cohort_source import ask_source, show_refused_upload
from pages.components.conventions_panel import ask_conventions, describe_departure
from pages.components.filter_panel import ask_filter
from pages.components.gate import show_visitor
from pages.components.lost_session import (
    lost_file,
    mark_open_file,
    show_lost,
    show_lost_without_a_name,
)
from pages.components.named_subgroups import compared_subgroups, offer_to_save
from pages.components.navigation import page_name, show_links
from pages.components.one_patient import offer_clear_index
from pages.components.opening.opened import read_inbox
from pages.components.opening.pending import pending, was_given_up
from pages.components.opening.screen import show_opening
from pages.components.results import on_request
from pages.components.saved_session import offer_session
from pages.components.state import INDEX, Scope, current_scope, loaded, refuse, set_scope
from pages.components.taken_up import take_up
from pages.components.text import plain
from pages.components.unsaved import warn_before_leaving


def draw_frame(here: Page, pages: Sequence[Page]) -> bool:
    """Draw the sidebar and the head of the page, and set the scope of this run.

    Returns whether the page is to be drawn: a file that is being opened takes its place.
    """
    take_up()
    read_inbox()
    lost = lost_file()
    if lost and pending() is None:
        show_links(pages)
        show_lost(lost)
        return False
    cohort = loaded().cohort
    st.set_page_config(page_title=product_name(is_sample=cohort.is_reconstruction))
    opening = pending()
    words = keep_address(page_name(here), cohort, is_shown=opening is None)
    show_links(pages, words)
    with st.sidebar:
        mark_open_file()
        show_visitor()
        ask_source(cohort)
        if opening is None:
            _ask_scope(cohort)
        warn_before_leaving()
        follow_viewer()
    if was_given_up():
        refuse(
            "The sheet",
            "It waited to be opened for more than half an hour, or too many others did, and was "
            "forgotten. Choose it again.",
        )
    show_refused_upload(cohort)
    if opening is not None:
        show_opening(opening)
        return False
    show_lost_without_a_name()
    _show_who_is_in_view(current_scope(), page_name(here))
    return True


def _ask_scope(cohort: Cohort) -> None:
    """Draw what decides who is in view and how they are counted."""
    st.markdown(
        "**Who is in view**",
        help="The number beside each choice: treatment lines, under all other filters.",
    )
    filtered = filter_cohort(cohort, ask_filter(cohort))
    if filtered.filter.criteria:
        offer_to_save(filtered.filter, str(filtered.after))
    scope = Scope(
        filtered=filtered,
        unit=_ask_unit(),
        conventions=ask_conventions(),
        index=st.session_state[INDEX],
    )
    set_scope(scope)
    with on_request("Session file", icon="save", key="session_file_open") as is_open:
        if is_open:
            offer_session(scope)


def _ask_unit() -> Unit:
    unit: Unit | None = st.segmented_control(
        "Count",
        UNITS,
        key="unit",
        persist_state="session",
        required=True,
        help="Lines: every treatment line counts. Patients: the first line in view of each that "
        "a figure can count; every figure says which.",
    )
    return unit or "lines"


def _describe_compared(scope: Scope) -> str:
    """How many subgroups by name are set side by side, and who is in one of them."""
    compared = compared_subgroups()
    if not compared:
        return ""
    count = within_subgroups(scope.cohort, compared).count
    return f"{format_count(len(compared), 'subgroup')} compared: {count}"


def _has_groups(page: str) -> bool:
    """Whether a page, as what is asked on it now, sets groups side by side."""
    asked = st.session_state
    has_none = {
        "sequence": asked["sequence_of"] != "next",
        "published_figures": asked["published_of"] == "paper",
    }
    return "compared" in OF_PAGE.get(page, ()) and not has_none.get(page, False)


def _show_who_is_in_view(scope: Scope, page: str) -> None:
    """One line, whatever is chosen: who is counted, and on request who is not and why."""
    filtered = scope.filtered
    parts = [
        f"**{filtered.after}**",
        plain(filtered.filter.text) or "the whole cohort",
        "one line a patient" if scope.unit == "patients" else "",
        _describe_compared(scope) if _has_groups(page) else "",
        describe_departure(scope.conventions),
    ]
    with st.container(horizontal=True, vertical_alignment="center", key="who_is_in_view"):
        st.markdown(" · ".join(part for part in parts if part), width="content")
        offer_clear_index(loaded().cohort)
        if filtered.before.n_lines > filtered.after.n_lines:
            _offer_left_out(filtered)
        if filtered.cohort.is_reconstruction:
            st.badge(
                "Reconstruction from published aggregates, not patient data",
                icon=":material/science:",
                color="orange",
            )


def _offer_left_out(filtered: FilteredCohort) -> None:
    """How many lines are left out; opened, by which filter."""
    n_left_out = filtered.before.n_lines - filtered.after.n_lines
    popover = st.popover(
        f"{format_count(n_left_out, 'line')} not counted",
        key="left_out_open",
        on_change="rerun",
        type="tertiary",
    )
    if popover.open:
        n_patients = filtered.before.n_patients - filtered.after.n_patients
        steps = [
            f"- {step.left_out.n_lines} not {plain(describe_criterion(step.criterion))}"
            for step in filtered.steps
            if step.left_out.n_lines
        ]
        told = f"with {format_count(n_patients, 'patient')}" if n_patients else "but no patient"
        with popover:
            st.markdown(f"**{plain(filtered.filter.text)}** leaves out, {told}:")
            st.markdown("\n".join(steps))
