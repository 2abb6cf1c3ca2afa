"""How far one patient moves a test, a hazard ratio and a difference."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imt_core.analyses.contrast_fragility import difference_fragility, survival_contrast_fragility
from imt_core.analyses.fragility import describe_fragility
from imt_core.analyses.hazard_ratio import group_hazard_ratio
from imt_core.analyses.leave_one_out import MOST_PATIENTS
from imt_core.analyses.response import response_table
from imt_core.analyses.survival import survival_summary
from imt_core.cohort.schema import Cohort
from tests.oracles.oracle import times_over


def test_each_patient_leaves_with_all_lines(sample: Cohort) -> None:
    summary = survival_summary(sample, "os", by=["sex"], overlap="cluster")
    p, ratio = survival_contrast_fragility(summary)
    ps, ratios = [], []
    for patient in sample.frame["patient_id"].unique():
        others = replace(sample, frame=sample.frame[sample.frame["patient_id"] != patient])
        without = survival_summary(others, "os", by=["sex"], overlap="cluster", rate_months=[])
        assert without.test is not None
        ps.append(without.test.p_value)
        hazard = group_hazard_ratio(without)
        assert hazard is not None
        assert hazard.regression is not None
        ratios.append(hazard.regression.terms[0].hazard_ratio)
    assert (p.lowest, p.highest) == pytest.approx((min(ps), max(ps)))
    assert (ratio.lowest, ratio.highest) == pytest.approx((min(ratios), max(ratios)))
    assert (p.n_patients, ratio.n_not_estimable) == (38, 0)


def test_the_ranges_are_told_in_their_own_units(sample: Cohort) -> None:
    summary = survival_summary(sample, "os", by=["sex"], unit="patients")
    assert [describe_fragility(found) for found in survival_contrast_fragility(summary)] == [
        "Leaving out any one patient moves the log-rank p between 0.016 and 0.056.",
        "Leaving out any one patient moves the hazard ratio (female against male) between 0.27 "
        "and 0.37.",
    ]
    table = response_table(sample, by=["regimen_group"], unit="patients")
    told = describe_fragility(difference_fragility(table, "anthracycline-based", "MTX-V"))
    assert told.endswith("(anthracycline-based less MTX-V) between -16.3 and -7.2 points.")


def test_without_a_test_there_is_no_contrast(sample: Cohort) -> None:
    assert survival_contrast_fragility(survival_summary(sample, "os", by=["sex"])) == ()


def test_three_groups_have_a_range_of_p_alone(sample: Cohort) -> None:
    summary = survival_summary(sample, "os", by=["regimen_group"], overlap="cluster")
    assert [found.scale for found in survival_contrast_fragility(summary)] == ["p"]


def test_of_many_patients_none_is_left_out(sample: Cohort) -> None:
    many = survival_summary(times_over(sample, 8), "os", by=["sex"], unit="patients")
    p, _ = survival_contrast_fragility(many)
    assert p.n_patients == 8 * 38 > MOST_PATIENTS
    assert (p.lowest, p.reason) == (None, "more than 300 patients, of whom one hardly matters")
    table = response_table(times_over(sample, 12), by=["sex"], unit="patients")
    difference = difference_fragility(table, "male", "female")
    assert difference.estimate is not None
    assert (difference.lowest, difference.reason) == (None, p.reason)
