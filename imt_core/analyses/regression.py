"""Cox regression of one endpoint of a cohort on a few of its columns."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from imt_core.analyses.guards import learned_later
from imt_core.analyses.survival import SurvivalSummary
from imt_core.cohort.counting import Overlap, first_lines
from imt_core.cohort.endpoint_cases import derive_endpoint
from imt_core.cohort.labels import level_phrase
from imt_core.cohort.schema import Cohort, is_known_level, level_texts
from imt_core.comparisons.cox.design import CovariateWords
from imt_core.comparisons.cox.regression import CoxRegression, cox_regression
from imt_core.conventions.errors import ImtError


def survival_regression(
    summary: SurvivalSummary,
    cohort: Cohort,
    covariates: Sequence[str],
    *,
    overlap: Overlap | None = None,
) -> CoxRegression:
    """Estimate hazard ratios among the cases of a survival summary.

    Parameters
    ----------
    summary : SurvivalSummary
        Gives the cases, the endpoint and the level of confidence; its groups only say who is in.
    cohort : Cohort
        The lines in view, which the summary was made of.
    covariates : sequence of str
        Columns of the cohort: a number enters as it is, anything else by its levels, the first in
        the order of the vocabulary being the reference; cases whose level is not known are left
        out.
    overlap : {"first line", "cluster"} or None
        What is done where patients count with more than one line; without it, what was done for the
        summary.

    Returns
    -------
    CoxRegression
        Worded with the cohort's labels; without hazard ratios, and with the reason, where a
        covariate is not known at the start.

    Raises
    ------
    ImtError
        If a patient has more than one case and nothing is done about it, since a regression takes
        cases as independent, or a covariate is impossible.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from imt_core.analyses.survival import survival_summary
    >>> from imt_core.cohort.example import example_cohort
    >>> cohort = example_cohort()
    >>> fit = survival_regression(survival_summary(cohort, "os"), cohort, ["sex"])
    >>> [(t.level, t.reference, round(t.hazard_ratio, 2), round(t.p_value, 2)) for t in fit.terms]
    [('female', 'male', 0.25, 0.23)]
    >>> one = replace(cohort, frame=cohort.frame.assign(patient_id="a"))
    >>> survival_regression(survival_summary(one, "os"), one, ["sex"])
    Traceback (most recent call last):
        ...
    imt_core.ImtError: cases must be one for each patient, but patients count with more than one \
line, and a regression would take their lines as independent. Count patients instead.
    """
    overlap = summary.overlap if overlap is None else overlap
    rows = [group.rows for group in summary.grouping.groups]
    # In a landmark analysis these rows count their time from the landmark.
    frame = pd.concat(rows).sort_index()
    if overlap == "first line":
        frame = _first_of_patients(frame, summary, cohort)
    if frame["patient_id"].duplicated().any() and overlap != "cluster":
        raise ImtError(
            "cases must be one for each patient, but patients count with more than one line, and a "
            "regression would take their lines as independent. Count patients instead."
        )
    if reason := learned_later(covariates, cohort.declared):
        return CoxRegression(
            n=summary.count.n_lines,
            n_event=summary.n_event,
            n_left_out=0,
            df=0,
            conf_level=summary.conventions.conf_level,
            reason=reason,
        )
    phrases: dict[tuple[str, str], str] = {}
    for column in covariates:
        if column in frame and not pd.api.types.is_numeric_dtype(frame[column]):
            levels = [level for level in cohort.levels(column) if is_known_level(level)]
            texts = level_texts(frame[column])
            texts = texts.where(texts.isin(levels))
            frame = frame.assign(**{column: pd.Categorical(texts, levels)})
            phrases |= {(column, level): level_phrase(column, level) for level in levels}
    return cox_regression(
        frame,
        months=summary.endpoint.months_column,
        event=summary.endpoint.event_column,
        covariates=covariates,
        conf_level=summary.conventions.conf_level,
        cluster="patient_id" if overlap == "cluster" else None,
        happens_once=summary.endpoint.is_death_alone,
        words=CovariateWords(
            labels={column: cohort.label(column) for column in covariates}, phrases=phrases
        ),
    )


def _first_of_patients(
    frame: pd.DataFrame, summary: SurvivalSummary, cohort: Cohort
) -> pd.DataFrame:
    """One line of each patient; which reach a landmark is an outcome, and chooses none."""
    if summary.landmark_months is None:
        return first_lines(frame)
    first = derive_endpoint(cohort, summary.endpoint.name, unit="patients").rows.index
    return frame[frame.index.isin(first)]
