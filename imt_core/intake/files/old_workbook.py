"""XLS workbooks, read in a process of their own, which a damaged one can end."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Final

from imt_core.intake.files.file_kind import raise_password

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
    names = book.sheet_names
    rows = [book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in names]
except PasswordError:
    sys.exit({_PASSWORD})
sys.stdout.write(json.dumps(dict(zip(names, rows)), default=text))
"""


def read_old_workbook(content: bytes) -> dict[str, list[list[object]]]:
    """Read the sheets of an XLS workbook.

    Parameters
    ----------
    content : bytes
        Handed over and back through pipes: nothing is written to disk.

    Returns
    -------
    dict of str to list of list of object
        Sheets by name: rows of cells: texts, numbers and truth values; dates are ISO texts.

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
    sheets: dict[str, list[list[object]]] = json.loads(done.stdout)
    return sheets
