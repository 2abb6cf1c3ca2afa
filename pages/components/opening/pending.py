"""The file that is being opened, kept in the session with the mapping as it stands."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from imt_core.intake.isolation import operations
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.opening import Opening, OpeningOutcome
from pages.components.held import hold
from pages.components.reading import ask_reader, dismiss_reader
from pages.serving.waiting import GIVEN_UP, OUTCOME, PENDING, TOUCHED

GENERATION = "pending_generation"


def pending() -> Opening | None:
    """The file that is being opened, if any; it has been looked at with this."""
    if PENDING in st.session_state:
        st.session_state[TOUCHED] = time.monotonic()
    value: Opening | None = st.session_state.get(PENDING)
    return value


def was_given_up() -> bool:
    """Whether a file was forgotten for having waited; said once."""
    return bool(st.session_state.pop(GIVEN_UP, False))


def require_pending() -> Opening:
    """The file that is being opened, on a screen that is drawn for one only."""
    value = pending()
    if value is None:
        raise RuntimeError("no file is being opened")
    return value


def generation() -> int:
    """A number that grows when the questions must be drawn afresh: part of their keys."""
    value: int = st.session_state[GENERATION]
    return value


def set_outcome(value: OpeningOutcome) -> None:
    """Ask about this file from now on, whose outcome is worked out."""
    _set_pending(value.opening, redraw=True)
    hold(OUTCOME, value)


def _set_pending(value: Opening, *, redraw: bool) -> None:
    """Ask about this file; without `redraw` the questions already show how it is."""
    hold(PENDING, value)
    st.session_state[TOUCHED] = time.monotonic()
    st.session_state.pop(OUTCOME, None)
    if redraw:
        redraw_questions()


def redraw_questions() -> None:
    """Draw the questions afresh, as they are answered."""
    st.session_state[GENERATION] = st.session_state.get(GENERATION, 0) + 1


def use_sources(used: Sequence[str]) -> None:
    """Make the cohort of other tables of the same files.

    Raises
    ------
    UnreadableFileError
        If they do not belong together.
    """
    pending = require_pending()
    set_outcome(_asked(operations.use_other_tables, pending, tuple(used)))


def answer(key: str, option: str) -> None:
    """Answer a question: the tables are arranged again."""
    pending = require_pending()
    set_outcome(_asked(operations.answer, pending, key, option))


def apply_mapping(mapping: Mapping) -> None:
    """Take a mapping made before over: the tables are arranged again by its answers."""
    pending = require_pending()
    set_outcome(_asked(operations.apply_mapping, pending, mapping))


def begin_afresh() -> None:
    """Forget every answer, and go on as suggested."""
    pending = require_pending()
    set_outcome(_asked(operations.begin_afresh, pending))


def change_mapping(mapping: Mapping, *, redraw: bool = False) -> None:
    """Go on with another mapping; `redraw` where the questions do not show it yet."""
    _set_pending(replace(require_pending(), mapping=mapping), redraw=redraw)


def change_column(target: str, *, redraw: bool = False, **changes: Any) -> None:
    """Go on with one canonical column mapped in another way."""
    mapping = require_pending().mapping
    column = mapping.of(target)
    if column is not None:
        change_mapping(mapping.with_column(replace(column, **changes)), redraw=redraw)


def forget_pending() -> None:
    """Drop the file with everything in it."""
    for key in (PENDING, OUTCOME):
        st.session_state.pop(key, None)
    dismiss_reader()


def outcome_of(value: Opening) -> OpeningOutcome:
    """What the mapping makes of the file; worked out once for each mapping.

    Raises
    ------
    UnreadableFileError
        If that takes more time or memory than there is.
    """
    known: OpeningOutcome | None = st.session_state.get(OUTCOME)
    if known is None or known.opening.mapping != value.mapping:
        known = _asked(operations.work_out, value)
        hold(OUTCOME, known)
    return known


def _asked(
    step: Callable[..., OpeningOutcome], pending: Opening, *arguments: Any
) -> OpeningOutcome:
    return ask_reader(step, pending, *arguments, gives=OpeningOutcome, name=pending.name)
