"""Open a refused sheet on the user's word: what is in doubt is left out, and nothing corrected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.cohort.counting import CaseCount, LeftOut
from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.intake.checks.assumptions import AS_STATED, Assumptions
from imt_core.intake.checks.checked_cohort import CohortReading, parse_cohort
from imt_core.intake.checks.parsing import canonical_headers
from imt_core.intake.checks.report import Issue, format_rows
from imt_core.intake.remedies.leaving_out import (
    HOPELESS,
    LeavingOut,
    filled,
    plan_leaving_out,
    round_of,
)

MOST_ROUNDS: Final = 20
"""Checks of the sheet after which leaving out more is given up; real sheets need four or five."""

_REASONS: Final = {
    "patient_id_empty": "no patient_id",
    "line_repeated": "line number shared with another row of the patient",
    "line_number_empty": "line number not known",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptiedCells:
    """Cells of one column that held something and were emptied: their rows in the sheet."""

    column: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsAside:
    """Whole rows that were set aside, and why."""

    reason: str
    rows: tuple[int, ...]
    count: CaseCount


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SetAside:
    """A sheet without what was in doubt, or why it cannot be opened even so.

    Parameters
    ----------
    table : pandas.DataFrame or None
        Texts that `parse_cohort` takes without an error, headers and row numbers as in the sheet.
    before : CaseCount
        Rows and patients of the sheet; a row without a patient counts as a row.
    emptied : tuple of EmptiedCells
        In the order of the sheet's columns; rows and columns set aside are not among them.
    rows : tuple of RowsAside
    columns : tuple of str
        Headers of columns set aside as a whole.
    issues : tuple of Issue
        What was done, each of severity "warning", for the report of the cohort.
    refusal : str
        Why `table` is ``None``, and what to do; empty where it is not.
    reading : CohortReading or None
        What `parse_cohort` made of `table`.
    """

    table: pd.DataFrame | None
    before: CaseCount
    emptied: tuple[EmptiedCells, ...] = ()
    rows: tuple[RowsAside, ...] = ()
    columns: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
    refusal: str = ""
    reading: CohortReading | None = None

    @property
    def n_cells(self) -> int:
        """Cells emptied in the rows that are kept."""
        return sum(len(cells.rows) for cells in self.emptied)

    @property
    def n_rows(self) -> int:
        """Rows set aside."""
        return sum(len(aside.rows) for aside in self.rows)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The rows set aside, counted by reason."""
        return tuple(LeftOut(reason=aside.reason, count=aside.count) for aside in self.rows)

    def to_frame(self) -> pd.DataFrame:
        """One row for each column with emptied cells, set of rows, and column set aside."""
        records = [
            *(
                ("cells emptied", c.column, format_rows(c.rows), len(c.rows), "")
                for c in self.emptied
            ),
            *(
                ("rows set aside", "", format_rows(a.rows), len(a.rows), a.reason)
                for a in self.rows
            ),
            *(("column set aside", column, "", 1, "") for column in self.columns),
        ]
        return pd.DataFrame(records, columns=["what", "column", "rows", "n", "reason"])


def set_aside(
    table: pd.DataFrame,
    *,
    assumptions: Assumptions = AS_STATED,
    checked: CohortReading | None = None,
) -> SetAside:
    """Leave out what keeps a sheet from being opened, until nothing does.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    assumptions : Assumptions
        What is taken for granted where the sheet does not say it.
    checked : CohortReading, optional
        What `parse_cohort` made of the same, where that is known: a long sheet is slow to check.

    Returns
    -------
    SetAside
        A sheet without an error comes back as it is.

    Notes
    -----
    To be called on the user's explicit word only. Cells that cannot be read are emptied first, then
    rows without a patient or a line number of their own are set aside (all rows that share one),
    then what differs between the rows of a patient and dates out of order, then times that
    contradict the stage, OS or their event. The sheet is checked anew after each, so that nothing
    is left out for a contradiction that is gone. No cell ever gets another value, and none is
    replaced by what the dates would give.

    Examples
    --------
    >>> table = pd.DataFrame({"patient_id": ["A", "B"], "os_months": ["3,5", "4"],
    ...                       "os_event": ["1", "0"]}, index=[2, 3])
    >>> aside = set_aside(table)
    >>> aside.table["os_months"].tolist(), aside.n_cells, aside.issues[0].rows
    (['', '4'], 2, (2,))
    >>> refused = set_aside(pd.DataFrame({"who": ["A"], "os_months": ["3"]}))
    >>> refused.table is None, refused.refusal[:60]
    (True, 'The sheet must have a column patient_id, but has none. Add i')
    """
    names, _ = canonical_headers(table.columns)
    before = _count(table.set_axis(names, axis=1))
    reading = checked or parse_cohort(table, assumptions=assumptions)
    for issue in reading.report.errors:
        if issue.code in HOPELESS:
            return SetAside(table=None, before=before, refusal=f"{issue.message} {issue.remedy}")
    original = table.set_axis(names, axis=1)
    current, done = original, list[tuple[Issue, LeavingOut]]()
    header = dict(zip(names, table.columns, strict=True))
    for _ in range(MOST_ROUNDS):
        errors = reading.report.errors
        if not errors:
            return _report(header, original, current, done, reading)
        first = min(round_of(issue) for issue in errors)
        step = []
        for issue in errors:
            if round_of(issue) == first:
                plan = plan_leaving_out(issue, current, assumptions)
                if plan is None:
                    return _refuse(issue, before)
                step.append((issue, _what_there_is(plan, current)))
        smaller = _without(current, (plan for _, plan in step))
        if smaller.empty:
            return _refuse(step[0][0], before)
        if smaller.shape == current.shape and smaller.equals(current):
            break
        current = smaller
        done += step
        reading = parse_cohort(current.rename(columns=header), assumptions=assumptions)
    return _refuse(reading.report.errors[0], before)


def _count(canonical: pd.DataFrame) -> CaseCount:
    if "patient_id" not in canonical:
        return CaseCount(n_lines=len(canonical), n_patients=0)
    # A header may stand twice; such a sheet is refused, but counted.
    patients = canonical.loc[:, ~canonical.columns.duplicated()]["patient_id"]
    return CaseCount(n_lines=len(canonical), n_patients=patients[patients != ""].nunique())


def _refuse(issue: Issue, before: CaseCount) -> SetAside:
    """The sheet that remains has this error still, or no row at all."""
    refusal = f"Too little would be left of the sheet. {issue.message} {issue.remedy}"
    return SetAside(table=None, before=before, refusal=refusal)


def _what_there_is(plan: LeavingOut, table: pd.DataFrame) -> LeavingOut:
    """The plan without cells that are empty already."""
    cells = {}
    for column, rows in plan.cells.items():
        if column in table:
            marked = table.index.isin(rows) & (table[column] != "").to_numpy()
            if marked.any():
                cells[column] = table.index[marked]
    return LeavingOut(cells=cells, rows=plan.rows, columns=plan.columns)


def _without(table: pd.DataFrame, plans: Iterable[LeavingOut]) -> pd.DataFrame:
    smaller, gone, columns = table.copy(), pd.Index([], dtype=int), set[str]()
    for plan in plans:
        for column, rows in plan.cells.items():
            smaller.loc[smaller.index.isin(rows), column] = ""
        gone = gone.union(plan.rows)
        columns |= set(plan.columns)
    return smaller.loc[~smaller.index.isin(gone)].drop(columns=list(columns))


def _report(
    header: dict[str, str],
    original: pd.DataFrame,
    current: pd.DataFrame,
    done: list[tuple[Issue, LeavingOut]],
    reading: CohortReading,
) -> SetAside:
    kept = original.loc[current.index, current.columns]
    numbered = bool(filled(original, "line_number").any())
    emptied = []
    for column in current.columns:
        differs = kept[column] != current[column]
        if differs.any():
            emptied.append(EmptiedCells(column=column, rows=_rows(current.index[differs])))
    return SetAside(
        table=current.rename(columns=header),
        before=_count(original),
        emptied=tuple(emptied),
        rows=_rows_aside(original, done),
        columns=tuple(header[c] for c in original.columns if c not in current),
        issues=tuple(
            issue for found, plan in done for issue in _told(found, plan, numbered=numbered)
        ),
        reading=reading,
    )


def _rows_aside(
    original: pd.DataFrame, done: list[tuple[Issue, LeavingOut]]
) -> tuple[RowsAside, ...]:
    """Each row once, under the first problem that took it."""
    by_reason: dict[str, pd.Index] = {}
    gone = pd.Index([], dtype=int)
    for issue, plan in done:
        fresh = plan.rows.difference(gone)
        if len(fresh):
            gone = gone.union(fresh)
            reason = _REASONS.get(issue.code, f"{issue.column} cannot be read")
            by_reason[reason] = by_reason.get(reason, fresh[:0]).union(fresh)
    return tuple(
        RowsAside(
            reason=reason, rows=_rows(rows), count=_count(original.loc[original.index.isin(rows)])
        )
        for reason, rows in by_reason.items()
    )


def _told(issue: Issue, plan: LeavingOut, *, numbered: bool) -> Iterable[Issue]:
    """What was left out for one problem."""
    if plan.columns:
        names = ", ".join(plan.columns)
        yield _warning(
            issue,
            "column_set_aside",
            plan.columns[0],
            (),
            f"The column {names} was set aside as a whole.",
        )
    if len(plan.rows):
        others = "" if numbered else " The lines of the other rows are numbered without them."
        yield _warning(
            issue,
            "rows_set_aside",
            issue.column,
            _rows(plan.rows),
            f"These rows were set aside as a whole.{others}",
        )
    for column, rows in plan.cells.items():
        why = ", so that nothing else is worked out from it" if _stands_in(column, issue) else ""
        yield _warning(
            issue, "cells_emptied", column, _rows(rows), f"{column} was emptied on these rows{why}."
        )


def _stands_in(column: str, issue: Issue) -> bool:
    """Whether a date was emptied for the sake of another column."""
    known = COLUMN_BY_NAME.get(column)
    return known is not None and known.kind == "date" and column != issue.column


def _warning(
    issue: Issue, code: str, column: str | None, rows: tuple[int, ...], done: str
) -> Issue:
    return Issue(
        code=code,
        severity="warning",
        column=column,
        rows=rows,
        message=f"{done} The reason: {issue.message}",
        remedy=issue.remedy,
    )


def _rows(rows: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(int(row) for row in rows))
