"""Bytes of a file to a table of text: what was assumed on the way is noted, nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.checks.report import Issue, Severity
from imt_core.intake.files.delimited_text import read_delimited
from imt_core.intake.files.file_kind import Kind, find_kind
from imt_core.intake.files.header_row import find_header, looks_like_values
from imt_core.intake.files.raw_table import records_to_table
from imt_core.intake.files.statistical_file import read_statistical_file
from imt_core.intake.files.text_encoding import decode_text
from imt_core.intake.files.variable_labels import labelled_headers
from imt_core.intake.files.workbook import SheetRecords, cohort_sheet, read_workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTable:
    """A table of text, and what was assumed to read it.

    Parameters
    ----------
    table : pandas.DataFrame
        As `read_table` gives it.
    notes : tuple of Issue
        Of severity "information", but for a header that may be a patient's row: a "warning".
    sheet : str
        The name of its sheet in a workbook; empty for other files.
    codes : dict of str to dict of str to str
        By header, the code of each value label of a SAS, SPSS or Stata file.
    """

    table: pd.DataFrame
    notes: tuple[Issue, ...]
    sheet: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)


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
    imt_core.UnreadableFileError: The file must hold a table, but it is empty. Check that \
the right file was chosen.
    """
    return read_file(source, filename=filename).table


def read_file(source: bytes | str | Path, *, filename: str | None = None) -> FileTable:
    """Read the cohort's table of a file: of a workbook, the sheet with ``patient_id``.

    Parameters
    ----------
    source, filename
        As in `read_tables`.

    Returns
    -------
    FileTable

    Raises
    ------
    UnreadableFileError
        As in `read_tables`.
    """
    return read_tables(source, filename=filename)[0]


def read_tables(
    source: bytes | str | Path, *, filename: str | None = None
) -> tuple[FileTable, ...]:
    """Read a CSV, TSV, XLSX, XLS, ODS, SAS, SPSS or Stata file.

    Parameters
    ----------
    source : bytes, str or pathlib.Path
        The file's content, or where it lies.
    filename : str or None
        Its name, whose ending tells the format; taken from the path where there is one.

    Returns
    -------
    tuple of FileTable
        At least one. Of a workbook every sheet that is a table, first the one with a header
        ``patient_id``, else the first that is not empty.

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
    >>> (read,) = read_tables("patient_id;site\\nA;Köln\\n".encode("cp1252"), filename="a.csv")
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
        return (_read_statistical(content, kind),)
    if kind == "text":
        decoded = decode_text(content)
        notes = [_encoding_note(decoded.encoding)] if decoded.is_guess else []
        return (_table_below_header("", read_delimited(decoded.text), notes),)
    return _read_sheets(read_workbook(content, kind))


def _read_sheets(sheets: Sequence[SheetRecords]) -> tuple[FileTable, ...]:
    """The sheets that are tables, the cohort's first; a cohort's sheet must be one."""
    cohort = cohort_sheet(sheets)
    tables = [_table_below_header(cohort.name, cohort.records, [])]
    for sheet in sheets:
        if sheet is not cohort:
            try:
                tables.append(_table_below_header(sheet.name, sheet.records, []))
            except UnreadableFileError:
                continue
    if len(sheets) == 1:
        return tuple(tables)
    note = _note(
        "other_sheets",
        (),
        f"{len(sheets)} sheets are not empty; sheet number {cohort.number} was read.",
        "To read another, put it into a file of its own.",
    )
    return (replace(tables[0], notes=(note, *tables[0].notes)), *tables[1:])


def _table_below_header(sheet: str, records: list[list[str]], notes: list[Issue]) -> FileTable:
    header = find_header(records)
    if header is None:
        raise UnreadableFileError(
            "The file must hold a table, but it is empty. Check that the right file was chosen."
        )
    above = tuple(row for row, record in enumerate(records[:header], start=1) if any(record))
    if above:
        notes.append(
            _note(
                "rows_above_header",
                above,
                "Rows above the header are not part of the table, and were not read.",
                "Check that they are only a title.",
            )
        )
    if looks_like_values(records[header]):
        notes.append(
            _note(
                "row_taken_for_header",
                (header + 1,),
                "This row was taken for the header, but its cells look like values: if "
                "it is a patient's row, that patient is missing.",
                "Put a row with the names of the columns above the first patient.",
                severity="warning",
            )
        )
    table = records_to_table(records, header=header)
    return FileTable(table=table, notes=tuple(notes), sheet=sheet)


def _read_statistical(content: bytes, kind: Kind) -> FileTable:
    read = read_statistical_file(content, kind)
    table = records_to_table(read.records, header=0)
    names = labelled_headers([str(header) for header in table], read.labels)
    notes = [_encoding_note("Windows-1252")] if read.encoding_is_guess else []
    worded = [names[header] for header in table if header in read.codes]
    if worded:
        notes.append(
            _note(
                "value_labels",
                (),
                f"The labels of values are taken for their codes in {', '.join(worded)}.",
                "Nothing needs to be done.",
            )
        )
    renamed = [new for old, new in names.items() if old != new]
    if renamed:
        notes.append(
            _note(
                "variable_labels",
                (),
                "Variables stand under their labels where their names say less: "
                f"{', '.join(renamed)}.",
                "Nothing needs to be done.",
            )
        )
    return FileTable(
        table=table.rename(columns=names),
        notes=tuple(notes),
        codes={names[name]: codes for name, codes in read.codes.items() if name in names},
    )


def _encoding_note(encoding: str) -> Issue:
    return _note(
        "encoding_guessed",
        (),
        f"The file does not say how its letters are coded; it was read as {encoding}.",
        "Check accented letters; if they are wrong, save it as 'CSV UTF-8'.",
    )


def _note(
    code: str, rows: tuple[int, ...], message: str, remedy: str, severity: Severity = "information"
) -> Issue:
    return Issue(code=code, severity=severity, rows=rows, message=message, remedy=remedy)
