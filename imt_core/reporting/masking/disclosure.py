"""What a reader of a table can work out about the counts that are not shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from imt_core.reporting.tables.counts import Counts

IntArray: TypeAlias = NDArray[np.int64]
_Relation: TypeAlias = tuple[dict[int, float], float, float]
"""Factors by place, and the limits of what they add up to."""

Shown = Literal["shown", "small", "withheld"]
"""As it is, as "fewer than", or as a dash that may stand for any count."""


@dataclass(slots=True)
class Reader:
    """Somebody who knows every sum and looks for what is withheld.

    Parameters
    ----------
    counts : Counts
    under : int
        Counts of 1 to one less than this are small.

    Notes
    -----
    "Fewer than" is known to be 1 to `under` - 1, a dash 0 or at least `under`. A dash near a small
    count that has a dash too may be any count. What is known to occur is at least 1.
    """

    counts: Counts
    under: int
    n_searches: int = field(init=False, default=0)
    values: list[int] = field(init=False)
    sums: list[tuple[int, tuple[int, ...]]] = field(init=False)
    at_most: list[tuple[int, int]] = field(init=False)
    unseen: set[int] = field(init=False)
    at_least: dict[int, int] = field(init=False)
    sizes: set[int] = field(init=False)
    _found: dict[tuple[tuple[int, Shown], ...], tuple[int, ...]] = field(
        init=False, default_factory=dict
    )
    _sums_of: dict[int, list[int]] = field(init=False, default_factory=dict)
    _limits_of: dict[int, list[int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        # From here on a count is its position: the solver knows columns of a matrix.
        at = {count: position for position, count in enumerate(self.counts.values)}
        self.values = list(self.counts.values.values())
        self.sums = [
            (at[total], tuple(at[part] for part in parts)) for total, parts in self.counts.sums
        ]
        self.at_most = [(at[less], at[more]) for less, more in self.counts.at_most]
        self.unseen = {at[count] for count in self.counts.unseen}
        self.at_least = {at[count]: least for count, least in self.counts.at_least.items()}
        self.sizes = {at[count] for count in self.counts.sizes}
        for position, (total, parts) in enumerate(self.sums):
            for i in (total, *parts):
                self._sums_of.setdefault(i, []).append(position)
        for less, more in self.at_most:
            self._limits_of.setdefault(less, []).append(more)
            self._limits_of.setdefault(more, []).append(less)

    def is_small(self, i: int) -> bool:
        """Whether a count is 1 or more, and too few to be shown."""
        return 0 < self.values[i] < self.under

    def is_unknown(self, states: Sequence[Shown], i: int) -> bool:
        """Whether a count stands nowhere in the table."""
        return states[i] != "shown" or i in self.unseen

    def _members(self, position: int) -> tuple[int, ...]:
        total, parts = self.sums[position]
        return (total, *parts)

    def component(self, states: Sequence[Shown], cell: int) -> tuple[int, ...]:
        """The unknown counts that hang together with this one."""
        seen, queue = {cell}, [cell]
        while queue:
            i = queue.pop()
            near = {j for p in self._sums_of.get(i, ()) for j in self._members(p)}
            for j in near.union(self._limits_of.get(i, ())) - seen:
                if self.is_unknown(states, j):
                    seen.add(j)
                    queue.append(j)
        return tuple(sorted(seen))

    def lonely_sums(self, states: Sequence[Shown], cell: int) -> list[int]:
        """Sums in which this count is, or would be, the only unknown one."""
        return [
            position
            for position in self._sums_of.get(cell, ())
            if not any(self.is_unknown(states, i) for i in self._members(position) if i != cell)
        ]

    def candidates(self, states: Sequence[Shown], cell: int) -> tuple[list[int], list[int]]:
        """Counts that may be withheld to protect this one, the least costly first; then sizes."""
        positions = self.lonely_sums(states, cell) or [
            p for i in self.component(states, cell) for p in self._sums_of.get(i, ())
        ]
        near = {i for p in positions for i in self._members(p) if not self.is_unknown(states, i)}

        def cost(i: int) -> tuple[int, bool, int, int]:
            value = self.values[i]
            return (len(self.lonely_sums(states, i)), value < self.under, value, i)

        ordered = sorted(near, key=cost)
        sizes = [i for i in ordered if i in self.sizes]
        return [i for i in ordered if i not in self.sizes], sizes

    def exposed(self, states: Sequence[Shown], *, around: int | None = None) -> tuple[int, ...]:
        """Withheld or small unseen counts that can be worked out, small ones first."""
        wanted = [
            i
            for i in range(len(states))
            if states[i] != "shown" or (i in self.unseen and self.is_small(i))
        ]
        if around is not None:
            wanted = [around]
        found: list[int] = []
        done: set[int] = set()
        for i in wanted:
            if i not in done:
                component = self.component(states, i)
                done.update(component)
                found += self._worked_out(states, component)
        return tuple(sorted(found, key=lambda i: (not self.is_small(i), i)))

    def _worked_out(self, states: Sequence[Shown], component: tuple[int, ...]) -> tuple[int, ...]:
        key = tuple((i, states[i]) for i in component)
        if key not in self._found:
            self._found[key] = self._search(states, component)
        return self._found[key]

    def _search(self, states: Sequence[Shown], component: tuple[int, ...]) -> tuple[int, ...]:
        truth = self._truth(component)
        open_ = {
            place for place, i in enumerate(component) if states[i] != "shown" or self.is_small(i)
        }
        solve = self._solver(states, component)
        for place in sorted(open_):
            for direction in (1.0, -1.0):
                if place in open_:
                    other = solve(place, direction)
                    open_ -= set(np.flatnonzero(other != truth).tolist())
        return tuple(component[place] for place in open_)

    def _solver(
        self, states: Sequence[Shown], component: tuple[int, ...]
    ) -> Callable[[int, float], IntArray]:
        """Give a search for the table that fits with the least (1) or most (-1) at one place."""
        n, most = len(component), self._more_than_any(component)
        # A small count under a dash: then no dash near it tells whether its count is small.
        blurred = any(states[i] == "withheld" and self.is_small(i) for i in component)
        dashes = [p for p, i in enumerate(component) if states[i] == "withheld"]
        either = [] if blurred else dashes
        small = [states[i] == "small" for i in component]
        known = [max(states[i] == "small", self.at_least.get(i, 0)) for i in component]
        low = [*map(float, known), *[0.0] * len(either)]
        high = [self.under - 1.0 if is_small else most for is_small in small] + [1.0] * len(either)
        relations = self._relations(component)
        for switch, place in enumerate(either, start=n):
            # 0, or not small: otherwise it would be written as "fewer than".
            relations.append(({place: 1, switch: -self.under}, 0.0, np.inf))
            relations.append(({place: 1, switch: -most}, -np.inf, 0.0))
        truth = self._truth(component)
        matrix = np.zeros((len(relations), len(low)))
        for row, (factors, _, _) in enumerate(relations):
            for place, factor in factors.items():
                matrix[row, place] = factor
        least, greatest = [low for _, low, _ in relations], [high for _, _, high in relations]
        constraints = (
            [scipy.optimize.LinearConstraint(matrix, least, greatest)] if relations else []
        )

        def solve(place: int, direction: float) -> IntArray:
            self.n_searches += 1
            aim = np.zeros(len(low))
            aim[place] = direction
            found = scipy.optimize.milp(
                aim,
                constraints=constraints,
                bounds=scipy.optimize.Bounds(low, high),
                integrality=np.ones(len(low), dtype=np.int64),
            )
            # The table itself fits, so a search that gave up is taken as no other table.
            return truth if found.x is None else np.round(found.x[:n]).astype(np.int64)

        return solve

    def _truth(self, component: tuple[int, ...]) -> IntArray:
        return np.array([self.values[i] for i in component], dtype=np.int64)

    def _relations(self, component: tuple[int, ...]) -> list[_Relation]:
        """What the sums and limits say of these counts, with all others known."""
        place_of = {i: place for place, i in enumerate(component)}
        known = [
            ([(total, -1), *((part, 1) for part in parts)], 0.0)
            for position in sorted({p for i in component for p in self._sums_of.get(i, ())})
            for total, parts in [self.sums[position]]
        ]
        known += [
            ([(less, 1), (more, -1)], -np.inf)
            for less, more in self.at_most
            if less in place_of or more in place_of
        ]
        relations: list[_Relation] = []
        for terms, low in known:
            factors: dict[int, float] = {}
            rest = 0.0
            for i, sign in terms:
                if i in place_of:
                    factors[place_of[i]] = factors.get(place_of[i], 0.0) + sign
                else:
                    rest += sign * self.values[i]
            relations.append((factors, low - rest, -rest))
        return relations

    def _more_than_any(self, component: tuple[int, ...]) -> float:
        positions = {p for i in component for p in self._sums_of.get(i, ())}
        touched = {*component, *(i for p in positions for i in self._members(p))}
        return 2.0 * max(self.values[i] for i in touched) + self.under
