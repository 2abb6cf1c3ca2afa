"""Groups of a survival summary compared: which tests are made, of whom, and which are not."""

from __future__ import annotations

import pytest

from imt_core import log_rank, time_to_event
from imt_core.analyses.regression import survival_regression
from imt_core.analyses.survival import survival_summary
from imt_core.analyses.survival_comparison import SurvivalComparison, compare_survival
from imt_core.cohort.schema import Cohort
from imt_core.reporting.tables.survival_comparisons import (
    format_cox,
    format_differences,
    format_tests,
)
from tests.oracles.oracle import make_cohort, times_over

EARLY, LATE = [4.0, 5.0, 6.0, 9.0, 11.0, 12.0], [8.0, 14.0, 18.0, 20.0, 25.0, 30.0]


@pytest.fixture
def three_centres() -> Cohort:
    """Six patients of one centre, six of another, one of a third, two of none."""
    return make_cohort(
        patient_id=[f"p{i}" for i in range(15)],
        line_number=[1.0] * 15,
        centre=["A"] * 6 + ["B"] * 6 + ["C"] + [None] * 2,
        stage=["localized", "metastatic"] * 7 + [None],
        os_months=[*EARLY, *LATE, 3.0, 1.0, 1.0],
        os_event=[1.0] * 15,
    )


def compared(cohort: Cohort, **options: object) -> SurvivalComparison:
    summary = survival_summary(cohort, "os", by=["centre"], rate_months=[4.5, 5, 5.4])
    return compare_survival(summary, **options)  # type: ignore[arg-type]


def test_only_recorded_groups_are_compared(three_centres: Cohort) -> None:
    comparison = compared(three_centres)
    assert comparison.groups == ("A", "B", "C")
    assert comparison.test is not None
    assert comparison.permutation is not None
    assert comparison.test.n == comparison.permutation.n == (6, 6, 1)
    assert len(comparison.pairs) == len(comparison.differences) == 3


def test_a_pair_that_no_split_could_tell_apart_is_not_tested_and_does_not_count(
    three_centres: Cohort,
) -> None:
    comparison = compared(three_centres)
    tested, *others = comparison.pairs
    direct = log_rank([time_to_event(EARLY, [1] * 6), time_to_event(LATE, [1] * 6)])
    assert tested.p_value == tested.p_adjusted == direct.p_value
    # Six against one: the case that is alone is the first or the last of seven.
    reason = "with these numbers no result could reach p < 0.05 (the smallest possible is 0.143)"
    assert [(pair.p_value, pair.p_adjusted, pair.test.reason) for pair in others] == [
        (None, None, reason)
    ] * 2
    shown = format_tests(comparison)
    assert shown["p, unadjusted"].tolist()[-1] == f"no test: {reason}"
    assert shown["Holm-adjusted"].tolist()[-2:] == ["–", "–"]


def test_differences_of_a_pair_that_is_not_tested_have_intervals_and_no_p() -> None:
    cohort = make_cohort(
        patient_id=[f"p{i}" for i in range(16)],
        line_number=[1.0] * 16,
        centre=["A"] * 6 + ["B"] * 6 + ["C"] * 2 + ["D"] * 2,
        os_months=[*EARLY, *LATE, 2.0, 20.0, 9.0, 30.0],
        os_event=[1.0] * 16,
    )
    summary = survival_summary(cohort, "os", by=["centre"], rate_months=[10])
    *_, c_d = compare_survival(summary, horizon=10).differences
    (landmark,), mean = c_d.landmarks, c_d.restricted_mean
    assert mean is not None
    reason = "with these numbers no result could reach p < 0.05 (the smallest possible is 0.333)"
    assert (landmark.p_value, landmark.reason, mean.p_value, mean.reason) == (
        None,
        reason,
        None,
        reason,
    )
    assert landmark.conf_low is not None
    shown = format_differences(compare_survival(summary, horizon=10))
    assert shown["A less B"].tolist()[0].endswith(", unadjusted")
    assert shown["C less D"].tolist()[0] == f"0.0 (-98.0 to 98.0); no test: {reason}"


def test_times_are_written_as_asked(three_centres: Cohort) -> None:
    shown = format_differences(compared(three_centres, horizon=4.5))
    assert shown["Difference"].tolist() == [
        "At 4.5 months, points",
        "At 5 months, points",
        "At 5.4 months, points",
        "Restricted mean to 4.5 months, months",
    ]


def test_cases_without_a_stratum_are_in_no_stratified_test(three_centres: Cohort) -> None:
    twice = times_over(three_centres, 2)
    frame = twice.frame
    frame.loc[frame["patient_id"] == "p0_0", "stage"] = None
    comparison = compared(twice, strata="stage")
    assert comparison.test is not None
    assert comparison.test.n == (11, 12, 2)
    assert comparison.test.method.endswith("(2 strata)")
    assert [note.message for note in comparison.notes if note.code == "stratum_not_recorded"] == [
        "Stage is not recorded for 1 line: not in a stratified test."
    ]


def test_p_values_beside_adjusted_ones_are_called_unadjusted(three_centres: Cohort) -> None:
    comparison = compared(three_centres)
    assert format_tests(comparison).columns.tolist() == [
        "Compared",
        "Test",
        "p, unadjusted",
        "Holm-adjusted",
    ]


def test_hazard_ratios_name_columns_and_levels_by_their_labels() -> None:
    cohort = make_cohort(
        patient_id=[f"p{i}" for i in range(24)],
        line_number=[1.0] * 24,
        alk_status=["positive", "negative"] * 12,
        os_months=[*EARLY, *LATE] * 2,
        os_event=[1.0] * 24,
    )
    fit = survival_regression(survival_summary(cohort, "os"), cohort, ["alk_status"])
    assert format_cox(fit)["Covariate"].tolist() == ["ALK status: negative v positive"]
