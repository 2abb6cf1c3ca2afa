"""What is wrong with a sheet: every problem at once, with its rows and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, TypeAlias

import pandas as pd

from imt_core.conventions.formatting import EN_DASH
from imt_core.intake.checks.ask import Ask

Severity = Literal["error", "warning", "information"]

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "information")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One problem, in all rows where it occurs.

    Parameters
    ----------
    code : str
        A short stable name.
    severity : {"error", "warning", "information"}
        An error keeps the sheet from being loaded.
    column : str or None
        ``None`` where it concerns the sheet as a whole.
    rows : tuple of int
        Row numbers as a spreadsheet shows them; empty where it concerns all.
    message, remedy : str
        What is wrong, and what to do. Neither holds a cell's content.
    ask : Ask or None
        The question whose answer does away with it; ``None`` where the sheet must be corrected, or
        its column mapped in another way.
    """

    code: str
    severity: Severity
    column: str | None = None
    rows: tuple[int, ...] = ()
    message: str
    remedy: str
    ask: Ask | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationReport:
    """All issues of a sheet, the gravest first.

    Parameters
    ----------
    issues : tuple of Issue
    n_rows : int
        Filled rows in the sheet, without its header.

    Examples
    --------
    >>> issue = Issue(code="x", severity="error", column="sex", rows=(2, 3, 4, 9),
    ...     message="Wrong.", remedy="Correct it.")
    >>> report = validation_report([issue], n_rows=9)
    >>> report.ok, report.to_frame()["Rows"].tolist()
    (False, ['2–4, 9'])
    >>> validation_report([], n_rows=9).ok
    True
    """

    issues: tuple[Issue, ...]
    n_rows: int

    @property
    def errors(self) -> tuple[Issue, ...]:
        """The issues that keep the sheet from being loaded."""
        return tuple(issue for issue in self.issues if issue.severity == "error")

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """The issues that a sheet is loaded with, and that its owner should look at."""
        return tuple(issue for issue in self.issues if issue.severity == "warning")

    @property
    def ok(self) -> bool:
        """Whether the sheet can be loaded."""
        return not self.errors

    def to_frame(self) -> pd.DataFrame:
        """One row for each issue, for a reader."""
        return pd.DataFrame(
            [
                {
                    "Severity": issue.severity,
                    "Column": issue.column or "the sheet",
                    "Rows": format_rows(issue.rows) or "all",
                    "Problem": issue.message,
                    "What to do": issue.remedy,
                }
                for issue in self.issues
            ],
            columns=["Severity", "Column", "Rows", "Problem", "What to do"],
        )


def validation_report(issues: Iterable[Issue], *, n_rows: int) -> ValidationReport:
    """Order issues by gravity, keeping the order of rules within each."""
    ordered = sorted(issues, key=lambda issue: SEVERITIES.index(issue.severity))
    return ValidationReport(issues=tuple(ordered), n_rows=n_rows)


Finding: TypeAlias = tuple[tuple[int, ...], str, Severity, str, str]
"""Rows, code, severity, message and remedy of what may be wrong with a column."""


def found_issues(column: str, findings: Iterable[Finding]) -> list[Issue]:
    """Make an issue of each finding that any row shows.

    Examples
    --------
    >>> findings = [((2, 5), "odd", "warning", "Odd.", "Look."), ((), "even", "error", "Even.", "")]
    >>> [(issue.code, issue.rows) for issue in found_issues("cycles", findings)]
    [('odd', (2, 5))]
    """
    return [
        Issue(
            code=code, severity=severity, column=column, rows=rows, message=message, remedy=remedy
        )
        for rows, code, severity, message, remedy in findings
        if rows
    ]


def format_rows(rows: Iterable[int], *, most: int | None = None) -> str:
    """Write row numbers, runs of three and more with a dash; of more than `most`, the first.

    Examples
    --------
    >>> format_rows([3, 7, 12, 13, 14, 15])
    '3, 7, 12–15'
    >>> format_rows(range(2, 1502, 2), most=2)
    '2, 4 and 748 more'
    >>> format_rows([])
    ''
    """
    numbers = sorted(set(rows))
    if most is not None and len(numbers) > most:
        return f"{format_rows(numbers[:most])} and {len(numbers) - most:,} more"
    runs: list[list[int]] = [[number] for number in numbers[:1]]
    for before, number in pairwise(numbers):
        if number == before + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    texts = []
    for run in runs:
        texts += [f"{run[0]}{EN_DASH}{run[-1]}"] if len(run) > 2 else [str(n) for n in run]
    return ", ".join(texts)
