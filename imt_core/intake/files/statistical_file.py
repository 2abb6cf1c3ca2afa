"""SAS, SPSS and Stata files to records of text: labels where values have them, else the codes."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, cast

import pyreadstat

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.files.cell_text import cell_text
from imt_core.intake.files.file_kind import Kind
from imt_core.intake.files.period_formats import period_texts
from imt_core.intake.files.table_limits import refuse_too_large

_READERS: Final[dict[Kind, tuple[str, Callable[..., Any]]]] = {
    "sas7bdat": ("a SAS data set", pyreadstat.read_sas7bdat),
    "xpt": ("a SAS transport file", pyreadstat.read_xport),
    "sav": ("an SPSS file", pyreadstat.read_sav),
    "dta": ("a Stata file", pyreadstat.read_dta),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticalRecords:
    """Header and rows of a file, and what it says of its variables.

    Parameters
    ----------
    records : list of list of str
        Header and rows.
    encoding_is_guess : bool
        Whether the encoding had to be guessed.
    labels : dict of str to str
        What variables are called in words, by their name.
    codes : dict of str to dict of str to str
        By the name of a variable, the code of each label that stands in its cells.
    """

    records: list[list[str]]
    encoding_is_guess: bool
    labels: dict[str, str]
    codes: dict[str, dict[str, str]]


def read_statistical_file(content: bytes, kind: Kind) -> StatisticalRecords:
    """Read a SAS, SPSS or Stata file.

    Parameters
    ----------
    content : bytes
        Read from memory: nothing is written to disk.
    kind : {"sas7bdat", "xpt", "sav", "dta"}

    Returns
    -------
    StatisticalRecords
        The variables' names, then a record for each observation. A value that has a label is the
        label, other codes stay codes; a missing value is empty, dates are ISO, whole numbers have
        no point; months, quarters and weeks are texts such as 2020-03, 2020-Q1 and 2020-W10.

    Raises
    ------
    UnreadableFileError
        If the file is damaged, larger than a table may be, or has no variable, no observation or no
        name of a variable.

    Notes
    -----
    pyreadstat (tried: 1.3.7) reads from a file-like object. It takes CNSR = 0 of a SAS transport
    file for 0, where pandas takes it for 5.4e-79.
    """
    name, reader = _READERS[kind]
    try:
        columns, meta, is_guess = _columns(reader, content)
        words = {name: _words(meta.variable_value_labels.get(name, {})) for name in columns}
        formats = meta.original_variable_types
        texts = [
            period_texts(list(values), formats.get(name) or "", kind)
            or [cell_text(value) for value in values]
            for name, values in columns.items()
        ]
        for cells, known in zip(texts, words.values(), strict=True):
            cells[:] = [known.get(cell, cell) for cell in cells] if known else cells
        rows = [list(row) for row in zip(*texts, strict=True)]
        labels = dict(zip(meta.column_names, meta.column_labels, strict=True))
    except UnreadableFileError:
        raise
    except Exception as error:  # a C library's reader: it raises whatever a broken file provokes
        raise UnreadableFileError(
            f"The file must be {name}, but it cannot be opened as one: it may be damaged or cut "
            "off. Export it again, or save it as CSV UTF-8."
        ) from error
    if not rows:
        raise UnreadableFileError(
            f"The file must hold variables and observations, but as {name} it has none. Export the "
            "table itself: one row per line."
        )
    if not all(isinstance(variable, str) for variable in columns) or not any(
        map(str.strip, columns)
    ):
        raise UnreadableFileError(
            f"The variables of {name} must have names that can be read, but one or all have none. "
            "Name them and export it again."
        )
    return StatisticalRecords(
        records=[list(columns), *rows],
        encoding_is_guess=is_guess,
        labels={name: label.strip() for name, label in labels.items() if label and label.strip()},
        codes={
            name: {word: code for code, word in known.items()}
            for name, known in words.items()
            if known
        },
    )


def _words(labels: dict[Any, str]) -> dict[str, str]:
    """The label of each code; none where two codes have the same: nobody could tell them apart."""
    words = {cell_text(code): str(label).strip() for code, label in labels.items()}
    known = {code: word for code, word in words.items() if code and word}
    return known if len(set(known.values())) == len(known) else {}


def _columns(reader: Callable[..., Any], content: bytes) -> tuple[dict[str, Any], Any, bool]:
    """Values by variable, what is said of them, and whether the text was taken for Windows-1252."""
    _refuse_too_large(reader, content)
    try:
        values, meta = reader(io.BytesIO(content), output_format="dict")
        return cast("dict[str, Any]", values), meta, False
    except (pyreadstat.ReadstatError, UnicodeDecodeError) as error:
        if isinstance(error, pyreadstat.ReadstatError) and "convert" not in str(error):
            raise
    values, meta = reader(io.BytesIO(content), output_format="dict", encoding="WINDOWS-1252")
    return cast("dict[str, Any]", values), meta, True


def _refuse_too_large(reader: Callable[..., Any], content: bytes) -> None:
    try:
        _, meta = reader(io.BytesIO(content), metadataonly=True)
    except UnicodeDecodeError:
        return
    n_rows, n_columns = max(meta.number_rows or 0, 0), max(meta.number_columns or 0, 0)
    refuse_too_large(n_rows=n_rows, n_columns=n_columns)
