"""What has to be left out of a sheet for each kind of error: cells, whole rows or a column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINT_NAMES, ENDPOINT_OF_COLUMN, ENDPOINTS, MAIN_ENDPOINTS
from imt_core.intake.checks.assumptions import AS_STATED, Assumptions
from imt_core.intake.checks.derivation import derive_columns
from imt_core.intake.checks.parsing import parse_columns
from imt_core.intake.checks.report import Issue

_END_DATES: Final = ("progression_date", "death_date", "last_followup_date")
"""What ends a time that is worked out, the first to be taken first."""

_DATES_OF: Final = {name: (*ENDPOINTS[name].dates, "last_followup_date") for name in ENDPOINT_NAMES}
_PAIRS: Final = {column: end.name for column, end in ENDPOINT_OF_COLUMN.items()}
_COUNTING_DEATH: Final = [
    name for name, end in ENDPOINTS.items() if end.counts_death and not end.is_death_alone
]
UNDER_ENDPOINTS: Final = ("stage", "start_date", *_END_DATES, *_PAIRS)
"""The columns that times and events are recorded in, or worked out from."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeavingOut:
    """What one problem takes with it.

    Parameters
    ----------
    cells : dict of str to pandas.Index
        Rows whose cell is emptied, by canonical column; some may be empty already.
    rows : pandas.Index
        Rows set aside as a whole.
    columns : tuple of str
        Columns set aside as a whole.
    """

    cells: dict[str, pd.Index] = field(default_factory=dict)
    rows: pd.Index = field(default_factory=lambda: pd.Index([], dtype=int))
    columns: tuple[str, ...] = ()


_Plan = Callable[[Issue, pd.DataFrame, pd.Index, Assumptions], LeavingOut]


def plan_leaving_out(
    issue: Issue, table: pd.DataFrame, assumptions: Assumptions = AS_STATED
) -> LeavingOut | None:
    """Say what must be left out so that one error is gone; nothing is corrected or guessed.

    Parameters
    ----------
    issue : Issue
        An error that `parse_cohort` found in `table`.
    table : pandas.DataFrame
        Texts under canonical headers, each once.
    assumptions : Assumptions
        With which it was parsed.

    Returns
    -------
    LeavingOut or None
        ``None`` where the sheet cannot be used however much of it is left out.

    Notes
    -----
    A time or event in doubt takes the other half of its pair along. Dates that would fill an
    emptied pair, and dates that would be taken in place of an emptied one, are emptied too:
    otherwise leaving out a death date would turn a death into a censoring.

    Examples
    --------
    >>> table = pd.DataFrame({"patient_id": ["A"], "os_months": ["x"], "os_event": ["1"]})
    >>> issue = Issue(code="not_a_number", severity="error", column="os_months", rows=(0,),
    ...               message="", remedy="")
    >>> {name: list(rows) for name, rows in plan_leaving_out(issue, table).cells.items()}
    {'os_months': [0], 'os_event': [0]}
    >>> absent = Issue(code="no_patient_id", severity="error", message="", remedy="")
    >>> plan_leaving_out(absent, table) is None
    True
    """
    plan = PLANS.get(issue.code)
    return plan(issue, table, pd.Index(issue.rows), assumptions) if plan else None


def round_of(issue: Issue) -> int:
    """When an error is dealt with: what comes first may make the rest vanish.

    Examples
    --------
    >>> [round_of(Issue(code=code, severity="error", message="", remedy=""))
    ...  for code in ("not_a_number", "line_repeated", "death_disagrees", "pfs_after_os")]
    [0, 1, 2, 3]
    """
    return next((n for n, codes in enumerate(_ROUNDS) if issue.code in codes), len(_ROUNDS))


def filled(table: pd.DataFrame, column: str) -> pd.Series:
    """Which rows hold something in a column; none where there is no such column."""
    return table[column] != "" if column in table else pd.Series(False, index=table.index)


def _unreadable(
    issue: Issue, table: pd.DataFrame, rows: pd.Index, given: Assumptions
) -> LeavingOut:
    column = str(issue.column)
    if column == "patient_id":
        return LeavingOut(rows=rows)
    if column == "line_number":
        others = filled(table, column) & ~table.index.isin(rows)
        # Without any other number, lines would be counted anew, and without these rows.
        return LeavingOut(rows=rows if others.any() else _all_rows_of_patients(table, rows))
    if column == "prior_lines" and not filled(table, "line_number").any():
        # They tell the line number: without them, the line would be counted as another.
        return LeavingOut(rows=_all_rows_of_patients(table, rows))
    if column in _PAIRS:
        return _pair_of(_PAIRS[column], table, rows, given)
    if column in _END_DATES:
        return _date(issue, table, rows, given)
    return LeavingOut(cells={column: rows})


def _pair(issue: Issue, table: pd.DataFrame, rows: pd.Index, given: Assumptions) -> LeavingOut:
    return _pair_of(_PAIRS[str(issue.column)], table, rows, given)


def _pair_of(end: str, table: pd.DataFrame, rows: pd.Index, given: Assumptions) -> LeavingOut:
    pair = {f"{end}_months": rows, f"{end}_event": rows}
    dated = _worked_out(table, pair, rows, (end,), given)
    return LeavingOut(cells=pair | _dates(_DATES_OF[end], dated))


def _date(issue: Issue, table: pd.DataFrame, rows: pd.Index, given: Assumptions) -> LeavingOut:
    """One date, and those that would be taken in its place."""
    column = str(issue.column)
    ends = tuple(end for end, dates in _DATES_OF.items() if column in dates)
    later = _END_DATES[_END_DATES.index(column) + 1 :]
    cells = {column: rows}
    if later:
        cells |= _dates(later, _worked_out(table, cells, rows, ends, given, lost=column))
    return LeavingOut(cells=cells)


def _dates(columns: tuple[str, ...], rows: pd.Index) -> dict[str, pd.Index]:
    return dict.fromkeys(columns, rows) if len(rows) else {}


def _worked_out(
    table: pd.DataFrame,
    cells: dict[str, pd.Index],
    rows: pd.Index,
    ends: tuple[str, ...],
    given: Assumptions,
    lost: str | None = None,
) -> pd.Index:
    """Rows in which the dates give one of these endpoints once the cells are empty.

    An endpoint that ends with a date which comes before the lost one is not at stake.
    """
    here = table.loc[table.index.isin(rows), [c for c in UNDER_ENDPOINTS if c in table]].copy()
    if "start_date" not in here:
        return rows[:0]
    for column, emptied in cells.items():
        if column in here:
            here.loc[here.index.isin(emptied), column] = ""
    parsed, _ = parse_columns(here)
    parsed.insert(0, "patient_id", parsed.index.astype(str))
    derived = derive_columns(parsed, given)
    marked = pd.Series(False, index=here.index)
    for end in ends:
        if f"{end}_months" not in derived:
            continue
        by_date = derived[f"{end}_months"].notna() & ~filled(here, f"{end}_months")
        if lost is not None:
            for earlier in _DATES_OF[end][: _DATES_OF[end].index(lost)]:
                by_date &= ~filled(here, earlier)
        marked |= by_date
    return marked.index[marked]


def _cell(issue: Issue, table: pd.DataFrame, rows: pd.Index, given: Assumptions) -> LeavingOut:
    return LeavingOut(cells={str(issue.column): rows})


def _response(issue: Issue, table: pd.DataFrame, rows: pd.Index, given: Assumptions) -> LeavingOut:
    return LeavingOut(cells={"best_response": rows, "ne_reason": rows})


def _rows(issue: Issue, table: pd.DataFrame, rows: pd.Index, given: Assumptions) -> LeavingOut:
    return LeavingOut(rows=rows)


def _uncountable(
    issue: Issue, table: pd.DataFrame, rows: pd.Index, given: Assumptions
) -> LeavingOut:
    """Rows whose line number is not known; one line out of order leaves the patient uncounted."""
    if filled(table, "line_number").any():
        return LeavingOut(rows=rows)
    if filled(table, "start_date").any():
        same_day = table.duplicated(["patient_id", "start_date"], keep=False)
        unordered = table.index[~filled(table, "start_date") | same_day]
    else:
        unordered = table.index[table["patient_id"].duplicated(keep=False)]
    return LeavingOut(rows=_all_rows_of_patients(table, unordered))


def _all_rows_of_patients(table: pd.DataFrame, rows: pd.Index) -> pd.Index:
    if "patient_id" not in table:
        return rows
    named = table.loc[table.index.isin(rows), "patient_id"]
    return table.index[table["patient_id"].isin(named)]


def _other_half(
    issue: Issue, table: pd.DataFrame, rows: pd.Index, given: Assumptions
) -> LeavingOut:
    end = _PAIRS[str(issue.column)]
    halves = (f"{end}_months", f"{end}_event")
    return LeavingOut(columns=tuple(c for c in halves if c != issue.column and c in table))


_UNREADABLE: Final = (
    "spreadsheet_error",
    "unknown_value",
    "decimal_comma",
    "not_a_number",
    "out_of_range",
    "not_whole",
    "not_a_flag",
    "not_a_date",
    "impossible_date",
    "target_changes_unread",
)
PLANS: Final[dict[str, _Plan]] = {
    **dict.fromkeys(_UNREADABLE, _unreadable),
    "half_an_endpoint": _other_half,
    "patient_id_empty": _rows,
    "total_row": _rows,
    "line_repeated": _rows,
    "line_number_empty": _uncountable,
    "patient_disagrees": _cell,
    "death_disagrees": _pair,
    "os_longer_on_later_line": _pair,
    **{f"{date}_too_early": _date for date in _END_DATES},
    "event_missing": _pair,
    "time_missing": _pair,
    "event_contradicts_date": _pair,
    **{
        f"{end.name}_in_{extent}": _pair
        for end in ENDPOINTS.values()
        for extent in MAIN_ENDPOINTS
        if end.extent not in (None, extent)
    },
    **{f"{name}_after_os": _pair for name in _COUNTING_DEATH},
    **{f"death_is_{name}_event": _pair for name in _COUNTING_DEATH},
    "response_not_evaluable": _response,
}
"""What each kind of error takes with it, by its code."""
_ROUNDS: Final = (
    {*_UNREADABLE, "half_an_endpoint", "patient_id_empty", "total_row"},
    {"line_repeated", "line_number_empty"},
    {"patient_disagrees", "death_disagrees", *(f"{date}_too_early" for date in _END_DATES)},
)

HOPELESS: Final = frozenset({"no_patient_id", "no_endpoint", "repeated_header", "unreadable_file"})
"""Errors for which leaving something out is no help."""
