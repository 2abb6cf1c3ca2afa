"""Each group compared with one reference group, and with the variance by patient."""

from __future__ import annotations

import pytest

from imt_core.analyses.response import response_table
from imt_core.analyses.response_comparison import compare_response
from imt_core.analyses.survival import survival_summary
from imt_core.analyses.survival_comparison import compare_survival
from imt_core.cohort.schema import Cohort
from imt_core.comparisons.clustered_log_rank import clustered_log_rank
from imt_core.comparisons.multiple_testing import holm
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import times_over

REGIMENS = ["anthracycline-based", "MTX-V", "other regimens"]


def test_only_pairs_with_the_reference_are_compared_and_adjusted_for(sample: Cohort) -> None:
    cohort = times_over(sample, 3)
    summary = survival_summary(cohort, "pfs", by=["regimen_group"], unit="patients")
    every = compare_survival(summary)
    against = compare_survival(summary, reference="MTX-V", horizon=12)
    assert [(pair.group_1, pair.group_2) for pair in against.pairs] == [
        ("anthracycline-based", "MTX-V"),
        ("other regimens", "MTX-V"),
    ]
    # The log-rank test of two groups does not mind their order.
    p_values = [every.pairs[0].p_value, every.pairs[2].p_value]
    assert [pair.p_value for pair in against.pairs] == pytest.approx(p_values)
    assert [pair.p_adjusted for pair in against.pairs] == pytest.approx(holm(p_values))
    assert {pair.n_tests for pair in against.pairs} == {2}
    one, other = every.differences[2], against.differences[1]
    assert (other.group_1, other.group_2) == ("other regimens", "MTX-V")
    assert other.landmarks[0].estimate == pytest.approx(-one.landmarks[0].estimate)


def test_response_rates_are_compared_with_the_reference_alone(sample: Cohort) -> None:
    table = response_table(times_over(sample, 3), by=["regimen_group"], unit="patients")
    every, against = compare_response(table), compare_response(table, reference="MTX-V")
    assert [(pair.first, pair.second) for pair in against.pairs] == [
        ("anthracycline-based", "MTX-V"),
        ("other regimens", "MTX-V"),
    ]
    p_values = [every.pairs[0].test.p_value, every.pairs[2].test.p_value]
    assert [pair.p_adjusted for pair in against.pairs] == pytest.approx(holm(p_values))


def test_a_reference_that_is_no_group_is_refused(sample: Cohort) -> None:
    summary = survival_summary(sample, "os", by=["sex"], unit="patients")
    with pytest.raises(ImtError, match="reference must be one of male, female, but x was found"):
        compare_survival(summary, reference="x")


def test_by_patient_pairs_and_differences_are_clustered_and_nothing_else_is_made(
    sample: Cohort,
) -> None:
    summary = survival_summary(sample, "pfs", by=["regimen_group"], overlap="cluster")
    made = compare_survival(summary, weights="gehan-wilcoxon", strata="sex", horizon=12)
    assert made.permutation is None
    assert [note.code for note in made.notes] == ["clustered_alone"]
    patients = [group.rows["patient_id"] for group in summary.grouping.groups]
    direct = clustered_log_rank(summary.times[:2], patients[:2])
    assert made.test is not None
    assert summary.test is not None
    assert made.test.p_value == summary.test.p_value
    assert made.pairs[0].p_value == pytest.approx(direct.p_value)
    assert "variance clustered by patient" in made.difference_method
    assert made.differences[0].landmarks[0].p_value is not None
