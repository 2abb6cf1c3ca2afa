"""A computed view as PNG, SVG or PDF, drawn without a browser and without the network."""

from __future__ import annotations

from html import escape
from io import BytesIO
from threading import RLock
from typing import Any, Final, Literal

from matplotlib import rc_context, rcParams
from matplotlib.figure import Figure
from matplotlib.text import Text

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.swimmer.one_course import Course
from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.conventions.errors import ImtError
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.titles import picture_title
from imt_core.reporting.content.view_document import PICTURES_WITHHELD
from imt_core.reporting.design import benchmark, incidence, response, toxicity, transitions
from imt_core.reporting.design.chart import Chart, design
from imt_core.reporting.design.swimmer_words import describe_bars
from imt_core.reporting.design.theme import LIGHT
from imt_core.reporting.pictures import (
    forest,
    growth,
    spider,
    stacked,
    survival,
    swimmer,
    waterfall,
)
from imt_core.reporting.pictures.canvas import draw_chart
from imt_core.reporting.pictures.picture_style import (
    drawing_parameters,
    is_joined,
    outline_what_pdf_cannot_hold,
)
from imt_core.reporting.pictures.sheet import MARGIN, Sheet, finish, new_sheet, paragraph
from imt_core.reporting.typefaces import describe_missing

PICTURE_MODULES: Final = (survival, forest, stacked, swimmer, growth, waterfall, spider)
"""Modules of pictures: each registers the chart that it draws when it is imported."""

DESIGN_MODULES: Final = (benchmark, incidence, response, toxicity, transitions)
"""Designs that have no picture of their own: each registers the result that it describes."""

PictureKind = Literal["png", "svg", "pdf"]

JOURNAL_WIDTHS_MM: Final = (85, 120, 180)
"""One column, one and a half, and the page."""

DPI: Final = 300
NARROWEST_MM: Final = 80
WIDEST_MM: Final = 300

# Matplotlib's parameters and fonts are shared by all threads.
_ALONE: Final = RLock()


def write_picture(
    view: ComputedView, context: ExportContext, *, kind: PictureKind, width_mm: float = 180
) -> bytes:
    """Draw a view for a publication.

    Parameters
    ----------
    view : ComputedView
        Any but a baseline table.
    context : ExportContext
        Names the origin below the chart.
    kind : {"png", "svg", "pdf"}
        PNG has 300 dots per inch. The text of a PDF is text, in fonts that it holds, but for lines
        with Chinese, Japanese or Korean letters; these, and all text of an SVG, are outlines, which
        look the same where the fonts are not. In an SVG each text stands as a comment before them.
    width_mm : float
        From 80 to 300; journals ask for 85, 120 or 180. The height follows from the contents.

    Returns
    -------
    bytes
        The same for the same view, whenever and wherever it is drawn. Without author, date or
        software; SVG and PDF carry a title and a description for readers who cannot see.

    Raises
    ------
    ImtError
        If `kind` or `width_mm` is not one of these, the view is no chart or taller than 1,500 mm,
        or the context masks small counts.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> cohort = Cohort(frame=pd.DataFrame({"patient_id": ["a"], "line_number": [1.0],
    ...                                     "best_response": ["PR"]}), name="one")
    >>> view = compute_view(cohort, ViewRequest(kind="response"))
    >>> write_picture(view, ExportContext(cohort_name="one"), kind="png")[:4]
    b'\\x89PNG'
    >>> write_picture(view, ExportContext(cohort_name="one"), kind="svg", width_mm=20)
    Traceback (most recent call last):
        ...
    imt_core.ImtError: width_mm must lie between 80 and 300, but 20 was found. \
Journals ask for 85, 120 or 180.
    """
    if kind not in ("png", "svg", "pdf"):
        raise ImtError(f"kind must be png, svg or pdf, but {kind!r} was found. Choose one.")
    title, description = _in_one_line(picture_title(view)), _in_one_line(_describe(view))
    file = BytesIO()
    with _ALONE, rc_context(drawing_parameters()):
        figure = draw_picture(view, context, width_mm=width_mm)
        if kind == "pdf":
            outline_what_pdf_cannot_hold(figure)
        figure.savefig(file, format=kind, dpi=DPI, metadata=_metadata(title, description)[kind])
    return _described(file.getvalue(), description) if kind == "svg" else file.getvalue()


def chart_svg(chart: Chart, *, width_mm: float) -> bytes:
    """Draw a chart alone as SVG, for a page that says the rest of it.

    Parameters
    ----------
    chart : Chart
        That is not empty.
    width_mm : float

    Returns
    -------
    bytes
        Its text is text, for who searches the page; where letters are joined or stand upon each
        other, which few readers of SVG place rightly, it is outlines.
    """
    file = BytesIO()
    with _ALONE, rc_context(drawing_parameters()):
        sheet = new_sheet(width_mm)
        figure = finish(sheet, draw_chart(chart, sheet, MARGIN) + MARGIN)
        texts = [text.get_text() for text in figure.findobj(Text)]
        rcParams["svg.fonttype"] = "path" if any(map(is_joined, texts)) else "none"
        figure.savefig(file, format="svg", metadata=_metadata("", "")["svg"])
    return file.getvalue()


def draw_picture(view: ComputedView, context: ExportContext, *, width_mm: float) -> Figure:
    """Draw a view as Matplotlib's figure, as it is before it is written to a file."""
    if context.small_cells_under is not None:
        raise ImtError(PICTURES_WITHHELD)
    if not NARROWEST_MM <= width_mm <= WIDEST_MM:
        raise ImtError(
            f"width_mm must lie between {NARROWEST_MM} and {WIDEST_MM}, but {width_mm} was found. "
            f"Journals ask for {', '.join(map(str, JOURNAL_WIDTHS_MM[:-1]))} or "
            f"{JOURNAL_WIDTHS_MM[-1]}."
        )
    with _ALONE, rc_context(drawing_parameters()):
        sheet = new_sheet(width_mm)
        top = paragraph(sheet, MARGIN, picture_title(view), bold=True, size=sheet.size + 1)
        top = _draw_result(sheet, view, top + 5) + 3
        lines = _footer(view, context)
        drawn = [text.get_text() for text in sheet.figure.findobj(Text)]
        for line in (*lines, describe_missing([*drawn, *lines])):
            top = paragraph(sheet, top, line, size=sheet.small, colour=LIGHT.muted)
        return finish(sheet, top + MARGIN)


def _metadata(title: str, description: str) -> dict[PictureKind, dict[str, Any]]:
    """What a file says of itself: neither who made it, nor when, nor with what."""
    return {
        "png": {"Software": None},
        "svg": {"Title": title, "Date": None, "Creator": None, "Format": None, "Type": None},
        "pdf": {
            "Title": title,
            "Subject": description,
            "Creator": None,
            "Producer": None,
            "CreationDate": None,
        },
    }


def _draw_result(sheet: Sheet, view: ComputedView, top: float) -> float:
    chart = design(view.result, view.request)
    if chart is None:
        raise ImtError(
            "view must be a chart, but a baseline table was found. Write it as a table instead."
        )
    if chart.empty:
        return paragraph(sheet, top, chart.empty, colour=LIGHT.muted)
    return draw_chart(chart, sheet, top)


def _describe(view: ComputedView) -> str:
    chart = design(view.result, view.request)
    return chart.alt if chart else ""


def _footer(view: ComputedView, context: ExportContext) -> list[str]:
    """Who is counted and how, the method, and where the numbers come from."""
    result = view.result
    population = f"Population: {view.population}; " if view.request.title else ""
    count = str(view.count)
    if isinstance(result, SwimmerPlot | Course):
        count = describe_bars(result if isinstance(result, SwimmerPlot) else result.plot)
    return [
        f"{population}{count}; counting unit: {view.counting}.",
        f"Method: {view.method}.",
        context.origin,
    ]


def _in_one_line(text: str) -> str:
    """A text without what XML forbids."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def _described(svg: bytes, description: str) -> bytes:
    """Put the description where a screen reader looks for it."""
    text = svg.decode()
    text = text.replace("<svg ", '<svg role="img" ', 1)
    return text.replace("</title>", f"</title>\n <desc>{escape(description)}</desc>", 1).encode()
