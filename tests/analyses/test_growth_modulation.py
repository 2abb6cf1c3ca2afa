"""The growth modulation index: which pairs, which share above 1.33, and its bounds."""

from __future__ import annotations

import pytest

from imt_core import (
    Cohort,
    CohortFilter,
    Criterion,
    GrowthModulation,
    ImtError,
    clopper_pearson,
    filter_cohort,
    growth_modulation,
)
from tests.oracles.oracle import make_cohort


def two_lines(
    first: list[tuple[float, int]], second: list[tuple[float, int]], **changed: list[object]
) -> Cohort:
    n = len(first)
    both = [*first, *second]
    columns: dict[str, list[object]] = {
        "patient_id": [f"p{i}" for i in range(n)] * 2,
        "line_number": [1.0] * n + [2.0] * n,
        "pfs_months": [months for months, _ in both],
        "pfs_event": [float(event) for _, event in both],
    }
    return make_cohort(**(columns | changed))


def reasons(found: GrowthModulation) -> dict[str, int]:
    return {group.reason: group.count.n_lines for group in found.left_out}


def test_a_censored_ratio_above_the_threshold_counts_and_one_below_is_open() -> None:
    before = [(4.0, 1)] * 4
    found = growth_modulation(two_lines(before, [(8.0, 0), (8.0, 1), (4.0, 0), (4.0, 1)]))
    assert [pair.ratio for pair in found.pairs] == [1.0, 1.0, 2.0, 2.0]
    assert (found.at_least.n_success, found.at_most.n_success, found.at_least.n) == (2, 3, 4)
    assert (found.at_least.conf_low, found.at_most.conf_high) == (
        clopper_pearson(2, 4)[0],
        clopper_pearson(3, 4)[1],
    )


def test_exactly_the_threshold_is_not_above_it() -> None:
    found = growth_modulation(two_lines([(3.0, 1), (3.0, 1)], [(3.99, 1), (3.9901, 1)]))
    assert [pair.is_above for pair in found.pairs] == [False, True]


def test_a_line_before_that_was_censored_or_lasted_no_time_makes_no_pair() -> None:
    found = growth_modulation(two_lines([(4.0, 0), (0.0, 1), (2.0, 1)], [(8.0, 1)] * 3))
    assert [pair.ratio for pair in found.pairs] == [4.0]
    assert reasons(found) == {
        "first line: none before it": 3,
        "PFS of the line before was censored": 1,
        "PFS of the line before is 0 months": 1,
    }


def test_a_gap_between_the_lines_is_bridged_only_where_it_is_asked() -> None:
    gap = two_lines([(4.0, 1)], [(8.0, 1)], line_number=[1.0, 3.0])
    assert reasons(growth_modulation(gap))["the line just before it is not in the sheet"] == 1
    bridged = growth_modulation(gap, before="last in the sheet")
    assert [(p.line_before, p.line, p.ratio) for p in bridged.pairs] == [(1, 3, 2.0)]


def test_the_line_before_is_found_though_a_filter_left_it_out() -> None:
    second = CohortFilter(criteria=(Criterion(column="line_number", levels=("2",)),))
    view = filter_cohort(two_lines([(4.0, 1)], [(8.0, 1)]), second).cohort
    assert [pair.ratio for pair in growth_modulation(view).pairs] == [2.0]


def test_patients_count_with_their_first_pair_and_pairs_are_named_as_repeated() -> None:
    three = make_cohort(
        patient_id=["a"] * 3,
        line_number=[1.0, 2.0, 3.0],
        pfs_months=[4.0, 8.0, 2.0],
        pfs_event=[1.0] * 3,
    )
    every = growth_modulation(three)
    assert ([p.ratio for p in every.pairs], every.notes[0].code) == (
        [0.25, 2.0],
        "repeated_patients",
    )
    first = growth_modulation(three, unit="patients")
    assert ([p.ratio for p in first.pairs], first.notes) == ([2.0], ())


def test_the_median_of_the_ratio_takes_censoring_into_account() -> None:
    found = growth_modulation(two_lines([(2.0, 1)] * 3, [(1.0, 1), (3.0, 0), (8.0, 1)]))
    # Kaplan-Meier of 0.5, 1.5+, 4: 2/3, 2/3, 0.
    assert found.median.estimate == 4.0


def test_nobody_with_a_second_line_has_no_share() -> None:
    found = growth_modulation(two_lines([], []))
    assert (found.pairs, found.at_least.estimate, found.median.estimate) == ((), None, None)


def test_misuse_is_named() -> None:
    with pytest.raises(ImtError, match="before must be one of"):
        growth_modulation(two_lines([], []), before="the first")
    with pytest.raises(ImtError, match="pfs_months and pfs_event was not found"):
        growth_modulation(make_cohort(patient_id=["a"], line_number=[1.0]))
