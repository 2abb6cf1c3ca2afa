"""The views with which a cohort is usually presented."""

from __future__ import annotations

from dataclasses import replace

from imt_core.analyses.view_kinds import VIEW_KINDS
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort


def standard_views(cohort: Cohort, like: ViewRequest) -> tuple[ViewRequest, ...]:
    """Name the usual views that a cohort has the columns for.

    Parameters
    ----------
    cohort : Cohort
    like : ViewRequest
        Gives the filter, the counting unit and the conventions of all.

    Returns
    -------
    tuple of ViewRequest
        Baseline table, response, every endpoint, subgroups, swimmer plot, sequence and toxicity, as
        far as recorded; by regimen group where there are several.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> views = standard_views(example_cohort(), ViewRequest(kind="baseline"))
    >>> [view.kind for view in views]
    ['baseline', 'response', 'survival', 'swimmer', 'swimmer']
    """
    several = "regimen_group" in cohort.frame and len(cohort.levels("regimen_group")) > 1
    like = replace(like, by=("regimen_group",) if several else ())
    return tuple(view for kind in VIEW_KINDS.values() for view in kind.usual(cohort, like))
