"""What each problem of a sheet costs: the lines that a figure loses if its cells are left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.cohort.counting import CaseCount
from imt_core.cohort.endpoints import ENDPOINT_NAMES, ENDPOINTS, MAIN_SHORTS, Endpoint
from imt_core.cohort.schema import EXTENT_OF_STAGE
from imt_core.conventions.formatting import format_count
from imt_core.intake.checks.assumptions import AS_STATED, Assumptions
from imt_core.intake.checks.parsing import canonical_headers
from imt_core.intake.checks.report import Issue, ValidationReport
from imt_core.intake.remedies.leaving_out import HOPELESS, LeavingOut, filled, plan_leaving_out

FIGURE_NAMES: Final = {name: ENDPOINTS[name].short for name in ENDPOINT_NAMES} | {
    "response": "the response table"
}

_EFFECTS: Final = {
    "stage": "stage counts as not recorded there, and neither "
    f"{' nor '.join(MAIN_SHORTS)} is worked out from dates",
    "prior_lines": "prior_lines is worked out there as line_number less one",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueImpact:
    """What one problem costs, were the sheet opened without its cells.

    Parameters
    ----------
    issue : Issue
    lost : dict of str to CaseCount
        For each endpoint and for ``response``: the lines, and the patients they belong to,
        that hold something for it now and could not enter it.
    rows_leave : tuple of int
        Rows that would be set aside as a whole.
    text : str
        The same in one clause, for a reader.
    """

    issue: Issue
    lost: dict[str, CaseCount]
    rows_leave: tuple[int, ...]
    text: str


def issue_impacts(
    table: pd.DataFrame, report: ValidationReport, *, assumptions: Assumptions = AS_STATED
) -> tuple[IssueImpact, ...]:
    """Say for every issue of a sheet what leaving it out would cost.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    report : ValidationReport
        Of this table.
    assumptions : Assumptions
        With which it was made.

    Returns
    -------
    tuple of IssueImpact
        One for each issue, in the order of `report.issues`. Each is counted by itself: a line that
        two problems keep out of OS is counted by both.

    Notes
    -----
    What is left out is what `set_aside` leaves out. A warning or an information sets nothing aside.

    Examples
    --------
    >>> from imt_core.intake.checks.checked_cohort import validate_cohort
    >>> table = pd.DataFrame({"patient_id": ["A", "B"], "os_months": ["9", "12"],
    ...     "os_event": ["0", "1"], "pfs_months": ["x", "3"], "pfs_event": ["1", "1"]})
    >>> [impact.text for impact in issue_impacts(table, validate_cohort(table))][:2]
    ['1 line in 1 patient cannot enter PFS, none leaves OS', 'no line leaves a figure']
    >>> issue_impacts(table, ValidationReport(issues=(), n_rows=2))
    ()
    """
    names, _ = canonical_headers(table.columns)
    canonical = table.set_axis(names, axis=1)
    canonical = canonical.loc[:, ~canonical.columns.duplicated()]
    return tuple(_impact(issue, canonical, assumptions) for issue in report.issues)


def _impact(issue: Issue, table: pd.DataFrame, given: Assumptions) -> IssueImpact:
    if issue.severity != "error":
        return _no_loss(issue, "no line leaves a figure")
    plan = plan_leaving_out(issue, table, given)
    if issue.code in HOPELESS or plan is None:
        return _no_loss(issue, "the sheet cannot be opened before this is corrected")
    touched = _touched(plan, table)
    before, after = _holds(touched, given), _holds(_left(plan, touched), given)
    lost: dict[str, CaseCount] = {}
    for figure in FIGURE_NAMES:
        rows = before[figure] & ~after[figure].reindex(touched.index, fill_value=False)
        lost[figure] = _count(touched[rows])
    rows_leave = tuple(int(row) for row in plan.rows.sort_values())
    text = (
        _rows_text(rows_leave)
        if rows_leave
        else _cells_text(issue, plan, lost, _holds(table, given))
    )
    return IssueImpact(issue=issue, lost=lost, rows_leave=rows_leave, text=text)


def _no_loss(issue: Issue, text: str) -> IssueImpact:
    none = CaseCount(n_lines=0, n_patients=0)
    return IssueImpact(
        issue=issue, lost=dict.fromkeys(FIGURE_NAMES, none), rows_leave=(), text=text
    )


def _touched(plan: LeavingOut, table: pd.DataFrame) -> pd.DataFrame:
    if plan.columns:
        return table
    rows = plan.rows
    for cells in plan.cells.values():
        rows = rows.union(cells)
    return table.loc[table.index.isin(rows)]


def _left(plan: LeavingOut, table: pd.DataFrame) -> pd.DataFrame:
    left = table.loc[~table.index.isin(plan.rows)].drop(columns=list(plan.columns))
    return left.assign(
        **{
            column: left[column].mask(left.index.isin(rows), "")
            for column, rows in plan.cells.items()
            if column in left
        }
    )


def _holds(table: pd.DataFrame, given: Assumptions) -> dict[str, pd.Series]:
    """Which rows hold something for each figure: a time, an event, or the dates of one."""
    stage = table["stage"].str.lower() if "stage" in table else pd.Series("", index=table.index)
    extent = stage.map(EXTENT_OF_STAGE)
    if given.extent and not filled(table, "stage").any():
        extent = pd.Series(given.extent, index=table.index)
    start = filled(table, "start_date")

    def holds(end: Endpoint) -> pd.Series:
        dated = pd.Series(False, index=table.index)
        for date in (*end.dates, "last_followup_date") if end.dates else ():
            dated |= filled(table, date)
        if end.extent:
            dated &= extent == end.extent
        return (start & dated) | filled(table, end.months_column) | filled(table, end.event_column)

    endpoints = {name: holds(ENDPOINTS[name]) for name in ENDPOINT_NAMES}
    return endpoints | {"response": filled(table, "best_response")}


def _count(rows: pd.DataFrame) -> CaseCount:
    n_patients = rows["patient_id"].replace("", None).nunique() if "patient_id" in rows else 0
    return CaseCount(n_lines=len(rows), n_patients=int(n_patients))


def _rows_text(rows: tuple[int, ...]) -> str:
    if len(rows) == 1:
        return "the row leaves every figure"
    return f"{format_count(len(rows), 'row')} leave every figure"


def _cells_text(
    issue: Issue, plan: LeavingOut, lost: dict[str, CaseCount], held: dict[str, pd.Series]
) -> str:
    losing = [
        f"{count} cannot enter {FIGURE_NAMES[figure]}"
        for figure, count in lost.items()
        if count.n_lines
    ]
    if losing:
        spared = not lost["os"].n_lines and held["os"].any()
        return ", ".join([*losing, *(["none leaves OS"] if spared else [])])
    column = str(issue.column)
    effect = _EFFECTS.get(column, f"{column} counts as not recorded there")
    if plan.columns:
        effect = f"{', '.join(plan.columns)} is not used"
    return f"no line leaves a survival or response figure; {effect}"
