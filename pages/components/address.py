"""What is shown lies in the address, in words that are checked: a link or a step back gives it.

The session is asked first: the address is taken where a session begins and where the browser steps
back or forward, and written otherwise. Each act that changes it is one step of the browser.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Final, NoReturn, TypeAlias

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from imt_core.analyses.offered import offered_filters
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.schema import COLUMN_BY_NAME, Cohort, column_label
from imt_core.conventions.choices import Conventions
from imt_core.conventions.errors import ImtError
from imt_core.reporting.session_choices import (
    CHOICES,
    Choice,
    choice_words,
    default_choice,
    is_possible,
    read_choice,
)
from pages.components.filter_panel import FILTER_PREFIX, chosen_filter, filter_key, set_filter
from pages.components.state import INDEX, PATIENT
from pages.components.text import plain

OF_SCOPE: Final = ("unit", *(convention.name for convention in fields(Conventions)))
OF_EVERY_PAGE: Final = (*OF_SCOPE, INDEX, PATIENT)
"""The patient too, so that a step back from another page finds whose course was seen."""
OF_PAGE: Final[Mapping[str, tuple[str, ...]]] = {
    "cohort": ("group_by", "compared", "baseline_hidden", "baseline_order", "cohort_tab"),
    "response": (
        "group_by",
        "compared",
        "overlap",
        "durable_months",
        "reference_group",
        "difference_conf_type",
        "reference_orr",
        "response_of",
        "response_tab",
        "waterfall_tab",
        "spider_tab",
    ),
    "survival": (
        "group_by",
        "compared",
        "overlap",
        "reference_group",
        "cox_overlap",
        "endpoint",
        "curve",
        "rate_months",
        "band",
        "three_rows",
        "whole_follow_up",
        "landmark_months",
        "drawn_curve",
        "compare_durations",
        "weights",
        "strata",
        "horizon",
        "covariates",
        "reference_median",
        "survival_tab",
        "incidence_tab",
    ),
    "sequence": (
        "group_by",
        "compared",
        "overlap",
        "sequence_of",
        "gmi_before",
        "following",
        "growth_tab",
        "incidence_tab",
        "transitions_tab",
    ),
    "toxicity": (
        "group_by",
        "compared",
        "overlap",
        "reference_group",
        "difference_conf_type",
        "term_grades",
        "term_least",
        "toxicity_measure",
        "toxicity_tab",
    ),
    "subgroups": ("forest_measure", "forest_months", "forest_columns", "subgroups_tab"),
    "published_figures": (
        "group_by",
        "compared",
        "overlap",
        "published_of",
        "benchmark_measure",
        "benchmark_cards",
        "shipped_cards",
        "compare_card",
        "series_tab",
    ),
    "deck": ("deck_appendix",),
    "patient": ("patient_tab",),
    "methods": ("methods_tab",),
    "swimmer": (
        "swimmer_mode",
        "swimmer_sort_lines",
        "swimmer_sort_patients",
        "swimmer_label",
        "swimmer_span",
        "swimmer_tab",
    ),
}
"""The controls of each page that change what it shows."""
Words: TypeAlias = dict[str, tuple[str, ...]]
_TAKEN: Final = "address_taken"
_PAGE: Final = "page_before"
_ARRIVES: Final = "arrives_with_words"
_SAID_AT_MOST: Final = 5


def keep_address(page: str, cohort: Cohort, *, is_shown: bool) -> Words:
    """Bring the address and the session together, before anything is drawn.

    A cohort that is not shown, since another is being opened, neither takes nor writes it.

    Returns
    -------
    dict of str to tuple of str
        What the address of any page says now; nothing of a choice that is as at first.
    """
    if is_shown and not st.session_state.get(_TAKEN):
        _take(cohort, page=page)
        st.session_state[_TAKEN] = True
    elif is_shown and _stepped_back_or_forward():
        _take(cohort, page=page)
    is_another_page = st.session_state.get(_PAGE) != page
    st.session_state[_PAGE] = page
    words: Words = {
        filter_key(criterion.column): criterion.levels
        for criterion in chosen_filter(cohort).criteria
    }
    for name in CHOICES:
        default, held = default_choice(name, cohort), _held(name)
        can_stay = is_possible(name, held, cohort)
        if not can_stay:
            held = default
        if is_another_page or not can_stay:
            # A control that another page drew too would begin anew on this one.
            _hold(name, held)
        if (said := choice_words(held)) != choice_words(default):
            words[name] = said
    arrives = st.session_state.pop(_ARRIVES, False)
    of_page = words_of_page(page, words)
    if is_shown and not arrives and of_page != words_of_address():
        st.query_params.from_dict({name: list(said) for name, said in of_page.items()})
    return words


def words_of_page(page: str, words: Words) -> Words:
    """What concerns one page of all that is chosen."""
    names = {*OF_EVERY_PAGE, *OF_PAGE.get(page, ())}
    return {
        name: said
        for name, said in words.items()
        if name in names or name.startswith(FILTER_PREFIX)
    }


def words_of_address() -> Words:
    """What the address says."""
    return {name: tuple(st.query_params.get_all(name)) for name in st.query_params}


def go_to(page: str, words: Words) -> NoReturn:
    """Go to another page, whose address begins with these words.

    Streamlit writes words before it leaves a page, as a step of the browser of that page: they are
    those of the page that is left, and what is of no concern to the next goes with the next act.
    """
    said = {name: list(word) for name, word in words.items()}
    st.session_state[_ARRIVES] = True
    st.switch_page(f"pages/views/{page}.py", query_params=said)


def _take(cohort: Cohort, *, page: str | None) -> None:
    """Take what the address says; of a page, what it does not say is as at first."""
    said = words_of_address()
    refused: list[str] = []
    criteria: list[Criterion] = []
    for name, words in said.items():
        column = name.removeprefix(FILTER_PREFIX)
        if name != column:
            known = column in offered_filters(cohort)
            if known and set(words) <= set(cohort.levels(column)):
                levels = tuple(dict.fromkeys(words))
                criteria.append(Criterion(column=column, levels=levels))
            else:
                refused.append(column)
        elif name in CHOICES:
            try:
                _hold(name, read_choice(name, words, cohort))
            except ImtError:
                refused.append(name)
        else:
            refused.append(name)
    if page is not None:
        for name in {*OF_EVERY_PAGE, *OF_PAGE.get(page, ())} - set(said):
            _hold(name, default_choice(name, cohort))
    if criteria or page is not None:
        set_filter(cohort, CohortFilter(criteria=tuple(criteria)))
    if refused:
        named = ", ".join(
            f"{column_label(name) if name in COLUMN_BY_NAME else name.replace('_', ' '):.60}"
            for name in refused[:_SAID_AT_MOST]
        )
        st.toast(
            f"The address asks for what this cohort does not have: {plain(named)}. The rest of it "
            "is shown.",
            icon=":material/link_off:",
        )


def _stepped_back_or_forward() -> bool:
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def _held(name: str) -> Choice:
    value = st.session_state.get(name)
    return tuple(value) if isinstance(value, list) else value


def _hold(name: str, value: Choice) -> None:
    st.session_state[name] = list(value) if isinstance(value, tuple) else value
