"""XLS workbooks, read in a process of their own, which a damaged one can end."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Final, NamedTuple

from imt_core.intake.files.file_kind import raise_password
from imt_core.intake.files.old_workbook_hidden import hidden_parts
from imt_core.intake.files.sheet_marks import SheetMarks


class OldSheet(NamedTuple):
    """The cells of one sheet, and what is marked about them."""

    name: str
    rows: list[list[object]]
    marks: SheetMarks


_SECONDS: Final = 60
_PASSWORD: Final = 3
_CHILD: Final = f"""
import datetime, io, json, sys
from python_calamine import CalamineWorkbook, PasswordError
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, ValueError, OSError):
    pass

def text(cell):
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time(0):
        return str(cell.date())
    return str(cell)

try:
    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    read = [
        [sheet.name, sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or []]
        for sheet in sheets
    ]
except PasswordError:
    sys.exit({_PASSWORD})
sys.stdout.write(json.dumps(read, default=text))
"""


def read_old_workbook(content: bytes) -> list[OldSheet]:
    """Read the sheets of an XLS workbook.

    Parameters
    ----------
    content : bytes
        Handed over and back through pipes: nothing is written to disk.

    Returns
    -------
    list of OldSheet
        Cells are texts, numbers and truth values; dates are ISO texts.

    Raises
    ------
    UnreadableFileError
        If the workbook has a password.
    ValueError
        If it is damaged, or takes more than 2 GB or 60 seconds.

    Notes
    -----
    calamine lays a sheet out from its first to its last cell. One flipped byte can put the last
    cell where that takes 100 GB, and failing to get them aborts the process, which no ``except``
    catches. The limit on memory holds on Linux and macOS only.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _CHILD],
            input=content,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ValueError("reading takes too long") from error
    if done.returncode == _PASSWORD:
        raise_password()
    if done.returncode != 0:
        raise ValueError("the reader stopped")
    hidden = hidden_parts(content)
    sheets = []
    for number, (name, rows, merged) in enumerate(json.loads(done.stdout)):
        rows_hidden, columns_hidden = hidden[number] if number < len(hidden) else ((), ())
        marks = SheetMarks(
            merged=tuple((*first, *last) for first, last in merged),
            hidden_rows=rows_hidden,
            hidden_columns=columns_hidden,
        )
        sheets.append(OldSheet(name=name, rows=rows, marks=marks))
    return sheets
