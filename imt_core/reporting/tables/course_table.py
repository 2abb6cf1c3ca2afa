"""The course of one patient as a table: a row for each field, a column for each line."""

from __future__ import annotations

from typing import Final

import pandas as pd

from imt_core.analyses.completeness import ONLY_WHERE
from imt_core.analyses.swimmer.one_course import Course, line_name
from imt_core.cohort.schema import COLUMNS, DERIVED_COLUMNS, NOT_RECORDED, Column, level_texts
from imt_core.conventions.formatting import format_number
from imt_core.reporting.tables.cells import TableValues
from imt_core.reporting.tables.counts import Cell, CountId, Counts, Size, Text
from imt_core.reporting.tables.result_tables import ResultTable, ResultTables, result_tables

NO_MEANING: Final = "does not apply"
_FLAGS: Final = {"1": "yes", "0": "no"}
_GRADED: Final = {"adverse_events": ("worst_ae_grade", ("1", "2", "3", "4", "5"))}
_COLUMNS: Final = (*DERIVED_COLUMNS, *COLUMNS)


@result_tables.register
def _(course: Course) -> ResultTables:
    size, counts = Size.of(CountId("lines"), course.count), Counts()
    counts.add_sizes(size)
    numbers = course.to_frame().drop(columns="patient_id")
    table = ResultTable(
        name="course",
        heading="Course, line by line",
        values=course_values(course),
        numbers=numbers,
        tells_one=True,
    )
    return ResultTables(tables=(table,), size=size, counts=counts, draws_cases=True)


def course_values(course: Course) -> TableValues:
    """Every field that the sheet has of the patient, and when each line began."""
    rows: list[tuple[Cell, ...]] = [
        _row("Began, months from the first line", [_months(one.start) for one in course.lines]),
        _row(
            "Months since the end of the line before",
            [
                _months(one.gap, NO_MEANING if at == 0 else NOT_RECORDED)
                for at, one in enumerate(course.lines)
            ],
        ),
    ]
    frame = course.rows
    for column in _COLUMNS:
        # Days of a patient's life stay in the sheet.
        if column.name in frame and column.kind != "date" and column.name != "patient_id":
            rows.append(_row(column.label, _cells(frame, column)))
    names = [line_name(one.line) for one in course.lines]
    if len(set(names)) < len(names):
        names = [f"{name} (row {at})" for at, name in enumerate(names, start=1)]
    return TableValues(columns=("Field", *names), rows=tuple(rows))


def format_course_table(course: Course) -> pd.DataFrame:
    """A row for each field, a column for each line; what is not recorded is said.

    Examples
    --------
    >>> from imt_core.analyses.swimmer.one_course import course_of
    >>> from imt_core.cohort.pseudonyms import patient_key
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a"], "line_number": [2.0], "sex": [None],
    ...     "best_response": ["PD"], "response_months": [None], "os_event": [1.0]})
    >>> table = format_course_table(course_of(Cohort(frame=frame, name="one"), patient_key("a")))
    >>> table["Line 2"].tolist()
    ['0.0', 'does not apply', 'not recorded', '2', 'PD', 'does not apply', 'yes']
    """
    return course_values(course).to_frame()


def columns_lacking(course: Course) -> tuple[str, ...]:
    """The fields that the sheet does not have at all, by the names that a reader knows."""
    return tuple(
        column.label
        for column in COLUMNS
        if column.name not in course.rows
        and column.kind != "date"
        and not (column.name == "start_months" and "start_date" in course.rows)
    )


def _row(name: str, cells: list[str]) -> tuple[Cell, ...]:
    return (Text(name), *map(Text, cells))


def _months(value: float | None, missing: str = NOT_RECORDED) -> str:
    return missing if value is None else format_number(value)


def _cells(frame: pd.DataFrame, column: Column) -> list[str]:
    texts = level_texts(frame[column.name]).tolist()
    if column.kind == "flag":
        texts = [_FLAGS.get(text, text) for text in texts]
    where, levels = (ONLY_WHERE | _GRADED).get(column.name, ("", ()))
    if where in frame:
        has_meaning = level_texts(frame[where]).isin([*levels, NOT_RECORDED]).tolist()
        texts = [
            NO_MEANING if text == NOT_RECORDED and not known else text
            for text, known in zip(texts, has_meaning, strict=True)
        ]
    return texts
