"""Bytes of a file to a table of text: what was assumed on the way is noted, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import pandas as pd

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.checks.ask import Ask
from imt_core.intake.checks.report import Issue, Severity
from imt_core.intake.files.delimited_text import read_delimited
from imt_core.intake.files.file_kind import Kind, find_kind
from imt_core.intake.files.header_block import header_block
from imt_core.intake.files.header_row import find_header, looks_like_values
from imt_core.intake.files.plain_cells import visible_records
from imt_core.intake.files.raw_table import RawTable, records_to_table
from imt_core.intake.files.statistical_file import read_statistical_file
from imt_core.intake.files.table_limits import refuse_too_large
from imt_core.intake.files.table_marks import PLAIN_TABLE, TableMarks, table_marks
from imt_core.intake.files.tables_on_sheet import tables_on_sheet
from imt_core.intake.files.text_encoding import decode_text
from imt_core.intake.files.variable_labels import labelled_headers
from imt_core.intake.files.workbook import SheetRecords, cohort_sheet, read_workbook
from imt_core.intake.notation.kept_answers import keeping_answers

_MANY_COLUMNS: Final = 3
"""Where there are fewer, an empty cell beside a label is only a value that is missing."""


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
    marks : TableMarks
        What the sheet hides or merges; nothing is left out or filled for it yet.
    codes : dict of str to dict of str to str
        By header, the code of each value label of a SAS, SPSS or Stata file.
    is_part : bool
        Whether it is one of several tables on one sheet.
    """

    table: pd.DataFrame
    notes: tuple[Issue, ...]
    sheet: str = ""
    marks: TableMarks = PLAIN_TABLE
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    is_part: bool = False


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


@keeping_answers()
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
        lone = SheetRecords(name="", number=1, records=read_delimited(decoded.text))
        return tuple(_tables_of(lone, notes))
    return _read_sheets(read_workbook(content, kind))


def _read_sheets(sheets: Sequence[SheetRecords]) -> tuple[FileTable, ...]:
    """The sheets that are tables, the cohort's first; a cohort's sheet must be one."""
    cohort = cohort_sheet(sheets)
    tables = tuple(_tables_of(cohort, []))
    for sheet in sheets:
        if sheet is not cohort:
            try:
                tables += tuple(_tables_of(sheet, []))
            except UnreadableFileError:
                continue
    if len(sheets) == 1:
        return tables
    note = _note(
        "other_sheets",
        (),
        f"{len(sheets)} sheets are not empty; sheet number {cohort.number} was read.",
        "To read another, put it into a file of its own.",
    )
    return (replace(tables[0], notes=(note, *tables[0].notes)), *tables[1:])


def _tables_of(sheet: SheetRecords, notes: list[Issue]) -> Iterator[FileTable]:
    parts = tables_on_sheet(sheet)
    for number, part in enumerate(parts):
        table = _table_below_header(part, [] if number else notes)
        yield replace(table, is_part=len(parts) > 1)


def _table_below_header(sheet: SheetRecords, notes: list[Issue]) -> FileTable:
    records = visible_records(sheet.records)
    header = find_header(records)
    if header is None:
        raise UnreadableFileError(
            "The file must hold a table, but it is empty. Check that the right file was chosen."
        )
    block = header_block(records, header, sheet.marks)
    above = tuple(row for row, record in enumerate(records[: block.first], start=1) if any(record))
    if above:
        notes.append(
            _note(
                "rows_above_header",
                above,
                "Rows above the header are not part of the table, and were not read.",
                "Check that they are only a title.",
            )
        )
    if block.last > block.first:
        notes.append(
            _note(
                "header_of_several_rows",
                tuple(range(block.first + 1, block.last + 2)),
                "These rows were read as one header.",
                "Check the names of the columns.",
            )
        )
    elif looks_like_values(records[header]):
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
    refuse_too_large(n_rows=len(records), n_columns=len(block.names))
    raw = records_to_table(records, names=block.names, below=block.last + 1)
    return FileTable(
        table=raw.table,
        notes=(*notes, *_notes_of(raw)),
        sheet=sheet.name,
        marks=replace(table_marks(raw.table, raw.places, sheet.marks), excluded_rows=raw.excluded),
    )


LEGEND_BELOW: Final = Ask(
    key="legend below",
    text="A remark below the table says what codes mean. Do the codes mean here what it says? Who "
    "had an event hangs on it.",
    options=(("as read", "Yes: the codes are read as the remark says"),),
)


def _notes_of(raw: RawTable) -> Iterator[Issue]:
    """What was left out of a sheet because it is no patient's."""
    aside = raw.aside
    for code, rows, message in (
        ("total_rows_aside", aside.totals, "These rows hold totals, means or counts"),
        ("remark_rows_aside", aside.remarks, "These rows hold remarks below the table"),
        ("header_rows_aside", aside.headers, "These rows repeat the header"),
    ):
        if rows:
            said = f"{message}, not patients, and were set aside."
            yield _note(code, rows, said, "Check that none is a patient's row.")
    if aside.legends:
        yield Issue(
            code="legend_below",
            severity="error",
            rows=aside.legends,
            message="A remark below the table says what codes mean, and is not used.",
            remedy="Compare it with the meaning of the codes here, or write words in their place.",
            ask=LEGEND_BELOW,
        )
    if aside.sections:
        yield _note(
            "section_rows_aside",
            aside.sections,
            "These rows hold a text alone, unlike the labels of patients: they were taken for "
            "headings, not patients, and what they say of the rows below is not used.",
            "Check that none is a patient's row; to use what they say, give it a column.",
        )
    if bare := _label_alone(raw.table):
        yield _note(
            "label_alone",
            bare,
            "These rows hold a label and nothing else; they are counted as patients.",
            "Take them out of the sheet if they are headings or hold no patient.",
            severity="warning",
        )
    if raw.left_out is not None:
        name = f"({raw.left_out})" if raw.left_out else "without a name"
        yield _note(
            "row_numbers_left_out",
            (),
            f"The first column {name} only numbers the rows, and was left out.",
            "Nothing needs to be done.",
        )


def _label_alone(table: pd.DataFrame) -> tuple[int, ...]:
    """Rows filled in their first column alone, unless lines without a label follow below."""
    if len(table.columns) < _MANY_COLUMNS:
        return ()
    filled = table != ""
    alone = filled.iloc[:, 0] & (filled.sum(axis=1) == 1)
    goes_on = ~filled.iloc[:, 0].shift(-1, fill_value=True)
    return tuple(int(row) for row in table.index[alone & ~goes_on])


def _read_statistical(content: bytes, kind: Kind) -> FileTable:
    read = read_statistical_file(content, kind)
    names, *rows = visible_records(read.records)
    raw = records_to_table([names, *rows], names=names, below=1, has_remarks=False)
    table = raw.table
    labels = labelled_headers([str(header) for header in table], read.labels)
    notes = [_encoding_note("Windows-1252")] if read.encoding_is_guess else []
    worded = [labels[header] for header in table if header in read.codes]
    if worded:
        notes.append(
            _note(
                "value_labels",
                (),
                f"The labels of values are taken for their codes in {', '.join(worded)}.",
                "Nothing needs to be done.",
            )
        )
    renamed = [new for old, new in labels.items() if old != new]
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
        table=table.rename(columns=labels),
        notes=tuple(notes),
        codes={labels[name]: codes for name, codes in read.codes.items() if name in labels},
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
