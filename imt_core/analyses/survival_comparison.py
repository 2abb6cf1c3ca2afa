"""Groups of a survival summary compared: tests, pairs, landmark differences, restricted means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
import pandas as pd

from imt_core.analyses.guards import learned_later, no_split_reaches
from imt_core.analyses.survival import GroupSurvival, SurvivalSummary
from imt_core.analyses.worked_out_once import worked_out_once
from imt_core.cohort.schema import column_label, is_known_level, level_texts
from imt_core.comparisons.clustered_log_rank import clustered_log_rank
from imt_core.comparisons.landmark_difference import LandmarkDifference, landmark_difference
from imt_core.comparisons.log_rank import LogRankTest, LogRankWeights, log_rank
from imt_core.comparisons.multiple_testing import holm
from imt_core.comparisons.pairwise_log_rank import PairwiseTest, pairs_of, pairwise_log_rank
from imt_core.comparisons.permutation_log_rank import PermutationTest, permutation_log_rank
from imt_core.comparisons.restricted_mean_difference import (
    RestrictedMeanDifference,
    restricted_mean_difference,
)
from imt_core.comparisons.smallest_p import smallest_log_rank_p
from imt_core.conventions.formatting import format_count
from imt_core.conventions.notes import Note, distinct_notes
from imt_core.estimates.clustered_kaplan_meier import mean_pulls, number_patients, rate_pulls
from imt_core.estimates.small_groups import FEW_EVENTS, SMALL_GROUP
from imt_core.estimates.time_to_event import FloatArray, IntArray, TimeToEvent

_Pulls: TypeAlias = tuple[FloatArray, FloatArray] | None

MOST_SPLITS: Final = 1_000_000
"""Splits that are enumerated on a page; beyond that they are drawn."""


_ALONE: Final = Note(
    code="clustered_alone",
    message="Weighted, stratified and permutation tests need cases that are independent of each "
    "other: where several lines of a patient are tested, none of them is made.",
)


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
        Those that are compared: a group whose column is not recorded is not.
    test : LogRankTest or None
        Without p, and with the reason, where no split could reach p < 0.05 with these weights or
        strata.
    permutation : PermutationTest or None
        ``None`` where the test is stratified, or not made.
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
    reference: str | None = None,
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
        A column within whose levels the test compares, known at the start.
    horizon : float or None
        Months, for the restricted mean.
    reference : str or None
        The group that each other is compared with; without it every two are.

    Returns
    -------
    SurvivalComparison
        Withheld, with the reason, where the summary makes no test. With a variance clustered by
        patient weights, strata and the permutation test, which need independent cases, do not
        enter, and a note says so.

    Raises
    ------
    ImtError
        If `reference` is none of the groups, or as `log_rank`.

    Examples
    --------
    >>> from imt_core.analyses.survival import survival_summary
    >>> from imt_core.cohort.example import example_cohort
    >>> cohort = example_cohort()
    >>> compare_survival(survival_summary(cohort, "os", by=["sex"])).reason
    'with these numbers no result could reach p < 0.05 (the smallest possible is 0.100)'
    >>> others = cohort.frame.assign(patient_id=list("ghijkl"))
    >>> twice = replace(cohort, frame=pd.concat([cohort.frame, others], ignore_index=True))
    >>> permutation = compare_survival(survival_summary(twice, "os", by=["sex"])).permutation
    >>> round(permutation.p_value, 3), permutation.exact
    (0.076, True)
    """
    tested = summary.tested
    labels = tuple(group.label for group, _ in tested)
    reason = summary.test_reason if summary.test is None else ""
    if strata is not None:
        reason = reason or learned_later([strata], summary.grouping.declared)
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
    clusters = _patients(summary)
    if clusters is not None:
        weights, strata = "log-rank", None
    if weights != "fleming-harrington":
        rho, gamma = 0.0, 0.0
    family = _Family(weights=weights, rho=rho, gamma=gamma, clusters=clusters, reference=reference)
    times = [times for _, times in tested]
    levels: list[pd.Series] | None = None
    notes: tuple[Note, ...] = () if clusters is None else (_ALONE,)
    if strata is not None:
        times, levels, notes = _within(summary, strata)
    test = family.test(times, levels)
    permutation = None
    if strata is None and clusters is None and test.p_value is not None:
        permutation = permutation_log_rank(
            times, weights=weights, rho=rho, gamma=gamma, n_exact=MOST_SPLITS
        )
    pairs = family.pairs(times, labels, levels) if len(labels) > 2 else ()
    return SurvivalComparison(
        groups=labels,
        test=test,
        permutation=permutation,
        pairs=pairs,
        differences=_differences(summary, horizon, reference),
        reason="",
        notes=distinct_notes((*notes, *(permutation.notes if permutation else ()))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Family:
    """The tests of one choice of weights, each withheld where no split could reach p < 0.05."""

    weights: LogRankWeights
    rho: float
    gamma: float
    clusters: Sequence[pd.Series] | None
    reference: str | None

    def reason(
        self,
        times: Sequence[TimeToEvent],
        levels: Sequence[pd.Series] | None,
        clusters: Sequence[pd.Series] | None,
    ) -> str:
        smallest = smallest_log_rank_p(
            times,
            weights=self.weights,
            rho=self.rho,
            gamma=self.gamma,
            strata=levels,
            clusters=clusters,
        )
        return no_split_reaches(smallest)

    def test(self, times: Sequence[TimeToEvent], levels: Sequence[pd.Series] | None) -> LogRankTest:
        test: LogRankTest
        if self.clusters is None:
            test = log_rank(
                times, weights=self.weights, rho=self.rho, gamma=self.gamma, strata=levels
            )
        else:
            test = clustered_log_rank(times, self.clusters)
        return _withheld(test, self.reason(times, levels, self.clusters))

    def pairs(
        self,
        times: Sequence[TimeToEvent],
        labels: Sequence[str],
        levels: Sequence[pd.Series] | None,
    ) -> tuple[PairwiseTest, ...]:
        """A pair that is withheld does not count in the adjustment."""
        made = pairwise_log_rank(
            times,
            labels,
            weights=self.weights,
            rho=self.rho,
            gamma=self.gamma,
            strata=levels,
            clusters=self.clusters,
            reference=self.reference,
        )
        tests = [
            _withheld(
                pair.test,
                self.reason(
                    [times[i], times[j]],
                    levels and [levels[i], levels[j]],
                    self.clusters and [self.clusters[i], self.clusters[j]],
                ),
            )
            for pair, (i, j) in zip(made, pairs_of(labels, self.reference), strict=True)
        ]
        adjusted = holm([test.p_value for test in tests])
        n_tests = sum(p is not None for p in adjusted)
        return tuple(
            replace(pair, test=test, p_adjusted=p, n_tests=n_tests)
            for pair, test, p in zip(made, tests, adjusted, strict=True)
        )


def _withheld(test: LogRankTest, reason: str) -> LogRankTest:
    if not reason or test.p_value is None:
        return test
    return replace(test, statistic=None, p_value=None, reason=reason)


@worked_out_once
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
    >>> cohort = example_cohort()
    >>> others = cohort.frame.assign(patient_id=list("ghijkl"))
    >>> twice = replace(cohort, frame=pd.concat([cohort.frame, others], ignore_index=True))
    >>> permutation = small_group_permutation(survival_summary(twice, "os", by=["sex"]))
    >>> round(permutation.p_value, 3), round(permutation.smallest_p, 4)
    (0.076, 0.0022)
    >>> small_group_permutation(survival_summary(cohort, "os")) is None
    True
    """
    if summary.test is None or summary.test.p_value is None or summary.overlap == "cluster":
        return None
    tested = [times for _, times in summary.tested]
    is_small = min(times.n for times in tested) < SMALL_GROUP
    if not is_small and sum(summary.test.observed) >= FEW_EVENTS:
        return None
    return permutation_log_rank(tested, n_exact=MOST_SPLITS)


def common_horizon(summary: SurvivalSummary) -> float | None:
    """The longest landmark time within the follow-up of every tested group, if there is one."""
    groups = [group for group, _ in summary.tested] or list(summary.groups)
    follow_ups = [group.curve.last_follow_up or 0.0 for group in groups]
    months = [rate.months for rate in groups[0].rates] if groups else []
    within = [month for month in months if 0 < month <= min(follow_ups)]
    return max(within, default=None)


def _within(
    summary: SurvivalSummary, column: str
) -> tuple[list[TimeToEvent], list[pd.Series], tuple[Note, ...]]:
    """The tested cases whose stratum is recorded, their strata, and who is left out."""
    tested = (group.rows for group in summary.grouping.tested.groups if len(group.rows))
    levels = [level_texts(rows[column]) for rows in tested]
    known = [texts.map(is_known_level).to_numpy(dtype=np.bool_) for texts in levels]
    times = [
        times.subset(is_known) for (_, times), is_known in zip(summary.tested, known, strict=True)
    ]
    n_unknown = sum(int((~is_known).sum()) for is_known in known)
    notes: tuple[Note, ...] = ()
    if n_unknown:
        cases = format_count(n_unknown, summary.unit.removesuffix("s"))
        message = f"{column_label(column)} is not recorded for {cases}: not in a stratified test."
        notes = (Note(code="stratum_not_recorded", message=message),)
    kept = [texts[is_known] for texts, is_known in zip(levels, known, strict=True)]
    return times, kept, notes


def _patients(summary: SurvivalSummary) -> list[pd.Series] | None:
    """The patient of each line of each tested group, where the variance is by patient."""
    if summary.overlap != "cluster":
        return None
    tested = summary.grouping.tested.groups
    return [group.rows["patient_id"] for group in tested if len(group.rows)]


def _differences(
    summary: SurvivalSummary, horizon: float | None, reference: str | None
) -> tuple[GroupDifference, ...]:
    groups, clusters = summary.tested, _patients(summary)
    numbers: list[IntArray] | None = None
    if clusters is not None:
        together = number_patients(pd.concat(clusters), sum(len(part) for part in clusters))
        numbers = np.split(together, np.cumsum([len(part) for part in clusters])[:-1])
    return tuple(
        _difference(
            groups[i],
            groups[j],
            None if numbers is None else (numbers[i], numbers[j]),
            level=summary.conventions.conf_level,
            horizon=horizon,
        )
        for i, j in pairs_of([group.label for group, _ in groups], reference)
    )


def _difference(
    one: tuple[GroupSurvival, TimeToEvent],
    other: tuple[GroupSurvival, TimeToEvent],
    patients: tuple[IntArray, IntArray] | None,
    *,
    level: float,
    horizon: float | None,
) -> GroupDifference:
    """Differences with their intervals; without p where the pair could not be tested."""
    (group_1, times_1), (group_2, times_2) = one, other

    def pulls(pull: Callable[..., FloatArray], months: float) -> _Pulls:
        if patients is None:
            return None
        n_patients = int(max(number.max() for number in patients)) + 1
        return (
            pull(times_1, patients[0], months, n_patients=n_patients),
            pull(times_2, patients[1], months, n_patients=n_patients),
        )

    reason = no_split_reaches(smallest_log_rank_p([times_1, times_2], clusters=patients))
    curves = group_1.curve, group_2.curve
    landmarks = tuple(
        landmark_difference(
            *curves, rate.months, conf_level=level, pulls=pulls(rate_pulls, rate.months)
        )
        for rate in group_1.rates
    )
    mean = None
    if horizon:
        mean = restricted_mean_difference(
            *curves, horizon=horizon, pulls=pulls(mean_pulls, horizon)
        )
    if reason:
        landmarks = tuple(
            replace(x, statistic=None, p_value=None, reason=x.reason or reason) for x in landmarks
        )
        mean = mean and replace(mean, p_value=None, reason=mean.reason or reason)
    return GroupDifference(
        group_1=group_1.label, group_2=group_2.label, landmarks=landmarks, restricted_mean=mean
    )
