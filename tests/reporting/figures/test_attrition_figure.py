"""The flow from the file to the figures: its boxes hold the counts, and none lies on another."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import plotly.graph_objects as go
import pytest

from imt_core.analyses.attrition import Attrition, AttritionStep, attrition
from imt_core.cohort.counting import CaseCount, LeftOut
from imt_core.cohort.filters import CohortFilter, Criterion, filter_cohort
from imt_core.conventions.errors import ImtError
from imt_core.intake.checks.checked_cohort import parse_cohort
from imt_core.intake.remedies.setting_aside import set_aside
from imt_core.reporting.design.theme import DARK, LIGHT
from imt_core.reporting.figures.attrition import (
    MOST_REASONS,
    NARROWEST,
    attrition_figure,
    describe_attrition,
)
from tests.intake.checks.test_checked_cohort import sheet


@pytest.fixture(scope="module")
def way() -> Attrition:
    aside = set_aside(sheet(patient_id={4: ""}, pfs_months={3: "x"}))
    assert aside.table is not None
    cohort = parse_cohort(aside.table).cohort
    assert cohort is not None
    first = Criterion(column="line_group", levels=("first",))
    return attrition(
        aside.before,
        filter_cohort(cohort, CohortFilter(criteria=(first,))),
        rows_aside=aside.left_out,
        n_cells_emptied=aside.n_cells,
    )


def texts(fig: go.Figure) -> list[str]:
    return [note.text for note in fig.layout.annotations if note.text]


def boxes(fig: go.Figure) -> list[Any]:
    return [shape for shape in fig.layout.shapes if shape.type == "rect"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_figure_is_valid_plotly(way: Attrition, theme) -> None:
    fig = attrition_figure(way, theme=theme)
    assert len(go.Figure(fig.to_dict()).layout.shapes) == len(fig.layout.shapes)
    assert fig.layout.paper_bgcolor == theme.paper
    assert {note.font.color for note in fig.layout.annotations if note.text} == {
        theme.text,
        theme.muted,
    }


def test_the_boxes_hold_the_counts_of_the_steps(way: Attrition) -> None:
    drawn = texts(attrition_figure(way))
    assert drawn[0] == "<b>Rows in the file</b><br>3 rows in 1 patient"
    assert drawn[1] == (
        "<b>Left out: 1 row</b><br>1 row: no patient_id<br>4 cells emptied in the rows that are "
        "kept"
    )
    assert drawn[2] == "<b>Lines in the cohort</b><br>2 lines in 1 patient"
    assert drawn[3] == "<b>Left out: 1 line</b><br>1 line: not first line"
    assert "<b>OS</b><br>1 line<br>1 patient" in drawn
    assert "<b>RFS</b><br>0 lines<br>0 patients" in drawn


@pytest.mark.parametrize("width", [NARROWEST, 500, 720, 1200])
def test_no_box_lies_on_another_or_outside(way: Attrition, width: int) -> None:
    fig = attrition_figure(way, width=width)
    drawn = boxes(fig)
    assert len(drawn) == len(way.steps) + 2 + len(way.figures)
    for one, other in combinations(drawn, 2):
        beside = one.x1 <= other.x0 or other.x1 <= one.x0
        assert beside or one.y1 <= other.y0 or other.y1 <= one.y0
    assert all(0 <= box.x0 < box.x1 <= 100.0001 for box in drawn)
    bottom = fig.layout.yaxis.range[0]
    assert max(box.y1 for box in drawn) <= bottom
    margins = fig.layout.margin.t + fig.layout.margin.b
    assert fig.layout.height == bottom + margins


def test_a_narrow_figure_stands_its_boxes_in_rows(way: Attrition) -> None:
    def n_rows(width: int) -> int:
        figures = boxes(attrition_figure(way, width=width))[-len(way.figures) :]
        return len({box.y0 for box in figures})

    assert [n_rows(width) for width in (340, 500, 720)] == [3, 2, 1]


def test_many_reasons_are_added_up() -> None:
    one = CaseCount(n_lines=1, n_patients=1)
    reasons = tuple(
        LeftOut(reason=f"r{n}", count=CaseCount(n_lines=n, n_patients=1)) for n in range(1, 8)
    )
    way = Attrition(
        steps=(AttritionStep(label="Lines in view", count=one),),
        figures=(AttritionStep(label="OS", count=one, left_out=reasons),),
        n_cells_emptied=0,
    )
    below = texts(attrition_figure(way))[-2].split("<br>")
    assert below[0] == "Left out:"
    assert below[1:MOST_REASONS] == ["7 lines: r7", "6 lines: r6", "5 lines: r5"]
    assert below[MOST_REASONS:] == ["10 lines: 4 other reasons"]


def test_a_reason_from_the_sheet_is_shown_as_text() -> None:
    one = CaseCount(n_lines=1, n_patients=1)
    out = LeftOut(reason="<b>x</b>", count=one)
    way = Attrition(
        steps=(AttritionStep(label="Lines in view", count=one),),
        figures=(AttritionStep(label="OS", count=one, left_out=(out,)),),
        n_cells_emptied=0,
    )
    assert "1 line: &lt;b&gt;x&lt;/b&gt;" in texts(attrition_figure(way))[-2]


def test_a_width_without_room_for_words_is_misuse(way: Attrition) -> None:
    with pytest.raises(ImtError, match="width must be at least 340"):
        attrition_figure(way, width=NARROWEST - 1)


def test_the_alternative_text_names_every_count(way: Attrition) -> None:
    assert describe_attrition(way) == (
        "From the file to the figures. Rows in the file: 3 rows in 1 patient; Lines in the "
        "cohort: 2 lines in 1 patient; Kept: first line: 1 line in 1 patient; Lines in view: 1 "
        "line in 1 patient. Of these, OS: 1 line in 1 patient; PFS: 1 line in 1 patient; RFS: no "
        "lines; Response rate: 1 line in 1 patient; Swimmer plot: 1 line in 1 patient."
    )
