"""The bars of best response hold the shares and counts of the response table, no others."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from imt_core.analyses.response import ResponseTable, response_table
from imt_core.cohort.schema import Cohort
from imt_core.reporting.design.theme import DARK, LIGHT, RESPONSE_PATTERNS
from imt_core.reporting.figures.stacked import BAR_HEIGHT, response_figure
from tests.oracles.oracle import make_cohort

# Regimen A: 1 CR, 2 PR, 3 SD, 1 NE. B: 2 PD, 1 PR. C: nobody evaluable.
RESPONSES = {
    "A": ["CR", "PR", "PR", "SD", "SD", "SD", "NE"],
    "B": ["PD", "PD", "PR"],
    "C": ["NE", None],
}


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


def bars(fig: go.Figure) -> list[go.Bar]:
    return [trace for trace in fig.data if trace.type == "bar"]


def names(fig: go.Figure) -> go.Scatter:
    """The texts above the bars."""
    (trace,) = (trace for trace in fig.data if trace.type == "scatter")
    return trace


def shares(fig: go.Figure) -> dict[str, list[float]]:
    return {trace.name: list(trace.x) for trace in bars(fig)}


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_figure_is_valid_plotly(table: ResponseTable, theme) -> None:
    fig = response_figure(table, theme=theme)
    assert len(go.Figure(fig.to_dict()).data) == 5
    assert fig.layout.paper_bgcolor == theme.paper


def test_shares_are_of_evaluable_cases(table: ResponseTable) -> None:
    drawn = shares(response_figure(table))
    assert list(drawn) == ["CR", "PR", "SD", "PD"]
    assert drawn["CR"] == pytest.approx([100 / 6, 0])
    assert drawn["PR"] == pytest.approx([200 / 6, 100 / 3])
    assert drawn["SD"] == pytest.approx([300 / 6, 0])
    assert drawn["PD"] == pytest.approx([0, 200 / 3])


def test_the_shares_of_a_bar_add_up_to_100(table: ResponseTable) -> None:
    fig = response_figure(table)
    assert fig.layout.barmode == "stack"
    sums = [sum(parts) for parts in zip(*shares(fig).values(), strict=True)]
    assert sums == pytest.approx([100, 100])
    assert fig.layout.xaxis.range[1] >= max(sums)


def test_the_parts_of_a_bar_hold_their_counts(table: ResponseTable) -> None:
    texts = {trace.name: list(trace.text) for trace in bars(response_figure(table))}
    assert texts == {
        "CR": ["CR 1", ""],
        "PR": ["PR 2", "PR 1"],
        "SD": ["SD 3", ""],
        "PD": ["", "PD 2"],
    }


def test_a_narrow_part_has_its_count_in_the_hover_only() -> None:
    fig = response_figure(response_table(cohort({"A": ["CR"] + ["SD"] * 19})))
    (complete,) = (trace for trace in bars(fig) if trace.name == "CR")
    assert list(complete.text) == [""]
    assert list(complete.hovertext) == ["<b>All</b><br>complete response: 1 of 20 evaluable (5.0%)"]


def test_a_bar_is_named_by_its_group_and_cases(table: ResponseTable) -> None:
    fig = response_figure(table)
    labels = [group.label for group in table.groups]
    assert [text.split("<br>")[0] for text in names(fig).text] == [
        f"<b>{labels[0]}</b> · 6 evaluable of 7",
        f"<b>{labels[1]}</b> · 3 evaluable",
    ]
    assert list(bars(fig)[0].y) == [0, 1]


def test_a_group_with_nobody_evaluable_is_in_the_table_but_not_drawn(table: ResponseTable) -> None:
    fig = response_figure(table)
    assert [group.n_evaluable for group in table.groups] == [6, 3, 0]
    assert len(names(fig).text) == 2
    assert table.groups[2].label not in " ".join(names(fig).text)


def test_colours_and_patterns_follow_the_response(table: ResponseTable) -> None:
    for trace in bars(response_figure(table)):
        assert trace.marker.color == LIGHT.response[trace.name]
        assert trace.marker.pattern.shape == RESPONSE_PATTERNS[trace.name]
        assert trace.textfont.color == LIGHT.on_response[trace.name]


def test_the_stamp_names_the_count_and_the_method(table: ResponseTable) -> None:
    (stamp,) = response_figure(table).layout.annotations
    assert stamp.text.replace("<br>", " ") == f"12 lines in 12 patients; {table.rate_method}"
    assert max(map(len, stamp.text.split("<br>"))) <= 56


def test_both_rates_stand_above_each_bar(table: ResponseTable) -> None:
    told = names(response_figure(table))
    assert [text.partition("<br>")[2] for text in told.text] == [
        "ORR 3/6\u00a0=\u00a050.0% (11.8–88.2) of evaluable<br>"
        "ORR 3/7\u00a0=\u00a042.9% (9.9–81.6) of all treated",
        "ORR 1/3 (0.8–90.6%) of evaluable<br>ORR 1/3 (0.8–90.6%) of all treated",
    ]
    assert told.textposition == "top right"
    assert all(place - 0.5 < y < place for place, y in enumerate(told.y))


def test_the_height_grows_with_the_bars(table: ResponseTable) -> None:
    one = response_figure(response_table(cohort({"A": RESPONSES["A"]}), by=["regimen"]))
    assert response_figure(table).layout.height - one.layout.height == BAR_HEIGHT


def test_a_text_from_the_sheet_is_not_read_as_html() -> None:
    made = cohort({"<i>A</i>": ["PR"], "#000012": ["PR"]})
    fig = response_figure(response_table(made, by=["regimen"]))
    drawn = " ".join([*names(fig).text, *fig.data[0].hovertext])
    assert drawn.count("&lt;i&gt;A&lt;/i&gt;") == 2
    assert "<i>" not in drawn
    assert "#000012" not in drawn


@pytest.mark.parametrize("responses", [{}, {"A": ["NE", None]}], ids=["nobody", "none evaluable"])
def test_without_evaluable_cases_nothing_is_drawn_and_the_figure_is_valid(responses) -> None:
    fig = response_figure(response_table(cohort(responses)))
    assert len(fig.data) == 0
    assert len(go.Figure(fig.to_dict()).data) == 0


def test_no_patient_is_in_the_figure(table: ResponseTable) -> None:
    drawn = response_figure(table).to_json()
    assert [f"p{i}" for i in range(12) if f'"p{i}"' in drawn] == []
