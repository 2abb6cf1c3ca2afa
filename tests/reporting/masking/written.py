"""Documents as they are written, read back: what an attacker has before him."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Final

import docx
import lxml.html
import openpyxl
import pandas as pd
import pptx
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

from imt_core.analyses.computed_view import ComputedView
from imt_core.reporting.documents.pdf_report import write_pdf_report
from imt_core.reporting.documents.web_page import write_report
from imt_core.reporting.documents.word import write_word
from imt_core.reporting.documents.workbook import write_workbook
from imt_core.reporting.slides.deck import write_deck

Grid = list[list[str]]
_BY_COLUMN: Final = {
    "Characteristic": "baseline",
    "Subgroup": "forest",
    "Events": "summary",
    "At 12 months": "rates",
    "Median, months (95% CI)": "quartiles",
}
"""The name of a table that has such a column; any other is one of responses."""


@dataclass
class WrittenView:
    """A title and the tables under it, such as a reader of one sees them."""

    title: str
    shown_tables: list[SimpleNamespace] = field(default_factory=list)
    view: ComputedView | None = None

    def add(self, grid: Grid) -> None:
        columns, *rows = grid
        names = (name for column, name in _BY_COLUMN.items() if column in columns)
        shown = pd.DataFrame(rows, columns=columns)
        self.shown_tables.append(SimpleNamespace(name=next(names, "response"), shown=shown))


@dataclass
class Written:
    """The views of a document, and every sentence beside the tables and titles."""

    views: list[WrittenView] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)

    def under(self, title: str) -> WrittenView:
        title = re.sub(r" \(\d+/\d+\)$", "", title)
        if not self.views or self.views[-1].title != title:
            self.views.append(WrittenView(title))
        return self.views[-1]

    def add(self, title: str, grid: Grid) -> None:
        """A table; one that goes on with the same columns is part of that before it."""
        view, grid = self.under(title), [[_clean(cell) for cell in row] for row in grid]
        tables = view.shown_tables
        if tables and [*tables[-1].shown.columns] == grid[0]:
            more = pd.DataFrame(grid[1:], columns=grid[0])
            tables[-1].shown = pd.concat([tables[-1].shown, more], ignore_index=True)
        else:
            view.add(grid)

    @property
    def tables(self) -> list[tuple[str, Grid]]:
        """Every table with its title, cell by cell."""
        return [
            (view.title, [[*map(str, t.shown.columns)], *t.shown.to_numpy().tolist()])
            for view in self.views
            for t in view.shown_tables
        ]


def _clean(cell: object) -> str:
    return "" if cell is None else str(cell).replace("\N{NO-BREAK SPACE}", " ")


def read_report(content: bytes) -> Written:
    """A report of one HTML file."""
    page, written = lxml.html.fromstring(content.decode()), Written()
    for section in page.iter("section"):
        title = section.find(".//h2").text_content().strip()
        if " in " in title:
            # Of nobody there is a title and no table.
            written.under(title)
        for table in section.iter("table"):
            rows = table.iter("tr")
            written.add(title, [[c.text_content().strip("\n") for c in row] for row in rows])
    for unwanted in [*page.iter("table", "h2", "script", "style", "nav")]:
        unwanted.drop_tree()
    written.rest = [line.strip() for line in page.text_content().split("\n") if line.strip()]
    return written


def read_word(content: bytes) -> Written:
    """A Word document: captions above tables."""
    written, title = Written(), ""
    for part in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(part, Paragraph):
            title = part.text if part.text.startswith("Table ") else title
            written.rest += [] if part.text.startswith("Table ") else [part.text]
        elif isinstance(part, Table):
            # The caption ends with the heading of the table.
            said = re.sub(r"^Table \S*\. ", "", title).rstrip(".")
            said = re.match(r".*? lines? in \S+ patients?", said)[0]
            written.add(said, [[cell.text for cell in row.cells] for row in part.rows])
    return written


def read_workbook(content: bytes) -> Written:
    """An Excel workbook: a sheet a table."""
    written = Written()
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        rows = [[*row] for row in sheet.iter_rows(values_only=True)]
        if sheet.title == "Methods":
            written.rest += [_clean(cell) for row in rows for cell in row]
            continue
        empty = [at for at, row in enumerate(rows) if not any(map(_clean, row))]
        written.add(str(rows[0][0]), rows[empty[0] + 1 : [*empty, len(rows)][1]])
        written.rest += [_clean(row[0]) for row in rows[[*empty, len(rows)][1] :]]
    return written


def read_deck(content: bytes) -> Written:
    """PowerPoint slides with their notes."""
    written = Written()
    for slide in pptx.Presentation(io.BytesIO(content)).slides:
        title = slide.shapes.title.text_frame.text
        for shape in slide.shapes:
            if shape.has_table:
                rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
                written.add(title, _unfolded(rows))
            elif shape.has_text_frame and shape.shape_id != slide.shapes.title.shape_id:
                written.rest += shape.text_frame.text.split("\n")
        written.rest += slide.notes_slide.notes_text_frame.text.split("\n")
    return written


def _unfolded(grid: Grid) -> Grid:
    """What a slide has beside its heading stands below it, as in other documents."""
    if len(grid[0]) < 2 or grid[0][1]:
        return grid
    rows = []
    for name, level, *cells in grid:
        if name:
            rows.append([name, *(["" for _ in cells] if level else cells)])
        if level:
            rows.append([f"    {level}", *cells])
    return rows


def words_of_pdf(content: bytes) -> str:
    """Every letter of a PDF in the order of its pages, without spaces."""
    pages = PdfReader(io.BytesIO(content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


READERS: Final[dict[str, tuple[Callable[..., bytes], Callable[[bytes], Written]]]] = {
    "report": (write_report, read_report),
    "word": (write_word, read_word),
    "workbook": (write_workbook, read_workbook),
    "deck": (write_deck, read_deck),
}


def written(kind: str, views: Sequence[ComputedView], context: object) -> Written:
    """Write a document and read it; the views tell what was asked for."""
    write, read = READERS[kind]
    found = read(write(views, context))
    of_nobody = [view for view in views if not view.count.n_lines]
    asked = views if len(found.views) == len(views) else [v for v in views if v not in of_nobody]
    for one, view in zip(found.views, asked, strict=True):
        one.view = view
    return found


def pdf_cells(views: Sequence[ComputedView], context: object) -> Iterator[str]:
    """Every cell of the report's tables that its PDF has not in its place, one after the other."""
    text, at = words_of_pdf(write_pdf_report(views, context)), 0
    for view in written("report", views, context).views:
        grids = [[[*t.shown.columns], *t.shown.to_numpy().tolist()] for t in view.shown_tables]
        for cell in (view.title, *(cell for grid in grids for row in grid for cell in row)):
            place = text.find("".join(cell.split()), at)
            if place < 0:
                yield cell
            else:
                at = place
