"""The log-rank test where a patient counts with several lines, also of different groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from imt_core.comparisons.log_rank import LogRankTest, log_rank, tie_across
from imt_core.conventions.errors import ImtError
from imt_core.estimates.clustered_kaplan_meier import ROUNDING, TOO_FEW_PATIENTS, number_patients
from imt_core.estimates.distributions import chi_square_p
from imt_core.estimates.time_to_event import FloatArray, IntArray, TimeToEvent


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClusteredLogRankTest(LogRankTest):
    """A log-rank test whose variance is clustered by patient.

    As `LogRankTest`, but ``n`` counts lines, and ``variance`` is that of the excess summed over
    patients: ``sum of u_c u_c'``, see `clustered_log_rank`.

    Parameters
    ----------
    n_patients : tuple of int
        Patients of each group, in the order given.
    n_cluster : int
        Patients in all: fewer than the sum of `n_patients` where groups share patients.
    """

    n_patients: tuple[int, ...]
    n_cluster: int
    method: str = "log-rank score test allowing for several lines of a patient"

    def to_frame(self, groups: Sequence[str]) -> pd.DataFrame:
        """One row for each group, unformatted; `groups` names them."""
        frame = LogRankTest.to_frame(self, groups)
        frame.insert(2, "n_patients", list(self.n_patients))
        return frame.assign(n_cluster=self.n_cluster)


def clustered_log_rank(
    groups: Sequence[TimeToEvent], clusters: Sequence[ArrayLike]
) -> ClusteredLogRankTest:
    """Test whether groups share one hazard where patients count with several lines.

    Parameters
    ----------
    groups : sequence of TimeToEvent
        At least two; ties are looked for over all groups together. An empty group is allowed.
    clusters : sequence of array_like
        For each group the patient of each line. The same name in two groups is one patient.

    Returns
    -------
    ClusteredLogRankTest
        Not estimable (``p_value is None``, with the reason) where `log_rank` is not, and with too
        few patients: with no more of them than degrees of freedom the statistic would be their
        number, whatever the data.

    Raises
    ------
    ImtError
        If fewer than two groups are given, or `clusters` does not name a patient for each line.

    Notes
    -----
    Observed minus expected events are those of `log_rank`: the score ``U`` of a Cox model without
    effect, Breslow's ties. With one term ``u_c`` for each patient (the sum of the score residuals
    of the patient's lines) the statistic is ``U' (sum of u_c u_c')^-1 U``, chi-square with one
    degree of freedom less than groups that expect an event. Unlike the log-rank test's variance
    this one needs no independence of lines, within or between groups; even with one line a patient
    it is another estimate, so the two p values differ. With few patients it is a poor
    approximation: the statistic cannot exceed their number.
    R: ``coxph(Surv(months, event) ~ group, cluster = patient, ties = "breslow")$rscore``, printed
    by ``summary()`` as the robust score test. R's default, Efron's ties, gives another number
    where events tie, because its score is then not observed minus expected of the log-rank test.
    Where the first group leaves before the first event, R's df still counts it.

    References
    ----------
    Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074-1078. doi:10.1080/01621459.1989.10478874
    Lee EW, Wei LJ, Amato DA. In: Survival Analysis: State of the Art. 1992:237-247.
    doi:10.1007/978-94-015-7983-4_14

    Examples
    --------
    >>> from imt_core import time_to_event
    >>> early, late = time_to_event([1, 2, 3], [1, 1, 1]), time_to_event([7, 8, 9], [1, 1, 1])
    >>> test = clustered_log_rank([early, late], [["a", "b", "c"], ["a", "b", "d"]])
    >>> round(test.p_value, 4), test.n_patients, test.n_cluster
    (0.0617, (3, 3), 4)
    >>> clustered_log_rank([early, late], [["a"] * 3, ["a"] * 3]).reason
    'too few patients to allow for several lines of each'
    """
    plain = log_rank(groups)
    ends = np.cumsum([times.n for times in groups])
    if len(clusters) != len(groups) or any(
        np.shape(cluster) != (times.n,) for cluster, times in zip(clusters, groups, strict=True)
    ):
        raise ImtError(
            "clusters must hold one list of patients for each group, one patient for each line, "
            "but other lengths were found. Give the lists in the order of the groups."
        )
    names = np.concatenate([np.asarray(cluster, dtype=object) for cluster in clusters])
    patient = number_patients(names, int(ends[-1]))
    score = _scores_by_patient(groups, patient)

    expects = np.array(plain.expected) > 0
    free = score[:, expects][:, 1:]
    n_scoring = np.count_nonzero((np.abs(score) > ROUNDING).any(axis=1))
    reason = plain.reason
    if not reason and (
        n_scoring <= plain.df or np.linalg.matrix_rank(free, tol=ROUNDING) < plain.df
    ):
        reason = TOO_FEW_PATIENTS
    excess = free.sum(axis=0)
    statistic = None if reason else float(excess @ np.linalg.solve(free.T @ free, excess))
    return ClusteredLogRankTest(
        statistic=statistic,
        df=plain.df,
        p_value=None if statistic is None else chi_square_p(statistic, plain.df),
        n=plain.n,
        n_patients=tuple(np.unique(part).size for part in np.split(patient, ends[:-1])),
        n_cluster=np.unique(patient).size,
        observed=plain.observed,
        expected=plain.expected,
        excess=plain.excess,
        variance=score.T @ score,
        reason=reason,
    )


def _scores_by_patient(groups: Sequence[TimeToEvent], patient: IntArray) -> FloatArray:
    """Score residuals of a Cox model without effect: one row a patient, one column a group."""
    months = np.concatenate([times.months for times in tie_across(groups)])
    event = np.concatenate([times.event for times in groups])
    group = np.repeat(np.arange(len(groups)), [times.n for times in groups])
    time, position = np.unique(months, return_inverse=True)
    leaving = np.bincount(position * len(groups) + group, minlength=time.size * len(groups))
    leaving = leaving.reshape(time.size, len(groups))
    at_risk = np.cumsum(leaving[::-1], axis=0)[::-1]
    n_risk = at_risk.sum(axis=1)
    share = at_risk / n_risk[:, np.newaxis]
    hazard = np.bincount(position[event], minlength=time.size) / n_risk

    member = group[:, np.newaxis] == np.arange(len(groups))
    expected = np.cumsum(hazard)[position, np.newaxis] * member
    expected -= np.cumsum(hazard[:, np.newaxis] * share, axis=0)[position]
    residual = event[:, np.newaxis] * (member - share[position]) - expected
    score = np.zeros((int(patient.max(initial=-1)) + 1, len(groups)))
    np.add.at(score, patient, residual)
    return score
