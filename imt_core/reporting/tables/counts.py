"""Counts that know what they count, and what a reader knows of the sums between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, Protocol, TypeAlias

from imt_core.cohort.counting import CaseCount, Overlap, Unit
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import EN_DASH

Subject: TypeAlias = str | tuple[str, ...]
"""A column; or, in a tuple that no column can be mistaken for, something worked out of several."""


@dataclass(frozen=True, slots=True)
class CountId:
    """Which cases of a cohort are counted: the same in every table of it.

    Parameters
    ----------
    unit : {"lines", "patients"}
        Every line, or each patient's first.
    where : frozenset of (str or tuple of str, frozenset of str)
        Subjects, and the levels of which a case has one: all of them hold.
    of : {"lines", "patients"}
        Whether these lines are counted or the patients they belong to.

    Examples
    --------
    >>> lines = CountId("lines")
    >>> in_group = lines.having("regimen_group", "MTX-V").having("best_response", "CR", "PR")
    >>> in_group == lines.having("best_response", "PR", "CR").having("regimen_group", "MTX-V")
    True
    >>> in_group.having("best_response", "PR", "SD") == (
    ...     lines.having("regimen_group", "MTX-V").having("best_response", "PR"))
    True
    >>> in_group.having("best_response", "PD").is_impossible
    True
    """

    unit: Unit
    where: frozenset[tuple[Subject, frozenset[str]]] = frozenset()
    of: Literal["lines", "patients"] = "lines"

    def having(self, subject: Subject, *levels: str) -> CountId:
        """Those of them that have one of these levels too."""
        known = dict(self.where)
        both = frozenset(levels) & known.get(subject, frozenset(levels))
        return replace(self, where=frozenset((known | {subject: both}).items()))

    def in_group(self, levels: Iterable[tuple[str, ...]]) -> CountId:
        """Those of them that have a group's level, or one of its levels, of each of its columns."""
        chosen = self
        for column, *own in levels:
            chosen = chosen.having(column, *own)
        return chosen

    @property
    def patients(self) -> CountId:
        """The patients these lines belong to."""
        return replace(self, of="patients")

    @property
    def is_impossible(self) -> bool:
        """Whether anybody can tell that no case meets this."""
        return not all(levels for _, levels in self.where)


def counted(unit: Unit, overlap: Overlap, by: Sequence[str]) -> CountId:
    """All that are counted once something was done about patients whom groups share."""
    everyone = CountId(unit)
    if overlap in ("keep", "cluster"):
        return everyone
    return everyone.having((overlap, *by), "kept")


class Cell(Protocol):
    """A value in a table."""

    @property
    def text(self) -> str:
        """As a reader sees it."""

    def masked(self, seen: Seen) -> Cell:
        """The cell as far as what it is made of is shown."""


class Seen(Protocol):
    """What is shown of the counts of some tables."""

    @property
    def hides_times(self) -> bool:
        """Whether the document has a number of events by a time that it does not show."""

    @property
    def hides_rarer(self) -> bool:
        """Whether a table of common terms alone would tell how rare others are."""

    def is_shown(self, *counts: Count) -> bool:
        """Whether all of these stand as they are."""

    def at_most(self, count: Count) -> int | None:
        """The most that a reader takes a count to be; ``None`` where that may be anything."""

    def has_enough(self, n: int, parts: int) -> bool:
        """Whether so many, in so many parts of one size, are in none too few."""

    def cell(self, count: Count) -> Cell:
        """The count, or what stands for it."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of cases."""

    id: CountId
    n: int

    @property
    def text(self) -> str:
        """The number."""
        return str(self.n)

    @property
    def is_nobody(self) -> bool:
        """Whether it is 0 by what it counts, as everybody knows without any table."""
        return self.n == 0 and self.id.is_impossible

    def masked(self, seen: Seen) -> Cell:
        """The count, or what stands for it."""
        return seen.cell(self)


@dataclass(frozen=True, slots=True)
class Text:
    """Words, or a sign for what is not shown, which rest on no count."""

    text: str

    def masked(self, seen: Seen) -> Text:
        """The same."""
        return self


WITHHELD: Final = Text(EN_DASH)
"""Stands for what is not shown, of any size."""


@dataclass(frozen=True, slots=True)
class FewerThan:
    """Stands for a small count."""

    under: int

    @property
    def text(self) -> str:
        """Such as ``<5``."""
        return f"<{self.under}"

    def masked(self, seen: Seen) -> FewerThan:
        """The same."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Lines and their patients."""

    lines: Count
    patients: Count

    @classmethod
    def of(cls, cases: CountId, count: CaseCount) -> Size:
        """The size of a group, of which the id and the numbers are known."""
        return cls(
            lines=Count(cases, count.n_lines), patients=Count(cases.patients, count.n_patients)
        )


@dataclass(slots=True)
class Counts:
    """The counts of some tables by id, and what their reader knows of them.

    Parameters
    ----------
    values : dict of CountId to int
    sums : list of tuple of CountId and tuple of CountId
        A total, and the counts that add up to it.
    at_most : list of tuple of CountId
        A count and one that it cannot exceed.
    fewer : list of tuple of CountId
        A count and one that it is less than.
    unseen : set of CountId
        Counts that are written nowhere, and could be had by subtraction.
    at_least : dict of CountId to int
        The least that a reader knows of a count: 1 where what nobody has is not named.
    told : set of CountId
        Of the unseen, those that an estimate tells, as a survival rate the events before it.
    sizes : set of CountId
        Sizes of groups, and denominators of rates: withheld only where little else helps.
    listed : list of tuple of CountId, str, tuple of str and frozenset of Subject
        Of some cases the kind of subject of which every one is listed that somebody has at one of
        these levels, and those that are.

    Examples
    --------
    >>> counts, men = Counts(), CountId("lines").having("sex", "male")
    >>> counts.add(Count(men, 3))
    >>> counts.add(Count(men, 4))
    Traceback (most recent call last):
        ...
    imt_core.ImtError: a count must have one value, but 3 and 4 were found for it. Count it once.
    """

    values: dict[CountId, int] = field(default_factory=dict)
    sums: list[tuple[CountId, tuple[CountId, ...]]] = field(default_factory=list)
    at_most: list[tuple[CountId, CountId]] = field(default_factory=list)
    fewer: list[tuple[CountId, CountId]] = field(default_factory=list)
    unseen: set[CountId] = field(default_factory=set)
    at_least: dict[CountId, int] = field(default_factory=dict)
    told: set[CountId] = field(default_factory=set)
    sizes: set[CountId] = field(default_factory=set)
    listed: list[tuple[CountId, str, tuple[str, ...], frozenset[Subject]]] = field(
        default_factory=list
    )

    def add(self, *counts: Count, unseen: bool = False) -> None:
        """Add counts, unless they are there or nobody can be counted by them."""
        for count in counts:
            if count.is_nobody:
                continue
            if count.id not in self.values:
                self.values[count.id] = count.n
                self.unseen |= {count.id} if unseen else set()
            elif self.values[count.id] != count.n:
                raise ImtError(
                    f"a count must have one value, but {self.values[count.id]} and {count.n} were "
                    "found for it. Count it once."
                )
            elif not unseen:
                self.unseen.discard(count.id)

    def add_told(self, *counts: Count) -> None:
        """Add counts that stand nowhere, and that an estimate tells all the same."""
        self.add(*counts, unseen=True)
        self.told |= {count.id for count in counts if not count.is_nobody}

    def add_sizes(self, *sizes: Size) -> None:
        """Add lines and patients of groups."""
        for size in sizes:
            self.add(size.lines, size.patients)
            self.sizes |= {size.lines.id, size.patients.id}
            # Of nobody a document says so.
            self.at_least |= {size.lines.id: 1, size.patients.id: 1} if size.lines.n else {}
            if size.lines.id.unit == "patients":
                self.add_sum(size.lines, [size.patients])
            else:
                self.at_most.append((size.patients.id, size.lines.id))

    def add_sum(self, total: Count, parts: Iterable[Count]) -> None:
        """Say that some counts add up to another one."""
        ids = tuple(dict.fromkeys(part.id for part in parts if not part.is_nobody))
        if not total.is_nobody and ids != (total.id,):
            self.sums.append((total.id, ids))

    def add_rest(self, total: Count, part: Count, rest: CountId) -> None:
        """Add what remains of a total without a part, which need not be written."""
        remaining = Count(rest, total.n - part.n)
        self.add(remaining, unseen=True)
        self.add_sum(total, (part, remaining))

    def add_groups(self, together: Size, groups: Sequence[Size], by: Sequence[str]) -> None:
        """Say that groups add up to all; patients whom groups share are counted in each of them."""
        if not groups:
            return
        for count in (count for group in groups for count in (group.lines, group.patients)):
            # A group of nobody is not named.
            self.at_least |= {count.id: 1} if count.n else {}
        self.add_sum(together.lines, [group.lines for group in groups])
        patients = [group.patients for group in groups]
        if together.lines.id.unit == "patients":
            self.add_sum(together.patients, patients)
        elif patients != [together.patients]:
            in_each = together.patients.id.having(("in each group", *by), "counted")
            each = Count(in_each, sum(count.n for count in patients))
            self.add(each, unseen=True)
            self.add_sum(each, patients)
            self.at_most.append((together.patients.id, in_each))
