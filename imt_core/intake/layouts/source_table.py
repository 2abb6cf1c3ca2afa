"""One of the tables that a cohort is handed over in."""

from __future__ import annotations

from dataclasses import dataclass, field

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
    codes : dict of str to dict of str to str
        By header, the code of each label that the file has for values.
    """

    name: str
    table: pd.DataFrame
    marks: TableMarks = PLAIN_TABLE
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
