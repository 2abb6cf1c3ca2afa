"""What each problem costs is what leaving it out costs."""

from __future__ import annotations

from typing import Final

import pandas as pd
import pytest

from imt_core.cohort.counting import CaseCount
from imt_core.cohort.endpoint_cases import derive_endpoint
from imt_core.cohort.schema import Cohort
from imt_core.intake.checks.checked_cohort import parse_cohort, validate_cohort
from imt_core.intake.remedies.issue_impact import FIGURE_NAMES, IssueImpact, issue_impacts
from imt_core.intake.remedies.setting_aside import set_aside
from tests.intake.checks.test_checked_cohort import sheet


def impacts_of(table: pd.DataFrame) -> dict[str, IssueImpact]:
    report = validate_cohort(table)
    impacts = issue_impacts(table, report)
    assert [impact.issue for impact in impacts] == list(report.issues)
    return {impact.issue.code: impact for impact in impacts}


def lost(impact: IssueImpact) -> dict[str, int]:
    return {figure: count.n_lines for figure, count in impact.lost.items() if count.n_lines}


COSTS: Final = [
    (
        "pfs_after_os",
        {"pfs_months": {2: "60", 3: "60"}},
        {"pfs": 2},
        "2 lines in 1 patient cannot enter PFS, none leaves OS",
    ),
    ("not_a_number", {"os_months": {2: "x"}}, {"os": 1}, "1 line in 1 patient cannot enter OS"),
    (
        "event_missing",
        {"rfs_event": {4: ""}},
        {"rfs": 1},
        "1 line in 1 patient cannot enter RFS, none leaves OS",
    ),
    ("death_disagrees", {"os_event": {3: "1"}}, {"os": 2}, "2 lines in 1 patient cannot enter OS"),
    (
        "unknown_value",
        {"best_response": {2: "good", 4: "bad"}},
        {"response": 2},
        "2 lines in 2 patients cannot enter the response table, none leaves OS",
    ),
    (
        "patient_disagrees",
        {"sex": {3: "female"}},
        {},
        "no line leaves a survival or response figure; sex counts as not recorded there",
    ),
    (
        "not_whole",
        {"prior_lines": {3: "1.5"}},
        {},
        "no line leaves a survival or response figure; prior_lines is worked out there as "
        "line_number less one",
    ),
    (
        "patient_id_empty",
        {"patient_id": {4: ""}},
        {"os": 1, "rfs": 1, "response": 1},
        "the row leaves every figure",
    ),
    (
        "line_repeated",
        {"line_number": {3: "1"}, "prior_lines": {3: "0"}},
        {"os": 2, "pfs": 2, "response": 2},
        "2 rows leave every figure",
    ),
]


@pytest.mark.parametrize(("code", "edits", "figures", "text"), COSTS, ids=[c[0] for c in COSTS])
def test_the_cost_of_one_problem(
    code: str, edits: dict[str, dict[int, str]], figures: dict[str, int], text: str
) -> None:
    impact = impacts_of(sheet(**edits))[code]
    assert lost(impact) == figures
    assert impact.text == text
    assert list(impact.lost) == list(FIGURE_NAMES)


@pytest.mark.parametrize(("code", "edits", "figures", "text"), COSTS, ids=[c[0] for c in COSTS])
def test_the_sheet_opens_with_so_many_lines_fewer(
    code: str, edits: dict[str, dict[int, str]], figures: dict[str, int], text: str
) -> None:
    whole = parse_cohort(sheet()).cohort
    table = set_aside(sheet(**edits)).table
    assert table is not None
    opened = parse_cohort(table).cohort
    assert whole is not None
    assert opened is not None
    for end in ("os", "pfs", "rfs"):
        fewer = n_entering(whole, end) - n_entering(opened, end)
        assert fewer == figures.get(end, 0)
    responses = [int(c.frame["best_response"].notna().sum()) for c in (whole, opened)]
    assert responses[0] - responses[1] == figures.get("response", 0)


def n_entering(cohort: Cohort, end: str) -> int:
    return derive_endpoint(cohort, end).count.n_lines  # type: ignore[arg-type]


def test_warnings_and_information_cost_nothing() -> None:
    table = sheet(prior_lines={2: "5"}).assign(ecog=["0", "1", "0"])
    impacts = impacts_of(table)
    assert {code: impact.text for code, impact in impacts.items()} == {
        "prior_lines_differ": "no line leaves a figure",
        "own_columns": "no line leaves a figure",
    }
    assert all(not lost(impact) for impact in impacts.values())


def test_a_sheet_that_cannot_be_opened_has_to_be_corrected() -> None:
    impact = impacts_of(sheet().drop(columns="patient_id"))["no_patient_id"]
    assert impact.text == "the sheet cannot be opened before this is corrected"
    assert impact.rows_leave == ()


def test_repeated_headers_do_not_stand_in_the_way_of_the_other_problems() -> None:
    table = sheet(os_months={2: "x"})
    table["Sex"] = "male"
    impacts = impacts_of(table)
    assert lost(impacts["not_a_number"]) == {"os": 1}
    assert impacts["repeated_header"].text.startswith("the sheet cannot be opened")


def test_half_an_endpoint_costs_every_line_that_holds_it() -> None:
    impact = impacts_of(
        pd.DataFrame(
            {"patient_id": ["A", "B"], "pfs_months": ["3", "4"], "best_response": ["PR", "SD"]},
            index=[2, 3],
        )
    )["half_an_endpoint"]
    assert lost(impact) == {"pfs": 2}
    assert impact.text == "2 lines in 2 patients cannot enter PFS"


def test_lost_dates_cost_the_endpoints_that_are_worked_out_from_them() -> None:
    table = pd.DataFrame(
        {
            "patient_id": ["A"],
            "stage": ["metastatic"],
            "start_date": ["2020-01-01"],
            "progression_date": ["soon"],
            "death_date": [""],
            "last_followup_date": ["2021-01-01"],
            "best_response": ["PR"],
        },
        index=[2],
    )
    impact = impacts_of(table)["not_a_date"]
    assert lost(impact) == {"os": 1, "pfs": 1}
    assert impact.lost["pfs"] == CaseCount(n_lines=1, n_patients=1)


def test_two_problems_of_one_line_each_count_it() -> None:
    impacts = impacts_of(sheet(os_months={2: "x"}, os_event={2: "dead"}))
    assert lost(impacts["not_a_number"]) == lost(impacts["not_a_flag"]) == {"os": 1}
