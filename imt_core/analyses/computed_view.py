"""A view worked out: the result object that the page, a slide, a file and a script share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias, cast

from imt_core.analyses.baseline import BaselineTable, baseline_table
from imt_core.analyses.forest.forest import Forest, subgroup_forest
from imt_core.analyses.response import ResponseTable, response_table
from imt_core.analyses.survival import SurvivalSummary, survival_summary
from imt_core.analyses.swimmer.lines import swimmer_lines
from imt_core.analyses.swimmer.patients import swimmer_patients
from imt_core.analyses.swimmer.plot import LineSort, PatientSort, SwimmerPlot
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.counting import OVERLAP_MEANING, UNIT_MEANING, CaseCount
from imt_core.cohort.duration_of_response import derive_duration_of_response
from imt_core.cohort.endpoint_cases import derive_endpoint
from imt_core.cohort.filters import filter_cohort
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError

ViewResult: TypeAlias = BaselineTable | ResponseTable | SurvivalSummary | Forest | SwimmerPlot

LONGEST_AXIS: Final = 1_200
"""Months; longer than any follow-up."""

SWIMMER_METHOD: Final = (
    "bars end at progression, relapse or death, or where follow-up ends; lines are drawn whatever "
    "is counted"
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ComputedView:
    """A request with its result.

    Parameters
    ----------
    request : ViewRequest
    result : ViewResult
        The object that the page of this kind shows.
    in_view : CaseCount
        Lines and patients that meet the filters.
    """

    request: ViewRequest
    result: ViewResult
    in_view: CaseCount

    @property
    def population(self) -> str:
        """Who is in view, such as ``anthracycline-based · advanced``."""
        return self.request.filter.text or "whole cohort"

    @property
    def count(self) -> CaseCount:
        """Lines and patients that the result is made of."""
        return self.result.count

    @property
    def unit(self) -> str:
        """The counting unit, in words."""
        if isinstance(self.result, SwimmerPlot):
            lines = self.result.mode == "lines"
            return "treatment lines" if lines else "patients, with all lines in view"
        return UNIT_MEANING[self.request.unit]

    @property
    def counting(self) -> str:
        """The counting unit, with what was done about patients that groups share."""
        groups = getattr(self.result, "groups", ())
        if not isinstance(self.result, SurvivalSummary | ResponseTable) or len(groups) < 2:
            return self.unit
        overlap = self.request.overlap
        return self.unit if overlap == "keep" else f"{self.unit}; {OVERLAP_MEANING[overlap]}"

    @property
    def method(self) -> str:
        """How the numbers were made, in one sentence."""
        return SWIMMER_METHOD if isinstance(self.result, SwimmerPlot) else self.result.method


def compute_view(cohort: Cohort, request: ViewRequest) -> ComputedView:
    """Work a view out.

    Parameters
    ----------
    cohort : Cohort
        The whole cohort; the request's filter is applied here.
    request : ViewRequest

    Returns
    -------
    ComputedView

    Raises
    ------
    ImtError
        If the cohort lacks a column that the view is of, or the request repeats a column or has an
        axis that is none.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "best_response": ["PR", "PD"]})
    >>> view = compute_view(Cohort(frame=frame, name="two"), ViewRequest(kind="response"))
    >>> view.population, str(view.count), view.result.groups[0].orr.estimate
    ('whole cohort', '2 lines in 2 patients', 0.5)
    >>> compute_view(Cohort(frame=frame, name="two"), ViewRequest(kind="baseline", by=("ecog",)))
    Traceback (most recent call last):
        ...
    imt_core.ImtError: cohort must have the columns that the view is of, but ecog was not \
found. Make the view anew from this cohort.
    """
    named = [*(c.column for c in request.filter.criteria), *request.by, *request.columns]
    missing = dict.fromkeys(column for column in named if column not in cohort.frame)
    if missing:
        raise ImtError(
            f"cohort must have the columns that the view is of, but {', '.join(missing)} was not "
            "found. Make the view anew from this cohort."
        )
    if len(set(request.by)) < len(request.by) or len(set(request.columns)) < len(request.columns):
        raise ImtError(
            "by and columns must name each column once, but one is repeated. Name it once."
        )
    until = request.until_months
    if until is not None and not 0 < until <= LONGEST_AXIS:
        raise ImtError(
            f"until_months must lie between 0 and {LONGEST_AXIS:,}, but {until:g} was found. "
            "Give the months that the axis is to show."
        )
    filtered = filter_cohort(cohort, request.filter)
    return ComputedView(
        request=request, result=_result(filtered.cohort, request), in_view=filtered.after
    )


def _result(cohort: Cohort, request: ViewRequest) -> ViewResult:
    unit, conventions = request.unit, request.conventions
    if request.kind == "baseline":
        return baseline_table(cohort, by=request.by, unit=unit, conventions=conventions)
    if request.kind == "response":
        return response_table(
            cohort, by=request.by, unit=unit, overlap=request.overlap, conventions=conventions
        )
    if request.kind == "forest":
        return subgroup_forest(
            cohort,
            columns=request.columns,
            measure=request.measure,
            unit=unit,
            conventions=conventions,
        )
    if request.kind == "swimmer":
        if request.lane == "lines":
            return swimmer_lines(cohort, sort=cast("LineSort", request.sort), label=request.label)
        return swimmer_patients(cohort, sort=cast("PatientSort", request.sort), label=request.label)
    cases = (
        derive_duration_of_response(cohort, unit=unit)
        if request.endpoint == "dor"
        else derive_endpoint(cohort, request.endpoint, unit=unit)
    )
    return survival_summary(
        cohort,
        cases,
        by=request.by,
        unit=unit,
        overlap=request.overlap,
        rate_months=request.rate_months,
        conventions=conventions,
    )
