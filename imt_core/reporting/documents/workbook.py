"""Views as a workbook: how the numbers were made, then each table in words and in numbers."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np
import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.survival import SurvivalSummary
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.plain_xml import clean
from imt_core.reporting.content.software import origin_facts, software_versions
from imt_core.reporting.content.view_document import (
    ViewDocument,
    convention_facts,
    masked_together,
    view_document,
    words_of,
)
from imt_core.reporting.tables.cells import is_heading
from imt_core.reporting.tables.result_tables import ResultTable

FIRST_SHEET: Final = "Methods"
HEADER_ROW: Final = 3
"""Row of a table's header, counted from 0: title, population and an empty row stand above."""

_NO_DAY: Final = dt.datetime(2000, 1, 1)
"""Written as the day of creation, so that the same views always give the same file."""

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDEST: Final = 46
_LONGEST: Final = 32_767
_METHODS: Final = {"View": 10, "What": 30, "Meaning": 100}
_LINE: Final = 15
_MAIN_TABLES: Final = (
    "baseline",
    "response",
    "forest",
    "summary",
    "growth",
    "transitions",
    "toxicity",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Styles:
    title: Format
    head: Format
    head_number: Format
    first: Format
    cell: Format
    count: Format
    number: Format
    text: Format
    words: Format
    heading: Format


def write_workbook(views: Sequence[ComputedView], context: ExportContext) -> bytes:
    """Write views as XLSX.

    Parameters
    ----------
    views : sequence of ComputedView
    context : ExportContext

    Returns
    -------
    bytes
        The sheet "Methods", then for each view a sheet for each of its tables as on the screen, and
        one for its tidy numbers (fractions and months, unformatted). The latter are left out where
        small counts are masked.

    Raises
    ------
    ImtError
        If ``context.small_cells_under`` is less than 2.

    Notes
    -----
    A whole number is a number on both kinds of sheet; all else on the sheets as on the screen is
    text. Texts are in cells of the format "text": they are never run, nor when they are edited. The
    file names no author and no day.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.example import example_cohort
    >>> view = compute_view(example_cohort(), ViewRequest(kind="response"))
    >>> context = ExportContext(cohort_name="IMT")
    >>> written = io.BytesIO(write_workbook([view], context))
    >>> list(pd.read_excel(written, sheet_name=None, engine="calamine"))
    ['Methods', '1 Response', '1 Response numbers']
    >>> list(pd.read_excel(io.BytesIO(write_workbook([], context)), sheet_name=None,
    ...                    engine="calamine"))
    ['Methods']
    """
    context = masked_together(views, context)
    buffer = io.BytesIO()
    book = Workbook(buffer, _OPTIONS)
    book.set_properties({"author": "", "created": _NO_DAY})
    styles = _styles(book)
    documents = [view_document(view, context) for view in views]
    methods = book.add_worksheet(FIRST_SHEET)
    sheets: list[list[str]] = []
    for number, document in enumerate(documents, start=1):
        prefix = f"{number} {_view_name(document.view)}"
        names = []
        for table in document.tables:
            part = "" if table.name in _MAIN_TABLES else f" {table.name}"
            if table.shown is not None:
                names.append(prefix + part)
                sheet = book.add_worksheet(names[-1])
                _write_shown(sheet, document, table, table.shown, styles)
            if table.numbers is not None:
                names.append(f"{prefix}{part} numbers")
                _write_numbers(book.add_worksheet(names[-1]), table.numbers, styles)
        sheets.append(names)
    _write_methods(methods, documents, sheets, context, styles)
    book.close()
    return buffer.getvalue()


def _view_name(view: ComputedView) -> str:
    if isinstance(view.result, SurvivalSummary):
        # A sheet's name has no room for the landmark.
        return view.result.endpoint.name.upper()
    return view.kind.short


def _styles(book: Workbook) -> _Styles:
    top = {"valign": "top", "num_format": "@"}
    head = {
        "num_format": "@",
        "bold": True,
        "bottom": 1,
        "top": 1,
        "text_wrap": True,
        "valign": "bottom",
    }
    return _Styles(
        title=book.add_format({"num_format": "@", "bold": True, "font_size": 13}),
        head=book.add_format(head),
        head_number=book.add_format({**head, "align": "center"}),
        first=book.add_format({**top, "text_wrap": True}),
        cell=book.add_format({**top, "align": "center", "text_wrap": True}),
        count=book.add_format({**top, "align": "center", "num_format": "0"}),
        number=book.add_format({"valign": "top", "num_format": "General"}),
        text=book.add_format(top),
        words=book.add_format({**top, "text_wrap": True}),
        heading=book.add_format({**top, "bold": True}),
    )


def _write_shown(
    sheet: Worksheet,
    document: ViewDocument,
    table: ResultTable,
    shown: pd.DataFrame,
    styles: _Styles,
) -> None:
    _write_text(sheet, 0, 0, document.title, styles.title)
    _write_text(sheet, 1, 0, table.heading, styles.heading)
    texts = [list(map(str, shown.columns)), *shown.astype(str).to_numpy().tolist()]
    headings = {row for row, line in enumerate(texts, start=HEADER_ROW) if is_heading(line)}
    for column, name in enumerate(shown.columns):
        cells = [str(cell) for cell in shown.iloc[:, column]]
        sheet.set_column(column, column, _width([str(name), *cells], least=12))
        style = styles.head_number if column else styles.head
        _write_text(sheet, HEADER_ROW, column, str(name), style)
        for row, text in enumerate(cells, start=HEADER_ROW + 1):
            if text.isascii() and text.isdigit():
                sheet.write_number(row, column, int(text), styles.count)
            else:
                first = styles.heading if row in headings else styles.first
                _write_text(sheet, row, column, text, styles.cell if column else first)
    for row, line in enumerate(texts, start=HEADER_ROW):
        _set_height(sheet, row, max(len(text) for text in line) / _WIDEST)
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    _set_page(sheet, HEADER_ROW)
    for row, text in enumerate(_below(document), start=HEADER_ROW + len(shown) + 2):
        _write_text(sheet, row, 0, text, styles.text)


def _below(document: ViewDocument) -> list[str]:
    """What stands under a table: how it was made and what to mind."""
    lines = [f"{name}: {text}" for name, text in document.facts]
    lines += [document.abbreviations] if document.abbreviations else []
    return [*lines, *document.notes]


def _write_numbers(sheet: Worksheet, numbers: pd.DataFrame, styles: _Styles) -> None:
    for column, name in enumerate(numbers.columns):
        cells = numbers.iloc[:, column].tolist()
        _write_text(sheet, 0, column, str(name), styles.head)
        sheet.set_column(column, column, _width([str(name), *map(_as_text, cells)], least=9))
        for row, cell in enumerate(cells, start=1):
            _write_typed(sheet, row, column, cell, styles)
    sheet.freeze_panes(1, 0)
    _set_page(sheet, 0)
    sheet.autofilter(0, 0, len(numbers), len(numbers.columns) - 1)


def _write_typed(sheet: Worksheet, row: int, column: int, cell: object, styles: _Styles) -> None:
    if cell is None or cell is pd.NA or cell == "" or (isinstance(cell, float) and np.isnan(cell)):
        return
    if isinstance(cell, bool | np.bool_):
        sheet.write_boolean(row, column, bool(cell), styles.number)
    elif isinstance(cell, int | float | np.integer | np.floating):
        sheet.write_number(row, column, float(cell), styles.number)
    else:
        _write_text(sheet, row, column, str(cell), styles.text)


def _write_text(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """Write a text that any program can read; a cell has room for so many letters."""
    sheet.write_string(row, column, clean(text)[:_LONGEST], style)


def _as_text(cell: object) -> str:
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)


def _width(texts: Sequence[str], *, least: int) -> int:
    return min(max(least, 2 + max(map(len, texts))), _WIDEST)


def _write_methods(
    sheet: Worksheet,
    documents: Sequence[ViewDocument],
    sheets: Sequence[Sequence[str]],
    context: ExportContext,
    styles: _Styles,
) -> None:
    _write_text(sheet, 0, 0, "How these numbers were made", styles.title)
    rows = [
        ("", name, text) for name, text in (*origin_facts(context), *software_versions(context))
    ]
    conventions = {document.view.request.conventions for document in documents}
    for number, (document, names) in enumerate(zip(documents, sheets, strict=True), start=1):
        view = f"View {number}"
        rows += [(view, "Title", document.title), (view, "Sheets", ", ".join(names) or "none")]
        rows += [(view, name, text) for name, text in document.facts]
        if len(conventions) > 1:
            own = convention_facts(document.view.request.conventions)
            rows += [(view, name, text) for name, text in own]
        rows += [(view, "Abbreviations", document.abbreviations)] * bool(document.abbreviations)
        rows += [(view, "Note", text) for text in document.notes]
    if len(conventions) == 1:
        rows += [("All views", name, text) for name, text in convention_facts(*conventions)]
    if context.study is not None:
        rows += [
            ("Study", f"{row.item.heading}: {row.status}", row.answer) for row in context.study.rows
        ]
    rows += [("Words", name, text) for name, text in words_of(documents)]
    for column, (name, width) in enumerate(_METHODS.items()):
        sheet.set_column(column, column, width)
        _write_text(sheet, 2, column, name, styles.head)
    for row, texts in enumerate(rows, start=3):
        for column, text in enumerate(texts):
            style = styles.words if column == 2 else styles.text
            _write_text(sheet, row, column, text, style)
        _set_height(sheet, row, len(texts[-1]) / (1.1 * _METHODS["Meaning"]))
    sheet.freeze_panes(3, 0)
    _set_page(sheet, 2)


def _set_height(sheet: Worksheet, row: int, n_lines: float) -> None:
    """Room for a wrapped text: not every program makes it by itself."""
    if n_lines > 1:
        sheet.set_row(row, _LINE * ceil(n_lines + 0.1))


def _set_page(sheet: Worksheet, header: int) -> None:
    """A4 on its side, as wide as the table, the header on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
