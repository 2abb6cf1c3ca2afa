"""The views with which a cohort is usually presented."""

from __future__ import annotations

from dataclasses import replace

from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.endpoint_cases import available_endpoints
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
        Baseline table, response, every endpoint, subgroups and swimmer plot, as far as recorded; by
        regimen group where there are several.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"patient_id": ["a"], "best_response": ["PR"]})
    >>> views = standard_views(Cohort(frame=frame, name="one"), ViewRequest(kind="baseline"))
    >>> [view.kind for view in views]
    ['baseline', 'response']
    """
    several = "regimen_group" in cohort.frame and len(cohort.levels("regimen_group")) > 1
    by = ("regimen_group",) if several else ()
    views = [replace(like, kind="baseline", by=by)]
    if cohort.has("best_response"):
        views.append(replace(like, kind="response", by=by))
    endpoints = available_endpoints(cohort)
    views += [replace(like, kind="survival", endpoint=name, by=by) for name in endpoints]
    columns = cohort.subgroup_columns()
    if columns and cohort.has("best_response"):
        views.append(replace(like, kind="forest", columns=columns))
    if endpoints:
        views.append(replace(like, kind="swimmer", lane="lines"))
        views.append(replace(like, kind="swimmer", lane="patients", sort="follow-up"))
    return tuple(views)
