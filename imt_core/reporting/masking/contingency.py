"""What is not known of a document's cases: whole numbers, of which its counts are sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product
from math import inf, prod
from typing import Final, TypeAlias

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.schema import COLUMN_BY_NAME, NOT_RECORDED, level_texts
from imt_core.reporting.masking.document_counts import DocumentCounts
from imt_core.reporting.masking.traits import (
    OTHER,
    Trait,
    Traits,
    Value,
    extent_of,
    key_of,
    meaning_of,
    trait_of,
    traits_of,
)
from imt_core.reporting.tables.counts import CountId

Row: TypeAlias = dict[int, float]
"""Factors by the place of an unknown number."""
Relation: TypeAlias = tuple[Row, float, float]
"""Factors, and the limits of what they add up to."""
Apart: TypeAlias = tuple[Row, tuple[tuple[Row, tuple[Row, ...]], ...]]
"""A number of patients, and parts of whom no two are the same: their lines, some of them."""

MOST_CELLS: Final = 20_000
"""A document whose counts hang together in more cells than these is not searched."""

_NESTED: Final = (
    ("regimen", "regimen_group"),
    ("stage", "disease_extent"),
    ("line_number", "line_group"),
)
"""Columns of which a reader knows that one divides the other further."""


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
    apart : list of Apart
        Of patients, those who differ in what a patient has one value of.
    """

    n_unknown: int = 0
    rows: dict[CountId, Row] = field(default_factory=dict)
    meant: dict[CountId, dict[Trait, frozenset[Value]]] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    apart: list[Apart] = field(default_factory=list)

    def is_within(self, fewer: CountId, more: CountId) -> bool:
        """Whether the lines of one count are among those of another, by their traits."""
        return _is_part(self.meant[fewer], self.meant[more])


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
    traits = traits_of(document)
    laid = Contingency()
    scopes = {
        count: frozenset(trait_of(subject, traits) for subject, _ in count.where)
        for count in document.values
        if count.of == "lines" and all(trait_of(s, traits) in traits for s, _ in count.where)
    }
    cliques = _cliques(traits, set(scopes.values()) | _bound(traits))
    if sum(prod(len(traits[key].values) for key in clique) for clique in cliques) > MOST_CELLS:
        return None
    tables = [_add_table(laid, traits, clique, document.frame) for clique in cliques]
    _make_agree(laid, tables)
    for count in document.values:
        if count in scopes:
            laid.meant[count] = meaning_of(count, traits)
            laid.rows[count] = _sum_of(laid.meant[count], tables)
        else:
            laid.rows[count] = {laid.n_unknown: 1.0}
            laid.n_unknown += 1
    _relate(laid, document)
    _tell_patients_apart(laid, traits, tables, document.frame)
    return laid


def _bound(traits: Traits) -> set[frozenset[Trait]]:
    """Pairs of traits of which not every two values go together."""
    pairs: set[frozenset[Trait]] = {frozenset(pair) for pair in _NESTED}
    for key in traits:
        if isinstance(key, tuple) and key[0] == "end":
            pairs |= {frozenset((key, column)) for column in ("stage", "disease_extent")}
    return {pair for pair in pairs if all(key in traits for key in pair)}


def _cliques(traits: Traits, scopes: Iterable[frozenset[Trait]]) -> list[frozenset[Trait]]:
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
    laid: Contingency, traits: Traits, clique: frozenset[Trait], frame: pd.DataFrame
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
    keys: Sequence[Trait], traits: Traits, frame: pd.DataFrame
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
                    ((f,) if f in known[0] else OTHER, (c,) if c in known[1] else OTHER)
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
    extent = extent_of(end[0])
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


def _tell_patients_apart(
    laid: Contingency, traits: Traits, tables: Sequence[_Table], frame: pd.DataFrame
) -> None:
    """Lines of two sexes are of two patients: so many there are at least."""
    constant: dict[Trait, list[frozenset[Value]]] = {}
    for key, trait in traits.items():
        named = [value for value in trait.values[:-1] if value != (NOT_RECORDED,)]
        if isinstance(key, tuple):
            if key[:2] == ("end", "os") and _is_one(frame, "os_event"):
                hows = ("event", "no event")
                constant[key] = [frozenset(v for v in named if v[1] == how) for how in hows]
        elif isinstance(key, str) and _is_of_patients(key) and _is_one(frame, key):
            constant[key] = [frozenset([value]) for value in named]
    patients = {
        count: meaning_of(count, traits)
        for count in laid.rows
        if count.of == "patients" and all(trait_of(s, traits) in traits for s, _ in count.where)
    }
    for count, lines in patients.items():
        for key, parts in constant.items():
            if not any(lines.keys() | {key} <= {*table.keys} for table in tables):
                continue
            meant = [lines | {key: part & lines.get(key, part)} for part in parts]
            those = tuple(
                (
                    _sum_of(one, tables),
                    tuple(laid.rows[c] for c in patients if _is_part(patients[c], one)),
                )
                for one in meant
                if one[key]
            )
            laid.apart.append((laid.rows[count], those))


def _is_part(
    fewer: Mapping[Trait, frozenset[Value]], more: Mapping[Trait, frozenset[Value]]
) -> bool:
    return all(key in fewer and fewer[key] <= some for key, some in more.items())


def _is_of_patients(column: str) -> bool:
    return column in COLUMN_BY_NAME and COLUMN_BY_NAME[column].patient_level


def _is_one(frame: pd.DataFrame, column: str) -> bool:
    """Whether a patient has the same in all lines in which a column is recorded."""
    if not {"patient_id", column} <= {*frame}:
        return False
    recorded = frame[["patient_id", column]].dropna().drop_duplicates()
    return not recorded["patient_id"].duplicated().any()


def _parts(document: DocumentCounts) -> Iterable[tuple[CountId, CountId]]:
    """Counts that are in no table of traits, with those that they are part of."""
    for fewer in document.values:
        own = {key_of(subject): subject for subject, _ in fewer.where}
        # Who has several terms is counted in each.
        if fewer.of == "lines" and None in own and own[None][0] != "in each term":
            for subject, levels in sorted(fewer.where, key=repr):
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
