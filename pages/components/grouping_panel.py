"""Which groups a page compares."""

from __future__ import annotations

import streamlit as st

from imt_core.analyses.view_bounds import MOST_GROUPING
from imt_core.cohort.schema import column_label
from pages.components.state import loaded

GROUP_KEY = "group_by"


def ask_grouping() -> tuple[str, ...]:
    """Draw the choice of grouping columns, shared by all pages, and return it."""
    cohort = loaded().cohort
    columns = cohort.grouping_columns()
    if not columns:
        return ()
    return tuple(
        st.multiselect(
            "Group by",
            columns,
            format_func=column_label,
            max_selections=MOST_GROUPING,
            key=GROUP_KEY,
            persist_state="session",
            placeholder="Group by: nothing, all together",
            label_visibility="collapsed",
        )
    )


def reset_grouping() -> None:
    """Group another cohort afresh."""
    st.session_state.pop(GROUP_KEY, None)
