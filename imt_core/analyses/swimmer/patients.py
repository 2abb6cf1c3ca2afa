"""Swimmer plot of patients: one lane for each patient, with all lines in view on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from imt_core.analyses.swimmer.course import PatientCourse, lines_by_patient, patient_course
from imt_core.analyses.swimmer.lanes import lane_label
from imt_core.analyses.swimmer.notes import NO_TIME, bar_notes, left_out, time_notes
from imt_core.analyses.swimmer.plot import (
    Lane,
    LaneGroup,
    LaneLabel,
    PatientSort,
    SwimmerPlot,
    check_offered,
)
from imt_core.cohort.grouping import ALL_LABEL
from imt_core.cohort.pseudonyms import patient_of_key
from imt_core.cohort.schema import Cohort
from imt_core.cohort.treatment_lines import (
    count_treatment_lines,
    read_treatment_lines,
    regimen_groups,
)
from imt_core.conventions.formatting import format_count
from imt_core.conventions.notes import Note


def swimmer_patients(
    cohort: Cohort,
    *,
    sort: PatientSort = "follow-up",
    label: LaneLabel = "patient",
    index: str = "",
) -> SwimmerPlot:
    """Lay out one lane for each patient, with the successive lines at their true distance.

    Parameters
    ----------
    cohort : Cohort
        The lines in view.
    sort : {"follow-up", "first regimen group", "file order"}
        Longest lane first; by the regimen group of the first line in view, then longest; or as in
        the sheet.
    label : {"patient", "regimen", "patient and regimen", "none"}
        Regimens are those of all lines, in order.
    index : str
        The key of the patient whose lane is marked, as `patient_key` gives it.

    Returns
    -------
    SwimmerPlot
        Without a patient who has a time it has no lanes, and a note says so.

    Raises
    ------
    ImtError
        If `sort` or `label` is not one of those offered.

    Notes
    -----
    Month 0 is day 1 of the patient's first line in view. A later line is placed by `start_date` or
    `start_months`; without them, by the difference of the two lines' OS, since both end on one
    calendar day; without these, straight after the line before, with a note that the gap is not
    known. A bar lasts until the end of PFS or RFS (else of treatment, else of OS), at most until
    the next line
    starts. Follow-up outside the bars is a segment of kind ``"survival"``.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"patient_id": ["a", "a"], "line_number": [1.0, 2.0],
    ...     "pfs_months": [3.0, 5.0], "pfs_event": [1.0, 1.0],
    ...     "os_months": [12.0, 8.0], "os_event": [1.0, 1.0]})
    >>> plot = swimmer_patients(Cohort(frame=frame, name="two lines"))
    >>> [(s.kind, s.start, s.end) for s in plot.lanes[0].segments]
    [('bar', 0.0, 3.0), ('bar', 4.0, 9.0), ('survival', 3.0, 4.0), ('survival', 9.0, 12.0)]
    >>> plot.notes[0].code
    'offsets_from_survival'
    >>> swimmer_patients(Cohort(frame=frame.head(0), name="none")).lanes
    ()
    """
    check_offered("sort", sort, get_args(PatientSort))
    check_offered("label", label, get_args(LaneLabel))
    lines = read_treatment_lines(cohort, ("treatment", "OS"))
    shown = [line for line in lines if line.months is not None]
    missing = [line for line in lines if line.months is None]
    patients = {line.patient_id for line in shown}
    courses = [
        patient_course(members)
        for members in lines_by_patient(lines)
        if members[0].patient_id in patients
    ]
    if sort != "file order":
        courses.sort(key=lambda course: -course.end)
    marked = patient_of_key(cohort, index)
    lanes, groups = [], []
    for name, members in _grouped(courses, cohort, sort):
        n = count_treatment_lines([line for course in members for line in course.drawn_lines])
        groups.append(LaneGroup(label=name, count=n))
        lanes += [_lane(course, label, name, marked) for course in members]
    without = [line for line in missing if line.patient_id not in patients]
    partly = [line for line in missing if line.patient_id in patients]
    return SwimmerPlot(
        mode="patients",
        lanes=tuple(lanes),
        groups=tuple(groups),
        count=count_treatment_lines(shown),
        left_out=(
            *left_out(NO_TIME, without),
            *left_out(f"{NO_TIME}, in patients whose other lines are drawn", partly),
        ),
        sort=sort,
        label=label,
        show_survival=True,
        origin="day 1 of cycle 1 of the first line in view",
        regimen_groups=tuple(regimen_groups(cohort.unfiltered or cohort)),
        notes=(*time_notes(lines), *_course_notes(courses), *bar_notes(shown)),
    )


def _grouped(
    courses: Sequence[PatientCourse], cohort: Cohort, sort: PatientSort
) -> list[tuple[str, list[PatientCourse]]]:
    """The groups that are not empty, in display order: label and courses."""
    if sort != "first regimen group":
        return [(ALL_LABEL, list(courses))] if courses else []
    groups = []
    for level, name in regimen_groups(cohort).items():
        members = [course for course in courses if course.lines[0].regimen_group == level]
        if members:
            groups.append((name if name == ALL_LABEL else f"{name} first", members))
    return groups


def _lane(course: PatientCourse, label: LaneLabel, group: str, marked: str | None) -> Lane:
    patient_id = course.lines[0].patient_id
    regimens = " → ".join(line.regimen for line in course.drawn_lines)
    return Lane(
        key=patient_id,
        label=lane_label(label, patient_id, regimens),
        group=group,
        patient_id=patient_id,
        n_lines=len(course.drawn_lines),
        segments=course.segments,
        markers=course.markers,
        is_index=patient_id == marked,
    )


def _course_notes(courses: Sequence[PatientCourse]) -> tuple[Note, ...]:
    """How lines were placed on the patients' lanes."""
    counted = (
        (
            "offsets_from_survival",
            sum("survival" in course.placed_by for course in courses),
            "lines without usable start dates are placed by the difference of their overall "
            "survival times, which end on one day",
        ),
        (
            "gaps_unknown",
            sum("sequence" in course.placed_by for course in courses),
            "when a later line started is not known: it is drawn straight after the line before",
        ),
        (
            "overlap",
            sum(any(s.shortened and s.endpoint != "OS" for s in c.segments) for c in courses),
            "a line's bar is cut where the next line starts, before its recorded end",
        ),
    )
    return tuple(
        Note(code=code, message=f"In {format_count(n, 'patient')} {message}.")
        for code, n, message in counted
        if n
    )
