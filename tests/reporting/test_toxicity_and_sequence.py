"""Tables of toxicity and of the treatment sequence: denominators, bands, small counts."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.toxicity import toxicity_table
from imt_core.analyses.transitions import transitions
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import view_document
from imt_core.reporting.documents.filled import html_table
from imt_core.reporting.documents.web_page import write_report
from imt_core.reporting.documents.workbook import write_workbook
from imt_core.reporting.tables.toxicity_tables import (
    format_term_table,
    format_toxicity_table,
    rarer_terms,
)
from imt_core.reporting.tables.transition_tables import format_transition_table, transition_values
from tests.oracles.oracle import make_cohort
from tests.reporting.masking.alone import masked_alone

CONTEXT = ExportContext(cohort_name="IMT")
MASKED = ExportContext(cohort_name="IMT", small_cells_under=5)
TOXICITY = ViewRequest(kind="toxicity", by=("regimen_group",))
SEQUENCE = ViewRequest(kind="transitions")


def test_the_table_of_grades_has_its_denominator_in_every_cell(sample: Cohort) -> None:
    shown = format_toxicity_table(toxicity_table(sample, by=["regimen_group"]))
    by_row = shown.set_index("Regimen group")
    assert by_row.loc["Grade 3–4 (95% CI)"].tolist() == [
        "7/25\u00a0=\u00a028.0% (12.1–49.4)",
        "2/13\u00a0=\u00a015.4% (1.9–45.4)",
        "0/10\u00a0=\u00a00.0% (0.0–30.8)",
    ]
    assert by_row.loc["Toxicity recorded, lines"].tolist() == ["25", "13", "10"]
    assert by_row.loc["Not recorded"].tolist() == ["0", "0", "0"]


def test_terms_stand_under_their_group_and_only_where_they_occurred(sample: Cohort) -> None:
    shown = format_term_table(toxicity_table(sample, by=["regimen_group"]))
    names = shown["Term"].tolist()
    assert names.index("MTX-V") == 10
    # 2 of grade 3, then fatigue and peripheral neuropathy in 4 lines each.
    assert names[11:15] == ["hypertransaminasemia", "mucositis", "fatigue", "peripheral neuropathy"]
    assert shown.iloc[1].tolist() == [
        "neutropenia",
        "0",
        "0",
        "5",
        "0",
        "0",
        "5 (20.0%)",
        "5 (20.0%)",
    ]


def test_terms_of_grade_3_and_over_have_their_columns_alone(sample: Cohort) -> None:
    table = toxicity_table(sample, by=["regimen_group"], grades="severe", least=2)
    shown = format_term_table(table)
    assert shown.columns.tolist() == [
        "Term",
        "Grade 3",
        "Grade 4",
        "Grade 5",
        "Grade 3 and over (% of recorded)",
    ]
    assert shown["Term"].tolist() == [
        "anthracycline-based",
        "neutropenia",
        "anaemia",
        "febrile neutropenia",
        "thrombocytopenia",
    ]
    assert rarer_terms(table) == "2 terms of fewer than 2 lines at grade 3 or over are not listed."


def test_cells_are_shaded_by_their_share_and_numbered_all_the_same(sample: Cohort) -> None:
    values = transition_values(transitions(sample))
    row = [cell.text for cell in values.rows[0]]
    assert row == [
        "anthracycline-based",
        "25",
        "0 (0.0%)",
        "0 (0.0%)",
        "3 (12.0%)",
        "9 (36.0%)",
        "8 (32.0%)",
        "5 (20.0%)",
    ]
    assert values.shades is not None
    assert values.shades[0] == (0, 0, 0, 0, 1, 2, 2, 1)
    html = html_table(values.to_frame(), "What came next", values.shades)
    assert '<td class="shade-2">9 (36.0%)</td>' in html
    assert "shade-" not in html_table(values.to_frame(), "What came next")
    assert format_transition_table(transitions(sample)).iloc[-1, 0] == "All"


@pytest.mark.parametrize("request_", [TOXICITY, SEQUENCE], ids=["toxicity", "transitions"])
def test_documents_hold_the_tables_and_masked_ones_no_small_count(
    sample: Cohort, request_: ViewRequest
) -> None:
    view = compute_view(sample, request_)
    sheets = pd.read_excel(
        io.BytesIO(write_workbook([view], CONTEXT)), sheet_name=None, engine="calamine"
    )
    name = {"toxicity": "1 Toxicity", "transitions": "1 Transitions"}[request_.kind]
    assert {name, f"{name} numbers"} <= set(sheets)
    report = write_report([view], CONTEXT).decode()
    assert ('class="shade-2"' in report) == (request_.kind == "transitions")
    document = view_document(view, MASKED)
    assert not document.shows_chart
    cells = [
        str(cell)
        for table in document.shown_tables
        for cell in table.shown.iloc[:, 1:].to_numpy().ravel()
    ]
    small = [cell for cell in cells if cell.split(" ")[0].split("/")[0] in ("1", "2", "3", "4")]
    assert small == []
    assert "<5" in cells


def test_what_is_asked_of_a_term_does_not_give_its_masked_count_away() -> None:
    # Of any grade in at least 4 lines, "<5" would be 4; of grade 1 it may be fewer.
    cohort = make_cohort(
        patient_id=[f"p{i}" for i in range(20)],
        line_number=[1.0] * 20,
        adverse_events=["G1 rash"] * 4 + ["none"] * 16,
    )
    asked = [
        masked_alone(toxicity_table(cohort, least=least), under=5).tables["terms"].iloc[0].tolist()
        for least in (1, 4)
    ]
    assert asked[0][1] == asked[0][6] == "<5"
    assert asked[1][1:] == ["<5", *["–"] * 6]


def test_masked_terms_stand_by_name_for_their_order_tells_counts(sample: Cohort) -> None:
    masked = masked_alone(toxicity_table(sample), under=5).tables["terms"]["Term"].tolist()
    assert masked == sorted(masked)


def test_a_request_out_of_bounds_is_refused(sample: Cohort) -> None:
    with pytest.raises(ImtError, match="term_least must lie between 1 and 1,000"):
        compute_view(sample, ViewRequest(kind="toxicity", term_least=0))
    with pytest.raises(ImtError, match="overlap of a toxicity must be one of"):
        compute_view(sample, ViewRequest(kind="toxicity", overlap="cluster"))


def test_masked_tables_are_made_where_no_line_has_a_next_one() -> None:
    cohort = make_cohort(
        patient_id=list("abcdef"), line_number=[1.0] * 6, regimen_group=["other"] * 6
    )
    tables = masked_alone(transitions(cohort), under=5).tables
    assert tables["transitions"].iloc[0].tolist()[:2] == ["other regimens", "6"]
    assert tables["times"].iloc[0].tolist() == ["other regimens", "0", "–", "0", "–"]
