"""A session that was lost says so before anything is shown, and asks for its file again."""

from __future__ import annotations

from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.components.cohort_source import ask_files, show_refused_upload
from pages.components.state import has_cohort, load_sample, loaded
from pages.components.text import plain
from pages.serving.browsers import BROWSER, BROWSERS, OPENED, file_name_of
from pages.serving.memory import connected_sessions

_LOST: Final = "lost_file"
_LOST_UNNAMED: Final = "lost_without_a_name"
_SAID: Final = "said_open_file"
_PROTOCOLS: Final = "Sec-WebSocket-Protocol"
_SESSION_AMONG_THEM: Final = 2
"""Streamlit names its protocol there, then a token, then the session that it had before."""


def meet_browser() -> None:
    """Note whose session this is, before the first file is made for it."""
    BROWSERS.meet(_session(), dict(st.context.cookies).get(BROWSER, ""))


def lost_file() -> str:
    """The file that this browser had open in a session that is no more; "" for none.

    Asked once, when a session begins: a file that is still open in another window is not lost.
    """
    if _LOST not in st.session_state:
        name = file_name_of(dict(st.context.cookies))
        is_lost = name and not BROWSERS.has_elsewhere(_session(), name, connected_sessions())
        st.session_state[_LOST] = name if is_lost else ""
        st.session_state[_LOST_UNNAMED] = not name and _window_had_another_session()
    if has_cohort() and not loaded().cohort.is_reconstruction:
        st.session_state[_LOST] = ""
        st.session_state[_LOST_UNNAMED] = False
    name = st.session_state[_LOST]
    return str(name)


def show_lost_without_a_name() -> None:
    """Say that this window's session is new, where its browser does not know what it had open."""
    if not st.session_state[_LOST_UNNAMED]:
        return
    st.warning(
        "The session of this window has ended, and a new one has begun with the sample cohort. If "
        "a file of yours was open, nothing of it was stored: open it again.",
        icon=":material/history:",
    )
    st.button("Understood", on_click=_understood, key="lost_understood")


def show_lost(name: str) -> None:
    """Draw what was lost, in the page's place, and the ways on."""
    st.title("Your session has ended", anchor=False)
    st.warning(
        f"**{plain(name)}** was open in this browser. It was kept in the session's memory only, "
        "and that session is no more: its window was closed, or the server was started anew. "
        "Nothing of it was stored, so it cannot be shown until you open the file again. Filters "
        "and choices in the address are applied to it then.",
        icon=":material/history:",
    )
    show_refused_upload(None)
    with st.container(border=True):
        ask_files()
    st.button(
        "Go on with the sample cohort instead", icon=":material/science:", on_click=_take_sample
    )


def mark_open_file() -> None:
    """Have the browser remember which file is open, by a cookie that no script can read."""
    cohort = loaded().cohort
    name = "" if cohort.is_reconstruction else cohort.name
    said, token = st.session_state.get(_SAID, (None, ""))
    known = file_name_of(dict(st.context.cookies))
    # What another window of this browser has open stays known to it.
    is_elsewhere = bool(known) and BROWSERS.has_elsewhere(_session(), known, connected_sessions())
    if said is None and not name and (not known or is_elsewhere):
        return
    if said != name:
        token = BROWSERS.opened(_session(), name)
        st.session_state[_SAID] = (name, token)
    st.html(f'<img src="{OPENED}/{token}" alt="" width="1" height="1">')


def _understood() -> None:
    st.session_state[_LOST_UNNAMED] = False


def _window_had_another_session() -> bool:
    """Whether the window asked for a session, as it does when its connection broke, in vain."""
    protocols = st.context.headers.get(_PROTOCOLS, "").split(",")
    asked_for = (
        protocols[_SESSION_AMONG_THEM].strip() if len(protocols) > _SESSION_AMONG_THEM else ""
    )
    return bool(asked_for) and asked_for != _session()


def _take_sample() -> None:
    st.session_state[_LOST] = ""
    load_sample()


def _session() -> str:
    context = get_script_run_ctx()
    return "" if context is None else context.session_id
