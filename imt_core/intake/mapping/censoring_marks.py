"""Marks of censoring in times, and what the columns of events say of the same rows."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINTS, Endpoint
from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.notation.censored_times import CensoredTimes

_MARK, _EVENT = "mark", "event"
_EVENTS, _NOT_KNOWN = "events", "not known"
_LEFT_OUT, _SELECTED = "left out", "others alone"


def censor_marked(
    columns: dict[str, pd.Series], marks: Mapping[str, CensoredTimes], answers: Answers
) -> tuple[dict[str, pd.Series], list[Issue]]:
    """Count marked times as censored where their events agree or are empty; ask where not.

    Parameters
    ----------
    columns : dict of str to pandas.Series of str
        Canonical columns, the times without their marks.
    marks : mapping of str to CensoredTimes
        By canonical column of times.
    answers : mapping of str to str

    Returns
    -------
    tuple of dict of str to pandas.Series and list of Issue
        Without the times of an endpoint whose events are still to be told.

    Examples
    --------
    >>> from imt_core.intake.notation.censored_times import read_censored_times
    >>> times = read_censored_times(pd.Series(["12+", "7", "9+"]))
    >>> columns = {"os_months": times.cells, "os_event": pd.Series(["", "1", "1"])}
    >>> read, issues = censor_marked(columns, {"os_months": times}, {})
    >>> read["os_event"].tolist(), [(issue.code, issue.rows) for issue in issues]
    (['0', '1', '1'], [('time_marked_censored', (0,)), ('mark_contradicts_event', (2,))])
    """
    issues: list[Issue] = []
    for end in ENDPOINTS.values():
        found = marks.get(end.months_column)
        if found is None or end.months_column not in columns:
            continue
        if found.not_reached:
            columns, more = _settle_not_reached(columns, end, found.not_reached, answers)
            issues += more
        if not found.marked.any() or end.months_column not in columns:
            continue
        events: pd.Series | None
        if end.event_column in columns:
            events, more = _beside_events(end, columns[end.event_column], found.marked, answers)
        else:
            events, more = _without_events(end, columns[end.months_column], found.marked, answers)
        issues += more
        if events is None:
            columns = {n: cells for n, cells in columns.items() if n != end.months_column}
        else:
            known = columns[end.months_column].mask(events == "", "")
            if end.event_column not in columns:
                columns = {**columns, end.months_column: known}
            columns = {**columns, end.event_column: events}
    return columns, issues


def _settle_not_reached(
    columns: dict[str, pd.Series], end: Endpoint, rows: tuple[int, ...], answers: Answers
) -> tuple[dict[str, pd.Series], list[Issue]]:
    """Without "no event" on rows whose time no date gives; asked where most censored are such."""
    said = _not_reached(end, rows)
    if end.event_column not in columns:
        return columns, [said]
    events, months = columns[end.event_column], columns[end.months_column]
    empty = pd.Series("", index=events.index)
    ends = [columns.get(date, empty) != "" for date in (*end.dates, "last_followup_date")]
    is_dated = (columns.get("start_date", empty) != "") & pd.concat(ends, axis=1).any(axis=1)
    lost = pd.Series(events.index.isin(rows), events.index) & ~is_dated & events.isin(("0", ""))
    censored = (events == "0") & ((months != "") | is_dated)
    without = {**columns, end.event_column: events.mask(lost, "")}
    if lost.sum() <= censored.sum():
        return without, [said]
    ask = Ask(
        key=f"not reached:{end.name}",
        text=f"{end.short}: most lines without an event say that it was not reached, and neither "
        "they nor dates say how long the patient was followed. Without them almost all that is "
        f"left are events, and {end.short} comes out too short. Write their time to the last "
        "follow-up, or its date; or shall the sheet be opened as it is?",
        options=(
            (_LEFT_OUT, f"Open it without {end.short}"),
            (_SELECTED, f"Show {end.short} of the other lines alone: too short"),
        ),
    )
    answer = ask.answer(answers)
    issue = Issue(
        code="times_not_reached_answered" if answer else "times_not_reached",
        severity="error" if answer is None else "warning",
        column=end.months_column,
        rows=_rows(lost),
        message={
            _LEFT_OUT: f"{end.short} is left out, as answered: these lines have no time.",
            _SELECTED: f"{end.short} is shown without these lines, as answered: it is too short.",
        }.get(answer or "", said.message),
        remedy="Write the time to the last follow-up, or fill in its date.",
        ask=ask,
    )
    if answer == _SELECTED:
        return without, [issue]
    return {name: cells for name, cells in columns.items() if name not in end.columns}, [issue]


def _beside_events(
    end: Endpoint, events: pd.Series, marked: pd.Series, answers: Answers
) -> tuple[pd.Series, list[Issue]]:
    against = marked & (events == "1")
    agreeing = marked & events.isin(("", "0"))
    issues = [_censored(end, agreeing)] if agreeing.any() else []
    read = events.mask(agreeing, "0")
    if not against.any():
        return read, issues
    ask = Ask(
        key=f"mark or event:{end.name}",
        text=f"{end.short}: the time is marked as not ended (12+, > 12, ongoing), but "
        f"{end.event_column} says event. Which is right? The number of events hangs on it.",
        options=(
            (_MARK, "The mark: censored at that time"),
            (_EVENT, "The event: it happened at that time"),
        ),
    )
    answer = ask.answer(answers)
    if answer is None:
        issue = _contradicts(end, against, ask)
    else:
        is_censored = answer == _MARK
        read = read.mask(against & is_censored, "0")
        issue = Issue(
            code="mark_or_event_answered",
            severity="information",
            column=end.event_column,
            rows=_rows(against),
            message=f"Times of {end.short} that are marked as not ended, beside an event: "
            f"{'censored' if is_censored else 'events'}, as answered.",
            remedy="Change the answer, if that is wrong.",
            ask=ask,
        )
    return read, [*issues, issue]


def _without_events(
    end: Endpoint, months: pd.Series, marked: pd.Series, answers: Answers
) -> tuple[pd.Series | None, list[Issue]]:
    """Marks where no column tells the events: whether the other times are events is asked."""
    others = ~marked & (months != "")
    censored = pd.Series("", index=months.index, dtype=object).mask(marked, "0")
    if not others.any():
        return censored, [_censored(end, marked)]
    ask = Ask(
        key=f"times without a mark:{end.name}",
        text=f"{end.short}: some times are marked as not ended (12+, > 12, ongoing), and no "
        "column tells the events. Are the times without a mark events? Every event hangs on it.",
        options=((_EVENTS, "Yes: they are events"), (_NOT_KNOWN, "Not known: leave them out")),
    )
    answer = ask.answer(answers)
    if answer is None:
        issue = Issue(
            code="unmarked_times_open",
            severity="error",
            column=end.months_column,
            rows=_rows(others),
            message=f"{end.months_column} must have its events in {end.event_column}, but only "
            "marks of censoring tell them.",
            remedy="Say whether the times without a mark are events.",
            ask=ask,
        )
        return None, [issue]
    read = censored.mask(others, "1") if answer == _EVENTS else censored
    issue = Issue(
        code="unmarked_times_answered",
        severity="information",
        column=end.months_column,
        rows=_rows(others),
        message=f"Times of {end.short} without a mark of censoring count as "
        f"{'events' if answer == _EVENTS else 'not known, and were left out'}, as answered.",
        remedy="Change the answer, if that is wrong.",
        ask=ask,
    )
    return read, [issue, _censored(end, marked)]


def _censored(end: Endpoint, rows: pd.Series) -> Issue:
    return Issue(
        code="time_marked_censored",
        severity="information",
        column=end.months_column,
        rows=_rows(rows),
        message=f"{end.months_column} is marked as not ended, such as 12+ or > 12; the line is "
        "censored at that time.",
        remedy="Nothing needs to be done.",
    )


def _contradicts(end: Endpoint, rows: pd.Series, ask: Ask) -> Issue:
    return Issue(
        code="mark_contradicts_event",
        severity="error",
        column=end.event_column,
        rows=_rows(rows),
        message=f"{end.months_column} is marked as not ended, such as 12+ or > 12, but "
        f"{end.event_column} says that the event happened.",
        remedy="Say which is right, or correct the sheet.",
        ask=ask,
    )


def _not_reached(end: Endpoint, rows: tuple[int, ...]) -> Issue:
    return Issue(
        code="time_not_reached",
        severity="warning",
        column=end.months_column,
        rows=rows,
        message=f"{end.months_column} says that the event was not reached, but not how long the "
        "patient was followed. The time is worked out where the dates allow it, else the line has "
        "none.",
        remedy="Write the time to the last follow-up, or fill in its date.",
    )


def _rows(marked: pd.Series) -> tuple[int, ...]:
    return tuple(int(row) for row in marked.index[marked])
