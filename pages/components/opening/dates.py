"""How dates and numbers are written: asked where they can be read in two ways, shown always."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.mapping.applied_mapping import decimal_hint
from imt_core.intake.mapping.exchanged_dates import EXCHANGED, KEY, dates_that_count, exchange_dates
from imt_core.intake.mapping.order_beside import order_beside
from imt_core.intake.notation.date_preview import preview_dates
from imt_core.intake.notation.date_reading import read_dates
from imt_core.intake.notation.number_reading import NumberReading, read_numbers
from imt_core.intake.opening import Opening
from pages.components.opening.pending import change_column, generation
from pages.components.results import on_request, show_rows, show_table
from pages.components.text import plain

_ORDERS = {"day-first": "3 April (day first)", "month-first": "March 4 (month first)"}
_MARKS = {
    ".": "the point: 1,234 is over a thousand, 1.234 is one and a fraction",
    ",": "the comma: 1.234 is over a thousand, 1,234 is one and a fraction",
}
_EXAMPLES = 10
_NUMBERS = ("number", "integer")
_WHICH_MARK = "Which is the decimal mark, in numbers such as 1.234 and 1,234?"


def ask_ambiguous(pending: Opening) -> tuple[str, ...]:
    """Ask for the order of dates, and the decimal mark of numbers, that can be read both ways.

    Returns the canonical columns that are asked about.
    """
    asked: list[str] = []
    # What other columns settle is asked no more, but can be changed where dates are shown.
    beside = order_beside(pending.arrangement.table, pending.mapping)
    for column in pending.columns:
        canonical, cells = COLUMN_BY_NAME[column.target], pending.cells(column)
        where = f"**{canonical.label}** (*{plain(column.source)}*)"
        if canonical.kind == "date" and (n := len(read_dates(cells, beside=beside).ambiguous)):
            question = f"{where}: {n} dates can be read in two ways. What is 03/04/2020?"
            _ask_way(pending, column, "date_order", _ORDERS, question)
        elif canonical.kind in _NUMBERS and (n := len(_read(pending, column).ambiguous)):
            question = f"{where}: {n} numbers can be read in two ways. {_WHICH_MARK}"
            _ask_way(pending, column, "decimal", _MARKS, question)
        else:
            continue
        asked.append(column.target)
    return tuple(asked)


def show_both_readings(pending: Opening) -> None:
    """Real dates that a spreadsheet may have turned over, as they stand and exchanged."""
    table = pending.arrangement.table
    headers = dates_that_count(table, pending.mapping)
    asked = exchange_dates(table, {}, headers=headers)
    if not asked.headers:
        return
    turned = exchange_dates(table, {KEY: EXCHANGED}, headers=headers).table
    for place, header in zip(st.columns(len(asked.headers)), asked.headers, strict=True):
        moved = table[header] != turned[header]
        shown = pd.DataFrame(
            {"As they stand": table.loc[moved, header], "Exchanged": turned.loc[moved, header]}
        )
        with place:
            st.markdown(f"*{plain(header)}*: real dates in both readings")
            show_table(shown.head(_EXAMPLES), caption="Read either way")


def _read(pending: Opening, column: ColumnMapping) -> NumberReading:
    """The numbers of a column as its cells show them; the sheet is searched only if they do not."""
    reading = read_numbers(pending.cells(column))
    if not reading.point_assumed:
        return reading
    return read_numbers(pending.cells(column), hint=decimal_hint(pending.arrangement.table))


def _ask_way(
    pending: Opening, column: ColumnMapping, field: str, ways: dict[str, str], question: str
) -> None:
    key = f"opening_{generation()}_{field}_{column.target}"
    st.segmented_control(
        question,
        list(ways),
        format_func=ways.get,
        default=getattr(column, field),
        key=key,
        on_change=lambda: change_column(column.target, **{field: st.session_state[key]}),
    )


def show_dates(pending: Opening) -> bool:
    """Show what the dates of each column became, and by which mark its numbers were read.

    Returns whether there is any.
    """
    has_dates, has_numbers = _show_dates(pending), _show_numbers(pending)
    return has_dates or has_numbers


def _show_dates(pending: Opening) -> bool:
    dates = [c for c in pending.columns if COLUMN_BY_NAME[c.target].kind == "date"]
    if not dates:
        return False
    with on_request("What each date became", icon="calendar_month", key="opening_dates") as is_open:
        if is_open:
            mapping, sheet = pending.mapping, pending.arrangement.table
            typed = exchange_dates(
                sheet, dict(mapping.answers), headers=dates_that_count(sheet, mapping)
            )
            beside = order_beside(typed.table, mapping)
            for column in dates:
                cells = typed.table[column.source]
                reading = read_dates(cells, order=column.date_order, beside=beside)
                label = COLUMN_BY_NAME[column.target].label
                st.markdown(
                    f"**{label}** (*{plain(column.source)}*). {plain(reading.order_reason)}"
                )
                if reading.n_either and not read_dates(cells, beside=beside).ambiguous:
                    _ask_way(
                        pending,
                        replace(column, date_order=reading.order),
                        "date_order",
                        _ORDERS,
                        "What is 03/04/2020?",
                    )
                show_rows(preview_dates(cells, reading), key=f"opening_dates_{column.target}")
    return True


def _show_numbers(pending: Opening) -> bool:
    """Offer another decimal mark where one was taken from the cells, or assumed."""
    numbers = [c for c in pending.columns if COLUMN_BY_NAME[c.target].kind in _NUMBERS]
    if not numbers:
        return False
    with on_request("How numbers were read", icon="123", key="opening_numbers") as is_open:
        if is_open:
            for column in numbers:
                unasked = _read(pending, column)
                reading = (
                    read_numbers(pending.cells(column), decimal=column.decimal)
                    if column.decimal
                    else unasked
                )
                label = COLUMN_BY_NAME[column.target].label
                st.markdown(
                    f"**{label}** (*{plain(column.source)}*). {plain(reading.decimal_reason)}"
                )
                if unasked.by_evidence or unasked.point_assumed:
                    _ask_way(
                        pending,
                        replace(column, decimal=reading.decimal),
                        "decimal",
                        _MARKS,
                        _WHICH_MARK,
                    )
    return True
