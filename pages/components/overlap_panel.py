"""What is done where compared groups share patients."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from imt_core.cohort.counting import Overlap
from imt_core.cohort.grouping import Grouping
from imt_core.conventions.formatting import format_count

LABELS: dict[Overlap, str] = {
    "keep": "keep all, no test",
    "first line": "first line of each patient",
    "leave out": "leave these patients out",
    "cluster": "all lines, variance by patient",
}
_KEY = "overlap"


def ask_overlap(grouping: Grouping, remedies: Sequence[Overlap] = tuple(LABELS)) -> Overlap:
    """Offer the remedies where groups share patients; elsewhere nothing is to be asked."""
    n_shared = grouping.n_shared_patients
    if n_shared == 0:
        return "keep"
    chosen: Overlap | None = st.segmented_control(
        f"{format_count(n_shared, 'patient')} in more than one group",
        list(remedies),
        default="keep",
        format_func=LABELS.get,
        key=f"{_KEY}_{len(remedies)}",
        persist_state="session",
        required=True,
        help="Groups that share patients are not independent, so an ordinary test would be wrong.",
    )
    return chosen or "keep"
