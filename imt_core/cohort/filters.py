"""Subgroups: criteria over columns, applied one after another and counted at every step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from imt_core.cohort.counting import CaseCount
from imt_core.cohort.labels import level_phrase
from imt_core.cohort.schema import ADVANCED, EXTENT_OF_STAGE, Cohort, column_label, level_texts
from imt_core.conventions.errors import ImtError

_ADVANCED_STAGES: Final = {s for s, extent in EXTENT_OF_STAGE.items() if extent == ADVANCED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """Keep the lines whose level in `column` is one of `levels`."""

    column: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortFilter:
    """Criteria that must all hold; none keeps every line.

    Examples
    --------
    >>> CohortFilter(criteria=(Criterion(column="alk_status", levels=("negative",)),)).text
    'ALK-negative'
    >>> CohortFilter().text
    ''
    """

    criteria: tuple[Criterion, ...] = ()

    @property
    def text(self) -> str:
        """The subgroup in words, such as ``anthracycline-based · advanced``."""
        return " · ".join(describe_criterion(criterion) for criterion in self.criteria)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterStep:
    """What one criterion kept, and what it left out."""

    criterion: Criterion
    before: CaseCount
    after: CaseCount

    @property
    def left_out(self) -> CaseCount:
        """Lines this step left out, and patients of whom no line remains."""
        return self.before - self.after


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FilteredCohort:
    """The lines in view, and how they were arrived at."""

    cohort: Cohort
    filter: CohortFilter
    before: CaseCount
    steps: tuple[FilterStep, ...]

    @property
    def after(self) -> CaseCount:
        """Lines and patients in view."""
        return self.cohort.count


def describe_criterion(criterion: Criterion) -> str:
    """Say a criterion in a few words.

    Examples
    --------
    >>> describe_criterion(Criterion(column="line_group", levels=("first", "second")))
    'first line or second line'
    >>> describe_criterion(Criterion(column="ecog", levels=("0", "1")))
    'ecog: 0 or 1'
    >>> describe_criterion(Criterion(column="stage", levels=("metastatic", "locally advanced")))
    'advanced'
    """
    if criterion.column == "stage" and set(criterion.levels) == _ADVANCED_STAGES:
        return level_phrase("disease_extent", ADVANCED)
    phrases = [level_phrase(criterion.column, level) for level in criterion.levels]
    # The column is named once.
    named = f"{column_label(criterion.column)}: "
    return " or ".join((*phrases[:1], *(other.removeprefix(named) for other in phrases[1:])))


def level_counts(cohort: Cohort, column: str, cohort_filter: CohortFilter) -> Counter[str]:
    """Count the lines of each level of a column that meet the criteria of all other columns.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> men = CohortFilter(criteria=(Criterion(column="sex", levels=("male",)),))
    >>> level_counts(example_cohort(), "sex", men) == {"male": 3, "female": 3}
    True
    >>> level_counts(example_cohort(), "best_response", men).total()
    3
    """
    kept = np.ones(len(cohort.frame), dtype=bool)
    for criterion in cohort_filter.criteria:
        if criterion.column != column:
            kept &= cohort.texts(criterion.column).isin(criterion.levels).to_numpy()
    return Counter(cohort.texts(column).to_numpy()[kept])


def filter_cohort(cohort: Cohort, cohort_filter: CohortFilter) -> FilteredCohort:
    """Keep the lines that meet every criterion.

    Parameters
    ----------
    cohort : Cohort
    cohort_filter : CohortFilter

    Returns
    -------
    FilteredCohort
        The lines in view as a `Cohort`, with lines and patients before and after every step.

    Raises
    ------
    ImtError
        If a criterion names a column that the cohort does not have.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> cohort = example_cohort()
    >>> men = CohortFilter(criteria=(Criterion(column="sex", levels=("male",)),))
    >>> view = filter_cohort(cohort, men)
    >>> str(view.after), str(view.steps[0].left_out)
    ('3 lines in 3 patients', '3 lines in 3 patients')
    >>> filter_cohort(cohort, CohortFilter()).steps
    ()
    """
    steps = []
    view = cohort
    for criterion in cohort_filter.criteria:
        _must_have(cohort.frame, criterion)
        kept = view.texts(criterion.column).isin(criterion.levels)
        narrowed = replace(view, frame=view.frame[kept], unfiltered=cohort.unfiltered or cohort)
        steps.append(FilterStep(criterion=criterion, before=view.count, after=narrowed.count))
        view = narrowed
    return FilteredCohort(
        cohort=view, filter=cohort_filter, before=cohort.count, steps=tuple(steps)
    )


def meets(frame: pd.DataFrame, cohort_filter: CohortFilter) -> pd.Series:
    """Whether each row of a cohort's frame meets every criterion.

    Raises
    ------
    ImtError
        If a criterion names a column that the frame does not have.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> men = CohortFilter(criteria=(Criterion(column="sex", levels=("male",)),))
    >>> meets(example_cohort().frame, men).tolist()
    [True, True, True, False, False, False]
    """
    met = pd.Series(True, index=frame.index)
    for criterion in cohort_filter.criteria:
        _must_have(frame, criterion)
        met &= level_texts(frame[criterion.column]).isin(criterion.levels)
    return met


def _must_have(frame: pd.DataFrame, criterion: Criterion) -> None:
    if criterion.column not in frame:
        raise ImtError(
            f"criterion must name a column of the cohort, but {criterion.column} is not one. "
            "Remove that filter."
        )
