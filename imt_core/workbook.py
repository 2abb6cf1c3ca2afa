"""XLSX, XLS and ODS workbooks to records of text; nothing in them is ever run."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from imt_core.cell_text import cell_text
from imt_core.errors import UnreadableFileError
from imt_core.file_kind import Kind, raise_password
from imt_core.header_row import ROWS_SEARCHED, has_patient_id
from imt_core.old_workbook import read_old_workbook
from imt_core.workbook_package import MOST_CELLS, error_cells, largest_grid

_NAMES: Final = {"xlsx": "an Excel workbook (.xlsx)", "xls": "an Excel workbook (.xls)",
                 "ods": "an OpenDocument sheet (.ods)"}  # fmt: skip
_DAMAGED: Final = (
    CalamineError, OSError, ValueError, LookupError, RuntimeError, OverflowError, MemoryError,
    zipfile.BadZipFile, zlib.error, ElementTree.ParseError,
)  # fmt: skip
"""What the readers of a workbook raise when it is not one, or is broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookRecords:
    """The rows of one sheet, its number from 1, and how many sheets are not empty."""

    records: list[list[str]]
    sheet_number: int
    n_filled: int


def read_workbook(content: bytes, kind: Kind) -> WorkbookRecords:
    """Read the first sheet with a header ``patient_id``, else the first that is not empty.

    Parameters
    ----------
    content : bytes
    kind : {"xlsx", "xls", "ods"}

    Returns
    -------
    WorkbookRecords
        Rows from the sheet's first on, empty ones too. Dates become ISO text, whole numbers lose
        their point, true and false become 1 and 0; of an XLSX workbook, a formula's error stays as
        its text (``#N/A``), so that it is not taken for empty.

    Raises
    ------
    UnreadableFileError
        If the workbook has a password, is damaged, or holds nothing.
    """
    try:
        filled = _filled_sheets(content, kind)
    except UnreadableFileError:
        raise
    except PasswordError:
        raise_password()
    except _DAMAGED as error:
        raise _damaged(kind) from error
    except BaseException as error:
        # A panic of the Rust reader is no Exception; anything else is none of ours.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(kind) from error
    if not filled:
        raise UnreadableFileError(
            "The workbook must hold a table, but all its sheets are empty. Choose another file."
        )
    number = next((n for n, rows in filled.items() if _is_cohort(rows)), min(filled))
    return WorkbookRecords(records=filled[number], sheet_number=number, n_filled=len(filled))


def _filled_sheets(content: bytes, kind: Kind) -> dict[int, list[list[str]]]:
    if largest_grid(content, kind) > MOST_CELLS:
        raise UnreadableFileError(
            "A sheet must not span more than 20 million cells, but one does. "
            "Delete the stray cells far below or beside the table, or save it as CSV UTF-8."
        )
    if kind == "xls":
        sheets = [[[cell_text(cell) for cell in row] for row in rows]
                  for rows in read_old_workbook(content)]  # fmt: skip
        return {n: rows for n, rows in enumerate(sheets, start=1) if any(map(any, rows))}
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    filled: dict[int, list[list[str]]] = {}
    for number, name in enumerate(workbook.sheet_names, start=1):
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        records = [[cell_text(cell) for cell in row] for row in rows]
        if kind == "xlsx":
            for (row_index, column_index), text in error_cells(content, name).items():
                records[row_index][column_index] = text
        if any(any(record) for record in records):
            filled[number] = records
    return filled


def _is_cohort(records: list[list[str]]) -> bool:
    return any(has_patient_id(record) for record in records[:ROWS_SEARCHED])


def _damaged(kind: Kind) -> UnreadableFileError:
    return UnreadableFileError(
        f"The file must be {_NAMES[kind]}, but it cannot be opened as one: it may be "
        "damaged or have a wrong ending. Open it in the spreadsheet and save it again."
    )
