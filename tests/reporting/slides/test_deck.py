"""The deck: every number on a slide is the result's, every chart and table can be edited."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from collections import Counter
from xml.etree import ElementTree

import numpy as np
import openpyxl
import pandas as pd
import pptx
import pytest
from pptx.chart.data import XyChartData

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.reporting.design.forest import describe_forest
from imt_core.reporting.design.survival import describe_curves, month_ticks, step_points
from imt_core.reporting.design.swimmer_words import EVENTS, describe_swimmer
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.deck import write_deck
from imt_core.reporting.slides.slide_frame import add_slide
from imt_core.reporting.tables.baseline_tables import format_baseline_table
from imt_core.reporting.tables.forest_table import format_counts, format_rate
from imt_core.reporting.tables.response_tables import format_response_table
from imt_core.reporting.tables.response_words import describe_responses
from imt_core.reporting.tables.survival_tables import format_rates_table, format_survival_table
from tests.reporting.masking.alone import masked_alone
from tests.reporting.slides.deck_parts import (
    CONTEXT,
    charts,
    joined,
    opened,
    sample_views,
    sheets,
    tables,
    texts,
    unfolded,
    xy,
)

WITH_TABLES = dataclasses.replace(CONTEXT, appendix=True)


@pytest.fixture(scope="module")
def views(sample: Cohort) -> dict[str, ComputedView]:
    return sample_views(sample)


@pytest.fixture(scope="module")
def decks(views: dict[str, ComputedView]) -> dict[str, bytes]:
    return {name: write_deck([view], WITH_TABLES) for name, view in views.items()}


@pytest.fixture(scope="module")
def whole(views: dict[str, ComputedView]) -> bytes:
    return write_deck(list(views.values()), WITH_TABLES)


def made(**columns: list[object]) -> Cohort:
    return Cohort(frame=pd.DataFrame(columns), name="made for the test")


def frame_cells(frame: pd.DataFrame) -> list[list[str]]:
    return [[str(c) for c in frame.columns], *([str(c) for c in r] for r in frame.to_numpy())]


def curve_series(chart, label: str) -> dict[str, list[tuple[float, float | None]]]:
    return {
        series.name.partition("): ")[2]: xy(series)
        for series in chart.plots[0].series
        if series.name.startswith(f"{label} (n = ")
    }


# Tables


def test_the_baseline_table_is_cell_by_cell_that_of_the_screen(views, decks):
    shown = unfolded(joined(tables(decks["baseline"])))
    assert shown == frame_cells(format_baseline_table(views["baseline"].result))


def test_a_variable_stands_beside_its_levels_on_one_slide(decks):
    pages = [
        next(shape.table for shape in slide.shapes if shape.has_table)
        for slide in opened(decks["baseline"]).slides
    ]
    assert len(pages) == 2
    for table in pages:
        rows = list(table.rows)[1:]
        bold = [
            row.cells[0].text
            for row in rows
            if row.cells[0].text and row.cells[0].text_frame.paragraphs[0].runs[0].font.bold
        ]
        assert bold == [
            row.cells[0].text
            for row in rows
            if row.cells[0].is_merge_origin and row.cells[0].span_height > 1
        ]
        # No slide begins or ends within a variable.
        assert rows[0].cells[0].text
        assert "continued" not in "".join(row.cells[0].text for row in rows)


def test_the_survival_tables_are_cell_by_cell_those_of_the_screen(views, decks):
    result = views["pfs"].result
    medians = tables(decks["pfs"], "Events and medians")
    assert joined(medians) == frame_cells(format_survival_table(result))
    assert joined(tables(decks["pfs"], "Survival rates")) == frame_cells(format_rates_table(result))


def test_a_response_table_too_wide_for_a_slide_repeats_its_first_column(views, decks):
    parts = tables(decks["response"], "Columns")
    shown = frame_cells(format_response_table(views["response"].result))
    found = {
        (row[0], header): cell
        for names, *rows in parts
        for row in rows
        for header, cell in zip(names[1:], row[1:], strict=True)
    }
    assert len(parts) > 1
    assert found == {
        (row[0], header): cell
        for row in shown[1:]
        for header, cell in zip(shown[0][1:], row[1:], strict=True)
    }


def test_response_rates_and_who_is_not_evaluable_stand_beside_the_bars(sample):
    view = compute_view(sample, ViewRequest(kind="response", by=("regimen_group",)))
    (rows,) = tables(write_deck([view], CONTEXT), "Best response, rates")
    table = format_response_table(view.result).set_index("Regimen group")
    both = (table.loc[f"ORR of {whom} (95% CI)"] for whom in ("evaluable", "all treated"))
    assert [row[2] for row in rows[1:]] == ["\n".join(pair) for pair in zip(*both, strict=True)]
    assert [row[0].partition("\n")[2] for row in rows[1:]] == [
        "21 evaluable of 25; not evaluable: 4 (adjuvant)",
        "13 evaluable; not evaluable: 0",
        "10 evaluable; not evaluable: 0",
    ]


def test_many_groups_have_one_slide_with_the_rates_alone_and_the_notes_hold_the_rest(views, decks):
    slide = opened(decks["response"]).slides[0]
    (rows,) = tables(decks["response"], "Best response, rates")
    table = format_response_table(views["response"].result).set_index("Regimen")
    assert [row[2] for row in rows[1:]] == table.loc["ORR of evaluable (95% CI)"].tolist()
    notes = slide.notes_slide.notes_text_frame.text
    for measure, cells in table.iterrows():
        told = "; ".join(f"{name}: {cell}" for name, cell in cells.items() if cell)
        assert f"{measure}: {told}" in notes


def test_a_forests_rows_are_those_of_the_result(views):
    forest = views["forest"].result
    rows = [
        row
        for row in joined(tables(write_deck([views["forest"]], CONTEXT), "Subgroup"))[1:]
        if row[1]
    ]
    assert [(row[1], row[3]) for row in rows] == [
        (format_counts(row), format_rate(row)) for row in forest.rows
    ]


def test_tables_of_charts_stand_in_an_appendix_at_the_end_where_it_is_wanted(views):
    pair = [views["rfs"], dataclasses.replace(views["os"], request=_titled(views["os"], "Mine"))]
    plain, long = (write_deck(pair, context) for context in (CONTEXT, WITH_TABLES))
    titles = [slide.shapes.title.text for slide in opened(long).slides]
    assert len(opened(plain).slides) == 2
    assert len(charts(long)) == len(charts(plain)) == 2
    assert titles[1:] == ["Mine", titles[2], "Appendix: Mine"]
    assert titles[2] == "Appendix: RFS, whole cohort"


def _titled(view: ComputedView, title: str) -> ViewRequest:
    return dataclasses.replace(view.request, title=title)


# Kaplan-Meier


@pytest.mark.parametrize("name", ["pfs", "rfs", "os", "dor"])
def test_the_curves_are_the_results_steps(views, decks, name):
    (chart,) = charts(decks[name], "Kaplan-Meier")
    for group in views[name].result.groups:
        drawn = curve_series(chart, group.label)
        tail = drawn.get("fewer than 5 at risk", [])
        corners = drawn[""] + tail[1:]
        x, y = step_points(group.curve.time, group.curve.estimate)
        assert corners == list(zip(x, 100 * y, strict=True))


@pytest.mark.parametrize("name", ["pfs", "os"])
def test_censor_marks_and_limits_are_the_results(views, decks, name):
    (chart,) = charts(decks[name], "Kaplan-Meier")
    for group in views[name].result.groups:
        drawn, curve = curve_series(chart, group.label), group.curve
        marked = curve.n_censor > 0
        expected = list(zip(curve.time[marked], 100 * curve.estimate[marked], strict=True))
        assert drawn.get("censored", []) == expected
        for side, limit in (("lower", curve.conf_low), ("upper", curve.conf_high)):
            heights = {y for _, y in drawn[f"{side} limit"]}
            assert heights == {100.0, *(100 * limit[~np.isnan(limit)])}


def test_each_group_is_named_once_beside_its_line_which_also_names_its_row(views, decks):
    slide = opened(decks["pfs"]).slides[0]
    names = [group.label for group in views["pfs"].result.groups]
    samples = [shape.name for shape in slide.shapes if shape.name.startswith(("Key: ", "Row: "))]
    assert samples == [f"Row: {name}" for name in names] + [f"Key: {name}" for name in names]
    below_the_title = texts(slide).removeprefix(slide.shapes.title.text)
    (rows,) = tables(decks["pfs"], "Number at risk")
    assert [below_the_title.count(name) for name in names] == [1] * len(names)
    assert [row[0] for row in rows[1:]] == [""] * len(names)
    (chart,) = charts(decks["pfs"], "Kaplan-Meier")
    assert not chart.has_legend


def test_limits_are_left_out_where_the_view_has_no_bands(views):
    view = dataclasses.replace(
        views["pfs"], request=dataclasses.replace(views["pfs"].request, show_band=False)
    )
    (chart,) = charts(write_deck([view], CONTEXT), "Kaplan-Meier")
    assert not [series for series in chart.plots[0].series if "limit" in series.name]


@pytest.mark.parametrize("name", ["pfs", "os"])
def test_numbers_at_risk_stand_below_their_ticks(views, decks, name):
    result = views[name].result
    ticks = np.array(month_ticks(max(group.curve.last_follow_up for group in result.groups)))
    (rows,) = tables(decks[name], "Number at risk")
    groups = result.groups
    counts = [group.curve.n_risk_at(ticks).tolist() for group in groups]
    assert [[int(cell) for cell in row[1:]] for row in rows[1:]] == counts
    slide = opened(decks[name]).slides[0]
    notes = slide.notes_slide.notes_text_frame.text
    for group in groups:
        curve = group.curve
        for what, count in (
            ("at risk", curve.n_risk_at),
            ("censored", curve.n_censor_before),
            ("events", curve.n_event_before),
        ):
            assert f"{group.label}, {what}: {', '.join(map(str, count(ticks)))}" in notes
    table = next(shape for shape in slide.shapes if shape.has_table)
    drawn = next(shape for shape in slide.shapes if shape.has_chart)
    area = {
        key: float(drawn.chart._chartSpace.xpath(f"//c:plotArea/c:layout//c:{key}")[0].get("val"))
        for key in "xw"
    }
    end = _axis_end(drawn.chart)
    edges = np.cumsum([table.left, *(column.width for column in table.table.columns)])
    middles = (edges[1:-1] + edges[2:]) / 2
    expected = drawn.left + drawn.width * (area["x"] + area["w"] * ticks / end)
    assert np.abs(middles - expected).max() < 2000  # A five-hundredth of an inch.


def _axis_end(chart) -> float:
    return float(chart._chartSpace.xpath("//c:valAx[1]//c:max")[0].get("val"))


def test_median_events_and_test_are_told_beside_the_curves(decks):
    text = texts(opened(decks["pfs"]).slides[0])
    assert "17 lines, 16 events" in text
    assert "Median, months (95% CI)" in text
    assert "6.3 (3.1–17.0)" in text
    assert "No test: the groups share patients." in text


def test_a_log_rank_p_comes_with_the_permutation_p_of_small_groups(sample):
    request = ViewRequest(kind="survival", by=("regimen_group",), overlap="first line")
    text = texts(opened(write_deck([compute_view(sample, request)], CONTEXT)).slides[0])
    assert re.search(r"Two-sided log-rank.* p [=<] 0\.\d+\. Permutation p [=<] 0\.\d+", text)


# Response, forest, swimmer


def test_the_bars_are_the_counts_of_each_response(views, decks):
    found: dict[str, list[float]] = {}
    names: list[str] = []
    for chart in charts(decks["response"], "Best response"):
        names += list(chart.plots[0].categories)
        for series in chart.plots[0].series:
            found.setdefault(series.name, []).extend(series.values)
    groups = views["response"].result.groups
    assert names == [group.label for group in groups]
    assert found == {
        level: [group.counts[level] for group in groups] for level in ("CR", "PR", "SD", "PD")
    }


def test_a_part_too_narrow_for_its_name_has_its_count(sample):
    view = compute_view(sample, ViewRequest(kind="response", by=("regimen_group",)))
    (chart,) = charts(write_deck([view], CONTEXT), "Best response")
    complete = chart.plots[0].series[0]
    assert (complete.name, complete.values) == ("CR", (0.0, 2.0, 1.0))
    own = {
        int(label.xpath("./c:idx/@val")[0]): label.xpath("./c:delete/@val | ./c:showSerName/@val")
        for label in complete._element.xpath("./c:dLbls/c:dLbl")
    }
    # Nobody, then 2 of 13 with their name, and 1 of 10 as a number alone.
    assert own == {0: ["1"], 2: ["0"]}


def test_the_forests_intervals_and_squares_are_the_results(views, decks):
    (chart,) = charts(decks["forest"], "Rates")
    *lines, squares = chart.plots[0].series
    rows = views["forest"].result.rows
    assert [x for x, _ in xy(squares)] == [100 * row.estimate for row in rows]
    drawn = {series.name: [x for x, _ in xy(series)] for series in lines}
    assert drawn.pop("Overall") == [100 * rows[0].estimate] * 2
    assert drawn == {f"{r.name}: interval": [100 * r.conf_low, 100 * r.conf_high] for r in rows}
    heights = {series.name: {y for _, y in xy(series)} for series in lines}
    assert [heights[f"{r.name}: interval"] for r in rows] == [{y} for _, y in xy(squares)]


@pytest.mark.parametrize("name", ["lines", "patients"])
def test_the_lanes_are_the_results_bars_in_order(views, decks, name):
    plot = views[name].result
    labels, lengths = [], []
    for chart in charts(decks[name], "Lanes"):
        series = list(chart.plots[0].series)
        for index, label in enumerate(chart.plots[0].categories):
            if label.strip():
                labels.append(label)
                found = [(s.name, s.values[index]) for s in series if s.values[index] is not None]
                lengths.append([v for name_, v in found if name_ != "Before the next line"])
    assert labels == [lane.label for lane in plot.lanes]
    assert lengths == [[bar.length for bar in lane.bars] for lane in plot.lanes]


@pytest.mark.parametrize("name", ["lines", "patients"])
def test_the_marks_are_the_results_events(views, decks, name):
    found = Counter()
    for chart in charts(decks[name], "Events"):
        for series in chart.plots[0].series:
            step = 3 if series.name == EVENTS["end of treatment"] else 1
            found.update((series.name, x) for x, _ in xy(series)[::step])
    plot = views[name].result
    expected = Counter((EVENTS[m.kind], m.month) for lane in plot.lanes for m in lane.markers)
    assert Counter({key: n for key, n in found.items() if key[0] in EVENTS.values()}) == expected


def test_bars_and_marks_share_one_drawing_area(decks):
    for slide in opened(decks["lines"]).slides:
        places = Counter(
            (
                shape.left,
                shape.top,
                shape.width,
                shape.height,
                *(
                    shape.chart._chartSpace.xpath(f"//c:plotArea/c:layout//c:{key}")[0].get("val")
                    for key in "xywh"
                ),
            )
            for shape in slide.shapes
            if shape.has_chart
        )
        # Two columns of lanes, each of bars with the marks over them.
        assert list(places.values()) == [2, 2]


def lanes(n: int) -> bytes:
    plot = made(
        patient_id=[f"P{i:03d}" for i in range(n)],
        line_number=[1.0] * n,
        regimen_group=["MTX-V", "other"] * (n // 2),
        best_response=["PR", "SD"] * (n // 2),
        pfs_months=[float(i % 50 + 1) for i in range(n)],
        pfs_event=[1.0] * n,
        os_months=[200.0] * n,
        os_event=[0.0] * n,
    )
    return write_deck([compute_view(plot, ViewRequest(kind="swimmer"))], CONTEXT)


@pytest.mark.parametrize(("n", "n_slides"), [(8, 1), (28, 1), (56, 2)])
def test_lanes_stand_in_columns_on_no_more_than_two_slides(n, n_slides):
    deck = lanes(n)
    columns = [list(chart.plots[0].categories) for chart in charts(deck, "Lanes")]
    assert len(opened(deck).slides) == n_slides
    assert len(columns) == (1 if n == 8 else 2 * n_slides)
    assert sorted(label for column in columns for label in column if label.strip()) == [
        f"P{i:03d}" for i in range(n)
    ]


def test_two_hundred_lanes_are_summed_up_on_one_slide_which_says_so():
    deck = lanes(200)
    (slide,) = opened(deck).slides
    assert "200 lanes are too many to name" in texts(slide)
    assert "100 lines, 100 with progression" in texts(slide)
    (chart,) = charts(deck, "Lanes")
    drawn = {one.name: [v for v in one.values if v is not None] for one in chart.plots[0].series}
    lengths = sorted((float(i % 50 + 1) for i in range(0, 200, 2)), reverse=True)
    assert drawn == {"PR": lengths, "SD": [length + 1 for length in lengths]}
    assert not [label for label in chart.plots[0].categories if label.strip()]
    # Follow-up is not drawn: the axis ends with the longest bar.
    assert chart.value_axis.maximum_scale == pytest.approx(1.02 * max(map(max, drawn.values())))


def test_a_time_axis_may_end_early(views):
    view = dataclasses.replace(
        views["lines"], request=dataclasses.replace(views["lines"].request, until_months=24.0)
    )
    deck = write_deck([view], CONTEXT)
    assert {_axis_end(chart) for chart in charts(deck, "Events")} == {24.0}
    xs = [x for c in charts(deck, "Events") for s in c.plots[0].series for x, _ in xy(s)]
    assert max(xs) <= 24.0


# The deck as a file


def test_titles_state_the_finding_and_the_line_below_who_is_shown(decks):
    slides = {name: opened(deck).slides[0] for name, deck in decks.items()}
    titles = {name: slide.shapes.title.text for name, slide in slides.items()}
    assert titles["rfs"] == "RFS: median 43.8 months (95% CI 14.5 to NE)"
    assert titles["pfs"] == (
        "PFS: median 6.3 months with anthracycline-based, not reached with MTX-V, 6.1 with other "
        "regimens; not tested"
    )
    assert titles["baseline"] == (
        "Baseline: median age 30 years, male 26/48, ALK-positive 31/48, metastatic 22/48 (1/2)"
    )
    assert titles["response"].startswith("ORR of evaluable 21/44 in 11 groups")
    assert titles["forest"].endswith(
        "overall 21/44, 47.7% (32.5–63.3); subgroups of at least 5: 33.3% to 61.9%; not tested"
    )
    assert titles["lines"].startswith(
        "21 lines with a dated response, 12 without progression when last assessed; 17 patients "
        "died"
    )
    assert "PFS by regimen group, whole cohort: 36 lines in 29 patients" in texts(slides["pfs"])


def test_the_readers_own_title_takes_the_place_of_the_finding(views):
    view = dataclasses.replace(
        views["os"], request=dataclasses.replace(views["os"].request, title="What we found")
    )
    slides = opened(write_deck([view], CONTEXT)).slides
    assert [slide.shapes.title.text for slide in slides] == ["What we found"]


def test_every_slide_names_unit_method_origin_and_number(whole, views):
    for number, slide in enumerate(opened(whole).slides, start=1):
        text = texts(slide)
        assert "Counting unit: " in text
        assert "econstruction" in text
        field = slide.shapes._spTree.xpath(".//a:fld[@type='slidenum']//a:t")
        assert [element.text for element in field] == [str(number)]
    slides = opened(whole).slides
    assert "Reconstruction from published aggregates, not patient data" in texts(slides[0])
    assert views["dor"].method.partition(";")[0] in texts(list(slides)[-1])


def test_speaker_notes_tell_method_filters_notes_and_hash(views, decks):
    notes = opened(decks["pfs"]).slides[0].notes_slide.notes_text_frame.text
    view = views["pfs"]
    for part in (
        view.method,
        view.population,
        CONTEXT.file_hash,
        CONTEXT.software,
        *(note.message for note in view.result.notes),
        *(group.reason for group in view.result.left_out),
    ):
        assert part in notes


def test_charts_and_tables_have_alternative_texts(views, decks):
    words = {
        "pfs": describe_curves(views["pfs"].result),
        "response": describe_responses(views["response"].result),
        "forest": describe_forest(views["forest"].result),
        "lines": describe_swimmer(views["lines"].result),
    }
    for name, deck in decks.items():
        described = [
            shape._element.xpath(".//p:cNvPr/@descr")
            for slide in opened(deck).slides
            for shape in slide.shapes
            if shape.has_chart or shape.has_table
        ]
        assert all(len(found) == 1 and found[0] for found in described)
        assert [words[name]] in described if name in words else True


def test_parts_are_well_formed_and_shapes_have_their_own_numbers(whole):
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        names = package.namelist()
        assert len(names) == len(set(names))
        for name in names:
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(package.read(name))
    for slide in opened(whole).slides:
        numbers = slide.shapes._spTree.xpath(".//p:cNvPr/@id")
        assert len(numbers) == len(set(numbers))


def test_no_placeholder_is_left_empty(whole):
    for slide in opened(whole).slides:
        assert [shape.has_text_frame and shape.text != "" for shape in slide.placeholders] == [True]


def test_a_chart_can_be_given_other_data(decks):
    presentation = opened(decks["os"])
    chart = next(shape for shape in presentation.slides[0].shapes if shape.has_chart).chart
    data = XyChartData()
    for series in chart.plots[0].series:
        data.add_series(series.name).add_data_point(3.0, 42.0)
    chart.replace_data(data)
    out = io.BytesIO()
    presentation.save(out)
    again = charts(out.getvalue(), "Kaplan-Meier")[0]
    assert [xy(series) for series in again.plots[0].series] == [[(3.0, 42.0)]] * len(
        list(chart.plots[0].series)
    )


def test_the_sheets_behind_charts_hold_what_the_charts_refer_to(whole):
    for chart, rows in zip(charts(whole), sheets(whole), strict=True):
        for reference in chart._chartSpace.xpath("//c:ser//c:f"):
            left, top, right, bottom = openpyxl.utils.range_boundaries(
                reference.text.removeprefix("Sheet1!").replace("$", "")
            )
            cache = reference.getnext()
            n_cached = int(
                next(child.get("val") for child in cache if child.tag.endswith("ptCount"))
            )
            assert (right - left + 1) * (bottom - top + 1) == n_cached
            for point in (child for child in cache if child.tag.endswith("}pt")):
                value = rows[top - 1 + int(point.get("idx"))][left - 1]
                text = point[0].text
                assert value == (float(text) if isinstance(value, float | int) else text)


def test_no_patient_and_no_date_is_behind_charts_that_do_not_name_them(sample, decks):
    patients = set(sample.frame["patient_id"])
    for name, deck in decks.items():
        cells = [str(c) for rows in sheets(deck) for row in rows for c in row if c is not None]
        assert cells or name == "baseline"
        assert not [cell for cell in cells if re.search(r"\d{4}-\d\d-\d\d", cell)]
        if name not in ("lines", "patients"):
            assert not [cell for cell in cells if any(p in cell for p in patients)]


def test_lanes_without_labels_leave_no_patient_in_the_file(sample):
    request = ViewRequest(kind="swimmer", label="none")
    deck = write_deck([compute_view(sample, request)], CONTEXT)
    patients = set(sample.frame["patient_id"])
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        for name in package.namelist():
            content = package.read(name).decode("utf-8", "ignore")
            assert not [patient for patient in patients if patient in content], name
    assert not [c for rows in sheets(deck) for row in rows for c in row if str(c) in patients]


def test_no_workbook_tells_when_it_was_made(whole):
    for chart in charts(whole):
        blob = chart.part.chart_workbook.xlsx_part.blob
        with zipfile.ZipFile(io.BytesIO(blob)) as package:
            assert "docProps/core.xml" not in package.namelist()
            assert {info.date_time[0] for info in package.infolist()} == {1980}


def test_a_label_that_looks_like_a_formula_stays_text():
    cohort = made(
        patient_id=["a", "b"],
        line_number=[1.0, 1.0],
        best_response=["PR", "SD"],
        sex=["=1+1", "http://x"],
    )
    deck = write_deck([compute_view(cohort, ViewRequest(kind="response", by=("sex",)))], CONTEXT)
    (chart,) = charts(deck, "Best response")
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    cells = [book.active["A2"], book.active["A3"]]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)


def test_names_that_no_xml_may_hold_are_cleaned():
    cohort = made(
        patient_id=["a", "b"],
        line_number=[1.0, 1.0],
        best_response=["PR", "SD"],
        os_months=[1.0, 2.0],
        os_event=[1.0, 0.0],
        regimen=["a\x0b<b>&", "c\x00d"],
    )
    views = [
        compute_view(cohort, ViewRequest(kind="response", by=("regimen",))),
        compute_view(cohort, ViewRequest(kind="survival", endpoint="os", by=("regimen",))),
        compute_view(cohort, ViewRequest(kind="baseline", by=("regimen",))),
        compute_view(cohort, ViewRequest(kind="forest", columns=("regimen",))),
        compute_view(cohort, ViewRequest(kind="swimmer", label="regimen")),
    ]
    names = joined(tables(write_deck(views, CONTEXT), "Best response, rates"))
    assert {row[0].partition("\n")[0] for row in names[1:]} == {"a\ufffd<b>&", "c\ufffdd"}


def test_the_file_does_not_tell_who_made_it(whole):
    properties = opened(whole).core_properties
    assert (properties.author, properties.last_modified_by, properties.title) == ("", "", "")
    assert (properties.created, properties.modified) == (None, None)
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        names = package.namelist()
    assert not [n for n in names if "thumbnail" in n or n.endswith(("app.xml", "custom.xml"))]


def test_an_empty_result_is_explained_in_words(sample):
    empty = Cohort(frame=sample.frame.head(0), name="none")
    requests = [
        ViewRequest(kind="survival"),
        ViewRequest(kind="response"),
        ViewRequest(kind="swimmer"),
        ViewRequest(kind="baseline"),
    ]
    deck = write_deck([compute_view(empty, request) for request in requests], CONTEXT)
    told = [texts(slide) for slide in opened(deck).slides]
    assert "No curve: nobody in view enters this endpoint." in told[0]
    assert "No response: nobody is in view." in told[1]
    assert "so there is nothing to draw." in told[2]
    assert len(told) >= 4


def test_one_patient_makes_a_deck():
    cohort = made(
        patient_id=["a"],
        line_number=[1.0],
        best_response=["PR"],
        sex=["male"],
        pfs_months=[0.0],
        pfs_event=[0.0],
    )
    requests = [
        ViewRequest(kind="survival"),
        ViewRequest(kind="response"),
        ViewRequest(kind="swimmer"),
        ViewRequest(kind="forest", columns=("sex",)),
    ]
    deck = write_deck([compute_view(cohort, request) for request in requests], CONTEXT)
    assert len(charts(deck)) == 5
    assert "1 line, 0 events" in texts(opened(deck).slides[0])


def test_masked_counts_leave_tables_only(views):
    context = dataclasses.replace(CONTEXT, small_cells_under=5)
    chosen = [views[name] for name in ("baseline", "response", "pfs", "forest", "lines")]
    deck = write_deck(chosen, context)
    assert charts(deck) == []
    cells = [cell for rows in tables(deck) for row in rows for cell in row]
    assert any("<5" in cell for cell in cells)
    expected = masked_alone(views["forest"].result, under=5).tables.values()
    shown = [frame_cells(frame) for frame in expected]
    assert joined(tables(write_deck([views["forest"]], context))) in shown
    for slide in opened(deck).slides:
        notes = slide.notes_slide.notes_text_frame.text
        assert "Counts of 1 to 4 are written as <5" in notes
        assert "ounts of 1 to 4 are written as <5, – is withheld" in texts(slide)
        assert not [
            g for v in chosen for g in getattr(v.result, "left_out", ()) if str(g.count) in notes
        ]


def test_masking_of_nothing_is_refused(views):
    with pytest.raises(ImtError, match="under must"):
        write_deck([views["pfs"]], dataclasses.replace(CONTEXT, small_cells_under=1))


def test_progress_is_told_after_each_view(views):
    told: list[tuple[int, int]] = []
    write_deck([views["os"], views["rfs"]], CONTEXT, progress=lambda *at: told.append(at))
    assert told == [(1, 2), (2, 2)]


def test_a_result_that_slides_do_not_know_is_refused(views):
    odd = dataclasses.replace(views["os"], result=object())
    with pytest.raises(ImtError, match="views must hold results that slides know"):
        write_deck([odd], CONTEXT)


def test_a_result_that_comes_later_needs_one_function_only(views):
    @dataclasses.dataclass(frozen=True)
    class Later:
        method: str = "a method"
        count: str = "n = 3"
        notes: tuple = ()

    def draw(result: object, view: ComputedView, canvas: Canvas) -> None:
        add_slide(canvas, view, "Later", subtitle="")

    draw_slides.register(Later, draw)

    deck = write_deck([dataclasses.replace(views["os"], result=Later())], CONTEXT)
    assert [slide.shapes.title.text for slide in opened(deck).slides] == ["Later"]


def test_the_slides_are_wide(whole):
    presentation = pptx.Presentation(io.BytesIO(whole))
    assert (presentation.slide_width / 914400, presentation.slide_height / 914400) == pytest.approx(
        (13.333, 7.5)
    )
