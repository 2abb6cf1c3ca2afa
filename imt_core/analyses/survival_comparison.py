"""Groups of a survival summary compared: tests, pairs, landmark differences, restricted means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import pandas as pd

from imt_core.analyses.survival import SurvivalSummary
from imt_core.cohort.schema import level_texts
from imt_core.comparisons.landmark_difference import LandmarkDifference, landmark_difference
from imt_core.comparisons.log_rank import LogRankTest, LogRankWeights, log_rank
from imt_core.comparisons.pairwise_log_rank import PairwiseTest, pairwise_log_rank
from imt_core.comparisons.permutation_log_rank import PermutationTest, permutation_log_rank
from imt_core.comparisons.restricted_mean_difference import (
    RestrictedMeanDifference,
    restricted_mean_difference,
)
from imt_core.conventions.notes import Note, distinct_notes
from imt_core.estimates.small_groups import FEW_EVENTS, SMALL_GROUP

MOST_SPLITS: Final = 1_000_000
"""Splits that are enumerated on a page; beyond that they are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDifference:
    """Two groups, the first less the second.

    Parameters
    ----------
    group_1, group_2 : str
    landmarks : tuple of LandmarkDifference
        At the summary's landmark times.
    restricted_mean : RestrictedMeanDifference or None
        ``None`` where no horizon lies within the follow-up of both.
    """

    group_1: str
    group_2: str
    landmarks: tuple[LandmarkDifference, ...]
    restricted_mean: RestrictedMeanDifference | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SurvivalComparison:
    """Everything that compares the groups of a summary.

    Parameters
    ----------
    groups : tuple of str
    test : LogRankTest or None
    permutation : PermutationTest or None
        ``None`` where the test is stratified.
    pairs : tuple of PairwiseTest
        Empty with two groups.
    differences : tuple of GroupDifference
        One for each pair.
    reason : str
        Why nothing is compared; empty where something is.
    notes : tuple of Note
    """

    groups: tuple[str, ...]
    test: LogRankTest | None
    permutation: PermutationTest | None
    pairs: tuple[PairwiseTest, ...]
    differences: tuple[GroupDifference, ...]
    reason: str
    notes: tuple[Note, ...]

    @property
    def difference_method(self) -> str:
        """How the differences are made; empty where there are none."""
        if not self.differences:
            return ""
        pair = self.differences[0]
        methods = [landmark.method for landmark in pair.landmarks[:1]]
        if pair.restricted_mean is not None:
            methods.append(pair.restricted_mean.method)
        return "; ".join(methods)

    def to_frame(self) -> pd.DataFrame:
        """One row for each pair and landmark time; unformatted."""
        return pd.DataFrame(
            [
                {
                    "group_1": pair.group_1,
                    "group_2": pair.group_2,
                    "months": landmark.months,
                    "difference": landmark.estimate,
                    "conf_low": landmark.conf_low,
                    "conf_high": landmark.conf_high,
                    "p_value": landmark.p_value,
                    "conf_level": landmark.conf_level,
                    "reason": landmark.reason,
                    "method": landmark.method,
                }
                for pair in self.differences
                for landmark in pair.landmarks
            ]
        )


def compare_survival(
    summary: SurvivalSummary,
    *,
    weights: LogRankWeights = "log-rank",
    rho: float = 1.0,
    gamma: float = 0.0,
    strata: str | None = None,
    horizon: float | None = None,
) -> SurvivalComparison:
    """Compare the groups of a survival summary in every way that their counting unit allows.

    Parameters
    ----------
    summary : SurvivalSummary
    weights : str
        Of the log-rank family; see `log_rank`.
    rho, gamma : float
        Of the Fleming-Harrington weights; other weights ignore them.
    strata : str or None
        A column within whose levels the test compares.
    horizon : float or None
        Months, for the restricted mean.

    Returns
    -------
    SurvivalComparison
        Withheld, with the reason, where the groups share patients or a clustered variance is in
        force: the permutation test and the differences need independent groups.

    Examples
    --------
    >>> from imt_core.analyses.survival import survival_summary
    >>> from imt_core.cohort.example import example_cohort
    >>> summary = survival_summary(example_cohort(), "os", by=["sex"])
    >>> comparison = compare_survival(summary)
    >>> round(comparison.permutation.p_value, 3), comparison.permutation.exact
    (0.3, True)
    >>> compare_survival(survival_summary(example_cohort(), "os")).reason
    'one group: nothing to compare'
    """
    labels = tuple(group.label for group in summary.groups)
    reason = summary.test_reason if summary.test is None else ""
    if summary.overlap == "cluster" and not reason:
        reason = "with a variance clustered by patient, only the clustered test is made"
    if reason:
        return SurvivalComparison(
            groups=labels,
            test=None,
            permutation=None,
            pairs=(),
            differences=(),
            reason=reason,
            notes=(),
        )
    if weights != "fleming-harrington":
        rho, gamma = 0.0, 0.0
    levels = _strata_of(summary, strata)
    test = log_rank(summary.times, weights=weights, rho=rho, gamma=gamma, strata=levels)
    permutation = None
    if strata is None:
        permutation = permutation_log_rank(
            summary.times, weights=weights, rho=rho, gamma=gamma, n_exact=MOST_SPLITS
        )
    pairs: tuple[PairwiseTest, ...] = ()
    if len(labels) > 2:
        pairs = pairwise_log_rank(
            summary.times, labels, weights=weights, rho=rho, gamma=gamma, strata=levels
        )
    return SurvivalComparison(
        groups=labels,
        test=test,
        permutation=permutation,
        pairs=pairs,
        differences=_differences(summary, horizon),
        reason="",
        notes=distinct_notes(permutation.notes if permutation else ()),
    )


def small_group_permutation(summary: SurvivalSummary) -> PermutationTest | None:
    """The permutation test that belongs beside the log-rank p of small groups.

    Parameters
    ----------
    summary : SurvivalSummary

    Returns
    -------
    PermutationTest or None
        ``None`` where no independent groups are tested, or none of them is small.

    Examples
    --------
    >>> from imt_core.analyses.survival import survival_summary
    >>> from imt_core.cohort.example import example_cohort
    >>> by_sex = survival_summary(example_cohort(), "os", by=["sex"])
    >>> permutation = small_group_permutation(by_sex)
    >>> round(permutation.p_value, 3), round(permutation.smallest_p, 3)
    (0.3, 0.1)
    >>> small_group_permutation(survival_summary(example_cohort(), "os")) is None
    True
    """
    if summary.test is None or summary.test.p_value is None or summary.overlap == "cluster":
        return None
    is_small = min(times.n for times in summary.times) < SMALL_GROUP
    if not is_small and sum(summary.test.observed) >= FEW_EVENTS:
        return None
    return permutation_log_rank(summary.times, n_exact=MOST_SPLITS)


def common_horizon(summary: SurvivalSummary) -> float | None:
    """The longest landmark time within the follow-up of every group, if there is one."""
    follow_ups = [group.curve.last_follow_up or 0.0 for group in summary.groups]
    months = [rate.months for rate in summary.groups[0].rates] if summary.groups else []
    within = [month for month in months if 0 < month <= min(follow_ups)]
    return max(within, default=None)


def _strata_of(summary: SurvivalSummary, column: str | None) -> Sequence[pd.Series] | None:
    if column is None:
        return None
    return [level_texts(group.rows[column]) for group in summary.grouping.groups if len(group.rows)]


def _differences(summary: SurvivalSummary, horizon: float | None) -> tuple[GroupDifference, ...]:
    level = summary.conventions.conf_level
    return tuple(
        GroupDifference(
            group_1=one.label,
            group_2=other.label,
            landmarks=tuple(
                landmark_difference(one.curve, other.curve, rate.months, conf_level=level)
                for rate in one.rates
            ),
            restricted_mean=restricted_mean_difference(one.curve, other.curve, horizon=horizon)
            if horizon
            else None,
        )
        for one, other in combinations(summary.groups, 2)
    )
