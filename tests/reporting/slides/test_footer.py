"""The line at the foot of a slide: what must be said stands, as much else as there is room for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.example import example_cohort
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.slides.deck_template import open_canvas
from imt_core.reporting.slides.slide_frame import add_slide, footer_text
from imt_core.reporting.slides.slide_text import SMALLEST_TEXT, text_width

PLAIN = ExportContext(cohort_name="IMT", data_date="May 2024")
RECONSTRUCTED = replace(PLAIN, is_reconstruction=True)


@pytest.fixture(scope="module")
def view() -> ComputedView:
    return compute_view(example_cohort(), ViewRequest(kind="survival", endpoint="os"))


def footers(view: ComputedView, context: ExportContext) -> list[str]:
    """Of the first slide and of the next."""
    canvas, found = open_canvas(None, context), []
    for _ in range(2):
        add_slide(canvas, view, "Title")
        found.append(footer_text(canvas, view))
        assert text_width(found[-1], SMALLEST_TEXT) <= canvas.footer.width
    return found


def test_the_first_slide_tells_the_origin_and_every_slide_unit_and_method(view):
    assert footers(view, PLAIN) == [
        "IMT · data of May 2024 · Counting unit: treatment lines · Kaplan-Meier, 95% CI on the log "
        "scale (Greenwood)",
        "Counting unit: treatment lines (a patient may count more than once) · Kaplan-Meier, 95% "
        "CI on the log scale (Greenwood)",
    ]


def test_what_changes_how_numbers_are_read_stands_on_every_slide(view):
    for context, said in (
        (RECONSTRUCTED, "econstruction"),
        (replace(PLAIN, whole_months=True), "imes rounded to whole months"),
        (replace(PLAIN, small_cells_under=5), "ounts of 1 to 4 are written as <5"),
        (replace(RECONSTRUCTED, whole_months=True, small_cells_under=5), "– is withheld"),
    ):
        for footer in footers(view, context):
            assert said in footer
            assert "Counting unit: treatment lines" in footer


def test_a_long_name_of_a_cohort_gives_way_to_the_unit(view):
    first, _ = footers(view, replace(PLAIN, cohort_name="a very long name " * 12))
    assert first.startswith("Counting unit: treatment lines")
