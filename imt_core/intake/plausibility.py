"""What a cohort shows that real ones hardly ever show: asked before it is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from imt_core.cohort.endpoint_cases import EndpointCases, available_endpoints
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.schema import Cohort
from imt_core.conventions.formatting import format_count
from imt_core.conventions.plain_text import plain_text
from imt_core.intake.becoming import cases_by_endpoint
from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.checks.checked_cohort import NO_ENDPOINT
from imt_core.intake.checks.report import Issue

FEW: Final = 5
"""Cases below which "all" and "none" are often true by chance: where half of the cases have the
event, as of overall survival in this field, all five have it once in 32 series."""
FEW_PROGRESSING: Final = 20
"""The same where four of five cases have the event, as of PFS: of 14, a real cohort has 14."""
SHORTEST_MEDIAN: Final = 0.3
LONGEST_MEDIAN: Final = 240.0
LONGEST: Final = 600.0
"""Months; no endpoint of this field has a median of nine days or of 20 years, or lasts 50."""
_EXACT: Final = 1e-6
_EQUAL: Final = 3
"""Lines from which on PFS equal to OS, with events, is a question."""

Origin = Callable[[str], str]

RIGHT: Final = "right"
LEAVE_OUT: Final = "leave out"
_DEATH: Final = next(end for end in ENDPOINTS.values() if end.is_death_alone)
_STATUS_WORDS: Final = (
    frozenset(
        plain_text(name)
        for names in (*_DEATH.words.events, _DEATH.words.unsure_events)
        for name in names.split(";")
    )
    if _DEATH.words
    else frozenset()
)
"""How columns are called that say who died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plausibility:
    """What is doubted of a cohort.

    Parameters
    ----------
    issues : tuple of Issue
        Errors as long as they are not answered, each with its question.
    left_out : tuple of str
        Endpoints that a reader left out.
    """

    issues: tuple[Issue, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether any doubt is open."""
        return any(issue.severity == "error" for issue in self.issues)


def implausible(
    cohort: Cohort,
    *,
    origin: Origin,
    unused: Iterable[str] = (),
    n_named: int | None = None,
    answers: Answers,
) -> Plausibility:
    """Doubt a cohort that would be.

    Parameters
    ----------
    cohort : Cohort
    origin : callable
        Says of an endpoint's name from which columns it comes.
    unused : iterable of str
        Headers of columns that nothing is made of.
    n_named : int, optional
        Different labels of patients in the sheet, where it has a column of them.
    answers : mapping of str to str

    Returns
    -------
    Plausibility
        One question for each cause, whatever the number of endpoints that it shows in.

    Notes
    -----
    Without a death, OS is always doubted: a status that was not understood looks the same. PFS and
    RFS without an event, and OS without a censored case, are doubted from five cases on; PFS and
    RFS without a censored case from 20 on, since most cases progress. A question about a unit that
    was answered is not asked again.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...     "os_months": [3.0, 9.0], "os_event": [0.0, 0.0]})
    >>> two = Cohort(frame=frame, name="two")
    >>> doubted = implausible(two, origin=lambda name: "from OS and Dead", answers={})
    >>> doubted.issues[0].ask.text
    'No case of OS (2 lines, from OS and Dead) has an event. Is that right?'
    >>> implausible(two, origin=str, answers={"no events:os": "leave out"}).left_out
    ('os',)
    >>> implausible(two, origin=str, answers={"no events:os": "right"}).issues[0].severity
    'information'
    """
    every = cases_by_endpoint(cohort)
    cases = {name: entering for name, entering in every.items() if entering.times.n}
    asked = [
        *_far_outside(cases, origin, answers),
        *_no_events(cases, origin, list(unused)),
        *_events_only(cases, origin),
        *_equal_to_survival(cases, origin),
    ]
    issues, left_out = [], set[str]()
    for names, issue in asked:
        chosen = issue.ask.answer(answers) if issue.ask else None
        if chosen == LEAVE_OUT:
            left_out |= set(names)
        issues.append(_answered(issue, chosen))
    issues += _patients(cohort, n_named, answers)
    return Plausibility(
        issues=tuple(issues), left_out=tuple(name for name in cases if name in left_out)
    )


_DONE: Final = {
    RIGHT: "Nothing: it is right, as answered.",
    LEAVE_OUT: "Nothing: it is left out, as answered.",
}


def _answered(issue: Issue, chosen: str | None) -> Issue:
    if chosen is None:
        return issue
    return replace(issue, severity="information", remedy=_DONE[chosen])


_Asked = tuple[list[str], Issue]


def without_endpoints(cohort: Cohort, names: Iterable[str]) -> tuple[Cohort, tuple[Issue, ...]]:
    """Leave endpoints out of a cohort; an issue where it then has no outcome at all.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"patient_id": ["a"], "os_months": [3.0], "os_event": [0.0]})
    >>> smaller, issues = without_endpoints(Cohort(frame=frame, name="one"), ["os"])
    >>> smaller.frame.columns.tolist(), [issue.code for issue in issues]
    (['patient_id'], ['no_endpoint'])
    """
    columns = [column for name in names for column in ENDPOINTS[name].columns]
    smaller = replace(cohort, frame=cohort.frame.drop(columns=columns))
    holds = available_endpoints(smaller) or smaller.has("best_response")
    return smaller, () if holds else (NO_ENDPOINT,)


def _doubt(
    kind: str,
    names: list[str],
    cases: Mapping[str, EndpointCases],
    origin: Origin,
    *,
    text: str,
    remedy: str,
    is_time: bool = False,
) -> Iterator[_Asked]:
    """One question about the endpoints that show the same."""
    if not names:
        return
    shown = []
    for name in names:
        lines = format_count(cases[name].times.n, "line")
        shown.append(f"{ENDPOINTS[name].short} ({lines}, {origin(name)})")
    shorts = _and([ENDPOINTS[name].short for name in names])
    message = text.format(_and(shown))
    end = ENDPOINTS[names[-1]]
    yield (
        names,
        Issue(
            code=f"implausible_{kind.replace(' ', '_')}",
            severity="error",
            column=end.months_column if is_time else end.event_column,
            message=message,
            remedy=remedy,
            ask=Ask(
                key=f"{kind}:{'+'.join(names)}",
                text=f"{message} Is that right?",
                options=((RIGHT, "It is right"), (LEAVE_OUT, f"It is not: leave {shorts} out")),
            ),
        ),
    )


def _far_outside(
    cases: Mapping[str, EndpointCases], origin: Origin, answers: Answers
) -> Iterator[_Asked]:
    units = [key.removeprefix("unit:") for key in answers if key.startswith("unit:")]
    names = []
    for name, entering in cases.items():
        told = origin(name) if units else ""
        if any(unit == ENDPOINTS[name].short or unit in told for unit in units):
            continue
        median = float(np.median(entering.times.months))
        is_far = not SHORTEST_MEDIAN <= median <= LONGEST_MEDIAN
        if is_far or entering.times.months.max() > LONGEST:
            names.append(name)
    yield from _doubt(
        "far outside",
        names,
        cases,
        origin,
        text=f"Taken as months, the times of {{}} are far outside what is known (half of them "
        f"under {SHORTEST_MEDIAN:g} or over {LONGEST_MEDIAN:g}, or one over {LONGEST:g}).",
        remedy="Check the unit and the dates.",
        is_time=True,
    )


def _no_events(
    cases: Mapping[str, EndpointCases], origin: Origin, unused: list[str]
) -> Iterator[_Asked]:
    names = [
        name
        for name, entering in cases.items()
        if entering.times.n_event == 0
        and (ENDPOINTS[name].is_death_alone or entering.times.n >= FEW)
    ]
    text = "No case of {} has an event."
    status = [header for header in unused if _STATUS_WORDS & set(plain_text(header).split())]
    if _DEATH.name in names and status:
        text += f" Nothing is made of {_and(status)}, which may say who died."
    yield from _doubt(
        "no events",
        names,
        cases,
        origin,
        text=text.replace("{}", "{0}"),
        remedy="Check that the column which says who had the event was recognised, and its words.",
    )


def _events_only(cases: Mapping[str, EndpointCases], origin: Origin) -> Iterator[_Asked]:
    names = [
        name
        for name, entering in cases.items()
        if entering.times.n_event == entering.times.n
        and entering.times.n >= (FEW if ENDPOINTS[name].is_death_alone else FEW_PROGRESSING)
    ]
    yield from _doubt(
        "events only",
        names,
        cases,
        origin,
        text="Every case of {} has the event: nobody is censored.",
        remedy="Check that cases without the event are in the sheet, and what its words mean.",
    )


def _equal_to_survival(cases: Mapping[str, EndpointCases], origin: Origin) -> Iterator[_Asked]:
    if _DEATH.name not in cases:
        return
    survival = cases[_DEATH.name].rows
    names = []
    for name, entering in cases.items():
        end = ENDPOINTS[name]
        rows = entering.rows.loc[entering.rows.index.isin(survival.index)]
        if end.is_death_alone or len(rows) < max(_EQUAL, entering.times.n):
            continue
        same_time = (rows[end.months_column] - rows[_DEATH.months_column]).abs() < _EXACT
        same_event = rows[end.event_column] == rows[_DEATH.event_column]
        if rows[end.event_column].sum() and (same_time & same_event).all():
            names.append(name)
    yield from _doubt(
        "equal to survival",
        names,
        cases,
        origin,
        text=f"On every line, the time and the event of {{}} are those of {_DEATH.short}, as if "
        "nothing but death had ever been recorded.",
        remedy="Check that the column which tells of progression or recurrence was recognised.",
    )


def _patients(cohort: Cohort, n_named: int | None, answers: Answers) -> Iterator[Issue]:
    n = cohort.count.n_patients
    if n_named is None or n <= n_named:
        return
    message = (
        f"The cohort has {format_count(n, 'patient')}, but the rows name only "
        f"{format_count(n_named, 'patient')}."
    )
    ask = Ask(
        key="patients:number", text=f"{message} Is that right?", options=((RIGHT, "It is right"),)
    )
    chosen = ask.answer(answers)
    yield Issue(
        code="implausible_patients",
        severity="error" if chosen is None else "information",
        column="patient_id",
        message=message,
        remedy="Check which column names the patient." if chosen is None else _DONE[chosen],
        ask=ask,
    )


def _and(texts: list[str]) -> str:
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)
