"""Caveats as data: a note travels with the result it qualifies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One caveat about a result.

    Parameters
    ----------
    code : str
        A short stable name, such as ``"few_at_risk"``.
    message : str
        One plain sentence for the reader of the figure or table.

    Examples
    --------
    >>> Note(code="no_events", message="No event was observed.").code
    'no_events'
    """

    code: str
    message: str


def distinct_notes(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Keep the first of each identical note, in order.

    Examples
    --------
    >>> note = Note(code="a", message="b")
    >>> len(distinct_notes([note, note]))
    1
    >>> distinct_notes([])
    ()
    """
    return tuple(dict.fromkeys(notes))
