"""Adverse events written as ``G3 neutropenia; G3 anaemia``: grade and term."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from imt_core.conventions.plain_text import plain_text

_EVENT: Final = re.compile(r"\s*[Gg](?:rade)?\s*([0-5])\s+(\S.*?)\s*")

NO_EVENT: Final = frozenset(
    {
        "no",
        "none",
        "nil",
        "no event",
        "no events",
        "no adverse event",
        "no adverse events",
        "no toxicity",
        "nessuno",
        "nessuna",
        "nessun evento",
        "aucun",
        "aucune",
        "keine",
        "ninguno",
        "ninguna",
    }
)
"""What says in words that there was no event, in lower case and without punctuation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEvent:
    """One adverse event: CTCAE grade, 0 to 5, and term."""

    grade: int
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedEvents:
    """What one cell says of adverse events.

    Parameters
    ----------
    events : tuple of AdverseEvent
        In the order written.
    unread : tuple of str
        Entries that are not a grade and a term.
    says_none : bool
        Whether an entry says in words that there was none.
    """

    events: tuple[AdverseEvent, ...] = ()
    unread: tuple[str, ...] = ()
    says_none: bool = False

    @property
    def worst_grade(self) -> int | None:
        """The highest grade written, 0 where only "none" is; ``None`` where nothing has a grade."""
        grades = [event.grade for event in self.events] + [0] * self.says_none
        return max(grades, default=None)


def read_adverse_events(text: str | None) -> RecordedEvents:
    """Read all that one cell says: nothing of it is dropped.

    Parameters
    ----------
    text : str or None
        Entries separated by semicolons; ``None`` where nothing is recorded.

    Returns
    -------
    RecordedEvents

    Examples
    --------
    >>> cell = read_adverse_events("G3 neutropenia; fatigue")
    >>> [(event.grade, event.term) for event in cell.events], cell.unread, cell.worst_grade
    ([(3, 'neutropenia')], ('fatigue',), 3)
    >>> read_adverse_events("none").worst_grade, read_adverse_events(None).worst_grade
    (0, None)
    """
    if not isinstance(text, str):
        return RecordedEvents()
    events, unread, says_none = [], [], False
    for entry in text.split(";"):
        if match := _EVENT.fullmatch(entry):
            events.append(AdverseEvent(grade=int(match[1]), term=match[2]))
        elif plain_text(entry) in NO_EVENT:
            says_none = True
        elif entry.strip():
            unread.append(" ".join(entry.split()))
    return RecordedEvents(events=tuple(events), unread=tuple(unread), says_none=says_none)


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
    return read_adverse_events(text).events


def term_key(term: str) -> str:
    """What two spellings of one term have in common.

    Examples
    --------
    >>> term_key("Peripheral  Neuropathy") == term_key("peripheral neuropathy")
    True
    """
    return " ".join(term.split()).casefold()
