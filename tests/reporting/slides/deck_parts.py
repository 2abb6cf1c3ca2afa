"""What the tests of the deck share: the sample's views, and ways to look into a deck."""

from __future__ import annotations

import io

import openpyxl
import pptx

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.tables.baseline_lines import INDENT

CONTEXT = ExportContext(
    cohort_name="IMT",
    data_date="June 2020",
    is_reconstruction=True,
    software="IMT Explorer 0.1",
    file_hash="ab" * 32,
)
GROUP = ("regimen_group",)
REQUESTS = {
    "baseline": ViewRequest(kind="baseline", by=GROUP),
    "response": ViewRequest(kind="response", by=("regimen",)),
    "pfs": ViewRequest(kind="survival", by=GROUP, axis="whole"),
    "rfs": ViewRequest(kind="survival", endpoint="rfs", axis="whole"),
    "os": ViewRequest(kind="survival", endpoint="os", axis="whole"),
    "forest": ViewRequest(kind="forest", columns=("sex", "stage", "alk_status", *GROUP)),
    "lines": ViewRequest(kind="swimmer", lane="lines"),
    "patients": ViewRequest(kind="swimmer", lane="patients", sort="follow-up"),
    "dor": ViewRequest(kind="survival", endpoint="dor", axis="whole"),
}


def sample_views(cohort: Cohort) -> dict[str, ComputedView]:
    return {name: compute_view(cohort, request) for name, request in REQUESTS.items()}


def opened(deck: bytes) -> pptx.presentation.Presentation:
    return pptx.Presentation(io.BytesIO(deck))


def charts(deck: bytes, name: str = "") -> list:
    return [
        shape.chart
        for slide in opened(deck).slides
        for shape in slide.shapes
        if shape.has_chart and name in shape.name
    ]


def tables(deck: bytes, name: str = "") -> list[list[list[str]]]:
    """Cells of each table, slide by slide."""
    return [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for slide in opened(deck).slides
        for shape in slide.shapes
        if shape.has_table and name in shape.name
    ]


def joined(pages: list[list[list[str]]]) -> list[list[str]]:
    """Tables that were broken over slides, put together again without repeated headers."""
    assert all(page[0] == pages[0][0] for page in pages)
    return [pages[0][0], *(row for page in pages for row in page[1:])]


def unfolded(page: list[list[str]]) -> list[list[str]]:
    """A table whose levels stand beside their names, with these above them as on the screen."""
    (first, _, *columns), *rows = page
    found = [[first, *columns]]
    for name, level, *cells in rows:
        if name and level:
            found.append([name, *([""] * len(cells))])
        found.append([f"{INDENT}{level}" if level else name, *cells])
    return found


def xy(series) -> list[tuple[float, float | None]]:
    space = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    columns = []
    for part in ("xVal", "yVal"):
        found = series._element.find(f"{space}{part}")
        n = int(next(found.iter(f"{space}ptCount")).get("val"))
        values: list[float | None] = [None] * n
        for point in found.iter(f"{space}pt"):
            values[int(point.get("idx"))] = float(point.findtext(f"{space}v"))
        columns.append(values)
    return list(zip(*columns, strict=True))


def sheets(deck: bytes) -> list[list[tuple]]:
    """Cells of each workbook behind a chart."""
    found = []
    for chart in charts(deck):
        blob = chart.part.chart_workbook.xlsx_part.blob
        book = openpyxl.load_workbook(io.BytesIO(blob))
        found.append([row for sheet in book for row in sheet.iter_rows(values_only=True)])
    return found


def texts(slide) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
