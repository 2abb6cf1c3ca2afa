"""Which counts of a document are shown, so that no small one can be worked out from all of them.

What a reader of one document knows
-----------------------------------
Every count that stands in it, of whatever table, title, fact or sentence, with its exact meaning:
which lines have which levels of which columns, which endpoint they enter and how that ended,
whether they are counted for their patient (`document_counts`). That these are sums over cells of
one contingency of lines, of which none is negative (`contingency`): levels of a column exclude each
other and add up, also with what is not recorded; evaluable, not evaluable and not recorded are all
lines; a regimen is of one regimen group, a stage of one extent of disease; no line enters two
endpoints of different extent; whoever has an event by one time has it by the next. That patients
are at most as many as their lines, that a part of the lines has at most as many patients, and that
patients counted in each group exceed all patients by those whom groups share; and that whoever
differs in sex, in ALK status, or in being dead is somebody else.

The rules of masking: "<5" is 1 to 4, and a dash is any number. And what an estimate tells beside
the counts it stands with: a survival rate, how many had the event and how many were censored by
then; a comparison, how large its groups are and how many events they had.

What is promised
----------------
Of every small count, of every difference between two counts of which one is part of the other, and
of the patients whom groups share, if it is 1 to 4, each of 1 to 4 remains possible; or, where
levels that are named cannot all be had by so few, as many values from the least that can. For each
of these values a cohort is known that fits everything that stands in the document: a solver looks
for it (HiGHS, by `highspy`). Where it finds none, it finds the cohort for which least
has to be withheld, and that is withheld: estimates before counts, counts before the sizes of
groups. What turns out to be needless is shown again.

References
----------
Hundepool A et al. Statistical disclosure control. Wiley 2012. doi:10.1002/9781118348239
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf, log2
from typing import Final, Literal

import numpy as np

from imt_core.reporting.masking.contingency import Contingency, added, contingency
from imt_core.reporting.masking.document_counts import DocumentCounts
from imt_core.reporting.masking.linear_programme import GaveUpError
from imt_core.reporting.masking.possible import BoolArray, IntArray, Reader
from imt_core.reporting.tables.counts import CountId

Shown = Literal["shown", "small", "withheld"]
"""As it is, as "fewer than", or as a dash that may stand for any count."""

_WISH: Final = 1e-3
_ESTIMATE: Final = 1.0
_FEWER_THAN: Final = 6.0
_CELL: Final = 10.0
_SIZE: Final = 60.0
_ALL: Final = 400.0
"""What it costs to withhold these, for each case by which they could be otherwise."""


def published(document: DocumentCounts, *, under: int) -> dict[CountId, Shown]:
    """Choose which counts of a document are shown.

    Parameters
    ----------
    document : DocumentCounts
    under : int
        Counts of 1 to one less than this are small.

    Returns
    -------
    dict of CountId to {"shown", "small", "withheld"}
        One for each count; of one that only an estimate tells, whether the estimate may be shown.

    Notes
    -----
    Where a document is too large to be searched, every count is withheld.

    Examples
    --------
    >>> from imt_core.reporting.masking.document_counts import counts_of_document
    >>> from imt_core.reporting.tables.counts import Count, Counts
    >>> everyone, sex = CountId("lines"), ("male", "female", "unknown")
    >>> total = Count(everyone, 30)
    >>> parts = [Count(everyone.having("sex", s), n) for s, n in zip(sex, (2, 8, 20), strict=True)]
    >>> counts = Counts()
    >>> counts.add(total, *parts)
    >>> counts.add_sum(total, parts)
    >>> list(published(counts_of_document([(counts, None)]), under=5).values())
    ['shown', 'small', 'withheld', 'shown']
    """
    laid = contingency(document)
    if laid is not None:
        try:
            return _Search(document=document, laid=laid, under=under).run()
        except GaveUpError:
            pass
    return dict.fromkeys(document.values, "withheld")


@dataclass(slots=True, kw_only=True)
class _Search:
    document: DocumentCounts
    laid: Contingency
    under: int
    ids: list[CountId] = field(init=False)
    truth: list[int] = field(init=False)
    states: list[Shown] = field(init=False)
    reader: Reader = field(init=False)
    worlds: list[IntArray] = field(init=False)
    """Cohorts that fit all that is shown, the true one first."""
    met: BoolArray = field(init=False)
    """By cell and value: whether the cell has it in one of them."""
    said: list[tuple[float, float]] = field(init=False)
    costs: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.ids = list(self.document.values)
        differences = self._differences()
        self.truth = [*self.document.values.values(), *differences.values()]
        rows = [*(self.laid.rows[count] for count in self.ids), *map(dict, differences)]
        self.reader = Reader(
            rows=rows,
            relations=self.laid.relations,
            n_unknown=self.laid.n_unknown,
            truth=self.truth,
            apart=self.laid.apart,
        )
        self.states = [self._at_first(count) for count in self.ids]
        self.states += ["withheld"] * len(differences)
        self.said = [self.limits(cell) for cell in range(len(self.truth))]
        self.costs = [self._cost(cell) for cell in range(len(self.truth))]
        # Of small counts and as many larger ones.
        self.worlds, self.met = [], np.zeros((len(self.truth), 2 * self.possible.stop), dtype=bool)
        self._know(np.array(self.truth, dtype=np.int64))

    def _differences(self) -> dict[tuple[tuple[int, float], ...], int]:
        """Small numbers of lines of one count that are not of another."""
        rows, values = self.laid.rows, self.document.values
        known = {tuple(sorted(row.items())) for row in rows.values()}
        found: dict[tuple[tuple[int, float], ...], int] = {}
        told = [count for count in self.laid.meant if self._at_first(count) != "withheld"]
        by_size = sorted(told, key=values.__getitem__)
        sizes = [values[count] for count in by_size]
        pairs = [
            (more, fewer)
            for at, fewer in enumerate(by_size)
            for more in by_size[
                bisect_right(sizes, sizes[at]) : bisect_left(sizes, sizes[at] + self.under)
            ]
            if self.laid.is_within(fewer, more)
        ]
        place = {count: at for at, count in enumerate(told)}
        pairs.sort(key=lambda pair: (place[pair[0]], place[pair[1]]))
        sums = ((total, part) for total, parts in self.document.sums for part in parts)
        pairs += [
            (more, fewer)
            for more, fewer in sums
            if more.of == fewer.of == "lines"
            and more in values
            and fewer in values
            and self._is_small(values[more] - values[fewer])
        ]
        for more, fewer in pairs:
            row = tuple(sorted(added((rows[more], 1.0), (rows[fewer], -1.0)).items()))
            if row not in known:
                found[row] = values[more] - values[fewer]
        return found

    def _is_small(self, n: int) -> bool:
        return 0 < n < self.under

    def _at_first(self, count: CountId) -> Shown:
        if count in self.document.written:
            if not self._is_small(self.document.values[count]):
                return "shown"
            # "<2" would be 1.
            return "small" if self.under > 2 else "withheld"
        is_told = count in self.document.told and not self._is_small(self.document.values[count])
        return "shown" if is_told else "withheld"

    def _know(self, world: IntArray) -> None:
        self.worlds.append(world)
        cells = np.flatnonzero((world >= 0) & (world < self.met.shape[1]))
        self.met[cells, world[cells]] = True

    def _withhold(self, cell: int) -> None:
        self.states[cell] = "withheld"
        self.said[cell], self.costs[cell] = self.limits(cell), self._cost(cell)

    @property
    def possible(self) -> range:
        """What a protected cell has to remain possible to be."""
        return range(1, max(self.under, 3))

    @property
    def protected(self) -> list[int]:
        """Cells of which a reader must not learn the value."""
        return [cell for cell, n in enumerate(self.truth) if self._is_small(n)]

    def limits(self, cell: int) -> tuple[float, float]:
        """Between which numbers the document says that a cell is."""
        if self.states[cell] == "shown":
            return self.truth[cell], self.truth[cell]
        return (1, self.under - 1) if self.states[cell] == "small" else (0, inf)

    def _cost(self, cell: int) -> float:
        if self.states[cell] == "withheld":
            return 0.0
        if self.states[cell] == "small":
            return _FEWER_THAN
        count = self.ids[cell]
        if count in self.document.told:
            return _ESTIMATE
        if count in self.document.sizes:
            return _SIZE if count.where else _ALL
        return _CELL + log2(1 + self.truth[cell])

    def run(self) -> dict[CountId, Shown]:
        # The farthest first: they find the most on the way.
        wanted = [(cell, value) for cell in self.protected for value in reversed(self.possible)]
        made = [(*one, self._is_possible(*one)) for one in wanted]
        for cell in dict.fromkeys(cell for cell, _, is_possible in made if not is_possible):
            made += self._others(cell)
        self._show_again([(cell, value) for cell, value, is_possible in made if is_possible])
        return dict(zip(self.ids, self.states, strict=False))

    def _others(self, cell: int) -> list[tuple[int, int, bool]]:
        """As many larger values as there are small ones that the cell can never have.

        Of two levels that are named, all together are at least 2: "<5" would leave too little.
        """
        if self.states[cell] == "small":
            self._withhold(cell)
        missing = sum(not self._is_possible(cell, value) for value in self.possible)
        larger = range(self.possible.stop, self.possible.stop + missing)
        return [(cell, value, self._is_possible(cell, value)) for value in larger]

    def _is_possible(self, cell: int, value: int) -> bool:
        """Whether a cell may have a value; what tells that it has not is withheld."""
        if self.met[cell, value]:
            return True
        wished, costs = [*self.said], [*self.costs]
        for at in self._unmet(value):
            # One cohort may show the same of many cells, as long as it costs nothing else.
            wished[at], costs[at] = (value, value), _WISH
        world = self.reader.nearest(wished, costs, {cell: value})
        if world is None:
            return False
        low, high = np.array(self.said).T
        for at in np.flatnonzero((world < low) | (world > high)).tolist():
            self._withhold(at)
        self._know(world)
        return True

    def _unmet(self, value: int) -> list[int]:
        """Protected cells of which nothing is said and that have this value in no cohort yet."""
        return [
            at for at in self.protected if self.states[at] == "withheld" and not self.met[at, value]
        ]

    def _show_again(self, needed: Sequence[tuple[int, int]]) -> None:
        """Show what is the same in enough of the cohorts, the dearest first."""
        worlds = np.array(self.worlds)
        cells, values = np.array(needed, dtype=np.int64).reshape(-1, 2).T
        has = worlds[:, cells] == values
        withheld = [at for at in range(len(self.ids)) if self.states[at] == "withheld"]
        for at in withheld:
            self.states[at] = self._at_first(self.ids[at])
        for at in sorted(withheld, key=lambda at: (-self._cost(at), at)):
            low, high = self.limits(at)
            fit = (worlds[:, at] >= low) & (worlds[:, at] <= high)
            if fit.all():
                continue
            if has[fit].any(axis=0).all():
                worlds, has = worlds[fit], has[fit]
            else:
                self.states[at] = "withheld"
