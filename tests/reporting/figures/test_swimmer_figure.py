import pandas as pd
import plotly.graph_objects as go
import pytest

from imt_core.analyses.swimmer.lines import swimmer_lines
from imt_core.analyses.swimmer.patients import swimmer_patients
from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.cohort.schema import Cohort
from imt_core.reporting.design.theme import DARK, EVENT_MARKS, LIGHT
from imt_core.reporting.figures.swimmer import SYMBOLS, swimmer_figure


@pytest.fixture(scope="module", params=["lines", "patients"])
def plot(sample, request) -> SwimmerPlot:
    return swimmer_lines(sample) if request.param == "lines" else swimmer_patients(sample)


def made(**columns: list[object]) -> Cohort:
    return Cohort(frame=pd.DataFrame(columns), name="made for the test")


def drawn_bars(fig: go.Figure) -> list[go.Bar]:
    return [trace for trace in fig.data if trace.type == "bar" and not trace.showlegend]


def headings(fig: go.Figure) -> go.Scatter:
    """The groups' names over their lanes."""
    (trace,) = (t for t in fig.data if t.type == "scatter" and t.mode == "text")
    return trace


def names(fig: go.Figure, legend: str) -> list[str]:
    return [t.name for t in fig.data if t.showlegend and (t.legend or "legend") == legend]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_figure_is_valid_plotly(plot, theme):
    fig = swimmer_figure(plot, theme=theme)
    assert len(go.Figure(fig.to_dict()).data) == len(fig.data) > 10


def test_bars_begin_and_last_as_the_results_segments(plot):
    bars = [
        (customdata[1], base, length)
        for trace in drawn_bars(swimmer_figure(plot))
        for customdata, base, length in zip(trace.customdata, trace.base, trace.x, strict=True)
    ]
    expected = [(lane.key, bar.start, bar.length) for lane in plot.lanes for bar in lane.bars]
    assert sorted(bars) == sorted(expected)


def test_marks_stand_at_the_results_months(plot):
    fig = swimmer_figure(plot)
    marks = [
        (trace.customdata[i][1], trace.legendgroup, trace.x[i])
        for trace in fig.data
        if trace.type == "scatter" and trace.mode == "markers" and trace.customdata is not None
        for i in range(len(trace.x))
    ]
    expected = [(lane.key, m.kind, m.month) for lane in plot.lanes for m in lane.markers]
    assert sorted(marks) == sorted(expected)


def test_a_bar_and_its_marks_share_the_height_of_its_label(sample):
    plot = swimmer_lines(sample)
    fig = swimmer_figure(plot)
    height = dict(zip((lane.key for lane in plot.lanes), fig.layout.yaxis.tickvals, strict=True))
    for trace in fig.data:
        for customdata, y in zip(trace.customdata or (), trace.y, strict=False):
            assert height[customdata[1]] == y


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_colours_follow_best_response(sample, theme):
    plot = swimmer_lines(sample)
    response = {lane.key: lane.bars[0].best_response for lane in plot.lanes}
    for trace in drawn_bars(swimmer_figure(plot, theme=theme)):
        expected = {theme.response[response[key]] for _, key in trace.customdata}
        assert expected == {trace.marker.color}


def test_patterns_follow_regimen_group_and_survive_a_filter(sample):
    rows = sample.frame[sample.frame["regimen_group"] == "MTX-V"]
    only = swimmer_figure(swimmer_lines(Cohort(frame=rows, name="MTX-V")))
    assert {trace.marker.pattern.shape for trace in drawn_bars(only)} == {"+"}
    everyone = swimmer_figure(swimmer_lines(sample))
    shapes = {t.name.split(", ")[1]: t.marker.pattern.shape for t in drawn_bars(everyone)}
    assert shapes == {"anthracycline-based": "/", "MTX-V": "+", "other regimens": None}


def test_the_legend_has_three_parts_and_names_only_what_occurs(sample):
    fig = swimmer_figure(swimmer_lines(sample))
    assert names(fig, "legend") == ["CR", "PR", "SD", "PD", "NE"]
    assert names(fig, "legend2") == ["anthracycline-based", "MTX-V", "other regimens"]
    assert "Death" in names(fig, "legend3")
    cohort = made(patient_id=["a"], pfs_months=[2.0], pfs_event=[0.0], best_response=["SD"])
    few = swimmer_figure(swimmer_lines(cohort))
    assert names(few, "legend") == ["SD"]
    assert names(few, "legend2") == []
    assert names(few, "legend3") == ["No progression when last assessed"]


def test_the_legend_does_not_call_a_patient_ongoing_who_died_after_censoring():
    cohort = made(
        patient_id=["a"], pfs_months=[2.0], pfs_event=[0.0], os_months=[9.0], os_event=[1.0]
    )
    fig = swimmer_figure(swimmer_lines(cohort))
    assert names(fig, "legend3") == [
        "Follow-up after the bar",
        "No progression when last assessed",
        "Death",
    ]


def test_each_mark_has_a_symbol_of_its_own():
    assert set(SYMBOLS) == set(EVENT_MARKS.values())
    assert len({symbol for symbol, _ in SYMBOLS.values()}) == len(SYMBOLS)


def test_texts_of_a_sheet_are_escaped_everywhere_but_in_customdata():
    cohort = made(
        patient_id=["#000012", "<b>x</b>"],
        line_number=[1.0, 1.0],
        regimen_group=["<i>own</i>", "other"],
        regimen=["<a href='x'>A</a>", "T"],
        stop_reason=["<br>", "done"],
        treatment_months=[1.0, 1.0],
        pfs_months=[2.0, 3.0],
        pfs_event=[1.0, 1.0],
    )
    fig = swimmer_figure(swimmer_lines(cohort, label="patient and regimen"))
    customdata = {row[0] for trace in drawn_bars(fig) for row in trace.customdata}
    assert customdata == {"#000012", "<b>x</b>"}
    for trace in fig.data:
        trace.customdata = None
    text = fig.to_json().replace("\\u003c", "<").replace("\\u003e", ">")
    for raw in ("#000012", "<b>x", "<i>", "<a", "treatment: <br>"):
        assert raw not in text
    assert "&lt;i&gt;own" in text


def test_hover_texts_are_plain_words():
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
    fig = swimmer_figure(swimmer_lines(cohort))
    texts = {t.name: t.hovertext[0] for t in fig.data if t.hovertext and t.name}
    assert texts["PR, other regimens"] == (
        "<b>a</b>, line 2<br>AI (other regimens)<br>Best response: PR"
        "<br>PFS: 6.3 months, progression or death"
    )
    assert texts["Death"] == "<b>a</b>, line 2<br>Death<br>at 9.0 months"


def test_headings_give_each_groups_count(sample):
    lines = swimmer_figure(swimmer_lines(sample))
    assert list(headings(lines).text) == [
        "<b>anthracycline-based</b> · 25 lines",
        "<b>MTX-V</b> · 13 lines",
        "<b>other regimens</b> · 10 lines",
    ]
    patients = swimmer_figure(swimmer_patients(sample))
    assert list(headings(patients).text) == ["<b>All</b> · 38 patients, 48 lines"]


def test_the_height_follows_the_number_of_lanes(sample):
    whole = swimmer_figure(swimmer_lines(sample)).layout.height
    one = swimmer_figure(swimmer_lines(Cohort(frame=sample.frame.head(1), name="one")))
    assert 48 * 17 < whole < 48 * 25
    assert one.layout.height < 320


def test_months_are_ticked_in_whole_years_from_a_little_below_zero(sample):
    fig = swimmer_figure(swimmer_lines(sample))
    assert fig.layout.xaxis.dtick % 12 == 0
    assert fig.layout.xaxis.range[0] < 0
    assert fig.layout.xaxis.range[1] > 187.2
    assert fig.layout.xaxis.title.text == "Months from day 1 of cycle 1"


def test_the_first_months_can_be_looked_at_closely(sample):
    fig = swimmer_figure(swimmer_lines(sample), until_months=36)
    assert fig.layout.xaxis.range[1] == 36
    assert fig.layout.xaxis.dtick == 6


@pytest.mark.parametrize(("months", "step"), [(0.5, 1), (5.0, 1), (12.0, 2), (24.0, 3), (60.0, 12)])
def test_a_short_plot_is_ticked_in_parts_of_a_year(months, step):
    cohort = made(patient_id=["a"], pfs_months=[months], pfs_event=[1.0])
    assert swimmer_figure(swimmer_lines(cohort)).layout.xaxis.dtick == step


@pytest.mark.parametrize(
    ("times", "bars"),
    [
        ({"pfs_months": [2.0, 3.0]}, "PFS (advanced)"),
        (
            {"pfs_months": [2.0, None], "rfs_months": [None, 4.0]},
            "PFS (advanced) or RFS (localized)",
        ),
        ({"pfs_months": [2.0, None], "os_months": [3.0, 4.0]}, "PFS (advanced) or OS"),
        ({"treatment_months": [1.0, 2.0]}, "treatment time"),
    ],
)
def test_the_stamp_names_the_count_and_the_times_that_occur(times, bars):
    fig = swimmer_figure(swimmer_lines(made(patient_id=["a", "a"], **times)))
    (stamp,) = fig.layout.annotations
    assert stamp.text.replace("<br>", " ") == f"2 lines in 1 patient; bar: {bars}"


def test_the_stamp_of_the_sample_counts_lines_and_patients(plot):
    stamp = swimmer_figure(plot).layout.annotations[-1]
    assert stamp.text.replace("<br>", " ") == (
        "48 lines in 38 patients; bar: PFS (advanced) or RFS (localized)"
    )
    assert (stamp.yref, stamp.y) == ("y domain", 0)


def test_long_group_names_that_differ_at_their_end_stay_apart_and_are_whole_on_hover():
    long = "doxorubicin, ifosfamide and dacarbazine, every "
    cohort = made(
        patient_id=["a", "b"],
        regimen_group=[f"{long}21 days", f"{long}28 days"],
        pfs_months=[2.0, 3.0],
        pfs_event=[1.0, 1.0],
    )
    fig = swimmer_figure(swimmer_lines(cohort))
    first, second = names(fig, "legend2")
    assert first != second
    assert max(len(first), len(second)) <= 34
    drawn = headings(fig)
    assert drawn.text[0] != drawn.text[1]
    assert drawn.hovertext == (f"{long}21 days", f"{long}28 days")
    for trace in drawn_bars(fig):
        assert long in trace.hovertext[0]


def test_names_in_wide_letters_have_twice_the_room():
    def room(name: str) -> tuple[float, float]:
        sheet = {"patient_id": name, "regimen_group": name, "pfs_months": 6.0, "pfs_event": 1.0}
        figure = swimmer_figure(swimmer_lines(made(**{k: [v] for k, v in sheet.items()})))
        return figure.layout.margin.l, figure.layout.margin.r

    assert room("中" * 15) == room("m" * 30)
    assert room("中" * 15) > room("m" * 15)
    assert room("m" * 30) < room("中" * 40) <= room("m" * 40)  # cut alike


def test_an_empty_result_is_drawn_as_its_explanation(sample):
    fig = swimmer_figure(swimmer_lines(Cohort(frame=sample.frame.head(0), name="none")))
    assert len(fig.data) == 0
    assert fig.layout.annotations[0].text == "No lines are in view, so there is nothing to draw."
    assert len(go.Figure(fig.to_dict()).data) == 0


def test_lane_labels_can_be_left_out(sample):
    fig = swimmer_figure(swimmer_lines(sample, label="none"))
    assert fig.layout.yaxis.showticklabels is False
