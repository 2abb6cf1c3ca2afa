"""Which groups a page compares: levels of columns, or subgroups saved by name."""

from __future__ import annotations

from typing import Final

import streamlit as st

from imt_core.analyses.view_bounds import MOST_COMPARED, MOST_GROUPING
from imt_core.cohort.counting import count_cases
from imt_core.cohort.filters import meets
from imt_core.cohort.named_subgroups import NamedSubgroup
from imt_core.cohort.schema import column_label
from pages.components.named_subgroups import (
    COMPARED,
    choose,
    compare,
    compared_subgroups,
    move,
    remove,
    rename,
    saved_subgroups,
    set_subgroups,
)
from pages.components.state import current_scope, loaded
from pages.components.text import plain

GROUP_KEY: Final = "group_by"
_BY_NAME: Final = "\N{BULLET} named subgroups"
"""Stands among the columns; none of them is called so, since a dot is no header's beginning."""


def ask_grouping() -> tuple[str | NamedSubgroup, ...]:
    """Draw the choice of groups, shared by all pages, and return it."""
    compared = compared_subgroups()
    if compared:
        set_subgroups(saved_subgroups())
        _show_compared(compared)
        return compared
    columns = loaded().cohort.grouping_columns()
    by_name = [_BY_NAME] if saved_subgroups() and _BY_NAME not in columns else []
    if not columns and not by_name:
        return ()
    chosen = st.multiselect(
        "Group by",
        [*by_name, *columns],
        format_func=column_label,
        max_selections=MOST_GROUPING,
        key=GROUP_KEY,
        persist_state="session",
        placeholder="Group by: nothing, all together",
        label_visibility="collapsed",
        on_change=_compare_named,
    )
    return tuple(one for one in chosen if one != _BY_NAME)


def _compare_named() -> None:
    chosen = st.session_state[GROUP_KEY]
    if _BY_NAME in chosen:
        st.session_state[GROUP_KEY] = [one for one in chosen if one != _BY_NAME]
        set_subgroups(saved_subgroups())
        compare(saved_subgroups())


def _show_compared(compared: tuple[NamedSubgroup, ...]) -> None:
    popover = st.popover(
        # One that told how many would close at each that is added.
        "Named subgroups",
        icon=":material/bookmarks:",
        key="compared_open",
        on_change="rerun",
    )
    if popover.open:
        with popover:
            _ask_compared(compared)


def _ask_compared(compared: tuple[NamedSubgroup, ...]) -> None:
    saved, frame = saved_subgroups(), current_scope().cohort.frame
    st.markdown(f"**Compared, in this order** (up to {MOST_COMPARED})")
    for position, one in enumerate(saved):
        count = count_cases(frame[meets(frame, one.filter)])
        _ask_one(position, one, is_compared=one in compared, is_full=len(compared) >= MOST_COMPARED)
        st.caption(f"{plain(one.filter.text)}: {count} in view")
    st.button(
        "Group by columns instead", icon=":material/table_rows:", on_click=compare, args=([],)
    )


def _ask_one(position: int, one: NamedSubgroup, *, is_compared: bool, is_full: bool) -> None:
    name, n_saved = plain(one.name), len(saved_subgroups())
    chosen_key, name_key = f"compare_{position}", f"rename_{position}"
    st.session_state[chosen_key], st.session_state[name_key] = is_compared, one.name
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", key=f"named_row_{position}"
    ):
        st.checkbox(
            f"Compare {name}",
            key=chosen_key,
            label_visibility="collapsed",
            width="content",
            disabled=is_full and not is_compared,
            on_change=choose,
            args=(position, chosen_key),
        )
        st.text_input(
            f"Name of {name}",
            key=name_key,
            label_visibility="collapsed",
            on_change=rename,
            args=(position, name_key),
        )
        for word, icon, place in (("earlier", "upward", -1), ("later", "downward", 1)):
            st.button(
                f"Move {name} {word}",
                icon=f":material/arrow_{icon}:",
                key=f"subgroup_{word}_{position}",
                on_click=move,
                args=(position, position + place),
                disabled=not 0 <= position + place < n_saved,
            )
        st.button(
            f"Remove {name}",
            icon=":material/close:",
            key=f"subgroup_remove_{position}",
            on_click=remove,
            args=(position,),
        )


def reset_grouping() -> None:
    """Group another cohort afresh; the subgroups that were saved stay, as far as it has them."""
    for key in (GROUP_KEY, COMPARED):
        st.session_state.pop(key, None)
