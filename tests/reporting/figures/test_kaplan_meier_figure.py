"""The Kaplan-Meier figure draws the steps, limits, marks and numbers of its design, no others."""

from __future__ import annotations

import math

import numpy as np
import plotly.graph_objects as go
import pytest

from imt_core.analyses.survival import GroupSurvival, SurvivalSummary, survival_summary
from imt_core.reporting.design.survival import survival_chart
from imt_core.reporting.design.theme import CENSOR_MARKS, DARK, LIGHT
from imt_core.reporting.figures.kaplan_meier import HEIGHT, kaplan_meier_figure
from tests.reporting.design.survival_cases import MONTHS, cohort, many_groups, ten, two_groups
from tests.reporting.figures.risk_table import risk_rows, row_colours, table


def whole(summary: SurvivalSummary, **options) -> go.Figure:
    """With the tail, which small groups would lose."""
    return kaplan_meier_figure(summary, axis="whole", **options)


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


def keys(fig: go.Figure) -> list[go.Scatter]:
    return [trace for trace in fig.data if trace.showlegend]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_figure_is_valid_plotly(two: SurvivalSummary, theme) -> None:
    fig = whole(two, theme=theme)
    # Band, solid and dashed or dashed alone, marks, key; twice; and all numbers, all names.
    assert len(go.Figure(fig.to_dict()).data) == 12
    assert fig.layout.paper_bgcolor == theme.paper


def test_the_drawn_steps_are_the_curves_steps(two: SurvivalSummary) -> None:
    fig = whole(two)
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
    solid, dashed = steps(whole(summary), summary.groups[0])
    assert (solid.line.dash, dashed.line.dash) == ("solid", "4px,3px")
    # At month 6 five are at risk, and four after it.
    assert (solid.x[0], solid.x[-1], dashed.x[-1]) == (0, 6, 12)
    assert (solid.x[-1], solid.y[-1]) == (dashed.x[0], dashed.y[0])
    assert solid.line.color == dashed.line.color


@pytest.mark.parametrize("show_band", [True, False])
def test_lines_and_bands_are_those_of_the_design(two: SurvivalSummary, show_band: bool) -> None:
    fig = whole(two, show_band=show_band)
    chart = survival_chart(two, show_band=show_band, axis="whole")
    for curve, group in zip(chart.curves, two.groups, strict=True):
        parts = [part for part in (curve.solid, curve.dashed) if part is not None]
        drawn = [(line.x.tolist(), line.y.tolist()) for line in steps(fig, group)]
        assert drawn == [(x.tolist(), y.tolist()) for x, y in parts]
    drawn = [(band.x.tolist(), band.y.tolist()) for band in bands(fig)]
    outlines = [curve.band for curve in chart.curves if curve.band is not None]
    assert drawn == [(x.tolist(), y.tolist()) for x, y in outlines]
    assert len(drawn) == (2 if show_band else 0)


def test_the_band_can_be_left_out(summary: SurvivalSummary) -> None:
    assert len(bands(whole(summary))) == 1
    assert bands(whole(summary, show_band=False)) == []


def test_marks_are_seen_exactly_at_censored_times(summary: SurvivalSummary) -> None:
    (trace,) = marks(whole(summary))
    assert list(trace.x) == MONTHS
    seen = [x for x, opacity in zip(trace.x, trace.marker.opacity, strict=True) if opacity == 1]
    assert seen == [2, 4, 7, 9]
    assert set(trace.marker.opacity) == {0, 1}
    assert list(trace.y) == [100 * estimate for estimate in summary.groups[0].curve.estimate]


def test_a_hover_tells_time_height_events_and_cases_at_risk(summary: SurvivalSummary) -> None:
    (trace,) = marks(whole(summary))
    assert trace.hovertext[0] == (
        "<b>All</b><br>1.0 months: 90.0%<br>1 event, 0 censored, 10 at risk"
    )


def test_numbers_at_risk_stand_at_the_ticks_of_the_curves_axis(two: SurvivalSummary) -> None:
    fig = whole(two, risk_rows="at risk")
    ticks = np.asarray(fig.layout.xaxis.tickvals)
    assert ticks.tolist() == [0, 2, 4, 6, 8, 10, 12]
    assert fig.layout.yaxis2.anchor == "x"
    drawn = table(fig)
    # The names of the rows stand first, left of month 0.
    assert (drawn.xaxis or "x", list(drawn.x)) == ("x", [0, *ticks])
    assert drawn.textposition == ("top left", *["top center"] * len(ticks))
    for row, group in zip(risk_rows(fig), two.groups, strict=True):
        assert row == [group.label, *(str(n) for n in group.curve.n_risk_at(ticks))]


def test_below_those_at_risk_of_a_group_stand_its_censored_and_events(two: SurvivalSummary) -> None:
    fig, chart = whole(two), survival_chart(two, axis="whole")
    names = ["A", "censored", "events", "B", "censored", "events"]
    counts = [row.counts for curve in chart.curves for row in curve.rows]
    assert risk_rows(fig) == [
        [name, *map(str, row)] for name, row in zip(names, counts, strict=True)
    ]


def test_the_rows_of_one_group_are_named_by_what_they_count(summary: SurvivalSummary) -> None:
    assert [row[0] for row in risk_rows(whole(summary))] == ["at risk", "censored", "events"]


def test_numbers_have_the_colour_of_their_group(two: SurvivalSummary) -> None:
    fig = whole(two, risk_rows="at risk")
    colours = [steps(fig, group)[0].line.color for group in two.groups]
    assert row_colours(fig) == colours


def test_a_figure_says_nothing_beyond_the_end_of_its_axis() -> None:
    fig = kaplan_meier_figure(two_groups(rate_months=()))
    # Of group B three are at risk to month 6, of group A to month 5; a median is at month 8.
    assert list(fig.layout.xaxis.range) == [0, pytest.approx(8.16)]
    for trace in fig.data:
        assert max(x for x in (*trace.x, 0.0) if x is not None) <= 8
    assert [len(trace.hovertext) for trace in marks(fig)] == [4, 4]


def test_curves_are_named_at_their_ends_where_the_names_are_free(two: SurvivalSummary) -> None:
    apart = survival_summary(
        cohort([9.0] * 10, [0.0] * 5 + [1.0] * 3 + [0.0] * 2, ["A"] * 5 + ["B"] * 5),
        "os",
        by=["regimen"],
    )
    fig = whole(apart)
    (names,) = (trace for trace in fig.data if trace.mode == "text" and trace.yaxis != "y2")
    assert [text.strip("<b>\u00a0/") for text in names.text] == ["A", "B"]
    assert list(names.x) == [9, 9]
    assert fig.layout.showlegend is False
    assert list(names.textfont.color) == [steps(fig, g)[0].line.color for g in apart.groups]


def test_curves_that_cross_have_a_key() -> None:
    crossing = cohort([1.0, 9.0, 5.0, 9.0], [1.0] * 4, ["A", "A", "B", "B"])
    fig = whole(survival_summary(crossing, "os", by=["regimen"]))
    # Both end at 0: one name would lie on the other.
    assert fig.layout.showlegend is True
    assert [trace.yaxis for trace in fig.data if trace.mode == "text"] == ["y2"]


def test_the_legend_has_one_entry_for_each_group(two: SurvivalSummary) -> None:
    entries = keys(whole(two))
    assert [entry.name for entry in entries] == [f"{group.label} (n = 5)" for group in two.groups]
    assert [list(entry.x) for entry in entries] == [[None], [None]]


def test_a_legend_entry_has_its_groups_colour_and_mark(two: SurvivalSummary) -> None:
    fig = whole(two)
    for entry, mark, group in zip(keys(fig), marks(fig), two.groups, strict=True):
        assert entry.line.color == steps(fig, group)[0].line.color
        assert entry.marker.symbol == mark.marker.symbol


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_no_two_of_fifteen_groups_look_alike(theme) -> None:
    entries = keys(whole(many_groups(15), theme=theme))
    looks = {(entry.line.color, entry.marker.symbol) for entry in entries}
    assert len(looks) == 15
    assert math.gcd(len(theme.series), len(CENSOR_MARKS)) == 1


def test_an_empty_summary_draws_nothing_and_is_valid() -> None:
    empty = survival_summary(cohort([], []), "os")
    fig = whole(empty)
    assert len(fig.data) == 0
    assert len(go.Figure(fig.to_dict()).data) == 0


def test_a_text_from_the_sheet_is_not_read_as_html() -> None:
    made = cohort([5.0, 9.0], [1.0, 0.0], ["<b>A</b>", "#000012"])
    fig = whole(survival_summary(made, "os", by=["regimen"]))
    drawn = " ".join(
        [entry.name for entry in keys(fig)]
        + [text for trace in fig.data if trace.mode == "text" for text in trace.text]
        + [text for trace in marks(fig) for text in trace.hovertext]
    )
    assert drawn.count("&lt;b&gt;A&lt;/b&gt;") == 4
    assert "<b>A" not in drawn.replace("<b>&lt;b&gt;A", "")
    assert "#000012" not in drawn


def test_the_stamp_names_the_count_and_the_method(two: SurvivalSummary) -> None:
    (stamp,) = whole(two).layout.annotations
    assert (
        stamp.text.replace("<br>", " ")
        == "10 lines in 10 patients; Kaplan-Meier, 95% CI on the log scale (Greenwood)"
    )


def test_the_table_of_numbers_at_risk_names_its_unit(summary: SurvivalSummary) -> None:
    assert whole(summary).layout.title.text == "Number at risk, censored, events (lines)"


@pytest.mark.parametrize("n", [1, 3, 8, 15])
def test_axis_title_heading_and_table_stand_below_one_another(n: int) -> None:
    layout = whole(many_groups(n)).layout
    bottom, drawable = layout.margin.b, layout.height - layout.margin.t - layout.margin.b
    rows = 3 * n if n <= 3 else n
    # A line of a text is 1.3 times as high as its letters.
    table = 1.3 * 13 * rows
    assert drawable * layout.yaxis2.domain[1] == pytest.approx(table)
    heading = layout.height * layout.title.y
    assert (layout.title.yref, layout.title.yanchor) == ("container", "top")
    assert heading - 18 >= bottom + table
    # Tick labels and axis title take 44 pixels.
    assert bottom + drawable * layout.yaxis.domain[0] - heading >= 44


@pytest.mark.parametrize(("n", "ends_in_view"), [(1, True), (3, True), (15, False)])
def test_a_figure_of_few_groups_ends_in_view(n: int, ends_in_view: bool) -> None:
    assert (whole(many_groups(n)).layout.height == HEIGHT <= 540) is ends_in_view


def test_no_patient_is_in_the_figure(summary: SurvivalSummary) -> None:
    drawn = whole(summary).to_json()
    assert [f"p{i}" for i in range(10) if f'"p{i}"' in drawn] == []


def test_a_name_that_is_longer_than_the_key_is_cut_with_a_sign_and_keeps_its_number() -> None:
    long = cohort([1.0, 9.0, 5.0, 9.0], [1.0] * 4, ["x" * 200, "x" * 200, "B", "B"])
    fig = whole(survival_summary(long, "os", by=["regimen"]))
    names = [trace.name for trace in fig.data if trace.showlegend]
    assert [len(name) for name in names] == [9, 56]
    assert "…" in names[1]
    assert names[1].endswith("x (n = 2)")
