"""What an answer is, and how it is made of any view: the sentence, rows, caveats and method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Final

from imt_core.analyses.computed_view import ComputedView
from imt_core.cohort.counting import CaseCount, LeftOut
from imt_core.conventions.formatting import format_count, format_exact
from imt_core.conventions.notes import Note
from imt_core.estimates.survival_rates import SurvivalRate
from imt_core.reporting.content.titles import subject

MOST_NOTES: Final = 2
USUAL_MONTHS: Final = 12.0
"""The time at which rates are told, where it is asked for and every group is followed so long."""

_LONGEST_REASONS: Final = 60
"""Letters; longer reasons are left to the place that tells who is not counted."""

IMPORTANCE: Final = (
    "repeated_patients",
    "clustered_by_patient",
    "emptied_groups",
    "empty_subgroups",
    "selection_by_response",
    "untimed_events",
    "contradicted_response",
    "unread_assessments",
    "not_response",
    "few_events",
    "few_cases",
    "no_events",
    "open_ratios",
    "shared_patients",
    "not_recorded_group",
    "grades_differ",
    "toxicity_not_recorded",
    "line_numbers_leap",
    "not_recorded",
    "stable_not_known",
    "series_of_imt",
    "sources_differ",
    "not_reproduced",
    "not_evaluable",
    "subgroups_looked_at",
    "cut_limit",
    "limit_of_one",
    "no_event_yet",
)
"""Codes of notes, the one that most changes how an answer is read first; others follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFact:
    """One number of a group, as it is written, and what it is."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """One group.

    Parameters
    ----------
    label : str
    place : int or None
        Where it stands among all groups of the cohort before any filter, which gives its colour;
        ``None`` where there is one group, or rows are no groups.
    facts : tuple of AnswerFact
    """

    label: str
    place: int | None
    facts: tuple[AnswerFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a kind of result says for itself.

    Parameters
    ----------
    sentence : str
    rows : tuple of AnswerRow
    method : str
        In one line; empty where nothing was estimated.
    """

    sentence: str
    rows: tuple[AnswerRow, ...]
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer of a view, before any chart or table.

    Parameters
    ----------
    sentence : str
        With counting unit and denominator; where something is withheld, with the reason.
    rows : tuple of AnswerRow
        None where nobody enters.
    notes : tuple of str
        At most two: those that most change how the answer is read.
    method : str
        One line; empty where nobody enters.
    """

    sentence: str
    rows: tuple[AnswerRow, ...]
    notes: tuple[str, ...]
    method: str


def answer_of(view: ComputedView) -> Answer:
    """Answer what a view asks.

    Parameters
    ----------
    view : ComputedView

    Returns
    -------
    Answer

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.example import example_cohort
    >>> view = compute_view(example_cohort(), ViewRequest(kind="survival", endpoint="os"))
    >>> answer = answer_of(view)
    >>> answer.sentence
    'OS: 6 lines, 5 events, median 13.0 months (95% CI 9.0 to NE).'
    >>> [(fact.name, fact.value) for fact in answer.rows[0].facts][:2]
    [('Events / lines', '5 / 6'), ('Median, months (95% CI)', '13.0 (9.0–NE)')]
    >>> answer_of(compute_view(example_cohort(""), view.request)).sentence
    'OS: nobody is in view.'
    """
    said = told(view.result, view) if view.count.n_lines else _of_nobody(view)
    return Answer(
        sentence=said.sentence,
        rows=said.rows,
        notes=most_important(view.result.notes),
        method=said.method,
    )


@singledispatch
def told(result: object, view: ComputedView) -> Told:
    """Say what a result answers; each module of answers registers its own."""
    raise NotImplementedError(f"no answer is written for a {type(result).__name__}")


def _of_nobody(view: ComputedView) -> Told:
    what = subject(view.result)
    if not view.in_view.n_lines:
        return Told(sentence=f"{what}: nobody is in view.", rows=(), method="")
    compared = view.cohort.count
    if not compared.n_lines:
        sentence = f"{what}: none of {view.in_view} is in a subgroup."
        return Told(sentence=sentence, rows=(), method="")
    reasons = _reasons(_left_out(view), compared.n_lines, of="lines")
    why = f" ({reasons})" if reasons else ""
    return Told(sentence=f"{what}: none of {compared} is counted{why}.", rows=(), method="")


def most_important(notes: Sequence[Note]) -> tuple[str, ...]:
    """The messages of the two notes that most change how an answer is read.

    Examples
    --------
    >>> notes = [Note(code=code, message=code) for code in ("limit_of_one", "few_events", "new")]
    >>> most_important(notes)
    ('few_events', 'limit_of_one')
    """
    place = {code: position for position, code in enumerate(IMPORTANCE)}
    ordered = sorted(notes, key=lambda note: place.get(note.code, len(place)))
    return tuple(note.message for note in ordered[:MOST_NOTES])


def who_counts(view: ComputedView) -> str:
    """Tell how many in view, or in a subgroup, count, in the counting unit, and why others do not.

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.example import example_cohort
    >>> who_counts(compute_view(example_cohort(), ViewRequest(kind="survival", endpoint="os")))
    '6 lines'
    """
    unit = view.request.unit
    n, of = (_in_unit(cases, unit) for cases in (view.count, view.cohort.count))
    counted = format_count(of, unit.removesuffix("s"))
    if n == of:
        return counted
    reasons = _reasons(_left_out(view), of - n, of=unit)
    return f"{n:,} of {counted} ({of - n:,} not counted{f': {reasons}' if reasons else ''})"


def _in_unit(count: CaseCount, unit: str) -> int:
    return count.n_lines if unit == "lines" else count.n_patients


def _left_out(view: ComputedView) -> tuple[LeftOut, ...]:
    left_out: tuple[LeftOut, ...] = getattr(view.result, "left_out", ())
    return left_out


def _reasons(left_out: Sequence[LeftOut], n: int, *, of: str) -> str:
    """The reasons, where they are short and account for everybody who is not counted."""
    counts = [_in_unit(one.count, of) for one in left_out]
    if sum(counts) != n:
        # A patient may be left out with one line and counted with another.
        return ""
    parts = [f"{count} {one.reason}" for count, one in zip(counts, left_out, strict=True)]
    text = left_out[0].reason if len(left_out) == 1 else ", ".join(parts)
    return text if len(text) <= _LONGEST_REASONS else ""


def at_one_time(rates: Sequence[Sequence[SurvivalRate]]) -> tuple[SurvivalRate, ...]:
    """Choose the time at which groups are told: where every group has a rate, 12 months before all.

    Parameters
    ----------
    rates : sequence of sequence of SurvivalRate
        Those of each group, at the same times.

    Returns
    -------
    tuple of SurvivalRate
        One of each group; at the first time asked for where none suits all. None where no time is
        asked for.

    Examples
    --------
    >>> from imt_core import kaplan_meier, survival_rate, time_to_event
    >>> curve = kaplan_meier(time_to_event([8, 20], [1, 0]))
    >>> [rate.months for rate in at_one_time([[survival_rate(curve, at) for at in (6, 12, 24)]])]
    [12]
    >>> [rate.months for rate in at_one_time([[survival_rate(curve, at) for at in (24, 6)]])]
    [6]
    """
    times = list(zip(*rates, strict=True))
    known = [at for at in times if all(rate.estimate is not None for rate in at)]
    usual = [at for at in known if at[0].months == USUAL_MONTHS]
    return next(iter((*usual, *known, *times)), ())


def rate_name(months: float, conf_label: str) -> str:
    """Name a rate at a time.

    Examples
    --------
    >>> rate_name(12.0, "95% CI")
    'At 12 months (95% CI)'
    """
    return f"At {format_exact(months)} months ({conf_label})"
