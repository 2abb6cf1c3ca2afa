"""What belongs to a result is worked out once, and goes with it."""

from __future__ import annotations

import gc
import weakref

from imt_core.analyses.hazard_ratio import group_hazard_ratio
from imt_core.analyses.survival import SurvivalSummary, survival_summary
from imt_core.analyses.survival_comparison import small_group_permutation
from imt_core.cohort.example import example_cohort
from tests.oracles.oracle import times_over


def two_groups() -> SurvivalSummary:
    return survival_summary(times_over(example_cohort(), 2), "os", by=["sex"])


def test_the_same_summary_is_not_tested_twice() -> None:
    summary = two_groups()
    assert small_group_permutation(summary) is small_group_permutation(summary)
    assert group_hazard_ratio(summary) is group_hazard_ratio(summary)


def test_another_summary_of_the_same_cases_is_worked_out_anew() -> None:
    one, other = (group_hazard_ratio(two_groups()) for _ in range(2))
    assert one is not other
    assert one is not None
    assert other is not None
    assert one.to_frame().equals(other.to_frame())


def test_nothing_outlives_the_summary() -> None:
    summary = two_groups()
    ratio = group_hazard_ratio(summary)
    seen = weakref.ref(summary)
    del summary
    gc.collect()
    assert seen() is None
    assert ratio is not None
    assert ratio.reason == ""
