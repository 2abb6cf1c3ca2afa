"""Columns that seem to hold an endpoint, of which nothing could be made."""

from __future__ import annotations

import re
from collections.abc import Mapping as Words
from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.missing_texts import is_missing_text
from imt_core.conventions.plain_text import plain_text
from imt_core.intake.checks.ask import Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.mapping.left_over_survival import survival_left_over
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.notation.censored_times import without_marks
from imt_core.intake.notation.date_reading import read_dates
from imt_core.intake.notation.distinct_values import map_distinct
from imt_core.intake.notation.header_text import header_words
from imt_core.intake.notation.number_reading import read_numbers
from imt_core.intake.recognition.header_names import is_of_another_treatment, named_targets
from imt_core.intake.recognition.header_synonyms import split_names
from imt_core.intake.recognition.value_evidence import AGAINST, column_evidence, value_fit

_SURE: Final = 0.95
_MOST: Final = 0.9
_MOST_WORDS: Final = 12
_UNNUMBERED: Final = re.compile(
    r"(?:(?<!\w)(?:wk|week|woche|settimana|semaine|semana|tydzien|cycle|zyklus|ciclo|visita?) ?)?"
    r"[0-9]+"
)
_EVENT: Final = re.compile(r"progre|recid|rezid|relaps|recurr|ricad|rechut|recai|nawrot|wznow")
_DATES: Final = frozenset(
    {"last_followup_date", *(date for end in ENDPOINTS.values() for date in end.dates)}
)


def unread_outcomes(table: pd.DataFrame, mapping: Mapping) -> tuple[Issue, ...]:
    """Ask about columns that seem to hold an endpoint which the cohort would not have.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    mapping : Mapping

    Returns
    -------
    tuple of Issue
        One for all such columns; of severity "information" once it is answered that they stay
        columns of the sheet's own.

    Examples
    --------
    >>> sheet = pd.DataFrame({"ID": ["a", "b"], "OS": ["12 moons", "9 moons"]}, index=[2, 3])
    >>> [(issue.severity, issue.column) for issue in unread_outcomes(sheet, Mapping())]
    [('error', 'OS')]
    >>> kept = Mapping(answers=(("not read:OS", "own"),))
    >>> [issue.severity for issue in unread_outcomes(sheet, kept)]
    ['information']
    """
    mapped = {column.target for column in mapping.columns}
    unread: dict[str, str] = {}
    rows: set[int] = set()
    for header in map(str, table):
        if header in mapping.sources or header in mapping.left_out:
            continue
        sure = _sure_targets(header)
        for end in ENDPOINTS.values():
            is_meant = bool(sure & set(end.columns)) and sure <= {*end.columns, *_DATES}
            is_read = bool(mapped & {*end.columns, *(sure & _DATES)})
            if is_meant and not is_read and _cannot_be(sure & set(end.columns), table[header]):
                unread[header] = end.short
                rows |= _rows_apart(table[header])
            dates = {*end.dates, "last_followup_date"} - mapped
            lacks_date = sure & dates and end.months_column not in mapped
            if "start_date" in mapped and lacks_date and sure <= _DATES:
                apart = _rows_apart(table[header], dated=True)
                if 0 < len(apart) < int((table[header] != "").sum()):
                    unread[header] = end.short
                    rows |= apart
    timeless = (
        _times_beside_events(table, mapping)
        | _times_and_perhaps_events(table, mapping)
        | _perhaps_starts(table, mapping)
        | _perhaps_responses(table, mapping)
    )
    unread |= timeless
    # An event alone, and times of which nothing tells the event, are no outcome: that is said.
    timed = [
        header
        for header in unread
        if not _is_event(header) and (header in timeless or not _are_numbers(table[header]))
    ]
    return (_issue(unread, rows, mapping),) if timed or rows else ()


def _times_beside_events(table: pd.DataFrame, mapping: Mapping) -> dict[str, str]:
    """Columns of times under headers that say nothing, where an endpoint has an event alone.

    A name that was cut off says nothing: ``przezyci`` of "przeżycie wolne od progresji".
    """
    mapped = {column.target for column in mapping.columns}
    named = {
        end.short
        for end in ENDPOINTS.values()
        for header in table
        if header not in mapping.left_out
        and end.event_column in (sure := _sure_targets(str(header)))
        and sure <= {end.event_column, *end.dates}
        and not _are_dates(table[header])
        and not mapped & set(end.columns)
    }
    free = [str(h) for h in table if h not in mapping.sources and h not in mapping.left_out]
    return {
        header: ", ".join(sorted(named))
        for header in free
        if named
        and not _sure_targets(header)
        and (
            read_numbers(table[header]).detected_unit is not None
            or (_may_be_free_of_it(header) and _are_numbers(table[header]))
        )
    }


def _may_be_free_of_it(header: str) -> bool:
    """Whether a time may be that to an event of the disease: "months without progression"."""
    return header_words(header).unit is not None and bool(_EVENT.search(plain_text(header)))


def _times_and_perhaps_events(table: pd.DataFrame, mapping: Mapping) -> dict[str, str]:
    """Times of an endpoint without an event, and columns that may tell the event.

    ``PFS (months)`` beside "Reason end of PFS", ``pfs_m`` beside ``pfs_st``, or any column of words
    that an event is told by.
    """
    mapped = {column.target for column in mapping.columns}
    free = [str(h) for h in table if h not in mapping.sources and h not in mapping.left_out]
    found: dict[str, str] = {}
    for end in ENDPOINTS.values():
        times = [h for h in free if end.months_column in _sure_targets(h)]
        times = [h for h in times if column_evidence(table[h]).numbers > _MOST]
        if not times or mapped & set(end.columns):
            continue
        if end.is_death_alone and survival_left_over(table, mapping):
            continue  # asked there
        names = () if end.words is None else end.words.names
        short = {name for text in names for name in map(plain_text, split_names(text))}
        events = [
            h
            for before, h in zip(["", *map(str, table)], map(str, table), strict=False)
            if h in free
            and h not in times
            and 1 < table[h].nunique() <= _MOST_WORDS
            and (
                _tells_events(end.event_column, table[h], beside=before in times)
                or (short & set(plain_text(h).split()) and not _are_dates(table[h]))
            )
        ]
        sure = [h for h in events if _sure_targets(h) == {end.event_column}]
        if len(times) == len(sure) == 1:
            continue  # Both are known: the reader took them away.
        if events:
            found |= dict.fromkeys([*times, *events], end.short)
    return found


def _perhaps_starts(table: pd.DataFrame, mapping: Mapping) -> dict[str, str]:
    """Columns of dates that may be the start, where last contacts or deaths have none."""
    mapped = {column.target for column in mapping.columns}
    (end,) = (end for end in ENDPOINTS.values() if end.is_death_alone)
    ends = {"last_followup_date", *end.dates}
    if not mapped & ends or mapped & {"start_date", end.months_column}:
        return {}
    free = [str(h) for h in table if h not in mapping.sources and h not in mapping.left_out]
    return {h: end.short for h in free if not _sure_targets(h) and _are_all_dates(table[h])}


def _perhaps_responses(table: pd.DataFrame, mapping: Mapping) -> dict[str, str]:
    """Columns of responses, where none was taken for the best: ``Response wk 8``."""
    target = "best_response"
    if mapping.of(target) is not None:
        return {}
    free = [str(h) for h in table if h not in mapping.sources and h not in mapping.left_out]
    return {
        header: COLUMN_BY_NAME[target].label
        for header in free
        if not is_of_another_treatment(header_words(header))
        and target in named_targets(header_words(_UNNUMBERED.sub(" ", header)))
        and value_fit(target, column_evidence(table[header])).factor >= _SURE
    }


def _are_all_dates(cells: pd.Series) -> bool:
    return bool((cells != "").all()) and column_evidence(cells).dates > _SURE


def _tells_events(event: str, cells: pd.Series, *, beside: bool) -> bool:
    """Whether words may tell an event, or codes right behind its time."""
    seen = column_evidence(cells)
    return value_fit(event, seen).factor >= _SURE and (beside or not seen.numbers)


def _are_dates(cells: pd.Series) -> bool:
    return value_fit("last_followup_date", column_evidence(cells)).factor > AGAINST


def _sure_targets(header: str) -> set[str]:
    names = named_targets(header_words(header)) or named_targets(
        header_words(_UNNUMBERED.sub(" ", header))
    )
    return {target for target, name in names.items() if name.score >= _SURE}


def _is_event(header: str) -> bool:
    named = _sure_targets(header)
    return bool(named) and named <= {end.event_column for end in ENDPOINTS.values()}


def _are_numbers(cells: pd.Series) -> bool:
    reading = read_numbers(cells[cells != ""])
    return not reading.unread and bool(reading.numbers.notna().any())


def _cannot_be(targets: set[str], cells: pd.Series) -> bool:
    """Whether something is said, and nothing that its header speaks of."""
    texts = set(cells) - {""}
    if all(is_missing_text(text, measured=True, dated=True) for text in texts):
        return False
    seen = column_evidence(cells)
    return all(value_fit(target, seen).factor == AGAINST for target in targets)


def _rows_apart(cells: pd.Series, *, dated: bool = False) -> set[int]:
    """Rows of a column of numbers or dates that hold neither what the others do nor nothing.

    A spreadsheet program makes the 12th of May of 12.5: in a column of some numbers, dates stand
    apart; in one of no numbers, or headed as a date, what is no date.
    """
    missing = map_distinct(
        cells, lambda text: is_missing_text(text, measured=True, dated=True), bool
    )
    filled = (cells != "") & ~missing
    numbers = read_numbers(without_marks(cells)).numbers.notna()
    read = numbers if numbers.any() and not dated else read_dates(cells).dates.notna()
    return {int(row) for row in cells.index[filled & ~read]} if read.any() else set()


def _issue(unread: Words[str, str], rows: set[int], mapping: Mapping) -> Issue:
    """By header the endpoint that it names."""
    headers, endpoints = ", ".join(unread), ", ".join(dict.fromkeys(unread.values()))
    ask = Ask(
        key=f"not read:{headers}",
        text=f"These columns may hold {endpoints}, but were not read as such: {headers}. Their "
        "headers do not say so, or not all of their cells are numbers, dates or words that are "
        f"known; {endpoints} is made without them. "
        "Choose the columns by hand, or correct the cells (a spreadsheet program may have made "
        "dates of numbers); or do they stay columns of the sheet's own?",
        options=(("own", "they stay columns of the sheet's own"),),
    )
    is_answered = ask.answer(dict(mapping.answers)) is not None
    return Issue(
        code="outcome_not_read",
        severity="information" if is_answered else "error",
        column=headers,
        rows=tuple(sorted(rows)),
        message=f"These columns may hold {endpoints}, and were not read as such.",
        remedy="Choose them by hand where they hold that.",
        ask=ask,
    )
