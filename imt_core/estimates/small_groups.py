"""The ladder of caution: what a group is too small for, decided once and used everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from imt_core.conventions.formatting import format_count, format_events, format_percent
from imt_core.conventions.notes import Note
from imt_core.estimates.proportions import clopper_pearson

FEW_AT_RISK: Final = 5
"""A curve is dashed where fewer than this many cases are still at risk."""

FEW_CASES: Final = 5
"""A group of fewer cases is read case by case: its cases are listed, percentages are left out."""

MOST_LISTED: Final = 4
"""Of more small groups only the names are given."""

FEW_EVENTS: Final = 10
"""With fewer events in all, a test finds only very large differences."""

SMALL_GROUP: Final = 10
"""With a smaller group a permutation test stands beside the log-rank test."""

TEST_LEVEL: Final = 0.05
"""A test that could not have a p this small, however its cases were split, is not made."""

MANY_GROUPS: Final = 5
MIN_EVENTS_PER_GROUP: Final = 2
"""With fewer events for each of many groups, on average, a test over them says nothing."""

MOST_UNTIMED: Final = 0.2
"""Where more of the events have no time, no incidence is estimated."""

MIN_EVENTS_PER_COEFFICIENT: Final = 5
"""With fewer events for each coefficient, no hazard ratio is estimated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung of the ladder: when it applies, and what is done."""

    when: str
    done: str


LADDER: Final = (
    Rung(when="nobody in view", done="the page says which filters leave nobody"),
    Rung(
        when=f"fewer than {FEW_CASES} cases in a group",
        done="its cases are listed one by one; tables count them without percentages",
    ),
    Rung(
        when="no event in a group",
        done="its curve is a flat line, with the exact upper limit of the share with an event",
    ),
    Rung(when="no event in any group", done="no test; the reason is said"),
    Rung(when=f"fewer than {FEW_AT_RISK} cases at risk", done="the curve is dashed from there on"),
    Rung(when="beyond the last follow-up", done="not estimable, unless everyone had the event"),
    Rung(
        when=f"{MANY_GROUPS} groups or more, with fewer than {MIN_EVENTS_PER_GROUP} events each",
        done="no test: too many groups for these events",
    ),
    Rung(
        when="groups, strata or covariates by what is learned after day 1",
        done="drawn, not tested: whoever lived longer had more time to get there; a landmark "
        "analysis is offered where the sheet says when it was learned",
    ),
    Rung(
        when="groups by a column of the sheet's own",
        done="not tested until it is said that it was known before treatment began",
    ),
    Rung(
        when="duration of response",
        done="described, not tested unless asked: only responders are in it",
    ),
    Rung(
        when=f"no split of the cases into these groups could reach p < {TEST_LEVEL}",
        done="no test, of all groups or of two; the smallest p is said",
    ),
    Rung(
        when="a group of cases for whom the grouping column is not recorded",
        done="its curve is drawn and its cases counted; it is no group of a test",
    ),
    Rung(
        when=f"fewer than {FEW_EVENTS} events in a comparison, or than {SMALL_GROUP} in a group",
        done="a permutation p stands beside it, with the smallest p the split could reach",
    ),
    Rung(
        when=f"fewer than {MIN_EVENTS_PER_COEFFICIENT} events for each coefficient",
        done="no hazard ratio",
    ),
    Rung(
        when=f"the sheet lacks the start of over {100 * MOST_UNTIMED:g}% of next treatments",
        done="no incidence of next treatment; with fewer, it is drawn and not tested",
    ),
    Rung(
        when="SD that was followed for less than durable control asks, without progression",
        done="durable control is given as bounds: without and with these cases",
    ),
    Rung(when="growth modulation index", done="described, not tested"),
    Rung(when="groups share patients", done="drawn, not tested; three remedies are offered"),
    Rung(
        when="patients count with more than one line of a group",
        done="drawn, not tested; two remedies are offered",
    ),
)
"""Every rung, from the smallest group upwards."""


def small_group_note(
    label: str, cases: Sequence[str], noun: str, plural: str | None = None
) -> tuple[Note, ...]:
    """List the cases of a small group; nothing where the group is not small.

    Examples
    --------
    >>> small_group_note("MTX-V", ["PR", "PR", "SD", "PD"], "line")[0].message
    'MTX-V has only 4 lines: PR, PR, SD, PD.'
    >>> small_group_note("MTX-V", ["PR"] * 13, "line")
    ()
    """
    if not 0 < len(cases) < FEW_CASES:
        return ()
    size = format_count(len(cases), noun, plural)
    return (Note(code="few_cases", message=f"{label} has only {size}: {', '.join(cases)}."),)


def no_event_note(label: str, n: int, noun: str, *, conf_level: float = 0.95) -> tuple[Note, ...]:
    """Explain a flat curve, with the share of events it is still compatible with.

    Notes
    -----
    The limit is Clopper-Pearson's for 0 of n, as if all had been followed to the end.

    Examples
    --------
    >>> no_event_note("MTX-V", 4, "line")[0].message
    'MTX-V: no event in 4 lines, so its curve is flat; up to 60.2% with an event would still be \
compatible with this (exact limit, as if all had been followed to the end).'
    """
    _, most = clopper_pearson(0, n, conf_level=conf_level)
    message = (
        f"{label}: no event in {format_count(n, noun)}, so its curve is flat; up to "
        f"{format_percent(most)} with an event would still be compatible with this (exact limit, "
        "as if all had been followed to the end)."
    )
    return (Note(code="no_events", message=message),)


def few_events_note(n_event: int, n_died: int | None = None) -> tuple[Note, ...]:
    """Say that a comparison rests on few events; nothing where it does not.

    Where one death is several events, `n_died` patients count, each once.

    Examples
    --------
    >>> few_events_note(4)[0].code
    'few_events'
    >>> few_events_note(10)
    ()
    >>> few_events_note(16, n_died=4)[0].message[:54]
    'The comparison rests on 16 events (4 patients died): a'
    """
    if (n_event if n_died is None else n_died) >= FEW_EVENTS:
        return ()
    message = (
        f"The comparison rests on {format_events(n_event, n_died)}: a large p value "
        "does not show that the groups are alike."
    )
    return (Note(code="few_events", message=message),)
