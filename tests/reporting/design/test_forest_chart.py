"""The design of a forest holds its rows, and nothing else."""

from __future__ import annotations

import pytest

from imt_core.analyses.forest.forest import Forest, subgroup_forest
from imt_core.reporting.design.forest import forest_chart
from imt_core.reporting.tables.forest_table import format_counts
from tests.places import sample_cohort

COLUMNS = ["sex", "alk_status", "regimen_group", "regimen", "line_group", "later_alk_inhibitor"]


@pytest.fixture(scope="module", params=["orr", ("os", 60.0)], ids=["orr", "os"])
def forest(request: pytest.FixtureRequest) -> Forest:
    return subgroup_forest(sample_cohort(), columns=COLUMNS, measure=request.param)


def test_every_row_has_a_line_and_every_column_a_heading(forest: Forest) -> None:
    lines = forest_chart(forest).lines
    assert [line.name for line in lines if line.counts] == [row.name for row in forest.rows]
    assert [line.counts for line in lines if line.counts] == [
        format_counts(row, tells_died=forest.repeats_deaths) for row in forest.rows
    ]
    headings = [line for line in lines if not line.counts]
    assert [line.text for line in headings] == list(
        dict.fromkeys(row.heading for row in forest.rows[1:])
    )
    assert all(line.bold and not line.indented and line.estimate is None for line in headings)


def test_estimates_and_limits_are_the_rows_in_percent(forest: Forest) -> None:
    lines = [line for line in forest_chart(forest).lines if line.counts]
    for line, row in zip(lines, forest.rows, strict=True):
        assert line.estimate == (None if row.estimate is None else 100 * row.estimate)
        known = row.conf_low is not None and row.conf_high is not None
        assert line.limits == ((100 * row.conf_low, 100 * row.conf_high) if known else None)


def test_blocks_count_the_columns(forest: Forest) -> None:
    blocks = [line.block for line in forest_chart(forest).lines]
    assert blocks == sorted(blocks)
    assert set(blocks) == set(range(len(COLUMNS) + 1))


def test_squares_grow_with_the_cases_within_bounds(forest: Forest) -> None:
    lines = [line for line in forest_chart(forest).lines if line.counts]
    by_n = [
        size
        for _, size in sorted(
            (row.n, line.size) for row, line in zip(forest.rows[1:], lines[1:], strict=True)
        )
    ]
    assert by_n == sorted(by_n)
    assert (min(by_n), max(by_n), lines[0].size) == (6 / 17, 1, 1)


def test_only_the_overall_row_is_told_apart(forest: Forest) -> None:
    overall, *others = forest_chart(forest).lines
    assert (overall.is_overall, overall.bold) == (True, True)
    assert not any(line.is_overall for line in others)


def test_a_rate_of_counts_is_written_as_their_quotient(forest: Forest) -> None:
    lines = [line for line in forest_chart(forest).lines if line.estimate is not None]
    assert {line.counts_beside.endswith("\u00a0=") for line in lines} == {forest.measure == "orr"}
    assert not any(line.rate.startswith("=") for line in lines)


def test_the_axis_shows_all_percents_and_names_the_dashed_line(forest: Forest) -> None:
    chart = forest_chart(forest)
    assert (chart.axis.low, chart.axis.high) == (0, 100)
    assert chart.axis.labels == ("0%", "25%", "50%", "75%", "100%")
    assert chart.reference == 100 * forest.overall.estimate
    assert chart.axis.title == (
        f"{forest.measure_label}, 95% CI; dashed: overall {chart.reference:.1f}%"
    )
    assert chart.headings == ("Subgroup", "n/N", "Rate (95% CI)")
    assert chart.counted == f"n/N: {forest.count_label}"
