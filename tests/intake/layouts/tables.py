"""Small tables, and readers of the files that others made, for the tests of layouts."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from imt_core.intake.files.reading import read_table
from imt_core.intake.layouts.arranged_table import Arrangement
from imt_core.intake.layouts.source_table import SourceTable
from tests.places import REAL


def source(name: str, /, **columns: list[str]) -> SourceTable:
    """A table of text as it is read: rows numbered from 2."""
    table = pd.DataFrame(columns, dtype=object)
    return SourceTable(name=name, table=table.set_axis(numbers(len(table))))


def rows_source(name: str, text: str) -> SourceTable:
    """A table of text written as CSV."""
    header, *rows = csv.reader(text.strip().splitlines())
    table = pd.DataFrame(rows, columns=header, dtype=object)
    return SourceTable(name=name, table=table.set_axis(numbers(len(table))))


def numbers(n: int) -> pd.Index:
    return pd.RangeIndex(2, n + 2, name="row")


def real(*paths: str) -> list[SourceTable]:
    return [SourceTable(name=Path(p).name, table=read_table(REAL / p)) for p in paths]


def real_rows(path: str, delimiter: str = ",") -> list[dict[str, str]]:
    """The file by Python's own CSV reader, without comment rows."""
    with (REAL / path).open(encoding="utf-8-sig", newline="") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        return list(csv.DictReader(kept, delimiter=delimiter))


def codes(arranged: Arrangement) -> list[str]:
    return [note.code for note in arranged.notes]


def mapped(arranged: Arrangement) -> dict[str, str]:
    return {mapping.target: mapping.source for mapping in arranged.columns}
