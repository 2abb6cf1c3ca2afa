"""What a picture tells apart by colour, it tells apart in grey too."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from matplotlib.axes import Axes

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.reporting.design.chart import Chart, design
from imt_core.reporting.design.growth import GrowthChart
from imt_core.reporting.design.spider import SpiderChart
from imt_core.reporting.design.stacked import StackedLevel
from imt_core.reporting.design.survival import GroupCurve, SurvivalChart
from imt_core.reporting.design.swimmer import swimmer_chart
from imt_core.reporting.design.theme import LIGHT, N_COLOURS
from imt_core.reporting.pictures.picture import draw_picture
from imt_core.reporting.pictures.swimmer import _PALE
from tests.reporting.pictures.picture_views import CONTEXT, big_cohort, nine_view, small_view


def design_of(view: ComputedView) -> Chart | None:
    return design(view.result, view.request)


LEAST = 10.0
"""Of lightness, 0 for black and 100 for white: what is seen as another grey side by side."""


def lightness(colour: str) -> float:
    """Of a colour in grey: L* of CIELAB."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def test_lightness_runs_from_black_to_white() -> None:
    assert [lightness("#000000"), lightness("#FFFFFF")] == pytest.approx([0, 100])
    assert lightness("#777777") == pytest.approx(50, abs=0.2)


LEVELS = {
    "responses": [("response", name) for name in LIGHT.response],
    "grades": [("grade", grade) for grade in range(len(LIGHT.grade))],
    "next lines": [
        *(("group", at) for at in range(N_COLOURS)),
        *(("end", at) for at in range(len(LIGHT.end))),
    ],
}


@pytest.mark.parametrize("name", LEVELS)
def test_parts_of_bars_differ_in_pattern_or_lightness(name: str) -> None:
    looks = [
        StackedLevel(name="", short="", colours=colours, at=at).look(LIGHT)  # type: ignore[arg-type]
        for colours, at in LEVELS[name]
    ]
    alike = [
        (a, b)
        for a, b in combinations(looks, 2)
        if a.pattern == b.pattern and abs(lightness(a.fill) - lightness(b.fill)) < LEAST
    ]
    assert alike == []


def test_bars_of_a_swimmer_differ_in_lightness_and_the_palest_has_an_outline() -> None:
    fills = {name: lightness(fill) for name, fill in LIGHT.response.items()}
    alike = [
        pair for pair in combinations(fills, 2) if abs(fills[pair[0]] - fills[pair[1]]) < LEAST
    ]
    assert alike == [("SD", _PALE)]
    view = compute_view(big_cohort(), ViewRequest(kind="swimmer"))
    lanes = swimmer_chart(view.result).lanes
    n = sum(bar.response == _PALE for lane in lanes for bar in lane.bars)
    (axes,) = draw_picture(view, CONTEXT, width_mm=180).axes
    outlines = [line for line in axes.lines if line.get_linewidth() == 0.6]
    # Four corners, the first again, and a gap.
    assert sum(len(line.get_xdata()) for line in outlines) == 6 * n > 0


def test_lines_of_a_spider_end_in_marks_of_their_own() -> None:
    chart = design_of(nine_view("spider"))
    assert isinstance(chart, SpiderChart)
    marks = [look.mark for look in chart.looks]
    # Eight marks: the ninth group has the first again.
    assert len(marks) == 9
    assert len(set(marks)) == 8


def test_points_of_growth_differ_by_mark_or_by_their_side_of_the_dashed_line() -> None:
    chart = design_of(nine_view("growth"))
    assert isinstance(chart, GrowthChart)
    cues = {(points.mark, points.name.startswith("above")) for points in chart.points}
    assert len(cues) == len(chart.points) > 2
    for points in chart.points:
        is_above = points.name.startswith("above")
        assert all((y > 1.33 * x) == is_above for x, y in zip(points.x, points.y, strict=True))


@pytest.mark.parametrize("view", [small_view("survival"), nine_view("curves")], ids=["two", "nine"])
@pytest.mark.parametrize("width_mm", [85, 180])
def test_each_curve_carries_the_number_that_the_key_gives_its_group(
    view: ComputedView, width_mm: int
) -> None:
    chart = design_of(view)
    assert isinstance(chart, SurvivalChart)
    figure = draw_picture(view, CONTEXT, width_mm=width_mm)
    (axes,) = figure.axes
    found = [text.get_text() for text in figure.texts]
    beside = [(number, name.partition(" ")[0]) for number, name in pairwise(found)]
    assert [text.get_text() for text in axes.texts] == [
        str(at) for at in range(1, len(chart.curves) + 1)
    ]
    for text, curve in zip(axes.texts, chart.curves, strict=True):
        assert (text.get_text(), curve.label.split()[0]) in beside
        assert _nearest(axes, text.get_position(), curve) < 0.1


def test_one_curve_has_no_number() -> None:
    view = compute_view(big_cohort(), ViewRequest(kind="survival", endpoint="os"))
    (axes,) = draw_picture(view, CONTEXT, width_mm=85).axes
    assert len(axes.texts) == 0


def _nearest(axes: Axes, at: tuple[float, float], curve: GroupCurve) -> float:
    """Percent of the axes between a point and the curve, whose pieces are level or upright."""
    parts = [np.column_stack(part) for part in (curve.solid, curve.dashed) if part is not None]
    line = np.concatenate(parts)
    ends = np.stack((line[1:], line[:-1]))
    gaps = np.array(at) - np.clip(np.array(at), ends.min(axis=0), ends.max(axis=0))
    span = np.array([np.ptp(axes.get_xlim()), np.ptp(axes.get_ylim())])
    return float((100 * np.abs(gaps) / span).max(axis=1).min())
