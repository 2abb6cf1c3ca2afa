"""Swimmer plots as values: lanes of bars and events, everything a figure and its table need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from imt_core.cohort.counting import CaseCount, LeftOut, Unit
from imt_core.conventions.errors import ImtError
from imt_core.conventions.notes import Note

SegmentKind = Literal["bar", "survival"]
MarkerKind = Literal[
    "first response",
    "end of treatment",
    "ALK inhibitor",
    "progression",
    "death",
    "ongoing",
    "alive",
]
LaneLabel = Literal["patient", "regimen", "patient and regimen", "none"]
LineSort = Literal["duration", "response", "line_number", "file order"]
PatientSort = Literal["follow-up", "first regimen group", "file order"]

_PLACE: Final = ("lane", "unit", "origin", "group", "patient_id", "label")


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
    endpoint : str
        A name of `BAR_COLUMNS`.
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
    endpoint: str
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
    is_index : bool
        Whether it is of the patient whom every view marks.
    """

    key: str
    label: str
    group: str
    patient_id: str
    n_lines: int
    segments: tuple[Segment, ...]
    markers: tuple[Marker, ...]
    is_index: bool = False

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
    regimen_groups : tuple of str
        Levels of the whole cohort, whatever a filter left of them, in display order.
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
    regimen_groups: tuple[str, ...]
    notes: tuple[Note, ...]

    @property
    def method(self) -> str:
        """Where bars end and what they count, in one sentence."""
        return (
            "bars end at progression, relapse or death, or where follow-up ends; lines are drawn "
            "whatever is counted"
        )

    @property
    def longest(self) -> float:
        """The last month of any lane; 0 without lanes."""
        return max((lane.end for lane in self.lanes), default=0.0)

    def to_frame(self) -> pd.DataFrame:
        """One row for each segment; months, unformatted."""
        columns = [
            *_PLACE,
            "line_number",
            "regimen",
            "regimen_group",
            "best_response",
            "segment",
            "endpoint",
            "event",
            "start_months",
            "end_months",
            "shortened",
        ]
        rows = [
            (
                *self._place(position, lane),
                s.line_number,
                s.regimen,
                s.regimen_group,
                s.best_response,
                s.kind,
                s.endpoint,
                s.event,
                s.start,
                s.end,
                s.shortened,
            )
            for position, lane in enumerate(self.lanes, start=1)
            for s in lane.segments
        ]
        return pd.DataFrame(rows, columns=columns).assign(method=self.method)

    def markers_to_frame(self) -> pd.DataFrame:
        """One row for each event; months, unformatted."""
        rows = [
            (*self._place(position, lane), m.line_number, m.kind, m.month, m.text)
            for position, lane in enumerate(self.lanes, start=1)
            for m in lane.markers
        ]
        columns = [*_PLACE, "line_number", "event", "months", "text"]
        return pd.DataFrame(rows, columns=columns).assign(method=self.method)

    def _place(self, position: int, lane: Lane) -> tuple[object, ...]:
        return (position, self.mode, self.origin, lane.group, lane.patient_id, lane.label)


def check_offered(name: str, value: str, offered: Sequence[str]) -> None:
    """Refuse a choice that is not one of those offered."""
    if value not in offered:
        raise ImtError(
            f"{name} must be one of {', '.join(offered)}, but {value!r} was found. Choose one."
        )
