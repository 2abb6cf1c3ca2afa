"""Where there is no hazard ratio, or only a penalised one, and what is to be read with caution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from imt_core.comparisons.cox.design import Coefficient, CovariateWords, level_members
from imt_core.comparisons.cox.likelihood import monotone_direction, partial_likelihood
from imt_core.conventions.formatting import format_count, format_events
from imt_core.conventions.notes import Note
from imt_core.estimates.small_groups import MIN_EVENTS_PER_COEFFICIENT
from imt_core.estimates.time_to_event import BoolArray, FloatArray, IntArray, TimeToEvent

ENOUGH_EVENTS_PER_COEFFICIENT: Final = 10
"""With fewer events for each coefficient the regression carries a note."""


def patients_with_event(
    times: TimeToEvent, who: IntArray | None, inside: BoolArray | None = None
) -> int | None:
    """How many patients have the event, of all rows or of some; ``None`` without `who`.

    Examples
    --------
    >>> from imt_core import time_to_event
    >>> patients_with_event(time_to_event([4, 9, 7], [1, 1, 0]), np.array([0, 0, 1]))
    1
    """
    if who is None:
        return None
    return np.unique(who[times.event if inside is None else times.event & inside]).size


def reason_by_counts(
    times: TimeToEvent,
    design: Sequence[Coefficient],
    words: CovariateWords,
    who: IntArray | None = None,
) -> str:
    """Why there can be no hazard ratio, as far as numbers of cases and events tell it.

    An event of several rows counts once for each patient, where `who` says whose rows they are.
    """
    if times.n == 0:
        return "no cases"
    if times.n_event == 0:
        return "no event was observed"
    if not design:
        return "no covariate varies"
    n_died = patients_with_event(times, who)
    n_counted = times.n_event if n_died is None else n_died
    if n_counted < MIN_EVENTS_PER_COEFFICIENT * len(design):
        return (
            f"{format_events(times.n_event, n_died)} are too few for "
            f"{format_count(len(design), 'coefficient')}: "
            f"each needs at least {MIN_EVENTS_PER_COEFFICIENT}"
        )
    return ""


def reason_by_order(
    times: TimeToEvent, design: Sequence[Coefficient], x: FloatArray, words: CovariateWords
) -> str:
    """Why the covariates cannot be told apart, if they cannot."""
    null = partial_likelihood(times, x / x.std(axis=0), np.zeros(len(design)))
    if np.linalg.matrix_rank(null.information, tol=1e-10 * times.n_event) < len(design):
        return (
            f"{words.names(design)} cannot be estimated: among those at risk when events "
            "happened the covariates do not vary or carry the same information"
        )
    return ""


def why_monotone(
    times: TimeToEvent, design: Sequence[Coefficient], x: FloatArray, words: CovariateWords
) -> str:
    """Why the likelihood rises for ever, so that a hazard ratio would be 0 or infinite; else empty.

    The design is one that `reason_by_order` finds nothing against.
    """
    for (name, level), inside in level_members(design).items():
        if not times.event[inside].any():
            cases = format_count(int(inside.sum()), "case")
            return f"no event in {words.phrase(name, level)} ({cases})"
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    null = partial_likelihood(times, z, np.zeros(len(design)))
    direction = monotone_direction(times, z, null.score)
    if np.abs(direction).max() <= 0.5:
        return ""
    implied = [c for c, weight in zip(design, direction, strict=True) if abs(weight) > 1e-6]
    return f"events follow the order of {words.names(implied)} perfectly"


def penalised_note(why: str) -> Note:
    """Say why hazard ratios are penalised."""
    message = (
        f"{why[:1].upper()}{why[1:]}: the ordinary hazard ratio would be 0 or infinite. Firth's "
        "penalised likelihood keeps it finite; read its interval, not its size."
    )
    return Note(code="penalised", message=message)


def left_out_notes(
    n_ended: int, n_covariate: int, covariates: Sequence[str], words: CovariateWords
) -> list[Note]:
    """Say how many cases are left out, and for want of what."""
    notes = []
    if n_ended:
        message = f"{format_count(n_ended, 'case')} left out: follow-up or event not recorded."
        notes.append(Note(code="missing_outcome", message=message))
    if n_covariate:
        names = " or ".join(words.label(column) for column in covariates)
        message = f"{format_count(n_covariate, 'case')} left out: {names} not recorded."
        notes.append(Note(code="missing_covariate", message=message))
    return notes


def constant_note(column: str, words: CovariateWords) -> Note:
    """Say that a covariate with one value was dropped."""
    message = f"{words.label(column)} is the same in all cases and was dropped."
    return Note(code="constant_covariate", message=message)


def few_events_notes(
    times: TimeToEvent,
    design: Sequence[Coefficient],
    words: CovariateWords,
    who: IntArray | None = None,
) -> list[Note]:
    """Say where few events make hazard ratios unstable; `who` as in `reason_by_counts`."""
    notes = []
    n_died = patients_with_event(times, who)
    n_counted = times.n_event if n_died is None else n_died
    if n_counted < ENOUGH_EVENTS_PER_COEFFICIENT * len(design):
        message = (
            f"{format_events(times.n_event, n_died)} for "
            f"{format_count(len(design), 'coefficient')}: with fewer than "
            f"{ENOUGH_EVENTS_PER_COEFFICIENT} for each, hazard ratios are unstable."
        )
        notes.append(Note(code="few_events_per_coefficient", message=message))
    for (name, level), inside in level_members(design).items():
        n_event = int(times.event[inside].sum())
        n_died = patients_with_event(times, who, inside)
        if (n_event if n_died is None else n_died) < MIN_EVENTS_PER_COEFFICIENT:
            message = (
                f"{words.phrase(name, level)} has only {format_events(n_event, n_died)}: "
                "a hazard ratio against it is unstable."
            )
            notes.append(Note(code="few_events_in_level", message=message))
    return notes
