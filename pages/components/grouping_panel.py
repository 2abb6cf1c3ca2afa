"""Which groups a page compares."""

from __future__ import annotations

import streamlit as st

from imt_core.analyses.view_bounds import MOST_GROUPING
from imt_core.cohort.schema import column_label
from pages.components.state import loaded

DEFAULT_COLUMN = "regimen_group"
GROUP_KEY = "group_by"


def ask_grouping() -> tuple[str, ...]:
    """Draw the choice of grouping columns, shared by all pages, and return it."""
    cohort = loaded().cohort
    columns = cohort.grouping_columns()
    if not columns:
        return ()
    chosen = st.session_state.get(GROUP_KEY)
    if chosen is not None:
        st.session_state[GROUP_KEY] = [column for column in chosen if column in columns]
    return tuple(
        st.multiselect(
            "Group by",
            columns,
            default=[DEFAULT_COLUMN] if chosen is None and DEFAULT_COLUMN in columns else None,
            format_func=column_label,
            max_selections=MOST_GROUPING,
            key=GROUP_KEY,
            bind="query-params",
            placeholder="No grouping: all together",
            help="One column, or two crossed.",
        )
    )


def reset_grouping() -> None:
    """Group another cohort afresh."""
    st.session_state.pop(GROUP_KEY, None)
