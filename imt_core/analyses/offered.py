"""What a cohort offers to be chosen: by the controls of a page, and by a session file."""

from __future__ import annotations

from imt_core.analyses.forest.rows import RESPONSE_MEASURES
from imt_core.cohort.endpoint_cases import available_endpoints
from imt_core.cohort.endpoints import MAIN_ENDPOINTS
from imt_core.cohort.filters import Criterion
from imt_core.cohort.named_subgroups import NamedSubgroup
from imt_core.cohort.schema import COLUMN_BY_NAME, Cohort


def offered_endpoints(cohort: Cohort) -> tuple[str, ...]:
    """The endpoints of its survival curves, ``dor`` among them where responses have their times.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> offered_endpoints(example_cohort())
    ('os',)
    """
    endpoints = available_endpoints(cohort)
    ends_response = any(end.name in endpoints for end in MAIN_ENDPOINTS.values())
    has_times = ends_response and cohort.has("best_response", "response_months")
    return (*endpoints, "dor") if has_times else tuple(endpoints)


def offered_measures(cohort: Cohort) -> tuple[str, ...]:
    """The rates of its forests: those of response where it is recorded, and its endpoints."""
    responses = RESPONSE_MEASURES if cohort.has("best_response") else ()
    return (*responses, *available_endpoints(cohort))


def offered_filters(cohort: Cohort) -> tuple[str, ...]:
    """The columns that may say who is in view: also regimens, however many there are.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> "regimen" in offered_filters(example_cohort()), "sex" in offered_filters(example_cohort())
    (False, True)
    """
    columns = cohort.grouping_columns()
    regimens = ("regimen",) if cohort.has("regimen") and "regimen" not in columns else ()
    return (*columns, *regimens)


def offers_criterion(cohort: Cohort, criterion: Criterion) -> bool:
    """Whether a cohort has the column and the levels of a criterion.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> offers_criterion(example_cohort(), Criterion(column="sex", levels=("male", "other")))
    False
    """
    offered = criterion.column in offered_filters(cohort)
    return offered and set(criterion.levels) <= set(cohort.levels(criterion.column))


def offers_subgroup(cohort: Cohort, subgroup: NamedSubgroup) -> bool:
    """Whether a cohort has the columns and levels of a subgroup's filter.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> from imt_core.cohort.filters import CohortFilter
    >>> men = CohortFilter(criteria=(Criterion(column="sex", levels=("male",)),))
    >>> offers_subgroup(example_cohort(), NamedSubgroup(name="Men", filter=men))
    True
    >>> offers_subgroup(example_cohort("f"), NamedSubgroup(name="Men", filter=men))
    False
    """
    return all(offers_criterion(cohort, one) for one in subgroup.filter.criteria)


def main_filters(cohort: Cohort) -> tuple[str, ...]:
    """Those that stand first: regimen, the biomarker, stage and treatment line.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> main_filters(example_cohort())
    ()
    """
    usual = ("regimen_group", "regimen", cohort.biomarker, "stage", "line_group")
    offered = offered_filters(cohort)
    return tuple(column for column in dict.fromkeys(usual) if column in offered)


def offered_covariates(cohort: Cohort) -> tuple[str, ...]:
    """The columns that a regression may be of."""
    return (*cohort.grouping_columns(), *(("age_years",) if cohort.has("age_years") else ()))


def offered_biomarkers(cohort: Cohort) -> tuple[str, ...]:
    """The columns that may divide it: ALK status, and those of the sheet's own."""
    own = (column for column in cohort.grouping_columns() if column not in COLUMN_BY_NAME)
    return ("alk_status", *own)
