"""Cox regression of one endpoint of a cohort on a few of its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from imt_core.analyses.guards import learned_later, no_split_reaches
from imt_core.analyses.survival import SurvivalSummary
from imt_core.cohort.counting import Overlap, first_lines
from imt_core.cohort.endpoint_cases import derive_endpoint
from imt_core.cohort.endpoints import Endpoint
from imt_core.cohort.labels import level_phrase
from imt_core.cohort.schema import Cohort, column_label, is_known_level, level_texts
from imt_core.comparisons.cox.design import CovariateWords
from imt_core.comparisons.cox.regression import CoxRegression, cox_regression
from imt_core.comparisons.smallest_p import smallest_log_rank_p
from imt_core.conventions.errors import ImtError
from imt_core.estimates.time_to_event import time_to_event


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
        covariate is not known at the start, or a level is of so few cases that no split of them
        against the others has a log-rank p of 0.05.

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
    >>> survival_regression(survival_summary(cohort, "os"), cohort, ["sex"]).reason
    'with these numbers no result could reach p < 0.05 (the smallest possible is 0.100)'
    >>> others = cohort.frame.assign(patient_id=list("ghijkl"))
    >>> twice = replace(cohort, frame=pd.concat([cohort.frame, others], ignore_index=True))
    >>> fit = survival_regression(survival_summary(twice, "os"), twice, ["sex"])
    >>> [(t.level, t.reference, round(t.hazard_ratio, 2), round(t.p_value, 2)) for t in fit.terms]
    [('female', 'male', 0.21, 0.07)]
    >>> one = replace(cohort, frame=cohort.frame.assign(patient_id="a"))
    >>> survival_regression(survival_summary(one, "os"), one, ["sex"])
    Traceback (most recent call last):
        ...
    imt_core.ImtError: cases must be one for each patient, but patients count with more than one \
line, and a regression would take them for lines of different patients. Count patients instead.
    """
    overlap = summary.overlap if overlap is None else overlap
    # In a landmark analysis these rows count their time from the landmark.
    frame = summary.grouping.rows
    if overlap == "first line":
        frame = _first_of_patients(frame, summary, cohort)
    if frame["patient_id"].duplicated().any() and overlap != "cluster":
        raise ImtError(
            "cases must be one for each patient, but patients count with more than one line, and a "
            "regression would take them for lines of different patients. Count patients instead."
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
    fit = cox_regression(
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
    if not fit.terms:
        return fit
    reason = _no_split(
        frame, summary.endpoint, covariates, phrases, by_patient=overlap == "cluster"
    )
    return _withheld(fit, reason) if reason else fit


def _no_split(
    frame: pd.DataFrame,
    endpoint: Endpoint,
    covariates: Sequence[str],
    phrases: Mapping[tuple[str, str], str],
    *,
    by_patient: bool,
) -> str:
    """Why a level cannot be told from the others, however the cases were split; else empty."""
    rows = frame.dropna(subset=[endpoint.months_column, endpoint.event_column, *covariates])
    times = time_to_event(rows[endpoint.months_column], rows[endpoint.event_column])
    patients = rows["patient_id"].to_numpy()
    for column in covariates:
        counts = rows[column].value_counts()
        levels = counts.index[counts > 0].tolist()
        if len(levels) > 2 and pd.api.types.is_numeric_dtype(rows[column]):
            continue
        # The rarest first; of two levels (a flag has two, too) the other is its rest.
        for level in reversed(levels[1:] if len(levels) == 2 else levels):
            inside = (rows[column] == level).to_numpy(dtype=np.bool_)
            smallest = smallest_log_rank_p(
                [times.subset(inside), times.subset(~inside)],
                clusters=[patients[inside], patients[~inside]] if by_patient else None,
            )
            if reason := no_split_reaches(smallest):
                one_term = len(levels) == 2 and len(covariates) == 1
                return (
                    reason
                    if one_term
                    else f"{phrases.get((column, level), column_label(column))}: {reason}"
                )
    return ""


def _withheld(fit: CoxRegression, reason: str) -> CoxRegression:
    """The regression without what it found, and without notes on how to read that."""
    kept = ("missing_outcome", "missing_covariate", "constant_covariate")
    return CoxRegression(
        n=fit.n,
        n_event=fit.n_event,
        n_died=fit.n_died,
        n_patients=fit.n_patients,
        n_left_out=fit.n_left_out,
        df=fit.df,
        conf_level=fit.conf_level,
        reason=reason,
        notes=tuple(note for note in fit.notes if note.code in kept),
    )


def _first_of_patients(
    frame: pd.DataFrame, summary: SurvivalSummary, cohort: Cohort
) -> pd.DataFrame:
    """One line of each patient; which reach a landmark is an outcome, and chooses none."""
    if summary.landmark_months is None:
        return first_lines(frame)
    first = derive_endpoint(cohort, summary.endpoint.name, unit="patients").rows.index
    return frame[frame.index.isin(first)]
