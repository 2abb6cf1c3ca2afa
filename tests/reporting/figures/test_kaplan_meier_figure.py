"""The Kaplan-Meier figure draws the steps, limits, marks and numbers of its summary, no others."""

from __future__ import annotations

import math

import numpy as np
import plotly.graph_objects as go
import pytest

from imt_core.analyses.survival import GroupSurvival, SurvivalSummary, survival_summary
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import Conventions
from imt_core.reporting.design.survival import MOST_BANDS, describe_curves
from imt_core.reporting.design.theme import CENSOR_MARKS, DARK, LIGHT
from imt_core.reporting.figures.kaplan_meier import RISK_ROW_HEIGHT, kaplan_meier_figure
from tests.oracles.oracle import make_cohort

# Ten cases: 5 are at risk up to month 6, 4 after it; the last case has the event.
MONTHS = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 12.0]
EVENTS = [1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0]


def cohort(
    months: list[float] = MONTHS, events: list[float] = EVENTS, regimen: list[str] | None = None
) -> Cohort:
    n = len(months)
    return make_cohort(
        patient_id=[f"p{i}" for i in range(n)],
        line_number=[1.0] * n,
        regimen=regimen or ["A"] * n,
        os_months=months,
        os_event=events,
    )


def many_groups(n: int) -> SurvivalSummary:
    names = [f"regimen {i:02}" for i in range(n)]
    made = cohort([float(i + 1) for i in range(n)], [0.0] * n, names)
    return survival_summary(made, "os", by=["regimen"])


@pytest.fixture(scope="module")
def summary() -> SurvivalSummary:
    return survival_summary(cohort(), "os")


@pytest.fixture(scope="module")
def two() -> SurvivalSummary:
    regimen = ["A", "B"] * 5
    return survival_summary(cohort(regimen=regimen), "os", by=["regimen"])


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


def height_after(trace: go.Scatter, month: float) -> float:
    """What a drawn step function is just after a month."""
    return [y for x, y in zip(trace.x, trace.y, strict=True) if x <= month][-1]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_figure_is_valid_plotly(two: SurvivalSummary, theme) -> None:
    fig = kaplan_meier_figure(two, theme=theme)
    # Band, solid and dashed or dashed alone, marks, key, numbers at risk; twice.
    assert len(go.Figure(fig.to_dict()).data) == 12
    assert fig.layout.paper_bgcolor == theme.paper


def test_the_steps_worked_by_hand_are_drawn() -> None:
    small = survival_summary(cohort([2.0, 4.0, 6.0], [1.0, 0.0, 1.0]), "os")
    fig = kaplan_meier_figure(small)
    (line,) = steps(fig, small.groups[0])
    assert list(line.x) == [0, 2, 2, 4, 4, 6, 6]
    assert list(line.y) == pytest.approx([100, 100, 200 / 3, 200 / 3, 200 / 3, 200 / 3, 0])


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


@pytest.mark.parametrize(("n", "dashes"), [(4, ["4px,3px"]), (5, ["solid", "4px,3px"])])
def test_a_group_of_four_is_dashed_throughout(n: int, dashes: list[str]) -> None:
    small = survival_summary(cohort(MONTHS[:n], EVENTS[:n]), "os")
    drawn = steps(kaplan_meier_figure(small), small.groups[0])
    assert [part.line.dash for part in drawn] == dashes


def test_a_curve_with_five_at_risk_at_its_end_is_solid_throughout() -> None:
    small = survival_summary(cohort([3.0] * 5, [1.0, 0.0, 0.0, 0.0, 0.0]), "os")
    (line,) = steps(kaplan_meier_figure(small), small.groups[0])
    assert (line.line.dash, list(line.y)) == ("solid", pytest.approx([100, 100, 80]))


def _corners(trace: go.Scatter) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Upper and lower edge of a band, both from left to right."""
    points = list(zip(trace.x, trace.y, strict=True))
    half = len(points) // 2
    return points[:half], points[half:][::-1]


@pytest.mark.parametrize("conf_type", ["log", "log-log", "plain", "bpcp"])
def test_the_bands_corners_are_the_limits(conf_type) -> None:
    chosen = Conventions(survival_conf_type=conf_type)
    made = survival_summary(cohort(), "os", conventions=chosen)
    curve = made.groups[0].curve
    upper, lower = _corners(bands(kaplan_meier_figure(made))[0])
    assert (upper[0], lower[0]) == ((0, 100), (0, 100 * curve.conf_low_at_start))
    compared = 0
    for month, low, high in zip(curve.time, curve.conf_low, curve.conf_high, strict=True):
        if math.isnan(low):
            continue
        assert [y for x, y in lower if x == month][-1] == 100 * low
        assert [y for x, y in upper if x == month][-1] == 100 * high
        compared += 1
    assert compared >= 9


def test_the_band_starts_below_100_where_the_lower_limit_does() -> None:
    chosen = Conventions(survival_conf_type="bpcp")
    fig = kaplan_meier_figure(survival_summary(cohort(), "os", conventions=chosen))
    _, lower = _corners(bands(fig)[0])
    # Clopper-Pearson for 10 of 10: 0.025 ** (1 / 10).
    assert lower[0] == (0, pytest.approx(100 * 0.025**0.1))


def test_the_bands_tail_lasts_until_the_curve_reaches_zero(summary: SurvivalSummary) -> None:
    curve = summary.groups[0].curve
    # The limits are not defined at month 12, where the curve is 0, but up to that month.
    assert math.isnan(curve.conf_low[-1])
    assert not math.isnan(curve.conf_low[-2])
    upper, lower = _corners(bands(kaplan_meier_figure(summary))[0])
    assert upper[-2:] == [(9, 100 * curve.conf_high[-2]), (12, 100 * curve.conf_high[-2])]
    assert lower[-2:] == [(9, 100 * curve.conf_low[-2]), (12, 100 * curve.conf_low[-2])]


def test_the_band_ends_at_the_last_follow_up_where_limits_are_defined_there() -> None:
    made = survival_summary(cohort([2.0, 4.0, 6.0], [1.0, 0.0, 0.0]), "os")
    upper, lower = _corners(bands(kaplan_meier_figure(made))[0])
    assert (upper[-1][0], lower[-1][0]) == (6, 6)


def test_the_band_can_be_left_out(summary: SurvivalSummary) -> None:
    assert len(bands(kaplan_meier_figure(summary))) == 1
    assert bands(kaplan_meier_figure(summary, show_band=False)) == []


def test_more_than_eight_groups_have_no_bands() -> None:
    assert MOST_BANDS == 8
    assert len(bands(kaplan_meier_figure(many_groups(8)))) == 8
    assert bands(kaplan_meier_figure(many_groups(9))) == []


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
    fig = kaplan_meier_figure(two)
    ticks = np.asarray(fig.layout.xaxis.tickvals)
    assert ticks.tolist() == [0, 2, 4, 6, 8, 10, 12]
    assert fig.layout.yaxis2.anchor == "x"
    for position, (row, group) in enumerate(zip(risk_rows(fig), two.groups, strict=True)):
        assert (row.xaxis or "x", row.yaxis) == ("x", "y2")
        assert list(row.x) == ticks.tolist()
        assert set(row.y) == {position}
        assert list(row.text) == [str(n) for n in group.curve.n_risk_at(ticks)]


def test_numbers_at_risk_worked_by_hand(summary: SurvivalSummary) -> None:
    (row,) = risk_rows(kaplan_meier_figure(summary))
    # A case that leaves at month 2 is still at risk there.
    assert dict(zip(row.x, row.text, strict=True)) == {
        0: "10",
        2: "9",
        4: "7",
        6: "5",
        8: "3",
        10: "1",
        12: "1",
    }


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


def test_a_group_without_events_is_a_flat_line_to_its_last_follow_up() -> None:
    made = cohort([5.0, 9.0, 3.0, 20.0], [0.0, 0.0, 1.0, 0.0], ["A", "A", "B", "B"])
    summary = survival_summary(made, "os", by=["regimen"])
    (line,) = steps(kaplan_meier_figure(summary), summary.groups[0])
    assert set(line.y) == {100}
    assert (line.x[0], line.x[-1]) == (0, 9)


def test_an_empty_summary_draws_nothing_and_is_valid() -> None:
    empty = survival_summary(cohort([], []), "os")
    fig = kaplan_meier_figure(empty)
    assert len(fig.data) == 0
    assert len(go.Figure(fig.to_dict()).data) == 0
    assert describe_curves(empty.groups) == "No curve: nobody in view enters this endpoint."


def test_a_text_from_the_sheet_is_not_read_as_html() -> None:
    made = cohort([5.0, 9.0], [1.0, 0.0], ["<b>A</b>", "#000012"])
    fig = kaplan_meier_figure(survival_summary(made, "os", by=["regimen"]))
    drawn = " ".join(
        [*(entry.name for entry in keys(fig)), *fig.layout.yaxis2.ticktext]
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
    assert heading.text == "Number at risk (lines)"


@pytest.mark.parametrize("n", [1, 3, 8, 15])
def test_the_heading_stands_between_axis_title_and_table_at_any_number_of_groups(n: int) -> None:
    layout = kaplan_meier_figure(many_groups(n)).layout
    drawable = layout.height - layout.margin.t - layout.margin.b
    heading = layout.annotations[0]
    assert (heading.yref, heading.y) == ("y domain", 0)
    gap = drawable * (layout.yaxis.domain[0] - layout.yaxis2.domain[1])
    # Tick labels and axis title take 44 pixels, the heading 19.
    assert 44 <= -heading.yshift <= gap - 19
    assert drawable * layout.yaxis2.domain[1] == pytest.approx(n * RISK_ROW_HEIGHT)


def test_no_patient_is_in_the_figure(summary: SurvivalSummary) -> None:
    drawn = kaplan_meier_figure(summary).to_json()
    assert [f"p{i}" for i in range(10) if f'"p{i}"' in drawn] == []
