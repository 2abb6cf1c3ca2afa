"""A view worked out: the result object that the page, a slide, a file and a script share."""

from __future__ import annotations

from dataclasses import dataclass

from imt_core.analyses.view_bounds import check_request
from imt_core.analyses.view_kinds import VIEW_KINDS, ViewKind, ViewResult
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.counting import OVERLAP_MEANING, CaseCount, count_cases
from imt_core.cohort.filters import FilteredCohort, filter_cohort
from imt_core.cohort.named_subgroups import columns_of, within_subgroups
from imt_core.cohort.next_line import censored_at_next_line
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ComputedView:
    """A request with its result.

    Parameters
    ----------
    request : ViewRequest
    result : ViewResult
        The object that the page of this kind shows.
    filtered : FilteredCohort
        Who is in view, and how they came to be.
    cohort : Cohort
        The lines that the result is of: those in view, or those of them in a subgroup by name.
    """

    request: ViewRequest
    result: ViewResult
    filtered: FilteredCohort
    cohort: Cohort

    @property
    def kind(self) -> ViewKind:
        """What is known of every view of this kind."""
        return VIEW_KINDS[self.request.kind]

    @property
    def in_view(self) -> CaseCount:
        """Lines and patients that meet the filters."""
        return self.filtered.after

    @property
    def outside(self) -> CaseCount:
        """Lines that meet the filters and are in no subgroup by name, and their patients."""
        frame = self.filtered.cohort.frame
        return count_cases(frame.drop(self.cohort.frame.index))

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
        return self.kind.unit(self.request)

    @property
    def counting(self) -> str:
        """The counting unit, with what was done about patients that groups share."""
        overlap = self.request.overlap
        n_groups = len(getattr(self.result, "groups", ()))
        if overlap == "keep" or not self.kind.compares or n_groups < 2:
            return self.unit
        return f"{self.unit}; {OVERLAP_MEANING[overlap]}"

    @property
    def method(self) -> str:
        """How the numbers were made, in one sentence."""
        rules = (self.cohort.rules.of(end) for end in self.kind.rests_on(self.request))
        return "; ".join(part for part in (self.result.method, *rules) if part)


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
        If the request is out of bounds, or the cohort lacks a column that the view is of.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> view = compute_view(example_cohort(), ViewRequest(kind="response"))
    >>> view.population, str(view.count), view.result.groups[0].orr.estimate
    ('whole cohort', '6 lines in 6 patients', 0.4)
    >>> compute_view(example_cohort(), ViewRequest(kind="baseline", by=("ecog",)))
    Traceback (most recent call last):
        ...
    imt_core.ImtError: cohort must have the columns that the view is of, but ecog was not \
found. Make the view anew from this cohort.
    """
    check_request(request)
    named = [
        *(c.column for c in request.filter.criteria),
        *columns_of(request.by),
        *request.columns,
    ]
    missing = dict.fromkeys(column for column in named if column not in cohort.frame)
    if missing:
        raise ImtError(
            f"cohort must have the columns that the view is of, but {', '.join(missing)} was not "
            "found. Make the view anew from this cohort."
        )
    if request.conventions.next_line == "censored":
        cohort = censored_at_next_line(cohort)
    filtered = filter_cohort(cohort, request.filter)
    compared = within_subgroups(filtered.cohort, request.by)
    result = VIEW_KINDS[request.kind].compute(compared, request)
    return ComputedView(request=request, result=result, filtered=filtered, cohort=compared)
