"""The hazard ratio of two groups, beside their log-rank test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from imt_core.analyses.survival import SurvivalSummary
from imt_core.analyses.worked_out_once import worked_out_once
from imt_core.comparisons.cox.design import CovariateWords
from imt_core.comparisons.cox.regression import CoxRegression, cox_regression
from imt_core.estimates.time_to_event import TimeToEvent

_WITHOUT_WORDS: Final = CovariateWords()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupHazardRatio:
    """How many times the hazard of one group is that of another.

    Parameters
    ----------
    group, reference : str
        The second and the first of the two groups.
    regression : CoxRegression or None
        On the group alone; ``None`` where no test is made.
    reason : str
        Why there is no hazard ratio; empty where there is one.
    """

    group: str
    reference: str
    regression: CoxRegression | None
    reason: str

    def to_frame(self) -> pd.DataFrame:
        """One row, unformatted; empty without a hazard ratio."""
        if self.regression is None or self.reason:
            return pd.DataFrame()
        frame = self.regression.to_frame().drop(columns=["name", "level", "reference"])
        frame.insert(0, "reference", self.reference)
        frame.insert(0, "group", self.group)
        return frame


@worked_out_once
def group_hazard_ratio(summary: SurvivalSummary) -> GroupHazardRatio | None:
    """Estimate the hazard ratio of the two groups that a summary tests.

    Parameters
    ----------
    summary : SurvivalSummary

    Returns
    -------
    GroupHazardRatio or None
        ``None`` unless exactly two groups are tested or would be. Without a hazard ratio, with the
        reason, where the summary makes no test or `cox_regression` gives none.

    Notes
    -----
    The second group against the first; by patient where the summary's variance is.
    R: ``coxph(Surv(months, event) ~ group, ties = "efron")``, with ``cluster = patient``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from imt_core.analyses.survival import survival_summary
    >>> from imt_core.cohort.example import example_cohort
    >>> cohort = example_cohort()
    >>> group_hazard_ratio(survival_summary(cohort, "os", by=["sex"])).reason
    'with these numbers no result could reach p < 0.05 (the smallest possible is 0.100)'
    >>> others = cohort.frame.assign(patient_id=list("ghijkl"))
    >>> twice = replace(cohort, frame=pd.concat([cohort.frame, others], ignore_index=True))
    >>> ratio = group_hazard_ratio(survival_summary(twice, "os", by=["sex"]))
    >>> ratio.group, ratio.reference, round(ratio.regression.terms[0].hazard_ratio, 2)
    ('female', 'male', 0.21)
    >>> group_hazard_ratio(survival_summary(cohort, "os")) is None
    True
    """
    tested = summary.tested
    if len(tested) != 2:
        return None
    (first, _), (second, _) = tested
    without = GroupHazardRatio(
        group=second.label, reference=first.label, regression=None, reason=summary.test_reason
    )
    if summary.test is None or summary.test.p_value is None:
        return without
    rows = [group.rows for group in summary.grouping.tested.groups if len(group.rows)]
    regression = _regress(
        [times for _, times in tested],
        [part["patient_id"].to_numpy() for part in rows] if summary.overlap == "cluster" else None,
        conf_level=summary.conventions.conf_level,
        happens_once=summary.endpoint.is_death_alone,
        words=CovariateWords(
            labels={"group": summary.grouping.label},
            phrases={("group", "0"): first.label, ("group", "1"): second.label},
        ),
    )
    return GroupHazardRatio(
        group=second.label, reference=first.label, regression=regression, reason=regression.reason
    )


def _regress(
    times: Sequence[TimeToEvent],
    patients: Sequence[ArrayLike] | None = None,
    *,
    conf_level: float = 0.95,
    happens_once: bool = False,
    words: CovariateWords = _WITHOUT_WORDS,
) -> CoxRegression:
    """Regress on the group alone, the second against the first; by patient where they are given."""
    columns = {
        "months": np.concatenate([part.months for part in times]),
        "event": np.concatenate([part.event for part in times]),
        "group": np.repeat(["0", "1"], [part.n for part in times]),
    }
    if patients is not None:
        columns["patient"] = np.concatenate([np.asarray(part) for part in patients])
    return cox_regression(
        pd.DataFrame(columns),
        months="months",
        event="event",
        covariates=["group"],
        conf_level=conf_level,
        cluster=None if patients is None else "patient",
        happens_once=happens_once,
        words=words,
    )
