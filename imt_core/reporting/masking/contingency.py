"""What is not known of a document's cases: whole numbers, of which its counts are sums."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product
from math import inf, prod
from typing import Final, TypeAlias

import numpy as np
import pandas as pd

from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.schema import level_texts
from imt_core.reporting.masking.document_counts import FIRST, NAMED, DocumentCounts
from imt_core.reporting.tables.counts import CountId, Subject

Trait: TypeAlias = Hashable
"""What every line has one value of: a column, or the end of a time."""
Value: TypeAlias = tuple[str, ...]
Row: TypeAlias = dict[int, float]
"""Factors by the place of an unknown number."""
Relation: TypeAlias = tuple[Row, float, float]
"""Factors, and the limits of what they add up to."""

MOST_CELLS: Final = 20_000
"""A document whose counts hang together in more cells than these is not searched."""

_STEPS: Final = 1
"""How far from a cell another cohort is looked for first, by relations."""

_OTHER: Final[Value] = ("other",)
_NESTED: Final = (
    ("regimen", "regimen_group"),
    ("stage", "disease_extent"),
    ("line_number", "line_group"),
)
"""Columns of which a reader knows that one divides the other further."""
_YES_NO: Final = (FIRST, NAMED, "first line", "leave out")
_END: Final = ("endpoint", "ended by", "event by")
_INCIDENCE: Final = ("incidence", "incidence by")


@dataclass(slots=True)
class Contingency:
    """Unknown numbers, and what is known of them whatever stands in the document.

    Parameters
    ----------
    n_unknown : int
    rows : dict of CountId to Row
        Each count as a sum of unknown numbers.
    meant : dict of CountId to dict
        Of a count of lines by their traits, the values of each trait.
    relations : list of Relation
    tables : list of range
        The unknown numbers of each table of traits.
    bonds : list of (frozenset of int, frozenset of int)
        The unknown numbers that a relation binds, and those of them that are in no table.
    """

    n_unknown: int = 0
    rows: dict[CountId, Row] = field(default_factory=dict)
    meant: dict[CountId, dict[Trait, frozenset[Value]]] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    tables: list[range] = field(default_factory=list)
    bonds: list[tuple[frozenset[int], frozenset[int]]] = field(default_factory=list)

    def near(self, row: Row) -> set[int]:
        """The unknown numbers around those of a row: of its tables, and others bound to these."""
        found = {*row}
        found.update(*(table for table in self.tables if not found.isdisjoint(table)))
        for _ in range(_STEPS):
            found.update(*(others for all_, others in self.bonds if not found.isdisjoint(all_)))
        return found

    def is_within(self, fewer: CountId, more: CountId) -> bool:
        """Whether the lines of one count are among those of another, by their traits."""
        known = self.meant[fewer]
        return all(key in known and known[key] <= some for key, some in self.meant[more].items())


def contingency(document: DocumentCounts) -> Contingency | None:
    """Lay out what a reader does not know of a document's cases.

    Parameters
    ----------
    document : DocumentCounts

    Returns
    -------
    Contingency or None
        ``None`` if the counts hang together in too many ways to be searched.

    Notes
    -----
    Lines are told apart by their traits. Traits of which counts are told together stand in one
    table; tables that share traits agree on them. They form a junction tree, so that whole numbers
    that agree are those of some cohort. Counts of other things (patients, what a response
    lasted) are numbers of their own, with the sums and limits that are known of them.
    """
    traits = _traits(document)
    laid = Contingency()
    scopes = {
        count: frozenset(_trait(subject, traits) for subject, _ in count.where)
        for count in document.values
        if count.of == "lines" and all(_trait(s, traits) in traits for s, _ in count.where)
    }
    cliques = _cliques(traits, set(scopes.values()) | _bound(traits))
    if sum(prod(len(traits[key].values) for key in clique) for clique in cliques) > MOST_CELLS:
        return None
    tables = [_add_table(laid, traits, clique, document.frame) for clique in cliques]
    laid.tables = [range(min(t.cells.values()), max(t.cells.values()) + 1) for t in tables]
    n_in_tables = laid.n_unknown
    _make_agree(laid, tables)
    for count in document.values:
        if count in scopes:
            laid.meant[count] = _meaning(count, traits)
            laid.rows[count] = _sum_of(laid.meant[count], tables)
        else:
            laid.rows[count] = {laid.n_unknown: 1.0}
            laid.n_unknown += 1
    _relate(laid, document)
    for row, _, _ in laid.relations:
        single = frozenset(place for place in row if place >= n_in_tables)
        if single:
            laid.bonds.append((frozenset(row), single))
    return laid


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trait:
    """The values that a line can have, and which of them a level of a subject means."""

    values: tuple[Value, ...]
    meaning: Mapping[tuple[Subject, str], frozenset[Value]]


def _key(subject: Subject) -> Trait:
    """The trait that a subject is of."""
    if isinstance(subject, str):
        return subject
    kind = subject[0]
    if kind in _YES_NO:
        return subject
    if kind in _END or kind in _INCIDENCE:
        timed = kind.endswith(" by")
        name = "incidence" if kind in _INCIDENCE else "end"
        return (name, subject[1], *subject[3 if timed else 2 :])
    return None


def _trait(subject: Subject, traits: Mapping[Trait, _Trait]) -> Trait:
    key = _key(subject)
    if key in traits or not isinstance(key, tuple):
        return key
    # Endpoints of different disease: no line has both.
    return (key[0], "of one extent", *key[2:])


def _traits(document: DocumentCounts) -> dict[Trait, _Trait]:
    levels: dict[Subject, set[str]] = {}
    for count in document.values:
        for subject, some in count.where:
            levels.setdefault(subject, set()).update(some)
    members: dict[Trait, list[Subject]] = {}
    apart = _ends_apart(document.frame)
    for subject in sorted(levels, key=repr):
        key = _key(subject)
        if key is None:
            continue
        if apart and isinstance(key, tuple) and key[0] == "end" and ENDPOINTS[key[1]].extent:
            key = (key[0], "of one extent", *key[2:])
        members.setdefault(key, []).append(subject)
    traits = {}
    for key, subjects in members.items():
        timed = [s for s in subjects if isinstance(s, tuple) and s[0] not in _YES_NO]
        traits[key] = _timed(timed) if timed else _plain(subjects[0], levels[subjects[0]])
    return traits


def _ends_apart(frame: pd.DataFrame) -> bool:
    """Whether no line enters two endpoints of different disease."""
    if "disease_extent" not in frame:
        return False
    unknown = frame[frame["disease_extent"].isna()]
    ends = [end for end in ENDPOINTS.values() if end.extent and {*end.columns} <= {*frame}]
    entered = [unknown[[*end.columns]].notna().all(axis=1).to_numpy() for end in ends]
    return not len(unknown) or int(np.sum(entered, axis=0).max(initial=0)) < 2


def _plain(subject: Subject, levels: Iterable[str]) -> _Trait:
    """The levels that are named, and whatever else there may be."""
    values = [(level,) for level in sorted(levels)]
    meaning = {(subject, value[0]): frozenset([value]) for value in values}
    return _Trait(values=(*values, _OTHER), meaning=meaning)


def _timed(subjects: Sequence[tuple[str, ...]]) -> _Trait:
    """How and between which two of the told times it ended."""
    values: list[Value] = []
    meaning: dict[tuple[Subject, str], frozenset[Value]] = {}
    for end in dict.fromkeys(subject[1] for subject in subjects):
        own = [subject for subject in subjects if subject[1] == end]
        times = sorted({s[2] for s in own if s[0].endswith(" by")}, key=float)
        is_incidence = own[0][0] in _INCIDENCE
        hows = ("event", "competing", "neither") if is_incidence else ("event", "no event")
        ended = [(end, how, str(at)) for how in hows for at in range(len(times) + 1)]
        values += ended
        for subject in own:
            last = times.index(subject[2]) if subject[0].endswith(" by") else len(times)
            for how in hows:
                until = frozenset(v for v in ended if v[1] == how and int(v[2]) <= last)
                if subject[0] == "event by":
                    if how == "event":
                        meaning[subject, "yes"] = until
                        meaning[subject, "no"] = frozenset(ended) - until
                else:
                    meaning[subject, how] = until
    return _Trait(values=(*values, _OTHER), meaning=meaning)


def _bound(traits: Mapping[Trait, _Trait]) -> set[frozenset[Trait]]:
    """Pairs of traits of which not every two values go together."""
    pairs: set[frozenset[Trait]] = {frozenset(pair) for pair in _NESTED}
    for key in traits:
        if isinstance(key, tuple) and key[0] == "end":
            pairs |= {frozenset((key, column)) for column in ("stage", "disease_extent")}
    return {pair for pair in pairs if all(key in traits for key in pair)}


def _cliques(
    traits: Mapping[Trait, _Trait], scopes: Iterable[frozenset[Trait]]
) -> list[frozenset[Trait]]:
    """Sets of traits that hold every scope and form a junction tree, by least fill."""
    near: dict[Trait, set[Trait]] = {key: set() for key in traits}
    for scope in scopes:
        for key in scope:
            near[key] |= scope - {key}
    cliques: list[frozenset[Trait]] = []
    left = sorted(traits, key=repr)
    while left:

        def fill(key: Trait) -> tuple[int, int]:
            around = [other for other in near[key] if other in left]
            missing = sum(b not in near[a] for a, b in combinations(around, 2))
            return missing, prod(len(traits[other].values) for other in around)

        key = min(left, key=fill)
        around = {other for other in near[key] if other in left}
        clique = frozenset({key, *around})
        if not any(clique <= other for other in cliques):
            cliques.append(clique)
        for a, b in combinations(around, 2):
            near[a].add(b)
            near[b].add(a)
        left.remove(key)
    return cliques or [frozenset()]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A joint table of some traits: the place of the unknown number in each cell."""

    keys: tuple[Trait, ...]
    cells: Mapping[tuple[Value, ...], int]

    def sum_of(self, some: Mapping[Trait, frozenset[Value]]) -> Row:
        wanted = [(at, some[key]) for at, key in enumerate(self.keys) if key in some]
        return {
            place: 1.0
            for values, place in self.cells.items()
            if all(values[at] in levels for at, levels in wanted)
        }


def _add_table(
    laid: Contingency, traits: Mapping[Trait, _Trait], clique: frozenset[Trait], frame: pd.DataFrame
) -> _Table:
    keys = tuple(sorted(clique, key=repr))
    checks = [
        (keys.index(a), keys.index(b), together)
        for a, b, together in _together(keys, traits, frame)
    ]
    cells = {}
    for values in product(*(traits[key].values for key in keys)):
        if all((values[a], values[b]) in together for a, b, together in checks):
            cells[values] = laid.n_unknown
            laid.n_unknown += 1
    return _Table(keys=keys, cells=cells)


def _together(
    keys: Sequence[Trait], traits: Mapping[Trait, _Trait], frame: pd.DataFrame
) -> list[tuple[Trait, Trait, set[tuple[Value, Value]]]]:
    """For bound pairs the values that go together."""
    found: list[tuple[Trait, Trait, set[tuple[Value, Value]]]] = []
    for fine, coarse in _NESTED:
        if fine in keys and coarse in keys and {fine, coarse} <= set(frame):
            pairs = set(zip(level_texts(frame[fine]), level_texts(frame[coarse]), strict=True))
            named = {f for f, _ in pairs}
            if len(pairs) == len(named):
                known = [{v[0] for v in traits[key].values[:-1]} for key in (fine, coarse)]
                together: set[tuple[Value, Value]] = {
                    ((f,) if f in known[0] else _OTHER, (c,) if c in known[1] else _OTHER)
                    for f, c in pairs
                }
                found.append((fine, coarse, together))
    for key in keys:
        if not (isinstance(key, tuple) and key[0] == "end"):
            continue
        for column in ("stage", "disease_extent"):
            if column in keys and {column, "disease_extent"} <= set(frame):
                extents: dict[str, set[str]] = {}
                for level, extent in zip(
                    level_texts(frame[column]), level_texts(frame["disease_extent"]), strict=True
                ):
                    extents.setdefault(level, set()).add(extent)
                together = {
                    (end, level)
                    for end in traits[key].values
                    for level in traits[column].values
                    if _may_end(end, extents.get(level[0], set()))
                }
                found.append((key, column, together))
    return found


def _may_end(end: Value, extents: set[str]) -> bool:
    extent = ENDPOINTS[end[0]].extent if end != _OTHER else None
    others = {e.extent for e in ENDPOINTS.values() if e.extent and e.extent != extent}
    return extent is None or not extents or not extents <= others


def _make_agree(laid: Contingency, tables: Sequence[_Table]) -> None:
    """Tables that share traits count the same lines: along a tree that shares the most."""
    joined, rest = tables[:1], list(tables[1:])
    while rest:
        a, b = max(
            ((a, b) for b in rest for a in joined),
            key=lambda pair: len(set(pair[0].keys) & set(pair[1].keys)),
        )
        shared = [key for key in a.keys if key in b.keys]
        margins: dict[tuple[Value, ...], Row] = {}
        for table, sign in ((a, 1.0), (b, -1.0)):
            at = [table.keys.index(key) for key in shared]
            for values, place in table.cells.items():
                margins.setdefault(tuple(values[i] for i in at), {})[place] = sign
        laid.relations += [(row, 0.0, 0.0) for row in margins.values()]
        joined = [*joined, b]
        rest.remove(b)


def _meaning(count: CountId, traits: Mapping[Trait, _Trait]) -> dict[Trait, frozenset[Value]]:
    some: dict[Trait, frozenset[Value]] = {}
    for subject, levels in count.where:
        key = _trait(subject, traits)
        meant = frozenset[Value]().union(*(traits[key].meaning[subject, level] for level in levels))
        some[key] = some.get(key, meant) & meant
    return some


def _sum_of(some: Mapping[Trait, frozenset[Value]], tables: Sequence[_Table]) -> Row:
    holding = [table for table in tables if some.keys() <= {*table.keys}]
    return min(holding, key=lambda table: len(table.cells)).sum_of(some)


def _relate(laid: Contingency, document: DocumentCounts) -> None:
    """The sums and limits that the results themselves know of."""
    rows = laid.rows
    for total, parts in document.sums:
        if total in rows and all(part in rows for part in parts):
            row = added((rows[total], -1.0), *((rows[part], 1.0) for part in parts))
            if row:
                laid.relations.append((row, 0.0, 0.0))
    pairs = [(*pair, 0.0) for pair in (*document.at_most, *_parts(document))]
    for less, more, most in (*pairs, *((*pair, -1.0) for pair in document.fewer)):
        if less in rows and more in rows:
            laid.relations.append((added((rows[less], 1.0), (rows[more], -1.0)), -inf, most))
    for less, more in document.at_most:
        # Who is of the larger group alone has a line that is.
        lines = [replace(count, of="lines") for count in (less, more)]
        if less.of == more.of == "patients" and rows.keys() >= {less, more, *lines}:
            terms = zip((more, less, *lines), (1.0, -1.0, 1.0, -1.0), strict=True)
            row = added(*((rows[count], factor) for count, factor in terms))
            laid.relations.append((row, -inf, 0.0))
    most = max(document.values.values(), default=1)
    for count, n in document.values.items():
        own = replace(count, of="lines")
        # Lines are somebody's; but for those of "all others" who died in another of their lines.
        if count.of == "patients" and own in rows and (n or not document.values.get(own)):
            laid.relations.append((added((rows[own], 1.0), (rows[count], -most)), -inf, 0.0))
    for count, least in document.at_least:
        if count in rows:
            laid.relations.append((rows[count], least, inf))


def _parts(document: DocumentCounts) -> Iterable[tuple[CountId, CountId]]:
    """Counts that are in no table of traits, with those that they are part of."""
    for fewer in document.values:
        if fewer.of == "lines" and any(_key(subject) is None for subject, _ in fewer.where):
            for subject, levels in fewer.where:
                yield fewer, replace(fewer, where=fewer.where - {(subject, levels)})


def added(*terms: tuple[Row, float]) -> Row:
    """Add rows up, each with a factor.

    Examples
    --------
    >>> added(({0: 1.0, 1: 1.0}, 1.0), ({0: 1.0}, -1.0))
    {1: 1.0}
    """
    total: Row = {}
    for row, factor in terms:
        for place, x in row.items():
            total[place] = total.get(place, 0.0) + factor * x
    return {place: x for place, x in total.items() if x}
