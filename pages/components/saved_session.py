"""The session file: what was chosen, taken up again with the same or the next month's sheet."""

from __future__ import annotations

from typing import Final

import streamlit as st

from imt_core.errors import ImtError
from imt_core.filters import CohortFilter
from imt_core.saved_work import Choice, SavedWork, read_work, write_work
from imt_core.schema import Cohort
from pages.components.conventions_panel import set_conventions
from pages.components.deck import deck, set_deck
from pages.components.filter_panel import set_filter
from pages.components.grouping_panel import GROUP_KEY
from pages.components.state import View, loaded, use_mapping

_COLUMN_CHOICES: Final = (GROUP_KEY, "forest_columns", "strata", "covariates")
"""Controls that name columns: taken up only where the cohort has them."""

_CHOICES: Final = (
    *_COLUMN_CHOICES, "band", "difference_conf_type", "endpoint", "forest_measure",
    "forest_months", "rate_months", "reference_median", "reference_orr", "swimmer_label",
    "swimmer_mode", "swimmer_span", "weights",
)  # fmt: skip
_WAITING: Final = "work_to_restore"
_GENERATION: Final = "session_file_generation"


def offer_session(view: View) -> None:
    """Draw the download of the session file, and the way to take one up."""
    st.download_button(
        "Save the session", data=write_work(_work(view)), file_name="session.json",
        mime="application/json", on_click="ignore", icon=":material/save:", width="stretch",
        help="Mapping, filters, conventions and choices on the pages: no row of the data.",
    )  # fmt: skip
    generation = st.session_state.setdefault(_GENERATION, 0)
    key = f"session_file_{generation}"
    st.file_uploader(
        "Take up a saved session", type=["json"], key=key, on_change=_take_up, args=(key,)
    )
    waiting: SavedWork | None = st.session_state.get(_WAITING)
    if waiting is not None:
        st.info(
            "The session file was read. Open its sheet now: the mapping and all choices will be "
            "applied.", icon=":material/hourglass_top:",
        )  # fmt: skip


def _work(view: View) -> SavedWork:
    choices: list[tuple[str, Choice]] = []
    for key in _CHOICES:
        if key in st.session_state:
            value = st.session_state[key]
            choices.append((key, tuple(value) if isinstance(value, list) else value))
    return SavedWork(
        mapping=loaded().mapping,
        cohort_name=loaded().cohort.name,
        filter=view.filtered.filter,
        unit=view.unit,
        conventions=view.conventions,
        choices=tuple(choices),
        views=deck(),
    )


def _take_up(key: str) -> None:
    upload = st.session_state[key]
    if upload is None:
        return
    try:
        work = read_work(upload.getvalue())
    except ImtError as error:
        st.toast(str(error), icon=":material/error:")
        return
    st.session_state[_GENERATION] += 1
    if work.cohort_name == loaded().cohort.name:
        _restore(work, loaded().cohort)
    else:
        use_mapping(work.mapping)
        st.session_state[_WAITING] = work


def restore_waiting() -> None:
    """Apply a session file that waited for its sheet to be opened."""
    work: SavedWork | None = st.session_state.pop(_WAITING, None)
    if work is not None:
        _restore(work, loaded().cohort)


def _restore(work: SavedWork, cohort: Cohort) -> None:
    set_conventions(work.conventions)
    st.session_state["unit"] = work.unit
    columns = cohort.grouping_columns()
    criteria = tuple(c for c in work.filter.criteria if c.column in columns)
    set_filter(cohort, CohortFilter(criteria=criteria))
    set_deck(work.views)
    for key, value in work.choices:
        if key in _COLUMN_CHOICES:
            named = [value] if isinstance(value, str) else list(value or ())
            if not set(named) <= set(columns):
                continue
        if key in _CHOICES:
            st.session_state[key] = list(value) if isinstance(value, tuple) else value
