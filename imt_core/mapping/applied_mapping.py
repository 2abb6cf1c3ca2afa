"""A sheet in its own words to a table in the canonical layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from imt_core.column_mapping import ColumnMapping
from imt_core.formatting import format_exact
from imt_core.layouts.numbered_patients import numbered_patients
from imt_core.mapping.mapping import Mapping
from imt_core.notation.date_reading import date_issues, date_to_text, read_dates
from imt_core.notation.missing_texts import is_missing_text
from imt_core.notation.number_reading import NumberReading, number_issues, read_numbers
from imt_core.parsing import canonical_headers
from imt_core.recognition.identifying_columns import rekey_patients
from imt_core.schema import COLUMN_BY_NAME, COLUMNS
from imt_core.units import months_from
from imt_core.validation_report import Issue


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
    for column in COLUMNS:
        chosen = mapping.of(column.name)
        if chosen is None:
            continue
        if chosen.source not in kept:
            issues.append(_source_absent(chosen))
            continue
        cells, found = _apply_column(kept[chosen.source], chosen)
        columns[column.name] = cells
        issues += found
    if mapping.numbered and "patient_id" not in columns:
        columns = {"patient_id": numbered_patients(kept)["patient_id"], **columns}
    if mapping.rekeyed and "patient_id" in columns:
        columns["patient_id"] = rekey_patients(columns["patient_id"])
    own, found = _own_columns(kept, mapping, columns.get("start_date"))
    return AppliedMapping(
        table=pd.DataFrame({**columns, **own}, index=table.index), issues=(*issues, *found)
    )


def own_name(header: str) -> str:
    """Name a column that is kept beside the canonical ones: never by one of their names.

    Examples
    --------
    >>> own_name("ECOG"), own_name("Stage")
    ('ECOG', 'Stage (in the sheet)')
    """
    (name,), _ = canonical_headers(pd.Index([header]))
    return f"{header} (in the sheet)" if name in COLUMN_BY_NAME else header


def _source_absent(column: ColumnMapping) -> Issue:
    return Issue(
        code="mapped_column_absent", severity="warning", column=column.source,
        message=f"The mapping takes {column.target} from the column {column.source}, but the sheet "
        "has no such column.",
        remedy=f"Choose another column for {column.target}, or go on without it.",
    )  # fmt: skip


def _apply_column(cells: pd.Series, chosen: ColumnMapping) -> tuple[pd.Series, list[Issue]]:
    kind = COLUMN_BY_NAME[chosen.target].kind
    if kind == "date":
        dates = read_dates(cells, order=chosen.date_order)
        read = dates.dates.map(date_to_text, na_action="ignore")
        missing, issues = dates.missing, date_issues(chosen.target, dates)
    elif kind in ("number", "integer"):
        numbers = read_numbers(cells, decimal=chosen.decimal)
        values, missing = numbers.numbers, numbers.missing
        issues = number_issues(chosen.target, numbers)
        if chosen.target.endswith("_months"):
            values = months_from(values, chosen.unit)
            if numbers.detected_unit not in (None, chosen.unit):
                values = values.mask(cells.index.isin(numbers.with_unit))
                issues.append(_unit_contradicted(chosen, numbers))
        read = values.map(format_exact, na_action="ignore")
    elif chosen.values:
        words = {_folded(text): word for text, word in chosen.values}
        return cells.map(lambda text: words.get(_folded(text), text)), []
    else:
        return cells, []
    text = read.astype(object).where(read.notna(), cells)
    return text.mask(cells.index.isin(missing), ""), issues


def _unit_contradicted(chosen: ColumnMapping, numbers: NumberReading) -> Issue:
    return Issue(
        code="unit_contradicted", severity="error", column=chosen.target, rows=numbers.with_unit,
        message=f"{chosen.target} is taken to be in {chosen.unit}, but cells say "
        f"{numbers.detected_unit}.",
        remedy=f"Choose {numbers.detected_unit} for this column, or correct the cells.",
    )  # fmt: skip


def _folded(text: str) -> str:
    return text.strip().casefold()


def _own_columns(
    table: pd.DataFrame, mapping: Mapping, start: pd.Series | None
) -> tuple[dict[str, pd.Series], list[Issue]]:
    """The sheet's other columns: numbers with a point, dates as months since the line's start."""
    own: dict[str, pd.Series] = {}
    issues: list[Issue] = []
    relative, left_out = [], []
    first_day = None if start is None else read_dates(start).dates
    for header in table.columns:
        if header in mapping.sources:
            continue
        cells = table[header]
        name = own_name(header)
        numbers = read_numbers(cells)
        if _all_read(cells, numbers.numbers):
            own[name] = _to_text(numbers.numbers)
            issues += number_issues(header, numbers)
            continue
        dates = read_dates(cells)
        if not _all_read(cells, dates.dates):
            own[name] = cells
        elif first_day is None:
            left_out.append(header)
        else:
            own[f"{name} (months)"] = _to_text(
                months_from((dates.dates - first_day).dt.days, "days")
            )
            issues += date_issues(header, dates)
            relative.append(header)
    return own, [*issues, *_about_dates(relative, left_out)]


def _to_text(numbers: pd.Series) -> pd.Series:
    return numbers.map(format_exact, na_action="ignore").astype(object).where(numbers.notna(), "")


def _about_dates(relative: list[str], left_out: list[str]) -> Iterator[Issue]:
    if relative:
        yield Issue(
            code="own_dates_relative", severity="information", column=", ".join(relative),
            message="Dates in columns of the sheet's own became months since the start of the "
            "line.",
            remedy="Nothing needs to be done.",
        )  # fmt: skip
    if left_out:
        yield Issue(
            code="own_dates_left_out", severity="information", column=", ".join(left_out),
            message="Columns of the sheet's own hold dates; without start_date they cannot become "
            "months, and they were left out.",
            remedy="Say which column is start_date, if the sheet has it.",
        )  # fmt: skip


def _all_read(cells: pd.Series, read: pd.Series) -> bool:
    """Whether every cell that says something was read, and at least one."""
    rest = cells[read.isna() & (cells != "")].unique()
    return bool(read.notna().any()) and all(map(is_missing_text, rest))
