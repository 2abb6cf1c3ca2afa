"""The questions that are answered by a choice, whatever asks them."""

from __future__ import annotations

import streamlit as st

from imt_core.intake.checks.ask import Ask
from imt_core.intake.opening import OpeningOutcome, with_answer
from imt_core.intake.questions import issue_text
from pages.components.opening.pending import generation, require_pending, set_pending
from pages.components.text import plain


def ask_choices(outcome: OpeningOutcome) -> None:
    """Draw each question, open ones first; an answered one shows its answer and can be changed."""
    answers = dict(outcome.opening.mapping.answers)
    asking = [issue for issue in outcome.report.issues if issue.ask is not None]
    for issue in asking:
        ask = issue.ask
        if ask is None:
            continue
        chosen = ask.answer(answers) or ask.default or None
        words = dict(ask.options)
        key = f"opening_{generation()}_ask_{ask.key}"
        st.radio(
            plain(ask.text),
            list(words),
            index=None if chosen is None else list(words).index(chosen),
            format_func=lambda option, words=words: plain(words[option]),
            key=key,
            on_change=_choose,
            args=(ask, key),
        )
        if chosen is None:
            st.caption(plain(issue_text(issue)))


def _choose(ask: Ask, key: str) -> None:
    option = st.session_state[key]
    if option is not None:
        set_pending(with_answer(require_pending(), ask.key, option))
