"""The baseline table: every denominator named, every empty cell shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imt_core.analyses.baseline import BaselineTable, BaselineVariable, CountCell, baseline_table
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import Conventions
from imt_core.estimates.quartiles import NumberSummary


def cells(table: BaselineTable, column: str) -> dict[str | None, list[tuple[int, int]]]:
    return {
        row.level: [(cell.count, cell.total) for cell in row.cells if isinstance(cell, CountCell)]
        for row in table.rows
        if row.variable.column == column
    }


def test_levels_are_counted_of_all_lines_and_missing_ones_are_shown(small_cohort: Cohort) -> None:
    assert cells(baseline_table(small_cohort), "sex") == {
        "male": [(4, 9)],
        "female": [(4, 9)],
        "not recorded": [(1, 9)],
    }


def test_without_missing_cells_there_is_no_row_for_them(small_cohort: Cohort) -> None:
    complete = replace(small_cohort, frame=small_cohort.frame.dropna(subset="sex"))
    assert list(cells(baseline_table(complete), "sex")) == ["male", "female"]


def test_the_levels_of_a_variable_add_up_to_its_denominator(small_cohort: Cohort) -> None:
    table = baseline_table(small_cohort, by=["regimen_group"])
    for column in ("sex", "alk_status", "line_group"):
        by_level = list(cells(table, column).values())
        for counted in zip(*by_level, strict=True):
            assert sum(count for count, _ in counted) == counted[0][1]


def test_a_nested_variable_is_counted_within_its_level(small_cohort: Cohort) -> None:
    variables = [
        BaselineVariable(column="alk_method", within=("alk_status", status))
        for status in ("positive", "negative")
    ]
    positive, negative = (
        cells(baseline_table(small_cohort, variables=[variable]), "alk_method")
        for variable in variables
    )
    assert positive == {"IHC": [(3, 4)], "FISH": [(0, 4)], "not recorded": [(1, 4)]}
    assert negative == {"IHC": [(0, 3)], "FISH": [(3, 3)]}


def test_a_number_with_two_values_is_still_a_number(small_cohort: Cohort) -> None:
    age = baseline_table(small_cohort).rows[0]
    assert (age.label, age.level) == ("Age (years)", None)
    assert age.cells == (
        NumberSummary(n=8, n_missing=1, median=25.0, q1=20.0, q3=30.0, minimum=20.0, maximum=30.0),
    )


def test_quartiles_follow_the_conventions(small_cohort: Cohort) -> None:
    frame = small_cohort.frame.head(4).assign(age_years=[1.0, 2.0, 3.0, 4.0])
    cohort = replace(small_cohort, frame=frame)
    q1 = [
        baseline_table(cohort, conventions=Conventions(quartile_type=kind)).rows[0].cells[0].q1
        for kind in (2, 7)
    ]
    assert q1 == [1.5, 1.75]


def test_several_groups_are_followed_by_all_together(small_cohort: Cohort) -> None:
    table = baseline_table(small_cohort, by=["sex"])
    assert [(g.label, g.count.n_lines) for g in table.groups] == [
        ("male", 4),
        ("female", 4),
        ("Sex not recorded", 1),
        ("All", 9),
    ]
    assert cells(table, "line_group")["first"] == [(3, 4), (3, 4), (0, 1), (6, 9)]


def test_a_single_group_is_not_repeated(small_cohort: Cohort) -> None:
    assert [group.label for group in baseline_table(small_cohort).groups] == ["All"]


def test_the_column_that_groups_is_not_a_row(small_cohort: Cohort) -> None:
    assert cells(baseline_table(small_cohort, by=["sex"]), "sex") == {}


def test_a_variable_the_cohort_lacks_is_left_out(small_cohort: Cohort) -> None:
    columns = {row.variable.column for row in baseline_table(small_cohort).rows}
    assert columns == {"age_years", "sex", "alk_status", "alk_method", "line_group"}


def test_counting_patients_takes_each_patients_first_line(small_cohort: Cohort) -> None:
    table = baseline_table(small_cohort, unit="patients")
    assert str(table.count) == "7 lines in 7 patients"
    assert cells(table, "line_group") == {
        "first": [(6, 7)],
        "second": [(0, 7)],
        "further": [(0, 7)],
        "not recorded": [(1, 7)],
    }


def test_a_nested_variable_nobody_is_counted_in_has_no_rows(small_cohort: Cohort) -> None:
    negative = replace(small_cohort, frame=small_cohort.frame.query("alk_status == 'negative'"))
    within_positive = BaselineVariable(column="alk_method", within=("alk_status", "positive"))
    assert baseline_table(negative, variables=[within_positive]).rows == ()


def test_columns_that_share_patients_say_so(small_cohort: Cohort) -> None:
    notes = baseline_table(small_cohort, by=["line_group"]).notes
    assert [note.code for note in notes] == ["shared_patients"]
    assert baseline_table(small_cohort, by=["sex"]).notes == ()


def test_a_cohort_without_cases_has_no_rows(small_cohort: Cohort) -> None:
    table = baseline_table(replace(small_cohort, frame=small_cohort.frame.head(0)))
    assert (table.rows, table.count.n_lines) == ((), 0)


def test_the_frame_has_one_row_for_each_table_row_and_group(small_cohort: Cohort) -> None:
    frame = baseline_table(small_cohort, by=["sex"]).to_frame()
    assert frame.columns.tolist() == [
        "variable",
        "label",
        "within",
        "level",
        "group",
        "unit",
        "statistic",
        "n",
        "n_missing",
        "median",
        "q1",
        "q3",
        "minimum",
        "maximum",
        "method",
        "count",
        "total",
    ]
    first_lines = frame[(frame["level"] == "first") & (frame["group"] == "male")]
    assert first_lines[["variable", "count", "total"]].to_numpy().tolist() == [["line_group", 3, 4]]


@pytest.mark.parametrize("unit", ["lines", "patients"])
def test_the_method_names_what_is_counted(small_cohort: Cohort, unit: str) -> None:
    assert baseline_table(small_cohort, unit=unit).method == (
        f"counts are {unit}; percentages are of the {unit} of the column, or of the level named "
        "after 'within'; quartiles: a data value or the mean of two (SAS, type 2)"
    )
