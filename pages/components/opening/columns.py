"""Which column of the sheet is which: one row of the screen for each canonical column."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final, get_args

import streamlit as st

from imt_core.cohort.schema import COLUMN_BY_NAME, COLUMNS, Column
from imt_core.conventions.formatting import format_count
from imt_core.conventions.units import TimeUnit
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.mapping.suggested_mapping import map_column
from imt_core.intake.opening import Opening, OpeningOutcome
from imt_core.intake.recognition.header_matching import ColumnSuggestion
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
_CERTAIN = 0.95
_OUTCOMES = (
    "best_response",
    "os_months",
    "os_event",
    "start_date",
    "death_date",
    "last_followup_date",
)


def ask_missing_columns(outcome: OpeningOutcome) -> tuple[str, ...]:
    """Ask for the patient's column, and for an outcome, where none was found.

    Returns the canonical columns that are asked for.
    """
    pending, asked = outcome.opening, ()
    if pending.mapping.of("patient_id") is None:
        asked = ("patient_id",)
        _ask_column(pending, COLUMN_BY_NAME["patient_id"])
        st.checkbox(
            "The sheet names no patients: each row is one patient",
            value=pending.mapping.numbered,
            key=f"opening_{generation()}_numbered",
            on_change=_choose_numbered,
        )
    if any(question.kind == "outcome" for question in outcome.questions):
        outcomes = tuple(name for name in _OUTCOMES if pending.mapping.of(name) is None)
        st.markdown(
            "**Which columns hold an outcome?** A response, a time with its event, or dates:"
        )
        for name in outcomes:
            _ask_column(pending, COLUMN_BY_NAME[name])
        asked += outcomes
    return asked


def ask_doubtful_columns(pending: Opening, *, asked: Collection[str]) -> tuple[str, ...]:
    """Draw the columns not asked for above whose meaning is not certain; return their names."""
    doubtful = [
        column
        for column in COLUMNS
        if column.name not in asked
        and (chosen := pending.mapping.of(column.name)) is not None
        and not _is_certain(pending, chosen)
    ]
    for column in doubtful:
        _ask_column(pending, column)
    return tuple(column.name for column in doubtful)


def ask_columns(pending: Opening, *, asked: Collection[str]) -> None:
    """Draw the columns not asked for above: the certain folded, and those that are not there."""
    columns = [column for column in COLUMNS if column.name not in asked]
    certain = [column for column in columns if pending.mapping.of(column.name) is not None]
    others = [column for column in columns if column not in certain]
    st.header("Columns", anchor=False)
    if certain:
        title = f"{format_count(len(certain), 'column')} certain"
        with st.expander(title, icon=":material/check:"):
            for column in certain:
                _ask_column(pending, column)
    with on_request(
        f"Columns not found in the sheet ({len(others)})",
        icon="playlist_add",
        key="opening_other_columns",
    ) as is_open:
        if is_open:
            for column in others:
                _ask_column(pending, column)
    _ask_biomarker(pending)


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
    if chosen.source not in pending.arrangement.table:
        return f"The sheet has no column *{plain(chosen.source)}*"
    suggestion = _suggestion(pending, chosen)
    if suggestion is not None:
        parts = [f"{_certainty(suggestion.confidence)}: {plain(suggestion.reason)}"]
    elif _by_layout(pending, chosen):
        parts = ["Certain: the layout says so"]
    else:
        parts = ["Chosen" if _is_chosen(pending, chosen) else "The template's own header"]
    texts = list(count_values(pending.cells(chosen)))[:_EXAMPLES]
    if texts and COLUMN_BY_NAME[chosen.target].kind != "text":
        parts.append("for example " + ", ".join(f"*{plain(text)}*" for text in texts))
    return "; ".join(parts)


def _suggestion(pending: Opening, chosen: ColumnMapping) -> ColumnSuggestion | None:
    pair = (chosen.target, chosen.source)
    return next((s for s in pending.suggested.suggestions if (s.target, s.source) == pair), None)


def _by_layout(pending: Opening, chosen: ColumnMapping) -> bool:
    pairs = [(column.target, column.source) for column in pending.arrangement.columns]
    return (chosen.target, chosen.source) in pairs


def _is_chosen(pending: Opening, chosen: ColumnMapping) -> bool:
    """Whether a reader took this column, and nothing suggested it."""
    suggested = pending.suggested.mapping.of(chosen.target)
    return suggested is None or suggested.source != chosen.source


def _is_certain(pending: Opening, chosen: ColumnMapping) -> bool:
    if chosen.source not in pending.arrangement.table:
        return False
    if chosen.target.endswith("_months") and chosen.unit is None:
        return False
    suggestion = _suggestion(pending, chosen)
    return suggestion is None or suggestion.confidence >= _CERTAIN


def _certainty(confidence: float) -> str:
    percent = f"{confidence:.0%}"
    if confidence >= _CERTAIN:
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


def _choose_numbered() -> None:
    mapping = require_pending().mapping
    change_mapping(replace(mapping, numbered=not mapping.numbered))


def _ask_biomarker(pending: Opening) -> None:
    mapping = pending.mapping
    used = {*mapping.sources, *mapping.left_out}
    own = [header for header in pending.arrangement.table if header not in used]
    if not own:
        return
    options = ["", *own]
    key = f"opening_{generation()}_biomarker"
    st.selectbox(
        "Biomarker that divides this cohort",
        options,
        index=options.index(mapping.biomarker) if mapping.biomarker in options else 0,
        format_func=lambda header: header or COLUMN_BY_NAME["alk_status"].label,
        key=key,
        on_change=lambda: change_mapping(
            replace(require_pending().mapping, biomarker=st.session_state[key])
        ),
        help="For a tumour other than IMT: the column that is to take the place of ALK status.",
    )
