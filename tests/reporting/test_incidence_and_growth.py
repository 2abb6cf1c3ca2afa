"""Incidences and the growth modulation index, in every medium, and with small counts masked."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from matplotlib.colors import to_hex

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.conventions.formatting import EN_DASH
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.titles import picture_title
from imt_core.reporting.content.view_document import view_document
from imt_core.reporting.design.chart import design
from imt_core.reporting.figures.view import view_figure
from imt_core.reporting.pictures.picture import draw_picture
from imt_core.reporting.slides.deck import write_deck
from tests.places import sample_cohort
from tests.reporting.slides.deck_parts import charts, opened, tables, texts, xy

CONTEXT = ExportContext(cohort_name="IMT")
MASKED = ExportContext(cohort_name="IMT", small_cells_under=5)
INCIDENCE = ViewRequest(kind="incidence", by=("regimen_group",), overlap="first line")
GROWTH = ViewRequest(kind="sequence", before="last in the sheet")
NEXT = ViewRequest(kind="incidence", endpoint="ttnt")


@cache
def view_of(request: ViewRequest) -> ComputedView:
    return compute_view(sample_cohort(), request)


@cache
def deck() -> bytes:
    views = [view_of(request) for request in (INCIDENCE, GROWTH, NEXT)]
    return write_deck(views, replace(CONTEXT, appendix=True))


@pytest.mark.parametrize(
    ("request_", "title"),
    [
        (
            replace(INCIDENCE, by=()),
            "Incidence of progression, whole cohort: 29 lines in 29 patients; progression in 22 "
            "and death without progression in 1 of 29",
        ),
        (
            INCIDENCE,
            "Incidence of progression by regimen group, whole cohort: 29 lines in 29 patients; "
            "anthracycline-based 13 of 15, MTX-V 3 of 8, other regimens 6 of 6; Gray's test of "
            "progression p = 0.057",
        ),
        (NEXT, "Incidence of next treatment, whole cohort: 32 lines in 27 patients; not estimated"),
        (
            GROWTH,
            "Growth modulation index, whole cohort: 7 lines in 7 patients; above 1.33 in "
            "3/7\u00a0=\u00a042.9% (9.9–81.6)",
        ),
    ],
)
def test_a_title_states_population_n_and_finding(request_: ViewRequest, title: str) -> None:
    assert picture_title(view_of(request_)) == title


def test_the_curves_of_an_incidence_rise_from_0_to_its_last_estimate_in_every_medium() -> None:
    view = view_of(INCIDENCE)
    last = [100 * group.event.estimate[-1] for group in view.result.groups]
    chart = design(view.result, view.request)
    drawn = [curve.dashed or curve.solid for curve in chart.curves]
    assert [y[-1] for _, y in drawn] == last
    assert all((curve.solid or curve.dashed)[1][0] == 0 for curve in chart.curves)
    screen = [t for t in view_figure(view).figure.data if t.mode == "lines" and t.line.width == 3]
    assert {trace.y[-1] for trace in screen} >= set(last)
    (axes,) = draw_picture(view, CONTEXT, width_mm=180).axes
    assert {line.get_ydata()[-1] for line in axes.lines if len(line.get_ydata())} >= set(last)
    (slide,) = charts(deck(), "Kaplan-Meier")
    assert {xy(series)[-1][1] for series in slide.plots[0].series} >= set(last)


def test_both_causes_are_drawn_of_one_group() -> None:
    view = view_of(replace(INCIDENCE, by=()))
    names = [t.name for t in view_figure(view).figure.data if t.showlegend]
    assert names == ["Progression (22 of 29)", "Death without progression (1 of 29)"]


def test_pairs_and_guides_are_the_same_in_every_medium() -> None:
    view = view_of(GROWTH)
    chart = design(view.result, view.request)
    wanted = [(points.name, list(zip(points.x, points.y, strict=True))) for points in chart.points]
    wanted += [(guide.name, list(zip(guide.x, guide.y, strict=True))) for guide in chart.guides]
    fig = view_figure(view).figure
    screen = [(trace.name, list(zip(trace.x, trace.y, strict=True))) for trace in fig.data]
    assert sorted(screen) == sorted(wanted)
    assert fig.layout.xaxis.type == fig.layout.yaxis.type == "log"
    (axes,) = draw_picture(view, CONTEXT, width_mm=180).axes
    pictured = [sorted(zip(line.get_xdata(), line.get_ydata(), strict=True)) for line in axes.lines]
    assert sorted(pictured) == sorted(sorted(points) for _, points in wanted)
    assert axes.get_xlim() == axes.get_ylim() == (1, 32)
    (slide,) = charts(deck(), "Successive lines")
    written = [(series.name, xy(series)) for series in slide.plots[0].series]
    assert sorted(written) == sorted(wanted)
    assert slide._chartSpace.xpath("//c:valAx//c:logBase/@val") == ["2", "2"]


def test_a_censored_pair_is_an_open_triangle_and_an_ended_one_a_dot() -> None:
    view = view_of(GROWTH)
    marks = {t.name: t.marker.symbol for t in view_figure(view).figure.data if t.mode == "markers"}
    assert marks["above 1.33, censored: at least that (1)"] == "triangle-up-open"
    assert marks["above 1.33 (2)"] == marks["1.33 or less (4)"] == "circle"
    (axes,) = draw_picture(view, CONTEXT, width_mm=180).axes
    drawn = {(line.get_marker(), line.get_markerfacecolor() == "none") for line in axes.lines}
    assert {("^", True), ("o", False)} <= drawn
    colours = {to_hex(line.get_color()) for line in axes.lines if line.get_marker() == "o"}
    assert len(colours) == 2


def test_slides_hold_the_tables_the_test_and_why_nothing_is_estimated() -> None:
    slides = [texts(slide) for slide in opened(deck()).slides]
    assert "Gray's test of progression p = 0.057." in slides[0]
    rows = [row for table in tables(deck(), "Events") for row in table]
    assert ["anthracycline-based", "15", "15", "13", "1", "1"] in rows
    assert "3/7\u00a0=\u00a042.9% (9.9–81.6)" in slides[1]
    assert "Not estimated: of 25 lines after which another treatment was given" in slides[2]


@pytest.mark.parametrize(
    # Of 7 pairs 3 are above: of the 4 others and them neither can be <5, and each be 1 to 4.
    ("request_", "stands"),
    [(INCIDENCE, "<5"), (GROWTH, EN_DASH)],
    ids=["incidence", "growth"],
)
def test_where_small_counts_are_masked_the_chart_and_the_rows_are_withheld(
    request_: ViewRequest, stands: str
) -> None:
    document = view_document(view_of(request_), MASKED)
    assert not document.shows_chart
    assert all(table.numbers is None for table in document.tables)
    shown = " ".join(table.shown.to_string() for table in document.shown_tables)
    assert stands in shown
    assert "42.9%" not in shown


def test_no_document_holds_a_patients_label_of_the_pairs() -> None:
    tables_of = view_document(view_of(GROWTH), CONTEXT).tables
    frames = [table.numbers for table in tables_of if table.numbers is not None]
    assert [("patient_id" in frame) for frame in frames] == [False, False]
    assert "IMT-" not in "".join(frame.to_csv() for frame in frames)
