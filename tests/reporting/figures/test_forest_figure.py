"""The forest plot draws what the forest holds, and nothing else."""

from __future__ import annotations

import re

import plotly.graph_objects as go
import pytest

from imt_core.analyses.forest.forest import Forest, subgroup_forest
from imt_core.cohort.schema import Cohort
from imt_core.reporting.design.forest import describe_forest
from imt_core.reporting.design.theme import DARK, LIGHT
from imt_core.reporting.figures.forest import ROW_HEIGHT, forest_figure
from imt_core.reporting.tables.forest_table import format_counts
from tests.oracles.oracle import make_cohort

COLUMNS = ["sex", "alk_status", "regimen_group", "regimen", "line_group", "later_alk_inhibitor"]


@pytest.fixture(scope="module", params=["orr", ("os", 60.0)], ids=["orr", "os"])
def forest(sample: Cohort, request: pytest.FixtureRequest) -> Forest:
    return subgroup_forest(sample, columns=COLUMNS, measure=request.param)


def columns(fig: go.Figure) -> list[list[str]]:
    """The cells of labels, counts and rates, from the headings on."""
    return [
        [re.sub("<[^>]*>", "", cell).strip("\u00a0") for cell in note.text.split("<br>")]
        for note in fig.layout.annotations
    ]


def texts(fig: go.Figure) -> list[str]:
    """Everything that stands beside the plot, row by row."""
    return [cell for row in zip(*columns(fig), strict=True) for cell in row if cell]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_figure_is_valid_plotly(forest: Forest, theme) -> None:
    fig = forest_figure(forest, theme=theme)
    assert len(go.Figure(fig.to_dict()).data) == 2
    assert fig.layout.paper_bgcolor == theme.paper


def test_squares_stand_at_the_estimates(forest: Forest) -> None:
    squares = forest_figure(forest).data[1]
    expected = [100 * row.estimate for row in forest.rows if row.estimate is not None]
    assert list(squares.x) == expected


def test_lines_span_the_limits(forest: Forest) -> None:
    x = forest_figure(forest).data[0].x
    drawn = list(zip(x[::3], x[1::3], strict=True))
    expected = [
        (100 * row.conf_low, 100 * row.conf_high)
        for row in forest.rows
        if row.conf_low is not None and row.conf_high is not None
    ]
    assert drawn == expected


def test_the_dashed_line_stands_at_the_overall_rate(forest: Forest) -> None:
    line = next(shape for shape in forest_figure(forest).layout.shapes if shape.type == "line")
    assert line.x0 == line.x1 == 100 * forest.overall.estimate
    assert line.line.dash == "dash"


def test_squares_grow_with_the_cases_within_bounds(forest: Forest) -> None:
    sizes = forest_figure(forest).data[1].marker.size
    known = [row for row in forest.rows if row.estimate is not None]
    by_n = [size for _, size in sorted(zip((r.n for r in known[1:]), sizes[1:], strict=True))]
    assert by_n == sorted(by_n)
    assert min(sizes) >= 6
    assert max(sizes) == 17


def test_the_overall_row_is_told_apart_by_its_shape(forest: Forest) -> None:
    symbols = forest_figure(forest).data[1].marker.symbol
    assert (symbols[0], set(symbols[1:])) == ("diamond", {"square"})


def test_every_row_has_its_label_counts_and_rate(forest: Forest) -> None:
    shown = texts(forest_figure(forest))
    for row in forest.rows:
        counts = format_counts(row, tells_died=forest.repeats_deaths)
        assert {counts, f"{counts}\u00a0="} & {*shown}
    # Label, counts and rate of each row, a heading for each column, three headings above.
    assert len(shown) == len(forest.rows) * 3 + len(COLUMNS) + 3
    assert shown[:3] == ["Subgroup", "n/N", "Rate (95% CI)"]


def test_the_papers_rate_is_written_beside_its_square(sample: Cohort) -> None:
    forest = subgroup_forest(sample, columns=["regimen_group"])
    shown = texts(forest_figure(forest))
    at = shown.index("10/21\u00a0=")
    assert shown[at + 1] == "47.6% (25.7–70.2)"


def test_label_counts_and_rate_share_the_height_of_their_square(sample: Cohort) -> None:
    fig = forest_figure(subgroup_forest(sample, columns=["sex"]))
    # Line 0 is overall, line 1 the heading, line 2 the first level; the headings stand above.
    assert columns(fig)[0] == ["Subgroup", "Overall", "Sex", "\u2003male", "\u2003female"]
    assert fig.data[1].y[1] == 2
    rows = fig.layout.height - fig.layout.margin.t - fig.layout.margin.b
    for note in fig.layout.annotations:
        # The middle of the lines is that of the rows, and a line is 1.3 times its letters high.
        assert (note.y, note.yanchor, note.yref) == (1.0, "middle", "y")
        assert 1.3 * note.font.size == pytest.approx(rows / 5)


def test_labels_and_numbers_fit_their_margins(forest: Forest) -> None:
    fig = forest_figure(forest)
    layout = fig.layout
    for note, cells in zip(layout.annotations, columns(fig), strict=True):
        width = 7 * max(map(len, cells))
        if note.x == 0:
            assert width <= -note.xshift <= layout.margin.l
        elif note.xanchor == "left":
            assert note.xshift + width <= layout.margin.r


def test_the_height_grows_with_the_rows(sample: Cohort) -> None:
    few = forest_figure(subgroup_forest(sample, columns=["sex"]))
    many = forest_figure(subgroup_forest(sample, columns=["sex", "alk_status"]))
    # A heading and two levels more.
    assert many.layout.height - few.layout.height == 3 * ROW_HEIGHT


def test_a_long_level_is_cut_in_the_figure_and_whole_in_the_hover() -> None:
    long = "a very long reason for stopping the treatment early"
    cohort = make_cohort(
        patient_id=["a"], line_number=[1.0], best_response=["PR"], stop_reason=[long]
    )
    fig = forest_figure(subgroup_forest(cohort, columns=["stop_reason"]))
    assert long not in "".join(texts(fig))
    assert long in fig.data[1].hovertext[1]


def test_a_text_from_the_sheet_is_not_read_as_html() -> None:
    cohort = make_cohort(
        patient_id=["a"], line_number=[1.0], best_response=["PR"], regimen=["<b>A</b>"]
    )
    fig = forest_figure(subgroup_forest(cohort, columns=["regimen"]))
    assert "&lt;b&gt;A&lt;/b&gt;" in fig.data[1].hovertext[1]
    assert any("&lt;b&gt;A" in note.text for note in fig.layout.annotations)


def test_without_cases_nothing_is_drawn_but_the_overall_row_is_named() -> None:
    cohort = make_cohort(patient_id=["a"], line_number=[1.0], best_response=["NE"])
    fig = forest_figure(subgroup_forest(cohort, columns=[]))
    assert (list(fig.data[0].x), list(fig.data[1].x)) == ([], [])
    assert texts(fig)[-2:] == ["0/0", "NE"]
    assert "dashed" not in fig.layout.xaxis.title.text
    assert len(fig.layout.shapes) == 0


def test_the_alternative_text_holds_every_row(forest: Forest) -> None:
    text = describe_forest(forest)
    for row in forest.rows:
        counts = format_counts(row, tells_died=forest.repeats_deaths)
        assert f"{row.name}: {counts}, " in text


def test_no_patient_is_in_the_figure(sample: Cohort) -> None:
    drawn = forest_figure(subgroup_forest(sample, columns=COLUMNS)).to_json()
    assert [patient for patient in sample.frame["patient_id"] if patient in drawn] == []
