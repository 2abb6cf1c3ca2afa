"""Filters keep lines by the levels of columns and count every step."""

from __future__ import annotations

import pytest

from imt_core.cohort.counting import CaseCount
from imt_core.cohort.filters import (
    CohortFilter,
    Criterion,
    FilteredCohort,
    filter_cohort,
    level_counts,
)
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError


def keep(cohort: Cohort, **levels: tuple[str, ...]) -> FilteredCohort:
    criteria = tuple(Criterion(column=column, levels=kept) for column, kept in levels.items())
    return filter_cohort(cohort, CohortFilter(criteria=criteria))


def test_without_criteria_every_line_stays(small_cohort: Cohort) -> None:
    view = keep(small_cohort)
    assert (view.before, view.after, view.steps) == (small_cohort.count, small_cohort.count, ())


def test_a_criterion_keeps_the_lines_of_its_levels(small_cohort: Cohort) -> None:
    view = keep(small_cohort, alk_status=("negative",))
    assert view.cohort.frame.index.tolist() == [3, 4, 8]
    assert view.after == CaseCount(n_lines=3, n_patients=2)


def test_several_levels_of_a_column_are_alternatives(small_cohort: Cohort) -> None:
    view = keep(small_cohort, alk_status=("negative", "unknown"))
    assert view.cohort.frame.index.tolist() == [3, 4, 8, 9]


def test_several_criteria_must_all_hold(small_cohort: Cohort) -> None:
    view = keep(small_cohort, alk_status=("negative",), line_group=("first",))
    assert view.cohort.frame.index.tolist() == [4, 8]


def test_every_step_counts_what_came_in_and_what_stayed(small_cohort: Cohort) -> None:
    view = keep(small_cohort, disease_extent=("advanced",), line_group=("first",))
    assert [(str(step.before), str(step.after)) for step in view.steps] == [
        ("9 lines in 7 patients", "6 lines in 5 patients"),
        ("6 lines in 5 patients", "4 lines in 4 patients"),
    ]


def test_a_step_counts_the_lines_it_left_out_and_the_patients_it_lost(small_cohort: Cohort) -> None:
    # Without its later lines no patient is lost: p2 and p3 have a first line too, p7 has none.
    step = keep(small_cohort, line_group=("first",)).steps[0]
    assert step.left_out == CaseCount(n_lines=3, n_patients=1)


def test_what_stays_and_what_every_step_left_out_add_up(small_cohort: Cohort) -> None:
    view = keep(small_cohort, sex=("male",), disease_extent=("advanced",), line_group=("first",))
    left_out = sum(step.left_out.n_lines for step in view.steps)
    assert view.after.n_lines + left_out == view.before.n_lines == 9


def test_the_order_of_criteria_does_not_matter_for_who_stays(small_cohort: Cohort) -> None:
    one = keep(small_cohort, sex=("male",), line_group=("first",))
    other = keep(small_cohort, line_group=("first",), sex=("male",))
    assert one.cohort.frame.equals(other.cohort.frame)


def test_empty_cells_are_a_level_that_can_be_kept(small_cohort: Cohort) -> None:
    assert keep(small_cohort, sex=("not recorded",)).cohort.frame.index.tolist() == [10]


def test_whole_numbers_are_levels_without_a_point(small_cohort: Cohort) -> None:
    assert keep(small_cohort, line_number=("3",)).cohort.frame.index.tolist() == [6]


def test_a_level_nobody_has_keeps_no_line(small_cohort: Cohort) -> None:
    assert keep(small_cohort, sex=("other",)).after == CaseCount(n_lines=0, n_patients=0)


def test_a_filtered_cohort_keeps_its_name(small_cohort: Cohort) -> None:
    assert keep(small_cohort, sex=("male",)).cohort.name == small_cohort.name


def test_the_cohort_itself_is_left_as_it_was(small_cohort: Cohort) -> None:
    keep(small_cohort, sex=("male",))
    assert len(small_cohort.frame) == 9


def test_a_criterion_on_a_column_the_cohort_lacks_is_refused(small_cohort: Cohort) -> None:
    with pytest.raises(ImtError, match="criterion must name a column of the cohort, but ecog"):
        keep(small_cohort, ecog=("0",))


def test_a_filter_says_itself_in_words(small_cohort: Cohort) -> None:
    view = keep(small_cohort, alk_status=("negative",), line_group=("first", "second"))
    assert view.filter.text == "ALK-negative · first line or second line"


def test_the_number_beside_a_level_is_of_lines_under_all_other_filters(sample: Cohort) -> None:
    chosen = CohortFilter(
        criteria=(
            Criterion(column="alk_status", levels=("negative",)),
            Criterion(column="stage", levels=("metastatic", "locally advanced")),
        )
    )
    for column in ("alk_status", "stage", "regimen_group"):
        counts = level_counts(sample, column, chosen)
        others = tuple(c for c in chosen.criteria if c.column != column)
        rest = filter_cohort(sample, CohortFilter(criteria=others)).cohort
        assert set(counts) == set(rest.levels(column))
        for level in rest.levels(column):
            one = Criterion(column=column, levels=(level,))
            alone = filter_cohort(rest, CohortFilter(criteria=(one,)))
            assert counts[level] == alone.after.n_lines
