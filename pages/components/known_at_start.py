"""Whether columns of the sheet's own were known before treatment began: asked where it matters."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from imt_core.cohort.schema import COLUMN_BY_NAME, known_at_start
from pages.components.state import declare_column, loaded
from pages.components.text import plain

_WORDS = {True: "yes", False: "no"}


def ask_known_at_start(columns: Sequence[str], *, place: str) -> None:
    """Ask it of each column of the sheet's own that groups are compared by."""
    for column in columns:
        if column not in COLUMN_BY_NAME:
            _ask(column, f"known_{place}_{column}")


def _ask(column: str, key: str) -> None:
    known = known_at_start(column, loaded().cohort.declared)
    st.session_state[key] = None if known is None else _WORDS[known]
    st.segmented_control(
        f"Was {plain(column)} known before treatment began?",
        list(_WORDS.values()),
        key=key,
        on_change=lambda: declare_column(column, known=st.session_state[key] == "yes"),
        help="What is learned later cannot be compared: who lived longer had more time to get "
        "there. The answer is kept with the mapping and in the session file.",
    )
