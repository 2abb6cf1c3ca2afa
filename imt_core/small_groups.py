"""Degrees of caution: what a group is too small for, decided once and used everywhere."""

from __future__ import annotations

from typing import Final

from imt_core.formatting import format_count
from imt_core.notes import Note

FEW_AT_RISK: Final = 5
"""A curve is dashed where fewer than this many cases are still at risk."""

FEW_CASES: Final = 5
"""A group of fewer cases is better read as a list of patients than as a percentage."""

FEW_EVENTS: Final = 10
"""With fewer events in all, a test finds only very large differences."""


def small_group_note(label: str, n: int, noun: str) -> tuple[Note, ...]:
    """Say that a group is small; nothing where it is not.

    Examples
    --------
    >>> small_group_note("MTX-V", 4, "line")[0].message
    'MTX-V has only 4 lines: read its patients one by one rather than its percentages.'
    >>> small_group_note("MTX-V", 13, "line")
    ()
    """
    if not 0 < n < FEW_CASES:
        return ()
    return (
        Note(
            code="few_cases",
            message=f"{label} has only {format_count(n, noun)}: read its patients one by one "
            "rather than its percentages.",
        ),
    )


def no_event_note(label: str, n: int, noun: str) -> tuple[Note, ...]:
    """Explain a flat curve.

    Examples
    --------
    >>> no_event_note("MTX-V", 4, "line")[0].message
    'MTX-V: no event in 4 lines, so its curve is flat; this does not show that the risk is zero.'
    """
    message = (
        f"{label}: no event in {format_count(n, noun)}, so its curve is flat; "
        "this does not show that the risk is zero."
    )
    return (Note(code="no_events", message=message),)


def few_events_note(n_event: int) -> tuple[Note, ...]:
    """Say that a comparison rests on few events; nothing where it does not.

    Examples
    --------
    >>> few_events_note(4)[0].code
    'few_events'
    >>> few_events_note(10)
    ()
    """
    if n_event >= FEW_EVENTS:
        return ()
    message = (
        f"The comparison rests on {format_count(n_event, 'event')}: a large p value "
        "does not show that the groups are alike."
    )
    return (Note(code="few_events", message=message),)
