"""No word of a picture is cut off or lies upon another, at any journal's width."""

from __future__ import annotations

from itertools import combinations

import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from imt_core.analyses.computed_view import compute_view
from imt_core.reporting.pictures.picture import DPI, JOURNAL_WIDTHS_MM, draw_picture
from imt_core.reporting.pictures.picture_style import drawing_parameters
from tests.reporting.pictures.picture_views import CONTEXT, HARD_VIEWS


def boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    """Each text that is seen, with the box around its letters in dots."""
    figure.set_dpi(DPI)
    canvas = FigureCanvasAgg(figure)
    with rc_context(drawing_parameters()):
        canvas.draw()
        return [
            # A hair less: a line may end where the next begins.
            (text.get_text(), text.get_window_extent(canvas.get_renderer()).padded(-0.4))
            for text in figure.findobj(Text)
            if text.get_visible() and text.get_text().strip()
        ]


@pytest.mark.parametrize("width_mm", [80, JOURNAL_WIDTHS_MM[-1]])
@pytest.mark.parametrize("name", HARD_VIEWS)
def test_no_text_is_cut_off_or_lies_upon_another(name: str, width_mm: int) -> None:
    cohort, request = HARD_VIEWS[name]
    figure = draw_picture(compute_view(cohort(), request), CONTEXT, width_mm=width_mm)
    found = boxes(figure)
    width, height = DPI * figure.get_size_inches()
    outside = [
        text for text, box in found if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height
    ]
    assert outside == []
    upon = [(a, b) for (a, box), (b, other) in combinations(found, 2) if box.overlaps(other)]
    assert upon == []
