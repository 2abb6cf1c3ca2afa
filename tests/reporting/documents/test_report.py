"""The report refers to nothing outside, escapes what a sheet says, and shows every table."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from imt_core.analyses.attrition import attrition
from imt_core.analyses.swimmer.lines import swimmer_lines
from imt_core.cohort.filters import CohortFilter, filter_cohort
from imt_core.cohort.pseudonyms import patient_key
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import WITHHELD
from imt_core.reporting.design.survival import describe_curves
from imt_core.reporting.design.swimmer import swimmer_chart
from imt_core.reporting.design.swimmer_pages import paper_pages
from imt_core.reporting.design.theme import DARK, LIGHT
from imt_core.reporting.documents.report_content import WITHHELD_ATTRITION
from imt_core.reporting.documents.web_lanes import web_lanes
from imt_core.reporting.documents.web_page import ReportAttrition, write_report
from imt_core.reporting.figures.kaplan_meier import kaplan_meier_figure
from imt_core.reporting.figures.offline import plotly_script
from imt_core.reporting.figures.view import view_figure
from tests.reporting.documents.test_tables import Tables, expected
from tests.reporting.views_to_write import CONTEXT, HOSTILE, MASKED, hostile_views, sample_views

OUTSIDE = re.compile(
    r"""(?:src|href|action|data|poster)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?\s*(?:https?:)?//"""
    r"""|@import|<link\b|<iframe\b|<object\b|<embed\b|<base\b""",
    re.IGNORECASE,
)


def made_attrition() -> ReportAttrition:
    frame = pd.DataFrame(
        {"patient_id": ["a", "b"], "line_number": [1.0, 1.0], "best_response": ["PR", "NE"]}
    )
    view = filter_cohort(Cohort(frame=frame, name="two"), CohortFilter())
    way = attrition(view.before, view)
    return ReportAttrition.of(way)


def page_of(context: ExportContext = CONTEXT, **options: object) -> str:
    return write_report(sample_views(), context, **options).decode("utf-8")


def without_plotly(page: str) -> str:
    assert page.count(plotly_script()) == 1
    return page.replace(plotly_script(), "")


def test_nothing_outside_is_referred_to() -> None:
    page = without_plotly(page_of(attrition=made_attrition()))
    assert OUTSIDE.findall(page) == []
    assert "http" not in re.sub(r'http-equiv="', "", page)
    assert "default-src 'none'" in page


def test_each_chart_stands_above_how_it_is_read_as_on_its_page() -> None:
    drawn = [view_figure(view) for view in sample_views()]
    readings = [one.reading for one in drawn if one is not None and one.reading]
    assert [text.partition(":")[0] for text in readings] == ["Marks", "Marks"]
    captions = re.findall("<figcaption>(.*)</figcaption>", page_of())
    assert captions[:-1] == readings


def test_the_scan_finds_what_it_looks_for() -> None:
    found = [
        '<a href="https://x">',
        "<img src=//x>",
        "url(http://x)",
        "@import 'x'",
        "<link rel=x>",
    ]
    assert all(OUTSIDE.search(text) for text in found)


def test_the_script_is_there_once_and_not_at_all_without_charts() -> None:
    assert page_of().count(plotly_script()) == 1
    baseline = write_report(sample_views()[:1], CONTEXT).decode("utf-8")
    assert plotly_script() not in baseline
    assert "script-src 'none'" in baseline
    assert len(baseline) < 60_000


@pytest.mark.parametrize("context", [CONTEXT, MASKED], ids=["open", "masked"])
def test_every_table_stands_in_the_report_cell_by_cell(context: ExportContext) -> None:
    page = Tables()
    page.feed(re.sub(r"<script.*?</script>", "", page_of(context), flags=re.DOTALL))
    assert page.tables == expected(context)


def test_methods_conventions_notes_and_software_are_named() -> None:
    page = page_of()
    for text in (
        "IMT Explorer 0.1.0",
        "0123abcd",
        "data of May 2024",
        "as published",
        "plotly",
        "Reconstruction from published aggregates, not patient data",
    ):
        assert text in page
    for view in sample_views():
        assert view.method.replace("'", "&#39;") in page
        for note in view.result.notes:
            assert note.message.replace("'", "&#39;") in page


def test_the_words_of_the_report_are_explained_once_each() -> None:
    terms = re.findall(r"<dt>(\w[^<]*)</dt><dd>([^<]*)", page_of().partition('id="words"')[2])
    explained = dict(terms)
    assert len(explained) == len(terms)
    assert explained["Greenwood"].endswith("a Kaplan-Meier curve is at each time.")
    assert explained["PR"] == "Partial response: the tumour shrank by at least 30% in diameter."


def test_contents_lead_to_every_section_and_charts_have_words() -> None:
    page = page_of(attrition=made_attrition())
    links = re.findall(r'<a href="#([\w-]+)">', page)
    parts = ["attrition", "conventions", "words", "software"]
    assert links == [*(f"view-{n}" for n in range(1, 7)), *parts]
    assert all(f'<section id="{name}"' in page for name in links)
    labels = re.findall(r'role="img" aria-label="([^"]+)"', page)
    assert len(labels) == 6
    assert describe_curves(sample_views()[3].result) in labels
    headings = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(headings))


def test_the_charts_are_those_of_the_screen() -> None:
    page = page_of()
    data = re.findall(r'data-chart="view-4-chart">(.*?)</script>', page, flags=re.DOTALL)
    drawn = kaplan_meier_figure(sample_views()[3].result)
    assert json.loads(data[0]) == json.loads(drawn.to_json())


def test_dark_charts_are_those_of_the_screen_in_the_dark() -> None:
    page = page_of()
    drawn, colours = (
        json.loads(re.findall(rf'{data}="view-4-chart">(.*?)</script>', page, flags=re.DOTALL)[0])
        for data in ("data-chart", "data-dark")
    )

    def recolour(part: Any, named: dict[str, Any]) -> None:
        for name, value in named.items():
            place = int(name) if isinstance(part, list) else name
            if isinstance(value, str):
                part[place] = value
            else:
                recolour(part[place], value)

    recolour(drawn, colours)
    assert drawn == json.loads(kaplan_meier_figure(sample_views()[3].result, theme=DARK).to_json())


def test_a_swimmer_plot_stands_in_the_page_itself_bar_by_bar_and_mark_by_mark() -> None:
    section = page_of().partition('id="view-6"')[2].partition("<h3>")[0]
    frame, events = sample_views()[5].result.to_frame(), sample_views()[5].result.markers_to_frame()
    bars = re.findall(r'<rect x="([\d.]+)%" y="[\d.]+" width="([\d.]+)%"[^>]*><title>', section)
    is_bar = frame["segment"] == "bar"
    assert len(bars) == is_bar.sum()
    assert section.count("<line x1") == (~is_bar).sum()
    assert section.count('class="tick"') > 0
    assert section.count('%" y=') - len(bars) >= len(events)
    lengths = (frame["end_months"] - frame["start_months"])[is_bar]
    axis = swimmer_chart(sample_views()[5].result).axis
    drawn = sorted(float(width) * (axis.high - axis.low) / 100 for _, width in bars)
    assert drawn == pytest.approx(sorted(lengths), abs=0.02)
    assert "Months from day 1 of cycle 1" in section


def test_of_many_lanes_all_are_drawn_on_few_pages_and_the_index_patient_is_named() -> None:
    frame = pd.DataFrame(
        {
            "patient_id": [f"p{i}" for i in range(400)],
            "pfs_months": [float(i) for i in range(400)],
            "pfs_event": [1.0] * 400,
        }
    )
    plot = swimmer_lines(Cohort(frame=frame, name="many"), index=patient_key("p7"))
    pages = paper_pages(swimmer_chart(plot), most_named=44)
    assert [len(page.lanes) for page in pages] == [100] * 4
    named = [lane.label for page in pages for lane in page.lanes if lane.label]
    assert named == ["► index patient · p7"]
    laid = web_lanes(swimmer_chart(plot), "view-1", LIGHT)
    assert sum(len(look["of"]) for (group,) in laid["pages"] for look in group["bars"]) == 400
    assert max(group["height"] for (group,) in laid["pages"]) == 560.0


def test_what_a_sheet_says_is_never_run() -> None:
    context = ExportContext(cohort_name=f"{HOSTILE}\x00", software="<img src=x onerror=alert(1)>")
    page = without_plotly(write_report(hostile_views(), context).decode("utf-8"))
    scripts = re.findall(r"<script[^>]*>", page)
    assert len([s for s in scripts if "application/json" not in s]) == 2
    assert "alert(1)</script>" not in page
    assert "<img" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\ufffd</h1>" in page


def test_masked_reports_show_no_chart_that_gives_counts_away_and_no_attrition() -> None:
    page = page_of(MASKED, attrition=made_attrition())
    assert page.count(WITHHELD) == 5
    assert WITHHELD_ATTRITION in page
    assert 'role="img"' not in page
    assert "2 lines in 2 patients" not in page


def test_a_threshold_that_masks_nothing_is_refused() -> None:
    with pytest.raises(ImtError, match="under must be at least 2"):
        page_of(ExportContext(cohort_name="IMT", small_cells_under=1))
