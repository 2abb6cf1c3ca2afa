"""A page that is loaded anew goes on with what its browser's window held before.

A session outlives its window for a while. The next session of the same browser, which a cookie
tells, takes over what it held; never by the address, so that a shared link carries no key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from imt_core.reporting.session_choices import CHOICES
from pages.components.deck import LABEL_SEED, MASK, REKEY, WHOLE_MONTHS
from pages.components.opening.pending import GENERATION
from pages.components.state import EXPORT_DATE, EXPORT_NAME, LOADED, has_cohort
from pages.components.trail import VISITOR, session_id, visitor_name
from pages.components.unsaved import OF_WORK, SAVED
from pages.serving.browsers import BROWSERS
from pages.serving.memory import state_left_by
from pages.serving.visitor import LOCAL
from pages.serving.waiting import OUTCOME, PENDING, TOUCHED

_ASKED: Final = "asked_what_was_left"
_OPENING: Final = (PENDING, OUTCOME, TOUCHED, GENERATION)
_OF_DOCUMENTS: Final = (EXPORT_NAME, EXPORT_DATE, MASK, REKEY, WHOLE_MONTHS, LABEL_SEED)
_KEPT: Final = (LOADED, *_OF_DOCUMENTS, SAVED, *OF_WORK, *_OPENING, *CHOICES)


def take_up() -> None:
    """Take over what the last window of this browser held, once, where a session begins.

    A window that is there still keeps its own; so does whoever else is signed in now.
    """
    if _ASKED in st.session_state:
        return
    st.session_state[_ASKED] = True
    if has_cohort():
        return
    left = {other: state_left_by(other) for other in BROWSERS.others_of(session_id())}
    own = [
        other
        for other, state in left.items()
        if LOADED in state and state.get(VISITOR, LOCAL) == visitor_name()
    ]
    # Of several windows that were closed, one with work in it; of these, the latest.
    for other in sorted(own, key=lambda other: not _holds_work(left[other]))[:1]:
        if not BROWSERS.let_go(other):
            continue  # A window that was opened at the same moment has it.
        st.session_state.update({key: left[other][key] for key in _KEPT if key in left[other]})


def _holds_work(state: Mapping[str, Any]) -> bool:
    return (
        not state[LOADED].cohort.is_reconstruction
        or PENDING in state
        or any(state.get(key) for key in OF_WORK)
    )
