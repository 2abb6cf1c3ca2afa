"""The answer of one patient's course: lines, best response, time to progression, and the end."""

from __future__ import annotations

from typing import Final

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.swimmer.one_course import Course, CourseLine, line_name
from imt_core.cohort.endpoints import MAIN_SHORTS
from imt_core.cohort.schema import COLUMN_BY_NAME, NOT_RECORDED
from imt_core.conventions.formatting import format_count, format_number
from imt_core.reporting.content.answers.answer import AnswerFact, AnswerRow, Told, told
from imt_core.reporting.design.theme import INDEX

_BEST_FIRST: Final = COLUMN_BY_NAME["best_response"].values


@told.register
def _(course: Course, view: ComputedView) -> Told:
    who = f"{course.patient_id} ({INDEX})" if course.is_index else course.patient_id
    parts = [format_count(course.count.n_lines, "line"), *_best(course), _end(course)]
    out = "" if course.in_view else f" Not in view: {view.population}."
    return Told(
        sentence=f"{who}: {'; '.join(parts)}.{out}",
        rows=tuple(_row(one) for one in course.lines),
        method="a place is among the lines in view, by the recorded time, whether it ended in an "
        "event or not",
    )


def _best(course: Course) -> list[str]:
    """The best response with its line, and how long that line held."""
    known = [one for one in course.lines if one.line.best_response in _BEST_FIRST]
    told_line = min(known or course.lines[-1:], key=lambda one: _rank(one.line.best_response))
    line = told_line.line
    where = f" on {line_name(line).lower()}" if line.line_number is not None else ""
    response = line.best_response if known else NOT_RECORDED
    return [f"best response {response}{where if known else ''}", _held(told_line)]


def _rank(response: str) -> int:
    return _BEST_FIRST.index(response) if response in _BEST_FIRST else len(_BEST_FIRST)


def _held(one: CourseLine) -> str:
    line = one.line
    if line.months is None:
        return f"{' or '.join(MAIN_SHORTS)} not recorded"
    return f"{line.endpoint} {format_number(line.months)} months{_ended(line.event)}"


def _ended(event: bool | None) -> str:
    return "" if event is None else " (event)" if event else " (censored)"


def _end(course: Course) -> str:
    if course.end is None:
        return "survival not recorded"
    how = {True: "died", False: "alive", None: "last seen"}[course.died]
    origin = course.end_of_line
    since = f" of {line_name(origin).lower()}" if origin is not None else ""
    return f"{how} at {format_number(course.end)} months{since}"


def _row(one: CourseLine) -> AnswerRow:
    line = one.line
    regimen = "regimen not recorded" if line.regimen == NOT_RECORDED else line.regimen
    facts = [
        AnswerFact(name="Best response", value=line.best_response),
        AnswerFact(
            name=f"{line.endpoint}, months",
            value=f"{format_number(line.months, missing=NOT_RECORDED)}{_ended(line.event)}",
        ),
    ]
    if one.gap is not None:
        facts.append(AnswerFact(name="Since the line before, months", value=format_number(one.gap)))
    if one.place is not None:
        facts.append(AnswerFact(name="Place", value=describe_place(one)))
    elif not one.in_view:
        facts.append(AnswerFact(name="Place", value="not in view"))
    return AnswerRow(label=f"{line_name(line)} · {regimen}", place=None, facts=tuple(facts))


def describe_place(one: CourseLine) -> str:
    """Where a line's time stands among those in view; empty where it has no place.

    Examples
    --------
    >>> from imt_core.analyses.swimmer.one_course import course_of
    >>> from imt_core.cohort.example import example_cohort
    >>> from imt_core.cohort.pseudonyms import patient_key
    >>> course = course_of(example_cohort(), patient_key("b"))
    >>> describe_place(course.lines[0])
    '4th longest OS of 6'
    """
    if one.place is None:
        return ""
    which = "longest" if one.place.place == 1 else f"{_ordinal(one.place.place)} longest"
    return f"{which} {one.place.endpoint} of {one.place.n}"


def _ordinal(number: int) -> str:
    """Such as ``2nd``."""
    teens = number % 100 in (11, 12, 13)
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
