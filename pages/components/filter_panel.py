"""The shared filters: chips for the usual subgroups, any other column on request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from imt_core.analyses.offered import main_filters, offered_filters
from imt_core.cohort.filters import CohortFilter, Criterion, level_counts
from imt_core.cohort.schema import ADVANCED, EXTENT_OF_STAGE, Cohort, column_label
from pages.components.text import plain

_CHIPS_AT_MOST = 5
FILTER_PREFIX = "only_"
_MORE = "filter_by"


def filter_key(column: str) -> str:
    """The session key, and URL parameter, of one column's filter."""
    return FILTER_PREFIX + column


def clear_filters() -> None:
    """Take every filter back; bound widgets also leave the URL."""
    for key in [str(key) for key in st.session_state]:
        if key.startswith(FILTER_PREFIX) or key == _MORE:
            st.session_state[key] = []


def set_filter(cohort: Cohort, chosen: CohortFilter) -> None:
    """Put other filters in the place of those that are set."""
    clear_filters()
    main = main_filters(cohort)
    for criterion in chosen.criteria:
        st.session_state[filter_key(criterion.column)] = list(criterion.levels)
    st.session_state[_MORE] = [c.column for c in chosen.criteria if c.column not in main]


def chosen_filter(cohort: Cohort) -> CohortFilter:
    """The filters that are set, of columns and levels that the cohort has."""
    main = main_filters(cohort)
    columns = (*main, *(column for column in offered_filters(cohort) if column not in main))
    held = {column: st.session_state.get(filter_key(column)) for column in columns}
    return CohortFilter(
        criteria=tuple(
            Criterion(column=column, levels=levels)
            for column, chosen in held.items()
            if chosen
            and (levels := tuple(level for level in chosen if level in cohort.levels(column)))
        )
    )


def ask_filter(cohort: Cohort) -> CohortFilter:
    """Draw the filters and return what was chosen."""
    chosen = chosen_filter(cohort)
    main = main_filters(cohort)
    for column in main:
        _ask_levels(cohort, column, chosen)
    others = [column for column in offered_filters(cohort) if column not in main]
    if others:
        _keep_known(_MORE, others)
        more = st.multiselect(
            "More filters",
            others,
            format_func=column_label,
            key=_MORE,
            persist_state="session",
            placeholder="Choose a column",
            on_change=_drop_unlisted,
            args=(others,),
        )
        for column in more:
            _ask_levels(cohort, column, chosen)
    if chosen.criteria:
        st.button(
            "Clear all filters",
            icon=":material/filter_alt_off:",
            on_click=clear_filters,
            width="stretch",
        )
    return chosen


def _drop_unlisted(others: Sequence[str]) -> None:
    """A filter that is no longer drawn filters no longer."""
    for column in others:
        if column not in st.session_state[_MORE]:
            st.session_state[filter_key(column)] = []


def _ask_levels(cohort: Cohort, column: str, chosen: CohortFilter) -> None:
    """Draw the levels of a column, each with its lines under the filters of all other columns."""
    key = filter_key(column)
    counts = level_counts(cohort, column, chosen)
    levels = list(cohort.levels(column))
    if column == "regimen" and cohort.has("regimen_group"):
        # The regimens within the groups that are chosen, and what is chosen already.
        levels = [level for level in levels if level in counts]
    held = _keep_known(key, cohort.levels(column))
    levels += [level for level in held if level not in levels]

    def counted(level: str) -> str:
        return f"{plain(level)} {counts[level]}"

    if len(levels) > _CHIPS_AT_MOST or column == "regimen":
        # The browser knows what is chosen here by its text, so that no count may stand in it.
        st.multiselect(
            plain(cohort.label(column)), levels, key=key, persist_state="session", placeholder="All"
        )
        if held:
            st.caption(" · ".join(map(counted, held)))
        return
    st.pills(
        plain(cohort.label(column)),
        levels,
        selection_mode="multi",
        format_func=counted,
        key=key,
        persist_state="session",
    )
    if column == "stage":
        _offer_advanced(cohort, counts)


def _offer_advanced(cohort: Cohort, counts: Mapping[str, int]) -> None:
    """One press for the two stages that are advanced disease."""
    held = st.session_state.get(filter_key("stage")) or []
    advanced = [level for level in cohort.levels("stage") if EXTENT_OF_STAGE.get(level) == ADVANCED]
    if len(advanced) > 1:
        is_on = set(held) == set(advanced)
        st.button(
            f"{ADVANCED} {sum(counts[level] for level in advanced)}",
            on_click=_choose,
            args=(filter_key("stage"), [] if is_on else advanced),
            key="advanced_stages",
            type="primary" if is_on else "secondary",
            help=f"Chooses {' and '.join(advanced)} together.",
        )


def _choose(key: str, levels: Sequence[str]) -> None:
    st.session_state[key] = list(levels)


def _keep_known(key: str, offered: Sequence[str]) -> list[str]:
    """What a control holds; chosen levels that another cohort does not have would make it fail."""
    held = [value for value in st.session_state.get(key) or () if value in offered]
    if key in st.session_state and held != list(st.session_state[key] or ()):
        st.session_state[key] = held
    return held
