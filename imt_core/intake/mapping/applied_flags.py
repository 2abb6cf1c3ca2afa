"""The words and codes of a column of events to 1 and 0; what is not settled is read as neither."""

from __future__ import annotations

import pandas as pd

from imt_core.intake.checks.report import Issue
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.notation.distinct_values import map_distinct
from imt_core.intake.recognition.flag_codes import AS_WRITTEN, bare_codes


def apply_flags(cells: pd.Series, chosen: ColumnMapping) -> tuple[pd.Series, list[Issue]]:
    """Write a column of a sheet as 1 and 0.

    Parameters
    ----------
    cells : pandas.Series
        Texts.
    chosen : ColumnMapping
        Of a flag.

    Returns
    -------
    tuple of pandas.Series and list of Issue
        A 1 or 0 whose meaning is open becomes ``1?`` or ``0?``, which no cohort is read with, and
        a warning says why.

    Examples
    --------
    >>> column = ColumnMapping(target="os_event", source="Status", values=(("2", "1"),))
    >>> cells, issues = apply_flags(pd.Series(["1", "2", ""]), column)
    >>> cells.tolist(), [issue.code for issue in issues]
    (['1?', '1', ''], ['codes_open'])
    >>> apply_flags(pd.Series(["1", "0"]), ColumnMapping(target="os_event", source="Dead"))[1]
    []
    """
    texts = [text for text in cells.unique() if text]
    bare = bare_codes(chosen.target, chosen.source, texts, chosen.values)
    words = {text.strip().casefold(): word for text, word in chosen.values}
    unclear = {text: f"{text}?" for text in AS_WRITTEN if text not in words and text not in bare}
    read = map_distinct(
        cells, lambda text: words.get(text.strip().casefold(), unclear.get(text, text))
    )
    rows = tuple(int(row) for row in cells.index[cells.isin(list(unclear))])
    return read, [_codes_open(chosen.target, rows)] if rows else []


def _codes_open(target: str, rows: tuple[int, ...]) -> Issue:
    return Issue(
        code="codes_open",
        severity="warning",
        column=target,
        rows=rows,
        message=f"1 and 0 in {target} must have a known meaning, but the column's header, its "
        "other codes or the mapping leave it open.",
        remedy="Say what each code means.",
    )
