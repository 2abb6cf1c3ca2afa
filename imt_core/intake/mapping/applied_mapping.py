"""A sheet in its own words to a table in the canonical layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.cohort.pseudonyms import rekey_patients
from imt_core.cohort.schema import COLUMN_BY_NAME, COLUMNS
from imt_core.conventions.formatting import format_exact
from imt_core.conventions.units import TimeUnit, months_from
from imt_core.intake.checks.report import Issue
from imt_core.intake.column_mapping import ColumnMapping, DecimalMark
from imt_core.intake.layouts.numbered_patients import numbered_patients
from imt_core.intake.mapping.applied_flags import apply_flags
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.mapping.own_columns import read_own_columns
from imt_core.intake.notation.date_reading import DateReading, date_issues, date_to_text, read_dates
from imt_core.intake.notation.number_reading import NumberReading, number_issues, read_numbers
from imt_core.intake.notation.plain_text import header_words

_MANY_MONTHS: Final = 240.0
_MANY_MONTHS_MEDIAN: Final = 120.0
"""Times beyond these are rarely months where nothing says so."""


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
    kept = table.drop(columns=[name for name in mapping.left_out if name in table])
    columns: dict[str, pd.Series] = {}
    issues: list[Issue] = []
    dates: dict[str, DateReading] = {}
    hint = decimal_hint(table)
    for column in COLUMNS:
        chosen = mapping.of(column.name)
        if chosen is None:
            continue
        if chosen.source not in kept:
            issues.append(_source_absent(chosen))
            continue
        if column.kind == "date":
            dates[column.name] = read_dates(kept[chosen.source], order=chosen.date_order)
            cells, found = _apply_dates(kept[chosen.source], column.name, dates[column.name])
        else:
            cells, found = _apply_column(kept[chosen.source], chosen, hint)
        columns[column.name] = cells
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
    return AppliedMapping(
        table=pd.DataFrame({**columns, **own.columns}, index=table.index),
        issues=(*issues, *own.issues, *_orders_differ({**dates, **own.dates})),
    )


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
        if read_numbers(pd.Series(marked, dtype=object)).n_only_comma:
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
    read = dates.dates.map(date_to_text, na_action="ignore")
    return _written(cells, read, dates.missing), date_issues(target, dates)


def _apply_column(
    cells: pd.Series, chosen: ColumnMapping, hint: DecimalMark | None
) -> tuple[pd.Series, list[Issue]]:
    if COLUMN_BY_NAME[chosen.target].kind in ("number", "integer"):
        return _apply_numbers(cells, chosen, hint)
    if COLUMN_BY_NAME[chosen.target].kind == "flag":
        return apply_flags(cells, chosen)
    if chosen.values:
        words = {_folded(text): word for text, word in chosen.values}
        return cells.map(lambda text: words.get(_folded(text), text)), []
    return cells, []


def _apply_numbers(
    cells: pd.Series, chosen: ColumnMapping, hint: DecimalMark | None
) -> tuple[pd.Series, list[Issue]]:
    is_time = chosen.target.endswith("_months")
    unit: TimeUnit | None = chosen.unit if is_time else None
    if chosen.target.endswith("_years"):
        unit = "years"
    numbers = read_numbers(cells, decimal=chosen.decimal, hint=hint, unit=unit)
    values, issues = numbers.numbers, number_issues(chosen.target, numbers)
    if unit is not None and numbers.detected_unit not in (None, unit):
        values = values.mask(cells.index.isin(numbers.with_unit))
        issues.append(_unit_contradicted(chosen.target, unit, numbers, can_choose=is_time))
    if is_time:
        issues += _unit_not_said(chosen, numbers)
        values = months_from(values, chosen.unit)
    return _written(cells, values.map(format_exact, na_action="ignore"), numbers.missing), issues


def _written(cells: pd.Series, read: pd.Series, missing: tuple[int, ...]) -> pd.Series:
    """What was read, as text; other cells as they were, or empty where they say not recorded."""
    text = read.astype(object).where(read.notna(), cells)
    return text.mask(cells.index.isin(missing), "")


def _unit_not_said(chosen: ColumnMapping, numbers: NumberReading) -> Iterator[Issue]:
    said = header_words(chosen.source).unit or numbers.detected_unit
    if chosen.unit != "months" or said is not None:
        return
    values = numbers.numbers
    if values.max() > _MANY_MONTHS:
        limit, found = _MANY_MONTHS, "values over 240 were found"
    elif values.median() > _MANY_MONTHS_MEDIAN:
        limit, found = _MANY_MONTHS_MEDIAN, "more than half of the values are over 120"
    else:
        return
    yield Issue(
        code="unit_not_said",
        severity="warning",
        column=chosen.target,
        rows=tuple(values.index[values > limit].tolist()),
        message=f"{chosen.target} is taken to be in months, but neither the header nor the cells "
        f"say so, and {found}.",
        remedy="If they are days, choose days as the unit.",
    )


def _unit_contradicted(
    target: str, unit: TimeUnit, numbers: NumberReading, *, can_choose: bool
) -> Issue:
    choose = f"Choose {numbers.detected_unit} for this column, or correct the cells."
    return Issue(
        code="unit_contradicted",
        severity="error",
        column=target,
        rows=numbers.with_unit,
        message=f"{target} is taken to be in {unit}, but cells say {numbers.detected_unit}.",
        remedy=choose if can_choose else f"Write these cells in {unit}.",
    )


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
