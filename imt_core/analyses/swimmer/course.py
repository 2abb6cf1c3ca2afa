"""A patient's course: the successive lines at their true distance on one time axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from imt_core.analyses.swimmer.lanes import (
    line_bar,
    line_markers,
    survival_markers,
    survival_segments,
)
from imt_core.analyses.swimmer.plot import Marker, Segment
from imt_core.cohort.treatment_lines import TreatmentLine
from imt_core.conventions.units import months_from_days

# Months are often rounded: two routes to one calendar day may differ by about this much.
_ROUNDING: Final = months_from_days(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientCourse:
    """One patient's lines, placed; months from day 1 of cycle 1 of the first.

    Parameters
    ----------
    lines : tuple of TreatmentLine
        In order, with those that have no time.
    segments : tuple of Segment
        Bars in order of time, then survival.
    markers : tuple of Marker
    placed_by : frozenset of str
        How the later lines' starts were found: ``"dates"``, ``"survival"`` or ``"sequence"``.
    """

    lines: tuple[TreatmentLine, ...]
    segments: tuple[Segment, ...]
    markers: tuple[Marker, ...]
    placed_by: frozenset[str]

    @property
    def drawn_lines(self) -> tuple[TreatmentLine, ...]:
        """The lines that have a bar."""
        return tuple(line for line in self.lines if line.months is not None)

    @property
    def end(self) -> float:
        """The last month of anything in the course."""
        ends = [segment.end for segment in self.segments]
        return max(ends + [marker.month for marker in self.markers])


def lines_by_patient(lines: Sequence[TreatmentLine]) -> list[list[TreatmentLine]]:
    """Each patient's lines by line number, patients as they come in the sheet."""
    patients: dict[str, list[TreatmentLine]] = {}
    for line in lines:
        patients.setdefault(line.patient_id, []).append(line)
    return [
        sorted(members, key=lambda line: (line.line_number or float("inf"), line.position))
        for members in patients.values()
    ]


def patient_course(lines: Sequence[TreatmentLine]) -> PatientCourse:
    """Place one patient's lines, in order; at least one must have a time."""
    starts, placed_by = line_starts(lines)
    end, died = last_follow_up(lines, starts)
    placed = [
        (line, start) for line, start in zip(lines, starts, strict=True) if line.months is not None
    ]
    bars = [line_bar(line, start) for line, start in placed]
    for index, (bar, after) in enumerate(pairwise(bars)):
        if bar.end > after.start:
            cut = bar.end - after.start > _ROUNDING
            bars[index] = replace(bar, end=after.start, shortened=cut)
    markers = []
    for index, (line, start) in enumerate(placed):
        last = index == len(placed) - 1
        markers += line_markers(line, start, end if died else None, last=last)
    markers = without_repeats(markers)
    markers += survival_markers(end, died, markers, bars[-1].line_number)
    return PatientCourse(
        lines=tuple(lines),
        segments=(*bars, *survival_segments(bars, end, died)),
        markers=tuple(markers),
        placed_by=placed_by,
    )


def line_starts(lines: Sequence[TreatmentLine]) -> tuple[list[float], frozenset[str]]:
    """Months from day 1 of the first line to day 1 of each, and how they were found."""
    first = lines[0]
    starts, used = [0.0], set()
    end = first.months or 0.0
    for line in lines[1:]:
        candidates = []
        if first.start_day is not None and line.start_day is not None:
            months = months_from_days(line.start_day - first.start_day)
            candidates.append(("dates", months))
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


def last_follow_up(
    lines: Sequence[TreatmentLine], starts: Sequence[float]
) -> tuple[float | None, bool | None]:
    """When the patient died or was last seen, from the last line that records it."""
    for line, start in zip(reversed(lines), reversed(starts), strict=True):
        if line.os is not None:
            return start + line.os, line.died
    return None, None


def without_repeats(markers: Sequence[Marker]) -> list[Marker]:
    """Several lines may record one start of an ALK inhibitor: keep the first."""
    kept: list[Marker] = []
    for marker in markers:
        repeated = marker.kind == "ALK inhibitor" and any(
            m.kind == marker.kind and abs(m.month - marker.month) <= _ROUNDING for m in kept
        )
        if not repeated:
            kept.append(marker)
    return kept
