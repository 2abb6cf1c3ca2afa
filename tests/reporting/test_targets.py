"""Waterfall and spider in every medium: the same bars and lines, marks, words, and masking."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.pseudonyms import patient_key
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.answers import answer_of
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.titles import picture_title
from imt_core.reporting.content.view_document import view_document
from imt_core.reporting.design.chart import design
from imt_core.reporting.design.theme import LIGHT
from imt_core.reporting.figures.view import view_figure
from imt_core.reporting.pictures.picture import draw_picture
from imt_core.reporting.screen.canvas import draw_page
from imt_core.reporting.screen.thumbnail import thumbnail
from imt_core.reporting.screen.view import view_pages
from imt_core.reporting.slides.deck import write_deck
from imt_core.reporting.slides.slide_text import text_width
from tests.places import sample_cohort
from tests.reporting.slides.deck_parts import charts, opened, texts, xy
from tests.reporting.slides.slide_cohorts import made
from tests.reporting.target_cohorts import beyond, with_series

CONTEXT = ExportContext(cohort_name="IMT")
MASKED = ExportContext(cohort_name="IMT", small_cells_under=5)
BY = ("regimen_group",)
INDEX = patient_key("a")


@cache
def view_of(kind: str, cohort: str, by: tuple[str, ...] = (), index: str = "") -> ComputedView:
    cohorts = {"sample": sample_cohort, "beyond": beyond, "series": with_series}
    return compute_view(cohorts[cohort](), ViewRequest(kind=kind, by=by, index=index))


@cache
def deck() -> bytes:
    views = [view_of("waterfall", "beyond", BY, INDEX), view_of("spider", "series", BY)]
    return write_deck(views, CONTEXT)


def test_a_sentence_and_a_title_say_how_many_of_whom() -> None:
    view = view_of("waterfall", "sample")
    assert answer_of(view).sentence == (
        "Shrunk by 30% or more, of measured lines: 21/44\u00a0=\u00a047.7% (32.5–63.3); median "
        "change -23.5%; 4 not measured. Not tested."
    )
    assert picture_title(view).endswith(
        "shrunk by 30% or more, of measured: 21/44\u00a0=\u00a047.7% (32.5–63.3)"
    )
    spider = view_of("spider", "series", BY)
    assert answer_of(spider).sentence == (
        "Shrunk by 30% or more, of measured lines: anthracycline-based 1/2, MTX-V 3/5, "
        "other regimens 1/1; 19 assessments; 40 not measured. Not tested."
    )
    assert [fact.name for fact in answer_of(view).rows[0].facts] == [
        "Shrunk by 30% or more (95% CI)",
        "Of these, CR or PR recorded",
        "Median change (Q1 to Q3)",
    ]


def test_bars_are_the_same_in_every_medium() -> None:
    view = view_of("waterfall", "beyond", BY, INDEX)
    chart = design(view.result, view.request)
    wanted = sorted((bar.x, bar.change) for bar in chart.bars)
    assert wanted == [(0.5, -12.0), (1.5, -30.0), (2.5, -45.0), (5.5, 100.0), (6.5, -12.0)]
    for figure in (view_figure(view).figure, draw_page(chart, LIGHT, 560)):
        bars = [trace for trace in figure.data if trace.type == "bar"]
        assert sorted((x, y) for t in bars for x, y in zip(t.x, t.y, strict=True)) == wanted
    (axes,) = draw_picture(view, CONTEXT, width_mm=180).axes
    drawn = {(round(bar.get_center()[0], 9), bar.get_height()) for bar in axes.patches}
    assert sorted(drawn) == wanted
    (native,) = charts(deck(), "Best change")
    series = native.plots[0].series
    assert {
        (at + 0.5, value)
        for one in series
        for at, value in enumerate(one.values)
        if value is not None
    } == set(wanted)
    assert [one.name for one in series] == list(chart.levels) == ["PR", "SD", "PD", "not recorded"]


def test_a_bar_beyond_the_cut_has_a_mark_and_its_number_in_words() -> None:
    view = view_of("waterfall", "beyond", BY, INDEX)
    drawn = view_figure(view)
    (mark,) = [trace for trace in drawn.figure.data if trace.type == "scatter"]
    assert (list(mark.x), mark.hovertext[0]) == ([5.5], "cut at +100%, goes on to +164%")
    assert drawn.reading == (
        "Dashed: -30% and +20%. Cut at +100%: +164%. Outlined: index patient. "
        "1 not drawn: 1 not evaluable (reason not recorded)."
    )
    assert "▲" in texts(opened(deck()).slides[0])
    assert tuple(drawn.figure.layout.yaxis.tickvals)[-1] == 100


def test_the_index_patient_is_outlined_and_named_and_each_bar_knows_its_patient() -> None:
    view = view_of("waterfall", "beyond", BY, INDEX)
    fig = view_figure(view).figure
    bars = [trace for trace in fig.data if trace.type == "bar"]
    assert {patient for trace in bars for (patient,) in trace.customdata} == set("abcd")
    outlined = [
        (patient, width)
        for trace in bars
        for (patient,), width in zip(trace.customdata, trace.marker.line.width, strict=True)
        if width == 3
    ]
    assert outlined == [("a", 3)] * 2
    words = [note.text for note in fig.layout.annotations if "index patient" in note.text]
    assert len(words) == 2
    # Beside each bar, and where it is said how the chart is read.
    assert texts(opened(deck()).slides[0]).count("index patient") == 3
    assert "index patient" in [
        t.get_text() for t in draw_picture(view, CONTEXT, width_mm=180).axes[0].texts
    ]


def test_the_word_of_the_index_patient_hides_no_bar_beside() -> None:
    chart = design(view_of("waterfall", "beyond", BY, INDEX).result, ViewRequest(kind="waterfall"))
    shrunk, grown = chart.bars[2], chart.bars[3]
    assert (shrunk.change, grown.change) == (-45.0, 100.0)
    # A word over a bar that shrank stands above those that grew, and the other way round.
    assert [chart.clear_of(shrunk, reach) for reach in (1.0, 3.0)] == [0.0, 100.0]
    assert [chart.clear_of(grown, reach) for reach in (0.4, 1.0, 4.0)] == [0.0, -12.0, -45.0]


def test_lines_over_time_are_the_same_in_every_medium() -> None:
    view = view_of("spider", "series", BY)
    chart = design(view.result, view.request)
    wanted = sorted(list(zip(one.x, one.y, strict=True)) for one in chart.threads)
    assert [(0.0, 0.0), (1.5, 6.0), (3.0, 100.0)] in wanted
    figure = view_figure(view).figure
    assert sorted(run for trace in figure.data for run in _runs(trace.x, trace.y)) == wanted
    (axes,) = draw_picture(view, CONTEXT, width_mm=180).axes
    pictured = [list(map(tuple, line.get_xydata().tolist())) for line in axes.lines]
    # A line of one height is the zero line or a threshold.
    assert sorted(line for line in pictured if len({y for _, y in line}) > 1) == wanted
    (native,) = charts(deck(), "Change over time")
    points = [point for series in native.plots[0].series for point in xy(series)]
    assert {point for line in wanted for point in line} <= set(points)
    assert {trace.customdata[0][0] for trace in figure.data} <= {
        t.patient_id for t in chart.threads
    }
    assert "Drawn at +100%: +164%" in chart.reading
    assert "▲ +164%" in [note.text for note in figure.layout.annotations]
    assert "▲ +164%" in [text.get_text() for text in axes.texts]
    assert "▲ +164%" in texts(opened(deck()).slides[1])


def _runs(x, y) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for point in zip(x, y, strict=True):
        if point[0] is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def test_lines_have_the_colours_of_groups_or_without_them_of_responses() -> None:
    grouped = design(view_of("spider", "series", BY).result, ViewRequest(kind="spider"))
    assert [look.name for look in grouped.looks] == [
        "anthracycline-based (2)",
        "MTX-V (5)",
        "other regimens (1)",
    ]
    assert [look.colour_in(LIGHT) for look in grouped.looks] == list(LIGHT.series[:3])
    alone = design(view_of("spider", "series").result, ViewRequest(kind="spider"))
    assert [look.level for look in alone.looks] == ["CR", "PR", "SD", "PD"]
    assert len({look.mark for look in alone.looks}) == 4
    assert alone.looks[0].colour_in(LIGHT) == LIGHT.response["CR"]


def test_400_lines_are_drawn_without_their_names() -> None:
    frame = pd.DataFrame(
        {
            "patient_id": [f"p{n}" for n in range(400)],
            "line_number": [1.0] * 400,
            "best_response": ["PR", "SD"] * 200,
            "target_change_pct": [float(n % 130 - 100) for n in range(400)],
        }
    )
    view = compute_view(Cohort(frame=frame, name="many"), ViewRequest(kind="waterfall"))
    fig = view_figure(view).figure
    assert sum(len(trace.x) for trace in fig.data) == 400
    assert not fig.layout.xaxis.showticklabels
    (native,) = charts(write_deck([view], CONTEXT), "Best change")
    assert native._chartSpace.xpath("//c:catAx/c:tickLblPos/@val") == ["none"]


@pytest.mark.parametrize(("kind", "cohort"), [("waterfall", "sample"), ("spider", "series")])
def test_where_small_counts_are_masked_no_case_is_shown(kind: str, cohort: str) -> None:
    document = view_document(view_of(kind, cohort, BY), MASKED)
    assert not document.shows_chart
    assert all(table.numbers is None for table in document.tables)
    shown = " ".join(table.shown.to_string() for table in document.shown_tables)
    assert "<5" in shown
    assert any("is not yet a response by RECIST" in note for note in document.notes)


def test_documents_hold_the_bars_without_a_patient_s_label() -> None:
    for kind, cohort, each in (
        ("waterfall", "sample", "bars"),
        ("spider", "series", "assessments"),
    ):
        tables = view_document(view_of(kind, cohort), CONTEXT).tables
        assert [table.name for table in tables] == [kind, each]
        assert "IMT-" not in "".join(table.numbers.to_csv() for table in tables)


def test_a_stamp_and_a_page_for_a_room_show_each_bar_or_line() -> None:
    for kind, cohort, n in (("waterfall", "beyond", 5), ("spider", "series", 8)):
        view = view_of(kind, cohort, BY)
        (page,) = view_pages(view)
        shapes = thumbnail(page, LIGHT)
        assert shapes.count("<rect") + shapes.count("<polyline") == n + 1
        assert draw_page(page, LIGHT, 560).layout.height == 560


def test_nobody_measured_is_said_in_place_of_a_chart() -> None:
    for kind, said in (("waterfall", "No bar: of nobody"), ("spider", "Spider: needs several")):
        view = view_of(kind, "series")
        rows = view.cohort.frame.assign(target_change_pct=float("nan"), target_changes=None)
        empty = compute_view(replace(view.cohort, frame=rows), view.request)
        assert design(empty.result, empty.request).empty.startswith(said)
        assert answer_of(empty).sentence.startswith(
            "Shrunk by 30% or more, of measured lines: nobody measured"
        )
        assert said in texts(opened(write_deck([empty], CONTEXT)).slides[0])


@pytest.mark.parametrize("name", ["Anthracycline-containing", "蒽环类为基础的化疗方案和其他"])
def test_the_key_stands_clear_of_group_names_that_are_turned_upright(name: str) -> None:
    cohort = made(72, tuple(f"{name} {i}" for i in range(9)))
    view = compute_view(cohort, ViewRequest(kind="waterfall", by=BY))
    layout = view_figure(view).figure.layout
    upright = [
        note for note in layout.annotations if note.textangle == -90 and note.yref == "paper"
    ]
    assert len(upright) == 9
    # Of type of 13 pixels, from three pixels above the bars.
    shown = [note.text.removeprefix("<b>").removesuffix("</b>") for note in upright]
    longest = max(72 * text_width(text, 13, bold=True) for text in shown)
    plot = layout.height - layout.margin.t - layout.margin.b
    assert (layout.legend.y - 1) * plot >= longest + 3
