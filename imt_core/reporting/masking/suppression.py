"""Which counts of a table are withheld so that no small one can be worked out from the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from imt_core.reporting.masking.disclosure import Reader, Shown
from imt_core.reporting.tables.counts import CountId, Counts

MOST_SEARCHES: Final = 1_500
"""After so many searches for another table, everything near what can be worked out is withheld."""

_MOST_TRIED: Final = 8
"""Counts that are tried as the next to withhold; the best of them is taken if none is enough."""


def suppress(counts: Counts, *, under: int) -> dict[CountId, Shown]:
    """Choose which counts are withheld.

    Parameters
    ----------
    counts : Counts
    under : int
        Counts of 1 to one less than this are small.

    Returns
    -------
    dict of CountId to {"shown", "small", "withheld"}
        One for each count. No count that is not shown, and no small unseen one, follows from those
        shown: a reader who knows every sum finds at least two tables of whole numbers that fit.

    Notes
    -----
    Small counts come first. While one can be worked out, the count whose loss costs least is
    withheld too. Where the size of a group would have to go, "fewer than" first gives way to a
    dash, which says less. What turns out to be needless is shown again. Each step is checked by
    integer programming over all tables that fit.

    References
    ----------
    Hundepool A et al. Statistical disclosure control. Wiley 2012. doi:10.1002/9781118348239

    Examples
    --------
    >>> from imt_core.reporting.tables.counts import Count
    >>> everyone, sex = CountId("lines"), ("male", "female", "unknown")
    >>> total = Count(everyone, 30)
    >>> parts = [Count(everyone.having("sex", s), n) for s, n in zip(sex, (2, 8, 20), strict=True)]
    >>> counts = Counts()
    >>> counts.add(total, *parts)
    >>> counts.add_sum(total, parts)
    >>> list(suppress(counts, under=5).values())
    ['shown', 'small', 'withheld', 'shown']
    """
    reader = Reader(counts=counts, under=under)
    states: list[Shown] = [
        "small" if reader.is_small(i) and i not in reader.unseen else "shown"
        for i in range(len(reader.values))
    ]
    while exposed := reader.exposed(states):
        changed = _protect(reader, states, exposed[0])
        if changed == states:
            break
        states = changed
    if reader.n_searches <= MOST_SEARCHES:
        states = _restored(reader, states)
    return dict(zip(counts.values, states, strict=True))


def _restored(reader: Reader, states: list[Shown]) -> list[Shown]:
    """Show again what need not have been withheld: sizes first, then the largest counts."""
    sizes, values = reader.sizes, reader.values
    states = _fewer_than_again(reader, states)
    large = [i for i, state in enumerate(states) if state == "withheld" and not reader.is_small(i)]
    for i in sorted(large, key=lambda i: (i not in sizes, -values[i], i)):
        if states[i] == "withheld":
            states = _shown_again(reader, states, i)
    return _fewer_than_again(reader, states)


def _shown_again(reader: Reader, states: list[Shown], cell: int) -> list[Shown]:
    """Show one count, and those that follow from it, if no small one does."""
    trial, follows = [*states], [cell]
    while follows:
        for i in follows:
            trial[i] = "shown"
        follows = list(reader.exposed(trial))
        if any(reader.is_small(i) for i in follows):
            return states
    return trial


def _fewer_than_again(reader: Reader, states: list[Shown]) -> list[Shown]:
    """Write small counts that hang together as "fewer than" again, where all of them may be."""
    for cell, state in enumerate(states):
        if state == "withheld" and reader.is_small(cell):
            trial = [*states]
            for i in reader.component(states, cell):
                if reader.is_small(i) and i not in reader.unseen:
                    trial[i] = "small"
            if not reader.exposed(trial):
                states = trial
    return states


def _protect(reader: Reader, states: list[Shown], cell: int) -> list[Shown]:
    """Withhold one more count, or write the small ones around this one as dashes."""
    ordinary, sizes = reader.candidates(states, cell)
    if reader.n_searches > MOST_SEARCHES:
        near = set(reader.component(states, cell)) - reader.unseen
        return _withheld(states, near, ordinary or sizes)
    trials = [_withheld(states, [candidate]) for candidate in ordinary[:_MOST_TRIED]]
    for trial in trials:
        if not reader.exposed(trial, around=cell):
            return trial
    is_lonely = bool(reader.lonely_sums(states, cell))
    if trials and is_lonely:
        return trials[0]
    if not is_lonely:
        # It follows from what "fewer than" says of its neighbours; a dash says nothing.
        around = reader.component(states, cell)
        blurred = _withheld(states, [i for i in around if states[i] == "small"])
        if blurred != states:
            return blurred
    return _withheld(states, (*ordinary, *sizes)[:1])


def _withheld(states: Sequence[Shown], *positions: Iterable[int]) -> list[Shown]:
    changed = [*states]
    for position in chain(*positions):
        changed[position] = "withheld"
    return changed
