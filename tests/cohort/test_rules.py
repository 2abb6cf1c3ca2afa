"""The rules of lines and ends are named, can be switched, and stand beside the numbers."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.survival import survival_summary
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.first_line import as_first_lines
from imt_core.cohort.next_line import censored_at_next_line
from imt_core.cohort.rules import Rules
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import Conventions
from imt_core.intake.checks.assumptions import Assumptions
from imt_core.intake.checks.checked_cohort import parse_cohort
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import view_document
from tests.oracles.oracle import make_cohort

CENSORED = Conventions(next_line="censored")


def two_lines() -> Cohort:
    """A first line with a progression at month 9, after the second began at month 6."""
    return make_cohort(
        patient_id=["a", "a", "b", "c"],
        line_number=[1.0, 2.0, 1.0, 1.0],
        line_group=["first", "second", "first", "first"],
        start_months=[0.0, 6.0, 0.0, 0.0],
        pfs_months=[9.0, 3.0, 4.0, 8.0],
        pfs_event=[1.0, 1.0, 0.0, 1.0],
        os_months=[20.0, 14.0, 4.0, 30.0],
        os_event=[1.0, 1.0, 0.0, 0.0],
    )


def test_progression_after_the_next_line_starts_is_censored_there_when_asked() -> None:
    first = CohortFilter(criteria=(Criterion(column="line_group", levels=("first",)),))
    request = ViewRequest(kind="survival", filter=first)
    recorded = compute_view(two_lines(), request)
    censored = compute_view(two_lines(), replace(request, conventions=CENSORED))
    assert recorded.result.times[0].months.tolist() == [9.0, 4.0, 8.0]
    # The second line is out of view, and ends the first all the same.
    assert censored.result.times[0].months.tolist() == [6.0, 4.0, 8.0]
    assert censored.result.times[0].event.tolist() == [False, False, True]
    assert "PFS ends as the sheet has it" in recorded.method
    assert "PFS is censored when the next line starts" in censored.method
    assert "missed visits" in censored.method


@pytest.mark.parametrize("at", [3.0, 6.0])
def test_a_time_that_ends_before_or_with_the_next_start_stays(at: float) -> None:
    frame = two_lines().frame.assign(pfs_months=[at, 3.0, 4.0, 8.0])
    censored = censored_at_next_line(replace(two_lines(), frame=frame)).frame
    assert censored[["pfs_months", "pfs_event"]].equals(frame[["pfs_months", "pfs_event"]])


def test_overall_survival_and_lines_without_a_start_stay() -> None:
    frame = two_lines().frame.drop(columns="start_months")
    assert censored_at_next_line(replace(two_lines(), frame=frame)).frame.equals(frame)
    assert censored_at_next_line(two_lines()).frame["os_months"].tolist() == [20.0, 14.0, 4.0, 30.0]


def test_a_forest_and_a_duration_of_response_follow_the_same_rule() -> None:
    forest = compute_view(
        two_lines(),
        ViewRequest(
            kind="forest", columns=("line_group",), measure=("pfs", 7.0), conventions=CENSORED
        ),
    )
    assert forest.result.overall.n_event == 1
    assert "PFS is censored when the next line starts" in forest.method


def test_how_progression_ends_is_known_where_it_was_worked_out_from_dates() -> None:
    table = pd.DataFrame(
        {
            "patient_id": ["a", "b"],
            "stage": "metastatic",
            "start_date": "2020-01-01",
            "progression_date": ["2020-07-01", ""],
            "last_followup_date": "2021-01-01",
        }
    )
    for runs_on, said in ((False, "it is censored at a next line"), (True, "it runs on through")):
        assumptions = Assumptions(next_line_censors=not runs_on)
        cohort = parse_cohort(table, assumptions=assumptions).cohort
        assert cohort is not None
        assert cohort.rules == Rules(first_line="assumed", from_dates=("pfs",), runs_on=runs_on)
        assert said in survival_summary(cohort, "pfs").method


@pytest.mark.parametrize(
    ("columns", "one_row", "expected"),
    [
        ({}, True, "assumed"),
        ({}, False, "not known"),
        ({"line_number": ["2", "1"]}, True, "recorded"),
        ({"prior_lines": ["1", "0"]}, True, "recorded"),
    ],
)
def test_where_line_numbers_come_from(
    columns: dict[str, list[str]], one_row: bool, expected: str
) -> None:
    table = pd.DataFrame({"patient_id": ["a", "b"], "best_response": ["PR", "SD"], **columns})
    cohort = parse_cohort(table, assumptions=Assumptions(one_row_is_first_line=one_row)).cohort
    assert cohort is not None
    assert cohort.rules.first_line == expected


def test_documents_say_that_lines_were_taken_for_first_ones() -> None:
    table = pd.DataFrame({"patient_id": ["a", "b"], "best_response": ["PR", "SD"]})
    cohort = parse_cohort(table).cohort
    assert cohort is not None
    context = ExportContext(cohort_name="Cohort")
    for assumed, said in (
        (True, "one row per patient, taken as the patient's first line"),
        (False, "one row per patient; which line it is, is not known"),
    ):
        view = compute_view(as_first_lines(cohort, assumed=assumed), ViewRequest(kind="response"))
        assert dict(view_document(view, context).facts)["Lines"] == said
    numbered = compute_view(two_lines(), ViewRequest(kind="survival"))
    assert "Lines" not in dict(view_document(numbered, context).facts)


def test_numbered_lines_cannot_be_taken_for_others() -> None:
    assert as_first_lines(two_lines(), assumed=False).frame.equals(two_lines().frame)
