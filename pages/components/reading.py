"""What takes a stranger's bytes is done by a process of the session's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from imt_core.intake.isolation.pool import READERS, Asked

_READER = "session_reader"
_Result = TypeVar("_Result")


def ask_reader(
    step: Callable[..., _Result],
    *arguments: Any,
    gives: type[_Result],
    name: str,
    progress: Callable[[str], None] = lambda _: None,
) -> _Result:
    """Have a step done where a file that harms ends nobody else's session.

    Raises
    ------
    ImtError
        What the step raises, or that the file takes more time or memory than there is.
    """
    reader: Asked | None = st.session_state.get(_READER)
    if reader is None or not reader.is_alive:
        reader = st.session_state[_READER] = READERS.take()
    return reader.ask(step, *arguments, gives=gives, name=name, progress=progress)


def dismiss_reader() -> None:
    """End the session's process, with what it knows."""
    reader: Asked | None = st.session_state.pop(_READER, None)
    if reader is not None:
        reader.close()
