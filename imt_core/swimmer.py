"""Swimmer plots: the course of every treatment line, or of every patient, as bars and events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any, Final, Literal, get_args

import pandas as pd

from imt_core.counting import CaseCount, Unit, count_cases
from imt_core.endpoints import LeftOut
from imt_core.errors import ImtError
from imt_core.formatting import format_count
from imt_core.grouping import ALL_LABEL
from imt_core.labels import level_phrase
from imt_core.notes import Note
from imt_core.schema import COLUMN_BY_NAME, NOT_RECORDED, Cohort, level_texts
from imt_core.units import months_from_days

BarEndpoint = Literal["PFS", "RFS", "OS", "treatment"]
SegmentKind = Literal["bar", "survival"]
MarkerKind = Literal[
    "first response", "end of treatment", "ALK inhibitor", "progression", "death", "ongoing",
    "alive",
]  # fmt: skip
LaneLabel = Literal["patient", "regimen", "patient and regimen", "none"]
LineSort = Literal["duration", "response", "line_number", "file order"]
PatientSort = Literal["follow-up", "first regimen group", "file order"]

_SAME_DAY: Final = months_from_days(0.5)
# Months are often rounded: two routes to one calendar day may differ by about this much.
_ROUNDING: Final = months_from_days(2)
_NO_TIME: Final = "no time recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One stretch of a lane.

    Parameters
    ----------
    kind : {"bar", "survival"}
        A bar is a treatment line until progression; survival is follow-up outside the bars.
    start, end : float
        Months from the lane's origin.
    patient_id : str
    line_number : int or None
    regimen, regimen_group, best_response : str
        As levels; ``"not recorded"`` where empty.
    endpoint : {"PFS", "RFS", "OS", "treatment"}
        The time that ends the segment.
    event : bool or None
        Whether that endpoint was an event; ``None`` where not recorded or for treatment time.
    shortened : bool
        Whether the bar was cut where the next line starts.
    """

    kind: SegmentKind
    start: float
    end: float
    patient_id: str
    line_number: int | None
    regimen: str
    regimen_group: str
    best_response: str
    endpoint: BarEndpoint
    event: bool | None
    shortened: bool = False

    @property
    def length(self) -> float:
        """Months from start to end."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """One event on a lane.

    Parameters
    ----------
    kind : str
        One of `MarkerKind`.
    month : float
        Months from the lane's origin.
    text : str
        The event in plain words, without its time.
    line_number : int or None
        The line that records it; ``None`` where unknown.
    """

    kind: MarkerKind
    month: float
    text: str
    line_number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One row of the plot: a treatment line, or a patient.

    Parameters
    ----------
    key : str
        Unique in the plot.
    label : str
        What is written beside the lane; may repeat, and is empty for no label.
    group : str
        Label of the group it stands in.
    patient_id : str
    n_lines : int
        Treatment lines drawn on it.
    segments : tuple of Segment
        Bars in order of time, then survival.
    markers : tuple of Marker
    """

    key: str
    label: str
    group: str
    patient_id: str
    n_lines: int
    segments: tuple[Segment, ...]
    markers: tuple[Marker, ...]

    @property
    def bars(self) -> tuple[Segment, ...]:
        """The segments that are treatment lines."""
        return tuple(segment for segment in self.segments if segment.kind == "bar")

    @property
    def end(self) -> float:
        """The last month of anything on the lane."""
        ends = [segment.end for segment in self.segments]
        return max(ends + [marker.month for marker in self.markers])


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneGroup:
    """Lanes that stand together: the group's label and what is drawn in it."""

    label: str
    count: CaseCount


@dataclass(frozen=True, slots=True, kw_only=True)
class SwimmerPlot:
    """Lanes from top to bottom, everything a figure and its table need.

    Parameters
    ----------
    mode : {"lines", "patients"}
        What one lane is: the counting unit.
    lanes : tuple of Lane
    groups : tuple of LaneGroup
        In display order, none of them empty.
    count : CaseCount
        Lines and patients drawn.
    left_out : tuple of LeftOut
        Cases in view that are not drawn, by reason.
    sort : str
    label : str
    show_survival : bool
        Whether what happened after the bars is part of the result.
    origin : str
        What month 0 is.
    notes : tuple of Note
    """

    mode: Unit
    lanes: tuple[Lane, ...]
    groups: tuple[LaneGroup, ...]
    count: CaseCount
    left_out: tuple[LeftOut, ...]
    sort: LineSort | PatientSort
    label: LaneLabel
    show_survival: bool
    origin: str
    notes: tuple[Note, ...]

    @property
    def longest(self) -> float:
        """The last month of any lane; 0 without lanes."""
        return max((lane.end for lane in self.lanes), default=0.0)

    def to_frame(self) -> pd.DataFrame:
        """One row for each segment; months, unformatted."""
        rows = [
            {
                **_place(self, position, lane),
                "line_number": segment.line_number,
                "regimen": segment.regimen,
                "regimen_group": segment.regimen_group,
                "best_response": segment.best_response,
                "segment": segment.kind,
                "endpoint": segment.endpoint,
                "event": segment.event,
                "start_months": segment.start,
                "end_months": segment.end,
                "shortened": segment.shortened,
            }
            for position, lane in enumerate(self.lanes, start=1)
            for segment in lane.segments
        ]
        columns = [*_PLACE, "line_number", "regimen", "regimen_group", "best_response", "segment",
                   "endpoint", "event", "start_months", "end_months", "shortened"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    def markers_to_frame(self) -> pd.DataFrame:
        """One row for each event; months, unformatted."""
        rows = [
            {
                **_place(self, position, lane),
                "line_number": marker.line_number,
                "event": marker.kind,
                "months": marker.month,
                "text": marker.text,
            }
            for position, lane in enumerate(self.lanes, start=1)
            for marker in lane.markers
        ]
        return pd.DataFrame(rows, columns=[*_PLACE, "line_number", "event", "months", "text"])


_PLACE: Final = ("lane", "unit", "origin", "group", "patient_id", "label")


def _place(plot: SwimmerPlot, position: int, lane: Lane) -> dict[str, object]:
    values = (position, plot.mode, plot.origin, lane.group, lane.patient_id, lane.label)
    return dict(zip(_PLACE, values, strict=True))


def swimmer_lines(
    cohort: Cohort,
    *,
    sort: LineSort = "duration",
    label: LaneLabel = "patient",
    show_survival: bool = True,
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
    _check("sort", sort, get_args(LineSort))
    _check("label", label, get_args(LaneLabel))
    lines = _read_lines(cohort, ("os", "treatment"))
    drawn = [line for line in lines if line.months is not None]
    n_of_patient = pd.Series([line.patient_id for line in drawn], dtype=object).value_counts()
    by_group = {level: [x for x in drawn if x.regimen_group == level] for level in _order(cohort)}
    lanes, groups = [], []
    for level, members in by_group.items():
        if not members:
            continue
        name = _group_label(cohort, level)
        groups.append(LaneGroup(label=name, count=_count(members)))
        for line in sorted(members, key=_LINE_ORDERS[sort]):
            several = n_of_patient[line.patient_id] > 1
            text = _lane_label(label, _named(line, with_number=several), line.regimen)
            lanes.append(_line_lane(line, text, name, show_survival))
    missing = _left_out(_NO_TIME, [line for line in lines if line.months is None])
    return SwimmerPlot(
        mode="lines",
        lanes=tuple(lanes),
        groups=tuple(groups),
        count=_count(drawn),
        left_out=missing,
        sort=sort,
        label=label,
        show_survival=show_survival,
        origin="day 1 of cycle 1 of the line",
        notes=(*_notes(lines, drawn), *_bar_notes(drawn)),
    )


def swimmer_patients(
    cohort: Cohort, *, sort: PatientSort = "follow-up", label: LaneLabel = "patient"
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
    Month 0 is day 1 of the patient's first line in view. A later line is placed by `start_date`;
    without dates, by the difference of the two lines' OS, since both end on one calendar day;
    without these, straight after the line before, with a note that the gap is not known. A bar
    lasts until the end of PFS or RFS (else of treatment, else of OS), at most until the next line
    starts. Follow-up outside the bars is a segment of kind ``"survival"``.

    Examples
    --------
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
    _check("sort", sort, get_args(PatientSort))
    _check("label", label, get_args(LaneLabel))
    lines = _read_lines(cohort, ("treatment", "os"))
    courses = [_course(members) for members in _by_patient(lines)]
    drawn = [course for course in courses if course.bars]
    grouped = sort == "first regimen group"
    if sort != "file order":
        drawn.sort(key=lambda course: -course.end)
    lanes, groups = [], []
    for level in _order(cohort) if grouped else (None,):
        members = [c for c in drawn if level is None or c.lines[0].regimen_group == level]
        if not members:
            continue
        name = ALL_LABEL if level is None else _group_label(cohort, level)
        if name != ALL_LABEL:
            name += " first"
        shown = [line for course in members for line in course.drawn_lines]
        groups.append(LaneGroup(label=name, count=_count(shown)))
        lanes += [_patient_lane(course, label, name) for course in members]
    shown = [line for course in drawn for line in course.drawn_lines]
    without = [line for course in courses if not course.bars for line in course.lines]
    partly = [x for c in drawn for x in c.lines if x not in c.drawn_lines]
    return SwimmerPlot(
        mode="patients",
        lanes=tuple(lanes),
        groups=tuple(groups),
        count=_count(shown),
        left_out=(
            *_left_out(_NO_TIME, without),
            *_left_out("no time recorded, in patients whose other lines are drawn", partly),
        ),
        sort=sort,
        label=label,
        show_survival=True,
        origin="day 1 of cycle 1 of the first line in view",
        notes=(*_notes(lines, shown), *_course_notes(drawn), *_bar_notes(shown)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One row of the cohort, as a swimmer plot sees it."""

    key: str
    position: int
    patient_id: str
    line_number: int | None
    regimen: str
    regimen_group: str
    best_response: str
    endpoint: BarEndpoint
    months: float | None
    event: bool | None
    os: float | None
    died: bool | None
    response: float | None
    treatment: float | None
    stop_reason: str
    alk: float | None
    alk_without_time: bool
    start_date: date | None


def _read_lines(cohort: Cohort, otherwise: Sequence[str]) -> list[_Line]:
    frame = cohort.frame
    nothing = pd.Series(NOT_RECORDED, index=frame.index)
    levels = {
        column: level_texts(frame[column]) if column in frame else nothing
        for column in ("regimen", "regimen_group", "best_response", "stop_reason")
    }
    lines = []
    for position, (key, row) in enumerate(zip(frame.index, frame.to_dict("records"), strict=True)):
        endpoint, months, event = _bar_time(row, otherwise)
        number = _number(row, "line_number")
        start = row.get("start_date")
        alk = _number(row, "later_alk_inhibitor_months")
        texts = {column: str(values.iloc[position]) for column, values in levels.items()}
        lines.append(
            _Line(
                key=f"row {key}",
                position=position,
                patient_id=str(row["patient_id"]),
                line_number=None if number is None else int(number),
                regimen=texts["regimen"],
                regimen_group=texts["regimen_group"],
                best_response=texts["best_response"],
                stop_reason=texts["stop_reason"],
                endpoint=endpoint,
                months=months,
                event=event,
                os=_number(row, "os_months"),
                died=_flag(row, "os_event"),
                response=_number(row, "response_months"),
                treatment=_number(row, "treatment_months"),
                alk=alk,
                alk_without_time=alk is None and _flag(row, "later_alk_inhibitor") is True,
                start_date=None if start is None or pd.isna(start) else pd.Timestamp(start).date(),
            )
        )
    return lines


def _bar_time(
    row: dict[Any, Any], otherwise: Sequence[str]
) -> tuple[BarEndpoint, float | None, bool | None]:
    """The time a bar shows, its name, and whether it ended in an event."""
    localized = row.get("disease_extent") == "localized"
    names: dict[str, BarEndpoint] = {
        "pfs": "PFS",
        "rfs": "RFS",
        "os": "OS",
        "treatment": "treatment",
    }
    for name in (*(("rfs", "pfs") if localized else ("pfs", "rfs")), *otherwise):
        months = _number(row, f"{name}_months")
        if months is not None:
            return names[name], months, _flag(row, f"{name}_event")
    return "PFS", None, None


def _number(row: dict[Any, Any], column: str) -> float | None:
    value = row.get(column)
    return None if value is None or pd.isna(value) else float(value)


def _flag(row: dict[Any, Any], column: str) -> bool | None:
    value = _number(row, column)
    return None if value is None else bool(value)


def _line_order_duration(line: _Line) -> tuple[float, ...]:
    return (-(line.months or 0.0), line.position)


def _line_order_response(line: _Line) -> tuple[float, ...]:
    responses = (*COLUMN_BY_NAME["best_response"].values, NOT_RECORDED)
    return (responses.index(line.best_response), *_line_order_duration(line))


def _line_order_number(line: _Line) -> tuple[float, ...]:
    return (line.line_number or float("inf"), *_line_order_duration(line))


def _line_order_file(line: _Line) -> tuple[float, ...]:
    return (line.position,)


_LINE_ORDERS: Final = {
    "duration": _line_order_duration,
    "response": _line_order_response,
    "line_number": _line_order_number,
    "file order": _line_order_file,
}


def _line_lane(line: _Line, label: str, group: str, show_survival: bool) -> Lane:
    bar = _bar(line, 0.0)
    markers = _line_markers(line, 0.0, line.os if line.died else None)
    markers += _survival_markers(line.os, line.died, markers, line.line_number)
    survival = _survival([bar], line.os, line.died)
    if not show_survival:
        markers = [marker for marker in markers if marker.month <= bar.end + _SAME_DAY]
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


def _bar(line: _Line, start: float) -> Segment:
    return Segment(
        kind="bar",
        start=start,
        end=start + (line.months or 0.0),
        patient_id=line.patient_id,
        line_number=line.line_number,
        regimen=line.regimen,
        regimen_group=line.regimen_group,
        best_response=line.best_response,
        endpoint=line.endpoint,
        event=line.event,
    )


def _line_markers(
    line: _Line, start: float, death: float | None, *, last: bool = True
) -> list[Marker]:
    """What one line records, in drawing order; `death` counts from the lane's origin."""

    def marker(kind: MarkerKind, months: float, text: str) -> Marker:
        return Marker(kind=kind, month=start + months, text=text, line_number=line.line_number)

    markers = []
    if line.treatment is not None:
        known = line.stop_reason != NOT_RECORDED
        reason = f": {line.stop_reason}" if known else ""
        markers.append(marker("end of treatment", line.treatment, f"End of treatment{reason}"))
    if line.response is not None:
        which = f" ({line.best_response})" if line.best_response in ("CR", "PR") else ""
        markers.append(marker("first response", line.response, f"First response{which}"))
    if line.alk is not None:
        markers.append(marker("ALK inhibitor", line.alk, "Later ALK inhibitor started"))
    if line.months is None or line.endpoint not in ("PFS", "RFS"):
        return markers
    word = "Recurrence" if line.endpoint == "RFS" else "Progression"
    ended_by_death = death is not None and abs(start + line.months - death) <= _SAME_DAY
    if line.event and not ended_by_death:
        text = word if line.died is not None else f"{word} or death (survival is not recorded)"
        markers.append(marker("progression", line.months, text))
    if line.event is False and not ended_by_death and last:
        text = f"No {word.lower()} when last assessed"
        markers.append(marker("ongoing", line.months, text))
    return markers


def _survival_markers(
    end: float | None, died: bool | None, markers: Sequence[Marker], line_number: int | None
) -> list[Marker]:
    """Death, or alive at the last follow-up unless an arrow of ongoing control says it."""
    if end is None or died is None:
        return []
    if died:
        return [Marker(kind="death", month=end, text="Death", line_number=line_number)]
    if any(m.kind == "ongoing" and abs(m.month - end) <= _SAME_DAY for m in markers):
        return []
    text = "Alive at last follow-up"
    return [Marker(kind="alive", month=end, text=text, line_number=line_number)]


def _survival(bars: Sequence[Segment], end: float | None, died: bool | None) -> list[Segment]:
    """Follow-up outside the bars: the gaps between them, and the time after the last."""
    pieces = []
    last = bars[-1].start if end is None else max(end, bars[-1].start)
    following = [*(bar.start for bar in bars[1:]), last]
    for bar, until in zip(bars, following, strict=True):
        if until - bar.end > _SAME_DAY:
            piece = replace(
                bar, kind="survival", start=bar.end, end=until, endpoint="OS", event=died,
                shortened=False,
            )  # fmt: skip
            pieces.append(piece)
    return pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    """One patient's lines, placed."""

    lines: tuple[_Line, ...]
    drawn_lines: tuple[_Line, ...]
    bars: tuple[Segment, ...]
    survival: tuple[Segment, ...]
    markers: tuple[Marker, ...]
    placed_by: frozenset[str]

    @property
    def end(self) -> float:
        segments = (*self.bars, *self.survival)
        return max([s.end for s in segments] + [m.month for m in self.markers])


def _by_patient(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Each patient's lines by line number, patients as they come in the sheet."""
    patients: dict[str, list[_Line]] = {}
    for line in lines:
        patients.setdefault(line.patient_id, []).append(line)
    return [
        sorted(members, key=lambda line: (line.line_number or float("inf"), line.position))
        for members in patients.values()
    ]


def _course(lines: Sequence[_Line]) -> _Course:
    starts, placed_by = _starts(lines)
    end, died = _last_follow_up(lines, starts)
    placed = [
        (line, start)
        for line, start in zip(lines, starts, strict=True)
        if line.months is not None
    ]  # fmt: skip
    bars = [_bar(line, start) for line, start in placed]
    for index, (bar, after) in enumerate(pairwise(bars)):
        if bar.end > after.start:
            cut = bar.end - after.start > _ROUNDING
            bars[index] = replace(bar, end=after.start, shortened=cut)
    markers = []
    for index, (line, start) in enumerate(placed):
        last = index == len(placed) - 1
        markers += _line_markers(line, start, end if died else None, last=last)
    markers = _without_repeats(markers)
    if bars:
        markers += _survival_markers(end, died, markers, bars[-1].line_number)
    return _Course(
        lines=tuple(lines),
        drawn_lines=tuple(line for line, _ in placed),
        bars=tuple(bars),
        survival=tuple(_survival(bars, end, died)) if bars else (),
        markers=tuple(markers),
        placed_by=placed_by,
    )


def _starts(lines: Sequence[_Line]) -> tuple[list[float], frozenset[str]]:
    """Months from day 1 of the first line to day 1 of each, and how they were found."""
    first = lines[0]
    starts, used = [0.0], set()
    end = first.months or 0.0
    for line in lines[1:]:
        candidates = []
        if first.start_date and line.start_date:
            days = (line.start_date - first.start_date).days
            candidates.append(("dates", months_from_days(days)))
        if first.os is not None and line.os is not None and first.died == line.died:
            candidates.append(("survival", first.os - line.os))
        candidates.append(("sequence", end))
        # A line cannot start before the one it follows: such dates are passed over.
        how, start = next(c for c in candidates if c[1] >= starts[-1] - _ROUNDING)
        start = max(start, starts[-1])
        starts.append(start)
        used.add(how)
        end = start + (line.months or 0.0)
    return starts, frozenset(used)


def _last_follow_up(
    lines: Sequence[_Line], starts: Sequence[float]
) -> tuple[float | None, bool | None]:
    """When the patient died or was last seen, from the last line that records it."""
    for line, start in zip(reversed(lines), reversed(starts), strict=True):
        if line.os is not None:
            return start + line.os, line.died
    return None, None


def _without_repeats(markers: Sequence[Marker]) -> list[Marker]:
    """Several lines may record one start of an ALK inhibitor: keep the first."""
    kept: list[Marker] = []
    for marker in markers:
        repeated = marker.kind == "ALK inhibitor" and any(
            m.kind == marker.kind and abs(m.month - marker.month) <= _ROUNDING for m in kept
        )
        if not repeated:
            kept.append(marker)
    return kept


def _patient_lane(course: _Course, label: LaneLabel, group: str) -> Lane:
    first = course.lines[0]
    regimens = " → ".join(line.regimen for line in course.drawn_lines)
    return Lane(
        key=first.patient_id,
        label=_lane_label(label, first.patient_id, regimens),
        group=group,
        patient_id=first.patient_id,
        n_lines=len(course.drawn_lines),
        segments=(*course.bars, *course.survival),
        markers=course.markers,
    )


def _lane_label(label: LaneLabel, patient: str, regimen: str) -> str:
    texts = {
        "patient": patient,
        "regimen": regimen,
        "patient and regimen": f"{patient} · {regimen}",
        "none": "",
    }
    return texts[label]


def _named(line: _Line, *, with_number: bool) -> str:
    if with_number and line.line_number is not None:
        return f"{line.patient_id} · line {line.line_number}"
    return line.patient_id


def _order(cohort: Cohort) -> tuple[str, ...]:
    has_groups = "regimen_group" in cohort.frame
    return cohort.levels("regimen_group") if has_groups else (NOT_RECORDED,)


def _group_label(cohort: Cohort, level: str) -> str:
    has_groups = "regimen_group" in cohort.frame
    return level_phrase("regimen_group", level) if has_groups else ALL_LABEL


def _count(lines: Sequence[_Line]) -> CaseCount:
    return count_cases(pd.DataFrame({"patient_id": [line.patient_id for line in lines]}))


def _left_out(reason: str, lines: Sequence[_Line]) -> tuple[LeftOut, ...]:
    return (LeftOut(reason=reason, count=_count(lines)),) if lines else ()


def _notes(lines: Sequence[_Line], drawn: Sequence[_Line]) -> tuple[Note, ...]:
    """Whether anything is drawn, and what is not."""
    if not lines:
        message = "No lines are in view, so there is nothing to draw."
        return (Note(code="no_lanes", message=message),)
    if not drawn:
        message = "No line in view has a recorded time, so there is nothing to draw."
        return (Note(code="no_lanes", message=message),)
    missing = [line for line in lines if line not in drawn]
    if not missing:
        return ()
    have = "has" if len(missing) == 1 else "have"
    message = f"{_count(missing)} {have} no recorded time and cannot be drawn."
    return (Note(code="no_time", message=message),)


def _bar_notes(drawn: Sequence[_Line]) -> tuple[Note, ...]:
    """What the bars do not say by themselves."""
    notes = []
    for endpoint, meaning in (("OS", "overall survival"), ("treatment", "treatment time")):
        n = sum(line.endpoint == endpoint for line in drawn)
        if n:
            have, bar = ("has", "its bar shows") if n == 1 else ("have", "their bars show")
            message = f"{format_count(n, 'line')} {have} neither PFS nor RFS: {bar} {meaning}."
            notes.append(Note(code=f"bar_is_{endpoint.lower()}", message=message))
    n = sum(line.event is None and line.endpoint in ("PFS", "RFS") for line in drawn)
    if n:
        have, bar = ("has", "its bar has") if n == 1 else ("have", "their bars have")
        message = (
            f"{format_count(n, 'line')} {have} a PFS or RFS time but not whether it ended in an "
            f"event: {bar} no mark at the end."
        )
        notes.append(Note(code="event_unknown", message=message))
    n = sum(line.alk_without_time for line in drawn)
    if n:
        message = (
            f"A later ALK inhibitor is recorded without its time for {format_count(n, 'line')}: "
            "it is not marked."
        )
        notes.append(Note(code="alk_time_unknown", message=message))
    return tuple(notes)


def _course_notes(courses: Sequence[_Course]) -> tuple[Note, ...]:
    """How lines were placed on the patients' lanes."""
    messages = {
        "offsets_from_survival": (
            sum("survival" in course.placed_by for course in courses),
            "lines without usable start dates are placed by the difference of their overall "
            "survival times, which end on one day",
        ),
        "gaps_unknown": (
            sum("sequence" in course.placed_by for course in courses),
            "when a later line started is not known: it is drawn straight after the line before",
        ),
        "overlap": (
            sum(any(b.shortened and b.endpoint != "OS" for b in c.bars) for c in courses),
            "a line's bar is cut where the next line starts, before its recorded end",
        ),
    }
    return tuple(
        Note(code=code, message=f"In {format_count(n, 'patient')} {message}.")
        for code, (n, message) in messages.items()
        if n
    )


def _check(name: str, value: str, offered: Sequence[str]) -> None:
    if value not in offered:
        raise ImtError(
            f"{name} must be one of {', '.join(offered)}, but {value!r} was found. Choose one."
        )
