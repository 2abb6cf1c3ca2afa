"""What a workbook marks about a sheet beside its cells: merged ranges, hidden rows and columns."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Final
from xml.etree import ElementTree

from imt_core.intake.files.workbook_package import column_number, sheet_part

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""

_MOST_RANGES: Final = 20_000
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\s([^<>]*)>")
_MERGED: Final = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^<>]*?\bref\s*=\s*[\"']([A-Za-z]+)(\d{1,7}):([A-Za-z]+)(\d{1,7})[\"']"
)
_HIDDEN: Final = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true|on)[\"']")
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS: Final = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMarks:
    """Marks of one sheet.

    Parameters
    ----------
    merged : tuple of tuple of int
        Ranges of cells shown as one: first row and column, last row and column, from 0.
    hidden_rows, hidden_columns : tuple of tuple of int
        First and last of each run that is not shown, from 0; by a filter or by hand.
    """

    merged: tuple[Range, ...] = ()
    hidden_rows: tuple[tuple[int, int], ...] = ()
    hidden_columns: tuple[tuple[int, int], ...] = ()

    def rows_hidden(self, n_rows: int) -> set[int]:
        """The hidden ones of a sheet's first rows.

        Examples
        --------
        >>> sorted(SheetMarks(hidden_rows=((1, 2), (5, 1048575))).rows_hidden(7))
        [1, 2, 5, 6]
        """
        return _places(self.hidden_rows, n_rows)

    def columns_hidden(self, n_columns: int) -> set[int]:
        """The hidden ones of a sheet's first columns."""
        return _places(self.hidden_columns, n_columns)


NO_MARKS: Final = SheetMarks()


def excel_marks(content: bytes, sheet: str) -> SheetMarks:
    """Read the marks of a sheet of an XLSX workbook.

    Parameters
    ----------
    content : bytes
    sheet : str

    Returns
    -------
    SheetMarks
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        part = package.read(sheet_part(package, sheet))
    ranges = [
        (int(r[2]) - 1, column_number(r[1]) - 1, int(r[4]) - 1, column_number(r[3]) - 1)
        for r in _limited(_MERGED.finditer(part))
    ]
    columns = [c[1] for c in _COLUMN.finditer(part) if _HIDDEN.search(c[1])]
    runs = [(_number(c, b"min") - 1, _number(c, b"max") - 1) for c in columns]
    return SheetMarks(
        merged=tuple(ranges), hidden_rows=tuple(_hidden_rows(part)), hidden_columns=tuple(runs)
    )


def open_document_marks(content: bytes) -> dict[str, SheetMarks]:
    """Read the marks of every sheet of an ODS workbook, by name.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    dict of str to SheetMarks
        Empty where no sheet has any.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        text = package.read("content.xml")
    if b"-spanned" not in text and b"visibility" not in text:
        return {}
    return dict(_open_document_sheets(io.BytesIO(text)))


def _limited(found: Iterable[re.Match[bytes]]) -> list[re.Match[bytes]]:
    return [match for match, _ in zip(found, range(_MOST_RANGES), strict=False)]


def _hidden_rows(part: bytes) -> Iterator[tuple[int, int]]:
    """A row without a number is the one after the last."""
    row = 0
    for found in _ROW.finditer(part):
        row = _number(found[1], b"r") or row + 1
        if _HIDDEN.search(found[1]):
            yield row - 1, row - 1


def _number(attributes: bytes, name: bytes) -> int:
    found = re.search(rb"(?:^|\s)%b\s*=\s*[\"'](\d{1,7})[\"']" % name, attributes)
    return int(found[1]) if found else 0


def _places(runs: Iterable[tuple[int, int]], n: int) -> set[int]:
    return {place for first, last in runs for place in range(first, min(last + 1, n))}


@dataclass(slots=True)
class _Reader:
    """Where in a sheet of an ODS workbook the reading stands, and what was met in it."""

    row: int = 0
    column: int = 0
    grid_column: int = 0
    marks: dict[str, list[tuple[int, ...]]] = field(default_factory=lambda: defaultdict(list))

    def cell(self, element: ElementTree.Element) -> None:
        """Go on by a cell, or by as many as it stands for."""
        wide = int(element.get(f"{_TABLE}number-columns-spanned", 1))
        high = int(element.get(f"{_TABLE}number-rows-spanned", 1))
        if (wide > 1 or high > 1) and len(self.marks["merged"]) < _MOST_RANGES:
            last = (self.row + high - 1, self.column + wide - 1)
            self.marks["merged"].append((self.row, self.column, *last))
        self.column += int(element.get(f"{_TABLE}number-columns-repeated", 1))

    def end_of_row(self, element: ElementTree.Element) -> None:
        """Go on to the next row."""
        n = int(element.get(f"{_TABLE}number-rows-repeated", 1))
        if element.get(f"{_TABLE}visibility", "visible") != "visible":
            self.marks["rows"].append((self.row, self.row + n - 1))
        self.row, self.column = self.row + n, 0

    def grid(self, element: ElementTree.Element) -> None:
        """Go on by the description of a column."""
        n = int(element.get(f"{_TABLE}number-columns-repeated", 1))
        if element.get(f"{_TABLE}visibility", "visible") != "visible":
            self.marks["columns"].append((self.grid_column, self.grid_column + n - 1))
        self.grid_column += n


def _open_document_sheets(part: IO[bytes]) -> Iterator[tuple[str, SheetMarks]]:
    at = _Reader()
    for _, element in ElementTree.iterparse(part):
        if element.tag in _CELLS:
            at.cell(element)
        elif element.tag == f"{_TABLE}table-column":
            at.grid(element)
        elif element.tag == f"{_TABLE}table-row":
            at.end_of_row(element)
            element.clear()
        elif element.tag == f"{_TABLE}table":
            yield element.get(f"{_TABLE}name", ""), _marks(at.marks)
            at = _Reader()


def _marks(found: dict[str, list[tuple[int, ...]]]) -> SheetMarks:
    return SheetMarks(
        merged=tuple((a, b, c, d) for a, b, c, d in found["merged"]),
        hidden_rows=tuple((a, b) for a, b in found["rows"]),
        hidden_columns=tuple((a, b) for a, b in found["columns"]),
    )
