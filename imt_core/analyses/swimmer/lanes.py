"""What a lane shows: the bars of its lines, their events, and follow-up outside the bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from imt_core.analyses.swimmer.plot import LaneLabel, Marker, MarkerKind, Segment
from imt_core.cohort.endpoints import MAIN_ENDPOINTS
from imt_core.cohort.schema import NOT_RECORDED
from imt_core.cohort.treatment_lines import TreatmentLine
from imt_core.conventions.units import months_from_days

SAME_DAY: Final = months_from_days(0.5)
"""Events closer than this, in months, fall on one day."""

_ENDED_BY: Final = {end.short: end.word.capitalize() for end in MAIN_ENDPOINTS.values()}


def line_bar(line: TreatmentLine, start: float) -> Segment:
    """The line's bar; `start` counts from the lane's origin."""
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


def line_markers(
    line: TreatmentLine, start: float, death: float | None, *, last: bool = True
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
    if line.months is None or line.endpoint not in _ENDED_BY:
        return markers
    word = _ENDED_BY[line.endpoint]
    ended_by_death = death is not None and abs(start + line.months - death) <= SAME_DAY
    if line.event and not ended_by_death:
        text = word if line.died is not None else f"{word} or death (survival is not recorded)"
        markers.append(marker("progression", line.months, text))
    if line.event is False and not ended_by_death and last:
        text = f"No {word.lower()} when last assessed"
        markers.append(marker("ongoing", line.months, text))
    return markers


def survival_markers(
    end: float | None, died: bool | None, markers: Sequence[Marker], line_number: int | None
) -> list[Marker]:
    """Death, or alive at the last follow-up unless an arrow of ongoing control says it."""
    if end is None or died is None:
        return []
    if died:
        return [Marker(kind="death", month=end, text="Death", line_number=line_number)]
    if any(m.kind == "ongoing" and abs(m.month - end) <= SAME_DAY for m in markers):
        return []
    text = "Alive at last follow-up"
    return [Marker(kind="alive", month=end, text=text, line_number=line_number)]


def survival_segments(
    bars: Sequence[Segment], end: float | None, died: bool | None
) -> list[Segment]:
    """Follow-up outside the bars: the gaps between them, and the time after the last."""
    pieces = []
    last = bars[-1].start if end is None else max(end, bars[-1].start)
    following = [*(bar.start for bar in bars[1:]), last]
    for bar, until in zip(bars, following, strict=True):
        if until - bar.end > SAME_DAY:
            piece = replace(
                bar,
                kind="survival",
                start=bar.end,
                end=until,
                endpoint="OS",
                event=died,
                shortened=False,
            )
            pieces.append(piece)
    return pieces


def lane_label(label: LaneLabel, patient: str, regimen: str) -> str:
    """What is written beside a lane."""
    texts = {
        "patient": patient,
        "regimen": regimen,
        "patient and regimen": f"{patient} · {regimen}",
        "none": "",
    }
    return texts[label]
