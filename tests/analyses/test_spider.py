"""The change of target lesions over time: assessments, shares of the measured, and first -30%."""

from __future__ import annotations

import pytest

from imt_core.analyses.spider import spider_plot
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import make_cohort
from tests.reporting.target_cohorts import with_series

BY = ("regimen_group",)


def test_groups_count_lines_assessments_and_those_that_ever_reached_30_percent() -> None:
    plot = spider_plot(with_series(), by=BY)
    assert [(len(g.lines), g.n_assessments, g.shrunk.n_success) for g in plot.groups] == [
        (2, 4, 1),
        (5, 12, 3),
        (1, 3, 1),
    ]
    assert [g.months.median for g in plot.groups] == [2.0, 1.8, 1.8]
    assert [g.n_not_measured for g in plot.groups] == [23, 8, 9]


def test_the_month_of_shrinkage_is_that_of_the_first_assessment_that_showed_it() -> None:
    cohort = make_cohort(
        patient_id=["a"], line_number=[1.0], target_changes=["6: -50; 2: -10; 4: -30"]
    )
    (line,) = spider_plot(cohort).lines
    assert (line.best, line.months_to_shrinkage) == (-50.0, 4.0)
    assert spider_plot(cohort).to_frame()["months"].tolist() == [2.0, 4.0, 6.0]


def test_what_cannot_be_read_is_said() -> None:
    cohort = make_cohort(
        patient_id=["a", "b"], line_number=[1.0, 1.0], target_changes=["2: -10; soon", "none"]
    )
    plot = spider_plot(cohort)
    assert plot.notes[0].message == (
        "2 entries of target_changes are no month and change, and not drawn."
    )
    assert plot.groups[0].not_measured == (("response not recorded", 1),)


def test_without_the_column_it_says_how_to_write_it() -> None:
    cohort = make_cohort(patient_id=["a"], line_number=[1.0])
    with pytest.raises(ImtError, match=r"each assessment, such as .*, is missing"):
        spider_plot(cohort)
