"""The Kaplan-Meier figure draws the steps, limits, marks and numbers of its design, no others."""

from __future__ import annotations

import math

import numpy as np
import plotly.graph_objects as go
import pytest

from imt_core.analyses.survival import GroupSurvival, SurvivalSummary, survival_summary
from imt_core.reporting.design.survival import survival_chart
from imt_core.reporting.design.theme import CENSOR_MARKS, DARK, LIGHT
from imt_core.reporting.figures.kaplan_meier import (
    NAMED_ROW_HEIGHT,
    RISK_ROW_HEIGHT,
    kaplan_meier_figure,
)
from tests.reporting.design.survival_cases import MONTHS, cohort, many_groups, ten, two_groups


@pytest.fixture(scope="module")
def summary() -> SurvivalSummary:
    return ten()


@pytest.fixture(scope="module")
def two() -> SurvivalSummary:
    return two_groups()


def steps(fig: go.Figure, group: GroupSurvival) -> list[go.Scatter]:
    """The parts of a group's curve: lines without a fill."""
    return [
        t for t in fig.data if t.mode == "lines" and not t.fill and t.legendgroup == group.label
    ]


def bands(fig: go.Figure) -> list[go.Scatter]:
    return [trace for trace in fig.data if trace.fill]


def marks(fig: go.Figure) -> list[go.Scatter]:
    return [trace for trace in fig.data if trace.mode == "markers"]


def risk_rows(fig: go.Figure) -> list[go.Scatter]:
    return [trace for trace in fig.data if trace.mode == "text"]


def keys(fig: go.Figure) -> list[go.Scatter]:
    return [trace for trace in fig.data if trace.showlegend]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_figure_is_valid_plotly(two: SurvivalSummary, theme) -> None:
    fig = kaplan_meier_figure(two, theme=theme)
    # Band, solid and dashed or dashed alone, marks, key, three rows of numbers; twice.
    assert len(go.Figure(fig.to_dict()).data) == 16
    assert fig.layout.paper_bgcolor == theme.paper


def test_the_drawn_steps_are_the_curves_steps(two: SurvivalSummary) -> None:
    fig = kaplan_meier_figure(two)
    for group in two.groups:
        curve = group.curve
        parts = steps(fig, group)
        x = np.concatenate([part.x for part in parts])
        y = np.concatenate([part.y for part in parts])
        assert set(x) == {0.0, *curve.time}
        for month, estimate in zip(curve.time, curve.estimate, strict=True):
            assert y[x == month][-1] == 100 * estimate
        assert y[x == curve.time[0]][0] == 100


def test_a_curve_is_dashed_from_where_fewer_than_five_are_at_risk(summary: SurvivalSummary) -> None:
    solid, dashed = steps(kaplan_meier_figure(summary), summary.groups[0])
    assert (solid.line.dash, dashed.line.dash) == ("solid", "4px,3px")
    # At month 6 five are at risk, and four after it.
    assert (solid.x[0], solid.x[-1], dashed.x[-1]) == (0, 6, 12)
    assert (solid.x[-1], solid.y[-1]) == (dashed.x[0], dashed.y[0])
    assert solid.line.color == dashed.line.color


@pytest.mark.parametrize("show_band", [True, False])
def test_lines_and_bands_are_those_of_the_design(two: SurvivalSummary, show_band: bool) -> None:
    fig = kaplan_meier_figure(two, show_band=show_band)
    chart = survival_chart(two, show_band=show_band)
    for curve, group in zip(chart.curves, two.groups, strict=True):
        parts = [part for part in (curve.solid, curve.dashed) if part is not None]
        drawn = [(line.x.tolist(), line.y.tolist()) for line in steps(fig, group)]
        assert drawn == [(x.tolist(), y.tolist()) for x, y in parts]
    drawn = [(band.x.tolist(), band.y.tolist()) for band in bands(fig)]
    outlines = [curve.band for curve in chart.curves if curve.band is not None]
    assert drawn == [(x.tolist(), y.tolist()) for x, y in outlines]
    assert len(drawn) == (2 if show_band else 0)


def test_the_band_can_be_left_out(summary: SurvivalSummary) -> None:
    assert len(bands(kaplan_meier_figure(summary))) == 1
    assert bands(kaplan_meier_figure(summary, show_band=False)) == []


def test_marks_are_seen_exactly_at_censored_times(summary: SurvivalSummary) -> None:
    (trace,) = marks(kaplan_meier_figure(summary))
    assert list(trace.x) == MONTHS
    seen = [x for x, opacity in zip(trace.x, trace.marker.opacity, strict=True) if opacity == 1]
    assert seen == [2, 4, 7, 9]
    assert set(trace.marker.opacity) == {0, 1}
    assert list(trace.y) == [100 * estimate for estimate in summary.groups[0].curve.estimate]


def test_a_hover_tells_time_height_events_and_cases_at_risk(summary: SurvivalSummary) -> None:
    (trace,) = marks(kaplan_meier_figure(summary))
    assert trace.hovertext[0] == (
        "<b>All</b><br>1.0 months: 90.0%<br>1 event, 0 censored, 10 at risk"
    )


def test_numbers_at_risk_stand_at_the_ticks_of_the_curves_axis(two: SurvivalSummary) -> None:
    fig = kaplan_meier_figure(two, risk_rows="at risk")
    ticks = np.asarray(fig.layout.xaxis.tickvals)
    assert ticks.tolist() == [0, 2, 4, 6, 8, 10, 12]
    assert fig.layout.yaxis2.anchor == "x"
    for position, (row, group) in enumerate(zip(risk_rows(fig), two.groups, strict=True)):
        assert (row.xaxis or "x", row.yaxis) == ("x", "y2")
        assert list(row.x) == ticks.tolist()
        assert set(row.y) == {position}
        assert list(row.text) == [str(n) for n in group.curve.n_risk_at(ticks)]


def test_three_rows_stand_below_the_name_of_their_group(two: SurvivalSummary) -> None:
    fig, chart = kaplan_meier_figure(two), survival_chart(two)
    # Places 0 and 4 hold the names of the groups.
    assert [set(row.y) for row in risk_rows(fig)] == [{1}, {2}, {3}, {5}, {6}, {7}]
    counts = [row.counts for curve in chart.curves for row in curve.rows]
    assert [tuple(map(int, row.text)) for row in risk_rows(fig)] == counts
    assert list(fig.layout.yaxis2.ticktext) == ["at risk", "censored", "events"] * 2
    names = [told for told in fig.layout.annotations if told.yref == "y2"]
    assert [(told.y, told.text) for told in names] == [(0, "<b>A</b>"), (4, "<b>B</b>")]


def test_three_rows_of_one_group_need_no_name(summary: SurvivalSummary) -> None:
    fig = kaplan_meier_figure(summary)
    assert [set(row.y) for row in risk_rows(fig)] == [{0}, {1}, {2}]
    assert [told for told in fig.layout.annotations if told.yref == "y2"] == []


def test_the_legend_has_one_entry_for_each_group(two: SurvivalSummary) -> None:
    entries = keys(kaplan_meier_figure(two))
    assert [entry.name for entry in entries] == [f"{group.label} (n = 5)" for group in two.groups]
    assert [list(entry.x) for entry in entries] == [[None], [None]]


def test_a_legend_entry_has_its_groups_colour_and_mark(two: SurvivalSummary) -> None:
    fig = kaplan_meier_figure(two)
    for entry, mark, group in zip(keys(fig), marks(fig), two.groups, strict=True):
        assert entry.line.color == steps(fig, group)[0].line.color
        assert entry.marker.symbol == mark.marker.symbol


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_no_two_of_fifteen_groups_look_alike(theme) -> None:
    entries = keys(kaplan_meier_figure(many_groups(15), theme=theme))
    looks = {(entry.line.color, entry.marker.symbol) for entry in entries}
    assert len(looks) == 15
    assert math.gcd(len(theme.series), len(CENSOR_MARKS)) == 1


def test_an_empty_summary_draws_nothing_and_is_valid() -> None:
    empty = survival_summary(cohort([], []), "os")
    fig = kaplan_meier_figure(empty)
    assert len(fig.data) == 0
    assert len(go.Figure(fig.to_dict()).data) == 0


def test_a_text_from_the_sheet_is_not_read_as_html() -> None:
    made = cohort([5.0, 9.0], [1.0, 0.0], ["<b>A</b>", "#000012"])
    fig = kaplan_meier_figure(survival_summary(made, "os", by=["regimen"]))
    drawn = " ".join(
        [entry.name for entry in keys(fig)]
        + [told.text for told in fig.layout.annotations if told.yref == "y2"]
        + [text for trace in marks(fig) for text in trace.hovertext]
    )
    assert drawn.count("&lt;b&gt;A&lt;/b&gt;") == 3
    assert "<b>A" not in drawn
    assert "#000012" not in drawn


def test_the_stamp_names_the_count_and_the_method(two: SurvivalSummary) -> None:
    stamp = kaplan_meier_figure(two).layout.annotations[1].text
    assert stamp == "10 lines in 10 patients; Kaplan-Meier, 95% CI on the log scale (Greenwood)"


def test_the_table_of_numbers_at_risk_names_its_unit(summary: SurvivalSummary) -> None:
    heading = kaplan_meier_figure(summary).layout.annotations[0]
    assert heading.text == "Number at risk, censored, events (lines)"


@pytest.mark.parametrize("n", [1, 3, 8, 15])
def test_the_heading_stands_between_axis_title_and_table_at_any_number_of_groups(n: int) -> None:
    layout = kaplan_meier_figure(many_groups(n)).layout
    drawable = layout.height - layout.margin.t - layout.margin.b
    heading = layout.annotations[0]
    assert (heading.yref, heading.y) == ("y domain", 0)
    gap = drawable * (layout.yaxis.domain[0] - layout.yaxis2.domain[1])
    # Tick labels and axis title take 44 pixels, the heading 19.
    assert 44 <= -heading.yshift <= gap - 19
    # Three rows, and where there are several groups a name above them; of many groups one row.
    table = {1: 3 * NAMED_ROW_HEIGHT, 3: 12 * NAMED_ROW_HEIGHT}.get(n, n * RISK_ROW_HEIGHT)
    assert drawable * layout.yaxis2.domain[1] == pytest.approx(table)


def test_no_patient_is_in_the_figure(summary: SurvivalSummary) -> None:
    drawn = kaplan_meier_figure(summary).to_json()
    assert [f"p{i}" for i in range(10) if f'"p{i}"' in drawn] == []
