"""What a swimmer plot shows is decided once, from the plot alone, and drawn alike three times."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.swimmer.lines import swimmer_lines
from imt_core.analyses.swimmer.patients import swimmer_patients
from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion, filter_cohort
from imt_core.cohort.schema import Cohort
from imt_core.reporting.design.chart import design
from imt_core.reporting.design.swimmer import KeyPart, SwimmerChart, swimmer_chart
from imt_core.reporting.design.swimmer_words import EVENTS
from imt_core.reporting.design.theme import DARK, EVENT_MARKS, LIGHT, event_colour
from imt_core.reporting.figures.swimmer import SYMBOLS
from imt_core.reporting.figures.view import view_figure
from imt_core.reporting.pictures.picture import draw_picture
from imt_core.reporting.pictures.swimmer import SHAPES as PICTURE_SHAPES
from imt_core.reporting.slides.deck import write_deck
from imt_core.reporting.slides.swimmer_key import SHAPES as SLIDE_SHAPES
from tests.reporting.slides.deck_parts import CONTEXT, charts, opened, xy


@pytest.fixture(scope="module", params=["lines", "patients"])
def plot(sample: Cohort, request) -> SwimmerPlot:
    return swimmer_lines(sample) if request.param == "lines" else swimmer_patients(sample)


def made(**columns: list[object]) -> Cohort:
    return Cohort(frame=pd.DataFrame(columns), name="made for the test")


def only(cohort: Cohort, *levels: str) -> Cohort:
    criteria = (Criterion(column="regimen_group", levels=levels),)
    return filter_cohort(cohort, CohortFilter(criteria=criteria)).cohort


def names(part: KeyPart) -> list[str]:
    return [entry.name for entry in part.entries]


def test_lanes_and_their_bars_and_events_are_the_results_in_its_order(plot: SwimmerPlot) -> None:
    chart = swimmer_chart(plot)
    assert [lane.key for lane in chart.lanes] == [lane.key for lane in plot.lanes]
    assert [group.label for group in chart.groups] == [group.label for group in plot.groups]
    for lane, result in zip(chart.lanes, plot.lanes, strict=True):
        assert [(b.start, b.end, b.response) for b in lane.bars] == [
            (b.start, b.end, b.best_response) for b in result.bars
        ]
        assert [(e.kind, e.month) for e in lane.events] == [
            (m.kind, m.month) for m in result.markers
        ]
        assert lane.follow_up == tuple(
            (s.start, s.end) for s in result.segments if s.kind == "survival"
        )


def test_lanes_stand_a_row_apart_below_their_heading(sample: Cohort) -> None:
    chart = swimmer_chart(swimmer_lines(sample))
    heights = [one.row for group in chart.groups for one in (group, *group.lanes)]
    assert heights == sorted(heights)
    for group in chart.groups:
        first = group.lanes[0].row
        assert [lane.row for lane in group.lanes] == pytest.approx(
            [first + i for i in range(len(group.lanes))]
        )
    assert chart.n_rows == pytest.approx(48 + 3 * 1.8)
    assert all(
        above.lanes[-1].row < rule < below.row
        for above, rule, below in zip(chart.groups, chart.rules, chart.groups[1:], strict=False)
    )


def test_headings_give_each_groups_count(sample: Cohort) -> None:
    groups = swimmer_chart(swimmer_lines(sample)).groups
    assert [(group.name, group.size) for group in groups] == [
        ("anthracycline-based", "25 lines"),
        ("MTX-V", "13 lines"),
        ("other regimens", "10 lines"),
    ]
    (everyone,) = swimmer_chart(swimmer_patients(sample)).groups
    assert (everyone.name, everyone.size) == ("All", "38 patients, 48 lines")


def patterns(plot: SwimmerPlot) -> dict[str, str]:
    return {bar.group: bar.pattern for lane in swimmer_chart(plot).lanes for bar in lane.bars}


def test_a_known_group_has_the_same_pattern_in_every_cohort_and_under_every_filter(
    sample: Cohort,
) -> None:
    everyone = {"anthracycline-based": "/", "MTX-V": "+", "other regimens": ""}
    assert patterns(swimmer_lines(sample)) == everyone
    assert patterns(swimmer_lines(only(sample, "MTX-V"))) == {"MTX-V": "+"}
    rows = sample.frame[sample.frame["regimen_group"] == "MTX-V"]
    assert patterns(swimmer_lines(Cohort(frame=rows, name="MTX-V"))) == {"MTX-V": "+"}


@pytest.mark.parametrize("draw", [swimmer_lines, swimmer_patients])
def test_a_group_of_the_sheets_own_keeps_its_pattern_when_others_are_filtered_away(draw) -> None:
    cohort = made(
        patient_id=list("abcd"),
        regimen_group=["crizotinib", "imatinib", "MTX-V", None],
        pfs_months=[1.0, 2.0, 3.0, 4.0],
    )
    assert patterns(draw(cohort)) == {
        "MTX-V": "+",
        "crizotinib": "x",
        "imatinib": "-",
        "Regimen group not recorded": "\\",
    }
    assert patterns(draw(only(cohort, "imatinib"))) == {"imatinib": "-"}
    assert patterns(draw(only(cohort, "not recorded"))) == {"Regimen group not recorded": "\\"}


def test_the_key_has_three_parts_and_names_only_what_occurs(sample: Cohort) -> None:
    responses, groups, events = swimmer_chart(swimmer_lines(sample)).key
    assert [part.title for part in (responses, groups, events)] == [
        "Best response",
        "Regimen group",
        "Events",
    ]
    assert names(responses) == ["CR", "PR", "SD", "PD", "NE"]
    assert names(groups) == ["anthracycline-based", "MTX-V", "other regimens"]
    assert names(events) == ["Follow-up after the bar", *EVENTS.values()]
    cohort = made(patient_id=["a"], pfs_months=[2.0], pfs_event=[0.0], best_response=["SD"])
    few = swimmer_chart(swimmer_lines(cohort)).key
    assert [names(part) for part in few] == [["SD"], [], ["No progression when last assessed"]]


def test_a_patient_who_died_after_censoring_is_not_called_ongoing() -> None:
    cohort = made(
        patient_id=["a"], pfs_months=[2.0], pfs_event=[0.0], os_months=[9.0], os_event=[1.0]
    )
    chart = swimmer_chart(swimmer_lines(cohort))
    assert names(chart.key[2]) == [
        "Follow-up after the bar",
        "No progression when last assessed",
        "Death",
    ]
    assert "ongoing" not in chart.alt


def test_no_two_events_share_a_shape_or_vanish_into_the_background() -> None:
    assert len(set(EVENT_MARKS.values())) == len(EVENT_MARKS) == len(EVENTS)
    for theme in (LIGHT, DARK):
        filled = [event_colour(theme, kind) for kind in ("progression", "ongoing", "death")]
        assert len({*filled, theme.paper}) == 4


def test_every_medium_draws_every_mark() -> None:
    shapes = set(EVENT_MARKS.values())
    assert set(SYMBOLS) == set(PICTURE_SHAPES) == set(SLIDE_SHAPES) == shapes
    assert len({letter for letter, _ in SLIDE_SHAPES.values()}) == len(shapes)


def test_bars_and_marks_are_told_in_plain_words() -> None:
    cohort = made(
        patient_id=["a"],
        line_number=[2.0],
        regimen=["AI"],
        regimen_group=["other"],
        best_response=["PR"],
        pfs_months=[6.25],
        pfs_event=[1.0],
        os_months=[9.0],
        os_event=[1.0],
    )
    (lane,) = swimmer_chart(swimmer_lines(cohort)).lanes
    assert lane.bars[0].told == (
        ", line 2",
        "AI (other regimens)",
        "Best response: PR",
        "PFS: 6.3 months, progression or death",
    )
    assert lane.events[-1].told == (", line 2", "Death", "at 9.0 months")


def test_months_are_ticked_in_whole_years_from_a_little_below_zero(sample: Cohort) -> None:
    axis = swimmer_chart(swimmer_lines(sample)).axis
    assert (axis.low, axis.high) == pytest.approx((-0.014 * 187.2, 1.025 * 187.2), rel=1e-3)
    assert (axis.step, axis.ticks[0], axis.ticks[-1]) == (12, 0, 180)
    assert axis.title == "Months from day 1 of cycle 1"
    patients = swimmer_chart(swimmer_patients(sample)).axis
    assert patients.title == "Months from day 1 of cycle 1 of the first line in view"


def test_the_first_months_can_be_looked_at_closely(sample: Cohort) -> None:
    chart = swimmer_chart(swimmer_lines(sample), until_months=36)
    assert (chart.axis.high, chart.axis.step, chart.is_cut) == (36, 6, True)


@pytest.mark.parametrize(("months", "step"), [(0.5, 1), (5.0, 1), (12.0, 2), (24.0, 3), (60.0, 12)])
def test_a_short_plot_is_ticked_in_parts_of_a_year(months: float, step: int) -> None:
    cohort = made(patient_id=["a"], pfs_months=[months], pfs_event=[1.0])
    assert swimmer_chart(swimmer_lines(cohort)).axis.step == step


def test_an_empty_result_says_why(sample: Cohort) -> None:
    chart = swimmer_chart(swimmer_lines(Cohort(frame=sample.frame.head(0), name="none")))
    assert chart.empty == "No lines are in view, so there is nothing to draw."
    assert chart.alt == f"No swimmer plot: {chart.empty}"
    assert (chart.lanes, [part.entries for part in chart.key]) == ((), [(), (), ()])


def test_the_alternative_text_counts_each_groups_events(sample: Cohort) -> None:
    text = swimmer_chart(swimmer_lines(sample)).alt
    assert text.startswith("Swimmer plot, one lane per line. anthracycline-based: 25 lines, ")
    assert text.endswith("Longest: 187.2 months.")
    rows = sample.frame[sample.frame["regimen_group"] == "MTX-V"]
    n_deaths, n_responses = int(rows["os_event"].sum()), int(rows["response_months"].count())
    assert f"MTX-V: 13 lines, {n_responses} with a response, " in text
    assert f"{n_deaths} died; other regimens" in text


# The same chart in app, picture and slide


@pytest.fixture(scope="module", params=["all", "filtered", "cut"])
def view(sample: Cohort, request) -> ComputedView:
    criteria = (Criterion(column="regimen_group", levels=("MTX-V", "other")),)
    wanted = {
        "all": ViewRequest(kind="swimmer"),
        "filtered": ViewRequest(
            kind="swimmer",
            lane="patients",
            sort="first regimen group",
            filter=CohortFilter(criteria=criteria),
        ),
        "cut": ViewRequest(kind="swimmer", until_months=24.0),
    }
    return compute_view(sample, wanted[request.param])


@pytest.fixture(scope="module")
def chart(view: ComputedView) -> SwimmerChart:
    return design(view.result, view.request)


@pytest.fixture(scope="module")
def screen(view: ComputedView):
    return view_figure(view).figure


@pytest.fixture(scope="module")
def picture(view: ComputedView):
    return draw_picture(view, CONTEXT, width_mm=180)


@pytest.fixture(scope="module")
def deck(view: ComputedView) -> bytes:
    return write_deck([view], CONTEXT)


def test_the_axis_is_the_same_in_three_media(chart, screen, picture, deck) -> None:
    (axes,) = picture.axes
    assert screen.layout.xaxis.range == axes.get_xlim() == (chart.axis.low, chart.axis.high)
    assert axes.get_xticks().tolist() == list(chart.axis.ticks)
    assert (screen.layout.xaxis.tick0, screen.layout.xaxis.dtick) == (0, chart.axis.step)
    assert screen.layout.xaxis.title.text == chart.axis.title
    assert chart.axis.title in [text.get_text() for text in picture.texts]
    whole = chart.axis.high - chart.axis.low
    for native in charts(deck):
        scale = native._chartSpace.xpath("//c:valAx")[0]
        low, high, step = (
            float(scale.xpath(f".//c:{name}")[0].get("val")) for name in ("min", "max", "majorUnit")
        )
        assert (low, high) == (chart.axis.ticks[0], chart.axis.high)
        # Two columns on a slide have fewer ticks.
        assert step % chart.axis.step == 0
    # PowerPoint counts ticks from where an axis begins: what lies before the first is left free.
    shape = next(s for s in opened(deck).slides[0].shapes if s.has_chart)
    width = float(shape.chart._chartSpace.xpath("//c:layout//c:w")[0].get("val")) * shape.width
    left = float(shape.chart._chartSpace.xpath("//c:layout//c:x")[0].get("val")) * shape.width
    assert left > width * -chart.axis.low / whole


def test_lanes_are_in_the_same_order_in_three_media(chart, screen, picture, deck) -> None:
    labels = [lane.label for lane in chart.lanes]
    assert list(screen.layout.yaxis.ticktext) == labels
    assert list(screen.layout.yaxis.tickvals) == [lane.row for lane in chart.lanes]
    written = [text.get_text() for text in picture.texts if text.get_text() in set(labels)]
    assert written == labels
    pages = [list(native.plots[0].categories) for native in charts(deck, "Lanes")]
    assert [label for page in pages for label in page if label.strip()] == labels


def test_colours_and_patterns_are_the_same_in_three_media(chart, screen, picture, deck) -> None:
    looks = {
        (LIGHT.response[bar.response], bar.pattern) for lane in chart.lanes for bar in lane.bars
    }
    assert {
        (trace.marker.color, trace.marker.pattern.shape or "")
        for trace in screen.data
        if trace.type == "bar" and not trace.showlegend
    } == looks
    (axes,) = picture.axes
    drawn = {
        (to_hex(bar.get_facecolor()).upper(), (bar.get_hatch() or "")[:1]) for bar in axes.patches
    }
    assert drawn == looks
    native = {"/": "wdUpDiag", "+": "lgGrid", "": ""}
    grounds = "./c:spPr//a:bgClr/a:srgbClr | ./c:spPr/a:solidFill/a:srgbClr"
    assert {
        (f"#{fill[0].get('val')}", "".join(one._element.xpath("./c:spPr/a:pattFill/@prst")))
        for slide in charts(deck, "Lanes")
        for one in slide.plots[0].series
        if (fill := one._element.xpath(grounds))
    } == {(colour, native[pattern]) for colour, pattern in looks}


def test_marks_are_the_same_shapes_at_the_same_months_in_three_media(
    chart, screen, picture, deck
) -> None:
    (axes,) = picture.axes
    for kind, name in EVENTS.items():
        events = [
            (e.month, lane.row) for lane in chart.lanes for e in lane.events if e.kind == kind
        ]
        if not events:
            continue
        (trace,) = [trace for trace in screen.data if trace.name == name]
        assert trace.marker.symbol == SYMBOLS[EVENT_MARKS[kind]][0]
        assert trace.marker.color == event_colour(LIGHT, kind)
        assert list(zip(trace.x, trace.y, strict=True)) == events

        shape = PICTURE_SHAPES[EVENT_MARKS[kind]][0]
        line = [line for line in axes.lines if line.get_marker() == shape][-1]
        assert line.get_color() == event_colour(LIGHT, kind)
        assert list(zip(*line.get_data(), strict=True)) == events

        letter, native = SLIDE_SHAPES[EVENT_MARKS[kind]]
        series = [
            one
            for slide in charts(deck, "Events")
            for one in slide.plots[0].series
            if one.name == name
        ]
        step = 3 if EVENT_MARKS[kind] == "tick" else 1
        months = [month for one in series for month, _ in xy(one)[::step]]
        assert months == [month for month, _ in events if month <= chart.axis.high]
        for one in series:
            symbol = one._element.xpath("./c:marker/c:symbol/@val")
            assert symbol == [native[0] if native else "none"]
            if native is None and step == 1:
                assert set(one._element.xpath(".//c:dLbl//a:t/text()")) == {letter}


def test_the_key_is_in_the_same_order_in_three_media(chart, screen, picture, deck) -> None:
    expected = [names(part) for part in chart.key]
    legends = ("legend", "legend2", "legend3")
    assert [
        [t.name for t in screen.data if t.showlegend and t.legend == legend] for legend in legends
    ] == expected
    titles = [f"<b>{part.title}</b>" for part in chart.key]
    assert [screen.layout[legend].title.text for legend in legends] == titles
    flat = [text for part in chart.key for text in (part.title, *names(part))]
    written = [text.get_text() for text in picture.texts]
    assert written[written.index("Best response") :][: len(flat)] == flat
    for slide in opened(deck).slides:
        told = [s.text_frame.text for s in slide.shapes if s.name.startswith("Name: ")]
        assert told == flat


def test_headings_and_alternative_text_are_the_same_in_three_media(
    view, chart, screen, picture, deck
) -> None:
    assert view_figure(view).alt == chart.alt
    for slide in opened(deck).slides:
        described = slide.shapes._spTree.xpath(".//p:cNvPr[@name='Lanes']/@descr")
        assert set(described) == {chart.alt}
    (stamp,) = screen.layout.annotations
    assert stamp.text.replace("<br>", " ") == chart.stamp
    assert any(text.get_text().startswith(chart.stamp) for text in picture.texts)
    (headings,) = (t for t in screen.data if t.type == "scatter" and t.mode == "text")
    for group, heading in zip(chart.groups, headings.text, strict=True):
        assert heading == f"<b>{group.name}</b> · {group.size}"
        assert f"{group.name} · {group.size}" in [text.get_text() for text in picture.texts]
        shown = [
            s.text_frame.text
            for slide in opened(deck).slides
            for s in slide.shapes
            if s.name == f"Group: {group.label}"
        ]
        assert shown[0] == f"{group.name} · {group.size}"
