"""The difference of two versions of a cohort, by lines, cells and the figures of the pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.analyses.cohort_difference import CohortDifference, compare_cohorts
from imt_core.analyses.figure_changes import FigureChange
from imt_core.analyses.response import response_table
from imt_core.analyses.survival import survival_summary
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.intake.checks.checked_cohort import parse_cohort
from tests.effort import tries
from tests.intake.checks.test_checked_cohort import sheet

COLUMNS = ("sex", "os_months", "os_event", "pfs_months", "best_response")


def compared(before: Cohort, after: Cohort) -> CohortDifference:
    return compare_cohorts(before, after, conventions=AS_PUBLISHED)


def edited(cohort: Cohort, **cells: dict[int, Any]) -> Cohort:
    frame = cohort.frame.copy()
    for column, values in cells.items():
        for row, value in values.items():
            frame.loc[frame.index[row], column] = value
    return replace(cohort, frame=frame)


def figure(difference: CohortDifference, name: str) -> FigureChange:
    (change,) = [change for change in difference.figures if change.name == name]
    return change


def test_nothing_changed_between_a_cohort_and_itself(small_cohort: Cohort) -> None:
    difference = compared(small_cohort, small_cohort)
    assert difference.sentences() == ("Nothing changed.",)
    assert difference.to_frame().empty
    assert difference.moved == ()
    assert difference.cells == ()


def test_the_order_of_the_rows_does_not_count(small_cohort: Cohort) -> None:
    turned = replace(small_cohort, frame=small_cohort.frame.iloc[::-1])
    assert compared(small_cohort, turned).sentences() == ("Nothing changed.",)


def test_patients_and_lines_come_and_go(small_cohort: Cohort) -> None:
    fewer = replace(small_cohort, frame=small_cohort.frame.iloc[[0, 1, 3, 4, 5, 6, 8]])
    gone = compared(small_cohort, fewer)
    assert gone.patients_removed == ("p6",)
    assert gone.lines_removed.to_dict("list") == {
        "patient_id": ["p2", "p6"],
        "line_number": [1.0, 1.0],
    }
    assert gone.sentences()[:2] == ("1 patient removed.", "2 lines removed.")
    come = compared(fewer, small_cohort)
    assert come.patients_added == gone.patients_removed
    assert come.lines_added.equals(gone.lines_removed)
    assert come.sentences()[:2] == ("1 patient added.", "2 lines added.")


def test_cells_that_differ_are_counted_by_column_and_named_without_their_values(
    small_cohort: Cohort,
) -> None:
    difference = compared(
        small_cohort, edited(small_cohort, sex={0: "female"}, pfs_months={1: np.nan, 3: 7.0})
    )
    assert [(c.column, c.label, c.n_cells) for c in difference.columns] == [
        ("sex", "Sex", 1),
        ("pfs_months", "PFS (months)", 2),
    ]
    assert difference.cells == (
        ("p1", 1.0, "sex"),
        ("p2", 2.0, "pfs_months"),
        ("p3", 1.0, "pfs_months"),
    )
    assert difference.changes["before"].tolist()[:2] == ["male", 2.0]
    assert difference.changes["after"].tolist()[::2] == ["female", 7.0]
    told = difference.sentences()
    assert told[0] == "3 cells changed: Sex 1, PFS (months) 2."
    assert not any("female" in sentence for sentence in told)


def test_deaths_are_counted_by_patient_and_other_events_by_line(small_cohort: Cohort) -> None:
    difference = compared(
        small_cohort,
        edited(small_cohort, os_event={3: 1.0, 4: 1.0, 5: 1.0, 0: 0.0}, pfs_event={6: 1.0}),
    )
    assert [(e.event, e.n_more, e.n_fewer) for e in difference.events] == [
        ("death", 2, 1),
        ("PFS event", 1, 0),
    ]
    assert "2 more deaths, 1 more PFS event, 1 fewer death." in difference.sentences()


def test_follow_up_grows_and_shrinks(small_cohort: Cohort) -> None:
    difference = compared(small_cohort, edited(small_cohort, os_months={3: 44.0, 5: 31.0, 6: 9.0}))
    assert (difference.n_follow_up_extended, difference.n_follow_up_shortened) == (2, 1)
    assert "OS time grew in 2 lines." in difference.sentences()
    assert "OS time became shorter in 1 line: check whether this is meant." in (
        difference.sentences()
    )


def test_the_figures_are_those_of_the_pages(small_cohort: Cohort) -> None:
    conventions = Conventions(quantile_rule="first", conf_level=0.9)
    after = edited(small_cohort, os_months={0: 2.0}, best_response={0: "PD"})
    difference = compare_cohorts(small_cohort, after, conventions=conventions)
    for cohort, side in ((small_cohort, "before"), (after, "after")):
        responses = response_table(cohort, conventions=conventions).groups[0]
        assert (
            getattr(figure(difference, "overall response rate of evaluable"), side)
            == responses.orr.estimate
        )
        assert (
            getattr(figure(difference, "disease control rate of evaluable"), side)
            == responses.dcr.estimate
        )
        for name in ("os", "pfs"):
            group = survival_summary(cohort, name, conventions=conventions).groups[0]
            short = name.upper()
            assert getattr(figure(difference, f"median {short}"), side) == group.median.estimate
            for rate in group.rates:
                change = figure(difference, f"{rate.months:.0f}-month {short}")
                assert getattr(change, side) == rate.estimate
    assert figure(difference, "median RFS").before is None
    assert figure(difference, "lines").after == 9


def test_only_figures_that_moved_are_told(small_cohort: Cohort) -> None:
    difference = compared(small_cohort, edited(small_cohort, best_response={0: "PD"}))
    assert [change.name for change in difference.moved] == [
        "overall response rate of evaluable",
        "disease control rate of evaluable",
    ]
    assert difference.sentences()[1:] == (
        "Overall response rate of evaluable: 50.0% → 33.3%.",
        "Disease control rate of evaluable: 66.7% → 50.0%.",
    )


MOVES = [
    (FigureChange(name="m", unit="months", before=3.0, after=3.0 + 1e-13), False, "3.0 months"),
    (FigureChange(name="m", unit="months", before=3.01, after=3.02), True, "3.02 months"),
    (FigureChange(name="m", unit="fraction", before=0.5, after=0.5001), True, "50.01%"),
    (FigureChange(name="m", unit="months", before=3.0, after=None, reason_after="NR"), True, "NR"),
    (
        FigureChange(
            name="m", unit="months", before=None, after=None, reason_before="a", reason_after="b"
        ),
        False,
        "b",
    ),
]


@pytest.mark.parametrize(("change", "moved", "after"), MOVES)
def test_numbers_that_differ_do_not_read_alike(
    change: FigureChange, moved: bool, after: str
) -> None:
    assert change.moved is moved
    assert change.text.endswith(f"→ {after}")
    assert not moved or len(set(change.text.removeprefix("m: ").split(" → "))) == 2


def test_columns_come_and_go_and_a_column_that_changed_its_kind_is_compared_as_text(
    small_cohort: Cohort,
) -> None:
    frame = small_cohort.frame
    before = replace(small_cohort, frame=frame.assign(ecog=1.0, grade="x"))
    after = replace(small_cohort, frame=frame.assign(ecog=["1"] * 8 + ["2+"], site="y"))
    difference = compared(before, after)
    assert (difference.columns_added, difference.columns_removed) == (("site",), ("grade",))
    assert difference.cells == (("p7", pytest.approx(float("nan"), nan_ok=True), "ecog"),)
    assert "Columns added: site." in difference.sentences()


def test_the_frame_holds_lines_columns_cells_and_figures(small_cohort: Cohort) -> None:
    after = edited(small_cohort, best_response={0: "PD"})
    after = replace(after, frame=after.frame.drop(columns="alk_method").iloc[:-1])
    frame = compared(small_cohort, after).to_frame()
    assert frame.columns.tolist() == [
        "what",
        "patient_id",
        "line_number",
        "column",
        "before",
        "after",
    ]
    assert frame["what"].value_counts().to_dict() == {
        "figure": 4,
        "line removed": 1,
        "cell changed": 1,
        "column removed": 1,
    }
    changed = frame[frame["what"] == "cell changed"].iloc[0]
    assert (changed["before"], changed["after"]) == ("PR", "PD")


def test_an_empty_cohort_has_nothing_to_compare(small_cohort: Cohort) -> None:
    empty = replace(small_cohort, frame=small_cohort.frame.head(0))
    difference = compared(small_cohort, empty)
    assert len(difference.lines_removed) == 9
    assert figure(difference, "median OS").after is None
    assert "Lines: 9 → 0." in difference.sentences()
    assert compared(empty, empty).sentences() == ("Nothing changed.",)


def test_dates_of_a_read_sheet_are_compared() -> None:
    old = parse_cohort(sheet()).cohort
    new = parse_cohort(sheet(last_followup_date={2: "2023-06-02"})).cohort
    assert old is not None
    assert new is not None
    difference = compared(old, new)
    assert difference.cells == (("A", 1.0, "last_followup_date"),)
    assert difference.changes.loc[0, "after"] == pd.Timestamp("2023-06-02")


@tries(8)
@given(edits=st.sets(st.tuples(st.integers(0, 7), st.sampled_from(COLUMNS)), max_size=6))
def test_each_edit_is_one_changed_cell(edits: set[tuple[int, str]]) -> None:
    frame = pd.DataFrame(
        {
            "patient_id": [f"p{i // 2}" for i in range(8)],
            "line_number": [1.0, 2.0] * 4,
            "sex": ["male"] * 8,
            "best_response": ["PR", None] * 4,
            "os_months": np.arange(8.0),
            "os_event": [0.0, 1.0] * 4,
            "pfs_months": [np.nan, 1.0] * 4,
            "pfs_event": [np.nan, 1.0] * 4,
        }
    )
    before, after = Cohort(frame=frame, name="a"), Cohort(frame=frame.copy(), name="b")
    for row, column in edits:
        new = {"sex": "female", "best_response": "SD", "os_event": (row + 1) % 2}
        after.frame.loc[row, column] = new.get(column, 99.0)
    there, back = compared(before, after), compared(after, before)
    expected = {(f"p{row // 2}", 1.0 + row % 2, column) for row, column in edits}
    assert set(there.cells) == expected
    assert set(back.cells) == expected
    assert len(there.cells) == len(edits)
