"""XLSX, XLS and ODS workbooks to records of text; nothing in them is ever run."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.files.cell_text import cell_text
from imt_core.intake.files.file_kind import Kind, raise_password
from imt_core.intake.files.header_row import ROWS_SEARCHED, has_patient_id, n_known
from imt_core.intake.files.old_workbook import read_old_workbook
from imt_core.intake.files.sheet_marks import NO_MARKS, SheetMarks, excel_marks, open_document_marks
from imt_core.intake.files.table_limits import refuse_too_large, refuse_too_many_cells
from imt_core.intake.files.unit_formats import format_units
from imt_core.intake.files.workbook_package import cells_spanned, error_cells

_NAMES: Final = {
    "xlsx": "an Excel workbook (.xlsx)",
    "xls": "an Excel workbook (.xls)",
    "ods": "an OpenDocument sheet (.ods)",
}
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DAMAGED: Final = (
    CalamineError,
    OSError,
    ValueError,
    LookupError,
    RuntimeError,
    OverflowError,
    MemoryError,
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
)
"""What the readers of a workbook raise when it is not one, or is broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRecords:
    """The rows of one sheet, its name, its number from 1, and what is merged or hidden in it."""

    name: str
    number: int
    records: list[list[str]]
    marks: SheetMarks = NO_MARKS


def read_workbook(content: bytes, kind: Kind) -> tuple[SheetRecords, ...]:
    """Read every sheet that is not empty.

    Parameters
    ----------
    content : bytes
    kind : {"xlsx", "xls", "ods"}

    Returns
    -------
    tuple of SheetRecords
        At least one. Rows from the sheet's first on, empty ones too. Dates become ISO text, whole
        numbers lose their point, true and false become 1 and 0; of an XLSX workbook, a formula's
        error stays as its text (``#N/A``), so that it is not taken for empty,
        and a unit of time that a number's format shows stands behind it (``14 days``).

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
    return filled


def cohort_sheet(sheets: Sequence[SheetRecords]) -> SheetRecords:
    """Choose the sheet with a header ``patient_id``, else that with the most known headers.

    Examples
    --------
    >>> notes = SheetRecords(name="Notes", number=1, records=[["read me"]])
    >>> cohort = SheetRecords(name="Dati", number=2, records=[["Paziente", "Sesso"], ["A", "M"]])
    >>> cohort_sheet([notes, cohort]).name, cohort_sheet([notes]).name
    ('Dati', 'Notes')
    """
    return max(sheets, key=_likeness)


def _likeness(sheet: SheetRecords) -> tuple[bool, int]:
    """Whether a sheet has patients, and the most headers that one of its first rows may be."""
    head = sheet.records[:ROWS_SEARCHED]
    return any(map(has_patient_id, head)), max(map(n_known, head))


def _filled_sheets(content: bytes, kind: Kind) -> tuple[SheetRecords, ...]:
    refuse_too_many_cells(cells_spanned(content, kind))
    sheets: Iterable[tuple[str, Sequence[Sequence[object]], SheetMarks]]
    sheets = read_old_workbook(content) if kind == "xls" else _sheets(content, kind)
    filled = []
    for number, (name, rows, marks) in enumerate(sheets, start=1):
        records = [[cell_text(cell) for cell in row] for row in rows]
        if kind == "xlsx":
            for (row_index, column_index), text in error_cells(content, name).items():
                records[row_index][column_index] = text
            for (row_index, column_index), unit in format_units(content, name).items():
                _with_unit(records, row_index, column_index, unit)
        if any(map(any, records)):
            filled.append(SheetRecords(name=name, number=number, records=records, marks=marks))
    return tuple(filled)


def _with_unit(records: list[list[str]], row: int, column: int, unit: str) -> None:
    """Write the unit that a format shows behind a number, as if it stood in the cell."""
    if (
        row < len(records)
        and column < len(records[row])
        and _NUMBER.fullmatch(records[row][column])
    ):
        records[row][column] += f" {unit}"


def _sheets(
    content: bytes, kind: Kind
) -> Iterator[tuple[str, Sequence[Sequence[object]], SheetMarks]]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    refuse_too_large(n_sheets=len(workbook.sheet_names))
    marks = open_document_marks(content) if kind == "ods" else {}
    for name in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        yield (
            name,
            rows,
            excel_marks(content, name) if kind == "xlsx" else marks.get(name, NO_MARKS),
        )


def _damaged(kind: Kind) -> UnreadableFileError:
    return UnreadableFileError(
        f"The file must be {_NAMES[kind]}, but it cannot be opened as one: it may be "
        "damaged or have a wrong ending. Open it in the spreadsheet and save it again."
    )
