"""What a rule across columns is, and what all rules share."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from imt_core.intake.checks.report import Issue, Severity

Rule = Callable[[pd.DataFrame], list[Issue]]
"""Looks at a typed, derived sheet for one kind of contradiction."""


def has(frame: pd.DataFrame, *columns: str) -> bool:
    """Whether every named column is there."""
    return all(column in frame for column in columns)


def found(
    rows: pd.Series, code: str, column: str, message: str, remedy: str, severity: Severity = "error"
) -> list[Issue]:
    """One issue where any row is marked, none otherwise."""
    is_marked = (rows if rows.dtype == bool else rows.fillna(False).astype(bool)).to_numpy()
    if not is_marked.any():
        return []
    marked = tuple(int(row) for row in rows.index[is_marked])
    issue = Issue(
        code=code, severity=severity, column=column, rows=marked, message=message, remedy=remedy
    )
    return [issue]
