"""The acts that begin and end an opening."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import streamlit as st

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.isolation.operations import begin
from imt_core.intake.opening import Opening, OpeningOutcome
from pages.components.filter_panel import clear_filters
from pages.components.grouping_panel import reset_grouping
from pages.components.held import hold
from pages.components.opening.pending import forget_pending, outcome_of, pending, set_outcome
from pages.components.reading import ask_reader, dismiss_reader
from pages.components.saved_session import forget_waiting, mapping_to_try, restore_waiting
from pages.components.state import UPLOAD_PROVENANCE, load_cohort, loaded, refuse
from pages.components.text import plain
from pages.components.trail import trail
from pages.serving.memory import forget_soon

_INBOX = "uploaded_files"


def take_files(files: Sequence[tuple[str, bytes]]) -> None:
    """Keep uploaded files for the run that follows, which reads them where progress is seen."""
    hold(_INBOX, list(files))


def read_inbox() -> None:
    """Read files that were just uploaded, with progress; a plain one is opened at once.

    A file in the template's layout and without errors needs no question.
    """
    # In every run: what is drawn below it would else change its place, and stand there twice.
    place = st.empty()
    files: list[tuple[str, bytes]] = st.session_state.pop(_INBOX, [])
    if not files:
        return
    names = ", ".join(name for name, _ in files)
    file_hash = sha256(b"".join(content for _, content in files)).hexdigest()
    n_bytes = sum(len(content) for _, content in files)
    trail().note("uploaded", file=file_hash, files=len(files), bytes=n_bytes)
    with place.status(f"Opening {plain(names)}", expanded=True) as status:
        try:
            outcome = ask_reader(
                begin,
                files,
                mapping_to_try(),
                UPLOAD_PROVENANCE,
                gives=OpeningOutcome,
                name=names,
                progress=status.write,
            )
        except UnreadableFileError as error:
            dismiss_reader()
            refuse(names, str(error))
            trail().note("refused", file=file_hash)
        else:
            set_outcome(outcome)
            mapping, suggested = outcome.opening.mapping, outcome.opening.suggested
            is_plain = mapping == suggested.mapping and not mapping.answers
            if suggested.is_canonical and is_plain and outcome.cohort is not None:
                open_pending()
    place.empty()


def open_pending() -> None:
    """Make the file the session's cohort, and forget everything that was left out of it.

    A second press, before the first is answered, has nothing left to do.
    """
    opening = pending()
    if opening is None:
        return
    outcome = outcome_of(opening)
    if outcome.cohort is not None:
        load_cohort(outcome.cohort, outcome.report, opening.mapping, file_hash=opening.file_hash)
        _note_opened(opening)
        _leave()


def open_without_problems() -> None:
    """Make the file the session's cohort without the cells that are problems."""
    opening = pending()
    if opening is None:
        return
    without = outcome_of(opening).without_problems()
    if without.reading.cohort is None:
        st.toast(without.aside.refusal, icon=":material/error:")
        return
    load_cohort(
        without.reading.cohort,
        without.reading.report,
        opening.mapping,
        file_hash=opening.file_hash,
        aside=without.aside,
    )
    _note_opened(opening)
    _leave()


def _note_opened(opening: Opening) -> None:
    """Record what became the session's cohort, by its counts alone."""
    count = loaded().cohort.count
    trail().note(
        "opened",
        file=opening.file_hash,
        rows=loaded().report.n_rows,
        columns=len(opening.arrangement.table.columns),
        lines=count.n_lines,
        patients=count.n_patients,
    )


def cancel_opening() -> None:
    """Leave the cohort as it is, and forget the file."""
    forget_pending()
    forget_soon()
    forget_waiting()


def _leave() -> None:
    forget_pending()
    forget_soon()
    clear_filters()
    reset_grouping()
    restore_waiting()
