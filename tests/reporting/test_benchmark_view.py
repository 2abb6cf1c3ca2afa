"""A benchmark, and a curve of others, in every medium, and with small counts masked."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from matplotlib.colors import to_hex

from imt_core.analyses.benchmark.cards import SeriesFigure, own_card
from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.estimates.drawn_curve import DrawnCurve
from imt_core.reporting.content.answers import answer_of
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.titles import view_title
from imt_core.reporting.content.view_document import COMPARED_WHERE_ALL_IS_SHOWN, view_document
from imt_core.reporting.design.chart import design
from imt_core.reporting.design.theme import LIGHT
from imt_core.reporting.figures.view import view_figure
from imt_core.reporting.pictures.picture import draw_picture
from imt_core.reporting.screen.canvas import draw_page
from imt_core.reporting.screen.view import view_pages
from imt_core.reporting.slides.deck import write_deck
from tests.places import sample_cohort
from tests.reporting.slides.deck_parts import charts, opened, tables, texts, xy

CONTEXT = ExportContext(cohort_name="IMT")
MASKED = ExportContext(cohort_name="IMT", small_cells_under=5)
OURS = own_card("Ward 7", figures=[SeriesFigure(kind="response", n_success=4, n=9)])
CARDS = ("advl0912", "a8081013", "create2018_alk_pos", "baldi2020_mtx_v", OURS.id)
BENCHMARK = ViewRequest(
    kind="benchmark", by=("regimen_group",), cards=CARDS, own_cards=(OURS,), compare_card="advl0912"
)
RATES = ViewRequest(kind="benchmark", by=("regimen_group",), measure=("pfs", 12.0))
CURVE = DrawnCurve(name="CREATE ALK+", months=(0.0, 6.0, 20.0), survival=(1.0, 0.75, 0.5))
BEHIND = ViewRequest(kind="survival", by=("regimen_group",), drawn_curve=CURVE)
STEPS = [(0.0, 100.0), (6.0, 100.0), (6.0, 75.0), (20.0, 75.0), (20.0, 50.0)]


@cache
def view_of(request: ViewRequest) -> ComputedView:
    return compute_view(replace(sample_cohort(), is_reconstruction=True), request)


@cache
def deck() -> bytes:
    return write_deck([view_of(BENCHMARK), view_of(BEHIND)], replace(CONTEXT, appendix=True))


def test_own_groups_stand_first_and_grey_ones_last_under_their_reason() -> None:
    lines = design(view_of(BENCHMARK).result, BENCHMARK).lines
    assert [(line.text, line.counts, line.is_faded, line.is_overall) for line in lines] == [
        ("This cohort, anthracycline-based", "10/21", False, True),
        ("This cohort, MTX-V", "7/13", False, True),
        ("This cohort, other regimens", "4/10", False, True),
        ("Published, by treatment", "", False, False),
        ("Crizotinib children, ADVL0912", "12/14", False, False),
        ("Crizotinib adults, A8081013", "6/9", False, False),
        ("the same, the label's announcement", "5/7", False, False),
        ("Ward 7, own", "4/9", False, False),
        ("In grey: this cohort itself", "", True, False),
        ("MTX-V, Baldi 2020", "7/13", True, False),
        ("In grey: a later report exists", "", True, False),
        ("Crizotinib ALK+, CREATE 2018", "6/12", True, False),
    ]


def test_points_and_intervals_are_the_same_in_every_medium_and_nothing_sums_them_up() -> None:
    view = view_of(BENCHMARK)
    lines = [line for line in design(view.result, view.request).lines if line.counts]
    wanted = sorted(line.estimate for line in lines)
    figure = view_figure(view).figure
    (marks,) = (trace for trace in figure.data if trace.mode == "markers")
    assert sorted(marks.x) == wanted
    assert not figure.layout.shapes or all(s.type != "line" for s in figure.layout.shapes)
    (axes,) = draw_picture(view, CONTEXT, width_mm=180).axes
    pictured = [line.get_xdata()[0] for line in axes.lines if line.get_marker() in "sD"]
    assert sorted(pictured) == wanted
    slide = charts(deck(), "Rates with intervals")[0]
    estimates = list(slide.plots[0].series)[-1]
    assert sorted(round(x, 6) for x, _ in xy(estimates)) == [round(x, 6) for x in wanted]
    (page,) = view_pages(view)
    shown = [trace for trace in draw_page(page, LIGHT, 560).data if trace.mode == "markers"]
    assert sorted(shown[0].x) == wanted


def test_what_is_grey_is_drawn_in_grey_in_every_medium() -> None:
    view = view_of(BENCHMARK)
    (marks,) = (trace for trace in view_figure(view).figure.data if trace.mode == "markers")
    assert [colour == LIGHT.muted for colour in marks.marker.color] == [*[False] * 7, True, True]
    (axes,) = draw_picture(view, CONTEXT, width_mm=180).axes
    squares = [line for line in axes.lines if line.get_marker() in "sD"]
    assert [to_hex(line.get_color()) for line in squares[-2:]] == [LIGHT.muted.lower()] * 2


def test_the_answer_tells_the_difference_that_was_asked_for() -> None:
    # R: p.adjust(p, "holm") of three times fisher.test.
    answer = answer_of(view_of(BENCHMARK))
    assert answer.sentence == (
        "ORR of evaluable lines: anthracycline-based 10/21, MTX-V 7/13, other regimens 4/10 beside "
        "3 published series, from 4/9 to 12/14 and 2 in grey; different patients, no adjustment."
    )
    assert [fact.value for fact in answer.rows[0].facts] == [
        "10/21\u00a0=\u00a047.6% (25.7–70.2)",
        "-38.1 (-59.9 to -5.6)",
        "p = 0.097",
    ]


def test_a_slide_holds_the_forest_and_the_difference() -> None:
    told = [texts(slide) for slide in opened(deck()).slides]
    title, _, rest = view_title(view_of(BENCHMARK)).partition("; ")
    assert title == (
        "ORR of evaluable lines beside published series: 10/21 with anthracycline-based, 7/13 with "
        "MTX-V, 4/10 with other regimens"
    )
    assert rest == "different patients, no adjustment"
    assert title in told[0]
    assert rest in told[0]
    assert (
        "less Crizotinib children, ADVL0912: -38.1 (-59.9 to -5.6) points, p = 0.097, Holm"
        in told[0]
    )
    assert any(text.startswith("Appendix: ORR of evaluable lines") for text in told)
    rows = [row for page in tables(deck(), "Against one series") for row in page]
    assert rows[1][:2] == [
        "This cohort, anthracycline-based less Crizotinib children, ADVL0912",
        "-38.1 (-59.9 to -5.6)",
    ]


def test_documents_hold_every_card_with_its_source_and_how_it_stands() -> None:
    document = view_document(view_of(BENCHMARK), CONTEXT)
    names = [table.name for table in document.tables]
    assert names == ["benchmark", "difference", "series"]
    beside, _, series = document.shown_tables
    assert beside.shown["How it stands"].tolist()[3:] == [
        *["current"] * 3,
        "own",
        "this cohort is rebuilt from this series, and would be compared with itself",
        "superseded by Crizotinib ALK+, CREATE 2021: the same patients, a later data cut",
    ]
    assert series.shown["Citation"].tolist()[0] == "Mossé et al., J Clin Oncol 2017 (COG ADVL0912)"
    assert series.shown["Read in"].tolist()[2] == "entered by hand"
    assert ("Comparison", "different patients, no adjustment") in document.facts


@pytest.mark.parametrize("request_", [BENCHMARK, replace(RATES, compare_card="create2018_alk_pos")])
def test_small_counts_of_the_cohort_are_masked_and_published_ones_stand(
    request_: ViewRequest,
) -> None:
    document = view_document(view_of(request_), MASKED)
    assert not document.shows_chart
    shown = document.shown_tables[0].shown
    column = shown.columns[2]
    assert "4/10" not in " ".join(shown[column].iloc[:3])
    assert "–" in set(shown[column].iloc[:3])
    assert shown[column].iloc[3][0].isdigit()
    assert all(table.numbers is None for table in document.tables)
    # Which groups are compared, and what Holm makes of one p value, tell of the others.
    assert [table.name for table in document.shown_tables] == ["benchmark", "series"]
    assert COMPARED_WHERE_ALL_IS_SHOWN in document.notes


def test_a_curve_of_others_is_thin_grey_and_named_in_every_medium() -> None:
    view = view_of(BEHIND)
    figure = view_figure(view)
    (line,) = (t for t in figure.figure.data if t.mode == "lines" and t.name == "CREATE ALK+")
    assert (list(zip(line.x, line.y, strict=True)), line.line.color) == (STEPS, LIGHT.muted)
    assert "not tested: CREATE ALK+, 50.0% at 20.0 months." in figure.alt
    assert "Thin grey: CREATE ALK+, read off a published figure; not tested." in figure.reading
    axes = draw_picture(view, CONTEXT, width_mm=180).axes[0]
    drawn = [list(zip(x.get_xdata(), x.get_ydata(), strict=True)) for x in axes.lines]
    assert STEPS in drawn
    (slide,) = charts(deck(), "Kaplan-Meier")
    (series,) = (one for one in slide.plots[0].series if one.name == "CREATE ALK+")
    assert xy(series) == STEPS
    (page,) = view_pages(view)
    shown = [t for t in draw_page(page, LIGHT, 560).data if t.mode == "lines"]
    assert STEPS in [list(zip(t.x, t.y, strict=True)) for t in shown]


def test_a_curve_of_others_changes_no_number_and_no_test() -> None:
    alone = view_of(replace(BEHIND, drawn_curve=None)).result
    beside = view_of(BEHIND).result
    assert alone.to_frame().equals(beside.to_frame())
    assert alone.test_to_frame().equals(beside.test_to_frame())
