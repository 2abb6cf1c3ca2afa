"""What the chart of best response shows is decided once, from the response table alone."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_hex

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.response import ResponseTable, response_table
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.design.chart import design
from imt_core.reporting.design.response import response_chart
from imt_core.reporting.design.stacked import StackedChart
from imt_core.reporting.design.theme import LIGHT
from imt_core.reporting.figures.view import view_figure
from imt_core.reporting.pictures.picture import draw_picture
from imt_core.reporting.slides.deck import write_deck
from imt_core.reporting.tables.response_tables import format_response_table
from tests.oracles.oracle import make_cohort
from tests.reporting.slides.deck_parts import charts, opened, texts

# Regimen A: 1 CR, 2 PR, 3 SD, 1 NE. B: 2 PD, 1 PR. C: nobody evaluable.
RESPONSES = {
    "A": ["CR", "PR", "PR", "SD", "SD", "SD", "NE"],
    "B": ["PD", "PD", "PR"],
    "C": ["NE", None],
}
CONTEXT = ExportContext(cohort_name="made for the test")


def cohort(responses: dict[str, list[str | None]]) -> Cohort:
    rows = [(regimen, value) for regimen, values in responses.items() for value in values]
    return make_cohort(
        patient_id=[f"p{i}" for i in range(len(rows))],
        line_number=[1.0] * len(rows),
        regimen=[regimen for regimen, _ in rows],
        best_response=[value for _, value in rows],
    )


@pytest.fixture(scope="module")
def table() -> ResponseTable:
    return response_table(cohort(RESPONSES), by=["regimen"])


@pytest.fixture(scope="module")
def chart(table: ResponseTable) -> StackedChart:
    return response_chart(table)


def test_shares_are_of_evaluable_cases_and_stand_one_after_the_other(chart: StackedChart) -> None:
    assert [level.name for level in chart.levels] == ["CR", "PR", "SD", "PD"]
    a, b = chart.drawn
    assert [part.share for part in a.parts] == pytest.approx([100 / 6, 200 / 6, 300 / 6, 0])
    assert [part.start for part in a.parts] == pytest.approx([0, 100 / 6, 50, 100])
    assert [part.share for part in b.parts] == pytest.approx([0, 100 / 3, 0, 200 / 3])
    assert [part.start for part in b.parts] == pytest.approx([0, 0, 100 / 3, 100 / 3])


def test_the_parts_of_a_bar_hold_their_counts(chart: StackedChart) -> None:
    assert [[part.text for part in row.parts] for row in chart.drawn] == [
        ["CR 1", "PR 2", "SD 3", ""],
        ["", "PR 1", "", "PD 2"],
    ]
    assert chart.drawn[0].parts[1].told == "partial response: 2 of 6 evaluable (33.3%)"


def test_a_response_that_nobody_has_is_not_in_the_legend() -> None:
    made = response_chart(response_table(cohort({"A": ["PR", "SD"]})))
    assert [level.name for level in made.levels] == ["PR", "SD"]
    assert [part.share for part in made.rows[0].parts] == [50, 50]


def test_rates_and_who_is_not_evaluable_are_those_of_the_table(
    table: ResponseTable, chart: StackedChart
) -> None:
    shown = format_response_table(table).set_index("Regimen")
    assert chart.grouping == "Regimen"
    for at, title in enumerate(chart.rate_titles):
        assert [row.rates[at].value for row in chart.rows] == shown.loc[title].tolist()
    assert chart.rows[0].rates[1].text == "ORR 3/7\u00a0=\u00a042.9% (9.9–81.6) of all treated"
    assert [row.whole for row in chart.rows] == [
        "6 evaluable of 7",
        "3 evaluable",
        "0 evaluable of 2",
    ]
    assert [row.aside for row in chart.rows] == [
        "1 (reason not recorded)",
        "0",
        "1 (reason not recorded); 1 not recorded",
    ]


def test_a_group_with_nobody_evaluable_is_a_row_without_a_bar_and_named(
    table: ResponseTable, chart: StackedChart
) -> None:
    labels = [group.label for group in table.groups]
    assert [row.label for row in chart.rows] == labels
    assert [row.label for row in chart.drawn] == labels[:2]
    assert chart.reading == f"Not drawn: {labels[2]}: nobody is evaluable."
    assert chart.empty == ""


@pytest.mark.parametrize(
    ("responses", "empty"),
    [
        ({}, "No response: nobody is in view."),
        ({"A": ["NE", None]}, "No response: nobody is evaluable."),
    ],
    ids=["nobody", "none evaluable"],
)
def test_without_evaluable_cases_it_says_why_nothing_is_drawn(responses, empty: str) -> None:
    made = response_chart(response_table(cohort(responses)))
    assert (made.levels, made.drawn, made.empty) == ((), (), empty)


def test_the_stamp_names_the_count_and_the_method(
    table: ResponseTable, chart: StackedChart
) -> None:
    assert chart.stamp == f"12 lines in 12 patients; {table.rate_method}"
    assert (
        "of evaluable lines, and of all treated with not evaluable (NE) as no resp" in chart.stamp
    )
    assert chart.axis.title == "Share of evaluable lines"


def test_the_alternative_text_holds_every_group(table: ResponseTable, chart: StackedChart) -> None:
    labels = [group.label for group in table.groups]
    assert chart.alt == (
        f"Stacked bars of best response. {labels[0]}: 3 of 6 evaluable and of 7 treated responded; "
        f"{labels[1]}: 1 of 3 evaluable and of 3 treated responded; {labels[2]}: 0 of 0 evaluable "
        "and of 1 treated responded."
    )


def test_an_axis_ends_a_hair_beyond_a_whole_bar(chart: StackedChart) -> None:
    assert chart.axis.labels == ("0%", "25%", "50%", "75%", "100%")
    assert chart.axis.high > max(sum(part.share for part in row.parts) for row in chart.drawn)


@pytest.fixture(scope="module", params=["all", "filtered"])
def view(request) -> ComputedView:
    chosen = CohortFilter(criteria=(Criterion(column="regimen", levels=("A", "B")),))
    wanted = ViewRequest(
        kind="response",
        by=("regimen",),
        filter=CohortFilter() if request.param == "all" else chosen,
    )
    return compute_view(cohort(RESPONSES), wanted)


def test_app_picture_and_slide_draw_the_same_chart(view: ComputedView) -> None:
    chart = design(view.result, view.request)
    screen = view_figure(view).figure
    picture = draw_picture(view, CONTEXT, width_mm=180)
    (native,) = charts(write_deck([view], CONTEXT), "Best response")
    (axes,) = picture.axes
    scale = native._chartSpace.xpath("//c:valAx")[0]

    def number(name: str) -> float:
        return float(scale.xpath(f".//c:{name}")[0].get("val"))

    ends = (chart.axis.low, chart.axis.high)
    assert screen.layout.xaxis.range == axes.get_xlim() == ends
    assert (100 * number("min"), 100 * number("max")) == pytest.approx(ends)

    ticks = list(chart.axis.ticks)
    assert list(screen.layout.xaxis.tickvals) == axes.get_xticks().tolist() == ticks
    assert 100 * number("majorUnit") == ticks[1] - ticks[0]
    labels = [text.get_text() for text in axes.get_xticklabels()]
    assert list(screen.layout.xaxis.ticktext) == labels == list(chart.axis.labels)

    titles = {screen.layout.xaxis.title.text, "".join(scale.xpath(".//a:t/text()"))}
    assert titles == {chart.axis.title}
    assert chart.axis.title in [text.get_text() for text in picture.texts]

    assert view_figure(view).reading == chart.reading
    assert not chart.reading or chart.reading in [text.get_text() for text in picture.texts]

    series = list(native.plots[0].series)
    *bars, above = screen.data
    assert [trace.name for trace in bars] == [one.name for one in series]
    assert [one.name for one in series] == [level.name for level in chart.levels]
    written = [text.get_text() for text in picture.texts]
    names = [level.name for level in chart.levels]
    assert [text for text in written if text in names] == names

    fills = [
        one._element.xpath(".//a:bgClr/a:srgbClr | ./c:spPr/a:solidFill/a:srgbClr")[0]
        for one in series
    ]
    colours = [f"#{fill.get('val')}" for fill in fills]
    assert [trace.marker.color for trace in bars] == colours
    assert colours == [LIGHT.response[level.name] for level in chart.levels]
    drawn = {to_hex(bar.get_facecolor()).upper() for bar in axes.patches}
    assert drawn == set(colours)

    n_rows = len(chart.drawn)
    names = [f"<b>{row.label}</b> · {row.whole}" for row in chart.drawn]
    assert [text.split("<br>")[0] for text in above.text] == names
    assert list(native.plots[0].categories) == [row.label for row in chart.rows]
    assert [text for text in written if text in {row.label for row in chart.rows}] == [
        row.label for row in chart.drawn
    ]
    for index, level in enumerate(chart.levels):
        parts = [row.parts[index] for row in chart.drawn]
        assert list(screen.data[index].x) == [part.share for part in parts]
        assert list(series[index].values)[:n_rows] == [part.n for part in parts]
        widths = [
            bar.get_width()
            for bar in axes.patches
            if to_hex(bar.get_facecolor()).upper() == LIGHT.response[level.name]
        ]
        assert widths == pytest.approx([part.share for part in parts if part.n])


def test_the_title_of_a_slide_tells_the_rate(view: ComputedView) -> None:
    slide = opened(write_deck([view], CONTEXT)).slides[0]
    groups = view.result.groups
    assert slide.shapes.title.text.startswith(
        f"ORR of evaluable: 3/6 with {groups[0].label}, 1/3 with {groups[1].label}"
    )
    assert f"Best response by regimen, {view.population}: {view.count}" in texts(slide)
