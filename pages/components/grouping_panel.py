"""Which groups a page compares."""

from __future__ import annotations

import streamlit as st

from imt_core.schema import Cohort

DEFAULT_COLUMN = "regimen_group"
_KEY = "group_by"


def ask_grouping(cohort: Cohort) -> tuple[str, ...]:
    """Draw the choice of grouping columns, shared by all pages, and return it."""
    columns = cohort.grouping_columns()
    if not columns:
        return ()
    if _KEY in st.session_state:
        st.session_state[_KEY] = [c for c in st.session_state[_KEY] if c in columns]
    chosen = st.multiselect(
        "Group by",
        columns,
        default=[DEFAULT_COLUMN] if DEFAULT_COLUMN in columns else [],
        format_func=cohort.label,
        max_selections=2,
        key=_KEY,
        bind="query-params",
        placeholder="No grouping: all together",
        help="One column, or two crossed.",
    )
    return tuple(chosen)
