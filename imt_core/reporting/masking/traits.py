"""What a reader tells lines apart by: the columns and ends of time that a document speaks of."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import pandas as pd

from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.reporting.masking.document_counts import FIRST, NAMED, DocumentCounts
from imt_core.reporting.tables.counts import CountId, Subject

Trait: TypeAlias = Hashable
"""What every line has one value of: a column, or the end of a time."""
Value: TypeAlias = tuple[str, ...]

OTHER: Final[Value] = ("other",)
_YES_NO: Final = (FIRST, NAMED, "first line", "leave out")
_OF_A_LINE: Final = (
    *("toxicity", "worst grade", "worst grade of", "stable for", "durable control"),
    *("target lesions", "growth modulation", "still followed"),
    *("next line", "time to the next line", "time without treatment"),
)
"""What is worked out of a line and is one of some levels, whatever else is told of it."""
_PLAIN: Final = (*_YES_NO, *_OF_A_LINE)
_END: Final = ("endpoint", "ended by", "event by")
_INCIDENCE: Final = ("incidence", "incidence by")


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitValues:
    """The values that a line can have, and which of them a level of a subject means."""

    values: tuple[Value, ...]
    meaning: Mapping[tuple[Subject, str], frozenset[Value]]


Traits: TypeAlias = Mapping[Trait, TraitValues]


def key_of(subject: Subject) -> Trait:
    """The trait that a subject is of."""
    if isinstance(subject, str):
        return subject
    kind = subject[0]
    if kind in _PLAIN:
        return subject
    if kind in _END or kind in _INCIDENCE:
        timed = kind.endswith(" by")
        name = "incidence" if kind in _INCIDENCE else "end"
        return (name, subject[1], *subject[3 if timed else 2 :])
    return None


def trait_of(subject: Subject, traits: Traits) -> Trait:
    """The trait that a subject is of, among those of a document."""
    key = key_of(subject)
    if key in traits or not isinstance(key, tuple):
        return key
    # Endpoints of different disease: no line has both.
    return (key[0], "of one extent", *key[2:])


def traits_of(document: DocumentCounts) -> Traits:
    """Every trait that the counts of a document speak of."""
    levels: dict[Subject, set[str]] = {}
    for count in document.values:
        for subject, some in count.where:
            levels.setdefault(subject, set()).update(some)
    members: dict[Trait, list[Subject]] = {}
    apart = _ends_apart(document.frame)
    for subject in sorted(levels, key=repr):
        key = key_of(subject)
        if key is None:
            continue
        if apart and isinstance(key, tuple) and key[0] == "end" and extent_of(key[1]):
            key = (key[0], "of one extent", *key[2:])
        members.setdefault(key, []).append(subject)
    traits = {}
    for key, subjects in members.items():
        timed = [s for s in subjects if isinstance(s, tuple) and s[0] not in _PLAIN]
        traits[key] = _timed(timed) if timed else _plain(subjects[0], levels[subjects[0]])
    return traits


def extent_of(endpoint: str) -> str | None:
    """The disease extent in which an endpoint is defined; ``None`` for all."""
    # The duration of response is no endpoint of the sheet.
    return ENDPOINTS[endpoint].extent if endpoint in ENDPOINTS else None


def _ends_apart(frame: pd.DataFrame) -> bool:
    """Whether no line enters two endpoints of different disease."""
    if "disease_extent" not in frame:
        return False
    unknown = frame[frame["disease_extent"].isna()]
    ends = [end for end in ENDPOINTS.values() if end.extent and {*end.columns} <= {*frame}]
    entered = [unknown[[*end.columns]].notna().all(axis=1).to_numpy() for end in ends]
    return not len(unknown) or int(np.sum(entered, axis=0).max(initial=0)) < 2


def _plain(subject: Subject, levels: Iterable[str]) -> TraitValues:
    """The levels that are named, and whatever else there may be."""
    values = [(level,) for level in sorted(levels)]
    meaning = {(subject, value[0]): frozenset([value]) for value in values}
    return TraitValues(values=(*values, OTHER), meaning=meaning)


def _timed(subjects: Sequence[tuple[str, ...]]) -> TraitValues:
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
    return TraitValues(values=(*values, OTHER), meaning=meaning)


def meaning_of(count: CountId, traits: Traits) -> dict[Trait, frozenset[Value]]:
    """The values that lines have which are counted."""
    some: dict[Trait, frozenset[Value]] = {}
    for subject, levels in count.where:
        key = trait_of(subject, traits)
        meant = frozenset[Value]().union(*(traits[key].meaning[subject, level] for level in levels))
        some[key] = some.get(key, meant) & meant
    return some
