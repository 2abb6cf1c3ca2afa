"""Whoever leaves with work that is saved nowhere is warned by the browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from pages.components.deck import DECK
from pages.components.named_subgroups import SUBGROUPS
from pages.components.opening.pending import pending
from pages.components.own_series import OWN_CARDS, OWN_CURVES
from pages.components.state import STUDY

OF_WORK: Final = (DECK, STUDY, OWN_CARDS, OWN_CURVES, SUBGROUPS)
"""What a user made that lies in no sheet: the session file holds it, and a reload keeps it."""
SAVED: Final = "saved_work"
_WARN: Final = """
<script>
window.onbeforeunload = (leaving) => leaving.preventDefault();
document.addEventListener("click", (click) => {
  const saves = click.target.closest(".st-key-save_session, .st-key-deck_files");
  if (saves) window.onbeforeunload = null;
});
</script>
"""
_LET_GO: Final = "<script>window.onbeforeunload = null;</script>"


@dataclass(slots=True)
class _Saved:
    """What the session file that was made holds, by key; it is made outside a run."""

    work: dict[str, object] = field(default_factory=dict)


def when_saved() -> Callable[[], None]:
    """What a file that holds all work calls when it is made."""
    saved: _Saved = st.session_state.setdefault(SAVED, _Saved())
    work = _work()

    def note() -> None:
        saved.work = work

    return note


def warn_before_leaving() -> None:
    """Have the browser ask before it leaves work, or a half-opened sheet, that is not saved."""
    saved: _Saved = st.session_state.setdefault(SAVED, _Saved())
    is_changed = any(made and made != saved.work.get(key) for key, made in _work().items())
    is_unsaved = pending() is not None or is_changed
    st.html(_WARN if is_unsaved else _LET_GO, unsafe_allow_javascript=True)


def _work() -> dict[str, object]:
    return {key: st.session_state.get(key) for key in OF_WORK}
