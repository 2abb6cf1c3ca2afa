"""Bytes of a file to a table of text: what was assumed on the way is noted, nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from imt_core.delimited_text import read_delimited
from imt_core.errors import UnreadableFileError
from imt_core.file_kind import Kind, find_kind
from imt_core.header_row import find_header
from imt_core.raw_table import records_to_table
from imt_core.statistical_file import read_statistical_file
from imt_core.text_encoding import decode_text
from imt_core.validation_report import Issue
from imt_core.workbook import read_workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTable:
    """A table of text, and what was assumed to read it.

    Parameters
    ----------
    table : pandas.DataFrame
        As `read_table` gives it.
    notes : tuple of Issue
        All of severity "information".
    """

    table: pd.DataFrame
    notes: tuple[Issue, ...]


def read_table(source: bytes | str | Path, *, filename: str | None = None) -> pd.DataFrame:
    """Read a file as a table of text, without the notes of `read_file`.

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
        ``row``, is the number a spreadsheet shows beside each row (the header of a SAS, SPSS or
        Stata file counts as row 1). Wholly empty rows are left out.

    Raises
    ------
    UnreadableFileError
        If the file is not such a table, with what is wrong and what to do.

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
    return read_file(source, filename=filename).table


def read_file(source: bytes | str | Path, *, filename: str | None = None) -> FileTable:
    """Read a CSV, TSV, XLSX, XLS, ODS, SAS, SPSS or Stata file.

    Parameters
    ----------
    source : bytes, str or pathlib.Path
        The file's content, or where it lies.
    filename : str or None
        Its name, whose ending tells the format; taken from the path where there is one.

    Returns
    -------
    FileTable

    Raises
    ------
    UnreadableFileError
        If the file is not such a table, with what is wrong and what to do.

    Notes
    -----
    Text is UTF-8, UTF-16 with its byte order mark, or else taken for Windows-1252, and separated by
    commas, semicolons, tabs or vertical bars. Rows above the header (a title) are set aside.

    Examples
    --------
    >>> read = read_file("patient_id;site\\nA;Köln\\n".encode("cp1252"), filename="a.csv")
    >>> read.table["site"].tolist(), [note.code for note in read.notes]
    (['Köln'], ['encoding_guessed'])
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
    kind = find_kind(content, name)
    if kind in {"sas7bdat", "xpt", "sav", "dta"}:
        return _read_statistical(content, kind)
    records, notes = _read_text(content) if kind == "text" else _read_workbook(content, kind)
    header = find_header(records)
    if header is None:
        raise UnreadableFileError(
            "The file must hold a table, but it is empty. Check that the right file was chosen."
        )
    above = tuple(row for row, record in enumerate(records[:header], start=1) if any(record))
    if above:
        notes.append(_note("rows_above_header", above,
                           "Rows above the header are not part of the table, and were not read.",
                           "Check that they are only a title."))  # fmt: skip
    return FileTable(table=records_to_table(records, header=header), notes=tuple(notes))


def _read_text(content: bytes) -> tuple[list[list[str]], list[Issue]]:
    decoded = decode_text(content)
    notes = [_encoding_note(decoded.encoding)] if decoded.is_guess else []
    return read_delimited(decoded.text), notes


def _read_workbook(content: bytes, kind: Kind) -> tuple[list[list[str]], list[Issue]]:
    book = read_workbook(content, kind)
    notes = [] if book.n_filled == 1 else [_note(
        "other_sheets", (),
        f"{book.n_filled} sheets are not empty; sheet number {book.sheet_number} was read.",
        "To read another, put it into a file of its own.",
    )]  # fmt: skip
    return book.records, notes


def _read_statistical(content: bytes, kind: Kind) -> FileTable:
    read = read_statistical_file(content, kind)
    table = records_to_table(read.records, header=0)
    notes = (_encoding_note("Windows-1252"),) if read.encoding_is_guess else ()
    return FileTable(table=table, notes=notes)


def _encoding_note(encoding: str) -> Issue:
    return _note("encoding_guessed", (),
                 f"The file does not say how its letters are coded; it was read as {encoding}.",
                 "Check accented letters; if they are wrong, save it as 'CSV UTF-8'.")  # fmt: skip


def _note(code: str, rows: tuple[int, ...], message: str, remedy: str) -> Issue:
    return Issue(code=code, severity="information", rows=rows, message=message, remedy=remedy)
