"""The acts that begin and end an opening."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from imt_core.errors import UnreadableFileError
from imt_core.mapping.mapped_cohort import read_without_problems
from pages.components.filter_panel import clear_filters
from pages.components.grouping_panel import reset_grouping
from pages.components.opening.pending import (
    begin,
    forget_pending,
    outcome_of,
    require_pending,
    set_pending,
)
from pages.components.saved_session import restore_waiting
from pages.components.state import UPLOAD_PROVENANCE, load_cohort, loaded, refuse


def take_files(files: Sequence[tuple[str, bytes]]) -> None:
    """Read files; one in the template's layout and without errors is opened at once."""
    try:
        pending = begin(files, mapping=loaded().mapping)
    except UnreadableFileError as error:
        refuse(", ".join(name for name, _ in files), str(error))
        return
    set_pending(pending)
    if pending.suggested.is_canonical and outcome_of(pending).mapped.reading.cohort is not None:
        open_pending()


def open_pending() -> None:
    """Make the file the session's cohort, and forget everything that was left out of it."""
    pending = require_pending()
    reading = outcome_of(pending).mapped.reading
    if reading.cohort is not None:
        load_cohort(reading.cohort, reading.report, pending.mapping)
        _leave()


def open_without_problems() -> None:
    """Make the file the session's cohort without the cells that are problems."""
    pending = require_pending()
    without = read_without_problems(
        outcome_of(pending).mapped,
        pending.mapping,
        name=pending.name,
        provenance=UPLOAD_PROVENANCE,
    )
    if without.reading.cohort is None:
        st.toast(without.aside.refusal, icon=":material/error:")
        return
    load_cohort(without.reading.cohort, without.reading.report, pending.mapping, without.aside)
    _leave()


def _leave() -> None:
    forget_pending()
    clear_filters()
    reset_grouping()
    restore_waiting()
