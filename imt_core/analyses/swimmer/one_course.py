"""The course of one patient: a lane for each line at its true time, and its place among others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd

from imt_core.analyses.swimmer.course import last_follow_up, line_starts, without_repeats
from imt_core.analyses.swimmer.lanes import (
    SAME_DAY,
    line_bar,
    line_markers,
    survival_markers,
    survival_segments,
)
from imt_core.analyses.swimmer.notes import NO_TIME, bar_notes, left_out, time_notes
from imt_core.analyses.swimmer.plot import Lane, LaneGroup, Marker, SwimmerPlot
from imt_core.cohort.counting import CaseCount, LeftOut
from imt_core.cohort.pseudonyms import patient_of_key
from imt_core.cohort.schema import NOT_RECORDED, Cohort
from imt_core.cohort.treatment_lines import (
    TreatmentLine,
    bar_times,
    count_treatment_lines,
    read_treatment_lines,
    regimen_groups,
)
from imt_core.conventions.errors import ImtError
from imt_core.conventions.notes import Note

_OTHERWISE: Final = ("OS", "treatment")
"""What a bar shows where neither PFS nor RFS is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a line's time stands among the lines in view with the same endpoint.

    Parameters
    ----------
    endpoint : str
        A name of `BAR_COLUMNS`.
    place : int
        1 is the longest; lines of one length share a place.
    n : int
        Lines in view with this endpoint, this one among them.
    longer, shorter : TreatmentLine or None
        Those of other patients just before and after it, from the longest.
    """

    endpoint: str
    place: int
    n: int
    longer: TreatmentLine | None
    shorter: TreatmentLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLine:
    """One line of the patient.

    Parameters
    ----------
    line : TreatmentLine
    start : float or None
        Months from day 1 of the patient's first line in the sheet; ``None`` where not known.
    gap : float or None
        Months without treatment before it, from the end of the line before it in the sheet: of its
        treatment, else of its bar. ``None`` for the first, and where either is not known.
    in_view : bool
        Whether it meets the filters.
    place : Place or None
        ``None`` of a line that is not in view or has no time.
    """

    line: TreatmentLine
    start: float | None
    gap: float | None
    in_view: bool
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Course:
    """The course of one patient.

    Parameters
    ----------
    patient_id : str
    key : str
        That `patient_key` gives.
    is_index : bool
        Whether the patient is the one whom every view marks.
    lines : tuple of CourseLine
        All that the sheet has, in order, whether in view or not.
    rows : pandas.DataFrame
        Of the cohort's frame, in the same order.
    end : float or None
        When the patient died or was last seen: months from day 1 of the first line, or of the
        last one that records it where lines cannot be placed.
    end_of_line : TreatmentLine or None
        That line; ``None`` where months count from the first.
    died : bool or None
    plot : SwimmerPlot
        A lane for each line that has a time.
    count : CaseCount
    left_out : tuple of LeftOut
        Lines that are not drawn.
    notes : tuple of Note
    """

    patient_id: str
    key: str
    is_index: bool
    lines: tuple[CourseLine, ...]
    rows: pd.DataFrame
    end: float | None
    end_of_line: TreatmentLine | None
    died: bool | None
    plot: SwimmerPlot
    count: CaseCount
    left_out: tuple[LeftOut, ...]
    notes: tuple[Note, ...]

    @property
    def is_placed(self) -> bool:
        """Whether all lines stand on one time axis."""
        return all(line.start is not None for line in self.lines)

    @property
    def in_view(self) -> bool:
        """Whether any of the lines meets the filters."""
        return any(line.in_view for line in self.lines)

    @property
    def method(self) -> str:
        """What is drawn and how places are given, in one sentence."""
        return (
            f"{self.plot.method}; a place is by the recorded time, whether it ended in an event or "
            "not"
        )

    def to_frame(self) -> pd.DataFrame:
        """One row for each line; months, unformatted."""
        records: list[dict[str, Any]] = []
        for one in self.lines:
            line, place = one.line, one.place
            start = 0.0 if one.start is None else one.start
            records.append(
                {
                    "patient_id": line.patient_id,
                    "line_number": line.line_number,
                    "regimen": line.regimen,
                    "best_response": line.best_response,
                    "endpoint": line.endpoint,
                    "event": line.event,
                    "origin": self.plot.origin,
                    "start_months": start,
                    "end_months": None if line.months is None else start + line.months,
                    "gap_months": one.gap,
                    "in_view": one.in_view,
                    "place": place and place.place,
                    "place_of": place and place.n,
                    "method": self.method,
                }
            )
        return pd.DataFrame(records)


def course_of(cohort: Cohort, patient: str, *, index: str = "") -> Course:
    """Lay out the course of one patient, and find the place of each line among those in view.

    Parameters
    ----------
    cohort : Cohort
        The lines in view; the patient's other lines are taken from what a filter kept them of.
    patient : str
        Whose: a key that `patient_key` gives.
    index : str
        The key of the index patient.

    Returns
    -------
    Course

    Raises
    ------
    ImtError
        If no patient of the whole cohort has this key.

    Notes
    -----
    Month 0 is day 1 of the patient's first line in the sheet. A later line is placed by
    `start_date` or `start_months`; without them, by the difference of the two lines' OS, since both
    end on one day. Where neither places every line, each is drawn from its own day 1.

    Examples
    --------
    >>> from imt_core.cohort.pseudonyms import patient_key
    >>> frame = pd.DataFrame({"patient_id": ["a", "a", "b"], "line_number": [1.0, 2.0, 1.0],
    ...     "pfs_months": [3.0, 5.0, 4.0], "pfs_event": [1.0, 1.0, 0.0],
    ...     "os_months": [12.0, 8.0, 4.0], "os_event": [1.0, 1.0, 0.0]})
    >>> course = course_of(Cohort(frame=frame, name="three lines"), patient_key("a"))
    >>> [(one.start, one.gap, one.place.place, one.place.n) for one in course.lines]
    [(0.0, None, 3, 3), (4.0, 1.0, 1, 3)]
    >>> course.lines[1].place.shorter.patient_id, course.end, course.died
    ('b', 12.0, True)
    >>> course_of(Cohort(frame=frame, name="three lines"), patient_key("c"))
    Traceback (most recent call last):
        ...
    imt_core.ImtError: patient must be one of this cohort, but nobody has the key \
2add4c06d4. Choose a patient.
    """
    whole = cohort.unfiltered or cohort
    patient_id = patient_of_key(whole, patient)
    if patient_id is None:
        raise ImtError(
            f"patient must be one of this cohort, but nobody has the key {patient or '(none)'}. "
            "Choose a patient."
        )
    rows = whole.frame[whole.frame["patient_id"].astype(str) == patient_id]
    if "line_number" in rows:
        rows = rows.sort_values("line_number", kind="stable", na_position="last")
    lines = read_treatment_lines(replace(whole, frame=rows), _OTHERWISE)
    starts, placed_by = line_starts(lines)
    is_placed = "sequence" not in placed_by
    times = bar_times(cohort, _OTHERWISE)
    course_lines = tuple(
        CourseLine(
            line=line,
            start=start if is_placed else None,
            gap=gap if is_placed else None,
            in_view=row in cohort.frame.index,
            place=_place(cohort, times, line, row) if row in cohort.frame.index else None,
        )
        for row, line, start, gap in zip(
            rows.index, lines, starts, _gaps(lines, starts), strict=True
        )
    )
    end, died = last_follow_up(lines, starts)
    end_of_line = None
    if not is_placed:
        end_of_line = next((line for line in reversed(lines) if line.os is not None), None)
        end = None if end_of_line is None else end_of_line.os
    drawn = [line for line in lines if line.months is not None]
    count = count_treatment_lines(lines)
    notes = (*time_notes(lines), *_notes(course_lines, placed_by), *bar_notes(drawn))
    plot = SwimmerPlot(
        mode="lines",
        lanes=_lanes(lines, starts, is_placed=is_placed),
        groups=(LaneGroup(label=patient_id, count=count_treatment_lines(drawn)),) if drawn else (),
        count=count_treatment_lines(drawn),
        left_out=left_out(NO_TIME, [line for line in lines if line.months is None]),
        sort="line_number",
        label="regimen",
        show_survival=True,
        origin="day 1 of cycle 1 of the first line"
        if is_placed
        else "day 1 of cycle 1 of each line",
        regimen_groups=tuple(regimen_groups(whole)),
        notes=notes,
    )
    return Course(
        patient_id=patient_id,
        key=patient,
        is_index=patient == index,
        lines=course_lines,
        rows=rows,
        end=end,
        end_of_line=end_of_line,
        died=died,
        plot=plot,
        count=count,
        left_out=plot.left_out,
        notes=notes,
    )


def line_name(line: TreatmentLine) -> str:
    """A line of a patient as it is called, such as ``Line 2``."""
    return "Line" if line.line_number is None else f"Line {line.line_number}"


def _gaps(lines: Sequence[TreatmentLine], starts: Sequence[float]) -> list[float | None]:
    gaps: list[float | None] = [None]
    for (before, began), start in zip(zip(lines, starts, strict=True), starts[1:], strict=False):
        lasted = before.months if before.treatment is None else before.treatment
        gaps.append(None if lasted is None else max(start - began - lasted, 0.0))
    return gaps


def _place(cohort: Cohort, times: pd.DataFrame, line: TreatmentLine, row: object) -> Place | None:
    """The place of a line among those in view, whose times are given by their rows."""
    if line.months is None:
        return None
    alike = times.loc[times["endpoint"] == line.endpoint, "months"]
    ordered = alike.sort_values(ascending=False, kind="stable")
    at = int(np.flatnonzero(ordered.index == row)[0])
    is_own = (cohort.frame["patient_id"].astype(str) == line.patient_id).loc[ordered.index]
    others = np.flatnonzero(~is_own.to_numpy())

    def line_at(places: np.ndarray) -> TreatmentLine | None:
        if not len(places):
            return None
        own = cohort.frame.loc[[ordered.index[places[0]]]]
        return read_treatment_lines(replace(cohort, frame=own), _OTHERWISE)[0]

    return Place(
        endpoint=line.endpoint,
        place=1 + int((alike > line.months).sum()),
        n=len(alike),
        longer=line_at(others[others < at][::-1]),
        shorter=line_at(others[others > at]),
    )


def _lanes(
    lines: Sequence[TreatmentLine], starts: Sequence[float], *, is_placed: bool
) -> tuple[Lane, ...]:
    """Each line at its true time, followed until the next starts; else from its own day 1."""
    end, died = last_follow_up(lines, starts)
    drawn = [(line, at) for line, at in zip(lines, starts, strict=True) if line.months is not None]
    lanes: list[Lane] = []
    # From the last, which keeps the mark of an ALK inhibitor that several lines record.
    told: list[Marker] = []
    for at, (line, start) in reversed([*enumerate(drawn)]):
        is_last = at == len(drawn) - 1 or not is_placed
        if not is_placed:
            end, died = line.os, line.died
        bar = line_bar(line, start if is_placed else 0.0)
        markers = line_markers(line, bar.start, end if died else None, last=is_last)
        if is_placed:
            markers = without_repeats([*told, *markers])[len(told) :]
            told += markers
        if is_last:
            markers += survival_markers(end, died, markers, line.line_number)
        until = end if is_last else max(drawn[at + 1][1], bar.end)
        regimen = "" if line.regimen == NOT_RECORDED else f" · {line.regimen}"
        lane = Lane(
            key=line.key,
            label=f"{line_name(line)}{regimen}",
            group=line.patient_id,
            patient_id=line.patient_id,
            n_lines=1,
            segments=(bar, *survival_segments([bar], until, died)),
            markers=tuple(markers),
        )
        lanes.insert(0, lane)
    return tuple(lanes)


def _notes(lines: Sequence[CourseLine], placed_by: frozenset[str]) -> tuple[Note, ...]:
    """How the lines were placed, and which are not in the sheet or not in view."""
    notes = []
    if "sequence" in placed_by:
        message = (
            "When a later line started is not recorded: each line is drawn from its own day 1, and "
            "the time between lines is not known."
        )
        notes.append(Note(code="own_origins", message=message))
    elif "survival" in placed_by:
        message = (
            "Start dates are not recorded: lines are placed by the difference of their overall "
            "survival times, which end on one day."
        )
        notes.append(Note(code="offsets_from_survival", message=message))
    numbers = [one.line.line_number for one in lines if one.line.line_number is not None]
    lacking = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
    if lacking:
        which = ", ".join(map(str, lacking))
        are = "Line {} is" if len(lacking) == 1 else "Lines {} are"
        since = "" if 1 not in lacking else ": month 0 is day 1 of the first that is"
        notes.append(
            Note(code="lines_lacking", message=f"{are.format(which)} not in the sheet{since}.")
        )
    longer = [
        line_name(one.line).lower()
        for one, after in pairwise(lines)
        if one.start is not None
        and after.start is not None
        and one.line.months is not None
        and one.start + one.line.months - after.start > SAME_DAY
    ]
    if longer:
        message = f"Recorded beyond the start of the next line: {', '.join(longer)}."
        notes.append(Note(code="overlap", message=message))
    return tuple(notes)
