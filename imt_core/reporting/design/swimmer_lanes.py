"""The lanes of a swimmer plot in neutral terms: bars and events, each in its row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from imt_core.reporting.design.swimmer_words import EVENTS
from imt_core.reporting.design.theme import shortened

LONGEST_NAME: Final = 34
"""Characters of a name beside lanes, over them and in the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneBar:
    """One treatment line: its months, the response that colours it and its group's pattern.

    `told` is what is told of it after the patient's name, line by line.
    """

    start: float
    end: float
    response: str
    group: str
    pattern: str
    told: tuple[str, ...]

    @property
    def length(self) -> float:
        """Months from start to end."""
        return self.end - self.start

    @property
    def name(self) -> str:
        """Response and group, which all bars of one look share."""
        return f"{self.response}, {self.group}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneEvent:
    """One mark on a lane; `told` as for a bar."""

    kind: str
    month: float
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLane:
    """One lane.

    Parameters
    ----------
    key, label, patient_id : str
        Unique in the chart, what stands beside it, and whose it is.
    row : float
        Where its middle is, in rows from the top.
    bars : tuple of LaneBar
        In order of time.
    follow_up : tuple of (float, float)
        Months from and to which a thin line stands outside the bars.
    events : tuple of LaneEvent
    is_index : bool
        Whether a band lies behind it: the patient whom every view marks.
    """

    key: str
    label: str
    patient_id: str
    row: float
    bars: tuple[LaneBar, ...]
    follow_up: tuple[tuple[float, float], ...]
    events: tuple[LaneEvent, ...]
    is_index: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartGroup:
    """Lanes under one heading: whose they are, how many, and the middle of the heading's row."""

    label: str
    size: str
    row: float
    lanes: tuple[ChartLane, ...]

    @property
    def name(self) -> str:
        """The name as the heading has it, no longer than it may be."""
        return shortened(self.label, LONGEST_NAME)


def bars_by_look(lanes: Iterable[ChartLane]) -> list[list[tuple[ChartLane, LaneBar]]]:
    """Bars with their lanes, together where colour, pattern and name are the same."""
    found: dict[tuple[str, str], list[tuple[ChartLane, LaneBar]]] = {}
    for lane in lanes:
        for bar in lane.bars:
            found.setdefault((bar.name, bar.pattern), []).append((lane, bar))
    return list(found.values())


def events_by_kind(lanes: Iterable[ChartLane]) -> dict[str, list[tuple[ChartLane, LaneEvent]]]:
    """Events with their lanes by kind, the most important drawn last; only kinds that occur."""
    found: dict[str, list[tuple[ChartLane, LaneEvent]]] = {kind: [] for kind in EVENTS}
    for lane in lanes:
        for event in lane.events:
            found[event.kind].append((lane, event))
    return {kind: events for kind, events in found.items() if events}
