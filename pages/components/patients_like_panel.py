"""Patients like this: plain filters by what is known of a line, counted at every step."""

from __future__ import annotations

import streamlit as st

from imt_core.analyses.offered import offered_endpoints
from imt_core.analyses.patients_like import FEW_ALIKE, USUAL_LIKE, criteria_like, like_label
from imt_core.analyses.swimmer.one_course import Course, line_name
from imt_core.cohort.endpoints import MAIN_ENDPOINTS
from imt_core.cohort.filters import CohortFilter, Criterion, filter_cohort
from imt_core.cohort.schema import Cohort
from imt_core.cohort.treatment_lines import TreatmentLine
from imt_core.conventions.formatting import format_count
from pages.components.address import go_to, words_of_address
from pages.components.filter_panel import set_filter
from pages.components.state import loaded
from pages.components.text import plain

_PAGES = {"survival": "Apply, and see survival", "response": "Apply, and see response"}


def show_patients_like(course: Course, cohort: Cohort) -> None:
    """Draw the choice of what is alike, what remains at each step, and the ways on."""
    row, line = _ask_line(course)
    offered = criteria_like(cohort, row)
    if not offered:
        st.info("Nothing that lines can be filtered by is recorded of this line.")
        return
    st.markdown(
        f"Lines like this one, of all {cohort.count} in the sheet; **{plain(course.patient_id)}** "
        "stays among them."
    )
    held = [criterion for criterion in offered if _is_asked(criterion, cohort)]
    kept = filter_cohort(cohort, CohortFilter(criteria=tuple(held)))
    counts = {step.criterion.column: step.after for step in kept.steps}
    with st.container(gap="xsmall"):
        for criterion in offered:
            key, column = _key(criterion), criterion.column
            left = f" **→ {counts[column]}**" if column in counts else ""
            st.session_state.setdefault(key, criterion in held)
            st.checkbox(f"{plain(like_label(criterion))}{left}", key=key)
    if kept.after.n_patients < FEW_ALIKE:
        remain = format_count(kept.after.n_patients, "patient remains", "patients remain")
        st.warning(
            f"Only {remain}: what they show may be chance. Ask for less.", icon=":material/groups:"
        )
    with st.container(horizontal=True):
        for page, label in _PAGES.items():
            chosen = st.button(
                label,
                key=f"like_{page}",
                type="primary" if page == "survival" else "secondary",
                on_click=_apply,
                args=(kept.filter, line.endpoint),
            )
            if chosen:
                # The filters stand in the address already: one step back leads here again.
                go_to(page, words_of_address())


def _apply(kept: CohortFilter, endpoint: str) -> None:
    """Set the filters, and of two endpoints that each extent of disease has the line's own."""
    cohort = loaded().cohort  # A button that held it would keep it beyond the session.
    set_filter(cohort, kept)
    main = {end.short: end.name for end in MAIN_ENDPOINTS.values()}
    own = main.get(endpoint)
    if st.session_state["endpoint"] in main.values() and own in offered_endpoints(cohort):
        st.session_state["endpoint"] = own


def _ask_line(course: Course) -> tuple[int, TreatmentLine]:
    """The line that is asked about, with its row: the last one unless another is chosen."""
    lines = dict(zip(map(int, course.rows.index), (one.line for one in course.lines), strict=True))
    last = [*lines][-1]
    if len(lines) == 1:
        return last, lines[last]
    chosen = st.segmented_control(
        "Like which line",
        list(lines),
        format_func=lambda row: line_name(lines[row]),
        default=last,
        required=True,
        key=f"like_line_{course.key}",
    )
    row = last if chosen is None else chosen
    return row, lines[row]


def _key(criterion: Criterion) -> str:
    return f"like_{criterion.column}"


def _is_asked(criterion: Criterion, cohort: Cohort) -> bool:
    usual = (*USUAL_LIKE, cohort.biomarker)
    return bool(st.session_state.get(_key(criterion), criterion.column in usual))
