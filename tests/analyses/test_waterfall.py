"""The best change of target lesions: order, shares of the measured, and who was not."""

from __future__ import annotations

import pytest

from imt_core.analyses.waterfall import waterfall_plot
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import make_cohort
from tests.reporting.target_cohorts import beyond

BY = ("regimen_group",)


def test_the_sample_s_shares_are_those_of_a_count_by_hand(sample: Cohort) -> None:
    plot = waterfall_plot(sample, by=BY)
    # Counted in the sheet; 10/21 and 7/13 have the limits that the paper prints for its ORR.
    assert [(g.shrunk.n_success, len(g.bars), g.n_grown) for g in plot.groups] == [
        (10, 21, 4),
        (7, 13, 2),
        (4, 10, 2),
    ]
    limits = [(g.shrunk.conf_low, g.shrunk.conf_high) for g in plot.groups[:2]]
    assert limits == [
        pytest.approx((0.257, 0.702), abs=5e-4),
        pytest.approx((0.251, 0.808), abs=5e-4),
    ]
    assert [g.changes.median for g in plot.groups] == [-22.0, -36.0, -13.5]
    assert [g.not_measured for g in plot.groups] == [(("not evaluable (adjuvant)", 4),), (), ()]
    assert [g.n_responders for g in plot.groups] == [10, 7, 4]


def test_bars_run_from_growth_to_shrinkage_and_equal_ones_by_response(sample: Cohort) -> None:
    for group in waterfall_plot(sample, by=BY).groups:
        changes = [bar.change for bar in group.bars]
        assert changes == sorted(changes, reverse=True)
    tied = make_cohort(
        patient_id=list("abcd"),
        line_number=[1.0] * 4,
        best_response=["PR", "NE", "PD", "SD"],
        target_change_pct=[-12.0] * 4,
    )
    assert [bar.best_response for bar in waterfall_plot(tied).bars] == ["PD", "SD", "PR", "NE"]


def test_exactly_30_percent_counts_and_the_limit_of_growth_too() -> None:
    cohort = make_cohort(
        patient_id=list("abcd"), line_number=[1.0] * 4, target_change_pct=[-30.0, -29.9, 20.0, 19.9]
    )
    (group,) = waterfall_plot(cohort).groups
    assert (group.shrunk.n_success, group.n_grown) == (1, 1)
    assert {bar.best_response for bar in group.bars} == {"not recorded"}


def test_a_response_that_contradicts_the_change_is_named_and_kept() -> None:
    plot = waterfall_plot(beyond())
    assert [bar.best_response for bar in plot.bars if bar.contradicts] == ["PR"]
    assert plot.notes[0].message == (
        "1 line has a best response that its change contradicts: PR with -12%. "
        "It is drawn as recorded."
    )
    assert plot.groups[0].n_responders == 1


def test_patients_count_with_their_first_line_and_shared_ones_as_it_is_chosen() -> None:
    by_patient = waterfall_plot(beyond(), unit="patients")
    assert [(bar.patient_id, bar.line_number) for bar in by_patient.bars] == [
        ("c", 1),
        ("b", 1),
        ("d", 1),
        ("a", 1),
    ]
    kept = waterfall_plot(beyond(), by=BY)
    assert [len(group.bars) for group in kept.groups] == [3, 2]
    first = waterfall_plot(beyond(), by=BY, overlap="first line")
    assert [len(group.bars) for group in first.groups] == [3, 1]
    assert str(first.left_out[0].count) == "2 lines in 2 patients"


def test_tidy_tables_hold_each_bar_and_each_group() -> None:
    plot = waterfall_plot(beyond())
    assert plot.to_frame()["target_change_pct"].tolist() == [164.0, -12.0, -12.0, -30.0, -45.0]
    assert plot.to_frame()["bar"].tolist() == [1, 2, 3, 4, 5]
    row = plot.groups_to_frame().iloc[0]
    assert (row["n_lines"], row["n_measured"], row["n_shrunk"], row["shrunk"]) == (6, 5, 2, 0.4)
    assert row["not_measured"] == "not evaluable (reason not recorded): 1"


def test_without_the_column_it_is_refused_and_without_a_change_nobody_is_measured() -> None:
    cohort = make_cohort(patient_id=["a"], line_number=[1.0], best_response=["PR"])
    with pytest.raises(ImtError, match="target_change_pct for a waterfall plot, but it is missing"):
        waterfall_plot(cohort)
    cohort = make_cohort(patient_id=["a"], line_number=[1.0], target_change_pct=[None])
    (group,) = waterfall_plot(cohort).groups
    assert (group.bars, group.shrunk.estimate, group.changes.median) == ((), None, None)
    assert group.not_measured == (("response not recorded", 1),)
