"""One of the tables that a cohort is handed over in."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from imt_core.intake.files.table_marks import PLAIN_TABLE, TableMarks


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SourceTable:
    """One file, or one sheet of a workbook.

    Parameters
    ----------
    name : str
        Its file or sheet name.
    table : pandas.DataFrame
        A table of text, as `imt_core.intake.files.reading.read_table` gives it.
    marks : TableMarks
        What its sheet hides or merges.
    """

    name: str
    table: pd.DataFrame
    marks: TableMarks = PLAIN_TABLE
