"""The screen that stands in a page's place while a file is being opened."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.errors import ImtError, UnreadableFileError
from imt_core.conventions.formatting import format_count
from imt_core.intake.mapping.mapping_file import read_mapping, write_mapping
from imt_core.intake.opening import Opening, OpeningOutcome, with_mapping
from imt_core.intake.remedies.issue_workbook import issue_workbook
from pages.components.opening.choices import ask_choices
from pages.components.opening.columns import ask_columns
from pages.components.opening.dates import ask_ambiguous, show_dates
from pages.components.opening.opened import cancel_opening, open_pending, open_without_problems
from pages.components.opening.pending import (
    change_mapping,
    generation,
    outcome_of,
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
from pages.components.state import loaded
from pages.components.text import plain

_PREVIEW_ROWS = 20


def show_opening(pending: Opening) -> None:
    """Draw what is known of the file, what is to be decided, and what comes of it."""
    st.title(f"Open {plain(pending.name)}")
    st.caption(
        "Check how the file was understood. Nothing is opened before you say so, and the file "
        "stays in this session's memory."
    )
    _show_layout(pending)
    _show_reuse(pending)
    outcome = outcome_of(pending)
    _show_outcome(pending, outcome)
    _ask_questions(pending, outcome)
    if not outcome.report.ok:
        _show_problems(pending, outcome)
    ask_columns(pending)
    _ask_rest(pending)
    if outcome.report.ok:
        _show_problems(pending, outcome)
    _show_preview(outcome)
    _offer_mapping(pending)


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
    if before.mapping is None or pending.mapping == pending.suggested.mapping:
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
        on_click=lambda: change_mapping(require_pending().suggested.mapping, redraw=True),
    )


def _choose_sources(key: str) -> None:
    try:
        use_sources(st.session_state[key] or require_pending().used)
    except UnreadableFileError as error:
        st.toast(str(error), icon=":material/error:")
        use_sources(require_pending().used)


def _show_outcome(pending: Opening, outcome: OpeningOutcome) -> None:
    cohort, report = outcome.cohort, outcome.report
    with st.container(border=True, key="opening_outcome"):
        text, act, cancel = st.columns([5, 3, 2], vertical_alignment="center")
        if cohort is not None:
            text.markdown(f":green[:material/check_circle:] **Ready to open:** {cohort.count}.")
            act.button(
                "Open this cohort",
                type="primary",
                icon=":material/folder_open:",
                on_click=open_pending,
                key="opening_open",
                width="stretch",
            )
        else:
            text.markdown(
                f":red[:material/error:] **{format_count(len(report.errors), 'problem')} must be "
                "settled first**: answer the questions below, correct the file, or go on without "
                "the cells in question."
            )
            act.button(
                "Open without these cells",
                icon=":material/content_cut:",
                disabled=not outcome.can_leave_out
                or outcome.without_problems().reading.cohort is None,
                on_click=open_without_problems,
                key="opening_without",
                width="stretch",
                help="Leaves out exactly the cells and rows that the problems name; nothing is "
                "corrected or guessed, and the cohort's page lists what was left out.",
            )
            if outcome.can_leave_out:
                _show_losses(text, outcome)
        cancel.button("Cancel", on_click=cancel_opening, key="opening_cancel", width="stretch")


def _show_losses(place: DeltaGenerator, outcome: OpeningOutcome) -> None:
    """What the click that leaves cells out would cost, before it is made."""
    losses = [loss.text for loss in outcome.losses if loss.text]
    if losses:
        place.caption(f"Without these cells, {'; '.join(losses)}.")
    without = outcome.without_problems()
    if without.reading.cohort is None:
        place.caption(f"They cannot be left out: {plain(without.aside.refusal)}")


def _ask_questions(pending: Opening, outcome: OpeningOutcome) -> None:
    st.subheader("Please check")
    ask_choices(outcome)
    if pending.mapping.of("patient_id") is None:
        st.checkbox(
            "The sheet names no patients: each row is one patient",
            value=pending.mapping.numbered,
            key=f"opening_{generation()}_numbered",
            on_change=_choose_numbered,
        )
    ask_ambiguous(pending)
    ask_unknown_words(pending)
    ask_regimen_groups(pending)
    show_events(pending)


def _choose_numbered() -> None:
    mapping = require_pending().mapping
    change_mapping(replace(mapping, numbered=not mapping.numbered))


def _ask_rest(pending: Opening) -> None:
    """Identifying columns, labels and the biomarker."""
    st.subheader("Privacy")
    mapping = pending.mapping
    free = [header for header in pending.arrangement.table if header not in mapping.sources]
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
    own = [header for header in free if header not in mapping.left_out]
    options = ["", *own]
    marker_key = f"opening_{generation()}_biomarker"
    st.selectbox(
        "Biomarker that divides this cohort",
        options,
        index=options.index(mapping.biomarker) if mapping.biomarker in options else 0,
        format_func=lambda header: header or COLUMN_BY_NAME["alk_status"].label,
        key=marker_key,
        on_change=lambda: change_mapping(
            replace(require_pending().mapping, biomarker=st.session_state[marker_key])
        ),
        help="For a tumour other than IMT: the column that is to take the place of ALK status.",
    )
    st.subheader("Words and dates")
    ask_words(pending)
    show_dates(pending)


def _show_problems(pending: Opening, outcome: OpeningOutcome) -> None:
    report = outcome.report
    if not report.issues:
        return
    st.subheader("Problems and notes")
    if pending.arrangement.row_numbers_changed:
        st.caption(
            "Row numbers are those of the table as it was arranged here: download it below to see "
            "them."
        )
    show_issues(report, key="opening", impacts=outcome.impacts)
    offer_marked_sheet(lambda: issue_workbook(outcome.mapped.table, report), key="opening_marked")


def _show_preview(outcome: OpeningOutcome) -> None:
    with on_request("What the cohort's table will hold", icon="table", key="opening_preview") as on:
        if on:
            st.dataframe(
                outcome.mapped.table.head(_PREVIEW_ROWS), width="stretch", key="opening_rows"
            )
            st.caption(f"The first {_PREVIEW_ROWS} rows.")


def _offer_mapping(pending: Opening) -> None:
    st.subheader("Mapping file")
    st.caption(
        "The answers above as a small file without patient data. Apply it to next month's sheet."
    )
    left, right = st.columns(2)
    left.download_button(
        "Download the mapping",
        data=write_mapping(pending.mapping),
        file_name="mapping.json",
        mime="application/json",
        on_click="ignore",
        icon=":material/download:",
        key="opening_mapping",
        width="stretch",
    )
    key = f"opening_{generation()}_mapping_file"
    right.file_uploader(
        "Apply a mapping made before", type=["json"], key=key, on_change=_apply_mapping, args=(key,)
    )


def _apply_mapping(key: str) -> None:
    upload = st.session_state[key]
    if upload is None:
        return
    try:
        taken = with_mapping(require_pending(), read_mapping(upload.getvalue()))
        change_mapping(taken.mapping, redraw=True)
    except ImtError as error:
        st.toast(str(error), icon=":material/error:")
