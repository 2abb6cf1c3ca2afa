"""Grids of cells written as files of every kind."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

import pandas as pd
import pyreadstat
import xlsxwriter

from tests.intake.costumes.garments import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One table as it stands on a sheet.

    Parameters
    ----------
    name : str
        Of the sheet, or the file.
    above, header, rows, below : list of list of Cell
        Rows over the header, header rows, rows of data, and rows below.
    merged : list of tuple of int
        Cells that are one: first row, first column, last row, last column, among all rows.
    labels : dict of str to str
        What a variable of a statistical file is called in words.
    value_labels : dict of str to dict
        What its codes mean.
    """

    name: str
    header: list[list[Cell]]
    rows: list[list[Cell]]
    above: list[list[Cell]] = field(default_factory=list)
    below: list[list[Cell]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    value_labels: dict[str, dict[int, str]] = field(default_factory=dict)

    @property
    def lines(self) -> list[list[Cell]]:
        """All rows from the top."""
        return [*self.above, *self.header, *self.rows, *self.below]


def delimited(
    grid: Grid, *, separator: str, encoding: str, written: Callable[[Cell], str]
) -> bytes:
    """Text with separators; what the encoding lacks must not be in the cells."""
    width = max(map(len, grid.lines))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    for line in grid.lines:
        writer.writerow([written(cell) for cell in line] + [""] * (width - len(line)))
    return text.getvalue().encode(encoding)


def workbook(grids: Sequence[Grid]) -> bytes:
    """An XLSX file with one sheet for each grid."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for grid in grids:
        sheet = book.add_worksheet(grid.name[:31])
        for row, line in enumerate(grid.lines):
            for column, cell in enumerate(line):
                if isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif cell is not None:
                    sheet.write_number(row, column, cell)
        for first, left, last, right in grid.merged:
            cell = grid.lines[first][left]
            sheet.merge_range(first, left, last, right, cell if cell is not None else "")
    book.close()
    return content.getvalue()


_ODS_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>"
)
_ODS_TAIL: Final = "</office:spreadsheet></office:body></office:document-content>"
_ODS_KIND: Final = "application/vnd.oasis.opendocument.spreadsheet"


def open_document(grids: Sequence[Grid]) -> bytes:
    """An ODS file with one table for each grid."""
    tables = "".join(
        f'<table:table table:name="{escape(grid.name)}">'
        + "".join(
            f"<table:table-row>{''.join(map(_ods_cell, line))}</table:table-row>"
            for line in grid.lines
        )
        + "</table:table>"
        for grid in grids
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", _ODS_KIND)
        archive.writestr("content.xml", _ODS_HEAD + tables + _ODS_TAIL)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_KIND}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" '
            'manifest:media-type="text/xml"/></manifest:manifest>',
        )
    return content.getvalue()


def _ods_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, date):
        kind = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, str):
        kind = 'office:value-type="string"'
    else:
        kind = f'office:value-type="float" office:value="{cell}"'
    text = cell if isinstance(cell, str) else str(cell)
    return f"<table:table-cell {kind}><text:p>{escape(text)}</text:p></table:table-cell>"


def statistical(grid: Grid, kind: str) -> bytes:
    """A file of SPSS (SAV), Stata (DTA) or SAS (XPT); the header are variables' names."""
    names = [str(cell) for cell in grid.header[-1]]
    columns = {name: [line[place] for line in grid.rows] for place, name in enumerate(names)}
    table = pd.DataFrame({name: _typed(cells) for name, cells in columns.items()})
    labels = [grid.labels.get(name, "") for name in names]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{grid.name}.{kind}"
        if kind == "sav":
            pyreadstat.write_sav(
                table, path, column_labels=labels, variable_value_labels=grid.value_labels
            )
        elif kind == "dta":
            pyreadstat.write_dta(
                table, path, column_labels=labels, variable_value_labels=grid.value_labels
            )
        else:
            pyreadstat.write_xport(table, path, column_labels=labels, file_format_version=5)
        return path.read_bytes()


def _typed(cells: Sequence[Cell]) -> pd.Series:
    if any(isinstance(cell, str) for cell in cells):
        return pd.Series(["" if cell is None else str(cell) for cell in cells], dtype=object)
    if any(isinstance(cell, date) for cell in cells):
        return pd.Series(list(cells), dtype=object)
    return pd.Series([None if cell is None else float(cell) for cell in cells], dtype=float)  # type: ignore[arg-type]
