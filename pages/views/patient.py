"""Patient: the course of one patient among the others."""

from __future__ import annotations

from functools import partial

import streamlit as st

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.swimmer.one_course import Course, CourseLine, line_name
from imt_core.cohort.pseudonyms import patient_key, patient_of_key
from imt_core.cohort.treatment_lines import TreatmentLine
from imt_core.conventions.formatting import format_number
from imt_core.reporting.content.answers.course import describe_place
from imt_core.reporting.tables.course_table import columns_lacking, format_course_table
from pages.components.appearance import page_title
from pages.components.grammar import asked, show_answer, show_result
from pages.components.one_patient import choose_patient, mark_patient, patients_of
from pages.components.patient_search import ask_patient
from pages.components.patients_like_panel import show_patients_like
from pages.components.results import show_left_out, show_method, show_notes, show_table
from pages.components.sections import show_tabs
from pages.components.state import PATIENT, current_scope, loaded
from pages.components.take_away import Numbers, offer_view
from pages.components.text import plain


def main() -> None:
    scope = current_scope()
    page_title("Patient")
    cohort, in_view = loaded().cohort, patients_of(scope.cohort)
    patients = patients_of(cohort)
    held = st.session_state[PATIENT]
    patient = patient_of_key(cohort, held or scope.index)
    if held and patient is None:
        ask_patient(patients, in_view, None)
        st.info(
            "No patient of this cohort has the key that the address names: the patient may be in "
            "another sheet, or under another identifier. Choose one above.",
            icon=":material/person_off:",
        )
        return
    patient = patient or (in_view or patients)[0]
    request = scope.request("course", patient=patient_key(patient))
    with asked():
        ask_patient(patients, in_view, patient)
        computed = compute_view(cohort, request)
        course: Course = computed.result
        _ask_index(course)
        offer_view(
            request, [Numbers(label="Lines", make=type(course).to_frame, file_name="course.csv")]
        )
    answer = show_answer(computed)
    if not show_result(computed, answer, key="course", is_wide=True):
        st.info("No line of this patient has a recorded time.", icon=":material/info:")
    show_tabs(
        {
            "Every field": partial(_show_fields, course),
            "Among the others": partial(_show_others, course),
            "Patients like this": partial(show_patients_like, course, cohort),
            "Notes": partial(_show_notes, computed),
        },
        key="patient_tab",
    )


def _ask_index(course: Course) -> None:
    st.button(
        "Index patient" if course.is_index else "Make index patient",
        icon=f":material/{'check' if course.is_index else 'person_pin_circle'}:",
        key="make_index",
        disabled=course.is_index,
        on_click=mark_patient,
        args=(course.key,),
        help="Marked in every view from now on, under a new label in documents.",
    )


def _show_fields(course: Course) -> None:
    show_table(format_course_table(course), caption="Every field, line by line")
    if lacking := columns_lacking(course):
        st.caption(f"**Not in the sheet at all:** {plain(', '.join(lacking))}.")


def _show_others(course: Course) -> None:
    for one in course.lines:
        _show_place(one)
    st.caption(
        "From the longest to the shortest of the lines in view with the same endpoint, by the "
        "recorded time: a censored one may have gone on. Described, not tested."
    )


def _show_place(one: CourseLine) -> None:
    name = line_name(one.line)
    if one.place is None:
        why = "has no recorded time" if one.in_view else "is not in view"
        st.markdown(f"**{name}** {why}.")
        return
    months = format_number(one.line.months)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{name}**: {describe_place(one)} in view, {months} months.", width="content")
        for word, other in (("Longer", one.place.longer), ("Shorter", one.place.shorter)):
            if other is not None:
                _offer_neighbour(word, other, of=name)


def _offer_neighbour(word: str, other: TreatmentLine, *, of: str) -> None:
    where = f", {line_name(other).lower()}" if other.line_number is not None else ""
    st.button(
        f"{word}: {plain(other.patient_id)}{where}, {format_number(other.months)} months",
        key=f"neighbour_{of}_{word}",
        type="tertiary",
        on_click=choose_patient,
        args=(other.patient_id,),
    )


def _show_notes(computed: ComputedView) -> None:
    course: Course = computed.result
    st.markdown(f"**{course.count}.** Month 0 is {course.plot.origin}.")
    show_method(computed.method, unit=computed.unit)
    show_notes(course.notes)
    show_left_out(course.left_out)


main()
