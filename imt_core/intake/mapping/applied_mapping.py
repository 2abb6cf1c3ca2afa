"""A sheet in its own words to a table in the canonical layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.pseudonyms import rekey_patients
from imt_core.cohort.schema import COLUMN_BY_NAME, COLUMNS
from imt_core.conventions.units import TimeUnit, time_unit
from imt_core.intake.checks.ask import Answers
from imt_core.intake.checks.report import Issue
from imt_core.intake.column_mapping import ColumnMapping, DecimalMark
from imt_core.intake.layouts.numbered_patients import numbered_patients
from imt_core.intake.mapping.alike_labels import join_levels, same_patients
from imt_core.intake.mapping.applied_flags import apply_flags
from imt_core.intake.mapping.applied_numbers import apply_numbers, unit_issue
from imt_core.intake.mapping.censoring_marks import censor_marked
from imt_core.intake.mapping.exchanged_dates import dates_that_count, exchange_dates
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.mapping.order_beside import order_beside
from imt_core.intake.mapping.own_columns import read_own_columns
from imt_core.intake.notation.censored_times import CensoredTimes
from imt_core.intake.notation.date_reading import DateReading, date_issues, date_to_text, read_dates
from imt_core.intake.notation.distinct_values import map_distinct
from imt_core.intake.notation.number_reading import read_numbers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AppliedMapping:
    """A table of text in the canonical layout, and what was met on the way.

    Parameters
    ----------
    table : pandas.DataFrame
        Canonical columns first, in their order, then the sheet's own; a cell that could not be read
        stays as it was.
    issues : tuple of Issue
    """

    table: pd.DataFrame
    issues: tuple[Issue, ...]


def apply_mapping(table: pd.DataFrame, mapping: Mapping) -> AppliedMapping:
    """Write a sheet in canonical columns, words, dates, decimal points and months.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    mapping : Mapping

    Returns
    -------
    AppliedMapping
        A column that the mapping names and the sheet lacks is an issue. Every other column of the
        sheet is kept; its decimal commas become points, and its dates months since the line's start
        where that is known.

    Examples
    --------
    >>> sheet = pd.DataFrame({"Codice": ["a"], "OS (giorni)": ["365,25"], "Deceduto": ["si"]})
    >>> mapping = Mapping(columns=(
    ...     ColumnMapping(target="patient_id", source="Codice"),
    ...     ColumnMapping(target="os_months", source="OS (giorni)", unit="days"),
    ...     ColumnMapping(target="os_event", source="Deceduto", values=(("si", "1"),))))
    >>> apply_mapping(sheet, mapping).table.to_dict("records")
    [{'patient_id': 'a', 'os_months': '12', 'os_event': '1'}]
    """
    answers = dict(mapping.answers)
    kept = table.drop(columns=[name for name in mapping.left_out if name in table])
    typed = exchange_dates(kept, answers, headers=dates_that_count(kept, mapping))
    kept, hint = typed.table, decimal_hint(table)
    beside = order_beside(kept, mapping)
    columns: dict[str, pd.Series] = {}
    issues: list[Issue] = [*typed.issues]
    dates: dict[str, DateReading] = {}
    marks: dict[str, CensoredTimes] = {}
    unit_issues, units = _units(kept, mapping, answers)
    issues += unit_issues
    for column in COLUMNS:
        chosen = mapping.of(column.name)
        if chosen is None:
            continue
        if chosen.source not in kept:
            issues.append(_source_absent(chosen))
            continue
        cells = kept[chosen.source]
        if column.kind == "date":
            dates[column.name] = read_dates(cells, order=chosen.date_order, beside=beside)
            columns[column.name], found = _apply_dates(cells, column.name, dates[column.name])
        elif column.kind in ("number", "integer"):
            read = apply_numbers(
                kept, chosen, answers=answers, hint=hint, unit=units.get(column.name)
            )
            columns[column.name], found = read.cells, list(read.issues)
            if read.marks is not None:
                marks[column.name] = read.marks
        else:
            columns[column.name], found = _apply_words(cells, chosen)
        issues += found
    columns, found = censor_marked(columns, marks, answers)
    issues += found
    columns = _without_unknown_units(columns, units)
    if "patient_id" in columns:
        columns["patient_id"], found = same_patients(columns["patient_id"], answers)
        issues += found
    if mapping.numbered and "patient_id" not in columns:
        columns = {"patient_id": numbered_patients(kept)["patient_id"], **columns}
    if mapping.rekeyed and "patient_id" in columns:
        columns["patient_id"] = rekey_patients(columns["patient_id"])
    own = read_own_columns(
        kept.drop(columns=[header for header in kept if header in mapping.sources]),
        start=columns.get("start_date"),
        taken=columns,
        decimal_hint=hint,
    )
    issues += own.issues
    if typed.headers:
        issues = [issue for issue in issues if issue.code != "day_month_perhaps_swapped"]
    return AppliedMapping(
        table=pd.DataFrame({**columns, **own.columns}, index=table.index),
        issues=(*issues, *_orders_differ({**dates, **own.dates})),
    )


def _units(
    table: pd.DataFrame, mapping: Mapping, answers: Answers
) -> tuple[list[Issue], dict[str, TimeUnit | None]]:
    """The unit of each column of times: as mapped, or else as answered to one question for all."""
    times = [c for c in mapping.columns if c.target.endswith("_months") and c.source in table]
    unknown = [column for column in times if column.unit is None]
    units: dict[str, TimeUnit | None] = {column.target: column.unit for column in times}
    if not unknown:
        return [], units
    issue = unit_issue(unknown, answers)
    answer = issue.ask.answer(answers) if issue.ask is not None else None
    unit = None if answer is None else time_unit(answer)
    return [issue], {**units, **{column.target: unit for column in unknown}}


def _without_unknown_units(
    columns: dict[str, pd.Series], units: dict[str, TimeUnit | None]
) -> dict[str, pd.Series]:
    """Without the times whose unit is not known, and their events: no number is made of them."""
    unknown = {target for target, unit in units.items() if unit is None}
    events = {end.event_column for end in ENDPOINTS.values() if end.months_column in unknown}
    return {name: cells for name, cells in columns.items() if name not in unknown | events}


def decimal_hint(table: pd.DataFrame) -> DecimalMark | None:
    """Find whether any column of a sheet shows a decimal comma.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.

    Returns
    -------
    {","} or None

    Examples
    --------
    >>> decimal_hint(pd.DataFrame({"Age": ["35,5"], "OS": ["1.095"]}))
    ','
    >>> decimal_hint(pd.DataFrame({"Age": ["35"], "OS": ["1.095"]}))
    """
    for header in table:
        marked = [text for text in table[header].unique() if "," in text]
        if marked and read_numbers(pd.Series(marked, dtype=object)).n_only_comma:
            return ","
    return None


def _source_absent(column: ColumnMapping) -> Issue:
    return Issue(
        code="mapped_column_absent",
        severity="warning",
        column=column.source,
        message=f"The mapping takes {column.target} from the column {column.source}, but the sheet "
        "has no such column.",
        remedy=f"Choose another column for {column.target}, or go on without it.",
    )


def _apply_dates(
    cells: pd.Series, target: str, dates: DateReading
) -> tuple[pd.Series, list[Issue]]:
    read = map_distinct(dates.dates, date_to_text)
    return _written(cells, read, dates.missing), date_issues(target, dates)


def _apply_words(cells: pd.Series, chosen: ColumnMapping) -> tuple[pd.Series, list[Issue]]:
    column = COLUMN_BY_NAME[chosen.target]
    if column.kind == "flag":
        return apply_flags(cells, chosen)
    words = {_folded(text): word for text, word in chosen.values}
    mapped = map_distinct(cells, lambda text: words.get(_folded(text), text)) if words else cells
    if column.name == "patient_id" or not (column.kind == "text" or column.open_vocabulary):
        return mapped, []
    joined, notes = join_levels(column.name, cells)
    same = map_distinct(joined, lambda text: words.get(_folded(text), text))
    if notes and not same.equals(mapped) and words:
        joined, notes = join_levels(column.name, mapped)
        return joined, notes
    return same, notes


def _written(cells: pd.Series, read: pd.Series, missing: tuple[int, ...]) -> pd.Series:
    """What was read, as text; other cells as they were, or empty where they say not recorded."""
    return read.where(read != "", cells).mask(cells.index.isin(missing), "")


def _orders_differ(dates: dict[str, DateReading]) -> Iterator[Issue]:
    """One sheet seldom writes its dates in two orders: a column may be taken the wrong way."""
    taken = {
        order: [n for n, d in dates.items() if d.order == order and not d.order_is_chosen]
        for order in ("day-first", "month-first")
    }
    if all(taken.values()):
        found = "; ".join(f"{order} in {', '.join(names)}" for order, names in taken.items())
        yield Issue(
            code="date_orders_differ",
            severity="warning",
            column=", ".join(name for names in taken.values() for name in names),
            message=f"Dates must be written in one order throughout a sheet, but two were found: "
            f"{found}.",
            remedy="Look at what the dates became, and choose the order of each column.",
        )


def _folded(text: str) -> str:
    return text.strip().casefold()
