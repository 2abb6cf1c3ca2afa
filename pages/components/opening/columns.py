"""Which column of the sheet is which: one row of the screen for each canonical column."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, get_args

import streamlit as st

from imt_core.cohort.schema import COLUMN_BY_NAME, COLUMNS, Column
from imt_core.conventions.units import TimeUnit
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.mapping.suggested_mapping import map_column
from imt_core.intake.opening import Opening
from imt_core.intake.recognition.value_matching import count_values
from pages.components.opening.pending import (
    change_column,
    change_mapping,
    generation,
    require_pending,
)
from pages.components.results import on_request
from pages.components.text import plain

NOT_IN_SHEET = "(not in the sheet)"
UNITS: Final[tuple[TimeUnit, ...]] = get_args(TimeUnit)
_WIDTHS = (3, 4, 7)
_WIDTHS_WITH_UNIT = (3, 4, 2, 5)
_EXAMPLES = 3


def ask_columns(pending: Opening) -> None:
    """Draw the columns that were found, and the rest on request."""
    found = [c for c in COLUMNS if pending.mapping.of(c.name) or c.need == "required"]
    others = [c for c in COLUMNS if c not in found]
    st.subheader("Columns")
    for column in found:
        _ask_column(pending, column)
    with on_request(
        f"Columns not found in the sheet ({len(others)})",
        icon="playlist_add",
        key="opening_other_columns",
    ) as is_open:
        if is_open:
            for column in others:
                _ask_column(pending, column)


def _ask_column(pending: Opening, column: Column) -> None:
    headers = list(pending.arrangement.table.columns)
    chosen = pending.mapping.of(column.name)
    key = f"opening_{generation()}_column_{column.name}"
    has_unit = chosen is not None and column.name.endswith("_months")
    name, source, *unit, evidence = st.columns(
        _WIDTHS_WITH_UNIT if has_unit else _WIDTHS, vertical_alignment="center"
    )
    name.markdown(f"**{column.label}**", help=column.meaning)
    options = [NOT_IN_SHEET, *headers]
    is_there = chosen is not None and chosen.source in headers
    source.selectbox(
        column.label,
        options,
        index=options.index(chosen.source) if is_there else 0,
        key=key,
        on_change=_choose_source,
        args=(column.name, key),
        label_visibility="collapsed",
    )
    if chosen is not None and has_unit:
        unit_key = f"{key}_unit"
        unit[0].selectbox(
            f"{column.label}: counted in",
            UNITS,
            index=None if chosen.unit is None else UNITS.index(chosen.unit),
            placeholder="Unit asked above",
            key=unit_key,
            on_change=_choose_unit,
            args=(column.name, unit_key),
            label_visibility="collapsed",
        )
    evidence.caption(_evidence(pending, chosen) if chosen else "")


def _evidence(pending: Opening, chosen: ColumnMapping) -> str:
    suggestion = next(
        (
            s
            for s in pending.suggested.suggestions
            if (s.target, s.source) == (chosen.target, chosen.source)
        ),
        None,
    )
    if chosen.source not in pending.arrangement.table:
        return f"The sheet has no column *{plain(chosen.source)}*"
    parts = []
    if suggestion is not None:
        parts.append(f"{_certainty(suggestion.confidence)}: {plain(suggestion.reason)}")
    elif chosen in pending.arrangement.columns:
        parts.append("Certain: the layout says so")
    else:
        parts.append("The template's own header" if chosen.source == chosen.target else "Chosen")
    texts = list(count_values(pending.cells(chosen)))[:_EXAMPLES]
    if texts and COLUMN_BY_NAME[chosen.target].kind != "text":
        parts.append("for example " + ", ".join(f"*{plain(text)}*" for text in texts))
    return "; ".join(parts)


def _certainty(confidence: float) -> str:
    percent = f"{confidence:.0%}"
    if confidence >= 0.95:
        return f"Sure ({percent})"
    return f"Likely ({percent})" if confidence >= 0.75 else f"A guess, please check ({percent})"


def _choose_source(target: str, key: str) -> None:
    pending, source = require_pending(), st.session_state[key]
    before = pending.mapping.of(target)
    if source == NOT_IN_SHEET:
        mapping = pending.mapping.without(target)
    else:
        column = map_column(pending.arrangement.table, target, source)
        mapping = pending.mapping.with_column(column)
    identifying = {column.header for column in pending.suggested.identifying}
    # A column that tells who a patient is leaves the cohort again with its mapping.
    freed = {before.source} & identifying if before is not None else set()
    left_out = [h for h in (*mapping.left_out, *freed) if h not in mapping.sources]
    is_name = target == "patient_id" and source in identifying
    change_mapping(
        replace(
            mapping, left_out=tuple(dict.fromkeys(left_out)), rekeyed=mapping.rekeyed or is_name
        ),
        redraw=is_name,
    )


def _choose_unit(target: str, key: str) -> None:
    change_column(target, unit=st.session_state[key])
