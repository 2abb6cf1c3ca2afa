"""Slides of tables, and the appendix of the tables of charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from imt_core.analyses.baseline import BaselineTable
from imt_core.analyses.computed_view import ComputedView
from imt_core.reporting.content.titles import by_groups, view_subject, view_title
from imt_core.reporting.design.theme import LIGHT, mixed
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.font_metrics import line_ems
from imt_core.reporting.slides.slide_colours import MUTED, TEXT
from imt_core.reporting.slides.slide_frame import add_slide, say_nothing_drawn
from imt_core.reporting.slides.slide_table import ABOVE, MARGIN, Cell, add_table
from imt_core.reporting.slides.slide_text import TEXT_THAT_MATTERS, Box, Run, add_text, text_height
from imt_core.reporting.slides.table_layout import CAPTION, GAP, Line, Piece, TextTable, laid_out
from imt_core.reporting.tables.baseline_tables import format_baseline_table
from imt_core.reporting.tables.cells import is_heading
from imt_core.reporting.tables.result_tables import ResultTable, result_tables

_DARKEST: Final = 12
"""Shades of which text is still read: the darkest of 5 is less than half of the ink."""


@draw_slides.register
def _(result: BaselineTable, view: ComputedView, canvas: Canvas) -> None:
    title = view_title(view)
    if not result.count.n_lines or not result.groups:
        slide = add_slide(canvas, view, title)
        say_nothing_drawn(slide, canvas, "No characteristics: nobody is in view.")
        return
    table = TextTable(caption="", frame=format_baseline_table(result))
    alt = f"Table of baseline characteristics{by_groups(result.grouping)}: {result.count}."
    draw_tables(canvas, view, title, [table], alt=alt)


def draw_appendix(view: ComputedView, canvas: Canvas) -> None:
    """Add the tables of a view whose slides hold a chart, but those of single patients."""
    tables = text_tables([t for t in result_tables(view.result).tables if not t.tells_one])
    if isinstance(view.result, BaselineTable) or not tables:
        return
    title = f"Appendix: {view.request.title or view_subject(view)}"
    draw_tables(canvas, view, title, tables, alt=title)


def text_tables(tables: Sequence[ResultTable]) -> list[TextTable]:
    """The tables that a reader sees on the screen, each of several under its heading."""
    shown = [(t, t.shown) for t in tables if t.shown is not None]
    return [
        TextTable(caption=t.heading if len(shown) > 1 else "", frame=frame, shades=t.shades)
        for t, frame in shown
    ]


def draw_tables(
    canvas: Canvas,
    view: ComputedView,
    title: str,
    tables: Sequence[TextTable],
    *,
    alt: str,
    subtitle: str | None = None,
    told: Sequence[str] = (),
    notes: Sequence[str] | None = None,
) -> None:
    """Add the slides of some tables, one below the other, under one title.

    Parameters
    ----------
    canvas : Canvas
    view : ComputedView
    title : str
    tables : sequence of TextTable
        Cells and headers of text.
    alt : str
        Alternative text of each table.
    subtitle : str, optional
        In place of what is shown, of whom, and how many.
    told, notes : sequence of str
        Further sentences for the speaker notes, and what stands in place of all others.
    """
    box = canvas.content
    pages = laid_out(tables, box)
    for number, page in enumerate(pages, start=1):
        slide = add_slide(
            canvas,
            view,
            title,
            subtitle=subtitle,
            part=(number, len(pages)),
            told=told,
            notes=notes,
        )
        top = box.top
        for piece in page:
            if piece.caption:
                place = Box(left=box.left, top=top, width=box.width, height=CAPTION)
                run = Run(text=piece.caption, size=TEXT_THAT_MATTERS, bold=True)
                add_text(slide, place, [[run]], name=f"Caption: {piece.caption}")
                top += CAPTION
            has_levels = piece.widths[1] > 0
            add_table(
                slide,
                left=box.left,
                top=top,
                widths=piece.widths if has_levels else (piece.widths[0], *piece.widths[2:]),
                heights=piece.heights,
                rows=[_header(piece, has_levels), *_rows(piece, has_levels)],
                name=piece.caption or "Table",
                alt=alt,
            )
            top += sum(piece.heights) + GAP


def _header(piece: Piece, has_levels: bool) -> list[Cell]:
    first, *others = piece.header
    return [
        Cell(text=first, size=piece.size, bold=True, span=1 + has_levels),
        *(Cell(text=text, size=piece.size, bold=True, align="ctr") for text in others),
    ]


def _rows(piece: Piece, has_levels: bool) -> Iterator[list[Cell]]:
    heights = iter(piece.heights[1:])
    for section in piece.sections:
        rows = list(islice(heights, len(section)))
        n_named = sum(line.level is not None for line in section)
        for position, line in enumerate(section):
            if line.level is None:
                name = _cell(line.name, piece, line.shades[0], span=1 + has_levels)
                lead = [replace(name, bold=is_heading([line.name, *line.cells]))]
            else:
                is_first = position == len(section) - n_named
                lead = [
                    Cell(
                        text=line.name if is_first else "",
                        size=piece.size,
                        bold=True,
                        n_rows=n_named if is_first else 1,
                        is_covered=not is_first,
                        anchor="t",
                        above=_above(line.name, piece, rows[position:]),
                    ),
                    _cell(line.level, piece, line.shades[0]),
                ]
            yield [*lead, *_cells(line, piece)]


def _above(name: str, piece: Piece, rows: Sequence[float]) -> float:
    """Inches above the name of a section, so that it stands on the line of its first level."""
    beside = (min(rows) - line_ems() * piece.size / 72) / 2
    needed = text_height(name, piece.size, piece.widths[0] - 2 * MARGIN, bold=True)
    return max(min(beside, sum(rows) - needed - ABOVE), ABOVE)


def _cells(line: Line, piece: Piece) -> Iterator[Cell]:
    for text, shade in zip(line.cells, line.shades[1:], strict=True):
        yield _cell(text, piece, shade, align="ctr")


def _cell(text: str, piece: Piece, shade: int, *, align: str = "l", span: int = 1) -> Cell:
    return Cell(
        text=text,
        size=piece.size,
        align=align,
        span=span,
        colour=MUTED if text in ("0", "0 (0.0%)") else TEXT,
        fill=mixed(LIGHT.muted, LIGHT.paper, shade / _DARKEST) if shade else "",
    )
