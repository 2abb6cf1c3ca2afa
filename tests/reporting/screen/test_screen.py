"""What is presented: large type, few lanes and rows a page, and nothing lost between pages."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.standard_views import standard_views
from imt_core.analyses.view_request import ViewRequest
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import WITHHELD, view_document
from imt_core.reporting.design.theme import DARK, LIGHT
from imt_core.reporting.screen import view as screen_view
from imt_core.reporting.screen.canvas import draw_page
from imt_core.reporting.screen.slides import Slide, view_slides
from imt_core.reporting.screen.stage import TEXT, WIDTH, text_width
from imt_core.reporting.screen.swimmer import MOST_LANES
from imt_core.reporting.screen.table_pages import MOST_ROWS, table_pages
from imt_core.reporting.screen.thumbnail import thumbnail
from imt_core.reporting.screen.view import view_chart, view_pages
from tests.places import sample_cohort

CONTEXT = ExportContext(cohort_name="IMT")
BY_REGIMEN = ViewRequest(kind="survival", by=("regimen",))


@cache
def views() -> tuple[ComputedView, ...]:
    cohort = sample_cohort()
    requests = (*standard_views(cohort, ViewRequest(kind="baseline")), BY_REGIMEN)
    return tuple(compute_view(cohort, request) for request in requests)


@cache
def slides() -> tuple[Slide, ...]:
    return tuple(slide for view in views() for slide in view_slides(view, CONTEXT))


def drawn(slide: Slide) -> go.Figure:
    assert slide.chart is not None
    return draw_page(slide.chart, LIGHT, slide.height)


def of_kind(kind: str) -> ComputedView:
    return next(view for view in views() if view.request.kind == kind)


def sizes(node: Any) -> list[float]:
    """Every size of type in a figure; sizes of marks and patterns are none."""
    if isinstance(node, list | tuple):
        return [size for part in node for size in sizes(part)]
    if not isinstance(node, dict):
        return []
    fonts = [part["size"] for name, part in node.items() if name.endswith("font")]
    return [*fonts, *(size for part in node.values() for size in sizes(part))]


def test_every_text_of_every_page_is_large_and_every_page_as_large_as_the_stage() -> None:
    charts = [slide for slide in slides() if slide.chart is not None]
    assert len(charts) == 20
    for slide in charts:
        figure = drawn(slide)
        assert min(sizes(figure.layout.to_plotly_json())) == TEXT
        assert min([TEXT, *sizes([trace.to_plotly_json() for trace in figure.data])]) == TEXT
        assert (figure.layout.width, figure.layout.height) == (WIDTH, slide.height)
        assert all(0 <= text.x <= 1 and -0.001 <= text.y <= 1 for text in figure.layout.annotations)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_every_page_is_valid_plotly_in_the_colours_of_its_theme(theme) -> None:
    for view in views():
        for page in view_pages(view)[:1]:
            figure = go.Figure(draw_page(page, theme, 560).to_dict())
            assert figure.layout.paper_bgcolor == theme.paper


def test_lanes_are_few_on_a_page_and_all_of_them_are_shown_in_their_order() -> None:
    view = of_kind("swimmer")
    chart, pages = view_chart(view), view_pages(view)
    assert max(len(page.lanes) for page in pages) == MOST_LANES
    assert [lane.key for page in pages for lane in page.lanes] == [lane.key for lane in chart.lanes]
    assert [group.label for page in pages for group in page.groups] == [
        "anthracycline-based",
        "anthracycline-based (continued)",
        "anthracycline-based (continued)",
        "MTX-V",
        "MTX-V (continued)",
        "other regimens",
    ]
    # Bars and marks stand where the whole plot has them.
    assert {page.axis for page in pages} == {chart.axis}
    assert all(lane.row < page.n_rows for page in pages for lane in page.lanes)


def test_lanes_that_no_screen_can_show_are_told_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_view, "MOST_LANES", 47)
    (slide,) = view_slides(of_kind("swimmer"), ExportContext(cohort_name="IMT"))
    assert (slide.chart, slide.table) == (None, None)
    assert slide.told == "A picture of 48 lanes could not be read. Filter to at most 47."


def test_a_long_forest_goes_on_under_its_heading_with_everybody_on_every_page() -> None:
    columns = ("regimen", "stage", "alk_status", "sex", "primary_site", "line_group", "centre")
    cohort = sample_cohort()
    columns = tuple(column for column in columns if cohort.has(column))
    view = compute_view(cohort, ViewRequest(kind="forest", columns=columns))
    chart, pages = view_chart(view), view_pages(view)
    assert len(pages) > 1
    assert [page.lines[0].text for page in pages] == ["Overall"] * len(pages)
    assert max(len(page.lines) for page in pages) <= 15
    shown = [line.name for page in pages for line in page.lines if line.indented]
    assert shown == [line.name for line in chart.lines if line.indented]


def test_curves_of_many_groups_take_several_pages_and_keep_their_numbers_at_risk() -> None:
    view = views()[-1]
    pages = view_pages(view)
    assert max(len(page.curves) for page in pages) == 6
    assert [curve.label for page in pages for curve in page.curves] == [
        group.label for group in view.result.groups
    ]
    figure = draw_page(pages[0], LIGHT, 560)
    at_risk = [list(trace.text) for trace in figure.data if trace.mode == "text"]
    for row, group in zip(at_risk, view.result.groups[:6], strict=True):
        assert row == [str(n) for n in group.curve.n_risk_at(np.array(pages[0].months.ticks))]


def test_a_long_name_in_wide_letters_ends_its_key_within_the_stage() -> None:
    (chart,) = view_pages(of_kind("survival"))
    curves = [replace(curve, label="中" * 60) for curve in chart.curves]
    figure = draw_page(replace(chart, curves=tuple(curves)), LIGHT, 560)
    key = [text for text in figure.layout.annotations if "中" in text.text and " · " in text.text]
    assert len(key) == len(curves)
    assert max(text.x * WIDTH + text_width(text.text) for text in key) <= WIDTH


def test_no_cell_that_fits_is_wrapped_and_a_long_word_may_break() -> None:
    table = pd.DataFrame({"Row": ["x y"], "n": ["10 (40.0%)"], "told": ["z" * 90]})
    (page,) = table_pages(table, 560)
    assert page.iloc[0].tolist()[:2] == ["x\u00a0y", "10\u00a0(40.0%)"]
    assert max(map(len, page.iloc[0, 2].split("\u200b"))) == 20


def test_the_shares_of_the_bars_are_those_of_the_chart() -> None:
    view = of_kind("response")
    chart, figure = view_chart(view), draw_page(view_pages(view)[0], LIGHT, 560)
    assert [list(trace.x) for trace in figure.data] == [
        [row.parts[index].share for row in chart.drawn] for index in range(len(chart.levels))
    ]
    assert list(figure.data[0].text) == ["", "CR 2", "CR 1"]


def test_a_table_is_broken_between_rows_and_between_columns_and_loses_no_cell() -> None:
    wide = {
        f"Column {at} with a long heading": [f"{at}.{row}" for row in range(30)] for at in range(9)
    }
    table = pd.DataFrame({"Row": [str(row) for row in range(30)], **wide})
    pages = table_pages(table, 560)
    assert max(len(page) for page in pages) <= MOST_ROWS
    assert {page.columns[0] for page in pages} == {"Row"}
    assert all(len(page.columns) < len(table.columns) for page in pages)
    cells = [cell for page in pages for cell in page.iloc[:, 1:].to_numpy().ravel()]
    assert sorted(cells) == sorted(table.iloc[:, 1:].to_numpy().ravel())


def test_long_cells_take_the_room_of_more_rows() -> None:
    table = pd.DataFrame({"Row": ["word " * 60] * 6, "n": ["1"] * 6})
    assert [len(page) for page in table_pages(table, 560)] == [2, 2, 2]


def test_levels_that_go_on_stand_under_their_heading_again() -> None:
    pages = [slide.table for slide in view_slides(of_kind("baseline"), CONTEXT)]
    assert max(len(page) for page in pages) <= MOST_ROWS + 1
    first = [page.iloc[0, 0] for page in pages if page is not None]
    # What fits in its column does not wrap.
    assert first[:2] == [
        "Treatment\u00a0lines",
        "ALK\u00a0assay\u00a0within\u00a0ALK-positive (continued)",
    ]
    assert not any(text.startswith("\u00a0") for text in first)


def test_each_page_has_the_title_its_part_and_the_answer() -> None:
    first = [slide for slide in slides() if slide.title.startswith("Swimmer plot")][:4]
    assert [slide.title[-6:] for slide in first] == [" (1/4)", " (2/4)", " (3/4)", " (4/4)"]
    assert len({slide.sentence for slide in first}) == 1
    assert all(slide.sentence for slide in slides())


def test_a_masked_view_has_neither_its_chart_nor_a_sentence() -> None:
    masked = replace(CONTEXT, small_cells_under=5)
    response, swimmer = of_kind("response"), of_kind("swimmer")
    for slide in view_slides(response, masked):
        assert (slide.chart, slide.sentence) == (None, "")
    (told,) = view_slides(swimmer, masked)
    assert (told.chart, told.table, told.told) == (None, None, WITHHELD)
    assert told.title == view_document(swimmer, masked).title


def test_a_view_in_small_holds_shapes_and_no_word() -> None:
    pictures = [thumbnail(view_chart(view), DARK) for view in views()]
    assert len(set(pictures)) == len(views())
    assert all(picture.startswith("<svg") and "text" not in picture for picture in pictures)
    assert max(map(len, pictures)) < 12_000
