"""What a workbook's own parts say that calamine does not: its extent, and its error cells."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Final
from xml.etree import ElementTree

from imt_core.intake.files.file_kind import Kind

MOST_CELLS: Final = 20_000_000
"""calamine lays a sheet out from its first to its last cell, and all between takes memory."""
_REFERENCE: Final = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Za-z]+)(\d+)"')
_ERROR_CELL: Final = re.compile(
    rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"[^>/]*>.*?</(?:\w+:)?c>', re.DOTALL
)
_ERROR_TEXT: Final = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_EMPTY_CELL: Final = {f"{_TABLE}number-columns-repeated", f"{_TABLE}style-name"}
"""Attributes that an empty cell may have."""


def largest_grid(content: bytes, kind: Kind) -> int:
    """Cells between the first and the last filled cell of the largest sheet; 0 if not known.

    Parameters
    ----------
    content : bytes
    kind : {"xlsx", "xls", "ods"}

    Returns
    -------
    int
    """
    if kind == "xls":
        return 0
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if kind == "ods":
            with package.open("content.xml") as part:
                return max(_open_document_grids(part), default=0)
        sheets = (n for n in package.namelist() if re.search(r"/worksheets/[^/]*$", n))
        return max((_excel_grid(package.read(name)) for name in sheets), default=0)


def error_cells(content: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """Texts of a sheet's error cells, which calamine reads as empty.

    Parameters
    ----------
    content : bytes
        An XLSX workbook.
    sheet : str

    Returns
    -------
    dict of tuple of int to str
        By row and column from 0.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        part = package.read(sheet_part(package, sheet))
    found: dict[tuple[int, int], str] = {}
    for cell in _ERROR_CELL.finditer(part):
        text = _ERROR_TEXT.search(cell[0])
        found[int(cell[2]) - 1, column_number(cell[1]) - 1] = text[1].decode() if text else "#ERROR"
    return found


def sheet_part(package: zipfile.ZipFile, sheet: str) -> str:
    """Where a workbook keeps the cells of a sheet."""
    book = ElementTree.fromstring(package.read("xl/workbook.xml"))
    links = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for entry in book.iter():
        if entry.tag.endswith("}sheet") and entry.get("name") == sheet:
            link = next(value for key, value in entry.items() if key.endswith("}id"))
            return posixpath.join("/xl", targets[link]).lstrip("/")
    raise LookupError(sheet)


def _excel_grid(part: bytes) -> int:
    columns = rows = 0
    for cell in _REFERENCE.finditer(part):
        columns, rows = max(columns, column_number(cell[1])), max(rows, int(cell[2]))
    return columns * rows


def column_number(letters: bytes) -> int:
    """Number a column from its letters.

    Examples
    --------
    >>> column_number(b"A"), column_number(b"AB")
    (1, 28)
    """
    number = 0
    for letter in letters.decode().upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _open_document_grids(part: IO[bytes]) -> Iterator[int]:
    """Rows by columns of each sheet: a repeated cell or row stands there once, with a number."""
    n_rows = n_columns = row = column = last_filled = 0
    for _, element in ElementTree.iterparse(part):
        if element.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            column += int(element.get(f"{_TABLE}number-columns-repeated", 1))
            if len(element) or set(element.keys()) - _EMPTY_CELL:
                last_filled = column
        elif element.tag == f"{_TABLE}table-row":
            row += int(element.get(f"{_TABLE}number-rows-repeated", 1))
            if last_filled:
                n_rows, n_columns = row, max(n_columns, last_filled)
            column = last_filled = 0
            element.clear()
        elif element.tag == f"{_TABLE}table":
            yield n_rows * n_columns
            n_rows = n_columns = row = 0
