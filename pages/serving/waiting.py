"""Sheets that wait to be opened: only so many, and only so long."""

from __future__ import annotations

import time
from collections.abc import Iterable, MutableMapping
from typing import Any, Final

PENDING: Final = "pending_opening"
OUTCOME: Final = "pending_outcome"
TOUCHED: Final = "pending_touched"
GIVEN_UP: Final = "pending_given_up"
"""Where a session's state keeps a sheet, what it becomes, when it was last looked at, and what was
forgotten for it having waited."""

LONGEST_WAIT: Final = 30 * 60.0
"""Seconds since a sheet was looked at."""
MOST_WAITING: Final = 20

State = MutableMapping[str, Any]


def give_up_waiting(states: Iterable[State], *, now: float | None = None) -> int:
    """Forget sheets that wait too long, and the longest waiting ones beyond those that may.

    Parameters
    ----------
    states : iterable of mutable mapping
        Of every session.
    now : float, optional
        By `time.monotonic`.

    Returns
    -------
    int
        How many were forgotten.

    Examples
    --------
    >>> old, new = ({PENDING: "sheet", TOUCHED: seconds} for seconds in (0.0, 3000.0))
    >>> give_up_waiting([old, new, {}], now=3001.0)
    1
    >>> old == {GIVEN_UP: True}, new[PENDING]
    (True, 'sheet')
    """
    at = time.monotonic() if now is None else now
    waiting = sorted((s for s in states if PENDING in s), key=_touched, reverse=True)
    kept = [s for s in waiting[:MOST_WAITING] if at - _touched(s) < LONGEST_WAIT]
    for state in waiting[len(kept) :]:
        for key in (PENDING, OUTCOME, TOUCHED):
            if key in state:
                del state[key]
        state[GIVEN_UP] = True
    return len(waiting) - len(kept)


def _touched(state: State) -> float:
    return float(state[TOUCHED]) if TOUCHED in state else 0.0
