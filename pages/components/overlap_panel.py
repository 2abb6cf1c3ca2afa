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
_KEY = "overlap"


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
    """Offer the remedies where groups hold repeated patients; elsewhere nothing is to be asked."""
    shared, repeated = grouping.n_shared_patients, grouping.n_repeated_patients
    if len(grouping.groups) < 2 or not repeated:
        return "keep"
    key = f"{_KEY}_{len(remedies)}"
    if shared:
        label = f"{format_count(shared, 'patient')} in more than one group"
        why = "Groups that share patients are not independent"
    else:
        # Of a patient within one group nothing is gained by leaving all lines out.
        remedies = [overlap for overlap in remedies if overlap != "leave out"]
        label = f"{format_count(repeated, 'patient')} with more than one line of a group"
        why, key = "Lines of one patient are not independent", f"{key}_within"
    # What is chosen on one page holds on the others, where it is offered there.
    held: Overlap = st.session_state[_KEY]
    chosen: Overlap = held if held in remedies else "keep"
    st.session_state[key] = chosen
    st.segmented_control(
        label,
        list(remedies),
        format_func=LABELS.get,
        key=key,
        required=True,
        on_change=_take,
        args=(key,),
        help=f"{why}, so an ordinary test would be wrong.",
    )
    return chosen


def _take(key: str) -> None:
    st.session_state[_KEY] = st.session_state[key]
