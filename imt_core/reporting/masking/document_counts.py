"""All counts of one document, each under one name, and how those of its views hang together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Final, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.transitions import ENDS, Following
from imt_core.cohort.free_text import named_by, of_several
from imt_core.cohort.grouping import Grouping
from imt_core.cohort.named_subgroups import NamedSubgroup
from imt_core.cohort.schema import Cohort
from imt_core.conventions.formatting import format_exact
from imt_core.reporting.tables.counts import CountId, Counts, Subject

FIRST: Final = "first in view"
"""Of a patient's lines in view the first that enters: the one that is counted for the patient."""

NAMED: Final = "in a named subgroup"

_OVERLAPS: Final = ("first line", "leave out")
_OVER_GROUPS: Final = ("in each group", "shared by groups")
"""Of patients counted once for each group that they are in, which are no part of all."""
_ENDPOINTS: Final = ("endpoint", "ended by", "event by", "incidence", "incidence by")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DocumentCounts:
    """The counts of all results of a document.

    Parameters
    ----------
    values : dict of CountId to int
    written : frozenset of CountId
        Counts that stand somewhere.
    told : frozenset of CountId
        Counts that stand nowhere, but that an estimate tells.
    sizes : frozenset of CountId
    sums, at_most, fewer, at_least : tuple
        As those of `Counts`.
    names : tuple of dict of CountId to CountId
        For each result, from the names of its counts to those in the document.
    frame : pandas.DataFrame
        Every line of the cohort, for which levels of columns go together; may be empty.
    """

    values: Mapping[CountId, int]
    written: frozenset[CountId]
    told: frozenset[CountId]
    sizes: frozenset[CountId]
    sums: tuple[tuple[CountId, tuple[CountId, ...]], ...]
    at_most: tuple[tuple[CountId, CountId], ...]
    fewer: tuple[tuple[CountId, CountId], ...]
    at_least: tuple[tuple[CountId, int], ...]
    names: tuple[Mapping[CountId, CountId], ...]
    frame: pd.DataFrame


def counts_of_document(results: Sequence[tuple[Counts, ComputedView | None]]) -> DocumentCounts:
    """Bring the counts of several results under the names that they have in one document.

    Parameters
    ----------
    results : sequence of (Counts, ComputedView or None)
        The view tells who is counted: its filter, its landmark, its rule for the next line.

    Notes
    -----
    A count of lines that meet a filter is one of lines with those levels; a count of patients is
    one of the lines that stand for them. Two results that give a count of one name two values
    follow different rules: the later one is then known by itself.

    Examples
    --------
    >>> counts = Counts()
    >>> counts.values[CountId("lines")] = 9
    >>> counts_of_document([(counts, None), (counts, None)]).values
    {CountId(unit='lines', where=frozenset(), of='lines'): 9}
    """
    values: dict[CountId, int] = {}
    written, told, sizes = (set[CountId]() for _ in range(3))
    sums: dict[tuple[CountId, tuple[CountId, ...]], None] = {}
    at_most: dict[tuple[CountId, CountId], None] = {}
    fewer: dict[tuple[CountId, CountId], None] = {}
    at_least: dict[CountId, int] = {}
    names: list[dict[CountId, CountId]] = []
    frame = pd.DataFrame()
    listed: list[tuple[CountId, str, tuple[str, ...], frozenset[Subject], ComputedView | None]] = []
    for position, (counts, view) in enumerate(results):
        name_of = {count: _name(count, view) for count in _every_id(counts)}
        if any(values.get(name_of[count], n) != n for count, n in counts.values.items()):
            rule = ("counted as in view", str(position))
            name_of = {count: name.having(rule, "yes") for count, name in name_of.items()}
        values |= {name_of[count]: n for count, n in counts.values.items()}
        written |= {name_of[count] for count in counts.values.keys() - counts.unseen}
        told |= {name_of[count] for count in counts.told}
        sizes |= {name_of[count] for count in counts.sizes}
        for total, parts in counts.sums:
            sums[name_of[total], tuple(name_of[part] for part in parts)] = None
        at_most |= {(name_of[less], name_of[more]): None for less, more in counts.at_most}
        fewer |= {(name_of[less], name_of[more]): None for less, more in counts.fewer}
        for count, least in counts.at_least.items():
            at_least[name_of[count]] = max(least, at_least.get(name_of[count], 0))
        names.append(name_of)
        listed += [(*one, view) for one in counts.listed]
        if view is not None:
            whole = (view.cohort.unfiltered or view.cohort).frame
            frame = max(frame, whole, key=len)
    for cases, kind, levels, own, view in listed:
        of_kind = {s for count in values for s, _ in count.where if s[0] == kind}
        for subject in sorted(of_kind - own, key=repr):
            nobody = _name(cases.having(subject, *levels), view)
            if values.setdefault(nobody, 0) == 0:
                sums[nobody, ()] = None
    _know_several([view for _, view in results if view is not None], values, at_least)
    _share_patients(values, sums, at_most)
    _join_incidence(values, sums)
    _join_ends(values, sums)
    _count_patients(values, sums, at_most)
    return DocumentCounts(
        values=values,
        written=frozenset(written),
        told=frozenset(told - written),
        sizes=frozenset(sizes),
        sums=tuple(sums),
        at_most=tuple(at_most),
        fewer=tuple(fewer),
        at_least=tuple(at_least.items()),
        names=tuple(names),
        frame=frame,
    )


def _every_id(counts: Counts) -> Iterable[CountId]:
    yield from counts.values
    for total, parts in counts.sums:
        yield from (total, *parts)
    for pair in (*counts.at_most, *counts.fewer):
        yield from pair
    yield from counts.at_least


def _name(count: CountId, view: ComputedView | None) -> CountId:
    """The count's name in a document: with whom the view is of, and by what rules."""
    if view is None:
        return count
    request = view.request
    criteria = request.filter.criteria
    whom = [f"{c.column}={' | '.join(sorted(c.levels))}" for c in criteria]
    landmark = "" if request.landmark_months is None else format_exact(request.landmark_months)
    rule = (landmark, request.conventions.next_line)
    enters = next((s[1] for s, _ in count.where if s[0] in _ENDPOINTS and isinstance(s, tuple)), "")
    name = CountId("lines", of=count.of)
    for subject, levels in sorted(count.where, key=repr):
        name = name.having(_subject(subject, rule, (enters, *whom)), *levels)
    if landmark:
        # Who enters at a landmark enters from the start, and has the same end.
        for subject, levels in count.where:
            if subject[0] == "endpoint":
                name = name.having((*subject, "", *rule[1:]), *levels)
    subgroups = _subgroups_of_some(view)
    if subgroups and not any(_is_within(count, group) for group in subgroups):
        name = name.having((NAMED, repr(subgroups)), "yes")
    for criterion in criteria:
        name = name.having(criterion.column, *criterion.levels)
    if count.unit == "patients":
        name = name.having((FIRST, enters, *rule, *whom), "yes")
    return name


def _subgroups_of_some(view: ComputedView) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Subgroups by name, as columns with levels, where they leave lines in view out."""
    grouping: Grouping | None = getattr(view.result, "grouping", None)
    if grouping is None or not any(isinstance(by, NamedSubgroup) for by in view.request.by):
        return ()
    groups = tuple(group.levels for group in grouping.groups if group.levels)
    whole = view.cohort.unfiltered or view.cohort
    in_view = _have(whole, [(c.column, *c.levels) for c in view.request.filter.criteria])
    in_groups = np.logical_or.reduce([_have(whole, group) for group in groups])
    return groups if (in_view & ~in_groups).any() else ()


def _have(cohort: Cohort, levels: Iterable[tuple[str, ...]]) -> NDArray[np.bool_]:
    """Which lines have one of some levels of each of some columns."""
    have = np.ones(len(cohort.frame), dtype=bool)
    for column, *own in levels:
        have &= cohort.texts(column).isin(own).to_numpy()
    return have


def _is_within(count: CountId, group: Iterable[tuple[str, ...]]) -> bool:
    known = dict(count.where)
    return all(column in known and known[column] <= {*own} for column, *own in group)


def _subject(subject: Subject, rule: tuple[str, ...], chosen: tuple[str, ...]) -> Subject:
    if isinstance(subject, str):
        return subject
    if subject[0] in _ENDPOINTS:
        return (*subject, *rule)
    return (*subject, *rule, *chosen) if subject[0] in _OVERLAPS else subject


def _know_several(
    views: Sequence[ComputedView], values: dict[CountId, int], at_least: dict[CountId, int]
) -> None:
    """Texts of one patient alone are not listed: what is, more than one line of the cohort has."""
    requests = [view.request for view in views]
    kept = named_by((r.filter for r in requests), ((*r.by, *r.columns) for r in requests))
    named = {(s, level) for count in values for s, levels in count.where for level in levels}
    for whole in {view.cohort.unfiltered or view.cohort: None for view in views}:
        for column, texts in of_several(whole, kept=kept).items():
            for text, n in texts.items():
                one = CountId("lines").having(column, text)
                if column == "adverse_events":
                    one = CountId("lines").having(("worst grade of", text), *"12345")
                if all((s, level) in named for s, levels in one.where for level in levels):
                    at_least[one] = max(2, at_least.get(one, 0))
                    values.setdefault(one, n)


def _share_patients(
    values: dict[CountId, int],
    sums: dict[tuple[CountId, tuple[CountId, ...]], None],
    at_most: dict[tuple[CountId, CountId], None],
) -> None:
    """Patients of all groups, counted in each, less all patients: so many are shared."""
    for less, more in list(at_most):
        subject = next((s for s, _ in more.where if s[0] == "in each group"), None)
        if subject is not None and less.where < more.where:
            shared = less.having(("shared by groups", *subject[1:]), "yes")
            values[shared] = values[more] - values[less]
            sums[more, (less, shared)] = None


def _join_incidence(
    values: Mapping[CountId, int], sums: dict[tuple[CountId, tuple[CountId, ...]], None]
) -> None:
    """An event and a competing death are both events of its endpoint, of the same cases."""
    for count in list(values):
        for subject, levels in count.where:
            if subject[0] != "endpoint" or levels != {"event"}:
                continue
            rest = replace(count, where=count.where - {(subject, levels)})
            parts = [
                rest.having(("incidence", *subject[1:]), cause) for cause in ("event", "competing")
            ]
            if all(p in values for p in parts) and values[count] == sum(values[p] for p in parts):
                sums[count, tuple(parts)] = None


def _join_ends(
    values: Mapping[CountId, int], sums: dict[tuple[CountId, tuple[CountId, ...]], None]
) -> None:
    """After a line that no other follows there is none, whatever lines are named by."""
    for count in list(values):
        for subject, levels in count.where:
            if subject[0] == "next line" and levels <= {*ENDS}:
                rest = replace(count, where=count.where - {(subject, levels)})
                for of in get_args(Following):
                    same = rest.having((*subject[:1], of, *subject[2:]), *levels)
                    if same != count and values.get(same) == values[count]:
                        sums[count, (same,)] = None


def _count_patients(
    values: dict[CountId, int],
    sums: dict[tuple[CountId, tuple[CountId, ...]], None],
    at_most: dict[tuple[CountId, CountId], None],
) -> None:
    """Fewer lines, no more patients; and who has a line has one that stands for him."""
    patients = [
        count
        for count in values
        if count.of == "patients"
        and not any(subject[0] in _OVER_GROUPS for subject, _ in count.where)
    ]
    for fewer, more in permutations(patients, 2):
        if fewer.where != more.where and is_within(fewer, more):
            at_most[fewer, more] = None
    for count in patients:
        firsts = {s for name in values for s, _ in name.where if s[0] == FIRST and not s[1]}
        for subject in sorted(firsts):
            first = replace(count, of="lines").having(subject, "yes")
            if first != count and values.get(first) == values[count]:
                sums[first, (count,)] = None


def is_within(fewer: CountId, more: CountId) -> bool:
    """Whether whoever is counted by the one is counted by the other too, by what they are.

    Examples
    --------
    >>> lines = CountId("lines")
    >>> is_within(lines.having("sex", "male"), lines), is_within(lines, lines.having("sex", "male"))
    (True, False)
    """
    known = dict(fewer.where)
    return all(subject in known and known[subject] <= levels for subject, levels in more.where)
