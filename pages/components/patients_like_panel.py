"""Patients like this: plain filters by what is known of a line, counted at every step."""

from __future__ import annotations

import streamlit as st

from imt_core.analyses.patients_like import FEW_ALIKE, USUAL_LIKE, criteria_like, like_label
from imt_core.analyses.swimmer.one_course import Course, line_name
from imt_core.cohort.filters import CohortFilter, Criterion, filter_cohort
from imt_core.cohort.schema import Cohort
from imt_core.conventions.formatting import format_count
from pages.components.address import go_to, words_of_address
from pages.components.filter_panel import set_filter
from pages.components.text import plain

_PAGES = {"survival": "Apply, and see survival", "response": "Apply, and see response"}


def show_patients_like(course: Course, cohort: Cohort) -> None:
    """Draw the choice of what is alike, what remains at each step, and the ways on."""
    offered = criteria_like(cohort, _ask_row(course))
    if not offered:
        st.info("Nothing that lines can be filtered by is recorded of this line.")
        return
    st.markdown(
        f"Lines like this one, of all {cohort.count} in the sheet; **{plain(course.patient_id)}** "
        "stays among them."
    )
    held = [criterion for criterion in offered if _is_asked(criterion, cohort)]
    counts = {
        step.criterion.column: step.after
        for step in filter_cohort(cohort, CohortFilter(criteria=tuple(held))).steps
    }
    for criterion in offered:
        key, column = _key(criterion), criterion.column
        left = f" **→ {counts[column]}**" if column in counts else ""
        st.session_state.setdefault(key, criterion in held)
        st.checkbox(f"{plain(like_label(criterion))}{left}", key=key)
    remaining = [*counts.values(), cohort.count][: len(counts) or None][-1]
    if remaining.n_patients < FEW_ALIKE:
        st.warning(
            f"Only {format_count(remaining.n_patients, 'patient remains', 'patients remain')}: "
            "what they show may be chance. Ask for less.",
            icon=":material/groups:",
        )
    with st.container(horizontal=True):
        for page, label in _PAGES.items():
            chosen = st.button(
                label,
                key=f"like_{page}",
                type="primary" if page == "survival" else "secondary",
                on_click=set_filter,
                args=(cohort, CohortFilter(criteria=tuple(held))),
            )
            if chosen:
                # The filters stand in the address already: one step back leads here again.
                go_to(page, words_of_address())


def _ask_row(course: Course) -> int:
    """The row of the line that is asked about: the last one unless another is chosen."""
    rows = list(course.rows.index)
    if len(rows) == 1:
        return int(rows[0])
    names = dict(zip(rows, (line_name(one.line) for one in course.lines), strict=True))
    chosen = st.segmented_control(
        "Like which line",
        rows,
        format_func=names.get,
        default=rows[-1],
        required=True,
        key=f"like_line_{course.key}",
    )
    return int(rows[-1] if chosen is None else chosen)


def _key(criterion: Criterion) -> str:
    return f"like_{criterion.column}"


def _is_asked(criterion: Criterion, cohort: Cohort) -> bool:
    usual = (*USUAL_LIKE, cohort.biomarker)
    return bool(st.session_state.get(_key(criterion), criterion.column in usual))
