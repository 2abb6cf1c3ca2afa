"""Adverse events written as ``G3 neutropenia; G3 anaemia``: grade and term."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_EVENT: Final = re.compile(r"\s*[Gg](?:rade)?\s*([0-5])\s+(\S.*?)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEvent:
    """One adverse event: CTCAE grade, 0 to 5, and term."""

    grade: int
    term: str


def parse_adverse_events(text: str | None) -> tuple[AdverseEvent, ...]:
    """Read the events of one cell; entries without a grade are left out.

    Parameters
    ----------
    text : str or None
        Entries separated by semicolons; ``None`` where nothing is recorded.

    Returns
    -------
    tuple of AdverseEvent
        In the order written.

    Examples
    --------
    >>> [(event.grade, event.term) for event in parse_adverse_events("G3 neutropenia; G4 anaemia")]
    [(3, 'neutropenia'), (4, 'anaemia')]
    >>> parse_adverse_events(None)
    ()
    """
    if not isinstance(text, str):
        return ()
    matches = (_EVENT.fullmatch(entry) for entry in text.split(";"))
    return tuple(AdverseEvent(grade=int(m[1]), term=m[2]) for m in matches if m)
