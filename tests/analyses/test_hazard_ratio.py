"""The hazard ratio of two groups is that of the regression, and silent where no test is made."""

from __future__ import annotations

import pytest

from imt_core.analyses.hazard_ratio import group_hazard_ratio
from imt_core.analyses.regression import survival_regression
from imt_core.analyses.survival import survival_summary
from imt_core.cohort.counting import Overlap
from imt_core.cohort.schema import Cohort
from imt_core.reporting.tables.survival_comparisons import describe_comparison, describe_test
from tests.oracles.oracle import make_cohort


@pytest.mark.parametrize("overlap", ["first line", "cluster"])
def test_it_is_the_regression_on_the_column_alone(sample: Cohort, overlap: Overlap) -> None:
    summary = survival_summary(sample, "os", by=["sex"], overlap=overlap)
    ratio = group_hazard_ratio(summary)
    assert ratio is not None
    assert ratio.regression is not None
    chosen = survival_regression(summary, sample, ["sex"])
    ours, theirs = ratio.regression.terms[0], chosen.terms[0]
    assert ours.hazard_ratio == pytest.approx(theirs.hazard_ratio)
    assert ours.std_error == pytest.approx(theirs.std_error)
    assert (ratio.group, ratio.reference) == ("female", "male")


def test_it_stands_beside_the_test_with_how_it_was_made(sample: Cohort) -> None:
    told = describe_comparison(survival_summary(sample, "os", by=["sex"], unit="patients"))
    assert told.endswith(
        " Hazard ratio, female against male: 0.34 (95% CI 0.12–0.98; Cox, ties by Efron; "
        "proportional hazards p = 0.412)."
    )
    clustered = survival_summary(sample, "os", by=["sex"], overlap="cluster")
    assert describe_comparison(clustered).endswith(
        " Hazard ratio, female against male: 0.32 (95% CI 0.12–0.87; Cox, ties by Efron, "
        "allowing for several lines of a patient)."
    )


def test_where_a_guard_speaks_there_is_no_hazard_ratio(sample: Cohort) -> None:
    kept = survival_summary(sample, "os", by=["sex"])
    ratio = group_hazard_ratio(kept)
    assert ratio is not None
    assert (ratio.regression, ratio.reason) == (None, kept.test_reason)
    assert ratio.to_frame().empty
    assert describe_comparison(kept) == describe_test(kept)


def test_three_groups_have_no_single_hazard_ratio(sample: Cohort) -> None:
    summary = survival_summary(sample, "os", by=["regimen_group"], overlap="cluster")
    assert group_hazard_ratio(summary) is None


def test_groups_of_which_one_has_no_event_have_firths() -> None:
    months = [float(month) for month in range(1, 21)]
    cohort = make_cohort(
        patient_id=[f"p{month:g}" for month in months],
        line_number=[1.0] * 20,
        sex=["male"] * 10 + ["female"] * 10,
        os_months=months,
        os_event=[1.0] * 8 + [0.0] * 12,
    )
    told = describe_comparison(survival_summary(cohort, "os", by=["sex"]))
    assert "Firth's penalised likelihood: the ordinary ratio would be 0 or infinite" in told
