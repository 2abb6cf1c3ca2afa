"""What a session leaves in the audit log: its owner's name is known here, contents never are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.serving.audit import Event, Fact, audit_log
from pages.serving.sessions import session_mark
from pages.serving.visitor import LOCAL

VISITOR: Final = "visitor"
"""Where a session's state keeps who is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """Who acts in which session; made in a run, and good after it, when a download is made."""

    who: str
    session: str

    def note(self, event: Event, **facts: Fact) -> None:
        """Append a line to the audit log, if there is one."""
        audit_log().record(event, who=self.who, session=self.session, **facts)


def trail() -> Trail:
    """That of this session."""
    return Trail(who=visitor_name(), session=session_mark(session_id()))


def visitor_name() -> str:
    """Who is there, as the gate let them in."""
    return str(st.session_state.get(VISITOR, LOCAL))


def was_let_in() -> bool:
    """Whether somebody was let into this session before."""
    return VISITOR in st.session_state


def set_visitor(name: str) -> None:
    """Note who is there."""
    st.session_state[VISITOR] = name


def session_id() -> str:
    """Streamlit's name of the session; empty outside of one."""
    context = get_script_run_ctx()
    return context.session_id if context else ""
