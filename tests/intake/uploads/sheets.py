"""Small sheets as people hand them over, and what the command says of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any, Protocol
from xml.sax.saxutils import escape

import xlsxwriter

Merged = tuple[int, int, int, int]
Rows = Sequence[Sequence[object]]


class Writer(Protocol):
    """Writes a workbook of one sheet."""

    def __call__(
        self,
        rows: Rows,
        *,
        merged: Sequence[Merged] = (),
        hidden_rows: Sequence[int] = (),
        hidden_columns: Sequence[int] = (),
    ) -> bytes:
        """Rows and columns count from 0."""


_ODS = "urn:oasis:names:tc:opendocument:xmlns"


def numbers_of(said: dict[str, Any], endpoint: str) -> tuple[int, int, float | None] | None:
    """Lines, events, and the median to a tenth of a month."""
    found = said["endpoints"][endpoint]
    if found is None:
        return None
    median = found["median_months"]
    return found["n"], found["events"], None if median is None else round(median, 1)


def size_of(said: dict[str, Any]) -> tuple[str, int, int]:
    """Status, lines and patients."""
    return said["status"], said["lines"], said["patients"]


def response_of(said: dict[str, Any]) -> tuple[int, int]:
    """Responders and evaluable lines."""
    return said["response"]["responders"], said["response"]["evaluable"]


def excel(
    rows: Rows,
    *,
    merged: Sequence[Merged] = (),
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
) -> bytes:
    """An XLSX workbook of one sheet; positions from 0."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Patients")
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell != "":
                    sheet.write(row, column, cell)
        for first, left, last, right in merged:
            sheet.merge_range(first, left, last, right, rows[first][left])
        for row in hidden_rows:
            sheet.set_row(row, None, None, {"hidden": True})
        for column in hidden_columns:
            sheet.set_column(column, column, None, None, {"hidden": True})
    return stream.getvalue()


def open_document(
    rows: Rows,
    *,
    merged: Sequence[Merged] = (),
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
) -> bytes:
    """An ODS workbook of one sheet, rows hidden as by a filter; positions from 0."""
    spans = {(first, left): (last, right) for first, left, last, right in merged}
    parts = [_column(number in hidden_columns) for number in range(len(rows[0]))]
    for row, cells in enumerate(rows):
        texts = [_cell(cell, (row, column), spans) for column, cell in enumerate(cells)]
        hides = ' table:visibility="filter"' if row in hidden_rows else ""
        parts.append(f"<table:table-row{hides}>{''.join(texts)}</table:table-row>")
    content = (
        f'<office:document-content xmlns:office="{_ODS}:office:1.0" '
        f'xmlns:table="{_ODS}:table:1.0" xmlns:text="{_ODS}:text:1.0" office:version="1.3">'
        '<office:body><office:spreadsheet><table:table table:name="Patients">'
        f"{''.join(parts)}</table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("content.xml", content)
    return stream.getvalue()


def _column(is_hidden: bool) -> str:
    hides = ' table:visibility="collapse"' if is_hidden else ""
    return f"<table:table-column{hides}/>"


def _cell(cell: object, at: tuple[int, int], spans: dict[tuple[int, int], tuple[int, int]]) -> str:
    span = ""
    if at in spans:
        (row, column), (last, right) = at, spans[at]
        span = (
            f' table:number-rows-spanned="{last - row + 1}"'
            f' table:number-columns-spanned="{right - column + 1}"'
        )
    if cell == "":
        return f"<table:table-cell{span}/>"
    if isinstance(cell, int | float):
        value = f'office:value-type="float" office:value="{cell}"'
    else:
        value = 'office:value-type="string"'
    return (
        f"<table:table-cell {value}{span}><text:p>{escape(str(cell))}</text:p></table:table-cell>"
    )
