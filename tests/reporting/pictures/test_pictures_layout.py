"""No word of a picture is cut off, too small or upon another, at any journal's width."""

from __future__ import annotations

from itertools import combinations
from typing import cast

import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from imt_core.analyses.computed_view import compute_view
from imt_core.reporting.pictures.picture import JOURNAL_WIDTHS_MM, draw_picture
from imt_core.reporting.pictures.picture_style import drawing_parameters
from imt_core.reporting.pictures.sheet import SMALLEST
from tests.reporting.pictures.picture_views import CONTEXT, HARD_VIEWS, KINDS, nine_view


def boxes(figure: Figure) -> list[tuple[str, float, Bbox]]:
    """Each text that is seen, its size, and the box around its letters in points."""
    figure.set_dpi(72)
    canvas = FigureCanvasAgg(figure)
    with rc_context(drawing_parameters()):
        # Axes settle their labels; no dot is drawn.
        figure.draw_without_rendering()
        return [
            # A hair less: a line may end where the next begins.
            (
                text.get_text(),
                cast("float", text.get_fontsize()),
                text.get_window_extent(canvas.get_renderer()).padded(-0.1),
            )
            for text in figure.findobj(Text)
            if text.get_visible() and text.get_text().strip()
        ]


def assert_readable(figure: Figure) -> None:
    found = boxes(figure)
    width, height = 72 * figure.get_size_inches()
    outside = [
        text
        for text, _, box in found
        if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height
    ]
    assert outside == []
    upon = [(a, b) for (a, _, box), (b, _, other) in combinations(found, 2) if box.overlaps(other)]
    assert upon == []
    assert min(size for _, size, _ in found) >= SMALLEST == 7


@pytest.mark.parametrize("width_mm", [80, JOURNAL_WIDTHS_MM[-1]])
@pytest.mark.parametrize("name", HARD_VIEWS)
def test_no_text_is_cut_off_or_lies_upon_another(name: str, width_mm: int) -> None:
    cohort, request = HARD_VIEWS[name]
    assert_readable(draw_picture(compute_view(cohort(), request), CONTEXT, width_mm=width_mm))


@pytest.mark.parametrize("width_mm", JOURNAL_WIDTHS_MM)
@pytest.mark.parametrize("name", KINDS)
def test_nine_groups_with_names_of_40_letters_are_readable(name: str, width_mm: int) -> None:
    assert_readable(draw_picture(nine_view(name), CONTEXT, width_mm=width_mm))


@pytest.mark.parametrize("name", ["curves", "waterfall", "spider"])
@pytest.mark.parametrize("n", [3, 400])
def test_three_lines_and_four_hundred_are_readable(name: str, n: int) -> None:
    assert_readable(draw_picture(nine_view(name, n), CONTEXT, width_mm=85))
