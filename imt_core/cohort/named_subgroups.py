"""Subgroups with a name: who belongs to each is told by a filter, so that they may overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import pandas as pd

from imt_core.cohort.filters import CohortFilter, Criterion, meets
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError

LONGEST_NAME: Final = 60
"""Letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSubgroup:
    """The lines that meet a filter, under a name.

    Parameters
    ----------
    name : str
    filter : CohortFilter
        With at least one criterion.

    Examples
    --------
    >>> men = Criterion(column="sex", levels=("male",))
    >>> NamedSubgroup(name="Men", filter=CohortFilter(criteria=(men,))).filter.text
    'male'
    """

    name: str
    filter: CohortFilter


GroupBy: TypeAlias = Sequence[str | NamedSubgroup]
"""What makes groups: the levels of columns, crossed, or subgroups by name; never both."""


def named_in(by: GroupBy) -> tuple[NamedSubgroup, ...]:
    """The subgroups that make the groups; none where columns do."""
    return tuple(one for one in by if isinstance(one, NamedSubgroup))


def columns_of(by: GroupBy) -> tuple[str, ...]:
    """The columns by which it is told who is in which group.

    Examples
    --------
    >>> men = CohortFilter(criteria=(Criterion(column="sex", levels=("male",)),))
    >>> columns_of(["stage", "sex"]), columns_of([NamedSubgroup(name="Men", filter=men)])
    (('stage', 'sex'), ('sex',))
    """
    named = (c.column for one in named_in(by) for c in one.filter.criteria)
    return tuple(dict.fromkeys((*(one for one in by if isinstance(one, str)), *named)))


def level_columns(by: GroupBy) -> tuple[str, ...]:
    """The columns whose levels make the groups; none where subgroups by name do."""
    return () if named_in(by) else columns_of(by)


def check_name(name: str) -> None:
    """Refuse a name that cannot stand in a title.

    Raises
    ------
    ImtError
        If it is empty, too long, begins or ends with a blank, or has letters that are not seen.

    Examples
    --------
    >>> check_name("MTX-V, ALK-negative")
    >>> check_name("Men\\n")
    Traceback (most recent call last):
        ...
    imt_core.ImtError: a subgroup's name must have 1 to 60 letters, all of them seen, but has not. \
Choose another name.
    """
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable() or name != name.strip():
        raise ImtError(
            f"a subgroup's name must have 1 to {LONGEST_NAME} letters, all of them seen, but has "
            "not. Choose another name."
        )


def check_subgroups(subgroups: Sequence[NamedSubgroup]) -> None:
    """Refuse subgroups that no page could save.

    Raises
    ------
    ImtError
        If a name is impossible or given twice, or a filter is empty or names something twice.

    Examples
    --------
    >>> check_subgroups([NamedSubgroup(name="All", filter=CohortFilter())])
    Traceback (most recent call last):
        ...
    imt_core.ImtError: a subgroup must have a filter, but All has none. Choose a filter.
    """
    for one in subgroups:
        check_name(one.name)
        criteria = one.filter.criteria
        if not criteria:
            raise ImtError(
                f"a subgroup must have a filter, but {one.name} has none. Choose a filter."
            )
        named = [[c.column for c in criteria], *([*c.levels] for c in criteria)]
        if not all(texts and len(set(texts)) == len(texts) for texts in named):
            raise ImtError(
                "a subgroup's filter must name each column and each level once, but that of "
                f"{one.name} does not. Choose the filter anew."
            )
    names = [one.name for one in subgroups]
    if len(set(names)) < len(names):
        raise ImtError(
            "subgroups must have different names, but two have one. Give one of them another."
        )


def within_subgroups(cohort: Cohort, by: GroupBy) -> Cohort:
    """Keep the lines that are in at least one of the subgroups; all of them where columns group.

    Parameters
    ----------
    cohort : Cohort
        The lines in view.
    by : sequence of str or of NamedSubgroup

    Returns
    -------
    Cohort

    Notes
    -----
    A comparison of subgroups is of these lines alone. Where patients are counted, each counts with
    the first of them, and never drops out because an earlier line is in no subgroup.

    Raises
    ------
    ImtError
        If a filter names a column that the cohort does not have.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> men = CohortFilter(criteria=(Criterion(column="sex", levels=("male",)),))
    >>> cohort = example_cohort()
    >>> str(within_subgroups(cohort, [NamedSubgroup(name="Men", filter=men)]).count)
    '3 lines in 3 patients'
    >>> within_subgroups(cohort, ["sex"]) is cohort
    True
    """
    subgroups = named_in(by)
    if not subgroups:
        return cohort
    kept = pd.concat([meets(cohort.frame, one.filter) for one in subgroups], axis=1).any(axis=1)
    return replace(cohort, frame=cohort.frame[kept], unfiltered=cohort.unfiltered or cohort)


# As a JSON pointer does it (RFC 6901): what parts the texts cannot stand in one, since ~ is ~0.
_LEVEL: Final = "~1"
_CRITERION: Final = "~2"


def spell_subgroup(subgroup: NamedSubgroup) -> str:
    """Spell a subgroup in one text, short enough for an address.

    Examples
    --------
    >>> advanced = Criterion(column="stage", levels=("locally advanced", "metastatic"))
    >>> text = spell_subgroup(NamedSubgroup(name="A", filter=CohortFilter(criteria=(advanced,))))
    >>> text
    'A~2stage~1locally advanced~1metastatic'
    >>> read_subgroup(text).filter.criteria[0] == advanced
    True
    """
    parts = [(subgroup.name,), *((c.column, *c.levels) for c in subgroup.filter.criteria)]
    return _CRITERION.join(
        _LEVEL.join(text.replace("~", "~0") for text in texts) for texts in parts
    )


def read_subgroup(text: str) -> NamedSubgroup:
    """Read a subgroup that `spell_subgroup` spelled.

    Raises
    ------
    ImtError
        If it is none, or such that no page could save it: see `check_subgroups`.

    Examples
    --------
    >>> read_subgroup("Men")
    Traceback (most recent call last):
        ...
    imt_core.ImtError: a subgroup must have a filter, but Men has none. Choose a filter.
    """
    (name, *_), *criteria = (
        tuple(part.replace("~0", "~") for part in texts.split(_LEVEL))
        for texts in text.split(_CRITERION)
    )
    subgroup = NamedSubgroup(
        name=name,
        filter=CohortFilter(
            criteria=tuple(
                Criterion(column=column, levels=tuple(levels)) for column, *levels in criteria
            )
        ),
    )
    check_subgroups([subgroup])
    if spell_subgroup(subgroup) != text:
        raise ImtError("a subgroup must be spelled as the app does, but is not. Save it anew.")
    return subgroup
