"""Slides of tables: columns as wide as their text, rows carried over to further slides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import Final

import pandas as pd

from imt_core.analyses.baseline import BaselineTable
from imt_core.analyses.computed_view import ComputedView
from imt_core.reporting.content.titles import by_groups, view_subject, view_title
from imt_core.reporting.design.theme import LIGHT, mixed
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.slide_colours import MUTED
from imt_core.reporting.slides.slide_frame import add_slide, say_nothing_drawn
from imt_core.reporting.slides.slide_table import MARGIN, Cell, add_table
from imt_core.reporting.slides.slide_text import (
    Box,
    Run,
    add_text,
    count_lines,
    line_height,
    text_width,
)
from imt_core.reporting.tables.baseline_lines import INDENT
from imt_core.reporting.tables.baseline_tables import format_baseline_table
from imt_core.reporting.tables.cells import Shades, is_heading
from imt_core.reporting.tables.result_tables import ResultTable, result_tables

LARGE_SIZES: Final = (16.0, 14.0)
SIZE: Final = 12.0
SMALL_SIZE: Final = 11.0
_ROW_PADDING: Final = 0.06
_CAPTION: Final = 0.34
_GAP: Final = 0.22
_SLACK: Final = 0.06
_WIDEST_FIRST: Final = 0.42
_WIDEST_COLUMN: Final = 3.4
_HIGHEST_HEADER: Final = 0.9
_DARKEST: Final = 12
"""Shades of which text is still read: the darkest of 5 is less than half of the ink."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TextTable:
    """A table of text with the words above it, which may be empty; its cells may be shaded."""

    caption: str
    frame: pd.DataFrame
    shades: Shades | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Piece:
    """Some rows of some columns of a table, of which a slide has room."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shades: tuple[tuple[int, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float

    @property
    def height(self) -> float:
        """Inches with the caption."""
        return sum(self.heights) + (_CAPTION if self.caption else 0.0)


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
    """Add the tables of a view whose slides hold a chart, as the screen shows them."""
    tables = text_tables(result_tables(view.result).tables)
    if isinstance(view.result, BaselineTable) or not tables:
        return
    title = f"Appendix: {view.request.title or f'{view_subject(view)}, {view.count}'}"
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
    told, notes : sequence of str
        Further sentences for the speaker notes, and what stands in place of all others.
    """
    box = canvas.content
    pages = _laid_out(tables, box)
    for number, page in enumerate(pages, start=1):
        slide = add_slide(canvas, view, title, part=(number, len(pages)), told=told, notes=notes)
        top = box.top
        for piece in page:
            if piece.caption:
                place = Box(left=box.left, top=top, width=box.width, height=_CAPTION)
                run = Run(text=piece.caption, size=14, bold=True)
                add_text(slide, place, [[run]], name=f"Caption: {piece.caption}")
                top += _CAPTION
            header = [
                _header_cell(text, piece.size, column) for column, text in enumerate(piece.header)
            ]
            body = [
                [
                    replace(
                        _body_cell(text, piece.size, column),
                        bold=is_heading(row),
                        fill=mixed(LIGHT.muted, LIGHT.paper, shade / _DARKEST) if shade else "",
                    )
                    for column, (text, shade) in enumerate(zip(row, shades, strict=True))
                ]
                for row, shades in zip(piece.rows, piece.shades, strict=True)
            ]
            add_table(
                slide,
                left=box.left,
                top=top,
                widths=piece.widths,
                heights=piece.heights,
                rows=[header, *body],
                name=piece.caption or "Table",
                alt=alt,
            )
            top += sum(piece.heights) + _GAP


def _laid_out(tables: Sequence[TextTable], box: Box) -> list[list[_Piece]]:
    """In the largest type that needs no more slides than the type of the body."""
    pieces = [piece for table in tables for piece in _pieces(table, box, _body_size(table, box))]
    pages = _pages(pieces, box.height)
    for size in LARGE_SIZES:
        larger = [piece for table in tables for piece in _pieces(table, box, size)]
        fits = len(larger) <= len(pieces) and len(_pages(larger, box.height)) <= len(pages)
        fits = fits and _n_torn(larger) <= _n_torn(pieces)
        if fits and all(piece.heights[0] <= _HIGHEST_HEADER for piece in larger):
            return _pages(larger, box.height)
    return pages


def _n_torn(pieces: Sequence[_Piece]) -> int:
    """Slides that begin among the levels of a variable."""
    return sum(piece.rows[0][0].startswith(INDENT) for piece in pieces if piece.rows)


def _body_size(table: TextTable, box: Box) -> float:
    header, rows = _texts(table)
    least, _ = _column_widths(header, rows, SIZE, box.width)
    return SIZE if sum(least) <= box.width else SMALL_SIZE


def _header_cell(text: str, size: float, column: int) -> Cell:
    return Cell(text=text, size=size, bold=True, align="ctr" if column else "l")


def _body_cell(text: str, size: float, column: int) -> Cell:
    muted = MUTED if text in ("0", "0 (0.0%)") else None
    cell = Cell(text=text, size=size, align="ctr" if column else "l")
    return Cell(text=text, size=size, align=cell.align, colour=muted) if muted else cell


def _pages(pieces: Sequence[_Piece], height: float) -> list[list[_Piece]]:
    """Pieces in order, as many on a slide as it has room for."""
    pages: list[list[_Piece]] = []
    used = height
    for piece in pieces:
        if pages and used + _GAP + piece.height <= height:
            pages[-1].append(piece)
            used += _GAP + piece.height
        else:
            pages.append([piece])
            used = piece.height
    return pages


def _texts(table: TextTable) -> tuple[list[str], list[list[str]]]:
    header = [str(column) for column in table.frame.columns]
    return header, [[str(cell) for cell in row] for row in table.frame.itertuples(index=False)]


def _pieces(table: TextTable, box: Box, size: float) -> list[_Piece]:
    header, rows = _texts(table)
    shades = table.shades or ((0,) * len(header),) * len(rows)
    least, most = _column_widths(header, rows, size, box.width)
    chunks = _column_chunks(least, box.width)
    pieces = []
    for number, chunk in enumerate(chunks, start=1):
        widths = _shared_out([least[i] for i in chunk], [most[i] for i in chunk], box.width)
        caption = table.caption
        if len(chunks) > 1:
            caption = f"{caption or 'Columns'} ({number}/{len(chunks)})"
        pieces += _row_pieces(
            caption,
            tuple(header[i] for i in chunk),
            [tuple(row[i] for i in chunk) for row in rows],
            [tuple(row[i] for i in chunk) for row in shades],
            widths,
            size,
            box.height,
        )
    return pieces


def _column_widths(
    header: Sequence[str], rows: Sequence[Sequence[str]], size: float, width: float
) -> tuple[list[float], list[float]]:
    """The least each column can do with, and what it would like."""
    least, most = [], []
    for column, title in enumerate(header):
        cells = [row[column] for row in rows]
        words = [text_width(word, size, bold=True) for word in title.split()]
        words += [text_width(word, size) for cell in cells for word in cell.split()]
        whole = [text_width(cell, size) for cell in cells]
        whole.append(text_width(title, size, bold=True) if column == 0 else 0.0)
        longest = max(whole, default=0.0)
        limit = _WIDEST_FIRST * width if column == 0 else _WIDEST_COLUMN
        wanted = max(min(longest, limit), max(words, default=0.0))
        # Up to two lines in a cell are read with ease; numbers are kept on one.
        needed = max(max(words, default=0.0), wanted / (1.0 if wanted < 1.3 else 1.8))
        least.append(min(needed, 0.9 * width) + 2 * MARGIN + _SLACK)
        most.append(min(wanted, 0.9 * width) + 2 * MARGIN + _SLACK)
    return least, most


def _column_chunks(least: Sequence[float], width: float) -> list[list[int]]:
    """Columns that stand side by side; the first is repeated where there are too many."""
    n_chunks = ceil((sum(least[1:]) or 1.0) / max(width - least[0], *least))
    most = ceil((len(least) - 1) / n_chunks)
    chunks, used = [[0]], least[0]
    for column in range(1, len(least)):
        is_full = used + least[column] > width or len(chunks[-1]) > most
        if is_full and len(chunks[-1]) > 1:
            chunks.append([0])
            used = least[0]
        chunks[-1].append(column)
        used += least[column]
    return chunks


def _shared_out(least: Sequence[float], most: Sequence[float], width: float) -> tuple[float, ...]:
    """Widths that fill the slide: from the least to the wanted, then all alike."""
    total, wanted = sum(least), sum(most)
    if total >= width:
        return tuple(one * width / total for one in least)
    if wanted >= width:
        share = (width - total) / (wanted - total)
        return tuple(low + (high - low) * share for low, high in zip(least, most, strict=True))
    others = max(len(most) - 1, 1)
    spare = min((width - wanted) / others, 0.9)
    return tuple(
        high + (spare if column or others == len(most) else 0.0) for column, high in enumerate(most)
    )


def _row_pieces(
    caption: str,
    header: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    shades: Sequence[tuple[int, ...]],
    widths: tuple[float, ...],
    size: float,
    height: float,
) -> list[_Piece]:
    head = _row_height(header, widths, size, bold=True)
    room = height - head - (_CAPTION if caption else 0.0)
    heights = [_row_height(row, widths, size) for row in rows]
    # Slides of about equal length read better than a last one with a row or two.
    n_slides = max(1, ceil(sum(heights) / room))
    even = min(sum(heights) / n_slides + max(heights, default=0.0), room)
    stops = _stops(rows, heights, even)
    # A variable stays with its levels where that takes no further slide.
    together = _stops(rows, heights, room, keeps_levels=True)
    stops = together if len(together) <= len(stops) else stops
    return [
        _Piece(
            caption=caption,
            header=header,
            rows=tuple(rows[start:stop]),
            shades=tuple(shades[start:stop]),
            widths=widths,
            heights=(head, *heights[start:stop]),
            size=size,
        )
        for start, stop in pairwise([0, *stops])
    ]


def _stops(
    rows: Sequence[tuple[str, ...]],
    heights: Sequence[float],
    most: float,
    *,
    keeps_levels: bool = False,
) -> list[int]:
    """After which rows a slide ends; a heading never stands last."""
    stops, start = [], 0
    while start < len(rows):
        stop, used = start, 0.0
        while stop < len(rows) and (stop == start or used + heights[stop] <= most):
            used += heights[stop]
            stop += 1
        wanted = [at for at in range(start + 1, stop + 1) if _can_end(rows, at, keeps_levels)]
        start = wanted[-1] if wanted else stop
        stops.append(start)
    return stops


def _can_end(rows: Sequence[tuple[str, ...]], stop: int, keeps_levels: bool) -> bool:
    if stop == len(rows):
        return True
    if keeps_levels:
        return not rows[stop][0].startswith(INDENT)
    return not is_heading(rows[stop - 1])


def _row_height(
    cells: Sequence[str], widths: Sequence[float], size: float, *, bold: bool = False
) -> float:
    n_lines = max(
        count_lines(cell, size, width - 2 * MARGIN, bold=bold)
        for cell, width in zip(cells, widths, strict=True)
    )
    return n_lines * line_height(size) + _ROW_PADDING
