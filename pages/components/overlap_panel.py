"""What is done where compared groups hold patients who count more than once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.counting import Overlap
from imt_core.cohort.grouping import Grouping
from imt_core.conventions.formatting import format_count
from pages.components.state import loaded

LABELS: dict[Overlap, str] = {
    "keep": "keep all, no test",
    "first line": "first line of each patient",
    "leave out": "leave these patients out",
    "cluster": "all lines, tested by patient",
}
SHORT: dict[Overlap, str] = {
    "keep": "no test",
    "first line": "first line",
    "leave out": "left out",
    "cluster": "all lines",
}
"""The same in a word, on the button."""
OVERLAP = "overlap"
_ASKED = "overlap_asked"


def compute_with_overlap(
    request: ViewRequest, remedies: Sequence[Overlap] = tuple(LABELS)
) -> ComputedView:
    """Work a view out, and again where patients count more than once and a remedy is chosen."""
    computed = compute_view(loaded().cohort, request)
    overlap = _ask_overlap(computed.result.grouping.tested, remedies)
    if overlap == "keep":
        return computed
    return compute_view(loaded().cohort, replace(request, overlap=overlap))


def offer_patients(why: str, *, key: str) -> None:
    """Say why lines may mislead here, and let patients be counted with one click."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(why, width="content")
        st.button("Count patients", icon=":material/person:", key=key, on_click=_count_patients)


def _count_patients() -> None:
    st.session_state["unit"] = "patients"


def _ask_overlap(grouping: Grouping, remedies: Sequence[Overlap]) -> Overlap:
    """Offer the remedies where groups hold repeated patients; its place is kept elsewhere too."""
    shared, repeated = grouping.n_shared_patients, grouping.n_repeated_patients
    is_asked = len(grouping.groups) > 1 and repeated > 0
    if not shared:
        # Of a patient within one group nothing is gained by leaving all lines out.
        remedies = [overlap for overlap in remedies if overlap != "leave out"]
    n_lines = grouping.shared.n_lines if shared else 0
    if n_lines:
        # A line cannot be tested against itself.
        remedies = [overlap for overlap in remedies if overlap != "cluster"]
    # What is chosen on one page holds on the others, where it is offered there.
    held: Overlap = st.session_state[OVERLAP]
    chosen: Overlap = held if is_asked and held in remedies else "keep"
    if is_asked:
        # As a label of its own it would be another menu's: this one would close when one chooses.
        said = f'.st-key-overlap_open button p::after {{ content: ": {SHORT[chosen]}"; }}'
        st.html(f"<style>{said}</style>")
    popover = st.popover(
        format_count(shared or repeated, "patient") if is_asked else "No shared patients",
        icon=":material/group:",
        key="overlap_open",
        on_change="rerun",
        disabled=not is_asked,
    )
    if is_asked and popover.open:
        with popover:
            _ask(shared, repeated, n_lines, remedies, chosen)
    return chosen


def _ask(
    shared: int, repeated: int, n_lines: int, remedies: Sequence[Overlap], chosen: Overlap
) -> None:
    if shared:
        told = f"{format_count(shared, 'patient')} in more than one group"
        why = "The same patient counts on both sides"
    else:
        told = f"{format_count(repeated, 'patient')} with more than one line of a group"
        why = "The same patient counts more than once"
    st.session_state[_ASKED] = chosen
    st.radio(
        f"**{told}.** {why}, so an ordinary test would be wrong.",
        list(remedies),
        format_func=LABELS.get,
        key=_ASKED,
        on_change=_take,
    )
    if n_lines:
        st.caption(
            f"{format_count(n_lines, 'line is', 'lines are')} in more than one group: a patient "
            "whose first line is one of them is left out with it, and no test by patient is made."
        )


def _take() -> None:
    st.session_state[OVERLAP] = st.session_state[_ASKED]
