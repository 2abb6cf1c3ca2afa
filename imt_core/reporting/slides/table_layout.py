"""Where tables stand on slides: columns as wide as their text, sections that stay together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import Final

import pandas as pd

from imt_core.reporting.slides.slide_table import MARGIN
from imt_core.reporting.slides.slide_text import (
    SMALLEST_TEXT,
    Box,
    line_height,
    longest_word,
    text_height,
    text_width,
)
from imt_core.reporting.tables.baseline_lines import INDENT
from imt_core.reporting.tables.cells import Shades, is_heading

CAPTION: Final = 0.34
GAP: Final = 0.22
CONTINUED: Final = " (continued)"
_LARGE_SIZES: Final = (18.0, 16.0)
_LEAST_PADDING: Final = 0.017
"""Inches that a row is higher than its text; programs round lines up."""
_MOST_PADDING: Final = 0.13
_SLACK: Final = 0.03
_WIDEST_FIRST: Final = 0.45
_WIDEST_COLUMN: Final = 3.4
_HIGHEST_HEADER: Final = 0.9
_SPARE: Final = 0.9
_TRIES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TextTable:
    """A table of text with the words above it, which may be empty; its cells may be shaded."""

    caption: str
    frame: pd.DataFrame
    shades: Shades | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row: in a table with sections `level` stands beside the name of its section.

    `level` is ``None`` where the row is a section of its own.
    """

    name: str
    level: str | None
    cells: tuple[str, ...]
    shades: tuple[int, ...]


Section = tuple[Line, ...]
"""Rows that stay together: a variable with its levels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some rows of some columns of a table, of which a slide has room.

    Parameters
    ----------
    caption : str
    header : tuple of str
    sections : tuple of Section
    widths : tuple of float
        Of the names, of the levels (0 in a table without), and of each column.
    heights : tuple of float
        Of the header and of each row.
    size : float
        Points.
    """

    caption: str
    header: tuple[str, ...]
    sections: tuple[Section, ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float

    @property
    def height(self) -> float:
        """Inches with the caption."""
        return sum(self.heights) + (CAPTION if self.caption else 0.0)


def laid_out(tables: Sequence[TextTable], box: Box) -> list[list[Piece]]:
    """Break tables into what each slide holds, in the largest type that takes no further room.

    Room is a slide, or a line of a row.

    Parameters
    ----------
    tables : sequence of TextTable
    box : Box
        The room of each slide.

    Returns
    -------
    list of list of Piece
        One below the other on each slide.
    """
    usual = [piece for table in tables for piece in _pieces(table, box, SMALLEST_TEXT)]
    pages = _pages(usual, box.height)
    for size in _LARGE_SIZES:
        larger = [piece for table in tables for piece in _pieces(table, box, size)]
        fits = len(larger) <= len(usual) and len(_pages(larger, box.height)) <= len(pages)
        fits = fits and sum(map(_n_lines, larger)) <= sum(map(_n_lines, usual))
        if fits and all(piece.heights[0] <= _HIGHEST_HEADER for piece in larger):
            pages = _pages(larger, box.height)
            break
    return [_spread(page, box.height) for page in pages]


def _n_lines(piece: Piece) -> int:
    """Lines of text in the rows below the header."""
    return sum(round(height / line_height(piece.size)) for height in piece.heights[1:])


def _pages(pieces: Sequence[Piece], height: float) -> list[list[Piece]]:
    """Pieces in order, as many on a slide as it has room for."""
    pages: list[list[Piece]] = []
    used = height
    for piece in pieces:
        if pages and used + GAP + piece.height <= height:
            pages[-1].append(piece)
            used += GAP + piece.height
        else:
            pages.append([piece])
            used = piece.height
    return pages


def _spread(page: Sequence[Piece], height: float) -> list[Piece]:
    """Rows as high as a slide has room for, and as is easily read."""
    n_rows = sum(len(piece.heights) for piece in page)
    used = sum(piece.height for piece in page) + GAP * (len(page) - 1)
    more = min(max(height - used, 0.0) / n_rows, _MOST_PADDING - _LEAST_PADDING)
    return [replace(piece, heights=tuple(row + more for row in piece.heights)) for piece in page]


def _sections(table: TextTable) -> list[Section]:
    rows = [[str(cell) for cell in row] for row in table.frame.itertuples(index=False)]
    shades = table.shades or ((0,) * len(table.frame.columns),) * len(rows)
    sections: list[list[Line]] = []
    heading, is_new = "", False
    for row, following, shade in zip(rows, [*rows[1:], [""]], shades, strict=True):
        first, cells = row[0], tuple(row[1:])
        if first.startswith(INDENT):
            line = Line(name=heading, level=first.strip(), cells=cells, shades=tuple(shade))
            if is_new or not sections:
                sections.append([line])
            else:
                sections[-1].append(line)
            is_new = False
        elif is_heading(row) and following[0].startswith(INDENT):
            heading, is_new = first, True
        elif sections and _is_title(sections[-1]):
            sections[-1].append(Line(name=first, level=None, cells=cells, shades=tuple(shade)))
        else:
            # What stands below a row of numbers, such as its empty cells, has no other name.
            heading, is_new = "", False
            sections.append([Line(name=first, level=None, cells=cells, shades=tuple(shade))])
    return [tuple(section) for section in sections]


def _is_title(section: Sequence[Line]) -> bool:
    """Whether it is only words above the rows that follow."""
    return len(section) == 1 and is_heading([section[0].name, *section[0].cells])


def _pieces(table: TextTable, box: Box, size: float) -> list[Piece]:
    header = [str(column) for column in table.frame.columns]
    sections = _sections(table)
    columns = range(1, len(header))
    lead, level = _lead_widths(header[0], sections, size, box.width)
    least, most = [sum(lead[:1] + level[:1])], [sum(lead[1:] + level[1:])]
    for column in columns:
        cells = [line.cells[column - 1] for section in sections for line in section]
        low, high = _column_width(header[column], cells, size, box.width)
        least.append(low)
        most.append(high)
    chunks = _column_chunks(least, box.width)
    pieces = []
    for number, chunk in enumerate(chunks, start=1):
        first, *others = _shared_out([least[i] for i in chunk], [most[i] for i in chunk], box.width)
        beside = level[1] and max(first - lead[1], min(level[0], 0.6 * first))
        caption = table.caption
        if len(chunks) > 1:
            caption = f"{caption or 'Columns'} ({number}/{len(chunks)})"
        kept = [
            tuple(
                replace(
                    line,
                    cells=tuple(line.cells[i - 1] for i in chunk[1:]),
                    shades=tuple(line.shades[i] for i in chunk),
                )
                for line in section
            )
            for section in sections
        ]
        pieces += _row_pieces(
            caption,
            tuple(header[i] for i in chunk),
            kept,
            (first - beside, beside, *others),
            size,
            box.height,
        )
    return pieces


def _lead_widths(
    title: str, sections: Sequence[Section], size: float, width: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """The least and the wanted width of the names, and of the levels beside them."""
    lines = [line for section in sections for line in section]
    levels = [line.level for line in lines if line.level is not None]
    # A row without levels has the width of both.
    alone = [line.name for line in lines if line.level is None]
    whole = _column_width(title, alone, size, width, limit=_WIDEST_FIRST * width, is_first=True)
    if not levels:
        return whole, (0.0, 0.0)
    # A name has as many lines as its section has levels.
    named = [(s[-1].name, len(s)) for s in sections if s[-1].level is not None]
    widths = [
        max(longest_word(name, size, bold=True), 1.15 * text_width(name, size, bold=True) / n)
        for name, n in named
    ]
    of_names = min(max(widths), 0.3 * width) + 2 * MARGIN + _SLACK
    of_levels = _column_width("", levels, size, width, limit=0.36 * width)
    return (of_names, of_names), (
        max(of_levels[0], whole[0] - of_names),
        max(of_levels[1], whole[1] - of_names),
    )


def _column_width(
    title: str,
    cells: Sequence[str],
    size: float,
    width: float,
    *,
    limit: float = _WIDEST_COLUMN,
    is_first: bool = False,
) -> tuple[float, float]:
    """The least a column can do with, and what it would like."""
    words = max((longest_word(cell, size) for cell in set(cells)), default=0.0)
    words = max(words, longest_word(title, size, bold=True))
    longest = max((text_width(cell, size) for cell in set(cells)), default=0.0)
    whole = text_width(title, size, bold=True)
    wanted = max(min(max(longest, whole if is_first else 0.0), limit), words)
    # Up to two lines in a cell are read with ease; numbers are kept on one.
    needed = max(words, wanted / (1.0 if wanted < 1.5 else 1.8))
    around = 2 * MARGIN + _SLACK
    # A heading stands in one line where there is room for it.
    wanted = max(wanted, min(whole, limit))
    return min(needed, 0.9 * width) + around, min(wanted, 0.9 * width) + around


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


def _shared_out(least: Sequence[float], most: Sequence[float], width: float) -> list[float]:
    """Widths that fill the slide: from the least to the wanted, then all alike."""
    total, wanted = sum(least), sum(most)
    if total >= width:
        return [one * width / total for one in least]
    if wanted >= width:
        share = (width - total) / (wanted - total)
        return [low + (high - low) * share for low, high in zip(least, most, strict=True)]
    others = max(len(most) - 1, 1)
    spare = min((width - wanted) / others, _SPARE)
    return [
        high + (spare if column or others == len(most) else 0.0) for column, high in enumerate(most)
    ]


def _row_pieces(
    caption: str,
    header: tuple[str, ...],
    sections: Sequence[Section],
    widths: tuple[float, ...],
    size: float,
    height: float,
) -> list[Piece]:
    columns = (widths[0] + widths[1], *widths[2:])
    head = _height(header, columns, size, is_bold=True)
    room = height - head - (CAPTION if caption else 0.0)
    parts = [part for section in sections for part in _parted(section, widths, size, room)]
    heights = [_section_heights(part, widths, size) for part in parts]
    stops = _stops([sum(rows) for rows in heights], room)
    return [
        Piece(
            caption=caption,
            header=header,
            sections=tuple(parts[start:stop]),
            widths=widths,
            heights=(head, *(row for rows in heights[start:stop] for row in rows)),
            size=size,
        )
        for start, stop in pairwise([0, *stops])
    ]


def _parted(section: Section, widths: Sequence[float], size: float, room: float) -> list[Section]:
    """A section that no slide has room for in several, each further one under its name again."""
    heights = _section_heights(section, widths, size)
    if sum(heights) <= room:
        return [section]
    first, *others = [section[a:b] for a, b in pairwise([0, *_stops(heights, room)])]
    return [first] + [
        tuple(replace(line, name=line.name and f"{line.name}{CONTINUED}") for line in other)
        for other in others
    ]


def _stops(heights: Sequence[float], room: float) -> list[int]:
    """After which parts a slide ends: on as few slides as will do, of about equal height."""
    if not heights:
        return [0]
    found = _filled(heights, room)
    low, high = sum(heights) / len(found), room
    for _ in range(_TRIES):
        middle = (low + high) / 2
        tried = _filled(heights, middle)
        if len(tried) <= len(found):
            found, high = tried, middle
        else:
            low = middle
    return found


def _filled(heights: Sequence[float], most: float) -> list[int]:
    stops, used = [], 0.0
    for position, height in enumerate(heights):
        if position and used + height > most:
            stops.append(position)
            used = 0.0
        used += height
    return [*stops, len(heights)]


def _section_heights(section: Section, widths: Sequence[float], size: float) -> list[float]:
    columns = (widths[1], *widths[2:])
    heights = [
        _height(
            (line.name if line.level is None else line.level, *line.cells),
            columns if line.level is not None else (widths[0] + widths[1], *widths[2:]),
            size,
        )
        for line in section
    ]
    named = [at for at, line in enumerate(section) if line.level is not None]
    if named:
        room = widths[0] - 2 * MARGIN
        needed = text_height(section[-1].name, size, room, bold=True) + _LEAST_PADDING
        heights[-1] += max(needed - sum(heights[at] for at in named), 0.0)
    return heights


def _height(
    cells: Sequence[str], widths: Sequence[float], size: float, *, is_bold: bool = False
) -> float:
    return _LEAST_PADDING + max(
        text_height(cell, size, width - 2 * MARGIN, bold=is_bold)
        for cell, width in zip(cells, widths, strict=True)
    )
