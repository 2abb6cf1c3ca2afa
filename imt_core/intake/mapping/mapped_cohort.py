"""A sheet and its mapping to a checked cohort."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from imt_core.cohort.relative_time import drop_dates
from imt_core.cohort.schema import COLUMN_BY_NAME, Cohort
from imt_core.intake.checks.assumptions import asked_of_all, assumptions_from
from imt_core.intake.checks.checked_cohort import CohortReading, parse_cohort
from imt_core.intake.checks.report import Issue, validation_report
from imt_core.intake.mapping.declared_columns import with_declared
from imt_core.intake.mapping.left_over_survival import survival_left_over
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.mapping.own_columns import own_name
from imt_core.intake.mapping.settled_outcomes import apply_settled
from imt_core.intake.mapping.unread_outcomes import unread_outcomes
from imt_core.intake.remedies.setting_aside import SetAside, set_aside

_OUTCOME_ASKED: Final = {
    "unit_unknown",
    "unmarked_times_open",
    "times_not_reached",
    "endpoint_of_another_stage",
}
_READ_BY_THE_MAPPING: Final = {"not_a_number", "decimal_comma", "not_a_date", "impossible_date"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MappedReading:
    """A cohort, or ``None`` where the report has an error, and the canonical table behind it.

    Parameters
    ----------
    reading : CohortReading
    table : pandas.DataFrame
    checked : CohortReading
        What `parse_cohort` made of `table`, before anything else joined the report.
    """

    reading: CohortReading
    table: pd.DataFrame
    checked: CohortReading


def read_mapped(
    table: pd.DataFrame,
    mapping: Mapping,
    *,
    name: str,
    provenance: str = "",
    notes: Iterable[Issue] = (),
) -> MappedReading:
    """Map and check a sheet.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    mapping : Mapping
    name, provenance : str
        What the cohort is called, and where it comes from.
    notes : iterable of Issue
        What was met before: they join the report.

    Returns
    -------
    MappedReading
        The cohort holds no calendar date: times were worked out, and lines placed, before the
        dates were left out.

    Examples
    --------
    >>> from imt_core.intake.column_mapping import ColumnMapping
    >>> sheet = pd.DataFrame({"Codice": ["a"], "Risposta": ["RC"]})
    >>> mapping = Mapping(columns=(
    ...     ColumnMapping(target="patient_id", source="Codice"),
    ...     ColumnMapping(target="best_response", source="Risposta", values=(("RC", "CR"),))))
    >>> read_mapped(sheet, mapping, name="one").reading.cohort.frame["best_response"].tolist()
    ['CR']
    """
    applied = apply_settled(table, mapping)
    answers = dict(mapping.answers)
    assumptions = assumptions_from(answers)
    checked = parse_cohort(applied.table, name=name, provenance=provenance, assumptions=assumptions)
    found = _without_repeats(checked.report.issues, applied.issues)
    asked_about = (issue.code for issue in applied.issues if issue.severity == "error")
    if not _OUTCOME_ASKED.isdisjoint(asked_about):
        found = (issue for issue in found if issue.code != "no_endpoint")
    asked = asked_of_all(applied.table, table.columns, answers)
    unread = unread_outcomes(table, mapping)
    issues = [*notes, *applied.issues, *unread, *asked, *found]
    if not unread and all(issue.code != "no_endpoint" for issue in issues):
        issues += survival_left_over(table, mapping)
    report = validation_report(_worth_saying(issues, mapping), n_rows=len(table))
    cohort = checked.cohort if report.ok else None
    if cohort is not None:
        cohort = _as_answered(drop_dates(cohort), mapping)
    reading = CohortReading(cohort=cohort, report=report)
    return MappedReading(reading=reading, table=applied.table, checked=checked)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadingWithout:
    """A cohort without the cells and rows that were problems, and what these were."""

    reading: CohortReading
    aside: SetAside


def read_without_problems(
    mapped: MappedReading, mapping: Mapping, *, name: str, provenance: str = ""
) -> ReadingWithout:
    """Open a sheet that has errors without the cells and rows that they are about.

    Parameters
    ----------
    mapped : MappedReading
        As `read_mapped` gives it.
    mapping : Mapping
    name, provenance : str

    Returns
    -------
    ReadingWithout
        The report names everything that was left out; nothing is corrected. Without a cohort where
        leaving out does not help, with the reason in ``aside.refusal``.

    Examples
    --------
    >>> sheet = pd.DataFrame({"patient_id": ["a", "b"], "best_response": ["PR", "?!"]})
    >>> from imt_core.intake.column_mapping import ColumnMapping
    >>> mapping = Mapping(columns=tuple(
    ...     ColumnMapping(target=name, source=name) for name in sheet.columns))
    >>> mapped = read_mapped(sheet, mapping, name="two")
    >>> without = read_without_problems(mapped, mapping, name="two")
    >>> without.reading.cohort.frame["best_response"].tolist()
    ['PR', None]
    """
    assumptions = assumptions_from(dict(mapping.answers))
    aside = set_aside(mapped.table, assumptions=assumptions, checked=mapped.checked)
    again = aside.reading
    if again is None:
        return ReadingWithout(
            reading=CohortReading(cohort=None, report=mapped.reading.report), aside=aside
        )
    milder = [issue for issue in mapped.reading.report.issues if issue.severity != "error"]
    issues = dict.fromkeys([*aside.issues, *milder, *again.report.issues])
    report = validation_report(_worth_saying(issues, mapping), n_rows=len(mapped.table))
    cohort = again.cohort
    if cohort is not None:
        named = replace(cohort, name=name, provenance=provenance)
        cohort = _as_answered(drop_dates(named), mapping)
    return ReadingWithout(reading=CohortReading(cohort=cohort, report=report), aside=aside)


def _as_answered(cohort: Cohort, mapping: Mapping) -> Cohort:
    return with_declared(with_biomarker(cohort, mapping.biomarker), mapping)


def with_biomarker(cohort: Cohort, header: str) -> Cohort:
    """Put a column of the sheet in ALK status's place, where the cohort has it."""
    name = header if header in COLUMN_BY_NAME else own_name(header)
    return replace(cohort, biomarker=name) if header and name in cohort.frame else cohort


def _worth_saying(issues: Iterable[Issue], mapping: Mapping) -> Iterator[Issue]:
    """Without the reminders of ALK status where another biomarker takes its place, and of a stage
    that is asked for."""
    every = list(issues)
    spared = {"alk_status"} if mapping.biomarker else set()
    spared |= {"stage"} if any(issue.code == "stage_of_all" for issue in every) else set()
    for issue in every:
        if not (issue.code == "wanted_column_absent" and issue.column in spared):
            yield issue


def _without_repeats(found: Iterable[Issue], said: Iterable[Issue]) -> Iterator[Issue]:
    """Issues of the checks, less the cells of which the mapping has said already what is wrong."""
    cells = {(issue.column, row) for issue in said for row in issue.rows}
    for issue in found:
        if issue.code in _READ_BY_THE_MAPPING:
            rows = tuple(row for row in issue.rows if (issue.column, row) not in cells)
            if rows:
                yield replace(issue, rows=rows)
        else:
            yield issue
