"""What a swimmer plot leaves out, and what its bars do not say by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from imt_core.cohort.counting import LeftOut
from imt_core.cohort.endpoints import MAIN_SHORTS
from imt_core.cohort.treatment_lines import TreatmentLine, count_treatment_lines
from imt_core.conventions.formatting import format_count
from imt_core.conventions.notes import Note

NO_TIME: Final = "no time recorded"
"""Why a line is not drawn."""


def left_out(reason: str, lines: Sequence[TreatmentLine]) -> tuple[LeftOut, ...]:
    """The lines that are not drawn, counted; nothing without any."""
    return (LeftOut(reason=reason, count=count_treatment_lines(lines)),) if lines else ()


def time_notes(lines: Sequence[TreatmentLine]) -> tuple[Note, ...]:
    """Whether anything can be drawn, and what cannot."""
    if not lines:
        message = "No lines are in view, so there is nothing to draw."
        return (Note(code="no_lanes", message=message),)
    missing = [line for line in lines if line.months is None]
    if len(missing) == len(lines):
        message = "No line in view has a recorded time, so there is nothing to draw."
        return (Note(code="no_lanes", message=message),)
    if not missing:
        return ()
    have = "has" if len(missing) == 1 else "have"
    message = f"{count_treatment_lines(missing)} {have} no recorded time and cannot be drawn."
    return (Note(code="no_time", message=message),)


def bar_notes(drawn: Sequence[TreatmentLine]) -> tuple[Note, ...]:
    """What the bars do not say by themselves."""
    notes = []
    for endpoint, meaning in (("OS", "overall survival"), ("treatment", "treatment time")):
        n = sum(line.endpoint == endpoint for line in drawn)
        if n:
            have, bar = ("has", "its bar shows") if n == 1 else ("have", "their bars show")
            neither = " nor ".join(MAIN_SHORTS)
            message = f"{format_count(n, 'line')} {have} neither {neither}: {bar} {meaning}."
            notes.append(Note(code=f"bar_is_{endpoint.lower()}", message=message))
    n = sum(line.event is None and line.endpoint in MAIN_SHORTS for line in drawn)
    if n:
        have, bar = ("has", "its bar has") if n == 1 else ("have", "their bars have")
        message = (
            f"{format_count(n, 'line')} {have} a {' or '.join(MAIN_SHORTS)} time but not whether "
            f"it ended in an event: {bar} no mark at the end."
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
