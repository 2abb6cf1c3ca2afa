"""Subgroups by name as documents tell them: who is in each, and how many."""

from __future__ import annotations

from typing import Final

from imt_core.analyses.computed_view import ComputedView
from imt_core.cohort.counting import count_cases
from imt_core.cohort.filters import meets
from imt_core.cohort.named_subgroups import named_in
from imt_core.reporting.tables.result_tables import Fact

SUBGROUPS: Final = "Subgroups"


def subgroups_fact(view: ComputedView) -> tuple[Fact, ...]:
    """Say what each subgroup is, with its lines in view, and how many are in none; else nothing.

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.example import example_cohort
    >>> from imt_core.cohort.filters import CohortFilter, Criterion
    >>> from imt_core.cohort.named_subgroups import NamedSubgroup
    >>> men = CohortFilter(criteria=(Criterion(column="sex", levels=("male",)),))
    >>> by = (NamedSubgroup(name="Men", filter=men),)
    >>> view = compute_view(example_cohort(), ViewRequest(kind="response", by=by))
    >>> subgroups_fact(view)[0].text
    'Men: male (3 lines in 3 patients); in view and in no subgroup: 3 lines in 3 patients'
    """
    subgroups = named_in(view.request.by)
    if not subgroups:
        return ()
    frame = view.cohort.frame
    defined = [f"{one.name}: {one.filter.text}" for one in subgroups]
    counts = [count_cases(frame[meets(frame, one.filter)]) for one in subgroups]
    told = [f"{what} ({count})" for what, count in zip(defined, counts, strict=True)]
    if view.outside.n_lines:
        told.append(f"in view and in no subgroup: {view.outside}")
    return (Fact(heading=SUBGROUPS, text="; ".join(told), masked="; ".join(defined)),)
