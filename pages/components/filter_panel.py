"""The shared filters: chips for the usual subgroups, any other column on request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from imt_core.cohort.filters import CohortFilter, Criterion, filter_cohort
from imt_core.cohort.schema import Cohort, column_label, level_texts
from pages.components.text import plain

_CHIPS_AT_MOST = 5
_PREFIX = "only_"
_MORE = "filter_by"


def filter_key(column: str) -> str:
    """The session key, and URL parameter, of one column's filter."""
    return _PREFIX + column


def clear_filters() -> None:
    """Take every filter back; bound widgets also leave the URL."""
    for key in [str(key) for key in st.session_state]:
        if key.startswith(_PREFIX) or key == _MORE:
            st.session_state[key] = []


def set_filter(cohort: Cohort, chosen: CohortFilter) -> None:
    """Put other filters in the place of those that are set."""
    clear_filters()
    main = cohort.subgroup_columns()
    for criterion in chosen.criteria:
        st.session_state[filter_key(criterion.column)] = list(criterion.levels)
    st.session_state[_MORE] = [c.column for c in chosen.criteria if c.column not in main]


def ask_filter(cohort: Cohort) -> CohortFilter:
    """Draw the filters and return what was chosen."""
    columns = cohort.grouping_columns()
    main = cohort.subgroup_columns()
    others = [column for column in columns if column not in main]
    chosen: dict[str, list[str]] = {}
    places = {}
    for column in main:
        chosen[column] = _ask_levels(cohort, column)
        places[column] = st.empty()
    if others:
        more = st.multiselect(
            "More filters",
            others,
            format_func=column_label,
            key=_MORE,
            bind="query-params",
            placeholder="Choose a column",
        )
        for column in more:
            chosen[column] = _ask_levels(cohort, column)
            places[column] = st.empty()
    # Every filter must be known before the counts beside any of them are right.
    for column, place in places.items():
        with place:
            _show_counts(cohort, column, chosen)
    cohort_filter = _to_filter(chosen)
    if cohort_filter.criteria:
        st.button(
            "Clear all filters",
            icon=":material/filter_alt_off:",
            on_click=clear_filters,
            width="stretch",
        )
    return cohort_filter


def _ask_levels(cohort: Cohort, column: str) -> list[str]:
    levels = cohort.levels(column)
    key = filter_key(column)
    # Chosen levels that a new cohort does not have would make the widget fail.
    if key in st.session_state:
        st.session_state[key] = [level for level in st.session_state[key] if level in levels]
    if len(levels) <= _CHIPS_AT_MOST:
        chosen = st.pills(
            plain(cohort.label(column)),
            levels,
            selection_mode="multi",
            format_func=plain,
            key=key,
            bind="query-params",
        )
    else:
        chosen = st.multiselect(
            plain(cohort.label(column)), levels, key=key, bind="query-params", placeholder="All"
        )
    return list(chosen)


def _show_counts(cohort: Cohort, column: str, chosen: Mapping[str, Sequence[str]]) -> None:
    """Lines of each level under the filters of all other columns: what a click would show."""
    others = {other: levels for other, levels in chosen.items() if other != column}
    rest = filter_cohort(cohort, _to_filter(others)).cohort
    counts = level_texts(rest.frame[column]).value_counts()
    levels = cohort.levels(column)
    shown = levels if len(levels) <= _CHIPS_AT_MOST else chosen[column]
    if shown:
        texts = (f"{plain(level)} **{int(counts.get(level, 0))}**" for level in shown)
        st.caption(" · ".join(texts))


def _to_filter(chosen: Mapping[str, Sequence[str]]) -> CohortFilter:
    return CohortFilter(
        criteria=tuple(
            Criterion(column=column, levels=tuple(levels))
            for column, levels in chosen.items()
            if levels
        )
    )
