"""Slides of charts of hard cohorts: all lies on the slide, apart and legible, and none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any

import pytest

from imt_core.reporting.design.chart import design
from imt_core.reporting.slides.deck import write_deck
from imt_core.reporting.slides.slide_text import SMALLEST_TEXT, TEXT_THAT_MATTERS, text_height
from tests.reporting.slides.deck_parts import CONTEXT, opened, texts
from tests.reporting.slides.slide_cohorts import CHOSEN, COHORTS, NINE, chart_views

_INCH = 914400
_TOUCH = 0.035 * _INCH
"""How far boxes may reach into one another: the room around letters is more."""


@cache
def deck(name: str) -> Any:
    return opened(write_deck(chart_views(name), CONTEXT))


def own_shapes(slide) -> list:
    """All shapes but title, footer and number, which stand on every slide."""
    around = {slide.shapes.title.shape_id}
    return [
        shape
        for shape in slide.shapes
        if shape.shape_id not in around and shape.name not in ("Footer", "Slide number")
    ]


def overlap(one, other) -> bool:
    """Whether two boxes intersect and neither holds the other."""
    edges = [
        (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
        for shape in (one, other)
    ]
    (a, b, c, d), (e, f, g, h) = edges
    if min(c, g) - max(a, e) <= _TOUCH or min(d, h) - max(b, f) <= _TOUCH:
        return False

    def holds(outer, inner) -> bool:
        return all(
            (outer[at] <= inner[at] + _TOUCH) if at < 2 else (outer[at] >= inner[at] - _TOUCH)
            for at in range(4)
        )

    return not (holds(*edges) or holds(*reversed(edges)))


def may_cross(one, other) -> bool:
    """Whether bars stand in the free column of a table, or a line stands for a threshold."""
    names = (one.name, other.name)
    in_table = {one.has_chart, other.has_chart} == {one.has_table, other.has_table} == {True, False}
    return in_table or any(name.startswith("Threshold") for name in names)


def is_filled(shape) -> bool:
    """Whether a shape holds text or something drawn."""
    return shape.has_chart or shape.has_table or not shape.has_text_frame or bool(shape.text)


@pytest.mark.parametrize("name", COHORTS)
def test_boxes_lie_on_the_slide_and_apart(name: str) -> None:
    presentation = deck(name)
    right, bottom = presentation.slide_width, presentation.slide_height
    outside, crossed = [], []
    for number, slide in enumerate(presentation.slides, start=1):
        shapes = [shape for shape in own_shapes(slide) if is_filled(shape)]
        outside += [
            (number, shape.name)
            for shape in shapes
            if min(shape.left, shape.top) < 0
            or shape.left + shape.width > right
            or shape.top + shape.height > bottom
        ]
        crossed += [
            (number, one.name, other.name)
            for one, other in combinations(shapes, 2)
            if overlap(one, other) and not may_cross(one, other)
        ]
    assert outside == []
    assert crossed == []


def paragraphs(frame) -> Iterator[tuple[str, float, bool]]:
    for paragraph in frame.paragraphs:
        runs = paragraph.runs
        if runs:
            sizes = [run.font.size.pt for run in runs]
            yield paragraph.text, max(sizes), any(run.font.bold for run in runs)


@pytest.mark.parametrize("name", COHORTS)
def test_texts_fit_in_their_boxes_and_rows(name: str) -> None:
    for slide in deck(name).slides:
        for shape in own_shapes(slide):
            if shape.has_text_frame and shape.text:
                width = shape.width / _INCH + 0.02
                needed = sum(
                    text_height(text, size, width, bold=bold)
                    for text, size, bold in paragraphs(shape.text_frame)
                )
                assert needed <= shape.height / _INCH + 0.06, (shape.name, shape.text)
            if shape.has_table:
                columns = [column.width / _INCH - 0.12 for column in shape.table.columns]
                for row in shape.table.rows:
                    for cell, width in zip(row.cells, columns, strict=True):
                        if cell.is_merge_origin:
                            continue
                        needed = sum(
                            text_height(text, size, width + 0.02, bold=bold)
                            for text, size, bold in paragraphs(cell.text_frame)
                        )
                        assert needed + 0.03 <= row.height / _INCH + 0.06, (shape.name, cell.text)


@pytest.mark.parametrize("name", COHORTS)
def test_no_text_of_a_chart_is_smaller_than_the_last_row_reads(name: str) -> None:
    for slide in deck(name).slides:
        for shape in own_shapes(slide):
            sizes = shape._element.xpath(".//a:rPr/@sz | .//a:endParaRPr/@sz")
            if shape.has_chart:
                sizes += shape.chart._chartSpace.xpath("//@sz")
            assert all(int(size) >= 100 * SMALLEST_TEXT for size in sizes), shape.name
            if shape.name.startswith("Group: ") and len(COHORTS[name]().frame) <= 30:
                largest = max(int(size) for size in sizes)
                assert largest >= 100 * TEXT_THAT_MATTERS or name == "letters", shape.name


@pytest.mark.parametrize("kind", ["response", "waterfall", "toxicity"])
def test_a_sample_of_the_key_is_filled_as_the_bars_are(kind: str) -> None:
    (slide,) = opened(write_deck(chart_views("shared patients", kind), CONTEXT)).slides
    fill = "./*[local-name()='spPr']/*[local-name()='pattFill' or local-name()='solidFill']"

    def look(element) -> list[tuple[str, ...]]:
        (found,) = element.xpath(fill)
        return [(part.tag, *part.attrib.values()) for part in found.iter()]

    keys = {
        shape.name.removeprefix("Key: "): look(shape._element)
        for shape in slide.shapes
        if shape.name.startswith("Key: ") and len(shape.name) > len("Key: A")
    }
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    series = {one.name: look(one._element) for one in chart.plots[0].series}
    assert keys == series
    assert len(series) >= 3


def test_each_chart_of_nine_groups_with_long_names_has_one_slide_but_forests() -> None:
    slides = list(deck("nine groups").slides)
    parted = [slide for slide in slides if slide.shapes.title.text.endswith("/2)")]
    assert all("Rates with intervals" in [s.name for s in slide.shapes] for slide in parted)
    assert len(slides) == len(CHOSEN["nine groups"]) + len(parted) // 2


def test_groups_that_are_not_drawn_are_told_on_the_slide_and_in_its_notes() -> None:
    (view,) = chart_views("nine groups", "pfs")
    (slide,) = opened(write_deck([view], CONTEXT)).slides
    chart = design(view.result, view.request)
    drawn = [s.name.removeprefix("Key: ") for s in slide.shapes if s.name.startswith("Key: ")]
    n_left = len(NINE) - len(drawn)
    assert f"Not drawn: {n_left} smaller groups" in texts(slide)
    sizes = {curve.label: curve.n for curve in chart.curves}
    assert min(sizes[label] for label in drawn) >= max(
        n for label, n in sizes.items() if label not in drawn
    )
    notes = slide.notes_slide.notes_text_frame.text
    for curve in chart.curves:
        assert f"{curve.label}: {curve.counted}, {curve.median}." in notes
        assert f"{curve.label}: {', '.join(map(str, curve.rows[0].counts))}" in notes


@pytest.mark.parametrize(
    ("name", "n_slides"),
    [("sample", 4), ("nine groups", 2), ("letters", 2), ("three patients", 1), ("many lines", 1)],
)
def test_a_swimmer_of_any_length_has_two_slides_at_most(name: str, n_slides: int) -> None:
    # Of the sample and of nine groups both lines and patients are drawn.
    assert sum("\nSwimmer plot" in texts(slide) for slide in deck(name).slides) == n_slides
