"""The rules of the data dictionary: every problem of a sheet at once, with rows and remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINT_NAMES, ENDPOINTS, MAIN_SHORTS
from imt_core.cohort.rules import FirstLine, Rules
from imt_core.cohort.schema import COLUMN_BY_NAME, DERIVED_COLUMNS, Cohort
from imt_core.intake.checks.assumptions import AS_STATED, Assumptions, next_line_issues
from imt_core.intake.checks.derivation import decided_by_next_line, derive_columns
from imt_core.intake.checks.endpoint_rules import ENDPOINT_RULES
from imt_core.intake.checks.line_rules import LINE_RULES
from imt_core.intake.checks.parsing import canonical_headers, parse_columns
from imt_core.intake.checks.patient_rules import PATIENT_RULES
from imt_core.intake.checks.report import Issue, ValidationReport, validation_report
from imt_core.intake.checks.response_rules import RESPONSE_RULES

RULES: Final = (*PATIENT_RULES, *LINE_RULES, *ENDPOINT_RULES, *RESPONSE_RULES)
"""Every rule across columns, in the order in which issues are listed."""

_WANTED_FOR: Final = {
    "alk_status": "ALK status counts as not recorded; nothing can be compared by it.",
    "stage": "disease extent is not known; "
    f"{' and '.join(MAIN_SHORTS)} are taken as recorded, and not worked out from dates.",
    "regimen_group": "all lines stand in one group.",
    "best_response": "the Response page has nothing to show.",
}
NO_ENDPOINT: Final = Issue(
    code="no_endpoint",
    severity="error",
    message="The sheet must hold one endpoint or best_response, but holds none.",
    remedy="Add os_months and os_event (or "
    f"{', '.join(end.short for end in ENDPOINTS.values() if not end.is_death_alone)}, dates), or "
    "best_response.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortReading:
    """A cohort, or ``None`` where the report has an error."""

    cohort: Cohort | None
    report: ValidationReport


def validate_cohort(
    table: pd.DataFrame, *, assumptions: Assumptions = AS_STATED
) -> ValidationReport:
    """Check a table of text in the canonical layout against every rule.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them; issues cite its index.
    assumptions : Assumptions
        What is taken for granted where the table does not say it.

    Returns
    -------
    ValidationReport

    Examples
    --------
    >>> table = pd.DataFrame({"patient_id": ["A"], "os_months": ["3,5"], "os_event": ["yes"]})
    >>> [(issue.code, issue.column, issue.rows) for issue in validate_cohort(table).errors]
    [('decimal_comma', 'os_months', (0,)), ('not_a_flag', 'os_event', (0,))]
    """
    return parse_cohort(table, assumptions=assumptions).report


def parse_cohort(
    table: pd.DataFrame,
    *,
    name: str = "cohort",
    provenance: str = "",
    is_reconstruction: bool = False,
    assumptions: Assumptions = AS_STATED,
) -> CohortReading:
    """Turn a table of text in the canonical layout into a checked cohort.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    name, provenance : str
    is_reconstruction : bool
    assumptions : Assumptions
        What is taken for granted where the table does not say it.

    Returns
    -------
    CohortReading

    Examples
    --------
    >>> parse_cohort(pd.DataFrame({"patient_id": ["A"], "best_response": ["pr"]})).cohort.frame[
    ...     "best_response"].tolist()
    ['PR']
    >>> parse_cohort(pd.DataFrame({"who": ["A"]})).cohort is None
    True
    """
    names, issues = canonical_headers(table.columns)
    issues += _header_issues(names)
    columns = table.set_axis(names, axis=1)
    stated, unread = parse_columns(columns.loc[:, ~columns.columns.duplicated()])
    if "patient_id" not in stated:
        # Refused already; one patient a row lets every other rule be tried.
        stated.insert(0, "patient_id", stated.index.astype(str))
    frame = derive_columns(stated, assumptions)
    decided = decided_by_next_line(stated, frame, assumptions)
    issues += unread
    if not unread and _has_an_endpoint(set(names)) and not _holds_an_endpoint(frame):
        issues.append(NO_ENDPOINT)
    found = [issue for rule in RULES for issue in rule(frame)]
    issues += _beside_unread(_beside_next_line(found, decided), unread)
    issues += next_line_issues(decided, assumptions)
    report = validation_report(issues, n_rows=len(table))
    if not report.ok:
        return CohortReading(cohort=None, report=report)
    cohort = Cohort(
        frame=frame,
        name=name,
        provenance=provenance,
        is_reconstruction=is_reconstruction,
        rules=_rules(stated, frame, assumptions),
    )
    return CohortReading(cohort=cohort, report=report)


def _rules(stated: pd.DataFrame, frame: pd.DataFrame, assumptions: Assumptions) -> Rules:
    """Where line numbers and times come from, which the table itself does not say."""
    first_line: FirstLine = "recorded"
    numbers = [c for c in ("line_number", "prior_lines") if c in stated]
    if stated[numbers].isna().all(axis=None) and stated["patient_id"].is_unique:
        first_line = "assumed" if assumptions.one_row_is_first_line else "not known"
    derived = (
        end.name
        for end in ENDPOINTS.values()
        if end.months_column in frame
        and frame[end.months_column].count() > stated.get(end.months_column, pd.Series()).count()
    )
    return Rules(
        first_line=first_line, from_dates=tuple(derived), runs_on=not assumptions.next_line_censors
    )


def _header_issues(names: list[str]) -> Iterator[Issue]:
    """Which columns the sheet lacks, and which are its own."""
    present = set(names)
    if "patient_id" not in present:
        yield Issue(
            code="no_patient_id",
            severity="error",
            column="patient_id",
            message="The sheet must have a column patient_id, but has none.",
            remedy="Add it: one pseudonym for each patient, the same on all the patient's rows.",
        )
    if not _has_an_endpoint(present):
        yield NO_ENDPOINT
    for column, effect in _WANTED_FOR.items():
        if column not in present:
            yield Issue(
                code="wanted_column_absent",
                severity="warning",
                column=column,
                message=f"The sheet has no column {column}: {effect}",
                remedy="Add the column if it is known.",
            )
    own = [name for name in names if name not in COLUMN_BY_NAME and not _is_set_aside(name)]
    if own:
        yield Issue(
            code="own_columns",
            severity="information",
            column=", ".join(own),
            message="Columns that are not in the template were found.",
            remedy="They are kept, and offered as filters and groups.",
        )


def _is_set_aside(name: str) -> bool:
    return name in {f"{column.name}_in_sheet" for column in DERIVED_COLUMNS}


def _has_an_endpoint(present: set[str]) -> bool:
    """Whether the headers allow for an outcome."""
    pairs = [set(end.columns) for end in ENDPOINTS.values()]
    dates = [{"start_date", "death_date"}, {"start_date", "last_followup_date"}]
    return any(needed <= present for needed in [*pairs, *dates, {"best_response"}])


def _holds_an_endpoint(frame: pd.DataFrame) -> bool:
    """Whether any row has an outcome."""
    outcomes = [*(ENDPOINTS[name].months_column for name in ENDPOINT_NAMES), "best_response"]
    return any(column in frame and bool(frame[column].notna().any()) for column in outcomes)


def _beside_next_line(found: list[Issue], decided: dict[str, pd.Series]) -> Iterator[Issue]:
    """Issues without the rows that run through the next line because a reader answered so."""
    codes = ("through_next_line", "event_after_next_line")
    said = {f"{name}_{code}": rows for name, rows in decided.items() for code in codes}
    for issue in found:
        if issue.code in said:
            marked = said[issue.code]
            rows = tuple(row for row in issue.rows if not marked[row])
            if rows:
                yield replace(issue, rows=rows)
        else:
            yield issue


def _beside_unread(found: Iterable[Issue], unread: list[Issue]) -> Iterator[Issue]:
    """Issues without the cells that could not be read: those look empty, and have their own."""
    cells = {(issue.column, row) for issue in unread for row in issue.rows}
    for issue in found:
        rows = tuple(row for row in issue.rows if (issue.column, row) not in cells)
        if rows or not issue.rows:
            yield replace(issue, rows=rows)
