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

_PLACE: Final = rb"<(?:\w+:)?c\s[^<>]*?\br\s*=\s*[\"']([A-Za-z]+)(\d+)[\"']"
"""What stands between two angles is looked at once: no cell is written to take for ever."""
_REFERENCE: Final = re.compile(_PLACE)
CELL: Final = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>")
_ERROR: Final = re.compile(rb"(?:^|\s)t\s*=\s*[\"']e[\"']")
_ERROR_TEXT: Final = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_EMPTY_CELL: Final = {f"{_TABLE}number-columns-repeated", f"{_TABLE}style-name"}
"""Attributes that an empty cell may have."""


def cells_spanned(content: bytes, kind: Kind) -> int:
    """Cells between the first and the last filled cell of all sheets together; 0 if not known.

    Parameters
    ----------
    content : bytes
    kind : {"xlsx", "xls", "ods"}

    Returns
    -------
    int

    Notes
    -----
    Of an XLSX package every part counts, wherever it lies: which is a sheet, only its links say.
    """
    if kind == "xls":
        return 0
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if kind == "ods":
            with package.open("content.xml") as part:
                return sum(_open_document_grids(part))
        return sum(_excel_grid(package.read(name)) for name in package.namelist())


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
    if not _ERROR.search(part):
        return found  # as in most sheets: no cell is looked at
    for cell in CELL.finditer(part):
        if _ERROR.search(cell[1]) and (place := cell_place(cell[1])) is not None:
            following = CELL.search(part, cell.end())
            end = following.start() if following else len(part)
            text = _ERROR_TEXT.search(part, cell.end(), end)
            found[place] = text[1].decode() if text else "#ERROR"
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
    columns = {found[1] for found in _REFERENCE.finditer(part)}
    rows = {found[2] for found in _REFERENCE.finditer(part)} if columns else set()
    return max(map(column_number, columns), default=0) * max(map(int, rows), default=0)


def cell_place(attributes: bytes) -> tuple[int, int] | None:
    """Row and column from 0 of a cell, by the attributes of its tag.

    Examples
    --------
    >>> cell_place(b"s='1' r = 'B3'"), cell_place(b's="1"')
    ((2, 1), None)
    """
    place = re.search(rb"(?:^|\s)r\s*=\s*[\"']([A-Za-z]+)(\d{1,7})[\"']", attributes)
    return None if place is None else (int(place[2]) - 1, column_number(place[1]) - 1)


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
