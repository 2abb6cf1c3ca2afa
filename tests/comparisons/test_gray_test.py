"""Gray's test: R's cmprsk, and where there is no test."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from imt_core import GrayTest, competing_times, gray_test
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import agree, recording

COHORTS = [c for c in recording("competing_risks.json.gz")["cohorts"] if c["gray"]]
NO_EVENT = "no event of interest was observed"
NO_VARIANCE = "these events cannot tell the groups apart (their variance is 0)"


def compare(cohort: dict[str, Any], cause: str) -> GrayTest:
    time, group = np.array(cohort["time"], dtype=float), np.array(cohort["group"])
    codes = np.array(cohort["cause"])
    if cause == "competing":
        codes = np.choose(codes, (0, 2, 1))
    return gray_test(
        [competing_times(time[group == g], codes[group == g]) for g in np.unique(group)]
    )


def differs_from_r(test: GrayTest, r: dict[str, Any] | None) -> bool:
    if r is None:
        return test.reason != NO_EVENT
    if r["stat"] == -1:
        return test.reason != NO_VARIANCE
    return not agree([test.statistic, test.df, test.p_value], [r["stat"], r["df"], r["pv"]])


def test_the_test_is_that_of_r_for_each_cause() -> None:
    asked = [(cohort, cause) for cohort in COHORTS for cause in ("interest", "competing")]
    recorded = [cohort["gray"][cause] for cohort, cause in asked]
    wrong = [(c["name"], x) for c, x in asked if differs_from_r(compare(c, x), c["gray"][x])]
    assert wrong == []
    # Each kind of answer occurs: no event, no variance, a test.
    assert sum(r is None for r in recorded) == 95
    assert sum(r is not None and r["stat"] == -1 for r in recorded) == 20
    assert sum(r is not None and r["stat"] >= 0 for r in recorded) == 221


def test_where_all_had_the_event_and_one_group_is_left_nothing_more_is_compared() -> None:
    # R's cuminc divides 0 by 0 here and stops.
    test = gray_test(
        [competing_times([1, 1.5, 2, 0], [1] * 4), competing_times([3, 0, 2.5, 2], [1] * 4)]
    )
    assert test.statistic == pytest.approx(2.390498147824345)


def test_groups_share_their_ties() -> None:
    one = gray_test([competing_times([0.3, 2], [1, 0]), competing_times([0.3, 3], [1, 1])])
    other = gray_test([competing_times([0.1 + 0.2, 2], [1, 0]), competing_times([0.3, 3], [1, 1])])
    assert one.statistic == other.statistic


def test_a_group_without_cases_is_misuse() -> None:
    with pytest.raises(ImtError, match="at least two, each with cases"):
        gray_test([competing_times([1], [1]), competing_times([], [])])
