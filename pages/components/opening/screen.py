"""The screen that stands in a page's place while a file is being opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.errors import ImtError, UnreadableFileError
from imt_core.conventions.formatting import format_count
from imt_core.intake.mapping.mapping_file import read_mapping, write_mapping
from imt_core.intake.opening import Opening, OpeningOutcome
from imt_core.intake.remedies.issue_workbook import issue_workbook
from pages.components.download import offer_download
from pages.components.opening.becoming import show_becoming
from pages.components.opening.choices import ask_choices, show_answered
from pages.components.opening.columns import ask_columns, ask_doubtful_columns, ask_missing_columns
from pages.components.opening.dates import ask_ambiguous, show_both_readings, show_dates
from pages.components.opening.pending import (
    apply_mapping,
    begin_afresh,
    change_mapping,
    forget_pending,
    generation,
    outcome_of,
    redraw_questions,
    require_pending,
    use_sources,
)
from pages.components.opening.words import (
    ask_regimen_groups,
    ask_unknown_words,
    ask_words,
    show_events,
)
from pages.components.results import offer_marked_sheet, on_request, show_issues
from pages.components.state import loaded, refuse
from pages.components.text import labelled, plain
from pages.components.trail import trail

_PREVIEW_ROWS = 20
_ASKED_OF_COLUMNS = ("no_patient_id", "no_endpoint")
_ASKED_OF_CELLS = (
    "unknown_value",
    "not_a_flag",
    "codes_open",
    "date_order_unknown",
    "decimal_mark_unknown",
)
"""Codes of the issues that say again what a control asks."""


def show_opening(pending: Opening) -> None:
    """Draw what the sheet will become, then what is asked, then how the rest was understood."""
    st.title(f"Open {plain(pending.name)}", anchor=False)
    try:
        with st.spinner("Working out what the sheet becomes"):
            outcome = outcome_of(pending)
    except UnreadableFileError as error:
        forget_pending()
        refuse(pending.name, str(error))
        trail().note("refused", file=pending.file_hash)
        st.rerun()
    show_becoming(outcome, outcome.becoming)
    _show_layout(pending)
    _show_reuse(pending)
    asked = _ask_questions(outcome)
    if not outcome.report.ok:
        _show_problems(outcome, asked)
    with _heading("Less certain") as drawn:
        doubtful = ask_doubtful_columns(pending, asked=asked.columns)
        drawn += [bool(doubtful)]
    with _heading("Answered or assumed") as drawn:
        drawn += [show_answered(outcome)]
    with _heading("Events and groups") as drawn:
        drawn += [show_events(pending), ask_regimen_groups(pending)]
    ask_columns(pending, asked=(*asked.columns, *doubtful))
    _ask_privacy(pending)
    with _heading("Words and dates") as drawn:
        drawn += [ask_words(pending), show_dates(pending)]
    if outcome.report.ok:
        _show_problems(outcome, asked)
    _show_preview(outcome)
    _offer_mapping(pending)


@contextmanager
def _heading(title: str) -> Iterator[list[bool]]:
    """A heading that stands only where something is drawn under it: gives a list of whether."""
    place, drawn = st.empty(), []
    yield drawn
    if any(drawn):
        place.header(title, anchor=False)


def _show_layout(pending: Opening) -> None:
    if len(pending.sources) > 1:
        key = f"opening_{generation()}_sources"
        st.multiselect(
            "Tables to use",
            [source.name for source in pending.sources],
            default=list(pending.used),
            key=key,
            on_change=_choose_sources,
            args=(key,),
        )
    table = pending.arrangement.table
    steps = " ".join(plain(step) for step in pending.arrangement.steps)
    st.markdown(
        f"**Layout:** {pending.arrangement.layout}, {format_count(len(table), 'row')}, "
        f"{format_count(len(table.columns), 'column')}. {steps}"
    )


def _show_reuse(pending: Opening) -> None:
    before = loaded()
    is_suggested = pending.mapping == pending.suggested.mapping and not pending.mapping.answers
    if before.mapping is None or is_suggested:
        return
    text, act = st.columns([6, 2], vertical_alignment="center")
    text.markdown(
        "The mapping is not the one suggested for this file: it repeats answers given before, or "
        "was changed below."
    )
    act.button(
        "Start afresh",
        icon=":material/restart_alt:",
        key="opening_afresh",
        width="stretch",
        on_click=begin_afresh,
    )


def _choose_sources(key: str) -> None:
    try:
        use_sources(st.session_state[key] or require_pending().used)
    except UnreadableFileError as error:
        st.toast(plain(str(error)), icon=":material/error:")
        redraw_questions()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Canonical columns that are asked for, and those whose cells are asked about."""

    columns: tuple[str, ...]
    cells: tuple[str, ...]


def _ask_questions(outcome: OpeningOutcome) -> _Asked:
    """Ask what is open, that on which most hangs first."""
    pending = outcome.opening
    with _heading("Please check") as drawn:
        columns = ask_missing_columns(outcome)
        drawn += [
            bool(columns),
            ask_choices(outcome, "rows"),
            ask_choices(outcome, "outcomes"),
            ask_choices(outcome, "readings"),
        ]
        show_both_readings(pending)
        cells = (*ask_ambiguous(pending), *ask_unknown_words(pending))
        drawn += [bool(cells)]
    return _Asked(columns=columns, cells=cells)


def _ask_privacy(pending: Opening) -> None:
    """Which columns are left out, and whether patients get new labels."""
    st.header("Privacy", anchor=False)
    mapping = pending.mapping
    free = [header for header in pending.arrangement.table if header not in mapping.sources]
    if free:
        key = f"opening_{generation()}_left_out"
        st.multiselect(
            "Columns left out: they do not enter the cohort, and are forgotten once it is open",
            free,
            default=[header for header in mapping.left_out if header in free],
            key=key,
            on_change=lambda: change_mapping(
                replace(require_pending().mapping, left_out=tuple(st.session_state[key]))
            ),
            placeholder="None",
        )
    for column in pending.suggested.identifying:
        st.caption(f"*{plain(column.header)}*: {plain(column.reason)}")
    st.checkbox(
        "Give patients new labels (P01, P02, ...)",
        value=mapping.rekeyed,
        key=f"opening_{generation()}_rekeyed",
        on_change=lambda: change_mapping(
            replace(require_pending().mapping, rekeyed=not require_pending().mapping.rekeyed)
        ),
        help="For labels that can be traced to a person, such as hospital numbers.",
    )


def _show_problems(outcome: OpeningOutcome, asked: _Asked) -> None:
    """What is wrong, and what is worth knowing, but for the questions."""
    report = outcome.report
    if not report.issues:
        return
    st.header("Problems and notes", anchor=False)
    absent = [issue for issue in report.issues if issue.code == "wanted_column_absent"]
    if absent:
        labels = ", ".join(COLUMN_BY_NAME[str(issue.column)].label for issue in absent)
        effects = "\n".join(f"- {plain(labelled(issue.message))}" for issue in absent)
        st.markdown(f"**Not in this sheet:** {labels}.", help=effects)
    told = [
        issue
        for issue in report.issues
        if issue in absent
        or issue.ask is not None
        or (issue.code in _ASKED_OF_COLUMNS and asked.columns)
        or (issue.code in _ASKED_OF_CELLS and issue.column in asked.cells)
    ]
    show_issues(report, key="opening", impacts=outcome.impacts, told=told)
    offer_marked_sheet(lambda: issue_workbook(outcome.mapped.table, report), key="opening_marked")
    if outcome.opening.arrangement.row_numbers_changed:
        st.caption("Row numbers are those of the table as it was arranged here: see this file.")


def _show_preview(outcome: OpeningOutcome) -> None:
    with on_request("What the cohort's table will hold", icon="table", key="opening_preview") as on:
        if on:
            st.dataframe(
                outcome.mapped.table.head(_PREVIEW_ROWS), width="stretch", key="opening_rows"
            )
            st.caption(f"The first {_PREVIEW_ROWS} rows.")


def _offer_mapping(pending: Opening) -> None:
    st.header("Mapping file", anchor=False)
    st.caption(
        "The answers above as a small file without patient data. Apply it to next month's sheet."
    )
    left, right = st.columns(2)
    offer_download(
        "Download the mapping",
        partial(write_mapping, pending.mapping),
        file_name="mapping.json",
        mime="application/json",
        key="opening_mapping",
        place=left,
        width="stretch",
    )
    key = f"opening_{generation()}_mapping_file"
    right.file_uploader(
        "Apply a mapping made before", type=["json"], key=key, on_change=_apply_mapping, args=(key,)
    )


def _apply_mapping(key: str) -> None:
    upload = st.session_state.get(key)
    if upload is None:
        return
    try:
        with st.spinner("Applying the mapping"):
            apply_mapping(read_mapping(upload.getvalue()))
    except ImtError as error:
        st.toast(plain(str(error)), icon=":material/error:")
