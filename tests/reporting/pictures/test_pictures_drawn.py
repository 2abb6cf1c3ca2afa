"""What a picture draws is what its result object holds, and what the screen shows."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.reporting.design import theme
from imt_core.reporting.design.survival import MOST_BANDS, month_ticks, step_points
from imt_core.reporting.design.swimmer import swimmer_chart
from imt_core.reporting.design.swimmer_words import EVENTS
from imt_core.reporting.design.theme import EVENT_MARKS, GROUP_PATTERNS, LIGHT, RESPONSE_PATTERNS
from imt_core.reporting.pictures.picture import draw_picture
from imt_core.reporting.pictures.picture_style import CENSOR_MARKS
from imt_core.reporting.pictures.swimmer import SHAPES
from tests.reporting.pictures.picture_views import (
    CONTEXT,
    REQUESTS,
    big_cohort,
    small_cohort,
    small_view,
)


def drawn(view: ComputedView, width_mm: float = 180) -> tuple[Figure, Axes]:
    figure = draw_picture(view, CONTEXT, width_mm=width_mm)
    (axes,) = figure.axes
    return figure, axes


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.texts]


def test_every_symbol_and_pattern_of_the_theme_can_be_drawn() -> None:
    assert set(EVENT_MARKS.values()) == set(SHAPES)
    assert len({shape for shape, _ in SHAPES.values()}) == len(SHAPES)
    assert set("".join([*RESPONSE_PATTERNS.values(), *GROUP_PATTERNS])) <= set("/\\|-+xoO.*")
    assert set(CENSOR_MARKS) == set(theme.CENSOR_MARKS)
    # The dot is a filled circle.
    assert len(set(CENSOR_MARKS.values())) == len(theme.CENSOR_MARKS) - 1


def test_the_drawn_steps_are_the_curves_steps() -> None:
    view = small_view("survival")
    _, axes = drawn(view)
    for index, group in enumerate(view.result.groups):
        parts = [
            line
            for line in axes.lines
            if line.get_color() == LIGHT.colour(index) and line.get_linestyle() != "None"
        ]
        x, y = step_points(group.curve.time, group.curve.estimate)
        # Where the solid part ends the dashed one begins, in the same point.
        together = [np.concatenate([part.get_data()[i] for part in parts]) for i in (0, 1)]
        keep = np.ones(together[0].size, dtype=bool)
        if len(parts) == 2:
            keep[len(parts[0].get_xdata())] = False
        assert together[0][keep].tolist() == x.tolist()
        assert together[1][keep] == pytest.approx(100 * y)


def test_a_curve_is_dashed_where_few_are_at_risk() -> None:
    request = ViewRequest(kind="survival", endpoint="os", axis="whole")
    view = compute_view(small_cohort(), request)
    _, axes = drawn(view)
    solid, dashed = [line for line in axes.lines if line.get_marker() == "None"]
    # At month 6 five are at risk, and four after it.
    assert (solid.get_linestyle(), dashed.get_linestyle()) == ("-", "--")
    assert (solid.get_xdata()[-1], dashed.get_xdata()[0], dashed.get_xdata()[-1]) == (6, 6, 12)


def test_censored_cases_are_marked_on_the_curve() -> None:
    view = small_view("survival")
    _, axes = drawn(view)
    marks = [line for line in axes.lines if line.get_marker() != "None"]
    for index, (group, mark) in enumerate(zip(view.result.groups, marks, strict=True)):
        censored = group.curve.n_censor > 0
        assert mark.get_xdata().tolist() == group.curve.time[censored].tolist()
        assert mark.get_ydata() == pytest.approx(100 * group.curve.estimate[censored])
        assert mark.get_marker() == CENSOR_MARKS[theme.CENSOR_MARKS[index]]


@pytest.mark.parametrize(("n", "n_bands"), [(2, 2), (MOST_BANDS, MOST_BANDS), (MOST_BANDS + 1, 0)])
def test_bands_are_drawn_for_as_many_groups_as_on_screen(n: int, n_bands: int) -> None:
    frame = big_cohort().frame.head(3 * n)
    names = [f"group {i % n}" for i in range(len(frame))]
    cohort = Cohort(frame=frame.assign(regimen=names), name="groups")
    figure, axes = drawn(compute_view(cohort, REQUESTS["survival"]))
    assert len(axes.patches) == n_bands
    assert any("around a curve: its pointwise 95% CI" in text for text in texts(figure)) == bool(
        n_bands
    )


def test_bands_may_be_left_out() -> None:
    request = ViewRequest(kind="survival", endpoint="os", show_band=False)
    _, axes = drawn(compute_view(small_cohort(), request))
    assert len(axes.patches) == 0


@pytest.mark.parametrize("width_mm", [85, 180])
def test_numbers_at_risk_stand_below_the_ticks_of_the_axis(width_mm: int) -> None:
    view = small_view("survival")
    figure, axes = drawn(view, width_mm)
    ticks = month_ticks(12.0)
    assert axes.get_xticks().tolist() == list(ticks)
    assert axes.get_xlim() == (0, pytest.approx(1.02 * 12))
    assert (axes.get_yticks().tolist(), axes.get_ylim()) == ([0, 25, 50, 75, 100], (0, 102))
    numbers = [text for text in figure.texts if text.get_ha() == "center"][1:]
    months = np.array(ticks)
    expected = [
        str(n)
        for curve in (group.curve for group in view.result.groups)
        for row in (curve.n_risk_at, curve.n_censor_before, curve.n_event_before)
        for n in row(months)
    ]
    assert [text.get_text() for text in numbers] == expected
    assert texts(figure).count("censored") == texts(figure).count("events") == 2
    for text, tick in zip(numbers, 6 * ticks, strict=True):
        at = axes.transData.transform((tick, 0))[0]
        assert text.get_transform().transform(text.get_position())[0] == pytest.approx(at)


def test_bars_are_the_shares_of_evaluable_cases() -> None:
    view = small_view("response")
    _, axes = drawn(view)
    bars = [
        (to_hex(bar.get_facecolor()).upper(), bar.get_x(), bar.get_width()) for bar in axes.patches
    ]
    a, b = view.result.groups
    assert (a.counts, b.counts) == (
        {"CR": 1, "PR": 1, "SD": 0, "PD": 1},
        {"CR": 0, "PR": 2, "SD": 1, "PD": 0},
    )
    third = pytest.approx(100 / 3)
    colour = LIGHT.response
    assert bars == [
        (colour["CR"], 0, third),
        (colour["PR"], third, third),
        (colour["PD"], pytest.approx(200 / 3), third),
        (colour["PR"], 0, pytest.approx(200 / 3)),
        (colour["SD"], pytest.approx(200 / 3), third),
    ]
    assert [text.get_text() for text in axes.texts] == ["CR 1", "PR 1", "PD 1", "PR 2", "SD 1"]


def test_a_count_that_has_no_room_in_its_bar_is_told_above_it() -> None:
    frame = big_cohort().frame.assign(best_response=["PD", *["SD"] * 59])
    view = compute_view(Cohort(frame=frame, name="share"), ViewRequest(kind="response"))
    figure, axes = drawn(view, 85)
    assert [text.get_text() for text in axes.texts] == ["SD 59", ""]
    assert any(text.endswith("PD 1") for text in texts(figure))


def test_a_group_without_evaluable_cases_is_named() -> None:
    frame = small_cohort().frame.assign(best_response=["PR", "NE"] * 5)
    figure, _ = drawn(compute_view(Cohort(frame=frame, name="half"), REQUESTS["response"]))
    assert "Not drawn: B: nobody is evaluable." in texts(figure)


@pytest.mark.parametrize("measure", ["orr", ("os", 6.0)])
def test_a_forest_draws_the_estimates_and_limits_of_its_rows(measure) -> None:
    request = ViewRequest(kind="forest", columns=("regimen",), measure=measure)
    view = compute_view(small_cohort(), request)
    figure, axes = drawn(view)
    rows = [row for row in view.result.rows if row.estimate is not None]
    overall, *others = axes.lines
    assert overall.get_xdata() == pytest.approx([100 * rows[0].estimate] * 2)
    marks = [line for line in others if line.get_marker() != "None"]
    assert [mark.get_xdata()[0] for mark in marks] == pytest.approx(
        [100 * row.estimate for row in rows]
    )
    assert [mark.get_marker() for mark in marks] == ["D", "s", "s"]
    limits = [tuple(line.get_xdata()) for line in others if line.get_marker() == "None"]
    assert limits == [pytest.approx((100 * row.conf_low, 100 * row.conf_high)) for row in rows]
    shown = texts(figure)
    # A rate that is a quotient follows its counts.
    equals = "\u00a0=" if measure == "orr" else ""
    assert all(
        f"{row.n_event}/{row.n}{equals if row.n else ''}" in shown for row in view.result.rows
    )
    assert any(text.startswith(f"{100 * rows[0].estimate:.1f}% (") for text in shown)


def test_a_row_without_a_rate_says_why() -> None:
    frame = small_cohort().frame.assign(best_response=["PR", "NE"] * 5)
    request = ViewRequest(kind="forest", columns=("regimen",))
    figure, _ = drawn(compute_view(Cohort(frame=frame, name="half"), request))
    assert "NE: no evaluable lines" in texts(figure)


def test_lanes_hold_the_bars_of_the_plot() -> None:
    view = compute_view(big_cohort(), ViewRequest(kind="swimmer"))
    _, axes = drawn(view)
    expected = sorted(
        (lane.row, bar.start, bar.length, LIGHT.response[bar.response])
        for lane in swimmer_chart(view.result).lanes
        for bar in lane.bars
    )
    found = sorted(
        (
            bar.get_y() + bar.get_height() / 2,
            bar.get_x(),
            bar.get_width(),
            to_hex(bar.get_facecolor()).upper(),
        )
        for bar in axes.patches
    )
    assert [bar[3] for bar in found] == [bar[3] for bar in expected]
    assert [bar[:3] for bar in found] == [pytest.approx(bar[:3]) for bar in expected]
    hatches = {bar.get_hatch() for bar in axes.patches}
    assert {hatch[0] if hatch else "" for hatch in hatches} == set(GROUP_PATTERNS[:3])


@pytest.mark.parametrize("kind", ["first response", "progression", "ongoing", "death", "alive"])
def test_events_are_marked_as_on_screen(kind: str) -> None:
    view = compute_view(big_cohort(), ViewRequest(kind="swimmer"))
    figure, axes = drawn(view)
    expected = sorted(
        (event.month, lane.row)
        for lane in swimmer_chart(view.result).lanes
        for event in lane.events
        if event.kind == kind
    )
    shape, _ = SHAPES[EVENT_MARKS[kind]]
    (line,) = [line for line in axes.lines if line.get_marker() == shape]
    assert sorted(zip(*line.get_data(), strict=True)) == [pytest.approx(at) for at in expected]
    assert EVENTS[kind] in texts(figure)


def test_a_swimmer_plot_grows_with_its_lanes_and_may_end_early() -> None:
    heights = []
    for n in (1, 30, 60):
        cohort = Cohort(frame=big_cohort().frame.head(n), name="some")
        figure, _ = drawn(compute_view(cohort, ViewRequest(kind="swimmer")))
        heights.append(figure.get_figheight())
    assert heights == sorted(set(heights))
    early = compute_view(big_cohort(), ViewRequest(kind="swimmer", until_months=12.0))
    _, axes = drawn(early)
    assert axes.get_xlim()[1] == 12
    assert all(line.get_clip_on() for line in axes.lines)
