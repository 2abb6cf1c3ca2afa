"""Grades and next lines are stacked bars as responses are: the same in every medium."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_hex

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.toxicity import toxicity_table
from imt_core.analyses.transitions import transitions
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.design.chart import design
from imt_core.reporting.design.stacked import StackedChart
from imt_core.reporting.design.theme import DARK, GRADE_PATTERNS, LIGHT, N_COLOURS
from imt_core.reporting.design.toxicity import toxicity_chart
from imt_core.reporting.design.transitions import transition_chart
from imt_core.reporting.figures.view import view_figure
from imt_core.reporting.pictures.picture import draw_picture
from imt_core.reporting.screen.canvas import draw_page
from imt_core.reporting.screen.thumbnail import thumbnail
from imt_core.reporting.screen.view import view_pages
from imt_core.reporting.slides.deck import write_deck
from tests.oracles.oracle import make_cohort
from tests.reporting.slides.deck_parts import charts

CONTEXT = ExportContext(cohort_name="made for the test")


@pytest.fixture(scope="module")
def toxic(sample: Cohort) -> StackedChart:
    return toxicity_chart(toxicity_table(sample, by=["regimen_group"]))


@pytest.fixture(scope="module")
def followed(sample: Cohort) -> StackedChart:
    return transition_chart(transitions(sample))


def test_the_parts_of_a_bar_are_the_lines_by_worst_grade(toxic: StackedChart) -> None:
    assert [level.name for level in toxic.levels] == [
        "no toxicity",
        "grade 1",
        "grade 2",
        "grade 3",
        "grade 4",
    ]
    assert [[part.text for part in row.parts] for row in toxic.rows] == [
        ["none 4", "G1 7", "G2 7", "G3 4", "G4 3"],
        ["none 4", "G1 5", "G2 2", "G3 2", ""],
        ["none 1", "G1 5", "G2 4", "", ""],
    ]
    assert toxic.rows[0].rates[1].text == "Grade 3–4 7/25\u00a0=\u00a028.0% (12.1–49.4)"
    assert toxic.rows[0].parts[3].told == "grade 3: 4 of 25 recorded (16.0%)"
    assert "anthracycline-based: of 25 recorded no toxicity 4, grade 1 7" in toxic.alt


def test_a_group_of_which_nothing_is_recorded_has_no_bar_and_is_named() -> None:
    cohort = make_cohort(
        patient_id=list("abc"),
        line_number=[1.0] * 3,
        sex=["male", "male", "female"],
        worst_ae_grade=[3.0, float("nan"), float("nan")],
    )
    chart = toxicity_chart(toxicity_table(cohort, by=["sex"]))
    by_label = {row.label: row for row in chart.rows}
    assert [row.label for row in chart.drawn] == ["male"]
    assert by_label["male"].aside == "1 not recorded"
    assert by_label["female"].rates[0].value == "nothing recorded"
    assert chart.reading == "Not drawn: female: nothing is recorded."


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_grade_has_its_colour_and_pattern_whoever_is_in_view(toxic: StackedChart, theme) -> None:
    looks = [level.look(theme) for level in toxic.levels[3:]]
    assert [look.fill for look in looks] == list(theme.grade[3:5])
    assert [look.pattern for look in looks] == list(GRADE_PATTERNS[3:5])


def test_a_regimen_has_the_colour_of_its_group_and_what_is_none_has_none(
    followed: StackedChart,
) -> None:
    looks = [level.look(LIGHT).fill for level in followed.levels]
    assert looks == [*LIGHT.series[:3], *LIGHT.end]
    assert [part.text for part in followed.rows[2].parts] == [
        "anthracycline-based 1",
        "MTX-V 1",
        "",
        "further line 6",
        "died 2",
        "",
    ]
    assert followed.rows[0].rates[0].value == "12.0 (range 5.3–15.6), n = 3"
    assert followed.rows[0].aside == "3 of 25"


def test_rarer_regimens_share_a_part_where_there_are_more_than_colours() -> None:
    n = N_COLOURS + 2
    cohort = make_cohort(
        patient_id=[f"p{i}" for i in range(n) for _ in range(2)],
        line_number=[1.0, 2.0] * n,
        regimen=[name for i in range(n) for name in ("first", f"next {i}")],
    )
    chart = transition_chart(transitions(cohort, of="regimen"))
    assert len(chart.levels) == N_COLOURS + 1
    assert [part.n for part in chart.rows[0].parts] == [1] * (N_COLOURS - 1) + [3, 0]
    assert "Another regimen: next 6, next 7, next 8." in chart.reading


@pytest.fixture(params=["toxicity", "transitions"], scope="module")
def view(request, sample: Cohort) -> ComputedView:
    by = ("regimen_group",) if request.param == "toxicity" else ()
    return compute_view(sample, ViewRequest(kind=request.param, by=by))


def test_all_media_draw_the_same_bars(view: ComputedView) -> None:
    chart = design(view.result, view.request)
    fills = [level.look(LIGHT).fill for level in chart.levels]
    *bars, above = view_figure(view).figure.data
    assert [trace.marker.color for trace in bars] == fills
    assert [text.split("<br>")[1] for text in above.text] == [
        row.rates[0].text for row in chart.drawn
    ]
    (axes,) = draw_picture(view, CONTEXT, width_mm=180).axes
    assert {to_hex(bar.get_facecolor()).upper() for bar in axes.patches} == set(fills)
    (native,) = charts(write_deck([view], CONTEXT), chart.name)
    assert [one.name for one in native.plots[0].series] == [level.short for level in chart.levels]
    (page,) = view_pages(view)
    drawn = draw_page(page, LIGHT, 560).data
    for index, series in enumerate(native.plots[0].series):
        shares = [row.parts[index].share for row in chart.rows]
        assert list(bars[index].x) == list(drawn[index].x) == shares
        assert list(series.values) == [row.parts[index].n for row in chart.rows]
    assert thumbnail(chart, LIGHT).count(fills[0]) >= 1


def test_a_name_too_long_for_its_part_gives_way_to_its_count(view: ComputedView) -> None:
    bars = [trace for trace in view_figure(view).figure.data if trace.type == "bar"]
    texts = [text for trace in bars for text in trace.text if text]
    if view.request.kind == "toxicity":
        assert texts[0] == "none 4"
    else:
        assert texts[:3] == ["1", "MTX-V 1", "3"]


def test_a_legend_of_several_lines_has_room_above_the_bars(sample: Cohort) -> None:
    tops = [
        view_figure(compute_view(sample, ViewRequest(kind=kind))).figure.layout.margin.t
        for kind in ("response", "toxicity", "transitions")
    ]
    assert tops == [30, 30, 53]
