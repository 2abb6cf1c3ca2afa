"""Columns of events whose header names no endpoint, beside the time that they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.intake.recognition.flag_headers import is_bare_event
from imt_core.intake.recognition.header_matching import ColumnSuggestion, flag_fit
from imt_core.intake.recognition.header_names import AMBIGUOUS

_BESIDE: Final = 0.6
_LEAST_FIT: Final = 0.6


def with_events_beside(
    table: pd.DataFrame, suggestions: Sequence[ColumnSuggestion], certain: Mapping[str, str]
) -> tuple[ColumnSuggestion, ...]:
    """Take a bare "Event" or "CNSR" for the event of the time that it stands beside.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    suggestions : sequence of ColumnSuggestion
    certain : mapping of str to str
        The sheet's headers that are mapped already, by canonical column.

    Returns
    -------
    tuple of ColumnSuggestion
        Such a column follows its time, or is the only one of the only time without an event.

    Examples
    --------
    >>> time = ColumnSuggestion(target="pfs_months", source="PFS", confidence=1, reason="",
    ...     unit=None)
    >>> sheet = pd.DataFrame({"PFS": ["4", "60"], "CNSR": ["0", "1"]})
    >>> [(s.target, s.source) for s in with_events_beside(sheet, [time], {})]
    [('pfs_months', 'PFS'), ('pfs_event', 'CNSR')]
    """
    sources = {**certain, **{s.target: s.source for s in suggestions}}
    unsure = {
        s.source for s in suggestions if s.target.endswith("_event") and s.confidence <= AMBIGUOUS
    }
    used = set(sources.values()) - unsure
    headers = [str(header) for header in table]
    bare = [header for header in headers if header not in used and is_bare_event(header)]
    paired = dict(_paired(headers, bare, sources, unsure))
    found = [
        ColumnSuggestion(
            target=target,
            source=header,
            confidence=_BESIDE,
            reason="it tells events or censoring, and stands beside this endpoint's time",
            unit=None,
        )
        for target, header in paired.items()
        if flag_fit(target, header, table[header]).factor >= _LEAST_FIT
    ]
    taken = {suggestion.source for suggestion in found}
    filled = {suggestion.target for suggestion in found}
    kept = [s for s in suggestions if s.source not in taken and s.target not in filled]
    return (*kept, *found)


def _paired(
    headers: list[str], bare: list[str], sources: Mapping[str, str], unsure: set[str]
) -> Iterator[tuple[str, str]]:
    """Events of times that have none of their own name, with their columns."""
    open_ones = {
        sources[end.months_column]: end.event_column
        for end in ENDPOINTS.values()
        if end.months_column in sources and sources.get(end.event_column, "") in {"", *unsure}
    }
    before = dict(zip(headers[1:], headers, strict=False))
    beside = {open_ones[before[h]]: h for h in bare if before.get(h) in open_ones}
    yield from beside.items()
    left = [event for event in open_ones.values() if event not in beside]
    rest = [header for header in bare if header not in beside.values()]
    if len(left) == len(rest) == 1 and sources.get(left[0]) is None:
        yield left[0], rest[0]
