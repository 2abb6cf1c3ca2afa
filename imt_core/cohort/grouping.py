"""Groups to compare: the levels of one column, their sizes, and the patients they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Final

import pandas as pd

from imt_core.cohort.counting import CaseCount, count_cases, count_shared_patients
from imt_core.cohort.labels import level_phrase
from imt_core.cohort.schema import Cohort, Declared, is_known_level, level_texts
from imt_core.conventions.notes import Note

ALL_LABEL: Final = "All"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Group:
    """One group.

    Parameters
    ----------
    label : str
    rows : pandas.DataFrame
        Its rows of the cohort's frame.
    levels : tuple of (str, str)
        Each column with the level that makes the group; empty for all together.
    place : int
        Where it stands among all groups of the cohort before any filter.
    """

    label: str
    rows: pd.DataFrame
    levels: tuple[tuple[str, str], ...]
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
        return all(is_known_level(level) for _, level in self.levels)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grouping:
    """Groups by the levels of columns.

    Parameters
    ----------
    by : tuple of str
        The columns; empty for a single group of all.
    label : str
        The columns' names for a reader.
    groups : tuple of Group
        In display order, none of them empty.
    n_shared_patients : int
        Patients with lines in more than one group: such groups are not independent.
    declared : tuple of (str, bool)
        Of the cohort: columns, and whether each was known at the start.
    """

    by: tuple[str, ...]
    label: str
    groups: tuple[Group, ...]
    n_shared_patients: int
    declared: Declared = ()

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
        return (*self._shared_note(), *self._repeated_note())

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
        n_shared = self.tested.n_shared_patients
        if n_shared == 0:
            return ()
        who = "1 patient has" if n_shared == 1 else f"{n_shared} patients have"
        return (
            Note(
                code="shared_patients",
                message=f"{who} lines in more than one group, so the groups are not "
                "independent of each other: no test compares them until it is settled how "
                "these patients count.",
            ),
        )


def group_rows(cohort: Cohort, rows: pd.DataFrame, by: Sequence[str] = ()) -> Grouping:
    """Split some rows of a cohort by the levels of one column, or of several crossed.

    Parameters
    ----------
    cohort : Cohort
        Gives the order of the levels and the columns' labels.
    rows : pandas.DataFrame
        Rows of ``cohort.frame``.
    by : sequence of str
        Columns; none for a single group of all.

    Returns
    -------
    Grouping

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
    """
    if not by:
        groups: tuple[Group, ...] = (Group(label=ALL_LABEL, rows=rows, levels=()),)
        return Grouping(
            by=(),
            label="All together",
            groups=groups,
            n_shared_patients=0,
            declared=cohort.declared,
        )
    texts = {column: level_texts(rows[column]) for column in by}
    groups = tuple(
        Group(
            label=_label(by, levels),
            rows=chosen,
            levels=tuple(zip(by, levels, strict=True)),
            place=_place(cohort, by, levels),
        )
        for levels in product(*(cohort.levels(column) for column in by))
        if len(chosen := rows[_all_equal(texts, levels)])
    )
    return Grouping(
        by=tuple(by),
        label=" × ".join(cohort.label(column) for column in by),
        groups=groups,
        n_shared_patients=count_shared_patients([group.rows for group in groups]),
        declared=cohort.declared,
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
