"""Bytes of a CSV or Excel file to a table of text; nothing is guessed, nothing is converted."""

from __future__ import annotations

import csv
import datetime as dt
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from imt_core.errors import UnreadableFileError

LARGEST_FILE: Final = 50 * 1024 * 1024
DELIMITERS: Final = (",", ";", "\t")
_EMPTY: Final = "The file must hold a table, but it is empty. Check that the right file was chosen."
_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_ERROR_CELL: Final = re.compile(
    rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"[^>/]*>.*?</(?:\w+:)?c>', re.DOTALL
)
_ERROR_TEXT: Final = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_DAMAGED: Final = (
    CalamineError, OSError, ValueError, LookupError, RuntimeError, zipfile.BadZipFile, zlib.error,
    ElementTree.ParseError,
)  # fmt: skip
"""What the readers of a workbook raise when it is not one, or is broken."""


def read_table(source: bytes | str | Path, *, filename: str | None = None) -> pd.DataFrame:
    """Read a CSV, TSV or XLSX file as a table of text.

    Parameters
    ----------
    source : bytes, str or pathlib.Path
        The file's content, or where it lies.
    filename : str or None
        Its name, whose ending tells the format; taken from the path where there is one.

    Returns
    -------
    pandas.DataFrame
        Headers as in the file; cells are stripped texts, empty for an empty cell. The index, named
        ``row``, is the number a spreadsheet shows beside each row (the header is row 1). Wholly
        empty rows are left out.

    Raises
    ------
    UnreadableFileError
        If the file is not such a table, with what is wrong and what to do.

    Notes
    -----
    CSV is UTF-8, separated by commas, semicolons or tabs. Of a workbook, the first sheet that holds
    anything is read; dates become ISO text, whole numbers lose their point, true and false become 1
    and 0, and a formula's error stays as its text (``#N/A``), so that it is not taken for empty.

    Examples
    --------
    >>> table = read_table(b"patient_id;os_months\\nA;3.5\\n", filename="small.csv")
    >>> table.columns.tolist(), table.index.tolist(), table.loc[2, "os_months"]
    (['patient_id', 'os_months'], [2], '3.5')
    >>> read_table(b"", filename="empty.csv")
    Traceback (most recent call last):
        ...
    imt_core.errors.UnreadableFileError: The file must hold a table, but it is empty. Check that \
the right file was chosen.
    """
    if isinstance(source, bytes):
        content, name = source, filename or "upload.csv"
    else:
        path = Path(source)
        try:
            content, name = path.read_bytes(), filename or path.name
        except OSError as error:
            raise UnreadableFileError(
                f"{path.name} must be a readable file, but it cannot be opened. Check its place."
            ) from error
    return _to_table(_read_records(content, name))


def _read_records(content: bytes, name: str) -> list[list[str]]:
    if not content.strip():
        raise UnreadableFileError(_EMPTY)
    if len(content) > LARGEST_FILE:
        raise UnreadableFileError(
            "The file must not exceed 50 MB, but it does. Keep only the cohort's columns and rows."
        )
    ending = Path(name).suffix.lower()
    readers: dict[str, Callable[[bytes], list[list[str]]]] = {
        ".csv": _read_csv, ".tsv": _read_csv, ".txt": _read_csv, ".xlsx": _read_xlsx,
    }  # fmt: skip
    if ending not in readers:
        raise UnreadableFileError(
            f"The file must end in .csv, .tsv, .txt or .xlsx, but it ends in {ending or 'nothing'}."
            " Save the sheet as CSV UTF-8 or as an Excel workbook (.xlsx)."
        )
    if ending != ".xlsx" and content.startswith((_ZIP, _OLD_OFFICE)):
        raise UnreadableFileError(
            f"A {ending} file must hold text, but this one looks like an Excel workbook. "
            "Give it the ending .xlsx, or save it as CSV UTF-8."
        )
    return readers[ending](content)


def _read_csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableFileError(
            f"The file must be UTF-8 text, but line {line} is not. "
            "Save it from the spreadsheet as 'CSV UTF-8'."
        ) from error
    if "\x00" in text:
        raise UnreadableFileError(
            "The file must be plain text, but it holds binary data. "
            "Save the sheet as CSV UTF-8 or as an Excel workbook (.xlsx)."
        )
    delimiter = max(DELIMITERS, key=lambda mark: _count_headers(text, mark))
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            records.append([cell.strip() for cell in record])
    except csv.Error as error:
        raise UnreadableFileError(
            f"Every quotation mark must be closed, but in row {len(records) + 1} one is not, or "
            "stands in the wrong place. Save the file from the spreadsheet again as 'CSV UTF-8'."
        ) from error
    return records


def _count_headers(text: str, delimiter: str) -> int:
    """Cells of the first record; a separator inside quotation marks does not count."""
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return next((len(record) for record in reader if record), 0)
    except csv.Error:
        return 0


def _read_xlsx(content: bytes) -> list[list[str]]:
    if content.startswith(_OLD_OFFICE):
        raise UnreadableFileError(
            "The workbook must be an .xlsx file without a password, but it is encrypted or in the "
            "old .xls format. Remove the password, or save it as .xlsx."
        )
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=False)
            records = [[_cell_text(cell) for cell in row] for row in rows]
            for (row_index, column_index), text in _error_cells(content, name).items():
                records[row_index][column_index] = text
            if any(any(record) for record in records):
                return records
    except _DAMAGED as error:
        raise UnreadableFileError(
            "The file must be an Excel workbook (.xlsx), but it cannot be opened as one: it may be "
            "damaged or have a wrong ending. Open it in the spreadsheet and save it again."
        ) from error
    raise UnreadableFileError(
        "The workbook must hold a table, but all its sheets are empty. Choose another file."
    )


def _error_cells(content: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """Texts of a sheet's error cells by row and column from 0; calamine reads them as empty."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        part = package.read(_sheet_part(package, sheet))
    found: dict[tuple[int, int], str] = {}
    for cell in _ERROR_CELL.finditer(part):
        letters, number = cell[1].decode(), int(cell[2])
        column = 0
        for letter in letters:
            column = 26 * column + ord(letter) - ord("A") + 1
        text = _ERROR_TEXT.search(cell[0])
        found[number - 1, column - 1] = text[1].decode() if text else "#ERROR"
    return found


def _sheet_part(package: zipfile.ZipFile, sheet: str) -> str:
    """Where a workbook keeps the cells of a sheet."""
    book = ElementTree.fromstring(package.read("xl/workbook.xml"))
    links = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for entry in book.iter():
        if entry.tag.endswith("}sheet") and entry.get("name") == sheet:
            link = next(value for key, value in entry.items() if key.endswith("}id"))
            return posixpath.join("/xl", targets[link]).lstrip("/")
    raise LookupError(sheet)


def _cell_text(cell: object) -> str:
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time(0)
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell).strip()


def _to_table(records: Sequence[Sequence[str]]) -> pd.DataFrame:
    start = next((i for i, record in enumerate(records) if any(record)), None)
    if start is None:
        raise UnreadableFileError(_EMPTY)
    headers = list(records[start])
    while not headers[-1]:
        headers.pop()
    rows: dict[int, list[str]] = {}
    for number, record in enumerate(records[start + 1 :], start=start + 2):
        if not any(record):
            continue
        if any(record[len(headers) :]):
            raise UnreadableFileError(
                f"Every cell must stand under a header, but row {number} has more cells than there "
                "are headers. Name that column, or quote the text that holds the separator."
            )
        cells = list(record[: len(headers)])
        rows[number] = cells + [""] * (len(headers) - len(cells))
    if not rows:
        raise UnreadableFileError(
            "The table must have rows below its header, but it has none. Add one row per line."
        )
    table = pd.DataFrame.from_dict(rows, orient="index", dtype=object)
    table.index.name = "row"
    kept = _named_columns(headers, filled=(table != "").any().tolist())
    return table[kept].set_axis([headers[i] for i in kept], axis=1)


def _named_columns(headers: Sequence[str], *, filled: Sequence[bool]) -> list[int]:
    """Positions of the columns to keep: an empty one without a name of its own holds nothing."""
    kept: dict[str, int] = {}
    for position, header in enumerate(headers):
        if header and header not in kept:
            kept[header] = position
        elif filled[position] and header:
            raise UnreadableFileError(
                f"Every column must have a header of its own, but columns number "
                f"{kept[header] + 1} and {position + 1} share one. Rename or remove one of them."
            )
        elif filled[position]:
            raise UnreadableFileError(
                f"Every column with values must have a header, but column number {position + 1} "
                "has none. Name it, or empty it."
            )
    return list(kept.values())
