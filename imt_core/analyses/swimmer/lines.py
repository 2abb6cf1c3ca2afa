"""Swimmer plot of lines: one lane for each treatment line, within regimen groups."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final, get_args

from imt_core.analyses.swimmer.lanes import (
    SAME_DAY,
    lane_label,
    line_bar,
    line_markers,
    survival_markers,
    survival_segments,
)
from imt_core.analyses.swimmer.notes import NO_TIME, bar_notes, left_out, time_notes
from imt_core.analyses.swimmer.plot import (
    Lane,
    LaneGroup,
    LaneLabel,
    LineSort,
    SwimmerPlot,
    check_offered,
)
from imt_core.cohort.pseudonyms import patient_of_key
from imt_core.cohort.schema import COLUMN_BY_NAME, NOT_RECORDED, Cohort
from imt_core.cohort.treatment_lines import (
    TreatmentLine,
    count_treatment_lines,
    read_treatment_lines,
    regimen_groups,
)

_RESPONSES: Final = (*COLUMN_BY_NAME["best_response"].values, NOT_RECORDED)


def swimmer_lines(
    cohort: Cohort,
    *,
    sort: LineSort = "duration",
    label: LaneLabel = "patient",
    show_survival: bool = True,
    index: str = "",
) -> SwimmerPlot:
    """Lay out one lane for each treatment line, within regimen groups.

    Parameters
    ----------
    cohort : Cohort
        The lines in view.
    sort : {"duration", "response", "line_number", "file order"}
        Order within a group: longest bar first; best response, then longest; earliest line, then
        longest; or as in the sheet.
    label : {"patient", "regimen", "patient and regimen", "none"}
    show_survival : bool
        Whether to show what came after the bar's end: survival, death, a later ALK inhibitor.
    index : str
        The key of the patient whose lanes are marked, as `patient_key` gives it.

    Returns
    -------
    SwimmerPlot
        Without a line that has a time it has no lanes, and a note says so.

    Raises
    ------
    ImtError
        If `sort` or `label` is not one of those offered.

    Notes
    -----
    A bar is PFS (advanced) or RFS (localized disease), from day 1 of cycle 1 of the line; where
    neither is recorded it is OS, then treatment time, and says so. An event that ends a bar is a
    death where the patient died on that day, else a progression or recurrence.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"patient_id": ["a", "a", "b"], "line_number": [1.0, 2.0, 1.0],
    ...     "regimen_group": ["MTX-V", "other", "MTX-V"], "pfs_months": [3.0, 5.0, 9.0],
    ...     "pfs_event": [1.0, 0.0, 1.0], "os_months": [12.0, 7.0, 9.0],
    ...     "os_event": [0.0, 0.0, 1.0]})
    >>> plot = swimmer_lines(Cohort(frame=frame, name="three lines"))
    >>> for lane in plot.lanes:
    ...     print(lane.label, [(m.kind, m.month) for m in lane.markers])
    b [('death', 9.0)]
    a · line 1 [('progression', 3.0), ('alive', 12.0)]
    a · line 2 [('ongoing', 5.0), ('alive', 7.0)]
    >>> swimmer_lines(Cohort(frame=frame.head(0), name="none")).notes[0].message
    'No lines are in view, so there is nothing to draw.'
    """
    check_offered("sort", sort, get_args(LineSort))
    check_offered("label", label, get_args(LaneLabel))
    lines = read_treatment_lines(cohort, ("OS", "treatment"))
    drawn = [line for line in lines if line.months is not None]
    n_of_patient = Counter(line.patient_id for line in drawn)
    marked = patient_of_key(cohort, index)
    lanes, groups = [], []
    for level, name in regimen_groups(cohort).items():
        members = [line for line in drawn if line.regimen_group == level]
        if not members:
            continue
        groups.append(LaneGroup(label=name, count=count_treatment_lines(members)))
        for line in sorted(members, key=lambda member: _order(member, sort)):
            patient = _named(line, with_number=n_of_patient[line.patient_id] > 1)
            text = lane_label(label, patient, line.regimen)
            lane = _lane(line, text, name, show_survival=show_survival)
            lanes.append(replace(lane, is_index=line.patient_id == marked))
    return SwimmerPlot(
        mode="lines",
        lanes=tuple(lanes),
        groups=tuple(groups),
        count=count_treatment_lines(drawn),
        left_out=left_out(NO_TIME, [line for line in lines if line.months is None]),
        sort=sort,
        label=label,
        show_survival=show_survival,
        origin="day 1 of cycle 1 of the line",
        regimen_groups=tuple(regimen_groups(cohort.unfiltered or cohort)),
        notes=(*time_notes(lines), *bar_notes(drawn)),
    )


def _order(line: TreatmentLine, sort: LineSort) -> tuple[float, ...]:
    longest_first = (-(line.months or 0.0), line.position)
    match sort:
        case "duration":
            return longest_first
        case "response":
            return (_RESPONSES.index(line.best_response), *longest_first)
        case "line_number":
            return (line.line_number or float("inf"), *longest_first)
        case "file order":
            return (line.position,)


def _named(line: TreatmentLine, *, with_number: bool) -> str:
    if with_number and line.line_number is not None:
        return f"{line.patient_id} · line {line.line_number}"
    return line.patient_id


def _lane(line: TreatmentLine, label: str, group: str, *, show_survival: bool) -> Lane:
    bar = line_bar(line, 0.0)
    markers = line_markers(line, 0.0, line.os if line.died else None)
    markers += survival_markers(line.os, line.died, markers, line.line_number)
    survival = survival_segments([bar], line.os, line.died)
    if not show_survival:
        markers = [marker for marker in markers if marker.month <= bar.end + SAME_DAY]
        survival = []
    return Lane(
        key=line.key,
        label=label,
        group=group,
        patient_id=line.patient_id,
        n_lines=1,
        segments=(bar, *survival),
        markers=tuple(markers),
    )
