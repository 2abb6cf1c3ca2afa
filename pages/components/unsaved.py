"""Whoever leaves with work that is saved nowhere is warned by the browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from imt_core.analyses.view_request import ViewRequest
from imt_core.reporting.content.study_sheet import StudyAnswer
from pages.components.deck import deck
from pages.components.opening.pending import pending
from pages.components.study_form import study_answers

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
    """What the files that were made hold; a file is made outside a run."""

    work: tuple[tuple[ViewRequest, ...], tuple[StudyAnswer, ...]] = ((), ())


def when_saved() -> Callable[[], None]:
    """What a file that holds deck and study sheet calls when it is made."""
    saved: _Saved = st.session_state.setdefault(SAVED, _Saved())
    work = deck(), study_answers()

    def note() -> None:
        saved.work = work

    return note


def warn_before_leaving() -> None:
    """Have the browser ask before it leaves a deck, answers or half-opened sheet not saved."""
    saved: _Saved = st.session_state.setdefault(SAVED, _Saved())
    held = zip((deck(), study_answers()), saved.work, strict=True)
    is_unsaved = pending() is not None or any(now and now != then for now, then in held)
    st.html(_WARN if is_unsaved else _LET_GO, unsafe_allow_javascript=True)
