"""Groups to compare: levels of columns, or subgroups by name, and the patients they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Final

import pandas as pd

from imt_core.cohort.counting import CaseCount, count_cases, count_shared_patients, shared_rows
from imt_core.cohort.filters import meets
from imt_core.cohort.labels import level_phrase
from imt_core.cohort.named_subgroups import GroupBy, NamedSubgroup, columns_of, named_in
from imt_core.cohort.schema import Cohort, Declared, is_known_level, level_texts
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_count
from imt_core.conventions.notes import Note

ALL_LABEL: Final = "All"
SUBGROUP: Final = "Subgroup"
"""What heads the names of subgroups, as a column's name heads its levels."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Group:
    """One group.

    Parameters
    ----------
    label : str
    rows : pandas.DataFrame
        Its rows of the cohort's frame.
    levels : tuple of tuple of str
        Each column with the level, or levels, that make the group; empty for all together.
    place : int
        Where it stands among all groups of the cohort before any filter.
    """

    label: str
    rows: pd.DataFrame
    levels: tuple[tuple[str, ...], ...]
    place: int = 0
    _counted: list[CaseCount] = field(default_factory=list, init=False, repr=False)

    @property
    def count(self) -> CaseCount:
        """Lines and patients."""
        if not self._counted:
            self._counted.append(count_cases(self.rows))
        return self._counted[0]

    @property
    def is_recorded(self) -> bool:
        """Whether every column that makes the group is known: only then is it tested."""
        return all(any(map(is_known_level, levels)) for _, *levels in self.levels)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grouping:
    """Groups by the levels of columns, or subgroups by name.

    Parameters
    ----------
    by : tuple of str or of NamedSubgroup
        What makes the groups; empty for a single group of all.
    label : str
        The columns' names for a reader.
    groups : tuple of Group
        In display order, none of them empty.
    n_shared_patients : int
        Patients with lines in more than one group: such groups are not independent.
    declared : tuple of (str, bool)
        Of the cohort: columns, and whether each was known at the start.
    empty : tuple of (str, int)
        Subgroups of whom nobody is counted, and how many lines of each are in view.
    """

    by: tuple[str | NamedSubgroup, ...]
    label: str
    groups: tuple[Group, ...]
    n_shared_patients: int
    declared: Declared = ()
    empty: tuple[tuple[str, int], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns by which it is told who is in which group."""
        return columns_of(self.by)

    @property
    def alike(self) -> tuple[str, ...]:
        """Columns of which all cases of each group have the same level."""
        fixed = [{c for c, *levels in g.levels if len(levels) == 1} for g in self.groups]
        return tuple(c for c in self.columns if all(c in columns for columns in fixed))

    @property
    def rows(self) -> pd.DataFrame:
        """Every case once, in the order of the sheet, also one that is in several groups."""
        rows = pd.concat([group.rows for group in self.groups])
        return rows[~rows.index.duplicated()].sort_index()

    def among(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The same, of the rows that were grouped; none of them where every group was emptied."""
        return self.rows if self.groups else rows.head(0)

    @property
    def count(self) -> CaseCount:
        """All cases, each once; none where every group was emptied."""
        return count_cases(self.rows) if self.groups else CaseCount(n_lines=0, n_patients=0)

    @property
    def shared(self) -> CaseCount:
        """The lines that are themselves in more than one group, and their patients."""
        return count_cases(shared_rows([group.rows for group in self.groups]))

    @property
    def n_repeated_patients(self) -> int:
        """Patients with more than one line, within a group or over several: cases are then not
        independent.
        """
        if not self.groups:
            return 0
        patients = pd.concat([group.rows["patient_id"] for group in self.groups])
        return int(patients[patients.duplicated()].nunique())

    @property
    def notes(self) -> tuple[Note, ...]:
        """The caveats about patients who are counted more than once, if there are any."""
        return (*self._shared_note(), *self._repeated_note(), *self.empty_note)

    @property
    def tested(self) -> Grouping:
        """The groups that a test may compare: those whose columns are recorded and known."""
        groups = tuple(group for group in self.groups if group.is_recorded)
        if len(groups) == len(self.groups):
            return self
        shared = count_shared_patients([group.rows for group in groups])
        return replace(self, groups=groups, n_shared_patients=shared)

    @property
    def not_tested_note(self) -> tuple[Note, ...]:
        """Say which groups are shown and not tested, where there are any."""
        shown = [group.label for group in self.groups if not group.is_recorded]
        if not shown or len(self.groups) < 2:
            return ()
        are = "is" if len(shown) == 1 else "are"
        message = f"{', '.join(shown)}: shown and counted, but {are} no group of a test."
        return (Note(code="not_recorded_group", message=message),)

    @property
    def empty_note(self) -> tuple[Note, ...]:
        """Name the subgroups of whom nobody is counted, if there are any."""
        if not self.empty:
            return ()
        told = "; ".join(
            f"{name}: none of its {format_count(n, 'line')} in view is counted"
            if n
            else f"{name}: no line in view meets it"
            for name, n in self.empty
        )
        return (Note(code="empty_subgroups", message=f"{told}."),)

    def _repeated_note(self) -> tuple[Note, ...]:
        repeated = [g for g in self.groups if g.count.n_lines > g.count.n_patients]
        if not repeated:
            return ()
        names = ", ".join(group.label for group in repeated)
        message = (
            f"{names}: some patients count with more than one line; intervals take them for lines "
            "of different patients, so they are too narrow"
        )
        if len(self.groups) > 1:
            message += "; no test compares the groups until it is settled how these patients count"
        return (Note(code="repeated_patients", message=f"{message}."),)

    def _shared_note(self) -> tuple[Note, ...]:
        tested = self.tested
        n_shared = tested.n_shared_patients
        if n_shared == 0:
            return ()
        who = "1 patient has" if n_shared == 1 else f"{n_shared} patients have"
        return (
            Note(
                code="shared_patients",
                message=f"{who} lines in more than one group{tested.told_shared}, so the groups "
                "are not independent of each other: no test compares them until it is settled how "
                "these patients count.",
            ),
        )

    @property
    def told_shared(self) -> str:
        """How many lines are themselves in more than one group, in brackets; empty if none is."""
        shared = self.shared
        if not shared.n_lines:
            return ""
        are = "is itself" if shared.n_lines == 1 else "are themselves"
        return f" ({shared} {are} in more than one)"


def group_rows(cohort: Cohort, rows: pd.DataFrame, by: GroupBy = ()) -> Grouping:
    """Split some rows of a cohort by the levels of columns, crossed; or take subgroups of them.

    Parameters
    ----------
    cohort : Cohort
        Gives the order of the levels and the columns' labels.
    rows : pandas.DataFrame
        Rows of ``cohort.frame``.
    by : sequence of str or of NamedSubgroup
        Columns; or subgroups, which may overlap; none for a single group of all.

    Returns
    -------
    Grouping

    Raises
    ------
    ImtError
        If a row is in none of the subgroups: it would be in no group, and yet in view.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": ["a", "a", "b"], "sex": ["male", "male", None]})
    >>> cohort = Cohort(frame=frame, name="three lines")
    >>> [(g.label, str(g.count)) for g in group_rows(cohort, frame, ["sex"]).groups]
    [('male', '2 lines in 1 patient'), ('Sex not recorded', '1 line in 1 patient')]
    >>> [g.label for g in group_rows(cohort, frame, ["sex"]).tested.groups]
    ['male']
    >>> group_rows(cohort, frame).groups[0].label
    'All'
    >>> from imt_core.cohort.filters import CohortFilter, Criterion
    >>> men = CohortFilter(criteria=(Criterion(column="sex", levels=("male",)),))
    >>> a, b = (NamedSubgroup(name=name, filter=men) for name in ("Men", "The same"))
    >>> overlapping = group_rows(cohort, frame.head(2), [a, b])
    >>> [str(g.count) for g in overlapping.groups], str(overlapping.shared)
    (['2 lines in 1 patient', '2 lines in 1 patient'], '2 lines in 1 patient')
    """
    if subgroups := named_in(by):
        return _named_groups(cohort, rows, subgroups)
    columns = columns_of(by)
    if not columns:
        groups: tuple[Group, ...] = (Group(label=ALL_LABEL, rows=rows, levels=()),)
        return Grouping(
            by=(),
            label="All together",
            groups=groups,
            n_shared_patients=0,
            declared=cohort.declared,
        )
    texts = {column: level_texts(rows[column]) for column in columns}
    groups = tuple(
        Group(
            label=_label(columns, levels),
            rows=chosen,
            levels=tuple(zip(columns, levels, strict=True)),
            place=_place(cohort, columns, levels),
        )
        for levels in product(*(cohort.levels(column) for column in columns))
        if len(chosen := rows[_all_equal(texts, levels)])
    )
    return Grouping(
        by=columns,
        label=" × ".join(cohort.label(column) for column in columns),
        groups=groups,
        n_shared_patients=count_shared_patients([group.rows for group in groups]),
        declared=cohort.declared,
    )


def _named_groups(
    cohort: Cohort, rows: pd.DataFrame, subgroups: Sequence[NamedSubgroup]
) -> Grouping:
    """A subgroup keeps its place, and with it its colour, whoever of the others is empty."""
    inside = [meets(rows, one.filter) for one in subgroups]
    n_outside = int((~pd.concat(inside, axis=1).any(axis=1)).sum()) if len(rows) else 0
    if n_outside:
        raise ImtError(
            "rows must be in at least one of the subgroups, but "
            f"{format_count(n_outside, 'line')} in none. Keep the others by within_subgroups first."
        )
    groups = tuple(
        Group(
            label=one.name,
            rows=rows[is_in],
            levels=tuple((c.column, *c.levels) for c in one.filter.criteria),
            place=place,
        )
        for place, (one, is_in) in enumerate(zip(subgroups, inside, strict=True))
        if is_in.any()
    )
    named = {group.label for group in groups}
    return Grouping(
        by=tuple(subgroups),
        label=SUBGROUP,
        groups=groups,
        n_shared_patients=count_shared_patients([group.rows for group in groups]),
        declared=cohort.declared,
        empty=tuple(
            (one.name, int(meets(cohort.frame, one.filter).sum()))
            for one in subgroups
            if one.name not in named
        ),
    )


def _all_equal(texts: dict[str, pd.Series], levels: Sequence[str]) -> pd.Series:
    matches = [text == level for text, level in zip(texts.values(), levels, strict=True)]
    return pd.concat(matches, axis=1).all(axis=1)


def _place(cohort: Cohort, by: Sequence[str], levels: Sequence[str]) -> int:
    whole, place = cohort.unfiltered or cohort, 0
    for column, level in zip(by, levels, strict=True):
        place = place * len(whole.levels(column)) + cohort.place(column, level)
    return place


def _label(by: Sequence[str], levels: Sequence[str]) -> str:
    return " · ".join(level_phrase(c, level) for c, level in zip(by, levels, strict=True))
