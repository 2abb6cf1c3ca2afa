"""A deck is read from the last row: no small type, few slides."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from functools import cache

import pytest

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.standard_views import standard_views
from imt_core.analyses.view_request import ViewRequest
from imt_core.reporting.slides.deck import write_deck
from imt_core.reporting.slides.slide_text import SMALLEST_TEXT, count_lines
from tests.places import sample_cohort
from tests.reporting.slides import templates
from tests.reporting.slides.deck_parts import CONTEXT, opened

LONG = dataclasses.replace(CONTEXT, appendix=True)
MASKED = dataclasses.replace(CONTEXT, small_cells_under=5)
BY = ("regimen_group",)
SIX = (
    ViewRequest(kind="baseline", by=BY),
    ViewRequest(kind="response", by=BY),
    ViewRequest(kind="survival", by=BY),
    ViewRequest(kind="survival", endpoint="rfs", by=BY),
    ViewRequest(kind="survival", endpoint="os", by=BY),
    ViewRequest(kind="swimmer"),
)


@cache
def views(*, standard: bool) -> tuple[ComputedView, ...]:
    cohort = sample_cohort()
    usual = standard_views(cohort, ViewRequest(kind="baseline"))
    return tuple(compute_view(cohort, request) for request in (usual if standard else SIX))


@cache
def decks() -> dict[str, bytes]:
    six = views(standard=False)
    return {
        "appendix": write_deck(views(standard=True), LONG),
        "masked": write_deck(six, MASKED),
        "4:3": write_deck(six, CONTEXT, template=templates.four_to_three()),
        "Verdana": write_deck(six[::2], CONTEXT, template=templates.banded()),
    }


@pytest.mark.parametrize("name", ["appendix", "masked", "4:3", "Verdana"])
def test_no_text_of_a_slide_or_its_charts_is_smaller_than_14_points(name: str) -> None:
    small: dict[str, set[str]] = {}
    with zipfile.ZipFile(io.BytesIO(decks()[name])) as package:
        for part in package.namelist():
            if re.fullmatch(r"ppt/(slides|charts)/[^/]+\.xml", part):
                text = package.read(part).decode()
                # A run without a size of its own would have that of a layout, or of an old chart.
                assert not re.search(r"<a:rPr(?![^>]* sz=)[^>]*>", text), part
                assert "/charts/" not in part or re.search(r"<c:txPr>.*? sz=", text, re.DOTALL)
                sizes = set(re.findall(r' sz="(\d+)"', text))
                few = {size for size in sizes if int(size) < 100 * SMALLEST_TEXT}
                small |= {part: few} if few else {}
    assert small == {}
    assert SMALLEST_TEXT == 14.0


def test_six_views_of_the_sample_take_at_most_9_slides_table_1_two_of_them() -> None:
    titles = [
        s.shapes.title.text for s in opened(write_deck(views(standard=False), CONTEXT)).slides
    ]
    assert len(titles) <= 9
    assert sum(title.startswith("Baseline") for title in titles) == 2


def test_any_six_of_the_standard_views_take_at_most_9_slides() -> None:
    presentation = opened(write_deck(views(standard=True), CONTEXT))
    parts = [re.search(r"\((\d+)/(\d+)\)$", s.shapes.title.text) for s in presentation.slides]
    n_slides = sorted((int(part[2]) if part else 1) for part in parts if not part or part[1] == "1")
    assert len(n_slides) == len(views(standard=True))
    assert sum(n_slides[-6:]) <= 9


def test_titles_take_two_lines_at_most_and_are_of_24_points() -> None:
    for slide in opened(decks()["appendix"]).slides:
        title = slide.shapes.title
        (run,) = title.text_frame.paragraphs[0].runs
        assert run.font.size.pt == 24.0
        assert count_lines(title.text, 24.0, title.width / 914400, bold=True) <= 2
        assert "…" not in title.text
