"""The steps of opening a sheet, done by the session's own reading process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from imt_core.intake.isolation.pool import READERS, Asked
from imt_core.intake.opening import OpeningOutcome

_READER = "opening_reader"


def ask_reader(
    operation: str, *arguments: Any, name: str, progress: Callable[[str], None] = lambda _: None
) -> OpeningOutcome:
    """Have a step done where a sheet that harms ends nobody else's session.

    Raises
    ------
    UnreadableFileError
        If the files are no cohort's table, or take more time or memory than there is.
    """
    reader: Asked | None = st.session_state.get(_READER)
    if reader is None or not reader.is_alive:
        reader = st.session_state[_READER] = READERS.take()
    return reader.ask(operation, *arguments, name=name, progress=progress)


def dismiss_reader() -> None:
    """End the session's reading process, with what it knows of the sheet."""
    reader: Asked | None = st.session_state.pop(_READER, None)
    if reader is not None:
        reader.close()
